"""What differs between two built sites, as a reader would see it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from selectolax.lexbor import LexborHTMLParser

# Not the page's own words: where to correct it, and where one is.
_ASIDE = ".c-correct, .c-path, script"


@dataclass(frozen=True, slots=True, order=True)
class SeenPage:
    """A page of a built site: its address, its title, the words of its article."""

    url: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class PageChanges:
    """The pages that came, differ or left, by address; and the addresses that lead nowhere now."""

    added: tuple[SeenPage, ...]
    changed: tuple[SeenPage, ...]
    removed: tuple[SeenPage, ...]
    lost: tuple[str, ...]


def compare(before: Path, after: Path) -> PageChanges:
    """Compare two built sites, page by page. A redirect is an address, not a page."""
    old, old_moved = _read(before)
    new, new_moved = _read(after)
    alive = new.keys() | new_moved
    return PageChanges(
        added=tuple(new[url] for url in sorted(new.keys() - old.keys())),
        changed=tuple(new[url] for url in sorted(old.keys() & new.keys()) if old[url] != new[url]),
        removed=tuple(old[url] for url in sorted(old.keys() - new.keys())),
        lost=tuple(sorted((old.keys() | old_moved) - alive)),
    )


def _read(site: Path) -> tuple[dict[str, SeenPage], set[str]]:
    """Return the pages of a site by address, and the addresses that are only redirects."""
    pages, moved = {}, set()
    for file in _files(site):
        folder = file.parent.relative_to(site).as_posix()
        url = "/" if folder == "." else f"/{folder}/"
        page = _page(url, file.read_text(encoding="utf-8"))
        if page:
            pages[url] = page
        else:
            moved.add(url)
    return pages, moved


def _files(site: Path) -> Iterator[Path]:
    yield from sorted(site.rglob("index.html"))


def _page(url: str, html: str) -> SeenPage | None:
    tree = LexborHTMLParser(html)
    article = tree.css_first("article")
    if article is None:
        return None
    for aside in article.css(_ASIDE):
        aside.decompose()
    heading = article.css_first("h1")
    title = " ".join(heading.text().split()) if heading else url
    links = " ".join(a.attributes.get("href") or "" for a in article.css("a[href]"))
    return SeenPage(url, title, " ".join(f"{article.text(separator=' ')} {links}".split()))
