"""Read the built site as a stranger would, and trust nothing that made it.

Looks at the HTML on disk only: every expected page is there, every link and anchor leads
somewhere, nothing comes from another host, nothing can run, no withheld value shows.
Imports nothing of ours that takes part in building pages.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser

_ALLOWED_TAGS = frozenset(
    [
        "a",
        "abbr",
        "article",
        "blockquote",
        "br",
        "button",
        "caption",
        "code",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "img",
        "input",
        "label",
        "li",
        "nav",
        "noscript",
        "ol",
        "p",
        "pre",
        "s",
        "section",
        "small",
        "span",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "time",
        "tr",
        "ul",
    ]
)
_ALLOWED_ATTRIBUTES = {
    "*": {"class", "id", "title", "role", "tabindex", "hidden"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "time": {"datetime"},
    "th": {"scope", "align"},
    "td": {"align", "colspan", "rowspan"},
    "ol": {"start"},
    "form": {"action", "method"},
    "input": {"type", "name", "autocomplete", "placeholder", "value"},
    "label": {"for"},
    "button": {"type"},
}
_SCHEMES = {"https", "http", "mailto", "tel"}
_URL_ATTRIBUTES = ("href", "src", "action", "srcset", "poster", "data")
# Where a page says its own address or names others, rather than loading anything.
_ABSOLUTE_LINKS = {("link", "canonical"), ("link", "alternate")}


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """Something the audit refuses. `file` is relative to the site, `what` is in French."""

    file: str
    what: str


@dataclass(frozen=True, slots=True)
class _Facts:
    """What one HTML file says: its links to check, its anchors, its own defects."""

    file: str
    ids: frozenset[str]
    links: tuple[tuple[str, str], ...]
    defects: tuple[str, ...]


def audit(
    site: Path,
    expected: Iterable[str],
    *,
    site_url: str,
    withheld: Sequence[str] = (),
    jobs: int = 1,
) -> list[Defect]:
    """Return every defect of the built `site`, sorted.

    `expected` holds the HTML files that must exist. `withheld` holds values that must
    appear in no file (private contact details). `site_url` is the only host allowed.
    """
    files = {p.relative_to(site).as_posix() for p in site.rglob("*") if p.is_file()}
    defects = [Defect(name, "page attendue, absente du site") for name in set(expected) - files]
    pages = sorted(f for f in files if f.endswith(".html") and not f.startswith("pagefind/"))
    facts = {f.file: f for f in _read_all(site, pages, site_url, jobs)}
    for page in facts.values():
        defects += [Defect(page.file, what) for what in page.defects]
        defects += [Defect(page.file, what) for what in _dead_links(page, facts, files)]
    defects += _leaks(site, sorted(files), withheld)
    return sorted(defects)


def _read_all(site: Path, pages: list[str], site_url: str, jobs: int) -> Iterator[_Facts]:
    tasks = [(str(site), page, site_url) for page in pages]
    if jobs < 2 or len(pages) < 400:
        yield from map(_read, tasks)
        return
    with ProcessPoolExecutor(jobs) as pool:
        yield from pool.map(_read, tasks, chunksize=100)


def _read(task: tuple[str, str, str]) -> _Facts:
    site, name, site_url = task
    tree = LexborHTMLParser((Path(site) / name).read_bytes())
    ids = [node.attributes["id"] or "" for node in tree.css("[id]")]
    defects = [f"l’ancre « {i} » existe deux fois" for i in sorted(set(ids)) if ids.count(i) > 1]
    links: list[tuple[str, str]] = []
    for node in tree.css("*"):
        tag = node.tag
        if tag is None:
            continue
        for attribute, value in node.attributes.items():
            if attribute.startswith("on") or attribute == "style":
                defects.append(f"attribut « {attribute} » sur <{tag}>")
            elif attribute in _URL_ATTRIBUTES and value is not None:
                defects += _address(tag, node.attributes, value, site_url, links)
        if tag == "script" and "src" not in node.attributes and (node.text() or "").strip():
            defects.append("programme écrit dans la page")
    article = tree.css_first("article")
    if article is not None:
        defects += _unclean(article.html or "")
    return _Facts(name, frozenset(ids), tuple(links), tuple(defects))


def _address(
    tag: str,
    attributes: dict[str, str | None],
    value: str,
    site_url: str,
    links: list[tuple[str, str]],
) -> Iterator[str]:
    """Yield what is wrong with an address; add it to `links` when it is of the site."""
    parts = urlsplit(value.strip())
    if parts.scheme and parts.scheme.lower() not in _SCHEMES:
        yield f"adresse « {value[:60]} »"
    elif parts.scheme in {"mailto", "tel"}:
        return
    elif parts.netloc:
        declared = (tag, attributes.get("rel") or "") in _ABSOLUTE_LINKS
        if tag != "a" and not (declared and value.startswith(site_url)):
            yield f"<{tag}> va chercher {parts.netloc}"
    else:
        links.append((unquote(parts.path), unquote(parts.fragment)))


def _dead_links(page: _Facts, facts: dict[str, _Facts], files: set[str]) -> Iterator[str]:
    for path, anchor in dict.fromkeys(page.links):
        target = page.file
        if path:
            base = "" if path.startswith("/") else page.file.rpartition("/")[0]
            target = normpath(join(base, path.lstrip("/")))
            target = target.removeprefix("./")
            if path.endswith("/") or path in {".", ".."} or target == ".":
                target = "index.html" if target == "." else f"{target}/index.html"
        if target not in files:
            yield f"lien mort vers « {path or page.file} »"
        elif anchor and target in facts and anchor not in facts[target].ids:
            yield f"ancre morte « {path}#{anchor} »"


def _unclean(html: str) -> Iterator[str]:
    """Yield what an allow-list cleaner would take away from the article."""
    cleaned = nh3.clean(
        html,
        tags=set(_ALLOWED_TAGS),
        attributes=_ALLOWED_ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    before, after = _elements(html), _elements(cleaned)
    if before != after:
        for element in before:
            if element not in after:
                yield f"élément refusé dans l’article : {element[:80]}"
                return
        yield "article modifié par le nettoyage"


def _elements(html: str) -> list[str]:
    tree = LexborHTMLParser(html)
    found = []
    for node in tree.css("body *"):
        attributes = " ".join(f"{k}={v or ''}" for k, v in sorted(node.attributes.items()))
        found.append(f"<{node.tag} {attributes}>")
    return found


def _leaks(site: Path, files: list[str], withheld: Sequence[str]) -> Iterator[Defect]:
    if not withheld:
        return
    pattern = re.compile("|".join(re.escape(v) for v in sorted(set(withheld))), re.IGNORECASE)
    for name in files:
        if name.endswith((".html", ".json", ".xml", ".csv", ".ics", ".vcf", ".txt")):
            found = pattern.search((site / name).read_text(encoding="utf-8", errors="replace"))
            if found:
                yield Defect(name, "donnée personnelle non publique dans le fichier")
