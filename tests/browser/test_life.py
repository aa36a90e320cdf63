"""The life of the club as a reader meets it: register, what comes, signing, the letter on paper."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser import pdf
from tests.browser.conftest import Site, Sites
from tests.browser.test_lists import cards, count, links, opened, tick

pytestmark = pytest.mark.browser

OPEN, ANSWERED = "actions/lettre-tirage-au-sort/", "actions/courrier-age-du-vote/"


def written(site: Site) -> list[dict[str, str]]:
    """Return every task of the meetings, as the site publishes them."""
    found = json.loads((site.folder / "api" / "v1" / "meetings.json").read_text("utf-8"))
    return [task for meeting in found["records"] for task in meeting.get("tasks", [])]


def test_the_register_has_every_decision_and_task(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("registre/"))
    found = json.loads((crowd_site.folder / "api" / "v1" / "meetings.json").read_text("utf-8"))
    decisions = sum(len(m.get("decisions", [])) for m in found["records"])
    assert count(page) == decisions + len(written(crowd_site)) > 48
    expect(page.locator("[data-items] h3").first).to_have_text("En retard")


def test_the_register_answers_who_owes_what(page: Page, crowd_site: Site) -> None:
    owed = [t for t in written(crowd_site) if t["status"] == "open"]
    owner = owed[0]["owner"]
    opened(page, crowd_site.page(f"registre/?responsable={owner}"))
    assert count(page) == sum(t["owner"] == owner for t in written(crowd_site))
    opened(page, crowd_site.page("registre/"))
    tick(page, "État", "En retard")
    tick(page, "État", "À faire")
    assert count(page) == len(owed)
    assert page.url.endswith("registre/?etat=late&etat=open")
    page.locator("[data-items] .c-card__title a").first.click()
    target = page.locator(f"[id='{urlsplit(page.url).fragment}']")
    expect(target).to_be_in_viewport()


def test_the_register_shows_by_script_what_the_page_showed(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("registre/"))
    before, addresses = cards(page), links(page)
    opened(page, crowd_site.page("registre/?page=1"))
    assert cards(page) == before
    assert links(page) == addresses


def test_a_member_leads_to_their_lines_of_the_register(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page("annuaire/camille-exemple/"))
    page.get_by_role("link", name="Les voir dans le registre du club").click()
    page.wait_for_selector("[data-list][data-ready]")
    expect(page.locator(".c-chip").first).to_contain_text("Camille Exemple")


def test_home_says_when_the_club_meets_and_what_comes(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(""))
    following = page.get_by_role("region", name="Prochaine réunion")
    expect(following).to_contain_text("10 septembre 2026")
    expect(following.get_by_role("link", name="Ajouter à mon agenda")).to_be_visible()
    page.get_by_role("link", name="Tout voir : à venir").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("À venir")
    days = page.locator(".c-timeline time").evaluate_all("all => all.map(t => t.dateTime)")
    assert days == sorted(days) != []


def test_an_open_action_is_signed_by_a_ready_message(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(OPEN))
    address = page.get_by_role("link", name="Signer par courriel").get_attribute("href")
    assert address
    target = urlsplit(address)
    assert (target.scheme, target.path) == ("mailto", "contact@exemple.example")
    fields = parse_qs(target.query, strict_parsing=True)
    title = "Ouvrir les listes électorales au tirage au sort"
    assert fields["subject"] == [f"Je signe\u00a0: {title}"]
    body = fields["body"][0]
    assert f"«\u00a0{title}\u00a0»" in body
    assert f"https://miniature.example/{OPEN}" in body
    assert "\r\n" in body
    assert "+" not in unquote(target.query)


def test_a_closed_action_is_not_to_be_signed(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(ANSWERED))
    expect(page.get_by_role("heading", name="Signataires", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="Signer", exact=True)).to_have_count(0)


@pytest.mark.parametrize("path", [OPEN, ANSWERED])
def test_a_letter_prints_on_a4_with_its_signatories_in_a_table(
    path: str, page: Page, sites: Sites
) -> None:
    page.goto(sites["miniature"].page(f"{path}lettre/"))
    rows = page.get_by_role("table").get_by_role("row").all_inner_texts()
    printed = pdf.pages(page.pdf(format="A4", prefer_css_page_size=True))
    assert {(round(p.width), round(p.height)) for p in printed} == {(595, 842)}
    text = "".join(p.text for p in printed)
    for word in " ".join(rows).split():
        assert pdf.squeeze(word) in text
    assert "Menu" not in text
    assert "LicenceOuverte" not in text
