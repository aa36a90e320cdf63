"""What a proposal changes outside the content: named, compared as bytes, never used.

Content is read by `sources`, which trusts nothing. All the rest of a proposal (workflows,
configuration, generator, theme, lock file) is left where it is: the review runs with the base's.
"""

import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.core.quoting import TWO_ALPHABETS
from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS, read_regular

CONTENT = (*LIST_FILES, *MARKDOWN_FOLDERS, "vocabularies")
# What the tools of a laptop leave at the top: never part of a proposal, never looked into. One
# that is there is said all the same: git keeps what was added by force, and `make` would run it.
WORKING = frozenset(
    {".venv", ".club", "site", "build", "dist", "node_modules"}
    | {".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis"}
)
_COMPILED = "__pycache__"  # Python runs what is there instead of the source beside it
MAX_FILES = 20_000  # added files that are named; what the base has is always compared
MAX_DEPTH = 60
COMPARED_BYTES = 5_000_000  # beyond, two files of one size are taken for different

# What a path decides once merged, the gravest first: what matters is told before what does not,
# however many files are added to hide it.
_STAKES = (
    (
        "la vérification elle-même : ce résumé ne prouve plus rien",
        r"\.github/(workflows|actions)/|\.gitlab-ci\.yml$|\.gitlab/.*\.ya?ml$",
    ),
    ("qui doit relire les propositions", r"(.*/)?CODEOWNERS$"),
    (
        "un programme compilé, que personne ne peut relire",
        r".*\.(pyc|pyo|so|pyd)$|(.*/)?__pycache__/",
    ),
    ("un dossier d’outil, qui n’a rien à faire dans une proposition", "TOOLS"),
    (
        "le programme qui fait le site",
        r"(generator|scripts|\.ci)/|((GNU)?[Mm]akefile|(mkdocs|pyproject|setup|requirements)[^/]*|[^/]+\.(py|pth))$",
    ),
    ("l’apparence et les scripts du site", r"theme/"),
    ("les réglages de git", r"(.*/)?\.git(attributes|modules|ignore)$|\.lfsconfig$"),
    ("les mises à jour automatiques", r"\.github/dependabot\.ya?ml$|renovate\.json"),
    ("un programme", r"tests/|.*\.(py|sh|js|mjs|ts|exe|bat|ps1|dll)$|package(-lock)?\.json$|\.env"),
    ("un nom écrit dans deux alphabets, qui en imite un autre", "ALPHABETS"),
    ("les modèles et les étiquettes de la plateforme", r"\.github/|\.gitlab/"),
)


@dataclass(frozen=True, slots=True, order=True)
class Ignored:
    """A file of the proposal that was not taken, and what it is or does (in French).

    `stake` says what it would decide once merged, empty when that is nothing we know; `rank` puts
    the gravest first.
    """

    rank: int
    path: str
    what: str
    stake: str = ""


@dataclass(frozen=True, slots=True)
class _File:
    kind: str
    size: int = 0
    executable: bool = False
    full: Path = Path()


def told(path: str, what: str) -> Ignored:
    """Return what is said of a path, with what it decides."""
    known = {
        "TOOLS": path.partition("/")[0] in WORKING,
        "ALPHABETS": bool(TWO_ALPHABETS.search(path)),
    }
    for rank, (stake, pattern) in enumerate(_STAKES):
        if known[pattern] if pattern in known else re.match(pattern, path):
            return Ignored(rank, path, what, stake)
    return Ignored(len(_STAKES), path, what)


def ignored(base: Path, head: Path, but: Path) -> list[Ignored]:
    """Return what `head` adds, changes or removes outside the content of `base`, the gravest first.

    `but` is a folder not to look at: where the review itself is written.
    """
    before = {path: file for path, file in _walk(base, but) if file.kind != _TOOL}
    found = [
        told(path, what) for path, old in before.items() if (what := _what(old, _at(head, path)))
    ]
    added = 0
    for path, new in _walk(head, but):
        if path not in before:
            found.append(told(path, "ajouté" if new.kind == _PLAIN else new.kind))
            added += 1
        if added >= MAX_FILES:
            more = f"plus de {MAX_FILES} fichiers ajoutés : la liste est incomplète"
            found.append(Ignored(-1, "…", more))
            break
    return sorted(found)


_PLAIN, _TOOL = "fichier", "dossier d’outil, non regardé"


def _what(old: _File, new: _File | None) -> str:
    if new is None:
        return "supprimé"
    if new.kind != _PLAIN:
        return "" if old.kind == new.kind else new.kind
    if not _same(old, new):
        return "modifié"
    return "droits modifiés" if old.executable != new.executable else ""


def _same(old: _File, new: _File) -> bool:
    if old.kind != new.kind or old.size != new.size or new.size > COMPARED_BYTES:
        return False
    return read_regular(old.full) == read_regular(new.full)


def _at(root: Path, path: str) -> _File | None:
    """Return what is at a path, unless something on the way is not a folder."""
    full = root
    try:
        for step in path.split("/")[:-1]:
            full /= step
            if not stat.S_ISDIR(full.lstat().st_mode):
                return None
        full = root / path
        info = full.lstat()
    except OSError:
        return None
    if stat.S_ISDIR(info.st_mode):
        return _File("dossier à la place d’un fichier")
    return _file(info, full)


def _walk(root: Path, but: Path) -> Iterator[tuple[str, _File]]:
    """Yield what is in a folder outside the content, the gravest names first, links never followed."""
    waiting = [("", 0)]
    while waiting:
        prefix, depth = waiting.pop()
        try:
            entries = list(os.scandir(root / prefix))
        except OSError:
            yield prefix, _File("dossier illisible")
            continue
        if not entries and prefix:
            # Git keeps no empty folder: it is a submodule that was not fetched.
            yield prefix, _File("sous-module, ou dossier vide")
        folders = []
        for entry in sorted(entries, key=lambda e: (told(f"{prefix}{e.name}/", "").rank, e.name)):
            path, full = f"{prefix}{entry.name}", root / prefix / entry.name
            if full == but or (not prefix and entry.name in (*CONTENT, ".git")):
                continue
            info = entry.stat(follow_symlinks=False)
            if not stat.S_ISDIR(info.st_mode):
                yield path, _file(info, full)
            elif entry.name == _COMPILED or (not prefix and entry.name in WORKING):
                yield f"{path}/", _File(_TOOL)
            elif depth >= MAX_DEPTH:
                yield f"{path}/", _File("dossiers trop imbriqués, non regardés")
            else:
                folders.append((f"{path}/", depth + 1))
        waiting += reversed(folders)


def _file(info: os.stat_result, full: Path) -> _File:
    kind = _PLAIN if stat.S_ISREG(info.st_mode) else "fichier spécial"
    if stat.S_ISLNK(info.st_mode):
        kind = "lien symbolique"
    return _File(kind, info.st_size, bool(info.st_mode & stat.S_IXUSR), full)
