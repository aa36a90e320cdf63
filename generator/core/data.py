"""The tables of words and of patterns in `generator/data/*.toml`."""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"
_NAME = re.compile(r"\{([A-Z_]+)\}")


@cache
def load(name: str) -> dict[str, Any]:
    """Return a table, read once."""
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


def patterns(name: str) -> dict[str, Any]:
    """Return a table of patterns: its lists as tuples, the lines of a pattern joined.

    `{NAME}` stands for the pattern of that name, which comes before, or for the choice between
    those of a list.
    """
    known: dict[str, Any] = {}

    def filled(value: Any) -> Any:
        match value:
            case str():
                whole = re.sub(r"(?:\A|\n) *", "", value) if "\n" in value else value
                return _NAME.sub(lambda m: known[m[1]], whole)
            case list():
                return tuple(map(filled, value))
            case dict():
                return {filled(key): filled(one) for key, one in value.items()}
        return value

    found = {}
    for key, value in load(name).items():
        found[key] = filled(value)
        known[key] = found[key] if isinstance(value, str) else "|".join(map(str, found[key]))
    return found
