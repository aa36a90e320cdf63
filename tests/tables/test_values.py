"""What a cell means: dates, amounts and names as people write them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.tables.values import CellError, amount, moment, partial_date, titled, words


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
    assert partial_date(text) == said


@pytest.mark.parametrize(
    "text",
    ["", "hier", "12/03/26", "31/02/2026", "03/13/2026", "45000", "2026-13", "mai", "12 13 14"],
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        partial_date(text)


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
    assert moment(text) == said


@pytest.mark.parametrize(
    "text", ["12/03/2026 25h00", "18h30", "2026-03-12T99:00", "31/02/2026 10h"]
)
def test_what_is_no_date_with_a_time_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        moment(text)


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
    assert amount(text) == said


@pytest.mark.parametrize("text", ["", "12,5", "12.5", "-3", "12 m", "environ 20", "10-20", "1.2.3"])
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(CellError):
        amount(text)


@given(st.integers(0, 10**12))
def test_a_number_is_itself_however_its_thousands_are_set_apart(number: int) -> None:
    for mark in " .\u00a0\u202f_":
        assert amount(f"{number:,}".replace(",", mark)) == str(number)


@given(st.dates())
def test_a_day_is_itself_however_it_is_written(day: object) -> None:
    iso = str(day)
    year, month, number = iso.split("-")
    assert partial_date(f"{number}/{month}/{year}") == iso
    assert partial_date(f"{year}/{int(month)}/{int(number)}") == iso


def test_names() -> None:
    assert titled("LE GALL-DUPONT") == "Le Gall-Dupont"
    assert titled("D’ŒUVRE") == "D’Œuvre"
    assert titled("de Exemple") == "de Exemple"
    assert words("Zoé EXEMPLE") == words("exemple zoe")
