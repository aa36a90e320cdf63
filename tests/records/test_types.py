"""What each type of field accepts, what it becomes, and how it refuses."""

import contextlib
import signal
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from generator.records.types import (
    PARIS,
    Alias,
    Count,
    Moment,
    PartialDate,
    Summary,
    Text,
    Title,
    Url,
    Year,
    valid_contact,
)


def typed(kind: Any, value: str) -> Any:
    """Return the value typed, or the code of the refusal."""
    try:
        return TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        [detail] = error.errors()
        assert detail["ctx"]["message"]
        assert detail["ctx"]["hint"]
        return detail["type"]


# --- dates --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-01", date(2026, 1, 1), date(2026, 1, 31)),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        ("2024-02-29", date(2024, 2, 29), date(2024, 2, 29)),
        (" 2026-03-01 ", date(2026, 3, 1), date(2026, 3, 1)),
        ("1789", date(1789, 1, 1), date(1789, 12, 31)),
    ],
)
def test_a_date_is_known_to_the_year_the_month_or_the_day(
    text: str, first: date, last: date
) -> None:
    value = typed(PartialDate, text)
    assert (value.text, value.first, value.last) == (text.strip(), first, last)
    assert str(value) == text.strip()


@pytest.mark.parametrize(
    "text",
    [
        *("2026-02-30", "2025-02-29", "2026-13", "2026-00", "2026-01-00", "2026-1", "2026-1-1"),
        *("26", "02026", "2026-", "20260301", "2026/03/01", "01/03/2026", "1er mars 2026"),
        *("mars 2026", "2026-03-01T10:00", "0000", "", "٢٠٢٦", "2026-03-01\n2026", "-2026", "9999"),
        *("99999-01-01", "2026-W01-1"),
    ],
)
def test_what_is_not_a_date_is_refused(text: str) -> None:
    assert typed(PartialDate, text) == "F04"


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_every_day_month_and_year_is_read(day: date) -> None:
    text = day.isoformat()
    for size in (4, 7, 10):
        value = PartialDate.parse(text[:size])
        assert value.first <= day <= value.last
        assert value.text == text[:size]
    assert PartialDate.parse(text).first == PartialDate.parse(text).last == day


@given(st.dates(date(1, 1, 1), date(9998, 12, 31)))
def test_the_day_after_a_month_is_in_another_month(day: date) -> None:
    month = PartialDate.parse(day.isoformat()[:7])
    assert (month.last + timedelta(days=1)).day == 1
    assert month.first.day == 1


# --- moments ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "day", "utc"),
    [
        ("2026-01-15T18:30", "2026-01-15", datetime(2026, 1, 15, 17, 30, tzinfo=UTC)),
        ("2026-07-15T18:30", "2026-07-15", datetime(2026, 7, 15, 16, 30, tzinfo=UTC)),
        ("2026-07-15 18:30", "2026-07-15", datetime(2026, 7, 15, 16, 30, tzinfo=UTC)),
        ("2026-07-15T18:30:15", "2026-07-15", datetime(2026, 7, 15, 16, 30, 15, tzinfo=UTC)),
        ("2026-07-15T18:30+02:00", "2026-07-15", datetime(2026, 7, 15, 16, 30, tzinfo=UTC)),
        ("2026-07-15T18:30Z", "2026-07-15", datetime(2026, 7, 15, 18, 30, tzinfo=UTC)),
        ("2026-07-15T23:30Z", "2026-07-16", datetime(2026, 7, 15, 23, 30, tzinfo=UTC)),
        ("2026-07-15T00:30-04:00", "2026-07-15", datetime(2026, 7, 15, 4, 30, tzinfo=UTC)),
        ("2026-12-31T20:00-04:00", "2027-01-01", datetime(2027, 1, 1, 0, 0, tzinfo=UTC)),
        # The clocks change: the hour that comes twice is the first one, the one skipped moves on.
        ("2026-10-25T02:30", "2026-10-25", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T03:30", "2026-10-25", datetime(2026, 10, 25, 2, 30, tzinfo=UTC)),
        ("2026-03-29T01:59", "2026-03-29", datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        ("2026-03-29T02:30", "2026-03-29", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-03-29T03:00", "2026-03-29", datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_time_is_that_of_paris_unless_an_offset_is_written(
    text: str, day: str, utc: datetime
) -> None:
    value = typed(Moment, text)
    assert (value.text, value.day.text, value.utc) == (text, day, utc)


@pytest.mark.parametrize("text", ["2026", "2026-10", "2026-10-25"])
def test_a_moment_may_have_no_time(text: str) -> None:
    value = typed(Moment, text)
    assert (value.text, value.day.text, value.at, value.utc) == (text, text, None, None)


@pytest.mark.parametrize(
    "text",
    [
        *("25:70", "18:30", "2026-01-15T25:70", "2026-01-15T18:60", "2026-02-30T18:00"),
        *("2026-01T18:00", "2026T18:00", "2026-01-15 18h30", "2026-01-15 à 18:30", "", "demain"),
        *(
            "2026-01-15T18:30+25:00",
            "2026-01-15 18:30 Europe/Paris",
            "2026-02-30",
            "0001-01-01T00:00Z",
        ),
        *("0001-01-01T00:00+14:00", "9999-12-31T23:59", "9999-12-31T23:59-14:00", "9999-12-31"),
        *(
            "2201-01-01T00:00",
            "1788-12-31",
            "2026-06-30T23:59:60",
            "2026-02-29T10:00",
            "2026-W25-1T18:30",
        ),
        *("20260615T1830", "2026-01-15T18:30+99:99", "2026-01-15T18:30-24:00", "1e400", "1" * 400),
    ],
)
def test_what_is_not_a_moment_is_refused(text: str) -> None:
    assert typed(Moment, text) == "F05"


@given(st.datetimes(datetime(1970, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_the_same_instant_is_read_from_any_offset(instant: datetime) -> None:
    instant = instant.replace(microsecond=0)
    for zone in (UTC, PARIS, timezone(timedelta(hours=-4)), timezone(timedelta(hours=11))):
        assert Moment.parse(instant.astimezone(zone).isoformat()).utc == instant


# --- numbers ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("42", 42),
        ("1000000", 1_000_000),
        ("1 000 000", 1_000_000),
        ("1\u00a0000\u00a0000", 1_000_000),
        ("1\u202f000\u202f000", 1_000_000),
        ("1_000", 1_000),
        (" 12 ", 12),
        ("007", 7),
    ],
)
def test_a_number_may_be_grouped_by_thousands(text: str, number: int) -> None:
    assert typed(Count, text) == number


@pytest.mark.parametrize(
    "text",
    [
        *("", "-1", "+1", "1,5", "1.5", "1.000", "1 00", "10 00", "1 0000", "1e3", "12 €", "douze"),
        *("0x10", "1 000 k€", "9" * 21, "1\n000", "½", "²"),
    ],
)
def test_what_is_not_a_whole_number_is_refused(text: str) -> None:
    assert typed(Count, text) == "F06"


@pytest.mark.parametrize(
    ("text", "year"),
    [("2024", 2024), ("1789", 1789), ("24", "F06"), ("2024-01", "F06"), ("9999", "F06")],
)
def test_a_year_has_four_digits_and_is_of_our_times(text: str, year: object) -> None:
    assert typed(Year, text) == year


# --- addresses ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "url",
    [
        "https://exemple.fr",
        "http://exemple.fr/",
        "HTTPS://EXEMPLE.FR/",
        "https://www.exemple.fr:8080/a/b?c=d&e=f#g",
        "https://exemple.fr/é_(à)",
        "https://exemple.fr/%20",
        "https://xn--lus-locaux-c7a.fr/",
    ],
)
def test_a_web_address_is_kept_as_written(url: str) -> None:
    assert typed(Url, f" {url} ") == url


@pytest.mark.parametrize(
    "url",
    [
        *(
            "",
            "exemple.fr",
            "www.exemple.fr",
            "//exemple.fr",
            "/annuaire/",
            "https://",
            "https://x",
        ),
        *("javascript:alert(1)", "JAVASCRIPT:alert(1)", "data:text/html,x", "ftp://exemple.fr/"),
        *(
            "file:///etc/passwd",
            "https://exemple.fr/a b",
            'https://exemple.fr/"x',
            "https://a.fr/<b>",
        ),
        *("https://exemple.fr/\\x", "https:exemple.fr", "mailto:a@exemple.fr", "https://[::1].fr/"),
    ],
)
def test_what_is_not_a_web_address_is_refused(url: str) -> None:
    assert typed(Url, url) == "F07"


def test_a_hostile_address_is_refused_at_once() -> None:
    url = "https://" + "a." * 45_000 + "<"

    def stop(*_: object) -> None:
        pytest.fail("more than half a second")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0.5)
    try:
        assert typed(Url, url) == "F07"
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


@pytest.mark.parametrize(
    ("kind", "value", "valid"),
    [
        ("email", "prenom.nom+club@mairie-exemple.fr", True),
        ("email", " a@b.fr ", True),
        ("email", "a@b", False),
        ("email", "a b@c.fr", False),
        ("email", "a@b.fr, c@d.fr", False),
        ("email", "a@b.fr\nBCC: c@d.fr", False),
        ("email", "<a@b.fr>", False),
        ("email", "mailto:a@b.fr", False),
        ("phone", "0612345678", True),
        ("phone", "06 12 34 56 78", True),
        ("phone", "06.12.34.56.78", True),
        ("phone", "+33 6 12 34 56 78", True),
        ("phone", "+33612345678", True),
        ("phone", "+262 692 12 34 56", True),
        ("phone", "06", False),
        ("phone", "612345678", False),
        ("phone", "06 12 34 56 78 poste 3", False),
        ("phone", "0          ", False),
        ("phone", "=1+1", False),
        ("address", "Mairie, place de la République", True),
    ],
)
def test_a_contact_has_the_form_of_one(kind: str, value: str, valid: bool) -> None:
    assert valid_contact(kind, value) is valid


# --- text ---------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [Text, Title, Summary])
def test_a_text_is_one_line_of_words(kind: Any) -> None:
    assert typed(kind, "un\n  deux\t trois") == "un deux trois"


@pytest.mark.parametrize("kind", [Text, Title, Summary])
@pytest.mark.parametrize("text", ["", " ", "\n", "\u00a0"])
def test_an_empty_text_is_refused(kind: Any, text: str) -> None:
    assert typed(kind, text.strip()) == "F09"


@pytest.mark.parametrize(("kind", "limit"), [(Title, 500), (Summary, 2_000), (Text, 5_000)])
def test_a_text_has_a_limit(kind: Any, limit: int) -> None:
    assert typed(kind, "a" * limit) == "a" * limit
    assert typed(kind, "a" * (limit + 1)) == "F09"


@pytest.mark.parametrize("name", ["a", "2024-budget", "a-b-c"])
def test_an_alias_is_a_slug(name: str) -> None:
    assert typed(Alias, name) == name


@pytest.mark.parametrize(
    "name", ["A", "é", "a_b", "a--b", "-a", "a-", "../x", "a/b", "con", "nul", "com1", "a b", "a\n"]
)
def test_what_is_not_a_slug_is_refused(name: str) -> None:
    assert typed(Alias, name) == "S17"


@pytest.mark.parametrize("parse", [PartialDate.parse, Moment.parse])
@given(text=st.text(max_size=30))
def test_no_text_makes_a_parser_fall(parse: Callable[[str], object], text: str) -> None:
    with contextlib.suppress(ValueError):
        parse(text)
