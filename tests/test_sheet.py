"""What the page of a sheet says for others to cite it and take it up: a reference, linked data."""

import json
from dataclasses import replace
from typing import Any

import pytest
import yaml
from selectolax.lexbor import LexborHTMLParser

from generator import pages, pipeline, settings, views
from generator.pages import sheet
from generator.pages.page import GeneratedPage
from generator.views.model import PracticeView, When
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY)
BUDGET, ASSEMBLY, YOUTH = (
    next(p for p in SITE.practices if p.id == id_)
    for id_ in (
        *("budget-participatif-mulhouse", "assemblee-saint-denis"),
        "conseil-de-jeunes-les-orres",
    )
)
URL = "https://miniature.example/pratiques/budget-participatif-mulhouse/"


# --- the reference ---------------------------------------------------------------------------


def test_a_reference_says_who_what_when_and_where() -> None:
    assert sheet.citation(BUDGET, SETTINGS) == {
        "text": "Club miniature, « Budget participatif d’exemple : la ville laisse choisir », "
        "fiche de pratique, relue le 4 mai 2026, Licence Ouverte 2.0",
        "url": URL,
    }


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        (When("mai 2026", "2026-05"), "fiche de pratique, relue en mai 2026, Licence"),
        (When("2026", "2026"), "fiche de pratique, relue en 2026, Licence"),
        (None, "fiche de pratique, Licence"),
    ],
)
def test_a_reference_gives_the_date_of_the_review_and_no_other(
    reviewed: When | None, said: str
) -> None:
    assert said in sheet.citation(replace(BUDGET, reviewed=reviewed), SETTINGS)["text"]


def test_quotes_inside_quotes_are_the_english_ones() -> None:
    view = replace(BUDGET, title="Le «\u00a0fifty-fifty\u00a0» et « l’autre »")
    text = sheet.citation(view, SETTINGS)["text"]
    assert "« Le “fifty-fifty” et “l’autre” »" in text


# --- linked data -----------------------------------------------------------------------------


def data(view: PracticeView) -> dict[str, Any]:
    return sheet.linked_data(view, SETTINGS)


def test_linked_data_of_a_sheet_in_full() -> None:
    club = {
        "@type": "Organization",
        "name": "Club miniature",
        "url": "https://miniature.example/",
    }
    assert data(BUDGET) == {
        "@context": "https://schema.org",
        "@type": "Article",
        "url": URL,
        "headline": "Budget participatif d’exemple : la ville laisse choisir",
        "description": BUDGET.summary,
        "inLanguage": "fr",
        "author": club,
        "publisher": club,
        "license": "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        "isAccessibleForFree": True,
        "mainEntityOfPage": {"@type": "WebPage", "@id": URL, "lastReviewed": "2026-05-04"},
        "about": {
            "@type": "City",
            "name": "Mulhouse",
            "identifier": {"@type": "PropertyValue", "propertyID": "COG", "value": "68224"},
            "containedInPlace": [
                {"@type": "AdministrativeArea", "name": "Haut-Rhin"},
                {"@type": "AdministrativeArea", "name": "Grand Est"},
            ],
        },
        "keywords": [ref.label for ref in (*BUDGET.methods, *BUDGET.themes)],
        "temporalCoverage": "2019-10-03/..",
        "citation": [
            {
                "@type": "CreativeWork",
                "name": "Bilan d’exemple de l’édition 2025",
                "url": "https://mulhouse.example/bilan-2025",
                "datePublished": "2026-01-31",
            },
            {
                "@type": "CreativeWork",
                "name": "Entretien avec Camille Exemple",
                "datePublished": "2026-02",
            },
        ],
    }


def test_an_adapted_sheet_names_the_one_it_comes_from() -> None:
    assert data(ASSEMBLY)["isBasedOn"] == {
        "@type": "Article",
        "headline": BUDGET.title,
        "url": URL,
    }


@pytest.mark.parametrize(
    ("start", "end", "status", "said"),
    [
        ("2022", "2024-06", "completed", "2022/2024-06"),
        ("2022", "2022", "completed", "2022"),
        ("2022", "", "ongoing", "2022/.."),
        ("2022", "", "completed", "2022"),
        ("", "", "idea", None),
    ],
)
def test_dates_are_an_interval_and_what_is_unknown_is_left_out(
    start: str, end: str, status: str, said: str | None
) -> None:
    view = replace(BUDGET, start=start, end=end, status=status)
    assert data(view).get("temporalCoverage") == said


def test_no_date_is_made_up() -> None:
    dates = {"datePublished", "dateCreated", "dateModified"}
    assert not dates & data(BUDGET).keys()
    view = replace(BUDGET, reviewed=None)
    assert data(view)["mainEntityOfPage"] == {"@type": "WebPage", "@id": URL}


def linked(html: str) -> list[str]:
    scripts = LexborHTMLParser(html).css('script[type="application/ld+json"]')
    return [script.text() or "" for script in scripts]


def test_the_page_holds_its_linked_data_and_nothing_that_ends_it(miniature: BuiltClub) -> None:
    for view in (BUDGET, ASSEMBLY, YOUTH):
        path = miniature.site / view.url.strip("/") / "index.html"
        (text,) = linked(path.read_text(encoding="utf-8"))
        assert json.loads(text) == data(view)
        assert "<" not in text


def test_a_title_cannot_leave_its_linked_data(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The rules refuse tags in a text; a title is not one, and is escaped wherever it goes."""
    folder = tmp_path_factory.mktemp("hostile")
    root = copy_miniature(folder / "club")
    path = root / "practices" / "budget-participatif-mulhouse.md"
    hostile = "</script><!--<script>alert(1)</script>"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("la ville laisse choisir", hostile.replace('"', '\\"')), encoding="utf-8"
    )
    built = build_club(root, folder / "site")
    page = (built.site / "pratiques/budget-participatif-mulhouse/index.html").read_text("utf-8")
    (found,) = linked(page)
    assert hostile in json.loads(found)["headline"]
    assert "<" not in found


@pytest.mark.parametrize(
    "title", ["Un jardin 🌱 partagé", "\\ud83c\\udf31", "a\u2028b\u0085c", '"\\']
)
def test_the_engine_reads_any_title(title: str) -> None:
    page = GeneratedPage("/x/", {"title": title, "linked_data": {"headline": title}}, "")
    read = yaml.safe_load(page.text.split("---")[1])
    assert read == {"title": title, "linked_data": {"headline": title}}
    assert page.text.isascii()


# --- corrections -----------------------------------------------------------------------------


@pytest.mark.parametrize("repo", ["", "https://forge.example/club"])
def test_every_sheet_can_be_corrected_and_completed(repo: str) -> None:
    chosen = replace(SETTINGS, repo_url=repo)
    for page in pages.pages(SITE, chosen):
        if page.address.count("/") == 3 and page.address.startswith("/pratiques/"):
            links = {page.meta["edit_url"], page.meta["report_url"]}
            assert links == {"../../contact/"} if not repo else all(repo in one for one in links)
