"""What the club knows as tables for spreadsheets (`/api/v1/*.csv`)."""

from collections.abc import Iterable, Sequence
from typing import Any

from generator.core import spreadsheet
from generator.core.settings import Settings
from generator.kinds.kind import Cell, Column, read
from generator.kinds.view import Badge, Ref, When
from generator.views.model import SiteView


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the table of each kind, by path in the site."""
    return {
        f"api/v1/{kind.api.name}.csv": table(kind.api.columns, site.records[kind.name], settings)
        for kind in site.kinds
        if kind.api
    }


def table(columns: Sequence[Column], views: Iterable[Any], settings: Settings) -> str:
    """Return the views as a table, one a line, under the headings of the columns."""
    rows = ([_cell(column, view, settings) for column in columns] for view in views)
    return spreadsheet.table([column.name for column in columns], rows)


def _cell(column: Column, view: Any, settings: Settings) -> Cell:
    found: Any = read(view, column.read)
    if isinstance(found, When):
        return found.iso
    if isinstance(found, bool):
        return "oui" if found else "non"
    if isinstance(found, tuple):
        return len(found) if column.type == "nombre entier" else _several(found)
    own = column.type == "adresse web" and found.startswith("/")
    return settings.absolute(found) if own else found


def _several(found: tuple[Ref | Badge | str, ...]) -> str:
    names = [
        one.label if isinstance(one, Ref) else one.text for one in found if not isinstance(one, str)
    ]
    return ", ".join(names) or " | ".join(map(str, found))
