"""`docs/add-a-kind.md` works as it is written: followed on a copy, it gives a kind with all its doors."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.miniature import CLUB, TODAY
from tests.site_fixtures import HOME

_STEP = re.compile(r"^```(\w+) file=(\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
MOST = 5  # files beside tests and content


def test_the_page_is_followed(tmp_path: Path) -> None:
    page = (HOME / "docs" / "add-a-kind.md").read_text(encoding="utf-8")
    programme, club, site = tmp_path / "programme", tmp_path / "club", tmp_path / "site"
    for name in ("generator", "theme", "vocabularies"):
        shutil.copytree(HOME / name, programme / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(HOME / "mkdocs.yml", programme)
    shutil.copytree(CLUB, club)
    touched = set()
    for form, name, text in _STEP.findall(page):
        ours = name.startswith("generator/")
        path = (programme if ours else club) / name
        touched |= {name} if ours else set()
        if form == "diff":
            _replace(path, text)
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
    assert 0 < len(touched) <= MOST

    def run(*arguments: str) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "generator", *arguments, "--today", str(TODAY)],
            env={**os.environ, "PYTHONPATH": str(programme), "PYTHONDONTWRITEBYTECODE": "1"},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    run("demo", "fictif")
    assert len(list((tmp_path / "fictif" / "visits").glob("*.md"))) == 12
    run("check", "--root", "fictif")
    run("build", "--root", str(club), "--out", str(site), "--jobs", "1")
    for name in ("visites/jury-mulhouse", "visites", "contribuer/visite"):
        assert (site / name / "index.html").is_file()
    for name in ("api/v1/visits.json", "api/v1/visits.csv", "flux/visites.xml"):
        assert "jury-mulhouse" in (site / name).read_text(encoding="utf-8")
    home = (site / "index.html").read_text(encoding="utf-8")
    assert '<a href="visites/">Visites</a>' in home


def _replace(path: Path, text: str) -> None:
    """Apply the lines of a step: what begins with a minus gives way to what begins with a plus."""
    lines = text.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line.startswith("-"))
    new = "".join(line[1:] for line in lines if line.startswith("+"))
    source = path.read_text(encoding="utf-8")
    assert source.count(old) == 1, f"{path.name} no longer has this line: {old}"
    path.write_text(source.replace(old, new), encoding="utf-8")
