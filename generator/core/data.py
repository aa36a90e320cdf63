"""The tables of words and of patterns in `generator/data/*.toml`, each read once."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
_NAME = re.compile(r"\{([A-Z_]+)\}")


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table `name`, its lists as tuples."""
    found: dict[str, Any] = _fixed(tomllib.loads((DATA / f"{name}.toml").read_text("utf-8")))
    return found


def _fixed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _fixed(part) for key, part in value.items()}
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def patterns(name: str) -> dict[str, Any]:
    """Return a table of patterns, the lines of each joined.

    `{NAME}` stands for the pattern of that name, which comes before, or for the choice between
    those of a list.
    """
    known: dict[str, Any] = {}

    def filled(value: Any) -> Any:
        match value:
            case str():
                whole = re.sub(r"(?:\A|\n) *", "", value) if "\n" in value else value
                return _NAME.sub(lambda m: known[m[1]], whole)
            case tuple():
                return tuple(map(filled, value))
            case dict():
                return {filled(key): filled(one) for key, one in value.items()}
        return value

    found = {}
    for key, value in table(name).items():
        found[key] = filled(value)
        known[key] = found[key] if isinstance(value, str) else "|".join(map(str, found[key]))
    return found
