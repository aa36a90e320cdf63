"""Rules on dates and on figures that must agree with each other, and on the rhythm of the club.

What becomes true only because time passes is a warning: a site rebuilt every day must not
break on a morning when nobody has changed anything.
"""

from collections.abc import Iterator
from typing import Any

from generator.core.findings import Finding
from generator.kinds import KIND_OF, KINDS, Action, Contact, Meeting, Member, Practice
from generator.kinds.guide import Guide
from generator.kinds.mandates import months_after
from generator.kinds.question import Question
from generator.records import Record
from generator.records.types import Moment
from generator.rules.context import Context, Flaw, each, explain, parts

# What is said to have happened: the field that holds it ("" for the record), and its date.
_DONE: dict[type[Record], tuple[tuple[str, str], ...]] = {
    Practice: (("", "status_date"), ("", "verified"), ("", "reviewed")),
    Member: (("consent", "date"),),
    Contact: (("consent", "date"),),
    Action: (("signatories", "date"), ("responses", "date"), ("", "sent")),
    Meeting: (("tasks", "done"), ("", "start")),
    Guide: (("", "reviewed"),),
    Question: (("", "asked"), ("answers", "date")),
}
# What is but planned unless the record has one of these states.
_ONCE = {"sent": {"sent", "answered", "closed"}, "start": {"held"}}

# The rhythm decided at the first meeting of the club. The two months run from the last day that
# the last meeting may have taken: one that was held, or was planned and whose day has passed (D05
# asks what became of it). They are over the day after when no other one is planned; one that is
# planned may come a month later, as between June and September. Cancelled meetings do not count,
# sessions and assemblies do. Only the present gap is looked at: the past is what it is. A club
# that has but planned its first meeting is told nothing.
MONTHS_APART = 2
MONTHS_AT_MOST = 3


@each(*KINDS)
def end_before_start(record: Record, _: Context) -> Iterator[Flaw]:
    """D01: a period ends after it starts."""
    form = KIND_OF[type(record)].form
    for group, first, last in form.order if form else ():
        for path, part in parts(record, group):
            names = {field.alias: name for name, field in type(part).model_fields.items()}
            start, end = (getattr(part, names.get(one, one), None) for one in (first, last))
            if start and end and _precedes(end, start):
                yield (*path, last), *explain("D01", start=start, end=end)


def _precedes(end: Any, start: Any) -> bool:
    """Whether a year, a date or a moment surely comes before another."""
    if isinstance(end, int):
        return end < int(start)
    if isinstance(end, Moment):
        if end.utc and start.utc:
            return bool(end.utc < start.utc)
        end, start = end.day, start.day
    return bool(end.last < start.first)


@each(*KINDS)
def accomplished_in_the_future(record: Record, context: Context) -> Iterator[Flaw]:
    """D02: what is said to be done is not dated after today."""
    for group, field in (("", "added"), *_DONE.get(type(record), ())):
        planned = field in _ONCE and getattr(record, "status", "") not in _ONCE[field]
        for path, part in parts(record, group) if not planned else ():
            when = getattr(part, field, None)
            when = when.day if isinstance(when, Moment) else when
            if when and when.first > context.today:
                yield (*path, field), *explain("D02", when=when, today=context.today)


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


def months_without_meeting(context: Context) -> Iterator[Finding]:
    """D06: no two months pass without a meeting held or planned."""
    club = context.club
    unread = club.known["meeting"] - club.records["meeting"].keys()
    if unread or "meeting" in club.sources.broken:
        return  # one of those may be the meeting that is missing
    meetings = [m for m in club.all(Meeting).values() if m.status != "cancelled"]
    if not meetings:
        yield Finding("meetings", 1, 1, "D06", "", *explain("D06.none"))
    ahead = [m for m in meetings if m.status == "planned" and m.start.day.last >= context.today]
    past = [m for m in meetings if m not in ahead]
    if not past:
        return
    last = max(past, key=lambda m: (m.start.day.last, m.id))
    since = last.start.day
    following = min(ahead, key=lambda m: (m.start.day.first, m.id), default=None)
    if not following and context.today > months_after(since.last, MONTHS_APART):
        wrong = explain("D06.over", since=since)
        yield club.finding("meeting", last.id, ("start",), "D06", *wrong)
    if following and following.start.day.first > months_after(since.last, MONTHS_AT_MOST):
        wrong = explain("D06.far", since=since, following=following)
        yield club.finding("meeting", following.id, ("start",), "D06", *wrong)


@each("action")
def signature_out_of_time(action: Action, _: Context) -> Iterator[Flaw]:
    """D11: a signature is given after the opening and before the deadline."""
    opened, deadline = action.opened, action.deadline
    if opened and deadline and deadline.last < opened.first:
        return  # D01 says it
    for i, signature in enumerate(action.signatories):
        early = opened and signature.date.last < opened.first
        if early or (deadline and signature.date.first > deadline.last):
            key = "D11.before" if early else "D11.after"
            yield ("signatories", i, "date"), *explain(key, signature=signature, action=action)


@each("action")
def open_after_deadline(action: Action, context: Context) -> Iterator[Flaw]:
    """D12: an action is not open to signature once its deadline has passed."""
    over = action.deadline and action.deadline.last < context.today
    if action.status == "open" and over:
        yield ("status",), *explain("D12", action=action)


@each("meeting")
def done_and_not_done(meeting: Meeting, _: Context) -> Iterator[Flaw]:
    """D13: a task that has a day of completion is done."""
    for i, task in enumerate(meeting.tasks):
        if task.done and task.status != "done":
            yield ("tasks", i, "done"), *explain("D13", task=task)


@each("question")
def answered_before_it_was_asked(question: Question, _: Context) -> Iterator[Flaw]:
    """D17: an answer comes after its question."""
    for i, answer in enumerate(question.answers):
        if answer.date.last < question.asked.first:
            yield ("answers", i, "date"), *explain("D17", answer=answer, question=question)
