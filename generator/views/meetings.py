"""What may be shown of a meeting."""

from collections.abc import Iterable

from generator.kinds import Meeting, Practice, WatchEntry
from generator.records import french, labels
from generator.records.types import MeetingFormat, MeetingKind, Moment
from generator.views.common import STATUS_LABELS, Lens, dated
from generator.views.model import Badge, LinkView, MeetingView, When
from generator.views.people import peers, task

_TONES = {"planned": "ok", "overdue": "warn", "held": "muted", "cancelled": "warn"}
_WHY = {
    "planned": "la réunion est à venir",
    "overdue": "la date est passée et personne n’a encore écrit si la réunion s’est tenue",
    "held": "la réunion a eu lieu",
    "cancelled": "la réunion a été annulée",
}


def meetings(lens: Lens) -> tuple[MeetingView, ...]:
    """Return every meeting, the latest first."""
    views = [_meeting(lens, m) for m in lens.club.all(Meeting).values()]
    return tuple(sorted(views, key=lambda m: (m.start.iso, m.id), reverse=True))


def _meeting(lens: Lens, meeting: Meeting) -> MeetingView:
    here = lens.ref("meeting", meeting.id)
    day = meeting.start.day
    status = meeting.status
    state = "overdue" if status == "planned" and day.last < lens.today else status
    link = meeting.link if joined_by_link(lens, meeting) else None
    known = state == "planned" and day.first == day.last
    return MeetingView(
        **lens.shared("meeting", meeting),
        kind=labels.of(MeetingKind)[meeting.kind],
        kind_key=meeting.kind,
        start=When(french.moment(meeting.start), meeting.start.text),
        day=dated(day),
        end=meeting.end.text if meeting.end else "",
        end_text=_end(meeting),
        year=meeting.start.day.first.year,
        format=labels.of(MeetingFormat)[meeting.format] if meeting.format else "",
        format_key=meeting.format or "",
        location=meeting.location or "",
        link=link or "",
        status=status,
        state=state,
        countdown=french.countdown((day.first - lens.today).days) if known else "",
        badges=(Badge(STATUS_LABELS[state], _TONES[state], _WHY[state]),),
        attendees=peers(lens, meeting.attendees),
        attendance=len(meeting.attendees) or meeting.attendance,
        guests=lens.refs("contact", meeting.guests),
        agenda=meeting.agenda,
        decisions=meeting.decisions,
        tasks=tuple(task(lens, t, here) for t in meeting.tasks),
        practices=lens.refs("practice", meeting.practices),
        watch=lens.refs("watch", meeting.watch),
        actions=lens.refs("action", meeting.actions),
        themes=lens.terms("themes", _subjects(lens, meeting, "themes")),
        methods=lens.terms("methods", _subjects(lens, meeting, "methods")),
        documents=tuple(LinkView(d.url, d.title) for d in meeting.documents),
        body=lens.club.body("meeting", meeting.id),
    )


def joined_by_link(lens: Lens, meeting: Meeting) -> bool:
    """Whether the link is shown: who joins needs it; afterwards it only invites strangers."""
    return meeting.status == "planned" and meeting.start.day.last >= lens.today


def _subjects(lens: Lens, meeting: Meeting, vocabulary: str) -> Iterable[str]:
    """Return what a meeting was about: the keys of the practices and the texts it looked at."""
    practices, texts = lens.club.all(Practice), lens.club.all(WatchEntry)
    looked_at = [
        *(practices[id_] for id_ in meeting.practices if id_ in practices),
        *(texts[id_] for id_ in meeting.watch if id_ in texts),
    ]
    return dict.fromkeys(key for record in looked_at for key in getattr(record, vocabulary))


def _end(meeting: Meeting) -> str:
    start, end = meeting.start, meeting.end
    if end is None:
        return ""
    if _same_day(start, end) and end.at:
        return f"jusqu’à {french.clock(end.at)}"
    return f"jusqu’au {french.moment(end)}"


def _same_day(start: Moment, end: Moment) -> bool:
    return start.day.text == end.day.text
