"""Rules that ask for what helps an official decide. They never forbid publishing."""

from collections.abc import Iterator

from generator import routes
from generator.core.findings import Finding
from generator.kinds import KIND_OF, KINDS, Practice, WatchEntry
from generator.records import Record
from generator.rules.context import Context, Flaw, each
from generator.rules.watch import is_enacted


@each(*KINDS)
def expected_field(record: Record, _: Context) -> Iterator[Flaw]:
    """Q01: the fields a reader looks for first are filled in."""
    for name in KIND_OF[type(record)].expected:
        if name == "reference" and isinstance(record, WatchEntry) and is_enacted(record):
            continue  # R07 asks for more
        if not getattr(record, name, True):  # refused is not missing
            what = type(record).model_fields[name].description or name
            message = f"le champ « {name} » est absent ({what})"
            yield (name,), message, "ajoutez-le dès que l’information est connue"


@each("practice")
def adaptation_of_nothing(practice: Practice, _: Context) -> Iterator[Flaw]:
    """Q03: what was changed is said of a sheet that is named."""
    if getattr(practice, "adaptation", None) and not getattr(practice, "adapted_from", True):
        message = "ce qui a été changé est dit, mais pas par rapport à quelle fiche"
        yield ("adaptation",), message, "nommez la fiche d’origine dans « adapted_from »"


def standard_page(context: Context) -> Iterator[Finding]:
    """Q02: the hand-written pages that every page links to are there."""
    for name, title in routes.STANDARD_PAGES.items():
        if name not in context.club.known["page"]:
            path, message = f"content/{name}.md", f"la page « {title} » n’est pas écrite"
            hint = "écrivez-la ; en attendant, le site le dit à sa place"
            yield Finding(path, 1, 1, "Q02", "", message, hint)
