"""A row of a table read into fields: cells by target, then values, then a place.

What cannot be understood is refused with its column and its value; several columns may say one
thing together (a commune, its code, its département).
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.club import Club
from generator.core.text import fold
from generator.kinds.meeting import MeetingFormat
from generator.kinds.view import when
from generator.records import functions
from generator.records.fields import fixed_values
from generator.records.types import PartialDate
from generator.sources.strict_yaml import Value
from generator.tables import columns
from generator.tables.columns import Column, Leaf
from generator.tables.reading import Row
from generator.tables.values import (
    CIVILITY,
    CellError,
    Reader,
    broken,
    clock,
    is_free,
    is_nothing,
    is_one_of,
    titled,
)
from generator.territory.gazetteer import Located, Unsure, described, gazetteer
from generator.territory.geo import Place

Data = dict[str, Value]
# Asked of a person who can answer: what is unsure, and the choices; None for no answer.
Choose = Callable[[str, Sequence[Place]], Place | None]
_HOW = {
    "commune": "écrivez son nom et son département, ou son code Insee",
    "epci": "écrivez son nom officiel, ou son numéro Siren",
    "departement": "écrivez son nom ou son numéro",
    "region": "écrivez son nom officiel",
}
_PEOPLE = re.compile(r"personne|participant|habitant|votant|inscrit", re.IGNORECASE)
_MONEY = re.compile(r"€|euro|\beur\b", re.IGNORECASE)
PARTIAL_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_BEFORE_HOURS = re.compile(r"^\s*(?:de|à|vers|dès)\s+", re.IGNORECASE)
_HOURS = re.compile(r"\s*(?:[-–—]|\bà\b|\bjusqu['’]à\b)\s*", re.IGNORECASE)
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


def _sort_out(line: Line) -> None:
    """Put in its own field what a column surely holds of another.

    A number among those present is how many they were; « visio » as a type is the form.
    """
    moves = (
        ("attendees", "attendance", lambda text: text.strip().isdecimal()),
        ("kind", "format", lambda text: is_one_of(text, fixed_values(MeetingFormat))),
    )
    for here, there, surely in moves:
        text = line.cells.get(here, "")
        if text and there not in line.cells and surely(text):
            line.cells[there] = line.cells.pop(here)
            name = line.names[here]
            line.names = {**line.names, there: name}
            line.notes.append(
                f"{name} : « {text} » lu comme « {columns.header('meeting', there)} »"
            )


def _complete(line: Line, found: dict[str, Any], today: date) -> None:
    """Give a meeting what its table has no column for: a title from its day, that it was held.

    Of a past day, who came and what was decided is known because it was.
    """
    try:
        day = PartialDate.parse(str(found.get("start", ""))[:10])
    except ValueError:
        return
    if not {"title", "id"} & line.names.keys() and (said := when(day)):
        found["title"] = f"Réunion du {said.text}"
        line.notes.append(f"aucune colonne ne donne le titre : « {found['title']} »")
    told = next((name for name in ("attendees", "attendance", "decisions") if name in found), "")
    if told and day.last <= today and not {"status", "id"} & line.names.keys():
        found["status"] = "held"
        line.notes.append(f"{line.names[told]} : la réunion est dite tenue")


_TOTAL = re.compile(r"(?:sous )?(?:total|totaux|moyenne|somme|nombre total)\b.*")
_YES = frozenset({"oui", "o", "x", "1", "y", "yes", "vrai", "true", "coche", "selected"})


def from_rows(rows: Iterable[Row], known: Sequence[Column]) -> Iterator[Line]:
    """Yield the rows of a table whose columns are known.

    A line of totals, or without anything in a column that is read, has a note and no cell.
    """
    names = {column.target: column.name for column in known if column.target}
    for row in rows:
        cells: dict[str, str] = {}
        notes: list[str] = []
        for column, value in zip(known, row.cells, strict=True):
            if not (column.target and value):
                continue
            said = _ticked(column, value, notes) if column.choice else value
            # Several columns may fill one list: boxes to tick, or those that a mapping says.
            cells[column.target] = "\n".join(filter(None, [cells.get(column.target), said]))
        cells = {target: value for target, value in cells.items() if value}
        first, *others = [cell for cell in row.cells if cell]
        numbers = all(re.fullmatch(r"[\d\s.,€%-]+|#FORMULE!", cell) for cell in others)
        if not cells or (_TOTAL.fullmatch(fold(first)) and numbers):
            what = "un total" if cells else "rien dans les colonnes lues"
            yield Line(row.number, names, {}, notes=[f"ligne laissée de côté : {what}"])
        else:
            yield Line(row.number, names, cells, notes=notes)


def _ticked(column: Column, value: str, notes: list[str]) -> str:
    """Return the choice of a box that is ticked."""
    bare = fold(value)
    if bare in _YES or bare == fold(column.choice):
        return column.choice
    if bare not in {"non", "n", "0", "no", "faux", "false"}:
        notes.append(f"{column.name} : « {value} » n’est ni oui ni non ; laissé de côté")
    return ""


class LineReader:
    """Reads rows of one kind. `choose` settles what is unsure, when there is someone to ask."""

    def __init__(self, club: Club, kind: str, choose: Choose | None, today: date) -> None:
        self._kind, self._choose, self._today = kind, choose, today
        self._reader = Reader(club)
        self._leaves = columns.patterns(kind)

    def expect(self, ids: Iterable[str]) -> None:
        """Take note of the ids that the table itself brings."""
        self._reader.coming[self._kind] = set(ids)

    def read(self, line: Line) -> None:
        """Fill the data and the texts of a row from its cells; refuse what is not understood."""
        found: dict[str, Any] = {}
        self._mandates: dict[str, Mapping[str, str]] = {}
        self._sift(line)
        if self._kind == "meeting":
            _sort_out(line)
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
                found |= self._value(line, target, text, leaf)
            except CellError as error:
                line.refuse(target, f"« {_short(error.part or text)} » {error.why}", error.todo)
        if self._kind == "meeting":
            self._times(line, found)
            _complete(line, found, self._today)
        self._functions(line, found)
        self._places(line, found)
        self._people(line, found)
        line.data = _nested(found)

    def _sift(self, line: Line) -> None:
        """Take away the cells that say nothing (« NC »); refuse those that a spreadsheet broke."""
        for target, text in list(line.cells.items()):
            leaf = self._leaves.get(columns.pattern(target))
            place = target in columns.extras(self._kind) or target.endswith("area")
            free = not place and (leaf is None or is_free(leaf.annotation, leaf.markers))
            if broken(text):
                line.refuse(target, "erreur du tableur", "corrigez la cellule, ou videz-la")
            elif free or not is_nothing(text):
                continue
            else:
                name = line.names.get(target, target)
                line.notes.append(f"{name} : « {text} » lu comme une case vide")
            del line.cells[target]

    def _value(self, line: Line, target: str, text: str, leaf: Leaf) -> dict[str, Any]:
        """Return what a cell says, by target; nothing for « NC » and its like. Raises CellError."""
        if target == "end" and self._kind == "meeting" and clock(text):
            return {"end": text}
        if target.startswith("cost.") and _PEOPLE.search(text):
            raise CellError("n’est pas un montant", "écrivez des euros : 12500")
        if target.partition(".")[0] in {"participants", "attendance"} and _MONEY.search(text):
            raise CellError("est un montant, pas un nombre de personnes", "écrivez un nombre : 120")
        try:
            return {target: self._reader.read(text, leaf.annotation, leaf.markers)}
        except CellError:
            told = functions.understood(text)
            if not target.endswith(".role") or not (told.roles or told.todo):
                raise
            if not told.roles:
                raise CellError(told.why, told.todo) from None
            self._mandates[target.removesuffix("role")] = told.roles
            label = f"{target.removesuffix('role')}label"
            return {} if label in line.cells else {label: " ".join(text.split())}
        finally:
            line.notes += self._reader.notes
            self._reader.notes.clear()

    def _times(self, line: Line, found: dict[str, Any]) -> None:
        """Put the hours that have columns of their own with the day of a meeting."""
        start = str(found.get("start", ""))
        said = _BEFORE_HOURS.sub("", line.cells.get("start.time", ""))
        first, last = (*_HOURS.split(said, maxsplit=1), "")[:2]
        given = {
            "start": first,
            "end": line.cells.get("end.time", last) or str(found.get("end", "")),
        }
        for name, text in given.items():
            if not text.strip() or (name == "end" and "T" in text) or is_nothing(text):
                continue
            hour = clock(text)
            origin = f"{name}.time" if f"{name}.time" in line.cells else name
            if name == "end" and not hour and text == found.get("end"):
                continue  # a day
            if not hour:
                line.refuse(origin, f"« {text} » n’est pas une heure", "écrivez 18:30 ou 18h30")
            elif not PARTIAL_DAY.fullmatch(start[:10]):
                line.refuse("start", "une heure sans jour", "donnez le jour : JJ/MM/AAAA")
            elif name == "end" or "T" not in start:
                found[name] = f"{start[:10]}T{hour}"

    def _functions(self, line: Line, found: dict[str, Any]) -> None:
        """Take the mandate from the function, where no column gives it; keep its words."""
        known = self._reader.club.vocabularies.get("mandates", {})
        for target in list(line.cells):
            before, _, name = target.rpartition(".")
            if name != "label" or not before.startswith("memberships."):
                continue
            before += "."
            if f"{before}role" in line.cells:
                continue
            told = functions.understood(line.cells[target])
            if told.roles:
                self._mandates[before] = told.roles
            else:
                todo = told.todo or f"donnez-le dans une colonne « Mandat » : {', '.join(known)}"
                line.refuse(target, f"« {_short(line.cells[target])} » {told.why}", todo)
        for before, roles in self._mandates.items():
            said = {role for role in roles.values() if role in known}
            if len(roles) == 1 and said:
                found[f"{before}role"] = next(iter(said))
            elif not said:
                missing = next(iter(roles.values()))
                line.refuse(
                    f"{before}role" if f"{before}role" in line.names else f"{before}label",
                    f"« {missing} » n’est pas dans vocabularies/mandates.yaml",
                    f"employez l’un de ses mandats : {', '.join(known)}",
                )

    def _places(self, line: Line, found: dict[str, Any]) -> None:
        """Read the columns that say where it is: areas, then names and codes of each kind."""
        if self._kind == "meeting":
            return
        given = [t for t in line.cells if t.split(".")[-1] == "area"]
        for target in given:
            before = target.removesuffix("area")
            kinds = self._kinds_of(before, found)
            hint = _hint(line) if target in {"area", "memberships.0.area"} else ""
            place = self._anywhere(line.cells[target], kinds, hint)
            self._settle(
                line, target, target, self._agreed(place, before, line.cells[target]), found
            )
        first = "memberships.0." if self._kind == "member" else ""
        ranks = dict.fromkeys([first, *_ranks({**found, **line.cells}), *self._mandates])
        for before in ranks if self._kind == "member" else (first,):
            if f"{before}area" not in given:
                self._by_columns(line, before, found)
        for before, roles in self._mandates.items():
            kind = str(found.get(f"{before}area", "")).partition(":")[0]
            if kind in roles:
                found[f"{before}role"] = roles[kind]
        self._told_place(line, first, found)

    def _kinds_of(self, before: str, found: Mapping[str, Any]) -> tuple[str, ...]:
        """Return the kinds of area that a mandate may be of, the most likely first."""
        return tuple(self._mandates.get(before, ())) or kinds(str(found.get(f"{before}role", "")))

    def _by_columns(self, line: Line, before: str, found: dict[str, Any]) -> None:
        """Read the place of a mandate, or of a practice, from the columns of places."""
        role = str(found.get(f"{before}role", ""))
        kinds = self._kinds_of(before, found)
        for kind in kinds:
            code, name = line.cells.get(f"{kind}.code", ""), line.cells.get(kind, "")
            if kind == "departement" and not role.endswith("departement") and _has_narrower(line):
                continue
            if code or name:
                hint = _hint(line) if kind == "commune" else ""
                place = gazetteer().resolve(name, kind=kind, code=code, departement=hint)
                origin = kind if name else f"{kind}.code"
                self._settle(line, origin, f"{before}area", place, found)
                return
        code, name = line.cells.get("commune.code", ""), line.cells.get("commune", "")
        if "commune" not in kinds and (code or name):
            told = [gazetteer().resolve(name, kind=kind) for kind in kinds] if name else []
            sure = [one for one in told if isinstance(one, Located)]
            if len(sure) == 1:  # « Gers », of a département, in the column of communes
                self._settle(line, "commune", f"{before}area", sure[0], found)
                return
            place = gazetteer().resolve(name, code=code, departement=_hint(line))
            self._settle(line, "commune", f"{before}area", self._wider(place, kinds, name), found)

    def _told_place(self, line: Line, before: str, found: dict[str, Any]) -> None:
        """Use, or compare, the commune that the function of a mayor names."""
        told = functions.place_told(line.cells.get(f"{before}label", ""))
        if not told or not before:
            return
        place = gazetteer().resolve(told, departement=_hint(line))
        area = found.get(f"{before}area")
        if not area and not any(t in columns.PLACES or t.endswith("area") for t in line.cells):
            self._settle(line, f"{before}label", f"{before}area", place, found)
        elif area and isinstance(place, Located) and place.place.area != area:
            here = self._reader.club.place(area)
            line.refuse(
                f"{before}label",
                f"la fonction dit « {told} », la ligne {described(here) if here else area}",
                "corrigez l’une des deux",
            )

    def _agreed(self, place: Located | Unsure, before: str, text: str) -> Located | Unsure:
        """Return a place that agrees with the function of its row, else what it may be."""
        roles = self._mandates.get(before)
        if not roles or not isinstance(place, Located) or place.place.kind in roles:
            return place
        return self._wider(place, tuple(roles), text)

    def _wider(self, place: Located | Unsure, kinds: Sequence[str], text: str) -> Located | Unsure:
        """Return the territories of some kinds that a commune lies in, as a choice."""
        if not isinstance(place, Located):
            return place
        one = place.place
        areas = [f"{kind}:{code}" for kind in kinds if (code := getattr(one, kind, ""))]
        found = [p for area in areas if (p := self._reader.club.place(area))]
        what = {
            "commune": "une commune",
            "epci": "une intercommunalité",
            "departement": "un département",
            "region": "une région",
        }
        *others, last = [what[kind] for kind in kinds]
        wanted = f"{', '.join(others)} ou {last}" if others else last
        return Unsure(
            f"ce mandat s’exerce dans {wanted}, pas dans « {text} »", tuple(found), choice=True
        )

    def _anywhere(self, text: str, kinds: Sequence[str], hint: str) -> Located | Unsure:
        """Return the place a text means, of whatever kind; unsure when it is one of several."""
        found = gazetteer().anywhere(text, kinds, departement=hint)
        if isinstance(found, Unsure) and not found.candidates and "commune" not in kinds:
            commune = gazetteer().resolve(text, departement=hint)
            if isinstance(commune, Located):
                return self._wider(commune, kinds, text)
        return found

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
            kind = next(iter(self._kinds_of(target.removesuffix("area"), found)), "commune")
            told = place.remedy("écrivez dans cette cellule")
            line.refuse(origin, place.why, told or _HOW[kind])

    def _ask(self, unsure: Unsure) -> Place | None:
        if self._choose is None or not unsure.candidates:
            return None
        return self._choose(unsure.why, unsure.candidates)

    def _people(self, line: Line, found: dict[str, Any]) -> None:
        """Read the columns that say several fields of a person at once."""
        if name := line.cells.get("name"):
            given, family = _split_name(CIVILITY.sub("", name), line.names.get("name", ""))
            if family and given:
                if not any(_is_capitals(word) for word in family.split()):
                    line.notes.append(
                        f"prénom « {given} », nom « {family} », dans l’ordre de la colonne"
                    )
                found.setdefault("given_name", given)
                found.setdefault("family_name", titled(family))
            elif "given_name" not in found:
                line.refuse(
                    "name",
                    f"« {name} » : où finit le prénom ?",
                    "écrivez le nom de famille en capitales, ou faites deux colonnes",
                )
        if usage := line.cells.get("usage_name"):
            birth = found.get("family_name")
            if birth and fold(str(birth)) != fold(usage):
                line.notes.append(f"nom d’usage « {usage} » retenu, non « {birth} »")
            found["family_name"] = " ".join(usage.split())
        rank = sum(1 for t in found if re.fullmatch(r"contact_details\.\d+\.value", t))
        for kind in ("email", "phone"):
            if value := line.cells.get(kind):
                if kind == "phone" and _NO_ZERO.fullmatch(value):
                    line.notes.append(f"téléphone « {value} » lu 0{value}")
                    value = f"0{value}"
                found[f"contact_details.{rank}.type"] = kind
                found[f"contact_details.{rank}.value"] = value
                rank += 1


def _ranks(cells: Iterable[str]) -> Iterator[str]:
    """Yield the beginnings of the targets of mandates: `memberships.1.`."""
    for target in cells:
        if match := re.match(r"memberships\.\d+\.(?=role|label)", target):
            yield match[0]


def _split_name(name: str, header: str) -> tuple[str, str]:
    """Return the given and the family name of a whole name, "" when unsure.

    Its capitals tell them; else, of two words, a column named « Prénom et nom ». Under « Nom et
    prénom », people write either order.
    """
    parts = name.split()
    caps = [i for i, word in enumerate(parts) if _is_capitals(word)]
    if not caps or caps != list(range(caps[0], caps[-1] + 1)):
        natural = fold(header).startswith("prenom") and not caps and len(parts) == 2
        return (parts[0], parts[1]) if natural else ("", "")
    first = caps[0]
    while first and parts[first - 1].lower() in _PARTICLES:  # « Paul de la BLAGUE »
        first -= 1
    given = [*parts[:first], *parts[caps[-1] + 1 :]]
    return " ".join(given), " ".join(parts[first : caps[-1] + 1])


def _is_capitals(word: str) -> bool:
    return len(word) > 1 and word == word.upper() and not word.endswith(".")


_PARTICLES = frozenset(
    [
        "de",
        "du",
        "des",
        "la",
        "le",
        "les",
        "d'",
        "d’",
        "van",
        "von",
        "den",
        "der",
        "da",
        "di",
        "del",
        "el",
        "ben",
    ]
)


def _short(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"


def kinds(role: str) -> tuple[str, ...]:
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
