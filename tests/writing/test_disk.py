"""Files are written whole, all of them or none, and never outside nor through a link."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.writing import disk
from tests.miniature import read_tree


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "club"
    (folder / "practices").mkdir(parents=True)
    (folder / "practices/a.md").write_text("a\n", encoding="utf-8")
    (folder / "members.yaml").write_text("[]\n", encoding="utf-8")
    return folder


def test_several_files_at_once(root: Path) -> None:
    disk.write(root, {"practices/a.md": "A\r\n", "watch/b.md": "b", "members.yaml": "- é\n"})
    assert read_tree(root) == {
        "practices/a.md": b"A\r\n",
        "watch/b.md": b"b",
        "members.yaml": "- é\n".encode(),
    }


def test_a_new_file_is_never_written_over(root: Path) -> None:
    before = read_tree(root)
    with pytest.raises(disk.AlreadyThereError, match="existe déjà"):
        disk.write(root, {"practices/b.md": "b", "practices/a.md": "A"}, new=["practices/a.md"])
    assert read_tree(root) == before


def test_a_link_is_replaced_not_followed(root: Path) -> None:
    outside = root.parent / "outside"
    outside.write_text("x", encoding="utf-8")
    (root / "practices/c.md").symlink_to(outside)
    with pytest.raises(disk.AlreadyThereError):
        disk.write(root, {"practices/c.md": "c"}, new=["practices/c.md"])
    disk.write(root, {"practices/c.md": "c"})
    assert outside.read_text(encoding="utf-8") == "x"
    assert not (root / "practices/c.md").is_symlink()


@pytest.mark.parametrize("name", ["../x.md", "/x.md", "practices/../../x.md", "a/b/c/d.md"])
def test_nothing_is_written_outside(name: str, root: Path) -> None:
    before = read_tree(root.parent)
    with pytest.raises(disk.NotAFolderError, match="sort du dossier"):
        disk.write(root, {"members.yaml": "x", name: "x"})
    assert read_tree(root.parent) == before


def test_a_folder_that_is_a_link_is_refused(root: Path) -> None:
    (root.parent / "elsewhere").mkdir()
    (root / "watch").symlink_to(root.parent / "elsewhere")
    with pytest.raises(disk.NotAFolderError, match="dossier ordinaire"):
        disk.write(root, {"watch/x.md": "x"}, new=["watch/x.md"])
    assert list((root.parent / "elsewhere").iterdir()) == []


def test_a_failure_on_the_way_undoes_what_was_done(root: Path) -> None:
    (root / "practices/z.md").mkdir()
    (root / "practices/z.md/x").write_text("x", encoding="utf-8")
    before = read_tree(root)
    with pytest.raises(IsADirectoryError):
        disk.write(root, {f"practices/{name}.md": "new" for name in "abz"})
    assert read_tree(root) == before


def test_ends_of_lines_stay_those_of_the_file(root: Path) -> None:
    (root / "members.yaml").write_bytes(b"- id: b\r\n")
    assert disk.as_before(root / "members.yaml", "- id: b\n- id: a\n") == "- id: b\r\n- id: a\r\n"
    assert disk.as_before(root / "practices/a.md", "A\n") == "A\n"
    assert disk.as_before(root / "practices/new.md", "A\n") == "A\n"


STOPPED = """
import os, sys
from pathlib import Path
from generator.writing import disk
renames = 0
real = Path.replace
def replace(self, target):
    global renames
    if not str(target).endswith(".json"):
        renames += 1
        if renames == int(sys.argv[2]):
            os.kill(os.getpid(), 9)
    return real(self, target)
Path.replace = replace
disk.write(Path(sys.argv[1]), {"members.yaml": "m", "practices/a.md": "A", "practices/b.md": "B"})
"""


def stopped(root: Path, at: int) -> None:
    """Write three files in another process, killed before its rename number `at`."""
    words = [sys.executable, "-c", STOPPED, str(root), str(at)]
    done = subprocess.run(words, cwd=Path(__file__).parents[2], check=False)
    assert done.returncode == -signal.SIGKILL


@pytest.mark.parametrize("at", [1, 2, 3])
def test_what_a_kill_left_half_written_is_ended(root: Path, at: int) -> None:
    stopped(root, at)
    written, left = disk.finish(root)
    assert (len(written), left) == (4 - at, [])
    assert read_tree(root) == {"members.yaml": b"m", "practices/a.md": b"A", "practices/b.md": b"B"}
    assert disk.finish(root) == ([], [])


def test_a_file_changed_since_the_kill_stays(root: Path) -> None:
    stopped(root, 2)
    (root / "practices/a.md").write_text("by hand", encoding="utf-8")
    assert disk.finish(root) == (["practices/b.md"], ["practices/a.md"])
    assert read_tree(root) == {
        "members.yaml": b"m",
        "practices/a.md": b"by hand",
        "practices/b.md": b"B",
    }


@pytest.mark.parametrize("text", ["", "[", "[[1]]", '[["../x", "../y", "", ""]]'])
def test_a_note_that_cannot_be_read_does_nothing(root: Path, text: str) -> None:
    before = read_tree(root)
    (root / ".club").mkdir()
    (root / disk.JOURNAL).write_text(text, encoding="utf-8")
    assert disk.finish(root)[0] == []
    assert read_tree(root) == before
