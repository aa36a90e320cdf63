"""A YAML text as entries that may move with their comments, and back to a text.

libyaml gives every value with its place but drops comments. They can only stand where no value
does, so they are found in what the values leave, and each is tied to the entry it speaks of:

- at the end of a line: the entry written on that line;
- on a line of its own: the entry that follows, or, when indented further than it, the block that
  just ended (a note under the last item of a list);
- at the top of the text, before a blank line: the text itself.

No comment is ever lost, and what is written reads back with the same comments on the same entries.
Blank lines are not kept: there is one below the comments of the text, and between records.
"""

import re
import textwrap
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from yaml.nodes import MappingNode, Node, ScalarNode

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
    """A mapping or a list. `foot` are the comments under its last entry; `column`, where it was read."""

    mapping: bool
    entries: list["Entry"] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)
    column: int = 0


@dataclass(slots=True, eq=False)
class Entry:
    """A field of a mapping, or an item of a list (whose `key` is empty).

    `head` are the comments above it, `tail` the one beside it. Of one that was read: where it begins,
    and the blocks it is in, from the root down.
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
    for entry in placed:
        if isinstance(entry.value, Block) and not entry.value.entries:
            entry.head += entry.value.foot  # `[ # nothing yet` has no line of its own inside
            entry.value.foot = []
    return document


def _build(node: Node, chain: tuple[Block, ...], placed: list[Entry]) -> Text | Block:
    """Return a value; `placed` gains its entries, in the order of the text."""
    if isinstance(node, ScalarNode):
        value = _SPACES.sub(" ", node.value).strip(" ")
        return Text(value, node.style in {"|", ">"}, bool(node.value or node.style))
    block = Block(isinstance(node, MappingNode), column=node.start_mark.column)
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
    _target(document, before, after, comment).append(comment.text)
    if after and not before and comment.before_blank:
        document.header += after.head
        after.head = []


def _target(
    document: Document, before: Entry | None, after: Entry | None, comment: Comment
) -> list[str]:
    """Return the list of comments that one on a line of its own goes to."""
    if before is None:
        return after.head if after else document.header
    if isinstance(before.value, Block) and after and after.chain[:-1] == before.chain:
        return after.head  # the first inside
    if after and comment.column <= after.column:
        return after.head
    shared = len(after.chain) if after else 0
    ended = [block for block in before.chain[shared:] if block.column <= comment.column]
    if ended:
        return ended[-1].foot
    root = document.root
    return after.head if after else root.foot if isinstance(root, Block) else document.header


# --- writing ------------------------------------------------------------------------------


def render(document: Document, *, spaced: bool = False) -> str:
    """Return the text of a document; `spaced`: a blank line between the entries of its root."""
    lines, root = list(document.header), document.root
    if isinstance(root, Text):
        lines.append(scalar(root.value))
    elif not root.entries:
        lines += [*root.foot, "{}" if root.mapping else "[]"]
    else:
        lines += [""] if lines else []
        lines += _block(root, "", spaced=spaced)
    return "\n".join(lines) + "\n"


def _block(block: Block, indent: str, *, spaced: bool = False) -> Iterator[str]:
    for n, entry in enumerate(block.entries):
        if spaced and n:
            yield ""
        yield from (f"{indent}{comment}" for comment in entry.head)
        if not block.mapping and isinstance(entry.value, Block) and entry.value.entries:
            # The comments above what shares the first line of the item.
            yield from (f"{indent}{comment}" for comment in entry.value.entries[0].head)
        yield from _entry(entry, indent, f"{entry.key}:" if block.mapping else "-")
    yield from (f"{indent}{comment}" for comment in block.foot)


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
