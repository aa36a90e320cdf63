"""Members, with their mandates, dated, and contacts: characters with names no one can bear."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from generator.demo import places
from generator.demo.club import Club, Draw, Entry, since
from generator.demo.text import Made, Prose, capitalised, words
from generator.territory.geo import Place

_RECENT = timedelta(days=300)  # an ended mandate so recent still allows contact details


class _Mandate(NamedTuple):
    """A role, the role held before it, and the one of whoever comes second when it is taken."""

    role: str
    area: str
    weight: str
    before: str
    other: str = ""


@dataclass(slots=True)
class _Seat:
    """A mandate held; `end` as it is written: nothing when nobody wrote that it is over."""

    role: str
    place: Place
    start: date
    end: str = ""

    @property
    def until(self) -> date:
        """The first day on which a reader counts the mandate as over."""
        return date.fromisoformat(f"{self.end}-01"[:10]) if self.end else date.max


def _person(rng: Draw) -> tuple[str, str, str]:
    gender = rng.choice("fm")
    family = "-".join(_family(rng) for _ in range(2 if rng.chance(0.1) else 1))
    return rng.skewed(words("members")[f"prenom.{gender}"], 1.15), family, gender


def _family(rng: Draw) -> str:
    stem, ending = (rng.choice(words("members")[f"nom.{half}"]) for half in ("souche", "finale"))
    if ending[0] in "aeiouyé":
        return stem.removesuffix("e") + ending
    return stem + ("" if re.search("[aeiouyéèê][nrlstc]?$", stem) else "e") + ending


@cache
def _mandates() -> dict[str, _Mandate]:
    rows = (_Mandate(*line.split()) for line in words("members")["mandats"])
    return {row.role: row for row in rows}


def _mandate(club: Club, rng: Draw, n: int) -> tuple[str, Place]:
    commune = places.commune(rng, n + club.seed)
    known = [m for m in map(_mandates().get, club.labels["mandates"]) if m]
    chosen = rng.choices(known, [int(m.weight) for m in known])[0]
    if n % 9 == 1:  # the whole vocabulary has its turn
        chosen = known[n // 9 % len(known)]
    place = places.around(rng, commune, chosen.area)
    if place is None:
        return "adjoint", commune
    seats, seat = club.taken["seats"], f"{chosen.role} {place.area}"
    role = chosen.other if chosen.other and seat in seats else chosen.role
    seats.add(seat)
    return role, place


def _terms(kind: str, today: date) -> list[date]:
    days = map(date.fromisoformat, words("members")[f"ballots.{kind}"])
    return [day for day in days if day <= today]


def _seats(club: Club, rng: Draw, n: int) -> list[_Seat]:
    role, place = _mandate(club, rng, n)
    starts = _terms(place.kind, club.today)
    over = rng.chance(0.18)
    last = len(starts) - (2 if over else 1)
    seats = []
    for i in range(last, max(-1, last - rng.choices((1, 2, 3), (35, 48, 17))[0]), -1):
        held = _mandates()[role].before if i < last and rng.chance(0.6) else role
        end = starts[i + 1].isoformat()[: rng.choice((7, 10))] if i + 1 < len(starts) else ""
        seats.append(_Seat(held, place, min(starts[i] + rng.days(0, 9), club.today), end))
    epci = places.around(rng, place, "epci") if place.kind == "commune" else None
    if epci and not over and rng.chance(0.22):
        held = rng.choice(("conseiller-communautaire", "vice-president-epci"))
        seats.insert(1, _Seat(held, epci, _terms("epci", club.today)[-1]))
    return seats


def _loosen(club: Club, n: int, seats: Sequence[_Seat]) -> None:
    """Leave the mandates as a real directory has some: to be asked about."""
    last, others = seats[0], [s for s in seats[1:2] if not s.end]
    ended = club.today - timedelta(days=40 + n % 30)
    if n % 5 == 2 and last.end:  # nobody wrote that it is over
        last.end = ""
    elif n % 20 == 7 and not last.end:  # a resignation is announced
        last.end = (club.today + timedelta(days=20 + n % 140)).isoformat()
    elif n % 3 == 1 and others and others[0].start < ended:  # one of two is over
        others[0].end = ended.isoformat()


def member(club: Club, rng: Draw, n: int) -> Made:
    """Make member `n`."""
    given, family, gender = _person(rng)
    seats = _seats(club, rng, n)
    _loosen(club, n, seats)
    last = min(club.today, max(s.until for s in seats)) - timedelta(days=20)
    first = max(date(club.today.year - 6, 10, 1), min(s.start for s in seats))
    joined = min(rng.between(first, last), club.today)
    leaves = rng.chance(0.07) and joined < club.today
    left = rng.between(joined + timedelta(days=1), club.today) if leaves else date.max
    themes, methods = club.some(rng, "themes", 1, 3), club.some(rng, "methods", 0, 3)
    prose = Prose(rng, "members", themes[0], *methods[:1], an=str(seats[-1].start.year))
    reachable = not leaves and any(s.until > club.today - _RECENT for s in seats)
    place = seats[0].place
    values = {
        "given_name": given,
        "family_name": family,
        "gender": gender,
        "seats": seats,
        "left": left if leaves else "",
        "themes": themes,
        "methods": methods,
        "public": rng.some(("summary", "links", "contact_details")[: 2 + reachable], 1, 3),
        "agreed": rng.chance(0.76),
        "line": n,
        "town": place.name if place.kind == "commune" else "",
        "since": joined,
    }
    spans = tuple((max(s.start, joined), min(s.until, left)) for s in seats)
    id_, _ = club.claim("members", f"{given} {family}", "")
    return Entry(id_, f"{given} {family}", spans, place), prose, values


def contact(club: Club, rng: Draw, n: int) -> Made:
    """Make contact `n` of the resource network."""
    given, family, _ = _person(rng)
    categories = words("network")["categories"]
    category = categories[n % len(categories)]
    themes, methods = club.some(rng, "themes", 1, 3), club.some(rng, "methods", 1, 3)
    prose = Prose(rng, "network", themes[0], methods[0], nom=family)
    organisation = capitalised(prose.phrase(f"organisme.{category}"))
    alone = category in {"company", "institution"}
    day = club.today - rng.days(30, 1500)
    values = {
        "category": category,
        "organization": "" if alone else organisation,
        "themes": themes,
        "methods": methods,
        "public": ["summary", *rng.some(("links", "contact_details"), 0, 2)],
        "line": club.sizes.members + n,
        "since": day,
        "until": club.today,
    }
    name = organisation if alone else f"{given} {family}"
    return Entry(*club.claim("network", name, "antenne"), since(day)), prose, values
