"""A site whose records are others."""

from dataclasses import replace
from typing import Any

from generator.kinds import KINDS
from generator.views.model import SiteView


def showing(site: SiteView, **changes: Any) -> SiteView:
    """Return a site with other views of some kinds (`practice=(…)`), or other fields."""
    records = {name: views for name, views in changes.items() if name in KINDS}
    fields = {name: value for name, value in changes.items() if name not in KINDS}
    return replace(site, records={**site.records, **records}, **fields)
