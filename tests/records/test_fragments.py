"""What is left of a refused record: every part that can be read, and nothing else."""

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.kinds import KINDS, Action, Member, Practice
from generator.records import FieldRefused, Record, build, fragment, marked
from generator.records.types import AreaCode, RefTo, TermOf

MEMBER: dict[str, Any] = {
    "id": "alice",
    "given_name": "Alice",
    "family_name": "Martin",
    "memberships": [
        {"role": "maire", "area": "commune:68224", "start_date": "hier"},
        {"role": "adjoint", "area": "commune:01004", "start_date": "2020", "end_date": "2019"},
    ],
    "themes": ["budget"],
    "consent": {"date": "2021", "fields": ["summary"]},
}
ACTION: dict[str, Any] = {
    "id": "lettre",
    "title": "Lettre",
    "status": "sent",
    "signatories": [{"member": "alice", "date": "2025-01-02"}],
    "responses": [{"date": "2025-02", "from": "Le ministre", "summary": "Refus."}],
}


def _left(model: type[Record], data: dict[str, Any]) -> Any:
    record, refusals = build(model, data)
    assert record is None
    return fragment(model, data, {r.field for r in refusals})


def test_only_the_refused_field_is_missing_and_items_keep_their_place() -> None:
    left = _left(Member, MEMBER)
    assert (left.given_name, left.themes, left.image) == ("Alice", ("budget",), None)
    first, second = left.memberships
    assert (first.role, first.area, str(second.end_date)) == ("maire", "commune:68224", "2019")
    with pytest.raises(FieldRefused):
        first.start_date  # noqa: B018 - reading it is the test


@pytest.mark.parametrize(
    ("change", "unread"),
    [
        ({"consent": {"date": "2021", "fields": ["x"]}}, "fields"),
        ({"consent": {"dates": "2021"}}, "date"),
    ],
)
def test_a_refused_field_has_no_default(change: dict[str, Any], unread: str) -> None:
    consent = _left(Member, {**MEMBER, **change}).consent
    with pytest.raises(FieldRefused):
        getattr(consent, unread)


def test_a_field_that_a_misspelt_key_stands_for_is_refused_not_absent() -> None:
    left = _left(Member, {**MEMBER, "theme": ["budget"], "seek": "x", "zzzzzz": "x"})
    assert left.themes == ("budget",)
    with pytest.raises(FieldRefused):
        left.seeks  # noqa: B018


def test_an_item_that_is_no_group_of_fields_is_empty() -> None:
    left = _left(Member, {**MEMBER, "memberships": ["maire", MEMBER["memberships"][1]]})
    assert [m.path for m in marked(left, TermOf)] == [("memberships", 1, "role"), ("themes", 0)]


def test_a_field_with_another_name_in_the_sources() -> None:
    left = _left(Action, {**ACTION, "titel": "x"})
    assert left.responses[0].sender == "Le ministre"


WHOLE: tuple[tuple[type[Record], dict[str, Any]], ...] = (
    (Member, {**MEMBER, "memberships": MEMBER["memberships"][1:]}),
    (Action, ACTION),
    (
        Practice,
        {
            "id": "bp",
            "title": "BP",
            "summary": "Un budget.",
            "area": "commune:68224",
            "status": "ongoing",
            "participants": {"number": "12", "year": "2024"},
            "sources": [{"title": "Site", "url": "https://exemple.fr/"}],
        },
    ),
)
JUNK = st.sampled_from(["", "x", "12", [], ["x"], [["x"]], {}, {"x": "y"}, [{"x": "y"}], [{}]])


def _places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    found = [at]
    for key, item in inside:
        found += _places(item, (*at, key)) if isinstance(item, dict | list) else [(*at, key)]
    return found


@given(st.data())
def test_whatever_is_wrong_the_rest_can_be_read(data: st.DataObject) -> None:
    model, whole = data.draw(st.sampled_from(WHOLE))
    changed = copy.deepcopy(whole)
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.sampled_from([p for p in _places(changed) if p]))
        spot: Any = changed
        for step in place[:-1]:
            spot = spot[step]
        if isinstance(spot, dict) and data.draw(st.booleans()):
            spot[f"{place[-1]}s"] = spot.pop(place[-1])
        else:
            spot[place[-1]] = copy.deepcopy(data.draw(JUNK))
    record, refusals = build(model, {**changed, "id": "x"})
    if record is None:
        left = fragment(model, {**changed, "id": "x"}, {r.field for r in refusals})
        assert left.id == "x"
        for marker in (AreaCode, RefTo, TermOf):
            assert all(isinstance(m.value, str) for m in marked(left, marker))


def test_every_kind_has_a_fragment() -> None:
    for kind in KINDS.values():
        _, refusals = build(kind.model, {"id": "x", "x": "y"})
        left = fragment(kind.model, {"id": "x", "x": "y"}, {r.field for r in refusals})
        assert (left.id, left.aliases) == ("x", ())
