"""Writing the answers that the checker is certain of, and not one sign of the rest.

An answer stands where its finding does: in the place of a value, of the name of a field, or of the
line of a title.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode

from generator.core.findings import Finding
from generator.core.offsets import offset
from generator.sources import split_source, strict_yaml
from generator.sources.comments import span
from generator.writing.yaml_text import scalar

_UNDERLINE = re.compile(r"(?:=+|-+)[ \t]*")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """What was written in the place of what, at a line of a source."""

    path: str
    line: int
    field: str
    before: str
    after: str

    def __str__(self) -> str:
        where = f"{self.path}:{self.line} {self.field}".rstrip()
        return f"{where} : « {self.before} » → « {self.after} »"


def apply(text: str, findings: Iterable[Finding]) -> tuple[str, list[Change]]:
    """Return a source with the answers of its own findings, and what was changed.

    `text` is what the findings were made of, with LF ends of lines. Values in a block of lines stay.
    """
    answered = {(f.line, f.column): f for f in findings if f.answer}
    cuts = [
        cut
        for finding in answered.values()
        for cut in (_in_body if finding.code[0] == "T" else _in_data)(text, finding)
    ]
    changes = []
    for start, end, before, new, finding in sorted(cuts, key=lambda c: c[0], reverse=True):
        changes.append(Change(finding.path, finding.line, finding.field, before, finding.answer))
        text = text[:start] + new + text[end:]
    return text, changes[::-1]


Cut = tuple[int, int, str, str, Finding]  # from, to, what was written, what is, why


def _in_body(text: str, finding: Finding) -> Iterator[Cut]:
    start = offset(text, finding.line, 1)
    line, *after = text[start:].split("\n", 2)
    end = start + len(line)
    if not line.startswith("#") and after and _UNDERLINE.fullmatch(after[0]):
        end += 1 + len(after[0])
    yield start, end, line, finding.answer, finding


def _in_data(text: str, finding: Finding) -> Iterator[Cut]:
    head, shift, at = text, 0, 0
    if finding.path.endswith(".md"):
        parts = split_source(text)
        if isinstance(parts, str):
            return
        head, shift, _ = parts
        at = text.index(head)
    root = strict_yaml.compose(head)
    place = (finding.line - shift - 1, finding.column - 1)
    for parent, key, value in _pairs(root) if root else ():
        node = key if finding.code == "F01" else value
        stands = place in {_place(value), key and _place(key)}
        if stands and isinstance(node, ScalarNode) and node.style not in {"|", ">"}:
            start, end = span(head, node)
            new = finding.answer if finding.code == "F01" else scalar(finding.answer)
            if finding.kept and key and isinstance(parent, CollectionNode):  # as its other fields
                between = ", " if parent.flow_style else f"\n{' ' * key.start_mark.column}"
                new += f"{between}{finding.kept}: {strict_yaml.quoted(str(node.value))}"
            yield at + start, at + end, str(node.value), new, finding
            return


def _pairs(node: Node) -> Iterator[tuple[Node, Node | None, Node]]:
    """Yield every value with what holds it and its key, None for an item of a list, the innermost first."""
    children = [] if isinstance(node, ScalarNode) else node.value
    for child in children:
        key, value = child if isinstance(node, MappingNode) else (None, child)
        yield from _pairs(value)
        yield node, key, value


def _place(node: Node) -> tuple[int, int]:
    return node.start_mark.line, node.start_mark.column
