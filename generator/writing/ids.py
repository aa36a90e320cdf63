"""Ids proposed for new records: from their title, short, free."""

import re
from collections.abc import Container

from generator.geo import fold
from generator.sources import bad_id

_NOT_ASCII = re.compile(r"[^a-z0-9 ]+")


def slug(text: str, longest: int = 80) -> str:
    """Return `text` as part of an address, cut between two words."""
    whole = "-".join(_NOT_ASCII.sub(" ", fold(text)).split())
    return whole if len(whole) <= longest else whole[: longest + 1].rpartition("-")[0]


def free(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or `wanted-2`, `wanted-3`… when it is taken or cannot be an id."""
    name, n = wanted or "fiche", 1
    while name in taken or bad_id(name):
        n += 1
        name = f"{wanted or 'fiche'}-{n}"
    return name
