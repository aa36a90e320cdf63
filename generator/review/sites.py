"""Two built sites: what differs as a reader would see it, and a preview that opens without a server.

The site's links lead to folders, which a web server answers with their `index.html`; a browser
that reads files does not. Nothing else changes: the pages keep their Content-Security-Policy.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

from generator.engine import release
from generator.pages.environment import environment

START = "a-relire.html"
# Not the page's own words: where to correct it, and where one is.
_ASIDE = ".c-correct, .c-path, script"
# A link to a folder, from a page: `../../pratiques/`, `../..`, `.`, `../#a`, `annuaire/?x=1`.
_STEP = r"(?:\.{1,2}|[a-z0-9-]+)/"
_TO_FOLDER = re.compile(rf"""(\shref=")((?:{_STEP})*\.{{1,2}}|(?:{_STEP})+)([#?][^"]*)?(")""")


@dataclass(frozen=True, slots=True, order=True)
class SeenPage:
    """A page of a built site: its address, its title, the words of its article."""

    url: str
    title: str
    words: str


def compare(before: Path, after: Path) -> tuple[dict[str, list[SeenPage]], list[str]]:
    """Compare two built sites: the pages that came, left or differ, by address; the addresses lost.

    A redirect is an address, not a page.
    """
    old, new = _read(before), _read(after)
    pages = [(page, old.get(page.url)) for page in new.values() if page]
    found = {
        "ajoutée": [page for page, was in pages if not was],
        "retirée": [page for page in old.values() if page and not new.get(page.url)],
        "modifiée": [page for page, was in pages if was and was != page],
    }
    return found, [url for url in old if url not in new]


def _read(site: Path) -> dict[str, SeenPage | None]:
    """Return the pages of a site by address, in order; None for what is only a redirect."""
    found = {}
    for file in site.rglob("index.html"):
        folder = file.parent.relative_to(site).as_posix()
        url = "/" if folder == "." else f"/{folder}/"
        found[url] = _page(url, file.read_text(encoding="utf-8"))
    return dict(sorted(found.items()))


def _page(url: str, html: str) -> SeenPage | None:
    article = LexborHTMLParser(html).css_first("article")
    if article is None:
        return None
    for aside in article.css(_ASIDE):
        aside.decompose()
    heading = article.css_first("h1")
    title = " ".join(heading.text().split()) if heading else url
    links = " ".join(a.attributes.get("href") or "" for a in article.css("a[href]"))
    return SeenPage(url, title, " ".join(f"{article.text(separator=' ')} {links}".split()))


def preview(site: Path, folder: Path, pages: Sequence[SeenPage], direct: Collection[str]) -> None:
    """Make `site` the preview `folder` (which does not exist), with a page of what to read again.

    `pages` are those that came or differ; `direct` holds the addresses of the records proposed.
    """
    site.rename(folder)
    for file in sorted(folder.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        file.write_text(_TO_FOLDER.sub(_to_file, html), encoding="utf-8")
    start = (
        environment()
        .get_template("review.jinja")
        .render(
            style=f"{release.programs()}club.css",
            proposed=[page for page in pages if page.url in direct],
            others=[page for page in pages if page.url not in direct],
        )
    )
    (folder / START).write_text(start, encoding="utf-8")


def _to_file(match: re.Match[str]) -> str:
    path = match[2] if match[2].endswith("/") else f"{match[2]}/"
    return f"{match[1]}{path}index.html{match[3] or ''}{match[4]}"
