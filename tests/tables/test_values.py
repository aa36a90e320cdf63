"""What a cell means: dates, amounts and names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.club import link
from generator.core.text import sorted_words
from generator.kinds import Term
from generator.records.parsing import UnreadError
from generator.sources import Sources
from generator.tables.columns import leaves
from generator.tables.values import CellError, Reader, titled, typed
from generator.territory.geo import geography


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2026-03-12", "2026-03-12"),
        ("12/03/2026", "2026-03-12"),
        ("1.3.2026", "2026-03-01"),
        ("12-3-2026", "2026-03-12"),
        ("12 mars 2026", "2026-03-12"),
        ("1er août 2026", "2026-08-01"),
        ("Février 2026", "2026-02"),
        ("03/2026", "2026-03"),
        ("2026/3/2 9:15:00", "2026-03-02"),
        ("2026-03-12T00:00:00", "2026-03-12"),
        ("2026", "2026"),
    ],
)
def test_a_date_as_people_write_it(text: str, said: str) -> None:
    assert typed("date", text) == said


@pytest.mark.parametrize(
    "text",
    ["", "hier", "12/03/26", "31/02/2026", "03/13/2026", "45000", "2026-13", "mai", "12 13 14"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UnreadError):
        typed("date", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12/03/2026 18h30", "2026-03-12T18:30"),
        ("12/03/2026 à 9h", "2026-03-12T09:00"),
        ("2026-03-12 18:30:00", "2026-03-12T18:30"),
        ("2026-03-12T18:30", "2026-03-12T18:30"),
        ("2026-03-12T18:30:00+01:00", "2026-03-12T18:30:00+01:00"),
        ("mars 2026", "2026-03"),
    ],
)
def test_a_date_with_its_time(text: str, said: str) -> None:
    assert typed("moment", text) == said


@pytest.mark.parametrize(
    "text", ["12/03/2026 25h00", "18h30", "2026-03-12T99:00", "31/02/2026 10h"]
)
def test_what_is_no_date_with_a_time_is_refused(text: str) -> None:
    with pytest.raises(UnreadError):
        typed("moment", text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("12500", "12500"),
        ("12 500 €", "12500"),
        ("12\u202f500\u00a0€", "12500"),
        ("12.500", "12500"),
        ("12 500,00 €", "12500"),
        ("1_000_000", "1000000"),
        ("20 euros", "20"),
        ("12k€", "12000"),
    ],
)
def test_an_amount_as_people_write_it(text: str, said: str) -> None:
    assert typed("count", text) == said


@pytest.mark.parametrize("text", ["", "12,5", "12.5", "-3", "12 m", "environ 20", "10-20", "1.2.3"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(UnreadError):
        typed("count", text)


@given(st.integers(0, 10**12))
def test_a_number_is_itself_however_its_thousands_are_set_apart(number: int) -> None:
    for mark in " .\u00a0\u202f_":
        assert typed("count", f"{number:,}".replace(",", mark)) == str(number)


@given(st.dates())
def test_a_day_is_itself_however_it_is_written(day: object) -> None:
    iso = str(day)
    year, month, number = iso.split("-")
    assert typed("date", f"{number}/{month}/{year}") == iso
    assert typed("date", f"{year}/{int(month)}/{int(number)}") == iso


def test_names() -> None:
    assert titled("LE GALL-DUPONT") == "Le Gall-Dupont"
    assert titled("D’ŒUVRE") == "D’Œuvre"
    assert titled("de Exemple") == "de Exemple"
    assert sorted_words("Zoé EXEMPLE") == sorted_words("exemple zoe")


METHODS = {
    "budget": {"label": "Budget participatif", "decider_ensemble": "BP", "decidim": "budgets"},
    "conseil": {"label": "Conseil", "decider_ensemble": "DC", "participedia": "longterm/x"},
    "debat": {"label": "Débat", "decider_ensemble": "DC"},
}


def read_method(text: str) -> str | list[str]:
    club, _ = link(Sources(), geography())
    club.vocabularies["methods"] = {
        k: Term.model_validate({"id": k, **t}) for k, t in METHODS.items()
    }
    leaf = leaves("practice")["methods"]
    assert leaf
    return Reader(club).read(leaf, text)


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("BP", ["budget"]),
        ("Budgets", ["budget"]),
        ("longterm/x", ["conseil"]),
        ("2e Budget participatif", ["budget"]),
        ("conseil ; BP", ["conseil", "budget"]),
        ("Débat et conseil", ["debat", "conseil"]),
    ],
)
def test_a_term_is_known_by_its_key_its_names_or_a_code_of_others(
    text: str, keys: list[str]
) -> None:
    assert read_method(text) == keys


@pytest.mark.parametrize(
    ("text", "part", "todo"),
    [
        ("DC", "DC", "choisissez entre conseil, debat"),
        ("conseil, budjet participatif", "budjet participatif", "vouliez-vous dire « Budget"),
        ("Débat et x", "Débat et x", "valeurs possibles : Budget participatif (budget)"),
    ],
)
def test_what_is_no_term_is_refused_with_what_it_may_be(text: str, part: str, todo: str) -> None:
    with pytest.raises(CellError) as caught:
        read_method(text)
    assert (caught.value.part, caught.value.todo[: len(todo)]) == (part, todo)
