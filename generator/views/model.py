"""What a page or an export may show: plain values, nothing private among them.

A field that an edition may not show does not exist in these values. Pages and exporters
import this module and nothing below it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.kinds import Kind, used
from generator.kinds.action import ActionView
from generator.kinds.contact import ContactView
from generator.kinds.meeting import MeetingView
from generator.kinds.member import MemberView
from generator.kinds.page import PageView
from generator.kinds.practice import PracticeView
from generator.kinds.view import Badge, Ref, Shared, When
from generator.kinds.watch import WatchView

# How many days ahead « À venir » looks.
HORIZON_DAYS = 90


class _ByKind:
    """What is shown of each kind: `records` are its views, in the order of its list."""

    __slots__ = ()
    records: Mapping[str, tuple[Any, ...]]

    @property
    def members(self) -> tuple[MemberView, ...]:
        """The directory."""
        return self.records["member"]

    @property
    def contacts(self) -> tuple[ContactView, ...]:
        """The resource network."""
        return self.records["contact"]

    @property
    def practices(self) -> tuple[PracticeView, ...]:
        """The practice sheets."""
        return self.records["practice"]

    @property
    def watch(self) -> tuple[WatchView, ...]:
        """The texts followed."""
        return self.records["watch"]


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of a vocabulary. `url` leads to its hub page, empty when it has none."""

    key: str
    label: str
    description: str
    url: str
    alignments: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class HubView(TermView, _ByKind):
    """A theme or a method, and everything the club knows about it: by kind, the views that name it."""

    vocabulary: str
    synonyms: tuple[str, ...]
    problems: tuple[str, ...]
    records: Mapping[str, tuple[Any, ...]]
    line: int = 1

    @property
    def meetings(self) -> tuple[Ref, ...]:
        """The meetings that spoke of it, the latest first."""
        return tuple(Ref(m.id, m.title, m.url, m.day.text) for m in self.records["meeting"])


@dataclass(frozen=True, slots=True)
class VocabularyView:
    """A vocabulary: its name in the sources, what it is called, its terms."""

    name: str
    title: str
    terms: tuple[TermView, ...]


@dataclass(frozen=True, slots=True)
class BarView:
    """One bar of a chart. `url` leads to what it counts, empty where there is no such page."""

    label: str
    value: int
    url: str = ""


@dataclass(frozen=True, slots=True)
class ChartView:
    """A count of something by something: `column` heads the names, `unit` the numbers.

    `note` says what is counted and how, or what is missing.
    """

    key: str
    title: str
    column: str
    unit: str
    bars: tuple[BarView, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class FiguresView:
    """The club in figures on the day `date`: who, what, and at what rhythm."""

    date: When
    members: int
    practices: int
    meetings: int
    who: tuple[ChartView, ...]
    what: tuple[ChartView, ...]
    rhythm: tuple[ChartView, ...]


@dataclass(frozen=True, slots=True)
class RegisterView:
    """A line of the register: a decision, or a task, of a meeting.

    `state` is decision, open, late, done or dropped; `date` the day that matters (ISO, maybe
    shortened): when it was decided or done, when it is due.
    """

    id: str
    url: str
    title: str
    state: str
    state_label: str
    badges: tuple[Badge, ...]
    owner: Ref | None
    due: When | None
    done: When | None
    meeting: Ref
    meeting_date: When
    date: str


@dataclass(frozen=True, slots=True)
class EventView:
    """Something that happened or will: what kind of record, which one, what, when.

    `countdown` says how far a thing to come is, empty when unknown or past.
    """

    kind: str
    ref: Ref
    what: str
    when: When
    countdown: str = ""


@dataclass(frozen=True, slots=True)
class AskedView:
    """A field of a form: what is asked, and what an answer is.

    `name` is the source's own. `type` is that of one value (see `records.description`), of which
    there may be `many`, at `least` so many. `choices` are (value, French label, explanation).
    `of` is the kind of record a `ref` names. `consented`: asked only of who agrees to publish it.
    """

    name: str
    label: str
    help: str
    example: str
    type: str
    required: bool
    many: bool
    least: int
    longest: int
    low: int | None
    high: int | None
    of: str
    default: str
    choices: tuple[tuple[str, str, str], ...]
    fields: tuple["AskedView", ...]
    consented: bool = False


@dataclass(frozen=True, slots=True)
class StepView:
    """A step of a form: fields, and texts as (title, help); an untitled text is the whole body."""

    title: str
    lede: str
    fields: tuple[AskedView, ...]
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FormView:
    """A contribution form.

    `file` is where the source goes, `{id}` being the record's. `listed`: the file holds a list
    of records. `fields` are in the order of the file. `order` are the pairs of dates of which the
    second follows the first, each after its group. `guide` is the page that goes with it.
    `held` says where each mandate is held, as JSON.
    """

    kind: str
    url: str
    title: str
    lede: str
    file: str
    listed: bool
    steps: tuple[StepView, ...]
    fields: tuple[str, ...]
    order: tuple[tuple[str, str, str], ...]
    guide: str
    held: str


@dataclass(frozen=True, slots=True)
class SheetView:
    """A source, for its correction by the form.

    `head` holds the lines of the front matter in order, each run with the name of the field it
    writes (empty for the blank lines between fields); `data` the fields, as JSON of strings; then the
    body. `partial`: the source holds more than may be shown, comments included; there is then no
    `head`, `data` is what is shown, and a correction says only what changes.
    """

    kind: str
    id: str
    title: str
    path: str
    head: tuple[tuple[str, str], ...]
    data: str
    body: str
    partial: bool


@dataclass(frozen=True, slots=True)
class SiteView(_ByKind):
    """Everything an edition may show, on a given day.

    `members_only` says whose edition it is.
    `records` are the views of each kind, in the order of its list. `news` is what happened lately,
    the latest first; `coming` what the next weeks bring, the soonest first; `register` every decision
    and task.
    """

    today: str
    fictional: bool
    members_only: bool
    records: Mapping[str, tuple[Any, ...]]
    themes: tuple[HubView, ...]
    methods: tuple[HubView, ...]
    vocabularies: tuple[VocabularyView, ...]
    image_files: tuple[str, ...]
    figures: FiguresView
    register: tuple[RegisterView, ...]
    news: tuple[EventView, ...]
    coming: tuple[EventView, ...]
    forms: tuple[FormView, ...] = ()
    form_rules: str = "{}"
    sheets: tuple[SheetView, ...] = ()

    @property
    def apart(self) -> bool:
        """Whether robots are not to index it: a fictional club, or the members' edition."""
        return self.fictional or self.members_only

    @property
    def meetings(self) -> tuple[MeetingView, ...]:
        """The meetings, the latest first."""
        return self.records["meeting"]

    @property
    def next_meeting(self) -> MeetingView | None:
        """The first meeting to come, if any."""
        return next((m for m in reversed(self.meetings) if m.state == "planned"), None)

    @property
    def actions(self) -> tuple[ActionView, ...]:
        """The collective actions."""
        return self.records["action"]

    @property
    def pages(self) -> tuple[PageView, ...]:
        """The hand-written pages."""
        return self.records["page"]

    @property
    def kinds(self) -> list[Kind]:
        """The kinds the site speaks of."""
        return used(self.records)

    def every(self) -> Iterator[tuple[str, Shared]]:
        """Yield each record's kind and view, hand-written pages included."""
        for kind, views in self.records.items():
            for view in views:
                yield kind, view
