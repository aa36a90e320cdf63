"""YAML where every scalar stays the text that was typed, and nothing clever is accepted."""

import subprocess
import sys
import time
import unicodedata

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.sources.characters import FORBIDDEN, repair
from generator.sources.strict_yaml import MAX_DEPTH, compose, load, locate, runs

# What PyYAML 6 reads as something else than the text typed.
STAY_TEXT = (
    "01004",
    "2A004",
    "+33612",
    "0612345678",
    "12:30",
    "1:2:3",
    "no",
    "oui",
    "yes",
    "off",
    "Null",
    "true",
    "1_000",
    "1e3",
    "0x1F",
    "0o17",
    ".5",
    ".inf",
    "-.NaN",
    "1.0",
    "2026",
    "2026-03",
    "2026-03-01",
    "2026-03-01T18:30",
    "2026-03-01 18:30:00+01:00",
    "=",
    "<<",
    "1 000 000",
    "R&D",
    "5 * 3",
    "Bonjour !",
    "C#",
    "l’été",
)


@pytest.mark.parametrize("text", STAY_TEXT)
def test_a_scalar_stays_the_text_typed(text: str) -> None:
    assert load(f"a: {text}\nb: [{text}]\nc:\n  - {text}\n") == (
        {"a": text, "b": [text], "c": [text]},
        [],
    )


@pytest.mark.parametrize("text", STAY_TEXT)
def test_a_key_stays_the_text_typed(text: str) -> None:
    assert load(f"{text}: a\n") == ({text: "a"}, [])


def test_blocks_of_text_are_folded_or_kept_as_yaml_says() -> None:
    value, problems = load("a: >-\n  un\n  deux\nb: |\n  un\n  deux\n")
    assert (value, problems) == ({"a": "un deux", "b": "un\ndeux\n"}, [])


def test_a_key_without_a_value_is_the_same_as_no_key() -> None:
    assert load('a:\nb: x\nc: ""\nd: [y]\n') == ({"b": "x", "c": "", "d": ["y"]}, [])


@pytest.mark.parametrize("text", ["", "\n", "# rien\n", "---\n"])
def test_an_empty_document_is_none(text: str) -> None:
    assert load(text) == (None, [])


BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 20))

REFUSED = (
    ("a: &a [*a]\n", "S11", 1, 4),
    ("a: x\nb: &b y\n", "S11", 2, 4),
    ("a: *b\n", "S11", 1, 4),
    ("a: [x, *b]\n", "S11", 1, 8),
    ('{"a":&b x}\n', "S11", 1, 6),
    ("- &a x\n- *a\n", "S11", 1, 3),
    ("&a b: c\n", "S11", 1, 1),
    ("a:\n  <<: *b\n", "S11", 2, 7),
    (BOMB, "S11", 1, 5),
    ("a: !ENV SECRET\n", "S12", 1, 4),
    ("a: !!str x\n", "S12", 1, 4),
    ("a: ! x\n", "S12", 1, 4),
    ("!!map {a: b}\n", "S12", 1, 1),
    ("a: [!!int 1]\n", "S12", 1, 5),
    ("a: !<tag:yaml.org,2002:int> 1\n", "S12", 1, 4),
    ('a: !!python/object/apply:os.system ["id"]\n', "S12", 1, 4),
    ("%TAG ! tag:exemple.fr,2026:\n---\na: !x y\n", "S12", 3, 4),
    ("a: 1\nb: 2\na: 3\n", "S13", 3, 1),
    ("- {a: 1, a: 2}\n", "S13", 1, 10),
    ("a: 1\n'a': 2\n", "S13", 2, 1),
    ("[" * 40 + "]" * 40, "S14", 1, 21),
    ("- " * 40 + "a\n", "S14", 1, 41),
    ("".join("  " * n + "a:\n" for n in range(40)), "S14", 21, 41),
    ("[" * 100_000, "S14", 1, 21),
    ("-  " * 40 + "a\n", "S14", 1, 61),
    ("- ? " * 20 + "a\n", "S14", 1, 41),
    ("\n".join(" " * n + "-" for n in range(40)), "S14", 21, 21),
    ("? [a]\n: b\n", "S16", 1, 3),
    ("a: b: c\n", "S10", 1, 5),
    ("\ta: b\n", "S10", 1, 1),
    ("a: 1\n---\nb: 2\n", "S10", 2, 1),
)


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED)
def test_what_is_refused_is_placed(text: str, code: str, line: int, column: int) -> None:
    _, problems = load(text)
    assert [(p.code, p.line, p.column) for p in problems] == [(code, line, column)]
    assert problems[0].message
    assert problems[0].hint


def test_nesting_up_to_the_limit_is_read() -> None:
    _, problems = load("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    assert problems == []


def test_every_duplicate_key_is_said() -> None:
    value, problems = load("a: 1\na: 2\nb:\n  c: 3\n  c: 4\n")
    assert value == {"a": "1", "b": {"c": "3"}}
    assert [(p.code, p.line) for p in problems] == [("S13", 2), ("S13", 5)]


def test_an_alias_bomb_costs_nothing() -> None:
    started = time.monotonic()
    load(BOMB)
    assert time.monotonic() - started < 0.5


# Each is under 100 kB, the most a sheet may weigh. In a process of its own: it may not survive.
DEEP = ('"-  " * 30_000 + "a"', '"-\\t" * 30_000 + "a"', '"- " * 40_000 + "a"', '"[" * 99_000')


@pytest.mark.parametrize("text", DEEP)
def test_deep_nesting_never_ends_the_process(text: str) -> None:
    code = f"from generator.sources.strict_yaml import load; print(load({text})[1][0].code)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.strip() in {"S10", "S14"}) == (0, True)


# Messages a beginner will meet: what they wrote, and a word of the help they must get.
SAID = (
    ("title: Eau : l’enjeu\n", "guillemets"),
    ("title: *Important*\n", "guillemets"),
    ("title: @maire\n", "guillemets"),
    ("title: %maire\n", "guillemets"),
    ("title: `x`\n", "guillemets"),
    ('title: "Eau\n', "guillemets"),
    ("title: [a, b\n", "crochets"),
    ("title: x\nrésumé\nsummary: y\n", "champ: valeur"),
    ("a:\n\tb: c\n", "tabulation"),
    ("- a\n - b\n- c: d\n  e\n", "champ: valeur"),
)


@pytest.mark.parametrize(("text", "word"), SAID)
def test_a_syntax_error_says_what_to_do(text: str, word: str) -> None:
    _, problems = load(text)
    assert len(problems) == 1
    assert word in f"{problems[0].message} {problems[0].hint}"


# What a source may hold: composed characters, none that tricks the eye.
TEXTS = (
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=30)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: not FORBIDDEN.search(text) and not repair(text, body=0).signs)
)
VALUES = st.recursive(
    TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=12,
)


@given(st.dictionaries(TEXTS, VALUES, min_size=1, max_size=5))
def test_what_another_tool_writes_between_quotes_comes_back(data: dict[str, object]) -> None:
    written = yaml.safe_dump(data, default_style='"', allow_unicode=True)
    assert load(written) == (data, [])


@given(st.text(max_size=200))
def test_no_text_at_all_makes_it_fall(text: str) -> None:
    value, problems = load(text)
    assert value is not None or problems or not text.strip() or _only_comments(text)


def _only_comments(text: str) -> bool:
    lines = (line.strip() for line in text.splitlines())
    nothing = ("#", "---", "...", "\ufeff", "%")
    return all(line in {"", "~", "null"} or line.startswith(nothing) for line in lines)


SOURCE = """\
- id: alice
  memberships:
    - role: maire
      area: commune:68224
  consent: {date: 2021, fields: [image, summary]}
- id: bruno
  note: >-
    long
    texte
  empty: ""
"""


@pytest.mark.parametrize(
    ("path", "place"),
    [
        ((), (1, 1)),
        ((0,), (1, 3)),
        ((0, "id"), (1, 7)),
        ((0, "memberships"), (2, 3)),
        ((0, "memberships", 0), (3, 7)),
        ((0, "memberships", 0, "area"), (4, 13)),
        ((0, "memberships", 0, "start_date"), (3, 7)),
        ((0, "consent", "date"), (5, 19)),
        ((0, "consent", "fields"), (5, 25)),
        ((0, "consent", "fields", 1), (5, 41)),
        ((0, "absent", "deeper"), (1, 3)),
        ((1,), (6, 3)),
        ((1, "note"), (7, 9)),
        ((1, "empty"), (10, 3)),
        ((9,), (1, 1)),
    ],
)
def test_the_place_of_a_field_is_found(path: tuple[str | int, ...], place: tuple[int, int]) -> None:
    assert locate(compose(SOURCE), path) == place


# --- runs of lines ------------------------------------------------------------------------

RUNS = [
    ("a: 1\nb: 2\n", [("a", "a: 1\n"), ("b", "b: 2\n")]),
    ("# note\na: 1\n", [("", "# note\n"), ("a", "a: 1\n")]),
    ("a: >-\n  x\n\n  # text\n# note\n\nb: 1\n", None),
    ("a:\n- 1\n# inside\n- 2\nb: 1\n", [("a", "a:\n- 1\n# inside\n- 2\n"), ("b", "b: 1\n")]),
    ("a: 1\n\n# end\n", [("a", "a: 1\n"), ("", "\n# end\n")]),
]


@pytest.mark.parametrize(("text", "expected"), RUNS)
def test_a_mapping_is_cut_by_key_and_loses_no_line(
    text: str, expected: list[tuple[str, str]] | None
) -> None:
    found = list(runs(text))
    assert "".join(run for _, run in found) == text
    if expected is not None:
        assert found == expected
    else:
        assert found[0] == ("a", "a: >-\n  x\n\n  # text\n")
