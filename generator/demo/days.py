"""Dates of the demo: electoral terms, dates known to the month or the year, French dates."""

from datetime import date, timedelta
from random import Random

MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août"),
    *("septembre", "octobre", "novembre", "décembre"),
)
_COUNTS = dict(
    enumerate(
        (
            *("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix"),
            *("onze", "douze", "treize", "quatorze", "quinze", "seize"),
        ),
        start=2,
    )
)
_TERM_YEARS = 6
_LONG = 22  # months, from which people count in years

# Ballots that opened a term; later and earlier terms are reckoned every six years.
_BALLOTS = {
    "commune": (date(2014, 3, 30), date(2020, 6, 28), date(2026, 3, 22)),
    "epci": (date(2014, 4, 18), date(2020, 7, 15), date(2026, 4, 10)),
    "departement": (date(2015, 3, 29), date(2021, 6, 27), date(2028, 3, 26)),
    "region": (date(2015, 12, 13), date(2021, 6, 27), date(2028, 3, 26)),
}


def _years_later(day: date, years: int) -> date:
    return date(day.year + years, day.month, min(day.day, 28))


def terms(kind: str, today: date) -> list[date]:
    """Return the first days of the terms of an assembly, the last one running on `today`."""
    starts = list(_BALLOTS[kind])
    while starts[-1] <= today:
        starts.append(_years_later(starts[-1], _TERM_YEARS))
    while len(past := [s for s in starts if s <= today]) < len(_BALLOTS[kind]):
        starts.insert(0, _years_later(starts[0], -_TERM_YEARS))
    return past


def between(rng: Random, first: date, last: date) -> date:
    """Draw a day from `first` to `last`, both included (`first` when they are crossed)."""
    return first + timedelta(days=rng.randint(0, max(0, (last - first).days)))


def shown(rng: Random, day: date, *, exact: float = 0.6) -> str:
    """Write a date as people know it: to the day, to the month or only to the year."""
    draw = rng.random()
    if draw < exact:
        return day.isoformat()
    return day.isoformat()[:7] if draw < exact + (1 - exact) * 0.75 else str(day.year)


def first_day(text: str) -> date:
    """Return the first day a partial date may mean."""
    return date.fromisoformat((text + "-01-01")[:10])


def month_name(day: date) -> str:
    """Return « mars 2024 »."""
    return f"{MONTHS[day.month - 1]} {day.year}"


def length(first: date, last: date) -> str:
    """Return how long a period lasted: « sept mois », « deux ans »."""
    months = max(2, round((last - first).days / 30.4))
    count, unit = (months, "mois") if months < _LONG else (round(months / 12), "ans")
    return f"{_COUNTS.get(count, count)} {unit}"


def written(day: date) -> str:
    """Return « 12 mars 2024 »."""
    return f"{'1er' if day.day == 1 else day.day} {month_name(day)}"
