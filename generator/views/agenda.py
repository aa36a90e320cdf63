"""What the club's calendar says on a day: the next meeting, what is coming, what is new."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from generator.kinds import KINDS
from generator.kinds.view import Ref, Shared, When
from generator.records import french
from generator.records.types import PartialDate
from generator.views.model import HORIZON_DAYS, EventView

RECENT_DAYS = 180
MOST_NEWS = 6
_MOST_OF_A_KIND = 2

Records = Mapping[str, tuple[Any, ...]]


def coming(records: Records, today: date) -> tuple[EventView, ...]:
    """Return what the HORIZON_DAYS days after `today` bring, the soonest first."""
    last = today + timedelta(days=HORIZON_DAYS)
    found = []
    for kind, views in records.items():
        for view in views:
            for what, when in KINDS[kind].coming(view):
                day = PartialDate.parse(when.iso)
                exact = day.first == day.last
                words = french.countdown((day.first - today).days) if exact else ""
                if day.last >= today and day.first <= last:
                    event = EventView(KINDS[kind].label, _ref(view), what, when, words)
                    found.append((day, event))
    found.sort(key=lambda pair: (pair[0].first, pair[0].last, pair[1].kind, pair[1].ref.url))
    return tuple(event for _, event in found)


def _ref(view: Shared) -> Ref:
    return Ref(view.id, view.title, view.url)


def news(records: Records, today: date) -> tuple[EventView, ...]:
    """Return what happened in the RECENT_DAYS days before `today`, the latest first.

    At most MOST_NEWS, and few of one kind: a day of reviews must not hide the rest.
    """
    first = (today - timedelta(days=RECENT_DAYS)).isoformat()
    found: list[EventView] = []
    for kind, views in records.items():
        recent = [e for view in views for e in _last(kind, view)]
        recent = [e for e in recent if _happened(e.when, first, today.isoformat())]
        recent.sort(key=lambda e: (e.when.iso, e.ref.id), reverse=True)
        found += recent[:_MOST_OF_A_KIND]
    if all(e.kind == KINDS["practice"].label for e in found):
        return ()  # the home page has a list of those
    found.sort(key=lambda e: (e.when.iso, e.kind), reverse=True)
    return tuple(found[:MOST_NEWS])


def _happened(when: When, first: str, last: str) -> bool:
    """Whether a date known to the month at least lies between two days."""
    iso = when.iso
    return len(iso) >= len("2026-01") and first[: len(iso)] <= iso <= last


def _last(kind: str, view: Shared) -> list[EventView]:
    """Return the last thing that happened to a record, if any; on one day, that it came goes first."""
    declared = KINDS[kind]
    steps = declared.news(view) if declared.news else None
    if steps is None:
        return []
    came = [(declared.came, view.added)] if view.added else []
    happened = [*came, *steps]
    if not happened:
        return []
    what, when = max(happened, key=lambda step: step[1].iso)
    return [EventView(declared.label, _ref(view), what, when)]
