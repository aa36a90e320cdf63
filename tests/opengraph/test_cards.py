"""The cards of a club: which pages have one, what it says, and that none is drawn twice."""

from dataclasses import replace
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator import opengraph, pages, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.kinds import KINDS
from generator.kinds.view import When
from generator.opengraph import Card
from tests.miniature import CLUB, TODAY, read_tree
from tests.showing import showing
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

SETTINGS = settings.load(CLUB)
SITE = views.site(pipeline.check(CLUB, SETTINGS, TODAY).club, today=TODAY, fictional=True)
CARDS = opengraph.cards(SITE, SETTINGS)


# --- what they say -----------------------------------------------------------------------------


def test_records_have_their_card_and_people_share_one() -> None:
    own = [view for kind, view in SITE.every() if KINDS[kind].card]
    assert {view.url for view in own} < CARDS.keys()
    rest = CARDS.keys() - {view.url for view in own}
    sections = routes.SECTIONS.keys() - {"recherche", "comparer"}
    assert rest == {"/"} | {f"/{section}/" for section in sections}
    for member in SITE.members:
        assert opengraph.address_for(member.url, CARDS) == "/annuaire/"


def test_no_card_names_a_member() -> None:
    said = " ".join(card.words for card in CARDS.values())
    assert not [m.title for m in SITE.members if m.title in said]


@pytest.mark.parametrize(
    ("page", "card"),
    [
        ("/", "/"),
        ("/club/", "/"),
        ("/recherche/", "/"),
        ("/pratiques/page/2/", "/pratiques/"),
        ("/themes/finances/", "/themes/"),
        ("/territoires/haut-rhin/", "/territoires/"),
        ("/pratiques/budget-participatif-mulhouse/", "/pratiques/budget-participatif-mulhouse/"),
    ],
)
def test_a_page_shows_the_nearest_card(page: str, card: str) -> None:
    assert opengraph.address_for(page, CARDS) == card


@pytest.mark.parametrize(
    ("address", "kind", "facts"),
    [
        (
            "/pratiques/budget-participatif-mulhouse/",
            "Pratique",
            "Mulhouse (Haut-Rhin)\u00a0· Depuis le 3\u00a0octobre 2019",
        ),
        (
            "/reunions/2026-09-10-tirer-au-sort/",
            "Réunion du club",
            "jeudi 10\u00a0septembre 2026, 18\u00a0h\u00a030\u00a0· à distance",
        ),
        (
            "/veille/proposition-exemple/",
            "Proposition de loi",
            "Dépôt, 12\u00a0mai 2026\u00a0· proposition de loi n°\u00a00000 (texte fictif)",
        ),
    ],
)
def test_a_card_says_place_date_and_kind(address: str, kind: str, facts: str) -> None:
    card = CARDS[address]
    assert (card.kind, card.facts) == (kind, facts)
    assert (card.club, card.label) == ("Club miniature", "Démonstration")


def test_a_meeting_called_off_and_a_deadline_are_said() -> None:
    meeting = replace(SITE.meetings[0], status="cancelled")
    action = replace(
        SITE.actions[0],
        status="open",
        status_label="Ouverte à la signature",
        deadline=When("30 juin 2026", "2026-06-30"),
    )
    found = opengraph.cards(showing(SITE, meeting=(meeting,), action=(action,)), SETTINGS)
    assert found[meeting.url].facts.startswith("Annulée\u00a0· ")
    assert found[action.url].facts == "Ouverte à la signature\u00a0· jusqu’au 30\u00a0juin 2026"


def test_a_real_club_is_not_called_fictional() -> None:
    real = opengraph.cards(replace(SITE, fictional=False), SETTINGS)
    assert {card.label for card in real.values()} == {""}


# --- in the site -------------------------------------------------------------------------------


def test_every_page_tells_its_card_which_is_there(miniature: BuiltClub) -> None:
    for page in pages.pages(SITE, SETTINGS):
        path = miniature.site / routes.built_file(page.address)
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        found = {
            node.attributes["property"]: node.attributes["content"] or ""
            for node in tree.css('meta[property^="og:"]')
        }
        assert found.keys() == {
            *("og:type", "og:locale", "og:site_name", "og:title", "og:description", "og:url"),
            *("og:image", "og:image:type", "og:image:width", "og:image:height", "og:image:alt"),
        }
        assert all(found.values()), (page.address, found)
        assert found["og:url"] == f"https://miniature.example{page.address}"
        picture = found["og:image"].removeprefix(SETTINGS.site_url)
        assert (miniature.site / picture).is_file()
        (canonical,) = tree.css('link[rel="canonical"]')
        assert canonical.attributes["href"] == found["og:url"]
        (description,) = tree.css('meta[name="description"]')
        assert description.attributes["content"] == found["og:description"]
        assert tree.css_matches('meta[name="twitter:card"][content="summary_large_image"]')


def test_open_graph_tells_records_from_lists() -> None:
    kinds = {page.address: page.meta["share"]["type"] for page in pages.pages(SITE, SETTINGS)}
    assert kinds["/"] == kinds["/pratiques/"] == kinds["/chiffres/"] == "website"
    assert kinds["/annuaire/camille-exemple/"] == "profile"
    for view in (*SITE.practices, *SITE.watch, *SITE.actions):
        assert kinds[view.url] == "article"


# --- kept from one build to the next -----------------------------------------------------------

DEMO = {f"/p/{n}/": Card("Pratique", f"Fiche {n}", "", "Club") for n in range(3)}


def _place(folder: Path, cards: dict[str, Card], jobs: int = 1) -> dict[str, bytes]:
    """Draw into a new folder, keeping what is drawn; return it."""
    target = folder / f"pages-{len(list(folder.glob('pages-*')))}"
    opengraph.place(cards, target, folder / "kept", jobs)
    return read_tree(target)


def _kept(folder: Path) -> dict[str, int]:
    return {p.name: p.stat().st_mtime_ns for p in sorted((folder / "kept").iterdir())}


def test_a_card_that_did_not_change_is_not_drawn_again(tmp_path: Path) -> None:
    cold = _place(tmp_path, DEMO)
    before = _kept(tmp_path)
    assert _place(tmp_path, DEMO) == cold
    assert _kept(tmp_path) == before
    changed = _place(tmp_path, DEMO | {"/p/1/": Card("Pratique", "Autre", "", "Club")})
    assert changed["p/1/carte.png"] != cold["p/1/carte.png"]
    assert changed["p/0/carte.png"] == cold["p/0/carte.png"]
    after = _kept(tmp_path)
    assert len(after) == 3, "what is no longer used goes"
    assert len(after.items() & before.items()) == 2


def test_a_card_cut_short_is_drawn_again(tmp_path: Path) -> None:
    cold = _place(tmp_path, DEMO)
    for path in (tmp_path / "kept").iterdir():
        data = path.read_bytes()
        path.unlink()
        path.write_bytes(data[: len(data) // 2])
    (tmp_path / "kept" / "left.part").write_bytes(b"")
    assert _place(tmp_path, DEMO) == cold
    assert len(_kept(tmp_path)) == 3


def test_many_cards_drawn_by_several_processes_are_the_same(tmp_path: Path) -> None:
    many = {f"/p/{n}/": Card("Pratique", f"Fiche {n}", "", "Club") for n in range(120)}
    assert _place(tmp_path / "a", many) == _place(tmp_path / "b", many, jobs=2)


def test_what_is_placed_can_be_changed_without_changing_what_is_kept(tmp_path: Path) -> None:
    cold = _place(tmp_path, DEMO)
    for path in (tmp_path / "pages-0").rglob("*.png"):
        with path.open("ab") as file:
            file.write(b"optimised")
    assert _place(tmp_path, DEMO) == cold


def test_a_warm_build_is_a_cold_one(miniature: BuiltClub, tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    kept = root / ".club" / "cards"
    build_club(root, tmp_path / "site")
    before = {p.name: p.stat().st_mtime_ns for p in kept.iterdir()}
    warm = read_tree(build_club(root, tmp_path / "site").site)
    assert {p.name: p.stat().st_mtime_ns for p in kept.iterdir()} == before
    cold = read_tree(miniature.site)
    cards = {name for name in cold if name.endswith("carte.png")}
    assert len(cards) == len(CARDS)
    assert {n: warm[n] for n in cards} == {n: cold[n] for n in cards}
