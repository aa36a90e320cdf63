"""Canonical form: nothing said is lost, and to put in form twice is to do it once."""

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from textwrap import indent
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from generator import demo
from generator.core.settings import HOME
from generator.sources import strict_yaml
from generator.sources.comments import comments
from generator.writing import layout
from generator.writing.formatting import canonical
from tests.miniature import CLUB, TODAY

FOLDERS = ("practices", "meetings", "watch", "actions", "content", "vocabularies")


def sources(root: Path) -> list[str]:
    """Return the sources of a club, relative to its folder."""
    found = [n for n in ("members.yaml", "network.yaml") if (root / n).is_file()]
    for folder in FOLDERS:
        found += [f"{folder}/{p.name}" for p in sorted((root / folder).glob("*.*"))]
    return [name for name in found if name.endswith((".yaml", ".md"))]


def formatted(path: str, text: str) -> str:
    result = canonical(path, text.encode())
    assert result.findings == ()
    return result.text


def members(text: str) -> str:
    return formatted("members.yaml", text)


# --- what the form is ------------------------------------------------------------------------

UGLY = """\
# The directory.

# She asked for it.
- memberships: [{area: "commune:68224", role: 'maire', start_date: 2020-05}]   # so far
  family_name:   "Exemple"
  # how she is called

  given_name:  'Camille'
  themes: budget
  seeks: ["a # b", "c: d", "+33", "non"]
  id: camille-exemple


- id: deux
  family_name: Deux
  given_name: >-
    Un
    deux
  memberships:
  - role: maire
    area: commune:01004
    start_date: 2020
  # no end yet
  aliases: [un]
  # nor here
# the end
"""
TIDY = """\
# The directory.

# She asked for it.
- id: camille-exemple
  # how she is called
  given_name: Camille
  family_name: Exemple
  memberships:
    - role: maire
      area: commune:68224
      start_date: 2020-05  # so far
  themes:
    - budget
  seeks:
    - "a # b"
    - "c: d"
    - "+33"
    - non
"""


def test_the_form_of_a_list() -> None:
    said = members(UGLY)
    assert said.startswith(TIDY)
    assert said.removeprefix(TIDY) == (
        "\n- id: deux\n  given_name: Un deux\n  family_name: Deux\n  memberships:\n"
        "    - role: maire\n      area: commune:01004\n      start_date: 2020\n"
        "  # no end yet\n  aliases:\n    - un\n  # nor here\n# the end\n"
    )
    assert members(said) == said


SHEET = """\
---
reviewed: "2026-01-02"
cost: {year: 2020, envelope: "1 000 000"}
summary: |
  Une phrase
  sur deux lignes.
status: idea
area: "commune:68224"
title: "Eau : un titre"
organizer:
verified:   # not yet
---


## Contexte

Une ligne  \nsuite.\u0020\u0020


- x

```
a\u0020\u0020


b
```

"""


def test_the_form_of_a_sheet() -> None:
    assert formatted("practices/x.md", SHEET) == (
        '---\ntitle: "Eau : un titre"\nsummary: Une phrase sur deux lignes.\n'
        "area: commune:68224\norganizer:\nstatus: idea\n"
        "cost:\n  envelope: 1000000\n  year: 2020\nverified:  # not yet\nreviewed: 2026-01-02\n---\n"
        "\n## Contexte\n\nUne ligne  \nsuite.  \n\n\n- x\n\n```\na  \n\n\nb\n```\n"
    )


def test_a_long_text_written_in_a_block_stays_one() -> None:
    long = " ".join(["mot"] * 60)
    folded = f"- id: x\n  given_name: X\n  family_name: |\n    {long}\n  memberships:\n    - role: maire\n      area: commune:68224\n      start_date: 2020\n"
    said = members(folded)
    assert "  family_name: >-  \n" not in said
    assert re.search(r"  family_name: >-\n    mot mot", said)
    assert max(map(len, said.splitlines())) <= layout.WIDTH
    one_line = folded.replace("|\n    ", "")
    assert members(one_line) == one_line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("themes: [budget, jeunesse, budget]", "themes:\n  - budget\n  - jeunesse\n"),
        ("themes:\n- budget\n- budget # oui", "themes:\n  - budget\n  - budget  # oui\n"),
        ("seeks: [un avis, un avis]", "seeks:\n  - un avis\n  - un avis\n"),
    ],
)
def test_what_a_list_names_again_goes_unless_it_is_a_text_or_has_a_comment(
    given: str, kept: str
) -> None:
    head = "  given_name: A\n  family_name: B\n  memberships: [{role: maire, area: commune:01004, start_date: 2020}]\n"
    text = members(f"- id: un\n{head}{indent(given, '  ')}")
    assert indent(kept, "  ") in text


def test_a_date_and_time_has_one_form() -> None:
    head = "title: X\nstatus: held\nstart: 2026-01-20 18:00\n"
    assert "start: 2026-01-20T18:00\n" in formatted("meetings/2026-01-x.md", f"---\n{head}---\n")


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xef\xbb\xbf---\r\ntitle: X\r\n---\r\nTexte\r\n", "---\ntitle: X\n---\n\nTexte\n"),
        ("---\ntitle: e\u0301\n---\n".encode(), "---\ntitle: é\n---\n"),
        (b"---\ntitle: X\n---", "---\ntitle: X\n---\n"),
    ],
    ids=["BOM and CRLF", "NFD", "no final newline"],
)
def test_what_only_machines_see_is_put_right(raw: bytes, said: str) -> None:
    assert canonical("content/x.md", raw).text == said


@pytest.mark.parametrize(
    ("path", "raw", "code"),
    [
        ("content/x.md", b"---\ntitle: a: b\n---\n", "S10"),
        ("content/x.md", b"---\ntitre: X\n---\n", "F01"),
        ("content/x.md", b"---\ntitle: \xe9\n---\n", "S03"),
        ("content/x.md", b"---\ntitle: a\0\n---\n", "S04"),
        ("content/x.md", b"title: X\n", "S15"),
        ("members.yaml", b"- id: x\n  id: y\n", "S13"),
        ("members.yaml", b"- &a x\n- *a\n", "S11"),
        ("vocabularies/themes.yaml", b"- x\n", "S16"),
    ],
)
def test_a_source_with_errors_is_left_alone(path: str, raw: bytes, code: str) -> None:
    result = canonical(path, raw)
    assert result.text == ""
    assert code in {f.code for f in result.findings}
    assert {f.path for f in result.findings} == {path}


# --- clubs -----------------------------------------------------------------------------------


HELD = "  memberships: [{role: maire, area: 'commune:68224', start_date: 2020}]"
WEIRD = {
    "a block without a final newline": f"- id: a\n  given_name: A\n  family_name: B\n{HELD}\n  seeks:\n    - |\n      un texte",
    "blank lines kept by a block": f"- id: a\n  given_name: A\n  family_name: B\n{HELD}\n  summary: >+\n    un texte\n\n\n",
    "document marks": f"---\n# tête\n- id: a\n  given_name: A\n  family_name: B\n{HELD}\n...\n",
    "comments in braces": "- {id: a, # un\n   given_name: A, # deux\n   family_name: B, memberships: [ # trois\n"
    "   {role: maire, area: 'commune:68224', # quatre\n start_date: 2020} # cinq\n ] # six\n } # sept\n# huit\n",
    "explicit and quoted keys": f"- \"id\": 'a'\n  'given_name': \"A \\u00e9\"\n  ? family_name\n  : B\n{HELD}\n",
    "a block that looks like a comment": f"- id: a\n  given_name: A\n  family_name: B\n  summary: |2-\n      # non\n    # non plus\n{HELD} # oui\n",
    "texts that look like YAML": f"- id: a\n  given_name: A\n  family_name: B#c\n{HELD}\n"
    '  seeks: ["a: b", \'c # d\', "- e", "? f", "@g", "`h`", "%i", "!j", "&k", "*l", "|", ">", "{m}", "~", "yes", 12:30, "\\""]\n',
}


@pytest.mark.parametrize("text", WEIRD.values(), ids=WEIRD)
def test_whatever_was_typed_one_form_is_reached_at_once(text: str) -> None:
    once = members(text)
    assert members(once) == once
    assert once.endswith("\n")
    assert not once.endswith("\n\n")
    assert notes(once) == notes(text)
    assert members(text.replace("\n", "\r\n")) == once
    assert members(f"\ufeff{text}") == once


@pytest.mark.parametrize("value", ["", " ~", " null"])
def test_a_key_without_value_is_written_without(value: str) -> None:
    raw = f"---\ntitle: Essai\nsummary: Une page.\nsection:{value}\n---\n".encode()
    assert "\nsection:\n" in canonical("content/essai.md", raw).text


def test_a_key_without_value_that_a_record_does_not_know_stays_at_the_end() -> None:
    raw = b"---\nstart:\ntitle: Essai\nsummary: Une page.\n---\n"
    found = canonical("content/essai.md", raw)
    assert found.text.splitlines()[1:-1] == ["title: Essai", "summary: Une page.", "start:"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        *[("vocabularies/themes.yaml", t) for t in ("# x", "# x\n\n# y\n", "---\n", "---\n# x\n", "# x\n---\n...\n", "# x\n{}\n")],
        ("members.yaml", "# x\n[]\n"),
        ("network.yaml", "[]\n"),
    ],
)  # fmt: skip
def test_a_source_that_holds_nothing_is_left_as_it_is(path: str, text: str) -> None:
    assert formatted(path, text) == text


def test_the_demo_is_written_in_canonical_form(tmp_path: Path) -> None:
    sizes = demo.Sizes(members=80, practices=60, meetings=40, watch=40, actions=10)
    demo.write_demo(tmp_path / "club", sizes, seed=5, today=TODAY, home=HOME)
    for path in sources(tmp_path / "club"):
        raw = (tmp_path / "club" / path).read_bytes()
        assert canonical(path, raw).text == raw.decode(), path


@pytest.mark.parametrize("path", sources(CLUB))
def test_to_format_twice_is_to_format_once(path: str) -> None:
    once = canonical(path, (CLUB / path).read_bytes()).text
    assert canonical(path, once.encode()).text == once


# --- properties ------------------------------------------------------------------------------

TEXT = st.sampled_from(
    [
        "Zoé",
        "a b",
        "a: b",
        "a # b",
        "«\u00a0oui\u00a0»",
        '"cité"',
        "'",
        "- x",
        "01004",
        "no",
        "\\n",
        "#",
        "é" * 60,
    ]
)
MANDATE = st.fixed_dictionaries(
    {
        "start_date": st.sampled_from(["2020", "2020-05"]),
        "role": st.just("maire"),
        "area": st.just("commune:01004"),
    },
    optional={"label": TEXT, "end_date": st.just("2026-03")},
)
MEMBER = st.fixed_dictionaries(
    {
        "family_name": TEXT,
        "memberships": st.lists(MANDATE, min_size=1, max_size=2),
        "given_name": TEXT,
    },
    optional={
        "seeks": st.lists(TEXT, max_size=3),
        "themes": st.lists(st.just("sante"), max_size=2),
        "summary": TEXT,
        "club": st.fixed_dictionaries({"joined": st.just("2020")}, optional={"function": TEXT}),
        "aliases": st.just(["avant"]),
    },
)


class Writer:
    """Writes data as YAML in one of the many ways a person would, with numbered comments."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.count = 0

    def chance(self, n: int) -> bool:
        return self.draw(st.integers(0, n)) == 0

    def comment(self) -> str:
        self.count += 1
        return f"# note {self.count}" + self.draw(st.sampled_from(["", ": x", " # y", ' "'])) + ";"

    def tail(self) -> str:
        return f" {self.comment()}" if self.chance(8) else ""

    def above(self, indent: int) -> list[str]:
        lines = []
        for _ in range(self.draw(st.integers(0, 2)) if self.chance(5) else 0):
            lines += [""] * self.chance(2)
            lines.append(" " * self.draw(st.sampled_from([0, indent, indent + 2])) + self.comment())
        return lines + [""] * self.chance(9)

    def scalar(self, value: str, indent: int) -> str:
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        ways = [f'"{escaped}"', "'" + value.replace("'", "''") + "'"]
        if re.fullmatch(r"[\w:-]+", value):
            ways.append(value)
        elif indent >= 0:
            ways.append(f"|{self.tail()}\n{' ' * (indent + 2)}{value}")
        return self.draw(st.sampled_from(ways))

    def flow(self, value: object) -> str:
        if isinstance(value, dict):
            inside = [f"{k}: {self.flow(v)}" for k, v in value.items()]
            return "{" + ", ".join(inside) + "}"
        if isinstance(value, list):
            gap = f"{self.tail()}\n          " if self.chance(4) else " "
            return "[" + f",{gap}".join(self.flow(v) for v in value) + "]"
        return self.scalar(str(value), -1)

    def mapping(self, data: dict[str, Any], indent: int) -> list[str]:
        lines: list[str] = []
        for key, value in self.draw(st.permutations(list(data.items()))):
            lines += self.above(indent)
            start = " " * indent + f"{key}:"
            if isinstance(value, str):
                said = self.scalar(value, indent)
                lines.append(f"{start} {said}" + ("" if said[0] == "|" else self.tail()))
            elif not value or self.chance(3):
                lines.append(f"{start} {self.flow(value)}{self.tail()}")
            elif isinstance(value, dict):
                lines += [f"{start}{self.tail()}", *self.mapping(value, indent + 3)]
            else:
                shift = self.draw(st.sampled_from([0, 2, 4]))
                lines += [f"{start}{self.tail()}", *self.items(value, indent + shift)]
        return lines

    def items(self, values: Sequence[Any], indent: int) -> list[str]:
        lines: list[str] = []
        for value in values:
            lines += self.above(indent)
            if isinstance(value, dict):
                inner = self.mapping(value, indent + 2)
                first = next(i for i, line in enumerate(inner) if line.strip()[:1] not in {"", "#"})
                if first:  # a comment between the dash and the first field
                    lines += [" " * indent + "-" + self.tail(), *inner]
                else:
                    lines += [" " * indent + "- " + inner[0].lstrip(), *inner[1:]]
            else:
                lines.append(" " * indent + f"- {self.scalar(str(value), indent)}")
        return lines


@st.composite
def directories(draw: st.DrawFn) -> str:
    """A directory as someone in a hurry would write it."""
    people = [
        {"id": f"p-{n}", **m} for n, m in enumerate(draw(st.lists(MEMBER, min_size=1, max_size=2)))
    ]
    writer = Writer(draw)
    lines = [*writer.above(0), *writer.items(people, 0), *writer.above(0)]
    return "\n".join(lines) + "\n" * draw(st.integers(0, 2))


def notes(text: str) -> Counter[str]:
    root = strict_yaml.compose(text)
    assert root
    return Counter(c.text for c in comments(text, root))


@given(directories())
@example(
    "- id: a\n  given_name: |\n    # not a comment\n  family_name: B # one\n  memberships: # two\n  - {role: maire, area: commune:01004, start_date: 2020} # three\n# four\n"
)
def test_no_comment_is_lost_and_form_is_reached_at_once(text: str) -> None:
    value, problems = strict_yaml.load(text)
    assert not problems, text
    once = members(text)
    assert notes(once) == notes(text)
    assert members(once) == once
    assert isinstance(value, list)
    again, _ = strict_yaml.load(once)
    assert isinstance(again, list)
    assert [one["id"] for one in value if isinstance(one, dict)] == [
        one["id"] for one in again if isinstance(one, dict)
    ]
