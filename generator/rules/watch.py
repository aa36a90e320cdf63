"""Rules on the life of a text: its stages in a possible order, its reference, what is next.

The order is that of the Constitution (articles 39, 42, 45, 46, 61 and 89 for the making of
a law, 38 for an ordonnance, 10 for the promulgation) and of the civil code (article 1: a law
enters into force once published). Dates are compared only when they are certain: "2021" and
"2021-03" contradict nothing, and equal dates never do.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from generator.club import Club
from generator.core.findings import Finding
from generator.kinds import WatchEntry
from generator.records import courses, wording
from generator.records.courses import Course
from generator.records.types import PartialDate
from generator.rules.context import Context


@dataclass(frozen=True, slots=True)
class _Step:
    """A stage with its place in the list."""

    index: int
    name: str
    date: PartialDate


def _counted(course: Course, name: str, steps: Sequence[_Step]) -> Sequence[_Step]:
    """Return those of `steps`, all of stage `name`, whose date matters."""
    if name in course.earliest:
        return [min(steps, key=lambda s: (s.date.first, s.index))]
    if name in course.latest:
        return [max(steps, key=lambda s: (s.date.last, s.index))]
    return steps


def impossible_order(context: Context) -> Iterator[Finding]:
    """D07: the stages of a text come in an order that can be."""
    for entry in context.club.all(WatchEntry).values():
        steps = [_Step(i, s.stage, s.date) for i, s in enumerate(entry.stages)]
        wrong: dict[int, tuple[_Step, str, _Step]] = {}
        law = entry.kind in courses.BILLS | courses.LAWS
        found = list(_crossed(courses.COURSES.get(entry.kind, courses.OTHER), steps))
        found += [*_judged_late(steps), *_after_the_end(steps)] if law else []
        for step, word, other in found:
            wrong.setdefault(step.index, (step, word, other))  # one line a stage is enough
        for step, word, other in wrong.values():
            club = context.club
            stage, against = _said(club, step), _said(club, other)
            said = wording.D07.said(stage=stage, word=word, other=against)
            path = ("stages", step.index, "date")
            yield club.finding("watch", entry.id, path, "D07", *said)


def _said(club: Club, step: _Step) -> str:
    term = club.vocabularies.get("stages", {}).get(step.name)
    return f"« {term.label if term else step.name} » ({step.date})"


_Crossed = Iterator[tuple[_Step, str, _Step]]


def _by_name(steps: Sequence[_Step]) -> dict[str, list[_Step]]:
    found: dict[str, list[_Step]] = {}
    for step in steps:
        found.setdefault(step.name, []).append(step)
    return found


def _crossed(course: Course, steps: Sequence[_Step]) -> _Crossed:
    """Yield each stage dated before one that it follows, and the last such one."""
    counted = {name: _counted(course, name, own) for name, own in _by_name(steps).items()}
    latest = {name: max(own, key=lambda s: s.date.first) for name, own in counted.items()}
    for name, own in counted.items():
        before = [latest[n] for n in course.follows.get(name, ()) if n in latest]
        if not before:
            continue
        other = max(before, key=lambda s: s.date.first)
        for step in own:
            if step.date.last < other.date.first:
                yield step, "avant", other


def _judged_late(steps: Sequence[_Step]) -> _Crossed:
    """Yield each review of a law by the Conseil constitutionnel between two others.

    Before its promulgation a law is referred to it (article 61), long after its publication
    a question may be (article 61-1): nothing comes to it in between.
    """
    named = _by_name(steps)
    published = min((s.date.first for s in named.get("publication-jo", ())), default=None)
    for signed in named.get("promulgation", ())[:1]:
        for step in named.get("conseil-constitutionnel", ()):
            soon = step.date.last - signed.date.first < courses.SOONEST_QUESTION
            unpublished = published is not None and step.date.last < published
            if step.date.first > signed.date.last and (soon or unpublished):
                yield step, "après", signed


def _after_the_end(steps: Sequence[_Step]) -> _Crossed:
    """Yield each stage that comes after the procedure has ended, and what ended it.

    A text withdrawn or lapsed lives again only if tabled again. One rejected by a chamber
    goes on between the two, but is not promulgated unless a vote follows. None of this
    happens to a law that was promulgated.
    """
    named = _by_name(steps)
    ended = [*named.get("retrait", ()), *named.get("caducite", ())]
    rejected = named.get("rejet", [])
    for signed in named.get("promulgation", ())[:1]:
        late = (s for s in (*ended, *rejected) if s.date.first > signed.date.last)
        yield from ((step, "après", signed) for step in late)
    votes = [
        s for name in (*courses.TABLED, *courses.VOTES, "adoption") for s in named.get(name, ())
    ]
    ways = (
        (
            ended,
            named.get("depot", []),
            {"commission", *courses.VOTES, "adoption", *courses.ENACTED},
        ),
        (rejected, votes, courses.ENACTED),
    )
    for ends, restarts, barred in ways:
        ordered = sorted(ends, key=lambda s: (s.date.last, s.index))
        days = [end.date.last for end in ordered]
        restart = max((s.date.last for s in restarts), default=date.min)
        for step in steps:
            before = bisect_left(days, step.date.first)
            if step.name in barred and before and restart < ordered[before - 1].date.first:
                yield step, "après", ordered[before - 1]


def foreign_stage(context: Context) -> Iterator[Finding]:
    """D08: only laws go through the readings of Parliament and are promulgated."""
    club = context.club
    for entry in club.all(WatchEntry).values():
        if entry.kind in courses.READ_IN_PARLIAMENT:
            continue
        kind = club.vocabularies.get("legal-kinds", {}).get(entry.kind)
        for i, stage in enumerate(entry.stages):
            if kind and stage.stage in courses.PARLIAMENTARY:
                step = _said(club, _Step(i, stage.stage, stage.date))
                path = ("stages", i, "stage")
                said = wording.D08.said(stage=step, kind=kind.label)
                yield club.finding("watch", entry.id, path, "D08", *said)


def next_stage_passed(context: Context) -> Iterator[Finding]:
    """D09: what is expected next is not in the past."""
    for entry in context.club.all(WatchEntry).values():
        if entry.next and entry.next.date.last < context.today:
            message = f"l’étape attendue pour {entry.next.date} est passée"
            hint = "ajoutez-la à « stages » si elle a eu lieu, et mettez « next » à jour"
            yield context.club.finding("watch", entry.id, ("next", "date"), "D09", message, hint)


def is_enacted(entry: WatchEntry) -> bool:
    """Whether the text is a law or an ordonnance that was promulgated or published."""
    return entry.kind in courses.NUMBERED and any(s.stage in courses.ENACTING for s in entry.stages)


def law_without_reference(context: Context) -> Iterator[Finding]:
    """R07: a law that was promulgated is named by its number and its date."""
    for entry in context.club.all(WatchEntry).values():
        if not entry.reference and is_enacted(entry):
            said = wording.R07.said()
            yield context.club.finding("watch", entry.id, ("reference",), "R07", *said)
