"""The personal data a proposal touches, said without being repeated.

A summary is copied (logs, artifacts, e-mails) and outlives a withdrawal: it says what kind of data
came or left, enough of it to be recognised, never the whole of it.
"""

from collections.abc import Iterator, Mapping

from generator.core.quoting import mask
from generator.kinds import KINDS
from generator.review.facts import day, items, surplus, text_of, title
from generator.sources import Entry
from generator.sources.strict_yaml import Value

# A statement of ours, and what it quotes, maybe nothing.
Statement = tuple[str, str]

_DETAILS = {"email": "courriel", "phone": "téléphone", "address": "adresse postale"}
# What a consent covers.
_CALLED = {
    "contact_details": "coordonnées",
    "image": "photo",
    "summary": "présentation",
    "links": "liens",
}


def statements(kind: str, before: Entry | None, after: Entry | None) -> Iterator[Statement]:
    """Yield what changes in the data of a person, or of an organisation."""
    old, new = before.data if before else {}, after.data if after else {}
    if not before or not after:
        yield f"personne {'retirée' if before else 'ajoutée'}", ""
    elif title(before) != title(after):
        yield "nom changé", f"{title(before)} devient {title(after)}"
    for these, those, done in ((old, new, "retirée"), (new, old, "ajoutée")):
        for what, value in sorted(surplus(_details(these), _details(those), str)):
            word = f"coordonnée {done} ({_DETAILS.get(what, 'inconnue')})"
            yield word, "" if mask(value) == value else mask(value)
    # What an organisation does is no personal data.
    for name in ("image", "summary") if kind == "member" else ("image",):
        if (was := old.get(name)) != (now := new.get(name)):
            verb = "modifiée" if was and now else "ajoutée" if now else "retirée"
            yield f"{_CALLED[name]} {verb}", ""
    if old.get("consent") != new.get("consent"):
        yield _consent(old.get("consent"), new.get("consent"))
    for name in new:
        if name not in KINDS[kind].model.model_fields and old.get(name) != new[name]:
            yield "champ inconnu, dont la valeur n’est pas répétée ici", name


def _details(data: Mapping[str, Value]) -> list[Statement]:
    details = [item for item in items(data.get("contact_details")) if isinstance(item, dict)]
    return [(text_of(item.get("type")), text_of(item.get("value"))) for item in details]


def _consent(before: Value | None, after: Value | None) -> Statement:
    if not isinstance(after, dict):
        return "accord retiré du fichier", ""
    if after.get("withdrawn"):
        return "accord retiré par la personne", day(text_of(after["withdrawn"]))
    names = [text_of(name) for name in items(after.get("fields")) or ["aucun champ"]]
    covered = ", ".join(_CALLED.get(name, name) for name in names)
    words = f"du {day(text_of(after.get('date'))) or '(sans date)'}, pour {covered}"
    return f"accord {'modifié' if before else 'noté'}", words
