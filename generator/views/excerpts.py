"""What other sites may embed of this one: the next meeting, the latest practices.

An excerpt shows titles, places and dates; no person.
"""

from dataclasses import dataclass

from generator import routes
from generator.core.data import table
from generator.kinds.practice import PracticeView
from generator.views.model import SiteView


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A small document. `page` is the address of what it is an excerpt of, `more` says it.

    `label` names it in a list. `meetings` tells whether it says when the club meets; `practices` are
    None where it says nothing of them.
    """

    page: str
    title: str
    label: str
    more: str
    practices: tuple[PracticeView, ...] | None
    meetings: bool = False

    @property
    def url(self) -> str:
        """Its own address."""
        return routes.excerpt(self.page)

    @property
    def height(self) -> int:
        """A height in pixels at which most of it shows, in a column of 400 pixels."""
        return 120 + 90 * self.meetings + 82 * len(self.practices or ())


def excerpts(site: SiteView) -> list[Excerpt]:
    """Return every excerpt of a site, on its day."""
    rows = table("excerpts")["excerpts"]
    latest = (site.practices[: row["practices"]] if "practices" in row else None for row in rows)
    return [Excerpt(**{**row, "practices": some}) for row, some in zip(rows, latest, strict=True)]
