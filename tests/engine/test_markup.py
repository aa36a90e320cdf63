"""What the engine makes of what contributors write: titles of every sort, tables, notes, bare pages."""

import re
from pathlib import Path

import pytest
from selectolax.lexbor import LexborHTMLParser

from generator.build import pipeline
from generator.core import markdown, settings
from generator.core.findings import errors
from generator.engine import program
from generator.pages.page import GeneratedPage
from tests.miniature import TODAY
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

HEADINGS = [
    # What our own ids could be made from.
    *("Site menu", "Site : menu", "site:menu", "Contenu", "Recherche", "Fiche sources", "fiche:sources"),
    *("Lettre a", "Décision 1", "Tâche 1", "Signataires", "Bloc liste", "fn:1", "fnref:1", r"\_\_search"),
    # The same once made an anchor, and what a repeated title gets.
    *("Résultats", "Resultats", "RÉSULTATS !", "Résultats_1", "Resultats 1", "`résultats`", "*Résultats*"),
    # Of which no anchor can be made.
    *("???", "🎉", "…", "日本語", "Ελληνικά", "العربية", "\\#", "_1", "-", "—"),
    *("Un lien vers [le club](/club/)", "Une note[^1]", "Un mot " * 60, "1", "a.b:c", "&amp; &lt;b&gt;"),
]  # fmt: skip
TEXT = "\n\n".join(f"## {title}\n\nTexte.[^1]" for title in HEADINGS) + "\n\n[^1]: Note.\n"
EDITED = {
    "practice": "practices/conseil-de-jeunes-les-orres.md",
    "meeting": "meetings/2026-06-11-point.md",
    "action": "actions/lettre-tirage-au-sort.md",
    "watch": "watch/loi-exemple-2024.md",
    "page": "content/club.md",
    "home": "content/index.md",
}
BARE = {
    "vide": "",
    "sans-texte": "---\ntitle: Sans texte\n---\n",
    "texte-seul": "---\ntitle: Texte seul\n---\n\nUn paragraphe.\n",
    "signes": "---\ntitle: 'Budget < 3 & « {{ meta }} » {% raw %} \"deux\" \\n 🎉'\n---\n\n{{ page }} {% if %}\n",
    "souligne": "---\ntitle: Souligné\n---\n\nTitre\n=====\n\nSous-titre\n---------\n",
}


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> BuiltClub:
    """The miniature club with odd texts: what the check accepts, the build publishes."""
    folder = tmp_path_factory.mktemp("odd")
    root = copy_miniature(folder / "club")
    for name in EDITED.values():
        path = root / name
        head = path.read_text(encoding="utf-8").split("\n---\n", 1)[0]
        path.write_text(f"{head}\n---\n\n{TEXT}", encoding="utf-8")
    for name, text in BARE.items():
        (root / f"content/{name}.md").write_text(text, encoding="utf-8")
    links = (
        'Des notes[^1][^a b][^"c"], et encore[^a b].\n\n'
        "[Un bloc absent](/annuaire/camille-exemple/#fiche:absent), [un bloc](/annuaire/camille-exemple/#fiche:mandats), "
        "[un titre sans nom](/club/#_2), [le second](/club/#resultats_1), [une lettre](/annuaire/#lettre:z), "
        "[une note](#fn:9).\n\n"
        "## Chiffres\n\n| | Vues | Lues |\n|---|--:|:-:|\n| A | 1 | 2 |\n\n```\nun code très long\n```\n\n"
        "| Seule |\n|---|\n| A |\n\n"
        '[^1]: Un.\n[^a b]: Deux.\n[^"c"]: Trois.\n'
    )
    (root / "content/liens.md").write_text(f"---\ntitle: Liens\n---\n\n{links}", encoding="utf-8")
    checked = pipeline.check(root, settings.load(root), TODAY)
    refused = {finding.path for finding in errors(checked.findings)}
    for bare in refused & {f"content/{name}.md" for name in BARE}:
        (root / bare).unlink()
    return build_club(root, folder / "site")


def page(site: BuiltClub, address: str) -> LexborHTMLParser:
    return LexborHTMLParser((site.site / address / "index.html").read_bytes())


def words(html: LexborHTMLParser, tag: str) -> str:
    (node,) = html.css(tag)
    return node.text()


@pytest.mark.parametrize("kind", EDITED)
def test_no_heading_takes_the_id_of_another(kind: str, odd: BuiltClub) -> None:
    addresses = {
        "practice": "pratiques/conseil-de-jeunes-les-orres",
        "meeting": "reunions/2026-06-11-point",
        "action": "actions/lettre-tirage-au-sort",
        "watch": "veille/loi-exemple-2024",
        "page": "club",
        "home": "",
    }
    html = page(odd, addresses[kind])
    ids = [node.attributes["id"] or "" for node in html.css("[id]")]
    assert len(set(ids)) == len(ids)
    written = [
        h.attributes["id"] or ""
        for h in html.css("article > h2")
        if ":" not in (h.attributes["id"] or "")
    ]
    assert len(written) >= len(HEADINGS)
    assert all(re.fullmatch(r"[a-z0-9_-]+", one) for one in written)
    assert set(written) == markdown.anchors(TEXT), "what rule T08 knows is what the page has"


def test_a_link_to_a_place_that_the_page_does_not_show_leads_to_the_page(odd: BuiltClub) -> None:
    targets = {a.text(): a.attributes["href"] for a in page(odd, "liens").css("article p a")}
    assert targets["Un bloc absent"] == "../annuaire/camille-exemple/"
    assert targets["un bloc"] == "../annuaire/camille-exemple/#fiche:mandats"
    assert targets["un titre sans nom"] == "../club/#_2"
    assert targets["le second"] == "../club/#resultats_1"
    assert targets["une lettre"] == "../annuaire/"
    assert targets["une note"] == "./"


def test_notes_and_tables_are_named(odd: BuiltClub) -> None:
    html = page(odd, "liens")
    assert [li.attributes["id"] for li in html.css(".footnote li")] == [
        "fn:1",
        "fn:2",
        "fn:3",
    ]
    back = [a.attributes["aria-label"] for a in html.css(".footnote-backref")]
    assert back == [
        "Revenir à l’appel de la note 1",
        "Revenir à l’appel de la note 2",
        "Revenir au 2e appel de la note 2",
        "Revenir à l’appel de la note 3",
    ]
    assert [c.text() for c in html.css("caption")] == [
        "Tableau\u00a0: Chiffres",
        "Tableau 2\u00a0: Chiffres",
    ]
    first = html.css("table")[0]
    assert [(cell.tag, cell.attributes.get("scope")) for cell in first.css("thead tr > *")] == [
        ("td", None), ("th", "col"), ("th", "col"),
    ]  # fmt: skip
    assert [cell.attributes.get("class") for cell in first.css("tbody td")] == [
        None,
        "u-num",
        "u-center",
    ]
    assert html.css("pre")[0].attributes["aria-label"] == "Code\u00a0: Chiffres"


def test_a_bare_page_has_its_title(odd: BuiltClub) -> None:
    assert words(page(odd, "sans-texte"), "h1") == "Sans texte"
    assert words(page(odd, "texte-seul"), "h1") == "Texte seul"
    signs = page(odd, "signes")
    assert "{{ meta }}" in words(signs, "h1")
    assert "{{ meta }}" in words(signs, "title")
    assert "{{ page }} {% if %}" in words(signs, "article")
    assert words(page(odd, "souligne"), "h1") == "Souligné"


@pytest.mark.parametrize("body", ["", "Un paragraphe.\n", "## Un titre\n", "| a |\n|---|\n"])
def test_the_theme_needs_no_heading_nor_front_matter(body: str, tmp_path: Path) -> None:
    docs, site, work = tmp_path / "docs", tmp_path / "site", tmp_path / "work"
    docs.mkdir()
    work.mkdir()
    front = GeneratedPage("/", {"title": "Titre < 3 & « x »"}, body).text
    (docs / "index.md").write_text(front, encoding="utf-8")
    (docs / "nu").mkdir()
    (docs / "nu/index.md").write_text(body, encoding="utf-8")
    run = program.Run(settings.load(copy_miniature(tmp_path / "club")), docs, site, work, 60, {})
    run.wait()
    run.stop()
    html = LexborHTMLParser((site / "index.html").read_bytes())
    assert words(html, "h1") == "Titre < 3 & « x »"
    assert words(LexborHTMLParser((site / "nu/index.html").read_bytes()), "h1")
