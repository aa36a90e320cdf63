"""JSON for machines (`/api/v1/*.json`), in the data contract's own field names.

What is unknown is left out. What each field is called and means is said in `resources`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import is_dataclass
from types import MappingProxyType
from typing import Any

from generator.core.settings import Settings
from generator.exports import resources as r
from generator.exports.resources import known, written
from generator.kinds import KINDS, Kind
from generator.kinds.kind import read
from generator.kinds.view import PlaceView, Ref, When
from generator.records.base import Model, SourceRef
from generator.records.description import Description, describe
from generator.views.model import SiteView

_SOURCE = describe(SourceRef)


def head(site: SiteView, settings: Settings) -> dict[str, Any]:
    """Return what every file says of itself."""
    made = known(
        r.Head,
        version=r.VERSION,
        date=site.today,
        license=r.LICENSE,
        publisher=settings.site_name,
        fictional=site.fictional or None,
    )
    return made.model_dump(exclude_unset=True)


def exporter(name: str) -> Callable[[SiteView, Settings], str]:
    """Return the exporter of a kind: every record, with its Markdown."""

    def export(site: SiteView, settings: Settings) -> str:
        model = r.resource(name)
        records = tuple(
            model.model_validate(_record(KINDS[name], view, settings))
            for view in site.records[name]
        )
        whole = r.collection(name)
        return written(whole(**head(site, settings), count=len(records), records=records))

    return export


def _record(kind: Kind, view: Any, settings: Settings) -> dict[str, Any]:
    api = kind.api
    if api is None:
        raise TypeError(kind.name)
    found: dict[str, Any] = {
        "id": view.id,
        "url": settings.absolute(view.url),
        "aliases": view.aliases,
        "sources": _plain(view.sources, _SOURCE),
        "added": _plain(view.added),
    }
    for field in r.published(kind):
        names = {part.name: api.read.get(f"{field.name}.{part.name}") for part in field.fields}
        value = read(view, api.read.get(field.name, field.name))
        found[field.name] = _plain(value, field.fields, names)
    if api.body:
        found["body"] = view.body
    return _known(found)


def _plain(
    value: Any,
    parts: Sequence[Description] = (),
    names: Mapping[str, str | None] = MappingProxyType({}),
) -> Any:
    """Return a value as JSON has it, without what is empty: links by id, dates in ISO form.

    Of a group, only its `parts` are kept, each under the attribute that `names` says, if it does.
    """
    if isinstance(value, (Ref, When)):
        return value.id if isinstance(value, Ref) else value.iso
    if isinstance(value, (tuple, list)):
        return [_plain(item, parts, names) for item in value]
    if isinstance(value, PlaceView):
        return _known(_place(value))
    if isinstance(value, Model):
        value = value.model_dump(by_alias=True)
    if isinstance(value, dict):
        return _known({part.name: _plain(value.get(part.name)) for part in parts})
    if is_dataclass(value):
        return _known(
            {part.name: _plain(getattr(value, names.get(part.name) or part.name)) for part in parts}
        )
    return value


def _known(found: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in found.items() if value not in r.EMPTY}


def _place(place: PlaceView) -> dict[str, Any]:
    return {
        "area": place.area,
        "name": place.name,
        "type": place.type,
        "population": place.population,
        "stratum": place.stratum_key,
        "epci": place.epci_code if place.kind == "commune" else "",
        "departement": place.departement_code,
        "region": place.region_code,
    }
