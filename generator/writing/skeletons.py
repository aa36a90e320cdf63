"""The text of a new record: what is known, and what is worth knowing as comments.

A comment is a field that waits: without its first « # », it is one. Comments never reach the
site, so a sheet may be published before they are all gone.
"""

from collections.abc import Mapping
from typing import Any

from generator.kinds import KINDS
from generator.kinds.practice import SECTIONS
from generator.records import Record, inner_model, is_list, written_order
from generator.sources.strict_yaml import Value
from generator.writing.formatting import written
from generator.writing.yaml_text import mapping

# What each section of a sheet is for. « Ce qui fait une bonne fiche », in a line each.
GUIDANCE = dict(
    zip(
        SECTIONS,
        (
            "le territoire, le problème de départ, ce qui existait déjà",
            "ce que l’on voulait obtenir, et ce que les habitants pouvaient décider",
            "les étapes, dans l’ordre, avec leurs dates et les personnes venues",
            "l’argent, le temps des agents et des élus, les outils, les appuis",
            "ce qui a changé, avec des chiffres, leur année et leur source",
            "ce qui a coincé, ce qui n’a pas été refait : la rubrique que l’on vient lire",
            "trois choses à dire à une commune qui commence demain",
        ),
        strict=True,
    )
)
_NOTES = {
    "practice": "Une fiche répond à un élu pressé : qui l’a fait, combien, qu’est-ce qui a coincé, qui appeler ?",
    "meeting": "Avant la réunion, l’ordre du jour ; après, l’état « held », les présents et les décisions.",
    "watch": "Le texte sous l’en-tête dit ce qui change pour une collectivité, puis ce qu’elle peut faire.",
    "action": "Le texte sous l’en-tête est celui que les membres signent.",
}
_FILL = (
    "Pour remplir un champ ci-dessous, effacez le « # » du début de sa ligne et écrivez la valeur."
)
# Computed, or filled by someone else, or only once it is over.
_SILENT = {"id", "aliases", "verified"}


def sheet(kind: str, data: Mapping[str, Value], notes: Mapping[str, str]) -> str:
    """Return the source of a new record that has a file of its own, in canonical form.

    `notes` are comments to put beside fields, by name.
    """
    model = KINDS[kind].model
    lines = [f"# {_NOTES[kind]}", f"# {_FILL}", ""]
    for name in written_order(model):
        if name in data:
            head, *rest = mapping({name: data[name]}).splitlines()
            lines += [f"{head}  # {notes[name]}" if name in notes else head, *rest]
        elif name not in _SILENT:
            lines.append(f"# {name}:  # {_described(model, name)}")
    body = ""
    if kind == "practice":
        lines.append("")
        lines.append(
            "# Le texte, sous l’en-tête, a sept rubriques ; supprimez celles que vous ne savez pas remplir."
        )
        lines += [f"# {name} : {what}." for name, what in GUIDANCE.items()]
        body = "\n\n".join(f"## {name}" for name in SECTIONS)
    text = "\n".join(lines)
    return written(f"{KINDS[kind].source}x.md", f"---\n{text}\n---\n\n{body}\n")


def _described(model: type[Record], name: str) -> str:
    by_name: dict[str, Any] = {f.alias or n: f for n, f in model.model_fields.items()}
    field = by_name[name]
    if inner := inner_model(field.annotation):
        what = f"{field.description} ({', '.join(written_order(inner))})"
    else:
        what = str(field.description)
    return f"{what} ; une ligne par élément, après un tiret" if is_list(field.annotation) else what
