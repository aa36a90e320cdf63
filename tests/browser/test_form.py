"""The contribution forms as one fills them: with a keyboard alone, on a phone, without a script."""

import re
import shutil
from collections.abc import Callable
from datetime import date
from gzip import compress
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from playwright.sync_api import Page, expect

from generator.build import pipeline
from generator.core import settings
from tests.browser.conftest import Open, Site, Sites, Watched
from tests.browser.modules import serve_modules
from tests.browser.test_axe import every_look
from tests.miniature import CLUB
from tests.sample import HERE as SAMPLE

pytestmark = pytest.mark.browser

# A form, its scripts and its description, before the data of the communes. About 3 kB are the
# patterns that tell personal data: nothing of it may leave the browser.
MAX_BYTES = 50_000
FORMS = ("pratique", "reunion", "membre", "texte", "action")
PHONE = {"width": 360, "height": 740}

# What the focus is on: the words that name it, as a screen reader would say them.
_NAME = r"""() => {
    const at = document.activeElement;
    const group = at.closest('fieldset')?.querySelector('legend')?.textContent ?? '';
    const own = at.getAttribute('aria-label') ?? at.labels?.[0]?.textContent ?? at.innerText.replace(/\s+/g, ' ');
    return [own.trim(), group.trim()];
}"""


class Keyboard:
    """Someone who fills a form with the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str, *, within: str = "", most: int = 120) -> None:
        """Press Tab until the focus is on the control that `name` begins."""
        for _ in range(most):
            self.page.keyboard.press("Tab")
            own, group = self.page.evaluate(_NAME)
            if own.startswith(name) and within in group:
                return
        pytest.fail(f"« {name} » cannot be reached with the keyboard")

    def fill(self, name: str, text: str, *, within: str = "") -> None:
        """Reach a field and type in it."""
        self.reach(name, within=within)
        self.page.keyboard.insert_text(text)

    def pick(self, name: str, text: str, chosen: str) -> None:
        """Reach a field that proposes, type, take the first proposal."""
        self.reach(name)
        self.page.keyboard.type(text)
        listed = self.page.locator("[role=option]:visible").first
        expect(listed).to_contain_text(chosen)
        self.page.keyboard.press("ArrowDown")
        self.page.keyboard.press("Enter")
        expect(listed).to_be_hidden()

    def tick(self, name: str, *, within: str = "") -> None:
        """Reach a box and tick it."""
        self.reach(name, within=within)
        self.page.keyboard.press("Space")

    def radio(self, group: str, name: str) -> None:
        """Reach a group of radio buttons and choose one with the arrows."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if self.page.evaluate(_NAME)[1].startswith(group):
                break
        else:
            pytest.fail(f"« {group} » cannot be reached with the keyboard")
        self.page.keyboard.press("Space")
        for _ in range(8):
            if self.page.evaluate(_NAME)[0].startswith(name):
                return
            self.page.keyboard.press("ArrowDown")
        pytest.fail(f"« {name} » is not one of « {group} »")

    def select(self, name: str, choice: str) -> None:
        """Reach a list and choose by its first letters."""
        self.reach(name)
        self.page.keyboard.type(choice)

    def press(self, name: str) -> None:
        """Reach a button or a link and press it."""
        self.reach(name)
        self.page.keyboard.press("Enter")

    def go_on(self, title: str) -> None:
        """Go to the next step, whose title then has the focus."""
        self.press("Continuer")
        expect(self.page.locator(":focus")).to_contain_text(title)

    def download(self) -> tuple[str, str]:
        """Go to the end of the form and save the file; return its name and its text."""
        for _ in range(6):
            if self.page.get_by_text("La fiche est prête").is_visible():
                break
            self.press("Continuer")
            self.page.wait_for_timeout(150)
        expect(self.page.get_by_text("La fiche est prête")).to_be_visible()
        self.reach("Télécharger le fichier")
        with self.page.expect_download() as saved:
            self.page.keyboard.press("Enter")
        expect(self.page.locator(".c-send__said")).to_contain_text("dans vos téléchargements")
        path = Path(str(saved.value.path()))
        return saved.value.suggested_filename, path.read_text(encoding="utf-8")


def practice(by: Keyboard) -> None:
    by.fill("Titre de la fiche", "L’eau : « qui paie ? » #1")
    by.fill("La démarche en une phrase", "Les habitants\nont choisi <entre> deux tarifs.")
    by.pick("Territoire", "mulouse", "Mulhouse")
    by.radio("Avancement", "Terminée")
    by.fill("Début", "mars 2024")
    by.fill("Fin", "12/09/2025")
    by.go_on("Le récit")
    by.fill("Contexte", "Un prix unique depuis 1990.")
    by.fill("Difficultés", "- La réunion de juin n’a pas été refaite.\n- **Personne** n’est venu.")
    by.go_on("Les moyens")
    by.fill("Coût de la démarche", "15 000 €")
    by.fill("Année du chiffre", "2025", within="Coût")
    by.fill("Nombre de personnes qui ont participé", "1250")
    by.press("Ajouter une ligne")
    by.page.keyboard.insert_text("Urne: papier")
    by.go_on("Le classement")
    by.tick("Budget participatif", within="Méthodes")
    by.tick("Finances", within="Thèmes")
    by.go_on("Les sources")
    by.press("Ajouter : Sources")
    by.page.keyboard.insert_text("Délibération n° 12")
    by.fill("Adresse web", "https://www.exemple.fr/deliberation?id=12&a=b#page=3")
    by.pick("Membres", "camille", "Camille Exemple")


def meeting(by: Keyboard) -> None:
    by.fill("Titre", "Tirer au sort : suite")
    by.radio("État", "Tenue")
    by.fill("Début", "12 mars 2026 à 18 h 30")
    by.radio("Forme", "À distance")
    by.go_on("Les personnes")
    by.pick("Membres présents", "camille", "Camille Exemple")
    by.go_on("Ce qui s’est dit")
    by.press("Ajouter une ligne : Décisions")
    by.page.keyboard.insert_text("Le club se réunit tous les deux mois")
    by.press("Ajouter : Tâches")
    by.page.keyboard.insert_text("Rédiger la fiche")
    by.pick("Membre qui", "camille", "Camille Exemple")
    by.fill("Échéance", "06/2026")
    by.fill("Les notes de la réunion", "Voir [le site](https://exemple.fr/).")


def member(by: Keyboard) -> None:
    by.fill("Prénom", "Dominique")
    by.fill("Nom de famille", "D’Exemple")
    by.radio("Mandat exercé", "Adjoint")
    by.fill("Fonction", "adjointe à la vie citoyenne")
    by.pick("Territoire du mandat", "mulouse", "Mulhouse")
    by.fill("Début du mandat", "03/2026")
    by.go_on("Ce dont elle peut parler")
    by.tick("Budget participatif", within="Méthodes")
    by.go_on("Ce qui demande un accord")
    expect(by.page.get_by_role("textbox", name="Présentation")).to_be_hidden()
    by.fill("Date de l’accord", "1er avril 2026")
    by.tick("Coordonnées", within="Champs")
    by.press("Ajouter : Coordonnées professionnelles")
    by.page.keyboard.press("Space")  # « Courriel », le premier choix
    by.fill("Coordonnée", "dominique@exemple.fr")


def watch(by: Keyboard) -> None:
    by.fill("Titre", "Un décret à suivre")
    by.radio("Nature du texte", "Décret")
    by.fill("Référence officielle", "décret n° 2026-1 du 2 janvier 2026")
    by.fill("Ce que le texte change", "Il fixe un seuil.")
    by.go_on("Les étapes")
    by.press("Ajouter : Étapes")
    by.page.keyboard.press("Space")  # « Dépôt », le premier choix
    by.fill("Date de l’étape", "2 janvier 2026")


def action(by: Keyboard) -> None:
    by.fill("Titre", "Consulter dès 16 ans")
    by.press("Ajouter une ligne : Destinataires")
    by.page.keyboard.insert_text("Ministère chargé des collectivités")
    by.radio("État", "En préparation")
    by.fill("Le texte que", "Madame, Monsieur,\n\nNous demandons…")


FILLED: dict[str, tuple[Callable[[Keyboard], None], str]] = {
    "pratique": (practice, "practices/l-eau-qui-paie-1.md"),
    "reunion": (meeting, "meetings/2026-03-12-tirer-au-sort-suite.md"),
    "membre": (member, "members.yaml"),
    "texte": (watch, "watch/un-decret-a-suivre.md"),
    "action": (action, "actions/consulter-des-16-ans.md"),
}


def errors(root: Path) -> list[str]:
    """Return what `club check` says is wrong with a club."""
    checked = pipeline.check(root, settings.load(root), date(2026, 12, 1))
    return [str(finding) for finding in checked.errors]


def ready(page: Page, site: Site, path: str) -> None:
    """Open a form and wait until it is drawn."""
    page.goto(site.page(path))
    page.locator(".c-steps").wait_for()


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_filled_with_the_keyboard_alone_and_the_checker_agrees(
    form: str, open_page: Open, sites: Sites, tmp_path: Path
) -> None:
    watched = open_page(viewport=PHONE, reduced_motion="reduce")
    ready(watched.page, sites["miniature"], f"contribuer/{form}/")
    fill, target = FILLED[form]
    by = Keyboard(watched.page)
    fill(by)
    name, text = by.download()
    root = tmp_path / "club"
    shutil.copytree(CLUB, root)
    before = errors(root)
    path = root / target
    assert target == "members.yaml" or (path.name == name and not path.exists())
    with path.open("a", encoding="utf-8") as file:
        file.write(text)
    assert [line for line in errors(root) if line not in before] == []
    assert watched.errors == []
    assert watched.hosts == []


def test_what_was_typed_is_what_the_file_says(open_page: Open, sites: Sites) -> None:
    page = open_page(viewport=PHONE).page
    ready(page, sites["miniature"], "contribuer/pratique/")
    by = Keyboard(page)
    practice(by)
    _, text = by.download()
    today = page.evaluate("new Date().toLocaleDateString('fr-CA', {timeZone: 'Europe/Paris'})")
    assert (
        text
        == f"""---
title: "L’eau : « qui paie ? » #1"
summary: "Les habitants ont choisi <entre> deux tarifs."
area: commune:68224
methods: [budget-participatif]
themes: [finances]
status: completed
start_date: 2024-03
end_date: 2025-09-12
participants:
  number: 1250
cost:
  process: 15000
  year: 2025
tools:
  - "Urne: papier"
members: [camille-exemple]
reviewed: {today}
sources:
  - title: Délibération n° 12
    url: "https://www.exemple.fr/deliberation?id=12&a=b#page=3"
added: {today}
---

## Contexte

Un prix unique depuis 1990.

## Difficultés

- La réunion de juin n’a pas été refaite.
- **Personne** n’est venu.
"""
    )


def test_a_record_entered_the_club_on_the_day_it_is_in_paris(open_page: Open, sites: Sites) -> None:
    """From Nouméa, where it is tomorrow already, the checker would see the future."""
    page = open_page(viewport=PHONE, timezone_id="Pacific/Noumea").page
    page.clock.set_fixed_time("2026-06-15T13:30:00Z")
    ready(page, sites["miniature"], "contribuer/pratique/")
    by = Keyboard(page)
    practice(by)
    _, text = by.download()
    assert "\nreviewed: 2026-06-15\n" in text
    assert "\nadded: 2026-06-15\n" in text


# --- errors -------------------------------------------------------------------------------


def test_an_empty_form_says_what_is_missing_and_leads_there(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/#etape-6")
    summary = page.locator(".c-errors")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Il reste 4 points à revoir")
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text(re.compile("Titre de la fiche"))
    page.keyboard.press("Enter")
    field = page.get_by_label("Titre de la fiche")
    expect(field).to_be_focused()
    expect(field).to_have_attribute("aria-invalid", "true")
    described = str(field.get_attribute("aria-describedby")).split()
    said = page.locator(f"[id='{described[-1]}']")
    expect(said).to_have_text(re.compile("À compléter"))
    page.keyboard.type("Un titre")
    page.keyboard.press("Tab")
    expect(said).to_be_hidden()


def test_a_mistake_is_said_when_one_leaves_the_field(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/")
    start, end = page.get_by_label("Début"), page.get_by_label("Fin", exact=True)
    start.fill("2026-02-30")
    expect(page.locator(".c-field__error:visible")).to_have_count(0)
    start.press("Tab")
    shown = page.locator(".c-field__error:visible")
    expect(shown).to_have_text(
        "« 2026-02-30 » n’est pas une date\u00a0; écrivez l’année, le mois et l’année, ou le jour (JJ/MM/AAAA)."
    )
    start.fill("2024")
    start.press("Tab")
    expect(shown).to_have_count(0)
    end.fill("2023")
    end.press("Tab")
    expect(shown).to_have_text(re.compile(r"La fin \(2023\) précède le début \(2024\)"))


def test_no_quotation_is_cut_from_its_marks(page: Page, sites: Sites) -> None:
    ready(page, sites["miniature"], "contribuer/pratique/")
    page.get_by_label("La démarche en une phrase").fill("Appelez le 03 89 00 00 00.")
    page.keyboard.press("Tab")
    wrong = page.locator(".c-field__error:visible").first
    expect(wrong).to_contain_text("numéro de téléphone")
    assert not re.search("« | »", wrong.text_content() or "")


def test_a_name_typed_and_not_chosen_is_said_to_be_so(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/")
    place = page.get_by_role("combobox", name="Territoire")
    place.fill("Nulle-Part-sur-Rien")
    place.press("Tab")
    expect(page.locator(".c-field__error:visible")).to_have_text(re.compile("n’est pas choisi"))


# --- draft and preview --------------------------------------------------------------------


def test_a_draft_outlives_the_page_and_is_erased_on_demand(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/")
    page.get_by_label("Titre de la fiche").fill("Un brouillon")
    page.reload()
    expect(page.get_by_label("Titre de la fiche")).to_have_value("Un brouillon")
    expect(page.get_by_text("Voici le brouillon")).to_be_visible()
    ready(page, sites["club"], "contribuer/texte/")
    expect(page.get_by_label("Titre", exact=False).first).to_have_value("")
    ready(page, sites["club"], "contribuer/pratique/")
    page.once("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Effacer le brouillon").click()
    expect(page.get_by_label("Titre de la fiche")).to_have_value("Un brouillon")
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Effacer le brouillon").click()
    expect(page.get_by_label("Titre de la fiche")).to_have_value("")
    assert page.evaluate("Object.keys(localStorage).filter(k => k.startsWith('formulaire'))") == []


def test_two_tabs_on_one_draft_lose_nothing(page: Page, sites: Sites) -> None:
    """Each shows what the other has typed; the last to write undoes nothing; erased in one, it is in both."""
    address = sites["miniature"].page("contribuer/pratique/")
    tabs = [page, page.context.new_page()]
    for tab in tabs:
        tab.goto(address)
        tab.locator(".c-steps").wait_for()
    one, other = tabs
    one.get_by_label("Titre de la fiche").fill("L’eau qui paie")
    other.get_by_label("La démarche en une phrase").press_sequentially("Des habitants décident.")
    expect(other.get_by_label("Titre de la fiche")).to_have_value("L’eau qui paie")
    expect(one.get_by_label("La démarche en une phrase")).to_have_value("Des habitants décident.")
    expect(other.get_by_label("La démarche en une phrase")).to_be_focused()
    other.get_by_label("Titre de la fiche").fill("L’eau qui coule")
    expect(one.get_by_label("Titre de la fiche")).to_have_value("L’eau qui coule")
    for tab, step, field, typed in (
        (one, "Le récit", "Difficultés", "Peu de monde."),
        (other, "Les moyens", "Outils", "Papier"),
    ):
        tab.locator(".c-steps a", has_text=step).click()
        if step == "Les moyens":
            tab.get_by_role("button", name=f"Ajouter une ligne : {field}").click()
            tab.keyboard.insert_text(typed)
        else:
            tab.get_by_label(field).fill(typed)
    one.wait_for_timeout(800)
    again = page.context.new_page()
    again.goto(address)
    again.locator(".c-preview > summary").click()
    shown = again.locator(".c-preview__sheet")
    for typed in ("L’eau qui coule", "Des habitants décident.", "Peu de monde.", "Papier"):
        expect(shown).to_contain_text(typed)
    again.on("dialog", lambda dialog: dialog.accept())
    again.get_by_role("button", name="L’effacer et recommencer").click()
    expect(one.get_by_label("Titre de la fiche")).to_have_value("")
    one.reload()
    one.locator(".c-steps").wait_for()
    expect(one.locator(".c-form__found")).to_be_hidden()


@pytest.mark.parametrize(
    ("mine", "theirs", "both"),
    [
        ({"a": "1"}, {"b": "2"}, {"a": "1", "b": "2"}),
        ({"a": "1"}, {"a": "2"}, {"a": "1"}),
        ({"c": {"x": "1"}}, {"c": {"y": "2"}}, {"c": {"x": "1", "y": "2"}}),
        ({"c": {}}, {"c": {"y": "2"}}, {"c": {"y": "2"}}),
        ({"l": ["1"]}, {"l": []}, {"l": ["1"]}),
        ({}, {"l": ["1"]}, {"l": ["1"]}),
    ],
)
def test_what_two_tabs_made_is_put_together(
    mine: dict[str, Any], theirs: dict[str, Any], both: dict[str, Any], page: Page, sites: Sites
) -> None:
    """Of the same beginning: `{"c": {}, "l": []}`."""
    serve_modules(page)
    page.goto(sites["miniature"].url)
    made = page.evaluate(
        """async ([mine, theirs]) => {
            const { merged } = await import('/src/form/draft.js');
            const from = {c: {}, l: []};
            return merged(from, {...from, ...mine}, {...from, ...theirs});
        }""",
        [mine, theirs],
    )
    assert made == {"c": {}, "l": []} | both


def test_the_preview_follows_and_shows_text_as_text(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/")
    page.get_by_text("Aperçu de la fiche").click()
    look = page.locator(".c-preview__sheet")
    expect(look).to_contain_text("Sans titre pour l’instant")
    page.get_by_label("Titre de la fiche").fill("<b>Un titre</b>")
    expect(look.locator("h3")).to_have_text("<b>Un titre</b>")
    page.locator(".c-steps a").nth(1).click()
    page.get_by_label("Contexte").fill("Du **gras**, <i>rien</i>.\n\n- un\n- deux")
    expect(look.locator("strong", has_text="gras")).to_be_visible()
    expect(look.locator("li", has_text="deux")).to_be_visible()
    expect(look).to_contain_text("<i>rien</i>")
    page.locator(".c-steps a", has_text="Les sources").click()
    page.locator("[name='sources'][data-add]").click()
    page.locator("[name='sources.0.title']").fill("Un bilan")
    expect(look.locator(".c-preview__texts > :last-child")).to_have_text("Un bilan")
    expect(look.locator(".c-facts")).not_to_contain_text("Un bilan")


def test_the_steps_say_where_one_is_and_the_back_button_works(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/")
    page.get_by_label("Titre de la fiche").fill("Un titre")
    first, last = page.locator(".c-steps a").first, page.locator(".c-steps a").last
    expect(first).to_have_attribute("aria-current", "step")
    page.get_by_role("link", name="Continuer").click()
    expect(page.get_by_role("heading", name="Le récit")).to_be_focused()
    colour = "step => getComputedStyle(step).borderTopColor"
    assert first.evaluate(colour) != last.evaluate(colour), "what is done is seen"
    page.go_back()
    expect(page.get_by_role("heading", name="La démarche")).to_be_visible()
    expect(page.get_by_label("Titre de la fiche")).to_have_value("Un titre")


# --- correcting ---------------------------------------------------------------------------


def correction(page: Page, site: Site, id_: str) -> None:
    ready(page, site, f"contribuer/pratique/?fiche={id_}")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compléter une fiche")


def test_a_sheet_leads_to_its_correction_which_changes_nothing_else(
    open_page: Open, sites: Sites
) -> None:
    page = open_page(viewport=PHONE).page
    page.goto(sites["club"].page("pratiques/budget-participatif-grenoble/"))
    page.get_by_role("link", name="Compléter cette fiche").click()
    page.locator(".c-steps").wait_for()
    expect(page.get_by_role("combobox", name="Territoire")).to_have_value("Grenoble (Isère)")
    page.evaluate("location.hash = '#etape-6'")
    expect(page.get_by_text("Vous n’avez encore rien changé")).to_be_visible()
    page.evaluate("location.hash = '#etape-2'")
    advice = page.get_by_label("Conseils aux pairs")
    advice.fill(advice.input_value() + "\n- Un conseil de plus.")
    page.evaluate("location.hash = '#etape-3'")
    page.get_by_label("Temps d’agents et appuis").fill("Deux agents")
    page.evaluate("location.hash = '#etape-6'")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger le fichier").click()
    made = Path(str(saved.value.path())).read_text(encoding="utf-8").splitlines()
    source = (SAMPLE / "practices/budget-participatif-grenoble.md").read_text(encoding="utf-8")
    before = source.splitlines()
    assert [line for line in made if line not in before] == [
        "staff: Deux agents",
        "- Un conseil de plus.",
    ]
    assert not [line for line in before if line not in made and not line.startswith("staff:")]


@pytest.mark.parametrize("name", sorted(p.stem for p in (SAMPLE / "practices").glob("*.md")))
def test_every_sheet_comes_back_as_it_was(name: str, page: Page, sites: Sites) -> None:
    serve_modules(page)
    ready(page, sites["club"], "contribuer/pratique/")
    again = page.evaluate(
        """async name => {
            const {dataset} = document.querySelector('script[data-root]');
            const get = async path => (await fetch(`${dataset.internal}contribuer/donnees/${path}`)).json();
            const {model} = await import('/src/form/model.js');
            const sheet = {...await get(`fiches/practice/${name}.json`), id: name};
            const core = model(await get('pratique.json'), sheet, '2026-12-01');
            const values = structuredClone(core.original);
            const {text, partial = false} = core.proposal(values, new Set());
            return [core.problems(values), core.changed(values), text, partial];
        }""",
        name,
    )
    source = (SAMPLE / f"practices/{name}.md").read_text(encoding="utf-8")
    assert again[:2] == [[], False]
    commented = re.search("^ *#|  #", source.split("---\n")[1], re.MULTILINE)
    assert again[3] == bool(commented)
    if commented:  # the comments are the team's: only what changes is given, here nothing
        about = f"# Correction de « {name} », dans practices/{name}.md : "
        assert again[2].startswith(f"---\n{about}")
        assert again[2].count("\n") == 3
        assert again[2].endswith(".\n---\n")
        return
    assert re.sub(r"\n{3,}", "\n\n", source.strip()) == re.sub(r"\n{3,}", "\n\n", again[2].strip())


def test_an_unknown_sheet_gives_an_empty_form_and_says_so(page: Page, sites: Sites) -> None:
    ready(page, sites["club"], "contribuer/pratique/?fiche=jamais-ecrite")
    expect(page.get_by_text("La fiche demandée n’existe pas")).to_be_visible()
    ready(page, sites["club"], "contribuer/pratique/?fiche=../../x")
    expect(page.get_by_label("Titre de la fiche")).to_have_value("")


# --- sending ------------------------------------------------------------------------------


def short(page: Page, site: Site, story: str = "Un récit.") -> None:
    """Fill the least of a practice, and go to the end."""
    ready(page, site, "contribuer/pratique/")
    page.get_by_label("Titre de la fiche").fill("Un essai")
    page.get_by_label("La démarche en une phrase").fill("Une phrase.")
    place = page.get_by_role("combobox", name="Territoire")
    place.fill("Mulhouse")
    page.locator("[role=option]").first.click()
    page.get_by_label("Idée").check()
    page.evaluate("location.hash = '#etape-2'")
    page.get_by_label("Contexte").fill(story)
    page.evaluate("location.hash = '#etape-6'")
    expect(page.get_by_text("La fiche est prête")).to_be_visible()


def test_a_short_proposal_is_in_the_address_of_the_forge(page: Page, sites: Sites) -> None:
    short(page, sites["miniature"])
    link = page.get_by_role("link", name="Ouvrir la proposition sur GitHub")
    address = urlsplit(str(link.get_attribute("href")))
    assert address.path == "/club-miniature/new/principal"
    asked = parse_qs(address.query)
    assert asked["filename"] == ["practices/un-essai.md"]
    assert asked["value"][0].startswith("---\ntitle: Un essai\n")
    assert asked["value"][0].endswith("## Contexte\n\nUn récit.\n")
    expect(page.get_by_text("est publique et le reste")).to_be_visible()


def opened(watched: Watched, site: Site, sheet: str = "", story: str = "") -> str:
    """Send through the forge; return the address that opens. Nothing answers there."""
    page = watched.page
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.context.route("https://forge.example/**", lambda route: route.fulfill(body="une forge"))
    if sheet:
        correction(page, site, sheet)
        page.get_by_label("Titre de la fiche").fill("Un autre titre")
        page.evaluate("location.hash = '#etape-6'")
    else:
        short(page, site, story)
    with page.expect_popup() as popup:
        page.get_by_role("link", name="Ouvrir la proposition sur GitHub").click()
    popup.value.wait_for_url("https://forge.example/**")
    return popup.value.url


def test_a_text_too_long_for_an_address_is_copied_and_the_page_says_so(
    open_page: Open, sites: Sites
) -> None:
    watched = open_page()
    url = opened(watched, sites["miniature"], story="Une phrase. " * 800)
    assert parse_qs(urlsplit(url).query) == {"filename": ["practices/un-essai.md"]}
    said = watched.page.locator(".c-send__said")
    expect(said).to_contain_text(
        "Le texte est trop long pour tenir dans l’adresse\u00a0: il est copié."
    )
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("---\ntitle: Un essai\n")
    expect(watched.page.get_by_text("Vous pouvez effacer le brouillon")).to_be_visible()


def test_a_correction_opens_the_file_and_copies_its_new_text(open_page: Open, sites: Sites) -> None:
    watched = open_page()
    url = opened(watched, sites["miniature"], sheet="budget-participatif-mulhouse")
    path = "/club-miniature/edit/principal/practices/budget-participatif-mulhouse.md"
    assert urlsplit(url).path == path
    expect(watched.page.locator(".c-send__said")).to_contain_text("à la place du texte")
    copied = watched.page.evaluate("navigator.clipboard.readText()")
    assert "title: Un autre titre\n" in copied


def test_gitlab_has_its_own_address_and_the_text_is_copied_too(page: Page, sites: Sites) -> None:
    serve_modules(page)
    ready(page, sites["miniature"], "contribuer/pratique/")
    href, paste = page.evaluate(
        """async () => {
            const {opening} = await import('/src/form/send.js');
            const forge = {name: 'gitlab', new: 'https://gitlab.example/club/-/new/main', edit: ''};
            const {href, paste} = opening(forge, {path: 'practices/x.md', text: 'é & =\\n'});
            return [href, paste];
        }"""
    )
    assert paste
    address = urlsplit(href)
    assert address.path == "/club/-/new/main"
    asked = parse_qs(address.query)
    assert asked == {"file_name": ["practices/x.md"], "content": ["é & =\n"]}


def test_the_letter_holds_the_text_when_it_is_short_and_asks_for_the_file_else(
    page: Page, sites: Sites
) -> None:
    short(page, sites["club"])
    letter = page.get_by_role("link", name="Préparer le courriel")
    address = unquote(str(letter.get_attribute("href")))
    assert address.startswith("mailto:contact@club-des-elus.example?subject=Proposition")
    assert "title: Un essai" in address
    assert page.get_by_text("Ouvrir la proposition").count() == 0, "no forge is known"
    page.evaluate("location.hash = '#etape-2'")
    page.get_by_label("Contexte").fill("Une phrase. " * 300)
    page.evaluate("location.hash = '#etape-6'")
    expect(page.get_by_text("joignez-le au courriel")).to_be_visible()
    address = unquote(str(letter.get_attribute("href")))
    assert "je joins le fichier un-essai.md" in address
    assert "title: Un essai" not in address


def test_the_id_of_a_sheet_that_exists_is_not_taken_again(page: Page, sites: Sites) -> None:
    short(page, sites["club"])
    page.evaluate("location.hash = '#etape-1'")
    page.get_by_label("Titre de la fiche").fill("Budget participatif : Gers")
    page.evaluate("location.hash = '#etape-6'")
    save = page.get_by_role("link", name="Télécharger le fichier")
    expect(save).to_have_attribute("download", "budget-participatif-gers-2.md")


def test_a_text_that_cannot_be_copied_is_shown_and_selected(open_page: Open, sites: Sites) -> None:
    page = open_page().page
    page.context.route("https://forge.example/**", lambda route: route.fulfill(body="une forge"))
    page.add_init_script("navigator.clipboard.writeText = () => Promise.reject(new Error('refus'))")
    short(page, sites["miniature"], "Une phrase. " * 800)
    with page.expect_popup():
        page.get_by_role("link", name="Ouvrir la proposition sur GitHub").click()
    expect(page.locator(".c-send__said")).to_contain_text("n’a pas laissé copier")
    shown = page.get_by_label("Le texte de la proposition")
    expect(shown).to_be_focused()
    assert page.evaluate("getSelection().toString()").startswith("---\ntitle: Un essai")


def test_a_browser_that_keeps_nothing_says_so_and_the_form_still_ends(
    page: Page, sites: Sites
) -> None:
    page.add_init_script("Storage.prototype.setItem = () => { throw new Error('plein'); }")
    short(page, sites["club"])
    expect(page.get_by_text("ne garde pas de brouillon")).to_be_visible()
    expect(page.get_by_role("button", name="Effacer")).to_have_count(0)


def test_without_a_connection_nothing_is_lost(page: Page, sites: Sites) -> None:
    page.route("**/choix-practice.json", lambda route: route.abort())
    ready(page, sites["club"], "contribuer/pratique/")
    page.evaluate(
        """localStorage.setItem(`formulaire:/:practice`, JSON.stringify({from: {'#': {}}, values: {
            title: 'Un essai', summary: 'Une phrase.', area: 'commune:68224', status: 'idea', '#': {}}}))"""
    )
    page.reload()
    page.locator(".c-steps").wait_for()
    page.evaluate("location.hash = '#etape-6'")
    expect(page.get_by_text("La connexion manque")).to_be_visible()
    page.unroute("**/choix-practice.json")
    page.get_by_role("button", name="Réessayer").click()
    expect(page.get_by_text("La fiche est prête")).to_be_visible()


def test_what_is_pasted_from_a_word_processor_passes(
    page: Page, sites: Sites, tmp_path: Path
) -> None:
    pasted = (
        "Nous avons\u00a0:\r\n•\tréuni les jeunes\x85\r\n\uf0b7\u00a0voté l\x92été\r\n"
        "Ensuite, le conseil a délibéré.\r\nIl a dit “pour” – à l’unanimité.\x0b• Un vœu"
    )
    short(page, sites["miniature"], pasted)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger le fichier").click()
    text = Path(str(saved.value.path())).read_text(encoding="utf-8")
    # Bullets stay as typed: the reader of sources makes them lists.
    assert text.partition("## Contexte\n\n")[2] == (
        "Nous avons\u00a0:\n•\tréuni les jeunes…\n\uf0b7\u00a0voté l’été\n\n"
        "Ensuite, le conseil a délibéré.\n\nIl a dit “pour” – à l’unanimité.\n• Un vœu\n"
    )
    root = tmp_path / "club"
    shutil.copytree(CLUB, root)
    (root / "practices/un-essai.md").write_text(text, encoding="utf-8")
    assert [line for line in errors(root) if "un-essai" in line] == []


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("annuaire/camille-exemple/", "membre"),
        ("reunions/2026-04-02-premiere-rencontre/", "reunion"),
        ("veille/loi-exemple-2024/", "texte"),
        ("actions/courrier-age-du-vote/", "action"),
    ],
)
def test_every_sheet_leads_to_its_form(path: str, form: str, page: Page, sites: Sites) -> None:
    page.goto(sites["miniature"].page(path))
    page.get_by_role("link", name="Compléter cette fiche").click()
    page.wait_for_url(f"**/contribuer/{form}/?fiche=*")
    expect(page.get_by_role("heading", level=1)).to_have_text("Compléter une fiche")
    page.locator(".c-steps a").last.click()
    expect(page.get_by_text("Vous n’avez encore rien changé")).to_be_visible()


def test_a_member_corrects_what_is_shown_and_is_told_where_it_goes(
    page: Page, sites: Sites
) -> None:
    ready(page, sites["miniature"], "contribuer/membre/?fiche=camille-exemple")
    page.locator(".c-steps a").nth(1).click()
    page.get_by_role("checkbox", name="Santé").check()
    page.locator(".c-steps a").last.click()
    first = page.locator(".c-send").first
    expect(first).to_contain_text("Par courriel")
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger le fichier").click()
    assert saved.value.suggested_filename == "correction-camille-exemple.yaml"
    text = Path(str(saved.value.path())).read_text(encoding="utf-8")
    about, id_, *changed = text.splitlines()
    assert about.startswith("# Correction de « camille-exemple », dans members.yaml")
    assert id_ == "- id: camille-exemple"
    assert [line for line in changed if not line.startswith("  themes: [")] == []


def test_a_correction_shows_dates_as_one_types_them_and_keeps_them(
    page: Page, sites: Sites
) -> None:
    """What is shown is of the form that the help asks; untouched, it leaves as it was."""
    ready(page, sites["miniature"], "contribuer/reunion/?fiche=2026-04-02-premiere-rencontre")
    begins, ends = (page.locator(f"input[name={name}]") for name in ("start", "end"))
    expect(begins).to_have_value("02/04/2026 18h00")
    expect(ends).to_have_value("02/04/2026 19h30")
    begins.press("End")
    begins.press("Tab")
    ends.fill("02/04/2026 20h")
    page.locator(".c-steps a").last.click()
    with page.expect_download() as saved:
        page.get_by_role("link", name="Télécharger le fichier").click()
    text = Path(str(saved.value.path())).read_text(encoding="utf-8")
    assert text.endswith("\nend: 2026-04-02T20:00\n---\n")  # what a correction leaves is not said
    assert "start" not in text


def test_a_draft_does_not_undo_what_the_site_has_since(page: Page, sites: Sites) -> None:
    path = "contribuer/pratique/?fiche=budget-participatif-gers"
    ready(page, sites["club"], path)
    page.get_by_label("Titre de la fiche").fill("Un autre titre")
    page.wait_for_timeout(500)
    page.evaluate(
        """() => {
            const key = 'formulaire:/:practice:budget-participatif-gers';
            const draft = JSON.parse(localStorage.getItem(key));
            draft.from.summary = draft.values.summary = 'Ce que disait la fiche avant.';
            localStorage.setItem(key, JSON.stringify(draft));
        }"""
    )
    page.reload()
    page.locator(".c-steps").wait_for()
    expect(page.get_by_label("Titre de la fiche")).to_have_value("Un autre titre")
    expect(page.get_by_label("La démarche en une phrase")).not_to_have_value(re.compile("avant"))


def test_the_foot_of_every_page_leads_to_the_forms(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("confidentialite/"))
    page.get_by_role("contentinfo").get_by_role("link", name="Proposer une pratique").click()
    page.wait_for_url("**/contribuer/pratique/")


# --- everyone -----------------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_without_a_script_the_page_says_what_to_send_and_to_whom(
    form: str, open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=False, viewport=PHONE).page
    page.goto(sites["club"].page(f"contribuer/{form}/"))
    expect(page.get_by_text("Le formulaire a besoin de JavaScript")).to_be_visible()
    expect(page.locator("[data-form] a[href^='mailto:']").first).to_be_visible()
    assert page.locator("[data-form] li > strong").count() > 8
    assert page.locator("[data-form] li > small", has_text="obligatoire").count() >= 2


def unfold(page: Page, step: int) -> None:
    """Show a step with everything it can hold."""
    page.evaluate(f"location.hash = '#etape-{step}'")
    for box in page.locator("section:not([hidden]) [id^='champ:consent-fields']:visible").all():
        if box.get_attribute("type") == "checkbox":
            box.check()
    for add in page.locator("section:not([hidden]) button:visible", has_text="Ajouter").all():
        add.click()


@pytest.mark.parametrize("form", FORMS)
def test_axe_finds_nothing_in_a_form(form: str, checked: Page, sites: Sites) -> None:
    """Every step with all it can hold, the errors of the last one and the preview, at once."""
    ready(checked, sites["miniature"], f"contribuer/{form}/")
    found = every_look(checked, "empty ")
    steps = checked.locator(".c-steps a").count()
    for step in range(1, steps):
        unfold(checked, step)
    checked.evaluate(f"location.hash = '#etape-{steps}'")
    expect(checked.locator(".c-errors")).to_be_focused()
    checked.get_by_text("Aperçu de la fiche").click()
    checked.evaluate(
        "document.querySelectorAll('form > section').forEach(s => { s.hidden = false; })"
    )
    found += every_look(checked)
    checked.evaluate("localStorage.clear()")
    assert not found, "\n".join(found)


def test_axe_finds_nothing_in_what_is_ready_to_be_sent(checked: Page, sites: Sites) -> None:
    checked.set_viewport_size({"width": 1280, "height": 800})
    short(checked, sites["miniature"], "Une phrase. " * 800)
    checked.get_by_role("link", name="Télécharger le fichier").click()
    expect(checked.locator(".c-send__said")).to_contain_text("dans vos téléchargements")
    expect(checked.locator(".c-preview__sheet h3")).to_be_visible()
    found = every_look(checked)
    checked.evaluate("localStorage.clear()")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("form", FORMS)
def test_no_step_is_wider_than_a_phone(form: str, open_page: Open, sites: Sites) -> None:
    page = open_page(viewport={"width": 320, "height": 740}).page
    wide = []
    ready(page, sites["miniature"], f"contribuer/{form}/")
    for step in range(1, page.locator(".c-steps a").count() + 1):
        unfold(page, step)
        if page.evaluate("document.documentElement.scrollWidth") > 320:
            wide.append(step)
    assert wide == []


@pytest.mark.parametrize("form", FORMS)
def test_a_form_is_light(form: str, page: Page, sites: Sites) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(urlsplit(request.url).path))
    ready(page, sites["club"], f"contribuer/{form}/")
    page.wait_for_load_state("networkidle")
    files = [path + "index.html" if path.endswith("/") else path for path in dict.fromkeys(asked)]
    assert not [path for path in files if path.startswith("/territoires/")]
    weight = sum(len(compress((sites["club"].folder / path[1:]).read_bytes())) for path in files)
    assert weight <= MAX_BYTES


def test_contribute_opens_with_the_forms(page: Page, sites: Sites) -> None:
    page.goto(sites["club"].page("contribuer/"))
    doors: list[Any] = page.locator(".c-door a").all_inner_texts()
    assert [door.strip() for door in doors] == [
        "Proposer une pratique",
        "Proposer un membre",
        "Proposer une réunion",
        "Proposer un texte",
        "Proposer une action",
    ]
