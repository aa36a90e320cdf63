"""Months that a spreadsheet took for days, and wrote as days when it saved the table.

Typed or exported, `2021-10` is a month. Excel makes it the first of October, and once the column is
shown as dates it is `01/10/2021` for everyone. One cell does not distinguish the month from its
first day: the column does, and what was read is always noted, a day too when the column has others.
"""

import re

from generator.records import french, parsing
from generator.records.types import PartialDate
from generator.tables import columns
from generator.tables.rows import Line
from generator.tables.values import typed

# As a French spreadsheet writes a day, or its number: elsewhere (`2021-10-01`, « 1er octobre 2021 »)
# the day is meant.
_REWRITTEN = re.compile(
    r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}(?:[T ]0?0:00(?::00)?)?|\d{5}(?:\.0+)?", re.ASCII
)
# What is done on a day, and not over months. So is a meeting, whose dates are of another type.
_ON_A_DAY = re.compile(r"^consent\.|\.done$|^(?:added|reviewed|verified)$")
_A_DAY = len("2021-10-01")
_ALONE = (
    "la colonne n’a que des premiers du mois, que les tableurs écrivent pour un mois ; "
    "si le jour est sûr, écrivez"
)
_AMONG = "la colonne a d’autres jours du mois ; s’il n’y a qu’un mois, écrivez"


def restored(lines: list[Line], kind: str) -> list[Line]:
    """Read days as months in the columns that have no other day than firsts of months.

    Note it, as well as the firsts of months among other days, unless one is written in words.
    """
    for target in dict.fromkeys(target for line in lines for target in line.cells):
        leaf = columns.leaves(kind).get(columns.pattern(target))
        here = [line for line in lines if target in line.cells]
        if not leaf or leaf.type != "date" or _ON_A_DAY.search(target):
            continue
        days = {text: day for one in here if len(day := _day(text := one.cells[target])) == _A_DAY}
        if any(re.search(r"[^\W\d_]{3}", text) for text in days):
            continue
        among = any(not day.endswith("-01") for day in days.values())
        for line in here:
            text = line.cells[target]
            day = days.get(text, "")
            if day.endswith("-01") and _REWRITTEN.fullmatch(text):
                month, in_words = day[: len("2021-10")], french.partial(PartialDate.parse(day))
                read, why, other = (day, _AMONG, month) if among else (month, _ALONE, in_words)
                name, line.cells[target] = line.names.get(target, target), read
                line.notes.append(f"{name} : « {text} » lu {read} : {why} « {other} »")
    return lines


def _day(text: str) -> str:
    """Return the date that a cell gives, an empty text when it is refused further on."""
    try:
        return typed("date", text)
    except parsing.UnreadError as error:
        return error.probable
