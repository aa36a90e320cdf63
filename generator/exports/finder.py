"""The data of « Un territoire comme le mien », in files a phone can afford.

`index.json` says once what likeness is worth, in points and in words, and what there is to ask.
The practices and the people are shelved by subject (`tout` holds them all). A small shelf is one
file. A large one is cut twice, and its file lists the parts: `near`, by département, which has
all that an EPCI or a département may add; and `far`, by stratum and région, for the rest of France.
From that list alone the page knows the best score a part can hold: it takes the parts in that
order and stops when no other can hold better, so the answer is that of a comparison with every
record, for a few files of a few kilobytes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from types import MappingProxyType

from generator.core import data
from generator.core.settings import Settings
from generator.exports import communes
from generator.exports.communes import compact
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView, line
from generator.kinds.view import PlaceView
from generator.territory import likeness
from generator.territory.geo import STRATA
from generator.views.model import HubView, SiteView

FOLDER = "territoires/donnees"
ALL = "tout"
# In bytes before compression, which divides them by three or four.
INLINE_BYTES = 24_000  # a larger shelf is cut
PART_BYTES = 14_000  # a larger part is cut again, where it can be
BUDGET_BYTES = 90_000  # what one question may fetch of practices and people
PEERS = 2
_BEFORE = data.patterns("gazetteer")
_PREFIX = {"methods": "methode", "themes": "theme"}


@dataclass(frozen=True, slots=True)
class _Row:
    """A practice or a person as the finder shows it: JSON, and where it goes."""

    place: PlaceView
    place_text: str
    text: str
    stratum: str
    topics: tuple[str, ...]

    @property
    def size(self) -> int:
        """About how many bytes it takes in a file."""
        return len(self.text) + len(self.place_text) + 6


def files(site: SiteView, _settings: Settings) -> dict[str, str]:
    """Return every file of the finder, by path in the site."""
    active = {member.id for member in site.members if member.active}
    practices = _ordered(row for v in site.practices if (row := _practice(v, active)))
    people = _ordered(row for v in site.members if v.active and (row := _person(v)))
    hubs = (*site.methods, *site.themes)
    shelves: dict[str, dict[str, list[_Row]]] = {ALL: {"practices": practices, "people": people}}
    shelves |= {name(hub): {"practices": [], "people": []} for hub in hubs}
    for collection, rows in (("practices", practices), ("people", people)):
        for row in rows:
            for topic in row.topics:
                shelves[topic][collection].append(row)
    found = {"index.json": _index(shelves, hubs), **communes.files()}
    for shelf_name, shelf in shelves.items():
        found |= _shelf(shelf_name, shelf)
    return {f"{FOLDER}/{path}": f"{text}\n" for path, text in found.items()}


def name(hub: HubView) -> str:
    """Return the name of the shelf of a theme or a method."""
    return f"{_PREFIX[hub.vocabulary]}-{hub.key}"


def _ordered(rows: Iterable[_Row]) -> list[_Row]:
    """Return rows by population, so that those of a stratum are together."""
    return sorted(rows, key=lambda row: (row.stratum, row.place.population or 0, row.text))


def _practice(view: PracticeView, active: set[str]) -> _Row | None:
    if view.status == "idea":
        return None  # « Qui l’a fait »: nobody has yet
    peers = [[ref.id, ref.label, ref.note] for ref in view.peers if ref.id in active][:PEERS]
    values = [view.id, view.title, line(view), peers]
    return _row(view.place, values, view)


def _person(view: MemberView) -> _Row | None:
    return _row(view.place, [view.id, view.title, view.current.label], view)


def _row(
    place: PlaceView | None, values: Sequence[object], view: PracticeView | MemberView
) -> _Row | None:
    if place is None:
        return None
    place_text = compact(
        [place.area, place.name, place.population, place.epci_code, place.departement_code]
    )
    rank = place.territory.stratum
    stratum = "x" if rank is None else str(rank)
    topics = tuple(f"{word}-{r.id}" for name, word in _PREFIX.items() for r in getattr(view, name))
    return _Row(place, place_text, compact(list(values))[1:-1], stratum, topics)


def _index(shelves: dict[str, dict[str, list[_Row]]], hubs: Sequence[HubView]) -> str:
    return compact(
        {
            "points": likeness.POINTS,
            "unknown": likeness.UNKNOWN_GAP,
            "strata": [bound for bound, _, _ in STRATA],
            "words": likeness.YOU | likeness.WORDS,
            "count": _counts(shelves[ALL]),
            "subjects": [
                [_PREFIX[hub.vocabulary], hub.key, hub.label, *_counts(shelves[name(hub)])]
                for hub in hubs
            ],
            "leading": communes.LEADING,
            "before": f"{_BEFORE['titles']['commune']} {_BEFORE['OF']} ",  # « mairie de »
            "shards": dict(communes.shards()),
            "departements": [
                [d.code, d.name, d.population, d.region] for d in communes.of_kind("departement")
            ],
            "regions": [[r.code, r.name, r.population] for r in communes.of_kind("region")],
        }
    )


def _counts(shelf: dict[str, list[_Row]]) -> list[int]:
    return [len(shelf["practices"]), len(shelf["people"])]


def _shelf(named: str, shelf: dict[str, list[_Row]]) -> dict[str, str]:
    """Return the file of a shelf and those of its parts, none when it is empty."""
    if not any(shelf.values()):
        return {}
    found: dict[str, str] = {}
    heads: list[str] = []
    for collection, rows in shelf.items():
        if _size(rows) <= INLINE_BYTES:
            heads.append(f'"{collection}":{_rows(rows)}')
            continue
        tables: dict[str, list[list[object]]] = {"near": [], "far": []}
        for part in (*_near(rows), *_far(rows)):
            text = _rows(part.rows)
            found[f"sujets/{named}/{collection}-{part.path}.json"] = text
            known = [row.place.population or 0 for row in part.rows]
            kilobytes = -(-len(text.encode()) // 1000)
            limits = (min(known), max(known), kilobytes)
            tables[part.table].append([part.stratum, part.codes, part.slice, *limits])
        heads.append(f'"{collection}":{compact(tables)}')
    # What the list of the parts weighs is not spent on the parts.
    left = max(BUDGET_BYTES - len(",".join(heads).encode()), BUDGET_BYTES // 2)
    heads.append(f'"budget":{left // 2000}')
    return {f"sujets/{named}.json": "{" + ",".join(heads) + "}", **found}


@dataclass(frozen=True, slots=True)
class _Part:
    """Some rows of a shelf: their stratum (None: several), their départements or régions.

    `slice` tells apart the parts that have all this in common.
    """

    table: str
    stratum: str | None
    codes: list[str]
    slice: int
    rows: list[_Row]

    @property
    def path(self) -> str:
        """What its file is called, after its collection; the page spells it likewise."""
        return f"{self.table}-{self.stratum or 'all'}-{self.codes[0] or '0'}-{self.slice}"


def _near(rows: list[_Row]) -> Iterator[_Part]:
    """Yield the rows by département, small neighbours together, large ones cut by stratum.

    A part of a département also has the records elsewhere whose EPCI reaches into it.
    """
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        for code in _reach(row.place):
            groups.setdefault(code, []).append(row)
    order = {code: n for n, code in enumerate(_departements())}
    ordered = sorted(groups.items(), key=lambda item: order[item[0]])
    for codes, part in _packed(ordered):
        if _size(part) <= PART_BYTES:
            yield _Part("near", None, codes, 0, part)
            continue
        for stratum, group in groupby(part, key=lambda row: row.stratum):
            for n, some in enumerate(_sliced(list(group))):
                yield _Part("near", stratum, codes, n, some)


def _far(rows: list[_Row]) -> Iterator[_Part]:
    """Yield the rows by stratum, then by région, small neighbours together."""
    for stratum, group in groupby(rows, key=lambda row: row.stratum):
        regions: dict[str, list[_Row]] = {}
        for row in group:
            regions.setdefault(row.place.region_code, []).append(row)
        for codes, part in _packed(sorted(regions.items())):
            for n, some in enumerate(_sliced(part)):
                yield _Part("far", stratum, codes, n, some)


def _packed(groups: Iterable[tuple[str, list[_Row]]]) -> Iterator[tuple[list[str], list[_Row]]]:
    """Yield neighbouring groups together as long as they make one part, with their codes."""
    codes: list[str] = []
    rows: dict[str, _Row] = {}
    for code, group in groups:
        more = {row.text: row for row in group}
        if codes and _size((rows | more).values()) > PART_BYTES:
            yield codes, _ordered(rows.values())
            codes, rows = [], {}
        codes.append(code)
        rows |= more
    if codes:
        yield codes, _ordered(rows.values())


def _sliced(rows: list[_Row]) -> Iterator[list[_Row]]:
    """Yield the rows in slices of population that make one part each."""
    slices = -(-_size(rows) // PART_BYTES)
    length = -(-len(rows) // slices)
    yield from (rows[n : n + length] for n in range(0, len(rows), length))


def _size(rows: Iterable[_Row]) -> int:
    return sum(row.size for row in rows)


@lru_cache(maxsize=1)
def _departements() -> tuple[str, ...]:
    """Return the codes of the départements, those of a région together."""
    found = sorted(communes.of_kind("departement"), key=lambda d: (d.region, d.code))
    return tuple(place.code for place in found)


@lru_cache(maxsize=1)
def _epci_reach() -> Mapping[str, tuple[str, ...]]:
    """Return the départements that each EPCI reaches into."""
    found: dict[str, set[str]] = {}
    for place in communes.places():
        found.setdefault(place.epci, set()).add(place.departement)
    return MappingProxyType({epci: tuple(sorted(codes)) for epci, codes in found.items() if epci})


def _reach(place: PlaceView) -> Iterable[str]:
    if not place.departement_code:
        return ()
    return dict.fromkeys((place.departement_code, *_epci_reach().get(place.epci_code, ())))


def _rows(rows: list[_Row]) -> str:
    """Return rows as JSON: the places once, then each row with the rank of its place."""
    ranks: dict[str, int] = {}
    texts = []
    for row in rows:
        rank = ranks.setdefault(row.place_text, len(ranks))
        texts.append(f"[{rank},{row.text}]")
    return f'{{"places":[{",".join(ranks)}],"rows":[{",".join(texts)}]}}'
