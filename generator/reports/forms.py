"""The forms of a report: a text to read, a table for a spreadsheet, JSON for a program."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from generator.core.spreadsheet import table
from generator.records import french
from generator.records.types import PartialDate
from generator.reports.model import Report, Row

_FIELDS = ("kind", "id", "name", "what", "date", "note", "path", "line")
_HEADER = (
    *("Motif", "À faire", "Nom ou fiche", "Mandat ou personnes", "Date", "Ce qui s’y passe"),
    *("Sorte", "Identifiant", "Fichier", "Ligne"),
)
_KINDS = {"member": "membre", "practice": "pratique"}


def as_text(report: Report) -> str:
    """Return the report as a text of French paragraphs, what to do first."""
    return "\n".join(_lines(report)) + "\n"


def _lines(report: Report) -> Iterator[str]:
    yield f"{report.title}, au {french.day(report.today)}"
    yield f"Échéances examinées jusqu’au {french.day(report.until)}."
    groups = [group for group in report.groups if group.rows]
    for group in groups:
        yield ""
        yield f"{group.title} ({len(group.rows)})"
        yield group.todo
        for row in group.rows:
            yield f"  {_row(row)}"
            yield f"    {row.path}:{row.line}"
    yield ""
    count = sum(len(group.rows) for group in groups)
    yield f"{french.plural(count, 'ligne')}." if count else "Rien à demander ni à déplacer."


def _row(row: Row) -> str:
    when = f"{row.note} {_on(PartialDate.parse(row.date))}" if row.date else ""
    return french.typography(" — ".join(part for part in (row.name, row.what, when) if part))


def _on(when: PartialDate) -> str:
    return f"{'le' if len(when.text) == 10 else 'en'} {french.partial(when)}"


def as_csv(report: Report) -> str:
    """Return the report as a table, one row a line, its reason repeated on each."""
    rows = [
        (
            *(group.title, group.todo, row.name, row.what, row.date, row.note),
            *(_KINDS[row.kind], row.id, row.path, row.line),
        )
        for group in report.groups
        for row in group.rows
    ]
    return table(_HEADER, rows)


def as_json(report: Report) -> str:
    """Return the report as one JSON object; the keys of groups and rows are permanent."""
    groups = [
        {
            "key": group.key,
            "title": group.title,
            "todo": group.todo,
            "rows": [{name: getattr(row, name) for name in _FIELDS} for row in group.rows],
        }
        for group in report.groups
    ]
    whole: dict[str, Any] = {
        "report": report.name,
        "today": report.today.isoformat(),
        "until": report.until.isoformat(),
        "groups": groups,
    }
    return json.dumps(whole, ensure_ascii=False, indent=1) + "\n"


FORMS: dict[str, Callable[[Report], str]] = {"text": as_text, "csv": as_csv, "json": as_json}
