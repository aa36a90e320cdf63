"""The index of the interface (`/api/v1/index.json`): its files, its licence, what it promises."""

from collections.abc import Iterator, Mapping

from generator.core.settings import Settings
from generator.exports import resources as r
from generator.exports.api import head
from generator.exports.catalogue import (
    FOLLOW,
    LICENSE_URL,
    POLICY,
    PROGRAMS,
    SHEETS,
    of,
    schema_path,
)
from generator.exports.resources import known, written
from generator.views.model import SiteView

_LISTED = {FOLLOW, SHEETS, PROGRAMS}


def index(site: SiteView, settings: Settings, texts: Mapping[str, str]) -> str:
    """Return the index of the exported `texts`, by path in the site: all but the index itself."""
    document = known(
        r.Index,
        **head(site, settings),
        policy=POLICY,
        license_url=LICENSE_URL,
        documentation=settings.absolute("/donnees/"),
        resources=tuple(_listed(site, texts, settings)),
    )
    return written(document)


def _listed(site: SiteView, texts: Mapping[str, str], settings: Settings) -> Iterator[r.Listed]:
    for dataset in of(site):
        if dataset.group in _LISTED and dataset.path in texts:
            yield known(
                r.Listed,
                title=dataset.title,
                description=dataset.text,
                url=settings.absolute(f"/{dataset.path}"),
                media_type=dataset.media_type,
                schema=settings.absolute(f"/{schema_path(dataset)}") if dataset.model else "",
                bytes=len(texts[dataset.path].encode()),
            )
