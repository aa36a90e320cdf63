"""How much one territory is like another, and why, in words.

One truth for the whole project: the sheets use it to name comparable practices and peers, and
the finder of « Territoires » is given the same weights and words and does the same sums in
the browser. Whole numbers only, so that Python and JavaScript cannot disagree.

A likeness is a sum: the two territories, then what they work on.

| what the two have in common | points |
|---|---|
| the very same territory | 30 |
| the same type of authority (commune, EPCI, département, région) | 20 |
| the same population stratum / one apart / two apart | 40 / 22 / 8 |
| the same EPCI | 8 |
| the same département | 10 |
| the same région | 8 |
| each method in common, three at most | 24 |
| each theme in common, three at most | 12 |

So size comes first, then closeness: a town of the same size in the same région (68) comes before
the next town of another size (60). Two that score the same are told apart by the closest
population, then by their ids.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.territory.geo import STRATA, stratum

SAME_PLACE = 30
SAME_KIND = 20
STRATUM = (40, 22, 8)  # by distance between the strata
SAME_EPCI = 8
SAME_DEPARTEMENT = 10
SAME_REGION = 8
_AROUND = {"epci": SAME_EPCI, "departement": SAME_DEPARTEMENT, "region": SAME_REGION}
SHARED_METHOD = 24
SHARED_THEME = 12
SHARED_MOST = 3  # someone who names every method is not like everyone

# Gap of population, in inhabitants, when one of the two is unknown: more than any known one.
UNKNOWN_GAP = 1_000_000_000

NBSP, THIN = "\u00a0", "\u202f"

# What a reason says; `{n}` is the population of the other territory. `you` speaks to the reader
# of the finder, who said where they are from; `it` speaks of the sheet that is being read.
WORDS: dict[str, dict[str, str]] = {
    "you": {"place": "votre territoire", "alike": f"{{n}}{NBSP}hab. comme vous"},
    "it": {"place": "même territoire", "alike": f"{{n}}{NBSP}hab. aussi"},
}
SIZE_WORDS = {
    "same": f"même strate ({{n}}{NBSP}hab.)",
    "next": f"strate voisine ({{n}}{NBSP}hab.)",
    "far": f"autre taille ({{n}}{NBSP}hab.)",
}
CLOSE_WORDS = {
    "epci": "même intercommunalité",
    "departement": "même département",
    "region": "même région",
    "elsewhere": "ailleurs en France",
}

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
    distance = _distance(a, b)
    points = SAME_PLACE * (a.area == b.area) + SAME_KIND * (a.kind == b.kind)
    points += STRATUM[distance] if distance is not None and distance < len(STRATUM) else 0
    points += sum(_AROUND[name] for name in _shared(a, b))
    points += SHARED_METHOD * min(methods, SHARED_MOST)
    return points + SHARED_THEME * min(themes, SHARED_MOST)


def _shared(a: Territory, b: Territory) -> Iterator[str]:
    """Yield the kinds of wider areas that two territories share, the narrowest first."""
    for name in _AROUND:
        if getattr(a, name) and getattr(a, name) == getattr(b, name):
            yield name


def _distance(a: Territory, b: Territory) -> int | None:
    """The number of strata between two territories, None when a population is unknown."""
    if a.stratum is None or b.stratum is None:
        return None
    return abs(a.stratum - b.stratum)


def gap(a: Territory, b: Territory) -> int:
    """Return the difference of population, in inhabitants: what settles equal scores."""
    if a.population is None or b.population is None:
        return UNKNOWN_GAP
    return abs(a.population - b.population)


def reasons(a: Territory, b: Territory, *, you: bool = False) -> tuple[str, ...]:
    """Return in French words why `b` may interest `a`: size, then closeness. Never empty.

    `you`: whether `a` is where the reader is from, rather than the sheet being read.
    """
    words = WORDS["you" if you else "it"]
    if a.area == b.area:
        return (words["place"],)
    close = CLOSE_WORDS[next(_shared(a, b), "elsewhere")]
    distance = _distance(a, b)
    if distance is None or a.population is None or b.population is None:
        return (close,)
    small, large = sorted((a.population, b.population))
    size = SIZE_WORDS[("same", "next", "far")[min(distance, 2)]]
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
            for group in (*_places(entry.territory), *_topics(entry)):
                self._groups[group].append(entry)

    def nearest(self, asker: Entry, count: int, *, shared: bool = False) -> list[Entry]:
        """Return the `count` entries most like `asker`, the best first, never itself.

        `shared`: only those that have a method or a theme in common with it.
        """
        groups = [*_topics(asker), *(() if shared else _places(asker.territory))]
        near = {e.id: e for group in groups for e in _around(self._groups.get(group, ()), asker)}
        near.pop(asker.id, None)
        return sorted(near.values(), key=asker.rank)[:count]


def _order(entry: Entry) -> tuple[int, str]:
    population = entry.territory.population
    return (UNKNOWN_GAP if population is None else population), entry.id


def _around(entries: Sequence[Entry], asker: Entry) -> Sequence[Entry]:
    at = bisect_left(entries, _order(asker), key=_order)
    return entries[max(0, at - AMONG) : at + AMONG]


def _places(where: Territory) -> Iterator[Hashable]:
    yield "all"
    yield where.area
    yield where.kind, where.stratum
    yield where.region, where.stratum
    yield from (("in", code) for code in (where.epci, where.departement, where.region) if code)


def _topics(entry: Entry) -> Iterator[Hashable]:
    for name, keys in (("method", entry.methods), ("theme", entry.themes)):
        for key in sorted(keys):
            yield name, key
            yield name, key, entry.territory.stratum
            yield name, key, entry.territory.departement
