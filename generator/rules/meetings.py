"""Rules on the rhythm of the club, what its meetings leave behind, and its tasks.

What becomes true only because time passes is a warning: a site rebuilt every day must not
break on a morning when nobody has changed anything.
"""

from collections.abc import Iterator
from datetime import timedelta

from generator.core.findings import Finding
from generator.kinds import Meeting
from generator.kinds.mandates import months_after
from generator.records import wording
from generator.rules.context import Context

# The rhythm decided at the first meeting of the club. The two months run from the last day that
# the last meeting may have taken: one that was held, or was planned and whose day has passed (D05
# asks what became of it). They are over the day after when no other one is planned; one that is
# planned may come a month later, as between June and September. Cancelled meetings do not count,
# sessions and assemblies do. Only the present gap is looked at: the past is what it is. A club
# that has but planned its first meeting is told nothing.
MONTHS_APART = 2
MONTHS_AT_MOST = 3
TIME_FOR_NOTES = timedelta(days=14)

_PLAN = "créez dans meetings/ la fiche de la prochaine, avec « status: planned »"


def months_without_meeting(context: Context) -> Iterator[Finding]:
    """D06: no two months pass without a meeting held or planned."""
    club = context.club
    unread = club.known["meeting"] - club.records["meeting"].keys()
    if unread or "meeting" in club.sources.broken:
        return  # one of those may be the meeting that is missing
    counted = [m for m in club.all(Meeting).values() if m.status != "cancelled"]
    if not counted:
        message = "le club n’a aucune réunion, tenue ou prévue"
        hint = "créez dans meetings/ la fiche de la première, avec « status: planned »"
        yield Finding("meetings", 1, 1, "D06", "", message, hint)
    ahead = [m for m in counted if _is_ahead(m, context)]
    past = [m for m in counted if not _is_ahead(m, context)]
    if not past:
        return
    last = max(past, key=lambda m: (m.start.day.last, m.id))
    since = last.start.day
    if not ahead and context.today > months_after(since.last, MONTHS_APART):
        message = f"plus de deux mois sans réunion : la dernière date de {since}"
        message += " et aucune n’est prévue"
        yield club.finding("meeting", last.id, ("start",), "D06", message, _PLAN)
    if not ahead:
        return
    following = min(ahead, key=lambda m: (m.start.day.first, m.id))
    if following.start.day.first > months_after(since.last, MONTHS_AT_MOST):
        message = f"plus de trois mois entre deux réunions : la précédente date de {since},"
        message += f" celle-ci est prévue pour {following.start.day}"
        hint = "avancez-la, ou prévoyez-en une autre d’ici là"
        yield club.finding("meeting", following.id, ("start",), "D06", message, hint)


def _is_ahead(meeting: Meeting, context: Context) -> bool:
    return meeting.status == "planned" and meeting.start.day.last >= context.today


def meeting_without_notes(context: Context) -> Iterator[Finding]:
    """Q04: a fortnight after a meeting, its page says what came out of it."""
    for meeting in context.club.all(Meeting).values():
        if meeting.status != "held" or meeting.start.day.last + TIME_FOR_NOTES >= context.today:
            continue
        # Any of them tells those who were not there what was done.
        lists = (meeting.decisions, meeting.tasks, meeting.documents)
        if not any(lists) and not context.club.body("meeting", meeting.id).strip():
            message = f"réunion du {meeting.start.day} sans compte rendu, décision ni document"
            hint = "écrivez le compte rendu sous l’en-tête, ou au moins « decisions »"
            yield context.club.finding("meeting", meeting.id, ("status",), "Q04", message, hint)


def undated_task(context: Context) -> Iterator[Finding]:
    """Q05: a task that is done says when."""
    for meeting in context.club.all(Meeting).values():
        for i, task in enumerate(meeting.tasks):
            if task.status == "done" and not task.done:
                message = "la tâche est faite, sans que l’on sache depuis quand"
                path, hint = ("tasks", i, "status"), "ajoutez « done: » et la date"
                yield context.club.finding("meeting", meeting.id, path, "Q05", message, hint)


def done_and_not_done(context: Context) -> Iterator[Finding]:
    """D13: a task that has a day of completion is done."""
    for meeting in context.club.all(Meeting).values():
        for i, task in enumerate(meeting.tasks):
            if task.done and task.status != "done":
                said = wording.D13.said(done=task.done, status=task.status)
                path = ("tasks", i, "done")
                yield context.club.finding("meeting", meeting.id, path, "D13", *said)
