"""Ids proposed for new records: from their title, short, free."""

from collections.abc import Container

from generator.core.text import bad_id


def free(wanted: str, taken: Container[str]) -> str:
    """Return `wanted`, or `wanted-2`, `wanted-3`… when it is taken or cannot be an id."""
    name, n = wanted or "fiche", 1
    while name in taken or bad_id(name):
        n += 1
        name = f"{wanted or 'fiche'}-{n}"
    return name
