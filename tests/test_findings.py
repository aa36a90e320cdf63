"""The line that a person reads, a grep finds and an editor opens."""

import re

import pytest

from generator.core.findings import CODES, Finding, Severity, did_you_mean, errors

LINE = re.compile(
    r"(?P<path>[^:]+):(?P<line>\d+):(?P<column>\d+) (?P<severity>erreur|avertissement) "
    r"(?P<code>[A-Z]\d\d)(?P<field> [\w.\-]+)? — (?P<what>.+) ; (?P<fix>.+)"
)


def finding(code: str = "F01", **changes: object) -> Finding:
    given: dict[str, object] = {"path": "practices/x.md", "line": 12, "column": 3, "code": code}
    given |= {"field": "cost.year", "message": "ce qui ne va pas", "hint": "ce qu’il faut faire"}
    return Finding(**{**given, **changes})  # type: ignore[arg-type]


def test_the_line_is_that_of_the_contract() -> None:
    assert str(finding()) == (
        "practices/x.md:12:3 erreur F01 cost.year — ce qui ne va pas ; ce qu’il faut faire"
    )


def test_a_finding_that_is_not_in_a_field_says_none() -> None:
    assert str(finding("S10", field="")) == (
        "practices/x.md:12:3 erreur S10 — ce qui ne va pas ; ce qu’il faut faire"
    )


@pytest.mark.parametrize("code", CODES)
def test_the_severity_is_that_of_the_code(code: str) -> None:
    expected = Severity.WARNING if CODES[code].warning else Severity.ERROR
    assert finding(code).severity is expected
    match = LINE.fullmatch(str(finding(code)))
    assert match
    assert match["severity"] == expected.value


def test_only_errors_forbid_publishing() -> None:
    found = [finding("F01"), finding("Q01"), finding("R01"), finding("T05")]
    assert [f.code for f in errors(found)] == ["F01", "R01"]


def test_findings_are_sorted_by_file_line_and_column() -> None:
    places = [("b.md", 1, 1), ("a.md", 10, 1), ("a.md", 9, 2), ("a.md", 9, 1)]
    found = sorted(finding(path=path, line=line, column=column) for path, line, column in places)
    assert [(f.path, f.line, f.column) for f in found] == [
        ("a.md", 9, 1),
        ("a.md", 9, 2),
        ("a.md", 10, 1),
        ("b.md", 1, 1),
    ]


@pytest.mark.parametrize("name", ["path", "field", "message", "hint"])
@pytest.mark.parametrize("trick", ["a\nb", "a\r\nb", "a\u2028b", "a\x1b[2Jb", "a\n::error::b"])
def test_a_finding_is_one_line_whatever_was_written(name: str, trick: str) -> None:
    line = str(finding(**{name: trick}))
    assert len(line.splitlines()) == 1
    assert line.isprintable()


@pytest.mark.parametrize(
    ("word", "hint"),
    [
        ("budjet", "vouliez-vous dire « budget » ?"),
        ("BUDGET", ""),
        ("zzz", ""),
        ("", ""),
    ],
)
def test_the_nearest_word_is_suggested_or_none(word: str, hint: str) -> None:
    assert did_you_mean(word, ["budget", "jeunesse"]) == hint
    assert did_you_mean(word, []) == ""
