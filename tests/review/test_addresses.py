"""What a proposal does to the addresses of the published site: which would die, and how each lives on."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.build.check import check
from generator.core import published, settings, system, tombstones
from tests import cases
from tests.review.repositories import DAY, Repository, proposal, review
from tests.site_fixtures import run_club

SHEET, NEW = "practices/conseil-jeunes.md", "practices/assemblee-des-jeunes.md"
ADDRESS = "/pratiques/conseil-jeunes/"
# What the publication noted of the club that proposals change.
KNOWN = check(cases.BASE, settings.load(cases.BASE), cases.TODAY).club.permanent()
LOCK = {published.FILE: published.text(KNOWN)}


def _section(text: str, title: str) -> str:
    return text.partition(f"### {title}\n")[2].partition("\n### ")[0]


def _propose(folder: Path, change: Callable[[Repository], object]) -> tuple[int, str]:
    """Return how the review of a proposal ends, and its summary."""
    with proposal(folder, LOCK) as (fork, base, head):
        change(fork)
    done = review(base, head, folder / "revue", cwd=folder)
    text = (folder / "revue/resume.md").read_text(encoding="utf-8")
    return done.returncode, re.sub("[\xa0\u202f]", " ", text)


def _rename(fork: Repository, new: str = NEW) -> None:
    fork.git("mv", SHEET, new)


def _rename_alike(fork: Repository) -> None:
    _rename(fork, "practices/conseil-des-jeunes.md")


def _rename_with_alias(fork: Repository) -> None:
    _rename(fork)
    fork.edit(NEW, "---\ntitle:", "---\naliases: [conseil-jeunes]\ntitle:")


def _remove(fork: Repository) -> None:
    (fork.root / SHEET).unlink()


def _remove_a_term(fork: Repository) -> None:
    fork.edit(
        "vocabularies/themes.yaml",
        "jeunesse: {label: Jeunesse, description: Enfants et jeunes}\n",
        "",
    )


def _remove_a_member(fork: Repository) -> None:
    before, _, after = (
        (fork.root / "members.yaml").read_text(encoding="utf-8").partition("- id: bruno")
    )
    assert after
    fork.write("members.yaml", before)


def _erase(fork: Repository) -> None:
    done = run_club(["erase", "bruno-petit", "--yes", "--root", fork.root, "--today", DAY])
    assert done.returncode == system.FINE, done.stderr


def _rename_a_member(fork: Repository) -> None:
    """Under another id, and the former one out of `urls.lock`."""
    fork.edit("members.yaml", "- id: bruno-petit\n", "- id: bruno-petit-deux\n")
    fork.edit(published.FILE, "/annuaire/bruno-petit/\n", "")
    for path in fork.root.rglob("*.md"):
        text = path.read_text(encoding="utf-8")
        path.write_text(text.replace("bruno-petit", "bruno-petit-deux"), encoding="utf-8")


def _forget(fork: Repository) -> None:
    """Remove a sheet and its line of `urls.lock`."""
    _remove(fork)
    fork.edit(published.FILE, f"{ADDRESS}\n", "")


def _forget_by_a_link(fork: Repository) -> None:
    _remove(fork)
    secret = fork.root.parent / "secret"
    secret.write_text("/le-secret/\n", encoding="utf-8")
    (fork.root / published.FILE).unlink()
    (fork.root / published.FILE).symlink_to(secret)


DEAD = "a été publiée et ne mène plus à rien"
TOUCHED = "**décide : les adresses publiées, ou les personnes effacées**"
BECOME = "- semble renommée en `{}` : ajoutez-y `aliases: [conseil-jeunes]`"
# What is done, the address that would die, what its error says to do, what the summary says beside.
REMEDIES = {
    "renamed": (
        _rename,
        ADDRESS,
        "ajoutez « aliases: [conseil-jeunes] » à celle qui la remplace",
        BECOME.format("assemblee-des-jeunes"),
    ),
    "renamed alike": (
        _rename_alike,
        ADDRESS,
        "si practices/conseil-des-jeunes.md la remplace, ajoutez-y « aliases: [conseil-jeunes] »",
        BECOME.format("conseil-des-jeunes"),
    ),
    "removed": (
        _remove,
        ADDRESS,
        "remettez la fiche, ou ajoutez « aliases: [conseil-jeunes] »",
        f"- `{ADDRESS}` (`Conseil de jeunes`)",
    ),
    "a term removed": (
        _remove_a_term,
        "/themes/jeunesse/",
        "remettez « jeunesse » dans vocabularies/themes.yaml",
        "- `/themes/jeunesse/` (`Jeunesse`)",
    ),
    "a member removed": (
        _remove_a_member,
        "/annuaire/bruno-petit/",
        "avec « club.left » si la personne a quitté le club ; si elle demande à être effacée :",
        "- `/annuaire/bruno-petit/` (`Bruno Petit`)",
    ),
    "a member renamed and forgotten": (
        _rename_a_member,
        "/annuaire/bruno-petit/",
        "remettez la fiche",
        f"- `urls.lock` : modifié ; {TOUCHED}",
    ),
    "and its line too": (_forget, ADDRESS, "remettez", f"- `urls.lock` : modifié ; {TOUCHED}"),
    "and its line hidden": (
        _forget_by_a_link,
        ADDRESS,
        "remettez",
        f"- `urls.lock` : lien symbolique ; {TOUCHED}",
    ),
}


@pytest.mark.parametrize(("change", "address", "remedy", "line"), REMEDIES.values(), ids=REMEDIES)
def test_an_address_that_would_die_is_an_error_with_its_remedy(
    change: Callable[[Repository], None], address: str, remedy: str, line: str, tmp_path: Path
) -> None:
    code, text = _propose(tmp_path, change)
    assert code == system.CONTENT
    (said,) = [s for s in _section(text, "Erreurs").splitlines() if f"`{address} {DEAD}`" in s]
    assert remedy in said
    assert f"- `{address}`" in _section(text, "Adresses perdues")
    assert line in map(str.strip, text.splitlines())
    assert "le-secret" not in text


def test_a_proposal_brings_nobody_back_by_taking_their_mark_away(tmp_path: Path) -> None:
    key = "une clé gardée ailleurs"
    mark = tombstones.mark(key.encode(), "zoe-exemple")
    back = (cases.BASE / "members.yaml").read_text(encoding="utf-8")
    with proposal(tmp_path, {tombstones.FILE: f"{mark}\n"}) as (fork, base, head):
        (fork.root / tombstones.FILE).unlink()
        fork.write("members.yaml", back.replace("bruno-petit", "zoe-exemple"))
    done = review(base, head, tmp_path / "revue", cwd=tmp_path, CLUB_ERASE_KEY=key)
    assert done.returncode == system.CONTENT
    text = (tmp_path / "revue/resume.md").read_text(encoding="utf-8")
    assert "(P09)" in _section(text, "Erreurs")
    assert f"- `erased.lock` : supprimé ; {TOUCHED}" in re.sub("[\xa0\u202f]", " ", text)


def test_a_sheet_renamed_with_its_alias_loses_nothing(tmp_path: Path) -> None:
    code, text = _propose(tmp_path, _rename_with_alias)
    assert code == system.FINE
    assert "Adresses perdues" not in text
    assert DEAD not in text


def test_someone_erased_is_no_address_to_give_back(tmp_path: Path) -> None:
    """No remedy, that would name them: their address is meant to lead nowhere."""
    code, text = _propose(tmp_path, _erase)
    assert code == system.FINE
    assert "Adresses perdues" not in text
    assert DEAD not in text
    assert "/annuaire/bruno" not in text
    assert f"- `urls.lock` : modifié ; {TOUCHED}" in text.splitlines()
