"""The summary a reviewer decides from: French Markdown, what matters first, two minutes.

The same value gives the same bytes. Whatever a contributor wrote goes through `markdown.code` or
`markdown.block`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from generator.audit import Defect
from generator.findings import Finding, Severity, printable
from generator.outgoing import Outgoing
from generator.quoting import block, code
from generator.records import KINDS
from generator.review.changes import Change
from generator.review.outside import Ignored
from generator.review.people import Personal
from generator.review.preview import START
from generator.review.sites import PageChanges
from generator.views.french import NBSP

_HOW = {
    "added": "ajout",
    "changed": "modification",
    "renamed": "renommage",
    "removed": "retrait",
    "unreadable": "devenue illisible",
}
_DONE = {
    "added": "ajoutée",
    "changed": "modifiée",
    "renamed": "renommée",
    "removed": "retirée",
    "unreadable": "illisible",
}
_VOCABULARY = "Vocabulaire"
# How much of each list is shown: the rest is counted.
MAX_LISTED = 30
MAX_RECORDS = 25  # records told in detail
MAX_LINES = 160  # lines of differences, all records together
MAX_LINES_EACH = 40


@dataclass(frozen=True, slots=True)
class Review:
    """All that is known of a proposal.

    `findings` are those of the proposal, `came` and `gone` those that it adds and settles.
    `pages` is None when a site could not be built, and `unbuilt` says why.
    """

    findings: Sequence[Finding] = ()
    came: Sequence[Finding] = ()
    gone: Sequence[Finding] = ()
    changes: Sequence[Change] = ()
    people: Sequence[Personal] = ()
    links: Sequence[Outgoing] = ()
    hosts: frozenset[str] = field(default_factory=frozenset)
    images: Sequence[tuple[str, str]] = ()
    ignored: Sequence[Ignored] = ()
    pages: PageChanges | None = None
    unbuilt: str = ""
    defects: Sequence[Defect] = ()

    @property
    def errors(self) -> list[Finding]:
        """What forbids publishing."""
        return [f for f in self.findings if f.severity is Severity.ERROR]

    @property
    def lost(self) -> list[Change]:
        """The records whose address would lead nowhere."""
        return [c for c in self.changes if c.lost]


def summary(review: Review) -> str:
    """Return the whole summary."""
    parts = [
        _verdict(review),
        _ignored(review),
        _errors(review),
        _people(review),
        _lost(review),
        _links(review),
        _records(review),
        _warnings(review),
        _pages(review),
    ]
    lines = [line for part in parts for line in [*part, ""]]
    return "\n".join(_typeset(_single(lines))).rstrip("\n") + "\n"


_SPAN = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)")
_BEFORE_SIGN = re.compile(r" (?=[:;!?»])|(?<=«) ")


def _typeset(lines: Iterable[str]) -> Iterator[str]:
    """Yield lines with the no-break spaces of French in our own words, none in what is quoted."""
    fence = ""
    for line in lines:
        if fence or line.startswith("```"):
            opened = line[: len(line) - len(line.lstrip("`"))]
            fence = "" if fence and line == fence else fence or opened
            yield line
            continue
        made, end = "", 0
        for span in _SPAN.finditer(line):
            made += _BEFORE_SIGN.sub(NBSP, line[end : span.start()]) + span[0]
            end = span.end()
        yield made + _BEFORE_SIGN.sub(NBSP, line[end:])


def _single(lines: Sequence[str]) -> Iterator[str]:
    """Yield lines without two empty ones in a row."""
    before = ""
    for line in lines:
        if line or before:
            yield line
        before = line


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one if number < 2 else many or f'{one}s'}"


def _verdict(review: Review) -> Iterator[str]:
    yield "## Ce que change cette proposition"
    yield ""
    if review.errors or review.defects:
        count = _count(len(review.errors) + len(review.defects), "erreur")
        yield f"🔴 **À corriger avant de publier : {count}.**"
    elif doubts := list(_doubts(review)):
        yield f"🟠 **Peut être publiée, après avoir regardé : {' ; '.join(doubts)}.**"
    elif review.changes or review.images:
        yield "🟢 **Peut être publiée : rien d’inhabituel, il reste à juger le texte.**"
    else:
        yield "⚪ **Rien ne change pour un lecteur.**"
    yield ""
    yield from _brief(review)


def _doubts(review: Review) -> Iterator[str]:
    if review.ignored:
        yield "les fichiers ignorés"
    if any(person.wrong for person in review.people):
        yield "un accord manquant"
    elif review.people:
        yield "les données personnelles"
    if review.lost:
        yield "une adresse perdue"
    if review.hosts:
        yield "de nouveaux sites liés"
    if any(c.how == "renamed" for c in review.changes) and not review.lost:
        yield "une fiche renommée"
    if any(f.severity is Severity.WARNING for f in review.came):
        yield "de nouveaux avertissements"
    if not review.pages and review.unbuilt:
        yield "l’aperçu, qui n’a pas pu être comparé"


def _brief(review: Review) -> Iterator[str]:
    if review.ignored:
        count = _count(len(review.ignored), "fichier ignoré", "fichiers ignorés")
        yield f"- ⚠️ **{count}** : ce n’est pas du contenu, rien n’en a été exécuté ni publié"
    for how, word in _DONE.items():
        if number := sum(c.how == how and not c.heir for c in review.changes):
            yield f"- {_count(number, f'fiche {word}', f'fiches {word}s')}"
    if review.people:
        yield f"- données personnelles touchées : {_count(len(review.people), 'fiche')}"
    if review.links:
        new = (
            f", dont {_count(len(review.hosts), 'site jamais lié', 'sites jamais liés')}"
            if review.hosts
            else ""
        )
        yield f"- {_count(len(review.links), 'nouveau lien', 'nouveaux liens')} vers l’extérieur{new}"
    if review.images:
        yield f"- {_count(len(review.images), 'image touchée', 'images touchées')}"


def _ignored(review: Review) -> Iterator[str]:
    if not review.ignored:
        return
    yield "### ⚠️ Fichiers ignorés"
    yield ""
    yield "La proposition touche des fichiers qui ne sont pas du contenu. La vérification s’est faite avec ceux de la branche principale. **Les fusionner les mettrait pourtant en place** : ne le faites pas sans l’accord des responsables techniques."
    yield ""
    yield from _listed([f"- {code(i.path)} : {i.what}" for i in review.ignored])


def _errors(review: Review) -> Iterator[str]:
    if review.errors or review.defects:
        yield "### Erreurs"
        yield ""
        yield from _listed([_finding(f) for f in review.errors])
        if review.defects:
            yield from _listed(
                [f"- audit, {code(d.file)} : {code(d.what)}" for d in review.defects]
            )


def _finding(finding: Finding) -> str:
    where = code(f"{finding.path}:{finding.line}")
    field_ = f" {code(finding.field)}" if finding.field else ""
    return f"- {where}{field_} : {code(finding.message)} → {code(finding.hint)} ({finding.code})"


def _people(review: Review) -> Iterator[str]:
    if not review.people:
        return
    yield "### Données personnelles"
    yield ""
    lines = []
    for person in review.people:
        lines.append(f"- {code(person.who)} ({code(f'{person.path}:{person.line}')})")
        lines += [
            f"  - {what}{f' : {code(value)}' if value else ''}" for what, value in person.what
        ]
        lines += [f"  - 🔴 **accord manquant**, {wrong}" for wrong in person.wrong]
    yield from _listed(lines)


def _lost(review: Review) -> Iterator[str]:
    elsewhere = [
        u
        for u in (review.pages.lost if review.pages else ())
        if u not in {c.url for c in review.lost}
    ]
    if not review.lost and not elsewhere:
        return
    yield "### Adresses perdues"
    yield ""
    yield "Ces adresses, déjà publiées, ne mèneraient plus nulle part."
    yield ""
    lines = []
    for change in review.lost:
        lines.append(f"- {code(change.url)} ({code(change.title)})")
        if change.heir:
            lines.append(
                f"  - semble renommée en {code(change.heir)} : ajoutez-y {code(f'aliases: [{change.id}]')}"
            )
    lines += [f"- {code(url)}" for url in elsewhere]
    yield from _listed(lines)


def _links(review: Review) -> Iterator[str]:
    if not review.links:
        return
    yield "### Nouveaux liens vers l’extérieur"
    yield ""
    lines = []
    for link in sorted(
        review.links, key=lambda link: (link.host not in review.hosts, link.host, link.url)
    ):
        mark = "**site jamais lié**, " if link.host in review.hosts else ""
        doubts = f" : ⚠️ {', '.join(link.doubts)}" if link.doubts else ""
        lines.append(
            f"- {mark}{code(link.host or '?')} : {code(link.url)}, {code(f'{link.path}:{link.line}')}{doubts}"
        )
    yield from _listed(lines)


def _records(review: Review) -> Iterator[str]:
    if not review.changes and not review.images:
        return
    yield "### Fiche par fiche"
    yield ""
    left = MAX_LINES
    shown = [c for c in review.changes if not c.heir]  # those are told with what they became
    for change in shown[:MAX_RECORDS]:
        told, left = _record(change, left)
        yield from told
        yield ""
    if rest := shown[MAX_RECORDS:]:
        yield "Et aussi :"
        yield ""
        yield from _listed([f"- {code(c.title)}, {_HOW[c.how]} : {code(c.url)}" for c in rest])
        yield ""
    yield from _listed([f"- image {what} : {code(path)}" for path, what in review.images])


def _record(change: Change, left: int) -> tuple[list[str], int]:
    """Return what a record's change says, and how many lines of difference remain."""
    kind = KINDS[change.kind].label if change.kind in KINDS else _VOCABULARY
    lines = [
        f"#### {kind}, {_HOW[change.how]} : {code(change.title)}",
        "",
        f"Page {code(change.url)}, source {code(f'{change.path}:{change.line}')}",
        "",
    ]
    if change.former:
        lines.append(f"- auparavant : {code(change.former)}")
    for fact in change.facts[:MAX_LISTED]:
        name = f"{fact.label} ({code(fact.field)})" if fact.label else code(fact.field)
        if change.how == "added":
            lines.append(f"- {name} : {code(fact.after)}")
        elif fact.before and fact.after:
            lines.append(f"- {name} : {code(fact.before)} devient {code(fact.after)}")
        elif fact.after:
            lines.append(f"- {name}, ajouté : {code(fact.after)}")
        else:
            lines.append(f"- {name}, retiré : {code(fact.before)}")
    if others := change.facts[MAX_LISTED:]:
        lines.append(f"- … et {_count(len(others), 'autre champ', 'autres champs')}")
    if change.how == "unreadable":
        lines.append("Le fichier ne se lit plus : voir les erreurs.")
    most = min(left, MAX_LINES_EACH)
    if shown := change.text[:most]:
        lines += ["", *block(shown)]
    if len(change.text) > len(shown):
        more = _count(len(change.text) - len(shown), "phrase")
        lines += ["", f"… et {more} de plus, à lire dans l’aperçu ou dans le fichier."]
    return lines, left - len(shown)


def _warnings(review: Review) -> Iterator[str]:
    came = [f for f in review.came if f.severity is Severity.WARNING]
    if came:
        yield "### Nouveaux avertissements"
        yield ""
        yield from _listed([_finding(f) for f in came])
        yield ""
    if review.gone:
        yield "### Réglés par cette proposition"
        yield ""
        yield from _listed(
            [f"- {code(f'{f.path}:{f.line}')} : {code(f.message)} ({f.code})" for f in review.gone]
        )


def _pages(review: Review) -> Iterator[str]:
    if review.pages is None:
        if review.unbuilt:
            yield "### Pages"
            yield ""
            yield printable(review.unbuilt)
        return
    direct = {c.url for c in review.changes}
    groups = (
        ("ajoutée", review.pages.added),
        ("modifiée", review.pages.changed),
        ("retirée", review.pages.removed),
    )
    lines = [
        f"- {word} : {code(page.title)} {code(page.url)}"
        for word, pages in groups
        for page in pages
        if page.url not in direct
    ]
    if lines:
        yield "### Autres pages qui changent, par ricochet"
        yield ""
        yield from _listed(lines)
        yield ""
    if review.pages.added or review.pages.changed:
        yield f"Pour voir le site tel qu’il serait : téléchargez l’aperçu, ouvrez {code(f'apercu/{START}')}."


def _listed(lines: Sequence[str]) -> Iterator[str]:
    yield from lines[:MAX_LISTED]
    if len(lines) > MAX_LISTED:
        yield f"- … et {_count(len(lines) - MAX_LISTED, 'autre ligne', 'autres lignes')}"
