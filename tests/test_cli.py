"""The `club` command from outside: exit codes, what it prints and where, help, interruption."""

import contextlib
import fcntl
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from generator import cli
from generator.commands import output
from generator.core import system
from generator.core.findings import Finding
from tests import cases
from tests.cases import Case
from tests.miniature import read_tree
from tests.site_fixtures import HOME, BuiltClub, command, environment, run_club
from tests.test_system import living, until

DAY = ("--today", "2026-06-15")
WARNED = Case("", "bad", "", removed=["content/contact.md"])
WRONG = Case("", "bad", "", files={"content/vide.md": ""}, removed=["content/contact.md"])
# Two identical mistakes: only their rank tells them apart.
BROKEN_MEMBERS = "- id: ana\n  tel: 1\n- id: bob\n  tel: 2\n"
SETTINGS = "site_name: Essai\nsite_url: https://essai.example/\n"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[BuiltClub, str]]:
    """The base club built by a real process, and what it said on its error output."""
    root = cases.lay(WARNED, tmp_path_factory.mktemp("cli") / "club")
    done = run_club(["build", "--root", root, *DAY])
    assert done.returncode == system.FINE, done.stderr
    yield BuiltClub(root, root / "site"), done.stderr
    shutil.rmtree(root)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The base club, to be changed at will."""
    return cases.lay(Case("", "ok", ""), tmp_path / "club")


@pytest.fixture
def published(tmp_path: Path, built: tuple[BuiltClub, str]) -> BuiltClub:
    """A copy of the built club, site included, to be changed at will."""
    folder = tmp_path / "published"
    shutil.copytree(built[0].root, folder)
    return BuiltClub(folder, folder / "site")


def _left_over(root: Path) -> list[str]:
    return [p.name for p in root.iterdir() if p.name.startswith(".site")]


def _stand_in(folder: Path, name: str, program: str) -> dict[str, str]:
    """Return an environment where `python -m name` runs `program` instead of the real one."""
    package = folder / "stand-in" / name
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("", encoding="utf-8")
    (package / "__main__.py").write_text(program, encoding="utf-8")
    return {"PYTHONPATH": f"{package.parent}{os.pathsep}{HOME}"}


# --- 0 ------------------------------------------------------------------------------------


def test_a_valid_club_is_fine_and_check_ends_with_a_count(root: Path) -> None:
    done = run_club(["check", "--root", root, *DAY])
    assert (done.returncode, done.stdout) == (system.FINE, "")
    assert done.stderr == "0 erreur, 0 avertissement.\n"


def test_warnings_are_said_and_do_not_forbid(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(WARNED, tmp_path / "club")
    assert cli._run(["check", "--root", str(root), *DAY]) == system.FINE
    said = capsys.readouterr()
    assert said.out.startswith("content/contact.md:1:1 avertissement Q02 — ")
    assert said.err == "0 erreur, 1 avertissement.\n"


def test_a_build_says_each_step_on_a_line_of_its_own(built: tuple[BuiltClub, str]) -> None:
    club, said = built
    lines = said.splitlines()
    home = (club.site / "index.html").read_text(encoding="utf-8")
    assert "c-election" not in home  # nobody asked for the notice
    assert len(lines) >= 6
    assert all(line.endswith("…") for line in lines[:-1])
    assert re.fullmatch(r"0 erreur, 1 avertissement\. \d+ pages pour \d+ fiches : .+", lines[-1])
    assert "\x1b" not in said
    assert "\r" not in said


def test_quiet_says_nothing_when_all_is_well(root: Path) -> None:
    done = run_club(["check", "--root", root, *DAY, "--quiet"])
    assert (done.returncode, done.stdout, done.stderr) == (system.FINE, "", "")
    # A whole build says nothing of its steps either: tests/test_determinism.py.


def test_quiet_still_says_what_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    assert cli._run(["check", "--root", str(root), *DAY, "-q"]) == system.CONTENT
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 2
    assert said.err == ""


# --- 1 ------------------------------------------------------------------------------------


def test_an_error_in_the_content_is_1(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    assert cli._run(["check", "--root", str(root), *DAY]) == system.CONTENT
    assert capsys.readouterr().err == "1 erreur, 1 avertissement.\n"
    assert cli._run(["build", "--root", str(root), *DAY]) == system.CONTENT
    assert "1 erreur, 1 avertissement. Rien n’est publié." in capsys.readouterr().err
    assert not (root / "site").exists()


# --- 2 ------------------------------------------------------------------------------------

WRONG_USAGE = {
    "an unknown command": ["chek"],
    "an unknown option": ["check", "--roots", "."],
    "an argument too many": ["check", "."],
    "an argument too few": ["demo"],
    "a word for a day": ["check", "--today", "hier"],
    "a day that does not exist": ["check", "--today", "2026-02-30"],
    "the last day of the calendar": ["check", "--today", "9999-12-31"],
    "the first day of the calendar": ["check", "--today", "0001-01-01"],
    "a month for a day": ["check", "--today", "2026-06"],
    "a month for a day, in French": ["check", "--today", "06/2026"],
    "a week for a day": ["check", "--today", "2026-W25-1"],
    "jobs in words": ["build", "--jobs", "tous"],
    "jobs below zero": ["build", "--jobs", "-1"],
    "more jobs than a machine has": ["build", "--jobs", "1000000000"],
    "a port below zero": ["serve", "--port", "-1"],
    "a folder that does not exist": ["check", "--root", "/absent"],
    "a format that does not exist": ["check", "--format", "xml"],
    "an edition that does not exist": ["build", "--edition", "secrète"],
    "an engine that does not exist": ["build", "--engine", "hugo"],
    "a report that does not exist": ["check", "--report", "budget"],
    "annotations of a report": ["check", "--report", "mandates", "--format", "github"],
    "findings as a table": ["check", "--format", "csv"],
    "no job": ["build", "--jobs", "0"],
    "half a job": ["build", "--jobs", "0.5"],
    "a kind of record that does not exist": ["new", "chose"],
    "a kind of table that does not exist": ["import", "gens", "gens.csv"],
    "a table without a file": ["import", "members"],
    "a table without a kind": ["import"],
    "a seed in words": ["demo", "club", "--seed", "x"],
    "a pause that is too long": ["links", "--pause", "61"],
    "a form of table that does not exist": ["export", "members", "--format", "ods"],
    "a port that does not exist": ["serve", "--port", "99999"],
}
ENGLISH = re.compile(
    r"\b(no such|did you mean|invalid|missing|usage:|try|option requires|does not exist|is not|"
    r"got unexpected|show this|error|choose from|expected|found|could|must|out of|but)\b|<=",
    re.IGNORECASE,
)


@pytest.mark.parametrize("arguments", WRONG_USAGE.values(), ids=WRONG_USAGE)
def test_a_wrong_use_is_2_and_said_in_french(
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("LANGUAGE", "fr")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(SystemExit) as end:
        cli.main(arguments)
    said = capsys.readouterr()
    assert (end.value.code, said.out) == (system.USAGE, "")
    assert said.err.endswith("Voir « club --help ».\n")
    assert not ENGLISH.search(said.err)
    assert list(tmp_path.iterdir()) == []


WRONG_SETTINGS = {
    "not YAML": "site_url: [",
    "quotes left open": SETTINGS + 'x: "a\n',
    "braces left open": SETTINGS + "x: {a: b\n",
    "fields of two margins": SETTINGS + "x:\n    a: 1\n  b: 2\n",
    "a line without colon": SETTINGS + "x\ny: 1\n",
    "a no-break space": SETTINGS + "x:\u00a0y\nz: 1\n",
    "a directive": SETTINGS + "%x\n",
    "an unknown escape": SETTINGS + 'x: "\\q"\n',
    "an hour that does not exist": SETTINGS + "x: 2026-01-01T99:00:00\n",
    "a list for a field": SETTINGS + "[a]: b\n",
    "a sound": SETTINGS + "x: \x07\n",
    "not fields": "- site_url\n",
    "empty": "",
    "no address": "site_name: Essai\n",
    "an address without scheme": "site_url: essai.example/\n",
    "an address without final bar": "site_url: https://essai.example\n",
    "an address that runs": "site_url: javascript:alert(1)/\n",
    "a tag": SETTINGS + "extra: !ENV SECRET\n",
    "an object": SETTINGS + "extra: !!python/object/apply:os.system [id]\n",
    "months in words": SETTINGS + "extra: {club: {contact_retention_months: un an}}\n",
    "months below zero": SETTINGS + "extra: {club: {contact_retention_months: -1}}\n",
    "an agreement of no time": SETTINGS + "extra: {club: {consent_months: 0}}\n",
    "a meeting of no length": SETTINGS + "extra: {club: {meeting_minutes: 0}}\n",
    "a meeting of two days": SETTINGS + "extra: {club: {meeting_minutes: 2880}}\n",
    "a meeting as long as yes": SETTINGS + "extra: {club: {meeting_minutes: true}}\n",
    "a list for the club": SETTINGS + "extra: {club: [1]}\n",
    "Latin-1": "site_name: \xe9\n",
    "an IPv6 address left open": "site_url: 'https://[::1/'\n",
    "no IPv6 address in brackets": SETTINGS + "repo_url: 'https://[forge]/club'\n",
    "a space in the address": "site_url: 'https://mon club.example/'\n",
    "a space in the repository": SETTINGS + "repo_url: 'https://forge .example/club'\n",
    "a quote in the address": "site_url: 'https://club\".example/'\n",
    "a port that is none": "site_url: https://club.example:99999/\n",
    "a port in words": "site_url: https://club.example:abc/\n",
    "an address without host": "site_url: 'https:///'\n",
    "a host with two dots": "site_url: https://club..example/\n",
    "a host too long": f"site_url: https://{'a' * 300}.example/\n",
    "a password in the address": "site_url: https://nom:secret@club.example/\n",
    "a search in the address": "site_url: https://club.example/?x=/\n",
    "a list for the address": "site_url: [a]\n",
    "a NUL in the address": 'site_url: "https://a\\0b.example/"\n',
    "a list for the name": SETTINGS + "site_name: [a]\n",
    "fields for the description": SETTINGS + "site_description: {a: b}\n",
    "a name written backwards": SETTINGS + 'site_name: "a\\u202eb"\n',
    "a list for all the rest": SETTINGS + "extra: [a]\n",
    "a list for the host": SETTINGS + "extra: {club: {host: [a]}}\n",
    "fields for the branch": SETTINGS + "extra: {club: {branch: {a: b}}}\n",
    "a list for the e-mail": SETTINGS + "extra: {club: {contact_email: [a]}}\n",
    "a list for the forge": SETTINGS + "extra: {club: {forge: [github]}}\n",
    "fictional perhaps": SETTINGS + "extra: {club: {fictional: peut-être}}\n",
    "months without end": SETTINGS + f"extra: {{club: {{contact_retention_months: {'9' * 30}}}}}\n",
    "months of more digits than are read": SETTINGS
    + f"extra: {{club: {{contact_retention_months: {'9' * 5_000}}}}}\n",
    "true for months": SETTINGS + "extra: {club: {contact_retention_months: true}}\n",
    "a day that does not exist": SETTINGS + "x: 2026-02-30\n",
    "two documents": SETTINGS + "---\n" + SETTINGS,
    "an alias bomb": SETTINGS
    + "a0: &a0 [x, x]\n"
    + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 20)),
    "brackets in brackets": f"a: {'[' * 100_000}",
    "braces in braces": f"a: {'{' * 100_000}",
    "dashes after dashes": "- " * 100_000,
    "too much": SETTINGS + "#" * 300_000,
    "bytes": "\0\1\2",
    "a name of Python": SETTINGS + "x: !!python/name:os.system\n",
    "an election notice in words": SETTINGS + "extra: {club: {election_notice: bientot}}\n",
    "an election notice without anything": SETTINGS + "extra: {club: {election_notice: {}}}\n",
    "an election notice of unknown fields": SETTINGS
    + "extra: {club: {election_notice: {form: 2031-09-01}}}\n",
    "an election notice that ends first": SETTINGS
    + "extra: {club: {election_notice: {from: 2032-03-31, to: 2031-09-01}}}\n",
    "an election notice from a month": SETTINGS
    + "extra: {club: {election_notice: {from: 2031-09}}}\n",
    "an election notice from an hour": SETTINGS
    + "extra: {club: {election_notice: {from: 2031-09-01T08:00:00}}}\n",
    "an election notice that says nothing": SETTINGS
    + "extra: {club: {election_notice: {text: ' '}}}\n",
    "an election notice that says too much": SETTINGS
    + f"extra: {{club: {{election_notice: {{text: {'x' * 601}}}}}}}\n",
    "an election notice written backwards": SETTINGS
    + 'extra: {club: {election_notice: {text: "a\\u202eb"}}}\n',
}


@pytest.mark.parametrize("text", WRONG_SETTINGS.values(), ids=WRONG_SETTINGS)
def test_a_wrong_configuration_is_2(
    text: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = text.encode("latin-1") if text == WRONG_SETTINGS["Latin-1"] else text.encode()
    (root / "mkdocs.yml").write_bytes(data)
    for name in ("check", "build"):
        assert cli._run([name, "--root", str(root), *DAY]) == system.USAGE
        said = capsys.readouterr()
        assert said.out == ""
        assert "mkdocs.yml" in said.err
        assert said.err.count("\n") == 1
        assert not ENGLISH.search(said.err.replace(str(root), ""))
    assert not (root / "site").exists()


def _put(path: Path, what: str) -> None:
    """Put something that is no file in the place of a path."""
    if path.is_dir():
        shutil.rmtree(path)
    path.unlink(missing_ok=True)
    match what:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "socket":
            # The name of a socket is short: that of a test's folder is not.
            subprocess.run(
                [sys.executable, "-c", f"import socket; socket.socket(1).bind({path.name!r})"],
                cwd=path.parent,
                check=True,
            )
        case _:
            path.symlink_to({"loop": str(path), "device": "/dev/zero", "nowhere": "/absent"}[what])


@pytest.mark.parametrize("what", ["folder", "pipe", "socket", "loop", "device", "nowhere"])
@pytest.mark.parametrize("name", ["mkdocs.yml", "members.yaml", "vocabularies", "content", "a.csv"])
def test_what_is_no_file_is_named_and_not_waited_for(
    name: str, what: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _put(root / name, what)
    words = ["check", "--root", str(root), *DAY]
    if name == "a.csv":
        words = ["import", "members", str(root / name), "--root", str(root), *DAY]
    code = cli._run(words)
    said = capsys.readouterr()
    empty = (name, what) in {("vocabularies", "folder"), ("content", "folder")}
    assert code == (system.USAGE if name in {"mkdocs.yml", "a.csv"} else system.CONTENT), said
    assert empty or name in said.out + said.err
    assert "Traceback" not in said.err


def test_a_folder_that_we_did_not_build_is_never_replaced(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "documents"
    out.mkdir()
    (out / "these.txt").write_text("dix ans de travail", encoding="utf-8")
    assert cli._run(["build", "--root", str(root), *DAY, "--out", str(out)]) == system.USAGE
    assert "contient autre chose" in capsys.readouterr().err
    assert read_tree(out) == {"these.txt": b"dix ans de travail"}


NEVER: tuple[str, ...] = (
    "club",
    ".",
    "club/practices",
    "club/practices/x",
    "club/content/x",
    "club/.club",
)
NEVER += ("club/.club/shards", "club/.git/x", "club/vocabularies/x/y", "club/members.yaml", "/")
NEVER += ("/dev/null", "/proc/x", "club/neuf/..", f"club/{'x' * 300}", f"club/{'x' * 250}")


@pytest.mark.parametrize("name", NEVER)
def test_the_sources_are_never_replaced(
    name: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = read_tree(root)
    out = root.parent / name
    assert cli._run(["build", "--root", str(root), *DAY, "--out", str(out)]) == system.USAGE
    assert capsys.readouterr().err.splitlines()[-1].endswith(".")
    assert {n: d for n, d in read_tree(root).items() if not n.startswith(".club/")} == before


def test_two_builds_at_once_do_not_meet(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (root / ".club").mkdir()
    with (root / ".club/lock").open("w", encoding="utf-8") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        assert cli._run(["build", "--root", str(root), *DAY]) == system.USAGE
    assert "Une autre construction est en cours" in capsys.readouterr().err
    assert not (root / "site").exists()


def test_a_demo_is_not_written_over_anything(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "these.txt").write_text("dix ans de travail", encoding="utf-8")
    assert cli._run(["demo", str(tmp_path), "--members", "1"]) == system.USAGE
    assert capsys.readouterr().err
    assert read_tree(tmp_path) == {"these.txt": b"dix ans de travail"}


# --- 3 ------------------------------------------------------------------------------------


def test_a_broken_engine_is_3_and_the_site_stays(published: BuiltClub, tmp_path: Path) -> None:
    before = read_tree(published.site)
    env = _stand_in(tmp_path, "mkdocs", "raise SystemExit('le moteur est cassé')\n")
    done = run_club(["build", "--root", published.root, *DAY], **env)
    assert done.returncode == system.BROKEN
    assert "le moteur est cassé" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_tree(published.site) == before
    assert _left_over(published.root) == []


def test_a_full_disk_is_3_and_the_site_stays(published: BuiltClub) -> None:
    before = read_tree(published.site)
    words = command("build", "--root", published.root, *DAY)
    limited = ["bash", "-c", 'ulimit -f 1; exec "$@"', "bash", *words]  # 1 kB a file
    done = subprocess.run(
        limited, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == system.BROKEN
    assert "La machine ou un outil a échoué" in done.stderr
    assert "Traceback" not in done.stderr
    assert read_tree(published.site) == before
    assert _left_over(published.root) == []


def test_a_file_where_a_folder_is_needed_is_3(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / ".club").write_text("", encoding="utf-8")
    assert cli._run(["build", "--root", str(root), *DAY]) == system.BROKEN
    assert "La machine ou un outil a échoué" in capsys.readouterr().err


# --- 4 ------------------------------------------------------------------------------------

# An engine that does its work, then adds something that nobody reviewed.
DISLOYAL = """
import os, re, subprocess, sys
from pathlib import Path
env = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
done = subprocess.run([sys.executable, "-m", "mkdocs", *sys.argv[1:]], env=env, check=False)
config = Path(sys.argv[sys.argv.index("--config-file") + 1]).read_text(encoding="utf-8")
page = Path(re.search("site_dir: (.+)", config)[1]) / "index.html"
page.write_text(page.read_text(encoding="utf-8") + "<script>alert(1)</script>", encoding="utf-8")
sys.exit(done.returncode)
"""


def test_a_site_that_the_audit_refuses_is_4_and_the_site_stays(
    published: BuiltClub, tmp_path: Path
) -> None:
    before = read_tree(published.site)
    env = _stand_in(tmp_path, "mkdocs", DISLOYAL)
    done = run_club(["build", "--root", published.root, *DAY], **env)
    assert done.returncode == system.AUDIT, done.stderr
    assert "index.html : " in done.stderr
    assert re.search(r"L’audit refuse le site : 1 défaut\. Rien n’est publié\.", done.stderr)
    assert read_tree(published.site) == before
    assert _left_over(published.root) == []


# --- 130 ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("step", "number"),
    [
        ("Vérification des sources", signal.SIGINT),
        ("Construction de", signal.SIGINT),
        ("Audit du site", signal.SIGINT),
        ("Construction de", signal.SIGTERM),
    ],
)
def test_an_interruption_is_said_and_the_site_stays(
    step: str, number: signal.Signals, published: BuiltClub
) -> None:
    before = read_tree(published.site)
    process = subprocess.Popen(
        command("build", "--root", published.root, "--jobs", "2", *DAY),
        env=environment(),
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        encoding="utf-8",
        start_new_session=True,
    )
    assert process.stderr
    said = ""
    for line in process.stderr:
        said += line
        if line.startswith(step):
            if number == signal.SIGINT:
                os.killpg(process.pid, number)  # as Ctrl-C in a terminal does
            else:
                process.send_signal(number)  # as a system that stops does
            break
    said += process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 128 + number
    assert not living(process.pid)
    assert said.endswith("Interrompu : rien n’est publié.\n")
    assert "Traceback" not in said
    assert read_tree(published.site) == before
    assert _left_over(published.root) == []


@pytest.mark.skipif(sys.platform != "linux", reason="/proc says what a process has loaded")
def test_an_interruption_while_the_command_starts_is_130_in_silence(root: Path) -> None:
    process = subprocess.Popen(
        command("check", "--root", root, *DAY),
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    maps = Path(f"/proc/{process.pid}/maps")
    assert until(lambda: "_pydantic_core" in maps.read_text(encoding="utf-8"))
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    assert (process.returncode, said) == (system.INTERRUPTED, b"")


def test_an_interruption_that_a_library_swallowed_is_heeded() -> None:
    """Python's `input` does so while it begins: a question would be taken for answered."""
    with system.Stops():
        with contextlib.suppress(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            system.Stops.heed()


@pytest.mark.parametrize("closed", ["2>&-", "<&- >&- 2>&-"])
def test_a_build_without_streams_is_a_build(closed: str, published: BuiltClub) -> None:
    root = published.root
    shutil.rmtree(published.site)
    words = " ".join(command("build", "--root", root, *DAY))
    done = subprocess.run(["/bin/sh", "-c", f"{words} {closed}"], env=environment(), check=False)
    assert done.returncode == system.FINE
    assert (root / "site" / "index.html").exists()


# --- progress -----------------------------------------------------------------------------

STEPS = (
    "Vérification des sources",
    "Écriture des pages",
    "Audit du site",
    "Publication",
    "en tout",
)


def test_timings_say_where_the_time_went(published: BuiltClub) -> None:
    shutil.rmtree(published.site)
    done = run_club(["build", "--root", published.root, *DAY, "--timings"])
    table = done.stderr.partition("étape ")[2]
    for step in STEPS:
        assert re.search(rf"^{step} +\d+,\d s +\d+,\d s$", table, re.MULTILINE), done.stderr


def test_on_a_terminal_a_bar_moves_and_the_end_says_where_the_time_went(root: Path) -> None:
    ours, theirs = os.openpty()
    process = subprocess.Popen(
        command("build", "--root", root, *DAY),
        env=environment(CI="", TERM="xterm", COLUMNS="120"),
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    os.close(theirs)
    seen = b""
    with contextlib.suppress(OSError):  # the other end is closed
        while piece := os.read(ours, 4096):
            seen += piece
    os.close(ours)
    assert process.wait(timeout=60) == system.FINE
    text = seen.decode()
    assert re.search(r"Construction de \d+ pages… .*\d+/\d+", text)
    assert re.search(r"En \d+,\d s, dont .+ et .+ \(--timings", text)


# --- formats ------------------------------------------------------------------------------


def test_json_is_a_list_of_findings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    assert cli._run(["check", "--root", str(root), *DAY, "--format", "json"]) == system.CONTENT
    said = capsys.readouterr()
    assert json.loads(said.out) == [
        {
            "severity": "avertissement",
            "path": "content/contact.md",
            "line": 1,
            "column": 1,
            "code": "Q02",
            "field": "",
            "message": "la page « Contact » n’est pas écrite",
            "hint": "écrivez-la ; en attendant, le site le dit à sa place",
        },
        {
            "severity": "erreur",
            "path": "content/vide.md",
            "line": 1,
            "column": 1,
            "code": "S07",
            "field": "",
            "message": "le fichier est vide",
            "hint": "complétez-le ou supprimez-le",
        },
    ]
    assert said.err == ""


def test_json_of_nothing_is_an_empty_list(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli._run(["check", "--root", str(root), *DAY, "--format", "json"]) == system.FINE
    assert json.loads(capsys.readouterr().out) == []


GITHUB = re.compile(r"::(error|warning) file=[^,:]+,line=\d+,col=\d+,title=[^,:]*::.+")


def test_gitlab_gives_a_code_quality_report_whose_marks_do_not_move(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    (root / "members.yaml").write_text(BROKEN_MEMBERS, encoding="utf-8")
    arguments = ["check", "--root", str(root), *DAY, "--format", "gitlab"]
    assert cli._run(arguments) == system.CONTENT
    first = json.loads(capsys.readouterr().out)
    (root / "members.yaml").write_text(f"# une ligne de plus\n{BROKEN_MEMBERS}", encoding="utf-8")
    assert cli._run(arguments) == system.CONTENT
    moved = json.loads(capsys.readouterr().out)

    assert {f["severity"] for f in first} == {"major", "minor"}
    assert all(
        f.keys() == {"description", "check_name", "fingerprint", "severity", "location"}
        for f in first
    )
    marks = [f["fingerprint"] for f in first]
    assert len(set(marks)) == len(marks) >= 4
    assert [f["fingerprint"] for f in moved] == marks
    lines = [
        [f["location"]["lines"]["begin"] for f in report if f["location"]["path"] == "members.yaml"]
        for report in (first, moved)
    ]
    assert [line + 1 for line in lines[0]] == lines[1]


def test_github_gives_one_command_a_finding(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    assert cli._run(["check", "--root", str(root), *DAY, "--format", "github"]) == system.CONTENT
    assert capsys.readouterr().out == (
        "::error file=content/vide.md,line=1,col=1,title=S07::"
        "le fichier est vide ; complétez-le ou supprimez-le\n"
        "::warning file=content/contact.md,line=1,col=1,title=Q02::"
        "la page « Contact » n’est pas écrite ; "
        "écrivez-la ; en attendant, le site le dit à sa place\n"
    )


@pytest.mark.parametrize("name", ["path", "field", "message", "hint"])
@pytest.mark.parametrize(
    "trick", ["a\n::error::b", "a\r::error::b", "a,line=1::b", "%0A::error::b"]
)
def test_nothing_written_by_a_contributor_makes_a_command_of_its_own(name: str, trick: str) -> None:
    values = {"path": "x.md", "field": "f", "message": "m", "hint": "h", name: trick}
    line = output._as_github(Finding(line=1, column=1, code="F01", **values))
    assert GITHUB.fullmatch(line)
    assert ("%250A" in line) is ("%0A" in trick)


ODD = [
    "a\u202eb",
    "\x1b[2J",
    "::stop-commands::x",
    "##[error]x",
    "\ud800",
    "é\u200b",
    "</script>",
    "|a|",
]


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_odd_characters_stay_data_for_both_forges(
    odd: str, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [Finding(odd, 1, 1, "F01", odd, odd, odd)]
    output.print_findings(found, "github")
    said = capsys.readouterr().out
    assert GITHUB.fullmatch(said.rstrip("\n"))
    assert said.rstrip("\n").isprintable()
    output.print_findings(found, "gitlab")
    (finding,) = json.loads(capsys.readouterr().out)
    assert finding["check_name"] == "F01"


@pytest.mark.parametrize("format_", ["github", "gitlab"])
def test_a_forge_is_given_the_errors_first_and_not_thousands(
    format_: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """GitHub shows ten annotations of a step: warnings must not take the place of errors."""
    warnings = [Finding("a.md", n, 1, "Q01", "", "m", "h") for n in range(1, 5_001)]
    errors = [Finding("z.md", n, 1, "F01", "", "m", "h") for n in range(1, 13)]
    output.print_findings([*warnings, *errors], format_)
    said = capsys.readouterr().out
    if format_ == "github":
        lines = said.splitlines()
        assert [line.startswith("::error file=z.md") for line in lines] == [True] * 12 + [False] * (
            len(lines) - 12
        )
        assert len(lines) == 200
    else:
        report = json.loads(said)
        assert [f["severity"] for f in report] == ["major"] * 12 + ["minor"] * 1_988


@pytest.mark.parametrize(("format_", "nothing"), [("github", ""), ("gitlab", "[]\n")])
def test_no_finding_is_an_empty_report(
    format_: str, nothing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    output.print_findings([], format_)
    assert capsys.readouterr().out == nothing


def test_a_percent_stays_a_percent() -> None:
    line = output._as_github(Finding("x.md", 1, 1, "F01", "", "100 % de %0A", "rien"))
    assert line.endswith("::100 %25 de %250A ; rien")


# --- reports ------------------------------------------------------------------------------

REPORT = ("check", *DAY, "--report", "mandates")


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_a_report_is_alone_on_its_output_and_does_not_mix_with_warnings(
    form: str, tmp_path: Path
) -> None:
    root = cases.lay(WARNED, tmp_path / "club")
    done = run_club([*REPORT, "--root", root, "--format", form])
    assert (done.returncode, done.stderr) == (system.FINE, "")
    assert "Bruno Petit" in done.stdout
    assert "Q02" not in done.stdout
    assert not re.search(r"exemple\.fr|12 34 56", done.stdout)  # contact values


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_report_on_agreements_lists_their_errors_itself(form: str, tmp_path: Path) -> None:
    edits = {
        "members.yaml": [{"replace": 'notice: "1"', "with": 'notice: "1"\n    withdrawn: 2026-05'}],
        "network.yaml": [{"replace": "fields: [contact_details]", "with": "fields: [links]"}],
    }
    root = cases.lay(Case("", "bad", "", edits=edits), tmp_path / "club")
    check = ("check", *DAY, "--root", str(root))
    done = run_club([*check, "--report", "consents", "--format", form])
    assert (done.returncode, done.stderr) == (system.FINE, "")
    assert "Bonjour Alice Martin," in done.stdout
    assert "Bonjour Claire Roux," in done.stdout
    assert not re.search(r"exemple\.fr|12 34 56", done.stdout)  # contact values
    assert run_club(check).returncode == system.CONTENT


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_content_errors_are_said_in_place_of_a_report(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(WRONG, tmp_path / "club")
    assert cli._run([*REPORT, "--root", str(root), "--format", form]) == system.CONTENT
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("content/vide.md:1:1 erreur S07 — ")
    assert said.err.endswith(
        "1 erreur, 0 avertissement. Le rapport demande des sources sans erreur.\n"
    )


def test_a_table_is_written_byte_for_byte(root: Path) -> None:
    done = subprocess.run(
        command(*REPORT, "--root", root, "--format", "csv"),
        env=environment(),
        capture_output=True,
        check=False,
    )
    assert done.stdout.startswith("\ufeffMotif;".encode())
    assert done.stdout.count(b"\r\n") == done.stdout.count(b"\n") > 1
    assert b"\r\r" not in done.stdout


# --- help ---------------------------------------------------------------------------------


assert isinstance(cli.club, click.Group)
_CONTEXT = click.Context(cli.club)
COMMANDS = {
    name: one
    for name in cli.club.list_commands(_CONTEXT)
    if (one := cli.club.get_command(_CONTEXT, name))
}


def _help(*arguments: str) -> str:
    done = run_club(arguments, COLUMNS="200")
    assert (done.returncode, done.stderr) == (system.FINE, "")
    return done.stdout


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_the_help_lists_every_command(option: str) -> None:
    said = _help(option)
    assert not ENGLISH.search(said)
    assert {"check", "build", "serve", "demo", "new", "fmt"} <= COMMANDS.keys()
    for name, one in COMMANDS.items():
        assert re.search(rf"^  {name} +\S", said, re.MULTILINE)
        assert one.help
        assert one.help.endswith(".")


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_documents_every_option_in_french(name: str) -> None:
    said = _help(name, "--help")
    assert not ENGLISH.search(said)
    for parameter in COMMANDS[name].params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert parameter.help in " ".join(said.split())
            assert all(spelled in said for spelled in parameter.opts)
        else:
            assert str(parameter.metavar) in said


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("check", {"--root", "--today", "--format", "--quiet", "--report"}),
        (
            "build",
            {
                "--root",
                "--today",
                "--format",
                "--edition",
                "--out",
                "--jobs",
                "--engine",
                "--timings",
            },
        ),
        (
            "import",
            {
                "--propose-mapping",
                "--mapping",
                "--name",
                "--names",
                "--dry-run",
                "--accept-partial",
            },
        ),
        ("export", {"--format", "--out", "--root"}),
        ("fmt", {"--check", "--root"}),
        ("demo", {"--members", "--practices", "--meetings", "--watch", "--actions", "--seed"}),
    ],
)
def test_the_options_of_the_contract_are_there(name: str, options: set[str]) -> None:
    assert options <= {spelled for p in COMMANDS[name].params for spelled in p.opts}


def test_the_command_runs_from_anywhere(root: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    done = subprocess.run(
        [sys.executable, "-m", "generator", "check", "--root", str(root), *DAY],
        cwd=tmp_path / "elsewhere",
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stdout) == (system.FINE, "")
    assert list((tmp_path / "elsewhere").iterdir()) == []
