"""The summary a reviewer decides from: French Markdown, what matters first, two minutes.

The same value gives the same bytes. Whatever a contributor wrote goes through `markdown.code` or
`markdown.block`.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.core.findings import Finding, Severity, printable
from generator.core.quoting import MAX_LINE, block, code
from generator.kinds import KINDS
from generator.records import french
from generator.records.french import NBSP
from generator.review.changes import Change, Fact
from generator.review.decision import count, decision
from generator.review.model import (
    MAX_FACTS,
    MAX_FACTS_EACH,
    MAX_LINES,
    MAX_RECORDS,
    Review,
)
from generator.review.outside import Ignored
from generator.review.preview import START
from generator.review.telling import named

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
MAX_NAMED = 3  # records named in the first lines
MAX_PLACES = 8  # where one error is found
MAX_ASIDE = 10  # pages that change without having been touched
MAX_GROUPED = 4  # ignored files of one folder, of one stake, that are named


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
        _rewritten(review),
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


def _verdict(review: Review) -> Iterator[str]:
    yield "## Ce que change cette proposition"
    yield ""
    verdict, todo = decision(review)
    yield verdict
    yield ""
    yield f"**Que faire :** {todo}"
    yield ""
    yield from _brief(review)


def _brief(review: Review) -> Iterator[str]:
    if review.ignored:
        number = count(len(review.ignored), "fichier ignoré", "fichiers ignorés")
        yield f"- ⚠️ **{number}** : ce n’est pas du contenu, rien n’en a été exécuté ni publié"
    yield from _brief_records(review)
    yield from _brief_pages(review)
    if review.people:
        yield f"- données personnelles touchées : {count(len(review.people), 'fiche')}"
    if review.links:
        new = (
            f", dont {count(len(review.hosts), 'site jamais lié', 'sites jamais liés')}"
            if review.hosts
            else ""
        )
        yield f"- {count(len(review.links), 'nouveau lien', 'nouveaux liens')} vers l’extérieur{new}"
    if review.images:
        yield f"- {count(len(review.images), 'image touchée', 'images touchées')}"
    if same := sum(file.same for file in review.rewritten):
        yield f"- {count(same, 'fichier réécrit', 'fichiers réécrits')} sans qu’aucune fiche change (mise en forme, commentaires)"


def _brief_records(review: Review) -> Iterator[str]:
    for how, word in _DONE.items():
        named = [c for c in review.changes if c.how == how and not c.heir]
        if named:
            titles = [f"{_kind(c).lower()} {code(c.title)}" for c in named[:MAX_NAMED]]
            if others := named[MAX_NAMED:]:
                titles.append(count(len(others), "autre"))
            said = french.enumeration(titles)
            yield f"- {count(len(named), f'fiche {word}', f'fiches {word}s')} : {said}"


def _kind(change: Change) -> str:
    return KINDS[change.kind].label if change.kind in KINDS else _VOCABULARY


def _brief_pages(review: Review) -> Iterator[str]:
    if review.pages:
        seen = (
            ("ajoutée", review.pages.added),
            ("modifiée", review.pages.changed),
            ("retirée", review.pages.removed),
        )
        parts = [
            count(len(pages), f"page {word}", f"pages {word}s") for word, pages in seen if pages
        ]
        if parts:
            yield f"- sur le site : {french.enumeration(parts)}"


def _ignored(review: Review) -> Iterator[str]:
    if not review.ignored:
        return
    yield "### ⚠️ Fichiers ignorés"
    yield ""
    yield "La proposition touche des fichiers qui ne sont pas du contenu. La vérification s’est faite avec ceux de la branche principale. **Les accepter les mettrait pourtant en place** : ne le faites pas sans l’accord des responsables techniques."
    yield ""
    yield from _listed(_grouped(review.ignored))


def _grouped(ignored: Sequence[Ignored]) -> list[str]:
    """Return what is said of ignored files: those of one folder that decide the same, together."""
    groups: dict[tuple[str, str, str], list[Ignored]] = {}
    for one in ignored:
        top, bar, _ = one.path.partition("/")
        groups.setdefault((top if bar else "", one.stake, one.what), []).append(one)
    lines = []
    for (top, stake, what), files in groups.items():
        decides = f" ; **décide : {stake}**" if stake else ""
        lines += [f"- {code(one.path)} : {what}{decides}" for one in files[:MAX_GROUPED]]
        if more := files[MAX_GROUPED:]:
            where = f" dans {code(f'{top}/')}" if top else ""
            lines.append(f"- et {count(len(more), 'autre')}{where} : {what}{decides}")
    return lines


def _errors(review: Review) -> Iterator[str]:
    if review.errors or review.defects:
        yield "### Erreurs"
        yield ""
        yield from _listed(_findings(review.errors))
        if review.defects:
            yield from _listed(
                [f"- audit, {code(d.file)} : {code(d.what)}" for d in review.defects]
            )


def _findings(findings: Sequence[Finding]) -> list[str]:
    """Return what is said of findings: those that say the same, once, with their places."""
    groups: dict[tuple[str, str, str], list[Finding]] = {}
    for finding in findings:
        groups.setdefault((finding.code, finding.message, finding.hint), []).append(finding)
    lines = []
    for (code_, message, hint), same in groups.items():
        places = [code(f"{f.path}:{f.line}") for f in same[:MAX_PLACES]]
        if others := same[MAX_PLACES:]:
            places.append(count(len(others), "autre endroit", "autres endroits"))
        where = ", ".join([french.enumeration(places), *_field(same)])
        lines.append(f"- {where} : {code(message)} → {code(hint)} ({code_})")
    return lines


def _field(findings: Sequence[Finding]) -> Iterator[str]:
    """Yield what the field of some findings is called, and how it is written when there is one."""
    first = findings[0]
    if first.field:
        alone = all(f.field == first.field for f in findings)
        written = code(first.field) if alone else ""
        called = named(first.path, first.field)
        yield f"{called} ({written})" if called and written else called or written


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
        lines += [f"  - 🔴 {wrong}" for wrong in person.wrong]
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
    room = _Room()
    told_above = {(person.path, person.line) for person in review.people}
    shown = [
        c
        for c in review.told
        if (c.facts or c.text or c.alerts or (c.path, c.line) not in told_above)
    ]
    if not shown and not review.images:
        return
    yield "### Fiche par fiche"
    yield ""
    shown.sort(key=lambda c: not c.alerts)  # what asks for a judgement, then as it was
    groups = _alike(shown)
    for change, *others in groups[:MAX_RECORDS]:
        yield from _record(change, room, review.lines_each)
        if others:
            titles = [code(c.title) for c in others[:MAX_ASIDE]]
            if more := others[MAX_ASIDE:]:
                titles.append(count(len(more), "autre"))
            yield ""
            yield f"Le même changement dans {count(len(others), 'autre fiche', 'autres fiches')} : {french.enumeration(titles)}."
        yield ""
    if rest := [change for group in groups[MAX_RECORDS:] for change in group]:
        yield "Et aussi :"
        yield ""
        yield from _listed([f"- {code(c.title)}, {_HOW[c.how]} : {code(c.url)}" for c in rest])
        yield ""
    yield from _listed([f"- image {what} : {code(path)}" for path, what in review.images])


def _alike(changes: Sequence[Change]) -> list[list[Change]]:
    """Return the changes, those that say the very same of several records together."""
    groups: dict[object, list[Change]] = {}
    for change in changes:
        same = change.how == "changed" and (change.facts or change.text)
        key = (change.kind, change.facts, change.text) if same else (change.kind, change.id)
        groups.setdefault(key, []).append(change)
    return list(groups.values())


@dataclass(slots=True)
class _Room:
    """What remains to be shown, all records together."""

    lines: int = MAX_LINES
    facts: int = MAX_FACTS


def _record(change: Change, room: _Room, each: int) -> list[str]:
    """Return what a record's change says, taking its room."""
    lines = [
        f"#### {_kind(change)}, {_HOW[change.how]} : {code(change.title)}",
        "",
        f"Page {code(change.url)}, source {code(f'{change.path}:{change.line}')}",
        "",
    ]
    lines += [f"- ⚠️ **à regarder : {alert}**" for alert in change.alerts]
    if change.former:
        lines.append(f"- auparavant : {code(change.former)}")
    facts = change.facts[: min(MAX_FACTS_EACH, room.facts)]
    room.facts -= len(facts)
    lines += [_fact(fact, new=change.how == "added") for fact in facts]
    if others := change.facts[len(facts) :]:
        lines.append(f"- … et {count(len(others), 'autre champ', 'autres champs')}")
    if change.how == "unreadable":
        lines.append("Le fichier ne se lit plus : voir les erreurs.")
    shown = change.text[: min(room.lines, each)]
    room.lines -= len(shown)
    if shown:
        lines += ["", *block(shown)]
    if len(change.text) > len(shown):
        more = count(len(change.text) - len(shown), "phrase")
        lines += ["", f"… et {more} de plus, à lire dans le fichier."]
    return lines


def _fact(fact: Fact, *, new: bool) -> str:
    name = _plain(fact.label) if fact.label != fact.field else f"champ {code(fact.field)}"
    before, after = code(fact.before, MAX_LINE), code(fact.after, MAX_LINE)
    note = f", **{fact.note}**" if fact.note else ""
    if fact.before and fact.after:
        return f"- {name} : {before} devient {after}{note}"
    if fact.after:
        return f"- {name}{'' if new else ', ajouté'} : {after}"
    return f"- {name}, retiré : {before}" if fact.before else f"- {name}{note}"


def _plain(label: str) -> str:
    """Return the name of a field, of which only what stands between « » was contributed."""
    name, sign, rest = label.partition(", « ")
    if not sign:
        return name
    quoted, _, part = rest.rpartition(" »")
    return f"{name}, {code(quoted)}{part}"


def _rewritten(review: Review) -> Iterator[str]:
    if comments := [f for f in review.rewritten if f.comments]:
        yield "### Commentaires ajoutés dans les fichiers"
        yield ""
        yield "Aucune page ne les montre, mais ils se lisent dans le dépôt et dans le formulaire de correction."
        yield ""
        yield from _listed(
            [
                f"- {code(f'{f.path}:{line}')} : {code(text)}"
                for f in comments
                for line, text in f.comments
            ]
        )
        yield ""
    if same := [f for f in review.rewritten if f.same]:
        yield "### Fichiers réécrits sans que leurs fiches changent"
        yield ""
        yield from _listed([f"- {code(f.path)}" for f in same], MAX_ASIDE)


def _warnings(review: Review) -> Iterator[str]:
    came = [f for f in review.came if f.severity is Severity.WARNING]
    if came:
        yield "### Nouveaux avertissements"
        yield ""
        yield from _listed(_findings(came))
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
        ("retirée", review.pages.removed),
        ("modifiée", review.pages.changed),
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
        yield "Elles citent ou comptent ces fiches : rien à y relire, sauf si la liste surprend."
        yield ""
        yield from _listed(lines, MAX_ASIDE)
        yield ""
    if review.pages.added or review.pages.changed:
        yield f"Pour voir le site tel qu’il serait : téléchargez l’aperçu, ouvrez {code(f'apercu/{START}')}."


def _listed(lines: Sequence[str], most: int = MAX_LISTED) -> Iterator[str]:
    yield from lines[:most]
    if len(lines) > most:
        yield f"- … et {count(len(lines) - most, 'autre ligne', 'autres lignes')}"
