"""Legislative and regulatory watch (`watch/<id>.md`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from generator.core.settings import Settings
from generator.kinds import facets, schema_org
from generator.kinds.kind import Facet, Kind, Node, badges, joined, month, texts
from generator.kinds.view import Badge, Lens, Ref, Subject, When, by_id, dated
from generator.records import french, types
from generator.records.base import Model, Record
from generator.records.fields import Words
from generator.records.types import Many

Alert = Annotated[Literal["none", "info", "action"], Words("Alert")]


class Stage(Model):
    """A step in the life of a text."""

    stage: types.StageKey
    date: types.PartialDate
    note: types.Text | None = None


class NextStage(Model):
    """The step to come."""

    label: types.Text
    date: types.PartialDate


class WatchEntry(Record):
    """A law, a regulation, a report or a ruling."""

    title: types.Title
    kind: types.LegalKind
    reference: types.Text | None = None
    url: types.Url | None = None
    stages: tuple[Stage, ...] = ()
    next: NextStage | None = None
    alert: Alert = "none"
    themes: Many[types.Theme] = ()
    methods: Many[types.Method] = ()
    summary: types.Summary | None = None
    amends: Many[types.WatchRef] = ()
    problems: Many[types.Title] = ()


_BADGES = badges("watch")


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
class WatchView(Subject):
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
    summary: str
    amends: tuple[Ref, ...]
    amended_by: tuple[Ref, ...]
    resting: tuple[RestingView, ...]
    meetings: tuple[Ref, ...]
    actions: tuple[Ref, ...]
    problems: tuple[str, ...]

    @property
    def course(self) -> tuple[StageView, ...]:
        """Every stage, reached or expected."""
        return (*self.stages, *self.expected)

    @property
    def practices(self) -> tuple[Ref, ...]:
        """The practices that rely on this text."""
        return tuple(r.practice for r in self.resting)


def _entry(lens: Lens, entry: WatchEntry) -> WatchView:
    steps = [
        (s.date, StageView(s.stage, lens.term("stages", s.stage), dated(s.date), s.note or ""))
        for s in sorted(entry.stages, key=lambda s: s.date.first)
    ]
    following = entry.next
    reached = tuple(step for day, step in steps if day.first <= lens.today)
    expected = tuple(step for day, step in steps if day.first > lens.today)
    return lens.view(
        WatchView,
        entry,
        kind=lens.term("legal-kinds", entry.kind),
        kind_key=entry.kind,
        official_url=entry.url or "",
        stages=reached,
        expected=expected,
        last=reached[-1] if reached else None,
        next=StageView("", following.label, dated(following.date), "") if following else None,
        next_words=_how_far(lens, following.date) if following else "",
        next_passed=following is not None and following.date.last < lens.today,
        amended_by=lens.back("watch", entry.id, "watch", "amends"),
        resting=tuple(
            RestingView(ref, moved(lens, entry, lens.record("practice", ref.id).reviewed))
            for ref in lens.back("watch", entry.id, "practice")
        ),
        meetings=lens.back("watch", entry.id, "meeting"),
        actions=lens.back("watch", entry.id, "action"),
        badges=(_BADGES[entry.alert],) if entry.alert != "none" else (),
    )


def _how_far(lens: Lens, day: types.PartialDate) -> str:
    """Say how far a step to come is; nothing for a month or a year that has not passed."""
    if day.last < lens.today:
        return "la date est passée"
    return french.countdown((day.first - lens.today).days) if day.first == day.last else ""


def moved(lens: Lens, text: WatchEntry, reviewed: types.PartialDate | None) -> Badge | None:
    """Say which step of a text the sheet cannot know: one surely later than its review."""
    if reviewed is None:
        return None
    later = [s for s in text.stages if reviewed.last < s.date.first <= lens.today]
    if not later:
        return None
    step = max(later, key=lambda s: s.date.first)
    label = lens.term("stages", step.stage)
    label = label[:1].lower() + label[1:]
    why = f"la fiche n’a pas été relue depuis une étape de ce texte : {label}"
    return Badge("À revoir", "warn", f"{why}, {french.partial(step.date)}")


# Kinds of text that are no legislation, and what they are.
_NOT_LAWS = {
    "rapport": "Report",
    "question-ecrite": "CreativeWork",
    "jurisprudence": "CreativeWork",
}


def _linked_data(view: WatchView, settings: Settings) -> Node:
    """Return an entry of the watch: an Article about a Legislation (or a report, a ruling…)."""
    about = schema_org.known(
        **{"@type": _NOT_LAWS.get(view.kind_key, "Legislation")},
        name=view.reference or view.title,
        url=view.official_url,
    )
    return schema_org.article(view, settings, about=about)


def _facts(view: WatchView) -> Iterator[tuple[str, str]]:
    yield "Référence", view.reference
    for stage in view.stages[-1:]:
        yield "Dernière étape", f"{stage.label}, {stage.when.text}"
    if view.next:
        yield "À venir", f"{view.next.label}, {view.next.when.text}"
    if view.alert != "none":
        yield "Alerte", ", ".join(badge.why for badge in view.badges)


def _card(view: WatchView) -> tuple[str, str]:
    last = f"{view.last.label}, {view.last.when.text}" if view.last else ""
    return view.kind, joined(last, view.reference)


def _coming(view: WatchView) -> Iterator[tuple[str, When]]:
    for step in (*((view.next,) if view.next else ()), *view.expected):
        yield step.label, step.when


def _expected(view: WatchView) -> str:
    if not view.next:
        return ""
    word = "Attendu" if view.next_passed else "À venir"
    return f"{word}\u00a0: {view.next.label}, {view.next.when.text}"


KIND = Kind(
    **texts("watch"),
    model=WatchEntry,
    view=_entry,
    # The one that moved last first.
    arrange=lambda views: sorted(
        by_id(views), key=lambda w: w.last.when.iso if w.last else "", reverse=True
    ),
    note=lambda _, w: w.reference or "",
    choice=lambda w: w.reference or w.kind,
    card=_card,
    columns={
        "sense": lambda w: w.summary,
        "last": lambda w: f"{w.last.label}\u00a0: {w.last.when.text}" if w.last else "",
        "next": _expected,
        "moved": lambda w: month(w.last.when.iso) if w.last else None,
    },
    facets=(
        facets.THEME,
        facets.METHOD,
        Facet("nature", "Nature", facets.answers("kind_key", "kind"), facets.by_label),
        Facet("etape", "Dernière étape", facets.answers("last.key", "last.label"), facets.by_label),
        Facet("alerte", "Alerte", lambda w: [(w.alert, b.text) for b in w.badges], facets.by_key),
        facets.year("last.when"),
    ),
    linked_data=_linked_data,
    changes=lambda w: (stage.when for stage in w.stages),
    news=lambda w: [(w.last.label, w.last.when)] if w.last else [],
    coming=_coming,
    facts=_facts,
)
