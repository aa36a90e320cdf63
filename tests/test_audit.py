"""The audit against a real site on disk: nothing to say of it, then one defect at a time."""

import base64
import gzip
import json
import os
import re
import shutil
import unicodedata
import zlib
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from itertools import product
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import quote

import pytest
import yaml
from hypothesis import given
from hypothesis import settings as trying
from hypothesis import strategies as st
from icalendar.prop import vText

from generator import views
from generator.build import pipeline
from generator.build.audit import Defect, audit, refused
from generator.core import memory, personal, settings
from generator.engine import release
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import BuiltClub

SITE_URL = settings.load(CLUB).site_url
PAGE = "pratiques/assemblee-saint-denis/index.html"
PAYLOADS = Path(__file__).with_name("payloads.txt")
# What was found of the files that a test leaves as they were, read once for all the tests.
_UNTOUCHED = memory.Memory()


@pytest.fixture
def site(miniature: BuiltClub, tmp_path: Path) -> Path:
    """A copy of the miniature site, to be spoilt."""
    copy = tmp_path / "site"
    shutil.copytree(miniature.site, copy)
    return copy


def audited(
    site: Path, withheld: Sequence[str] = (), public: Sequence[str] | None = None
) -> list[Defect]:
    """Audit the site, expecting every page that the untouched one has.

    With values `withheld`, what is said of any other is left out.
    """
    allowed = PUBLIC if public is None else public
    with memory.lent(_UNTOUCHED):
        found = audit(site, _expected(site), site_url=SITE_URL, public=allowed, withheld=withheld)
    return [d for d in found if not withheld or not d.what.startswith(UNKNOWN)]


def _public() -> list[str]:
    found = pipeline.check(CLUB, settings.load(CLUB), TODAY).club
    return views.public(found, views.site(found, today=TODAY), settings.load(CLUB).contact_email)


PUBLIC = _public()
UNKNOWN = "adresse électronique ou numéro que rien ne permet de montrer"


def _expected(site: Path) -> list[str]:
    return [p.relative_to(site).as_posix() for p in site.rglob("*.html")]


def plant(site: Path, html: str, page: str = PAGE, before: str = "</article>") -> None:
    """Write `html` in a page, before its first `before`."""
    file = site / page
    text = file.read_text(encoding="utf-8")
    assert before in text
    file.write_text(text.replace(before, html + before, 1), encoding="utf-8")


def spoilt(site: Path, rows: Iterable[tuple[str, str]]) -> list[str]:
    """Write each (HTML, what it stands before) in a page of its own; return the pages' names."""
    pages = []
    for number, (html, before) in enumerate(rows):
        page = f"pratiques/defaut-{number}/index.html"
        (site / page).parent.mkdir()
        shutil.copyfile(site / PAGE, site / page)
        plant(site, html, page, before)
        pages.append(page)
    return pages


def by_file(defects: Iterable[Defect]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for defect in defects:
        found.setdefault(defect.file, []).append(defect.what)
    return found


# --- the untouched site ---------------------------------------------------------------------


def test_the_untouched_site_has_no_defect(miniature: BuiltClub) -> None:
    checked = pipeline.check(CLUB, settings.load(CLUB), TODAY)
    withheld = views.withheld(checked.club, views.site(checked.club, today=TODAY))
    assert audited(miniature.site, withheld) == []


def test_no_mark_of_a_file_may_read_as_a_number(miniature: BuiltClub) -> None:
    """Whatever the digits of its hash: a build in a thousand would be refused."""
    said = (miniature.site / "_headers").read_text(encoding="utf-8")
    worst = re.sub(
        "(?:(?<=/)(?!c)|(?<=/c)|(?<=_))[0-9a-f]{9,10}",
        lambda mark: "0612345678"[: len(mark[0])],
        said,
    )
    assert worst != said
    assert personal.find(worst) == ()


def test_two_readers_say_what_one_says(site: Path) -> None:
    plant(site, '<a href="../absente/">x</a>')
    alone = audited(site)
    both = audit(site, _expected(site), site_url=SITE_URL, public=PUBLIC)
    assert both == alone == [Defect(PAGE, "lien mort vers « ../absente/ »")]


def test_a_missing_page(site: Path) -> None:
    expected = _expected(site)
    lonely = "annuaire/noa-maquette/index.html"
    (site / lonely).unlink()
    defects = audit(site, expected, site_url=SITE_URL, public=PUBLIC)
    assert Defect(lonely, "page attendue, absente du site") in defects
    others = {d.what for d in defects if d.file != lonely}
    assert all(re.fullmatch(r"lien mort vers « [./a-z]*/noa-maquette/ »", what) for what in others)
    assert {d.file for d in defects} >= {
        "annuaire/index.html",
        "territoires/nouvelle-caledonie/index.html",
    }


def test_a_site_may_live_under_a_path_of_its_host(site: Path) -> None:
    """As forges publish it; the page not found is the only one to say that path."""
    under = f"{SITE_URL}un/club/"
    page = site / "404.html"
    text = page.read_text(encoding="utf-8")
    moved = re.sub(r'(href|src|action)="/', r'\1="/un/club/', text)
    assert moved != text
    for file in site.rglob("*.html"):
        said = moved if file == page else file.read_text(encoding="utf-8")
        file.write_text(said.replace(SITE_URL, under), encoding="utf-8")
    assert audit(site, _expected(site), site_url=under, public=PUBLIC) == []
    plant(site, '<a href="/un/club/absente/">x</a><a href="/pratiques/">x</a>', "404.html")
    assert audit(site, _expected(site), site_url=under, public=PUBLIC) == [
        Defect("404.html", "lien mort vers « /absente/ »"),
        Defect("404.html", "lien mort vers « /pratiques/ »"),
    ]


def test_what_is_remembered_is_of_one_name_one_address_and_what_may_show(tmp_path: Path) -> None:
    """A build lends what was found before: under another name or setting, it is looked for again."""
    card = '<meta property="og:image" content="https://club.example/index.html">'
    page = _empty("<p>06 12 34 56 78</p>").replace("</head>", f"{card}</head>")
    for name in ("index.html", "integrer/a/index.html"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(page, encoding="utf-8")
    for name in ("a.txt", "a.css"):
        (tmp_path / name).write_text("06/12/34/56/78", encoding="utf-8")
    for site_url, public in product(("https://club.example/", SITE_URL), ([], ["06 12 34 56 78"])):
        fresh = audit(tmp_path, [], site_url=site_url, public=public)
        with memory.lent(_UNTOUCHED):
            assert audit(tmp_path, [], site_url=site_url, public=public) == fresh
        assert ("a.txt" in unknown(fresh)) is not bool(public)
        assert "a.css" not in unknown(fresh)


@pytest.mark.parametrize(
    ("count", "shown", "verdict"), [(1, 1, "1 défaut"), (2, 2, "2 défauts"), (51, 50, "51 défauts")]
)
def test_what_is_said_of_a_refused_site(count: int, shown: int, verdict: str) -> None:
    *lines, last = refused([Defect("a.html", f"défaut {n}") for n in range(count)]).split("\n")
    assert lines == [f"a.html : défaut {n}" for n in range(shown)]
    assert last == f"L’audit refuse le site : {verdict}. Rien n’est publié."


# --- one defect in an article ---------------------------------------------------------------

PLANTED = {
    "dead link, twice": ('<a href="../absente/">x</a>' * 2, ["lien mort vers « ../absente/ »"]),
    "dead link from the root": ('<a href="/absente/">x</a>', ["lien mort vers « /absente/ »"]),
    "link out of the site": ('<a href="../../../x">x</a>', ["lien mort vers « ../../../x »"]),
    "link to a folder without its slash": (
        '<a href="../budget-participatif-mulhouse">x</a>',
        ["lien mort vers « ../budget-participatif-mulhouse »"],
    ),
    "dead image": (
        '<img src="../../assets/absente.png" alt="">',
        ["lien mort vers « ../../assets/absente.png »"],
    ),
    "dead anchor": ('<a href="#absente">x</a>', ["ancre morte « #absente »"]),
    "dead anchor elsewhere": (
        '<a href="../budget-participatif-mulhouse/#absente">x</a>',
        ["ancre morte « ../budget-participatif-mulhouse/#absente »"],
    ),
    "link to the folder above, to its own": ('<a href="..">x</a><a href=".">x</a>', []),
    "comment": ("<!-- x -->", []),
    "names without a value": ("<a href id>x</a>", []),
    "link between blanks": ('<a href=" ../ ">x</a>', []),
    "anchor in what is no page": ('<a href="../../agenda.ics#x">x</a>', []),
    "second article": ("</article><article>x", ["plusieurs articles dans la page"]),
    "duplicate id": ('<p id="contexte">x</p>', ["l’ancre « contexte » existe deux fois"]),
    "inline script": (
        "<script>alert(1)</script>",
        ["programme écrit dans la page", "élément refusé dans l’article : <script >"],
    ),
    "on… attribute": (
        '<p onclick="alert(1)">x</p>',
        ["attribut « onclick » sur <p>", "élément refusé dans l’article : <p onclick=alert(1)>"],
    ),
    "style attribute": (
        '<p style="color:red">x</p>',
        ["attribut « style » sur <p>", "élément refusé dans l’article : <p style=color:red>"],
    ),
    "javascript: address": (
        '<a href="javascript:alert(1)">x</a>',
        [
            "adresse « javascript:alert(1) »",
            "élément refusé dans l’article : <a href=javascript:alert(1)>",
        ],
    ),
    "javascript: address, disguised": (
        '<a href=" JAVA&#x09;script&colon;alert(1)">x</a>',
        [
            "adresse «  JAVA\tscript:alert(1) »",
            "élément refusé dans l’article : <a href= JAVA\tscript:alert(1)>",
        ],
    ),
    "image of another host": (
        '<img src="https://evil.example/p.gif" alt="">',
        ["<img> va chercher evil.example"],
    ),
    "image of another host, without scheme": (
        '<img src="//evil.example/p.gif" alt="">',
        ["<img> va chercher evil.example"],
    ),
    "image of another host, for finer screens": (
        '<img src="../../assets/camille-exemple.png" srcset="https://evil.example/p.gif 2x" alt="">',
        [
            "<img> va chercher evil.example",
            (
                "élément refusé dans l’article : <img alt= src=../../assets/camille-exemple.png "
                "srcset=https://evil.example/p.gif"
            ),
        ],
    ),
    "iframe": (
        '<iframe src="../"></iframe>',
        [
            "cadre qui montre ou permet autre chose qu’un extrait",
            "élément refusé dans l’article : <iframe src=../>",
        ],
    ),
    "field, where nobody writes": (
        '<textarea name="x"></textarea>',
        ["élément refusé dans l’article : <textarea name=x>"],
    ),
    "object": (
        '<object type="text/html"></object>',
        ["élément refusé dans l’article : <object type=text/html>"],
    ),
    "svg": ("<svg></svg>", ["élément refusé dans l’article : <svg >"]),
    "svg without a name": (
        '<svg role="img"><path d="M0 0h1z"></path></svg>',
        ["élément refusé dans l’article : <svg role=img>"],
    ),
    "svg without a role": (
        '<svg aria-label="x"><path d="M0 0h1z"></path></svg>',
        ["élément refusé dans l’article : <svg aria-label=x>"],
    ),
    "svg that nobody is told of": (
        '<svg aria-hidden="true"><path d="M0 0h1z"></path></svg>',
        [],
    ),
    "svg that nobody is told of and fetches": (
        '<svg aria-hidden="true"><image href="https://evil.example/x.png"></image></svg>',
        [
            "<image> va chercher evil.example",
            "élément refusé dans l’article : <image href=https://evil.example/x.png>",
            "élément <image> dans un dessin",
        ],
    ),
    "svg that fetches": (
        '<svg role="img" aria-label="x"><image href="https://evil.example/x.png"></image></svg>',
        [
            "<image> va chercher evil.example",
            "élément refusé dans l’article : <image href=https://evil.example/x.png>",
            "élément <image> dans un dessin",
        ],
    ),
    "svg that moves": (
        '<svg role="img" aria-label="x"><animate attributeName="d"></animate></svg>',
        [
            "élément refusé dans l’article : <animate attributeName=d>",
            "élément <animate> dans un dessin",
        ],
    ),
    "svg that holds HTML": (
        '<svg role="img" aria-label="x"><foreignObject><p>x</p></foreignObject></svg>',
        [
            "élément refusé dans l’article : <foreignObject >",
            "élément <foreignObject> dans un dessin",
            "élément <p> dans un dessin",
        ],
    ),
    "svg painted by an address": (
        '<svg role="img" aria-label="x"><path d="M0 0h1z" fill="url(#a)"></path></svg>',
        ["élément refusé dans l’article : <path d=M0 0h1z fill=url(#a)>"],
    ),
    "shape out of a drawing": (
        "<g>x</g>",
        ["élément refusé dans l’article : <g >", "élément <g> hors d’un dessin"],
    ),
    "title out of a drawing": ("<title>x</title>", ["élément <title> hors d’un dessin"]),
    "javascript: address in a drawing": (
        '<svg role="img" aria-label="x"><a href="javascript:alert(1)"><path d="M0 0h1z"></path></a></svg>',
        [
            "adresse « javascript:alert(1) »",
            "élément refusé dans l’article : <a href=javascript:alert(1)>",
        ],
    ),
    "form to another host": (
        '<form action="https://evil.example/"></form>',
        ["<form> va chercher evil.example"],
    ),
    "unreadable address": (
        '<a href="https://[exemple.fr/">x</a>',
        [
            "adresse « https://[exemple.fr/ »",
            "élément refusé dans l’article : <a href=https://[exemple.fr/>",
        ],
    ),
}


def test_each_defect_in_an_article_is_the_only_one_found_there(site: Path) -> None:
    pages = spoilt(site, [(html, "</article>") for html, _ in PLANTED.values()])
    found = by_file(audited(site))
    named = {name: found.pop(page, []) for name, page in zip(PLANTED, pages, strict=True)}
    assert named == {name: sorted(defects) for name, (_, defects) in PLANTED.items()}
    assert found == {}


# Data that a search engine reads and no browser runs.
LINKED = '{"@context": "https://schema.org", "@type": "Article", "name": "L\\u003ceau"}'


@pytest.mark.parametrize(
    "html",
    [
        f'<script type="application/ld+json">{LINKED}</script>',
        "<meta http-equiv>",
        '<meta http-equiv="refresh" content="0; url=../../pratiques/a-2/">',
        '<meta http-equiv="refresh" content="0; url=../../">',
        '<meta http-equiv="refresh" content="0; url=a/">',
    ],
)
def test_linked_data_is_no_program_nor_a_meta_a_redirection(html: str, site: Path) -> None:
    plant(site, html, before="</head>")
    assert audited(site) == []


def test_linked_data_does_not_belong_in_an_article(site: Path) -> None:
    plant(site, f'<script type="application/ld+json">{LINKED}</script>')
    assert [d.what[:29] for d in audited(site)] == ["élément refusé dans l’article"]


IN_HEAD = [
    ('<link rel="stylesheet" href="https://evil.example/x.css">', "<link> va chercher evil.example"),
    ('<link rel="canonical" href="https://evil.example/">', "<link> va chercher evil.example"),
    (f'<link rel="alternate" href="{SITE_URL}x.xml">', "<link> va chercher miniature.example"),
    *((f'<meta http-equiv="{name}" content="{target}">', f"renvoi « {target} »") for name, target in (
        ("refresh", "0; url=https://evil.example/"), ("Refresh", "0;URL=https://evil.example/"),
        ("refresh", "0;https://evil.example/"), ("refresh", "0; url=//evil.example/"),
        ("refresh", "0; url=//evil/"), ("refresh", "0; url=../?x"), ("refresh", ""),
    )),
    ('<script src="https://evil.example/x.js"></script>', "<script> va chercher evil.example"),
    ('<script src="//evil.example/x.js"></script>', "<script> va chercher evil.example"),
    ("<script>alert(1)</script>", "programme écrit dans la page"),
    ("<script></script><script>alert(1)</script>", "programme écrit dans la page"),
    *((f"<script{kind}>{LINKED}</script>", "programme écrit dans la page") for kind in (
        "", " type", ' type=""', ' type="text/javascript"', ' type="module"', ' type="importmap"',
        ' type="speculationrules"', ' type="application/json"', ' type="APPLICATION/LD+JSON"',
        ' type=" application/ld+json"', ' type="application/ld+json;charset=utf-8"',
    )),
    *((f'<script type="application/ld+json"{more}</script>', "données liées mal formées") for more in (
        ">", ">alert(1)", ">[]", ">null", ">{}", '>{"@context": "https://evil.example"}', f">{LINKED},",
        f" async>{LINKED}", f' id="x">{LINKED}',
        '>{"@context": "https://schema.org", "name": "<b>"}',
        '>{"@context": "https://schema.org", "name": "<!--"}',
    )),
    ('<meta http-equiv="refresh">', "renvoi «  »"),
    (
        '<meta property="og:image" content="https://evil.example/x.png">',
        "image de partage « https://evil.example/x.png »",
    ),
    ('<meta property="og:image">', "image de partage «  »"),
    (
        f'<meta property="og:image" content="{SITE_URL}absente/carte.png">',
        "lien mort vers « /absente/carte.png »",
    ),
]  # fmt: skip


def test_each_defect_in_the_head_is_the_only_one_found_there(site: Path) -> None:
    pages = spoilt(site, [(html, "</head>") for html, _ in IN_HEAD])
    found = by_file(audited(site))
    assert found == {page: [what] for page, (_, what) in zip(pages, IN_HEAD, strict=True)}


# --- excerpts and their frames -----------------------------------------------------------------

EXCERPT = "integrer/pratiques/index.html"
FRAME = '<iframe src="../integrer/club/" sandbox="allow-popups"></iframe>'


@pytest.mark.parametrize(
    "html",
    [
        FRAME.replace(' sandbox="allow-popups"', ""),
        FRAME.replace("allow-popups", "allow-popups allow-scripts"),
        FRAME.replace("allow-popups", "allow-same-origin"),
        FRAME.replace("../integrer/club/", "../contact/"),
        FRAME.replace("../integrer/club/", ""),
        FRAME.replace("club/", ""),
        FRAME.replace("club/", "/club/"),
    ],
)
def test_a_frame_shows_an_excerpt_and_permits_nothing_else(html: str, site: Path) -> None:
    what = "cadre qui montre ou permet autre chose qu’un extrait"
    plant(site, html, page="integrer/index.html")
    assert what in {d.what for d in audited(site)}


def test_a_frame_stands_on_its_page_only(site: Path) -> None:
    plant(site, FRAME, page="integrer/index.html")
    assert audited(site) == []
    plant(site, FRAME, page="pratiques/index.html")
    plant(site, FRAME.replace("club", "themes/theme-2"), page="integrer/index.html")
    assert Defect(
        "integrer/index.html", "lien mort vers « ../integrer/themes/theme-2/ »"
    ) in audited(site)
    what = "cadre qui montre ou permet autre chose qu’un extrait"
    assert what not in by_file(audited(site))["integrer/index.html"]
    assert Defect("pratiques/index.html", what) in audited(site)


@pytest.mark.parametrize(
    ("html", "what"),
    [
        ("<script src='../../assets/club.js'></script>", "programme dans un extrait"),
        ("<script>alert(1)</script>", "programme dans un extrait"),
        ('<img src="https://evil.example/x.png">', "<img> va chercher evil.example"),
        ('<p style="color:red">x</p>', "attribut « style » sur <p>"),
        ('<a href="../../absente/">x</a>', "lien mort vers « ../../absente/ »"),
        ('<base href="https://evil.example/">', "élément <base> imprévu"),
        (FRAME, "élément <iframe> hors de la liste permise"),
    ],
)
def test_an_excerpt_is_read_like_the_rest(html: str, what: str, site: Path) -> None:
    plant(site, html, page=EXCERPT, before="</main>")
    found = audited(site)
    assert what in {d.what for d in found}
    assert {d.file for d in found} == {EXCERPT}


def test_the_links_of_an_excerpt_leave_its_frame(site: Path) -> None:
    file = site / EXCERPT
    file.write_text(file.read_text("utf-8").replace('<base target="_top">', ""), encoding="utf-8")
    assert audited(site) == [Defect(EXCERPT, "extrait dont les liens restent dans le cadre")]


def test_a_page_has_no_base(site: Path) -> None:
    plant(site, '<base target="_top">', before="</head>")
    assert audited(site) == [Defect(PAGE, "élément <base> imprévu")]


def _payloads() -> list[str]:
    lines = PAYLOADS.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


@pytest.mark.parametrize("payload", _payloads())
def test_every_known_payload_is_refused(payload: str, tmp_path: Path) -> None:
    for name in ("", "recherche/", "a/b/"):
        (tmp_path / name).mkdir(parents=True, exist_ok=True)
        (tmp_path / name / "index.html").write_text(_empty(""), encoding="utf-8")
    page = "a/b/index.html"
    (tmp_path / page).write_text(_empty(payload), encoding="utf-8")
    (tmp_path / "x.js").write_text("", encoding="utf-8")
    defects = audit(tmp_path, [page], site_url=SITE_URL)
    assert {d.file for d in defects} == {page}


def test_the_page_that_holds_payloads_is_itself_clean(tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text(_empty(""), encoding="utf-8")
    assert audit(tmp_path, ["index.html"], site_url=SITE_URL) == []


def _empty(html: str) -> str:
    return (
        '<!doctype html>\n<html lang="fr"><head><meta charset="utf-8"><title>x.</title></head>'
        f'<body><main><article class="c-article"><h1>x</h1>\n{html}\n<p>fin</p></article></main>'
        "</body></html>\n"
    )


# --- values that must not leave --------------------------------------------------------------

EMAIL, PHONE = "éloïse.secret@mairie.example", "01 99 00 43 21"
LEAK = "donnée personnelle non publique dans le fichier"
FILES = (
    PAGE,
    "api/v1/members.json",
    "api/v1/members.csv",
    "sitemap.xml",
    "robots.txt",
    f"{release.programs()}club.js",
    "assets/camille-exemple.png",
    "annuaire/camille-exemple/contact.vcf",
    "agenda.ics",
    "flux/tout.xml",
    "api/v1/popolo.json",
)


@pytest.mark.parametrize("value", [EMAIL, PHONE])
def test_a_withheld_value_is_found_in_every_type_of_file(value: str, site: Path) -> None:
    for name in FILES:
        with (site / name).open("ab") as file:
            file.write(value.encode())
    assert audited(site, [EMAIL, PHONE]) == sorted(Defect(name, LEAK) for name in FILES)


STREET = "2 rue de l’Exemple, 68100 Mulhouse; bâtiment B\\C"


def _leaking(folder: Path, files: Mapping[str, str | bytes], withheld: Sequence[str]) -> set[str]:
    """Write the files; return those in which a withheld value is found."""
    for name, said in files.items():
        (folder / name).write_bytes(said.encode() if isinstance(said, str) else said)
    defects = audit(folder, [], site_url=SITE_URL, withheld=withheld)
    return {d.file for d in defects if d.what == LEAK}


SENTENCE, LINK = (
    "Préfère qu’on l’appelle après dix-huit heures.",
    "https://secret.example/camille/page",
)
REWORDED = {
    "apostrophes.html": "<p>Préfère qu'on l'appelle après dix-huit heures</p>",
    "spaces.html": "<p>Préfère qu’on\nl’appelle\u00a0après dix‑huit heures ;</p>",
    "marks.html": '<p>Préfère qu’on <a href="/x/">l’appelle</a> après <b>dix-huit</b> heures</p>',
    "accents.txt": "PREFERE QU’ON L’APPELLE APRES DIX-HUIT HEURES",
    "encoded.txt": "https://x.example/?q=Pr%C3%A9f%C3%A8re%20qu%E2%80%99on%20l%E2%80%99appelle%20apr%C3%A8s%20dix-huit%20heures",
    "http.html": '<a href="http://www.secret.example/camille/page/">x</a>',
    "bare.txt": "voir secret.example/camille/page",
}


def test_a_withheld_text_is_found_however_it_is_typed(tmp_path: Path) -> None:
    assert _leaking(tmp_path, REWORDED, [SENTENCE, LINK]) == set(REWORDED)
    assert _leaking(tmp_path, REWORDED, [f"{SENTENCE[:-1]} trente", f"{LINK}-deux"]) == set()


def test_a_withheld_value_is_found_in_a_line_folded_anywhere(tmp_path: Path) -> None:
    folded = {f"{at}.vcf": f"NOTE:{EMAIL[:at]}\r\n {EMAIL[at:]}\r\n" for at in range(1, len(EMAIL))}
    assert _leaking(tmp_path, folded, [EMAIL]) == set(folded)


def test_a_withheld_value_is_found_in_the_search_index(site: Path) -> None:
    path = next((site / release.internal() / "pagefind" / "fragment").rglob("*.pf_fragment"))
    text = gzip.decompress(path.read_bytes())
    path.write_bytes(gzip.compress(text + EMAIL.encode()))
    assert audited(site, [EMAIL]) == [Defect(path.relative_to(site).as_posix(), LEAK)]


def test_the_search_repeats_figures_that_its_page_explains_and_no_other(tmp_path: Path) -> None:
    said = "<p>Votes : 02 12 45 33 21, <b>02 12 45</b> 33 23.</p><p title='Votes : 02 12 45 33 24'>x</p>"
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "index.html").write_text(_empty(said), encoding="utf-8")

    def packed(page: object) -> bytes:
        return gzip.compress(b"pagefind_dcd" + json.dumps(page, ensure_ascii=False).encode())

    explained = {
        f"{n}.pf": packed({"url": "/a/b/", "content": f"Été 02 12 45 33 {n}"}) for n in (21, 23, 24)
    }
    figures = "Votes : 02 12 45 33 21"
    others = {
        "another figure": packed({"url": "/a/b/", "content": "02 12 45 33 22"}),
        "another page": packed({"url": "/a/c/", "content": figures}),
        "no page": packed({"content": figures}),
        "no record": packed([figures]),
        "no data": gzip.compress(figures.encode()),
        "not packed": b"\xff" + figures.encode(),
    }
    for name, raw in (explained | others).items():
        (tmp_path / name).write_bytes(raw)
    found = audit(tmp_path, [], site_url=SITE_URL)
    assert unknown(found) == set(others)
    assert Defect("another figure", f"{UNKNOWN} (0212 ••• •••)") in found


SHORT = "abc@ex.fr"  # twelve signs in base64
SIGNS = "la-mairie+club@ex-1.la-ville.fr"
# How a value may be written without being the same text.
FORMS: dict[str, str | bytes] = {
    "as it is": EMAIL,
    "at the end of a sentence": f"Écrivez à {EMAIL}.",
    "with signs": f"<{SIGNS}>",
    "in capitals": EMAIL.upper(),
    "accents apart (NFD)": unicodedata.normalize("NFD", EMAIL),
    "decimal entities": "".join(f"&#{ord(c)};" for c in EMAIL),
    "hexadecimal entities": "".join(f"&#x{ord(c):x};" for c in EMAIL),
    "at sign as an entity": EMAIL.replace("@", "&commat;"),
    "percent": quote(EMAIL),
    "percent, at sign too": quote(EMAIL, safe=""),
    "percent, beside a byte that is no text": f"%FF {quote(EMAIL, safe='')}",
    "JSON escapes": EMAIL.encode("ascii", "backslashreplace").decode().replace("\\x", "\\u00"),
    "JSON escapes, in capitals": "".join(f"\\u{ord(c):04X}" for c in EMAIL),
    "base64": base64.b64encode(EMAIL.encode()).decode(),
    "base64, after its last signs": base64.b64encode(f"⏏ oé {EMAIL}".encode()).decode(),
    "base64 of addresses": base64.urlsafe_b64encode(f"⏏ oé {EMAIL}".encode()).decode(),
    "base64, its end": base64.b64encode(f"???>>> {EMAIL}".encode()).decode().rstrip("="),
    "base64, its end and more": base64.b64encode(f"{SHORT}   {EMAIL}".encode()).decode() + "A",
    "base64 of what is no text": base64.b64encode(b"\xff\xfe" + EMAIL.encode()).decode(),
    "short, in base64": base64.b64encode(SHORT.encode()).decode(),
    "zipped": gzip.compress(EMAIL.encode()),
    "beside bytes that are no text": b"\xff" + EMAIL.encode(),
    "in a card": f"NOTE:{vText(STREET).to_ical().decode()}\r\n",
    "a postal address, in capitals": STREET.upper(),
    "digits only": "0199004321",
    "dots": "01.99.00.43.21",
    "dashes and brackets": "(01) 99-(00)-43-21",
    "no-break spaces": PHONE.replace(" ", "\u00a0"),
    "narrow no-break spaces": PHONE.replace(" ", "\u202f"),
    "international": "+33 1 99 00 43 21",
    "international, with its zero": "+33 (0)1 99 00 43 21",
    "international, digits only": "+33199004321",
    "international, as it is called": "0033 1 99 00 43 21",
    "after other figures": "05 01 99 00 43 21",
    "before other figures": "01 99 00 43 21 05",
}  # fmt: skip


def test_a_withheld_value_is_found_in_every_form(tmp_path: Path) -> None:
    withheld = [EMAIL, PHONE, STREET, SHORT, SIGNS]
    assert _leaking(tmp_path, FORMS, withheld) == set(FORMS)


@pytest.mark.parametrize("number", ["+33 1 99 00 43 21", "0033199004321", " 01.99.00.43.21 "])
def test_a_withheld_number_is_found_however_it_was_given(number: str, tmp_path: Path) -> None:
    assert _leaking(tmp_path, {"a.txt": f"Le {PHONE}."}, [number]) == {"a.txt"}


def _chunk(kind: bytes, data: bytes) -> bytes:
    checksum = zlib.crc32(kind + data).to_bytes(4)
    return len(data).to_bytes(4) + kind + data + checksum


def test_a_withheld_value_is_found_in_a_picture_but_not_among_its_pixels(
    miniature: BuiltClub, tmp_path: Path
) -> None:
    raw, secret = (miniature.site / "pratiques" / "carte.png").read_bytes(), f" {EMAIL} ".encode()
    start, end, pixels = raw[:33], raw[-12:], _chunk(b"IDAT", secret)
    note = _chunk(b"tEXt", b"Author\0" + secret)
    pictures = {
        "note": start + note + raw[33:],
        "note between two blocks of pixels": start + pixels + note + pixels + end,
        "after its end": raw + secret,
        "behind a false length": start + b"\xff\xff\xff\x00IDAT" + secret + end,
        "before an end": raw[:-12] + secret,
        "without an end": start + pixels,
        "in what only begins like one": raw[:4] + secret,
    }
    innocent = {"pixels": start + pixels + pixels + end}
    assert _leaking(tmp_path, pictures | innocent, [EMAIL]) == set(pictures)


def test_other_values_are_not_taken_for_withheld_ones(tmp_path: Path) -> None:
    others = [
        *("eloise@mairie.example", "01 99 00 43 22", "2021-09-09", "2 rue de l’Exemple"),
        *(
            *(f"x{EMAIL}", f"{EMAIL}.fr", f"x{SIGNS}", f"{SIGNS}.fr"),
            "01 99 00 43 210",
            "101 99 00 43 21",
            "1 99 00 43 21",
            "01 99 00 43 2",
            EMAIL[1:],
        ),
        *("01 99 43 21 00", "01/99/00/43/21", "01   99 00 43 21"),
    ]
    said = {f"{n}.txt": one for n, one in enumerate(others)}
    assert _leaking(tmp_path, said, [EMAIL, PHONE, STREET, SIGNS]) == set()


# --- addresses and numbers that nothing allows ------------------------------------------------

TABLE = yaml.safe_load(Path(__file__).with_name("disguises.yaml").read_text(encoding="utf-8"))
# What a reader sees of each disguise: Markdown is no longer there in a page.
DISGUISES = [one for one in (*TABLE["phones"], *TABLE["emails"]) if "\\." not in one]


def unknown(defects: Iterable[Defect]) -> set[str]:
    return {d.file for d in defects if d.what.startswith(UNKNOWN)}


def test_the_site_shows_nothing_but_what_is_allowed(site: Path) -> None:
    assert audited(site) == []
    assert PAGE in unknown(audited(site, public=[]))
    assert "api/v1/members.json" in unknown(audited(site, public=[]))


def _bare(folder: Path, html: str) -> list[Defect]:
    (folder / "index.html").write_text(_empty(html), encoding="utf-8")
    return audit(folder, ["index.html"], site_url=SITE_URL)


@pytest.mark.parametrize("text", DISGUISES)
def test_an_unknown_contact_is_found_in_every_disguise(text: str, tmp_path: Path) -> None:
    assert unknown(_bare(tmp_path, f"<p>Appelez {escape(text)} le soir</p>"))


@pytest.mark.parametrize(
    "html",
    [
        "<p>06 <strong>12</strong> 34 <em>56</em> 78</p>",
        "<p>0<b>6</b>12<i>34</i>5678</p>",
        "<p><span>06</span><span>12</span><span>34</span><span>56</span><span>78</span></p>",
        '<p>06 <a href="https://exemple.fr/">12</a> 34 56 78</p>',
        "<p>06 12<br>34 56 78</p>",
        "<p>06 12 <!-- rien --> 34 56 78</p>",
        "<p>cam<b>ille</b>@mairie<wbr>.fr</p>",
        "<p>camille<span>@</span>mairie.fr</p>",
        *(
            f"<p>{before}</p><p>{said} six douze trente-quatre cinquante-six soixante-dix-huit</p>"
            for before in ("Tél", "Tél.")
            for said in ("z<em>éro</em>", "Z<em>éro</em>", "Z<em>ÉRO</em>", "le ZÉR<em>O</em>")
        ),
        "<table><tbody><tr><td>06</td><td>12</td><td>34</td><td>56</td><td>78</td></tr></tbody></table>",
        "<ul><li>06</li><li>12</li><li>34</li><li>56</li><li>78</li></ul>",
        "<p>06 12 34 56 78<br>9 rue Exemple</p>",
        "<table><tbody><tr><td>06 12 34 56 78</td><td>9</td></tr></tbody></table>",
        "<table><tbody><tr><th>06 12</th><td>34 56 78</td></tr></tbody></table>",
        "<ul><li>06 12 34 56 78</li><li>9 rue Exemple</li></ul>",
        "<pre><code>06 12 34\n56 78</code></pre>",
        '<p><a href="mailto:camille@mairie.fr">écrire</a></p>',
        '<p><a href="mailto:?subject=x&amp;body=Au%2006%2012%2034%2056%2078%0D%0A">écrire</a></p>',
        '<p><a href="mailto:?body=%2530%2536%252012%252034%252056%252078">écrire</a></p>',
        '<p><a href="mailto:?subject=x&amp;body=%C3%A0%20camille%40mairie.fr%0D%0A">écrire</a></p>',
        '<p><a href="mailto:?body=camille%20arobase%20mairie%20point%20fr">écrire</a></p>',
        '<p><a href="tel:+33612345678">appeler</a></p>',
        '<p><a href="https://wa.me/33612345678">écrire</a></p>',
        '<p title="06 12 34 56 78">x</p>',
        '<p data-note="06 12 34 56 78">x</p>',
        '<img src="x.png" alt="Affiche : 06 12 34 56 78">',
        '<script type="application/ld+json">{"@context": "https://schema.org", "telephone": "+33612345678"}</script>',
    ],
)
def test_an_unknown_contact_is_found_through_its_markup(html: str, tmp_path: Path) -> None:
    (tmp_path / "x.png").write_bytes(b"")
    assert "index.html" in unknown(_bare(tmp_path, html))


@pytest.mark.parametrize(
    "html",
    [
        "<p>06 12</p><p>34 56 78</p>",
        "<ol><li>06</li><li>12</li><li>34</li><li>56</li><li>78</li></ol>",
        "<h2>Réunion du 06</h2><p>12 34 56 78</p>",
        '<p><span class="a">06</span><span class="b">12</span> 34 56 78</p>',
        "<p>le 05/06/2024, 12 communes, 1 500 000 €, loi n° 2022-217</p>",
        '<p><a href="mailto:?subject=Loi%20n%C2%B0%202026%201er%20budget">écrire</a></p>',
        '<p><a href="mailto:?body=L%C3%A9a%20%40arobase%C2%A0%3F%0D%0Aclub.example">écrire</a></p>',
        "<p>06 12 34 56 7<sup>8</sup></p>",
    ],
)
def test_what_the_page_lays_side_by_side_is_no_number(html: str, tmp_path: Path) -> None:
    assert _bare(tmp_path, html) == []


@pytest.mark.parametrize(
    ("first", "then"),
    [
        ("Appelez-moi le soir au 06 12", "<b>34 56 78</b>"),
        ("<b>Le soir :</b> 06 12", " 34 56 78, après le dîner de dix-neuf heures"),
        ("Le soir, au zéro six douze trente-quatre", " <b>cinquante-six soixante-dix-huit</b>"),
        ("Écrivez plutôt à camille", "<b>@mairie.fr</b>"),
        ("Écrivez plutôt à camille@mairie", "<b>.fr</b>"),
        ("Écrivez plutôt à camille arobase", " <b>mairie.fr</b>"),
        ("Écrivez plutôt à camille aro", "<b>base mairie.fr</b>"),
        ("06", "<b>12</b><i>34</i><b>56</b><i>78</i>"),
        # Side by side on a page that lays them apart.
        ("<b>Appelez-moi le soir au 06 12</b>", "<b>34 56 78</b>"),
    ],
)
def test_an_unknown_contact_is_found_after_a_text_read_clean(
    first: str, then: str, tmp_path: Path
) -> None:
    """Pages say again what others said: it is read again where something else follows it."""
    pages = {"a": first, "b": f"<i>{then}</i>", "c": f"{first}</p><p>{then}", "d": first + then}
    for name, said in pages.items():
        (tmp_path / f"{name}.html").write_text(_empty(f"<p>{said}</p>"), encoding="utf-8")
    assert unknown(audit(tmp_path, [], site_url=SITE_URL)) == {"d.html"}


def test_what_is_neither_a_file_nor_a_folder_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tube.txt")
    (tmp_path / "nulle-part.html").symlink_to("absente.html")
    (tmp_path / "secret.html").symlink_to(CLUB / "members.yaml")
    (tmp_path / "ailleurs").symlink_to(CLUB, target_is_directory=True)
    what = "ni un fichier ni un dossier : un lien, ou un tube"
    names = ["ailleurs", "nulle-part.html", "secret.html", "tube.txt"]
    assert audit(tmp_path, [], site_url=SITE_URL) == [Defect(name, what) for name in names]


@pytest.mark.parametrize("value", ["camille@mairie.fr", "06 12 34 56 78"])
def test_an_unknown_contact_is_found_in_every_type_of_file(value: str, site: Path) -> None:
    for name in FILES:
        with (site / name).open("ab") as file:
            file.write(b"\n" + value.encode() + b"\n")
    assert unknown(audited(site)) == {*FILES}


# What files of each type say, and whether it shows an address or a number.
SAID = {
    "ics": {
        "UID:a1@club.example": False,
        "UID:06 12 34 56 78@club.example": True,
        "UID:06 12 34 56 78": True,
        "NOTE:UID:camille@mairie.fr": True,
        "NOTE:06 12 34\r\n  56 78": True,
        "NOTE:06 12 34\r\n\t 56 78": True,
        "NOTE:06 12 34\r\nNOTE:56 78": False,
    },
    "vcf": {"NOTE:06 12 34\r\n  56 78": True, "NOTE:06 12\r\nNOTE:34 56 78": False},
    "csv": {'a;"06 12 34\n56 78"': True, 'a;"12\n06 12 34 56 78"': True, "a;06 12\n34 56 78": False, "06 12;34 56 78": False},
    "xml": {
        "<a>&lt;p>06 12 34 56 78&lt;/p></a>": True,
        "<a>06 12 34 &amp;nbsp;56 78</a>": True,
        '<a>&lt;a href="mailto:camille@mairie.fr">écrire&lt;/a></a>': True,
        "<a>&lt;td>06 12&lt;/td>&lt;td>34 56 78&lt;/td></a>": False,
    },
    "svg": {"<text>06 12 34 56 78</text>": True, "<text>06 12</text><text>34 56 78</text>": False},
    "json": {
        '{"rules": {"shapes": ["camille.durand@mairie.fr"]}}': True,
        '["M06 12 34 56 78 L1 l-1,2.5 H3 h4 V5 v6 Z z m7 M8"]': False,
        '["m06 12 34 56 78"]': False,
        '["M06 12 34 56 78 le soir"]': True,
        '["06 12 34", "56 78"]': False,
        '[["06 12 34 56 78"], ["x"]]': True,
        '{"a": {"b": "06 12 34 56 78"}, "c": {"d": "x"}}': True,
        '["06 12 34", "56 78"] 06 12 34 56 78': True,
        "[]\n\n06 12 34 56 78": True,
    },
    "html": {
        "06 12 34 56 78": True,
        "<p>06 12 34 56 78</p><p>9</p>": True,
        "<p>zér<b>o six douze trente-quatre cinquante-six soixante-dix-huit</b>": True,
        "<p>ZÉR<b>O six douze trente-quatre cinquante-six soixante-dix-huit</b>": True,
        "<p>06 12</p><p>34 56 78</p>": False,
    },
    "txt": {"06 12 34 56 78": True, "06 12 34\n56 78": False},
    # Programs are full of figures and signs: only what is surely one.
    "js": {
        **dict.fromkeys(
            ("0612345678", "06 12 34 56 78", "06.12.34.56.78", "06-12-34-56-78", "+33612345678",
             "+33 6 12 34 56 78", "+33.6.12.34.56.78", "0033612345678", "0033 6 12 34 56 78",
             "cam@ma.fr", "CAM@MA.FR", "a.b@ma.fr", "a_b@ma.fr", "a+b@ma.fr",
             "a-b@ma.fr", "a1b@ma.fr", "cam@m-a.fr", "cam@a1.b2.c3.d4.e5.fr"),
            True,
        ),
        **dict.fromkeys(
            ("033612345678", "06/12/34/56/78", '["06/12/34/56/78"]', "006 12 34 56 78", "x0612345678", "X0612345678", "0612345678X", "+612345678", "06123456789", "0612345678x",
             "33612345678", "00 12 34 56 78", "06 12 34 56 7", "ab@ma.fr", "cam@m.fr",
             "cam@mairie", "cam@mairie.f", "cam@mairie .fr"),
            False,
        ),
    },
    "css": {'a{content:"06 12 34 56 78"}': True, "a{margin:06/12/34/56/78}": False},
    "bin": {
        "\xff cam@ma.fr": True,
        "\xff\x000\x006\x001\x002\x003\x004\x005\x006\x007\x008": True,
        "\xff 06/12/34/56/78": False,
    },
}  # fmt: skip


@pytest.mark.parametrize("suffix", SAID)
def test_each_type_of_file_is_read_as_its_readers_do(suffix: str, tmp_path: Path) -> None:
    files = {f"{n}.{suffix}": said for n, said in enumerate(SAID[suffix])}
    for name, said in files.items():
        (tmp_path / name).write_bytes(said.encode("latin-1" if suffix == "bin" else "utf-8"))
    found = unknown(audit(tmp_path, [], site_url=SITE_URL))
    assert {said: name in found for name, said in files.items()} == SAID[suffix]


# What official columns hold, the hardest first: a number is never made of two of their cells.
OFFICIAL = [
    "06",
    "01",
    "2A",
    "976",
    "06088",
    "01001",
    "97411",
    "2B033",
    "200066009",
    "217501111",
    "20006600900012",
    "W691234567",
    "0",
    "6",
    "12",
    "612345",
    "12345678",
    "2024",
    "1995",
    "2026-06-15",
    "2024-09",
    "2024-09/2025-02",
    "2026-06-11-point",
    "commune:06088",
    "-",
    "oui",
]


def _laid(rows: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return files of each type whose neighbouring cells hold the rows."""
    table = "".join(";".join(row) + "\r\n" for row in rows)
    marks = "".join(f"<r>{''.join(f'<c>{c}</c>' for c in row)}</r>" for row in rows)
    lines = [f"X-CODE:{cell}" for row in rows for cell in row]
    named = [{f"code_{n}": cell for n, cell in enumerate(row)} for row in rows]
    return {
        "a.csv": table,
        "bom.csv": f"\ufeff{table}",
        "a.json": json.dumps(rows),
        "named.json": json.dumps(named, indent=1),
        "a.xml": f"<t>{marks}</t>",
        "lines.xml": f"<t>{marks}</t>".replace("><", ">\n<"),
        "a.ics": "\r\n".join(lines),
        "a.vcf": "\r\n".join(lines),
    }


def _official(folder: Path, rows: Sequence[Sequence[str]]) -> list[Defect]:
    for name, text in _laid(rows).items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return audit(folder, [], site_url=SITE_URL)


def test_no_two_official_codes_make_a_number(tmp_path: Path) -> None:
    pairs = [[*pair] for pair in product(OFFICIAL, repeat=2)]
    assert _official(tmp_path, pairs) == []


@trying(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(OFFICIAL), min_size=3, max_size=8), max_size=12))
def test_official_codes_side_by_side_make_no_number(rows: list[list[str]]) -> None:
    with TemporaryDirectory() as folder:
        assert _official(Path(folder), rows) == []


@pytest.mark.parametrize("cell", ["06 12 34 56 78", "camille@mairie.fr"])
def test_a_contact_in_one_cell_is_found_among_official_codes(cell: str, tmp_path: Path) -> None:
    found = _official(tmp_path, [["06088", cell, "200066009"]])
    assert unknown(found) == set(_laid([]))


@pytest.mark.parametrize(
    "name", ["api/v1/practices.json", f"{release.internal()}contribuer/donnees/pratique.json"]
)
def test_an_unknown_contact_is_found_inside_data(name: str, site: Path) -> None:
    data = json.loads((site / name).read_text(encoding="utf-8"))
    data["note"] = {"texte": ["Appelez\nle 06 12 34\n56 78"]}
    (site / name).write_text(json.dumps(data), encoding="utf-8")
    assert unknown(audited(site)) == {name}


@pytest.mark.parametrize(
    "text",
    [
        "0612345678",
        "33612345678",
        "a@b.fr",
        "é@b.fr",
        "tel:0612345",
        "TEL:0612345",
        "hotel:0612345",
        "a\\u0040b.fr",
    ],
)
def test_a_short_contact_is_found_inside_data(text: str, tmp_path: Path) -> None:
    for name, said in {"a.json": [text], "b.json": {text: 1}, "c.json": ["06", "12", text]}.items():
        (tmp_path / name).write_text(json.dumps(said).replace("\\\\", "\\"), encoding="utf-8")
    assert unknown(audit(tmp_path, [], site_url=SITE_URL)) == {"a.json", "b.json", "c.json"}


def test_an_allowed_address_allows_no_longer_one_cut_by_its_markup(tmp_path: Path) -> None:
    html = _empty("<p>camille.<span>durand</span>@mairie.fr ou 03 89 00 00 00</p>")
    (tmp_path / "index.html").write_text(html, encoding="utf-8")
    found = audit(tmp_path, [], site_url=SITE_URL, public=["durand@mairie.fr", "0389000000"])
    assert found == [Defect("index.html", f"{UNKNOWN} (c•••@m•••)")]


def test_an_allowed_contact_is_allowed_in_every_form(tmp_path: Path) -> None:
    html = "<p>03 89 00 00 00, +33 3.89.00.00.00, <a href='tel:0389000000'>x</a> mairie [at] exemple.fr</p>"
    (tmp_path / "index.html").write_text(_empty(html), encoding="utf-8")
    public = ["mairie@exemple.fr", "03 89 00 00 00"]
    assert audit(tmp_path, ["index.html"], site_url=SITE_URL, public=public) == []
