"""Rules on dates and on figures that must agree with each other."""

from collections.abc import Iterator
from typing import Any

from generator.kinds import KINDS, Action, Contact, Meeting, Member, Practice
from generator.kinds.guide import Guide
from generator.kinds.question import Question
from generator.records import Record
from generator.records.types import Moment, PartialDate
from generator.rules.context import Context, Flaw, each, explain, parts
from generator.sources import FieldPath

# What begins and ends: the field that holds it ("" for the record), its beginning, its end.
_PERIODS: dict[type[Record], tuple[tuple[str, str, str], ...]] = {
    Member: (("memberships", "start_date", "end_date"), ("club", "joined", "left")),
    Practice: (("", "start_date", "end_date"), ("participants", "first_year", "last_year")),
    Action: (("", "opened", "deadline"),),
    Meeting: (("", "start", "end"),),
}
# What is said to have happened: the field that holds it, and its date.
_DONE: dict[type[Record], tuple[tuple[str, str], ...]] = {
    Practice: (("", "status_date"), ("", "verified"), ("", "reviewed")),
    Member: (("consent", "date"),),
    Contact: (("consent", "date"),),
    Action: (("signatories", "date"), ("responses", "date")),
    Meeting: (("tasks", "done"),),
    Guide: (("", "reviewed"),),
    Question: (("", "asked"), ("answers", "date")),
}


@each("member", "practice", "action", "meeting")
def end_before_start(record: Record, _: Context) -> Iterator[Flaw]:
    """D01: a period ends after it starts."""
    for name, first, last in _PERIODS[type(record)]:
        for path, part in parts(record, name):
            start, end = getattr(part, first, None), getattr(part, last, None)
            if start and end and _precedes(end, start):
                field = type(part).model_fields[last].alias or last
                yield (*path, field), *explain("D01", start=start, end=end)


def _precedes(end: Any, start: Any) -> bool:
    """Whether a year, a date or a moment surely comes before another."""
    if isinstance(end, int):
        return end < int(start)
    if isinstance(end, Moment):
        if end.utc and start.utc:
            return bool(end.utc < start.utc)
        end, start = end.day, start.day
    return bool(end.last < start.first)


def _done(record: Any) -> Iterator[tuple[FieldPath, PartialDate | None]]:
    """Yield every date of what is said to have happened, and its place."""
    for name, field in (("", "added"), *_DONE.get(type(record), ())):
        for path, part in parts(record, name):
            yield (*path, field), getattr(part, field, None)
    if isinstance(record, Meeting) and record.status == "held":
        yield ("start",), record.start.day
    if isinstance(record, Action) and record.status in {"sent", "answered", "closed"}:
        yield ("sent",), record.sent


@each(*KINDS)
def accomplished_in_the_future(record: Record, context: Context) -> Iterator[Flaw]:
    """D02: what is said to be done is not dated after today."""
    for path, when in _done(record):
        if when and when.first > context.today:
            yield path, *explain("D02", when=when, today=context.today)


@each("meeting")
def meeting_id(meeting: Meeting, _: Context) -> Iterator[Flaw]:
    """D03: a meeting's id starts with its year and month."""
    expected = meeting.start.day.text[:7]
    if not meeting.id.startswith(expected):
        yield ("start",), *explain("D03", expected=expected)


@each("practice")
def more_participants_than_people(practice: Practice, _: Context) -> Iterator[Flaw]:
    """D04: no more people took part than could."""
    took = practice.participants
    if took and took.out_of is not None and took.number > took.out_of:
        yield ("participants", "number"), *explain("D04", took=took)


@each("meeting")
def planned_in_the_past(meeting: Meeting, context: Context) -> Iterator[Flaw]:
    """D05: a planned meeting is not in the past."""
    if meeting.status == "planned" and meeting.start.day.last < context.today:
        yield ("status",), *explain("D05", meeting=meeting)
