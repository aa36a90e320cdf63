"""Reports for the staff of the club: a table of things to do, as a text, a CSV or JSON.

A report reads the records and says where each row is edited. It never holds the value of a
contact detail: it is made to be sent by e-mail and opened in a spreadsheet.
"""

import json
from collections.abc import Callable, Iterator
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

    kind: str
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
    "kind": "Sorte",
    "id": "Identifiant",
    "path": "Fichier",
    "line": "Ligne",
}
_KINDS = {"member": "membre", "practice": "pratique"}


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.title}, au {french.day(report.today)}"
    yield f"Échéances examinées jusqu’au {french.day(report.until)}."
    for group in report.groups:
        if group.rows:
            yield from ("", f"{group.title} ({len(group.rows)})", group.todo)
        for row in group.rows:
            when = PartialDate.parse(row.date) if row.date else None
            on = "le" if len(row.date) == 10 else "en"
            what = (row.name, row.what, f"{row.note} {on} {french.partial(when)}" if when else "")
            yield f"  {french.typography(' — '.join(filter(None, what)))}"
            yield f"    {row.path}:{row.line}"
    count = sum(len(group.rows) for group in report.groups)
    yield from (
        "",
        f"{french.plural(count, 'ligne')}." if count else "Rien à demander ni à déplacer.",
    )


def _as_csv(report: Report) -> str:
    rows = [
        (group.title, group.todo, *(_KINDS.get(cell, cell) for cell in cells))
        for group in report.groups
        for cells in ([getattr(row, name) for name in _COLUMNS] for row in group.rows)
    ]
    return table(("Motif", "À faire", *_COLUMNS.values()), rows)


def _as_json(report: Report) -> str:
    """Return one JSON object; the keys of groups and rows are permanent."""
    whole = asdict(report)
    del whole["title"]
    return json.dumps(whole, ensure_ascii=False, indent=1, default=str) + "\n"


FORMS: dict[str, Callable[[Report], str]] = {
    "text": lambda report: "\n".join(_lines(report)) + "\n",
    "csv": _as_csv,
    "json": _as_json,
}
