"""Working days: public holidays of France, moving ones included."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.writing import workdays

DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
    ("year", "day"),
    [(2000, "04-23"), (2019, "04-21"), (2024, "03-31"), (2026, "04-05"), (2038, "04-25")],
)
def test_easter(year: int, day: str) -> None:
    assert workdays.easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    "day", ["2026-04-06", "2026-05-14", "2026-05-25", "2026-05-01", "2026-12-25", "2026-11-22"]
)
def test_a_holiday_or_a_sunday_is_no_working_day(day: str) -> None:
    assert not workdays.is_working(date.fromisoformat(day))


@pytest.mark.parametrize(
    ("day", "months", "after"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-10-15", 2, "2026-12-15"),
    ],
)
def test_some_months_later(day: str, months: int, after: str) -> None:
    assert workdays.months_later(date.fromisoformat(day), months).isoformat() == after


@given(DAYS, st.integers(0, 4))
def test_the_nearest_working_day(day: date, weekday: int) -> None:
    found = workdays.same_weekday(day, weekday)
    assert workdays.is_working(found)
    assert abs(found - day) <= timedelta(days=7)
