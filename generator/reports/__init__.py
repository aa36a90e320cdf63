"""Reports for the staff of the club: a table of things to do, as a text, a CSV or JSON.

A report reads the records and says where each row is edited. It never holds the value of a
contact detail: it is made to be sent by e-mail and opened in a spreadsheet.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from generator.core.spreadsheet import table
from generator.records import french
from generator.records.types import PartialDate


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. `name` is a person or a sheet, `what` the mandate or the people concerned.

    `date` is a partial ISO date (empty: none), `note` says in French what happens on it.
    `path`, relative to the club's root, and `line`, from 1, are where it is edited.
    """

    id: str
    name: str
    what: str
    date: str
    note: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """What must be done, for several. `key` never changes, `title` and `todo` are French."""

    key: str
    title: str
    todo: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report seen from `today`, looking ahead to `until`. Groups without rows are kept."""

    report: str
    title: str
    today: date
    until: date
    groups: tuple[Group, ...]


_COLUMNS = {
    "name": "Nom ou fiche",
    "what": "Mandat ou personnes",
    "date": "Date",
    "note": "Ce qui s’y passe",
    "id": "Identifiant",
    "path": "Fichier",
    "line": "Ligne",
}


def _as_text(report: Report) -> str:
    lines = [
        f"{report.title}, au {french.day(report.today)}",
        f"Échéances examinées jusqu’au {french.day(report.until)}.",
    ]
    for group in (g for g in report.groups if g.rows):
        lines += ["", f"{group.title} ({len(group.rows)})", group.todo]
        for row in group.rows:
            when = french.partial(PartialDate.parse(row.date)) if row.date else ""
            on = "le" if len(row.date) == 10 else "en"
            parts = (row.name, row.what, f"{row.note} {on} {when}" if when else "")
            lines.append(f"  {french.typography(' — '.join(filter(None, parts)))}")
            lines.append(f"    {row.path}:{row.line}")
    count = sum(len(group.rows) for group in report.groups)
    done = f"{french.plural(count, 'ligne')}." if count else "Rien à demander ni à déplacer."
    return "\n".join([*lines, "", done]) + "\n"


def _as_csv(report: Report) -> str:
    rows = [
        (group.title, group.todo, *(getattr(row, name) for name in _COLUMNS))
        for group in report.groups
        for row in group.rows
    ]
    return table(("Motif", "À faire", *_COLUMNS.values()), rows)


def _as_json(report: Report) -> str:
    """Return one JSON object; the keys of groups and rows are permanent."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1, default=str) + "\n"


FORMS: dict[str, Callable[[Report], str]] = {"text": _as_text, "csv": _as_csv, "json": _as_json}
