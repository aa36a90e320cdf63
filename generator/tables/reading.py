"""Rows of text out of a CSV or XLSX file, whoever saved it.

CSV (RFC 4180 and its many cousins): UTF-8, UTF-16 or Windows-1252; semicolon, comma, tab or bar,
found by what gives the most even table. XLSX: the first sheet that has known columns, else the
first that holds something. Cells are stripped and in NFC.
"""

import csv
import io
import re
import unicodedata
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain, islice
from typing import Any

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from generator.sources.characters import FORBIDDEN, INVISIBLE

MAX_BYTES = 200_000_000  # the municipal councillors of the RNE are about 90 MB
MAX_UNZIPPED = 500_000_000
_DELIMITERS = ";,\t|"
_LOOKED_AT = 50  # rows that tell the delimiter
_TITLES = 10  # rows among which the header is looked for
_ENOUGH = 2  # known columns that make a table of a sheet
UNCOMPUTED = "#FORMULE!"
# A formula without its value, as programs that write workbooks leave it.
_UNCOMPUTED = re.compile(rb"</f>\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_NEUTRAL = re.compile(r"'(?='*[=+\-@\t\r])")
_INVISIBLE = re.compile(f"(?![\\n\\r\\t])(?:{FORBIDDEN.pattern}|{INVISIBLE.pattern})")


class TableError(Exception):
    """The file cannot be read as a table; the message is in French."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its number as the spreadsheet shows it, its cells, as many as the header's."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """The names of the columns, and the rows, which can be gone through once.

    `sheet` is the sheet that was read, and `left` those that were not.
    """

    header: tuple[str, ...]
    rows: Iterable[Row]
    sheet: str = ""
    left: tuple[str, ...] = ()


def read(raw: bytes, known: Callable[[str], bool]) -> Table:
    """Return the table that a file holds. Raises TableError.

    `known` says whether a text is the name of a column: titles above the header are passed over.
    """
    if len(raw) > MAX_BYTES:
        raise TableError(f"le fichier dépasse {MAX_BYTES // 1_000_000} Mo")
    if raw.startswith(b"PK\x03\x04"):
        return _workbook(raw, known)
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise TableError("c’est un ancien classeur .xls ; enregistrez-le en .xlsx ou en .csv")
    return _table(_csv(_decoded(raw)), known)


def _table(rows: Iterator[tuple[int, Sequence[str]]], known: Callable[[str], bool]) -> Table:
    filled = _filled(rows)
    first = list(islice(filled, _TITLES))
    if not first:
        raise TableError("le tableau est vide")
    at = max(range(len(first)), key=lambda i: (sum(map(known, first[i][1])), -i))
    header = first[at][1]
    header = _told_apart(header)
    rest = (_row(number, cells, len(header)) for number, cells in chain(first[at + 1 :], filled))
    return Table(tuple(header), rest)


def _told_apart(header: Sequence[str]) -> list[str]:
    """Return the names of columns, those that come again with their rank: « Autre : (2) »."""
    seen: Counter[str] = Counter()
    found = []
    for name in header:
        seen[name] += 1
        again = bool(name) and seen[name] > 1
        found.append(f"{name} ({seen[name]})" if again else name)
    return found


def _filled(rows: Iterator[tuple[int, Sequence[str]]]) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows that say something, their cells clean, without the empty ones at the end."""
    for number, raw in rows:
        cells = [clean_cell(cell) for cell in raw]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            yield number, cells


def _row(number: int, cells: Sequence[str], width: int) -> Row:
    return Row(number, (*cells[:width], *[""] * (width - len(cells))))


def clean_cell(text: str) -> str:
    """Return a cell stripped, in NFC, without invisible signs nor our apostrophe before « = »."""
    text = _NEUTRAL.sub("", text, count=1) if text.startswith("'") else text
    text = _INVISIBLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", text).strip()


# --- CSV ----------------------------------------------------------------------------------


def _decoded(raw: bytes) -> str:
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return raw.decode("utf-16")
        except UnicodeDecodeError:
            raise TableError("le fichier n’est ni en UTF-8, ni en Windows-1252") from None
    half = raw[:2000]
    if half[1::2].count(0) > len(half) // 3:  # UTF-16 without its mark
        try:
            return raw.decode("utf-16-le")
        except UnicodeDecodeError:
            pass
    if b"\0" in raw:
        raise TableError("ce n’est pas un tableau : enregistrez-le en .csv ou en .xlsx")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252")
    except UnicodeDecodeError:
        raise TableError("le fichier n’est ni en UTF-8, ni en Windows-1252") from None


def _csv(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    shift = 0
    said = re.match(r"\s*\"?sep=(.)\"?\r?\n", text, re.IGNORECASE)  # what Excel writes for itself
    if said:
        text, shift = text[said.end() :], 1
    delimiter = said[1] if said else _delimiter(text)
    reader = _reader(text, delimiter)
    try:
        while True:
            line = reader.line_num
            cells = next(reader, None)
            if cells is None:
                return
            yield line + 1 + shift, cells
    except csv.Error as error:
        raise TableError(f"ligne {reader.line_num + shift} : tableau mal formé ({error})") from None


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
        if not widths:
            return 0, 0
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        return count / len(rows), width

    return max(_DELIMITERS, key=score)


# --- XLSX ---------------------------------------------------------------------------------


def _workbook(raw: bytes, known: Callable[[str], bool]) -> Table:
    """Return the table of the sheet that has known columns, else of the first that is not empty."""
    sheets = {name: rows for name, rows in _sheets(raw) if any(any(cells) for _, cells in rows)}
    if not sheets:
        raise TableError("le tableau est vide")
    tables = {name: _table(iter(rows), known) for name, rows in sheets.items()}

    def told(name: str) -> int:
        return sum(map(known, tables[name].header))

    best = next((n for n in tables if told(n) >= _ENOUGH), None) or max(tables, key=told)
    left = tuple(name for name in tables if name != best)
    return Table(tables[best].header, tables[best].rows, best, left)


def _sheets(raw: bytes) -> list[tuple[str, list[tuple[int, list[str]]]]]:
    """Return the rows of the visible sheets, by their names."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            if "mimetype" in archive.namelist():
                raise TableError("c’est un classeur .ods ; enregistrez-le en .xlsx ou en .csv")
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_UNZIPPED:
                raise TableError("le classeur décompressé est trop grand")
            formulas = any(
                _UNCOMPUTED.search(archive.read(name))
                for name in archive.namelist()
                if name.startswith("xl/worksheets/")
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # validations and styles that openpyxl does not know
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
            typed = openpyxl.load_workbook(io.BytesIO(raw), read_only=True) if formulas else None
            return [
                (sheet.title, _cells(sheet, typed[sheet.title] if typed else None))
                for sheet in book.worksheets
                if sheet.sheet_state == "visible"
            ]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError) as error:
        raise TableError(f"le classeur est illisible ({error}) ; enregistrez-le en .csv") from None


def _cells(sheet: Any, typed: Any) -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet; a formula that no spreadsheet has worked out says so."""
    rows = [
        (number, [_text(cell.value, cell) for cell in row])
        for number, row in enumerate(sheet.iter_rows(), start=1)
    ]
    for (_, cells), row in zip(
        rows, typed.iter_rows(values_only=True) if typed else (), strict=False
    ):
        for i, value in enumerate(row):
            if isinstance(value, str) and value.startswith("=") and i < len(cells) and not cells[i]:
                cells[i] = UNCOMPUTED
    return rows


# What is in a format of numbers without being a part of the date: texts, colours, languages.
_NOT_A_PART = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')


def _shown(day: date, cell: Any) -> str:
    """Return a day in ISO 8601, or the month that the format of its cell shows of its first day.

    Any other first of a month is written as spreadsheets do (`01/10/2021`): a month may be meant.
    """
    parts = _NOT_A_PART.sub("", str(cell.number_format)).lower()
    if day.day != 1:
        return day.isoformat()
    if "y" not in parts or set("dhs") & set(parts):
        return f"{day:%d/%m/%Y}"
    return f"{day:%Y-%m}" if "m" in parts or day.month != 1 else f"{day:%Y}"


def _text(value: Any, cell: Any) -> str:  # noqa: PLR0911 - a table of types
    """Return what a spreadsheet shows of the value of a cell, dates in ISO 8601."""
    match value:
        case None:
            return ""
        case bool():
            return "oui" if value else "non"
        case datetime() if value.time() == time():
            return _shown(value.date(), cell)
        case datetime():
            return value.isoformat(timespec="minutes")
        case date():
            return value.isoformat()
        case time():
            return value.isoformat(timespec="minutes")
        case float() if value.is_integer():
            return str(int(value))
    return str(value)
