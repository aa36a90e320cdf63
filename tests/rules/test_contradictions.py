"""Who is who, and who holds what: spellings of a name, and dates that surely overlap."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator import club as graph
from generator.core.findings import Finding
from generator.kinds import Member
from generator.kinds.member import Membership
from generator.records import build
from generator.rules import copies, mandates, people
from generator.rules.context import Context
from generator.sources import Sources, files, gather
from generator.territory import geo
from generator.writing import yaml_text

TODAY = date(2026, 6, 15)
SAME = (
    ("Jean-Pierre", "Le Gall", "Jean Pierre", "Legall"),
    ("Anne", "d’Aubigné", "Anne", "D'AUBIGNE"),
    ("Anne", "O'Brien", "Anne", "Obrien"),
    ("Éléonore", "Müller", "Eleonore", "Muller"),
    ("Jean", "de La Tour", "Jean", "La Tour (de)"),
    ("Jean", "La Tour", "Jean", "de la Tour"),
    ("Le Gall", "Anne", "Anne", "Legall"),
    ("Marie", "Saint-Jean", "Marie", "St Jean"),
    ("J.-P.", "Martin", "Jean-Pierre", "Martin"),
    ("Jean-Pierre", "Martin", "J.", "Martin"),
    ("Jean-Pierre", "Martin", "JP", "Martin"),
    ("Łukasz", "Nowak", "Lukasz", "Nowak"),
    ("Æthel", "Roe", "Aethel", "Roe"),
    ("Max", "Strauß", "Strauss", "Max"),
    ("小", "李", "李", "小"),
    ("Анна", "Ёлкина", "АННА", "ЕЛКИНА"),
    ("\u0301", "\u0301", "\u0301", "\u0301"),
)
OTHERS = (
    ("Jean-Pierre", "Martin", "Jean-Paul", "Martin"),
    ("Jacques", "Martin", "J.-P.", "Martin"),
    ("Jean-Pierre", "Roux", "Jean", "Roux"),
    ("Marie", "Martin", "Mary", "Martin"),
    ("Marie", "Durand", "Marie", "Durand-Petit"),
    ("J.", "Martin", "P.", "Martin"),
    ("李", "小", "王", "小"),
)


def read(records: list[yaml_text.Record]) -> Context:
    text = yaml_text.render(records)
    sources: Sources = gather(files.read_text("members.yaml", text.encode()))
    assert not sources.findings
    club, findings = graph.link(sources, geo.geography())
    assert not findings
    return Context(club, TODAY)


def named(id_: str, given: str, family: str, area: str) -> yaml_text.Record:
    mandate = {"role": "adjoint", "area": area, "start_date": "2020"}
    return {"id": id_, "given_name": given, "family_name": family, "memberships": [mandate]}


def test_a_name_is_the_same_whatever_its_spelling_and_no_other_is() -> None:
    records = []
    for n, (given_, family, other_given, other_family) in enumerate(SAME + OTHERS):
        area = f"commune:{geo.geography().commune_codes[n]}"
        records += [named(f"a-{n}", given_, family, area)]
        records += [named(f"b-{n}", other_given, other_family, area)]
    found = {
        f.message.split("« ")[2].split(" »")[0] for f in people.same_person_twice(read(records))
    }
    assert found == {f"a-{n}" for n in range(len(SAME))}
    found = {
        f.message.split("« ")[2].split(" »")[0]
        for f in people.same_person_twice(read(list(reversed(records))))
    }
    assert found == {f"b-{n}" for n in range(len(SAME))}


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("commune:68224", "epci:200066009", True),
        ("departement:68", "commune:68224", True),
        ("commune:75105", "commune:75056", True),
        ("commune:75105", "commune:75106", False),
        ("commune:68224", "commune:68066", False),
        ("epci:200066009", "commune:32013", False),
        ("region:44", "region:76", False),
    ],
)
def test_homonyms_are_one_person_where_their_places_hold_each_other(
    first: str, second: str, *, same: bool
) -> None:
    pair = [named("a", "Alice", "Martin", first), named("b", "Alice", "Martin", second)]
    assert len(list(people.same_person_twice(read(pair)))) == same
    assert len(list(people.same_person_twice(read(pair[::-1])))) == same


DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31)).map(str)
PARTIAL = st.builds(lambda day, size: day[:size], DAYS, st.sampled_from([4, 7, 10]))
TERM = st.tuples(PARTIAL, st.none() | PARTIAL)


def surely(mandate: Membership) -> tuple[date, date]:
    end = mandate.end_date.first if mandate.end_date else date.max
    return mandate.start_date.last, end


@given(terms=st.lists(st.tuples(st.sampled_from("abc"), TERM), max_size=8))
def test_two_mayors_are_found_whenever_two_surely_hold_office_on_one_day(
    terms: list[tuple[str, tuple[str, str | None]]],
) -> None:
    """As comparing every pair would, in a time that does not grow with their number's square."""
    held: dict[str, list[dict[str, str]]] = {}
    for id_, (start, end) in terms:
        one = {"role": "maire", "area": "commune:68224", "start_date": start}
        held.setdefault(id_, []).append(one | ({"end_date": end} if end else {}))
    records: list[yaml_text.Record] = [
        {"id": id_, "given_name": id_, "family_name": id_ * 3, "memberships": mandates_}
        for id_, mandates_ in held.items()
    ]
    if not records:
        return
    members = [build(Member, dict(r))[0] for r in records]
    every = [(m.id, surely(one)) for m in members for one in m.memberships]
    clash = any(
        a != b and max(s, t) < min(e, f)
        for i, (a, (s, e)) in enumerate(every)
        for b, (t, f) in every[i + 1 :]
    )
    found: list[Finding] = list(mandates.one_seat_two_holders(read(records)))
    assert bool(found) == clash
    assert len(found) <= len(every)


@pytest.mark.parametrize(
    ("values", "size"),
    [("", 0), ("a", 0), ("aa", 1), ("abab", 2), ("ababab", 2), ("abcabc", 3), ("aba", 0)],
)
def test_what_is_only_copies_of_its_beginning_has_a_period(values: str, size: int) -> None:
    assert graph.period(list(values)) == size


@pytest.mark.parametrize(
    ("body", "line"),
    [
        ("Un texte.\n---\ntitle: A\nsummary: B\n---\n", 2),
        ("Un texte.\n\n---\n# note\n\ntitle: A\nsources:\n  - title: B\nsummary: C", 3),
        ("Un texte.\n---\ntitle: A\n---\nUn autre.\n---\ntitle: A\nsummary: B\n", 6),
        ("Un texte.\n---\ntitle: A\n\nUn paragraphe.\n---\nsummary: B\n", 0),
        ("Un texte.\n\n```\n---\ntitle: A\nsummary: B\n---\n```\n", 0),
        ("Un titre\n---\nLieu: ici\nDate: demain\n", 0),
    ],
)
def test_a_second_head_in_a_text_is_found_where_it_opens(body: str, line: int) -> None:
    start = copies._second_head(body, {"title", "summary", "sources"})
    assert (0 if start is None else body.count("\n", 0, start) + 1) == line
