"""When assemblies are renewed by law: no mandate outlives those days, dated or not.

General elections only, by their first round. Communes, and their EPCI with them, are renewed every
six years (code électoral, article L. 227), départements and régions too (L. 192 and L. 336), the
next time in March 2028 (law 2021-191 of 22 February 2021). The assemblies of the overseas collectivities
have calendars of their own, of which nothing is said; the communes of three of them vote with all.
"""

from generator.records.types import PartialDate
from generator.territory.geo import OVERSEAS_COLLECTIVITIES, Place

_YEARS = 6
# Saint-Pierre-et-Miquelon, Polynésie française, Nouvelle-Calédonie.
_WITH_COMMUNES = frozenset(("975", "987", "988"))
_HELD = {
    "commune": ("2008-03-09", "2014-03-23", "2020-03-15", "2026-03-15"),
    "departement": ("2015-03-22", "2021-06-20"),
    "region": ("2010-03-14", "2015-12-06", "2021-06-20"),
}
# Not held yet: known to the month, the following ones reckoned.
_NEXT = {"commune": (2032, 3), "departement": (2028, 3), "region": (2028, 3)}


def ballots(place: Place, year: int) -> list[PartialDate]:
    """Return the ballots that renew the assembly of `place`, in order, some after `year`.

    Empty when the calendar of the place is not known.
    """
    kind = "commune" if place.kind == "epci" else place.kind
    apart = OVERSEAS_COLLECTIVITIES - (_WITH_COMMUNES if kind == "commune" else frozenset())
    if apart & {place.departement, place.code}:
        return []
    first, month = _NEXT[kind]
    ahead = range(first, max(first, year + _YEARS) + 1, _YEARS)
    texts = [*_HELD[kind], *(f"{y}-{month:02}" for y in ahead)]
    return [PartialDate.parse(text) for text in texts]
