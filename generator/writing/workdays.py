"""Working days in France: weekdays that are no public holiday (code du travail, L3133-1)."""

from datetime import date, timedelta

_FIXED = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
_AFTER_EASTER = (1, 39, 50)  # Easter Monday, Ascension, Whit Monday
_SATURDAY = 5


def easter(year: int) -> date:
    """Return Easter Sunday of a year, by the Gregorian computus (Meeus, Jones, Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    shift = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * shift) // 451
    month, day = divmod(h + shift - 7 * m + 114, 31)
    return date(year, month, day + 1)


def is_working(day: date) -> bool:
    """Whether `day` is a working day."""
    moving = {easter(day.year) + timedelta(days=n) for n in _AFTER_EASTER}
    return day.weekday() < _SATURDAY and (day.month, day.day) not in _FIXED and day not in moving


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, the last of the month where there is none."""
    years, month = divmod(day.month - 1 + months, 12)
    for last in range(day.day, 27, -1):
        try:
            return date(day.year + years, month + 1, last)
        except ValueError:
            continue
    return date(day.year + years, month + 1, day.day)


def same_weekday(day: date, weekday: int) -> date:
    """Return the working day nearest to `day`, on `weekday` (0 is Monday) if it can be."""
    nearest = day + timedelta(days=(weekday - day.weekday() + 3) % 7 - 3)
    while not is_working(nearest):
        nearest += timedelta(days=1)
    return nearest
