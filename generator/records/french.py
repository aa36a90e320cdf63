"""French words for dates, numbers and lists, through the CLDR data of Babel."""

import re
from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from babel.dates import format_date
from babel.numbers import format_decimal

from generator.core.text import unaccented
from generator.records.types import PARIS, Moment, PartialDate

NBSP = "\u00a0"


_BEFORE = re.compile(r" (?=[:;?!»%€](?:[\s<.,)]|$))")
_AFTER = re.compile(r"(?<=«) ")


def typography(text: str) -> str:
    """Return `text` with the no-break spaces that French wants, where a plain one was typed."""
    return _AFTER.sub(NBSP, _BEFORE.sub(NBSP, text))


@lru_cache(maxsize=65_536)
def number(value: int) -> str:
    """`1234567` -> `1 234 567` (narrow no-break spaces)."""
    return format_decimal(value, locale="fr")


def decimal(value: float, digits: int) -> str:
    """`1.25, 1` -> `1,3`: at most so many digits after the comma."""
    pattern = f"#,##0.{'#' * digits}" if digits else "#,##0"
    return format_decimal(value, format=pattern, locale="fr")


def euros(value: int) -> str:
    """`135173` -> `135 173 €`."""
    return f"{number(value)}{NBSP}€"


def amount(value: int) -> str:
    """`1800000` -> `1,8 M€`, `135173` -> `135 173 €`: exact, in the fewest signs."""
    millions = value / 1_000_000
    short = value >= 1_000_000 and value % 10_000 == 0
    return f"{decimal(millions, 2)}{NBSP}M€" if short else euros(value)


def percent(share: float) -> str:
    """`0.0356` -> `3,6 %`; under 0.1 %, « moins de 0,1 % »."""
    if 0 < share < 0.001:
        return f"moins de 0,1{NBSP}%"
    digits = "0.#" if share < 0.1 else "0"
    return f"{format_decimal(share * 100, format=digits, locale='fr')}{NBSP}%"


def plural(count: int, singular: str, several: str | None = None) -> str:
    """`3, "élu"` -> `3 élus`; zero and one are singular, as French wants."""
    word = singular if count < 2 else several or f"{singular}s"
    return f"{number(count)}{NBSP}{word}"


@lru_cache(maxsize=65_536)
def day(value: date) -> str:
    """`2026-03-01` -> `1er mars 2026`."""
    text = format_date(value, "d MMMM y", locale="fr")
    return text.replace("1 ", "1er ", 1) if value.day == 1 else text


@lru_cache(maxsize=65_536)
def partial(value: PartialDate) -> str:
    """`2026-03` -> `mars 2026`; a year stays a year."""
    match len(value.text):
        case 4:
            return value.text
        case 7:
            return format_date(value.first, "MMMM y", locale="fr")
        case _:
            return day(value.first)


def on(value: PartialDate) -> str:
    """`2026-03-01` -> `le 1er mars 2026`, `2026-03` -> `en mars 2026`."""
    return f"{'le' if len(value.text) == 10 else 'en'} {partial(value)}"


def moment(value: Moment) -> str:
    """`2026-01-15T18:30` -> `jeudi 15 janvier 2026, 18 h 30`."""
    if value.at is None:
        return partial(value.day)
    weekday = format_date(value.day.first, "EEEE", locale="fr")
    return f"{weekday} {day(value.day.first)}, {clock(value.at)}"


def clock(at: datetime) -> str:
    """`18:30` -> `18 h 30`, `18:00` -> `18 h`: the time in Paris."""
    local = at.astimezone(PARIS)
    return f"{local.hour}{NBSP}h" + (f"{NBSP}{local.minute:02}" if local.minute else "")


def starting(value: PartialDate) -> str:
    """`2026-04` -> `à partir d’avril 2026`: since then, and nobody says until when."""
    words = partial(value)
    link = "du " if len(value.text) == 10 else "d’" if words[0] in "ao" else "de "
    return f"à partir {link}{words}"


def period(start: PartialDate | None, end: PartialDate | None, *, ongoing: bool) -> str:
    """Return a period in words, or an empty string when nothing is known.

    `2014 – 2020`; since when what is ongoing; `jusqu’en mars 2026`, `jusqu’au 20 mars 2026`.
    """
    if start and end:
        return partial(start) if start.text == end.text else f"{partial(start)} – {partial(end)}"
    if start and ongoing:
        return f"depuis {'le ' if len(start.text) == 10 else ''}{partial(start)}"
    if end:
        return f"jusqu’{'au' if len(end.text) == 10 else 'en'} {partial(end)}"
    return partial(start) if start else ""


def countdown(days: int) -> str:
    """`0` -> `aujourd’hui`, `1` -> `demain`, `12` -> `dans 12 jours`; empty for the past."""
    if days < 0:
        return ""
    return {0: "aujourd’hui", 1: "demain"}.get(days, f"dans {number(days)}{NBSP}jours")


def months_ago(months: int) -> str:
    """`0` -> `ce mois-ci`, `5` -> `il y a 5 mois`, `30` -> `il y a 2 ans`."""
    if months == 0:
        return "ce mois-ci"
    if months < 24:
        return f"il y a {months}{NBSP}mois"
    return f"il y a {months // 12}{NBSP}ans"


def collation(text: str) -> str:
    """Return the key that puts a text in French order: accents, ligatures and capitals aside.

    Signs before the first letter count for nothing: « ’t Hooft » is under T.
    """
    plain = unaccented(text)
    start = next((i for i, c in enumerate(plain) if c.isalnum()), 0)
    return plain[start:]


def enumeration(items: Iterable[str]) -> str:
    """`a`, `b`, `c` -> `a, b et c`."""
    *head, last = items
    return f"{', '.join(head)} et {last}" if head else last
