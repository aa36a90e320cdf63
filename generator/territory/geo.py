"""Places of France: what an area code means, read from the extract shipped in `data/`.

Nothing about a place is ever typed by an author: names, population, EPCI, département and
région all come from here (COG 2026, see `data/NOTICE.md`).
"""

import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from generator.core import data

DATA = data.DATA
_TABLE = data.table("geography")
KINDS = ("commune", "epci", "departement", "region")
KIND_LABELS: Mapping[str, str] = _TABLE["kinds"]
POPULATION_YEAR: int = _TABLE["population_year"]
POPULATION_SOURCE: str = _TABLE["population_source"]
STRATA: tuple[tuple[int, str, str], ...] = tuple(map(tuple, _TABLE["strata"]))
OVERSEAS_COLLECTIVITIES = frozenset(_TABLE["overseas"])
_ALSO = _TABLE["also"] | {
    f"{kind}:{code}": (other,)
    for kind, other in (("departement", "region"), ("region", "departement"))
    for code in _TABLE["overseas"]
}
# The municipal arrondissement that each postal code of Paris, Lyon and Marseille is that of.
POSTAL_DISTRICTS = {
    str(postal + n): f"commune:{insee + n}"
    for postal, insee, count in _TABLE["postal"]
    for n in range(count)
}
_NEAR = 0.97  # of a threshold
# What is counted of a commune: its code, its département, its inhabitants (0: none known).
Commune = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class Place:
    """One area of the COG.

    `area` is the contract's spelling (`commune:68224`). `population` is in inhabitants,
    None where no census gives one. `commune` is set for a municipal arrondissement only.
    The other codes name the areas this one lies in, empty where there is none; `ept` is the
    « établissement public territorial », a part of the Métropole du Grand Paris.
    """

    kind: str
    code: str
    name: str
    type: str
    population: int | None
    epci: str = ""
    departement: str = ""
    region: str = ""
    commune: str = ""
    ept: str = ""

    @property
    def area(self) -> str:
        """The code as sources write it."""
        return f"{self.kind}:{self.code}"

    @property
    def inside(self) -> tuple[str, ...]:
        """The areas it lies in; an area wider than a commune is among them."""
        kinds = ((kind, getattr(self, kind)) for kind in KINDS)
        return tuple(f"{kind}:{code}" for kind, code in kinds if code)

    @property
    def stratum(self) -> tuple[str, str] | None:
        """Key and French label of the population stratum; None without a population."""
        return None if self.population is None else stratum(self.population)

    @property
    def near_threshold(self) -> int | None:
        """The legal threshold that the population totale may pass and the municipale does not."""
        bounds: list[int] = _TABLE["thresholds"].get(self.kind, [])
        return next((n for n in bounds if _NEAR * n <= (self.population or 0) < n), None)


@dataclass(frozen=True, slots=True)
class Coverage:
    """What some territories cover: `population` in inhabitants, `departements` their codes."""

    population: int
    departements: tuple[str, ...]


def stratum(population: int) -> tuple[str, str]:
    """Return the key and French label of the stratum that holds `population` inhabitants."""
    _, key, label = next(s for s in reversed(STRATA) if population >= s[0])
    return key, label


def _rows(name: str) -> Iterator[list[str]]:
    path = DATA / name
    raw = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    lines = iter(raw.decode().splitlines())
    next(lines)  # the header
    return (line.split("\t") for line in lines)


def _number(text: str) -> int | None:
    return int(text) if text else None


class Geography:
    """Every commune, EPCI, département and région, by code. Build one with `geography()`.

    `former` maps a former commune's code to the code of its successor; `commune_codes` and
    `arrondissement_codes` (municipal) are in order.
    """

    def __init__(self) -> None:
        self._communes = {row[0]: row for row in _rows("communes.tsv.gz")}
        self._arrondissements = {row[0]: row for row in _rows("arrondissements.tsv")}
        self.commune_codes = tuple(self._communes)
        self.arrondissement_codes = tuple(self._arrondissements)
        self._cities = frozenset(f"commune:{row[2]}" for row in self._arrondissements.values())
        self._departement_region = {row[0]: row[2] for row in _rows("departements.tsv")}
        self._ept = {c: code for code, _, inside in _rows("ept.tsv") for c in inside.split()}
        self.former: Mapping[str, str] = {
            old: row[0]
            for row in self._communes.values()
            for old in row[5].split()
            if old not in POSTAL_DISTRICTS  # Alfortville was 75001 until 1968: nobody means it now
        }

    @cached_property
    def _inside(self) -> Mapping[tuple[str, str], list[Commune]]:
        """The communes of each EPCI, département and région, by kind and code."""
        found = defaultdict[tuple[str, str], list[Commune]](list)
        for code, _, departement, epci, population, _ in self._communes.values():
            commune = code, departement, int(population or 0)
            found["epci", epci].append(commune)
            found["departement", departement].append(commune)
            found["region", self._departement_region[departement]].append(commune)
            if code in self._ept:
                found["epci", self._ept[code]].append(commune)
        return found

    @cached_property
    def _wider(self) -> dict[str, Place]:
        """EPCI, départements and régions, by area."""
        places = [
            self._area("region", c, name, "Région", region=c) for c, name in _rows("regions.tsv")
        ]
        for code, name, region in _rows("departements.tsv"):
            overseas = code in OVERSEAS_COLLECTIVITIES
            label = "Collectivité d’outre-mer" if overseas else "Département"
            places.append(
                self._area("departement", code, name, label, departement=code, region=region)
            )
        for code, name, label in _rows("epci.tsv"):
            head, _, tail = name.partition(" ")
            full = f"{_TABLE['epci'][head]} {tail}" if head in _TABLE["epci"] else name
            places.append(self._area("epci", code, full, label, epci=code))
        for code, name, inside in _rows("ept.tsv"):
            epci, label = self._communes[inside.split()[0]][3], "Établissement public territorial"
            places.append(self._area("epci", code, name, label, epci=epci, ept=code))
        return {place.area: place for place in places}

    def _area(self, kind: str, code: str, name: str, label: str, **inside: str) -> Place:
        communes = self._inside[kind, code]
        if kind == "epci":  # it is of the département that holds most of its inhabitants
            parts = Counter[str]()
            for _, part, inhabitants in communes:
                parts[part] += inhabitants
            inside["departement"] = max(parts, key=lambda one: (parts[one], one))
            inside["region"] = self._departement_region[inside["departement"]]
        population = sum(inhabitants for *_, inhabitants in communes) or None
        return Place(kind, code, name, label, population, **inside)

    def coverage(self, areas: Iterable[str]) -> Coverage:
        """Return what `areas` cover together, nobody counted twice; an unknown area covers nothing.

        A commune inside an EPCI inside a département counts once, and an EPCI astride two
        départements counts in both. Inhabitants are those of the communes (Insee, population
        municipale); a commune without a census adds none.
        """
        places = [place for area in dict.fromkeys(areas) if (place := self.get(area))]
        communes = {one[0]: one for place in places for one in self._communes_of(place)}
        for place in places:
            if place.commune in communes:  # an arrondissement, of a city that is there
                communes.pop(place.code, None)
        departements = {departement for _, departement, _ in communes.values()}
        return Coverage(sum(one[2] for one in communes.values()), tuple(sorted(departements)))

    def _communes_of(self, place: Place) -> Sequence[Commune]:
        """Return the communes of a wider area; a commune or a municipal arrondissement itself."""
        if place.kind == "commune":
            return [(place.code, place.departement, place.population or 0)]
        return self._inside[place.kind, place.code]

    def authorities(self, place: Place) -> tuple[str, ...]:
        """Return the kinds of authority that `place` is, first the one its code says.

        A kind of area, or `arrondissement` (municipal), which the whole city counts as too.
        """
        if place.commune:
            return ("arrondissement",)
        city = ("arrondissement",) if place.area in self._cities else ()
        return (place.kind, *city, *_ALSO.get(place.area, ()))

    def exceptions(self) -> dict[str, tuple[str, ...]]:
        """Return the kinds of authority of the places that are not just what their code says."""
        areas = [*(f"commune:{code}" for code in self._arrondissements), *self._cities, *_ALSO]
        places = [place for area in sorted(set(areas)) if (place := self.get(area))]
        return {place.area: self.authorities(place) for place in places}

    def around(self, place: Place) -> list[str]:
        """Return the wider areas whose council is surely that of `place`, its EPCI first."""
        if place.epci in _TABLE["shared"] or place.area in self._cities or place.commune:
            return []
        if place.kind == "epci" and len(self.coverage([place.area]).departements) > 1:
            return []
        return [area for area in place.inside if not area.startswith(place.kind)]

    def codes(self, kind: str) -> tuple[str, ...]:
        """Return the codes of every area of a kind wider than a commune, in order of the COG."""
        return tuple(place.code for place in self._wider.values() if place.kind == kind)

    def get(self, area: str) -> Place | None:
        """Return the place `area` names (a former commune's successor), or None."""
        kind, _, code = area.partition(":")
        if kind != "commune":
            return self._wider.get(area)
        return self._commune(self.former.get(code, code))

    def _commune(self, code: str) -> Place | None:
        if row := self._communes.get(code):
            _, name, departement, epci, population, _ = row
            region, ept = self._departement_region[departement], self._ept.get(code, "")
            inside = (_number(population), epci, departement, region)
            return Place("commune", code, name, "Commune", *inside, ept=ept)
        row = self._arrondissements.get(code)
        city = self._commune(row[2]) if row else None
        if not row or not city:
            return None
        inside = (_number(row[3]), city.epci, city.departement, city.region)
        return Place(
            "commune", code, row[1], "Arrondissement municipal", *inside, commune=city.code
        )

    @cached_property
    def former_names(self) -> tuple[tuple[str, Place], ...]:
        """The names of communes that are part of another now, each with that one."""
        found = ((name, self._commune(code)) for _, name, code in _rows("former.tsv"))
        return tuple((name, place) for name, place in found if place)

    @cached_property
    def usual_names(self) -> tuple[tuple[str, Place, str], ...]:
        """Usual names and acronyms, each with its place; that of a former region, with its code."""
        found = ((n, self.get(area), code) for n, area, code, _ in _rows("usual_names.tsv"))
        return tuple((name, place, code) for name, place, code in found if place)


@lru_cache(maxsize=1)
def geography() -> Geography:
    """Return the geography, read once."""
    return Geography()


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of the map drawn apart. `frame` is x, y, width, height; `at`, where its words go."""

    codes: list[str]
    label: list[str]
    frame: list[int]
    at: list[int]
    middle: bool


@dataclass(frozen=True, slots=True)
class FranceMap:
    """The map of France by département: an SVG path a code, in the units of `view_box`.

    `behind` are those drawn larger in an inset, in their small place.
    """

    view_box: str
    areas: Mapping[str, str]
    behind: Mapping[str, str]
    insets: tuple[Inset, ...]


MAP_CREDIT = "MapSVG (CC BY 4.0), Natural Earth"


@lru_cache(maxsize=1)
def france_map() -> FranceMap:
    """Return the map, read once."""
    found = json.loads((DATA / "map.json").read_text(encoding="utf-8"))
    insets = tuple(Inset(**inset) for inset in found["insets"])
    return FranceMap(found["viewBox"], found["areas"], found["behind"], insets)
