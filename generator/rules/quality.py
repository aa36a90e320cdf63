"""Rules that ask for what helps an official decide. They never forbid publishing."""

from collections.abc import Iterator

from generator import routes
from generator.core.findings import Finding
from generator.kinds import KIND_OF, KINDS, Practice, WatchEntry
from generator.records import Record
from generator.rules.context import Context, Flaw, each, explain
from generator.rules.watch import is_enacted


@each(*KINDS)
def expected_field(record: Record, _: Context) -> Iterator[Flaw]:
    """Q01: the fields a reader looks for first are filled in."""
    for name in KIND_OF[type(record)].expected:
        if name == "reference" and isinstance(record, WatchEntry) and is_enacted(record):
            continue  # R07 asks for more
        if not getattr(record, name, True):  # refused is not missing
            what = type(record).model_fields[name].description or name
            yield (name,), *explain("Q01", name=name, what=what)


@each("practice")
def adaptation_of_nothing(practice: Practice, _: Context) -> Iterator[Flaw]:
    """Q03: what was changed is said of a sheet that is named."""
    if getattr(practice, "adaptation", None) and not getattr(practice, "adapted_from", True):
        yield ("adaptation",), *explain("Q03")


def standard_page(context: Context) -> Iterator[Finding]:
    """Q02: the hand-written pages that every page links to are there."""
    for name, title in routes.STANDARD_PAGES.items():
        if name not in context.club.known["page"]:
            yield Finding(f"content/{name}.md", 1, 1, "Q02", "", *explain("Q02", title=title))
