"""How much one territory is like another, and why, in words.

One truth for the whole project: the sheets use it to name comparable practices and peers, and
the finder of « Territoires » is given the same weights and words and does the same sums in
the browser. Whole numbers only, so that Python and JavaScript cannot disagree.

A likeness is a sum of points for what two territories have in common, then of what they work on.
So size comes first, then closeness: a town of the same size in the same région (68) comes before
the next town of another size (60). Two that score the same are told apart by the closest
population, then by their ids.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from generator.core import data
from generator.territory.geo import STRATA, stratum

_TABLE = data.table("likeness")
POINTS: dict[str, Any] = _TABLE["points"]
WORDS: dict[str, str] = _TABLE["words"]
YOU: dict[str, str] = _TABLE["you"]
SHARED_METHOD = 24
SHARED_THEME = 12
SHARED_MOST = 3  # someone who names every method is not like everyone

# Gap of population, in inhabitants, when one of the two is unknown: more than any known one.
UNKNOWN_GAP = 1_000_000_000

THIN = "\u202f"

# Of each group that one belongs to, how many are compared with it on either side, by population.
AMONG = 16

_RANKS = {key: rank for rank, (_, key, _) in enumerate(STRATA)}


@dataclass(frozen=True, slots=True)
class Territory:
    """What likeness looks at.

    `population` in inhabitants, None when unknown; `stratum` is the rank of its stratum in
    `geo.STRATA`, None likewise. The codes are empty where there is none.
    """

    area: str
    kind: str
    population: int | None
    stratum: int | None
    epci: str
    departement: str
    region: str


def territory(
    area: str, population: int | None, *, epci: str, departement: str, region: str
) -> Territory:
    """Return the territory of an area of the contract (`commune:68224`)."""
    rank = None if population is None else _RANKS[stratum(population)[0]]
    kind = area.partition(":")[0]
    return Territory(area, kind, population, rank, epci, departement, region)


def score(a: Territory, b: Territory, *, methods: int = 0, themes: int = 0) -> int:
    """Return how much `a` is like `b`, in points; the same from either side.

    `methods` and `themes` are how many they have in common.
    """
    points: int = POINTS["place"] * (a.area == b.area) + POINTS["kind"] * (a.kind == b.kind)
    if (distance := _distance(a, b)) is not None:
        points += sum(POINTS["stratum"][distance : distance + 1])
    points += sum(POINTS[name] for name in _shared(a, b))
    points += SHARED_METHOD * min(methods, SHARED_MOST)
    return points + SHARED_THEME * min(themes, SHARED_MOST)


def _shared(a: Territory, b: Territory) -> Iterator[str]:
    """Yield the kinds of wider areas that two territories share, the narrowest first."""
    for name in ("epci", "departement", "region"):
        if getattr(a, name) and getattr(a, name) == getattr(b, name):
            yield name


def _distance(a: Territory, b: Territory) -> int | None:
    """The number of strata between two territories, None when a population is unknown."""
    return None if a.stratum is None or b.stratum is None else abs(a.stratum - b.stratum)


def gap(a: Territory, b: Territory) -> int:
    """Return the difference of population, in inhabitants: what settles equal scores."""
    if a.population is None or b.population is None:
        return UNKNOWN_GAP
    return abs(a.population - b.population)


def reasons(a: Territory, b: Territory, *, you: bool = False) -> tuple[str, ...]:
    """Return in French words why `b` may interest `a`: size, then closeness. Never empty.

    `you`: whether `a` is where the reader is from, rather than the sheet being read.
    """
    words = YOU if you else _TABLE["it"]
    if a.area == b.area:
        return (words["place"],)
    close = WORDS[next(_shared(a, b), "elsewhere")]
    distance = _distance(a, b)
    if distance is None or a.population is None or b.population is None:
        return (close,)
    small, large = sorted((a.population, b.population))
    size = WORDS[("same", "next", "far")[min(distance, 2)]]
    size = words["alike"] if distance == 0 and 4 * large <= 5 * small else size
    return size.replace("{n}", rounded(b.population)), close


def rounded(population: int) -> str:
    """Return a population as one says it, two digits that count: `17 982` -> `18 000`."""
    unit = 10 ** max(len(str(population)) - 2, 0)
    return f"{(2 * population + unit) // (2 * unit) * unit:,}".replace(",", THIN)


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to compare: its id, where it is, what it works on."""

    id: str
    territory: Territory
    methods: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()

    def common(self, other: "Entry") -> tuple[frozenset[str], frozenset[str]]:
        """Return the methods and the themes that both have."""
        return self.methods & other.methods, self.themes & other.themes

    def rank(self, other: "Entry") -> tuple[int, int, str]:
        """Return what orders `other` among those compared with this: the best comes first."""
        methods, themes = self.common(other)
        points = score(self.territory, other.territory, methods=len(methods), themes=len(themes))
        return -points, gap(self.territory, other.territory), other.id


class Index:
    """Records by what they may have in common, so that one is not compared with each.

    With at most `AMONG` records the answer is that of `Entry.rank` on all of them; with more, each
    group gives those of closest population.
    """

    def __init__(self, entries: Iterable[Entry]) -> None:
        self._groups: dict[Hashable, list[Entry]] = defaultdict(list)
        for entry in sorted(entries, key=_order):
            for group in _groups(entry):
                self._groups[group].append(entry)

    def nearest(self, asker: Entry, count: int, *, shared: bool = False) -> list[Entry]:
        """Return the `count` entries most like `asker`, the best first, never itself.

        `shared`: only those that have a method or a theme in common with it.
        """
        groups = (self._groups.get(group, ()) for group in _groups(asker, shared=shared))
        near = {e.id: e for group in groups for e in _around(group, asker)}
        near.pop(asker.id, None)
        return sorted(near.values(), key=asker.rank)[:count]


def _order(entry: Entry) -> tuple[int, str]:
    population = entry.territory.population
    return (UNKNOWN_GAP if population is None else population), entry.id


def _around(entries: Sequence[Entry], asker: Entry) -> Sequence[Entry]:
    at = bisect_left(entries, _order(asker), key=_order)
    return entries[max(0, at - AMONG) : at + AMONG]


def _groups(entry: Entry, *, shared: bool = False) -> Iterator[Hashable]:
    """Yield what an entry may have in common with others: a topic, and a size or a place around it."""
    topics = [("method", key) for key in entry.methods] + [("theme", key) for key in entry.themes]
    where = entry.territory
    around = ("", where.stratum, where.epci, where.departement, where.region)
    return product(topics if shared else [*topics, None], dict.fromkeys(around))
