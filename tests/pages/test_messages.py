"""The ready messages to the club: whom they are for, about what, and what a page says without them."""

import re
from dataclasses import replace
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator import pages, views
from generator.build import pipeline
from generator.core import settings
from generator.core.settings import Settings
from generator.kinds.view import Ref
from generator.pages import messages
from generator.records import french
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY)
HOST = "https://miniature.example"
BUDGET, ASSEMBLY = "/pratiques/budget-participatif-mulhouse/", "/pratiques/assemblee-saint-denis/"
YOUTH, GUIDE = "/pratiques/conseil-de-jeunes-les-orres/", "/guides/tirage-au-sort/"
METHOD = "/methodes/tirage-au-sort/"
WRITE, ASK = "Écrire à cette personne par le club", "Demander au club qui peut en parler"


def _page(address: str, site: SiteView = SITE, chosen: Settings = SETTINGS) -> LexborHTMLParser:
    """Return what is made for a page, as HTML: the Markdown in it is text."""
    return LexborHTMLParser(next(p.body for p in pages.pages(site, chosen) if p.address == address))


def _messages(page: LexborHTMLParser) -> list[LexborNode]:
    return page.css(f'a[href^="mailto:{SETTINGS.contact_email}"]')


def _fields(link: LexborNode) -> tuple[str, str]:
    """Return the subject and the body of a message, as a mail programme reads them."""
    fields = parse_qs(urlsplit(link.attributes["href"] or "").query, strict_parsing=True)
    ((subject,), (body,)) = fields["subject"], fields["body"]
    assert "\n" not in body.replace("\r\n", "")
    return subject, body.replace("\r\n", "\n")


@pytest.mark.parametrize(
    ("address", "words", "subject", "about"),
    [
        (
            BUDGET,
            f"{WRITE} : Camille Exemple",
            "Pour Camille Exemple : Budget participatif d’exemple : la ville laisse choisir",
            "Au sujet de : Budget participatif d’exemple : la ville laisse choisir\n",
        ),
        (
            BUDGET,
            f"{WRITE} : Lou Gabarit",
            "Pour Lou Gabarit : Budget participatif d’exemple : la ville laisse choisir",
            "Au sujet de : Budget participatif d’exemple : la ville laisse choisir\n",
        ),
        (
            GUIDE,
            f"{WRITE} : Dominique Modèle",
            "Pour Dominique Modèle : Tirage au sort",
            "Au sujet de : Tirage au sort\n",
        ),
        ("/annuaire/eloise-echantillon/", WRITE, "Pour Éloïse Échantillon", ""),
        ("/reseau/plateforme-exemple/", "Écrire par le club", "Pour Plateforme d’exemple", ""),
    ],
)
def test_a_message_says_for_whom_about_what_and_leaves_a_line_to_fill_in(
    address: str, words: str, subject: str, about: str
) -> None:
    (link,) = [one for one in _messages(_page(address)) if _plain(one.text()) == words]
    found, body = map(_plain, _fields(link))
    name = subject.removeprefix("Pour ").partition(" : ")[0]
    assert found == subject
    assert body == (
        f"Bonjour,\n\nPouvez-vous transmettre ce message à {name} ?\n\n{about}{HOST}{address}\n\n"
        "Ma question :\n\nNom et prénom :\nFonction et territoire :\n"
    )


@pytest.mark.parametrize(
    ("address", "title"),
    [
        (YOUTH, "Conseil de jeunes d’une commune de montagne"),
        (METHOD, "Tirage au sort"),
        ("/themes/sante/", "Santé"),
    ],
)
def test_where_nobody_is_named_the_club_is_asked_who_can_speak_of_it(
    address: str, title: str
) -> None:
    (link,) = _messages(_page(address))
    assert link.text() == ASK
    subject, body = map(_plain, _fields(link))
    assert subject == f"Qui peut en parler : {title}"
    assert f"Au sujet de : {title}\n{HOST}{address}\n\nMa question :\n" in body


def _plain(text: str) -> str:
    """Return a text without its no-break spaces: they stand where French wants them, and only there."""
    assert not re.search(r" [:?!»]|« ", text)
    return text.replace("\u00a0", " ")


def test_a_list_of_many_people_has_one_message_for_all() -> None:
    guide = SITE.records["guide"][0]
    for count in (messages.MOST, messages.MOST + 1):
        many = tuple(
            Ref("dominique-modele", f"Personne {n}", "/annuaire/dominique-modele/")
            for n in range(count)
        )
        site = replace(SITE, records={**SITE.records, "guide": (replace(guide, members=many),)})
        page = _page(GUIDE, site)
        assert len(page.css("section[aria-labelledby='fiche:contact'] > ul > li")) == count
        words = [link.text().split("\u00a0")[0] for link in _messages(page)]
        assert words == ([WRITE] * count if count <= messages.MOST else [ASK])


@pytest.mark.parametrize(
    "title",
    ["Été " * 125, "é" * 500, "Un «\u00a0titre\u00a0» & 100 % + #1 ? = <b>", "a\u2019b \U0001f331"],
)
def test_a_message_stays_short_and_whole_whatever_the_title(title: str) -> None:
    budget = next(p for p in SITE.practices if p.url == BUDGET)
    others = tuple(p for p in SITE.practices if p.url != BUDGET)
    records = {**SITE.records, "practice": (replace(budget, title=title), *others)}
    first, *_ = _messages(_page(BUDGET, replace(SITE, records=records)))
    assert len(first.attributes["href"] or "") <= 1_500
    subject, body = _fields(first)
    shown = subject.partition("Exemple\u00a0: ")[2]
    assert french.typography(title).startswith(shown.removesuffix("…"))
    assert shown.endswith("…") is (len(title) > 80)
    assert f"Au sujet de\u00a0: {shown}\n{HOST}{BUDGET}\n" in body


# --- the club's own address ------------------------------------------------------------------

PAGES = (BUDGET, ASSEMBLY, YOUTH, GUIDE, METHOD, "/themes/sante/")
PEOPLE = ("/annuaire/camille-exemple/", "/annuaire/noa-maquette/", "/reseau/plateforme-exemple/")


@pytest.mark.parametrize("address", [*PAGES, *PEOPLE])
def test_without_a_mail_programme_the_address_of_the_club_is_there_to_read(address: str) -> None:
    last = _page(address).css(".c-relay")[-1]
    assert _plain(last.text()) == f"Ou écrivez au club : {SETTINGS.contact_email}"


@pytest.mark.parametrize("address", [*PAGES, *PEOPLE])
def test_a_club_without_an_address_promises_nothing(address: str) -> None:
    page = _page(address, chosen=replace(SETTINGS, contact_email=""))
    assert page.css(".c-relay") == []
    assert "par le club" not in page.text()
    assert [a for a in page.css('a[href^="mailto:"]') if "subject=" in str(a.attributes)] == []
    if address in {BUDGET, ASSEMBLY, GUIDE}:
        assert page.css_first("section[aria-labelledby='fiche:contact'] li > a[href*='/annuaire/']")
    elif address in {YOUTH, *PEOPLE[1:]}:
        assert page.css_first("section[aria-labelledby='fiche:contact'] a[href$='/contact/']")


def test_a_contact_with_agreed_details_is_written_to_directly() -> None:
    page = _page("/reseau/sacha-theorie/")
    assert _messages(page) == []
    (link,) = page.css(".c-ways a")
    assert unquote(link.attributes["href"] or "") == "mailto:sacha.theorie@universite.example"
