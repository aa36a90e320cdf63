"""The kinds of records: one declaration each, over which everything iterates.

To add one: `docs/add-a-kind.md`.
"""

from collections.abc import Collection, Mapping
from importlib import import_module

from pydantic import BaseModel

from generator.core.data import table
from generator.kinds.action import Action
from generator.kinds.contact import Contact
from generator.kinds.kind import Kind
from generator.kinds.meeting import Meeting
from generator.kinds.member import Member
from generator.kinds.page import Page, Term
from generator.kinds.practice import Practice
from generator.kinds.watch import WatchEntry

# In the order of `data/kinds.toml`: that of the menu, and that in which sources are read.
KINDS: dict[str, Kind] = {name: import_module(f"{__name__}.{name}").KIND for name in table("kinds")}
# Those that have pages of their own, a list, exports: a hand-written page is its own.
LISTED = {name: kind for name, kind in KINDS.items() if kind.section}


def used(counts: Mapping[str, Collection[object]]) -> list[Kind]:
    """Return the kinds a site speaks of: those with records, and those whose empty list says something."""
    return [kind for name, kind in LISTED.items() if kind.empty or counts.get(name)]


KIND_OF = {kind.model: kind for kind in KINDS.values()}
PEOPLE = ("member", "contact")
MODELS: tuple[type[BaseModel], ...] = (*(kind.model for kind in KINDS.values()), Term)

__all__ = [
    "KINDS",
    "KIND_OF",
    "LISTED",
    "MODELS",
    "PEOPLE",
    "Action",
    "Contact",
    "Kind",
    "Meeting",
    "Member",
    "Page",
    "Practice",
    "Term",
    "WatchEntry",
    "used",
]
