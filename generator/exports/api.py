"""JSON for machines (`/api/v1/*.json`), in the data contract's own field names.

What each field is called and means is said in `resources`.
"""

from collections.abc import Mapping
from typing import Any

from generator.core.settings import Settings
from generator.exports.resources import EMPTY, Fields, known, of_kind, written
from generator.kinds.kind import read
from generator.kinds.view import PlaceView, Ref, When
from generator.views.model import SiteView


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the file of each kind, every record with its Markdown, by path in the site."""
    found = {}
    for kind in site.kinds:
        if kind.api:
            fields, paths = of_kind(kind.name), kind.api.read
            records = [
                _fields(view, fields, paths) | {"url": settings.absolute(view.url)}
                for view in site.records[kind.name]
            ]
            text = written(site, settings, count=len(records), records=records)
            found[f"api/v1/{kind.api.name}.json"] = text
    return found


def _fields(
    value: Any, fields: Fields, paths: Mapping[str, str], group: str = ""
) -> dict[str, Any]:
    """Return what some fields have in a value: in its attribute of that name, or as `paths` says.

    `paths` are by field, those of a group after its name (`memberships.area`).
    """
    found = {}
    for field in fields:
        path = paths.get(group + field.name, field.name)
        found[field.name] = _plain(read(value, path), field.fields, paths, f"{field.name}.")
    return known(**found)


def _plain(value: Any, parts: Fields, paths: Mapping[str, str], group: str) -> Any:
    """Return a value as JSON has it, without what is empty: links by id, dates in ISO form."""
    if isinstance(value, (tuple, list)):
        return [_plain(item, parts, paths, group) for item in value]
    if isinstance(value, (Ref, When)):
        return value.id if isinstance(value, Ref) else value.iso
    if isinstance(value, PlaceView):
        return _place(value)
    return _fields(value, parts, paths, group) if parts and value not in EMPTY else value


def _place(place: PlaceView) -> dict[str, Any]:
    return known(
        area=place.area,
        name=place.name,
        type=place.type,
        population=place.population,
        stratum=place.stratum_key,
        epci=place.epci_code if place.kind == "commune" else "",
        departement=place.departement_code,
        region=place.region_code,
    )
