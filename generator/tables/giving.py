"""The club's records as a table that can be brought back: CSV or XLSX, every field a column.

CSV is that of `spreadsheet`: what French spreadsheets open without asking, formulas neutralised.
In XLSX every cell is a text, so that no zero is lost and nothing is run.
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence

import openpyxl
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from generator.club import Club
from generator.core.spreadsheet import cell
from generator.core.system import ClubError
from generator.sources.strict_yaml import Value
from generator.tables import columns
from generator.tables.sections import sections

_MOST = 32_767  # characters in a cell of XLSX
_WIDTH = 28
# One of each, even in a club that has none: the table shows what can be said.
_AT_LEAST = {"memberships": 1, "sources": 1, "tasks": 1}


class TooLongError(ClubError):
    """A text does not fit in a spreadsheet; the message is in French."""


Rows = list[list[str]]


def table(club: Club, kind: str) -> Rows:
    """Return the records of a kind as rows of text, the names of the columns first."""
    found = [_flat(club, kind, club.entries[kind, id_].data, id_) for id_ in club.records[kind]]
    targets = list(_targets(kind, found))
    header: list[str] = []
    for target in targets:
        header.append(columns.header(kind, target))
        if target.endswith("area"):
            header.append(f"{header[-1]} : {columns.PLACE_NAME}")
    rows = [header]
    for one in found:
        row: list[str] = []
        for target in targets:
            row.append(one.get(target, ""))
            if target.endswith("area"):
                place = club.place(row[-1])
                row.append(place.name if place else "")
        rows.append(row)
    return rows


def _targets(kind: str, found: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the columns of a table: every field, each list as long as the longest."""
    lengths = dict(_AT_LEAST)
    for one in found:
        for target in one:
            if match := re.match(r"([^.]+)\.(\d+)\.", target):
                lengths[match[1]] = max(lengths.get(match[1], 0), int(match[2]) + 1)
    done: set[str] = set()
    paths = list(columns.patterns(kind))
    for path in paths:
        name, mark, _ = path.partition(f".{columns.NUMBER}.")
        if not mark:
            yield path
        elif name not in done:
            done.add(name)
            inner = [p for p in paths if p.startswith(f"{name}.{columns.NUMBER}.")]
            for rank in range(lengths.get(name, 0)):
                yield from (p.replace(columns.NUMBER, str(rank), 1) for p in inner)


def _flat(club: Club, kind: str, data: Mapping[str, Value], id_: str) -> dict[str, str]:
    """Return what a record says, by target."""
    found = {"id": id_} | dict(_cells(data, ""))
    body = club.body(kind, id_)
    if kind == "practice":
        found |= {f"body.{name}": text for name, text in sections(body).items()}
    elif kind == "meeting" and body.strip():
        found["body"] = body.strip()
    return found


def _cells(data: Mapping[str, Value], before: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        path = f"{before}{name}"
        if isinstance(value, str):
            yield path, _line(value)
        elif isinstance(value, dict):
            yield from _cells(value, f"{path}.")
        elif all(isinstance(one, str) for one in value):
            yield path, "\n".join(_line(str(one)) for one in value)
        else:
            for rank, one in enumerate(value):
                if isinstance(one, dict):
                    yield from _cells(one, f"{path}.{rank}.")


def _line(text: str) -> str:
    return re.sub(r"[ \t\n]+", " ", text).strip(" ")


def as_csv(rows: Rows) -> bytes:
    """Return a table as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerows(
        [cell(value) for value in row] for row in rows
    )
    return ("\ufeff" + out.getvalue()).encode()


def as_xlsx(rows: Rows, title: str) -> bytes:
    """Return a table as a workbook, the same bytes for the same table. Raises TooLongError."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for rank, value in enumerate(row, start=1):
            if len(value) > _MOST:
                raise TooLongError(
                    f"ligne {number} : un texte dépasse {_MOST} signes ; choisissez csv"
                )
            if value:
                one = sheet.cell(number, rank)
                one.value = value
                one.data_type = "s"  # « =1+1 » is a text too
                one.number_format = "@"
                one.alignment = Alignment(vertical="top", wrap_text=True)
                one.font = Font(bold=number == 1)
    for rank in range(1, len(rows[0]) + 1):
        sheet.column_dimensions[get_column_letter(rank)].width = _WIDTH
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(raw: bytes) -> bytes:
    """Return a workbook that does not say when it was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", data)
            still = zipfile.ZipInfo(entry.filename)
            still.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(still, data)
    return out.getvalue()
