"""A table given out and brought back changes nothing, whatever the club and the form."""

import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator import demo
from generator.build import pipeline
from generator.commands import tables
from generator.core import settings as club_settings
from generator.core.settings import HOME
from generator.tables import export
from generator.tables.columns import TABLES, leaves
from generator.tables.reading import Shape, clean_cell, read
from generator.tables.sections import sections
from tests.miniature import CLUB, TODAY, read_tree
from tests.site_fixtures import copy_miniature


def brought_back(root: Path, kind: str, form: str, today: date = TODAY) -> tables.Imported:
    config = club_settings.load(root)
    data = tables.exported(root, config, kind, form, today)
    order = tables.Order(kind, f"{kind}.{form}", data)
    return tables.run(root, config, order, today=today, choose=None)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("kind", TABLES)
def test_the_miniature_club_comes_back_as_it_was(kind: str, form: str, tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    before = read_tree(root)
    done = brought_back(root, kind, form)
    assert (done.outcome.refused, done.outcome.texts, done.outcome.added) == ([], {}, [])
    assert done.outcome.same == len(
        list(pipeline.check(root, club_settings.load(root), TODAY).club.records[TABLES[kind]])
    )
    assert done.outcome.notes == []
    assert read_tree(root) == before


@given(
    seed=st.integers(0, 10_000),
    kind=st.sampled_from(list(TABLES)),
    form=st.sampled_from(["csv", "xlsx"]),
)
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_demo_comes_back_as_it_was(seed: int, kind: str, form: str, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    sizes = demo.Sizes(members=12, practices=6, meetings=6, watch=6, actions=2)
    demo.write_demo(root, sizes, seed=seed, today=TODAY, home=HOME)
    done = brought_back(root, kind, form)
    assert (done.outcome.refused, done.outcome.texts, done.outcome.added) == ([], {}, [])
    assert not done.written


EDITED = {
    "members": ("Rôle dans le club", ("club", "function")),
    "practices": ("Temps d’agents et appuis", ("staff",)),
    "meetings": ("Lieu", ("location",)),
}


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(list(TABLES)), row=st.integers(0, 5))
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_saved_again_by_a_spreadsheet_only_the_cell_that_was_edited_changes(
    seed: int, kind: str, row: int, tmp_path: Path
) -> None:
    root = tmp_path / "demo"
    sizes = demo.Sizes(members=12, practices=6, meetings=6, watch=6, actions=2)
    demo.write_demo(root, sizes, seed=seed, today=TODAY, home=HOME)
    config = club_settings.load(root)
    book = openpyxl.load_workbook(io.BytesIO(tables.exported(root, config, kind, "xlsx", TODAY)))
    sheet = book.worksheets[0]

    def brought() -> tables.Imported:
        out = io.BytesIO()
        book.save(out)
        order = tables.Order(kind, "t.xlsx", out.getvalue(), dry_run=True)
        return tables.run(root, config, order, today=TODAY, choose=None)

    assert brought().diff == ""
    name, path = EDITED[kind]
    header = [cell.value for cell in sheet[1]]
    sheet.cell(row + 2, header.index(name) + 1).value = "Un mot nouveau, au 3"
    done = brought()
    id_ = str(sheet.cell(row + 2, 1).value)
    assert (done.outcome.refused, done.outcome.changed, done.outcome.added) == ([], [id_], [])
    lines = [line for line in done.diff.splitlines() if line[:1] in "+-" and line[:3] not in FILES]
    field = path[-1]
    added = [line[1:].strip().removeprefix("- ") for line in lines if line[0] == "+"]
    assert f"{field}: Un mot nouveau, au 3" in added
    rest = {line for line in added if not line.startswith(f"{field}:")}
    assert rest <= {f"{path[0]}:"}, done.diff
    assert all(line[1:].strip().startswith(f"{field}:") for line in lines if line[0] == "-")


FILES = ("+++", "---")


@pytest.mark.parametrize("kind", TABLES)
def test_every_field_has_a_column_and_a_name_of_its_own(kind: str) -> None:
    root_kind = TABLES[kind]
    checked = pipeline.check(CLUB, club_settings.load(CLUB), TODAY)
    header = export.table(checked.club, root_kind)[0]
    assert len(header) == len(set(header))
    scalars = [p for p in leaves(root_kind) if ".N." not in p and not p.startswith("body")]
    assert len(header) >= len(scalars)


@given(st.text(max_size=12) | st.from_regex(r"'*[=+\-@].{0,5}", fullmatch=True))
def test_what_a_spreadsheet_would_run_comes_back(text: str) -> None:
    clean = clean_cell(text if not text.startswith("'") else f"x{text}")
    rows = [["a", "b"], ["0", clean]]
    for data in (export.as_csv(rows), export.as_xlsx(rows, "t")):
        table = read(data, Shape(lambda name: name in {"a", "b"}))
        assert [row.cells for row in table.rows] == [("0", clean)]


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1+1", "''=1", "@x", "-x", "+33 6 12 34 56 78", "'quoted'"]
)
def test_a_formula_is_neutral_outside_and_the_same_inside(text: str) -> None:
    data = export.as_csv([["a", "b"], ["0", text]])
    if text.lstrip("'")[0] in "=@-":
        assert f";'{text}\r\n".encode() in data
    assert next(iter(read(data, Shape(lambda name: name == "a")).rows)).cells == ("0", text)


def test_a_workbook_has_the_same_bytes_every_time() -> None:
    rows = [["a"], ["é"]]
    assert export.as_xlsx(rows, "t") == export.as_xlsx(rows, "t")


@given(seed=st.integers(0, 10_000), kind=st.sampled_from(list(TABLES)))
@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_table_is_enough_to_write_the_records_again(seed: int, kind: str, tmp_path: Path) -> None:
    root = tmp_path / "demo"
    sizes = demo.Sizes(members=10, practices=6, meetings=6, watch=6, actions=2)
    demo.write_demo(root, sizes, seed=seed, today=TODAY, home=HOME)
    config = club_settings.load(root)
    of = TABLES[kind]
    whole = pipeline.check(root, config, TODAY).club
    data = tables.exported(root, config, kind, "csv", TODAY)
    _take_away(root, kind)
    order = tables.Order(kind, "t.csv", data)
    done = tables.run(root, config, order, today=TODAY, choose=None)
    assert done.outcome.refused == []
    again = pipeline.check(root, config, TODAY).club
    assert again.records[of] == whole.records[of]
    for id_ in whole.records[of]:
        told, before = again.body(of, id_), whole.body(of, id_)
        if kind == "practices":
            assert sections(told) == sections(before)
        else:
            assert told.strip() == before.strip()
    assert tables.run(root, config, order, today=TODAY, choose=None).outcome.texts == {}


def _take_away(root: Path, kind: str) -> None:
    """Remove the records of a kind but the first, which is left with what it must have."""
    if kind == "members":
        first, *_ = (root / "members.yaml").read_text(encoding="utf-8").partition("\n\n")
        (root / "members.yaml").write_text(f"{first}\n", encoding="utf-8")
        return
    for path in (root / kind).iterdir():
        path.unlink()
