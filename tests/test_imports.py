"""What « club import » makes of tables, as data files: `tests/imports/*.yaml`. No Python needed.

Each file is a list of cases. A case starts from the valid club of `cases/base/`:

    - name: what is special here, in French
      kind: members                # or practices, meetings
      table: |                     # a CSV file, as text
      encoding: cp1252             # of the CSV (utf-8 when absent)
      rows: [[cell, …], …]         # or the rows of an XLSX file, typed as YAML types them
      file: name                   # the name of the file (table.csv when absent)
      map: {column: field}         # as --map
      people: [Nom Prénom, …]      # as --name
      accept_partial: true         # as --accept-partial
      today: 2026-06-15            # the day (this one when absent)
      edits, files                 # changes in the club, as in tests/test_cases.py
      error: text                  # a part of the usage error, when the whole is refused
      diff: |                      # the whole difference it makes in the sources
      said: |                      # all that is said: columns left out, notes, refusals, verdict

A case without `diff` changes nothing. Whatever it writes passes the check, and the same table
brought in again changes nothing more.
"""

import re
from pathlib import Path

import pytest

from generator.build import pipeline
from generator.commands import RefusedError
from generator.core import settings
from tests import imports
from tests.imports import ImportCase
from tests.miniature import read_tree

CASES = list(imports.every())


@pytest.mark.parametrize("case", [c for c in CASES if not c.error], ids=str)
def test_an_import_says_and_writes_what_the_case_expects(case: ImportCase, tmp_path: Path) -> None:
    root = case.lay(tmp_path / "club")
    before = read_tree(root)
    seen, _ = imports.bring(case, root, dry_run=True)
    assert seen.diff == case.diff
    assert read_tree(root) == before, "a dry run writes nothing"
    done, said = imports.bring(case, root)
    assert said == case.said
    assert done.written == bool(case.diff and (case.accept_partial or not done.outcome.refused))
    if not done.written:
        assert read_tree(root) == before
        return
    assert pipeline.check(root, settings.load(root), case.today).errors == []
    after = read_tree(root)
    again, _ = imports.bring(case, root)
    assert again.outcome.texts == {}, "brought in twice, it changes nothing the second time"
    assert read_tree(root) == after


@pytest.mark.parametrize("case", [c for c in CASES if c.error], ids=str)
def test_a_table_that_cannot_be_read_is_refused_whole(case: ImportCase, tmp_path: Path) -> None:
    root = case.lay(tmp_path / "club")
    before = read_tree(root)
    with pytest.raises(RefusedError, match=re.escape(case.error)):
        imports.bring(case, root)
    assert read_tree(root) == before


def test_names_of_cases_are_unique() -> None:
    assert len(CASES) == len({case.name for case in CASES})
