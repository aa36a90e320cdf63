"""What is opened, what is refused before being opened, and the characters of what is read."""

import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.core.findings import Finding, Severity
from generator.core.offsets import position
from generator.core.settings import HOME as SETTINGS_HOME
from generator.sources import files, read
from generator.sources.characters import MAX_SIGNS, repair
from generator.sources.files import Found, Image, SourceText, find, read_regular

HOME = Path("/absent")  # a home without vocabularies


def _write(root: Path, name: str, data: bytes) -> Path:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


@pytest.fixture
def root(tmp_path: Path) -> Path:
    _write(tmp_path, "members.yaml", b"[]\n")
    return tmp_path


def _found(root: Path) -> list[Found]:
    return [f for f in find(root, HOME) if getattr(f, "path", "") != "members.yaml"]


def _texts(root: Path) -> list[str]:
    return [f.text for f in _found(root) if isinstance(f, SourceText)]


def _codes(root: Path) -> list[tuple[str, str, int, int]]:
    found = [f for f in find(root, HOME) if isinstance(f, Finding)]
    return [(f.path, f.code, f.line, f.column) for f in dict.fromkeys(found)]


# --- characters ---------------------------------------------------------------------------

# Each is invisible, or changes what the eye reads.
TRICKS = (
    "\x00",
    "\x01",
    "\x07",
    "\x08",
    "\x1b",
    "\x1f",
    "\x7f",
    "\x9f",
    "\u061c",
    "\u200e",
    "\u200f",
    "\u202a",
    "\u202b",
    "\u202c",
    "\u202d",
    "\u202e",
    "\u2066",
    "\u2067",
    "\u2068",
    "\u2069",
    "\ufff9",
    "\U000e0041",
)


@pytest.mark.parametrize("trick", TRICKS, ids=lambda c: f"U+{ord(c):04X}")
def test_a_character_that_tricks_the_eye_is_refused_where_it_is(root: Path, trick: str) -> None:
    _write(root, "practices/x.md", f"---\ntitle: Du{trick}pont\n---\n".encode())
    assert _codes(root) == [("practices/x.md", "S04", 2, 10)]


@pytest.mark.parametrize("trick", ["\u202e", "\u2066", "\x00", "\x1b"], ids=ascii)
def test_the_same_character_written_as_a_yaml_escape_is_refused(root: Path, trick: str) -> None:
    escaped = f"\\u{ord(trick):04x}"
    _write(root, "content/x.md", f'---\ntitle: "Du{escaped}pont"\n---\n'.encode())
    codes = [f.code for f in read(root, HOME).findings if f.path == "content/x.md"]
    assert codes == ["S04"]


@pytest.mark.parametrize("text", ["é ç œ Œ « » ’ – … € ﬁ", "a\tb", "a\u00a0b\u202fc", "🗳", "Łódź"])
def test_ordinary_signs_are_read_as_they_are(root: Path, text: str) -> None:
    _write(root, "practices/x.md", text.encode())
    assert _texts(root) == [text]


def test_every_forbidden_character_is_said_in_one_run(root: Path) -> None:
    _write(root, "practices/x.md", "a\u2066b\nc\u202ed\n\u2069e".encode())
    path = "practices/x.md"
    assert _codes(root) == [(path, "S04", 1, 2), (path, "S04", 2, 2), (path, "S04", 3, 1)]


def test_a_file_of_nothing_else_is_said_without_end(root: Path) -> None:
    """Each is told at its place up to a limit: counting lines a million times would take hours."""
    _write(root, "members.yaml", b"- id: a\n# " + "\u202e\n".encode() * 1_000_000)
    found = [f for f in find(root, HOME) if isinstance(f, Finding)]
    assert len(found) == files.MAX_CHARACTERS + 1
    assert (found[-1].line, found[-1].message) == (52, "beaucoup d’autres caractères interdits")


def test_a_file_of_signs_that_nobody_sees_is_refused(root: Path) -> None:
    _write(root, "members.yaml", b"- id: a\n# " + "a\u200b".encode() * (MAX_SIGNS + 1))
    [found] = [f for f in find(root, HOME) if isinstance(f, Finding)]
    assert found.code == "S04"


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\n"], ids=ascii)
def test_line_ends_of_any_system_are_read_alike_and_counted_once(root: Path, ends: str) -> None:
    _write(root, "practices/x.md", f"un{ends}deux\u202e{ends}".encode())
    assert _codes(root) == [("practices/x.md", "S04", 2, 5)]
    _write(root, "practices/x.md", f"un{ends}deux{ends}".encode())
    assert _texts(root) == ["un\ndeux\n"]


# --- what nobody sees ---------------------------------------------------------------------

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
# What is written, what is read.
UNSEEN = (
    *((f"Du{sign}pont", "Dupont") for sign in "\u00ad\u034f\u180e\u200b\u2060\u2064\u3164\ufeff"),
    *((f"Du{sign}pont", "Dupont") for sign in "\u200c\u200d\U000e0100"),
    ("\ufeff\u200bDupont", "Dupont"),
    ("e\u0301le\u0301ve", "élève".replace("è", "é")),
    ("e\u200b\u0301", "é"),
    ("\u1112\u1161\u11ab", "\ud55c"),
    (FAMILY, FAMILY),
    (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    ),
    ("\u0915\u094d\u200d\u0937", "\u0915\u094d\u200d\u0937"),
    ("\u2764\ufe0f", "\u2764\ufe0f"),
    ("a\ufe0f\ufe01\ufe02b", "a\ufe0fb"),
    ("a\u2028b\vc\x85d", "a\nb\nc\nd"),
)


@pytest.mark.parametrize(("written", "read_as"), UNSEEN, ids=ascii)
def test_what_nobody_sees_is_dropped_and_said_once(root: Path, written: str, read_as: str) -> None:
    _write(root, "practices/x.md", f"---\n---\n{written}\n{written}\n".encode())
    assert _texts(root) == [f"---\n---\n{read_as}\n{read_as}\n"]
    said = [(f.code, f.line, f.severity) for f in find(root, HOME) if isinstance(f, Finding)]
    assert said == ([] if written == read_as else [("S05", 3, Severity.WARNING)])


@given(
    st.text(
        st.sampled_from("aé\u0301\u200b\u200d\ufe0f\u00ad\u2028\ufeff\U0001f468\u0645\n "),
        max_size=40,
    )
)
def test_a_text_put_right_stays_as_it_is_and_its_places_go_back(text: str) -> None:
    once = repair(text, body=0)
    again = repair(once.text, body=0)
    assert (again.text, again.signs) == (once.text, 0)
    origins = [once.read.origin(n) for n in range(len(once.text) + 1)]
    assert origins == sorted(origins)
    assert all(0 <= one <= len(text) for one in origins)
    plain = [n for n, sign in enumerate(once.text) if sign == "a"]
    assert all(text[origins[n]] == "a" for n in plain)


def test_git_leaves_out_what_is_left_out_here() -> None:
    lines = (SETTINGS_HOME / ".gitignore").read_text(encoding="utf-8").splitlines()
    assert lines[-len(files.DROPPINGS) :] == list(files.DROPPINGS)


@pytest.mark.parametrize(
    ("data", "line", "column"),
    [
        (b"\xe9", 1, 1),
        (b"un\nd\xe9ux", 2, 2),
        ("é".encode() + b"\xe9", 1, 2),
        (b"\xff\xfea\x00", 1, 1),
        (b"\xc0\xaf", 1, 1),
        (b"\xed\xa0\x80", 1, 1),
    ],
    ids=["first", "second line", "after an accent", "UTF-16", "overlong", "surrogate"],
)
def test_what_is_not_utf_8_is_refused_where_it_is(
    root: Path, data: bytes, line: int, column: int
) -> None:
    _write(root, "practices/x.md", data)
    assert _codes(root) == [("practices/x.md", "S03", line, column)]


@pytest.mark.parametrize("data", [b"", b"\n", b" \t\r\n"])
def test_an_empty_file_is_refused(root: Path, data: bytes) -> None:
    _write(root, "practices/x.md", data)
    assert _codes(root) == [("practices/x.md", "S07", 1, 1)]


# --- files --------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["members.yaml", "practices/x.md", "vocabularies/themes.yaml"])
def test_a_file_of_200_mb_is_refused_without_being_read(root: Path, name: str) -> None:
    path = _write(root, name, b"")
    os.truncate(path, 200_000_000)
    started = time.monotonic()
    assert _codes(root) == [(name, "S06", 1, 1)]
    assert time.monotonic() - started < 0.5


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("practices/x.md", files.MAX_MARKDOWN),
        ("content/x.md", files.MAX_MARKDOWN),
        ("vocabularies/themes.yaml", files.MAX_RECORD),
    ],
)
def test_a_file_at_its_limit_is_read_one_byte_more_is_not(
    root: Path, name: str, limit: int
) -> None:
    _write(root, name, b"a" * limit)
    assert _codes(root) == []
    _write(root, name, b"a" * (limit + 1))
    assert _codes(root) == [(name, "S06", 1, 1)]


def test_a_link_to_a_file_of_the_machine_is_refused_and_not_read(root: Path) -> None:
    (root / "practices").mkdir()
    (root / "practices/x.md").symlink_to("/etc/passwd")
    [found] = _found(root)
    assert isinstance(found, Finding)
    assert (found.path, found.code) == ("practices/x.md", "S01")
    assert "root:" not in str(found)


@pytest.mark.parametrize(
    "name", ["members.yaml", "network.yaml", "practices/x.md", "content/assets/x.png"]
)
def test_a_link_is_refused_wherever_a_source_may_be(root: Path, name: str) -> None:
    target = _write(root, "elsewhere/file", b"[]\n")
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    path.symlink_to(target)
    assert _codes(root) == [(name, "S01", 1, 1)]


@pytest.mark.parametrize("name", [*files.MARKDOWN_FOLDERS, "vocabularies", "content/assets"])
def test_a_folder_that_is_a_link_is_refused_and_not_entered(root: Path, name: str) -> None:
    outside = root / "elsewhere"
    _write(outside, "x.md", b"secret")
    _write(outside, "x.yaml", b"secret")
    _write(outside, "x.png", b"secret")
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(outside, target_is_directory=True)
    assert _codes(root) == [(name, "S01", 1, 1)]
    assert [f.path for f in find(root, HOME) if isinstance(f, SourceText)] == ["members.yaml"]


def test_nothing_is_seen_through_a_content_folder_that_is_a_link(root: Path) -> None:
    outside = root / "elsewhere"
    _write(outside, "assets/x.png", b"secret")
    (root / "content").symlink_to(outside, target_is_directory=True)
    assert _found(root) == [f for f in find(root, HOME) if isinstance(f, Finding)]


@pytest.mark.parametrize("name", ["members.yaml", "practices/x.md", "content/assets/x.jpg"])
def test_a_pipe_is_refused_and_does_not_block(root: Path, name: str) -> None:
    path = root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    assert _codes(root) == [(name, "S01", 1, 1)]


def test_a_file_replaced_by_a_link_before_being_opened_is_not_followed(tmp_path: Path) -> None:
    link = tmp_path / "x.md"
    link.symlink_to("/etc/passwd")
    with pytest.raises(OSError, match="symbolic links"):
        read_regular(link)


@pytest.mark.parametrize(
    "name", ["practices/x.txt", "practices/x.MD", "practices/.x", "content/assets/x.svg"]
)
def test_a_file_nobody_reads_is_said(root: Path, name: str) -> None:
    _write(root, name, b"x")
    assert _codes(root) == [(name, "S02", 1, 1)]


def test_what_keeps_an_empty_folder_is_not_a_source(root: Path) -> None:
    _write(root, "practices/.gitkeep", b"")
    assert _found(root) == []


def test_files_come_in_a_fixed_order(root: Path) -> None:
    for name in ("practices/b.md", "practices/a.md", "content/z.md", "content/assets/y.png"):
        _write(root, name, b"x")
    assert [getattr(f, "path", "") for f in find(root, HOME)] == [
        "members.yaml",
        "practices/a.md",
        "practices/b.md",
        "content/z.md",
        "content/assets/y.png",
    ]
    assert Image("content/assets/y.png") in _found(root)


def test_the_directory_must_be_there(tmp_path: Path) -> None:
    assert _codes(tmp_path) == [("members.yaml", "S08", 1, 1)]


def test_a_club_with_vocabularies_of_its_own_does_not_use_those_of_home(tmp_path: Path) -> None:
    home, root = tmp_path / "home", tmp_path / "club"
    _write(home, "vocabularies/themes.yaml", b"a: A\n")
    _write(root, "members.yaml", b"[]\n")
    assert "vocabularies/themes.yaml" in [f.path for f in find(root, home)]
    _write(root, "vocabularies/methods.yaml", b"b: B\n")
    assert [f.path for f in find(root, home) if isinstance(f, SourceText)] == [
        "members.yaml",
        "vocabularies/methods.yaml",
    ]


@pytest.mark.parametrize(
    ("offset", "place"), [(0, (1, 1)), (2, (1, 3)), (3, (2, 1)), (4, (2, 2)), (5, (3, 1))]
)
def test_position_counts_from_one(offset: int, place: tuple[int, int]) -> None:
    assert position("ab\nc\nd", offset) == place


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("# à lire\n\n- id: a\n  x: |\n    - id: faux\n\n- id: b\n", [3, 7]),
        ("-\n  id: a\n-   id: b\n", [1, 3]),
        ("[{id: a},\n {id: b}]\n", [1, 2]),
        ("- {id: a}\n- {id: b}\n", [1, 2]),
    ],
)
def test_a_record_of_a_list_has_the_line_it_starts_at(
    root: Path, text: str, lines: list[int]
) -> None:
    (root / "network.yaml").write_text(text, encoding="utf-8")
    sources = read(root, root)
    entries = [e for e in sources.entries if e.path == "network.yaml"]
    assert [sources.line(e) for e in entries] == lines
