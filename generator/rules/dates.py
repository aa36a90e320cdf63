"""Rules on dates and on figures that must agree with each other."""

from collections.abc import Iterator
from typing import cast

from generator.core.findings import Finding
from generator.kinds import Action, Contact, Meeting, Member, Practice
from generator.records import wording
from generator.records.types import PartialDate
from generator.rules.context import Context

Period = tuple[str, str, tuple[str | int, ...], PartialDate, PartialDate]


def _periods(context: Context) -> Iterator[Period]:
    """Yield (kind, id, path of the end, start, end) of every period in the records."""
    for member in context.club.all(Member).values():
        for i, m in enumerate(member.memberships):
            if m.end_date:
                path = ("memberships", i, "end_date")
                yield "member", member.id, path, m.start_date, m.end_date
        if member.club and member.club.left:
            yield "member", member.id, ("club", "left"), member.club.joined, member.club.left
    for practice in context.club.all(Practice).values():
        if practice.start_date and practice.end_date:
            yield "practice", practice.id, ("end_date",), practice.start_date, practice.end_date
    for action in context.club.all(Action).values():
        if action.opened and action.deadline:
            yield "action", action.id, ("deadline",), action.opened, action.deadline


def end_before_start(context: Context) -> Iterator[Finding]:
    """D01: a period ends after it starts."""
    for kind, id_, path, start, end in _periods(context):
        if end.last < start.first:
            said = wording.D01.said(start=start, end=end)
            yield context.club.finding(kind, id_, path, "D01", *said)
    for practice in context.club.all(Practice).values():
        took = practice.participants
        if took and took.first_year and took.last_year and took.last_year < took.first_year:
            said = wording.D01.said(start=took.first_year, end=took.last_year)
            path = ("participants", "to")
            yield context.club.finding("practice", practice.id, path, "D01", *said)
    for meeting in context.club.all(Meeting).values():
        if meeting.end and _meeting_ends_first(meeting):
            said = wording.D01.said(start=meeting.start, end=meeting.end)
            yield context.club.finding("meeting", meeting.id, ("end",), "D01", *said)


def _meeting_ends_first(meeting: Meeting) -> bool:
    end = meeting.end
    if end and end.utc and meeting.start.utc:
        return end.utc < meeting.start.utc
    return bool(end and end.day.last < meeting.start.day.first)


Accomplished = tuple[str, str, tuple[str | int, ...], PartialDate]


def _accomplished(context: Context) -> Iterator[Accomplished]:
    """Yield (kind, id, path, date) of everything said to have happened."""
    for kind, record in context.club.each():
        if record.added:
            yield kind, record.id, ("added",), record.added
    yield from _accomplished_actions(context)
    yield from _accomplished_meetings(context)
    for practice in context.club.all(Practice).values():
        for name in ("status_date", "verified", "reviewed"):
            if value := getattr(practice, name):
                yield "practice", practice.id, (name,), value
    for kind in ("member", "contact"):
        for person in context.club.records[kind].values():
            consent = cast("Member | Contact", person).consent
            if consent:
                yield kind, person.id, ("consent", "date"), consent.date


def _accomplished_actions(context: Context) -> Iterator[Accomplished]:
    for action in context.club.all(Action).values():
        for i, signature in enumerate(action.signatories):
            yield "action", action.id, ("signatories", i, "date"), signature.date
        for i, response in enumerate(action.responses):
            yield "action", action.id, ("responses", i, "date"), response.date
        if action.sent and action.status in {"sent", "answered", "closed"}:
            yield "action", action.id, ("sent",), action.sent


def _accomplished_meetings(context: Context) -> Iterator[Accomplished]:
    for meeting in context.club.all(Meeting).values():
        if meeting.status == "held":
            yield "meeting", meeting.id, ("start",), meeting.start.day
        for i, task in enumerate(meeting.tasks):
            if task.done:
                yield "meeting", meeting.id, ("tasks", i, "done"), task.done


def accomplished_in_the_future(context: Context) -> Iterator[Finding]:
    """D02: what is said to be done is not dated after today."""
    for kind, id_, path, when in _accomplished(context):
        if when.first > context.today:
            said = wording.D02.said(when=when, today=context.today.isoformat())
            yield context.club.finding(kind, id_, path, "D02", *said)


def meeting_id(context: Context) -> Iterator[Finding]:
    """D03: a meeting's id starts with its year and month."""
    for meeting in context.club.all(Meeting).values():
        expected = meeting.start.day.text[:7]
        if not meeting.id.startswith(expected):
            said = wording.D03.said(expected=expected)
            yield context.club.finding("meeting", meeting.id, ("start",), "D03", *said)


def more_participants_than_people(context: Context) -> Iterator[Finding]:
    """D04: no more people took part than could."""
    for practice in context.club.all(Practice).values():
        p = practice.participants
        if p and p.out_of is not None and p.number > p.out_of:
            said = wording.D04.said(number=p.number, out_of=p.out_of)
            path = ("participants", "number")
            yield context.club.finding("practice", practice.id, path, "D04", *said)


def planned_in_the_past(context: Context) -> Iterator[Finding]:
    """D05: a planned meeting is not in the past."""
    for meeting in context.club.all(Meeting).values():
        if meeting.status == "planned" and meeting.start.day.last < context.today:
            said = wording.D05.said(start=meeting.start.day)
            yield context.club.finding("meeting", meeting.id, ("status",), "D05", *said)
