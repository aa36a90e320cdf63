"""Meetings of the club (`meetings/<id>.md`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from generator.core.data import table
from generator.core.settings import Settings
from generator.kinds import facets, schema_org
from generator.kinds.kind import (
    Facet,
    Group,
    Kind,
    Node,
    badges,
    first_day,
    joined,
    month,
    texts,
)
from generator.kinds.view import Lens, LinkView, Ref, Subject, When, dated
from generator.records import french, labels, types
from generator.records.base import Model, Record
from generator.records.fields import Words
from generator.records.types import Many

MeetingKind = Annotated[Literal["meeting", "session", "assembly"], Words("MeetingKind")]

MeetingFormat = Annotated[Literal["remote", "onsite", "hybrid"], Words("MeetingFormat")]

MeetingStatus = Annotated[Literal["planned", "held", "cancelled"], Words("MeetingStatus")]

TaskStatus = Annotated[Literal["open", "done", "dropped"], Words("TaskStatus")]


class Task(Model):
    """Something a member took on."""

    text: types.Text
    owner: types.MemberRef
    due: types.PartialDate | None = None
    status: TaskStatus = "open"
    done: types.PartialDate | None = None
    carried_to: types.MeetingRef | None = None


class Document(Model):
    """A document of the meeting."""

    title: types.Title
    url: types.Url


class Meeting(Record):
    """A meeting, a session at an event, or an assembly."""

    title: types.Title
    kind: MeetingKind = "meeting"
    start: types.Moment
    end: types.Moment | None = None
    format: MeetingFormat | None = None
    location: types.Text | None = None
    link: types.Url | None = None
    status: MeetingStatus
    attendees: Many[types.MemberRef] = ()
    attendance: types.Count | None = None
    guests: Many[types.ContactRef] = ()
    agenda: Many[types.Text] = ()
    decisions: Many[types.Text] = ()
    tasks: tuple[Task, ...] = ()
    practices: Many[types.PracticeRef] = ()
    watch: Many[types.WatchRef] = ()
    actions: Many[types.ActionRef] = ()
    documents: tuple[Document, ...] = ()


_BADGES = badges("meeting")


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
class MeetingView(Subject):
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
    attendees: tuple[Ref, ...]
    attendance: int | None
    guests: tuple[Ref, ...]
    agenda: tuple[str, ...]
    decisions: tuple[str, ...]
    tasks: tuple[TaskView, ...]
    practices: tuple[Ref, ...]
    watch: tuple[Ref, ...]
    actions: tuple[Ref, ...]
    documents: tuple[LinkView, ...]

    @property
    def open_tasks(self) -> tuple[TaskView, ...]:
        """What is still to be done, late or not."""
        return tuple(task for task in self.tasks if task.state in {"open", "late"})


def _meeting(lens: Lens, meeting: Meeting) -> MeetingView:
    here = lens.ref("meeting", meeting.id)
    day = meeting.start.day
    status = meeting.status
    state = "overdue" if status == "planned" and day.last < lens.today else status
    link = meeting.link if joined_by_link(lens, meeting) else None
    known = state == "planned" and day.first == day.last
    return lens.view(
        MeetingView,
        meeting,
        kind=labels.of(MeetingKind)[meeting.kind],
        kind_key=meeting.kind,
        start=When(french.moment(meeting.start), meeting.start.text),
        day=dated(day),
        end=meeting.end.text if meeting.end else "",
        end_text=_end(meeting),
        year=meeting.start.day.first.year,
        format=labels.of(MeetingFormat)[meeting.format] if meeting.format else "",
        format_key=meeting.format or "",
        link=link or "",
        state=state,
        countdown=french.countdown((day.first - lens.today).days) if known else "",
        badges=(_BADGES[state],),
        attendance=max(len(meeting.attendees), meeting.attendance or 0) or None,
        tasks=tuple(task(lens, t, here) for t in meeting.tasks),
        themes=lens.terms("themes", _subjects(lens, meeting, "themes")),
        methods=lens.terms("methods", _subjects(lens, meeting, "methods")),
        documents=tuple(LinkView(d.url, d.title) for d in meeting.documents),
    )


def joined_by_link(lens: Lens, meeting: Meeting) -> bool:
    """Whether the link is shown: who joins needs it; afterwards it only invites strangers."""
    return meeting.status == "planned" and meeting.start.day.last >= lens.today


def _subjects(lens: Lens, meeting: Meeting, vocabulary: str) -> Iterable[str]:
    """Return what a meeting was about: the keys of the practices and the texts it looked at."""
    looked_at = [
        *(lens.record("practice", id_) for id_ in meeting.practices),
        *(lens.record("watch", id_) for id_ in meeting.watch),
    ]
    return dict.fromkeys(
        key for record in looked_at if record for key in getattr(record, vocabulary)
    )


def _end(meeting: Meeting) -> str:
    start, end = meeting.start, meeting.end
    if end is None:
        return ""
    if start.day.text == end.day.text and end.at:
        return f"jusqu’à {french.clock(end.at)}"
    return f"jusqu’au {french.moment(end)}"


def task(lens: Lens, item: Task, meeting: Ref | None = None) -> TaskView:
    """Return a task with its state on the day of the build."""
    late = item.status == "open" and item.due is not None and item.due.last < lens.today
    state: str = "late" if late else item.status
    if item.status == "open" and item.carried_to:
        state = "carried"
    label, *_ = table("pages")["registre"]["states"][state]
    return lens.part(TaskView, item, state=state, state_label=label, meeting=meeting)


_PARIS = ZoneInfo("Europe/Paris")
_MODES = {"remote": "Online", "onsite": "Offline", "hybrid": "Mixed"}


def _linked_data(view: MeetingView, settings: Settings) -> Node:
    """Return a meeting as an Event.

    The address that joins it is the page's, which gives the link to whom it concerns. A meeting
    called off keeps its date.
    """
    status = "Cancelled" if view.status == "cancelled" else "Scheduled"
    mode = _MODES.get(view.format_key, "")
    return schema_org.known(
        **{"@type": "Event"},
        url=settings.absolute(view.url),
        name=view.title,
        description=" ; ".join(view.agenda),
        startDate=_instant(view.start.iso),
        endDate=_instant(view.end),
        eventStatus=f"{schema_org.CONTEXT}/Event{status}",
        eventAttendanceMode=f"{schema_org.CONTEXT}/{mode}EventAttendanceMode" if mode else "",
        location=_locations(view, settings),
        organizer=schema_org.club(settings),
        image=schema_org.picture(view.url, settings),
        inLanguage="fr",
        isAccessibleForFree=True,
    )


def _instant(iso: str) -> str:
    """Return a date as it is; a date with a time, with its offset from UTC (ISO 8601)."""
    if "T" not in iso and " " not in iso:
        return iso
    at = datetime.fromisoformat(iso)
    return (at if at.tzinfo else at.replace(tzinfo=_PARIS)).isoformat(timespec="minutes")


def _locations(view: MeetingView, settings: Settings) -> list[Node]:
    places: list[Node] = []
    if view.location and view.format_key != "remote":
        places.append({"@type": "Place", "name": view.location, "address": view.location})
    if view.format_key in {"remote", "hybrid"}:
        places.append({"@type": "VirtualLocation", "url": settings.absolute(view.url)})
    return places


def _facts(view: MeetingView) -> Iterator[tuple[str, str]]:
    yield "Date", ", ".join(filter(None, (view.start.text, view.end_text)))
    yield "État", ", ".join(badge.text for badge in view.badges)
    yield "Lieu", ", ".join(filter(None, (view.location, view.format)))
    yield "Ordre du jour", "\u00a0; ".join(view.agenda)
    yield "Décisions", "\u00a0; ".join(view.decisions)


def _announced(view: MeetingView) -> date | None:
    """A meeting planned, or called off, that does not say when it entered: two months before it."""
    return None if view.status == "held" else first_day(view.start.iso) - timedelta(days=60)


def _card(view: MeetingView) -> tuple[str, str]:
    called_off = "Annulée" if view.status == "cancelled" else ""
    return view.kind, joined(called_off, view.start.text, view.format or view.location)


def _attendance(count: int | None) -> str:
    if not count:
        return ""
    return f"{count}\u00a0{'personne présente' if count < 2 else 'personnes présentes'}"


KIND = Kind(
    **texts("meeting"),
    model=Meeting,
    view=_meeting,
    # The latest first.
    arrange=lambda views: sorted(views, key=lambda m: (m.start.iso, m.id), reverse=True),
    note=lambda _, m: french.partial(m.start.day),
    choice=lambda m: m.start.text,
    card=_card,
    columns={
        "when": lambda m: m.start.text,
        "format": lambda m: m.format[:1].upper() + m.format[1:],
        "location": lambda m: m.location,
        "attendance": lambda m: _attendance(m.attendance),
        "month": lambda m: month(m.start.iso),
        "present": lambda m: m.attendance,
    },
    facets=(
        facets.year("start"),
        facets.THEME,
        facets.METHOD,
        Facet("nature", "Nature", facets.answers("kind_key", "kind"), facets.by_key),
        Facet(
            "format",
            "Format",
            lambda m: facets.one(m.format_key, m.format[:1].upper() + m.format[1:]),
            facets.by_key,
        ),
        facets.status("state", "badges.0.text", ("planned", "overdue", "held", "cancelled")),
    ),
    group=lambda m, start: Group(start, f"annee:{m.year}", str(m.year)),
    linked_data=_linked_data,
    changes=lambda m: (m.start,) if m.status == "held" else (),
    announced=_announced,
    news=lambda m: [("Compte rendu", m.day)] if m.state == "held" else None,
    coming=lambda m: [(m.kind, m.day)] if m.state == "planned" else [],
    facts=_facts,
)
