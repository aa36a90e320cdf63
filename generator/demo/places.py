"""Where the characters live: real places of every size and part of the country.

Also how French speaks of them: « à Mulhouse », « dans le Gers », « en Bretagne ».
"""

from functools import cache

from generator.demo.draw import Draw
from generator.demo.text import words
from generator.territory.geo import Place, geography

# The municipal arrondissements that elect a mayor.
_ARRONDISSEMENTS = (*range(75101, 75121), *range(69381, 69390), *range(13201, 13217))


@cache
def _communes() -> list[list[Place]]:
    found: dict[str, list[Place]] = {}
    for place in (geography().get(f"commune:{code}") for code in geography().commune_codes):
        if place and place.population is not None:
            found.setdefault(place.departement, []).append(place)
    return [sorted(found[code], key=lambda p: -(p.population or 0)) for code in sorted(found)]


def commune(rng: Draw, turn: int) -> Place:
    """Draw a commune of the département whose turn it is, large ones more often than villages."""
    departements = _communes()
    # 41 is prime to the number of départements: every one has its turn.
    return rng.skewed(departements[turn * 41 % len(departements)], 3)


def around(rng: Draw, place: Place, kind: str) -> Place | None:
    """Return the EPCI, département or région of a commune, None when it has no assembly.

    An arrondissement is drawn anywhere: most communes have none.
    """
    if kind == "commune":
        return place
    code = rng.choice(_ARRONDISSEMENTS) if kind == "arrondissement" else getattr(place, kind)
    if not code or code in " ".join(words("places").get(f"{kind}.sans", ())).split():
        return None
    return geography().get(f"{kind.replace('arrondissement', 'commune')}:{code}")


@cache
def _articles(kind: str) -> dict[str, str]:
    lines = (line.split() for line in words("places").get(kind, ()))
    return {code: f"{the} ".replace("’ ", "’") for the, *codes in lines for code in codes}


def article(place: Place) -> str:
    """Return the article a place's name takes in a sentence, with its space, or nothing."""
    if place.kind == "epci" and place.name.startswith(("Communauté", "Métropole ", "Eurométro")):
        return "la "
    return _articles(place.kind).get(place.code, "")


def at(place: Place) -> str:
    """Return « à {lieu} », a line to fill, « dans le Gers » or « en Bretagne »."""
    the = article(place)
    if place.kind == "region" and the in {"la ", "l’"}:
        return f"en {place.name}"
    return f"dans {the}{place.name}" if the else "à {lieu}"
