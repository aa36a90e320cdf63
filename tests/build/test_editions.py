"""Two editions: what members alone see of each other is on their site, and nowhere else."""

import gzip
import re
import sqlite3
import zlib
from dataclasses import replace
from pathlib import Path

import pytest

from generator.build import pipeline, publish
from generator.core import settings, tombstones
from generator.core.data import table
from generator.kinds import KINDS
from generator.records import field_names
from tests import cases
from tests.cases import Case
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import BuiltClub, build_once, copy_miniature, run_club

DAY = f"--today={TODAY}"
PHONE, EMAIL, LINK = "06 39 98 55 44", "camille@secret.example", "https://secret.example/camille"
SUMMARY = "Préfère qu’on l’appelle après dix-huit heures."
PRIVATE = f"""\
- id: camille-exemple
  summary: {SUMMARY}
  contact_details:
    - type: phone
      value: {PHONE}
      label: le soir
    - type: email
      value: {EMAIL}
  links:
    - url: {LINK}
  consent:
    date: 2026-06-01
    notice: "1"
    fields: [contact_details, summary, links]
"""
PAGE = "annuaire/camille-exemple/index.html"
SHEET = "pratiques/budget-participatif-mulhouse/index.html"


def lay(folder: Path, text: str = PRIVATE) -> Path:
    """Write what members alone see in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "members.private.yaml").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def members(tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """The miniature as its members see it, beside what they see alone."""

    def build(folder: Path) -> BuiltClub:
        root, private = copy_miniature(folder / "club"), lay(folder / "private")
        ran = run_club(["build", "--root", root, DAY, "--edition", "members", "--private", private])
        assert ran.returncode == 0, ran.stderr
        return BuiltClub(root, private / "site")

    return build_once(tmp_path_factory, "members", build)


def _texts(site: Path) -> dict[str, str]:
    """Return what each file says, those of the search unpacked."""
    found = {}
    for name, data in read_tree(site).items():
        raw = gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data
        found[name] = raw.decode(errors="replace")
    return found


def _naming(site: Path) -> set[str]:
    """Return the files that show something told to members alone."""
    digits = re.sub(r"\D", "", PHONE)
    secrets = (EMAIL, LINK, SUMMARY, PHONE, digits)
    return {name for name, text in _texts(site).items() if any(one in text for one in secrets)}


def test_members_see_more_on_pages_and_in_the_search_alone(
    members: BuiltClub, miniature: BuiltClub
) -> None:
    page = (members.site / PAGE).read_text(encoding="utf-8")
    for shown in (PHONE, EMAIL, LINK, SUMMARY, "le soir, réservé aux membres"):
        assert shown in page
    naming = _naming(members.site)
    assert PAGE in naming
    sheet = (members.site / SHEET).read_text(encoding="utf-8")
    assert [one for one in (PHONE, EMAIL) if one not in sheet] == [], "from the page of a person"
    assert any(name.endswith(".pf_fragment") for name in naming)
    assert all(name.endswith((".html", ".pf_fragment", ".pf_index")) for name in naming)
    # Whatever leaves by a file is what everyone may have.
    ours, theirs = read_tree(members.site), read_tree(miniature.site)
    apart = {name for name in ours.keys() | theirs.keys() if ours.get(name) != theirs.get(name)}
    pages = {name for name in apart if name.endswith(".html") or name.startswith("interne/")}
    cards = {name for name in apart if name.endswith("carte.png")}
    assert apart - pages - cards == {
        publish.MARKER,
        publish.PRIVATE_MARKER,
        "_headers",
    }


def test_every_page_says_what_it_is_and_asks_not_to_be_found(members: BuiltClub) -> None:
    pages = {name: text for name, text in _texts(members.site).items() if name.endswith(".html")}
    assert len(pages) > 70
    for name, text in pages.items():
        assert "Édition réservée aux membres du club" in text, name
        assert '<meta name="robots" content="noindex">' in text, name
    headers = (members.site / "_headers").read_text(encoding="utf-8")
    assert "/*\n" in headers
    assert "  X-Robots-Tag: noindex\n" in headers
    assert "Disallow: /\n" in (members.site / "robots.txt").read_text(encoding="utf-8")
    assert not (members.site / "sitemap.xml").exists()


def test_nothing_of_it_is_written_in_the_folder_of_the_club(
    members: BuiltClub, tmp_path: Path
) -> None:
    assert read_tree(members.root) == read_tree(copy_miniature(tmp_path / "club"))


def test_a_public_build_that_knows_it_shows_and_keeps_nothing(
    tmp_path: Path, miniature: BuiltClub
) -> None:
    root, private = copy_miniature(tmp_path / "club"), lay(tmp_path / "private")
    ran = run_club(["build", "--root", root, DAY, "--private", private])
    assert ran.returncode == 0, ran.stderr
    assert read_tree(root / "site") == read_tree(miniature.site)
    kept = _kept(root / ".club" / "cache.db")
    assert "01 99 00 12 34" in kept, "what is public is kept"
    assert not [
        one for one in (PHONE, EMAIL, LINK, SUMMARY, re.sub(r"\D", "", PHONE)) if one in kept
    ]
    assert [path.name for path in private.iterdir()] == ["members.private.yaml"]


def _kept(database: Path) -> str:
    """Return all that a cache holds, as one text."""
    found = []
    with sqlite3.connect(database) as opened:
        names = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in names:
            for row in opened.execute(f"SELECT * FROM {name}"):  # noqa: S608 - names of its own
                found += [one for one in row if isinstance(one, str | bytes)]
    texts = [one.encode() if isinstance(one, str) else one for one in found]
    unpacked = [_unpacked(one) for one in texts]
    return b"\n".join(unpacked).decode(errors="replace")


def _unpacked(data: bytes) -> bytes:
    try:
        return zlib.decompress(data)
    except zlib.error:
        return data


# What a proposal might do with a number that it should not know, each through the rules of the sources.
PLANTED = {
    "declared by a sheet": (
        "content/contact.md",
        f"public_contacts:\n  - {PHONE}\n---\n",
        f"\nAppelez le {PHONE}.\n",
    ),
    "declared, and disguised": (
        "content/contact.md",
        f"public_contacts:\n  - {EMAIL}\n---\n",
        f"\nÉcrivez à {EMAIL.replace('@', ' [at] ')}.\n",
    ),
}


@pytest.mark.parametrize("how", PLANTED)
def test_the_audit_of_the_public_site_withholds_it(
    how: str, tmp_path: Path, miniature: BuiltClub
) -> None:
    root, private = copy_miniature(tmp_path / "club", miniature), lay(tmp_path / "private")
    path, head, text = PLANTED[how]
    first, second, rest = (root / path).read_text(encoding="utf-8").split("---\n", 2)
    (root / path).write_text(f"{first}---\n{second}{head}{rest}{text}", encoding="utf-8")
    ran = run_club(["build", "--root", root, DAY, "--private", private])
    assert ran.returncode == 4, (ran.stdout, ran.stderr)
    assert "L’audit refuse le site" in ran.stderr
    assert not (root / "site").exists()


def test_an_edition_never_takes_the_place_of_the_other(members: BuiltClub, tmp_path: Path) -> None:
    root, private = members.root, lay(tmp_path / "private")
    theirs: list[str | Path] = ["build", "--root", root, DAY, "--edition", "members"]
    refused: list[tuple[list[str | Path], str]] = [
        (theirs, "--edition members demande --private DOSSIER"),
        ([*theirs, "--private", private, "--out", root / "site"], "dans le dossier du club"),
        ([*theirs, "--private", root], "dans le dossier du club"),
        (["build", "--root", root, DAY, "--private", root / "content"], "dans le dossier du club"),
        (["build", "--root", root, DAY, "--out", members.site], "autre chose qu’un site"),
    ]
    for arguments, said in refused:
        ran = run_club(arguments)
        assert (ran.returncode, said in ran.stderr) == (2, True), (arguments, ran.stderr)
    public = tmp_path / "public"
    public.mkdir()
    (public / publish.MARKER).write_text("", encoding="utf-8")
    ran = run_club([*theirs, "--private", private, "--out", public])
    assert (ran.returncode, "--edition members" in ran.stderr) == (2, True)


def test_what_changes_there_is_seen(members: BuiltClub, tmp_path: Path) -> None:
    private, site = lay(tmp_path / "private"), tmp_path / "site"
    own = replace(settings.load(members.root), edition=settings.MEMBERS)

    def build() -> bool:
        return pipeline.build(members.root, own, TODAY, out=site, jobs=1, private=private).same

    assert [build(), build()] == [False, True]
    lay(private, PRIVATE.replace(PHONE, "06 39 98 55 45"))
    assert build() is False
    assert "06 39 98 55 45" in (site / PAGE).read_text(encoding="utf-8")


# --- what is wrong there ----------------------------------------------------------------------

CONSENT = "  consent:\n    date: 2026-06-01\n    fields: [contact_details]\n"
DETAIL = "  contact_details:\n    - type: phone\n      value: 06 39 98 55 44\n"
ALICE, BRUNO = "- id: alice-martin\n", "- id: bruno-petit\n"
FILE = "members.private.yaml"
BAD = {
    "nobody": (
        f"- id: alice-marten\n{DETAIL}{CONSENT}",
        [f"{FILE}:1:7 erreur R01 id — « alice-marten » n’est l’identifiant d’aucun membre"],
    ),
    "twice": (
        f"{ALICE}{DETAIL}{CONSENT}{ALICE}{DETAIL}{CONSENT}",
        [f"{FILE}:8:7 erreur R02 id — « alice-martin » a déjà une fiche ici"],
    ),
    "what is public": (
        f"{ALICE}  given_name: Alice\n{DETAIL}{CONSENT}",
        [f"{FILE}:2:15 erreur F01 given_name — « given_name » ne s’écrit pas ici"],
    ),
    "what is no field": (
        f"{ALICE}  telephon: 06 39 98 55 44\n{CONSENT}",
        [f"{FILE}:2:13 erreur F01 telephon — le champ « telephon » n’existe pas"],
    ),
    "no agreement": (
        f"{ALICE}{DETAIL}",
        [f"{FILE}:2:3 erreur P01 contact_details — « contact_details » est présent sans"],
    ),
    "an agreement on something else": (
        f"{ALICE}{DETAIL}{CONSENT.replace('contact_details', 'summary')}",
        [f"{FILE}:2:3 erreur P01 contact_details — « contact_details » est présent sans"],
    ),
    "an agreement taken back": (
        f"{ALICE}{DETAIL}{CONSENT}    withdrawn: 2026-06-02\n",
        [f"{FILE}:2:3 erreur P03 contact_details —"],
    ),
    "a mandate long over": (
        f"{BRUNO}{DETAIL}{CONSENT}",
        [],
    ),
    "no number": (
        f"{ALICE}{DETAIL.replace('06 39 98 55 44', '06 39')}{CONSENT}",
        [f"{FILE}:4:14 erreur F10 contact_details.0.value —"],
    ),
    "a number in a text": (
        f"{ALICE}  summary: Au 06 39 98 55 44.\n{CONSENT.replace('contact_details', 'summary')}",
        [f"{FILE}:2:12 erreur P05 summary —"],
    ),
    "a field twice": (
        f"{ALICE}{DETAIL}{DETAIL}{CONSENT}",
        [f"{FILE}:5:3 erreur S"],
    ),
    "no list": ("id: alice-martin\n", [f"{FILE}:1:1 erreur S16"]),
    "nothing": ("", [f"{FILE}:1:1 erreur S07"]),
    "a text cut by a comment": (
        f"{ALICE}  summary: Club #1 au soir\n{CONSENT.replace('contact_details', 'summary')}",
        [f"{FILE}:2:", "erreur S18"],
    ),
}


def _found(root: Path, private: Path) -> list[str]:
    checked = pipeline.check(root, settings.load(root), TODAY, private=private)
    return [str(one) for one in checked.findings if one.path == FILE]


@pytest.mark.parametrize("what", BAD)
def test_what_is_wrong_is_said_at_its_line(what: str, tmp_path: Path) -> None:
    text, expected = BAD[what]
    found = _found(
        cases.lay(Case("", "ok", ""), tmp_path / "club"), lay(tmp_path / "private", text)
    )
    assert len(found) == min(1, len(expected)), found
    assert all(part in found[0] for part in expected), found


def test_it_may_be_absent_or_no_file_and_says_so(tmp_path: Path) -> None:
    root, private = cases.lay(Case("", "ok", ""), tmp_path / "club"), tmp_path / "private"
    private.mkdir()
    assert [line[:35] for line in _found(root, private)] == [f"{FILE}:1:1 erreur S08"]
    (private / FILE).symlink_to(root / "members.yaml")
    assert [line[:35] for line in _found(root, private)] == [f"{FILE}:1:1 erreur S01"]


def test_who_left_or_was_erased_is_shown_to_nobody(tmp_path: Path) -> None:
    left = [{"replace": "joined: 2021\n", "with": "joined: 2021\n    left: 2026-01\n"}]
    for name, edits in (("there", []), ("gone", left)):
        root = cases.lay(
            Case("", "ok", "", edits={"members.yaml": edits} if edits else {}), tmp_path / name
        )
        private = lay(tmp_path / f"{name}-private", f"{ALICE}{DETAIL}{CONSENT}")
        found = _found(root, private)
        assert [" P04 " in line for line in found] == [True] * bool(edits), found
    marks = tombstones.load(root)
    assert not marks.hold("alice-martin")


def test_the_table_names_every_field_of_a_person() -> None:
    visible = table("visibility")
    for kind in ("member", "contact"):
        assert set(visible[kind]) == set(field_names(KINDS[kind].model)), kind
    assert set(visible["private"]) < set(visible["member"])
    used = {one for kind in ("member", "contact", "private") for one in visible[kind].values()}
    assert used == set(visible["conditions"])
    # What all see of a member needs no file of its own; what nobody sees stays so.
    for name, condition in visible["private"].items():
        assert condition == visible["member"][name]


@pytest.mark.parametrize("form", ["text", "csv", "json"])
def test_the_report_says_who_sees_what(form: str, tmp_path: Path) -> None:
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    ran = run_club(["check", "--root", root, "--report", "visibility", "--format", form])
    assert ran.returncode == 0
    assert "12 mois après son dernier mandat" in ran.stdout.replace("\u00a0", " ")
    for path in ("members.yaml", "network.yaml", FILE):
        assert path in ran.stdout
