"""YAML as a person would type it: block style, the order given, quotes where they are needed.

Written by hand because PyYAML's dumper takes longer than everything else together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

Value = str | int | Sequence["Value"] | Mapping[str, "Value"]
Record = Mapping[str, Value]

# A scalar that means the same with and without quotes, for our reader and for others.
_PLAIN = re.compile(r"(?!.*(?:: | #|:$| $))[\w«(/][^\n\"\\]*")
_WORDS = {
    f(w) for w in "yes no on off true false null y n".split() for f in (str, str.title, str.upper)
}


def scalar(value: str | int) -> str:
    """Write one scalar on one line."""
    if isinstance(value, int):
        return str(value)
    if value not in _WORDS and _PLAIN.fullmatch(value):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def lines(value: Value, indent: str = "") -> Iterator[str]:
    """Yield the lines of a value; in a record, an empty list is left out."""
    if isinstance(value, (str, int)):
        yield f"{indent}{scalar(value)}"
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if isinstance(one, (str, int)):
                yield f"{indent}{key}: {scalar(one)}"
            elif one or isinstance(one, Mapping):
                yield f"{indent}{key}:"
                yield from lines(one, indent + "  ")
    else:
        for one in value:
            first, *others = lines(one, indent + "  ")
            yield f"{indent}- {first.lstrip()}"
            yield from others


def render(value: Value) -> str:
    """Write a record, or a list of them."""
    return "\n".join(lines(value)) + "\n"


def front_matter(record: Record, body: str) -> str:
    """Write a Markdown source: its fields, then its text."""
    text = body.strip()
    return f"---\n{render(record)}---\n" + (f"\n{text}\n" if text else "")
