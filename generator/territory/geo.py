"""Places of France: what an area code means, read from the extract shipped in `data/`.

Nothing about a place is ever typed by an author: names, population, EPCI, département and
région all come from here (COG 2026, see `data/NOTICE.md`).
"""

import gzip
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property, lru_cache
from pathlib import Path

from generator.core.text import fold

DATA = Path(__file__).parent.parent / "data"
KINDS = ("commune", "epci", "departement", "region")
POPULATION_YEAR = 2023
POPULATION_SOURCE = "Insee, population municipale 2023, en vigueur au 1er janvier 2026"

# Lower bound (inhabitants), key and French label of each population stratum, smallest first.
STRATA: tuple[tuple[int, str, str], ...] = (
    (0, "moins-de-500", "moins de 500"),
    (500, "500-1999", "500 à 1 999"),
    (2_000, "2000-9999", "2 000 à 9 999"),
    (10_000, "10000-19999", "10 000 à 19 999"),
    (20_000, "20000-49999", "20 000 à 49 999"),
    (50_000, "50000-99999", "50 000 à 99 999"),
    (100_000, "100000-299999", "100 000 à 299 999"),
    (300_000, "300000-et-plus", "300 000 et plus"),
)

# Listed among the départements by the COG, governed by articles 72-3, 74 and 77 of the Constitution.
OVERSEAS_COLLECTIVITIES = frozenset(["975", "977", "978", "984", "986", "987", "988", "989"])

# Places that one assembly governs as two kinds of authority: what they are besides what their code
# says. Ville de Paris (CGCT, art. L. 2512-1), Métropole de Lyon (L. 3611-1), Corse (L. 4421-1),
# Guyane (L. 7111-1), Martinique (L. 7211-1), Mayotte (L. 4437-1); the overseas collectivities.
_ALSO = {
    "commune:75056": ("departement",),
    "departement:75": ("commune",),
    "epci:200046977": ("departement",),
    "region:94": ("departement",),
    **{f"departement:{code}": ("region",) for code in ("972", "973", "976")},
    **{f"region:{code}": ("departement",) for code in ("02", "03", "06")},
    **{f"departement:{code}": ("region",) for code in OVERSEAS_COLLECTIVITIES},
    **{f"region:{code}": ("departement",) for code in OVERSEAS_COLLECTIVITIES},
    **{f"commune:{code}": ("departement", "region") for code in ("97701", "97801")},
}
# Where the council of a wider area is not that of all its communes, or not theirs alone: the
# territories of the Métropole du Grand Paris have a council of their own.
_SHARED = frozenset(["200054781", "200046977"])

# The municipal arrondissement that each postal code of Paris, Lyon and Marseille is that of.
POSTAL_DISTRICTS = {
    str(postal + n): f"commune:{insee + n}"
    for postal, insee, last in ((75000, 75100, 20), (69000, 69380, 9), (13000, 13200, 16))
    for n in range(1, last + 1)
} | {"75116": "commune:75116"}

KIND_LABELS = {
    "commune": "Commune",
    "epci": "Intercommunalité",
    "departement": "Département",
    "region": "Région",
}

# Official abbreviations the DGCL puts before the name of an EPCI.
# Thresholds that the texts we follow set, in inhabitants. They are read on the « population
# totale » (CGCT, article R. 2151-2), which the extract has not: just below, it must be looked up.
THRESHOLDS = {"commune": (3_500, 10_000, 20_000, 80_000), "epci": (5_000, 20_000, 50_000)}
_NEAR = 0.97

_EPCI_PREFIXES = {"CC": "Communauté de communes", "CA": "Communauté d’agglomération"} | {
    "CU": "Communauté urbaine"
}


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
    def stratum(self) -> tuple[str, str] | None:
        """Key and French label of the population stratum; None without a population."""
        return None if self.population is None else stratum(self.population)

    @property
    def near_threshold(self) -> int | None:
        """The legal threshold that the population totale may pass and the municipale does not."""
        bounds = THRESHOLDS.get(self.kind, ())
        return next((n for n in bounds if _NEAR * n <= (self.population or 0) < n), None)


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

    `former` maps a former commune's code to the code of its successor.
    """

    def __init__(self) -> None:
        self._communes = {row[0]: row for row in _rows("communes.tsv.gz")}
        self._departement_region = {row[0]: row[2] for row in _rows("departements.tsv")}
        self._ept = {c: code for code, _, inside in _rows("ept.tsv") for c in inside.split()}
        self.former: Mapping[str, str] = {
            old: row[0]
            for row in self._communes.values()
            for old in row[5].split()
            if old not in POSTAL_DISTRICTS  # Alfortville was 75001 until 1968: nobody means it now
        }

    @cached_property
    def _sums(self) -> dict[str, int]:
        """Inhabitants of each EPCI, département and région: the sum of its communes'."""
        sums: dict[str, int] = {}
        for code, _, departement, epci, population, _ in self._communes.values():
            areas = [f"epci:{epci}", f"departement:{departement}"]
            areas += [f"region:{self._departement_region[departement]}"]
            areas += [f"epci:{self._ept[code]}"] if code in self._ept else []
            for area in areas:
                sums[area] = sums.get(area, 0) + int(population or 0)
        return sums

    @cached_property
    def _wider(self) -> dict[str, Place]:
        """EPCI, départements and régions, by area."""
        places = [
            Place("region", c, name, "Région", self._sums.get(f"region:{c}"), region=c)
            for c, name in _rows("regions.tsv")
        ]
        places += [
            Place(
                "departement",
                code,
                name,
                "Collectivité d’outre-mer" if code in OVERSEAS_COLLECTIVITIES else "Département",
                self._sums.get(f"departement:{code}") or None,
                departement=code,
                region=region,
            )
            for code, name, region in _rows("departements.tsv")
        ]
        seats = self._epci_departements
        for code, name, kind in _rows("epci.tsv"):
            head, _, tail = name.partition(" ")
            departement = seats.get(code, "")
            places.append(
                Place(
                    "epci",
                    code,
                    f"{_EPCI_PREFIXES[head]} {tail}" if head in _EPCI_PREFIXES else name,
                    kind,
                    self._sums.get(f"epci:{code}"),
                    epci=code,
                    departement=departement,
                    region=self._departement_region.get(departement, ""),
                )
            )
        for code, name, inside in _rows("ept.tsv"):
            metropole = self._communes[inside.split()[0]][3]
            departement = seats[code]
            places.append(
                Place(
                    "epci",
                    code,
                    name,
                    "Établissement public territorial",
                    self._sums[f"epci:{code}"],
                    epci=metropole,
                    departement=departement,
                    region=self._departement_region[departement],
                    ept=code,
                )
            )
        return {place.area: place for place in places}

    @cached_property
    def _epci_parts(self) -> dict[str, dict[str, int]]:
        """Inhabitants of each EPCI in each département where it has communes."""
        parts: dict[str, dict[str, int]] = {}
        for code, _, departement, epci, population, _ in self._communes.values():
            for group in filter(None, (epci, self._ept.get(code))):
                mine = parts.setdefault(group, {})
                mine[departement] = mine.get(departement, 0) + int(population or 0)
        return parts

    @cached_property
    def _epci_departements(self) -> dict[str, str]:
        """The département that holds most of each EPCI's inhabitants."""
        return {
            epci: max(mine, key=lambda d: (mine[d], d)) for epci, mine in self._epci_parts.items()
        }

    def parts(self, place: Place) -> Mapping[str, int]:
        """Return the inhabitants of an EPCI, a département or a région in each département."""
        if place.kind == "epci":
            return self._epci_parts[place.code]
        if place.kind == "departement":
            return {place.code: place.population or 0}
        return {
            code: self._sums.get(f"departement:{code}", 0)
            for code, region in self._departement_region.items()
            if region == place.code
        }

    @cached_property
    def _arrondissements(self) -> dict[str, list[str]]:
        return {row[0]: row for row in _rows("arrondissements.tsv")}

    def authorities(self, place: Place) -> tuple[str, ...]:
        """Return the kinds of authority that `place` is, first the one its code says.

        A kind of area, or `arrondissement` (municipal), which the whole city counts as too.
        """
        if place.commune:
            return ("arrondissement",)
        city = ("arrondissement",) if place.area in self._cities else ()
        return (place.kind, *city, *_ALSO.get(place.area, ()))

    @cached_property
    def _cities(self) -> frozenset[str]:
        return frozenset(f"commune:{row[2]}" for row in self._arrondissements.values())

    def exceptions(self) -> dict[str, tuple[str, ...]]:
        """Return the kinds of authority of the places that are not just what their code says."""
        areas = [*(f"commune:{code}" for code in self._arrondissements), *self._cities, *_ALSO]
        places = [place for area in sorted(set(areas)) if (place := self.get(area))]
        return {place.area: self.authorities(place) for place in places}

    def around(self, place: Place) -> list[str]:
        """Return the wider areas whose council is surely that of `place`, its EPCI first."""
        if place.epci in _SHARED or place.area in self._cities or place.commune:
            return []
        if place.kind == "epci" and len(self.parts(place)) > 1:
            return []
        wider = (("epci", place.epci), ("departement", place.departement), ("region", place.region))
        return [f"{kind}:{code}" for kind, code in wider if code and kind != place.kind]

    @property
    def commune_codes(self) -> tuple[str, ...]:
        """The codes of the present communes, in order."""
        return tuple(self._communes)

    @property
    def arrondissement_codes(self) -> tuple[str, ...]:
        """The codes of the municipal arrondissements, in order."""
        return tuple(self._arrondissements)

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
            region = self._departement_region[departement]
            return Place(
                "commune",
                code,
                name,
                "Commune",
                _number(population),
                epci,
                departement,
                region,
                ept=self._ept.get(code, ""),
            )
        if row := self._arrondissements.get(code):
            parent = self._commune(row[2])
            if parent:
                return Place(
                    "commune",
                    code,
                    row[1],
                    "Arrondissement municipal",
                    _number(row[3]),
                    parent.epci,
                    parent.departement,
                    parent.region,
                    commune=parent.code,
                )
        return None

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

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        """Areas by folded name."""
        names: dict[str, list[str]] = {}
        for code, row in self._communes.items():
            names.setdefault(fold(row[1]), []).append(f"commune:{code}")
        for place in self._wider.values():
            names.setdefault(fold(place.name), []).append(place.area)
        return names

    def suggest(self, text: str) -> list[Place]:
        """Return at most three places that `text` (a wrong code, a name) may have meant."""
        _, _, bare = text.rpartition(":")
        bare = bare.strip()
        found = [f"{kind}:{bare}" for kind in KINDS]
        if bare.isdigit():
            found += [f"commune:{bare.zfill(5)}", f"departement:{bare.zfill(2)}"]
        else:
            close = get_close_matches(fold(bare), self._names, n=3, cutoff=0.8)
            found += [area for name in close for area in self._names[name]]
            found += [f"commune:{island}{bare[2:]}" for island in ("2A", "2B") if bare[:1] == "2"]
            found += [f"commune:{c}" for c in get_close_matches(bare, self._communes, n=1)]
        places = [self.get(area) for area in dict.fromkeys(found)]
        return [place for place in places if place][:3]


@lru_cache(maxsize=1)
def geography() -> Geography:
    """Return the geography, read once."""
    return Geography()


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of the map drawn apart. `frame` is x, y, width, height; `at`, where its words go."""

    codes: tuple[str, ...]
    label: tuple[str, ...]
    frame: tuple[int, ...]
    at: tuple[int, int]
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
    insets = tuple(
        Inset(tuple(i["codes"]), tuple(i["label"]), tuple(i["frame"]), tuple(i["at"]), i["middle"])
        for i in found["insets"]
    )
    return FranceMap(found["viewBox"], found["areas"], found["behind"], insets)
