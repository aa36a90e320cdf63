"""The map of France: complete, light, and whole whatever way it was simplified."""

import gzip
import re
from collections import Counter

import pytest

from generator.territory.geo import DATA, france_map, geography

ALL = {**france_map().areas, **france_map().behind}
Edge = tuple[tuple[int, int], tuple[int, int]]


def _edges(path: str) -> list[Edge]:
    """Return the sides of the rings of a path, each with its ends in order."""
    found = []
    for ring in re.findall(r"M([^z]*)z", path):
        start, _, steps = ring.partition("l")
        x, y = (int(n) for n in start.split())
        points = [(x, y)]
        numbers = [int(n) for n in re.findall(r"-?\d+", steps)]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            points.append((x, y))
        pairs = zip(points, points[1:] + points[:1], strict=True)
        found += [(min(a, b), max(a, b)) for a, b in pairs]
    return found


def test_every_departement_and_collectivity_is_on_the_map() -> None:
    codes = {f"{n:02}" for n in range(1, 96)} - {"20"} | {"2A", "2B"}
    codes |= {str(n) for n in range(971, 990)}
    known = {code for code in codes if geography().get(f"departement:{code}")}
    assert len(known) == 109
    assert set(france_map().areas) == known
    assert all(re.fullmatch(r"(M\d+ \d+l[\d \-]+z)+", path) for path in ALL.values())


def test_the_map_is_light() -> None:
    assert len(gzip.compress((DATA / "map.json").read_bytes(), 9)) <= 12_000


def test_everything_lies_in_the_view_box() -> None:
    width, height = (int(n) for n in france_map().view_box.split()[2:])
    for path in ALL.values():
        for side in _edges(path):
            assert all(0 <= x <= width and 0 <= y <= height for x, y in side)
    for inset in france_map().insets:
        x, y, w, h = inset.frame
        assert 0 <= x < x + w <= width
        assert 0 <= y < y + h <= height


@pytest.mark.parametrize(
    ("one", "other"), [("67", "68"), ("2A", "2B"), ("31", "32"), ("26", "84"), ("58", "21")]
)
def test_neighbours_have_their_border_in_common(one: str, other: str) -> None:
    shared = set(_edges(ALL[one])) & set(_edges(ALL[other]))
    assert len(shared) >= 3


def test_no_side_is_drawn_for_more_than_two_neighbours() -> None:
    france = france_map()
    mainland = {c: p for c, p in france.areas.items() if len(c) == 2} | dict(france.behind)
    times = Counter(edge for path in mainland.values() for edge in set(_edges(path)))
    assert max(times.values()) == 2
    assert sum(n == 2 for n in times.values()) > 900
