"""Tables that are data and no code: `generator/data/*.toml`, each read once."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parents[1] / "data"


@cache
def table(name: str) -> dict[str, Any]:
    """Return the table `name`, its lists as tuples."""
    found: dict[str, Any] = _fixed(tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8")))
    return found


def _fixed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _fixed(part) for key, part in value.items()}
    return tuple(map(_fixed, value)) if isinstance(value, list) else value


def pattern(text: str, parts: Mapping[str, str]) -> str:
    """Return a pattern of a table with its parts, written `<name>`, put in."""
    return re.sub(r"<([a-z]+)>", lambda name: pattern(parts[name[1]], parts), text)
