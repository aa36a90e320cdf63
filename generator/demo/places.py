"""Where the characters live: real places of every size and part of the country.

Also how French speaks of them: « à Mulhouse », « dans le Gers », « en Bretagne ».
"""

from functools import cache
from itertools import groupby

from generator.demo.club import Draw
from generator.demo.text import words
from generator.territory.geo import Place, geography


@cache
def _communes() -> list[list[Place]]:
    """The communes of each département, the largest first."""
    found = (geography().get(f"commune:{code}") for code in geography().commune_codes)
    known = [place for place in found if place and place.population is not None]
    known.sort(key=lambda p: (p.departement, -(p.population or 0)))
    return [list(several) for _, several in groupby(known, lambda p: p.departement)]


def commune(rng: Draw, turn: int) -> Place:
    """Draw a commune of the département whose turn it is, large ones more often than villages."""
    departements = _communes()
    # 41 is prime to the number of départements: every one has its turn.
    return rng.skewed(departements[turn * 41 % len(departements)], 3)


def around(rng: Draw, place: Place, kind: str) -> Place | None:
    """Return the EPCI, département or région of a commune, None when it has no assembly.

    An arrondissement is drawn anywhere: most communes have none.
    """
    if kind == "arrondissement":
        return geography().get(f"commune:{rng.choice(geography().arrondissement_codes)}")
    code = place.code if kind == place.kind else getattr(place, kind)
    without = " ".join(words("places").get(f"{kind}.sans", ())).split()
    return None if code in without else geography().get(f"{kind}:{code}")


def spoken(place: Place) -> tuple[str, str]:
    """Return the name of a place in a sentence, with its article, and how one says where it is."""
    lines = (line.split() for line in words("places").get(place.kind, ()))
    the = next((f"{the} ".replace("’ ", "’") for the, *codes in lines if place.code in codes), "")
    if place.kind == "epci" and place.name.startswith(("Communauté", "Métropole ", "Eurométro")):
        the = "la "
    if place.kind == "region" and the in {"la ", "l’"}:
        return the + place.name, f"en {place.name}"
    return the + place.name, f"dans {the}{place.name}" if the else "à {lieu}"
