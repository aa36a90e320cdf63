"""What a YAML comment takes away from a value: « Opération #Demain2030 » is read « Opération ».

In a text, « #word » is meant, and « # 3 » after one space. With a space after its « # », the rest is
a comment, as anywhere after a date, a key or a number.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.records.fields import FieldPath, holds, inner_model
from generator.records.types import Line, WebAddress
from generator.sources.comments import Comment, comments, span
from generator.sources.strict_yaml import compose, quoted


@dataclass(frozen=True, slots=True)
class Lost:
    """What would be lost: at which offset, of which field, and the line that keeps it."""

    offset: int
    field: FieldPath
    text: str
    line: str


@dataclass(frozen=True, slots=True)
class _Value:
    node: ScalarNode
    field: FieldPath
    text: bool  # any text, where a « # » may be meant; else an address


def lost(text: str, model: type[BaseModel], depth: int) -> Iterator[Lost]:
    """Yield what the comments of a text take away from its values.

    `depth` is that of the records in it: 0 for one record, 1 for a list or a mapping of them.
    """
    root = compose(text) if "#" in text else None
    if root is None:
        return
    values = list(_values(root, model, (), depth))
    ends = [span(text, value.node)[1] for value in values]
    for comment in comments(text, root):
        at = bisect_right(ends, comment.offset) - 1
        if at >= 0 and (found := _taken(text, values[at], ends[at], comment)):
            yield found


def _values(node: Node, model: type[BaseModel], at: FieldPath, depth: int) -> Iterator[_Value]:
    """Yield the texts and addresses of a text, in order."""
    if depth and isinstance(node, SequenceNode):
        for n, child in enumerate(node.value):
            yield from _values(child, model, (*at, n), depth - 1)
    elif isinstance(node, MappingNode):
        fields = {f.alias or name: f for name, f in model.model_fields.items()}
        for key, child in node.value:
            name = str(key.value)
            if depth:
                yield from _values(child, model, (*at, name), depth - 1)
            elif name in fields:
                yield from _field(child, fields[name], (*at, name))
    elif isinstance(node, ScalarNode) and at:  # a term that is its label alone
        yield _Value(node, at, text=True)


def _field(node: Node, field: FieldInfo, at: FieldPath) -> Iterator[_Value]:
    inner: Any = inner_model(field.annotation)
    if isinstance(node, SequenceNode):
        for n, child in enumerate(node.value):
            yield from _field(child, field, (*at, n))
    elif inner is not None:
        yield from _values(node, inner, at, 0) if isinstance(node, MappingNode) else ()
    elif isinstance(node, ScalarNode) and (holds(field, Line) or holds(field, WebAddress)):
        yield _Value(node, at, text=holds(field, Line))


def _taken(text: str, value: _Value, end: int, comment: Comment) -> Lost | None:
    node, gap = value.node, text[end : comment.offset]
    if node.style in {"|", ">"} or gap.strip():
        return None
    hashtag = comment.text[1:2].strip("#") != "" and not comment.text[1].isspace()
    if "\n" in gap:
        # The line under a text, further right than its field: the text was going on.
        above = text.rfind("\n", 0, node.start_mark.index) + 1
        deeper = comment.column > len(text[above:]) - len(text[above:].lstrip(" -"))
        going_on = (
            hashtag and comment.text[1].isalnum() and deeper and node.value and not node.style
        )
        if not (value.text and going_on and gap.count("\n") == 1):
            return None
    elif not hashtag:
        numbered = comment.text[1:].lstrip()[:1].isdigit()
        if not (value.text and numbered and not node.style and len(gap) < 2):
            return None
    start = node.start_mark.index if node.value else comment.offset
    written = node.value if node.style else text[start:end]
    whole = " ".join(
        f"{written}{text[end : comment.offset] if node.value else ''}{comment.text}".split()
    )
    before = text[text.rfind("\n", 0, start) + 1 : start]
    return Lost(
        comment.offset, value.field, comment.text, f"{before.strip()} {quoted(whole)}".strip()
    )
