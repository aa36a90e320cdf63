"""Lists cut into pages: nothing lost, nothing twice, every part under its title."""

from dataclasses import dataclass
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from generator.kinds.kind import Group
from generator.views.listings import blocks, groups, leaves


@dataclass(frozen=True)
class Person:
    letter: str
    active: bool


@dataclass(frozen=True)
class Gathering:
    year: int


def test_an_empty_list_has_one_empty_page() -> None:
    (only,) = leaves([], 48)
    assert (only.number, only.last, only.total, list(only.items)) == (1, 1, 0, [])


def test_the_page_links_name_the_ends_and_the_neighbours() -> None:
    near = [leaf.near for leaf in leaves(range(10), 1)]
    assert near[0] == [1, 2, 0, 10]
    assert near[1] == [1, 2, 3, 0, 10]
    assert near[4] == [1, 0, 4, 5, 6, 0, 10]
    assert near[9] == [1, 0, 9, 10]


@given(st.integers(1, 80), st.data())
def test_the_page_links_skip_no_page_in_silence(count: int, data: st.DataObject) -> None:
    number = data.draw(st.integers(1, count))
    near = leaves(range(count), 1)[number - 1].near
    numbers = [n for n in near if n]
    assert numbers == sorted(set(numbers))
    assert {1, number, count} | ({number - 1, number + 1} & set(range(1, count + 1))) <= set(near)
    assert len(near) <= 9
    for before, after in pairwise(near):
        assert 0 in {before, after} or after == before + 1


def test_letters_start_again_with_former_mandates() -> None:
    people = [Person("A", True), Person("A", True), Person("#", True), Person("A", False)]
    assert groups("annuaire", people) == [
        Group(0, "lettre:a", "A"),
        Group(2, "lettre:autres", "Autres"),
        Group(3, "ancien:a", "A", "Anciens mandats"),
    ]


def test_meetings_are_grouped_by_year_and_practices_are_not() -> None:
    assert [g.title for g in groups("reunions", [Gathering(2026), Gathering(2025)])] == [
        "2026",
        "2025",
    ]
    assert groups("pratiques", ["a", "b"]) == []


def test_the_larger_heading_comes_once_a_page() -> None:
    people = [Person("A", True), Person("A", False), Person("B", False)]
    assert [b.part for b in blocks("annuaire", leaves(people, 9)[0])] == ["", "Anciens mandats", ""]
    assert [b.part for b in blocks("annuaire", leaves(people, 2)[1])] == ["Anciens mandats"]


@given(st.lists(st.integers(2000, 2010)), st.integers(1, 7))
def test_pages_and_parts_hold_each_item_once_in_order(years: list[int], size: int) -> None:
    items = [Gathering(year) for year in sorted(years, reverse=True)]
    seen: list[Gathering] = []
    for leaf in leaves(items, size):
        assert len(leaf.items) <= size
        for block in blocks("reunions", leaf):
            assert {str(item.year) for item in block.items} == {block.title}
            seen += block.items
    assert seen == items
