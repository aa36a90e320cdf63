"""A practice sheet in use: read on a phone, cited, printed, corrected; a member's card saved."""

import json
import re
from collections import Counter
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
import vobject  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page, expect

from tests.browser import pdf
from tests.browser.conftest import Open, Site, Sites

pytestmark = pytest.mark.browser

BUDGET = "pratiques/budget-participatif-mulhouse/"
ASSEMBLY = "pratiques/assemblee-saint-denis/"
CAMILLE = "annuaire/camille-exemple/"


def sheets(site: Site) -> list[str]:
    """Return the address of every sheet of a site."""
    data = json.loads((site.folder / "api/v1/practices.json").read_text(encoding="utf-8"))
    return [f"{site.url}pratiques/{record['id']}/" for record in data["records"]]


# --- at a glance -----------------------------------------------------------------------------


@pytest.mark.parametrize("which", ["club", "miniature"])
def test_the_essentials_and_whom_to_call_fit_one_screen_of_a_phone(
    which: str, open_page: Open, sites: Sites
) -> None:
    """The first way to reach someone, where there are several."""
    page = open_page(viewport={"width": 360, "height": 740}).page
    for address in sheets(sites[which]):
        page.goto(address)
        way = page.locator(".c-peer a[href^='mailto:'], .c-peer a[href^='tel:']")
        facts, first = (one.first.bounding_box() for one in (page.locator(".c-facts"), way))
        assert facts
        assert first
        assert first["y"] + first["height"] - facts["y"] <= 640, address
        if which == "club":  # the band of a fictional site takes its own place
            assert facts["y"] + facts["height"] <= 740, f"{address}: without scrolling"


def test_the_essentials_come_in_order_then_the_peer_then_the_story(
    page: Page, sites: Sites
) -> None:
    page.goto(sites["miniature"].page(BUDGET))
    names = page.locator("section[aria-labelledby='fiche:essentiel'] dt").all_inner_texts()
    assert names == [
        *("Lieu", "Habitants", "Dates", "Avancement", "Enveloppe", "Coût"),
        *("Participation", "Agents et appuis", "Niveau"),
    ]
    headings = page.locator("article h2").all_inner_texts()
    assert headings[:3] == ["L’essentiel", "À qui parler", "Contexte"]


@pytest.mark.parametrize(
    ("path", "ways"),
    [
        (BUDGET, ["mailto:camille.exemple@mulhouse.example", "tel:0199001234", "+33639985678"]),
        (ASSEMBLY, []),
        (CAMILLE, ["mailto:camille.exemple@mulhouse.example", "tel:0199001234"]),
        ("annuaire/dominique-modele/", []),
        ("reseau/plateforme-exemple/", []),
        ("guides/tirage-au-sort/", []),
        ("methodes/tirage-au-sort/", []),
    ],
)
def test_whom_to_call_is_reached_with_one_finger_or_by_the_keyboard(
    path: str, ways: list[str], open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport={"width": 360, "height": 740}).page
    page.goto(sites["miniature"].page(path))
    links = page.locator(".c-ways a, .c-relay a")
    addresses = links.evaluate_all("all => all.map(one => one.getAttribute('href'))")
    assert [way for way in ways if not any(way in one for one in addresses)] == []
    assert any("?subject=" in one for one in addresses)
    boxes = [link.bounding_box() for link in links.all()]
    for box, following in zip(boxes, [*boxes[1:], None], strict=True):
        assert box
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= 360
        assert following is None or following["y"] >= box["y"] + box["height"], "none hides another"
    for link in links.all():
        link.focus()
        page.keyboard.press("Shift+Tab")
        page.keyboard.press("Tab")
        assert link.evaluate("one => one === document.activeElement")
        assert link.evaluate("one => getComputedStyle(one).outlineStyle") != "none"


def test_two_taps_write_to_someone_by_the_club(page: Page, sites: Sites) -> None:
    """The first opens this message, the second sends it."""
    page.goto(sites["miniature"].page(BUDGET))
    link = page.get_by_role(
        "link", name="Écrire à cette personne par le club\u00a0: Lou Gabarit", exact=True
    )
    message = urlsplit(link.get_attribute("href") or "")
    assert (message.scheme, message.path) == ("mailto", "contact@exemple.example")
    fields = parse_qs(message.query, strict_parsing=True)
    title = "Budget participatif d’exemple\u00a0: la ville laisse choisir"
    assert fields["subject"] == [f"Pour Lou Gabarit\u00a0: {title}"]
    assert f"https://miniature.example/{BUDGET}\r\n" in fields["body"][0]
    expect(page.locator(".c-peer")).to_contain_text(
        "Ou écrivez au club\u00a0: contact@exemple.example"
    )


def test_a_text_that_moved_is_flagged_with_the_reason_in_full(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(BUDGET))
    item = page.locator("section[aria-labelledby='fiche:textes'] li").filter(has_text="Décret")
    expect(item.locator(".c-badge")).to_have_text("À revoir")
    expect(item).to_contain_text(
        "La fiche n’a pas été relue depuis une étape de ce texte\u00a0: "
        "publication au Journal officiel, 1er juin 2026."
    )
    law = page.locator("section[aria-labelledby='fiche:textes'] li").filter(
        has_text="Loi d’exemple"
    )
    expect(law.locator(".c-badge")).to_have_count(0)


def test_what_was_changed_is_read_on_both_sheets(page: Page, sites: Sites) -> None:
    changed = re.compile("Ce qui a été changé\u00a0: Pas d’urne")
    page.goto(sites["miniature"].page(ASSEMBLY))
    section = page.locator("section[aria-labelledby='fiche:inspiree']")
    expect(section).to_contain_text(changed)
    section.get_by_role("link").click()
    expect(page.locator("section[aria-labelledby='fiche:reprise']")).to_contain_text(changed)


@pytest.mark.parametrize("which", ["club", "miniature"])
def test_a_sheet_can_be_corrected_and_completed(which: str, page: Page, sites: Sites) -> None:
    page.goto(sites[which].page("pratiques/*/"))
    for name in ("Signaler une erreur", "Modifier cette page"):
        link = page.get_by_role("link", name=name)
        expect(link).to_be_visible()
        there = "contact/" if which == "club" else "https://forge.example/club-miniature/"
        assert there in (link.get_attribute("href") or "")
    form = page.get_by_role("link", name="Compléter cette fiche")
    assert "contribuer/pratique/?fiche=" in (form.get_attribute("href") or "")


# --- citing ----------------------------------------------------------------------------------


def test_the_citation_is_copied_and_that_is_said(open_page: Open, sites: Sites) -> None:
    watched = open_page(permissions=["clipboard-read", "clipboard-write"])
    page = watched.page
    page.goto(sites["miniature"].page(BUDGET))
    page.get_by_role("button", name="Copier la citation").click()
    expect(page.get_by_role("status").filter(has_text="Citation copiée.")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == (
        "Club miniature, « Budget participatif d’exemple\u00a0: la ville laisse choisir\u00a0», "
        "fiche de pratique, relue le 4 mai 2026, Licence Ouverte 2.0, "
        "https://miniature.example/pratiques/budget-participatif-mulhouse/"
    ).replace("« ", "«\u00a0")
    assert watched.errors == []


def test_where_the_clipboard_is_refused_the_citation_is_selected(
    open_page: Open, sites: Sites
) -> None:
    page = open_page().page
    page.add_init_script(
        "navigator.clipboard.writeText = () => Promise.reject(new Error('refused'))"
    )
    page.goto(sites["miniature"].page(BUDGET))
    page.get_by_role("button", name="Copier la citation").click()
    expect(page.get_by_role("status").filter(has_text="Ctrl + C")).to_be_visible()
    assert page.evaluate("getSelection().toString()").startswith("Club miniature, «")


def test_without_javascript_nothing_is_shown_that_does_not_work(
    open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["miniature"].page(BUDGET))
    expect(page.locator("article button:visible")).to_have_count(0)
    expect(page.locator("[id='fiche:citation']")).to_contain_text(
        "https://miniature.example/pratiques/"
    )


def test_linked_data_is_no_concern_of_the_security_policy(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    watched.page.goto(sites["miniature"].page(BUDGET))
    assert watched.page.locator('script[type="application/ld+json"]').count() == 1
    watched.page.wait_for_load_state("networkidle")
    assert watched.errors == []


# --- printing --------------------------------------------------------------------------------


def test_one_click_prints(page: Page, sites: Sites) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto(sites["miniature"].page(BUDGET))
    page.get_by_role("button", name="Imprimer").click()
    assert page.evaluate("window.printed") is True


SEEN = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const texts = [];
    for (let node; (node = walker.nextNode());) {
        if (node.parentElement.checkVisibility() && !node.parentElement.closest('.u-hidden, script')) {
            texts.push(node.textContent);
        }
    }
    return texts.join(' ');
}"""


@pytest.mark.parametrize(
    ("which", "path", "most"),
    [
        ("club", "pratiques/*/", 4),
        ("club", "pratiques/budget-participatif-paris/", 3),
        ("miniature", BUDGET, 3),
        ("miniature", "pratiques/conseil-de-jeunes-les-orres/", 2),
        ("miniature", CAMILLE, 3),
    ],
)
def test_a_printed_sheet_is_whole_and_holds_in_few_pages(
    which: str, path: str, most: int, page: Page, sites: Sites
) -> None:
    page.goto(sites[which].page(path))
    printed = pdf.pages(page.pdf(format="A4", prefer_css_page_size=True))
    assert len(printed) <= most
    assert {(round(p.width), round(p.height)) for p in printed} == {(595, 842)}
    assert all(len(p.text) > 150 for p in printed), "no page for a line or two"
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 643, "height": 900})  # what margins leave of an A4 sheet
    assert page.evaluate("document.documentElement.scrollWidth") <= 643
    text = "".join(p.text for p in printed)
    seen: str = page.evaluate(SEEN)
    assert [word for word in set(seen.split()) if pdf.squeeze(word) not in text] == []
    lost = Counter(pdf.squeeze(seen)) - Counter(text)
    assert not lost, f"lost on the way: {lost}"


def test_a_printed_sheet_says_where_it_comes_from(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(BUDGET))
    text = "".join(p.text for p in pdf.pages(page.pdf(format="A4")))
    address = "https://miniature.example/pratiques/budget-participatif-mulhouse/"
    assert f"{address}·fichereluele4mai2026" in text
    assert "Biland’exempledel’édition2025(https://mulhouse.example/bilan-2025)" in text


def test_a_printed_sheet_says_how_to_reach_whom_to_call(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(BUDGET))
    text = "".join(p.text for p in pdf.pages(page.pdf(format="A4")))
    for word in ("CamilleExemple", "camille.exemple@mulhouse.example", "0199001234", "secrétariat"):
        assert word in text
    assert "Ouécrivezauclub:contact@exemple.example" in text
    assert "Écrireàcettepersonne" not in text


def test_a_printed_sheet_leaves_out_what_only_a_screen_can_use(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(BUDGET))
    page.get_by_role("button", name="Comparer", exact=True).click()
    expect(page.get_by_role("region", name="Comparaison")).to_be_visible()
    text = "".join(p.text for p in pdf.pages(page.pdf(format="A4")))
    for word in ("Imprimer", "Copierlacitation", "Signaler", "Surcettepage", "Comparer", "Réseau"):
        assert word not in text


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_printed_sheet_is_black_on_white(scheme: str, page: Page, sites: Sites) -> None:
    page.emulate_media(media="print", color_scheme="dark" if scheme == "dark" else "light")
    page.goto(sites["miniature"].page(BUDGET))
    colours = page.evaluate("""() => [...document.querySelectorAll('article *')]
        .filter(node => node.checkVisibility() && node.innerText)
        .flatMap(node => {
            const style = getComputedStyle(node);
            return [['text', style.color], ['back', style.backgroundColor]];
        }).map(([what, colour]) => `${what} ${colour}`)""")
    assert set(colours) <= {
        *("text rgb(0, 0, 0)", "text rgb(68, 68, 68)"),
        *("back rgba(0, 0, 0, 0)", "back rgb(255, 255, 255)"),
    }


# --- a member --------------------------------------------------------------------------------


def test_the_page_of_a_member_comes_in_order(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(CAMILLE))
    expect(page.locator(".c-lede")).to_have_text(
        "Adjointe à la vie citoyenne, Mulhouse (Haut-Rhin)"
    )
    assert page.locator("article h2").all_inner_texts() == [
        *("L’essentiel", "Peut parler de", "Cherche", "Peut témoigner de ces pratiques"),
        *("Prendre contact", "Mandats", "Réunions", "Actions signées"),
        *("Tâches prises en réunion", "Pairs proches ou comparables", "Pages publiques", "Sources"),
    ]


def test_the_card_of_a_member_is_saved_and_read(page: Page, sites: Sites, tmp_path: Path) -> None:
    page.goto(sites["miniature"].page(CAMILLE))
    with page.expect_download() as saved:
        page.get_by_role("link", name="Enregistrer dans mes contacts").click()
    assert saved.value.suggested_filename == "contact.vcf"
    path = tmp_path / "contact.vcf"
    saved.value.save_as(path)
    card = vobject.readOne(path.read_bytes().decode("utf-8"))
    assert card.fn.value == page.get_by_role("heading", level=1).inner_text()


def test_whoever_has_no_details_has_no_card(page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page("annuaire/dominique-modele/"))
    expect(page.get_by_text("Aucune coordonnée n’est publiée")).to_be_visible()
    expect(page.get_by_role("link", name="Enregistrer dans mes contacts")).to_have_count(0)
