"""Changing what a source says, and not one sign of the rest.

Edits are cuts in the text, at the places libyaml gives: order, quotes, comments and blank lines
of what is not changed stay as they were typed. Texts have LF ends of lines (`disk.as_before`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from textwrap import indent as indent_lines
from typing import Any

from pydantic import BaseModel
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.records import model_at, written_order
from generator.records.fields import FieldPath
from generator.sources import split_source, strict_yaml
from generator.sources.comments import comments, span
from generator.sources.strict_yaml import Value
from generator.writing import yaml_text

Data = dict[str, Value]


class CannotEditError(Exception):
    """The text has a form in which nothing can be added; the message is in French."""


def append(text: str, records: list[Data]) -> str:
    """Return a list of records (`members.yaml`) with some more at its end; the rest untouched.

    Raises CannotEditError when the text is no list of records, one under the other.
    """
    before, indent, root = text, "", strict_yaml.compose(text)
    if root and not isinstance(root, SequenceNode):
        raise CannotEditError("une liste de fiches est attendue")
    if isinstance(root, SequenceNode) and root.value:
        if root.flow_style:
            message = "la liste est écrite entre crochets ; lancez d’abord « club fmt »"
            raise CannotEditError(message)
        indent = " " * root.start_mark.column
    elif root:
        before = before[: root.start_mark.index] + before[root.end_mark.index :].lstrip("\n")
    missing = 2 - before.endswith("\n") - before.endswith("\n\n") if before.strip() else 0
    added = indent_lines("\n".join(yaml_text.render([record]) for record in records), indent)
    return before + "\n" * missing + added


def change(text: str, changes: Mapping[int | None, Data], model: type[BaseModel]) -> str:
    """Return a YAML text in which some records say something else.

    `changes` gives what each record is to say, whole, by its place in the list; None for the only
    one of a front matter. A field that the new data lacks stays. Raises CannotEditError.
    """
    root = strict_yaml.compose(text)
    editor = _Editor(text, model)
    for place, data in changes.items():
        node = root
        if place is not None:
            node = root.value[place] if isinstance(root, SequenceNode) else None
        if not isinstance(node, MappingNode) or node.flow_style:
            message = "la fiche est écrite entre accolades ; lancez d’abord « club fmt »"
            raise CannotEditError(message)
        editor.mapping(node, data, ())
    return editor.result()


def change_sheet(text: str, changes: Data, model: type[BaseModel]) -> str:
    """Return a Markdown source whose front matter says something else. Raises CannotEditError."""
    parts = split_source(text)
    if isinstance(parts, str):
        raise CannotEditError(parts)
    head, _, _ = parts
    start = text.index(head) if head else 0
    new = change(head, {None: changes}, model) if changes else head
    return text[:start] + new + text[start + len(head) :]


def remove(text: str, path: FieldPath) -> str:
    """Return a YAML text without a field or an item, nor whatever held nothing else.

    The comments just above it, and those inside, go with it. `path` leads to something.
    """
    node: Any = strict_yaml.compose(text)
    chain: list[tuple[CollectionNode, list[tuple[Node | None, Node]], int]] = []
    for step in path:
        pairs = [child if isinstance(child, tuple) else (None, child) for child in node.value]
        rank = step if isinstance(step, int) else [str(k.value) for k, _ in pairs].index(step)
        chain.append((node, pairs, rank))
        node = pairs[rank][1]
    while len(chain) > 1 and len(chain[-1][1]) == 1:
        chain.pop()
    holder, pairs, rank = chain[-1]
    starts = [_start(text, key, child) for key, child in pairs]
    if holder.flow_style:
        last = rank + 1 == len(pairs)
        start = _end(text, pairs[rank - 1][1]) if last and rank else starts[rank]
        end = _end(text, pairs[rank][1]) if last else starts[rank + 1]
        return text[:start] + text[end:]
    start, column = starts[rank], holder.start_mark.column
    line = text.rfind("\n", 0, start) + 1
    inline = text[line:start].strip() != ""  # the first field of an item, after its dash
    if rank + 1 < len(pairs):
        end = starts[rank + 1] if inline else _above(text, starts[rank + 1], column)
    else:
        key, child = pairs[rank]
        end = min(_Editor(text, BaseModel).end_of_lines(key, child, column) + 1, len(text))
    return text[: start if inline else _above(text, start, column)] + text[end:]


def _start(text: str, key: Node | None, child: Node) -> int:
    """Return where a field begins, or the dash of an item."""
    if key is not None:
        return int(key.start_mark.index)
    at = int(child.start_mark.index)
    return max(text.rfind("-", 0, at), 0) if text[:at].rstrip()[-1:] == "-" else at


def _above(text: str, at: int, column: int) -> int:
    """Return where the lines of an entry begin, with the comments just above it.

    Those at the top of a text are about all of it.
    """
    start = text.rfind("\n", 0, at) + 1
    first = start
    while first:
        above = text[text.rfind("\n", 0, first - 1) + 1 : first]
        if not above.startswith(f"{' ' * column}#"):
            return first
        first -= len(above)
    return start


def _plain(node: Node) -> Value:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [_plain(child) for child in node.value]
    return {str(key.value): _plain(child) for key, child in node.value}


@dataclass(slots=True)
class _Editor:
    text: str
    model: type[BaseModel]
    cuts: list[tuple[int, int, int, str]] = field(default_factory=list)

    def result(self) -> str:
        """Return the text with its cuts made."""
        pieces, at = [], 0
        for start, end, _, new in sorted(self.cuts):
            pieces += [self.text[at:start], new]
            at = end
        return "".join([*pieces, self.text[at:]])

    def _cut(self, start: int, end: int, new: str) -> None:
        # Of two insertions at one place, the first asked for comes first.
        self.cuts.append((start, end, len(self.cuts), new))

    def mapping(self, node: MappingNode, data: Data, at: tuple[str | int, ...]) -> None:
        """Make a mapping say what `data` says."""
        column = node.start_mark.column
        present = {str(key.value): (key, child) for key, child in node.value}
        for name, (key, child) in present.items():
            if name in data and _plain(child) != data[name]:
                self.value(key, child, data[name], (*at, name), column)
        self._insert(node, {n: v for n, v in data.items() if n not in present}, at)

    def _insert(self, node: MappingNode, added: Data, at: tuple[str | int, ...]) -> None:
        """Add fields, each after the last of those that come before it in the model's order."""
        owner, column = model_at(self.model, at), node.start_mark.column
        rank = {name: i for i, name in enumerate(written_order(owner) if owner else [])}
        pad = " " * column
        for name in sorted(added, key=lambda n: rank.get(n, len(rank))):
            lines = [*yaml_text.lines({name: added[name]})]
            last = rank.get(name, len(rank))
            before = [pair for pair in node.value if rank.get(str(pair[0].value), 0) < last]
            if before:
                key, child = before[-1]
                place = self.end_of_lines(key, child, column)
                self._cut(place, place, "".join(f"\n{pad}{line}" for line in lines))
            else:
                first = node.start_mark.index
                text = "".join(f"{pad if i else ''}{line}\n" for i, line in enumerate(lines))
                self._cut(first, first, f"{text}{pad}")

    def value(
        self, key: Node | None, node: Node, value: Value, at: tuple[str | int, ...], column: int
    ) -> None:
        """Make the value of a field, or an item of a list (no key), something else."""
        block = not (isinstance(node, CollectionNode) and node.flow_style)
        if isinstance(node, ScalarNode) and isinstance(value, str):
            self._scalar(key, node, value)
        elif block and isinstance(node, MappingNode) and isinstance(value, dict):
            self.mapping(node, value, at)
        elif (
            block
            and isinstance(node, SequenceNode)
            and isinstance(value, list)
            and len(node.value) <= len(value)
        ):
            self._items(node, value, at)
        elif key is None:
            new = "\n".join(yaml_text.lines(value, " " * column)).lstrip()
            self._cut(node.start_mark.index, _end(self.text, node), new)
        else:
            self._whole(key, node, value, column)

    def _scalar(self, key: Node | None, node: ScalarNode, value: str) -> None:
        new = yaml_text.scalar(value)
        start, end = span(self.text, node)
        if key is not None and not node.value and not node.style:  # `end_date:`, left empty
            place = self.text.index(":", key.end_mark.index) + 1
            self._cut(place, place, f" {new}")
            return
        if node.style in {"|", ">"}:
            head = self.text[start : self.text.find("\n", start)]
            new += f"  {head[head.index('#') :].rstrip()}" if "#" in head else ""
        self._cut(start, end, new)

    def _items(self, node: SequenceNode, values: list[Value], at: tuple[str | int, ...]) -> None:
        """Change the items of a list in their place, and add those that come after."""
        column = node.start_mark.column
        for i, (child, value) in enumerate(zip(node.value, values, strict=False)):
            if _plain(child) != value:
                self.value(None, child, value, (*at, i), column + 2)
        if new := values[len(node.value) :]:
            place, lines = (
                self.end_of_lines(None, node, column),
                yaml_text.lines(new, " " * column),
            )
            self._cut(place, place, "".join(f"\n{line}" for line in lines))

    def _whole(self, key: Node, node: Node, value: Value, column: int) -> None:
        """Write a value anew; the comments that stood inside go above its field."""
        start = self.text.index(":", key.end_mark.index) + 1
        end = _end(self.text, node)
        inside = comments(self.text, node, start, end)
        if isinstance(value, str):
            new = f" {yaml_text.scalar(value)}"
        elif value:
            # A comment after the value stays beside the field, not beside its last item.
            tail = self.text[end : self._line_end(end)].strip()
            new = f"  {tail}\n" if tail.startswith("#") else "\n"
            new += "\n".join(yaml_text.lines(value, " " * (column + 2)))
            end = self._line_end(end) if tail.startswith("#") else end
        else:
            new = " []"
        self._cut(start, end, new)
        if inside:
            place = key.start_mark.index
            above = "".join(f"{c.text}\n{' ' * column}" for c in inside)
            self._cut(place, place, above)

    def end_of_lines(self, key: Node | None, node: Node, column: int) -> int:
        """Return the end of the last line of a value, the notes under it included."""
        end = _end(self.text, node)
        if key is not None:
            end = max(end if end > key.end_mark.index else 0, key.end_mark.index)
        place = self._line_end(end)
        while place < len(self.text):
            after = self.text[place + 1 : self._line_end(place + 1)]
            bare = after.lstrip(" ")
            if not bare.startswith("#") or len(after) - len(bare) <= column:
                break
            place += 1 + len(after)
        return place

    def _line_end(self, at: int) -> int:
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found


def _end(text: str, node: Node) -> int:
    """Return the offset just after a value; of an empty key, something before the value."""
    if isinstance(node, ScalarNode):
        return span(text, node)[1] if node.value or node.style else 0
    if isinstance(node, CollectionNode) and node.flow_style:
        return int(node.end_mark.index)
    found = 0
    for child in node.value:
        key, value = child if isinstance(child, tuple) else (None, child)
        found = max(found, _end(text, value), key.end_mark.index + 1 if key else 0)
    return found
