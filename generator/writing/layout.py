"""A YAML text as entries that may move with their comments, and back to a text.

libyaml gives every value with its place but drops comments. They can only stand where no value
does, so they are found in what the values leave, and each is tied to the entry it speaks of:

- at the end of a line: the entry written on that line;
- on a line of its own: the entry that follows, or, when indented further than it, the block that
  just ended (a note under the last item of a list);
- at the top of the text, before a blank line: the text itself.

No comment is ever lost, and what is written reads back with the same comments on the same entries.
"""

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from generator.sources import strict_yaml
from generator.sources.comments import Comment, comments
from generator.writing.yaml_text import scalar

WIDTH = 92  # columns of a folded text
_SPACES = re.compile(r"[ \t\n]+")  # not the no-break spaces, which mean something in French


@dataclass(slots=True)
class Text:
    """A scalar; `folded` when it was written as a block of lines. `given`: not an empty key."""

    value: str
    folded: bool = False
    given: bool = True


@dataclass(slots=True)
class Block:
    """A mapping or a list. `foot` are the comments under its last entry."""

    mapping: bool
    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Entry:
    """A field of a mapping, or an item of a list (whose `key` is empty).

    `head` are the comments above it, an empty text for a blank line; `tail` the one beside it.
    """

    key: str
    value: Text | Block
    head: list[str] = field(default_factory=list)
    tail: str = ""


@dataclass(slots=True)
class Document:
    """A whole text: the comments at its top, then its only value."""

    root: Text | Block
    header: list[str] = field(default_factory=list)


# --- reading ------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Placed:
    """An entry, where it begins, and the blocks it is in, from the root down."""

    entry: Entry
    offset: int
    column: int
    flow: bool
    chain: tuple["_Frame", ...]


@dataclass(slots=True, eq=False)
class _Frame:
    block: Block
    column: int
    flow: bool
    end: int


def parse(text: str) -> Document | None:
    """Return the layout of a text that `strict_yaml.load` accepted; None when it holds comments at most."""
    root = strict_yaml.compose(text)
    if root is None:
        return None
    placed: list[_Placed] = []
    document = Document(_build(root, (), placed))
    found = comments(text, root)
    _attach(document, placed, found)
    return document


def _build(node: Node, chain: tuple[_Frame, ...], placed: list[_Placed]) -> Text | Block:
    if isinstance(node, ScalarNode):
        value = _SPACES.sub(" ", node.value).strip(" ")
        return Text(value, node.style in {"|", ">"}, bool(node.value or node.style))
    block = Block(isinstance(node, MappingNode))
    flow = isinstance(node, CollectionNode) and bool(node.flow_style)
    frame = _Frame(block, node.start_mark.column, flow, node.end_mark.index if flow else 0)
    inside = (*chain, frame)
    pairs = node.value if block.mapping else [(None, child) for child in node.value]
    for key, child in pairs:
        entry = Entry(key.value if key else "", Text(""))
        start = (key or child).start_mark
        column = start.column if key else frame.column
        placed.append(_Placed(entry, start.index, column, flow, inside))
        block.entries.append(entry)
        empty = key is not None and strict_yaml.is_empty(child)  # `~` as nothing
        entry.value = Text("", given=False) if empty else _build(child, inside, placed)
    return block


def _attach(document: Document, placed: list[_Placed], found: list[Comment]) -> None:
    offsets = [p.offset for p in placed]
    for comment in found:
        at = bisect_right(offsets, comment.offset)
        before = placed[at - 1] if at else None
        after = placed[at] if at < len(placed) else None
        if not comment.alone and before:
            if before.entry.tail:
                before.entry.head.append(comment.text)
            else:
                before.entry.tail = comment.text
            continue
        target = _target(document, before, after, comment)
        if comment.after_blank:
            target.append("")
        target.append(comment.text)
        if after and target is after.entry.head and comment.before_blank:
            target.append("")
    if placed and (head := placed[0].entry.head):
        _split_header(document, head)
    for one in placed:
        entry, value = one.entry, one.entry.value
        if isinstance(value, Block) and not value.entries:
            entry.head += value.foot  # `[ # nothing yet` has no line of its own inside
            value.foot = []
        entry.head = _once(entry.head)
        if isinstance(value, Block):
            value.foot = _once(value.foot)


def _target(
    document: Document, before: _Placed | None, after: _Placed | None, comment: Comment
) -> list[str]:
    """Return the list of comments that one on a line of its own goes to."""
    if before is None:
        return after.entry.head if after else document.header
    frames = list(before.chain)
    if isinstance(before.entry.value, Block) and after and after.chain[:-1] == before.chain:
        return after.entry.head  # the first inside
    for frame in reversed(frames):
        if frame.flow and comment.offset < frame.end:
            inside = after and after.chain[-1] is frame
            return after.entry.head if after and inside else frame.block.foot
    if after and (after.flow or comment.column <= after.column):
        return after.entry.head
    shared = len(after.chain) if after else 0
    ended = [f for f in frames[shared:] if not f.flow and f.column <= comment.column]
    if ended:
        return ended[-1].block.foot
    return after.entry.head if after else _foot(document)


def _foot(document: Document) -> list[str]:
    return document.root.foot if isinstance(document.root, Block) else document.header


def _split_header(document: Document, head: list[str]) -> None:
    """Leave on the first entry the comments that touch it; those before are of the text."""
    blanks = [i for i, line in enumerate(head) if not line and i]
    if blanks:
        document.header = _once(head[: blanks[-1]])
        del head[: blanks[-1] + 1]


def _once(lines: list[str]) -> list[str]:
    """Return lines of comment without two blanks in a row."""
    return [line for i, line in enumerate(lines) if line or not i or lines[i - 1]]


# --- writing ------------------------------------------------------------------------------


def render(document: Document, *, spaced: bool = False) -> str:
    """Return the text of a document; `spaced`: a blank line between the entries of its root."""
    lines = _trimmed(document.header)
    root = document.root
    if isinstance(root, Text):
        lines.append(scalar(root.value))
    elif not root.entries:
        lines += [*_trimmed(root.foot), "{}" if root.mapping else "[]"]
    else:
        lines += [""] if lines else []
        lines += _block(root, "", spaced=spaced)
    return "\n".join(lines) + "\n"


def block_lines(block: Block, indent: str) -> list[str]:
    """Return the lines of a block at an indentation."""
    return list(_block(block, indent))


def _trimmed(lines: list[str]) -> list[str]:
    start, end = 0, len(lines)
    while start < end and not lines[start]:
        start += 1
    while end > start and not lines[end - 1]:
        end -= 1
    return lines[start:end]


def _block(block: Block, indent: str, *, spaced: bool = False) -> Iterator[str]:
    first = True
    for entry in block.entries:
        head = _hoisted(entry) if not block.mapping else entry.head
        if spaced and not first:
            yield ""
        if first or spaced:
            head = _without_leading_blank(head)
        yield from _comments(head, indent)
        yield from _pair(entry, indent) if block.mapping else _item(entry, indent)
        first = False
    yield from _comments(block.foot, indent)


def _without_leading_blank(lines: list[str]) -> list[str]:
    return lines[1:] if lines and not lines[0] else lines


def _comments(lines: list[str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{line}" if line else "" for line in lines)


def _hoisted(entry: Entry) -> list[str]:
    """Return the comments above an item: its own, then those of what shares its first line."""
    value = entry.value
    inner = value.entries[0].head if isinstance(value, Block) and value.entries else []
    return _once([*entry.head, *inner])


def _beside(line: str, tail: str) -> str:
    return f"{line}  {tail}" if tail else line


def _pair(entry: Entry, indent: str) -> Iterator[str]:
    value = entry.value
    if isinstance(value, Block):
        if not value.entries:
            yield _beside(f"{indent}{entry.key}: {'{}' if value.mapping else '[]'}", entry.tail)
            return
        yield _beside(f"{indent}{entry.key}:", entry.tail)
        yield from _block(value, indent + "  ")
    elif not value.given:
        yield _beside(f"{indent}{entry.key}:", entry.tail)
    else:
        yield from _scalar(f"{indent}{entry.key}:", value, entry.tail, indent + "  ")


def _item(entry: Entry, indent: str) -> Iterator[str]:
    value = entry.value
    if isinstance(value, Text):
        if value.given:
            yield from _scalar(f"{indent}-", value, entry.tail, indent + "  ")
        else:
            yield _beside(f"{indent}-", entry.tail)
        return
    if not value.entries:
        yield _beside(f"{indent}- {'{}' if value.mapping else '[]'}", entry.tail)
        return
    inner = Block(value.mapping, [_bare(value.entries[0]), *value.entries[1:]], value.foot)
    first, *others = _block(inner, indent + "  ")
    yield f"{indent}- {first.lstrip()}"
    yield from others


def _bare(entry: Entry) -> Entry:
    """Return an entry without the comments above it."""
    return Entry(entry.key, entry.value, [], entry.tail)


def _scalar(start: str, text: Text, tail: str, indent: str) -> Iterator[str]:
    line = f"{start} {scalar(text.value)}"
    if text.folded and len(line) > WIDTH:
        yield _beside(f"{start} >-", tail)
        yield from textwrap.wrap(
            text.value,
            WIDTH,
            initial_indent=indent,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        )
    else:
        yield _beside(line, tail)
