"""Months and years that a spreadsheet took for days, and wrote as days when it saved the table.

Typed or exported, `2021-10` is a month. Excel makes it the first of October, and once the column is
shown as dates it is `01/10/2021` for everyone; `2021` in a cell of dates is 13 July 1905, the 2021st
day of its calendar. One cell does not distinguish the month from its first day: the column does, and
what was read is always noted.
"""

import re
from collections.abc import Sequence
from datetime import date, timedelta

from generator.records import french
from generator.records.types import PartialDate
from generator.tables import columns
from generator.tables.rows import Line
from generator.tables.values import ORIGIN, SERIAL

# Days in digits. No French spreadsheet writes the first form: it is our own, and the day is meant,
# as in « 1er octobre 2021 ».
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]0?0:00(?::00)?)?", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]0?0:00(?::00)?)?", re.ASCII)
# What is done on a day, and not over months. So is a meeting, whose dates are of another type.
_ON_A_DAY = re.compile(r"^consent\.|\.done$|^(?:added|reviewed|verified)$")
_WORDED = re.compile(r"\b\d{1,2}(?:er)?\s+[^\W\d_]{3,}\.?\s+\d{4}\b")


def restored(lines: list[Line], kind: str) -> list[Line]:
    """Read again the dates of a table by their columns: change the cells, and note it."""
    for target in dict.fromkeys(target for line in lines for target in line.cells):
        leaf = columns.leaves(kind).get(columns.pattern(target))
        here = [line for line in lines if target in line.cells]
        if target.endswith(".year") or (leaf and leaf.type in {"date", "moment"}):
            _years(target, here)
        if leaf and leaf.type == "date" and not _ON_A_DAY.search(target):
            _months(target, here)
    return lines


def _years(target: str, lines: Sequence[Line]) -> None:
    """Read the days of 1904 and 1905 whose number, in a spreadsheet, is a year of ours."""
    for line in lines:
        day = _day(line.cells[target])
        if day and 1789 <= (day - ORIGIN).days <= 2200:
            why = "ce jour est le nombre de l’année, montré comme une date"
            _read(line, target, str((day - ORIGIN).days), why)


def _months(target: str, lines: Sequence[Line]) -> None:
    """Read days as months when a column has no other day than firsts of months."""
    texts = [line.cells[target] for line in lines]
    days = [_day(text) for text in texts]
    others = any(d.day != 1 for d in days if d) or any(map(_WORDED.search, texts))
    for line, text, day in zip(lines, texts, days, strict=True):
        if not day or day.day != 1 or _ISO.fullmatch(text):
            continue
        read, why = day.isoformat(), "la colonne a d’autres jours du mois ; s’il n’y a qu’un mois"
        meant = f"{day:%Y-%m}"
        if not others:
            read, meant = meant, french.partial(PartialDate.parse(read))
            why = "la colonne n’a que des premiers du mois, que les tableurs écrivent pour un mois"
            why += " ; si le jour est sûr"
        _read(line, target, read, f"{why}, écrivez « {meant} »")


def _day(text: str) -> date | None:
    if SERIAL.fullmatch(text):
        return ORIGIN + timedelta(days=int(float(text)))
    iso, french_ = _ISO.fullmatch(text), _FRENCH.fullmatch(text)
    parts = iso.groups() if iso else french_.groups()[::-1] if french_ else ()
    try:
        return date(*map(int, parts)) if parts else None
    except ValueError:
        return None  # refused further on


def _read(line: Line, target: str, read: str, why: str) -> None:
    name = line.names.get(target, target)
    line.notes.append(f"{name} : « {line.cells[target]} » lu {read} : {why}")
    line.cells[target] = read
