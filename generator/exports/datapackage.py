"""The tables as a Frictionless Data Package (`/api/v1/datapackage.json`).

What tools for open data read to know the columns of a CSV file, its separator and its licence
(specs.frictionlessdata.io: Data Package 1, Tabular Data Resource, Table Schema). Everything comes
from the declarations of the columns and from the catalogue.
"""

import json
from typing import Any

from generator.core.data import table
from generator.core.settings import Settings
from generator.exports import catalogue, resources
from generator.exports.catalogue import API, Dataset
from generator.views.model import SiteView

_TABLE = table("datapackage")


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the description of every table, as JSON, by path in the site."""
    document = {
        **_TABLE["package"],
        "title": settings.site_name,
        "description": settings.site_description or settings.site_name,
        "homepage": settings.absolute("/donnees/"),
        "version": resources.VERSION,
        "created": f"{site.today}T00:00:00Z",
        "licenses": _TABLE["licenses"],
        "sources": [{"title": settings.site_name, "path": settings.site_url}, *_TABLE["sources"]],
        "resources": [_resource(dataset) for dataset in catalogue.of(site) if dataset.columns],
    }
    return {f"{API}/datapackage.json": f"{json.dumps(document, ensure_ascii=False, indent=1)}\n"}


def _resource(dataset: Dataset) -> dict[str, Any]:
    path = dataset.path.removeprefix(f"{API}/")
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv"),
        "path": path,
        "title": dataset.title,
        "description": dataset.text,
        **_TABLE["resource"],
        "schema": {
            "fields": [
                {"name": c.name, **_TABLE["types"][c.type], "description": c.meaning}
                for c in dataset.columns
            ],
            "missingValues": [""],
            "primaryKey": dataset.columns[0].name,
        },
    }
