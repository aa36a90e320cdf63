"""« Modifier cette page » and « Signaler une erreur »: on every page, at the right file and line."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml

from generator import demo, pages, views
from generator.build import pipeline
from generator.core import settings
from generator.core.forge import ERROR_FORM
from generator.core.settings import HOME, Settings, SettingsError
from tests.miniature import CLUB, TODAY
from tests.showing import showing

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY)
REPO = SETTINGS.repo_url
GITLAB = replace(SETTINGS, forge="gitlab")


def _links(chosen: Settings) -> Iterator[tuple[str, str, str]]:
    for page in pages.pages(SITE, chosen):
        yield page.address, page.meta.get("edit_url", ""), page.meta.get("report_url", "")


@pytest.mark.parametrize("chosen", [SETTINGS, GITLAB], ids=["github", "gitlab"])
def test_every_page_has_both_links_on_the_forge(chosen: Settings) -> None:
    found = list(_links(chosen))
    assert len(found) > 50
    wrong = [a for a, *links in found if not all(x.startswith(f"{REPO}/") for x in links)]
    assert wrong == []


@pytest.mark.parametrize("chosen", [SETTINGS, GITLAB], ids=["github", "gitlab"])
def test_what_is_to_be_changed_is_there(chosen: Settings) -> None:
    """Each link names a file or a folder of the club, and a line that names what the page shows."""
    kind = "/-" if chosen.forge == "gitlab" else ""
    for address, edit, _ in _links(chosen):
        found = re.fullmatch(
            rf"{re.escape(REPO)}{kind}/(edit|tree)/principal/?([^#]*)(?:#L(\d+))?", edit
        )
        assert found, edit
        way, path, line = found.groups()
        target = CLUB / path
        assert target.is_dir() if way == "tree" else target.is_file(), address
        if line:
            text = target.read_text(encoding="utf-8").split("\n")[int(line) - 1]
            assert address.strip("/").rpartition("/")[2] in text, address


@pytest.fixture(scope="module")
def demo_club(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fictional club with records of every kind, in lists of several pages."""
    root = tmp_path_factory.mktemp("demo") / "club"
    sizes = demo.Sizes(members=130, practices=70, meetings=30, watch=40, actions=5)
    demo.write_demo(root, sizes, seed=5, today=TODAY, home=HOME)
    return root


# Pages of one record of a list: what its line holds.
RECORD_LINES = {
    "annuaire": "- id: {}",
    "themes": "{}:",
    "methodes": "{}:",
}


@pytest.mark.parametrize("forge", ["github", "gitlab", ""])
def test_every_page_of_a_large_club_leads_to_what_it_shows(demo_club: Path, forge: str) -> None:
    """Every page, of every kind: a file or folder that is there, the line of its record."""
    chosen = replace(SETTINGS, repo_url=REPO if forge else "", forge=forge or "github")
    club = pipeline.check(demo_club, chosen, TODAY).club
    site = views.site(club, today=TODAY, fictional=True)
    seen: Counter[str] = Counter()
    for page in pages.pages(site, chosen):
        edit, report = page.meta.get("edit_url", ""), page.meta.get("report_url", "")
        section, _, name = page.address.strip("/").partition("/")
        if not forge:
            assert edit in {"", report}, page.address
            continue
        found = re.fullmatch(
            rf"{re.escape(REPO)}(?:/-)?/(edit|tree)/principal/?([^#]*)(?:#L(\d+))?", edit
        )
        assert found, (page.address, edit)
        way, path, line = found.groups()
        target = demo_club / unquote(path)
        assert target.is_dir() if way == "tree" else target.is_file(), page.address
        assert (path in unquote(report)) or not path, page.address
        if section in RECORD_LINES and name and "/" not in name and way == "edit":
            text = target.read_text(encoding="utf-8").split("\n")[int(line or 1) - 1]
            assert text.startswith(RECORD_LINES[section].format(name)), page.address
            assert f"{path}, ligne {line or 1}" in unquote(report), page.address
            seen[section] += 1
    if forge:
        assert seen["annuaire"] >= 130
        assert seen["themes"] > 5
        assert seen["methodes"] > 5


EXPECTED = {
    "/annuaire/": "edit/principal/members.yaml",
    "/pratiques/": "tree/principal/practices",
    "/pratiques/assemblee-saint-denis/": "edit/principal/practices/assemblee-saint-denis.md",
    "/veille/": "tree/principal/watch",
    "/vocabulaires/": "tree/principal/vocabularies",
    "/recherche/": "tree/principal",
    "/": "edit/principal/content/index.md",
}


def test_a_page_leads_to_what_makes_it() -> None:
    found = {address: edit for address, edit, _ in _links(SETTINGS)}
    assert {a: found[a] for a in EXPECTED} == {a: f"{REPO}/{to}" for a, to in EXPECTED.items()}


def test_an_error_is_reported_with_its_page_and_its_source() -> None:
    found = {address: report for address, _, report in _links(SETTINGS)}
    asked = parse_qs(urlsplit(found["/pratiques/assemblee-saint-denis/"]).query)
    assert asked == {
        "template": [ERROR_FORM],
        "title": ["Erreur sur la page /pratiques/assemblee-saint-denis/"],
        "page": ["https://miniature.example/pratiques/assemblee-saint-denis/"],
        "source": ["practices/assemblee-saint-denis.md, ligne 1"],
    }
    found = {address: report for address, _, report in _links(GITLAB)}
    asked = parse_qs(urlsplit(found["/pratiques/assemblee-saint-denis/"]).query)
    assert asked.keys() == {"issue[title]", "issue[description]"}
    assert "practices/assemblee-saint-denis.md, ligne 1" in asked["issue[description]"][0]


def test_the_form_of_the_repository_has_the_fields_that_links_fill() -> None:
    path = HOME / ".github" / "ISSUE_TEMPLATE" / ERROR_FORM
    form = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert {"page", "source"} <= {field.get("id") for field in form["body"]}


def test_a_page_that_nobody_wrote_leads_to_a_new_file() -> None:
    bare = showing(SITE, page=())
    found = {p.address: p.meta["edit_url"] for p in pages.pages(bare, SETTINGS)}
    assert found["/contact/"] == f"{REPO}/new/principal/content?filename=contact.md"
    found = {p.address: p.meta["edit_url"] for p in pages.pages(bare, GITLAB)}
    assert found["/contact/"] == f"{REPO}/-/new/principal/content?file_name=contact.md"


def test_without_a_forge_every_page_leads_to_the_club() -> None:
    for address, edit, report in _links(replace(SETTINGS, repo_url="")):
        up = "../" * (address.count("/") - 1)
        assert report == (f"{up}contact/" if address else report)
        assert edit in {"", report}


FORGES = {
    "https://github.com/club/base": "github",
    "https://gitlab.com/club/base": "gitlab",
    "https://gitlab.example/club/base": "gitlab",
    "https://framagit.org/club/base": "gitlab",
    "https://git.gitlab.example/club/base": "gitlab",
    "https://forge.example/gitlab/base": "github",
}


@pytest.mark.parametrize(("repo", "forge"), FORGES.items())
def test_a_forge_is_known_by_its_host(repo: str, forge: str) -> None:
    given = {"site_url": "https://essai.example/", "repo_url": f"{repo}/"}
    read = settings._settings(given)
    assert (read.repo_url, read.forge) == (repo, forge)
    for said in settings.FORGES:
        assert settings._settings(given | {"extra": {"club": {"forge": said}}}).forge == said


@pytest.mark.parametrize(
    "wrong", [{"repo_url": "javascript:alert(1)"}, {"extra": {"club": {"forge": "gitea"}}}]
)
def test_a_forge_that_cannot_be_used_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(SettingsError, match=r"mkdocs\.yml"):
        settings._settings({"site_url": "https://essai.example/"} | wrong)
