"""The club's records as a table that can be brought back: CSV or XLSX, every field a column.

CSV is that of `spreadsheet`: what French spreadsheets open without asking, formulas neutralised.
In XLSX every cell is a text, so that no zero is lost and nothing is run.
"""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

import openpyxl

from generator.club import Club
from generator.core import spreadsheet
from generator.kinds import KINDS
from generator.sources.strict_yaml import Value
from generator.tables import TableError, columns
from generator.tables.sections import sections

_MOST = 32_767  # characters in a cell of XLSX
# One of each, even in a club that has none: the table shows what can be written.
_AT_LEAST = {"memberships": 1, "sources": 1, "tasks": 1}

Rows = list[list[str]]


def table(club: Club, kind: str) -> Rows:
    """Return the records of a kind as rows of text, the names of the columns first."""
    found = [_flat(club, kind, id_) for id_ in club.records[kind]]
    header: list[str] = []
    rows: Rows = [[] for _ in found]
    for target in _targets(kind, found):
        header.append(columns.header(kind, target))
        for row, record in zip(rows, found, strict=True):
            row.append(record.get(target, ""))
        if target.endswith("area"):
            header.append(f"{header[-1]} : {columns.PLACE_NAME}")
            for row in rows:
                place = club.place(row[-1])
                row.append(place.name if place else "")
    return [header, *rows]


def _targets(kind: str, found: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the columns of a table: every field, each list as long as the longest."""
    lengths = dict(_AT_LEAST)
    for match in (re.match(r"([^.]+)\.(\d+)\.", target) for one in found for target in one):
        if match:
            lengths[match[1]] = max(lengths.get(match[1], 0), int(match[2]) + 1)
    mark = f".{columns.NUMBER}."
    for name, paths in groupby(columns.leaves(kind), lambda path: path.partition(mark)[0]):
        inner = list(paths)
        for rank in range(lengths.get(name, 0) if mark in inner[0] else 1):
            yield from (path.replace(mark, f".{rank}.") for path in inner)


def _flat(club: Club, kind: str, id_: str) -> dict[str, str]:
    found = {"id": id_} | dict(_cells(club.entries[kind, id_].data, ""))
    body = club.body(kind, id_).strip()
    texts = sections(body) if KINDS[kind].sections else {"": body} if body else {}
    return found | {f"body.{name}".removesuffix("."): text for name, text in texts.items()}


def _cells(data: Mapping[str, Value], before: str) -> Iterator[tuple[str, str]]:
    for name, value in data.items():
        path = f"{before}{name}"
        if isinstance(value, dict):
            yield from _cells(value, f"{path}.")
        elif isinstance(value, list) and any(isinstance(one, dict) for one in value):
            ranks = {str(rank): one for rank, one in enumerate(value)}
            yield from _cells(ranks, f"{path}.")
        else:
            texts = [value] if isinstance(value, str) else value
            yield path, "\n".join(re.sub(r"[ \t\n]+", " ", str(one)).strip(" ") for one in texts)


def as_csv(rows: Rows) -> bytes:
    """Return a table as CSV."""
    return spreadsheet.table(rows[0], rows[1:]).encode()


def as_xlsx(rows: Rows, title: str) -> bytes:
    """Return a table as a workbook, the same bytes for the same table. Raises TableError."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.title = title
    for number, row in enumerate(rows, start=1):
        for rank, value in enumerate(row, start=1):
            if len(value) > _MOST:
                raise TableError(f"ligne {number} : plus de {_MOST} signes ; choisissez csv")
            if value:
                one = sheet.cell(number, rank)
                one.value = value
                one.data_type = "s"  # « =1+1 » is a text too
                one.number_format = "@"
    sheet.freeze_panes = "B2"
    out = io.BytesIO()
    book.save(out)
    return _timeless(out.getvalue())


def _timeless(raw: bytes) -> bytes:
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
