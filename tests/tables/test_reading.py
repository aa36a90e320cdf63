"""Rows out of files, whoever saved them."""

import io
import re
import struct
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time

import openpyxl
import pytest

from generator.tables import TableError, reading
from generator.tables.reading import Shape, Table

ROWS = [("Nom", "Notes"), ("Évreux", "a, b"), ("Loiré", "c\nd | e")]


def read(raw: bytes, *names: str) -> Table:
    return reading.read(raw, Shape({"Nom", "Notes", *names}.__contains__))


def zipped(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


def cells(raw: bytes) -> list[tuple[str, ...]]:
    table = read(raw)
    return [table.header, *(row.cells for row in table.rows)]


def text(delimiter: str) -> str:
    quoted = [[f'"{c}"' if set(c) & set(f"{delimiter}\n") else c for c in row] for row in ROWS]
    return "".join(delimiter.join(row) + "\r\n" for row in quoted)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_usual_delimiter_in_any_usual_encoding(delimiter: str, encoding: str) -> None:
    assert cells(text(delimiter).encode(encoding)) == ROWS


def test_a_cell_full_of_bars_and_commas_does_not_mislead() -> None:
    table = "\n".join(["| Poste | Montant |", "|---|---:|"] + ["| Salle, 2 jours | 300 |"] * 30)
    raw = f'Nom;Notes\nUn;"{table}"\nDeux;x\n'.encode()
    assert cells(raw) == [("Nom", "Notes"), ("Un", table), ("Deux", "x")]


def test_rows_keep_the_number_that_a_spreadsheet_shows() -> None:
    table = read(b'Liste\n\nNom;Notes\n\na;b\nc;"d\ne"\nf;g\n')
    assert [row.number for row in table.rows] == [5, 6, 8]


def test_short_and_long_rows_have_the_width_of_the_header() -> None:
    assert cells(b"Nom;Notes;;\na\nb;c;d;e\n;;\n") == [("Nom", "Notes"), ("a", ""), ("b", "c")]


def test_columns_of_one_name_are_told_apart() -> None:
    assert cells(b"Nom;Autre :;Autre :\na;b;c\n")[0] == ("Nom", "Autre :", "Autre : (2)")


def test_the_sheet_that_has_known_columns_is_read_and_the_others_named() -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Mode d’emploi"
    book.worksheets[0].append(["Voir l’onglet suivant"])
    book.create_sheet("Membres").append(["Nom", "Notes"])
    book.create_sheet("Archives").append(["Nom", "Notes"])
    out = io.BytesIO()
    book.save(out)
    table = read(out.getvalue())
    assert (table.sheet, table.left) == ("Membres", ("Mode d’emploi", "Archives"))


def test_what_a_workbook_hides_and_merges_is_named() -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    for row in (["Nom", "Notes"], ["a", "b"], ["c", "d"], ["e", None], [None, "f"]):
        first.append(row)
    first.row_dimensions[3].hidden = True
    first.merge_cells("A4:A5")
    first.column_dimensions["B"].hidden = True
    hidden = book.create_sheet("Brouillon")
    hidden.sheet_state = "hidden"
    hidden.append(["Nom", "secret"])
    out = io.BytesIO()
    book.save(out)
    table = read(out.getvalue())
    assert (table.left, table.hidden, table.merged) == (("Brouillon (masquée)",), (3,), ("A4:A5",))
    assert table.masked == ("Notes",)
    assert [row.number for row in table.rows] == [2, 3, 4, 5]


def edited(raw: bytes, part: str, old: str, new: str) -> bytes:
    """Return a workbook where the text of a part is not what it was."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as before, zipfile.ZipFile(out, "w") as after:
        for name in before.namelist():
            text = before.read(name).decode()
            assert name != part or re.search(old, text)
            after.writestr(name, re.sub(old, new, text, count=1) if name == part else text)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("part", "old", "new", "hidden"),
    [
        ("xl/styles.xml", r"<fill>.*?</fill>|<fill ?/>", "<fill/>", (3,)),
        ("docProps/core.xml", r"(?s).*", "<pas du XML", (3,)),
        (SHEET, "</worksheet>", r'<pageSetup orientation="paysage"/>\g<0>', (3,)),
        (
            SHEET,
            "</sheetData>",
            r'\g<0><conditionalFormatting sqref="A1"><cfRule type="?"/></conditionalFormatting>',
            (3,),
        ),
        (SHEET, r'row r="3"', 'row x="3"', (3,)),
        (SHEET, r'c r="([A-Z]+)2"', "c", (3,)),
        (SHEET, "^", '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>', None),
    ],
)
def test_what_a_workbook_has_beside_its_cells_may_be_as_it_likes(
    part: str, old: str, new: str, hidden: tuple[int, ...] | None
) -> None:
    book = openpyxl.Workbook()
    for row in (*ROWS[:2], ("caché", "#N/A")):
        book.worksheets[0].append(row)
    book.worksheets[0].row_dimensions[3].hidden = True
    out = io.BytesIO()
    book.save(out)
    table = read(edited(out.getvalue(), part, old, new))
    assert next(iter(table.rows)).cells == ROWS[1]
    assert table.hidden == hidden


def ods(*rows: tuple[str, ...]) -> bytes:
    """Return a spreadsheet of LibreOffice."""
    cells = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
            for c in row
        )
        + "</table:table-row>"
        for row in rows
    )
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text")
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("META-INF/manifest.xml", "<manifest/>")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:body><office:spreadsheet>"
            f'<table:table table:name="Feuille1">{cells}</table:table>'
            "</office:spreadsheet></office:body></office:document-content>",
        )
    return out.getvalue()


def xls(*rows: tuple[str, ...]) -> bytes:
    """Return a workbook of Excel 97: a stream of records in a compound file."""

    def record(number: int, data: bytes) -> bytes:
        return struct.pack("<HH", number, len(data)) + data

    def text(value: str) -> bytes:
        return struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")

    start = record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 0, 0, 0))
    sheet = record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0)) + b"".join(
        record(0x204, struct.pack("<HHH", r, c, 0) + text(cell))
        for r, row in enumerate(rows)
        for c, cell in enumerate(row)
    )
    name = b"\x01\x00F"
    size = len(start) + 4 + 6 + len(name) + 4
    bound = record(0x85, struct.pack("<IBB", size, 0, 0) + name)
    stream = start + bound + record(0xA, b"") + sheet + record(0xA, b"")
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")

    def entry(name: str, kind: int, child: int, first: int, length: int) -> bytes:
        raw = name.encode("utf-16-le") + b"\0\0"
        head = raw.ljust(64, b"\0") + struct.pack("<HBBiii", len(raw), kind, 1, -1, -1, child)
        return head + b"\0" * 36 + struct.pack("<iII", first, length, 0)

    sectors = len(stream) // 512
    chain = [*range(1, sectors), -2, -2, -3]  # the stream, the folder, this table
    table = struct.pack(f"<{len(chain)}i", *chain).ljust(512, b"\xff")
    folder = entry("Root Entry", 5, 1, -2, 0) + entry("Workbook", 2, -1, 0, len(stream))
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    head += struct.pack(
        "<HHHHH6xIIIIIiIiI", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, sectors, 0, 4096, -2, 0, -2, 0
    )
    head += struct.pack("<i", sectors + 1).ljust(436, b"\xff")
    return head + stream + folder.ljust(512, b"\0") + table


@pytest.mark.parametrize("made", [ods, xls])
def test_other_workbooks_are_read_too(made: Callable[..., bytes]) -> None:
    assert cells(made(("Liste",), *ROWS[:2])) == ROWS[:2]
    assert read(made(*ROWS)).hidden is None, "nobody knows"


def test_an_error_of_the_spreadsheet_stays_in_its_cell() -> None:
    book = openpyxl.Workbook()
    for row in (["Nom", "Notes"], ["#N/A", "b"]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue())[1] == ("#N/A", "b")
    # What a formula gives may be an empty text.
    shown = edited(out.getvalue(), SHEET, "<c[^>]*><v>#N/A</v>", '<c t="str"><f>A1</f><v></v>')
    assert cells(shown)[1] == ("", "b")


def test_invisible_signs_and_our_apostrophe_are_taken_away() -> None:
    raw = "Nom;Notes\n\u200bZoe\u0301\u00a0;'=1\n'a;''=1\n".encode()
    assert cells(raw)[1:] == [("Zoé", "=1"), ("'a", "'=1")]


def test_a_workbook_says_what_it_shows() -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    hidden = book.create_sheet("cachée", 0)
    hidden.sheet_state = "hidden"
    hidden.append(["Nom", "secret"])
    empty = book.create_sheet("vide", 1)
    assert empty.max_row == 1
    for row in (
        ["Nom", "Notes"],
        [1004, 2.0],
        [0.5, date(2026, 3, 12)],
        [datetime(2026, 3, 12, 18, 30), True],  # noqa: DTZ001 - a spreadsheet knows no zone
        [time(9, 5), None],
        [None, None],
        ["fin", "=1+1"],
    ):
        first.append(row)
    out = io.BytesIO()
    book.save(out)
    assert cells(out.getvalue()) == [
        ("Nom", "Notes"),
        ("1004", "2"),
        ("0.5", "2026-03-12"),
        ("2026-03-12T18:30", "oui"),
        ("09:05", ""),
        ("fin", "#FORMULE!"),  # a formula that no spreadsheet has worked out
    ]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "vide"),
        (b";;\n\n", "vide"),
        (b"PK\x03\x04 et rien", "classeur est illisible"),
        (b"\xd0\xcf\x11\xe0\xa1", "classeur est illisible"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "mot de passe"),
        (zipped("mimetype"), "classeur est illisible"),
        (b"%PDF\0", "ce n’est pas un tableau".encode().decode()),
        (b"Nom;\x81\n", "Windows-1252"),
        (b"\xff\xfe\x00", "Windows-1252"),
    ],
)
def test_what_is_no_table_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(TableError, match=why):
        cells(raw)


@pytest.mark.parametrize(
    ("value", "format_", "shown"),
    [
        (datetime(2021, 10, 1), "mmm-yy", "01/10/2021"),  # noqa: DTZ001 - a month, maybe
        (datetime(2021, 10, 1), "dd/mm/yyyy", "01/10/2021"),  # noqa: DTZ001
        (datetime(2021, 10, 12), "mmm-yy", "2021-10-12"),  # noqa: DTZ001
        (2021, "dd/mm/yyyy", "1905-07-13"),
        (2021, "General", "2021"),
    ],
)
def test_a_date_of_a_workbook_is_read_as_spreadsheets_write_it(
    value: object, format_: str, shown: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["Titre", "Début"])
    sheet.append(["Un", value])
    sheet["B2"].number_format = format_
    out = io.BytesIO()
    book.save(out)
    (row,) = read(out.getvalue(), "Titre", "Début").rows
    assert row.cells == ("Un", shown)
