"""What the club knows as tables for spreadsheets (`/api/v1/*.csv`)."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.core import spreadsheet
from generator.core.settings import Settings
from generator.kinds import KINDS
from generator.kinds.kind import Cell, Column, read
from generator.kinds.view import Badge, Ref, When
from generator.views.model import FieldView, SiteView


def fields(columns: Sequence[Column]) -> tuple[FieldView, ...]:
    """Return what the columns mean, for the data dictionary."""
    return tuple(FieldView(c.name, c.type, required=False, meaning=c.meaning) for c in columns)


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


def exporter(name: str) -> Callable[[SiteView, Settings], str]:
    """Return the exporter of the table of a kind."""
    api = KINDS[name].api
    columns = api.columns if api else ()
    return lambda site, settings: table(columns, site.records[name], settings)
