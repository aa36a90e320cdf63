"""What a page or an export may show: plain values, nothing private among them.

A field that an edition may not show does not exist in these values. Pages and exporters
import this module and nothing below it.
"""

from dataclasses import dataclass

from generator.records import french
from generator.territory import likeness
from generator.territory.likeness import Territory

# How many days ahead « À venir » looks.
HORIZON_DAYS = 90

# Spelled out so that a template or an exporter never needs to guess.
Label = str


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
    """Something that can change: a word, its tone (`ok`, `warn`, `muted`), and why."""

    text: str
    tone: str
    why: str


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
class MandateView:
    """A mandate. `active` on the day of the build; `role_label` is the role in the vocabulary."""

    label: str
    role: str
    place: PlaceView | None
    period: str
    start: str
    end: str
    active: bool
    role_label: str = ""


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
class TaskView:
    """A task. `status` as written (open, done, dropped); `state` may also be late, or carried.

    A task that is carried is still to be done, in the meeting `carried_to`, and counted there alone.
    """

    text: str
    owner: Ref | None
    due: When | None
    done: When | None
    status: str
    state: str
    state_label: str
    meeting: Ref | None = None
    carried_to: Ref | None = None


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


@dataclass(frozen=True, slots=True)
class MemberView(Shared):
    """A member. `current` is the mandate to show first, active or not.

    `card` is the address of the contact card, empty for who has none.
    """

    given_name: str
    family_name: str
    summary: str
    image: str
    mandates: tuple[MandateView, ...]
    current: MandateView
    active: bool
    joined: When | None
    left: When | None
    function: str
    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]
    seeks: tuple[str, ...]
    contacts: tuple[ContactLine, ...]
    card: str
    links: tuple[LinkView, ...]
    practices: tuple[Ref, ...]
    meetings: tuple[Ref, ...]
    signed: tuple[Ref, ...]
    tasks: tuple[TaskView, ...]
    badges: tuple[Badge, ...]
    comparable: tuple[ComparableView, ...] = ()

    @property
    def letter(self) -> str:
        """The plain letter of the alphabet the person is found under, `#` when there is none."""
        first = french.collation(self.family_name)[:1].upper()
        return first if "A" <= first <= "Z" else "#"


@dataclass(frozen=True, slots=True)
class ContactView(Shared):
    """A person or organisation of the resource network."""

    category: str
    category_label: str
    organization: str
    summary: str
    interest: str
    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]
    contacts: tuple[ContactLine, ...]
    links: tuple[LinkView, ...]
    meetings: tuple[Ref, ...]


@dataclass(frozen=True, slots=True)
class AdaptationView:
    """A sheet at the other end of an inspiration, and what was changed (maybe unknown: empty)."""

    practice: Ref
    changed: str


@dataclass(frozen=True, slots=True)
class LegalTextView:
    """A text a practice relies on. `review` says why the sheet should be read again, if so."""

    text: Ref
    review: Badge | None


@dataclass(frozen=True, slots=True)
class PracticeView(Shared):
    """A practice sheet. Money in whole euros, None when unknown.

    `status_text` is the status with the year it was last known, unless that is this year.
    """

    summary: str
    place: PlaceView | None
    organizer: str
    methods: tuple[Ref, ...]
    themes: tuple[Ref, ...]
    level: str
    level_key: str
    status: str
    status_label: str
    status_text: str
    status_date: str
    start: str
    end: str
    period: str
    publics: tuple[str, ...]
    public_keys: tuple[str, ...]
    recruitment: str
    recruitment_key: str
    participants: int | None
    participants_out_of: int | None
    participants_year: int | None
    participants_from: int | None
    participants_to: int | None
    participants_note: str
    participants_text: str
    share_text: str
    cost_process: int | None
    cost_envelope: int | None
    cost_year: int | None
    cost_note: str
    cost_lines: tuple[tuple[str, str], ...]
    staff: str
    tools: tuple[str, ...]
    legal_basis: tuple[LegalTextView, ...]
    peers: tuple[Ref, ...]
    adapted_from: AdaptationView | None
    adapted_by: tuple[AdaptationView, ...]
    meetings: tuple[Ref, ...]
    verified: When | None
    reviewed: When | None
    review_age: str
    badges: tuple[Badge, ...]
    body: str
    comparable: tuple[ComparableView, ...] = ()


@dataclass(frozen=True, slots=True)
class MeetingView(Shared):
    """A meeting. `start` and `end` carry words and ISO form, `day` the date in Paris alone.

    `status` as written; `state` is `overdue` for a planned meeting whose day has passed.
    `countdown` says how far a meeting to come is (« dans 12 jours »), empty otherwise.
    """

    kind: str
    kind_key: str
    start: When
    day: When
    end: str
    end_text: str
    year: int
    format: str
    format_key: str
    location: str
    link: str
    status: str
    state: str
    countdown: str
    badges: tuple[Badge, ...]
    attendees: tuple[Ref, ...]
    attendance: int | None
    guests: tuple[Ref, ...]
    agenda: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    practices: tuple[Ref, ...]
    watch: tuple[Ref, ...]
    actions: tuple[Ref, ...]
    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]
    documents: tuple[LinkView, ...]
    body: str


@dataclass(frozen=True, slots=True)
class StageView:
    """A step in the life of a text. `key` is its vocabulary key, empty for the next one."""

    key: str
    label: str
    when: When
    note: str


@dataclass(frozen=True, slots=True)
class RestingView:
    """A practice that relies on a text. `review` says why its sheet should be read again, if so."""

    practice: Ref
    review: Badge | None


@dataclass(frozen=True, slots=True)
class WatchView(Shared):
    """A text of the watch.

    `stages` in order; those dated after the day of the build are `expected`. `last` is the
    latest reached. `next_words` says how far the next step is (« dans 12 jours », « la date est
    passée »), empty when it is not known to the day.
    """

    kind: str
    kind_key: str
    reference: str
    official_url: str
    stages: tuple[StageView, ...]
    expected: tuple[StageView, ...]
    last: StageView | None
    next: StageView | None
    next_words: str
    next_passed: bool
    alert: str
    themes: tuple[Ref, ...]
    methods: tuple[Ref, ...]
    summary: str
    amends: tuple[Ref, ...]
    amended_by: tuple[Ref, ...]
    resting: tuple[RestingView, ...]
    meetings: tuple[Ref, ...]
    actions: tuple[Ref, ...]
    badges: tuple[Badge, ...]
    body: str

    @property
    def practices(self) -> tuple[Ref, ...]:
        """The practices that rely on this text."""
        return tuple(r.practice for r in self.resting)


@dataclass(frozen=True, slots=True)
class ResponseView:
    """An answer to an action."""

    when: When
    sender: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature: who, when, and as what: the mandates that ran that day, main one first."""

    member: Ref
    when: When
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class ReachView:
    """Whom the signatories of an action represent together, no territory counted twice.

    `inhabitants` and `departements` are numbers; `text` says it all in one sentence.
    """

    elected: int
    inhabitants: int
    departements: int
    text: str


@dataclass(frozen=True, slots=True)
class ActionView(Shared):
    """A collective action.

    `status` as written; `state` is `overdue` for an open action whose deadline has passed.
    `countdown` says how long it may still be signed, `waiting` how long an answer has been
    awaited; both are empty when there is nothing to say.
    """

    addressees: tuple[str, ...]
    status: str
    state: str
    status_label: str
    reach: ReachView
    countdown: str
    waiting: str
    opened: When | None
    deadline: When | None
    sent: When | None
    signatories: tuple[SignatureView, ...]
    watch: tuple[Ref, ...]
    meetings: tuple[Ref, ...]
    responses: tuple[ResponseView, ...]
    summary: str
    badges: tuple[Badge, ...]
    body: str


@dataclass(frozen=True, slots=True)
class PageView(Shared):
    """A hand-written page. `section` is the one of the menu it stands under, maybe empty."""

    summary: str
    body: str
    section: str = ""


@dataclass(frozen=True, slots=True)
class HubView:
    """A theme or a method, and everything the club knows about it."""

    vocabulary: str
    key: str
    url: str
    label: str
    description: str
    synonyms: tuple[str, ...]
    alignments: tuple[tuple[str, str], ...]
    practices: tuple[PracticeView, ...]
    members: tuple[MemberView, ...]
    contacts: tuple[ContactView, ...]
    watch: tuple[WatchView, ...]
    meetings: tuple[Ref, ...]
    line: int = 1


@dataclass(frozen=True, slots=True)
class TermView:
    """A term of a vocabulary. `url` leads to its hub page, empty when it has none."""

    id: str
    label: str
    description: str
    url: str
    alignments: tuple[tuple[str, str], ...]


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
class FieldView:
    """A field of an export: where it is, its type and meaning in French, its possible values."""

    name: str
    type: str
    required: bool
    meaning: str
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DatasetView:
    """Something that leaves the site for other programs.

    `path` is a file of the site, or a pattern (`annuaire/*/contact.vcf`) for `files` of them;
    `size` is in bytes, all files together; `url` is empty for a pattern. `schema` is the address
    of its JSON Schema, empty when it has none.
    """

    path: str
    group: str
    title: str
    text: str
    format: str
    media_type: str
    url: str
    files: int
    size: int
    schema: str = ""
    fields: tuple[FieldView, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenDataView:
    """Everything that leaves the site on the day `date`, and what the interface promises.

    `site_url` is without its last slash: an address of the site follows it.
    """

    site_url: str
    date: When
    license_url: str
    policy: tuple[str, ...]
    datasets: tuple[DatasetView, ...]


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
class AgreementView:
    """What fields must be to each other: `rule` names how they are compared (`form-agree.js`).

    `code` is the rule of the checker that says the same; `message` (values in braces) and `hint`
    are its words. `group` holds the fields, empty for the record itself. It applies when the
    record's fields are as `when` says: (name, values). `among` are the values that count, `more`
    what else the rule needs, as JSON.
    """

    code: str
    rule: str
    group: str
    fields: tuple[str, ...]
    message: str
    hint: str
    when: tuple[tuple[str, tuple[str, ...]], ...] = ()
    among: tuple[str, ...] = ()
    more: str = "null"


@dataclass(frozen=True, slots=True)
class FormView:
    """A contribution form. `noun` is what one proposes, with its article.

    `file` is where the source goes, `{id}` being the record's. `listed`: the file holds a list
    of records. `order` is that of the fields in the file.
    """

    kind: str
    url: str
    title: str
    noun: str
    lede: str
    file: str
    listed: bool
    steps: tuple[StepView, ...]
    order: tuple[str, ...]
    agreements: tuple[AgreementView, ...] = ()


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
    path: str
    head: tuple[tuple[str, str], ...]
    data: str
    body: str
    partial: bool = False


@dataclass(frozen=True, slots=True)
class SiteView:
    """Everything an edition may show, on a given day.

    `news` is what happened lately, the latest first; `coming` what the next weeks bring, the
    soonest first; `next_meeting` the first meeting to come; `register` every decision and task.
    """

    today: str
    fictional: bool
    members: tuple[MemberView, ...]
    contacts: tuple[ContactView, ...]
    practices: tuple[PracticeView, ...]
    meetings: tuple[MeetingView, ...]
    watch: tuple[WatchView, ...]
    actions: tuple[ActionView, ...]
    pages: tuple[PageView, ...]
    themes: tuple[HubView, ...]
    methods: tuple[HubView, ...]
    vocabularies: tuple[VocabularyView, ...]
    image_files: tuple[str, ...]
    figures: FiguresView
    register: tuple[RegisterView, ...]
    news: tuple[EventView, ...]
    coming: tuple[EventView, ...]
    next_meeting: MeetingView | None
    forms: tuple[FormView, ...] = ()
    form_rules: str = "{}"
    sheets: tuple[SheetView, ...] = ()
