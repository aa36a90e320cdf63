"""The tables as a Frictionless Data Package (`/api/v1/datapackage.json`).

What tools for open data read to know the columns of a CSV file, its separator and its licence
(specs.frictionlessdata.io: Data Package 1, Tabular Data Resource, Table Schema). Everything comes
from the declarations of the columns and from the catalogue.
"""

import json
from typing import Any

from generator.core.settings import Settings
from generator.exports import catalogue, resources
from generator.exports.catalogue import API, LICENSE_URL, Dataset
from generator.kinds.kind import Column
from generator.views.model import SiteView

_LICENSES = [
    {"name": resources.LICENSE, "title": "Licence Ouverte 2.0 (Etalab)", "path": LICENSE_URL}
]
_OFFICIAL = "Code officiel géographique et populations de référence, Insee"
_MOMENT = r"\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?"
# What a column holds, in the terms of Table Schema. Its `date` is a whole day; ours may be a year.
_TYPES: dict[str, dict[str, Any]] = {
    "texte": {"type": "string"},
    "nombre entier": {"type": "integer"},
    "adresse web": {"type": "string", "format": "uri"},
    "date": {"type": "string", "constraints": {"pattern": r"\d{4}(-\d{2}(-\d{2})?)?"}},
    "date, heure": {"type": "string", "constraints": {"pattern": _MOMENT}},
}
# As `spreadsheet` writes them (RFC 4180 but for the separator), after a byte order mark.
_DIALECT = {
    "delimiter": ";",
    "lineTerminator": "\r\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "skipInitialSpace": False,
    "header": True,
}


def datapackage(site: SiteView, settings: Settings) -> str:
    """Return the description of every table, as JSON."""
    document = {
        "profile": "tabular-data-package",
        "name": "club",
        "title": settings.site_name,
        "description": settings.site_description or settings.site_name,
        "homepage": settings.absolute("/donnees/"),
        "version": resources.VERSION,
        "created": f"{site.today}T00:00:00Z",
        "licenses": _LICENSES,
        "sources": [
            {"title": settings.site_name, "path": settings.site_url},
            {"title": _OFFICIAL, "path": "https://www.insee.fr/fr/information/2560452"},
        ],
        "resources": [_resource(dataset) for dataset in catalogue.of(site) if dataset.columns],
    }
    return f"{json.dumps(document, ensure_ascii=False, indent=1)}\n"


def _resource(dataset: Dataset) -> dict[str, Any]:
    path = dataset.path.removeprefix(f"{API}/")
    return {
        "profile": "tabular-data-resource",
        "name": path.removesuffix(".csv"),
        "path": path,
        "title": dataset.title,
        "description": dataset.text,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": _DIALECT,
        "schema": {
            "fields": [_field(column) for column in dataset.columns],
            "missingValues": [""],
            "primaryKey": dataset.columns[0].name,
        },
    }


def _field(column: Column) -> dict[str, Any]:
    return {"name": column.name, **_TYPES[column.type], "description": column.meaning}
