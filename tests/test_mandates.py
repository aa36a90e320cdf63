"""Facts computed from mandates and dates, on the day of the build and on the days around it."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.kinds import Member
from generator.kinds.mandates import (
    contact_expired,
    is_active,
    is_member_active,
    may_run,
    months_after,
    months_between,
    months_since,
    share,
)
from generator.records.types import PartialDate

DAYS = st.dates(date(1900, 1, 1), date(2200, 1, 1))


def member(*mandates: tuple[str, str], left: str = "") -> Member:
    """Return a member with these mandates (start, end), who left the club on `left`."""
    given: dict[str, Any] = {
        "id": "x",
        "given_name": "X",
        "family_name": "Y",
        "memberships": [
            {"role": "maire", "area": "commune:68224", "start_date": start}
            | ({"end_date": end} if end else {})
            for start, end in mandates
        ],
    }
    if left:
        given["club"] = {"joined": "2000", "left": left}
    return Member.model_validate(given)


@pytest.mark.parametrize(
    ("start", "end", "today", "active"),
    [
        ("2020-05-18", "", "2020-05-17", False),
        ("2020-05-18", "", "2020-05-18", True),
        ("2020-05", "", "2020-05-01", True),
        ("2020", "", "2019-12-31", False),
        ("2020", "", "2020-01-01", True),
        ("2020", "2026-03-20", "2026-03-19", True),
        ("2020", "2026-03-20", "2026-03-20", False),
        # A partial end counts as over once it has begun.
        ("2020", "2026-03", "2026-02-28", True),
        ("2020", "2026-03", "2026-03-01", False),
        ("2020", "2026", "2025-12-31", True),
        ("2020", "2026", "2026-01-01", False),
    ],
)
def test_a_mandate_runs_from_its_first_day_to_the_eve_of_its_end(
    start: str, end: str, today: str, *, active: bool
) -> None:
    [membership] = member((start, end)).memberships
    assert is_active(membership, date.fromisoformat(today)) is active


def test_a_member_is_active_with_one_running_mandate() -> None:
    today = date(2026, 6, 15)
    assert is_member_active(member(("2014", "2020"), ("2020", "")), today)
    assert not is_member_active(member(("2014", "2020"), ("2020", "2026-03")), today)
    assert not is_member_active(member(("2027", "")), today)


def test_who_left_the_club_is_not_active() -> None:
    someone = member(("2020", ""), left="2026-06")
    assert is_member_active(someone, date(2026, 5, 31))
    assert not is_member_active(someone, date(2026, 6, 1))


@pytest.mark.parametrize(
    ("earlier", "later", "months"),
    [
        ("2026-01-15", "2026-01-15", 0),
        ("2026-01-15", "2026-02-14", 0),
        ("2026-01-15", "2026-02-15", 1),
        ("2025-06-15", "2026-06-14", 11),
        ("2025-06-15", "2026-06-15", 12),
        ("2024-02-29", "2025-02-28", 11),
        ("2024-02-29", "2025-03-01", 12),
        ("2026-02-15", "2026-01-15", -1),
    ],
)
def test_whole_months_between_two_days(earlier: str, later: str, months: int) -> None:
    assert months_between(date.fromisoformat(earlier), date.fromisoformat(later)) == months


@given(DAYS, DAYS)
def test_months_grow_with_time(one: date, other: date) -> None:
    earlier, later = sorted([one, other])
    months = months_between(earlier, later)
    assert 0 <= months <= (later - earlier).days / 28
    assert months >= (later - earlier).days // 31 - 1


@pytest.mark.parametrize(
    ("when", "months"),
    [("2026", 0), ("2026-07", 0), ("2026-05", 0), ("2026-04", 1), ("2025", 5), ("2024-06-15", 24)],
)
def test_months_since_a_partial_date_count_from_its_last_day(when: str, months: int) -> None:
    assert months_since(PartialDate.parse(when), date(2026, 6, 15)) == months


@pytest.mark.parametrize(
    ("mandates", "today", "expired"),
    [
        ((("2020", ""),), "2090-01-01", False),
        ((("2020", "2026-03-20"),), "2026-03-20", False),
        ((("2020", "2026-03-20"),), "2027-03-19", False),
        ((("2020", "2026-03-20"),), "2027-03-20", True),
        # Here a partial end counts to its last day: better to keep a little longer than to lose.
        ((("2020", "2026-03"),), "2027-03-30", False),
        ((("2020", "2026-03"),), "2027-03-31", True),
        ((("2014", "2020"), ("2020", "2026-03-20")), "2027-03-19", False),
        ((("2014", "2020"), ("2020", "")), "2090-01-01", False),
        ((("2014", "2020"), ("2026-09", "2030")), "2026-06-15", False),
    ],
)
def test_contact_details_expire_some_months_after_the_last_mandate(
    mandates: tuple[tuple[str, str], ...], today: str, *, expired: bool
) -> None:
    assert contact_expired(member(*mandates), date.fromisoformat(today), 12) is expired


def test_without_retention_contact_details_expire_with_the_mandate() -> None:
    someone = member(("2020", "2026-03-20"))
    assert not contact_expired(someone, date(2026, 3, 20), 0)
    assert contact_expired(someone, date(2026, 3, 21), 0)


@pytest.mark.parametrize(
    ("number", "out_of", "expected"),
    [
        (25, 100, 0.25),
        (100, 100, 1.0),
        (0, 100, 0.0),
        (101, 100, None),
        (1, 0, None),
        (1, None, None),
    ],
)
def test_a_share_is_between_nothing_and_everyone(
    number: int, out_of: int | None, expected: float | None
) -> None:
    assert share(number, out_of) == expected


@pytest.mark.parametrize(
    ("start", "end", "when", "possible"),
    [
        ("2020-05-18", "2026-03-20", "2020-05-17", False),
        ("2020-05-18", "2026-03-20", "2020-05", True),
        ("2020-05-18", "2026-03-20", "2026-03-20", True),
        ("2020-05-18", "2026-03-20", "2026-03-21", False),
        # A partial end is taken at its widest: only what is certain is held against anyone.
        ("2020", "2026-03", "2026-03-31", True),
        ("2020", "2026-03", "2026-04-01", False),
        ("2020", "2026", "2026-12", True),
        ("2020", "", "2099", True),
    ],
)
def test_a_mandate_may_have_run_on_any_day_its_dates_allow(
    start: str, end: str, when: str, *, possible: bool
) -> None:
    mandate = member((start, end)).memberships[0]
    assert may_run(mandate, PartialDate.parse(when)) is possible


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2025-12-31", 2, "2026-02-28"),
        ("2023-12-31", 2, "2024-02-29"),
        ("2026-05-19", 2, "2026-07-19"),
        ("2026-01-31", -2, "2025-11-30"),
        ("2026-06-15", 0, "2026-06-15"),
    ],
)
def test_months_after_a_day_keep_the_day_when_the_month_has_it(
    day: str, months: int, after: str
) -> None:
    assert months_after(date.fromisoformat(day), months) == date.fromisoformat(after)


@given(DAYS, st.integers(0, 600))
def test_so_many_whole_months_have_passed_the_day_after_at_most(day: date, months: int) -> None:
    after = months_after(day, months)
    assert months_between(day, after) in {months, months - 1}
    assert (months_between(day, after) == months) is (after.day == day.day)
