"""How many people several territories hold together, nobody counted twice."""

from collections.abc import Iterable
from dataclasses import dataclass

from generator.territory.geo import Geography, Place


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
    found = [geography.get(area) for area in dict.fromkeys(areas)]
    places = list(dict.fromkeys(place for place in found if place))
    # From the widest to the narrowest: each adds what nothing wider has covered.
    whole: dict[str, int] = {}
    for place in places:
        if place.kind in {"region", "departement"}:
            whole |= geography.parts(place)
    groups = {place.code for place in places if place.kind == "epci"}
    epcis = [p for p in places if p.kind == "epci" and {p.epci, p.code} & groups == {p.code}]
    parts = [(d, n) for p in epcis for d, n in geography.parts(p).items() if d not in whole]
    communes = [
        place
        for place in places
        if place.kind == "commune"
        and place.departement not in whole
        and not {place.epci, place.ept} & groups
    ]
    cities = {place.code for place in communes}
    parts += [_part(place) for place in communes if place.commune not in cities]
    total = sum(whole.values()) + sum(inhabitants for _, inhabitants in parts)
    return Coverage(total, tuple(sorted({*whole, *(departement for departement, _ in parts)})))


def _part(place: Place) -> tuple[str, int]:
    return place.departement, place.population or 0
