"""`urls.lock`: what was published once leads somewhere for ever, and only a publication writes it."""

import shutil
from pathlib import Path

import pytest

from generator.core import published
from tests.miniature import TODAY
from tests.site_fixtures import BuiltClub, copy_miniature, run_club

DAY = ("--today", TODAY.isoformat())
SHEET = "practices/conseil-de-jeunes-les-orres.md"


@pytest.fixture(scope="module")
def recorded(tmp_path_factory: pytest.TempPathFactory, miniature: BuiltClub) -> Path:
    root = copy_miniature(tmp_path_factory.mktemp("urls") / "club", miniature)
    done = run_club(["build", "--record-urls", "--root", root, *DAY])
    assert done.returncode == 0, done.stderr
    return root


@pytest.fixture
def root(recorded: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(recorded, tmp_path / "club"))


def check(root: Path, code: int) -> str:
    done = run_club(["check", "--root", root, *DAY])
    assert done.returncode == code, done.stdout
    return done.stdout


def test_every_page_of_a_record_and_of_a_term_is_recorded(recorded: Path) -> None:
    known = published.load(recorded)
    pages = {
        f"/{page.parent.relative_to(recorded / 'site').as_posix()}/".replace("/./", "/")
        for section in ("annuaire", "pratiques", "veille", "reunions", "themes", "methodes")
        for page in (recorded / "site" / section).glob("*/index.html")
        if page.parent.name != "page"
    }
    assert pages <= known.keys()
    assert "/pratiques/bp-mulhouse/" in known  # a former one, which leads to the present one
    for address in known:
        assert (recorded / "site" / address.strip("/") / "index.html").is_file(), address


def test_a_renamed_sheet_keeps_its_address_by_an_alias(root: Path) -> None:
    assert check(root, 0) == ""
    text = (root / SHEET).read_text(encoding="utf-8")
    (root / SHEET).unlink()
    new = root / "practices/conseil-des-jeunes-les-orres.md"
    new.write_text(text, encoding="utf-8")
    said = check(root, 1)
    assert "erreur R11 — /pratiques/conseil-de-jeunes-les-orres/ a été publiée" in said
    assert "ajoutez-y « aliases: [conseil-de-jeunes-les-orres] »" in said
    head, _, body = text.partition("status:")
    alias = "aliases: [conseil-de-jeunes-les-orres]\nstatus:"
    new.write_text(f"{head}{alias}{body}", encoding="utf-8")
    check(root, 0)
    before = published.load(root)
    run_club(["build", "--record-urls", "--root", root, *DAY])
    after = published.load(root)
    assert before.keys() < after.keys()
    assert after.keys() - before.keys() == {"/pratiques/conseil-des-jeunes-les-orres/"}


def test_someone_erased_leaves_no_address(root: Path) -> None:
    done = run_club(["erase", "camille-exemple", "--yes", "--root", root, *DAY])
    assert done.returncode == 0, done.stderr
    assert "camille" not in (root / published.FILE).read_text(encoding="utf-8")
    check(root, 0)


def test_without_the_option_nothing_is_written(root: Path) -> None:
    (root / published.FILE).unlink()
    run_club(["build", "--root", root, *DAY])
    assert not (root / published.FILE).exists()
