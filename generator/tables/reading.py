"""Rows of text out of a file, whoever saved it.

CSV (RFC 4180 and its many cousins): UTF-8, UTF-16 or Windows-1252; semicolon, comma, tab or bar,
found by what gives the most even table. Workbooks (.xlsx, .xls, .ods), read by calamine: the first
visible sheet that has known columns, else the one that has most. Cells are stripped and in NFC.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from functools import reduce
from itertools import chain, islice, zip_longest
from typing import Any
from xml.etree.ElementTree import Element, iterparse

from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from generator.sources.characters import FORBIDDEN, INVISIBLE
from generator.tables import TableError

MAX_BYTES = 200_000_000  # the municipal councillors of the RNE are about 90 MB
MAX_UNZIPPED = 200_000_000
_DELIMITERS = ";,\t|"
_LOOKED_AT = 50  # rows that show the delimiter
_TITLES = 10  # rows among which the header is looked for
_ENOUGH = 2  # known columns that make a table of a sheet
UNCOMPUTED = "#FORMULE!"
_NEUTRAL = re.compile(r"'(?='*[=+\-@\t\r])")
_INVISIBLE = re.compile(f"(?![\\n\\r\\t])(?:{FORBIDDEN.pattern}|{INVISIBLE.pattern})")
_UNSAID = (
    KeyError,
    ValueError,
    SyntaxError,
)  # of XML that is not as expected; ParseError is the last
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Rows = Iterable[tuple[int, Sequence[str]]]  # numbered as the spreadsheet shows them


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as the spreadsheet shows it, its cells, as many as the header's.

    `beyond` are those that no name stands above.
    """

    number: int
    cells: tuple[str, ...]
    beyond: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows, which can be gone through once.

    `above` are the numbers of the rows that stand above the names.
    `sheet` is the sheet that was read, `left` those that were not, the hidden ones named so;
    `hidden` are the numbers of the rows that the spreadsheet hides, None when it does not say;
    `masked` the names of the columns that it hides, `merged` the ranges (`A4:B5`) of which only the
    first cell has the value.
    """

    header: tuple[str, ...]
    rows: Iterable[Row]
    above: tuple[int, ...] = ()
    sheet: str = ""
    left: tuple[str, ...] = ()
    hidden: tuple[int, ...] | None = ()
    masked: tuple[str, ...] = ()
    merged: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is laid out: what is a name of column, on how many lines names are, which sheet.

    Titles above the names are passed over. Of two lines, the second has the options to tick.
    """

    known: Callable[[str], bool]
    lines: Callable[[Sequence[str]], int] = lambda _: 1
    sheet: str = ""


def read(raw: bytes, shape: Shape) -> Table:
    """Return the table that a file holds. Raises TableError."""
    if raw.startswith((_ZIP, _OLE)):
        return _workbook(raw, shape)
    return _table(_csv(_decoded(raw)), shape)


def _table(rows: Rows, shape: Shape) -> Table:
    filled = _filled(rows)
    first = list(islice(filled, _TITLES))
    if not first:
        raise TableError("le tableau est vide")
    at = max(range(len(first)), key=lambda i: (sum(map(shape.known, first[i][1])), -i))
    header, lines = first[at][1], shape.lines(first[at][1])
    if lines > 1 and len(first) > at + 1:
        header = _with_options(header, first[at + 1][1])
    header = _numbered(header)
    width = len(header)
    rest = chain(first[at + lines :], filled)
    return Table(
        tuple(header),
        (
            Row(number, (*cells[:width], *[""] * (width - len(cells))), tuple(cells[width:]))
            for number, cells in rest
        ),
        tuple(number for number, _ in first[:at]),
    )


def _with_options(questions: Sequence[str], options: Sequence[str]) -> list[str]:
    """Return the names of columns, options in brackets after the question they stand under."""
    found, last = [], ""
    for question, option in zip_longest(questions, options, fillvalue=""):
        last = question or last
        found.append(f"{last} [{option}]" if option else question)
    return found


def _numbered(header: Sequence[str]) -> list[str]:
    """Return the names of columns, those that come again with their rank: « Autre : (2) »."""
    seen: Counter[str] = Counter()
    found = []
    for name in (" ".join(name.split()) for name in header):
        seen[name] += 1
        found.append(f"{name} ({seen[name]})" if name and seen[name] > 1 else name)
    return found


def _filled(rows: Rows) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that hold something, their cells clean, without the empty ones at the end."""
    for number, raw in rows:
        cells = [clean_cell(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def clean_cell(text: str) -> str:
    """Return a cell stripped, in NFC, without invisible signs nor our apostrophe before « = »."""
    text = _NEUTRAL.sub("", text, count=1) if text.startswith("'") else text
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


# --- CSV ----------------------------------------------------------------------------------


def _decoded(raw: bytes) -> str:
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in raw and not marked:
        raise TableError("ce n’est pas un tableau : enregistrez-le en .csv ou en .xlsx")
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    raise TableError("le fichier n’est ni en UTF-8, ni en Windows-1252")


def _csv(text: str) -> Rows:
    reader = _reader(text, _delimiter(text))
    start = 1  # a row may stand on several lines
    try:
        for cells in reader:
            yield start, cells
            start = reader.line_num + 1
    except csv.Error:
        raise TableError(f"ligne {reader.line_num} : tableau mal formé") from None


def _reader(text: str, delimiter: str) -> Any:
    csv.field_size_limit(1_000_000)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _delimiter(text: str) -> str:
    """Return the delimiter that cuts the first rows in the most even table."""

    def score(delimiter: str) -> tuple[float, int]:
        """Return the share of rows that have the most usual width, and that width."""
        try:
            rows = [r for r in islice(_reader(text, delimiter), _LOOKED_AT) if any(r)]
        except csv.Error:
            return 0, 0
        widths = Counter(len(row) for row in rows if len(row) > 1)
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count / max(len(rows), 1), width

    return max(_DELIMITERS, key=score)


# --- workbooks ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Unread:
    """What calamine does not give of a sheet, rows and columns from 1.

    Those that are hidden, and what is wrong in a cell, by row and column.
    """

    rows: list[int] = field(default_factory=list)
    columns: list[range] = field(default_factory=list)
    wrong: dict[tuple[int, int], str] = field(default_factory=dict)


def _workbook(raw: bytes, shape: Shape) -> Table:
    """Return the table of the sheet wanted, of the first with known columns, or of that with most."""
    try:
        unread = _unread(raw)
        book = CalamineWorkbook.from_object(io.BytesIO(raw))
        visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
        sheets = {name: book.get_sheet_by_name(name) for name in visible}
        rows = {name: _cells(sheet, unread.get(name, _Unread())) for name, sheet in sheets.items()}
    except TableError:
        raise
    except Exception as error:  # noqa: BLE001 - a damaged file makes its readers fail in many ways
        why = "est illisible ; enregistrez-le en .csv"
        if isinstance(error, PasswordError) or "EncryptedPackage".encode("utf-16-le") in raw:
            why = "est protégé par un mot de passe ; retirez-le, ou enregistrez en .csv"
        raise TableError(f"le classeur {why}") from None
    tables = {name: _table(r, shape) for name, r in rows.items() if any(any(c) for _, c in r)}
    score = {name: sum(map(shape.known, table.header)) for name, table in tables.items()}
    best = shape.sheet or next((n for n in score if score[n] >= _ENOUGH), "")
    best = best or max(score, key=lambda n: score[n], default="")
    if best not in tables:
        missing = f"aucune feuille remplie ne s’appelle « {best} »"
        raise TableError(missing if best else "le tableau est vide")
    left = [name for name in tables if name != best]
    left += [f"{name} (masquée)" for name in book.sheet_names if name not in visible]
    merged = [
        ":".join(f"{_letters(column)}{row + 1}" for row, column in corners)
        for corners in sheets[best].merged_cell_ranges or ()
    ]
    hidden = unread.get(best, _Unread())
    names = enumerate(tables[best].header, start=1)
    return replace(
        tables[best],
        sheet=best,
        left=tuple(left),
        hidden=tuple(hidden.rows) if best in unread else None,
        masked=tuple(name for rank, name in names if any(rank in one for one in hidden.columns)),
        merged=tuple(merged),
    )


def _letters(column: int) -> str:
    """Return how a spreadsheet names a column, the first being 0."""
    before = _letters(column // 26 - 1) if column >= 26 else ""
    return f"{before}{chr(ord('A') + column % 26)}"


def _unread(raw: bytes) -> dict[str, _Unread]:
    """Return what calamine does not give, by name, of the sheets of an .xlsx that say it.

    Only that is looked at: the rest of the file may be as it likes.
    """
    found: dict[str, _Unread] = {}
    if not raw.startswith(_ZIP):
        return found
    with zipfile.ZipFile(io.BytesIO(raw)) as archive, suppress(*_UNSAID):
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED:
            raise TableError("le classeur décompressé est trop grand")
        parts = {
            one.get("Id"): one.get("Target", "").removeprefix("/xl/")
            for one in _nodes(archive, "xl/_rels/workbook.xml.rels", "Relationship")
        }
        for one in _nodes(archive, "xl/workbook.xml", "sheet"):
            given = {key.rpartition("}")[2]: text for key, text in one.items()}
            with suppress(*_UNSAID):
                found[given["name"]] = _sheet(archive, f"xl/{parts[given['id']]}")
    return found


def _sheet(archive: zipfile.ZipFile, path: str) -> _Unread:
    found, number = _Unread(), 0
    for node in _nodes(archive, path, "row", "col"):
        masked = node.get("hidden") in {"1", "true"}
        if node.tag.endswith("col"):
            columns = range(int(node.get("min", "1")), int(node.get("max", "1")) + 1)
            found.columns.extend([columns] * masked)
        else:
            number = int(node.get("r", number + 1))
            found.rows.extend([number] * masked)
            found.wrong.update({(number, rank): text for rank, text in _wrong(node)})
    return found


def _wrong(row: Element) -> Iterator[tuple[int, str]]:
    """Yield the cells of a row that hold an error, or a formula that nothing has worked out."""
    rank = 0
    for cell in row:
        letters = cell.get("r", "").rstrip("0123456789")[:3]
        rank = reduce(lambda n, sign: n * 26 + ord(sign) - 64, letters, 0) if letters else rank + 1
        inside = {node.tag.rpartition("}")[2]: node.text for node in cell}
        # The result of a formula may be an empty text (`str`).
        if cell.get("t") == "e" or ("f" in inside and cell.get("t") != "str"):
            yield rank, inside.get("v") or UNCOMPUTED


def _nodes(archive: zipfile.ZipFile, path: str, *wanted: str) -> Iterator[Element]:
    """Yield the wanted elements of a part of an .xlsx, and forget them.

    Entities of its own would make a huge text of a small file: no spreadsheet writes any.
    """
    raw = archive.read(path)
    if b"<!DOCTYPE" in raw or b"\0" in raw:
        raise ValueError(path)
    for _, node in iterparse(io.BytesIO(raw)):  # noqa: S314 - nothing is declared in it
        if node.tag.rpartition("}")[2] in wanted:
            yield node
            node.clear()


def _cells(sheet: CalamineSheet, unread: _Unread) -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet; what is wrong in a cell is named in it."""
    return [
        (n, [_text(value) or unread.wrong.get((n, i), "") for i, value in enumerate(row, start=1)])
        for n, row in enumerate(sheet.to_python(skip_empty_area=False), start=1)
    ]


def _text(value: Any) -> str:
    """Return what a spreadsheet shows of a value, dates in ISO 8601.

    Save a first of the month, written as spreadsheets do (`01/10/2021`): a month may be meant.
    """
    match value:
        case bool():
            return "oui" if value else "non"
        case datetime() if value.time() != time():
            return value.isoformat(timespec="minutes")
        case date():
            return f"{value:{'%d/%m/%Y' if value.day == 1 else '%Y-%m-%d'}}"
        case time():
            return value.isoformat(timespec="minutes")
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
