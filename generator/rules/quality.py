"""Rules that ask for what helps an official decide. They never forbid publishing."""

from collections.abc import Iterator
from typing import cast

from generator import routes
from generator.core.findings import Finding
from generator.kinds import KINDS, Practice, WatchEntry
from generator.rules.context import Context
from generator.rules.watch import is_enacted

# The fields a reader looks for first, per kind.
EXPECTED = {
    "practice": ("methods", "themes", "level", "start_date", "sources", "reviewed"),
    "watch": ("summary", "reference", "stages", "sources"),
    "action": ("summary", "addressees"),
    "contact": ("summary", "interest"),
}


def expected_field(context: Context) -> Iterator[Finding]:
    """Q01: the fields a reader looks for first are filled in."""
    club = context.club
    for kind, names in EXPECTED.items():
        for record in club.records[kind].values():
            for name in names:
                if name == "reference" and is_enacted(cast("WatchEntry", record)):
                    continue  # R07 asks for more
                if not getattr(record, name, True):  # refused is not missing
                    what = KINDS[kind].model.model_fields[name].description or name
                    message = f"le champ « {name} » est absent ({what})"
                    hint = "ajoutez-le dès que l’information est connue"
                    yield club.finding(kind, record.id, (name,), "Q01", message, hint)


def adaptation_of_nothing(context: Context) -> Iterator[Finding]:
    """Q03: what was changed is said of a sheet that is named."""
    club = context.club
    for practice in club.all(Practice).values():
        if getattr(practice, "adaptation", None) and not getattr(practice, "adapted_from", True):
            message = "ce qui a été changé est dit, mais pas par rapport à quelle fiche"
            hint = "nommez la fiche d’origine dans « adapted_from »"
            yield club.finding("practice", practice.id, ("adaptation",), "Q03", message, hint)


def standard_page(context: Context) -> Iterator[Finding]:
    """Q02: the hand-written pages that every page links to are there."""
    for name, title in routes.STANDARD_PAGES.items():
        if name not in context.club.known["page"]:
            path, message = f"content/{name}.md", f"la page « {title} » n’est pas écrite"
            hint = "écrivez-la ; en attendant, le site le dit à sa place"
            yield Finding(path, 1, 1, "Q02", "", message, hint)
