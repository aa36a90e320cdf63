"""How often a meeting was announced anew, read from real repositories made by git."""

import os
import shutil
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from generator.history import Revision, revisions
from tests.miniature import read_tree

NAME = "meetings/2026-09-15-rentree.md"
TEXT = """---
title: La rentrée du club
start: 2026-09-15T18:30
location: Mulhouse
status: planned
agenda:
  - Tour de table
tasks:
  - text: Réserver
    owner: camille-exemple
    status: open
---

Notes.
"""


def _day(number: int) -> datetime:
    return datetime(2026, 1, number, 9, tzinfo=UTC)


@dataclass
class Repository:
    """A folder under git, with a clock of its own: one day a commit."""

    root: Path
    day: int = 0

    def git(self, *words: str) -> str:
        when = f"{_day(max(self.day, 1)).isoformat()}"
        names = {"NAME": "Camille Exemple", "EMAIL": "camille@miniature.example", "DATE": when}
        env = {f"GIT_{who}_{k}": v for who in ("AUTHOR", "COMMITTER") for k, v in names.items()}
        command = ["git", "-C", str(self.root), *words]
        done = subprocess.run(
            command,
            env={**os.environ, **env, "GIT_CONFIG_GLOBAL": "/dev/null"},
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def write(self, text: str, name: str = NAME) -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def commit(self) -> None:
        self.day += 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "title: diff --git a/x b/x")

    def save(self, text: str, name: str = NAME) -> None:
        self.write(text, name)
        self.commit()

    @property
    def count(self) -> int:
        return revisions(self.root)[NAME].count


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    made = Repository(tmp_path / "club")
    made.root.mkdir()
    made.git("init", "--quiet", "--initial-branch=main")
    return made


def test_a_new_meeting_has_not_changed(repository: Repository) -> None:
    repository.save(TEXT)
    assert revisions(repository.root) == {NAME: Revision(0, _day(1))}


ANNOUNCED = {
    "title": ("title: La rentrée", "title: La grande rentrée"),
    "hour": ("T18:30", "T18:00"),
    "day": ("2026-09-15T", "2026-09-16T"),
    "place": ("location: Mulhouse", "location: Lannion"),
    "no-place": ("location: Mulhouse\n", ""),
    "link": ("location: Mulhouse", "location: Mulhouse\nlink: https://visio.example/x"),
    "format": ("location: Mulhouse", "location: Mulhouse\nformat: onsite"),
    "end": ("location: Mulhouse", "location: Mulhouse\nend: 2026-09-15T20:00"),
    "status": ("status: planned", "status: cancelled"),
    "folded": ("title: La rentrée du club", "title: >-\n  La rentrée\n  du grand club"),
}
OTHER = {
    "notes": ("Notes.", "D’autres notes."),
    "words": ("Notes.", "title: ceci est le texte\nstatus: cancelled"),
    "task": ("    status: open", "    status: done"),
    "agenda": ("  - Tour de table", "  - Tour de table\n  - Divers"),
    "kind": ("agenda:", "kind: meeting\nagenda:"),
    "comment": ("title: La rentrée du club", "# à relire\ntitle: La rentrée du club"),
    "spaces": ("location: Mulhouse", "location:   Mulhouse"),
    "last-line": ("\n---\n\nNotes.\n", "\n---\n\nNotes."),
}


def test_what_is_announced_counts_and_nothing_else(repository: Repository) -> None:
    """One file a case, all changed in the same commit."""
    cases = ANNOUNCED | OTHER
    for name in cases:
        repository.write(TEXT, f"meetings/{name}.md")
    repository.commit()
    for name, (old, new) in cases.items():
        assert TEXT.count(old) == 1
        repository.write(TEXT.replace(old, new), f"meetings/{name}.md")
    repository.commit()
    found = {Path(path).stem: revision for path, revision in revisions(repository.root).items()}
    assert found == (
        dict.fromkeys(ANNOUNCED, Revision(1, _day(2))) | dict.fromkeys(OTHER, Revision(0, _day(1)))
    )


def test_the_second_line_of_a_title_counts(repository: Repository) -> None:
    long = TEXT.replace("title: La rentrée du club", "title: >-\n  La rentrée\n  du club")
    repository.save(long)
    repository.save(long.replace("  du club", "  de tous"))
    assert repository.count == 1


def test_commits_count_and_not_lines(repository: Repository) -> None:
    repository.save(TEXT)
    moved = TEXT.replace("2026-09-15T18:30", "2026-09-22T18:30").replace("Mulhouse", "Lannion")
    repository.save(moved)
    repository.save(TEXT)
    assert revisions(repository.root) == {NAME: Revision(2, _day(3))}


def test_what_is_not_committed_counts_for_one(repository: Repository) -> None:
    repository.save(TEXT)
    repository.write(TEXT.replace("T18:30", "T18:00").replace("Mulhouse", "Lannion"))
    assert revisions(repository.root) == {NAME: Revision(1, None)}
    repository.git("add", "--all")
    assert repository.count == 1
    repository.commit()
    assert revisions(repository.root) == {NAME: Revision(1, _day(2))}


def test_a_note_that_is_not_committed_counts_for_nothing(repository: Repository) -> None:
    repository.save(TEXT)
    repository.write(f"{TEXT}\nEncore une note.\n")
    assert repository.count == 0


def test_a_file_that_no_commit_has_is_not_in_the_history(repository: Repository) -> None:
    repository.save(TEXT)
    repository.write(TEXT, "meetings/2026-11-10-automne.md")
    assert set(revisions(repository.root)) == {NAME}


def test_a_renamed_meeting_is_found_under_both_names(repository: Repository) -> None:
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    repository.git("mv", NAME, "meetings/2026-09-22-rentree.md")
    repository.commit()
    assert revisions(repository.root) == {
        NAME: Revision(1, _day(2)),
        "meetings/2026-09-22-rentree.md": Revision(0, _day(3)),
    }


def test_a_meeting_that_comes_back_goes_on(repository: Repository) -> None:
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    (repository.root / NAME).unlink()
    repository.commit()
    assert repository.count == 1
    repository.save(TEXT)
    assert repository.count == 2


def test_a_merge_never_takes_a_number_back(repository: Repository) -> None:
    repository.save(TEXT)
    repository.git("checkout", "--quiet", "-b", "proposal")
    repository.save(f"{TEXT}\nProposition.\n")
    repository.git("checkout", "--quiet", "main")
    repository.save(TEXT.replace("T18:30", "T18:00"))
    repository.save(TEXT)
    before = repository.count
    repository.git("merge", "--quiet", "--no-edit", "proposal")
    assert (repository.root / NAME).read_text(encoding="utf-8").endswith("Proposition.\n")
    assert (before, repository.count) == (2, 2)


def test_a_change_on_a_merged_branch_counts_once(repository: Repository) -> None:
    repository.save(TEXT)
    repository.git("checkout", "--quiet", "-b", "proposal")
    repository.save(TEXT.replace("T18:30", "T18:00"))
    repository.git("checkout", "--quiet", "main")
    repository.save("---\ntitle: Autre\n---\n", "meetings/2026-11-10-automne.md")
    repository.git("merge", "--quiet", "--no-edit", "proposal")
    assert repository.count == 1


def test_nothing_in_a_file_is_taken_for_a_header(repository: Repository) -> None:
    hostile = (
        f"{TEXT}\n--- a/meetings/autre.md\n+++ b/meetings/autre.md\n@@ -1,2 +1,2 @@\n"
        "diff --git a/meetings/autre.md b/meetings/autre.md\ncommit 12345\n+title: x\n\f\x85\u2028\n"
    )
    repository.save(hostile)
    repository.save(hostile.replace("+title: x", "-title: y"))
    assert revisions(repository.root) == {NAME: Revision(0, _day(1))}


ODD = ("é à.md", "a\tb.md", '"q".md', "x y.md", "n\nl.md", "MAJ.md", "sous/dossier.md", "sans")


def test_an_odd_name_disturbs_no_other(repository: Repository) -> None:
    for text in (TEXT, TEXT.replace("T18:30", "T18:00"), TEXT):
        for odd in ODD:
            repository.write(text, f"meetings/{odd}")
        repository.save(text)
    assert revisions(repository.root) == {NAME: Revision(2, _day(3))}


def test_carriage_returns_and_bytes_that_are_no_text_are_read(repository: Repository) -> None:
    path = repository.root / NAME
    repository.save(TEXT)
    path.write_bytes(TEXT.replace("\n", "\r\n").encode())
    repository.commit()
    assert repository.count == 0
    path.write_bytes(TEXT.replace("T18:30", "T18:00").encode() + b"\xff\x00\n")
    repository.commit()
    assert repository.count == 1


CONFIGURATION = """[diff]
noprefix = true
mnemonicPrefix = true
external = false
renames = copies
context = 0
relative = true
suppressBlankEmpty = true
[color]
ui = always
[core]
quotePath = true
pager = false
fsmonitor = false
[log]
showRoot = false
follow = true
showSignature = true
diffMerges = separate
[format]
pretty = oneline
"""


def test_a_person_s_own_configuration_changes_nothing(repository: Repository) -> None:
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    with (repository.root / ".git" / "config").open("a", encoding="utf-8") as config:
        config.write(CONFIGURATION)
    repository.write(TEXT)
    assert repository.git("config", "diff.noprefix") == "true\n"
    assert revisions(repository.root) == {NAME: Revision(2, None)}


def test_attributes_run_nothing_and_hide_nothing(repository: Repository, tmp_path: Path) -> None:
    trace = tmp_path / "trace"
    repository.git("config", "diff.spy.textconv", f"touch {trace}; cat")
    repository.git("config", "diff.spy.command", f"touch {trace}")
    repository.write("*.md diff=spy binary\n", ".gitattributes")
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    assert repository.count == 1
    assert not trace.exists()


# --- no history: an empty answer -------------------------------------------------------------


def test_a_folder_without_a_repository_has_none(tmp_path: Path) -> None:
    assert revisions(tmp_path) == {}


def test_a_repository_without_a_commit_has_none(repository: Repository) -> None:
    repository.write(TEXT)
    assert revisions(repository.root) == {}


def test_a_folder_that_is_not_the_top_of_its_repository_has_none(repository: Repository) -> None:
    repository.save(TEXT, f"demo/{NAME}")
    assert revisions(repository.root / "demo") == {}


def test_without_git_there_is_none(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.save(TEXT)
    monkeypatch.setenv("PATH", str(repository.root))
    assert revisions(repository.root) == {}


def test_a_broken_repository_has_none(repository: Repository) -> None:
    repository.save(TEXT)
    shutil.rmtree(repository.root / ".git" / "objects")
    assert revisions(repository.root) == {}


def test_variables_of_another_repository_are_not_followed(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A build may be run by a hook, for which git says where it is."""
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    other = Repository(tmp_path / "other")
    other.root.mkdir()
    other.git("init", "--quiet")
    monkeypatch.setenv("GIT_DIR", str(other.root / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.root))
    assert repository.count == 1


def test_a_shallow_clone_knows_what_it_has(repository: Repository, tmp_path: Path) -> None:
    """Hence the full history that the decision asks of a server that builds."""
    repository.save(TEXT)
    for hour in ("17", "18", "19"):
        repository.save(TEXT.replace("T18:30", f"T{hour}:45"))
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth=2", f"file://{repository.root}", str(shallow))
    assert repository.count == 3
    assert revisions(shallow)[NAME].count == 1


def test_a_worktree_has_the_history_of_their_repository(
    repository: Repository, tmp_path: Path
) -> None:
    repository.save(TEXT)
    repository.save(TEXT.replace("T18:30", "T18:00"))
    repository.git("worktree", "add", "--quiet", "--detach", str(tmp_path / "tree"))
    assert (tmp_path / "tree" / ".git").is_file()
    assert revisions(tmp_path / "tree")[NAME].count == 1


def test_a_relative_folder_is_the_same_folder(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.save(TEXT)
    monkeypatch.chdir(repository.root.parent)
    assert revisions(Path("club")) == revisions(repository.root) != {}


def test_reading_the_history_changes_nothing(repository: Repository) -> None:
    repository.save(TEXT)
    repository.write(TEXT.replace("T18:30", "T18:00"))
    before = read_tree(repository.root)
    revisions(repository.root)
    assert read_tree(repository.root) == before
