"""Reports for the staff of the club: a table of things to do, as a text, a CSV or JSON.

A report reads the records and says where each row is edited. It never holds the value of a
contact detail: it is made to be sent by e-mail and opened in a spreadsheet.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date

from generator.club import Club
from generator.core.spreadsheet import table
from generator.kinds import KIND_OF, Member
from generator.records import Record, french
from generator.records.types import PartialDate
from generator.sources import FieldPath

AHEAD = 6  # months looked at after the day of a report


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. `name` is a person or a sheet, `what` the mandate or the people concerned.

    `date` is a partial ISO date (empty: none), `note` says in French what happens on it.
    `path`, relative to the club's root, and `line`, from 1, are where it is edited. `message` is
    what to send the person, ready; empty when there is nothing to send.
    """

    id: str
    name: str
    what: str
    date: str
    note: str
    path: str
    line: int
    message: str = ""


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


def row(
    club: Club,
    record: Record,
    path: FieldPath,
    what: str = "",
    when: PartialDate | None = None,
    note: str = "",
    message: str = "",
) -> Row:
    """Return a row about `record`, edited at `path`."""
    kind = KIND_OF[type(record)]
    entry = club.entries[kind.name, record.id]
    line, _ = club.sources.locate(entry, path)
    day = when.text if when else ""
    return Row(record.id, kind.title(record), what, day, note, entry.path, line, message)


def by_name(member: Member) -> tuple[str, ...]:
    """Return what puts members in the French order of their names."""
    return french.collation(member.family_name), french.collation(member.given_name), member.id


_RULER = "-" * 72
_COLUMNS = {
    "name": "Nom ou fiche",
    "what": "Mandat, personnes ou champs",
    "date": "Date",
    "note": "Ce qui s’y passe",
    "id": "Identifiant",
    "path": "Fichier",
    "line": "Ligne",
    "message": "Message à envoyer",
}


def _as_text(report: Report) -> str:
    lines = [
        f"{report.title}, au {french.day(report.today)}",
        f"Échéances examinées jusqu’au {french.day(report.until)}.",
    ]
    for group in (g for g in report.groups if g.rows):
        lines += ["", f"{group.title} ({len(group.rows)})", group.todo]
        for row in group.rows:
            when = french.on(PartialDate.parse(row.date)) if row.date else ""
            parts = (row.name, row.what, f"{row.note} {when}" if when else "")
            lines.append(f"  {french.typography(' — '.join(filter(None, parts)))}")
            lines.append(f"    {row.path}:{row.line}")
            if row.message:  # at the margin: to be copied as it is
                lines += [_RULER, row.message, _RULER]
    count = sum(len(group.rows) for group in report.groups)
    done = f"{french.plural(count, 'ligne')}." if count else "Rien à demander ni à déplacer."
    return "\n".join([*lines, "", done]) + "\n"


def _as_csv(report: Report) -> str:
    pairs = [(group, row) for group in report.groups for row in group.rows]
    spoken = any(row.message for _, row in pairs)
    names = [name for name in _COLUMNS if spoken or name != "message"]
    rows = [(g.title, g.todo, *(getattr(row, name) for name in names)) for g, row in pairs]
    return table(("Motif", "À faire", *(_COLUMNS[name] for name in names)), rows)


def _as_json(report: Report) -> str:
    """Return one JSON object; the keys of groups and rows are permanent."""
    return json.dumps(asdict(report), ensure_ascii=False, indent=1, default=str) + "\n"


FORMS: dict[str, Callable[[Report], str]] = {"text": _as_text, "csv": _as_csv, "json": _as_json}
