"""Read the built site as a stranger would, and trust nothing that made it.

Looks at the HTML on disk only: every expected page is there, every link and anchor leads
somewhere, nothing comes from another host, nothing can run, no withheld value shows, nor any e-mail address
or telephone number that is not allowed. Imports nothing of ours that takes part in building pages.
"""

import base64
import csv
import gzip
import json
import os
import re
import tomllib
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path, PurePosixPath
from posixpath import join, normpath
from urllib.parse import unquote, urlsplit

import nh3
from selectolax.lexbor import LexborHTMLParser, LexborNode

from generator.core import memory, personal
from generator.core.text import unaccented, unescape

_FORMS = "contribuer/"  # where one writes
_DATA = tomllib.loads((Path(__file__).parents[1] / "data" / "audit.toml").read_text("utf-8"))
_SETS = {name: frozenset(t.split()) for name, t in _DATA.items() if isinstance(t, str)}
_FRAME_TAGS = _SETS["tags"] | _SETS["frame"]
_SHAPES = {tag: set(text.split()) for tag, text in _DATA["shapes"].items()}
_ALLOWED_ATTRIBUTES = _SHAPES | {tag: set(t.split()) for tag, t in _DATA["attributes"].items()}
# The page whose frames show the excerpts others embed, and what may be shown.
_FRAMING = "integrer/index.html"
_EXCERPT = re.compile(r"\.\./integrer/([a-z0-9\-]+/)+")
# Where a page of a former address leads: another page of the site.
_REDIRECT = re.compile(r"0; url=(\.\./)*([a-z0-9\-]+/)*")
# What is said when an e-mail address or a number shows that nothing allows.
_UNKNOWN = "adresse électronique ou numéro que rien ne permet de montrer ({})"
_SHAPE = re.compile("[Mm][0-9MmLlHhVvZz ,.-]*")  # a drawing, as SVG writes it
# What may be an address or a word cut by its markup.
_CUT = re.compile(r"@|\x1f(?:(?<=[^\W\d]\x1f)[^\W\dA-Z]|(?<=[A-Z]\x1f)[A-Z])")
# The texts of a JSON file; a code of at most nine signs holds neither an address nor a number.
_QUOTED = re.compile(r'"(?:(?:[a-z]{3,12}(?<!tel):)?[0-9A-Za-z_ -]{0,9}|([^"\\]*(?:\\.[^"\\]*)*))"')
_TEMPLATE = re.compile(r"(</?)template\b")
_MARK = re.compile(r"<[^<>]*>")
_SIGNS = re.compile(r"[\W_]+")
_SURE_EMAIL = re.compile(
    rb"[A-Za-z0-9._+\-]{3,200}@[A-Za-z0-9\-]{2,60}(?:\.[A-Za-z0-9\-]{2,60}){1,5}"
)
_SURE_PHONE = re.compile(
    rb"[+0](?<![0-9A-Za-z].)(?:(?<=\+)33|(?<=0)(?:033)?)[ .]?[1-9](?:[ .\-]?[0-9]{2}){4}(?![0-9A-Za-z])"
)
_GZIP = b"\x1f\x8b"
_PNG = b"\x89PNG\r\n\x1a\n"
_EMAIL = re.compile(r"[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+")
_GROUP = r"[ .\-()\u00a0\u202f]{0,2}"
_NUMBER = rf"(?:\+33|0033|0){_GROUP}[1-9](?:{_GROUP}\d){{8}}"
_PHONE = re.compile(_NUMBER)
_PHONE_IN = re.compile(rf"(?<!\d)(?=({_NUMBER})(?!\d))")
_ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")
_UID = re.compile("^(UID:[^@]*).*")  # what tells an event from any other looks like an address
_FOLD = re.compile(r"\r\n[ \t]")
_BACKSLASH = re.compile(r"\\([,;\\])")
_BASE64 = re.compile(r"[A-Za-z0-9+/_\-]{12,}")


@dataclass(frozen=True, slots=True, order=True)
class Defect:
    """Something the audit refuses. `file` is relative to the site, `what` is in French."""

    file: str
    what: str


def refused(defects: Sequence[Defect]) -> str:
    """Return what is said of a site that is not published, its first defects first."""
    shown = [f"{defect.file} : {defect.what}" for defect in defects[:50]]
    count = len(defects)
    verdict = f"L’audit refuse le site : {count} défaut{'s' * (count > 1)}. Rien n’est publié."
    return "\n".join([*shown, verdict])


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
    public: Iterable[str] = (),
    withheld: Sequence[str] = (),
) -> list[Defect]:
    """Return every defect of the built `site`, sorted.

    `expected` holds the HTML files that must exist. `public` holds the e-mail addresses and the
    telephone numbers that may show: any other is a defect. `withheld` holds values that must
    appear in no file (private contact details). `site_url` is the only host allowed.
    """
    files, odd = _files(site)
    defects = [Defect(name, "ni un fichier ni un dossier : un lien, ou un tube") for name in odd]
    defects += [Defect(name, "page attendue, absente du site") for name in set(expected) - files]
    pages = [f for f in files if f.endswith(".html")]
    reader = _Reader(site, site_url, frozenset(map(personal.key, public)))
    facts = {page.file: page for page in reader.facts(pages)}
    for page in facts.values():
        defects += [Defect(page.file, what) for what in page.defects]
        defects += [Defect(page.file, what) for what in _dead_links(page, facts, files)]
    defects += reader.unknown([*files - set(pages)])
    defects += _leaks(site, files, withheld)
    return sorted(defects)


def look(site: Path, *, site_url: str, public: Iterable[str] = ()) -> None:
    """Read the pages of a site whose other files are still being written: `audit` remembers them."""
    pages = [f for f in _files(site)[0] if f.endswith(".html")]
    for _ in _Reader(site, site_url, frozenset(map(personal.key, public))).facts(pages):
        pass


def _files(site: Path) -> tuple[set[str], list[str]]:
    """Return the files of the site, and what is neither a file nor a folder: none may be read."""
    files, odd = set[str](), list[str]()
    folders = [""]
    while folders:
        above = folders.pop()
        for entry in os.scandir(site / above):
            name = f"{above}{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                folders.append(f"{name}/")
            elif entry.is_file(follow_symlinks=False):
                files.add(name)
            else:
                odd.append(name)
    return files, odd


@dataclass(frozen=True, slots=True)
class _Reader:
    """Reads the files of a site, knowing what may show in them, and remembers the texts it found clean."""

    site: Path
    site_url: str
    allowed: frozenset[str]
    clean: set[str] = field(default_factory=set)

    def read(self, name: str) -> _Facts:
        """Return what an HTML file says."""
        tree = LexborHTMLParser((self.site / name).read_bytes())
        texts_known = set[str]()
        facts = _facts(tree, name, self.site_url, texts_known)
        unknown = tuple(_UNKNOWN.format(one) for one in self._in_page(tree, texts_known))
        return replace(facts, defects=facts.defects + unknown)

    def facts(self, names: Sequence[str]) -> Iterator[_Facts]:
        """Yield what HTML files say; of one that was read before, what was found then."""

        def make(number: int) -> tuple[list[str], tuple[tuple[str, str], ...], tuple[str, ...]]:
            facts = self.read(names[number])
            return sorted(facts.ids), facts.links, facts.defects

        for name, (ids, links, defects) in zip(
            names, memory.each(self._way("pages"), self._bytes(names), make), strict=True
        ):
            yield _Facts(name, frozenset(ids), tuple(map(tuple, links)), tuple(defects))

    def _way(self, what: str) -> str:  # a page and a file may hold the same bytes
        return f"{what} {self.site_url} {' '.join(sorted(self.allowed))}"

    def _bytes(self, names: Iterable[str]) -> Iterator[bytes]:
        for name in names:
            yield os.fsencode(f"{name}\n") + (self.site / name).read_bytes()

    def unknown(self, names: Sequence[str]) -> Iterator[Defect]:
        """Yield each file other than a page that shows an address or a number it may not."""

        def make(number: int) -> list[str] | None:
            name = names[number]
            raw = (self.site / name).read_bytes()
            try:
                text = raw.decode()
            except UnicodeDecodeError:
                return [] if self._is_clean([*_strict(raw)]) else None
            return self._in_file(text, PurePosixPath(name).suffix)

        for name, found in zip(
            names, memory.each(self._way("files"), self._bytes(names), make), strict=True
        ):
            unknown = self._in_packed(name) if found is None else found
            yield from (Defect(name, _UNKNOWN.format(one)) for one in unknown)

    def _in_packed(self, name: str) -> list[str]:
        """Return what a file that is no text shows and may not, but what the page it repeats says too.

        Nothing there tells a row of figures from a number; the page is judged for itself.
        """
        raw = (self.site / name).read_bytes()
        found = [*_strict(raw)]
        try:
            address = json.loads(gzip.decompress(raw).removeprefix(b"pagefind_dcd"))["url"]
            page = (self.site / address.strip("/") / "index.html").read_text(encoding="utf-8")
        except (OSError, ValueError, KeyError, TypeError):
            page = ""
        texts_known = _SIGNS.sub("", page) + _SIGNS.sub("", _MARK.sub("", page))
        return self._in_each(one for one in found if _SIGNS.sub("", one) not in texts_known)

    def _in_file(self, text: str, suffix: str) -> list[str]:
        if suffix != ".json" or not _is_json(text):
            texts = [*_texts(text, suffix)]
            return self._in_texts(texts, texts)
        # Texts of records come back in several files: few are new, and one look at them is enough.
        new = set(_QUOTED.findall(text)) - self.clean
        whole = [json.loads(f'"{one}"') if "\\" in one else one for one in new]
        unknown = self._in_texts(whole, _strings_of(text))
        if not unknown:
            self.clean.update(new)
        return unknown

    def _in_texts(self, whole: Sequence[str], parts: Iterable[str]) -> list[str]:
        """Return what texts show and may not, masked.

        Most show nothing of the kind even when the `whole` is read as one, which costs little:
        only then are their `parts` read one by one.
        """
        return [] if self._is_clean(whole) else self._in_each(parts)

    def _is_clean(self, whole: Sequence[str]) -> bool:
        return all(f.key in self.allowed for f in personal.find(personal.APART.join(whole)))

    def _in_each(self, texts: Iterable[str]) -> list[str]:
        shown = set[str]()
        for text in set(texts) - self.clean:
            found = {f.masked for f in personal.find(text) if f.key not in self.allowed}
            if not found:
                self.clean.add(text)
            shown |= found
        return sorted(shown)

    def _in_page(self, tree: LexborHTMLParser, texts_known: set[str]) -> list[str]:
        """Return what a page shows, or has `said` in attributes, and may not, masked.

        A word may be cut by its markup: then the page is read block by block too.
        """
        texts_known.update(*(_strings_of(node.text()) for node in tree.css("script")))
        tree.strip_tags(["script"])
        text = tree.root.text(separator="\x1f") if tree.root else ""
        values = texts_known - self.clean
        blocks = _blocks(tree) if _CUT.search(text) else ()
        if self._is_clean([" ".join(text.split()), *blocks, *values]):
            self.clean.update(values)
            return []
        return self._in_each(chain(_blocks(tree), values))


def _blocks(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield the texts of a page as they are read: what stands in one block together.

    The cells of a row and the items of a list are read one after the other when nothing tells
    them from what a contributor may have typed.
    """
    block, cell, text = 0, 0, ""
    for node in tree.root.traverse(include_text=True) if tree.root else ():
        if node.tag == "br":
            text += " "
        if node.tag != "-text":
            continue
        own_block, own_cell = _place(node)
        if own_block != block:
            yield text
            text = ""
        elif own_cell != cell:
            text += " | "
        block, cell = own_block, own_cell
        text += node.text_content or ""
    yield text


def _place(node: LexborNode) -> tuple[int, int]:
    """Return the block and the cell in which a text stands."""
    cell, at = 0, node.parent
    while at is not None and not at.attributes.get("class"):
        above = at.parent
        if at.tag in {"td", "th"} or (at.tag == "li" and above is not None and above.tag == "ul"):
            cell = at.mem_id
        elif at.tag not in _SETS["phrasing"]:
            break
        at = above
    return (at.mem_id if at is not None else 0), cell


def _strings_of(text: str) -> Iterator[str]:
    """Yield the texts of a JSON value, names included; nothing when it is none."""
    try:
        todo = [json.loads(text)]
    except ValueError:
        return
    while todo:
        value = todo.pop()
        if isinstance(value, str):
            if not _SHAPE.fullmatch(value):
                yield value
        elif isinstance(value, dict):
            todo += [*value, *value.values()]
        elif isinstance(value, list):
            todo += value


def _is_json(text: str) -> bool:
    """Whether a text is JSON from its first sign to its last: nothing hides around its values."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def _texts(text: str, suffix: str) -> Iterator[str]:
    """Yield the texts of a file that is neither a page nor JSON, each as one reads it."""
    match suffix:
        case ".csv":
            for row in csv.reader(text.splitlines(keepends=True), delimiter=";"):
                yield from row
        case ".ics" | ".vcf":
            for line in _FOLD.sub("", text).splitlines():
                yield _UID.sub(r"\1", line)
        case ".js" | ".css":
            yield from _strict(text.encode())
        case ".xml" | ".svg":
            yield from map(unescape, _MARK.split(text))
        case _:
            yield from text.splitlines()


def _strict(raw: bytes) -> Iterator[str]:
    """Yield what is surely an address or a number in a file that is no text: the rest is noise."""
    raw = _unpacked(raw).replace(b"\0", b"")
    found = _SURE_PHONE.findall(raw) + (_SURE_EMAIL.findall(raw) if b"@" in raw else [])
    yield from map(bytes.decode, found)


def _facts(tree: LexborHTMLParser, name: str, site_url: str, texts_known: set[str]) -> _Facts:
    """Return what an HTML file says; add to `said` what its attributes say to a reader or a machine."""
    ids = Counter(node.attributes["id"] or "" for node in tree.css("[id]"))
    defects = [f"l’ancre « {i} » existe deux fois" for i, times in ids.items() if times > 1]
    links: list[tuple[str, str]] = []
    for node in tree.css("*"):
        tag, attributes = node.tag or "", node.attributes
        if tag not in _FRAME_TAGS and not node.css_matches("article *"):
            defects.append(f"élément <{tag}> hors de la liste permise")
        for attribute, value in attributes.items():
            if value and attribute not in _SETS["silent"]:
                # A mail program shows a message decoded: its « n° 2026 » is no « 0%202026 ».
                texts_known.add(unquote(value) if value.startswith("mailto:") else value)
            if attribute.startswith("on") or attribute in _SETS["forbidden"]:
                defects.append(f"attribut « {attribute} » sur <{tag}>")
            elif attribute in _SETS["addresses"] and value is not None:
                wrong, link = _address(tag, attributes.get("rel"), value, site_url)
                defects += [wrong] if wrong else []
                links += [link] if link else []
    defects += chain(_scripts(tree), _refresh(tree), _frames(tree, name))
    defects += _picture(tree, site_url, links)
    articles = tree.css("article")
    if len(articles) > 1:
        defects.append("plusieurs articles dans la page")
    for article in articles:
        more = {"iframe"} if name == _FRAMING else {"textarea"} if name.startswith(_FORMS) else ()
        defects += _unclean(article.html or "", frozenset(more))
        defects += _drawings(article)
    return _Facts(name, frozenset(ids), tuple(links), tuple(defects))


def _scripts(tree: LexborHTMLParser) -> Iterator[str]:
    """Yield what is wrong with scripts whose text is in the page: only linked data may be.

    A browser runs nothing of that one type; without `<`, nothing can end it early either.
    """
    for node in tree.css("script:not([src])"):
        text = node.text()
        if node.attributes.get("type") != "application/ld+json":
            if text:
                yield "programme écrit dans la page"
            continue
        try:
            data = json.loads(text)
        except ValueError:
            data = None
        known = isinstance(data, dict) and data.get("@context") == "https://schema.org"
        if "<" in text or len(node.attributes) > 1 or not known:
            yield "données liées mal formées"


def _frames(tree: LexborHTMLParser, name: str) -> Iterator[str]:
    """Yield what is wrong with what shows an excerpt in a frame, and with an excerpt itself."""
    for node in tree.css("iframe"):
        rights = node.attributes.get("sandbox")
        shown = _EXCERPT.fullmatch(node.attributes.get("src") or "")
        if name != _FRAMING or not shown or rights is None or set(rights.split()) - _SETS["rights"]:
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
        target = node.attributes.get("content") or ""
        if name == "refresh" and not _REDIRECT.fullmatch(target):
            yield f"renvoi « {target[:60]} »"


@lru_cache(10_000)
def _address(
    tag: str, rel: str | None, value: str, site_url: str
) -> tuple[str, tuple[str, str] | None]:
    """Return what is wrong with an address, or where it leads in the site: path and anchor."""
    try:
        parts = urlsplit(value.strip())
    except ValueError:
        return f"adresse « {value[:60]} »", None
    if parts.scheme and parts.scheme not in _SETS["schemes"]:
        return f"adresse « {value[:60]} »", None
    if parts.scheme in {"mailto", "tel"}:
        return "", None
    if parts.netloc:
        # Where a page says its own address, rather than loading anything.
        declared = (tag, rel) == ("link", "canonical") and value.startswith(site_url)
        return ("" if tag == "a" or declared else f"<{tag}> va chercher {parts.netloc}"), None
    # A site may live under a path of its host; only the page not found says it.
    path, base = unquote(parts.path), unquote(urlsplit(site_url).path)
    if path.startswith("/"):
        if not path.startswith(base):
            return f"lien mort vers « {path} »", None
        path = f"/{path.removeprefix(base)}"
    return "", (path, unquote(parts.fragment))


def _dead_links(page: _Facts, facts: dict[str, _Facts], files: set[str]) -> Iterator[str]:
    for path, anchor in dict.fromkeys(page.links):
        target = page.file
        if path:
            base = "" if path.startswith("/") else page.file.rpartition("/")[0]
            target = normpath(join(base, path.lstrip("/")))
            if path.endswith("/") or path in {".", ".."} or target == ".":
                target = "index.html" if target == "." else f"{target}/index.html"
        if target not in files:
            yield f"lien mort vers « {path} »"
        elif anchor and target in facts and anchor not in facts[target].ids:
            yield f"ancre morte « {path}#{anchor} »"


@cache
def _cleaner(more: frozenset[str]) -> nh3.Cleaner:
    return nh3.Cleaner(
        tags=set(_SETS["tags"]) | set(_SHAPES) | more,
        attributes=_ALLOWED_ATTRIBUTES,
        generic_attribute_prefixes={"aria-", "data-"},
        url_schemes=set(_SETS["schemes"]),
        link_rel=None,
    )


def _unclean(article: str, more: frozenset[str]) -> Iterator[str]:
    """Yield what an allow-list cleaner, which lets `more` elements be, would take away."""
    # It would empty a template without a look: what a script may show is held to the same rules.
    article = _TEMPLATE.sub(r"\1div", article)
    texts = article, _cleaner(more).clean(article)
    if texts[0] == texts[1]:
        return
    before, after = ([*map(_element, LexborHTMLParser(t).css("body *"))] for t in texts)
    if before != after:
        gone = (f"élément refusé dans l’article : {one[:80]}" for one in before if one not in after)
        yield next(gone, "article modifié par le nettoyage")


def _drawings(article: LexborNode) -> Iterator[str]:
    """Yield each drawing that is not one of ours: neither named nor hidden, or made of what we do not draw."""
    for svg in article.css("svg"):
        named = any(name in svg.attributes for name in ("aria-labelledby", "aria-label"))
        named = named and svg.attributes.get("role") in {"img", "group"}
        if not named and svg.attributes.get("aria-hidden") != "true":
            yield f"élément refusé dans l’article : {_element(svg)[:80]}"
        odd = {node.tag or "" for node in svg.css("*")} - set(_SHAPES) - {"a"}
        yield from (f"élément <{tag}> dans un dessin" for tag in odd)
    inside = {node.mem_id for node in article.css("svg, svg *")}
    for node in article.css(", ".join(_SHAPES)):
        if node.mem_id not in inside:
            yield f"élément <{node.tag}> hors d’un dessin"


def _element(node: LexborNode) -> str:
    attributes = " ".join(f"{k}={v or ''}" for k, v in sorted(node.attributes.items()))
    return f"<{node.tag} {attributes}>"


def _digits(text: str) -> str:
    """Return the national digits of a phone number, without prefix or separators."""
    return re.sub(r"^(0033|33|0)", "", re.sub(r"\D", "", text))


def _plain(text: str) -> str:
    return unicodedata.normalize("NFC", text).lower()


_SCHEME = re.compile(r"https?://(?:www\.)?", re.IGNORECASE)
_TAG, _NO_WORD = re.compile(r"<[^<>]*>"), re.compile(r"[\W_]+")
_SAID = 3  # words from which a text is known by them alone


def _words(text: str) -> str:
    """Return the words of a text, whatever their accents and signs, and those between its marks.

    Of a link, those of its address.
    """
    text = _SCHEME.sub(" ", unaccented(f"{text} | {_TAG.sub(' ', text)}" if "<" in text else text))
    return f" {' '.join(_NO_WORD.sub(' ', text).split())} "


def _leaks(site: Path, files: Iterable[str], withheld: Sequence[str]) -> Iterator[Defect]:
    """Yield each file in which a withheld value shows, whatever its disguise.

    Values are sorted by what they are first, so that a thousand cost like one.
    """
    texts = {_plain(value).strip() for value in withheld}
    emails = {t for t in texts if _EMAIL.fullmatch(t)}
    phones = {_digits(t) for t in texts if _PHONE.fullmatch(t)}
    others = [t for t in texts - emails if _digits(t) not in phones]
    said = [
        (max(re.findall(r"[a-z0-9]+", one), key=len, default=""), words)  # a first, quick look
        for one in others
        if len((words := _words(one)).split()) >= _SAID
    ]

    def shown_in(text: str) -> bool:
        return (
            (bool(emails) and not emails.isdisjoint(_EMAIL.findall(text)))
            or (bool(phones) and any(_digits(m[1]) in phones for m in _PHONE_IN.finditer(text)))
            or any(value in text for value in others)
            or any(first in text and words in _words(text) for first, words in said)
        )

    for name in files if withheld else ():
        if any(shown_in(_plain(text)) for text in _readings((site / name).read_bytes())):
            yield Defect(name, "donnée personnelle non publique dans le fichier")


def _unpacked(raw: bytes) -> bytes:
    """Return what a packed file holds; of a PNG, what it says and what follows its end.

    Pixels are nothing to read, and thousands of cards are made of nothing else.
    """
    if raw.startswith(_GZIP):
        return gzip.decompress(raw)
    kept, at = [], len(_PNG)
    while raw.startswith(_PNG) and at < len(raw):
        size, kind = int.from_bytes(raw[at : at + 4]), raw[at + 4 : at + 8]
        end = at + 12 + size
        if kind != b"IDAT":
            kept.append(raw[at:end])
        if kind == b"IEND":
            return b"".join([*kept, raw[end:]])
        at = end
    return raw  # not packed, or it does not end as it should: all of it is read


def _readings(raw: bytes) -> Iterator[str]:
    """Yield the ways to read a file: as it is, unzipped, and with each encoding undone."""
    text = _unpacked(raw).decode(errors="replace")
    yield text
    if "&" in text:
        yield unescape(text)
    if "%" in text:
        yield unquote(text)
    if "\\u" in text:
        yield _ESCAPE.sub(lambda m: chr(int(m[1], 16)), text)
    if "\r\n" in text:  # a card or a calendar: folded lines, escaped commas
        yield _BACKSLASH.sub(r"\1", _FOLD.sub("", text))
    for token in _BASE64.findall(text):
        plain = token.replace("-", "+").replace("_", "/")
        plain = plain[: len(plain) - (len(plain) % 4 == 1)]  # no byte ends on one character
        yield base64.b64decode(f"{plain}===").decode(errors="replace")
