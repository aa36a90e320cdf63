"""The comments of a YAML text, which libyaml drops: they can only stand where no value does."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from yaml.nodes import Node, ScalarNode

from generator.sources.strict_yaml import scalars

_COMMENT = re.compile(r"#[^\n]*")
_BLANK_BELOW = re.compile(r"\n[ \t]*\n")
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*-?[ \t]*")


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its offset and column (from 0), its text, `#` included.

    `alone` on its line (after dashes at most); whether a blank line is just below.
    """

    offset: int
    column: int
    text: str
    alone: bool
    before_blank: bool


def comments(text: str, root: Node, first: int = 0, last: int | None = None) -> list[Comment]:
    """Return the comments of a text, from offset `first` to `last`, whose values are in `root`."""
    gaps = _gaps(text, root, first, len(text) if last is None else last)
    return [_comment(text, m) for start, end in gaps for m in _COMMENT.finditer(text, start, end)]


def _comment(text: str, found: re.Match[str]) -> Comment:
    offset, end = found.span()
    at = text.rfind("\n", 0, offset) + 1
    before = text[at:offset]
    return Comment(
        offset,
        len(before),
        found[0].rstrip(),
        alone=bool(_DASHES.fullmatch(before)),
        before_blank=bool(_BLANK_BELOW.match(text, end)),
    )


def _gaps(text: str, root: Node, at: int, last: int) -> Iterator[tuple[int, int]]:
    """Yield the spans of the text that no scalar covers."""
    for node in scalars(root):
        start, end = span(text, node)
        if node.style in {"|", ">"}:  # its first line may end with a comment
            start = text.find("\n", start)
            start = len(text) if start < 0 else start
        yield at, start
        at = max(start, end)
    yield at, last


def span(text: str, node: ScalarNode) -> tuple[int, int]:
    """Return where a scalar starts and ends in its text, final line breaks left out."""
    start, end = node.start_mark.index, node.end_mark.index
    if node.style in {"|", ">"}:
        end = start + len(text[start:end].rstrip())
    return start, end
