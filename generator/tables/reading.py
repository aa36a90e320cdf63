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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from html import unescape
from itertools import chain, islice
from typing import Any, NamedTuple

from openpyxl.utils import column_index_from_string, get_column_letter
from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetVisibleEnum,
)

from generator.sources.characters import FORBIDDEN, INVISIBLE

MAX_BYTES = 200_000_000  # the municipal councillors of the RNE are about 90 MB
MAX_UNZIPPED = 500_000_000
_DELIMITERS = ";,\t|"
_LOOKED_AT = 50  # rows that show the delimiter
_TITLES = 10  # rows among which the header is looked for
_ENOUGH = 2  # known columns that make a table of a sheet
UNCOMPUTED = "#FORMULE!"
_NEUTRAL = re.compile(r"'(?='*[=+\-@\t\r])")
_INVISIBLE = re.compile(f"(?![\\n\\r\\t])(?:{FORBIDDEN.pattern}|{INVISIBLE.pattern})")
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"

Rows = Iterable[tuple[int, Sequence[str]]]  # numbered as the spreadsheet shows them


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

    `sheet` is the sheet that was read, `left` those that were not, the hidden ones named so;
    `hidden` are the numbers of the rows that the spreadsheet hides, `merged` the ranges (`A4:B5`)
    of which only the first cell has the value.
    """

    header: tuple[str, ...]
    rows: Iterable[Row]
    sheet: str = ""
    left: tuple[str, ...] = ()
    hidden: tuple[int, ...] = ()
    merged: tuple[str, ...] = ()


def read(raw: bytes, known: Callable[[str], bool]) -> Table:
    """Return the table that a file holds. Raises TableError.

    `known` says whether a text is the name of a column: titles above the header are passed over.
    """
    if len(raw) > MAX_BYTES:
        raise TableError(f"le fichier dépasse {MAX_BYTES // 1_000_000} Mo")
    if raw.startswith((_ZIP, _OLE)):
        return _workbook(raw, known)
    return _table(_csv(_decoded(raw)), known)


def _table(rows: Rows, known: Callable[[str], bool]) -> Table:
    filled = _filled(rows)
    first = list(islice(filled, _TITLES))
    if not first:
        raise TableError("le tableau est vide")
    at = max(range(len(first)), key=lambda i: (sum(map(known, first[i][1])), -i))
    header = _numbered(first[at][1])
    width = len(header)
    rest = chain(first[at + 1 :], filled)
    return Table(
        tuple(header),
        (Row(number, (*cells[:width], *[""] * (width - len(cells)))) for number, cells in rest),
    )


def _numbered(header: Sequence[str]) -> list[str]:
    """Return the names of columns, those that come again with their rank: « Autre : (2) »."""
    seen: Counter[str] = Counter()
    found = []
    for name in header:
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
    half = raw[1:2000:2]
    marked = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if marked else ["utf-8-sig", "cp1252"]
    if b"\0" in raw and not marked:  # UTF-16 without its mark
        encodings = ["utf-16-le"] if half.count(0) > len(half) * 2 // 3 else []
    for encoding in encodings:
        with suppress(UnicodeDecodeError):
            return raw.decode(encoding)
    if b"\0" in raw and not marked:
        raise TableError("ce n’est pas un tableau : enregistrez-le en .csv ou en .xlsx")
    raise TableError("le fichier n’est ni en UTF-8, ni en Windows-1252")


def _csv(text: str) -> Rows:
    shift = 0
    given = re.match(r"\s*\"?sep=(.)\"?\r?\n", text, re.IGNORECASE)  # what Excel writes for itself
    if given:
        text, shift = text[given.end() :], 1
    reader = _reader(text, given[1] if given else _delimiter(text))
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
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return count / max(len(rows), 1), width

    return max(_DELIMITERS, key=score)


# --- workbooks ----------------------------------------------------------------------------

_LOCKED = "le classeur est protégé par un mot de passe ; retirez-le, ou enregistrez en .csv"


def _workbook(raw: bytes, known: Callable[[str], bool]) -> Table:
    """Return the table of the first sheet that has known columns, else of the one with most."""
    try:
        unread = _unread(raw)
        book = CalamineWorkbook.from_object(io.BytesIO(raw))
        visible = [m.name for m in book.sheets_metadata if m.visible is SheetVisibleEnum.Visible]
        sheets = {name: book.get_sheet_by_name(name) for name in visible}
        rows = {
            name: _cells(sheet, unread[name].cells if name in unread else {})
            for name, sheet in sheets.items()
        }
    except (*_UNREADABLE, PasswordError) as error:
        if isinstance(error, PasswordError) or "EncryptedPackage".encode("utf-16-le") in raw:
            raise TableError(_LOCKED) from None
        raise TableError(f"le classeur est illisible ({error}) ; enregistrez-le en .csv") from None
    tables = {name: _table(r, known) for name, r in rows.items() if any(any(c) for _, c in r)}
    if not tables:
        raise TableError("le tableau est vide")
    score = {name: sum(map(known, table.header)) for name, table in tables.items()}
    best = next((n for n in score if score[n] >= _ENOUGH), None) or max(
        score, key=lambda n: score[n]
    )
    left = [name for name in tables if name != best]
    left += [f"{name} (masquée)" for name in book.sheet_names if name not in visible]
    return replace(
        tables[best],
        sheet=best,
        left=tuple(left),
        hidden=unread[best].hidden if best in unread else (),
        merged=tuple(map(_range, sheets[best].merged_cell_ranges or ())),
    )


_UNREADABLE = (CalamineError, zipfile.BadZipFile, LookupError, ValueError, OSError, RuntimeError)
_SHEET = re.compile(r'<sheet\b(?=[^>]*\bname="([^"]*)")[^>]*\br:id="([^"]*)"')
_FILE = re.compile(r'<Relationship\b(?=[^>]*\bId="([^"]*)")[^>]*\bTarget="/?(?:xl/)?([^"]*)"')
_FORMAT = re.compile(r'<numFmt\b(?=[^>]*\bnumFmtId="(\d+)")[^>]*\bformatCode="([^"]*)"')
# What is in a format of numbers without being a part of the date: texts, colours, languages.
_NOT_A_PART = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|[_*].')
_HIDDEN = re.compile(r'<row\b(?=[^>]*\br="(\d+)")[^>]*\bhidden="(?:1|true)"')
_PLACE = r'<c\b(?=[^>]*\br="([A-Z]+)(\d+)")'
_STYLED = re.compile(rf'{_PLACE}[^>]*\bs="(\d+)"')
_FORMULA = r"<f\b[^>]*(?:/>|>[^<]*</f>)"
_NO_VALUE = re.compile(rf"{_PLACE}[^>]*>{_FORMULA}\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ERROR = re.compile(rf'{_PLACE}[^>]*\bt="e"[^>]*>(?:{_FORMULA})?<v>([^<]*)</v>')


class _Unread(NamedTuple):
    """What calamine does not give of a sheet of an .xlsx: hidden rows, and texts by their place.

    Those are errors, formulas never worked out, and the format of days shown as months.
    """

    hidden: tuple[int, ...]
    cells: dict[tuple[int, int], str]


def _unread(raw: bytes) -> dict[str, _Unread]:
    """Return what calamine does not give of the sheets of an .xlsx, by name."""
    if not raw.startswith(_ZIP):
        return {}
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        if sum(entry.file_size for entry in archive.infolist()) > MAX_UNZIPPED:
            raise TableError("le classeur décompressé est trop grand")
        if "xl/workbook.xml" not in archive.namelist():
            return {}

        def part(name: str) -> str:
            return archive.read(f"xl/{name}").decode()

        files = dict(_FILE.findall(part("_rels/workbook.xml.rels")))
        months = _months(part("styles.xml")) if "xl/styles.xml" in archive.namelist() else {}
        found = {}
        for name, id_ in _SHEET.findall(part("workbook.xml")):
            xml = part(files[id_])
            cells = [(c, row, months[s]) for c, row, s in _STYLED.findall(xml) if s in months]
            cells += [(*place, UNCOMPUTED) for place in _NO_VALUE.findall(xml)]
            places = {
                (int(r), column_index_from_string(c) - 1): text
                for c, r, text in cells + _ERROR.findall(xml)
            }
            found[unescape(name)] = _Unread(tuple(map(int, _HIDDEN.findall(xml))), places)
        return found


def _months(styles: str) -> dict[str, str]:
    """Return how Python writes what the styles that show no day show, by their rank."""
    codes = {"17": "mmm-yy"} | dict(_FORMAT.findall(styles))
    used = styles.partition("<cellXfs")[2].partition("</cellXfs>")[0]
    found = {}
    for rank, id_ in enumerate(re.findall(r'<xf\b[^>]*\bnumFmtId="(\d+)"', used)):
        parts = set(_NOT_A_PART.sub("", unescape(codes.get(id_, ""))).lower())
        if "y" in parts and not parts & set("dhs"):
            found[str(rank)] = "%Y-%m" if "m" in parts else "%Y"
    return found


def _range(corners: tuple[tuple[int, int], tuple[int, int]]) -> str:
    return ":".join(f"{get_column_letter(column + 1)}{row + 1}" for row, column in corners)


def _cells(
    sheet: CalamineSheet, unread: Mapping[tuple[int, int], str]
) -> list[tuple[int, list[str]]]:
    """Return the rows of a sheet; an error, or a formula never worked out, is named in its cell."""
    values = sheet.to_python(skip_empty_area=False)
    return [
        (number, [_text(value, unread.get((number, i), "")) for i, value in enumerate(row)])
        for number, row in enumerate(values, start=1)
    ]


def _text(value: Any, unread: str) -> str:  # noqa: PLR0911 - a table of types
    """Return what a spreadsheet shows of a value, dates in ISO 8601.

    Save a first of the month, written as spreadsheets do (`01/10/2021`): a month may be meant, and
    is when its format shows no day.
    """
    match value:
        case bool():
            return "oui" if value else "non"
        case datetime() if value.time() != time():
            return value.isoformat(timespec="minutes")
        case date() if value.day != 1:
            return f"{value:%Y-%m-%d}"
        case date():
            year_only = unread == "%Y" and value.month == 1
            return f"{value:{'%Y' if year_only else '%Y-%m' if unread else '%d/%m/%Y'}}"
        case time():
            return value.isoformat(timespec="minutes")
        case timedelta():
            minutes = int(value.total_seconds()) // 60
            return f"{minutes // 60:02}:{minutes % 60:02}"
        case float() if value.is_integer():
            return str(int(value))
    return unread if unread.startswith("#") else str(value)
