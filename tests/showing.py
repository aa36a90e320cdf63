"""A site whose records are others."""

from dataclasses import replace
from typing import Any

from generator.kinds import KINDS
from generator.views.model import SiteView


def only(site: SiteView, **records: Any) -> SiteView:
    """Return a site whose news are of these records alone."""
    followed: dict[str, Any] = {name: () for name, kind in KINDS.items() if kind.feed}
    return showing(site, **followed | records)


def showing(site: SiteView, **changes: Any) -> SiteView:
    """Return a site with other views of some kinds (`practice=(…)`), or other fields."""
    records = {name: views for name, views in changes.items() if name in KINDS}
    fields = {name: value for name, value in changes.items() if name not in KINDS}
    return replace(site, records={**site.records, **records}, **fields)
