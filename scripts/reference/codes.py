"""The pages of the finding codes, in French, from their table and their case files."""

from generator.core.findings import CODES, Code
from scripts.reference.cases import shown
from scripts.reference.text import page, prose
from tests.cases import Case

_FAMILIES = {
    "S": "Fichiers sources",
    "F": "Champs",
    "V": "Vocabulaires",
    "A": "Territoires",
    "R": "Références entre fiches",
    "D": "Dates et cohérence",
    "P": "Données personnelles",
    "T": "Textes",
    "Q": "Qualité",
}

_INTRODUCTION = """\
# Les codes de `club check`

Chaque constat tient sur une ligne :

```text
practices/exemple.md:12:3 erreur F04 start_date — ce qui ne va pas ; ce qu’il faut faire
```

soit le fichier, la ligne et la colonne ; la gravité ; le code ; le champ, quand il y en a un ;
puis, après le tiret, le problème et son remède. Une **erreur** empêche de publier. Un
**avertissement** signale ce qui manque encore à une bonne fiche. Tous les constats sortent en une
fois, rangés par fichier et par ligne.

Un code est permanent : il garde son sens d’une version à l’autre et n’est jamais réemployé. Les exemples
sont ceux que les tests vérifient, sur un petit club fictif.
"""


def codes_page() -> str:
    """Return the index of the codes, by family."""
    lines = [_INTRODUCTION]
    for letter, family in _FAMILIES.items():
        codes = [code for code in CODES.values() if code.id.startswith(letter)]
        lines += [f"## {letter} : {family}", "", "| Code | Titre | Gravité |", "|---|---|---|"]
        lines += [f"| [{c.id}]({c.id}.md) | {prose(c.title)} | {_severity(c)} |" for c in codes]
        lines += [""]
    return page(lines)


def code_page(code: Code, cases: list[Case]) -> str:
    """Return the page of one code, with some of its cases."""
    effect = "le site est publié quand même" if code.warning else "rien n’est publié avant remède"
    lines = [
        f"# {code.id} : {prose(code.title)}",
        "",
        f"**{_severity(code).capitalize()}** : {effect}.",
    ]
    lines += ["", "## Pourquoi", "", prose(code.why), "", "## Que faire", "", prose(code.fix), ""]
    if examples := list(shown(cases)):
        lines += ["## Exemples", "", *examples]
    links = "[Tous les codes](README.md) · [Les champs des fiches](../reference/fields.md)"
    return page([*lines, "---", "", links])


def _severity(code: Code) -> str:
    return "avertissement" if code.warning else "erreur"
