"""Tables brought into a small club, as data. The format is described in `tests/test_imports.py`."""

import io
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from generator.commands import tables
from generator.core import settings
from generator.core.settings import HOME
from tests import cases
from tests.cases import TODAY, Case

MANDATES = "vocabularies/mandates.yaml"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class ImportCase:
    """One case; an unknown key in its file is an error."""

    name: str
    kind: str
    table: str = ""
    file: str = "table.csv"
    encoding: str = "utf-8"
    rows: list[list[Any]] = field(default_factory=list)
    mapping: str = ""
    mandates: bool = False
    people: list[str] = field(default_factory=list)
    accept_partial: bool = False
    edits: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    today: date = TODAY
    error: str = ""
    diff: str = ""
    said: str = ""

    def __str__(self) -> str:
        return self.name

    @property
    def raw(self) -> bytes:
        """The bytes of the table."""
        return _workbook(self.rows) if self.rows else self.table.encode(self.encoding)

    def lay(self, root: Path) -> Path:
        """Write the club of the case in `root`, which does not exist yet; return `root`."""
        case = Case("", "ok", "", edits=dict(self.edits), files=dict(self.files))
        if self.mandates:
            case.files[MANDATES] = (HOME / MANDATES).read_text(encoding="utf-8")
            case.edits["members.yaml"] = [
                {"replace": "role: adjoint", "with": "role: vice-president-epci"},
                *self.edits.get("members.yaml", []),
            ]
        return cases.lay(case, root)

    def order(self, *, dry_run: bool = False) -> tables.Order:
        """What is asked of the import."""
        return tables.Order(
            self.kind, self.file, self.raw, self.mapping, self.people, dry_run, self.accept_partial
        )


def _workbook(rows: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def every() -> Iterator[ImportCase]:
    """Yield the cases of every file."""
    for path in sorted(HERE.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text(encoding="utf-8")):
            yield ImportCase(**case)


def bring(case: ImportCase, root: Path, *, dry_run: bool = False) -> tuple[tables.Imported, str]:
    """Bring the table of a case in the club of `root`; return what came of it, and what is said."""
    done = tables.run(
        root, settings.load(root), case.order(dry_run=dry_run), today=case.today, choose=None
    )
    heard = io.StringIO()
    with redirect_stdout(heard), redirect_stderr(heard):
        tables.report(done, case.order())
    lines = heard.getvalue().splitlines(keepends=True)
    return done, "".join(n for n in lines if not n.startswith("colonne ") or ": ignorée" in n)
