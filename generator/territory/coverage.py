"""How many people several territories hold together, nobody counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.territory.geo import Geography


@dataclass(frozen=True, slots=True)
class Coverage:
    """What some territories cover: `population` in inhabitants, `departements` their codes."""

    population: int
    departements: tuple[str, ...]


def coverage(geography: Geography, areas: Iterable[str]) -> Coverage:
    """Return what `areas` cover together; an unknown area covers nothing.

    A commune inside an EPCI inside a département counts once, and an EPCI astride two
    départements counts in both. Inhabitants are those of the communes (Insee, population
    municipale); a commune without a census adds none.
    """
    places = [place for area in dict.fromkeys(areas) if (place := geography.get(area))]
    communes = {one[0]: one for place in places for one in geography.communes(place)}
    for place in places:
        if place.commune in communes:  # an arrondissement, of a city that is there
            communes.pop(place.code, None)
    departements = {departement for _, departement, _ in communes.values()}
    return Coverage(sum(one[2] for one in communes.values()), tuple(sorted(departements)))
