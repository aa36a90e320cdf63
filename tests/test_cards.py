"""Contact cards: read by another program, cut and escaped as the standard wants, never too many."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
import vobject  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st
from vobject.vcard import VCard3_0  # type: ignore[import-untyped]  # it has no types

from generator import views
from generator.build import pipeline
from generator.core import settings
from generator.core.settings import Settings
from generator.exports import cards, export
from generator.kinds.member import MemberView
from generator.kinds.view import ContactLine
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY

ADDRESS = "annuaire/camille-exemple/contact.vcf"


def shown(today: date = TODAY, root: Path = CLUB) -> tuple[SiteView, Settings]:
    chosen = settings.load(root)
    club = pipeline.check(root, chosen, today).club
    return views.site(club, today=today, retention_months=chosen.retention_months), chosen


SITE, SETTINGS = shown()
CAMILLE = next(m for m in SITE.members if m.id == "camille-exemple")


def line(text: str, name: str) -> str:
    """Return the only line of a card that has this property, unfolded."""
    lines = text.replace("\r\n ", "").split("\r\n")
    (found,) = [one for one in lines if re.match(rf"{name}[;:]", one)]
    return found


def with_contacts(*contacts: ContactLine) -> MemberView:
    return replace(CAMILLE, contacts=contacts)


def test_a_card_is_what_an_address_book_reads() -> None:
    read = vobject.readOne(export(SITE, SETTINGS)[ADDRESS])
    assert read.name == "VCARD"
    assert read.version.value == "3.0"
    assert read.behavior is VCard3_0
    assert read.validate(raiseException=True)
    assert read.fn.value == "Camille Exemple"
    assert (read.n.value.family, read.n.value.given) == ("Exemple", "Camille")
    assert read.title.value == "adjointe à la vie citoyenne"
    assert read.org.value == ["Mulhouse"]
    assert read.email.value == "camille.exemple@mulhouse.example"
    assert read.email.params == {"TYPE": ["INTERNET", "WORK"]}
    assert read.tel.value == "01 99 00 12 34"
    assert read.tel.params == {"TYPE": ["WORK", "VOICE"]}
    assert read.note.value == (
        "camille.exemple@mulhouse.example\u00a0: courriel de la mairie\n"
        "01 99 00 12 34\u00a0: secrétariat"
    )
    assert read.adr.value.street == "2 rue de l’Exemple, 68100 Mulhouse"
    assert read.url.value == f"{SETTINGS.site_url}annuaire/camille-exemple/"


def test_a_card_in_full() -> None:
    """The order is ours; the version comes first because the standard says so."""
    assert export(SITE, SETTINGS)[ADDRESS].split("\r\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "UID:https://miniature.example/annuaire/camille-dupont-exemple/",
        "FN:Camille Exemple",
        "N:Exemple;Camille;;;",
        "TITLE:adjointe à la vie citoyenne",
        "ORG:Mulhouse",
        "EMAIL;TYPE=INTERNET,WORK:camille.exemple@mulhouse.example",
        "TEL;TYPE=WORK,VOICE:01 99 00 12 34",
        r"ADR;TYPE=WORK:;;2 rue de l’Exemple\, 68100 Mulhouse;;;;",
        "NOTE:camille.exemple@mulhouse.example\u00a0: courriel de la mairie\\n01 99 00 1",
        " 2 34\u00a0: secrétariat",
        "URL:https://miniature.example/annuaire/camille-exemple/",
        "END:VCARD",
        "",
    ]


def test_the_identity_of_a_card_stays_and_is_that_of_one_club() -> None:
    renamed = replace(CAMILLE, id="camille-autre", url="/annuaire/camille-autre/")
    renamed = replace(renamed, aliases=(*CAMILLE.aliases, CAMILLE.id))
    assert line(cards.card(renamed, SETTINGS), "UID") == line(cards.card(CAMILLE, SETTINGS), "UID")
    assert line(cards.card(renamed, SETTINGS), "URL").endswith("/camille-autre/")
    two = [replace(SETTINGS, site_url=f"https://host.example/club-{x}/") for x in "ab"]
    assert line(cards.card(CAMILLE, two[0]), "UID") != line(cards.card(CAMILLE, two[1]), "UID")


def test_only_those_whose_details_are_shown_have_a_card() -> None:
    found = {name for name in export(SITE, SETTINGS) if name.endswith(".vcf")}
    assert found == {f"annuaire/{m.id}/contact.vcf" for m in SITE.members if m.contacts}
    assert found == {ADDRESS, "annuaire/lou-gabarit/contact.vcf"}


def test_a_card_goes_with_the_details() -> None:
    """Lou’s mandate ended on 20 March 2026; the club keeps details six months."""
    name = "annuaire/lou-gabarit/contact.vcf"
    assert name in export(*shown(date(2026, 9, 19)))
    assert name not in export(*shown(date(2026, 9, 20)))


def test_a_card_does_not_say_in_office_whoever_is_not() -> None:
    lou = export(SITE, SETTINGS)["annuaire/lou-gabarit/contact.vcf"]
    assert "\r\nTITLE" not in lou
    assert "\r\nORG" not in lou


# --- escaping, by hand (RFC 2426, 5) -------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "escaped"),
    [
        ("Martin", "Martin"),
        ("Martin, dit Tino", r"Martin\, dit Tino"),
        ("Martin;Durand", r"Martin\;Durand"),
        ("a\\b", r"a\\b"),
        ("a\\,b", r"a\\\,b"),
        ("d’Été", "d’Été"),
        ("a:b", "a:b"),
        ('"x"', '"x"'),
    ],
)
def test_what_would_cut_a_value_is_escaped(written: str, escaped: str) -> None:
    member = replace(
        CAMILLE,
        title=written,
        family_name=written,
        current=replace(CAMILLE.current, label=written),
    )
    text = cards.card(member, SETTINGS)
    assert line(text, "FN") == f"FN:{escaped}"
    assert line(text, "N") == f"N:{escaped};Camille;;;"
    assert line(text, "TITLE") == f"TITLE:{escaped}"


def test_a_line_break_cannot_start_a_property() -> None:
    text = cards.card(replace(CAMILLE, title="A\r\nEMAIL:x@y.example\nTEL:1"), SETTINGS)
    assert line(text, "FN") == r"FN:A\nEMAIL:x@y.example\nTEL:1"


NAMES = st.text(
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")), min_size=1, max_size=120
)


@given(NAMES, NAMES)
def test_any_name_comes_back_from_a_card_of_short_lines(given_name: str, family_name: str) -> None:
    member = replace(
        CAMILLE,
        title=f"{given_name} {family_name}",
        given_name=given_name,
        family_name=family_name,
    )
    text = cards.card(member, SETTINGS)
    lines = text.encode().split(b"\r\n")
    assert all(len(one) <= 75 for one in lines)
    assert all(one.decode() is not None for one in lines), "no character is cut in two"
    read = vobject.readOne(text)
    assert read.fn.value.strip() == member.title.strip()
    assert (read.n.value.given, read.n.value.family) == (given_name, family_name)


# --- numbers and addresses -------------------------------------------------------------------


@pytest.mark.parametrize("written", ["01 99 00 12 34", "+33 1 99 00 12 34", "0800 12"])
def test_a_number_is_said_as_it_was_typed(written: str) -> None:
    text = cards.card(with_contacts(ContactLine("phone", written, "", "")), SETTINGS)
    assert line(text, "TEL") == f"TEL;TYPE=WORK,VOICE:{written}"


@pytest.mark.parametrize(
    ("written", "parts"),
    [
        ("2 rue X, 68100 Mulhouse", r";;2 rue X\, 68100 Mulhouse;;;;"),
        ("Mairie ; bureau 12", r";;Mairie \; bureau 12;;;;"),
    ],
)
def test_an_address_is_one_text(written: str, parts: str) -> None:
    text = cards.card(with_contacts(ContactLine("address", written, "", "")), SETTINGS)
    assert line(text, "ADR") == f"ADR;TYPE=WORK:{parts}"
