"""The page « Données ouvertes »: what leaves the site, for whom, and what each field means."""

from generator.core.data import table
from generator.pages import search_facets
from generator.pages.page import GeneratedPage, fixed
from generator.records import french
from generator.views.model import OpenDataView


def page(data: OpenDataView) -> GeneratedPage:
    """Return the page."""
    return fixed(
        "donnees",
        data=data,
        groups=[
            {**group, "datasets": [d for d in data.datasets if d.group == group["key"]]}
            for group in table("catalogue")["groups"]
        ],
        described=[d for d in data.datasets if d.fields],
        weight=weight,
        more=search_facets.of_page("donnees"),
    )


def weight(size: int) -> str:
    """`1200` -> `1,2 ko`: a size in bytes as people read it (1 ko is 1,000 bytes)."""
    for unit, name in ((1_000_000, "Mo"), (1_000, "ko")):
        if size >= unit:
            shown = french.decimal(size / unit, 1 if size < 10 * unit else 0)
            return f"{shown}{french.NBSP}{name}"
    return french.plural(size, "octet")
