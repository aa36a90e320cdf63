"""Every bad input of the threat list, through the public door: `club check`, then `club build`.

Each is one change in a club that is otherwise valid. The command ends with 1 and says, in French,
which file and which line; a site that was already published stays the same to the byte.
"""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import cli
from generator.core import system
from tests import cases
from tests.cases import Case
from tests.site_fixtures import command, environment, run_club

TODAY = "2026-06-15"
LINE = re.compile(
    r"(?P<where>.+?:\d+):\d+ (erreur|avertissement) (?P<code>[A-Z]\d\d)( \S+)? — .+ ; .+"
)

PAGE, PRACTICE, MEMBERS, NETWORK = (
    "content/presse.md",
    "practices/conseil-jeunes.md",
    "members.yaml",
    "network.yaml",
)
JULY = "meetings/2026-09-15-rentree.md"
PHOTO = "content/assets/alice-martin.png"
TITLE = "title: Presse"
TEXT = "Texte de la page.\n"
HUGE_PNG = (
    "\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\xc3P\0\0\xc3P\x08\x02\0\0\0\xc4\xcd\xaa\x9d"
    "\0\0\0\0IDAT5\xaf\x06\x1e"
)
BOMB = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 20))


def edit(path: str, old: str, new: str) -> Case:
    """Return the case of one change in one file."""
    return Case("", "bad", "", edits={path: [{"replace": old, "with": new}]})


def page(text: str) -> Case:
    """Return the case of a hand-written page with this text."""
    return edit(PAGE, TEXT, f"{text}\n")


def data(path: str, content: str) -> Case:
    """Return the case of a file with this content, each character a byte."""
    return Case("", "bad", "", bytes={path: content})


def file(path: str, content: str) -> Case:
    """Return the case of a file with this text."""
    return Case("", "bad", "", files={path: content})


# The item of the list: the change, the code it must give, and where.
BAD: dict[str, tuple[Case, str, str]] = {
    "area: commune:2C004": (
        edit(PRACTICE, "departement:32", "commune:2C004"),
        "A01",
        f"{PRACTICE}:4",
    ),
    "area: 68224": (edit(PRACTICE, "departement:32", "68224"), "A01", f"{PRACTICE}:4"),
    "date: 2026-02-30": (
        edit("watch/loi-une.md", "2002-02-27", "2026-02-30"),
        "F04",
        "watch/loi-une.md:7",
    ),
    "start: 25:70": (edit(JULY, "2026-09-15T18:30", "25:70"), "F05", f"{JULY}:3"),
    "start: 2026-09-15T25:70": (edit(JULY, "T18:30", "T25:70"), "F05", f"{JULY}:3"),
    "two summary keys": (
        edit(PRACTICE, "area:", "summary: Deux\narea:"),
        "S13",
        f"{PRACTICE}:4",
    ),
    "a: &a [*a]": (edit(PAGE, TITLE, f"{TITLE}\na: &a [*a]"), "S11", f"{PAGE}:3"),
    "alias bomb": (file("vocabularies/bombe.yaml", BOMB), "S11", "vocabularies/bombe.yaml:1"),
    "python/object": (
        edit(PAGE, TITLE, 'title: !!python/object/apply:os.system ["id"]'),
        "S12",
        f"{PAGE}:2",
    ),
    "!ENV": (edit(PAGE, TITLE, f"{TITLE}\nx: !ENV SECRET"), "S12", f"{PAGE}:3"),
    "front matter unclosed": (file(PAGE, f"---\n{TITLE}\n\nTexte\n"), "S15", f"{PAGE}:1"),
    "front matter tab-indented": (edit(PAGE, TITLE, f"\t{TITLE}"), "S10", f"{PAGE}:2"),
    "front matter +++": (file(PAGE, '+++\ntitle = "x"\n+++\n'), "S15", f"{PAGE}:1"),
    "title: Eau : l'enjeu": (edit(PAGE, TITLE, "title: Eau : l'enjeu"), "S10", f"{PAGE}:2"),
    "UTF-16": (data(PAGE, f"\xff\xfe---\n{TITLE}\n---\n"), "S03", f"{PAGE}:1"),
    "Latin-1": (data(PAGE, f"---\n{TITLE}\nsummary: \xe9\n---\n"), "S03", f"{PAGE}:3"),
    "NUL": (data(PAGE, f"---\n{TITLE}\nsummary: a\0b\n---\n"), "S04", f"{PAGE}:3"),
    "script": (page("<script>alert(1)</script>"), "T01", f"{PAGE}:5"),
    "img onerror": (page("<img src=x onerror=alert(1)>"), "T01", f"{PAGE}:5"),
    "javascript link": (page("[x](jAvAsCrIpT&#58;alert(1))"), "T02", f"{PAGE}:5"),
    "data link": (page("[x](data:text/html,<script>)"), "T02", f"{PAGE}:5"),
    "distant image": (page("![x](https://tracker.example/p.gif)"), "T03", f"{PAGE}:5"),
    "a file of the sources": (page("[p](../../members.yaml)"), "T02", f"{PAGE}:5"),
    "a file that is not there": (page("[p](absent.md#x)"), "T02", f"{PAGE}:5"),
    "a page that is not there": (page("[p](/pratiques/absente/#x)"), "T04", f"{PAGE}:5"),
    "2 kB of backticks": (page("`" * 2_000), "T07", f"{PAGE}:5"),
    "10,000 nested quotations": (page("> " * 10_000 + "a"), "T07", f"{PAGE}:5"),
    "slug ../../x": (edit(NETWORK, "id: claire-roux", "id: ../../x"), "S17", f"{NETWORK}:1"),
    "slug CON": (file("watch/CON.md", "---\ntitle: x\nkind: loi\n---\n"), "S17", "watch/CON.md:1"),
    "slug con": (file("watch/con.md", "---\ntitle: x\nkind: loi\n---\n"), "S17", "watch/con.md:1"),
    "slug é": (file("watch/é.md", "---\ntitle: x\nkind: loi\n---\n"), "S17", "watch/é.md:1"),
    "slugs A and a": (
        file("content/PRESSE.md", "---\ntitle: x\n---\n"),
        "S17",
        "content/PRESSE.md:1",
    ),
    "right-to-left name": (
        edit(MEMBERS, "family_name: Petit", "family_name: Dupont\u202eexe"),
        "S04",
        f"{MEMBERS}:31",
    ),
    "right-to-left name, escaped": (
        edit(MEMBERS, "family_name: Petit", 'family_name: "Dupont\\u202Eexe"'),
        "S04",
        f"{MEMBERS}:31",
    ),
    "symlink": (
        Case("", "bad", "", symlinks={"practices/x.md": "/etc/passwd"}),
        "S01",
        "practices/x.md:1",
    ),
    "FIFO": (Case("", "bad", "", fifos=["practices/x.md"]), "S01", "practices/x.md:1"),
    "50000×50000 PNG": (data(PHOTO, HUGE_PNG), "F11", f"{MEMBERS}:5"),
    "HTML named .jpg": (data("content/assets/x.jpg", "<html>"), "F11", "content/assets/x.jpg:1"),
    "HTML named .png, used": (data(PHOTO, "<html><script>"), "F11", f"{MEMBERS}:5"),
    "SVG": (data("content/assets/x.svg", "<svg/>"), "S02", "content/assets/x.svg:1"),
    "200 MB": (Case("", "bad", "", sizes={PAGE: 200_000_000}), "S06", f"{PAGE}:1"),
    "200 MB of members": (
        Case("", "bad", "", sizes={MEMBERS: 200_000_000}),
        "S06",
        f"{MEMBERS}:1",
    ),
    "empty file": (data(PAGE, ""), "S07", f"{PAGE}:1"),
    "empty members": (data(MEMBERS, ""), "S07", f"{MEMBERS}:1"),
    "[] as members": (data(MEMBERS, "[]\n"), "S07", f"{MEMBERS}:1"),
    "null as members": (data(MEMBERS, "null\n"), "S16", f"{MEMBERS}:1"),
    "a comment as members": (data(MEMBERS, "# rien\n"), "S16", f"{MEMBERS}:1"),
    "text as members": (data(MEMBERS, "Alice Martin\n"), "S16", f"{MEMBERS}:1"),
    "a field before the members": (
        edit(MEMBERS, "- id: alice-martin", "club: x\n- id: alice-martin"),
        "S10",
        f"{MEMBERS}:2",
    ),
    "two documents of members": (
        edit(MEMBERS, "\n- id: bruno-petit", "...\n- id: bruno-petit"),
        "S10",
        f"{MEMBERS}:29",
    ),
    "no members": (Case("", "bad", "", removed=[MEMBERS]), "S08", f"{MEMBERS}:1"),
    "unknown key telephon": (
        edit(MEMBERS, "family_name: Petit", "family_name: Petit\n  telephon: 0612345678"),
        "F01",
        f"{MEMBERS}:32",
    ),
    "unknown member": (
        edit("practices/budget-mulhouse.md", "[alice-martin]", "[alice]"),
        "R01",
        "practices/budget-mulhouse.md:15",
    ),
    "unknown practice": (edit(PRACTICE, "budget-mulhouse", "absente"), "R01", f"{PRACTICE}:11"),
    "unknown watch": (
        edit("watch/loi-deux.md", "amends: [loi-une]", "amends: [absente]"),
        "R01",
        "watch/loi-deux.md:15",
    ),
    "unknown theme": (edit(PRACTICE, "[jeunesse]", "[absent]"), "V01", f"{PRACTICE}:6"),
    "duplicate id": (
        edit(
            NETWORK,
            "- id: claire-roux",
            "- id: claire-roux\n  name: X\n  category: company\n- id: claire-roux",
        ),
        "R02",
        f"{NETWORK}:4",
    ),
    "membership ending before it starts": (
        edit(MEMBERS, "end_date: 2026-03", "end_date: 2019-03"),
        "D01",
        f"{MEMBERS}:36",
    ),
    "task without owner": (
        edit("meetings/2026-01-20-hiver.md", "    owner: alice-martin\n", ""),
        "F02",
        "meetings/2026-01-20-hiver.md:13",
    ),
    "consent withdrawn, field present": (
        edit(NETWORK, "date: 2025-01-10", "date: 2025-01-10\n    withdrawn: 2026-01"),
        "P03",
        f"{NETWORK}:8",
    ),
    "an empty front matter": (data(PAGE, "---\n---\nTexte\n"), "S07", f"{PAGE}:1"),
}


@pytest.mark.parametrize("item", BAD)
def test_check_says_the_file_and_the_line(
    item: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, code, where = BAD[item]
    root = cases.lay(case, tmp_path / "club")
    status = cli._run(["check", "--root", str(root), "--today", TODAY])
    out = capsys.readouterr().out
    assert status == system.CONTENT
    found = [LINE.fullmatch(line) for line in out.splitlines()]
    assert all(found)
    assert (where, code) in [(m["where"], m["code"]) for m in found if m]


# What must stay text, or be refused, but never run.
HARMLESS = (
    "# T {: onmouseover=alert(1) }",
    "## T {: onmouseover=alert(1) }",
    "[a](https://exemple.fr/){: onclick=alert(1) }",
    '--8<-- "/etc/passwd"',
    "{{7*7}} {% include '/etc/passwd' %} ${7*7} #{7*7}",
)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_other_tools_would_run_is_plain_text(
    text: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(page(text), tmp_path / "club")
    assert cli._run(["check", "--root", str(root), "--today", TODAY, "--quiet"]) == system.FINE
    assert "erreur" not in capsys.readouterr().out


# Through a real process: one that must not be killed, one that must not wait, one that is huge.
@pytest.mark.parametrize("item", ["alias bomb", "FIFO", "200 MB of members", "python/object"])
def test_check_as_a_real_process(item: str, tmp_path: Path) -> None:
    case, code, where = BAD[item]
    root = cases.lay(case, tmp_path / "club")
    done = run_club(["check", "--root", root, "--today", TODAY])
    assert done.returncode == system.CONTENT
    assert any(f" {code} " in line and line.startswith(where) for line in done.stdout.splitlines())
    assert "Traceback" not in done.stderr


DEEP = {
    # Brackets in a comment or a text close nothing.
    "crochets, après ceux d’un commentaire": f"# ]]]\n{'[' * 90_000}",
    "crochets, après ceux d’un texte": f'"{"]" * 500}": {"[" * 90_000}',
    "accolades": "{" * 90_000,
    "clés de clés": "? " * 45_000,
    "clés et tirets": "[? - " * 15_000,
    "tirets": "-  " * 30_000 + "a",
    "décalages": "".join(" " * (n + 1) + "a:\n" for n in range(400)),
}


def test_what_is_too_deep_is_an_error_and_not_the_end_of_the_process(tmp_path: Path) -> None:
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    names = [f"watch/profond-{number}.md" for number, _ in enumerate(DEEP)]
    for name, deep in zip(names, DEEP.values(), strict=True):
        (root / name).write_text(f"---\ntitle: x\nsummary:\n{deep}\n---\n", encoding="utf-8")
    done = run_club(["check", "--root", root, "--today", TODAY])
    assert done.returncode == system.CONTENT
    assert [name for name in names if f"{name}:" not in done.stdout] == []


def test_a_name_that_is_no_text_is_told_and_the_rest_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(file("content/vide.md", ""), tmp_path / "club")
    try:
        (root / "practices" / os.fsdecode(b"\xff.md")).write_text("---\ntitle: x\n---\n", "utf-8")
    except OSError:  # macOS
        pytest.skip("this disk takes no such name")
    for form in ("text", "json", "github", "gitlab"):
        words = ["check", "--root", str(root), "--today", TODAY, "--format", form]
        assert cli._run(words) == system.CONTENT
        out = capsys.readouterr().out
        assert "n’est pas en UTF-8" in out
        assert "content/vide.md" in out


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root reads all")
def test_what_may_not_be_read_is_told(tmp_path: Path) -> None:
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    for name in (MEMBERS, "practices", PAGE):
        (root / name).chmod(0)
    words = command("check", "--root", root, "--today", TODAY)
    if os.geteuid() == 0:
        for folder in root.parents:  # which pytest closes to others
            if folder.name.startswith(("pytest-", "popen-", tmp_path.name)):
                folder.chmod(0o755)
        words = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", *words]
    done = subprocess.run(
        words, env=environment(), capture_output=True, encoding="utf-8", check=False
    )
    (root / "practices").chmod(0o755)  # for pytest, which removes it
    if "No module named" in done.stderr or "Permission denied" in done.stderr:
        pytest.skip("nobody else may run the programme here")
    assert done.returncode == system.CONTENT, done.stderr
    for name in (MEMBERS, "practices", PAGE):
        said = f"{name}:1:1 erreur S01 — le système en refuse la lecture : accès refusé ;"
        assert said in done.stdout.replace("\xa0", " ")


def test_all_errors_come_in_one_run_sorted_by_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = cases.lay(
        Case(
            "",
            "bad",
            "",
            files={"content/vide.md": "", "watch/É.md": "---\ntitle: x\n---\n"},
            edits={
                MEMBERS: [
                    {"replace": "given_name: Bruno", "with": "prenom: Bruno"},
                    {"replace": "end_date: 2026-03", "with": "end_date: 2026-13"},
                ],
                PAGE: [{"replace": TEXT, "with": "<b>\n\n[x](javascript:x)\n"}],
                PRACTICE: [{"replace": "departement:32", "with": "32"}],
            },
        ),
        tmp_path / "club",
    )
    assert cli._run(["check", "--root", str(root), "--today", TODAY]) == system.CONTENT
    lines = capsys.readouterr().out.splitlines()
    places = [re.match(r"(.+?):(\d+):(\d+) (\w+) (\w+)", line) for line in lines]
    found = [(m[1], int(m[2]), int(m[3])) for m in places if m]
    assert found == sorted(found)
    assert {m[5] for m in places if m} >= {"F01", "F02", "F04", "S07", "S17", "T01", "T02", "A01"}


# --- a site already there -----------------------------------------------------------------


def _site(root: Path) -> dict[str, bytes]:
    return {str(p.relative_to(root)): p.read_bytes() for p in root.rglob("*") if p.is_file()}


@pytest.mark.parametrize(
    "item",
    [
        "area: 68224",
        "alias bomb",
        "front matter unclosed",
        "script",
        "FIFO",
        "[] as members",
        "no members",
        "unknown member",
        "consent withdrawn, field present",
    ],
)
def test_build_leaves_the_published_site_as_it_is(
    item: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    case, code, where = BAD[item]
    root = cases.lay(case, tmp_path / "club")
    site = root / "site"
    (site / "annuaire").mkdir(parents=True)
    (site / ".club-site").write_text("Site construit par « club build ».\n", encoding="utf-8")
    (site / "annuaire/index.html").write_bytes(b"<p>avant</p>")
    before = _site(site)
    status = cli._run(["build", "--root", str(root), "--today", TODAY])
    said = capsys.readouterr()
    assert status == system.CONTENT
    assert any(line.startswith(where) and f" {code} " in line for line in said.out.splitlines())
    assert "Rien n’est publié." in said.err
    assert _site(site) == before
    assert not [p.name for p in root.iterdir() if p.name.startswith(".site")]


def test_check_writes_nothing_at_all(tmp_path: Path) -> None:
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    before = {p: (p.stat().st_mtime_ns, p.is_dir()) for p in root.rglob("*")}
    assert cli._run(["check", "--root", str(root), "--today", TODAY, "--quiet"]) == system.FINE
    assert {p: (p.stat().st_mtime_ns, p.is_dir()) for p in root.rglob("*")} == before
