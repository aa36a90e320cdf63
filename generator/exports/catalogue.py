"""Everything that leaves the site for other programs, in one table: what, for whom, in what form.

The page « Données ouvertes », the index of the interface and the tests read this table; a file
that is exported and is not in it fails them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from pydantic import BaseModel

from generator.core.settings import Settings
from generator.exports import popolo, resources, schemas, tables
from generator.kinds import LISTED, Kind
from generator.kinds.kind import Api, Column
from generator.views.model import DatasetView, FieldView, OpenDataView, SiteView

API = "api/v1"
FOLLOW, SHEETS, PROGRAMS, RECORDS, SITE = "suivre", "tableurs", "programmes", "fiches", "site"
_JSON, _CSV = "application/json", "text/csv; charset=utf-8"
_ATOM, _ICALENDAR = "application/atom+xml", "text/calendar; charset=utf-8"


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


# What version 1 promises to those who read it by program.
POLICY = (
    "La version 1 ne fait que s’étendre : un champ, un fichier ou un terme de vocabulaire peut s’ajouter, et un programme doit ignorer ce qu’il ne connaît pas.",
    "Aucun champ n’est retiré, renommé, ni ne change de sens ou de type ; aucune adresse ne disparaît ; un champ toujours présent le reste.",
    "Ce qui ne tiendrait pas cette promesse prendrait la version 2, à une autre adresse (/api/v2/), et la version 1 resterait publiée au moins un an.",
    "Ce qui est inconnu est absent : aucune valeur n’est nulle ni vide.",
    "L’accord d’une personne peut être retiré : ses coordonnées disparaissent alors des fichiers, et celui qui les a copiées doit les effacer.",
)
LICENSE_URL = "https://www.etalab.gouv.fr/licence-ouverte-open-licence/"


def _json(name: str, title: str, text: str, model: type[BaseModel], kind: str = "") -> Dataset:
    path = f"{API}/{name}.json"
    return Dataset(path, PROGRAMS, title, text, "JSON", _JSON, model, kind=kind)


def _feed(name: str, title: str, text: str, kind: str = "") -> Dataset:
    return Dataset(f"flux/{name}.xml", FOLLOW, title, text, "Atom", _ATOM, kind=kind)


def _csv(kind: Kind, api: Api) -> Dataset:
    path = f"{API}/{api.name}.csv"
    return Dataset(
        path, SHEETS, kind.plural, api.csv, "CSV", _CSV, columns=api.columns, kind=kind.name
    )


_APIS = [(kind, kind.api) for kind in LISTED.values() if kind.api]


CATALOGUE: tuple[Dataset, ...] = (
    Dataset(
        "agenda.ics",
        FOLLOW,
        "Agenda du club",
        "Toutes les réunions dont le jour est connu, celles annulées comprises.",
        "iCalendar",
        _ICALENDAR,
    ),
    _feed("tout", "Flux de tout le site", "Ce qui est nouveau, toutes rubriques confondues."),
    *(
        _feed(kind.section, f"Flux\u00a0: {kind.plural}", kind.feed.text, kind.name)
        for kind in LISTED.values()
        if kind.feed
    ),
    *(_csv(kind, api) for kind, api in _APIS),
    _json(
        "index", "Index", "La liste de ces fichiers et ce que promet la version 1.", resources.Index
    ),
    *(
        _json(api.name, k.plural, api.json, resources.collection(k.name), k.name)
        for k, api in _APIS
    ),
    _json(
        "popolo",
        "Annuaire au format Popolo",
        "Les personnes, leurs collectivités, leurs mandats et les territoires, dans le vocabulaire "
        "commun des outils de démocratie ouverte.",
        popolo.Popolo,
    ),
    Dataset(
        f"{API}/datapackage.json",
        PROGRAMS,
        "Description des tableaux",
        "Les colonnes de chaque fichier CSV, leur type et leur sens, la licence et les sources "
        "(Frictionless Data Package).",
        "Data Package",
        _JSON,
    ),
    Dataset(
        f"{API}/schemas/*.json",
        PROGRAMS,
        "Schémas JSON",
        "La forme exacte de chaque fichier JSON (JSON Schema 2020-12).",
        "JSON Schema",
        "application/schema+json",
    ),
    Dataset(
        "reunions/*/reunion.ics",
        RECORDS,
        "Une réunion",
        "À ajouter à un agenda, depuis la page de la réunion.",
        "iCalendar",
        _ICALENDAR,
    ),
    Dataset(
        "annuaire/*/contact.vcf",
        RECORDS,
        "Une carte de contact",
        "Pour les membres dont les coordonnées sont publiées avec leur accord.",
        "vCard 3.0",
        "text/vcard; charset=utf-8",
    ),
    Dataset(
        "integrer/*/index.html",
        SITE,
        "Extraits à intégrer",
        "De petites pages sans script, pour le site d’une commune ; le code à copier est sur la "
        "page « Intégrer un extrait ».",
        "HTML",
        "text/html; charset=utf-8",
    ),
    Dataset(
        "sitemap*.xml",
        SITE,
        "Plan du site",
        "Les adresses de toutes les pages, pour les moteurs de recherche.",
        "XML",
        "application/xml",
    ),
    Dataset(
        "robots.txt",
        SITE,
        "Consignes aux robots",
        "Ce que les robots peuvent parcourir.",
        "Texte",
        "text/plain; charset=utf-8",
    ),
)


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


def open_data(site: SiteView, settings: Settings, texts: Mapping[str, str]) -> OpenDataView:
    """Return what the page « Données ouvertes » says of the exported `texts`, by path."""
    return OpenDataView(
        site_url=settings.site_url.rstrip("/"),
        date=site.figures.date,
        license_url=LICENSE_URL,
        policy=POLICY,
        datasets=tuple(_shown(dataset, texts) for dataset in of(site)),
    )


def _shown(dataset: Dataset, texts: Mapping[str, str]) -> DatasetView:
    sizes = [len(t.encode()) for path, t in texts.items() if fnmatchcase(path, dataset.path)]
    return DatasetView(
        path=dataset.path,
        group=dataset.group,
        title=dataset.title,
        text=dataset.text,
        format=dataset.format,
        media_type=dataset.media_type,
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
