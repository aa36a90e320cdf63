"""What a French reader expects of dates, numbers and plurals."""

import pytest

from generator.records import french
from generator.records.types import Moment, PartialDate

NARROW, NBSP = "\u202f", "\u00a0"


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026", "2026"),
        ("2026-03", "mars 2026"),
        ("2026-08", "août 2026"),
        ("2026-03-01", "1er mars 2026"),
        ("2026-03-02", "2 mars 2026"),
        ("2026-03-11", "11 mars 2026"),
        ("2026-03-21", "21 mars 2026"),
        ("2026-03-31", "31 mars 2026"),
        ("1901-02-01", "1er février 1901"),
        ("2021-12-01", "1er décembre 2021"),
    ],
)
def test_dates(iso: str, words: str) -> None:
    assert french.partial(PartialDate.parse(iso)) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2014", "à partir de 2014"),
        ("2014-04", "à partir d’avril 2014"),
        ("2014-05", "à partir de mai 2014"),
        ("2014-10-01", "à partir du 1er octobre 2014"),
    ],
)
def test_starts(iso: str, words: str) -> None:
    assert french.starting(PartialDate.parse(iso)) == words


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("2026-01-15T18:30", "jeudi 15 janvier 2026, 18 h 30"),
        ("2026-01-15T18:00", "jeudi 15 janvier 2026, 18 h"),
        ("2026-01-15T09:05", "jeudi 15 janvier 2026, 9 h 05"),
        ("2026-05-01T00:00", "vendredi 1er mai 2026, 0 h"),
        ("2026-01-15", "15 janvier 2026"),
        ("2026-01", "janvier 2026"),
        # The hour said is that of Paris, whatever the offset written.
        ("2026-07-15T18:30+02:00", "mercredi 15 juillet 2026, 18 h 30"),
        ("2026-07-15T16:30Z", "mercredi 15 juillet 2026, 18 h 30"),
        ("2026-07-15T23:30Z", "jeudi 16 juillet 2026, 1 h 30"),
        ("2026-07-15T12:30-04:00", "mercredi 15 juillet 2026, 18 h 30"),
    ],
)
def test_moments(iso: str, words: str) -> None:
    assert french.moment(Moment.parse(iso)).replace(NBSP, " ") == words


def test_the_hour_and_its_minutes_stay_on_one_line() -> None:
    assert french.moment(Moment.parse("2026-01-15T18:30")).endswith(f"18{NBSP}h{NBSP}30")


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0, "0"),
        (999, "999"),
        (1_000, f"1{NARROW}000"),
        (1_234_567, f"1{NARROW}234{NARROW}567"),
    ],
)
def test_numbers(value: int, words: str) -> None:
    assert french.number(value) == words


def test_euros() -> None:
    assert french.euros(135_173) == f"135{NARROW}173{NBSP}€"
    assert french.euros(0) == f"0{NBSP}€"


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (0.0, "0 %"),
        (0.0004, "moins de 0,1 %"),
        (0.001, "0,1 %"),
        (0.0356, "3,6 %"),
        (0.03, "3 %"),
        (0.099, "9,9 %"),
        (0.1, "10 %"),
        (0.256, "26 %"),
        (1.0, "100 %"),
    ],
)
def test_percentages(share: float, words: str) -> None:
    assert french.percent(share).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 élu"),
        (1, "1 élu"),
        (2, "2 élus"),
        (1_500, f"1{NARROW}500 élus"),
    ],
)
def test_plurals(count: int, words: str) -> None:
    assert french.plural(count, "élu").replace(NBSP, " ") == words


def test_irregular_plurals() -> None:
    assert french.plural(1, "journal", "journaux").replace(NBSP, " ") == "1 journal"
    assert french.plural(3, "journal", "journaux").replace(NBSP, " ") == "3 journaux"


@pytest.mark.parametrize(
    ("start", "end", "ongoing", "words"),
    [
        ("2014", "", True, "depuis 2014"),
        ("2014-10", "", True, "depuis octobre 2014"),
        ("2014-10-03", "", True, "depuis le 3 octobre 2014"),
        ("2014-10-01", "", True, "depuis le 1er octobre 2014"),
        ("2014-10", "", False, "octobre 2014"),
        ("2014", "2016-03", False, "2014 – mars 2016"),
        ("2014", "2014", False, "2014"),
        ("", "2016", False, "jusqu’en 2016"),
        ("", "2016-03", False, "jusqu’en mars 2016"),
        ("", "2016-03-20", False, "jusqu’au 20 mars 2016"),
        ("", "2016-03-01", False, "jusqu’au 1er mars 2016"),
        ("", "", True, ""),
    ],
)
def test_periods(start: str, end: str, ongoing: bool, words: str) -> None:
    first = PartialDate.parse(start) if start else None
    last = PartialDate.parse(end) if end else None
    assert french.period(first, last, ongoing=ongoing) == words


@pytest.mark.parametrize(
    ("months", "words"),
    [
        (0, "ce mois-ci"),
        (1, "il y a 1 mois"),
        (23, "il y a 23 mois"),
        (24, "il y a 2 ans"),
        (35, "il y a 2 ans"),
        (36, "il y a 3 ans"),
    ],
)
def test_ages(months: int, words: str) -> None:
    assert french.months_ago(months).replace(NBSP, " ") == words


@pytest.mark.parametrize(
    ("items", "words"),
    [(["a"], "a"), (["a", "b"], "a et b"), (["a", "b", "c"], "a, b et c")],
)
def test_enumerations(items: list[str], words: str) -> None:
    assert french.enumeration(items) == words
