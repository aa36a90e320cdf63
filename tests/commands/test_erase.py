"""`club erase`: nothing names the person any more, nothing else is lost, nobody brings them back."""

import json
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.build.check import check
from generator.core import published, settings, tombstones
from generator.writing.erasing import Erasure, erase, person
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import build_club, copy_miniature, run_club

ID, NAME = "camille-exemple", "Camille Exemple"
DAY = ("--today", TODAY.isoformat())


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_miniature(tmp_path / "club")


def run(
    root: Path, *arguments: str, code: int = 0, **more: str
) -> subprocess.CompletedProcess[str]:
    done = run_club(["erase", *arguments, "--root", root, *DAY], **more)
    assert done.returncode == code, done.stderr
    return done


def written(root: Path, path: str) -> Any:
    text = (root / path).read_text(encoding="utf-8")
    return yaml.safe_load(text.split("---\n")[1] if path.endswith(".md") else text)


def planned(root: Path, id_: str = ID, kind: str = "member") -> Erasure:
    club = check(root, settings.load(root), TODAY).club
    texts = {path: text.text for path, text in club.sources.texts.items()}
    return erase(club, person(club, kind, id_), texts)


# --- everything, and nothing else ------------------------------------------------------------


def test_no_byte_of_the_sources_nor_of_the_site_names_the_person(root: Path) -> None:
    comment = "# à relire avec Camille Exemple\n"
    listed = root / "network.yaml"
    listed.write_text(comment + listed.read_text(encoding="utf-8"), encoding="utf-8")
    site = root / "site"
    build_club(root, site)  # what builds remember goes too
    done = run(root, ID, "--yes")
    assert "git filter-repo" in done.stdout
    assert "Réponse à envoyer" in done.stdout
    build_club(root, site)
    # The forms' example is another Camille.
    mentions = re.compile(
        r"camille[ ,.-]{0,2}(?:exemple|dupont)|exemple[ ,.-]{1,2}camille|camille@|99.00.12.34",
        re.IGNORECASE,
    )
    for path, data in read_tree(root).items():
        assert "camille" not in path
        text = unicodedata.normalize("NFKC", data.decode("utf-8", "replace"))
        assert not mentions.search(text), path
    assert (site / "annuaire/dominique-modele/index.html").is_file()
    assert not (site / "annuaire/camille-exemple").exists()
    assert not (site / "annuaire/camille-dupont-exemple").exists()


def test_who_is_no_longer_named_is_still_counted(root: Path) -> None:
    run(root, ID, "--yes")
    meeting = written(root, "meetings/2026-04-02-premiere-rencontre.md")
    assert (len(meeting["attendees"]), meeting["attendance"]) == (2, 3)
    action = written(root, "actions/lettre-tirage-au-sort.md")
    assert (len(action["signatories"]), action["unnamed_signatories"]) == (1, 1)
    site = build_club(root, root / "site").site
    page = (site / "actions/lettre-tirage-au-sort/index.html").read_text(encoding="utf-8")
    assert re.search(r"2\sélus, dont 1 représente \d", page)
    meeting_page = site / "reunions/2026-04-02-premiere-rencontre/index.html"
    assert re.search(r"3\spersonnes", meeting_page.read_text(encoding="utf-8"))
    (found,) = [
        one
        for one in json.loads((site / "api/v1/actions.json").read_text("utf-8"))["records"]
        if one["id"] == "lettre-tirage-au-sort"
    ]
    assert found["represented"]["elected"] == 2
    # Erased one after the other, both are counted.
    run(root, "dominique-modele", "--yes")
    action = written(root, "actions/lettre-tirage-au-sort.md")
    assert ("signatories" in action, action["unnamed_signatories"]) == (False, 2)
    assert written(root, "meetings/2026-04-02-premiere-rencontre.md")["attendance"] == 3


def test_what_does_not_speak_of_the_person_stays_as_it_was_typed(root: Path) -> None:
    before = read_tree(root)
    made = planned(root)
    run(root, ID, "--yes")
    after = read_tree(root)
    assert {path for path in before if after.get(path) != before[path]} == made.texts.keys()
    assert after.keys() - before.keys() == {tombstones.FILE}
    lines = before["members.yaml"].decode().splitlines()
    kept = after["members.yaml"].decode().splitlines()
    assert kept == [*lines[:2], *lines[lines.index("- id: dominique-modele") :]]
    assert not check(root, settings.load(root), TODAY).errors


def test_tasks_go_to_someone_or_are_named_as_they_go(root: Path) -> None:
    twin = shutil.copytree(root, root.with_name("twin"))
    done = run(root, ID, "--yes")
    assert "Traduire la fiche en alsacien" in done.stderr
    run(twin, ID, "--yes", "--tasks-to", "lou-gabarit")
    path = "meetings/2026-04-02-premiere-rencontre.md"
    owners = [task["owner"] for task in written(twin, path)["tasks"]]
    assert len(owners) == len(written(root, path)["tasks"]) + 2
    assert owners.count("lou-gabarit") >= 2
    assert "n’est pas un membre" in run(root, "lou-gabarit", "--tasks-to", "x", code=2).stderr


# --- what names them, and what may name someone else -------------------------------------------


@pytest.mark.parametrize(
    ("text", "after"),
    [
        ("Merci à Camille Exemple.", "Merci à (nom retiré)."),
        ("Merci à EXEMPLE Camille, adjointe.", "Merci à (nom retiré), adjointe."),
        ("Merci à **Camille** Exemple.", "Merci à **(nom retiré)."),
        ("Mme Exemple a parlé.", "(nom retiré) a parlé."),
        ("C. Exemple a parlé.", "(nom retiré) a parlé."),
        ("Camille\nExemple a parlé.", "(nom retiré) a parlé."),
        ("Voir [sa page](/annuaire/camille-exemple/).", "Voir sa page."),
        ("Voir [Camille Exemple](/annuaire/camille-dupont-exemple/#x).", "Voir (nom retiré)."),
        ("Écrire à camille.exemple@mulhouse.example.", "Écrire à (coordonnée retirée)."),
        (
            "Appeler le 01.99.00.12.34 ou +33 1 99 00 12 34.",
            "Appeler le (coordonnée retirée) ou (coordonnée retirée).",
        ),
        ("<!-- camille-exemple -->", "<!-- (nom retiré) -->"),
        # Left to a person: an address would lead nowhere, a family name alone may be another's.
        ("Voir https://ville.example/elus/camille-exemple.", None),
        ("Exemple a parlé.", None),
        ("Camille Exemple-Durand a parlé.", None),
        ("Suivre #CamilleExemple.", None),
        ("Voir https://reseau.example/@camilleexemple.", None),
        ("Écrire à cexemple@ville.example ou à exemple@ville.example.", None),
        # Others.
        ("Par exemple.", ""),
        ("Camille Modèle a parlé.", ""),
        ("Saint-Exemple-sur-Loire", ""),
    ],
)
def test_a_text(text: str, after: str | None, root: Path) -> None:
    path = "content/club.md"
    page = (root / path).read_text(encoding="utf-8")
    (root / path).write_text(f"{page}\n{text}\n", encoding="utf-8")
    made = planned(root)
    new = made.texts.get(path, page if after == "" else "")
    if after is None:
        assert path not in made.texts
        assert [place.path for place in made.doubtful].count(path) == 1
    elif after:
        assert str(new).endswith(f"\n{after}\n")
    else:
        assert path not in made.texts
        assert path not in {place.path for place in made.doubtful}


def test_a_namesake_is_someone_else(root: Path) -> None:
    members = root / "members.yaml"
    text = members.read_text(encoding="utf-8").replace(
        "family_name: Modèle", "family_name: Exemple"
    )
    members.write_text(text.replace("Dominique Modèle", "Dominique Exemple"), encoding="utf-8")
    (root / "content/x.md").write_text(
        "---\ntitle: X\n---\n\nDominique Exemple et M. Exemple ont parlé.\n", encoding="utf-8"
    )
    made = planned(root)
    assert "content/x.md" not in made.texts
    assert [p.path for p in made.doubtful].count("content/x.md") == 1  # « M. Exemple »
    run(root, ID, "--yes")
    assert "family_name: Exemple" in members.read_text(encoding="utf-8")


def test_of_two_people_of_one_name_a_person_decides(root: Path) -> None:
    members = root / "members.yaml"
    text = members.read_text(encoding="utf-8").replace(
        "given_name: Dominique", "given_name: Camille"
    )
    members.write_text(
        text.replace("family_name: Modèle", "family_name: Exemple"), encoding="utf-8"
    )
    page = "meetings/2026-04-02-premiere-rencontre.md"
    done = run(root, ID, "--yes")
    assert f"{page}:" in done.stderr.partition("À relire")[2]
    assert "Camille Exemple a raconté" in (root / page).read_text(encoding="utf-8")
    assert "P09" not in run_club(["check", "--root", root, *DAY]).stdout


def test_half_of_the_name_of_someone_else_stays(root: Path) -> None:
    for path in root.rglob("*.*"):
        if path.suffix in {".yaml", ".md"}:
            text = path.read_text(encoding="utf-8")
            text = text.replace("dominique-modele", "camille-exemple-durand")
            path.write_text(
                text.replace("family_name: Modèle", "family_name: Exemple-Durand"), "utf-8"
            )
    run(root, ID, "--yes")
    assert written(root, "members.yaml")[0]["id"] == "camille-exemple-durand"
    action = written(root, "actions/lettre-tirage-au-sort.md")
    assert [one["member"] for one in action["signatories"]] == ["camille-exemple-durand"]


def test_files_called_after_the_person_are_told(root: Path) -> None:
    asset = root / "content/assets/portrait-exemple-camille.png"
    shutil.copy(root / "content/assets/camille-exemple.png", asset)
    settings_file = root / "mkdocs.yml"
    text = settings_file.read_text(encoding="utf-8")
    settings_file.write_text(f"# responsable : Camille Exemple\n{text}", encoding="utf-8")
    told = run(root, ID, "--yes").stderr.partition("À relire")[2]
    assert "content/assets/portrait-exemple-camille.png:1" in told
    assert "mkdocs.yml:1 # responsable" in told
    assert settings_file.read_text(encoding="utf-8").startswith("# responsable")


def test_a_photo_said_by_its_name_alone_goes_too(root: Path) -> None:
    members = root / "members.yaml"
    text = members.read_text(encoding="utf-8")
    members.write_text(text.replace("image: content/assets/", "image: "), encoding="utf-8")
    assert (root / "content/assets/camille-exemple.png").is_file()
    run(root, ID, "--yes")
    assert not (root / "content/assets/camille-exemple.png").exists()


def test_the_steps_for_the_history_are_quoted_for_the_shell(root: Path) -> None:
    members = root / "members.yaml"
    text = members.read_text(encoding="utf-8")
    members.write_text(
        text.replace("family_name: Exemple", "family_name: d'Exemple (M.)"), encoding="utf-8"
    )
    done = run(root, ID, "--yes")
    step = next(line for line in done.stdout.splitlines() if "printf" in line)
    script = step.strip().replace("> ../remplacements.txt", "")
    lines = subprocess.run(
        ["/bin/sh", "-c", script], capture_output=True, text=True, check=True
    ).stdout
    history = b"CAMILLE D'EXEMPLE (M.), camille-exemple, camille-exemple-durand, 01 99 00 12 34"
    for line in lines.splitlines():  # as git-filter-repo does, on bytes
        before, after = line.encode().split(b"==>")
        pattern = before.removeprefix(b"regex:") if b"regex:" in before else re.escape(before)
        history = re.sub(pattern, after, history)
    assert history.decode() == (
        "(nom retiré), nom-retire, camille-exemple-durand, (coordonnée retirée)"
    )


def test_someone_of_the_network_goes_likewise(root: Path) -> None:
    done = run(root, "sacha-theorie", "--yes")
    assert "network.yaml" in done.stderr
    assert not [path for path, data in read_tree(root).items() if b"sacha" in data.lower()]
    assert not check(root, settings.load(root), TODAY).errors


def test_someone_removed_by_hand_is_known_by_what_is_left(root: Path) -> None:
    members = root / "members.yaml"
    records = yaml.safe_load(members.read_text(encoding="utf-8"))
    members.write_text(yaml.safe_dump(records[1:], allow_unicode=True), encoding="utf-8")
    run(root, ID, "--yes")
    assert not check(root, settings.load(root), TODAY).errors
    assert "n’est nommé dans aucune source" in run(root, "qui-donc", code=2).stderr


# --- once, and for ever ------------------------------------------------------------------------


def test_nothing_is_written_until_it_is_confirmed(root: Path) -> None:
    before = read_tree(root)
    done = run(root, ID, code=2)
    assert "members.yaml:3" in done.stderr
    assert "Rien n’est écrit" in done.stderr
    assert read_tree(root) == before


def test_nobody_brings_them_back(root: Path, tmp_path: Path) -> None:
    before = (root / "members.yaml").read_bytes()
    run(root, ID, "--yes")
    lock = (root / tombstones.FILE).read_text(encoding="utf-8")
    assert not re.search("camille|exemple", lock, re.IGNORECASE)
    erased = (root / "members.yaml").read_bytes()
    table = tmp_path / "t.csv"
    table.write_text(
        "Nom;Prénom;Commune;Fonction;Début du mandat\nEXEMPLE;Camille;Mulhouse (68);Adjointe;2020-07-04\n",
        encoding="utf-8",
    )
    done = run_club(["import", "members", table, "--root", root, *DAY])
    assert done.returncode == 1
    assert "a demandé à ne plus figurer dans le club" in done.stdout
    assert (root / "members.yaml").read_bytes() == erased
    (root / "members.yaml").write_bytes(before)
    found = run_club(["check", "--root", root, *DAY])
    assert "members.yaml:3:7 erreur P09 id — cette personne a demandé" in found.stdout
    for one in (NAME, "camille-dupont-exemple"):  # another Camille Exemple
        run(root, one, "--lift")
    assert "P09" not in run_club(["check", "--root", root, *DAY]).stdout


def test_without_a_key_it_is_said(root: Path) -> None:
    for key in ("", "trop-court"):
        done = run(root, ID, code=2, CLUB_ERASE_KEY=key)
        assert "rien n’empêchera qu’un import ramène cette personne" in done.stderr
    run(root, ID, "--yes", CLUB_ERASE_KEY="")
    assert not (root / tombstones.FILE).exists()


def test_the_key_alone_tells_the_marks() -> None:
    names = [tombstones.mark(os.environb[b"CLUB_ERASE_KEY"], one) for one in (NAME, ID)]
    assert names[0] == names[1]  # whichever word comes first
    assert tombstones.mark(b"another key, as long as it", NAME) != names[0]


def test_an_address_that_bears_the_name_is_not_kept_either(root: Path) -> None:
    after_them, other = "/pratiques/atelier-de-camille-exemple/", "/pratiques/atelier-exemple/"
    (root / published.FILE).write_text(published.text([after_them, other]), encoding="utf-8")
    run(root, ID, "--yes")
    assert set(published.load(root)) == {other}
