"""The personal data a proposal touches, said without being repeated.

A summary is copied (logs, artifacts, e-mails) and outlives a withdrawal: it says what kind of data
came or left, enough of it to be recognised, never the whole of it.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.core.quoting import EMAIL, PHONE, mask
from generator.kinds import KINDS
from generator.review.changes import PEOPLE, Change, Key, title
from generator.review.telling import date_of, text_of
from generator.sources import Entry
from generator.sources.strict_yaml import Value

Said = tuple[str, str]

_DETAILS = {"email": "courriel", "phone": "téléphone", "address": "adresse postale"}
_FEMININE = ("adresse postale", "coordonnée")
_NOBODY = Entry("member", "", "", {})
_GUARDED = {
    "contact_details": "coordonnées",
    "image": "photo",
    "summary": "présentation",
    "links": "liens",
}
_URL = re.compile(r"https?://\S+")


@dataclass(frozen=True, slots=True)
class Personal:
    """What a proposal does to one person's data.

    `what` are statements of ours, each with what it quotes (maybe nothing); `wrong` says, in
    Markdown of ours, what has no recorded consent or no longer has one.
    """

    who: str
    path: str
    line: int
    what: tuple[Said, ...]
    wrong: tuple[str, ...] = ()


def personal(
    found: list[Change], old: Mapping[Key, Entry], new: Mapping[Key, Entry]
) -> list[Personal]:
    """Return what changes for each person, then the contact details that appear in texts."""
    touched = []
    for change in found:
        before, after = old.get((change.kind, change.id)), new.get((change.kind, change.id))
        if change.kind in PEOPLE and change.how != "unreadable":
            what = tuple(_person(before, after))
            wrong = tuple(_without_consent(after)) if after else ()
        else:
            what, wrong = tuple(_in_text(change)), ()
        if what or wrong:
            touched.append(Personal(change.title, change.path, change.line, what, wrong))
    return touched


def _person(before: Entry | None, after: Entry | None) -> Iterator[Said]:
    old, new = before.data if before else {}, after.data if after else {}
    if not before:
        yield "personne ajoutée", ""
    elif not after:
        yield "personne retirée", ""
    elif title(before) != title(after):
        yield "nom changé", f"{title(before)} devient {title(after)}"
    yield from _details(old, new)
    kind = (after or before or _NOBODY).kind
    for name in ("image", "summary"):
        # What an organisation does is no personal data.
        if old.get(name) != new.get(name) and (name, kind) != ("summary", "contact"):
            yield f"{_GUARDED[name]} {_verb(old.get(name), new.get(name))}", ""
    if old.get("consent") != new.get("consent"):
        yield _consent(old.get("consent"), new.get("consent"))
    for name in new:
        if name not in KINDS[kind].model.model_fields and old.get(name) != new[name]:
            yield "champ inconnu, dont la valeur n’est pas répétée ici", name


def _verb(before: Value | None, after: Value | None) -> str:
    if before and after:
        return "modifiée"
    return "ajoutée" if after else "retirée"


def _details(old: Mapping[str, Value], new: Mapping[str, Value]) -> Iterator[Said]:
    before, after = _pairs(old.get("contact_details")), _pairs(new.get("contact_details"))
    for pairs, verb in ((before - after, "retiré"), (after - before, "ajouté")):
        for kind, value in sorted(pairs.elements()):
            word = _DETAILS.get(kind, "coordonnée")
            masked = mask(value)
            yield (
                f"{word} {verb}{'e' if word in _FEMININE else ''}",
                masked if masked != value else "",
            )


def _pairs(value: Value | None) -> Counter[tuple[str, str]]:
    items = value if isinstance(value, list) else []
    return Counter(
        (text_of(i.get("type")), text_of(i.get("value"))) for i in items if isinstance(i, dict)
    )


def _consent(before: Value | None, after: Value | None) -> Said:
    if not isinstance(after, dict):
        return "accord retiré du fichier", ""
    if after.get("withdrawn"):
        return "accord retiré par la personne", date_of(text_of(after["withdrawn"]))
    given = after.get("fields")
    names = given if isinstance(given, list) else [given or "aucun champ"]
    fields = ", ".join(_GUARDED.get(text_of(n), text_of(n)) for n in names)
    said = f"du {date_of(text_of(after.get('date'))) or '(sans date)'}, pour {fields}"
    return f"accord {'modifié' if before else 'noté'}", said


def _without_consent(entry: Entry) -> Iterator[str]:
    """Yield what is present and that no consent names (the rules of codes P01 to P03)."""
    consent = entry.data.get("consent")
    given = consent if isinstance(consent, dict) else {}
    withdrawn = bool(given.get("withdrawn"))
    fields = given.get("fields") or []
    names = fields if isinstance(fields, list) else [fields]
    for name, word in _GUARDED.items():
        if name == "summary" and entry.kind != "member":
            continue
        if name == "links" and not withdrawn:
            continue  # public pages, which only a withdrawal takes away
        if entry.data.get(name) and (withdrawn or name not in names):
            why = "**accord manquant**", "aucun accord enregistré ne couvre ce champ"
            if withdrawn:
                why = "**accord retiré**", "à supprimer du fichier"
            yield f"{why[0]}, {word} : {why[1]}"


def _in_text(change: Change) -> Iterator[Said]:
    """Yield the contact details that come into a text, once each."""
    lines = [text for sign, text in change.text if sign == "+"] + [f.after for f in change.facts]
    came = _URL.sub(" ", "\n".join(lines))
    for pattern, word in ((EMAIL, "courriel"), (PHONE, "téléphone")):
        for value in dict.fromkeys(pattern.findall(came)):
            yield f"{word} dans le texte", mask(value)
