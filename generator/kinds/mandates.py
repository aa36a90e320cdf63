"""Facts computed from mandates and dates: never typed by anyone."""

from calendar import monthrange
from datetime import date, timedelta

from generator.kinds.member import Member, Membership
from generator.records.base import Consent
from generator.records.types import PartialDate


def is_active(membership: Membership, today: date) -> bool:
    """Whether the mandate runs on `today`.

    A partial end date counts as over once it has begun: a mandate ended "2026-03" is past
    from 1 March 2026, since showing someone in office who is not is the worse mistake.
    """
    if membership.start_date.first > today:
        return False
    return membership.end_date is None or membership.end_date.first > today


def may_run(membership: Membership, when: PartialDate) -> bool:
    """Whether the mandate may have run on a day of `when`, all partial dates at their widest."""
    ended = membership.end_date
    begun = membership.start_date.first <= when.last
    return begun and (ended is None or ended.last >= when.first)


def has_left(member: Member, today: date) -> bool:
    """Whether the person has left the club by `today`."""
    return bool(member.club and member.club.left and member.club.left.first <= today)


def is_member_active(member: Member, today: date) -> bool:
    """Whether the person holds a mandate on `today` and has not left the club."""
    return not has_left(member, today) and any(is_active(m, today) for m in member.memberships)


def months_between(earlier: date, later: date) -> int:
    """Return the number of whole months from one day to another (negative if reversed)."""
    months = (later.year - earlier.year) * 12 + later.month - earlier.month
    return months - (later.day < earlier.day)


def months_after(day: date, months: int) -> date:
    """Return the same day `months` months later (earlier if negative), or that month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def months_since(when: PartialDate, today: date) -> int:
    """Return whole months since a partial date, counted from its last day, at least 0."""
    return max(0, months_between(when.last, today))


def contact_expired(member: Member, today: date, retention_months: int) -> bool:
    """Whether every mandate ended more than `retention_months` months before `today`."""
    due = contact_due(member, retention_months)
    return bool(due and due <= today)


def contact_due(member: Member, retention_months: int) -> date | None:
    """Return the day from which contact details are shown no more; None while a mandate has no end."""
    ends = [m.end_date.last for m in member.memberships if m.end_date]
    if len(ends) < len(member.memberships):
        return None
    due = months_after(max(ends), retention_months)
    due += timedelta(days=due.day < max(ends).day)  # a shorter month ends before it is whole
    return max(due, max(ends) + timedelta(days=1))


def consent_due(consent: Consent, months: int) -> date:
    """Return the day from which an agreement is to be asked again, `months` after it was given.

    A partial date counts from its first day: to ask too early harms nobody.
    """
    return months_after(consent.date.first, months)


def share(number: int, out_of: int | None) -> float | None:
    """Return the share of the people concerned who took part, from 0 to 1, or None."""
    return number / out_of if out_of and number <= out_of else None
