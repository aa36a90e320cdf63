"""What the club has, by place: régions, départements, and their map."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator import routes
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView
from generator.kinds.view import PlaceView
from generator.records import french
from generator.territory.geo import FranceMap, france_map, geography
from generator.views.model import SiteView


@dataclass(slots=True)
class Territory:
    """A département, or a région as such, and what the club has there.

    `code` is empty for a région: it is no area of the map. `inhabitants` is None when unknown.
    `members` hold a mandate, `former` no longer do.
    """

    code: str
    name: str
    url: str
    title: str
    inhabitants: int | None = None
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


@dataclass(frozen=True, slots=True)
class Region:
    """A région: what concerns the whole of it, if anything does, then its départements, by code."""

    name: str
    territories: list[Territory]

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
    """Return the régions that have something, by name."""
    found: dict[str, dict[str, Territory]] = {}
    records: list[PracticeView | MemberView] = [*site.practices, *site.members]
    for record in records:
        if (place := record.place) and place.region:
            url = territory_url(place)
            territories = found.setdefault(place.region, {})
            if url not in territories:
                territories[url] = _territory(place, url)
            territories[url].add(record)
    return [
        Region(name, sorted(found[name].values(), key=lambda territory: territory.code))
        for name in sorted(found, key=routes.departement)  # by address, which has no accent
    ]


def _territory(place: PlaceView, url: str) -> Territory:
    if code := place.departement_code:
        name, title, area = place.departement, place.departement, f"departement:{code}"
    else:
        name, title, area = place.region, f"{place.region} (région)", f"region:{place.region_code}"
    whole = geography().get(area)
    return Territory(code, name, url, title, whole.population if whole else None)


# --- the map -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shape:
    """An area of the map: its path, its classes of colour, and the territory it leads to."""

    path: str
    practices: int
    members: int
    territory: Territory | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """The map with its colours. `behind` are those drawn again in an inset, no link there.

    `practices` and `members` say what each class of colour means, from 0 (nothing) to 4 at most.
    """

    france: FranceMap
    areas: tuple[Shape, ...]
    behind: tuple[Shape, ...]
    practices: list[str]
    members: list[str]


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


def legend(counts: Sequence[int], nothing: str) -> list[str]:
    """Return what each class of colour means, in words: `nothing`, « 1 », « 2 à 7 »."""
    least = bounds(counts)
    most = [*(low - 1 for low in least[1:]), max(counts, default=0)]
    ranges = zip(map(french.number, least), map(french.number, most), strict=False)
    return [nothing, *(low if low == high else f"{low} à {high}" for low, high in ranges)]


def drawing(found: Sequence[Region]) -> Drawing:
    """Return the map of what the club has."""
    known = {t.code: t for region in found for t in region.territories if t.code}
    practices = [len(t.practices) for t in known.values()]
    members = [len(t.members) for t in known.values()]
    lows = (bounds(practices), bounds(members))

    def shape(code: str, path: str) -> Shape:
        if not (there := known.get(code)):
            return Shape(path, 0, 0, None)
        classes = (class_of(len(there.practices), lows[0]), class_of(len(there.members), lows[1]))
        return Shape(path, *classes, there)

    france = france_map()
    return Drawing(
        france,
        tuple(shape(*area) for area in france.areas.items()),
        tuple(shape(*area) for area in france.behind.items()),
        legend(practices, "aucune"),
        legend(members, "aucun"),
    )
