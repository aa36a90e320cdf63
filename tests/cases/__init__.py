"""Cases written as data: a small valid club, what one case changes in it, what is then said.

The format is described in `tests/test_cases.py`.
"""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

HERE = Path(__file__).resolve().parent
BASE = HERE / "base"
TODAY = date(2026, 6, 15)


@dataclass(frozen=True, slots=True)
class Case:
    """One case; an unknown key in its file is an error."""

    code: str
    verdict: str
    name: str
    findings: str = ""
    today: date = TODAY
    removed: list[str] = field(default_factory=list)
    files: dict[str, str] = field(default_factory=dict)
    edits: dict[str, list[dict[str, str]]] = field(default_factory=dict)
    bytes: dict[str, str] = field(default_factory=dict)
    symlinks: dict[str, str] = field(default_factory=dict)
    fifos: list[str] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    sizes: dict[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.code}-{self.verdict}-{self.name}"


def load(path: Path) -> Iterator[Case]:
    """Yield the cases of one file, named after its code."""
    given: dict[str, list[dict[str, Any]]] = yaml.safe_load(path.read_text(encoding="utf-8"))
    for verdict, several in given.items():
        for case in several:
            yield Case(code=path.stem, verdict=verdict, **case)


def every() -> list[Case]:
    """Return the cases of every file, in order of code."""
    return [case for path in sorted(HERE.glob("*.yaml")) for case in load(path)]


def lay(case: Case, root: Path) -> Path:
    """Write the club of a case in `root`, which does not exist yet; return `root`."""
    shutil.copytree(BASE, root)
    for name in case.removed:
        path = root / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink()
    for name, text in case.files.items():
        _made(root / name).write_text(text, encoding="utf-8", newline="")
    for name, edits in case.edits.items():
        _edit(root / name, edits)
    for name, characters in case.bytes.items():
        _made(root / name).write_bytes(characters.encode("latin-1"))
    for name, target in case.symlinks.items():
        _made(root / name).symlink_to(target)
    for name in case.fifos:
        os.mkfifo(_made(root / name))
    for name in case.folders:
        (root / name).mkdir(parents=True)
    for name, size in case.sizes.items():
        with _made(root / name).open("wb") as file:
            file.truncate(size)
    return root


def _made(path: Path) -> Path:
    """Return `path`, whose folder now exists."""
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def _edit(path: Path, edits: list[dict[str, str]]) -> None:
    text = path.read_text(encoding="utf-8")
    for edit in edits:
        old, new = edit["replace"], edit["with"]
        if text.count(old) != 1:
            raise ValueError(f"{path.name}: {text.count(old)} times {old!r}")
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
