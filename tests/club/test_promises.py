"""What the pages promise of the site is what the site does."""

import re
from pathlib import Path

import pytest

from generator.commands import check
from generator.core import settings
from generator.kinds import Contact, Member
from generator.kinds.practice import SECTIONS
from tests.site_fixtures import HOME

SCRIPTS = HOME / "javascript" / "src"
# Each thing that a browser keeps, by the beginning of its name in the scripts, and what the page calls it.
KEPT = {
    "club.slash": "le raccourci « / »",
    "club.compare:": "les pratiques à comparer",
    "club.release:": "le numéro de la version du site",
    "formulaire:": "le brouillon d’un formulaire",
}
# Each field of a person that a page may show, and its words in the table of the page.
SHOWN = {
    **dict.fromkeys(("given_name", "family_name", "name"), "Nom,"),
    "memberships": "fonction, collectivité, dates du mandat",
    "club": "appartenance au club",
    **dict.fromkeys(("organization", "category"), "organisme"),
    "interest": "lien déclaré",
    **dict.fromkeys(("themes", "methods"), "Thèmes et méthodes"),
    "seeks": "ce qu’elle recherche",
    "contact_details": "Courriel, téléphone ou adresse professionnelle",
    "image": "Photographie",
    "summary": "Présentation",
    "links": "Liens vers des pages publiques",
}
# The rest tells of the record, not of the person.
ABOUT = {"id", "aliases", "sources", "added", "public_contacts", "consent"}
NUMBERS = ("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")


def page(name: str) -> str:
    """Return a page of the club, with plain spaces."""
    text = (HOME / "content" / f"{name}.md").read_text(encoding="utf-8")
    return re.sub("[\u00a0\u202f]", " ", text)


def headings(text: str, level: int) -> list[str]:
    return re.findall(rf"^{'#' * level} (.+)$", text, re.MULTILINE)


def kept(script: Path) -> set[str]:
    """Return the names under which a script keeps something in the browser."""
    text = script.read_text(encoding="utf-8")
    literal = r"['`]([\w.:-]+)"
    found = set()
    for name in re.findall(r"Storage\.setItem\(([^,]+),", text):
        named = re.search(rf"const {name} = {literal}", text)
        if given := re.search(rf"const (\w+) = \({name}, ", text):  # what its callers say
            found |= set(re.findall(rf"\b{given[1]}\({literal}", text))
        else:
            found.add((named or re.match(literal, name))[1])  # type: ignore[index]
    return found


def test_what_a_browser_keeps_is_said() -> None:
    found = set().union(*map(kept, SCRIPTS.rglob("*.js")))
    found = {next((known for known in KEPT if name.startswith(known)), name) for name in found}
    assert found == KEPT.keys()
    privacy = page("confidentialite")
    assert [words for words in KEPT.values() if words not in privacy] == []


def test_what_the_directory_publishes_is_said() -> None:
    fields = Member.model_fields.keys() | Contact.model_fields.keys()
    assert fields - ABOUT == SHOWN.keys()
    rows = "\n".join(line for line in page("confidentialite").splitlines() if line.startswith("|"))
    assert [words for words in SHOWN.values() if words not in rows] == []


def test_details_leave_when_the_page_says() -> None:
    assert settings.load(HOME).retention_months == 12
    assert "retirées douze mois après" in page("confidentialite")


def test_an_agreement_is_asked_again_when_the_pages_say() -> None:
    months = settings.load(HOME).consent_months
    assert f"redemandé au bout de {NUMBERS[months // 12]} ans" in page("confidentialite")
    assert f"Le club a choisi {months} mois" in page("tenir-l-annuaire")


def test_the_notice_is_the_page_that_says_so_and_no_other() -> None:
    front = re.compile(r"\A---\n(?:.*\n)*?notice: \S+\n")
    names = [path.stem for path in HOME.glob("content/*.md") if front.match(page(path.stem))]
    assert names == ["confidentialite"]
    assert "notice d’information, qui est cette page" in page("confidentialite")


def test_the_reports_of_the_guides_are_those_of_the_command() -> None:
    pages = [page(path.stem) for path in HOME.glob("content/*.md")]
    named = {name for text in pages for name in re.findall(r"--report (\w+)", text)}
    assert named <= {*check.REPORTS}
    assert {"mandates", "consents"} <= named


def test_the_links_of_the_guide_are_those_at_the_foot_of_a_page() -> None:
    _, _, told = page("proposer-une-pratique").partition("### Corriger une fiche\n")
    theme = (HOME / "theme" / "main.html").read_text(encoding="utf-8")
    foot = theme[theme.index('class="c-correct"') : theme.index("</article>")]
    names = re.findall(r">([^<>{}]+)</a>", foot)
    assert re.findall(r"^- \*\*(.+?)\*\*", told.partition("\n### ")[0], re.MULTILINE) == names


def test_the_ways_of_contributing_are_counted() -> None:
    contribute = page("contribuer")
    ways = [h for h in headings(contribute, 2) if re.match("Écrire au club|Proposer|En parler", h)]
    number = NUMBERS[len(ways) + 1]  # and the form
    assert f"{number} façons de la partager" in contribute
    assert f"{number.capitalize()} façons" in contribute
    step = page("proposer-une-pratique")
    ways = [h for h in headings(step, 2) if re.match("Par |Sur ", h)]
    assert f"{NUMBERS[len(ways)]} façons de proposer" in step


def test_the_sections_of_a_sheet_are_those_of_the_guides() -> None:
    guide = page("ecrire-une-bonne-fiche")
    _, _, story = guide.partition("## Le récit")
    assert headings(story.partition("\n## ")[0], 3) == list(SECTIONS)
    listed = ", ".join(SECTIONS).lower()
    assert f"{NUMBERS[len(SECTIONS)]} rubriques" in guide
    assert re.search(rf"{NUMBERS[len(SECTIONS)]} rubriques, [^:]+ : {listed}\.", page("contribuer"))


def test_the_foot_says_of_accessibility_what_its_page_says() -> None:
    theme = (HOME / "theme" / "main.html").read_text(encoding="utf-8")
    state = re.search(r"Accessibilité : ([^<]+)<", theme)
    assert state
    assert f"**{state[1]}" in page("accessibilite")


def test_the_guide_for_those_who_publish_knows_every_first_line() -> None:
    """As the summary of a proposal begins: a sign, then what one may decide."""
    code = (HOME / "generator" / "templates" / "summary.jinja").read_text(encoding="utf-8")
    lines = re.sub("[\u00a0\u202f]", " ", code)
    firsts = re.findall(r"^([^\w\s*-]+) \*\*([^:.{]+?) ?[:.]", lines, re.MULTILINE)
    assert len(firsts) > 5
    rows = "\n".join(line for line in page("publier").splitlines() if line.startswith("|"))
    assert [words for sign, words in firsts if f"| {sign} {words}" not in rows] == []


def test_what_is_published_without_an_agreement_is_said_alike() -> None:
    """The privacy page, the guide of the staff and the page for those who contribute."""
    *_, told = page("contribuer").partition("## Comment les données sont protégées")
    words = ("thèmes", "méthodes", "recherche", "réunions", "signature", "s’y opposer")
    assert [word for word in words if word not in told] == []
    _, _, staff = page("tenir-l-annuaire").partition("## Ce qui paraît")
    assert [word for word in words if word not in staff.partition("\n## ")[0].lower()] == []


def test_the_only_address_of_a_person_is_said() -> None:
    """Of all texts, the page of contact alone may hold one: the privacy page says so."""
    if "mailto:" in page("contact"):
        assert "sauf l’adresse de la page [Contact]" in page("confidentialite")


@pytest.mark.parametrize(
    "words",
    [
        "demande de fusion",
        "plateforme git",
        "hébergé par l’association",
        "animé avec",
        "vous résiste",
        "dans une demande",
        "dépôt",
    ],
)
def test_a_thing_has_one_name_on_the_pages_of_the_club(words: str) -> None:
    pages = [*HOME.glob("content/*.md"), *HOME.glob("generator/starter/skeleton/content/*.md")]
    assert [str(path) for path in pages if words in path.read_text(encoding="utf-8")] == []


def test_the_buttons_that_the_guide_of_the_directory_names_are_on_the_pages() -> None:
    _, _, told = page("tenir-l-annuaire").partition("## Transmettre un message")
    named = re.findall("«[\u00a0 ](.+?)[\u00a0 ]»", told.partition("\n## ")[0])
    templates = "".join(
        path.read_text(encoding="utf-8") for path in HOME.glob("generator/templates/*.jinja")
    )
    assert len(named) == 2
    assert [words for words in named if words not in templates] == []
