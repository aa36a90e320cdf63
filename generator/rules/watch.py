"""Rules on the life of a text: its stages in a possible order, its reference, what is next.

The order is that of the Constitution (articles 39, 42, 45, 46, 61 and 89 for the making of
a law, 38 for an ordonnance, 10 for the promulgation) and of the civil code (article 1: a law
enters into force once published). Dates are compared only when they are certain: "2021" and
"2021-03" contradict nothing, and equal dates never do.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from generator.club import Club
from generator.core import data
from generator.kinds import WatchEntry
from generator.records.types import PartialDate
from generator.rules.context import Context, Flaw, each, explain

_TABLE = data.table("courses")
_COURSES: dict[str, str] = _TABLE["courses"]


class _Step(NamedTuple):
    """A stage with its place in the list."""

    rank: int
    name: str
    date: PartialDate


_Crossed = Iterator[tuple[_Step, str, _Step]]


@each("watch")
def impossible_order(entry: WatchEntry, context: Context) -> Iterator[Flaw]:
    """D07: the stages of a text come in an order that can be."""
    steps = [_Step(i, s.stage, s.date) for i, s in enumerate(entry.stages)]
    course = _COURSES.get(entry.kind, "other")
    found = list(_crossed(course, steps))
    if course == "law":
        found += [*_judged_late(steps), *_after_the_end(steps)]
    # One line a stage is enough.
    for step, word, other in {one[0].rank: one for one in reversed(found)}.values():
        stage, against = _called(context.club, step), _called(context.club, other)
        wrong = explain("D07", stage=stage, word=word, against=against)
        yield ("stages", step.rank, "date"), *wrong


def _called(club: Club, step: _Step) -> str:
    term = club.vocabularies.get("stages", {}).get(step.name)
    return f"« {term.label if term else step.name} » ({step.date})"


def _named(steps: Sequence[_Step], *names: str) -> list[_Step]:
    return [step for step in steps if step.name in names]


def _follows(course: str, stage: str) -> tuple[str, ...]:
    """Return every stage that one follows, the farthest first."""
    near = _TABLE["follows"][course].get(stage, ())
    return (*(far for one in near for far in _follows(course, one)), *near)


def _crossed(course: str, steps: Sequence[_Step]) -> _Crossed:
    """Yield each stage dated before one that it follows, and the last such one."""
    counted = {name: _named(steps, name) for name in dict.fromkeys(s.name for s in steps)}
    for name, own in counted.items():  # those whose date matters
        if name == "adoption" and course == "law":
            counted[name] = [max(own, key=lambda s: (s.date.last, s.rank))]
        elif name in _TABLE["first"]:
            counted[name] = [min(own, key=lambda s: (s.date.first, s.rank))]
    for name, own in counted.items():
        before = [s for one in _follows(course, name) for s in counted.get(one, ())]
        if before:
            other = max(before, key=lambda s: s.date.first)
            yield from ((step, "avant", other) for step in own if step.date.last < other.date.first)


def _judged_late(steps: Sequence[_Step]) -> _Crossed:
    """Yield each review of a law by the Conseil constitutionnel between two others.

    Before its promulgation a law is referred to it (article 61), long after its publication
    a question may be (article 61-1): nothing comes to it in between.
    """
    published = min((s.date.first for s in _named(steps, "publication-jo")), default=None)
    for signed in _named(steps, "promulgation")[:1]:
        for step in _named(steps, "conseil-constitutionnel"):
            soon = (step.date.last - signed.date.first).days < _TABLE["soonest_question"]
            unpublished = published is not None and step.date.last < published
            if step.date.first > signed.date.last and (soon or unpublished):
                yield step, "après", signed


def _after_the_end(steps: Sequence[_Step]) -> _Crossed:
    """Yield each stage that comes after the procedure has ended, and what ended it."""
    for one in _TABLE["ends"]:
        ends = sorted(_named(steps, *one["by"]), key=lambda s: (s.date.last, s.rank))
        restart = max((s.date.last for s in _named(steps, *one["again"])), default=date.min)
        for step in _named(steps, *one["barred"]):
            before = [end for end in ends if end.date.last < step.date.first]
            if before and restart < before[-1].date.first:
                yield step, "après", before[-1]


@each("watch")
def foreign_stage(entry: WatchEntry, context: Context) -> Iterator[Flaw]:
    """D08: only laws go through the readings of Parliament and are promulgated."""
    kind = context.club.vocabularies.get("legal-kinds", {}).get(entry.kind)
    if kind is None or _COURSES.get(entry.kind) in {"law", "ordonnance"}:
        return
    for i, stage in enumerate(entry.stages):
        if stage.stage in _TABLE["parliamentary"]:
            step = _called(context.club, _Step(i, stage.stage, stage.date))
            yield ("stages", i, "stage"), *explain("D08", step=step, kind=kind)


@each("watch")
def next_stage_passed(entry: WatchEntry, context: Context) -> Iterator[Flaw]:
    """D09: what is expected next is not in the past."""
    if entry.next and entry.next.date.last < context.today:
        yield ("next", "date"), *explain("D09", next=entry.next)


def is_enacted(entry: WatchEntry) -> bool:
    """Whether the text is a law or an ordonnance that was promulgated or published."""
    enacted = any(stage.stage in _TABLE["enacting"] for stage in entry.stages)
    return enacted and entry.kind in _TABLE["numbered"]


@each("watch")
def law_without_reference(entry: WatchEntry, _: Context) -> Iterator[Flaw]:
    """R07: a law that was promulgated is named by its number and its date."""
    if not entry.reference and is_enacted(entry):
        yield ("reference",), *explain("R07")
