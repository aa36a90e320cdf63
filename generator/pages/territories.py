"""What the club has, by place: départements, régions, population strata, and their map."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from generator import routes
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView
from generator.kinds.view import PlaceView
from generator.records import french
from generator.territory.geo import STRATA, Inset, france_map, geography
from generator.views.model import SiteView

# More lines than this, and a list goes on over the page.
LEAF = 300

Record = TypeVar("Record")


@dataclass(slots=True)
class Territory:
    """A département, a région as such or a stratum, and what the club has there.

    `members` hold a mandate, `former` no longer do.
    """

    code: str
    name: str
    url: str
    title: str
    practices: list[PracticeView] = field(default_factory=list)
    members: list[MemberView] = field(default_factory=list)
    former: list[MemberView] = field(default_factory=list)

    @property
    def counts(self) -> str:
        """What there is, in words: « 3 pratiques, 12 membres »."""
        words = [
            french.plural(len(self.practices), "pratique"),
            french.plural(len(self.members), "membre"),
        ]
        if self.former:
            words.append(french.plural(len(self.former), "ancien mandat", "anciens mandats"))
        return ", ".join(words)

    def add(self, record: PracticeView | MemberView) -> None:
        """Put a record in its list."""
        if isinstance(record, PracticeView):
            self.practices.append(record)
        elif record.active:
            self.members.append(record)
        else:
            self.former.append(record)


@dataclass(slots=True)
class Region:
    """A région: what concerns the whole of it, and its départements that have something."""

    code: str
    name: str
    own: Territory | None = None
    departements: list[Territory] = field(default_factory=list)

    @property
    def territories(self) -> list[Territory]:
        """What has a page: the région as such, if it has records of its own, comes first."""
        return [self.own, *self.departements] if self.own else self.departements

    @property
    def practices(self) -> int:
        """How many practices there are in the région."""
        return sum(len(territory.practices) for territory in self.territories)

    @property
    def members(self) -> int:
        """How many people in mandate there are in the région."""
        return sum(len(territory.members) for territory in self.territories)


def territory_url(place: PlaceView) -> str:
    """Return the address of the page that lists what is in a place, empty when none does."""
    if place.departement:
        return routes.departement(place.departement)
    return routes.region(place.region) if place.region else ""


def regions(site: SiteView) -> list[Region]:
    """Return the régions that have something, by name; their départements by code."""
    found: dict[str, Region] = {}
    by_url: dict[str, Territory] = {}
    for place, record in _placed(site):
        if not place.region_code:
            continue
        url = territory_url(place)
        if url not in by_url:
            region = found.setdefault(place.region_code, Region(place.region_code, place.region))
            by_url[url] = _territory(place, url)
            if place.departement:
                region.departements.append(by_url[url])
            else:
                region.own = by_url[url]
        by_url[url].add(record)
    for region in found.values():
        region.departements.sort(key=lambda territory: territory.code)
    # By address, which has no accent.
    return sorted(found.values(), key=lambda region: routes.departement(region.name))


def _territory(place: PlaceView, url: str) -> Territory:
    if place.departement:
        return Territory(place.departement_code, place.departement, url, place.departement)
    return Territory(place.region_code, place.region, url, f"{place.region} (région)")


def strata(site: SiteView) -> list[Territory]:
    """Return the population strata that have something, smallest first."""
    found = {
        key: Territory(key, label, routes.stratum(key), _stratum_title(label))
        for _, key, label in STRATA
    }
    for place, record in _placed(site):
        if place.stratum_key:
            found[place.stratum_key].add(record)
    return [t for t in found.values() if t.practices or t.members or t.former]


def _stratum_title(label: str) -> str:
    """« 500 à 1 999 » -> « Territoires de 500 à 1 999 habitants »."""
    number, plus, _ = label.partition(" et plus")
    return f"Territoires de {number} habitants{plus}"


def _placed(site: SiteView) -> Iterator[tuple[PlaceView, PracticeView | MemberView]]:
    records: list[PracticeView | MemberView] = [*site.practices, *site.members]
    for record in records:
        if record.place:
            yield record.place, record


def inhabitants(territory: Territory) -> int | None:
    """Return the population of a département or a région, None for a stratum."""
    kind = "region" if territory.url == routes.region(territory.name) else "departement"
    place = geography().get(f"{kind}:{territory.code}")
    return place.population if place else None


# --- long lists --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: its number among `count`, and its part of each kind of record."""

    url: str
    number: int
    count: int
    practices: Sequence[PracticeView]
    members: Sequence[MemberView]
    former: Sequence[MemberView]


def leaves(territory: Territory, size: int = LEAF) -> Iterator[Leaf]:
    """Yield the pages of a territory: at least one, none of more than `size` lines."""
    before_members = len(territory.practices)
    before_former = before_members + len(territory.members)
    count = max(1, -(-(before_former + len(territory.former)) // size))
    for number in range(1, count + 1):
        start = (number - 1) * size
        yield Leaf(
            routes.leaf(territory.url, number),
            number,
            count,
            _part(territory.practices, start, size),
            _part(territory.members, start - before_members, size),
            _part(territory.former, start - before_former, size),
        )


def _part(records: Sequence[Record], start: int, size: int) -> Sequence[Record]:
    """Return `size` records from `start`, which may lie before the first of them."""
    return records[max(0, start) : max(0, start + size)]


# --- the map -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """An area of the map: its path, its classes of colour, and the territory it leads to."""

    path: str
    practices: int
    members: int
    territory: Territory | None


@dataclass(frozen=True, slots=True)
class Class:
    """A class of colour: its number from 0 (nothing) to 4, and what it says."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map with its colours. `behind` are those drawn again in an inset, no link there."""

    view_box: str
    areas: tuple[Shape, ...]
    behind: tuple[Shape, ...]
    insets: tuple[Inset, ...]
    practices: tuple[Class, ...]
    members: tuple[Class, ...]


def bounds(counts: Iterable[int]) -> list[int]:
    """Return the least count of each class of colour above zero: at most four, rising.

    Each count its class as long as there are four at most; else quarters, rounded down to
    numbers that read well.
    """
    values = sorted(count for count in counts if count > 0)
    distinct = sorted(set(values))
    if len(distinct) <= 4:
        return distinct
    quarters = [_plain(values[len(values) * n // 4]) for n in range(1, 4)]
    return sorted({1, *quarters})


def _plain(value: int) -> int:
    """`7` -> `7`, `38` -> `35`, `467` -> `450`."""
    step = 5 * 10 ** (len(str(value)) - 2) if value >= 10 else 1
    return value // step * step


def class_of(count: int, least: Sequence[int]) -> int:
    """Return the class of a count: 0 for none, then from 1."""
    return sum(count >= bound for bound in least)


def legend(counts: Iterable[int]) -> tuple[Class, ...]:
    """Return the classes of colour with what they mean, none included."""
    counts = list(counts)
    least, most = bounds(counts), max(counts, default=0)
    found = [Class(0, "aucun")]
    for number, low in enumerate(least, 1):
        high = least[number] - 1 if number < len(least) else most
        words = french.number(low)
        if high > low:
            words = f"{words} à {french.number(high)}"
        found.append(Class(number, words))
    return tuple(found)


def drawing(found: Sequence[Region]) -> Drawing:
    """Return the map of what the club has."""
    known = {t.code: t for region in found for t in region.departements}
    practices = [len(t.practices) for t in known.values()]
    members = [len(t.members) for t in known.values()]
    lows = (bounds(practices), bounds(members))

    def shape(code: str, path: str) -> Shape:
        territory = known.get(code)
        counts = (len(territory.practices), len(territory.members)) if territory else (0, 0)
        return Shape(path, class_of(counts[0], lows[0]), class_of(counts[1], lows[1]), territory)

    france = france_map()
    return Drawing(
        france.view_box,
        tuple(shape(code, path) for code, path in france.areas.items()),
        tuple(shape(code, path) for code, path in france.behind.items()),
        france.insets,
        legend(practices),
        legend(members),
    )
