"""Sources as files: what they weigh; those whose form or comments differ, and nothing else.

A comment of a source is no page, yet it is read: by whoever opens the file, and in the form that
corrects a practice.
"""

import os
import re
import stat
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from generator.core.quoting import mask
from generator.sources import files, split_source

_LEAK = re.compile(r"https?://|…@| … ")  # an address, or what `mask` shortened


@dataclass(frozen=True, slots=True)
class Rewritten:
    """A source whose bytes differ. `same` says that no record of it differs, `comments` what came."""

    path: str
    same: bool
    comments: tuple[tuple[int, str], ...] = ()


def rewritten(base: Path, head: Path, changed: Collection[str]) -> list[Rewritten]:
    """Return the sources of both folders that differ without a word, or by their comments.

    `changed` holds the paths of the records that differ.
    """
    before, found = set(files.paths(base)), []
    for path in files.paths(head):
        new = files.load(head, path)
        old = files.load(base, path) if path in before else b""
        if not isinstance(new, bytes) or not isinstance(old, bytes) or new == old:
            continue
        came = _came(_comments(path, old), _comments(path, new))
        # A sheet begun with `club new` is full of comments that guide: only what they may leak.
        comments = tuple(one for one in came if path in before or _LEAK.search(mask(one[1])))
        same = path in before and path not in changed
        if comments or same:
            found.append(Rewritten(path, same, comments))
    return found


def weight(root: Path) -> tuple[int, int]:
    """Return how many files stand among the sources of a club, and how many bytes would be read.

    What is too large to be read does not weigh: its size alone refuses it.
    """
    names = [root / name for name in files.LIST_FILES]
    for folder in ("vocabularies", *files.MARKDOWN_FOLDERS, "content/assets"):
        if (root / folder).is_dir() and not _linked(root, folder):
            names += [Path(entry.path) for entry in os.scandir(root / folder)]
    number = weighed = 0
    for path in names:
        if not os.path.lexists(path):
            continue
        number += 1
        info = path.lstat()
        most = files.MAX_LIST if path.parent == root else files.MAX_RECORD
        if stat.S_ISREG(info.st_mode) and info.st_size <= most and path.suffix in (".md", ".yaml"):
            weighed += info.st_size
    return number, weighed


def _linked(root: Path, folder: str) -> bool:
    return any((root / part).is_symlink() for part in (folder, folder.partition("/")[0]))


def _came(old: list[tuple[int, str]], new: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    left = Counter(text for _, text in old)
    for line, text in new:
        if left[text]:
            left[text] -= 1
        else:
            yield line, text


def _comments(path: str, raw: bytes) -> list[tuple[int, str]]:
    """Return the whole-line comments of a source, with their lines (from 1)."""
    text, above = raw.decode(errors="replace").replace("\r\n", "\n"), 0
    if path.endswith(".md"):
        parts = split_source(text)
        if isinstance(parts, str):
            return []
        text, above, _ = parts
    lines = enumerate(text.split("\n"), start=1 + above)
    return [(n, line.strip().lstrip("# ")) for n, line in lines if line.lstrip().startswith("#")]
