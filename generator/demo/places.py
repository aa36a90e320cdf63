"""Where the characters live: real places of every size and part of the country.

Also how French speaks of them: « à Mulhouse », « dans le Gers », « en Bretagne ».
"""

from functools import lru_cache
from random import Random

from generator.demo.seeds import skewed
from generator.territory.geo import OVERSEAS_COLLECTIVITIES, STRATA, Geography, Place, geography

# Share of the communes drawn in each population stratum, smallest first: by number of
# communes, the demo would hold little but villages.
_WEIGHTS = (14, 20, 24, 13, 13, 8, 5, 3)

# Départements whose assembly is not, or no longer, a conseil départemental.
_NO_ASSEMBLY = frozenset(["75", "2A", "2B", "67", "68", "972", "973"]) | OVERSEAS_COLLECTIVITIES
_NO_REGIONAL_ASSEMBLY = frozenset(["02", "03", "06", "94"]) | OVERSEAS_COLLECTIVITIES

# The municipal arrondissements that elect a mayor.
_ARRONDISSEMENTS = (range(75101, 75121), range(69381, 69390), range(13201, 13217))

# The article of each département's name, by code; those left out take none.
_ARTICLES = {
    "l’": "01 02 03 07 09 10 11 12 27 28 34 35 36 37 38 60 61 89 91",
    "les ": "04 05 06 08 13 22 40 64 65 66 78 79 88 92",
    "la ": "16 17 19 21 23 24 26 2A 2B 31 33 42 43 44 48 50 51 52 53 54 55 57 58 70 71 72 73 74 "
    "76 77 80 85 86 87 93 971 972 973",
    "le ": "14 15 18 25 29 30 32 39 41 45 46 47 49 56 59 62 63 67 68 69 81 82 83 84 90 94 95",
}
_DEPARTEMENT_ARTICLE = {c: article for article, codes in _ARTICLES.items() for c in codes.split()}
_REGION_ARTICLE = {
    **dict.fromkeys(["01", "11", "27", "28", "53", "75", "76", "84", "93"], "la "),
    **dict.fromkeys(["24", "44"], "le "),
    **dict.fromkeys(["32", "52"], "les "),
}
_FEMININE_EPCI = ("Communauté", "Métropole ", "Eurométropole")


def article(place: Place) -> str:
    """Return the article a place's name takes in a sentence, with its space, or nothing."""
    if place.kind == "departement":
        return _DEPARTEMENT_ARTICLE.get(place.code, "")
    if place.kind == "region":
        the = _REGION_ARTICLE.get(place.code, "")
        return "l’" if the == "la " and place.name[0] in "AEÎO" else the
    if place.kind == "epci" and place.name.startswith(_FEMININE_EPCI):
        return "la "
    return ""


def at(place: Place) -> str:
    """Return « à Mulhouse », « dans le Gers », « en Bretagne », as a template."""
    the = article(place)
    if place.kind == "region" and the in {"la ", "l’"}:
        return f"en {place.name}"
    if the:
        return f"dans {the}{place.name}"
    name = place.name
    for start, short in (("Les ", "aux "), ("Le ", "au ")):
        if name.startswith(start):
            return short + name.removeprefix(start)
    return f"à {name}"


class Atlas:
    """The places a demo may use, sorted once."""

    def __init__(self, geo: Geography) -> None:
        self.geography = geo
        self._strata: dict[str, list[Place]] = {key: [] for _, key, _ in STRATA}
        self._departements: dict[str, list[Place]] = {}
        for code in geo.commune_codes:
            place = geo.get(f"commune:{code}")
            if place and place.stratum:
                self._strata[place.stratum[0]].append(place)
                self._departements.setdefault(place.departement, []).append(place)
        self._codes = sorted(self._departements)
        arrondissements = (geo.get(f"commune:{c}") for codes in _ARRONDISSEMENTS for c in codes)
        self._arrondissements = [p for p in arrondissements if p]

    def nth_commune(self, n: int) -> Place:
        """Return the nth commune of the country, starting again after the last one."""
        codes = self.geography.commune_codes
        place = self.geography.get(f"commune:{codes[n % len(codes)]}")
        assert place is not None  # noqa: S101 - the codes come from the geography itself
        return place

    def commune(self, rng: Random, turn: int | None) -> Place:
        """Draw a commune: in the département whose turn it is, or else by population stratum."""
        if turn is None:
            key = rng.choices([key for _, key, _ in STRATA], _WEIGHTS)[0]
            return rng.choice(self._strata[key])
        # 41 is prime to the number of départements: every one has its turn.
        communes = self._departements[self._codes[turn * 41 % len(self._codes)]]
        return max((rng.choice(communes) for _ in range(3)), key=lambda p: p.population or 0)

    def arrondissement(self, rng: Random) -> Place:
        """Draw an arrondissement of Paris, Lyon or Marseille."""
        return skewed(rng, self._arrondissements, 1)

    def wider(self, commune: Place, kind: str) -> Place | None:
        """Return the EPCI, département or région of a commune when it has an assembly."""
        if kind == "commune":
            return commune
        code = {
            "epci": commune.epci,
            "departement": commune.departement,
            "region": commune.region,
        }[kind]
        if kind == "departement" and code in _NO_ASSEMBLY:
            return None
        if kind == "region" and code in _NO_REGIONAL_ASSEMBLY:
            return None
        return self.geography.get(f"{kind}:{code}") if code else None


@lru_cache(maxsize=1)
def atlas() -> Atlas:
    """Return the atlas, built once."""
    return Atlas(geography())
