"""What a repository remembers of the club's meetings: how often an announcement changed.

A calendar tells those who imported an event that it has changed by a number that grows
(SEQUENCE, RFC 5545, 3.8.7.4). Sources hold no counter and a build writes no source, so the
number comes from the history of the file. See docs/decisions/0008-the-sequence-of-an-event.md.

Without git, without a repository, or in a folder that is not the top of its own, there is no
history: an empty answer, never an error.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from generator import git

FOLDER = "meetings"
# What someone who means to come must know, as the front matter calls it.
ANNOUNCED = frozenset({"title", "start", "end", "location", "format", "link", "status"})

# One command for all the meetings, with the whole of each file in its difference, so that the
# front matter of both sides can be read and not guessed from the lines that changed.
_DIFFERENCE = (
    *("--text", "--no-color", "--no-renames", "--no-ext-diff", "--no-textconv", "--no-relative"),
    *("--src-prefix=a/", "--dst-prefix=b/", "--unified=1000000", "--ignore-submodules"),
)
# The full history: git would else leave aside a branch that ended as the other, and the number
# of a meeting could go down after a merge.
_LOG = (
    *("log", "-p", "--format=commit %ct", "--topo-order"),
    *("--full-history", "--no-follow", "--no-diff-merges", "--no-show-signature"),
)

_COMMIT = re.compile(r"commit (\d+)")
_FILE = re.compile(rf"diff --git a/({FOLDER}/[a-z0-9-]+\.md) b/\1")
_HUNK = re.compile(r"@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@")
_KEY = re.compile(r"([a-z_]+)\s*:")


@dataclass(frozen=True, slots=True)
class Revision:
    """How often the announcement of a meeting changed since its file was made, and when last.

    `last` is None when the last change is in the work tree and not in a commit.
    """

    count: int
    last: datetime | None


@dataclass(frozen=True, slots=True)
class _Change:
    """Both sides of a file in one commit, an empty text where there was none."""

    path: str
    at: datetime | None
    before: str
    after: str


def revisions(root: Path) -> dict[str, Revision]:
    """Return the revision of each meeting the history knows, by path under `root`.

    A meeting whose file is gone is there too: another may bear its name among its aliases.
    """
    root = root.resolve()
    log = _said(root, *_LOG, *_DIFFERENCE)
    now = _said(root, "diff", *_DIFFERENCE, "HEAD")
    counts: dict[str, int] = {}
    last: dict[str, datetime | None] = {}
    for change in reversed([*_changes(now), *_changes(log)]):  # the oldest first
        if not _announces(change):
            continue
        known = change.path in counts
        counts[change.path] = counts[change.path] + 1 if known else bool(change.before)
        last[change.path] = change.at
    return {path: Revision(count, last[path]) for path, count in sorted(counts.items())}


def _announces(change: _Change) -> bool:
    """Whether a change says something else to those who mean to come. A file that goes does not."""
    return bool(change.after) and _announcement(change.before) != _announcement(change.after)


def _said(root: Path, *words: str) -> str:
    """Return what git says of the meetings, nothing when it cannot."""
    return (git.ask(root, [*words, "--", FOLDER]) or b"").decode(errors="replace")


def _changes(output: str) -> Iterator[_Change]:
    """Yield the changes of meetings in a patch, in its order.

    A hunk says how many lines it has: what a file holds is never taken for a header.
    """
    lines = iter(output.split("\n"))
    path, at = "", None
    for line in lines:
        if commit := _COMMIT.fullmatch(line):
            at = datetime.fromtimestamp(int(commit[1]), UTC)
        elif line.startswith("diff --git "):
            named = _FILE.fullmatch(line)
            path = named[1] if named else ""
        elif hunk := _HUNK.match(line):
            before, after = _sides(lines, *(int(n) if n else 1 for n in hunk.groups()))
            if path:
                yield _Change(path, at, before, after)


def _sides(lines: Iterator[str], old: int, new: int) -> tuple[str, str]:
    """Return the two sides of a hunk of `old` and `new` lines, taking its lines."""
    before: list[str] = []
    after: list[str] = []
    while len(before) < old or len(after) < new:
        line = next(lines, None)
        if line is None:
            break
        sign, text = line[:1], line[1:].rstrip("\r")
        if sign in {" ", "-", ""}:
            before.append(text)
        if sign in {" ", "+", ""}:
            after.append(text)
    return "\n".join(before), "\n".join(after)


def _announcement(text: str) -> dict[str, str]:
    """Return what a meeting's front matter announces: each key with its lines as written."""
    lines = text.split("\n")
    if lines[0].rstrip() != "---":
        return {}
    found: dict[str, str] = {}
    key = ""
    for line in lines[1:]:
        if line.rstrip() in {"---", "..."}:
            break
        if named := _KEY.match(line):
            key = named[1]
            found[key] = line[named.end() :].strip()
        elif key and line.strip() and not line.startswith("#"):
            found[key] += f"\n{line.strip()}"
    return {name: value for name, value in found.items() if name in ANNOUNCED}
