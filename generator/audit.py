"""Read the built site as a stranger would, and trust nothing that made it.

Looks at the HTML on disk only: every expected page is there, every link and anchor leads
somewhere, nothing comes from another host, nothing can run, no withheld value shows.
Imports nothing of ours that takes part in building pages.
"""

import base64
import gzip
import html
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from posixpath import join, normpath
from typing import Self
from urllib.parse import unquote, urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

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
# What the frame of a page may hold besides: head, header, menus, drawings of the theme.
_FRAME_TAGS = _ALLOWED_TAGS | frozenset(
    [
        "html",
        "head",
        "title",
        "meta",
        "link",
        "script",
        "body",
        "base",
        "header",
        "main",
        "footer",
        "aside",
        "svg",
        "circle",
        "path",
    ]
)
# What a drawing inside an article may be made of: shapes and words that load and run nothing.
_SHAPES = {
    "svg": {"viewBox"},
    "g": set[str](),
    "path": {"d"},
    "rect": {"x", "y", "width", "height"},
    "text": {"x", "y", "text-anchor"},
    "tspan": {"x", "y"},
    "title": set[str](),
}
_ALLOWED_ATTRIBUTES = _SHAPES | {
    "*": {"class", "id", "title", "role", "tabindex", "hidden"},
    "a": {"href"},
    "img": {"src", "alt", "width", "height", "loading"},
    "time": {"datetime"},
    "th": {"scope"},
    "td": {"colspan", "rowspan"},
    "iframe": {"src", "height", "loading", "referrerpolicy", "sandbox"},
    "ol": {"start"},
    "form": {"action", "method"},
    "input": {"type", "name", "autocomplete", "placeholder", "value", "checked"},
    "label": {"for"},
    "button": {"type"},
}
_FORBIDDEN_ATTRIBUTES = {"style", "srcdoc", "xlink:href", "formaction", "ping", "background"}
_SCHEMES = {"https", "http", "mailto", "tel"}
# The page whose frames show the excerpts others embed, what may be shown, what a frame may do.
_FRAMING = "integrer/index.html"
_EXCERPT = re.compile(r"\.\./integrer/([a-z0-9\-]+/)+")
_FRAME_RIGHTS = {"allow-top-navigation-by-user-activation", "allow-popups"}
# Where a page of a former address leads: another page of the site.
_REDIRECT = re.compile(r"(\.\./)*([a-z0-9\-]+/)*")
_URL_ATTRIBUTES = ("href", "src", "action", "srcset", "poster", "data")
# Where a page says its own address or names others, rather than loading anything.
_ABSOLUTE_LINKS = {("link", "canonical"), ("link", "alternate")}


_GZIP = b"\x1f\x8b"
_PNG = b"\x89PNG\r\n\x1a\n"
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_GROUP = r"[ .\-()\u00a0\u202f]{0,2}"
_NUMBER = rf"(?:\+33|0033|0){_GROUP}[1-9](?:{_GROUP}\d){{8}}"
_PHONE = re.compile(_NUMBER)
_PHONE_IN = re.compile(rf"(?<!\d)(?=({_NUMBER})(?!\d))")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_FOLD = re.compile(r"\r\n[ \t]")
_BACKSLASH = re.compile(r"\\([,;\\])")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{12,}={0,2}")


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
    pages = sorted(f for f in files if f.endswith(".html"))
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
    inside = {node.mem_id for node in tree.css("article *")}
    for node in tree.css("*"):
        tag = node.tag or ""
        if tag not in _FRAME_TAGS and node.mem_id not in inside:
            defects.append(f"élément <{tag}> hors de la liste permise")
        for attribute, value in node.attributes.items():
            if attribute.startswith("on") or attribute in _FORBIDDEN_ATTRIBUTES:
                defects.append(f"attribut « {attribute} » sur <{tag}>")
            elif attribute in _URL_ATTRIBUTES and value is not None:
                defects += _address(tag, node.attributes, value, site_url, links)
        if tag == "script" and "src" not in node.attributes:
            defects += _inline(node.attributes, node.text() or "")
    defects += _refresh(tree)
    defects += _frames(tree, name)
    defects += _picture(tree, site_url, links)
    articles = tree.css("article")
    if len(articles) > 1:
        defects.append("plusieurs articles dans la page")
    for article in articles:
        defects += _unclean(article.html or "", {"iframe"} if name == _FRAMING else set())
        defects += _drawings(article)
    return _Facts(name, frozenset(ids), tuple(links), tuple(defects))


def _inline(attributes: dict[str, str | None], text: str) -> Iterator[str]:
    """Yield what is wrong with a script whose text is in the page: only linked data may be.

    A browser runs nothing of that one type; without `<`, nothing can end it early either.
    """
    if attributes.get("type") != "application/ld+json":
        if text.strip():
            yield "programme écrit dans la page"
        return
    try:
        data = json.loads(text)
    except ValueError:
        data = None
    known = isinstance(data, dict) and data.get("@context") == "https://schema.org"
    if "<" in text or len(attributes) > 1 or not known:
        yield "données liées mal formées"


def _frames(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    """Yield what is wrong with what shows an excerpt in a frame, and with an excerpt itself."""
    for node in tree.css("iframe"):
        rights = node.attributes.get("sandbox")
        shown = _EXCERPT.fullmatch(node.attributes.get("src") or "")
        if name != _FRAMING or not shown or rights is None or set(rights.split()) - _FRAME_RIGHTS:
            yield "cadre qui montre ou permet autre chose qu’un extrait"
    bases = [node.attributes for node in tree.css("base")]
    excerpt = name.startswith("integrer/") and name != _FRAMING
    if bases != ([{"target": "_top"}] if excerpt else []):
        yield "élément <base> imprévu" if bases else "extrait dont les liens restent dans le cadre"
    if excerpt and tree.css("script"):
        yield "programme dans un extrait"


def _picture(tree: LexborHTMLParser, site_url: str, links: list[tuple[str, str]]) -> Iterator[str]:
    """Yield each picture shown beside a link that is not a file of the site."""
    for node in tree.css('meta[property="og:image"]'):
        address = node.attributes.get("content") or ""
        if address.startswith(site_url):
            links.append((f"/{unquote(address.removeprefix(site_url))}", ""))
        else:
            yield f"image de partage « {address[:60]} »"


def _refresh(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what is wrong with a page that sends its reader elsewhere by itself."""
    for node in tree.css("meta[http-equiv]"):
        name = (node.attributes["http-equiv"] or "").lower()
        target = (node.attributes.get("content") or "").partition("url=")[2]
        if name == "refresh" and not _REDIRECT.fullmatch(target):
            yield f"renvoi vers « {target[:60]} »"


def _address(
    tag: str,
    attributes: dict[str, str | None],
    value: str,
    site_url: str,
    links: list[tuple[str, str]],
) -> Iterator[str]:
    """Yield what is wrong with an address; add it to `links` when it is of the site."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        yield f"adresse « {value[:60]} »"
        return
    if parts.scheme and parts.scheme.lower() not in _SCHEMES:
        yield f"adresse « {value[:60]} »"
    elif parts.scheme in {"mailto", "tel"}:
        return
    elif parts.netloc:
        declared = (tag, attributes.get("rel") or "") in _ABSOLUTE_LINKS
        if tag != "a" and not (declared and value.startswith(site_url)):
            yield f"<{tag}> va chercher {parts.netloc}"
    else:
        # A site may live under a path of its host; only the page not found says it.
        path, base = unquote(parts.path), unquote(urlsplit(site_url).path)
        if path.startswith("/") and not path.startswith(base):
            yield f"lien mort vers « {path} »"
            return
        inside = f"/{path.removeprefix(base)}" if path.startswith("/") else path
        links.append((inside, unquote(parts.fragment)))


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


def _unclean(article: str, more: set[str]) -> Iterator[str]:
    """Yield what an allow-list cleaner, which lets `more` elements be, would take away."""
    cleaned = nh3.clean(
        article,
        tags=set(_ALLOWED_TAGS) | set(_SHAPES) | more,
        attributes=_ALLOWED_ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=_SCHEMES,
        link_rel=None,
        strip_comments=False,
    )
    before, after = _elements(article), _elements(cleaned)
    if before != after:
        for element in before:
            if element not in after:
                yield f"élément refusé dans l’article : {element[:80]}"
                return
        yield "article modifié par le nettoyage"


def _drawings(article: LexborNode) -> Iterator[str]:
    """Yield each drawing that is not one of ours: unnamed, or made of what we do not draw."""
    shapes = article.css(", ".join(_SHAPES))
    if not shapes:
        return
    for svg in article.css("svg"):
        named = any(name in svg.attributes for name in ("aria-labelledby", "aria-label"))
        if not named or svg.attributes.get("role") not in {"img", "group"}:
            yield f"élément refusé dans l’article : {_element(svg)[:80]}"
        odd = {node.tag or "" for node in svg.css("*")} - set(_SHAPES) - {"a"}
        yield from (f"élément <{tag}> dans un dessin" for tag in sorted(odd))
    inside = {node.mem_id for node in article.css("svg, svg *")}
    for node in shapes:
        if node.mem_id not in inside:
            yield f"élément <{node.tag}> hors d’un dessin"


def _element(node: LexborNode) -> str:
    attributes = " ".join(f"{k}={v or ''}" for k, v in sorted(node.attributes.items()))
    return f"<{node.tag} {attributes}>"


def _elements(fragment: str) -> list[str]:
    tree = LexborHTMLParser(fragment)
    return [_element(node) for node in tree.css("body *")]


@dataclass(frozen=True, slots=True)
class _Secrets:
    """Withheld values in the form they are looked for, so that a thousand cost like one."""

    emails: frozenset[str]
    phones: frozenset[str]
    others: tuple[str, ...]

    @classmethod
    def of(cls, values: Sequence[str]) -> Self:
        """Sort values by what they are; texts in NFC and lower case."""
        texts = {unicodedata.normalize("NFC", v).lower().strip() for v in values}
        emails = {t for t in texts if _EMAIL.fullmatch(t)}
        phones = {_digits(t) for t in texts if _PHONE.fullmatch(t)}
        rest = sorted(t for t in texts - emails if _digits(t) not in phones)
        return cls(frozenset(emails), frozenset(phones), tuple(rest))

    def shown_in(self, text: str) -> bool:
        """Whether one of the values stands in `text`."""
        text = unicodedata.normalize("NFC", text).lower()
        if self.emails and not self.emails.isdisjoint(_EMAIL.findall(text)):
            return True
        if self.phones and any(_digits(m[1]) in self.phones for m in _PHONE_IN.finditer(text)):
            return True
        return any(value in text for value in self.others)


def _digits(text: str) -> str:
    """Return the national digits of a phone number, without prefix or separators."""
    return re.sub(r"^(0033|33|0)", "", re.sub(r"\D", "", text))


def _leaks(site: Path, files: list[str], withheld: Sequence[str]) -> Iterator[Defect]:
    """Yield each file in which a withheld value shows, whatever its disguise."""
    if not withheld:
        return
    secrets = _Secrets.of(withheld)
    for name in files:
        if any(secrets.shown_in(text) for text in _readings((site / name).read_bytes())):
            yield Defect(name, "donnée personnelle non publique dans le fichier")


def _without_pixels(raw: bytes) -> bytes:
    """Return a PNG file without its packed pixels: what it says, and what follows its end.

    Pixels are nothing to read, and thousands of cards are made of nothing else.
    """
    kept, at = [], len(_PNG)
    while at < len(raw):
        size, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        end = at + 12 + size
        if kind != b"IDAT":
            kept.append(raw[at:end])
        if kind == b"IEND":
            return b"".join([*kept, raw[end:]])
        at = end
    return raw  # it does not end as it should: all of it is read


def _readings(raw: bytes) -> Iterator[str]:
    """Yield the ways to read a file: as it is, unzipped, and with each encoding undone."""
    if raw.startswith(_GZIP):
        raw = gzip.decompress(raw)
    elif raw.startswith(_PNG):
        raw = _without_pixels(raw)
    text = raw.decode(errors="replace")
    yield text
    if "&" in text:
        yield html.unescape(text)
    if "%" in text:
        yield unquote(text, errors="replace")
    if "\\u" in text:
        yield _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    if "\r\n" in text:  # a card or a calendar: folded lines, escaped commas
        yield _BACKSLASH.sub(r"\1", _FOLD.sub("", text))
    for token in _BASE64.findall(text):
        plain = token.rstrip("=").replace("-", "+").replace("_", "/")
        plain = plain[: len(plain) - (len(plain) % 4 == 1)]  # no byte ends on one character
        yield base64.b64decode(plain + "=" * (-len(plain) % 4)).decode(errors="replace")
