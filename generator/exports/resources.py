"""What each JSON file of `/api/v1/` holds, field by field: one description for all that is made of it.

The JSON of each kind, the published schemas and the data dictionary (`schemas`) are made from it, so that
one cannot say other than the other; tests hold the index and Popolo to it. A field is `required` when it
is always there: what is unknown is left out, and no value is ever null or empty.

Field names are those of the data contract: Popolo's for people, Participedia's for cases.
"""

import json
from dataclasses import replace
from functools import cache
from typing import Any

from generator.core.data import table
from generator.core.settings import Settings
from generator.kinds import KINDS, Kind
from generator.records.base import Record
from generator.records.description import Description, describe
from generator.views.model import SiteView

VERSION = "1"
LICENSE = "etalab-2.0"
EMPTY: tuple[Any, ...] = ("", None, (), [], {})
_NEVER = {"consent"}

Fields = tuple[Description, ...]


@cache
def part(name: str) -> Fields:
    """Return the fields of a part that `data/resources.toml` describes."""
    return tuple(
        Description(**{"of": "", **row}, fields=part(row["of"]) if "of" in row else ())
        for row in table("resources")[name]
    )


@cache
def of_kind(name: str) -> Fields:
    """Return the fields of a record of a kind, as it is published."""
    kind = KINDS[name]
    body = kind.api and kind.api.body
    text = (Description("body", body, "line"),) if body else ()
    return (*part("record"), *map(_published, own(kind)), *text)


def own(kind: Kind) -> list[Description]:
    """Return the fields of a kind that are published, beside those that every record has."""
    if kind.api is None:
        return []
    kept = [
        field
        for field in describe(kind.model)
        if field.name not in Record.model_fields
        and field.name not in _NEVER
        and kind.api.read.get(field.name) != ""
    ]
    for field in kind.api.more:  # `memberships.active` is one of each membership
        group, dot, name = field.name.rpartition(".")
        at = next((n for n, one in enumerate(kept) if one.name == group), 0)
        if dot:
            kept[at] = replace(kept[at], fields=(*kept[at].fields, replace(field, name=name)))
        else:
            kept.append(field)
    return kept


def _published(field: Description) -> Description:
    """Return a field of a record as it leaves: its territory in full, required if it surely has a value."""
    if field.type == "area":
        return replace(field, type="group", required=False, fields=part("place"))
    sure = bool(field.least) if field.many else field.required or bool(field.default)
    return replace(field, required=sure, fields=tuple(map(_published, field.fields)))


def collection(name: str) -> Fields:
    """Return the fields of the file that holds every record of a kind."""
    count, records = part("collection")
    return count, replace(records, fields=of_kind(name))


def known(**fields: Any) -> dict[str, Any]:
    """Return the fields that have a value; zero and False are values."""
    return {name: value for name, value in fields.items() if value not in EMPTY}


def written(site: SiteView, settings: Settings, **content: Any) -> str:
    """Return a file as JSON, one value a line: what every file says of itself, then `content`."""
    head = known(
        version=VERSION,
        date=site.today,
        license=LICENSE,
        publisher=settings.site_name,
        fictional=site.fictional or None,
    )
    return json.dumps(head | content, ensure_ascii=False, indent=1) + "\n"
