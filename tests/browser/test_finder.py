"""« Un territoire comme le mien »: from the home page to an answer, and the sums of the page."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from generator import demo, views
from generator.build import pipeline
from generator.core import settings
from generator.engine import release
from generator.exports import finder
from generator.kinds import comparable
from generator.territory.geo import Place, geography
from generator.territory.likeness import Territory
from generator.views.model import SiteView
from scripts import javascript
from scripts.bench.territory import COLLECTIONS, everyone, sample, territory
from tests.browser.conftest import AXE, Open, Sites, _server
from tests.browser.test_axe import every_look

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
RIXHEIM = "territoires/?commune=68278"  # 14,380 inhabitants
BUDGET = "methode:budget-participatif"
TODAY = date(2026, 6, 15)
GEO = geography()


def _field(page: Page) -> Any:
    return page.get_by_role("combobox", name="Votre commune")


def _options(page: Page) -> Any:
    return page.get_by_role("option").locator("visible=true")


def _answers(page: Page) -> Any:
    return page.locator(".c-like")


# --- the walk -----------------------------------------------------------------------------


def test_from_the_home_page_to_whom_to_call(open_page: Open, sites: Sites) -> None:
    """A town of 14,000 that wants a participatory budget, on a phone."""
    watched = open_page(viewport=PHONE, has_touch=True, is_mobile=True)
    page = watched.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites["club"].url)
    page.get_by_label("Votre commune").tap()  # the answer comes in this page
    expect(_field(page)).to_be_focused()
    assert not [url for url in asked[: asked.index(page.url) + 1] if url.endswith(".json")]
    page.keyboard.type("rixheim")
    expect(_options(page).first).to_be_visible()
    page.keyboard.press("Enter")
    expect(_answers(page).first).to_be_visible()
    page.get_by_label("Sujet").select_option(BUDGET)
    status = page.locator(".c-finder__said")
    expect(status).to_contain_text("sur le sujet «\u00a0Budget participatif\u00a0»")
    assert page.url == f"{sites['club'].url}{RIXHEIM.removeprefix('territoires/')}&sujet={BUDGET}"
    section = page.locator("section", has=page.get_by_role("heading", name="Qui l’a fait"))
    first = section.locator(".c-like").first
    for what in ("Mulhouse (Haut-Rhin)", "à partir de 2015", "hab."):
        expect(first).to_contain_text(what)
    expect(first).to_contain_text("135\u202f173\u00a0€ (2024")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    first.get_by_role("link").first.tap()
    expect(page.get_by_role("heading", name="À qui parler")).to_be_visible()
    assert watched.errors == []
    assert watched.hosts == []


def test_nothing_is_fetched_from_the_home_page_before_one_asks(page: Page, sites: Sites) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(sites["club"].url, wait_until="networkidle")
    assert [url for url in asked if url.endswith((".html", ".json"))] == []
    page.get_by_label("Votre commune").focus()
    expect(_field(page)).to_be_focused()
    assert [url for url in asked if url.endswith("index.json")]


def test_without_javascript_the_home_page_leads_to_the_territories(
    open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["club"].url)
    page.get_by_label("Votre commune").fill("rixheim")
    page.get_by_role("button", name="Voir").click()
    assert page.url.endswith("/territoires/?lieu=rixheim")


def test_what_is_typed_before_the_field_is_ready_is_kept(page: Page, sites: Sites) -> None:
    page.route(
        "**/index.json", lambda route: (page.evaluate("window.slow = true"), route.continue_())
    )
    page.goto(sites["club"].url)
    page.get_by_label("Votre commune").press_sequentially("rixh")
    expect(_field(page)).to_be_focused()
    page.keyboard.type("eim")
    expect(_options(page)).to_have_count(1)


def test_the_doors_of_the_home_page_open_on_practices(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].url)
    doors = page.get_by_role("navigation", name=re.compile("Par (méthode|thème)")).get_by_role(
        "link"
    )
    addresses = [door.get_attribute("href") for door in doors.all()]
    assert len(addresses) > 6
    for address in addresses:
        page.goto(sites["club"].page(address or ""))
        expect(page.locator(".c-card").first).to_be_visible()


def test_whom_to_call_is_said_with_the_practice(page: Page, sites: Sites) -> None:
    """The miniature club has a practice in Mulhouse, with someone to call."""
    page.goto(sites["miniature"].page("territoires/?commune=68224"))
    mine = _answers(page).filter(has_text="Votre territoire").first
    expect(mine).to_contain_text("Peut en parler")
    mine.locator(".c-like__peers a").first.click()
    assert "/annuaire/" in page.url


def test_a_question_is_an_address_that_can_be_shared(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page(f"{RIXHEIM}&sujet={BUDGET}"))
    expect(_field(page)).to_have_value("Rixheim")
    expect(page.get_by_label("Sujet")).to_have_value(BUDGET)
    expect(_answers(page).first).to_be_visible()


def test_back_and_forward_go_from_question_to_question(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    status = page.locator(".c-finder__said")
    _field(page).fill("rixheim")
    _options(page).first.click()
    expect(status).to_contain_text("Rixheim (Haut-Rhin), 14\u202f380")
    page.get_by_label("Sujet").select_option(BUDGET)
    expect(status).to_contain_text("Budget participatif")
    page.go_back()
    expect(status).not_to_contain_text("Budget participatif")
    expect(page.get_by_label("Sujet")).to_have_value("")
    expect(_answers(page).first).to_be_visible()
    page.go_back()
    expect(_answers(page)).to_have_count(0)
    expect(_field(page)).to_have_value("")
    page.go_forward()
    expect(status).to_contain_text("Rixheim")
    expect(_field(page)).to_have_value("Rixheim")


def test_a_name_of_several_places_lets_one_choose(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/?lieu=Saint-Denis"))
    expect(_options(page).nth(1)).to_be_visible()
    expect(_options(page).filter(has_text="La Réunion")).to_have_count(1)
    _options(page).filter(has_text="Seine-Saint-Denis").first.click()
    assert page.url.endswith("territoires/?commune=93066")


@pytest.mark.parametrize(
    "query", ["commune=99999", "commune=<b>", "epci=1", "departement=ZZ", "region=", "commune=2A"]
)
def test_an_unknown_place_is_said_so(query: str, open_page: Open, sites: Sites) -> None:
    watched = open_page()
    watched.page.goto(sites["club"].page(f"territoires/?{query}"))
    expect(watched.page.locator(".c-finder__said")).to_contain_text("Ce lieu est inconnu")
    assert watched.errors == []


# --- the combobox -------------------------------------------------------------------------


def test_the_keyboard_alone_suffices(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    field = _field(page)
    expect(field).to_have_attribute("aria-expanded", "false")
    for name, value in (("autocapitalize", "none"), ("spellcheck", "false")):
        expect(field).to_have_attribute(name, value)
    field.press_sequentially("st denis")
    expect(field).to_have_attribute("aria-expanded", "true")
    listed = page.get_by_role("listbox", name="Votre commune")
    expect(listed).to_be_visible()
    assert field.get_attribute("aria-controls") == listed.get_attribute("id")
    for key, chosen in (("ArrowDown", 0), ("ArrowDown", 1), ("ArrowUp", 0), ("ArrowUp", -1)):
        page.keyboard.press(key)
        option = _options(page).nth(chosen)
        expect(option).to_have_attribute("aria-selected", "true")
        assert field.get_attribute("aria-activedescendant") == option.get_attribute("id")
        expect(field).to_be_focused()
    page.keyboard.press("Escape")
    expect(listed).to_be_hidden()
    expect(field).to_have_value("st denis")
    expect(field).not_to_have_attribute("aria-activedescendant", re.compile("."))
    page.keyboard.press("ArrowDown")
    expect(listed).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(listed).to_be_hidden()
    expect(field).to_have_value("Saint-Denis")
    expect(field).to_be_focused()
    expect(_answers(page).first).to_be_visible()


def test_enter_takes_the_first_place_proposed(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    _field(page).press_sequentially("Rixheim")
    page.keyboard.press("Enter")
    expect(_field(page)).to_have_value("Rixheim")
    page.wait_for_url(sites["club"].page(RIXHEIM))


def test_leaving_the_field_closes_its_list(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    page.set_viewport_size({"width": 1280, "height": 400})  # a list that scrolls can take the focus
    _field(page).fill("saint")
    expect(_options(page).first).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(page.get_by_label("Sujet")).to_be_focused()


def test_an_option_can_be_touched(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport=PHONE, has_touch=True, is_mobile=True).page
    page.goto(sites["club"].page("territoires/"))
    _field(page).fill("wittenheim")
    option = _options(page).first
    expect(option).to_be_visible()
    box = option.bounding_box()
    assert box
    assert box["height"] >= 44
    option.tap()
    expect(_answers(page).first).to_be_visible()
    expect(_field(page)).not_to_be_focused()  # the keyboard of the phone goes away


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("mulhouse", "lieux proposés"),
        ("68100", "Tapez un nom plutôt qu’un code postal"),
        ("zzzzzz", "Aucun lieu ne ressemble à «\u00a0zzzzzz\u00a0»."),
        ("cha", "une lettre de plus pour les communes"),
        ("mo", "Encore une lettre…"),
        ("<img src=x>", "Aucun lieu ne ressemble à «\u00a0<img src=x>\u00a0»."),
    ],
)
def test_what_is_found_is_announced(typed: str, said: str, page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    _field(page).fill(typed)
    expect(page.locator(".c-combo [role=status]")).to_contain_text(said)


def test_a_lost_connection_is_said_and_may_be_tried_again(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("territoires/"))
    expect(_field(page)).to_be_visible()
    page.route("**/territoires/donnees/**", lambda route: route.abort())
    _field(page).fill("rixheim")
    expect(page.locator(".c-combo [role=status]")).to_contain_text("Vérifiez votre connexion")
    page.unroute("**/territoires/donnees/**")
    _field(page).fill("rixhei")
    _options(page).first.click()
    expect(_answers(page).first).to_be_visible()


def test_without_javascript_the_page_offers_its_lists(open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE).page
    page.goto(sites["club"].page("territoires/?lieu=Rixheim"))
    part = page.locator("[data-finder]")
    expect(part).to_contain_text("Sans JavaScript")
    part.get_by_role("link", name="par département").click()
    expect(page.locator("[id='bloc:tableau']")).to_be_in_viewport()
    part.get_by_role("link", name="toutes les pratiques").click()
    assert page.url == sites["club"].page("pratiques/")


# --- a subject nobody has shared ----------------------------------------------------------


def _unshared(site: Path) -> str:
    folder = site / release.internal() / finder.FOLDER
    index = json.loads((folder / "index.json").read_text(encoding="utf-8"))
    return next(
        f"{kind}:{key}"
        for kind, key, _, practices, people in index["subjects"]
        if not practices + people
    )


def test_a_subject_nobody_shared_gives_the_nearest_and_a_door(page: Page, sites: Sites) -> None:
    site = sites["miniature"]
    page.goto(site.page(f"{RIXHEIM}&sujet={_unshared(site.folder)}"))
    empty = page.locator(".c-empty")
    expect(empty).to_contain_text("Personne n’a encore partagé ce sujet")
    expect(_answers(page).first).to_be_visible()
    expect(page.locator(".c-finder__said")).to_contain_text("tous sujets confondus")
    empty.get_by_role("link", name="Poser la question au club").click()
    assert page.url == site.page("contact/")


# --- no violation, whatever the state -----------------------------------------------------


@pytest.fixture(scope="module")
def checked(browser: Browser) -> Iterator[Page]:
    """One page for the states below, where axe is loaded with each document."""
    context = browser.new_context(locale="fr-FR", reduced_motion="reduce")
    context.add_init_script(path=AXE)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("state", ["asked", "list", "no-place", "answers", "no-answer"])
def test_axe_finds_nothing_in_any_state(state: str, checked: Page, sites: Sites) -> None:
    club, small = sites["club"], sites["miniature"]
    address = {
        "answers": club.page(f"{RIXHEIM}&sujet={BUDGET}"),
        "no-answer": small.page(f"{RIXHEIM}&sujet={_unshared(small.folder)}"),
    }.get(state, club.page("territoires/"))
    checked.goto(address)
    expect(_field(checked)).to_be_visible()
    if state in {"list", "no-place"}:
        _field(checked).fill("saint denis" if state == "list" else "zzzzzz")
    if state == "list":
        expect(_options(checked).first).to_be_visible()
        checked.keyboard.press("ArrowDown")
    elif state == "no-place":
        expect(checked.locator(".c-combo [role=status]")).to_contain_text("Aucun lieu")
    elif state != "asked":
        expect(_answers(checked).first).to_be_visible()
    found = every_look(checked, f"{state}, ")
    for width in (320, 360, 768):
        checked.set_viewport_size({"width": width, "height": 800})
        assert checked.evaluate("document.documentElement.scrollWidth") <= width
    assert not found, "\n".join(found)


# --- the sums of the page, on a club large enough for its shelves to be cut ----------------


@dataclass(frozen=True, slots=True)
class Sums:
    """A page that runs the modules of the finder on the files of a fictional club."""

    page: Page
    site: SiteView

    def run(self, code: str, values: Any) -> Any:
        """Run `code` for each of `values`, with the modules, the index and `load` at hand."""
        return self.page.evaluate(
            """async ([code, values]) => {
                const {src, dataset} = document.querySelector('script[data-root]');
                const at = (name) => new URL(`../src/territories/${name}`, src);
                const likeness = await import(at('likeness.js'));
                const communes = await import(at('communes.js'));
                const files = new Map();
                const load = async (path) => {
                    if (!files.has(path)) {
                        files.set(path, await (await fetch(`${dataset.internal}territoires/donnees/${path}`)).json());
                    }
                    return files.get(path);
                };
                const index = await load('index.json');
                const blob = new Blob([`export const run = ${code}`], {type: 'text/javascript'});
                const {run} = await import(URL.createObjectURL(blob));
                const done = [];
                for (const value of values) done.push(await run(value, {likeness, communes, load, index}));
                return done;
            }""",
            [code, values],
        )


@pytest.fixture(scope="module")
def sums(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sums]:
    root, folder = tmp_path_factory.mktemp("sums") / "club", tmp_path_factory.mktemp("served")
    sizes = demo.Sizes(members=900, practices=500, meetings=0, watch=0, actions=0)
    demo.write_demo(root, sizes, seed=5, today=TODAY, home=settings.HOME)
    site = views.site(pipeline.check(root, settings.load(root), TODAY).club, today=TODAY)
    for path, text in finder.files(site, settings.load(root)).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    shutil.copytree(settings.HOME / "theme" / "assets", folder / "assets")
    shutil.copytree(javascript.SRC, folder / "src")
    frame = '<script src="/assets/early.js" data-root="/" data-internal="/"></script>'
    html = f"<!doctype html><title>Sommes</title>{frame}"
    (folder / "index.html").write_text(html, encoding="utf-8")
    with _server(folder) as url:
        context = browser.new_context()
        page = context.new_page()
        page.goto(url)
        yield Sums(page, site)
        context.close()


_ASK = """async ([area, shelf, collection], {likeness, communes, load, index}) => {
    const asker = await communes.byArea(index, area, load);
    const {found, sure} = await likeness.ask(index, asker, shelf, collection, load);
    return [sure, found.map((one) => [-one.score, one.gap, one.id, likeness.reasons(index, asker, one.place)])];
}"""


def _asked() -> list[Place]:
    others = (GEO.get(area) for area in ("epci:200066009", "departement:68", "region:44"))
    return [*sample(GEO, 60), *(place for place in others if place)]


def _places(site: SiteView) -> dict[str, Territory]:
    found = {view.id: view.place.territory for view in site.practices if view.place}
    return found | {v.id: v.current.place.territory for v in site.members if v.current.place}


@pytest.mark.parametrize("collection", COLLECTIONS)
@pytest.mark.parametrize("subject", ["", "methods", "themes"])
def test_the_page_ranks_as_a_comparison_with_everyone(
    subject: str, collection: str, sums: Sums
) -> None:
    hubs = getattr(sums.site, subject) if subject else ()
    shelf = finder.name(max(hubs, key=lambda h: len(h.practices))) if hubs else finder.ALL
    asked, where = _asked(), _places(sums.site)
    answers = sums.run(_ASK, [[place.area, shelf, collection] for place in asked])
    assert sum(sure for sure, _ in answers) >= 0.7 * len(asked)
    for place, (sure, found) in zip(asked, answers, strict=True):
        asker = territory(place)
        best = everyone(sums.site, asker, shelf, collection)
        assert [row[0] for row in found] == [row[0] for row in best], place.area
        assert not sure or [tuple(row[:3]) for row in found] == best, place.area
        for _, _, id_, said in found:
            assert said == comparable.reasons(asker, where[id_], you=True)


_SEARCH = """async (typed, {communes, load, index}) =>
    (await communes.search(index, typed, load)).found.map((place) => place.area)"""


def test_communes_are_found_by_their_exact_name(sums: Sums) -> None:
    places = sample(GEO, 300)
    answers = sums.run(_SEARCH, [place.name for place in places])
    lost = [
        place.name
        for place, found in zip(places, answers, strict=True)
        # Past eight of the very same name, the largest come first.
        if place.area not in found and len(_namesakes(place.name)) <= 8
    ]
    assert lost == []


def _namesakes(name: str) -> list[str]:
    return [c for c in GEO.commune_codes if (p := GEO.get(f"commune:{c}")) and p.name == name]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("rixheim", "68278"),
        ("MULHOUSE", "68224"),
        ("Mulhose", "68224"),
        ("umlhouse", "68224"),
        ("Monpellier", "34172"),
        ("Nulhouse", "68224"),
        ("Chmabéry", "73065"),
        ("Starsbourg", "67482"),
        ("kolmar", "68066"),
        ("saint bieuc", "22278"),
        ("st brieuc", "22278"),
        ("Ste Menehould", "51507"),
        ("Rochelle", "17300"),
        ("l hay les roses", "94038"),
        ("L’Haÿ", "94038"),
        ("ivri sur seine", "94041"),
        ("Saint-Denis", "93066"),
        ("saint denis", "97411"),
        ("oeuilly", "51410"),
        ("Paris 13ème", "75113"),
        ("paris 1er", "75101"),
        ("Marseille 8", "13208"),
        ("Y", "80829"),
        ("Eu", "76255"),
        ("Quimer", "29232"),
        ("Plessé", "44128"),
        ("Bezancon", "25056"),
        ("Montreuil 93", "93048"),
        ("Montreuil (Seine-Saint-Denis)", "93048"),
        ("saint denis de la reunion", "97411"),
        ("Saint-Pierre Réunion", "97416"),
        ("st paul 974", "97415"),
        ("dijon cote dor", "21231"),
        ("Montreuil-sous-Bois", "93048"),
        ("neuilly/seine", "92051"),
        ("élu de Brest", "29019"),
        ("Ville-d’Avray", "92077"),
        ("Ay", "51030"),
        ("Saint-Dié", "88413"),
        ("Châlons-sur-Marne", "51108"),
        # Communes that are part of another now.
        ("Annecy-le-Vieux", "74010"),
        ("cherbourg octeville", "50129"),
        ("Pierrefitte-sur-Seine", "93066"),
        ("lomme", "59350"),
        ("ville de lyon", "69123"),
        ("la mairie de gap", "05061"),
        ("Ville du Havre", "76351"),
        ("mairie de Monpellier", "34172"),
        ("larochelle", "17300"),
        ("lehavre", "76351"),
        ("saintbrieuc", "22278"),
        ("StBrieuc", "22278"),
        ("stdenis", "93066"),
        ("stefoy", "85214"),
        ("stetienne", "42218"),
        ("stlo", "50502"),
        ("stdenis 974", "97411"),
    ],
)
def test_communes_are_found_however_they_are_typed(typed: str, code: str, sums: Sums) -> None:
    (found,) = sums.run(_SEARCH, [typed])
    assert f"commune:{code}" in found[:4]


@pytest.mark.parametrize(
    ("typed", "first", "exact"),
    [
        ("Saint-Dié", "commune:88413", 0),  # and not Die, which is another town
        ("Ay", "commune:51030", 1),  # part of Aÿ-Champagne now; Saint-Ay is not called so
        ("Seynod", "commune:74010", 1),
        ("Saint-Denis 974", "commune:97411", 1),
        ("agglo de cergy", "epci:249500109", 0),
        ("mairie de Gap", "commune:05061", 1),
        ("larochelle", "commune:17300", 0),
        ("Saint", "commune:56201", 1),  # Le Saint
    ],
)
def test_only_the_very_name_is_taken_without_asking(
    typed: str, first: str, exact: int, sums: Sums
) -> None:
    code = """async (typed, {communes, load, index}) => {
        const {found, exact} = await communes.search(index, typed, load);
        return [found[0]?.area ?? '', exact];
    }"""
    assert sums.run(code, [typed]) == [[first, exact]]


def test_a_name_and_its_departement_weigh_little(sums: Sums) -> None:
    """Whatever is typed: two files of names where one does not do, forty for a slip at the start."""
    code = """async (typed, {communes, load, index}) => {
        const files = new Set();
        await communes.search(index, typed, (path) => { files.add(path); return load(path); });
        return [...files].reduce((sum, path) => sum + index.shards[path.slice(11, -5)], 0);
    }"""
    typed = ["Montreuil 93", "loosengohelle", "zzz zzz", "Saint Nazer", "montreuil sous bois"]
    weights = sums.run(code, typed)
    assert max(weights) <= 90_000, weights  # about a third of it compressed


def test_a_slip_in_the_name_of_a_town_is_forgiven(sums: Sums) -> None:
    """One letter lost, then two swapped, anywhere after the first letter."""
    towns = [place for place in sample(GEO, 300) if (place.population or 0) > 8_000]
    towns = [place for place in towns if len(place.name) > 6]
    typed = []
    for n, place in enumerate(towns):
        at = 1 + n % (len(place.name) - 2)
        typed.append(place.name[:at] + place.name[at + 1 :])
        swapped = place.name[at + 1] + place.name[at]
        typed.append(place.name[:at] + swapped + place.name[at + 2 :])
    answers = sums.run(_SEARCH, typed)
    wanted = [place.area for place in towns for _ in range(2)]
    lost = [t for t, area, found in zip(typed, wanted, answers, strict=True) if area not in found]
    assert len(typed) > 100
    assert len(lost) <= len(typed) * 0.1, " / ".join(lost)


@pytest.mark.parametrize(
    ("typed", "area"),
    [
        ("mulhouse alsace agglo", "epci:200066009"),
        ("communauté d’agglomération de la rochelle", "epci:241700434"),
        ("haut-rhin", "departement:68"),
        ("gers", "departement:32"),
        ("bretagne", "region:53"),
        ("93", "departement:93"),
        ("2a", "departement:2A"),
        ("CA du Pays Basque", "epci:200067106"),
        ("cc du pays de lumbres", "epci:246201016"),
        ("st die des vosges", "epci:200071066"),
    ],
)
def test_wider_territories_are_found_too(typed: str, area: str, sums: Sums) -> None:
    (found,) = sums.run(_SEARCH, [typed])
    assert area in found
