"""What a view is made of: plain values, nothing private among them, and the lens that shows them.

A field that an edition may not show does not exist in these values.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeVar

from pydantic import BaseModel

from generator.records import Record, french
from generator.records.types import PartialDate
from generator.territory import likeness
from generator.territory.likeness import Territory

V = TypeVar("V")


@dataclass(frozen=True, slots=True)
class Ref:
    """A link: `url` is an address of the site (`/…/`), `note` what to say beside it."""

    id: str
    label: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class When:
    """A date, in French words and in ISO form."""

    text: str
    iso: str

    @property
    def is_day(self) -> bool:
        """Whether the day is known, not only the month or the year."""
        return len(self.iso) >= len("2026-01-01")


@dataclass(frozen=True, slots=True)
class Badge:
    """Something that can change: a word, its tone (`ok`, `warn`, `muted`), and why.

    A `quiet` one says what is usual, or what the facts say already: a card is without it.
    """

    text: str
    tone: str
    why: str
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from."""

    title: str
    url: str
    date: When | None


@dataclass(frozen=True, slots=True)
class PlaceView:
    """A territory. `population` in inhabitants, None when unknown."""

    area: str
    kind: str
    type: str
    name: str
    population: int | None
    population_text: str
    threshold_text: str
    stratum: str
    stratum_key: str
    epci: str
    epci_code: str
    departement: str
    departement_code: str
    region: str
    region_code: str

    @property
    def insee(self) -> str:
        """The code of a commune, empty for another place."""
        return self.area.removeprefix("commune:") if self.kind == "commune" else ""

    @property
    def where(self) -> str:
        """The name with what tells it from a homonym: « Saint-Denis (Aude) »."""
        if self.kind == "commune" and self.departement and self.departement != self.name:
            return f"{self.name} ({self.departement})"
        return self.name

    @property
    def territory(self) -> Territory:
        """What likeness looks at."""
        return likeness.territory(
            self.area,
            self.population,
            epci=self.epci_code,
            departement=self.departement_code,
            region=self.region_code,
        )


@dataclass(frozen=True, slots=True)
class ComparableView:
    """A record like the one being read: where it is, and why it is alike, in words."""

    ref: Ref
    place: PlaceView
    reason: str


@dataclass(frozen=True, slots=True)
class ContactLine:
    """A way to reach someone, consented. `href` is `mailto:…`, `tel:…` or empty."""

    type: str
    value: str
    label: str
    href: str


@dataclass(frozen=True, slots=True)
class LinkView:
    """An outgoing link."""

    url: str
    note: str


@dataclass(frozen=True, slots=True)
class Shared:
    """What every record's view has. `path` is its source file, `line` where it starts there.

    `added` is the day it entered the club, when its source says so; `mentions` are the records whose text links to this one.
    """

    id: str
    url: str
    title: str
    path: str
    line: int
    aliases: tuple[str, ...]
    mentions: tuple[Ref, ...]
    sources: tuple[Source, ...]
    added: When | None


# A number without a space, from which a spreadsheet would take the zero or compute a difference.
_DIGITS = re.compile(r"(\+\d\d|0\d)-?(\d[\d\-]*)")


def phone(value: str) -> str:
    """`0199001234` -> `01 99 00 12 34`: what no spreadsheet takes for a number."""
    found = _DIGITS.fullmatch(value)
    if not found:
        return value
    pairs = re.sub(r"(?<=\d)(?=(?:\d\d)+$)", " ", found[2].replace("-", ""))
    return f"{found[1]} {pairs}"  # +33 6 39 98 56 78


@dataclass(frozen=True, slots=True)
class Sheet(Shared):
    """What the view of a record with a text has: that text in Markdown, and what can change."""

    badges: tuple[Badge, ...]
    body: str


@dataclass(frozen=True, slots=True)
class Subject(Sheet):
    """A sheet on some themes and methods."""

    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class Person(Shared):
    """What the view of a member or of a contact has."""

    summary: str
    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]
    contacts: tuple[ContactLine, ...]
    links: tuple[LinkView, ...]
    meetings: tuple[Ref, ...]

    @property
    def agreed(self) -> bool:
        """Whether the page shows anything that the person agreed to."""
        return bool(self.contacts)

    @property
    def email(self) -> str:
        """The last address shown, empty for none."""
        return self._last("email")

    @property
    def phone(self) -> str:
        """The last number shown, as a table has it, empty for none."""
        return phone(self._last("phone"))

    def _last(self, type_: str) -> str:
        return {c.type: c.value for c in self.contacts}.get(type_, "")


class Lens(Protocol):
    """The club as one edition shows it on the day `today`, for the views of its records.

    Contact details outlive the last mandate by `retention_months`. `private` are the members, by id, as
    the members' edition alone shows them.
    """

    today: date
    retention_months: int
    private: Mapping[str, Any]

    def record(self, kind: str, id_: str) -> Any:
        """Return a record, None when it does not exist."""

    def records(self, kind: str) -> Iterable[Any]:
        """Return the records of a kind, in the order of their sources."""

    def shared(self, record: Record) -> dict[str, Any]:
        """Return the fields every view starts with."""

    def view(self, made: type[V], record: Record, /, **computed: Any) -> V:
        """Return the view of a record: what is `computed`, and the rest as the record has it.

        Its text; its dates in words; links for what it refers to and for its themes and methods; an
        empty text for what is unknown; no badge.
        """

    def part(self, made: type[V], part: BaseModel, /, **computed: Any) -> V:
        """Return the view of a part of a record likewise."""

    def place(self, area: str) -> PlaceView | None:
        """Return the view of an area, None when the code is unknown."""

    def term(self, vocabulary: str, key: str | None) -> str:
        """Return the label of a vocabulary key, the key itself when it has none."""

    def terms(self, vocabulary: str, keys: Iterable[str]) -> tuple[Ref, ...]:
        """Return links to the hub pages of some vocabulary keys."""

    def ref(self, kind: str, id_: str) -> Ref | None:
        """Return a link to a record, None when it does not exist."""

    def refs(self, kind: str, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Return links to records, in the order given, without those that do not exist."""

    def back(self, kind: str, id_: str, source: str, name: str = "") -> tuple[Ref, ...]:
        """Return links to the records of kind `source` that refer to this one, by one field or any."""

    def peer(self, id_: str) -> Ref:
        """Return a member as someone to call: name, function and place."""

    def peers(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Return members as people to call."""

    def person(self, record: Any) -> Any:
        """Return the view of a member or of a contact: what they agreed to show, and no more."""


def dated(value: PartialDate) -> When:
    """Return the view of a date."""
    return When(french.partial(value), value.text)


def when(value: PartialDate | None) -> When | None:
    """Return the view of a date that may be unknown."""
    return dated(value) if value else None


def by_id(views: Iterable[Any]) -> list[Any]:
    """Return views in an order that never changes, to be sorted again."""
    return sorted(views, key=lambda view: view.id)
