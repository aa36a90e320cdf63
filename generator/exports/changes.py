"""The days on which a record is known to have changed, as it says itself.

Feeds and the sitemap are dated by them: never by the day of the build, nor by that of a file.
"""

from collections.abc import Iterator
from datetime import date

from generator.kinds import KINDS
from generator.kinds.kind import first_day
from generator.kinds.view import Shared


def changes(kind: str, view: Shared) -> Iterator[str]:
    """Yield the dates of what happened to a record, in ISO form, maybe known to the month only.

    When it entered the club, and what its kind says. Some may be to come.
    """
    return (when.iso for when in (view.added, *KINDS[kind].changes(view)) if when)


def last_change(kind: str, view: Shared, today: str) -> date | None:
    """Return the day of the last change until `today`, the first one its date may mean."""
    return max(
        (day for iso in changes(kind, view) if (day := first_day(iso)).isoformat() <= today),
        default=None,
    )


def last_day(kind: str, view: Shared, today: str) -> str:
    """Return the last change until `today` whose very day is known, as `2026-03-12`, or nothing."""
    days = (
        iso[: len("2026-01-01")] for iso in changes(kind, view) if len(iso) >= len("2026-01-01")
    )
    return max((day for day in days if day <= today), default="")
