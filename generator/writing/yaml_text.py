"""YAML as a person would type it: block style, the order given, quotes where they are needed.

Written by hand because PyYAML's dumper takes longer than everything else together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]
Record = Mapping[str, Value]

# A scalar that means the same with and without quotes, for our reader and for others.
_PLAIN = re.compile(r"(?!.*(?:: | #|:$| $))[\w«(/][^\n\"\\]*")
_WORDS = frozenset(
    [
        f(w)
        for w in ["yes", "no", "on", "off", "true", "false", "null", "y", "n"]
        for f in (str, str.title, str.upper)
    ]
)


def scalar(value: str | int) -> str:
    """Write one scalar on one line."""
    if isinstance(value, int):
        return str(value)
    if value not in _WORDS and _PLAIN.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _lines(value: Record, indent: str) -> Iterator[str]:
    for key, item in value.items():
        if isinstance(item, (str, int)):
            yield f"{indent}{key}: {scalar(item)}"
        elif isinstance(item, Mapping):
            yield f"{indent}{key}:"
            yield from _lines(item, indent + "  ")
        elif item:
            yield f"{indent}{key}:"
            yield from _items(item, indent + "  ")


def _items(values: Sequence[Value], indent: str) -> Iterator[str]:
    for item in values:
        if isinstance(item, (str, int)):
            yield f"{indent}- {scalar(item)}"
        elif isinstance(item, Mapping):
            first, *others = _lines(item, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from others


def mapping(record: Record) -> str:
    """Write a mapping; an empty list is left out."""
    return "\n".join(_lines(record, "")) + "\n"


def items(values: Sequence[Value]) -> str:
    """Write the items of a list."""
    return "\n".join(_items(values, "")) + "\n"


def item(record: Record) -> str:
    """Write one record of a list file."""
    return "\n".join(_items([record], "")) + "\n"


def front_matter(record: Record, body: str) -> str:
    """Write a Markdown source: its fields, then its text."""
    text = body.strip()
    return f"---\n{mapping(record)}---\n" + (f"\n{text}\n" if text else "")
