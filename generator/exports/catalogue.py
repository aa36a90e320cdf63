"""Everything that leaves the site for other programs, in one table: what, for whom, in what form.

The page « Données ouvertes », the index of the interface and the tests read this table; a file
that is exported and is not in it fails them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from pydantic import BaseModel

from generator.core.data import table
from generator.core.settings import Settings
from generator.exports import popolo, resources, schemas, tables
from generator.exports.api import head
from generator.exports.resources import known, written
from generator.kinds import LISTED, Kind
from generator.kinds.kind import Column
from generator.kinds.schema_org import LICENSE
from generator.views.model import DatasetView, FieldView, SiteView

API = "api/v1"
FOLLOW, SHEETS, PROGRAMS = "suivre", "tableurs", "programmes"


@dataclass(frozen=True, slots=True)
class Dataset:
    """A line of the catalogue. `path` may be a pattern, for a file a record.

    `model` describes a JSON file, `columns` a CSV file. `kind` is the kind of record it holds, if
    it is of one: a site that has none has not the file.
    """

    path: str
    group: str
    title: str
    text: str
    format: str
    media_type: str
    model: type[BaseModel] | None = None
    columns: tuple[Column, ...] = ()
    kind: str = ""


POLICY: tuple[str, ...] = table("catalogue")["policy"]
_MODELS: dict[str, type[BaseModel]] = {
    f"{API}/index.json": resources.Index,
    f"{API}/popolo.json": popolo.Popolo,
}


def _datasets() -> Iterator[Dataset]:
    for row in table("catalogue")["datasets"]:
        part = row.get("each")
        if not part:
            yield Dataset(**row, model=_MODELS.get(row["path"]))
        for kind in LISTED.values() if part else ():
            if getattr(kind, part):
                named = {key: text.format(kind=kind) for key, text in row.items() if key != "each"}
                yield Dataset(**named, **_content(kind, row["format"]), kind=kind.name)


def _content(kind: Kind, form: str) -> dict[str, Any]:
    if form == "JSON":
        return {"model": resources.collection(kind.name)}
    return {"columns": kind.api.columns} if kind.api and form == "CSV" else {}


CATALOGUE = tuple(_datasets())


def schema_path(dataset: Dataset) -> str:
    """Return the path of the schema of a JSON dataset."""
    return f"{API}/schemas/{dataset.path.rpartition('/')[2]}"


def of(site: SiteView) -> list[Dataset]:
    """Return the lines of the catalogue that a site has."""
    kinds = {kind.name for kind in site.kinds}
    return [d for d in CATALOGUE if not d.kind or d.kind in kinds]


def schema_files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the schemas of the JSON datasets, by path in the site."""
    return {
        schema_path(d): schemas.schema(
            d.model, settings.absolute(f"/{schema_path(d)}"), d.title, d.text
        )
        for d in of(site)
        if d.model
    }


def matching(path: str) -> list[Dataset]:
    """Return the lines of the catalogue that a file is under: one."""
    return [d for d in CATALOGUE if fnmatchcase(path, d.path)]


def open_data(site: SiteView, texts: Mapping[str, str]) -> list[DatasetView]:
    """Return what the page « Données ouvertes » lists of the exported `texts`, by path."""
    return [_shown(dataset, texts) for dataset in of(site)]


_COLUMNS = ("path", "group", "title", "text", "format", "media_type")


def _shown(dataset: Dataset, texts: Mapping[str, str]) -> DatasetView:
    sizes = [len(t.encode()) for path, t in texts.items() if fnmatchcase(path, dataset.path)]
    return DatasetView(
        **{name: getattr(dataset, name) for name in _COLUMNS},
        url="" if "*" in dataset.path else f"/{dataset.path}",
        files=len(sizes),
        size=sum(sizes),
        schema=f"/{schema_path(dataset)}" if dataset.model else "",
        fields=_dictionary(dataset),
    )


def _dictionary(dataset: Dataset) -> tuple[FieldView, ...]:
    """Return the data dictionary of a file: of a list of records, what a record holds."""
    if dataset.columns:
        return tables.fields(dataset.columns)
    if dataset.model is None:
        return ()
    found = schemas.fields(dataset.model)
    common = {f.name for f in schemas.fields(resources.Head)}
    return tuple(f for f in found if f.name not in common)


# The groups of the files that the index of the interface lists.
_LISTED = {FOLLOW, SHEETS, PROGRAMS}


def index(site: SiteView, settings: Settings, texts: Mapping[str, str]) -> str:
    """Return the index of the exported `texts`, by path in the site: all but the index itself."""
    document = known(
        resources.Index,
        **head(site, settings),
        policy=POLICY,
        license_url=LICENSE,
        documentation=settings.absolute("/donnees/"),
        resources=tuple(_listed(site, texts, settings)),
    )
    return written(document)


def _listed(
    site: SiteView, texts: Mapping[str, str], settings: Settings
) -> Iterator[resources.Listed]:
    for dataset in of(site):
        if dataset.group in _LISTED and dataset.path in texts:
            yield known(
                resources.Listed,
                title=dataset.title,
                description=dataset.text,
                url=settings.absolute(f"/{dataset.path}"),
                media_type=dataset.media_type,
                schema=settings.absolute(f"/{schema_path(dataset)}") if dataset.model else "",
                bytes=len(texts[dataset.path].encode()),
            )
