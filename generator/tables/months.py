"""Months and years that a spreadsheet took for days, and wrote as days when it saved the table.

Typed or exported, `2021-10` is a month. Excel makes it the first of October, and once the column is
shown as dates it is `01/10/2021` for everyone; `2021` in a cell of dates is 13 July 1905, the 2021st
day of its calendar. One cell does not tell the month from its first day: the column does, and what
was read is always said.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from generator.records import french, takes
from generator.records.types import Moment, PartialDate
from generator.tables import columns
from generator.tables.lines import Line

# Days in digits. No French spreadsheet writes the first form: it is our own, and the day is meant,
# as in « 1er octobre 2021 ».
_ISO = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[T ]0?0:00(?::00)?)?", re.ASCII)
_FRENCH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[T ]0?0:00(?::00)?)?", re.ASCII)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?", re.ASCII)
_ORIGIN = date(1899, 12, 30)  # day 0 of spreadsheets, but for their 29 February 1900
# What is done on a day, and not over months. So is a meeting, whose dates are of another type.
_ON_A_DAY = re.compile(r"^consent\.|\.done$|^(?:added|reviewed|verified)$")
_YEARS = range(1789, 2201)
_WORDED = re.compile(r"\b\d{1,2}(?:er)?\s+[^\W\d_]{3,}\.?\s+\d{4}\b")


def restored(lines: list[Line], kind: str) -> list[Line]:
    """Read again the dates of a table by their columns: change the cells, and note it."""
    for target in dict.fromkeys(target for line in lines for target in line.cells):
        cells = [(line, line.cells[target]) for line in lines if target in line.cells]
        leaf = columns.patterns(kind).get(columns.pattern(target))
        if target.endswith(".year"):
            _years(target, cells)
        elif leaf and (takes(leaf.annotation, PartialDate) or takes(leaf.annotation, Moment)):
            _years(target, cells)
            if takes(leaf.annotation, PartialDate) and not _ON_A_DAY.search(target):
                _months(target, [(line, line.cells[target]) for line, _ in cells])
    return lines


def _years(target: str, cells: Iterable[tuple[Line, str]]) -> None:
    """Read the days of 1904 and 1905 whose number, in a spreadsheet, is a year of ours."""
    for line, text in cells:
        day = _day(text)
        if day and (day - _ORIGIN).days in _YEARS:
            year = str((day - _ORIGIN).days)
            _say(line, target, year, "ce jour est le nombre de l’année, montré comme une date")


def _months(target: str, cells: Sequence[tuple[Line, str]]) -> None:
    """Read days as months when a column has no other day than firsts of months."""
    days = [day for _, text in cells if (day := _day(text))]
    others = any(d.day != 1 for d in days) or any(_WORDED.search(text) for _, text in cells)
    for line, text in cells:
        day = _day(text)
        if not day or day.day != 1 or _ISO.fullmatch(text):
            continue
        if others:
            why = "la colonne a d’autres jours du mois ; s’il n’y a qu’un mois, écrivez"
            _say(line, target, day.isoformat(), f"{why} « {day:%Y-%m} »")
        else:
            words = french.partial(PartialDate.parse(day.isoformat()))
            why = "la colonne n’a que des premiers du mois, que les tableurs écrivent pour un mois"
            _say(line, target, f"{day:%Y-%m}", f"{why} ; si le jour est sûr, écrivez « {words} »")


def _day(text: str) -> date | None:
    """Return the day that digits say, None for anything else."""
    if _SERIAL.fullmatch(text):
        return _ORIGIN + timedelta(days=int(float(text)))
    if match := _ISO.fullmatch(text):
        year, month, number = match.groups()
    elif match := _FRENCH.fullmatch(text):
        number, month, year = match.groups()
    else:
        return None
    try:
        return date(int(year), int(month), int(number))
    except ValueError:
        return None  # said further on


def _say(line: Line, target: str, read: str, why: str) -> None:
    line.notes.append(f"{line.names[target]} : « {line.cells[target]} » lu {read} : {why}")
    line.cells[target] = read
