"""The reference page of the fields, in French, from the schemas and the miniature club."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from generator.kinds import KINDS, MODELS, Kind
from generator.records import Record, french, labels
from generator.records.fields import choices
from scripts.reference.schemas import DATE, LISTS, MOMENT, Schema
from scripts.reference.text import fenced, page

_READING = """\
# Les champs des fiches

Ce qu’une source du club peut contenir. Cette page vient des modèles de `generator/records/`, qui
font foi ; `club check` signale tout écart, avec sa ligne et son remède.

## Comment lire les tableaux

- **Champ** : le nom tel qu’il s’écrit. `memberships.N.role` est le champ `role` d’un élément de
  la liste `memberships`. Dans un message, N est le rang de l’élément, compté à partir de 0 :
  `memberships.0.role` se trouve dans le premier.
- **Obligatoire** : « oui » quand la fiche est refusée sans ce champ. À l’intérieur d’un groupe
  facultatif, « oui » vaut dès que le groupe est écrit. Un champ laissé vide (`end_date:`) compte
  comme absent.
- **Liste** : un élément par ligne, après un tiret, ou entre crochets : `[jeunesse, culture]`. Une
  liste d’un seul texte, d’une seule clé ou d’un seul identifiant peut s’écrire sans tiret.
- **Date** : `AAAA`, `AAAA-MM` ou `AAAA-MM-JJ`, selon ce que l’on sait.
- **Date et heure** : `AAAA-MM-JJTHH:MM`, à l’heure de Paris.
- **Territoire** : `commune:`, `epci:`, `departement:` ou `region:`, suivi du code officiel
  géographique : `commune:68224`, `epci:244400404`, `departement:32`, `region:76`. Le nom, la
  population et le rattachement se lisent dans ce code, jamais dans la fiche.
- **Nombre entier** : des chiffres, sans unité ; une espace peut séparer les milliers.
- **Identifiant** : minuscules sans accent, chiffres et tirets. Il devient l’adresse de la page.
- **Clé** : celle d’un terme d’un vocabulaire, et non son libellé.

Toute valeur est d’abord lue comme un texte : `01004` reste `01004`, sans guillemets. Une valeur
qui contient « : » suivi d’une espace se met entre guillemets.

Il n’existe aucun champ pour l’adresse personnelle, la date de naissance ou l’étiquette
politique, et il n’y en aura pas.
"""

_SHARED = """\
## Champs de toutes les fiches

Ils s’ajoutent aux champs propres à chaque sorte de fiche. `id` ne s’écrit que dans
`members.yaml` et `network.yaml` : ailleurs, l’identifiant est le nom du fichier.
"""

_VOCABULARY = """\
## Vocabulaires : `vocabularies/<nom>.yaml`

Les termes que les fiches emploient, chacun sous sa clé. Une clé publiée ne change plus ; un
libellé peut changer. Le club modifie ces listes comme ses autres sources.
"""

_EDITORS = """\
## Dans un éditeur

Les mêmes règles existent en JSON Schema dans `generator/schemas/`, un fichier par sorte de
source. Un éditeur qui sait s’en servir complète et vérifie `members.yaml`, `network.yaml` et les
vocabulaires pendant la saisie. Pour beaucoup d’éditeurs, il suffit d’une ligne en tête de
`members.yaml` :

```yaml
# yaml-language-server: $schema=generator/schemas/member.json
```

Un schéma ne voit que la forme. Les liens entre fiches, les territoires, les dates qui se
contredisent et les consentements sont l’affaire de `club check` : voir les
[codes](../codes/README.md).
"""


def fields_page(made: dict[str, Schema], club: Path) -> str:
    """Return the page, given the schemas and a club whose records serve as examples."""
    member = made["member"]["$defs"]
    _, shared = _split(member["member"])
    lines = [_READING, _SHARED, *_table(shared, member), ""]
    for name, kind in KINDS.items():
        lines += [*_heading(kind), *_kind_table(kind, made[name]), "", *_example(kind, club)]
    term = made["term"]
    lines += [_VOCABULARY, *_table(term["additionalProperties"], {}), ""]
    lines += [*fenced("Exemple :", "yaml", _fullest(_terms(club))), _EDITORS]
    return page(lines)


def _heading(kind: Kind) -> list[str]:
    where = kind.source if kind.name in LISTS else f"{kind.source}<identifiant>.md"
    each = "une fiche par élément de la liste" if kind.listed else "une fiche par fichier"
    title = kind.description.removesuffix(".") or "Les pages écrites à la main"
    lines = [f"## {kind.plural} : `{where}`", "", f"{title} : {each}.", ""]
    body = (
        kind.api.body.removesuffix(", en Markdown").lower() if kind.api else "le texte de la page"
    )
    if kind.sections:
        body += f", en rubriques : {', '.join(f'`## {name}`' for name in kind.sections)}"
    if body:
        lines += [f"Sous l’en-tête : {body}.", ""]
    if kind.section:
        lines += [f"Adresse sur le site : `/{kind.section}/<identifiant>/`.", ""]
    return lines


# --- tables -------------------------------------------------------------------------------


def _kind_table(kind: Kind, schema: Schema) -> list[str]:
    groups = schema["$defs"]
    own, _ = _split(groups[kind.name] if kind.name in LISTS else schema)
    return _table(own, groups)


def _split(schema: Schema) -> tuple[Schema, Schema]:
    """Return a record's own fields, and those that every record has."""
    shared = {name: p for name, p in schema["properties"].items() if name in Record.model_fields}
    own = {name: p for name, p in schema["properties"].items() if name not in shared}
    return {**schema, "properties": own}, {**schema, "properties": shared}


def _table(schema: Schema, groups: Schema) -> list[str]:
    head = ["| Champ | Type | Obligatoire | Description |", "|---|---|---|---|"]
    return [*head, *_rows(schema, groups)]


def _rows(schema: Schema, groups: Schema, before: str = "") -> Iterator[str]:
    """Yield a table row for each field, those of a group under its own."""
    for name, prop in schema["properties"].items():
        required = "oui" if name in schema.get("required", ()) else ""
        text = prop["description"] + _values(prop)
        yield f"| `{before}{name}` | {_type(prop)} | {required} | {text} |"
        if group := _group(prop):
            step = f"{before}{name}.N." if _items(prop) else f"{before}{name}."
            yield from _rows(groups[group], groups, step)


def _forms(prop: Schema) -> list[Schema]:
    """Return what a property may be, one schema a form."""
    return list(prop.get("anyOf", [prop]))


def _items(prop: Schema) -> Schema | None:
    """Return the list a property may be, or None."""
    return next((form for form in _forms(prop) if "items" in form), None)


def _group(prop: Schema) -> str:
    """Return the name of the group of fields a property holds, or an empty string."""
    found = re.search(r'"#/\$defs/(\w+)"', json.dumps(prop))
    return found[1] if found else ""


def _type(prop: Schema) -> str:
    """Return what a property accepts, in French words."""
    several = _items(prop)
    if several is None:
        return _one(prop)
    least = ", un élément au moins" if several.get("minItems") else ""
    marks = {k: v for k, v in prop.items() if k.startswith("x-") or k == "format"}
    return f"liste ({_one({**several['items'], **marks})}{least})"


def _one(prop: Schema) -> str:
    """Return what one value may be."""
    forms = {key: value for form in _forms(prop) for key, value in form.items()} | prop
    if vocabulary := prop.get("x-vocabulary"):
        return f"clé de [`{vocabulary}`](../../vocabularies/{vocabulary}.yaml)"
    if kind := prop.get("x-reference"):
        return f"identifiant d’une fiche de `{KINDS[kind].source}`"
    if "maxLength" in forms:
        longest = french.number(forms["maxLength"])
        return f"texte, {longest} caractères au plus"
    known = {
        "territoire": "x-area" in prop,
        "adresse web": forms.get("format") == "uri",
        "groupe de champs": "$ref" in forms,
        "valeur fixe": "enum" in forms,
        "date": forms.get("pattern") == DATE,
        "date, ou date et heure": forms.get("pattern") == MOMENT,
        "identifiant": "pattern" in forms,
        "nombre entier": any(form.get("type") == "integer" for form in _forms(prop)),
    }
    return next((words for words, it_is in known.items() if it_is), "texte")


_LABELS = {tuple(choice): labels.of(choice) for model in MODELS for choice in choices(model)}


def _values(prop: Schema) -> str:
    """Return the values a field allows and what each means, to follow its description."""
    allowed = (_items(prop) or {}).get("items", {}).get("enum", [])
    allowed = next((form["enum"] for form in _forms(prop) if "enum" in form), allowed)
    if all(f"`{v}`" in prop["description"] for v in allowed):
        return ""
    shown = [f"`{v}` ({_lower(_LABELS[tuple(allowed)][v])})" for v in allowed]
    default = f" ; par défaut `{prop['default']}`" if isinstance(prop.get("default"), str) else ""
    return f" : {', '.join(shown)}{default}"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


# --- examples -----------------------------------------------------------------------------


def _example(kind: Kind, club: Path) -> list[str]:
    """Return the record of the club with the most lines."""
    if kind.name in LISTS:
        return fenced("Exemple :", "yaml", _fullest(_cut(club / kind.source, r"^- ")))
    heads = {
        path.name: path.read_text(encoding="utf-8").split("---\n", 2)[1]
        for path in sorted((club / kind.source).glob("*.md"))
    }
    name = max(heads, key=lambda name: _lines(heads[name]), default="")
    text = f"---\n{heads[name]}---" if name else ""
    return fenced(f"Exemple, l’en-tête de `{kind.source}{name}` :", "yaml", text)


def _terms(club: Path) -> list[str]:
    paths = sorted((club / "vocabularies").glob("*.yaml"))
    return [term for path in paths for term in _cut(path, r"^\w")]


def _cut(path: Path, start: str) -> list[str]:
    """Return the records of a YAML file as they are written."""
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    starts = [m.start() for m in re.finditer(start, text, re.MULTILINE)]
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=True)]


def _fullest(texts: list[str]) -> str:
    return max(texts, key=_lines, default="")


def _lines(text: str) -> int:
    return text.strip().count("\n")
