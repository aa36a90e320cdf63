"""Rules on the Markdown that contributors write."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator import routes
from generator.core import data, markdown
from generator.core.findings import did_you_mean
from generator.core.markdown import DOUBTFUL, Destination
from generator.core.text import entities
from generator.core.urls import in_site, publishable
from generator.kinds import KINDS, Contact, Member
from generator.rules.context import Body, Context, Flaw, each, explain, in_texts, of_text
from generator.sources.characters import FORBIDDEN, INVISIBLE, forbidden

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.IGNORECASE)
# « www.ville.example », « ville.fr/bilan »: a host, not a file beside.
_HOST = re.compile(
    r"www\.|(?:[\w-]+\.)+(?:alsace|bzh|com|corsica|eu|fr|gouv|info|net|org|paris|re)(?:[:/?#]|$)",
    re.IGNORECASE,
)
_PEOPLE = tuple(f"/{KINDS[kind].section}/" for kind in ("member", "contact"))
_INVISIBLE = re.compile(r"[\x00-\x20\x7f]")


@of_text
def raw_html(body: Body, _: object) -> Iterator[Flaw]:
    """T01: a text holds no HTML."""
    for offset in body.outline.raw_html:
        piece = body.text[offset : offset + 20].split("\n")[0]
        yield offset, *explain("T01", piece=piece)


@of_text
def hidden_character(body: Body, _: object) -> Iterator[Flaw]:
    """S04: no entity makes a character that a file may not hold."""
    for start, made in entities(body.text):
        if found := FORBIDDEN.search(made) or INVISIBLE.search(made):
            yield start, *forbidden(found[0])


@of_text
def forbidden_link(body: Body, _: object) -> Iterator[Flaw]:
    """T02: a link leads to the web, to a mailbox, to a phone or to a page of the site."""
    for link in body.outline.destinations:
        if not in_site(link.target) and (wrong := _forbidden(link)):
            yield link.start, *wrong


def _forbidden(link: Destination) -> tuple[str, str] | None:
    target, words = _INVISIBLE.sub("", link.target), link.target.split()
    if publishable(target):
        shown, right = " ".join(words)[:40], "%20".join(words)
        return explain("T02.space", target=shown, right=right) if len(words) > 1 else None
    if target.startswith(DOUBTFUL):
        return explain("T02.doubtful", target=link.target[2:42])
    if _ELSEWHERE.match(target):
        return explain("T02.scheme", target=target[:40])
    if link.image:
        return None  # T03 says it
    host = _HOST.match(target) and publishable(f"https://{target}")
    return explain("T02.host" if host else "T02.relative", target=target[:40], whole=target)


@in_texts
def distant_image(body: Body, context: Context) -> Iterator[Flaw]:
    """T03: an image comes from `content/assets/`."""
    for link in body.outline.destinations:
        if link.image and not link.target.startswith("/assets/"):
            known = "" if _ELSEWHERE.match(link.target) else _asset(link.target, context)
            yield link.start, *explain("T03.known" if known else "T03.away", known=known)


@in_texts
def dead_internal_link(body: Body, context: Context) -> Iterator[Flaw]:
    """T04: a link inside the site leads to a page of the site, an image to one of its images."""
    for link in body.outline.destinations:
        path = link.target.partition("#")[0].partition("?")[0]
        if path.startswith("/assets/"):
            if f"content{link.target}" not in context.images:
                yield link.start, *_dead_image(link, context)
        elif not path.startswith("/") or path.startswith("//") or link.image:
            continue  # T02 and T03 say it
        elif path not in context.pages:
            person = path.startswith(_PEOPLE)  # another one is no remedy
            message, hint = explain("T04.person" if person else "T04.page", path=path)
            near = "" if person else did_you_mean(path, context.pages)
            yield link.start, message, near or hint


def _dead_image(link: Destination, context: Context) -> tuple[str, str]:
    known = _asset(link.target, context)
    sign = next((sign for sign in "?#" if sign in link.target), "")
    values = {"target": link.target, "sign": sign, "what": "image" if link.image else "page"}
    message, hint = explain("T04.sign" if sign else "T04.asset", **values)
    return message, f"écrivez « {known} »" if known else hint


def _asset(target: str, context: Context) -> str:
    """Return the address of the image of the site that `target` designates otherwise, or nothing."""
    name = unquote(target).partition("#")[0].partition("?")[0].rpartition("/")[2].lower()
    known = {path.rpartition("/")[2]: path for path in context.images}
    return known[name].removeprefix("content") if name in known else ""


@in_texts
def dead_anchor(body: Body, context: Context) -> Iterator[Flaw]:
    """T08: a link to a place in a page leads to one of its titles, or to a block of the site."""
    for link in body.outline.destinations:
        path, mark, anchor = link.target.partition("#")
        outside = not in_site(link.target) or path.startswith("/assets/")
        if not mark or outside or markdown.generated(anchor):
            continue
        address, entry = path.partition("?")[0], body.entry
        if address:  # of a record, or of a written page
            key = routes.record_at(address) or ("page", address.strip("/") or "index")
            if key not in context.club.entries:
                if address in context.pages:
                    wrong = explain("T08.moving", address=address, anchor=anchor, path=path)
                    yield link.start, *wrong
                continue
            entry = context.club.entries[key]
        known = markdown.anchors(entry.body)
        if anchor not in known and markdown.too_complex(entry.body) is None:
            message, hint = explain("T08.title", anchor=anchor)
            yield link.start, message, did_you_mean(anchor, known) or hint


@of_text
def orphan_note(body: Body, _: object) -> Iterator[Flaw]:
    """T09: each note of a text is called, and each call leads to a note."""
    if body.outline.too_complex is not None:
        return
    notes = markdown.notes(body.text)
    for wrong in ("missing", "repeated", "uncalled"):
        for name, offset in getattr(notes, wrong):
            yield offset, *explain(f"T09.{wrong}", name=name)
    if (offset := body.text.find(markdown.PLACE_OF_NOTES)) >= 0:
        yield offset, *explain("T09.place", mark=markdown.PLACE_OF_NOTES)


@of_text
def first_level_title(body: Body, _: object) -> Iterator[Flaw]:
    """T06: a text has no first level title: the page has one; it is shown one level lower."""
    for offset in body.outline.first_level_titles:
        right = f"## {markdown.title_at(body.text, offset)}"
        yield offset, *explain("T06", right=right), right


@of_text
def too_complex(body: Body, _: object) -> Iterator[Flaw]:
    """T07: a text is converted in a reasonable time."""
    if body.outline.too_complex is not None:
        yield body.outline.too_complex, *explain("T07")


# What other tools read and the site shows as it is typed: the pattern, its name, what to write.
_FOREIGN = tuple(
    (re.compile(mark["pattern"], re.MULTILINE | re.IGNORECASE), mark["what"], mark["hint"])
    for mark in data.table("marks")["marks"]
)


@of_text
def foreign_writing(body: Body, _: object) -> Iterator[Flaw]:
    """T11: a text holds no mark of another tool, which would show as it is."""
    if body.outline.too_complex is None:
        visible = markdown.mask_code(body.text)
        for pattern, what, hint in _FOREIGN:
            for found in pattern.finditer(visible):
                shown = found[0].strip()[:40]
                yield found.start(), *explain("T11", what=what, shown=shown, todo=hint)


_COURTESY = re.compile(
    r"(?:MM?\.|M(?:[rm]e?|lle|rs)\b\.?|Monsieur\b|Madame\b|Mademoiselle\b|[DP]r\b\.?)[ \u00a0\u202f]*(?=[^\W\d_]{2})(?!et )(.+)"
)


@each("member", "contact")
def title_of_courtesy(person: Member | Contact, _: Context) -> Iterator[Flaw]:
    """T10: the name of a person holds no title of courtesy."""
    for name in ("given_name", "family_name", "name"):
        value = getattr(person, name, None) or ""
        if found := _COURTESY.match(value):
            yield (name,), *explain("T10", value=value, name=name, right=found[1])
