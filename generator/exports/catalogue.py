"""Everything that leaves the site for other programs, in one table: what, for whom, in what form.

The page « Données ouvertes », the index of the interface, the schemas and the tests read this table;
a file that is exported and is not in it fails them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.core.data import table
from generator.core.settings import Settings
from generator.exports import resources, schemas
from generator.exports.schemas import Field
from generator.kinds import LISTED
from generator.kinds.kind import Column
from generator.kinds.schema_org import LICENSE
from generator.views.model import SiteView

API = "api/v1"
_TABLE = table("catalogue")
# The groups of the files that the index of the interface lists.
LISTED_GROUPS = {"suivre", "tableurs", "programmes"}


@dataclass(frozen=True, slots=True)
class Dataset:
    """A line of the catalogue. `path` may be a pattern, for a file a record.

    `content` describes a JSON file, `columns` a CSV file. `kind` is the kind of record it holds, if
    it is of one: a site that has none has not the file.
    """

    path: str
    group: str
    title: str
    text: str
    format: str
    media_type: str
    content: resources.Fields = ()
    columns: tuple[Column, ...] = ()
    kind: str = ""

    @property
    def url(self) -> str:
        """Its address, empty for a pattern."""
        return "" if "*" in self.path else f"/{self.path}"

    @property
    def schema(self) -> str:
        """The address of its JSON Schema, empty when it has none."""
        return f"/{API}/schemas/{self.path.rpartition('/')[2]}" if self.content else ""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Its data dictionary: of a file of records, what a record holds."""
        of_columns = (Field(column.name, column.type, column.meaning) for column in self.columns)
        return (*of_columns, *schemas.dictionary(self.content))


def _datasets() -> Iterator[Dataset]:
    for row in _TABLE["datasets"]:
        part = row.get("each")
        if not part:
            content = row.get("content")
            yield Dataset(**{**row, "content": resources.part(content) if content else ()})
        for kind in LISTED.values() if part else ():
            if getattr(kind, part):
                named = {key: text.format(kind=kind) for key, text in row.items() if key != "each"}
                content = resources.collection(kind.name) if row["format"] == "JSON" else ()
                columns = kind.api.columns if kind.api and row["format"] == "CSV" else ()
                yield Dataset(**named, content=content, columns=columns, kind=kind.name)


CATALOGUE = tuple(_datasets())


def of(site: SiteView) -> list[Dataset]:
    """Return the lines of the catalogue that a site has."""
    kinds = {kind.name for kind in site.kinds}
    return [d for d in CATALOGUE if not d.kind or d.kind in kinds]


def open_data(site: SiteView, settings: Settings) -> dict[str, Any]:
    """Return what the template of the page « Données ouvertes » needs."""
    datasets = of(site)
    return {
        "site_url": settings.site_url.rstrip("/"),
        "date": site.figures.date,
        "license_url": LICENSE,
        "policy": _TABLE["policy"],
        "groups": [
            {**group, "datasets": [d for d in datasets if d.group == group["key"]]}
            for group in _TABLE["groups"]
        ],
        "described": [d for d in datasets if d.fields],
    }


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the index of the interface and the schemas of the JSON files, by path in the site."""
    found = {
        d.schema.lstrip("/"): schemas.schema(
            (*resources.part("head"), *d.content), settings.absolute(d.schema), d.title, d.text
        )
        for d in of(site)
        if d.content
    }
    index = f"{API}/index.json"
    found[index] = resources.written(
        site,
        settings,
        policy=_TABLE["policy"],
        license_url=LICENSE,
        documentation=settings.absolute("/donnees/"),
        resources=[
            resources.known(
                title=dataset.title,
                description=dataset.text,
                url=settings.absolute(dataset.url),
                media_type=dataset.media_type,
                schema=settings.absolute(dataset.schema) if dataset.schema else "",
            )
            for dataset in of(site)
            if dataset.group in LISTED_GROUPS and dataset.url and dataset.path != index
        ],
    )
    return found
