"""What the page of a sheet says for others to cite it: a reference."""

from dataclasses import replace

import pytest
import yaml

from generator import pages, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds.view import When
from generator.pages import extras
from generator.pages.page import GeneratedPage
from tests.miniature import CLUB, TODAY

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY)
BUDGET = next(p for p in SITE.practices if p.id == "budget-participatif-mulhouse")
URL = "https://miniature.example/pratiques/budget-participatif-mulhouse/"


# --- the reference ---------------------------------------------------------------------------


def test_a_reference_says_who_what_when_and_where() -> None:
    assert extras.citation(BUDGET, SETTINGS) == {
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
    assert said in extras.citation(replace(BUDGET, reviewed=reviewed), SETTINGS)["text"]


def test_quotes_inside_quotes_are_the_english_ones() -> None:
    view = replace(BUDGET, title="Le «\u00a0fifty-fifty\u00a0» et « l’autre »")
    text = extras.citation(view, SETTINGS)["text"]
    assert "« Le “fifty-fifty” et “l’autre” »" in text


# --- the front matter ------------------------------------------------------------------------


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
            name = page.address.split("/")[2]
            assert page.meta["complete_url"] == f"../../contribuer/pratique/?fiche={name}"
            links = {page.meta["edit_url"], page.meta["report_url"]}
            assert links == {"../../contact/"} if not repo else all(repo in one for one in links)


@pytest.mark.parametrize(("address", "listed"), [("", 0), (SETTINGS.contact_email, 4)])
def test_a_withdrawal_is_promised_where_there_is_an_address_to_write_to(
    address: str, listed: int
) -> None:
    made = list(pages.pages(SITE, replace(SETTINGS, contact_email=address)))
    withdrawn = [page.address for page in made if page.meta.get("withdraw_url")]
    assert len(withdrawn) == listed, withdrawn
    form = next(page.body for page in made if page.address == "/contribuer/membre/")
    assert ("retirer l’accord</a>" in form) is bool(address)
    assert ("https://miniature.example/contact/" in form) is (not address)
