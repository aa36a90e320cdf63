"""Rules on the Markdown that contributors write."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from generator import routes
from generator.core import markdown
from generator.core.findings import Finding, did_you_mean
from generator.core.markdown import DOUBTFUL, Outline
from generator.core.urls import in_site, publishable
from generator.kinds import KINDS
from generator.rules.context import Context
from generator.sources import Entry, Sources
from generator.sources.characters import FORBIDDEN, INVISIBLE, describe, remedy

_SCHEME = re.compile(r"[a-z][a-z0-9+.\-]*:", re.IGNORECASE)
# « www.ville.example », « ville.fr/bilan »: a host, not a file beside.
_HOST = re.compile(
    r"www\.|(?:[\w-]+\.)+(?:alsace|bzh|com|corsica|eu|fr|gouv|info|net|org|paris|re)(?:[:/?#]|$)",
    re.IGNORECASE,
)
_PEOPLE = tuple(f"/{KINDS[kind].section}/" for kind in ("member", "contact"))
_INVISIBLE = re.compile(r"[\x00-\x20\x7f]")


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a source, with what the rules look at."""

    kind: str
    entry: Entry
    outline: Outline
    sources: Sources

    def finding(self, offset: int, code: str, message: str, hint: str, answer: str = "") -> Finding:
        """Return a finding at an offset of the text; `answer` is the line to write instead."""
        line, column = self.sources.locate_text(self.entry, offset)
        return Finding(self.entry.path, line, column, code, "", message, hint, answer)


def bodies(context: Context) -> Iterator[Body]:
    """Yield the texts of a club; that of a practice even when it is empty."""
    for (kind, id_), entry in context.club.entries.items():
        if entry.body or kind == "practice":
            yield Body(kind, entry, context.club.outline(kind, id_), context.club.sources)


def raw_html(context: Context) -> Iterator[Finding]:
    """T01: a text holds no HTML."""
    for body in bodies(context):
        for offset in body.outline.raw_html:
            piece = body.entry.body[offset : offset + 20].split("\n")[0]
            message, hint = f"HTML « {piece}… »", "écrivez en Markdown, ou « &lt; » pour le signe <"
            yield body.finding(offset, "T01", message, hint)


def hidden_character(context: Context) -> Iterator[Finding]:
    """S04: no entity makes a character that a file may not hold."""
    for body in bodies(context):
        for start, made in markdown.entities(body.entry.body):
            if found := FORBIDDEN.search(made) or INVISIBLE.search(made):
                yield body.finding(start, "S04", describe(found[0]), remedy(found[0]))


def forbidden_link(context: Context) -> Iterator[Finding]:
    """T02: a link leads to the web, to a mailbox, to a phone or to a page of the site."""
    for body in bodies(context):
        for link in body.outline.destinations:
            target = _INVISIBLE.sub("", link.target)
            if in_site(link.target):
                continue
            parts = link.target.split()
            if publishable(target) and len(parts) < 2:
                continue
            if publishable(target):
                message = f"une espace dans l’adresse « {' '.join(parts)[:40]} »"
                hint = f"écrivez « {'%20'.join(parts)} »"
            elif target.startswith(DOUBTFUL):
                message = f"lien mal formé près de « {link.target[2:42]} »"
                hint = "écrivez « [texte](adresse) », crochets et parenthèses fermés"
            elif _SCHEME.match(target) or target.startswith("//"):
                message = f"adresse « {target[:40]} » interdite ou mal formée"
                hint = "employez une adresse « https:// » complète"
            elif link.image:
                continue  # T03 says it
            else:
                message = f"lien relatif « {target[:40]} »"
                hint = "écrivez l’adresse de la page sur le site, qui commence par « / »"
                if _HOST.match(target) and publishable(f"https://{target}"):
                    message = f"lien sans « https:// » : « {target[:40]} »"
                    hint = f"écrivez « https://{target} »"
            yield body.finding(link.start, "T02", message, hint)


def distant_image(context: Context) -> Iterator[Finding]:
    """T03: an image comes from `content/assets/`."""
    for body in bodies(context):
        for link in body.outline.destinations:
            if link.image and not link.target.startswith("/assets/"):
                outside = _SCHEME.match(link.target) or link.target.startswith("//")
                if known := "" if outside else _asset(link.target, context):
                    message, hint = (
                        "image désignée autrement que sur le site",
                        f"écrivez « {known} »",
                    )
                else:
                    message, hint = "image venue d’ailleurs", "placez-la dans content/assets/"
                yield body.finding(link.start, "T03", message, hint)


def dead_internal_link(context: Context) -> Iterator[Finding]:
    """T04: a link inside the site leads to a page of the site, an image to one of its images."""
    pages = context.club.addresses()
    for body in bodies(context):
        for link in body.outline.destinations:
            path = link.target.partition("#")[0].partition("?")[0]
            if not path.startswith("/") or path.startswith("//"):
                continue
            if link.image and not path.startswith("/assets/"):
                continue  # T03 says it
            if path.startswith("/assets/"):
                if problem := _dead_image(link, context):
                    yield body.finding(link.start, "T04", *problem)
            elif path not in pages:
                message = f"« {path} » n’est pas une page du site"
                hint = "retirez le lien, ou menez-le à la page d’une personne de l’annuaire"
                if not path.startswith(_PEOPLE):  # another person is no remedy
                    hint = did_you_mean(path, pages) or "vérifiez l’adresse"
                yield body.finding(link.start, "T04", message, hint)


def _dead_image(link: markdown.Destination, context: Context) -> tuple[str, str] | None:
    """Return what is wrong with the address of an image of the site, and what to do."""
    if f"content{link.target}" in context.images:
        return None
    known = _asset(link.target, context)
    hint = (
        f"écrivez « {known} »"
        if known
        else "vérifiez l’adresse, ou placez l’image dans content/assets/"
    )
    for sign in "?#":
        if sign in link.target:
            return f"« {link.target} » : l’adresse d’une image du site n’a pas de « {sign} »", hint
    if not link.image:
        return f"« {link.target} » n’est pas une page du site", hint
    return f"« {link.target} » n’est pas une image du site", hint


def _asset(target: str, context: Context) -> str:
    """Return the address of the image of the site that `target` designates otherwise, or nothing."""
    name = unquote(target).partition("#")[0].partition("?")[0].rpartition("/")[2].lower()
    known = {path.rpartition("/")[2]: path for path in context.images}
    return known[name].removeprefix("content") if name in known else ""


def dead_anchor(context: Context) -> Iterator[Finding]:
    """T08: a link to a place in a page leads to one of its titles, or to a block of the site."""
    pages = context.club.addresses()
    for body in bodies(context):
        for link in body.outline.destinations:
            path, mark, anchor = link.target.partition("#")
            if not mark or not in_site(link.target) or path.startswith("/assets/"):
                continue
            if markdown.generated(anchor):
                continue
            address = path.partition("?")[0]
            entry = _at(address, context) if address else body.entry
            if entry is None:
                if address in pages:
                    message = f"« {address} » n’a pas de place « #{anchor} » qui dure"
                    yield body.finding(link.start, "T08", message, f"écrivez « {path} »")
                continue
            if markdown.too_complex(entry.body) is not None:
                continue
            if anchor in (known := markdown.anchors(entry.body)):
                continue
            message = f"« #{anchor} » n’est pas un titre de cette page"
            hint = did_you_mean(anchor, known) or "vérifiez le titre visé"
            yield body.finding(link.start, "T08", message, hint)


def orphan_note(context: Context) -> Iterator[Finding]:
    """T09: each note of a text is called, and each call leads to a note."""
    for body in bodies(context):
        if body.outline.too_complex is not None:
            continue
        notes = markdown.notes(body.entry.body)
        for name, offset in notes.missing:
            message = f"la note « [^{name}] » n’a pas de texte"
            hint = f"ajoutez, seul au début d’une ligne : « [^{name}]: » suivi de la note"
            yield body.finding(offset, "T09", message, hint)
        for name, offset in notes.repeated:
            message, hint = f"la note « [^{name}] » est écrite deux fois", "numérotez la seconde"
            yield body.finding(offset, "T09", message, hint)
        for name, offset in notes.uncalled:
            message = f"rien n’appelle la note « [^{name}] »"
            hint = f"écrivez « [^{name}] » dans le texte, à l’endroit qu’elle éclaire"
            yield body.finding(offset, "T09", message, hint)
        if (offset := body.entry.body.find(markdown.PLACE_OF_NOTES)) >= 0:
            message = f"« {markdown.PLACE_OF_NOTES} » est une marque du programme"
            yield body.finding(offset, "T09", message, "supprimez-la : les notes se placent seules")


def _at(address: str, context: Context) -> Entry | None:
    """Return the record or the written page that is at an address of the site."""
    written = ("page", address.strip("/") or "index")
    return context.club.entries.get(routes.record_at(address) or written)


def first_level_title(context: Context) -> Iterator[Finding]:
    """T06: a text has no first level title: the page has one; it is shown one level lower."""
    for body in bodies(context):
        for offset in body.outline.first_level_titles:
            title = markdown.title_at(body.entry.body, offset)
            message = "titre de niveau 1, affiché comme un titre de niveau 2"
            yield body.finding(offset, "T06", message, f"écrivez « ## {title} »", f"## {title}")


def too_complex(context: Context) -> Iterator[Finding]:
    """T07: a text is converted in a reasonable time."""
    for body in bodies(context):
        offset = body.outline.too_complex
        if offset is not None:
            message = "passage trop complexe à convertir"
            hint = "simplifiez : citations imbriquées, suites de signes répétés"
            yield body.finding(offset, "T07", message, hint)


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


def foreign_writing(context: Context) -> Iterator[Finding]:
    """T11: a text holds no mark of another tool, which would show as it is."""
    for body in bodies(context):
        if body.outline.too_complex is None:
            visible = markdown.mask_code(body.entry.body)
            for pattern, what, hint in _FOREIGN:
                for found in pattern.finditer(visible):
                    message = f"{what} : « {found[0].strip()[:40]} » s’affichera tel quel"
                    yield body.finding(found.start(), "T11", message, hint)


_COURTESY = re.compile(
    r"(?:MM?\.|M(?:[rm]e?|lle|rs)\b\.?|Monsieur\b|Madame\b|Mademoiselle\b|[DP]r\b\.?)[ \u00a0\u202f]*(?=[^\W\d_]{2})(?!et )(.+)"
)


def title_of_courtesy(context: Context) -> Iterator[Finding]:
    """T10: the name of a person holds no title of courtesy."""
    for (kind, _), entry in context.club.entries.items():
        for name in ("given_name", "family_name", "name") if kind in {"member", "contact"} else ():
            value = entry.data.get(name)
            if isinstance(value, str) and (found := _COURTESY.match(value)):
                line, column = context.club.sources.locate(entry, (name,))
                message = f"« {value} » contient une civilité"
                yield Finding(
                    entry.path,
                    line,
                    column,
                    "T10",
                    name,
                    message,
                    f"écrivez « {name}: {found[1]} »",
                )
