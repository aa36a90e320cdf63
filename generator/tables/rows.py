"""A row of a table read into fields: cells by target, then values, then a place.

What cannot be understood is refused with its column and its value; several columns may say one
thing together (a commune, its code, its département).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from generator.club import Club
from generator.core.data import table
from generator.core.text import fold
from generator.records import functions, parsing
from generator.records.description import Description
from generator.sources.strict_yaml import Value
from generator.tables import columns
from generator.tables.columns import Column
from generator.tables.reading import Row
from generator.tables.values import CIVILITY, CellError, Reader, broken, is_nothing, titled
from generator.territory.gazetteer import Located, Unsure, described, gazetteer
from generator.territory.geo import KINDS, Place

Data = dict[str, Value]
# Asked of a person who can answer: what is unsure, and the choices; None for no answer.
Choose = Callable[[str, Sequence[Place]], Place | None]
_HOW = {
    "commune": "écrivez son nom et son département, ou son code Insee",
    "epci": "écrivez son nom officiel, ou son numéro Siren",
    "departement": "écrivez son nom ou son numéro",
    "region": "écrivez son nom officiel",
}
_FIRST = "memberships.0."
_HOUR_AFTER = re.compile(r"[T ](?:à )?\d{1,2}\s?[:h]", re.IGNORECASE)
_NO_ZERO = re.compile(r"[1-9]\d{8}")  # what a spreadsheet leaves of a French phone number
_DASH = re.compile(r"^[-–—•*]\s*")
# How a body that carries a practice is called when it is no commune.
_AUTHORITY = re.compile(
    r"\b(?:departement|conseil (?:departemental|general|regional)|region|metropole|communaute"
    r"|agglomeration|agglo|syndicat|epci|pays|etablissement public)\b"
)


@dataclass(frozen=True, slots=True)
class Refused:
    """A row, or a part of it, that was not taken: where, what, why, what to do.

    `mapped`: a mapping may say what the value means.
    """

    row: int
    column: str
    value: str
    why: str
    todo: str
    mapped: bool = False


@dataclass(slots=True)
class Line:
    """A row being read: its cells by target, and what is wrong with it.

    `names` are those of the columns, by target.
    """

    row: int
    names: Mapping[str, str]
    cells: dict[str, str]
    data: Data = field(default_factory=dict)
    body: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def refuse(self, target: str, why: str, todo: str, mapped: str = "") -> None:
        """Note that what a cell gives cannot be taken; `mapped`: the part that a mapping may say."""
        inside = (name for name in self.names if name.startswith(f"{target}."))
        places = columns.PLACES if target.endswith("area") else ()
        origin = next((n for n in (target, *inside, *places) if n in self.names), target)
        name, value = self.names.get(origin, ""), mapped or self.cells.get(origin, "")
        self.refused.append(Refused(self.row, name, value, why, todo, bool(mapped)))

    def first(self, *targets: str) -> str:
        """Return the first of some targets that has a cell, or an empty text."""
        return next((target for target in targets if target in self.cells), "")


def lines(
    kind: str, rows: Iterable[Row], known: Sequence[Column], constants: Mapping[str, str]
) -> Iterator[Line]:
    """Yield the rows of a table whose columns are known; `constants` are what every row gives.

    A row without anything in a column that is read has a note and no cell.
    """
    names = {target: column.name for column in known for target in column.targets}
    for row in rows:
        line = Line(row.number, names, {})
        for column, value in zip(known, row.cells, strict=True):
            for target in column.targets if value else ():
                if text := _text(kind, column, target, value, line):
                    between = "\n\n" if target.startswith("body") else "\n"
                    before = f"{line.cells[target]}{between}" if target in line.cells else ""
                    line.cells[target] = f"{before}{text}"
        if line.cells:
            line.cells = {**constants, **line.cells}
        else:
            line.notes = ["ligne laissée de côté : rien dans les colonnes lues"]
        if beyond := ", ".join(f"« {short(cell)} »" for cell in row.beyond if cell):
            line.notes.append(f"{beyond} : au-delà des colonnes, laissé de côté")
        yield line


def _text(kind: str, column: Column, target: str, value: str, line: Line) -> str:
    if column.option:
        if fold(value) in columns.WORDS["yes"] | {fold(column.option)}:
            value = column.option
        elif not fold(column.option).startswith("autre"):  # whose box holds the answer itself
            if fold(value) not in columns.WORDS["no"]:
                why = "n’est ni oui ni non ; laissé de côté"
                line.notes.append(f"{column.name} : « {value} » {why}")
            return ""
    pieces = column.treatment.pieces(value)
    if column.treatment.bullets:
        return "\n".join(f"- {_DASH.sub('', piece)}" for piece in pieces)
    if not columns.is_list(kind, target):
        return " ".join(pieces)
    return ("\n\n" if target.startswith("body") else "\n").join(pieces)


class RowReader:
    """Reads rows of one kind. `choose` settles what is unsure, when there is someone to ask."""

    def __init__(self, club: Club, kind: str, choose: Choose | None, coming: Iterable[str]) -> None:
        self._club, self._kind, self._choose = club, kind, choose
        self._reader = Reader(club, coming={kind: set(coming)})
        self._leaves = columns.leaves(kind)

    def read(self, line: Line) -> None:
        """Fill the data and the texts of a row from its cells; refuse what is not understood."""
        found: dict[str, Any] = {}
        _join_hours(line)
        for target, text in list(line.cells.items()):
            leaf = self._leaves.get(columns.pattern(target))
            if broken(text):
                line.refuse(target, "erreur du tableur", "corrigez la cellule, ou videz-la")
                del line.cells[target]
            elif target.startswith("body"):
                line.body[target.removeprefix("body").removeprefix(".")] = text
            elif is_nothing(leaf, text):
                name = line.names.get(target, target)
                line.notes.append(f"{name} : « {text} » lu comme une case vide")
                del line.cells[target]
            elif leaf and leaf.type != "area" and not target.endswith(".role"):
                self._field(line, target, leaf, found)
        if self._kind == "practice":
            self._place(line, "", KINDS, found)
        elif self._kind == "member":
            given = [m[0] for t in line.cells if (m := re.match(r"memberships\.\d+\.", t))]
            for before in dict.fromkeys([_FIRST, *given]):
                self._mandate(line, before, found)
            self._compare(line, found)
            _people(line, found)
        line.data = nested(found)

    def _field(self, line: Line, target: str, leaf: Description, found: dict[str, Any]) -> None:
        text = line.cells[target]
        units = parsing.EUROS if target.startswith("cost.") else parsing.PEOPLE
        try:
            found[target] = self._reader.read(leaf, text, units)
        except CellError as error:
            part = error.part or text
            keyed = part if leaf.type in {"term", "ref", "choice"} else ""
            line.refuse(target, f"« {short(part)} » {error.why}", error.todo, keyed)
        line.notes += self._reader.notes
        self._reader.notes.clear()

    def _mandate(self, line: Line, before: str, found: dict[str, Any]) -> None:
        """Read a mandate, then its place, which may say which of several it is."""
        roles = self._roles(line, before, found)
        kinds = tuple(roles) or areas_of(self._club, str(found.get(f"{before}role", "")))
        kind = self._place(line, before, kinds, found)
        if kind in roles:
            found[f"{before}role"] = roles[kind]

    def _roles(self, line: Line, before: str, found: dict[str, Any]) -> Mapping[str, str]:
        """Read a mandate from its column, else from the function, whose words stay.

        Returns the roles that a function may be, by kind of area.
        """
        origin = line.first(f"{before}role", f"{before}label")
        if not origin:
            return {}
        text, leaf = line.cells[origin], self._leaves[columns.pattern(f"{before}role")]
        known = self._club.vocabularies.get("mandates", {})
        function = functions.understood(text)
        why, todo = function.why, f"donnez-le dans une colonne « Mandat » : {', '.join(known)}"
        if leaf and origin.endswith("role"):
            try:
                found[origin] = self._reader.one(leaf, text)
            except CellError as error:
                why, todo = function.why if function.todo else error.why, error.todo
            else:
                return {}
        if not function.roles:
            keyed = text if origin.endswith("role") else ""
            line.refuse(origin, f"« {short(text)} » {why}", function.todo or todo, keyed)
        elif sure := set(function.roles.values()) & known.keys():
            found.setdefault(f"{before}label", " ".join(text.split()))
            found |= {f"{before}role": role for role in sure if len(function.roles) == 1}
        else:
            why = f"« {next(iter(function.roles.values()))} » n’est pas dans vocabularies/mandates.yaml"
            line.refuse(origin, why, f"employez l’un de ses mandats : {', '.join(known)}")
        return function.roles

    # --- places ---------------------------------------------------------------------------

    def _place(self, line: Line, before: str, kinds: Sequence[str], found: dict[str, Any]) -> str:
        """Read where a mandate, or a practice, is; return the kind of the place, or an empty text."""
        stated = line.first("departement", "departement.code")
        if stated and not gazetteer().departement(line.cells[stated]):
            why = f"« {line.cells[stated]} » n’est pas un département"
            line.refuse(stated, why, _HOW["departement"])
            return ""
        origin, place = self._located(line, before, kinds)
        if isinstance(place, Unsure) and self._choose and place.candidates:
            chosen = self._choose(place.why, place.candidates)
            place = Located(chosen) if chosen else place
        if isinstance(place, Unsure):
            todo = place.remedy("écrivez dans cette cellule") or _HOW[kinds[0]]
            line.refuse(origin, place.why, todo)
        if not isinstance(place, Located):
            return ""
        line.notes += [place.note] if place.note else []
        found[f"{before}area"] = place.place.area
        return place.place.kind

    def _located(
        self, line: Line, before: str, kinds: Sequence[str]
    ) -> tuple[str, Located | Unsure | None]:
        """Return the target that says where it is, and the place: its area, else columns of places.

        Those are about the first mandate, or the practice.
        """
        area, alone = f"{before}area", before not in {"", _FIRST}
        text, hint = line.cells.get(area, ""), "" if alone else _hint(line)
        place = self._anywhere(text, kinds, hint) if text else None
        if alone or isinstance(place, Located) or _AUTHORITY.search(fold(text)):
            return area, place
        for kind in kinds:
            if kind == "departement" and len(kinds) > 1 and line.first("commune", "epci"):
                continue  # it says where to look
            if origin := line.first(kind, f"{kind}.code"):
                name, code = (line.cells.get(t, "") for t in (kind, f"{kind}.code"))
                where = hint if kind == "commune" else ""
                return origin, gazetteer().resolve(name, kind=kind, code=code, departement=where)
        if not text and (origin := line.first("commune", "commune.code")):
            return origin, self._anywhere(line.cells[origin], kinds, hint)
        return area, place

    def _anywhere(self, text: str, kinds: Sequence[str], hint: str) -> Located | Unsure:
        """Return the place of some kinds that a text means; for a commune, those it lies in."""
        found = gazetteer().anywhere(text, kinds, departement=hint)
        if isinstance(found, Unsure) and "commune" not in kinds:
            commune = gazetteer().resolve(text, code=text, departement=hint)
            found = commune if isinstance(commune, Located) else found
        if isinstance(found, Unsure) or found.place.kind in kinds:
            return found
        around = map(self._club.place, self._club.geography.around(found.place))
        wanted = " ou ".join(table("words")["places"][kind] for kind in kinds)
        why = f"ce mandat s’exerce dans {wanted}, pas dans « {text} »"
        fitting = tuple(place for place in around if place and place.kind in kinds)
        return Unsure(why, fitting, choice=True)

    def _compare(self, line: Line, found: dict[str, Any]) -> None:
        """Use, or compare, the commune that the function of a mayor names."""
        name = functions.place_named(line.cells.get(f"{_FIRST}label", ""))
        place = gazetteer().resolve(name, departement=_hint(line)) if name else None
        if not isinstance(place, Located):
            return
        here = self._club.place(str(found.setdefault(f"{_FIRST}area", place.place.area)))
        if here and here != place.place:
            why = f"la fonction dit « {name} », la ligne {described(here)}"
            line.refuse(f"{_FIRST}label", why, "corrigez l’une des deux")


def areas_of(club: Club, role: str) -> tuple[str, ...]:
    """Return the kinds of area that a mandate may be of, as its vocabulary says."""
    term = club.vocabularies.get("mandates", {}).get(role)
    areas = [area.replace("arrondissement", "commune") for area in (term.areas if term else ())]
    return tuple(dict.fromkeys(areas)) or KINDS


def _hint(line: Line) -> str:
    return line.cells.get(line.first("commune.postal", "departement", "departement.code"), "")


# --- people and hours ---------------------------------------------------------------------


def _people(line: Line, found: dict[str, Any]) -> None:
    """Read the columns that say several fields of a person at once."""
    for target in ("name", "name.given", "name.family"):
        if name := line.cells.get(target):
            given, family = _parts_of(CIVILITY.sub("", name), target.partition(".")[2])
            if given and family:
                found.setdefault("given_name", given)
                found.setdefault("family_name", titled(family))
            elif "given_name" not in found:
                todo = "écrivez le nom de famille en capitales, ou faites deux colonnes"
                line.refuse(target, f"« {name} » : où finit le prénom ?", todo)
    rank = sum(1 for target in found if re.fullmatch(r"contact_details\.\d+\.value", target))
    for kind in ("email", "phone"):
        if value := line.cells.get(kind):
            if kind == "phone" and _NO_ZERO.fullmatch(value):
                line.notes.append(f"téléphone « {value} » lu 0{value}")
                value = f"0{value}"
            found[f"contact_details.{rank}.type"] = kind
            found[f"contact_details.{rank}.value"] = value
            rank += 1


def _parts_of(name: str, first: str) -> tuple[str, str]:
    """Return the given and the family name of a whole name, empty when unsure.

    Its capitals show them; else, of two words, a column whose order is known (`first`).
    """
    parts = name.split()
    caps = [i for i, word in enumerate(parts) if _is_capitals(word)]
    if not caps and len(parts) == 2 and first:
        return (parts[0], parts[1]) if first == "given" else (parts[1], parts[0])
    if not caps or caps != list(range(caps[0], caps[-1] + 1)):
        return "", ""
    start = caps[0]
    while start and parts[start - 1].lower() in columns.NAMES["words"]["particles"]:
        start -= 1  # « Paul de la BLAGUE »
    given = [*parts[:start], *parts[caps[-1] + 1 :]]
    return " ".join(given), " ".join(parts[start : caps[-1] + 1])


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and not word.endswith(".")


def _join_hours(line: Line) -> None:
    """Put the hours that have cells of their own with the day of a meeting."""
    start, end = line.cells.get("start", ""), line.cells.get("end", "")
    hours = {name: line.cells.pop(f"{name}.time", "") for name in ("start", "end")}
    if parsing.clock(end):
        hours["end"] = end
    if found := parsing.hours(f"{start} {hours['start']}"):
        start, hours["start"], last = found
        hours["end"] = hours["end"] or last
    day = _HOUR_AFTER.split(start, maxsplit=1)[0]
    line.cells |= {name: f"{day} {hour}".strip() for name, hour in hours.items() if hour}


# --- data ---------------------------------------------------------------------------------


def short(text: str) -> str:
    """Return a text as a message shows it: on a line, cut after sixty signs."""
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def nested(flat: Mapping[str, Any]) -> Data:
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
