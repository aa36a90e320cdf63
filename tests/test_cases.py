"""Every finding code, shown by data files: `tests/cases/<CODE>.yaml`. A new case needs no Python.

Each file has two lists, `ok` and `bad`. A case starts from the valid club of `cases/base/`:

    - name: what is special here, in French
      today: 2026-06-15            # the day of the check (this one when absent)
      removed: [path, …]           # files or folders taken away
      files: {path: text}          # files written, in UTF-8
      edits:                       # changes in files; `replace` is there exactly once
        path: [{replace: old, with: new}]
      bytes: {path: characters}    # files written byte by byte, U+0000 to U+00FF: "\xe9"
      symlinks: {path: target}     # links, whose target need not exist
      fifos: [path, …]             # named pipes
      folders: [path, …]           # folders
      sizes: {path: number}        # files of so many NUL bytes
      findings: |                  # a `bad` case only: every line that `club check` prints
        path:line:column erreur CODE field — what is wrong ; what to do

The changes are made in that order. `findings` is the complete output, line by line; at least one
line has the code of the file. An `ok` case gives no line at all, warnings included.
"""

import re
from pathlib import Path

import pytest

from generator import rules
from generator.build import pipeline
from generator.core import data, settings
from generator.core.findings import CODES
from generator.rules.context import Rule
from tests import cases
from tests.cases import Case

CASES = cases.every()
# « R01: a reference names a record that exists. »
RULE = re.compile(r"(?P<code>[A-Z]\d\d): [^\n]+\.")


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_check_says_exactly_what_the_case_expects(case: Case, tmp_path: Path) -> None:
    root = cases.lay(case, tmp_path / "club")
    found = pipeline.check(root, settings.load(root), case.today).findings
    assert "".join(f"{finding}\n" for finding in found) == case.findings


@pytest.mark.parametrize("case", [c for c in CASES if c.verdict == "bad"], ids=str)
def test_a_bad_case_expects_its_own_code(case: Case) -> None:
    assert f" {case.code} " in case.findings


def test_ok_cases_expect_nothing_and_there_is_no_third_verdict() -> None:
    assert {c.verdict for c in CASES} == {"ok", "bad"}
    assert not [c.name for c in CASES if c.verdict == "ok" and c.findings]


def test_names_of_cases_are_unique() -> None:
    names = [str(case) for case in CASES]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("verdict", ["ok", "bad"])
@pytest.mark.parametrize("code", CODES)
def test_every_code_has_cases(code: str, verdict: str) -> None:
    assert [c for c in CASES if (c.code, c.verdict) == (code, verdict)]


def test_there_is_no_case_for_a_code_that_does_not_exist() -> None:
    assert {case.code for case in CASES} <= CODES.keys()


@pytest.mark.parametrize("rule", rules.RULES, ids=lambda rule: rule.__name__)
def test_the_docstring_of_a_rule_is_the_rule_and_its_code_has_cases(rule: Rule) -> None:
    said = RULE.fullmatch(rule.__doc__ or "")
    assert said, "one sentence, after the code"
    assert said["code"] in CODES
    assert {"ok", "bad"} == {c.verdict for c in CASES if c.code == said["code"]}


def test_two_rules_never_share_a_code() -> None:
    codes = [(rule.__doc__ or "")[:3] for rule in rules.RULES]
    assert len(codes) == len(set(codes))


def test_every_code_explains_itself() -> None:
    for code in CODES.values():
        assert re.fullmatch(r"[SFVARDPTQ]\d\d", code.id)
        assert code.title
        assert code.why.endswith(".")
        assert code.fix.endswith(".")


def test_every_message_is_of_a_code_that_exists() -> None:
    assert {code for code, said in data.table("messages").items() if said} <= CODES.keys()
