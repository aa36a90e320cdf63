"""Rules on the rhythm of the club, what its meetings leave behind, and its tasks.

What becomes true only because time passes is a warning: a site rebuilt every day must not
break on a morning when nobody has changed anything.
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.core.findings import Finding
from generator.kinds import Meeting
from generator.kinds.mandates import months_after
from generator.rules.context import Context, Flaw, each, explain

# The rhythm decided at the first meeting of the club. The two months run from the last day that
# the last meeting may have taken: one that was held, or was planned and whose day has passed (D05
# asks what became of it). They are over the day after when no other one is planned; one that is
# planned may come a month later, as between June and September. Cancelled meetings do not count,
# sessions and assemblies do. Only the present gap is looked at: the past is what it is. A club
# that has but planned its first meeting is told nothing.
MONTHS_APART = 2
MONTHS_AT_MOST = 3
TIME_FOR_NOTES = timedelta(days=14)


def months_without_meeting(context: Context) -> Iterator[Finding]:
    """D06: no two months pass without a meeting held or planned."""
    club = context.club
    unread = club.known["meeting"] - club.records["meeting"].keys()
    if unread or "meeting" in club.sources.broken:
        return  # one of those may be the meeting that is missing
    ahead: list[Meeting] = []
    past: list[Meeting] = []
    for meeting in club.all(Meeting).values():
        if meeting.status != "cancelled":
            coming = meeting.status == "planned" and meeting.start.day.last >= context.today
            (ahead if coming else past).append(meeting)
    if not ahead and not past:
        yield Finding("meetings", 1, 1, "D06", "", *explain("D06.none"))
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


@each("meeting")
def meeting_without_notes(meeting: Meeting, context: Context) -> Iterator[Flaw]:
    """Q04: a fortnight after a meeting, its page says what came out of it."""
    if meeting.status != "held" or meeting.start.day.last + TIME_FOR_NOTES >= context.today:
        return
    # Any of them tells those who were not there what was done.
    body = context.club.body("meeting", meeting.id).strip()
    if not any((meeting.decisions, meeting.tasks, meeting.documents, body)):
        yield ("status",), *explain("Q04", meeting=meeting)


@each("meeting")
def undated_task(meeting: Meeting, _: Context) -> Iterator[Flaw]:
    """Q05: a task that is done says when."""
    for i, task in enumerate(meeting.tasks):
        if task.status == "done" and not task.done:
            yield ("tasks", i, "status"), *explain("Q05")


@each("meeting")
def done_and_not_done(meeting: Meeting, _: Context) -> Iterator[Flaw]:
    """D13: a task that has a day of completion is done."""
    for i, task in enumerate(meeting.tasks):
        if task.done and task.status != "done":
            yield ("tasks", i, "done"), *explain("D13", task=task)
