"""Rules on the Markdown that contributors write."""

import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator import routes
from generator.core import markdown
from generator.core.findings import did_you_mean
from generator.core.markdown import DOUBTFUL, Destination
from generator.core.urls import in_site, publishable
from generator.kinds import KINDS, Contact, Member
from generator.rules.context import Body, Context, Flaw, each, in_texts
from generator.sources.characters import FORBIDDEN, INVISIBLE, describe, remedy

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.\-]*:|//", re.IGNORECASE)
# « www.ville.example », « ville.fr/bilan »: a host, not a file beside.
_HOST = re.compile(
    r"www\.|(?:[\w-]+\.)+(?:alsace|bzh|com|corsica|eu|fr|gouv|info|net|org|paris|re)(?:[:/?#]|$)",
    re.IGNORECASE,
)
_PEOPLE = tuple(f"/{KINDS[kind].section}/" for kind in ("member", "contact"))
_INVISIBLE = re.compile(r"[\x00-\x20\x7f]")


@in_texts
def raw_html(body: Body, _: Context) -> Iterator[Flaw]:
    """T01: a text holds no HTML."""
    for offset in body.outline.raw_html:
        piece = body.text[offset : offset + 20].split("\n")[0]
        yield offset, f"HTML « {piece}… »", "écrivez en Markdown, ou « &lt; » pour le signe <"


@in_texts
def hidden_character(body: Body, _: Context) -> Iterator[Flaw]:
    """S04: no entity makes a character that a file may not hold."""
    for start, made in markdown.entities(body.text):
        if found := FORBIDDEN.search(made) or INVISIBLE.search(made):
            yield start, describe(found[0]), remedy(found[0])


@in_texts
def forbidden_link(body: Body, _: Context) -> Iterator[Flaw]:
    """T02: a link leads to the web, to a mailbox, to a phone or to a page of the site."""
    for link in body.outline.destinations:
        if not in_site(link.target) and (wrong := _forbidden(link)):
            yield link.start, *wrong


def _forbidden(link: Destination) -> tuple[str, str] | None:
    """Return what is wrong with an address outside the site and what to do, or None."""
    target, words = _INVISIBLE.sub("", link.target), link.target.split()
    if publishable(target):
        message = f"une espace dans l’adresse « {' '.join(words)[:40]} »"
        return (message, f"écrivez « {'%20'.join(words)} »") if len(words) > 1 else None
    if target.startswith(DOUBTFUL):
        message = f"lien mal formé près de « {link.target[2:42]} »"
        return message, "écrivez « [texte](adresse) », crochets et parenthèses fermés"
    if _ELSEWHERE.match(target):
        message = f"adresse « {target[:40]} » interdite ou mal formée"
        return message, "employez une adresse « https:// » complète"
    if link.image:
        return None  # T03 says it
    if _HOST.match(target) and publishable(f"https://{target}"):
        return f"lien sans « https:// » : « {target[:40]} »", f"écrivez « https://{target} »"
    hint = "écrivez l’adresse de la page sur le site, qui commence par « / »"
    return f"lien relatif « {target[:40]} »", hint


@in_texts
def distant_image(body: Body, context: Context) -> Iterator[Flaw]:
    """T03: an image comes from `content/assets/`."""
    for link in body.outline.destinations:
        if link.image and not link.target.startswith("/assets/"):
            known = "" if _ELSEWHERE.match(link.target) else _asset(link.target, context)
            if known:
                hint = f"écrivez « {known} »"
                yield link.start, "image désignée autrement que sur le site", hint
            else:
                yield link.start, "image venue d’ailleurs", "placez-la dans content/assets/"


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
            hint = "retirez le lien, ou menez-le à la page d’une personne de l’annuaire"
            if not path.startswith(_PEOPLE):  # another person is no remedy
                hint = did_you_mean(path, context.pages) or "vérifiez l’adresse"
            yield link.start, f"« {path} » n’est pas une page du site", hint


def _dead_image(link: Destination, context: Context) -> tuple[str, str]:
    """Return what is wrong with the address of an image of the site, and what to do."""
    known = _asset(link.target, context)
    hint = "vérifiez l’adresse, ou placez l’image dans content/assets/"
    sign = next((sign for sign in "?#" if sign in link.target), "")
    what = f"n’est pas une {'image' if link.image else 'page'} du site"
    message = f"« {link.target} » {what}"
    if sign:
        message = f"« {link.target} » : l’adresse d’une image du site n’a pas de « {sign} »"
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
                    message = f"« {address} » n’a pas de place « #{anchor} » qui dure"
                    yield link.start, message, f"écrivez « {path} »"
                continue
            entry = context.club.entries[key]
        known = markdown.anchors(entry.body)
        if anchor not in known and markdown.too_complex(entry.body) is None:
            hint = did_you_mean(anchor, known) or "vérifiez le titre visé"
            yield link.start, f"« #{anchor} » n’est pas un titre de cette page", hint


_NOTES = {
    "missing": (
        "la note « [^{}] » n’a pas de texte",
        "ajoutez, seul au début d’une ligne : « [^{}]: » suivi de la note",
    ),
    "repeated": ("la note « [^{}] » est écrite deux fois", "numérotez la seconde"),
    "uncalled": (
        "rien n’appelle la note « [^{}] »",
        "écrivez « [^{}] » dans le texte, à l’endroit qu’elle éclaire",
    ),
}


@in_texts
def orphan_note(body: Body, _: Context) -> Iterator[Flaw]:
    """T09: each note of a text is called, and each call leads to a note."""
    if body.outline.too_complex is not None:
        return
    notes = markdown.notes(body.text)
    for wrong, (message, hint) in _NOTES.items():
        for name, offset in getattr(notes, wrong):
            yield offset, message.format(name), hint.format(name)
    if (offset := body.text.find(markdown.PLACE_OF_NOTES)) >= 0:
        message = f"« {markdown.PLACE_OF_NOTES} » est une marque du programme"
        yield offset, message, "supprimez-la : les notes se placent seules"


@in_texts
def first_level_title(body: Body, _: Context) -> Iterator[Flaw]:
    """T06: a text has no first level title: the page has one; it is shown one level lower."""
    for offset in body.outline.first_level_titles:
        right = f"## {markdown.title_at(body.text, offset)}"
        message = "titre de niveau 1, affiché comme un titre de niveau 2"
        yield offset, message, f"écrivez « {right} »", right


@in_texts
def too_complex(body: Body, _: Context) -> Iterator[Flaw]:
    """T07: a text is converted in a reasonable time."""
    if body.outline.too_complex is not None:
        hint = "simplifiez : citations imbriquées, suites de signes répétés"
        yield body.outline.too_complex, "passage trop complexe à convertir", hint


# What other tools read and the site shows as it is typed: the pattern, its name, what to write.
_FOREIGN = tuple(
    (re.compile(pattern, re.MULTILINE | re.IGNORECASE), what, hint)
    for pattern, what, hint in (
        (r"^(?:```|~~~).*", "une ouverture de bloc de code sans fin", "fermez-le par une ligne « ``` », ou supprimez celle-ci"),
        (r"^ {0,3}(?:!!!|\?\?\?\+?|:::+) ?[\w{].*", "un encadré", "écrivez une citation : « > » devant chaque ligne"),
        (r"(?<!\w)~~[^\s~][^~\n]*~~", "un passage barré", "retirez-le, ou dites ce qui a changé"),
        (r"(?<![\w=])==[^\s=][^=\n]*==(?![\w=])", "un passage surligné", "écrivez-le en gras : « **…** »"),
        (r"\[(b|i|u|s|url|img|quote|list|color|size)(?:=[^\]\n]*)?\][^\n]*?\[/\1\]", "une balise de forum", "écrivez « **…** » pour le gras, « *…* » pour l’italique"),
        (r"^={2,6} .* ={2,6}[ \t]*$", "un titre de wiki", "écrivez « ## » devant le titre"),
        (r"'{3}[^'\n]+'{3}", "un gras de wiki", "écrivez-le entre deux étoiles : « **…** »"),
        (r"\[\[[^\[\]\n]+\]\](?!\()", "un lien de wiki", "écrivez « [texte](adresse) »"),
        (r"\{[:{%#.][^{}\n]*\}+", "une marque d’un autre outil", "supprimez-la"),
        (r"^\+(?:[-=]{3,}\+)+[ \t]*$", "un tableau dessiné", "écrivez chaque rangée entre « | », et « |---|---| » sous la première"),
        (r"\berreur ?[!:] ?(?:signet|source du renvoi|référence de lien|nom de fichier|liaison)[^.\n]*", "une erreur laissée par Word", "écrivez ce que ce renvoi désignait"),
        (r"^[^\n]*[^\s.](?: ?\.){8,} ?\d{1,3}[ \t]*$", "une ligne de sommaire", "supprimez-la : les numéros de page n’existent pas ici"),
    )
)  # fmt: skip


@in_texts
def foreign_writing(body: Body, _: Context) -> Iterator[Flaw]:
    """T11: a text holds no mark of another tool, which would show as it is."""
    if body.outline.too_complex is None:
        visible = markdown.mask_code(body.text)
        for pattern, what, hint in _FOREIGN:
            for found in pattern.finditer(visible):
                shown = found[0].strip()[:40]
                yield found.start(), f"{what} : « {shown} » s’affichera tel quel", hint


_COURTESY = re.compile(
    r"(?:MM?\.|M(?:[rm]e?|lle|rs)\b\.?|Monsieur\b|Madame\b|Mademoiselle\b|[DP]r\b\.?)[ \u00a0\u202f]*(?=[^\W\d_]{2})(?!et )(.+)"
)


@each("member", "contact")
def title_of_courtesy(person: Member | Contact, _: Context) -> Iterator[Flaw]:
    """T10: the name of a person holds no title of courtesy."""
    for name in ("given_name", "family_name", "name"):
        value = getattr(person, name, None) or ""
        if found := _COURTESY.match(value):
            yield (name,), f"« {value} » contient une civilité", f"écrivez « {name}: {found[1]} »"
