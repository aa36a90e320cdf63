"""The lists as a reader uses them: facets, chips, sorting, pages, the address; and without script.

What is shown is compared with `/api/v1/`, which is made apart from the data of the lists.
"""

import json
import re
from typing import Any
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page, expect
from selectolax.lexbor import LexborHTMLParser

from generator.territory.geo import geography
from tests.browser.conftest import AXE, Open, Site, Sites
from tests.browser.test_axe import every_look, violations

pytestmark = pytest.mark.browser

SECTIONS = {
    "annuaire": "members",
    "pratiques": "practices",
    "veille": "watch",
    "reunions": "meetings",
}


def api(site: Site, section: str) -> list[dict[str, Any]]:
    """Return the records of a section as the site publishes them."""
    text = (site.folder / "api" / "v1" / f"{SECTIONS[section]}.json").read_text(encoding="utf-8")
    records: list[dict[str, Any]] = json.loads(text)["records"]
    return records


def opened(page: Page, address: str) -> Page:
    """Go to a list and wait until it can be narrowed."""
    page.goto(address)
    page.wait_for_selector("[data-list][data-ready]")
    return page


def tick(page: Page, facet: str, value: str) -> None:
    """Tick an answer of a facet, opening what is folded."""
    for part in (
        page.locator("[data-facets]"),
        page.locator(f".c-facet:has(> summary:has-text('{facet}'))"),
    ):
        if part.get_attribute("open") is None:
            part.locator("> summary").click()
    page.locator(".c-facet__value", has_text=re.compile(f"^{re.escape(value)}\\d")).first.click()


def count(page: Page) -> int:
    """Return the number of entries that the list says it has."""
    said = re.match(r"[\d\u202f\u00a0]+", page.locator("[data-count]").inner_text())
    assert said
    return int(re.sub(r"\D", "", said[0]))


def cards(page: Page) -> list[str]:
    """Return the words of each entry that is shown."""
    # The browser leaves cards that are far below unrendered, and their words out.
    read = """() => {
        const cards = [...document.querySelectorAll('[data-items] :is(.c-card, .c-person)')];
        for (const card of cards) card.style.contentVisibility = 'visible';
        return cards.map(node => node.innerText.replace(/\\s+/g, ' ').trim());
    }"""
    words: list[str] = page.evaluate(read)
    return words


def links(page: Page) -> list[str]:
    """Return the addresses of the entries shown."""
    found: list[str] = page.locator("[data-items] :is(h3, h4, th) a").evaluate_all(
        "all => all.map(a => a.href)"
    )
    return found


def test_facets_add_up_and_the_list_is_what_they_say(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/"))
    tick(page, "Méthode", "Budget participatif")
    wanted = [
        p for p in api(crowd_site, "pratiques") if "budget-participatif" in p.get("methods", [])
    ]
    assert count(page) == len(wanted) > 0
    tick(page, "Méthode", "Jury citoyen")
    either = {"budget-participatif", "jury-citoyen"}
    wanted = [p for p in api(crowd_site, "pratiques") if either & set(p.get("methods", []))]
    assert count(page) == len(wanted)
    tick(page, "Avancement", "En cours")
    wanted = [p for p in wanted if p["status"] == "ongoing"]
    assert count(page) == len(wanted) > 0
    assert {link.rstrip("/").rpartition("/")[2] for link in links(page)} <= {
        p["id"] for p in wanted
    }
    assert page.url.endswith("?methode=budget-participatif&methode=jury-citoyen&statut=ongoing")


def test_each_count_is_what_ticking_it_would_show(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("annuaire/?situation=actif"))
    page.locator(".c-facet > summary", has_text="Population").click()
    rows = page.locator(".c-facet:has(> summary:has-text('Population')) .c-facet__value")
    said = {
        row.locator("span").nth(0).inner_text(): int(row.locator(".c-facet__count").inner_text())
        for row in rows.all()
        if row.is_visible()
    }
    assert len(said) > 3
    for label, number in said.items():
        opened(page, crowd_site.page("annuaire/?situation=actif"))
        tick(page, "Population", label)
        assert count(page) == number


def test_an_address_with_everything_in_it_gives_the_same_list(page: Page, crowd_site: Site) -> None:
    member = next(m for m in api(crowd_site, "annuaire") if m["active"] and m.get("themes"))
    area = member["memberships"][0]["area"]
    address = f"annuaire/?theme={member['themes'][0]}&region={area['region']}&situation=actif"
    opened(page, crowd_site.page(address))
    wanted = [
        m
        for m in api(crowd_site, "annuaire")
        if m["active"]
        and member["themes"][0] in m.get("themes", [])
        and current(m)["area"]["region"] == area["region"]
    ]
    assert count(page) == len(wanted) > 0
    assert page.locator(".c-chip").count() == 4  # three filters, and « Tout effacer »


def current(member: dict[str, Any]) -> dict[str, Any]:
    """Return the mandate that is shown first."""
    running = [m for m in member["memberships"] if m["active"]]
    found: dict[str, Any] = (
        running[0]
        if running
        else max(member["memberships"], key=lambda m: (m.get("end_date", ""), m["start_date"]))
    )
    return found


def test_chips_take_filters_away_and_back_brings_them_again(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/"))
    everything = count(page)
    tick(page, "Thème", "Culture")
    narrowed = count(page)
    assert 0 < narrowed < everything
    page.get_by_role("button", name="Retirer le filtre Thème : Culture").click()
    assert count(page) == everything
    assert page.url.endswith("/pratiques/")
    page.go_back()
    assert count(page) == narrowed
    expect(page.get_by_label("Culture", exact=False).first).to_be_checked()
    page.go_back()
    assert count(page) == everything


def test_pages_turn_keep_the_filters_and_say_where_they_are(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/?temoigne=oui"))
    total = count(page)
    assert total > 48
    first = links(page)
    page.get_by_role("link", name="Page suivante").click()
    expect(page).to_have_url(re.compile(r"\?temoigne=oui&page=2$"))
    expect(page.locator("[data-count]")).to_be_focused()
    expect(page.get_by_role("status").filter(has_text="page 2")).to_have_count(1)
    second = links(page)
    assert len(first) == 48
    assert not set(first) & set(second)
    page.go_back()
    assert links(page) == first


def test_sorting(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("annuaire/"))
    page.get_by_label("Trier par").select_option(label="Territoires les plus peuplés")
    people = {
        m["id"]: geography().get(current(m)["area"]["area"]) for m in api(crowd_site, "annuaire")
    }
    shown = [link.rstrip("/").rpartition("/")[2] for link in links(page)]
    sizes = [place.population or 0 for id_ in shown if (place := people[id_])]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == max(p.population or 0 for p in people.values() if p)
    assert page.url.endswith("?tri=-habitants")


def test_words_narrow_without_accents(page: Page, crowd_site: Site) -> None:
    member = next(m for m in api(crowd_site, "annuaire") if "é" in m["family_name"].lower())
    opened(page, crowd_site.page("annuaire/"))
    plain = member["family_name"].translate(str.maketrans("éèêÉ", "eeeE")).upper()
    page.get_by_label("Filtrer par mot").fill(plain)
    page.wait_for_url("**/?q=*")
    assert any(link.endswith(f"/{member['id']}/") for link in links(page))
    assert page.get_by_label("Filtrer par mot").evaluate("node => node === document.activeElement")


def test_a_saint_or_an_elision_is_typed_as_one_likes(page: Page, crowd_site: Site) -> None:
    seen = []
    for query in ("saint de", "st de", "l’saint de", "SAINT-DE"):
        opened(page, crowd_site.page(f"annuaire/?q={query}"))
        seen.append(links(page))
    assert seen[0]
    assert seen == [seen[0]] * 4


def test_nothing_found_says_so_and_offers_a_way_out(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/?q=zzzzzz"))
    assert count(page) == 0
    expect(page.get_by_role("link", name="Demander au club")).to_be_visible()
    page.get_by_role("button", name="Effacer les filtres").click()
    assert count(page) == len(api(crowd_site, "pratiques"))


@pytest.mark.parametrize("section", SECTIONS)
def test_what_an_address_asks_and_no_list_knows_is_left_aside(
    section: str, page: Page, crowd_site: Site
) -> None:
    """The view of another list too: a table is for people."""
    odd = "theme=inconnu&x=y&page=99&tri=zzz&statut=__proto__&annee=1900"
    opened(
        page,
        crowd_site.page(f"{section}/?{odd}&vue={'zzz' if section == 'annuaire' else 'tableau'}"),
    )
    assert count(page) == len(api(crowd_site, section))
    assert links(page)


@pytest.mark.parametrize(
    ("section", "facet"),
    [("reunions", "Thème"), ("reunions", "Méthode"), ("annuaire", "Début du mandat")],
)
def test_each_list_has_the_facets_its_kind_has_a_notion_of(
    section: str, facet: str, page: Page, crowd_site: Site
) -> None:
    opened(page, crowd_site.page(f"{section}/"))
    row = page.locator(f".c-facet:has(> summary:has-text('{facet}')) .c-facet__value").first
    value, said = (row.locator("span").nth(n).text_content() or "" for n in (0, 1))
    tick(page, facet, value)
    assert 0 < count(page) == int(said) < len(api(crowd_site, section))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_script_shows_what_the_page_showed(section: str, page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page(f"{section}/"))
    before, addresses = cards(page), links(page)
    opened(page, crowd_site.page(f"{section}/page/2/?page=1"))
    assert cards(page) == before
    assert links(page) == addresses


@pytest.mark.parametrize("address", ["annuaire/", "annuaire/page/2/", "reunions/"])
def test_what_asks_for_nothing_more_shows_the_page_as_it_was_served(
    address: str, page: Page, crowd_site: Site
) -> None:
    """Its letters and its years with it, and the index that leads to them."""
    read = "() => ['[data-items]', '[data-pager]'].map(s => document.querySelector(s).innerHTML)"
    index = page.locator("[data-without-filter]").first
    opened(page, crowd_site.page(address))
    served = page.evaluate(read)
    opened(page, crowd_site.page(f"{address}?utm_source=x"))
    assert page.evaluate(read) == served
    tick(page, "Thème", "Culture")
    expect(page.locator("[data-items] section")).to_have_count(0)
    expect(index).to_be_hidden()
    page.get_by_role("link", name="Contact").first.click()  # links know where they start from
    assert page.url == crowd_site.page("contact/")
    page.go_back()
    page.get_by_role("button", name="Retirer le filtre Thème : Culture").click()
    expect(page.locator("[data-items] section").first).to_be_attached()
    expect(index).to_be_visible()
    assert page.evaluate(read) == served
    assert page.url == crowd_site.page(address)


@pytest.mark.parametrize("section", SECTIONS)
def test_without_script_the_pages_hold_everyone_once(section: str, crowd_site: Site) -> None:
    seen, address = [], f"{section}/"
    for _ in range(50):
        tree = LexborHTMLParser((crowd_site.folder / address / "index.html").read_text("utf-8"))
        links_here = tree.css("[data-items] :is(h3, h4) a")
        seen += [urljoin(f"/{address}", link.attributes["href"] or "") for link in links_here]
        following = tree.css_first("a[aria-label='Page suivante']")
        if following is None:
            break
        address = urljoin(f"/{address}", following.attributes["href"] or "").lstrip("/")
    assert len(seen) == len(set(seen))
    assert set(seen) == {f"/{section}/{r['id']}/" for r in api(crowd_site, section)}


def test_without_script_letters_lead_to_their_page(open_page: Open, crowd_site: Site) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(crowd_site.page("annuaire/"))
    expect(page.locator("[data-facets]")).to_be_hidden()
    page.get_by_role("navigation", name="Index alphabétique").get_by_role(
        "link", name="V", exact=True
    ).click()
    expect(page.locator("[id='lettre:v']")).to_be_in_viewport()


def test_the_table_has_a_row_for_each(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("annuaire/?mandat=maire"))
    page.get_by_label("Tableau").check()
    rows = page.get_by_role("table").get_by_role("row")
    expect(rows).to_have_count(min(count(page), 60) + 1)
    assert "vue=tableau" in page.url


def test_former_mandates_stand_apart(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("annuaire/page/5/"))
    expect(page.get_by_role("heading", name="Anciens mandats", level=2)).to_have_count(1)


def test_with_the_keyboard_alone(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/"))
    box = page.locator(".c-facet__value input").first
    box.focus()
    page.keyboard.press("Space")
    expect(box).to_be_checked()
    expect(box).to_be_focused()
    assert 0 < count(page) < len(api(crowd_site, "pratiques"))
    chip = page.locator(".c-chip").first
    chip.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-count]")).to_be_focused()


def test_on_a_phone_the_facets_are_folded(open_page: Open, crowd_site: Site) -> None:
    page = open_page(viewport={"width": 360, "height": 740}).page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(crowd_site.page("pratiques/"), wait_until="networkidle")
    assert not [url for url in asked if url.endswith("liste.json")], "fetched before it is of use"
    page.get_by_text("Filtrer et trier").click()
    expect(page.get_by_label("Trier par")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360


STATES = {
    "whole": "annuaire/",
    "narrowed": "pratiques/?theme=culture&strate=2000-9999&q=de",
    "nothing": "pratiques/?q=zzzzzz",
    "table": "annuaire/?vue=tableau&mandat=maire",
    "sorted": "veille/?tri=titre&page=2",
    "years": "reunions/",
}


@pytest.mark.parametrize("state", STATES)
def test_axe_finds_nothing_in(state: str, checked: Page, crowd_site: Site) -> None:
    opened(checked, crowd_site.page(STATES[state]))
    checked.locator("[data-facets]").evaluate("node => { node.open = true; }")
    checked.locator(".c-facet").evaluate_all("all => all.forEach(part => { part.open = true; })")
    found = every_look(checked, f"{state}, ")
    assert not found, "\n".join(found)


def test_a_list_whose_data_cannot_be_had_stays_whole(open_page: Open, sites: Sites) -> None:
    page = open_page().page
    page.route("**/liste.json", lambda route: route.abort())
    page.goto(sites["club"].page("pratiques/"))
    expect(page.locator("[data-facets]")).to_have_count(0)
    assert len(links(page)) == 15


def test_the_map_filters_and_counts_what_is_left(page: Page, crowd_site: Site) -> None:
    code, wanted = _busiest(crowd_site)
    opened(page, crowd_site.page("annuaire/?situation=actif"))
    page.locator(".c-facet > summary", has_text="Département").click()
    page.get_by_role("button", name="Choisir sur la carte").click()
    shape = page.locator(f".c-france [data-code='{code}']")
    expect(shape).to_have_attribute(
        "aria-label", re.compile(f"\u00a0: {len(wanted)}\u00a0personne")
    )
    shape.focus()
    page.keyboard.press("Enter")
    assert count(page) == len(wanted)
    assert page.url.endswith(f"?departement={code}&situation=actif")
    expect(shape).to_have_attribute("aria-pressed", "true")
    expect(shape).to_be_focused()
    page.keyboard.press("Space")
    expect(shape).to_have_attribute("aria-pressed", "false")
    assert not violations(axe_in(page))


def _busiest(site: Site) -> tuple[str, list[dict[str, Any]]]:
    """Return the département where most people in office are, and these people."""
    by_code: dict[str, list[dict[str, Any]]] = {}
    for member in api(site, "annuaire"):
        code = current(member)["area"].get("departement")
        if member["active"] and code:
            by_code.setdefault(code, []).append(member)
    return max(by_code.items(), key=lambda item: len(item[1]))


def axe_in(page: Page) -> Page:
    """Load axe-core in a page that is already open."""
    page.evaluate(AXE.read_text(encoding="utf-8") + "; true")
    return page


def test_cards_are_short_and_light_on_a_phone(open_page: Open, crowd_site: Site) -> None:
    """Eighty take 8,000 px at most; each has fourteen nodes at most."""
    page = open_page(viewport={"width": 360, "height": 740}).page
    page.goto(crowd_site.page("pratiques/"))
    cards, height, nodes = page.evaluate(
        """() => {
          const list = document.querySelector('[data-items]');
          const all = [...list.querySelectorAll('.c-card')];
          const each = all.map(card => card.querySelectorAll('*').length + 1);
          return [all.length, 80 * list.offsetHeight / all.length, Math.max(...each)];
        }"""
    )
    assert cards == 48
    assert nodes <= 14
    assert height <= 8_000, height


def test_sheets_are_put_aside_to_compare_from_the_list(page: Page, crowd_site: Site) -> None:
    opened(page, crowd_site.page("pratiques/"))
    buttons = page.locator(".c-card__compare")
    expect(buttons).to_have_count(48)
    buttons.nth(0).click()
    buttons.nth(3).press("Enter")
    expect(buttons.nth(3)).to_have_attribute("aria-pressed", "true")
    chosen = [links(page)[i].rstrip("/").rpartition("/")[2] for i in (0, 3)]
    page.get_by_role("link", name="Comparer (2)").click()
    assert page.url.endswith("/comparer/?" + "&".join(f"f={id_}" for id_ in chosen))


def test_on_a_phone_sheets_are_compared_without_the_filters(
    open_page: Open, crowd_site: Site
) -> None:
    """With the keyboard alone; nothing of the list's data is fetched for it."""
    watched = open_page(viewport={"width": 360, "height": 740}, has_touch=True)
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(crowd_site.page("pratiques/"))
    buttons = page.locator(".c-card__compare")
    expect(buttons).to_have_count(48)
    for n in (0, 1):
        expect(buttons.nth(n)).to_be_enabled()
        size = buttons.nth(n).bounding_box()
        assert size
        assert size["height"] >= 44
        buttons.nth(n).focus()
        page.keyboard.press("Space")
        expect(buttons.nth(n)).to_have_attribute("aria-pressed", "true")
        said = f"Fiche ajoutée à la comparaison : {n + 1} sur 4."
        expect(page.get_by_role("status").filter(has_text=said)).to_have_count(1)
    chosen = [link.rstrip("/").rpartition("/")[2] for link in links(page)[:2]]
    found = violations(axe_in(page))
    assert not found, "\n".join(found)
    bar = page.get_by_role("region", name="Comparaison", exact=True)
    expect(bar).to_be_in_viewport()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    bar.get_by_role("link", name="Comparer (2)").press("Enter")
    page.wait_for_url("**/comparer/?" + "&".join(f"f={id_}" for id_ in chosen))
    assert not [url for url in asked if url.endswith("liste.json")]
    assert watched.errors == []


def test_without_script_nothing_offers_to_compare(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["miniature"].page("pratiques/"))
    expect(page.locator(".c-card__compare").first).to_be_hidden()
