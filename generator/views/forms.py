"""The contribution forms: what the models ask for, in the order one tells it.

A field is said once: its type in its model, its words in the table of its kind
(`records.description`). Here is only in which step it is asked; what no step names is asked in
the last one, so that a field added to a model appears by itself.
"""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from generator import routes
from generator.core import memory, normalize, personal
from generator.core.data import table
from generator.kinds import KINDS, Kind, used
from generator.kinds.kind import Form
from generator.kinds.meeting import joined_by_link
from generator.records import Record, labels
from generator.records.base import ConsentField
from generator.records.description import Description, describe
from generator.records.fields import fixed_values
from generator.records.types import FIRST_YEAR, LAST_YEAR, NOT_A_YEAR, SHAPES, Moment, Shape
from generator.sources import Entry, strict_yaml
from generator.sources.characters import FORBIDDEN, INVISIBLE
from generator.sources.comments import comments
from generator.sources.strict_yaml import Value
from generator.views.common import Lens
from generator.views.model import AskedView, FormView, SheetView, StepView
from generator.views.people import as_shown

# What no one is asked: computed (`id`, `added`), kept by the team, or impossible to send with a form.
_UNASKED = frozenset("id aliases added verified image withdrawn unnamed_signatories".split())
# In a help, what only the writer of a file needs.
_CODED = frozenset(["area", "choice"])


def forms(lens: Lens) -> tuple[FormView, ...]:
    """Return the form of each kind of record that one may propose."""
    kinds = used(lens.club.records)
    return tuple(_form(lens, kind, kind.form) for kind in kinds if kind.form)


def _form(lens: Lens, kind: Kind, form: Form) -> FormView:
    taken = {name for step in form.steps for name in step.fields}
    asked = {
        d.name: _asked(lens, kind.model.__name__, d)
        for d in describe(kind.model)
        if d.name not in _UNASKED or (d.name == "id" and kind.vocabulary)
    }
    if kind.vocabulary:  # the id is chosen, among the terms that have no record
        free = [c for c in asked["id"].choices if c[0] not in lens.club.known[kind.name]]
        asked["id"] = replace(asked["id"], choices=tuple(free))
    steps = [
        StepView(step.title, step.lede, tuple(asked[name] for name in step.fields), step.texts)
        for step in form.steps
    ]
    rest = (field for name, field in asked.items() if name not in taken)
    steps[-1] = replace(steps[-1], fields=(*steps[-1].fields, *rest))
    return FormView(
        kind=kind.name,
        url=routes.form(kind.name),
        title=f"Proposer {form.noun}",
        lede=form.lede,
        file=kind.source if kind.listed else f"{kind.source}{{id}}.md",
        listed=kind.listed,
        steps=tuple(steps),
        fields=tuple(
            sorted((n for n in asked if n != "id"), key=lambda name: name in Record.model_fields)
        ),
        order=form.order,
        guide=form.guide,
        held=_held(lens) if "memberships" in asked else "null",
    )


def _held(lens: Lens) -> str:
    """Return in what places each mandate is held, as JSON, with the words of the checker."""
    terms = lens.club.vocabularies.get("mandates", {})
    areas = {key: term.areas for key, term in terms.items() if term.areas}
    found = {
        "group": "memberships",
        "areas": areas,
        "places": lens.club.geography.exceptions(),
        "words": table("words")["places"],
        "message": table("messages")["V02"]["message"],
        "hint": table("messages")["V02"]["asked"],
    }
    return json.dumps(found if areas else None, sort_keys=True)


def _asked(lens: Lens, owner: str, field: Description) -> AskedView:
    names = {one.name for one in fields(field)} & {one.name for one in fields(AskedView)}
    parts = (part for part in field.fields if part.name not in _UNASKED)
    computed = {
        "help": "" if field.type in _CODED else field.help,
        "choices": tuple(_choices(lens, field)),
        "fields": tuple(_asked(lens, field.of, part) for part in parts),
        "consented": owner == "Member" and field.name in fixed_values(ConsentField),
    }
    return AskedView(**{name: getattr(field, name) for name in names} | computed)


def _choices(lens: Lens, field: Description) -> Iterator[tuple[str, str, str]]:
    if field.type == "term":
        for key, term in lens.club.vocabularies.get(field.of, {}).items():
            yield key, term.label, term.description or ""
    for value in field.values:
        yield value, labels.of(field.values)[value], ""


def rules() -> str:
    """Return what a value must be, as JSON, for the form to say so as one types.

    The same patterns and limits as `records.types`, `personal` and `sources` apply. What a text in
    Markdown may not hold is the review's: who types as one speaks never meets it.
    """
    words = table("forms")
    # Told apart otherwise than by its text.
    moment = Shape("", "", f"« {{value}} » {Moment.refusal[1]}", "", longest=40)
    chosen = {name: Shape(**row) for name, row in words["chosen"].items()}
    shapes = {**SHAPES, "year": NOT_A_YEAR, "moment": moment, **chosen}
    found = {
        "shapes": {
            name: {
                "pattern": shape.pattern,
                "message": shape.message,
                "hint": words["hints"].get(name, shape.hint),
                "longest": shape.longest,
                "shown": shape.shown,
            }
            for name, shape in shapes.items()
        },
        "years": (FIRST_YEAR, LAST_YEAR),
        "forbidden": _readable(f"{INVISIBLE.pattern}|{FORBIDDEN.pattern}"),
        "item": _readable(f"{normalize.ITEM}|{normalize.BULLET}"),
        "personal": {**_readable(personal.patterns()), "hints": words["private"]},
        "order": table("messages")["D01"],
    }
    return json.dumps(found)


def _readable(value: Any) -> Any:
    """Return patterns, in whatever holds them, with their hidden characters as ECMAScript writes them."""
    if isinstance(value, str):
        return "".join(c if " " <= c <= "~" else f"\\u{{{ord(c):x}}}" for c in value)
    if isinstance(value, dict):
        return {name: _readable(part) for name, part in value.items()}
    return value if isinstance(value, int) else [_readable(part) for part in value]


def sheets(lens: Lens) -> Iterator[SheetView]:
    """Yield the sources that a form can correct.

    The text is the source's, so that a correction changes what was corrected and nothing else. It
    can be given away where no view hides anything of the record and no comment is in it; otherwise
    (people, how a past meeting was joined, what the team noted), what is shown is given, and no more.
    """
    entries = [e for (kind, _), e in lens.club.entries.items() if KINDS[kind].form]
    partial = [_partial(lens, entry) for entry in entries]
    whole = [entry for entry, shown in zip(entries, partial, strict=True) if shown is None]
    sources = lens.club.sources
    texts = (sources.yamls[entry.path][0] for entry in whole)
    heads = iter(memory.each("head", texts, lambda n: sources.head(whole[n])))
    for entry, shown in zip(entries, partial, strict=True):
        yield SheetView(
            entry.kind,
            entry.id,
            lens.called(entry.kind, entry.id),
            entry.path,
            tuple(map(tuple, next(heads))) if shown is None else (),
            json.dumps(entry.data if shown is None else shown, ensure_ascii=False),
            entry.body,
            partial=shown is not None,
        )


def _commented(head: str) -> bool:
    """Whether a YAML text has comments: they are the team's, and leave with no form."""
    root = strict_yaml.compose(head) if "#" in head else None
    return root is not None and bool(comments(head, root))


def _partial(lens: Lens, entry: Entry) -> dict[str, Value] | None:
    """Return what is shown of a record of which the source holds more, None when it does not."""
    record = lens.record(entry.kind, entry.id)
    if entry.kind == "member":
        return as_shown(lens, record, entry.data)
    past = entry.kind == "meeting" and not joined_by_link(lens, record)
    shown = {name: value for name, value in entry.data.items() if not (past and name == "link")}
    commented = not entry.prefix and _commented(lens.club.sources.yamls[entry.path][0])
    return shown if commented or len(shown) < len(entry.data) else None
