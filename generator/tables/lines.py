"""A row of a table read into fields: cells by target, then values, then a place.

What cannot be understood is refused with its column and its value; several columns may say one
thing together (a commune, its code, its département).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.club import Club
from generator.gazetteer import Located, Unsure, candidates, gazetteer
from generator.geo import Place
from generator.sources.strict_yaml import Value
from generator.tables import columns
from generator.tables.columns import Column
from generator.tables.reading import Row
from generator.tables.values import CellError, Reader, titled

Data = dict[str, Value]
# Asked of a person who can answer: what is unsure, and the choices; None for no answer.
Choose = Callable[[str, Sequence[Place]], Place | None]
_NO_ZERO = re.compile(r"[1-9]\d{8}")  # what a spreadsheet leaves of a French phone number


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or a part of it, that was not taken: where, what, why, what to do."""

    row: int
    column: str
    value: str
    why: str
    todo: str


@dataclass(slots=True)
class Line:
    """A row being read: its cells by target, and what is wrong with it."""

    row: int
    names: dict[str, str]
    cells: dict[str, str]
    data: Data = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, target: str, why: str, todo: str) -> None:
        """Note that what a cell says cannot be taken."""
        near = (t for t in self.names if t.startswith(f"{target}."))
        origin = target if target in self.names else next(near, target)
        if target.endswith("area") and origin not in self.names:
            origin = next((t for t in columns.PLACES if t in self.names), origin)
        name, value = self.names.get(origin, ""), self.cells.get(origin, "")
        self.refused.append(Refused(self.row, name, value, why, todo))


def from_rows(rows: Iterable[Row], known: Sequence[Column]) -> Iterator[Line]:
    """Yield the rows of a table whose columns are known."""
    names = {column.target: column.name for column in known if column.target}
    for row in rows:
        cells = {c.target: v for c, v in zip(known, row.cells, strict=True) if c.target and v}
        yield Line(row.number, names, cells)


class LineReader:
    """Reads rows of one kind. `choose` settles what is unsure, when there is someone to ask."""

    def __init__(self, club: Club, kind: str, choose: Choose | None) -> None:
        self._kind, self._choose = kind, choose
        self._reader = Reader(club)
        self._leaves = columns.patterns(kind)

    def read(self, line: Line) -> None:
        """Fill the data and the texts of a row from its cells; refuse what is not understood."""
        found: dict[str, Any] = {}
        for target, text in line.cells.items():
            if target in columns.extras(self._kind):
                continue
            leaf = self._leaves[columns.pattern(target)]
            if leaf is None:
                line.body[target.partition(".")[2]] = text
                continue
            if "area" in target.split("."):
                continue
            try:
                found[target] = self._reader.read(text, leaf.annotation, leaf.markers)
            except CellError as error:
                line.refuse(target, f"« {_short(text)} » {error.why}", error.todo)
        self._places(line, found)
        self._people(line, found)
        line.data = _nested(found)

    def _places(self, line: Line, found: dict[str, Any]) -> None:
        """Read the columns that say where it is: areas, then names and codes of each kind."""
        first = "memberships.0.area" if self._kind == "member" else "area"
        for target, text in line.cells.items():
            if target.split(".")[-1] == "area":
                kinds = _kinds(str(found.get(target.removesuffix("area") + "role", "")))
                hint = _hint(line) if target == first else ""
                self._settle(line, target, target, self._anywhere(text, kinds, hint), found)
        if first in line.cells or self._kind == "meeting":
            return
        role = str(found.get("memberships.0.role", ""))
        for kind in _kinds(role):
            code, name = line.cells.get(f"{kind}.code", ""), line.cells.get(kind, "")
            if kind == "departement" and not role.endswith("departement") and _has_narrower(line):
                continue
            if code or name:
                hint = _hint(line) if kind == "commune" else ""
                place = gazetteer().resolve(name, kind=kind, code=code, departement=hint)
                self._settle(line, kind if name else f"{kind}.code", first, place, found)
                return

    def _anywhere(self, text: str, kinds: Sequence[str], hint: str) -> Located | Unsure:
        """Return the place a text means, of whatever kind; unsure when it is one of several."""
        told = [
            gazetteer().resolve(text, kind=k, departement=hint if k == "commune" else "")
            for k in kinds
        ]
        sure = [one for one in told if isinstance(one, Located)]
        places = tuple(dict.fromkeys(one.place for one in sure))
        if len(places) > 1:
            return Unsure(f"« {text} » est le nom de plusieurs territoires", places)
        return sure[0] if sure else told[0]

    def _settle(
        self,
        line: Line,
        origin: str,
        target: str,
        place: Located | Unsure,
        found: dict[str, Any],
    ) -> None:
        """Keep a place that is sure, or that someone chooses; else refuse the row."""
        if isinstance(place, Located):
            line.notes += [place.note] if place.note else []
            found[target] = place.place.area
        elif chosen := self._ask(place):
            found[target] = chosen.area
        else:
            todo = candidates(place.candidates) or "écrivez le code officiel : commune:68224"
            line.refuse(origin, place.why, todo)

    def _ask(self, unsure: Unsure) -> Place | None:
        if self._choose is None or not unsure.candidates:
            return None
        return self._choose(unsure.why, unsure.candidates)

    def _people(self, line: Line, found: dict[str, Any]) -> None:
        """Read the columns that say several fields of a person at once."""
        if name := line.cells.get("name"):
            parts = name.split()
            family = [w for w in parts if len(w) > 1 and w == w.upper()]
            given = [w for w in parts if w not in family]
            if family and given:
                found.setdefault("given_name", " ".join(given))
                found.setdefault("family_name", titled(" ".join(family)))
            elif "given_name" not in found:
                line.refuse(
                    "name",
                    f"« {name} » : où finit le prénom ?",
                    "écrivez le nom de famille en capitales, ou faites deux colonnes",
                )
        rank = sum(1 for t in found if re.fullmatch(r"contact_details\.\d+\.value", t))
        for kind in ("email", "phone"):
            if value := line.cells.get(kind):
                if kind == "phone" and _NO_ZERO.fullmatch(value):
                    line.notes.append(f"téléphone « {value} » lu 0{value}")
                    value = f"0{value}"
                found[f"contact_details.{rank}.type"] = kind
                found[f"contact_details.{rank}.value"] = value
                rank += 1


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def _kinds(role: str) -> tuple[str, ...]:
    """Return the kinds of area that a mandate may be of, the most likely first."""
    for word, kind in (
        ("epci", "epci"),
        ("communautaire", "epci"),
        ("departement", "departement"),
        ("region", "region"),
    ):
        if word in role:
            return (kind,)
    return ("commune", "epci", "departement", "region") if not role else ("commune",)


def _hint(line: Line) -> str:
    """Return what a row says of the département, for a commune."""
    names = ("commune.postal", "departement", "departement.code")
    return next((line.cells[name] for name in names if name in line.cells), "")


def _has_narrower(line: Line) -> bool:
    return any(t in line.cells for t in ("commune", "commune.code", "epci", "epci.code"))


def _nested(flat: Mapping[str, Any]) -> Data:
    """Return fields given by dotted path as a record is written; empty ranks are closed up."""
    found: dict[str, Any] = {}
    for target in sorted(flat, key=lambda t: [int(p) if p.isdigit() else -1 for p in t.split(".")]):
        name, *rest = target.split(".")
        if not rest:
            found[name] = flat[target]
        elif rest[0].isdigit():
            found.setdefault(name, {}).setdefault(int(rest[0]), {})[rest[1]] = flat[target]
        else:
            found.setdefault(name, {})[rest[0]] = flat[target]
    for name, value in found.items():
        if isinstance(value, dict) and all(isinstance(k, int) for k in value):
            found[name] = [value[k] for k in sorted(value)]
    return found


def listed(value: Value | None) -> list[str]:
    """Return the texts of a list, or of a single text."""
    if isinstance(value, str):
        return [value]
    return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []


def groups(value: Value | None) -> list[Data]:
    """Return the groups of fields of a list."""
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []
