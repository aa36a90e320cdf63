"""CSV as French spreadsheets open it without asking: UTF-8 with BOM, semicolons, CRLF (RFC 4180).

A cell that a spreadsheet would run as a formula is neutralised by an apostrophe, as OWASP
advises; phone numbers are kept.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

# After apostrophes too: who reads the table back takes one away.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_PHONE = re.compile(r"\+\d+(?:[ .\u00a0\u202f]\d+)+")
Cell = str | int | None


def cell(value: str) -> str:
    """Return `value` as a cell no spreadsheet takes for a formula."""
    if _FORMULA.match(value) and not _PHONE.fullmatch(value):
        return f"'{value}"
    return value


def table(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Return a table as the text of a CSV file, BOM included."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell("" if value is None else str(value)) for value in row])
    return "\ufeff" + out.getvalue()
