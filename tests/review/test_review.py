"""`club review` on real git repositories: an honest proposal, and forks that misbehave."""

import faulthandler
import io
import os
import re
import shutil
import signal
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image

from generator import cli
from generator import review as review_
from generator.core import settings, system
from tests import cases
from tests.cases import Case
from tests.miniature import read_tree
from tests.review.repositories import BESIDE, Repository, proposal, review

CONTACT = """
- id: zoe-fictive
  given_name: Zoé
  family_name: Fictive
  memberships:
    - {role: maire, area: "commune:68224", start_date: 2026-03}
  contact_details:
    - {type: email, value: zoe.fictive@exemple.fr}
    - {type: phone, value: 06 98 76 54 32}
"""
# Python that leaves a mark if anything runs it.
MARK = "import pathlib; pathlib.Path({!r}).write_text('exécuté')\n"


@dataclass(frozen=True, slots=True)
class Done:
    """A review that ended."""

    code: int
    said: str
    summary: str
    out: Path
    head: Path


def _run(base: Path, head: Path, *more: str, cwd: Path | None = None) -> Done:
    out = base.parent / "revue"
    done = review(base, head, out, *more, cwd=cwd or head)
    path = out / "resume.md"
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    text = text.replace("\xa0", " ").replace("\u202f", " ")
    return Done(done.returncode, done.stdout + done.stderr, text, out, head)


# --- a fork that misbehaves -----------------------------------------------------------------


def _misbehave(fork: Repository, mark: Path) -> None:
    """Try everything at once: what is read of it, and what runs of it, must be nothing."""
    evil = MARK.format(str(mark))
    fork.write(".github/workflows/proposition.yml", "on: pull_request_target\n")
    fork.edit(
        "mkdocs.yml",
        "site_name: Club d’essai\n",
        "site_name: Volé\nhooks: [piege.py]\nplugins: [search]\nextra: {club: {fictional: true}}\n",
    )
    for name in (
        "piege.py",
        "yaml.py",
        "markdown.py",
        "mkdocs.py",
        "sitecustomize.py",
        "conftest.py",
    ):
        fork.write(name, evil)
    # Read by Pagefind in the folder it stands in.
    fork.write("pagefind.yml", "site: /etc\noutput_path: volé\n")
    fork.write("requirements.lock", "paquet-piege==1.0\n")
    fork.write("generator/cli.py", evil)
    fork.write("generator/__main__.py", evil)
    fork.write("theme/main.html", "<script>volé</script>\n")
    fork.write("Makefile", "all:\n\ttouch " + str(mark) + "\n")
    fork.write(".gitattributes", "*.md filter=piege\n")
    fork.write("scripts/piege.sh", f"#!/bin/sh\ntouch {mark}\n")
    (fork.root / "scripts/piege.sh").chmod(0o755)
    (fork.root / "docs").symlink_to("/etc")
    (fork.root / "README.md").unlink()


def _misbehave_in_content(fork: Repository, secret: Path) -> None:
    (fork.root / "practices/lien.md").symlink_to(secret)
    (fork.root / "content/assets/photo.png").symlink_to(secret)
    (fork.root / "practices/dossier.md").mkdir()
    fork.write("practices/dossier.md/x.md", "x")
    with (fork.root / "watch/enorme.md").open("wb") as file:
        file.truncate(200_000_000)
    fork.write("practices/lancer.sh", "#!/bin/sh\n")
    fork.write("practices/nom\u202egm.md", "---\ntitle: x\n---\n")
    fork.write("practices/...md", "---\ntitle: x\n---\n")
    fork.write("practices/..\\..\\x.md", "---\ntitle: x\n---\n")
    fork.write("practices/-rf.md", "---\ntitle: x\n---\n")
    (fork.root / os.fsdecode(b"practices/\xff.md")).write_text("x", encoding="utf-8")
    fork.write("practices/inclure.md", '---\ntitle: Inclure\n---\n\n--8<-- "/etc/passwd"\n')
    for name in ("practices/module", "ailleurs"):  # git records a repository as a submodule
        inner = Repository(fork.root / name)
        inner.write("x.md", "x")
        inner.git("init", "--quiet")
        inner.commit()
    fork.write(".gitmodules", '[submodule "ailleurs"]\n\tpath = ailleurs\n\turl = ../volé\n')
    members = (fork.root / "members.yaml").read_text(encoding="utf-8")
    fork.write("members.yaml", members + CONTACT)


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Done, Path]]:
    """What `club review` makes of a fork that tries everything; and the mark it must not leave."""
    folder = tmp_path_factory.mktemp("hostile")
    secret, mark = folder / "secret.md", folder / "mark"
    secret.write_text("---\ntitle: LE-SECRET\n---\n", encoding="utf-8")
    with proposal(folder) as (fork, base, head):
        _misbehave(fork, mark)
        _misbehave_in_content(fork, secret)
    done = _run(base, head, "--format", "github")
    yield done, mark
    shutil.rmtree(folder)


def test_nothing_of_a_hostile_fork_runs(hostile: tuple[Done, Path]) -> None:
    done, mark = hostile
    assert done.code == system.CONTENT, done.said
    assert not mark.exists()


def test_nothing_is_read_through_its_links(hostile: tuple[Done, Path]) -> None:
    done, _ = hostile
    written = b"".join(read_tree(done.out).values()) + done.said.encode()
    assert b"LE-SECRET" not in written
    assert b"root:x:" not in written


def test_nothing_is_written_in_it(hostile: tuple[Done, Path]) -> None:
    done, _ = hostile
    assert not (done.head / ".club").exists()
    assert not (done.head / "site").exists()
    assert sorted(p.name for p in done.out.iterdir()) == ["resume.md"]


PROGRAM = "**décide : le programme qui fait le site**"


@pytest.mark.parametrize(
    "line",
    [
        "- `.github/workflows/proposition.yml` : modifié ; **décide : la vérification elle-même : ce résumé ne prouve plus rien**",
        f"- `mkdocs.yml` : modifié ; {PROGRAM}",
        f"- `requirements.lock` : modifié ; {PROGRAM}",
        f"- `generator/cli.py` : modifié ; {PROGRAM}",
        f"- `generator/__main__.py` : ajouté ; {PROGRAM}",
        "- `theme/main.html` : modifié ; **décide : l’apparence et les scripts du site**",
        f"- `Makefile` : ajouté ; {PROGRAM}",
        f"- `conftest.py` : ajouté ; {PROGRAM}",
        f"- `scripts/piege.sh` : ajouté ; {PROGRAM}",
        "- `.gitmodules` : ajouté ; **décide : les réglages de git**",
        "- `ailleurs/` : sous-module, ou dossier vide",
        "- `docs` : lien symbolique",
        "- `README.md` : supprimé",
    ],
)
def test_the_summary_names_what_was_ignored(hostile: tuple[Done, Path], line: str) -> None:
    done, _ = hostile
    ignored = done.summary.partition("### ⚠️ Fichiers ignorés")[2].partition("\n### ")[0]
    assert line in ignored.splitlines()


@pytest.mark.parametrize(
    ("path", "code"),
    [
        ("practices/lien.md", "S01"),
        ("content/assets/photo.png", "S01"),
        ("practices/dossier.md", "S01"),
        ("practices/module", "S01"),
        ("watch/enorme.md", "S06"),
        ("practices/lancer.sh", "S02"),
        ("practices/nom\\u202egm.md", "S17"),
        ("practices/...md", "S17"),
        ("practices/..\\..\\x.md", "S17"),
        ("practices/-rf.md", "S17"),
        ("practices/\\udcff.md", "S17"),
    ],
)
def test_what_is_not_a_plain_source_is_an_error(
    hostile: tuple[Done, Path], path: str, code: str
) -> None:
    done, _ = hostile
    errors = done.summary.partition("### Erreurs")[2].partition("\n### ")[0]
    assert [line for line in errors.splitlines() if f"`{path}:" in line and f"({code})" in line]
    assert f"::error file={path}," in done.said


def test_contact_details_without_consent_are_said_and_not_repeated(
    hostile: tuple[Done, Path],
) -> None:
    done, _ = hostile
    people = done.summary.partition("### Données personnelles")[2].partition("\n### ")[0]
    assert "`Zoé Fictive`" in people
    assert "coordonnée ajoutée (courriel) : `z…@exemple.fr`" in people
    assert "coordonnée ajoutée (téléphone) : `06 … 32`" in people
    assert re.search(
        r"🔴 \*\*accord manquant\*\*, `members\.yaml:\d+` : `« contact_details »", people
    )
    assert "zoe.fictive" not in done.summary
    assert "98 76 54" not in done.summary


def test_the_verdict_comes_first(hostile: tuple[Done, Path]) -> None:
    done, _ = hostile
    first = done.summary.splitlines()[2]
    assert first.startswith("⛔ **À confier aux responsables techniques : ")
    assert re.search(r"Elle a aussi \d+ erreurs\.$", first)
    assert done.summary.splitlines()[4].startswith("**Que faire :** n’acceptez pas seul.")


# --- a fork whose content is fine, and the rest is not ----------------------------------------

NEW = """---
title: "Budget `@equipe` <b>des</b> écoles"
summary: Les écoles décident d’une part du budget.
area: commune:68224
methods: [budget-participatif]
themes: [budget]
level: decider
status: ongoing
start_date: 2024
sources:
  - title: Le bilan
    url: https://nouveau.exemple.fr/bilan
reviewed: 2026-02
---

## Contexte

Bonjour @equipe, voir #12. ``` /close
{{7*7}} et [le site](https://autre.exemple.fr:8443/x).

## Objectifs

## Déroulement

## Moyens

## Résultats

## Difficultés

## Conseils aux pairs
"""


@pytest.fixture(scope="module")
def sly(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Done, Path]]:
    """A proposal that builds: correct content, and everything else changed."""
    folder = tmp_path_factory.mktemp("sly")
    mark = folder / "mark"
    with proposal(folder) as (fork, base, head):
        _misbehave(fork, mark)
        fork.write("practices/budget-ecoles.md", NEW)
        fork.git("mv", "practices/conseil-jeunes.md", "practices/conseil-des-jeunes.md")
        fork.edit("practices/budget-mulhouse.md", "envelope: 200000", "envelope: 250000")
        fork.edit("practices/budget-mulhouse.md", "Voir la [réunion]", "On lira la [réunion]")
        fork.edit("members.yaml", "    - type: phone\n      value: +33 6 12 34 56 78\n", "")
        fork.edit("members.yaml", "  image: alice-martin.png\n", "")
        fork.edit("vocabularies/themes.yaml", "budget:", "# relu\nbudget:")
    done = _run(base, head)
    yield done, mark
    shutil.rmtree(folder)


def test_a_correct_proposal_is_built_with_what_the_base_says(sly: tuple[Done, Path]) -> None:
    done, mark = sly
    assert done.code == system.FINE, done.said
    assert not mark.exists()
    site = read_tree(done.out / "apercu")
    assert b"Club d\xe2\x80\x99essai" in site["index.html"]
    assert not [n for n, data in site.items() if n.endswith(".html") and "Volé".encode() in data]
    assert sorted(p.name for p in done.out.iterdir()) == ["apercu", "resume.md"]


@pytest.mark.parametrize(
    "line",
    [
        "⛔ **À confier aux responsables techniques : la proposition touche au fonctionnement du site (15 fichiers).**",
        "- 1 fiche ajoutée : pratique ``Budget `@equipe` <b>des</b> écoles``",
        "- 1 fiche renommée : pratique `Conseil de jeunes`",
        "#### Pratique, ajout : ``Budget `@equipe` <b>des</b> écoles``",
        "Page `/pratiques/budget-ecoles/`, source `practices/budget-ecoles.md:1`",
        "#### Pratique, modification : `Budget participatif`",
        "- Coût, budget confié aux participants : `200 000 €` devient `250 000 €`",
        "+ On lira la [réunion](/reunions/2026-01-20-hiver/) et le [thème](/themes/budget/).",
        "- `/pratiques/conseil-jeunes/` (`Conseil de jeunes`)",
        "  - semble renommée en `conseil-des-jeunes` : ajoutez-y `aliases: [conseil-jeunes]`",
        "  - coordonnée retirée (téléphone) : `+3 … 78`",
        "  - photo retirée",
        "- **site jamais lié**, `nouveau.exemple.fr` : `https://nouveau.exemple.fr/bilan`, `practices/budget-ecoles.md:12`",
        "- modifiée : `Pratiques` `/pratiques/`",
    ],
)
def test_the_summary_says_what_a_reader_will_see_changed(sly: tuple[Done, Path], line: str) -> None:
    done, _ = sly
    assert line in done.summary.splitlines()


def test_a_preview_is_said_when_there_is_one(
    sly: tuple[Done, Path], hostile: tuple[Done, Path]
) -> None:
    merging = "accepter la proposition les mettrait en place."
    assert f"L’aperçu a été fait sans ces fichiers, mais {merging}" in sly[0].summary
    assert "L’aperçu a été fait" not in hostile[0].summary
    assert f"n’acceptez pas seul. {merging.capitalize()}" in hostile[0].summary


def test_a_link_to_an_unusual_port_is_doubted(sly: tuple[Done, Path]) -> None:
    done, _ = sly
    line = next(s for s in done.summary.splitlines() if "`autre.exemple.fr`" in s)
    assert line.startswith("- **site jamais lié**, `autre.exemple.fr` : ")
    assert "port 8443" in line


def test_the_preview_opens_from_a_folder(sly: tuple[Done, Path]) -> None:
    done, _ = sly
    start = (done.out / "apercu/a-relire.html").read_text(encoding="utf-8")
    assert '<a href="pratiques/budget-ecoles/index.html">' in start
    first, _, others = start.partition("Ce qui change par ricochet")
    assert "pratiques/budget-ecoles/" in first
    assert "pratiques/budget-ecoles/" not in others
    assert '<a href="pratiques/index.html">' in others
    assert "<b>des</b>" not in start
    assert "<script" not in start
    page = (done.out / "apercu/pratiques/budget-ecoles/index.html").read_text(encoding="utf-8")
    assert 'href="../../annuaire/index.html"' in page
    assert "Content-Security-Policy" in page


def test_a_second_review_replaces_the_first(sly: tuple[Done, Path], tmp_path: Path) -> None:
    """Nothing changed: no site is built, the former preview goes, and the summary says so."""
    done, _ = sly
    out = tmp_path / "revue"
    shutil.copytree(done.out, out)
    again = review(done.head, done.head, out, cwd=tmp_path)
    assert again.returncode == system.FINE, again.stderr
    assert sorted(p.name for p in out.iterdir()) == ["resume.md"]
    assert "**Rien ne change pour un lecteur.**" in (out / "resume.md").read_text(encoding="utf-8")


# --- what cannot be read, or built ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """A club, and a copy of it to change."""

    base: Path
    head: Path
    out: Path

    def review(self) -> tuple[review_.Review, str]:
        """Review the copy in this process; return what was found and the summary."""
        chosen = settings.load(self.base)
        done = review_.run(self.base, self.head, self.out, chosen, cases.TODAY, jobs=1)
        return done, (self.out / "resume.md").read_text(encoding="utf-8").replace("\xa0", " ")


@pytest.fixture
def pair(tmp_path: Path) -> Pair:
    for folder in ("base", "head"):
        cases.lay(Case("", "ok", ""), tmp_path / folder)
        (tmp_path / folder / "mkdocs.yml").write_text(BESIDE["mkdocs.yml"], encoding="utf-8")
    return Pair(tmp_path / "base", tmp_path / "head", tmp_path / "revue")


def test_a_photo_cut_in_the_middle_is_an_error_of_its_file(pair: Pair) -> None:
    photo = pair.head / "content/assets/alice-martin.png"
    picture = io.BytesIO()
    Image.effect_noise((400, 400), 50).save(picture, "PNG")
    photo.write_bytes(picture.getvalue()[:9_000])
    done, text = pair.review()
    assert [f.code for f in done.errors] == ["F11"]
    [said] = [line for line in text.splitlines() if "l’image est abîmée ou incomplète" in line]
    assert "`members.yaml:5`" in said
    assert not done.preview


@pytest.mark.parametrize("what", ["files", "bytes", "images"])
def test_what_no_one_could_read_is_not_read(pair: Pair, what: str) -> None:
    """The limits are those of a job's time and memory."""
    if what == "bytes":
        with (pair.head / "members.yaml").open("a", encoding="utf-8") as file:
            file.write("- a\n" * 1_300_000)
    else:
        folder, suffix = {"files": ("watch", "md"), "images": ("content/assets", "png")}[what]
        for n in range(review_.MAX_MORE_FILES + 1):
            (pair.head / folder / f"x-{n}.{suffix}").touch()
    (pair.head / "yaml.py").touch()
    done, text = pair.review()
    assert len(done.errors) == 1
    assert "la proposition ajoute" in text
    assert "Elle a aussi 1 erreur." in text.splitlines()[2]
    assert "- `yaml.py` : ajouté" in text


def test_a_proposal_as_heavy_as_its_base_is_read(pair: Pair) -> None:
    """What was there does not weigh: a large club is reviewed as a small one."""
    for folder in (pair.base, pair.head):
        for n in range(review_.MAX_MORE_FILES + 1):
            (folder / "watch" / f"x-{n}.txt").touch()
    done, _ = pair.review()
    assert len(done.errors) == review_.MAX_MORE_FILES + 1


def test_a_review_that_breaks_says_so_instead_of_what_another_said(
    pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.out.mkdir()
    (pair.out / "resume.md").write_text("🟢 **Peut être publiée**", encoding="utf-8")
    (pair.head / "practices/conseil-jeunes.md").unlink()

    def broken(*_: object) -> None:
        raise OSError("plus de place")

    monkeypatch.setattr(review_.outside, "ignored", broken)
    with pytest.raises(OSError, match="plus de place"):
        pair.review()
    text = (pair.out / "resume.md").read_text(encoding="utf-8")
    assert text.splitlines()[2].startswith("🔴 **La vérification s’est arrêtée en chemin")


def _end(*_: object, **__: object) -> None:
    faulthandler.disable()  # pytest's
    os.kill(os.getpid(), signal.SIGSEGV)


DEADLY = {
    "read": ("pipeline.check", ""),
    "compared": ("outside.ignored", ""),
    "built": ("pipeline.build", "#### Pratique, "),  # what was known before is said
}


@pytest.mark.parametrize(("step", "known"), DEADLY.values(), ids=DEADLY)
def test_a_proposal_that_kills_its_reader_still_has_a_summary(
    step: str, known: str, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair.out.mkdir()
    (pair.out / "resume.md").write_text("🟢 **Peut être publiée**", encoding="utf-8")
    sheet = (pair.head / "practices/conseil-jeunes.md").read_text(encoding="utf-8")
    (pair.head / "practices/fiche.md").write_text(sheet, encoding="utf-8")
    monkeypatch.setattr(f"generator.review.{step}", _end)
    words = ["review", "--base", pair.base, "--head", pair.head, "--out", pair.out]
    assert cli._run([*map(str, words), "--today", "2026-06-15", "--quiet"]) == system.BROKEN
    text = (pair.out / "resume.md").read_text(encoding="utf-8").replace("\xa0", " ")
    assert text.splitlines()[2].startswith("🔴 **La vérification s’est arrêtée en chemin")
    assert known in text
    assert [p.name for p in pair.out.iterdir()] == ["resume.md"]


def test_what_a_proposal_brings_is_annotated_before_what_was_there(
    pair: Pair, capsys: pytest.CaptureFixture[str]
) -> None:
    for folder in (pair.base, pair.head):
        for n in range(12):
            (folder / f"content/a-{n}.md").write_text("", encoding="utf-8")
    (pair.head / "watch/z.md").write_text("", encoding="utf-8")
    words = ["review", "--base", pair.base, "--head", pair.head, "--out", pair.out]
    code = cli._run([*map(str, words), "--today", "2026-06-15", "--format", "github", "--quiet"])
    assert code == system.CONTENT
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("::error file=watch/z.md,")
    assert len([line for line in lines if line.startswith("::error ")]) == 13


# --- other ends ---------------------------------------------------------------------------


def test_a_fork_that_deletes_everything(tmp_path: Path) -> None:
    with proposal(tmp_path) as (fork, base, head):
        fork.git("rm", "--quiet", "-r", ".")
    head.mkdir(exist_ok=True)
    done = _run(base, head, cwd=tmp_path)
    assert done.code == system.CONTENT
    assert (
        "- `members.yaml:1` : `le fichier est absent` → `remettez-le en place` (S08)"
        in done.summary
    )
    assert "- `/pratiques/budget-mulhouse/` (`Budget participatif`)" in done.summary
    assert "personne retirée" in done.summary
    assert "- `mkdocs.yml` : supprimé" in done.summary
    assert len(done.summary.splitlines()) < 300


def test_the_branch_may_be_broken_before_the_proposal(tmp_path: Path) -> None:
    with proposal(tmp_path) as (fork, base, head):
        fork.edit("practices/conseil-jeunes.md", "Les jeunes délibèrent.", "Les jeunes décident.")
    page = base / "content/presse.md"
    page.write_text(page.read_text(encoding="utf-8").replace("title:", "titre:"), encoding="utf-8")
    done = _run(base, head, cwd=tmp_path)
    assert done.code == system.FINE, done.said
    assert "La branche principale a elle-même des erreurs" in done.summary
    assert "### Réglés par cette proposition" in done.summary
    assert (done.out / "apercu/a-relire.html").is_file()


@pytest.mark.parametrize("wrong", ["a folder of someone else", "a file"])
def test_a_review_is_written_over_nothing_else(wrong: str, tmp_path: Path) -> None:
    with proposal(tmp_path) as (_, base, head):
        pass
    out = tmp_path / "revue"
    if wrong == "a file":
        out.write_text("dix ans de travail", encoding="utf-8")
    else:
        out.mkdir()
        (out / "these.txt").write_text("dix ans de travail", encoding="utf-8")
    done = review(base, head, out, cwd=tmp_path)
    assert done.returncode == system.USAGE
    assert "Traceback" not in done.stderr
    kept = out if wrong == "a file" else out / "these.txt"
    assert kept.read_text(encoding="utf-8") == "dix ans de travail"


def test_a_pipe_does_not_block(tmp_path: Path) -> None:
    with proposal(tmp_path) as (_, base, head):
        pass
    os.mkfifo(head / "practices/tube.md")
    os.mkfifo(head / "tube")
    done = _run(base, head, cwd=tmp_path)
    assert done.code == system.CONTENT
    assert "- `tube` : fichier spécial" in done.summary
    assert stat.S_ISFIFO((head / "tube").lstat().st_mode)


def test_the_same_proposal_gives_the_same_bytes(tmp_path: Path) -> None:
    with proposal(tmp_path) as (fork, base, head):
        fork.write("practices/vide.md", "")
        fork.edit("practices/conseil-jeunes.md", "Les jeunes délibèrent.", "Les jeunes décident.")
    first = _run(base, head, cwd=tmp_path)
    shutil.move(tmp_path / "head", tmp_path / "elsewhere")
    second = _run(base, tmp_path / "elsewhere", cwd=tmp_path)
    assert first.summary
    assert first.summary == second.summary
