"""What a report is made of: groups by what must be done, each with its rows."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Row:
    """One thing to do. `name` is a person or a sheet, `what` the mandate or the people concerned.

    `date` is a partial ISO date (empty: none), `note` says in French what happens on it.
    `path`, relative to the club's root, and `line`, from 1, are where it is edited.
    """

    kind: str
    id: str
    name: str
    what: str
    date: str
    note: str
    path: str
    line: int


@dataclass(frozen=True, slots=True)
class Group:
    """What must be done, for several. `key` never changes, `title` and `todo` are French."""

    key: str
    title: str
    todo: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A report seen from `today`, looking ahead to `until`. Groups without rows are kept."""

    name: str
    title: str
    today: date
    until: date
    groups: tuple[Group, ...]
