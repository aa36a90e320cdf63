"""Meetings: two ahead, one every two months back from today, and work in between."""

from datetime import date, timedelta

from holidays import country_holidays

from generator.demo.club import Club, Entry, Made
from generator.demo.draw import Draw
from generator.demo.text import Prose, capitalised, slots

_STEP = 61  # days in two months
_AHEAD = {0: 0, 2: _STEP}  # the meetings to come, by number: days beyond the next weeks
# Beyond this many, the club would be older than its members' mandates: the others are
# working groups, held between the regular meetings.
_REGULAR = 34
_FREE_DAYS = country_holidays("FR")


def _slot(club: Club, rng: Draw, n: int) -> tuple[date, str, str, str]:
    rank, kind, group = max(0, n - 2), "meeting", n >= _REGULAR
    day = club.today - rng.days(4, 60 if group else 30) - timedelta(_STEP * (rank % _REGULAR))
    status = "cancelled" if n % 13 == 11 else "held"
    if n in _AHEAD:
        day, status = club.today + rng.days(20, 45) + timedelta(_AHEAD[n]), "planned"
    elif not group:
        kind = "session" if rank % 9 == 0 else "assembly" if rank % 6 == 2 else kind
    while not _FREE_DAYS.is_working_day(day):
        day -= timedelta(days=1)
    return day, kind, status, "groupe" if group else kind


def meeting(club: Club, rng: Draw, n: int) -> Made:
    """Make meeting `n`."""
    day, kind, status, titles = _slot(club, rng, n)
    method, theme = club.turn(rng, "methods", n)[0], club.turn(rng, "themes", n)[0]
    prose = Prose(rng, slots("meetings", theme, method), {"annee": str(day.year)})
    title = capitalised(prose.phrase(f"titre.{titles}"))
    past = min(day, club.today)
    count = rng.randint(8, 30) if status == "held" and rng.chance(0.84) else 0
    values = {
        "kind": kind,
        "day": day,
        "hours": rng.choice(((18, 20),) if kind == "meeting" else ((9, 12), (14, 17))),
        "status": status,
        "guests": club.known(rng, "network", rng.randint(0, 2), past),
        "attendees": club.known(rng, "members", count, day),
        "practices": club.known(rng, "practices", rng.randint(0, 3), past),
        "watch": club.texts(rng, rng.randint(0, 2), method, past),
        "actions": club.known(rng, "actions", rng.randint(0, 1), past),
        "since": day,
        "until": past,
    }
    id_, _ = club.claim("meetings", f"{day} {title}")
    return Entry(id_, title, ((day, date.max),)), prose, values
