"""The agreement that someone gives with the form of a member, renews with its correction, and withdraws."""

from email.message import EmailMessage
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import yaml
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Open, Site, Sites
from tests.browser.test_axe import every_look
from tests.browser.test_form import ready

pytestmark = pytest.mark.browser

FORM = "contribuer/membre/"
RENEWED = f"{FORM}?fiche=camille-exemple#etape-3"
DAY, NOTICE = "2026-06-15", "2025-11"  # those of the miniature club
FIELDS = ("coordonnées", "photo", "présentation", "liens")


@pytest.fixture
def phone(open_page: Open) -> Page:
    """A page on the day of the miniature club."""
    page = open_page(viewport={"width": 360, "height": 740}).page
    page.clock.set_fixed_time(f"{DAY}T09:00:00Z")
    return page


def box(page: Page, name: str) -> Locator:
    group = page.get_by_role("group", name="Champs que la personne accepte de rendre publics")
    return group.get_by_role("checkbox", name=name)


def ticked(page: Page) -> list[str]:
    return [name for name in FIELDS if box(page, name).is_checked()]


def signed(page: Page) -> tuple[str, str]:
    """Return what is written of the day and of the notice."""
    return tuple(page.locator(f"[name='consent.{n}']").input_value() for n in ("date", "notice"))  # type: ignore[return-value]


def filled(page: Page, site: Site) -> None:
    """Fill what the form needs, up to the step of the agreement."""
    ready(page, site, FORM)
    page.get_by_label("Prénom").fill("Dominique")
    page.get_by_label("Nom de famille").fill("D’Exemple")
    page.get_by_role("radio", name="Maire", exact=True).check()
    place = page.get_by_role("combobox", name="Territoire du mandat")
    place.fill("mulhouse")
    page.get_by_role("option", name="Mulhouse").first.click()
    page.get_by_label("Début du mandat").fill("03/2026")
    page.evaluate("location.hash = '#etape-3'")


def saved(page: Page, name: str) -> tuple[str, str]:
    """Save a file of the last step; return its name and its text."""
    with page.expect_download() as given:
        page.get_by_role("link", name=name).click()
    path = Path(str(given.value.path()))
    return given.value.suggested_filename, path.read_text(encoding="utf-8")


def last(page: Page) -> Locator:
    """Go to the last step; return what it says of the agreement."""
    page.locator(".c-steps a").last.click()
    expect(page.get_by_text("La fiche est prête")).to_be_visible()
    return page.get_by_role("region", name="L’accord, à garder")


def consent(sheet: str) -> Any:
    """Return the agreement that a sheet holds."""
    return yaml.load(sheet, yaml.BaseLoader)[0]["consent"]  # noqa: S506 - strings only


def message(link: str | None) -> EmailMessage:
    """Return the message that a link makes ready."""
    parts = urlsplit(link or "")
    assert parts.scheme == "mailto"
    made, fields = EmailMessage(), parse_qs(parts.query)
    made["To"], made["Subject"] = unquote(parts.path), fields["subject"][0]
    made.set_content(fields["body"][0])
    return made


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- given --------------------------------------------------------------------------------


def test_who_ticks_agrees_today_and_to_the_notice_of_the_site(phone: Page, sites: Sites) -> None:
    filled(phone, sites["miniature"])
    assert (ticked(phone), signed(phone)) == ([], ("", ""))  # nothing is ticked for anyone
    box(phone, "liens").check()
    assert signed(phone) == ("15/06/2026", NOTICE)
    box(phone, "liens").uncheck()
    assert signed(phone) == ("", "")
    box(phone, "coordonnées").check()
    box(phone, "photo").check()
    paper = last(phone)
    name, text = saved(phone, "Télécharger l’accord")
    assert name == "accord-dominique-d-exemple.txt"
    assert text == paper.locator("pre").text_content()
    assert plain(text) == (
        "Accord de publication, Club miniature\n"
        "Personne : Dominique D’Exemple\n"
        "Date : 15 juin 2026\n"
        f"Notice d’information : {NOTICE}, https://miniature.example/confidentialite/\n"
        "Le site https://miniature.example/ peut publier : coordonnées, photo.\n"
        "Le club redemande cet accord au bout de 24 mois.\n"
        "Pour le retirer, à tout moment : un courriel à contact@exemple.example, « Je retire mon accord »."
    )
    _, sheet = saved(phone, "Télécharger le fichier")
    assert consent(sheet) == {"date": DAY, "notice": NOTICE, "fields": ["contact_details", "image"]}
    letter = message(phone.locator("[data-send=mail]").get_attribute("href"))
    said = "Accord de Dominique D’Exemple, le 15 juin 2026 (notice d’information : 2025-11), pour publier : coordonnées, photo."
    assert said in plain(letter.get_content())


def test_an_agreement_on_paper_keeps_its_day_and_claims_no_notice(
    phone: Page, sites: Sites
) -> None:
    filled(phone, sites["miniature"])
    phone.get_by_label("Date de l’accord").fill("1er avril 2026")
    box(phone, "photo").check()
    assert signed(phone) == ("1er avril 2026", "")
    paper = last(phone)
    expect(paper).to_contain_text("Date\u00a0: 1er\u00a0avril\u00a02026")
    expect(paper).to_contain_text("Notice d’information\u00a0: sans version")


def test_without_an_agreement_there_is_none_to_keep(phone: Page, sites: Sites) -> None:
    filled(phone, sites["miniature"])
    expect(last(phone)).to_be_hidden()
    assert "Accord de" not in unquote(
        phone.locator("[data-send=mail]").get_attribute("href") or "Accord de"
    )


def test_the_agreement_is_copied(open_page: Open, sites: Sites) -> None:
    page = open_page(permissions=["clipboard-read", "clipboard-write"]).page
    filled(page, sites["miniature"])
    box(page, "photo").check()
    paper = last(page)
    paper.get_by_role("button", name="Copier l’accord").click()
    expect(paper.get_by_role("status")).to_have_text("L’accord est copié.")
    assert page.evaluate("navigator.clipboard.readText()") == paper.locator("pre").text_content()


def test_axe_finds_nothing_in_an_agreement(checked: Page, sites: Sites) -> None:
    filled(checked, sites["miniature"])
    box(checked, "photo").check()
    expect(last(checked)).to_be_visible()
    found = every_look(checked)
    checked.evaluate("localStorage.clear()")
    assert not found, "\n".join(found)


# --- renewed ------------------------------------------------------------------------------


def test_a_correction_asks_the_day_again_and_ticks_what_was_agreed(
    phone: Page, sites: Sites
) -> None:
    ready(phone, sites["miniature"], RENEWED)
    assert (ticked(phone), signed(phone)) == (list(FIELDS), ("", ""))
    phone.get_by_role("button", name="Renouveler l’accord aujourd’hui").click()
    expect(phone.get_by_label("Date de l’accord")).to_be_focused()
    assert signed(phone) == ("15/06/2026", NOTICE)
    expect(last(phone)).to_contain_text("coordonnées, photo, présentation, liens")
    name, text = saved(phone, "Télécharger le fichier")
    assert name == "correction-camille-exemple.yaml"
    fields = ["contact_details", "image", "summary", "links"]
    assert consent(text) == {"date": DAY, "notice": NOTICE, "fields": fields}
    assert yaml.safe_load(text)[0].keys() == {"id", "consent"}


def test_a_field_given_up_is_an_agreement_of_today_to_the_others(phone: Page, sites: Sites) -> None:
    ready(phone, sites["miniature"], RENEWED)
    box(phone, "photo").uncheck()
    assert signed(phone) == ("15/06/2026", NOTICE)
    last(phone)
    _, text = saved(phone, "Télécharger le fichier")
    assert "# À retirer : image\n" in text
    assert consent(text)["fields"] == ["contact_details", "summary", "links"]


def test_all_given_up_is_no_agreement(phone: Page, sites: Sites) -> None:
    ready(phone, sites["miniature"], RENEWED)
    for name in FIELDS:
        box(phone, name).uncheck()
    assert signed(phone) == ("", "")
    expect(last(phone)).to_be_hidden()
    _, text = saved(phone, "Télécharger le fichier")
    assert "# À retirer : consent\n" in text
    assert "consent:" not in text


def test_a_new_form_and_a_sheet_without_agreement_have_nothing_to_renew(
    phone: Page, sites: Sites
) -> None:
    for path in (f"{FORM}#etape-3", f"{FORM}?fiche=dominique-modele#etape-3"):
        ready(phone, sites["miniature"], path)
        expect(phone.get_by_role("button", name="Renouveler l’accord")).to_be_hidden()
        assert ticked(phone) == []


# --- withdrawn ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "who"),
    [
        ("annuaire/camille-exemple/", "https://miniature.example/annuaire/camille-exemple/\nCamille Exemple"),
        ("reseau/sacha-theorie/", "https://miniature.example/reseau/sacha-theorie/\nSacha Théorie"),
        ("confidentialite/", "Nom et prénom :"),
    ],
)  # fmt: skip
def test_one_message_withdraws(path: str, who: str, open_page: Open, sites: Sites) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["miniature"].page(path))
    made = message(page.get_by_role("link", name="Retirer mon accord").get_attribute("href"))
    assert (made["To"], made["Subject"]) == ("contact@exemple.example", "Je retire mon accord")
    assert plain(made.get_content()).strip().replace("\r\n", "\n").endswith(who)


def test_nobody_withdraws_what_was_not_given(page: Page, sites: Sites) -> None:
    for path in (
        "annuaire/dominique-modele/",
        "pratiques/budget-participatif-mulhouse/",
        "contact/",
    ):
        page.goto(sites["miniature"].page(path))
        expect(page.locator(".c-correct")).to_be_visible()
        expect(page.get_by_role("link", name="Retirer mon accord")).to_have_count(0)


def test_without_a_script_the_page_says_how_to_agree_and_to_withdraw(
    open_page: Open, sites: Sites
) -> None:
    page = open_page(java_script_enabled=False).page
    page.goto(sites["miniature"].page(FORM))
    said = page.get_by_text("J’accepte que le site publie")
    expect(said).to_be_visible()
    expect(said.get_by_role("link", name="notice d’information")).to_be_visible()
    assert message(said.get_by_role("link", name="retirer").get_attribute("href"))["Subject"]
