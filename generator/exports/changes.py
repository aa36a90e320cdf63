"""The days on which a record is known to have changed, as it says itself.

Feeds and the sitemap are dated by them: never by the day of the build, nor by that of a file.
"""

from collections.abc import Iterator
from datetime import date

from generator.views.model import (
    ActionView,
    MeetingView,
    PracticeView,
    Shared,
    WatchView,
    When,
)


def changes(view: Shared) -> Iterator[str]:
    """Yield the dates of what happened to a record, in ISO form, maybe known to the month only.

    When it entered the club, was reviewed or confirmed; the steps of a text, a meeting that was
    held, what happened to an action. Some may be to come.
    """
    known: tuple[When | None, ...] = (view.added,)
    match view:
        case PracticeView():
            known += (view.reviewed, view.verified)
        case WatchView():
            known += tuple(stage.when for stage in view.stages)
        case MeetingView():
            known += (view.start,) if view.status == "held" else ()
        case ActionView():
            known += (view.opened, view.sent, *(response.when for response in view.responses))
    return (when.iso for when in known if when)


def last_change(view: Shared, today: str) -> date | None:
    """Return the day of the last change until `today`, the first one its date may mean."""
    return max(
        (day for iso in changes(view) if (day := first_day(iso)).isoformat() <= today), default=None
    )


def last_day(view: Shared, today: str) -> str:
    """Return the last change until `today` whose very day is known, as `2026-03-12`, or nothing."""
    days = (iso[: len("2026-01-01")] for iso in changes(view) if len(iso) >= len("2026-01-01"))
    return max((day for day in days if day <= today), default="")


def first_day(iso: str) -> date:
    """`2026-03` -> 1 March 2026: the first day a date may mean."""
    return date.fromisoformat(f"{iso[:10]}-01-01"[:10])
