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
from dataclasses import dataclass, field, replace

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


@dataclass(slots=True, eq=False)
class Block:
    """A mapping or a list. `foot` are the comments under its last entry.

    Of one that was read: its column, and where it ends when it stands between brackets (else 0).
    """

    mapping: bool
    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    column: int = 0
    end: int = 0


@dataclass(slots=True, eq=False)
class Entry:
    """A field of a mapping, or an item of a list (whose `key` is empty).

    `head` are the comments above it, an empty text for a blank line; `tail` the one beside it. Of one
    that was read: where it begins, and the blocks it is in, from the root down.
    """

    key: str
    value: Text | Block
    head: list[str] = field(default_factory=list)
    tail: str = ""
    offset: int = 0
    column: int = 0
    chain: tuple[Block, ...] = ()


@dataclass(slots=True)
class Document:
    """A whole text: the comments at its top, then its only value."""

    root: Text | Block
    header: list[str] = field(default_factory=list)


# --- reading ------------------------------------------------------------------------------


def parse(text: str) -> Document | None:
    """Return the layout of a text that `strict_yaml.load` accepted; None when it holds comments at most."""
    root = strict_yaml.compose(text)
    if root is None:
        return None
    placed: list[Entry] = []
    document = Document(_build(root, (), placed))
    for comment in comments(text, root):
        _attach(document, placed, comment)
    if placed:
        _split_header(document, placed[0].head)
    for entry in placed:
        if isinstance(entry.value, Block):
            if not entry.value.entries:  # `[ # nothing yet` has no line of its own inside
                entry.head += entry.value.foot
                entry.value.foot = []
            entry.value.foot = _once(entry.value.foot)
        entry.head = _once(entry.head)
    return document


def _build(node: Node, chain: tuple[Block, ...], placed: list[Entry]) -> Text | Block:
    """Return a value; `placed` gains its entries, in the order of the text."""
    if isinstance(node, ScalarNode):
        value = _SPACES.sub(" ", node.value).strip(" ")
        return Text(value, node.style in {"|", ">"}, bool(node.value or node.style))
    block = Block(isinstance(node, MappingNode), column=node.start_mark.column)
    if isinstance(node, CollectionNode) and node.flow_style:
        block.end = node.end_mark.index
    inside = (*chain, block)
    pairs = node.value if block.mapping else [(None, child) for child in node.value]
    for key, child in pairs:
        start = (key or child).start_mark
        entry = Entry(key.value if key else "", Text("", given=False), offset=start.index)
        entry.column, entry.chain = start.column if key else block.column, inside
        placed.append(entry)
        block.entries.append(entry)
        if key is None or not strict_yaml.is_empty(child):  # `~` as nothing
            entry.value = _build(child, inside, placed)
    return block


def _attach(document: Document, placed: list[Entry], comment: Comment) -> None:
    at = bisect_right(placed, comment.offset, key=lambda entry: entry.offset)
    before = placed[at - 1] if at else None
    after = placed[at] if at < len(placed) else None
    if not comment.alone and before:
        if before.tail:
            before.head.append(comment.text)
        else:
            before.tail = comment.text
        return
    target = _target(document, before, after, comment)
    target += ["", comment.text] if comment.after_blank else [comment.text]
    if after and target is after.head and comment.before_blank:
        target.append("")


def _target(
    document: Document, before: Entry | None, after: Entry | None, comment: Comment
) -> list[str]:
    """Return the list of comments that one on a line of its own goes to."""
    if before is None:
        return after.head if after else document.header
    if isinstance(before.value, Block) and after and after.chain[:-1] == before.chain:
        return after.head  # the first inside
    for block in reversed(before.chain):
        if comment.offset < block.end:
            return after.head if after and after.chain[-1] is block else block.foot
    if after and (after.chain[-1].end or comment.column <= after.column):
        return after.head
    shared = len(after.chain) if after else 0
    ended = [b for b in before.chain[shared:] if not b.end and b.column <= comment.column]
    if ended:
        return ended[-1].foot
    root = document.root
    return after.head if after else root.foot if isinstance(root, Block) else document.header


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


def _trimmed(lines: list[str]) -> list[str]:
    """Return lines of comment without the blank ones around them."""
    kept = [n for n, line in enumerate(lines) if line]
    return lines[kept[0] : kept[-1] + 1] if kept else []


def _block(block: Block, indent: str, *, spaced: bool = False) -> Iterator[str]:
    for n, entry in enumerate(block.entries):
        head = entry.head if block.mapping else _hoisted(entry)
        if spaced and n:
            yield ""
        if (spaced or not n) and head[:1] == [""]:
            head = head[1:]
        yield from _comments(head, indent)
        yield from _entry(entry, indent, f"{entry.key}:" if block.mapping else "-")
    yield from _comments(block.foot, indent)


def _comments(lines: list[str], indent: str) -> Iterator[str]:
    yield from (f"{indent}{line}" if line else "" for line in lines)


def _hoisted(entry: Entry) -> list[str]:
    """Return the comments above an item: its own, then those of what shares its first line."""
    value = entry.value
    inner = value.entries[0].head if isinstance(value, Block) and value.entries else []
    return _once([*entry.head, *inner])


def _beside(line: str, tail: str) -> str:
    return f"{line}  {tail}" if tail else line


def _entry(entry: Entry, indent: str, sign: str) -> Iterator[str]:
    """Yield the lines of an entry that begins with `sign`: the name of its field, or a dash."""
    value, under = entry.value, indent + "  "
    if isinstance(value, Text):
        yield from _scalar(f"{indent}{sign}", value, entry.tail, under)
    elif not value.entries:
        yield _beside(f"{indent}{sign} {'{}' if value.mapping else '[]'}", entry.tail)
    elif sign != "-":
        yield _beside(f"{indent}{sign}", entry.tail)
        yield from _block(value, under)
    else:
        bare = replace(value.entries[0], head=[])
        first, *others = _block(replace(value, entries=[bare, *value.entries[1:]]), under)
        yield f"{indent}- {first.lstrip()}"
        yield from others


def _scalar(start: str, text: Text, tail: str, indent: str) -> Iterator[str]:
    line = f"{start} {scalar(text.value)}" if text.given else start
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
