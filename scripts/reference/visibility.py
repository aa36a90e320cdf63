"""The page that says who sees each field of a person, from `generator/data/visibility.toml`."""

from generator.core.settings import HOME, load
from generator.reports.visibility import COLUMNS, rows
from scripts.reference.text import page, prose

_INTRODUCTION = """\
# Qui voit quoi

Une seule table décide de ce que chaque édition montre d’une personne : `generator/data/visibility.toml`. Le
programme l’applique, `club check --report visibility` la donne avec les réglages de votre club, et cette page
en est la copie. Les champs des autres fiches (pratiques, réunions, veille, actions) paraissent tous.

Le site public ne lit jamais `members.private.yaml` ; [l’édition des membres](../edition-des-membres.md) le montre
en plus du reste.
"""


def visibility_page() -> str:
    """Return the page, as ours are set."""
    lines = [_INTRODUCTION, f"| {' | '.join(COLUMNS)} |", "|---" * len(COLUMNS) + "|"]
    for path, name, label, public, members in rows(load(HOME).retention_months):
        lines.append(
            f"| `{path}` | `{name}` | {prose(label)} | {prose(public)} | {prose(members)} |"
        )
    return page(lines)
