"""The sources of this club: without error, in canonical form, and a site can be built from them."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.build import pipeline
from generator.core import settings
from generator.core.findings import errors
from generator.sources import files
from generator.writing.formatting import canonical
from tests.site_fixtures import HOME, run_club

SOURCES = files.paths(HOME)
TODAY = datetime.now(UTC).date()


def copied(folder: Path) -> Path:
    """Copy the sources of this club, and nothing else, to `folder`; return it."""
    folder.mkdir()
    for name in (*files.LIST_FILES, "mkdocs.yml"):
        if (HOME / name).exists():
            shutil.copyfile(HOME / name, folder / name)
    for name in (*files.MARKDOWN_FOLDERS, "vocabularies"):
        if (HOME / name).exists():
            shutil.copytree(HOME / name, folder / name)
    return folder


def test_the_sources_have_no_error() -> None:
    found = pipeline.check(HOME, settings.load(HOME), TODAY).findings
    assert [str(f) for f in errors(found)] == []


@pytest.mark.parametrize("path", SOURCES)
def test_a_source_is_in_canonical_form(path: str) -> None:
    raw = (HOME / path).read_bytes()
    assert canonical(path, raw).text == raw.decode(), "lancez « club fmt »"


def test_the_site_builds(tmp_path: Path) -> None:
    root, site = copied(tmp_path / "club"), tmp_path / "site"
    done = run_club(["build", "--root", root, "--out", site, "--quiet"])
    assert done.returncode == 0, done.stdout + done.stderr
    assert (site / "index.html").is_file()
