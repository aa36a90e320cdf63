"""What a proposal changes outside the words of its content: compared as bytes, never used.

Content is read by `sources`, which trusts nothing. All the rest of a proposal (workflows,
configuration, generator, theme, lock file) is left where it is: the review runs with the base's.
Of the sources themselves: what they weigh, and those whose form or comments alone differ. A
comment is on no page, yet it is read by whoever opens the file.
"""

import os
import re
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from generator.core import data
from generator.core.quoting import TWO_ALPHABETS, mask
from generator.review.facts import surplus
from generator.sources import files
from generator.sources.files import CONTENT, MARKDOWN_FOLDERS, read_regular

_COMPILED = "__pycache__"  # Python runs what is there instead of the source beside it
MAX_FILES = 20_000  # added files that are named; what the base has is always compared
MAX_DEPTH = 60  # os.walk calls itself
COMPARED_BYTES = 5_000_000  # beyond, two files of one size are taken for different

_TABLE = data.table("review")
_TOOLS = frozenset(_TABLE["tools"])  # not looked into
# What a path decides once merged, the gravest first: what matters is told before what does not,
# however many files are added to hide it.
_NAMED = {"tools": "|".join(map(re.escape, sorted(_TOOLS))), "two_alphabets": TWO_ALPHABETS.pattern}
_STAKES = tuple(
    (re.compile(pattern.format_map(_NAMED), re.DOTALL), stake)
    for stake, pattern in _TABLE["stakes"].items()
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

    @property
    def folder(self) -> str:
        """The top folder, empty for a file of the root."""
        return self.path[: self.path.find("/") + 1]


_PLAIN, _FOLDER = "fichier", "dossier à la place d’un fichier"
_TOOL = "dossier d’outil, non regardé"


def weigh(path: str, what: str) -> Ignored:
    """Return what is said of a path, with what it decides."""
    for rank, (pattern, stake) in enumerate(_STAKES):
        if pattern.match(path):
            return Ignored(rank, path, what, stake)
    return Ignored(len(_STAKES), path, what)


def ignored(base: Path, head: Path, but: Path) -> list[Ignored]:
    """Return what `head` adds, changes or removes outside the content of `base`, the gravest first.

    `but` is a folder not to look at: where the review itself is written.
    """
    base, head, but = base.resolve(), head.resolve(), but.resolve()
    before = {path: kind for path, kind in _walk(base, but) if not path.endswith("/")}
    changed = ((path, _change(base, head, path, kind)) for path, kind in before.items())
    found = [weigh(path, what) for path, what in changed if what]
    added = ((path, kind) for path, kind in _walk(head, but) if path not in before)
    for path, kind in islice(added, MAX_FILES):
        found.append(weigh(path, "ajouté" if kind == _PLAIN else kind))
    if next(added, None):
        more = f"plus de {MAX_FILES} fichiers ajoutés : la liste est incomplète"
        found.append(Ignored(-1, "…", more))
    return sorted(found)


def _change(base: Path, head: Path, path: str, kind: str) -> str:
    new = _kind(head / path)
    # Nothing is there when what should be a folder on the way is a link, or a file.
    if not new or os.path.realpath((head / path).parent) != str((head / path).parent):
        return "supprimé"
    if new != _PLAIN:
        return "" if kind == new else new
    if kind != new or not same(base / path, head / path):
        return "modifié"
    differ = (base / path).lstat().st_mode ^ (head / path).lstat().st_mode
    return "droits modifiés" if differ & stat.S_IXUSR else ""


def same(one: Path, other: Path) -> bool:
    """Whether two regular files hold the same bytes; too large to be compared, they do not."""
    size = one.lstat().st_size
    small = size == other.lstat().st_size <= COMPARED_BYTES
    return small and read_regular(one) == read_regular(other)


def _kind(path: Path) -> str:
    try:
        mode = path.lstat().st_mode
    except OSError:
        return ""
    kinds = {stat.S_IFREG: _PLAIN, stat.S_IFDIR: _FOLDER, stat.S_IFLNK: "lien symbolique"}
    return kinds.get(stat.S_IFMT(mode), "fichier spécial")


def _walk(root: Path, but: Path) -> Iterator[tuple[str, str]]:
    """Yield what is in a folder outside the content, the gravest names first, links never followed.

    What is not looked into ends with a slash.
    """
    unread: list[OSError] = []
    for here, folders, names in os.walk(root, onerror=unread.append):
        prefix = f"{here}/".removeprefix(f"{root}/")
        if prefix and not folders and not names:
            # Git keeps no empty folder: it is a submodule that was not fetched.
            yield prefix, "sous-module, ou dossier vide"
        inside = sorted([*folders, *names], key=lambda n: (weigh(f"{prefix}{n}/", "").rank, n))
        folders.clear()
        for name in inside:
            path, kind = f"{prefix}{name}", _kind(root / prefix / name)
            if root / path == but or (not prefix and name in (*CONTENT, ".git")):
                continue
            if kind != _FOLDER:
                yield path, kind or "illisible"
            elif name == _COMPILED or (not prefix and name in _TOOLS):
                yield f"{path}/", _TOOL
            elif prefix.count("/") >= MAX_DEPTH:
                yield f"{path}/", "dossiers trop imbriqués, non regardés"
            else:
                folders.append(name)
    for error in unread:
        yield f"{error.filename}/".removeprefix(f"{root}/"), "dossier illisible"


# --- sources as files ---------------------------------------------------------------------


def rewritten(
    base: Path, head: Path, changed: Collection[str]
) -> tuple[list[str], list[tuple[str, str]]]:
    """Return the sources that differ though none of their records does, and comments by place.

    `changed` holds the paths of the records that differ. Comments are those that come with contact
    details.
    """
    before, same, comments = set(files.paths(base)), [], []
    for path in files.paths(head):
        new = files.load(head, path)
        old = files.load(base, path) if path in before else b""
        if not isinstance(new, bytes) or not isinstance(old, bytes) or new == old:
            continue
        came = surplus(_comments(path, new), _comments(path, old), lambda comment: comment[1])
        comments += [(place, text) for place, text in came if mask(text) != text]
        if path in before and path not in changed:
            same.append(path)
    return same, comments


def _comments(path: str, raw: bytes) -> list[tuple[str, str]]:
    """Return the whole-line comments of a source, with their places."""
    text = raw.decode(errors="replace")
    fields = text.partition("\n---")[0] if path.endswith(".md") else text
    lines = enumerate(fields.split("\n"), start=1)
    return [
        (f"{path}:{n}", line.strip().lstrip("# "))
        for n, line in lines
        if line.lstrip().startswith("#")
    ]


def weight(root: Path) -> tuple[int, int]:
    """Return how many files stand among the sources of a club, and how many bytes would be read.

    What is too large to be read does not weigh: its size alone refuses it.
    """
    folders = (root / name for name in ("vocabularies", *MARKDOWN_FOLDERS, "content/assets"))
    found = [list(one.iterdir()) for one in folders if one.is_dir() and not one.is_symlink()]
    sizes = [(root / path).lstat().st_size for path in files.paths(root)]
    return sum(map(len, found)), sum(size for size in sizes if size <= files.MAX_LIST)
