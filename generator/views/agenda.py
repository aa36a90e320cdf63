"""What the club's calendar says on a day: the next meeting, what is coming, what is new."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from generator.records import french
from generator.records.types import PartialDate
from generator.views.model import (
    HORIZON_DAYS,
    ActionView,
    EventView,
    MeetingView,
    PracticeView,
    Ref,
    Shared,
    WatchView,
    When,
)

RECENT_DAYS = 180
MOST_NEWS = 6
_MOST_OF_A_KIND = 2
_CAME = {
    "Réunion": "Compte rendu ajouté",
    "Veille": "Texte ajouté",
    "Action": "Action ajoutée",
    "Pratique": "Fiche ajoutée",
}


def next_meeting(meetings: Iterable[MeetingView]) -> MeetingView | None:
    """Return the first meeting to come; `meetings` come latest first."""
    planned = [m for m in meetings if m.state == "planned"]
    return planned[-1] if planned else None


def coming(
    meetings: Iterable[MeetingView],
    watch: Iterable[WatchView],
    actions: Iterable[ActionView],
    today: date,
) -> tuple[EventView, ...]:
    """Return what the HORIZON_DAYS days after `today` bring, the soonest first."""
    found = [*_texts(watch), *_meetings(meetings), *_deadlines(actions)]
    last = today + timedelta(days=HORIZON_DAYS)
    dated = [(PartialDate.parse(event.when.iso), event) for event in found]
    kept = [(d, e) for d, e in dated if d.last >= today and d.first <= last]
    kept.sort(key=lambda pair: (pair[0].first, pair[0].last, pair[1].kind, pair[1].ref.url))
    return tuple(_counted(day, event, today) for day, event in kept)


def _counted(day: PartialDate, event: EventView, today: date) -> EventView:
    exact = day.first == day.last
    words = french.countdown((day.first - today).days) if exact else ""
    return EventView(event.kind, event.ref, event.what, event.when, words)


def _ref(view: Shared) -> Ref:
    return Ref(view.id, view.title, view.url)


def _texts(watch: Iterable[WatchView]) -> Iterator[EventView]:
    for text in watch:
        if text.next:
            yield EventView("Veille", _ref(text), text.next.label, text.next.when)
        for step in text.expected:
            yield EventView("Veille", _ref(text), step.label, step.when)


def _meetings(meetings: Iterable[MeetingView]) -> Iterator[EventView]:
    for meeting in meetings:
        if meeting.state == "planned":
            yield EventView("Réunion", _ref(meeting), meeting.kind, meeting.day)


def _deadlines(actions: Iterable[ActionView]) -> Iterator[EventView]:
    for action in actions:
        if action.state == "open" and action.deadline:
            what = "Date limite de signature"
            yield EventView("Action", _ref(action), what, action.deadline)


def news(
    practices: Iterable[PracticeView],
    meetings: Iterable[MeetingView],
    watch: Iterable[WatchView],
    actions: Iterable[ActionView],
    today: date,
) -> tuple[EventView, ...]:
    """Return what happened in the RECENT_DAYS days before `today`, the latest first.

    At most MOST_NEWS, and few of one kind: a day of reviews must not hide the rest.
    """
    first = (today - timedelta(days=RECENT_DAYS)).isoformat()
    kinds = (_held(meetings), _moved(watch), _acted(actions), _reviewed(practices))
    found: list[EventView] = []
    for kind in kinds:
        recent = [e for e in kind if _happened(e.when, first, today.isoformat())]
        recent.sort(key=lambda e: (e.when.iso, e.ref.id), reverse=True)
        found += recent[:_MOST_OF_A_KIND]
    if all(e.kind == "Pratique" for e in found):
        return ()  # the home page has a list of those
    found.sort(key=lambda e: e.when.iso, reverse=True)
    return tuple(found[:MOST_NEWS])


def _happened(when: When, first: str, last: str) -> bool:
    """Whether a date known to the month at least lies between two days."""
    iso = when.iso
    return len(iso) >= len("2026-01") and first[: len(iso)] <= iso <= last


def _held(meetings: Iterable[MeetingView]) -> Iterator[EventView]:
    for meeting in meetings:
        if meeting.state == "held":
            yield _last("Réunion", meeting, [("Compte rendu", meeting.day)])


def _moved(watch: Iterable[WatchView]) -> Iterator[EventView]:
    for text in watch:
        steps = [(text.last.label, text.last.when)] if text.last else []
        if steps or text.added:
            yield _last("Veille", text, steps)


def _acted(actions: Iterable[ActionView]) -> Iterator[EventView]:
    for action in actions:
        steps = [("Réponse reçue", r.when) for r in action.responses]
        steps += [("Texte envoyé", action.sent)] if action.sent else []
        steps += [("Ouverte à la signature", action.opened)] if action.opened else []
        if steps:  # none of a draft is news
            yield _last("Action", action, steps)


def _reviewed(practices: Iterable[PracticeView]) -> Iterator[EventView]:
    for practice in practices:
        steps = [("Fiche relue", practice.reviewed)] if practice.reviewed else []
        if steps or practice.added:
            yield _last("Pratique", practice, steps)


def _last(kind: str, view: Shared, steps: list[tuple[str, When]]) -> EventView:
    """Return the last thing that happened to a record; on one day, that it came goes first."""
    came = [(_CAME[kind], view.added)] if view.added else []
    what, when = max([*came, *steps], key=lambda step: step[1].iso)
    return EventView(kind, _ref(view), what, when)
