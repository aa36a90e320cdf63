"""What a cell means for a field: dates as the French write them, labels for keys, names for ids.

A cell that could mean two things is refused with what it could mean.
"""

import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from generator.club import Club
from generator.core.findings import did_you_mean
from generator.core.text import fold
from generator.records import fixed_values, is_list, labels, parsing, takes
from generator.records.fields import Choice, Words
from generator.records.types import Moment, PartialDate, RefTo, TermOf, WebAddress

# What people write before a name.
CIVILITY = re.compile(
    r"^\s*(?:(?:mme|mlle|mr|m|me|mm|dr|pr|monsieur|madame|mademoiselle|ma[iî]tre|docteur)\b\.?\s+)+"
    r"(?:(?:le|la|l['’])\s*(?:maire|adjointe?|pr[ée]sidente?)\s+)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—•▪*]\s+|\d{1,2}\s?[.)°]\s+)")
# What a cell says when it has nothing to say; a text may mean it.
_NOTHING = frozenset(
    {"", "nc", "n c", "na", "n a", "so", "s o", "neant", "sans objet", "inconnu", "inconnue"}
    | {"non communique", "non renseigne", "non concerne", "a completer", "ne sait pas", "ras"}
)
_ERRORS = re.compile(
    r"#(?:N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NOMBRE!|NULL!|NUL!|FORMULE!|SPILL!|CALC!|#+)",
    re.IGNORECASE,
)
# What a cell says around a date.
_BEFORE_DATE = re.compile(r"^(?:['’]|depuis(?:\s+le)?\s+|à partir du\s+)", re.IGNORECASE)
_DAY_AND_TIME = re.compile(
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2})[T ]\d{1,2}[h:].*"
)
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?")  # days since the end of 1899: from 1954 to 2091
_ROUNDED = re.compile(r"\d\s*[km]|^\D*$", re.IGNORECASE)  # « 12 k€ », « deux »
_BETWEEN = re.compile(r"\n|;|\|")


class CellError(Exception):
    """A cell that cannot be understood: what is wrong, and what to do, in French.

    `part` is what is wrong in it, when it holds several things; `probable` what it may well mean.
    """

    def __init__(self, why: str, todo: str, part: str = "", probable: str = "") -> None:
        super().__init__(why)
        self.why, self.todo, self.part, self.probable = why, todo, part, probable


@dataclass(slots=True)
class Reader:
    """Reads cells with what the club knows; `notes` gathers what had to be understood.

    `coming` are ids, by kind, that the table itself brings: its rows may name each other.
    """

    club: Club
    notes: list[str] = field(default_factory=list)
    coming: dict[str, set[str]] = field(default_factory=dict)

    def read(self, text: str, annotation: Any, markers: Iterable[object]) -> str | list[str]:
        """Return a cell as a source would write it. Raises CellError."""
        one = self._reader(annotation, list(markers))
        if not is_list(annotation):
            return one(text)
        if one is _text:
            return [
                _text(part) for line in text.split("\n") if (part := _BULLET.sub("", line).strip())
            ]
        found: list[str] = []
        for part in self._parts(text, one):
            if bare := _BULLET.sub("", part).strip():
                try:
                    found.append(one(bare))
                except CellError as error:
                    raise CellError(error.why, error.todo, bare) from None
        return list(dict.fromkeys(found))

    def _parts(self, text: str, one: Callable[[str], str]) -> list[str]:
        """Cut a cell that holds several keys; a comma cuts too, unless a label has one."""
        found: list[str] = []
        for part in _BETWEEN.split(text):
            try:
                one(part.strip())
                found.append(part)
            except CellError:
                found += part.split(",")
        return [piece for part in found for piece in _cut(part, one)]

    def _reader(self, annotation: Any, markers: list[object]) -> Callable[[str], str]:
        for marker in markers:
            if isinstance(marker, TermOf):
                return lambda text: self._term(text, marker.name)
            if isinstance(marker, RefTo):
                return lambda text: self._record(text, marker.kind)
        if choices := _choices(annotation, markers):
            return lambda text: _choice(text, choices)
        if any(isinstance(marker, WebAddress) for marker in markers):
            return _address
        for type_, read in _TYPES:
            if takes(annotation, type_):
                return lambda text: self._said(text, read)
        return _text

    def _said(self, text: str, read: Callable[[str], str]) -> str:
        """Read a date or a number, and say how when there was more than one way to write it."""
        try:
            said = read(text)
        except CellError as error:
            said = error.probable
            if not said:
                raise
        else:
            if read is not amount or not _ROUNDED.search(text):
                return said
        self.notes.append(f"« {text} » lu {said}")
        return said

    def _term(self, text: str, name: str) -> str:
        terms = self.club.vocabularies.get(name, {})
        if text in terms:
            return text
        bare = re.sub(r"^\d+(er|ere|eme|e|nd|nde) (?=\w)", "", fold(text))  # « 2e adjoint »
        found = labels.terms(bare, terms)
        if len(found) == 1:
            return found[0]
        near = labels.near(bare, {key: term.label for key, term in terms.items()})
        hint = f"vouliez-vous dire « {terms[near].label} » ?" if near else ""
        if len(found) > 1:
            hint = f"choisissez entre {', '.join(found)}"
        raise CellError(
            f"n’est pas dans vocabularies/{name}.yaml",
            hint or "employez un libellé ou une clé de ce vocabulaire",
        )

    def _record(self, text: str, kind: str) -> str:
        if text in self.club.known[kind] or text in self.coming.get(kind, ()):
            return text
        person = kind in {"member", "contact"}
        found = self.club.named(kind, CIVILITY.sub("", text) if person else text)
        if len(found) == 1:
            return found[0]
        if found:
            several = "de plusieurs personnes" if person else "de plusieurs fiches"
            raise CellError(f"est le nom {several}", f"écrivez l’identifiant : {', '.join(found)}")
        # Someone who left is never taken for another whose name is nearly theirs.
        near = "" if person else did_you_mean(text, self.club.known[kind])
        raise CellError(
            "ne désigne aucune fiche",
            near or "retirez-la de la cellule, ou écrivez un identifiant existant",
        )


def _cut(part: str, one: Callable[[str], str]) -> list[str]:
    """Cut « Jeunesse / Culture et sport » where a bar or « et » does, if each piece is understood."""
    pieces = re.split(r"\s*/\s*|\s+et\s+", part.strip())
    try:
        one(part.strip())
    except CellError:
        pass
    else:
        return [part]
    try:
        for piece in pieces:
            one(piece)
    except CellError:
        return [part]
    return pieces


def words(name: str) -> str:
    """Return the words of a name in order, to compare it whichever comes first."""
    return " ".join(sorted(fold(name).split()))


def _text(text: str) -> str:
    return " ".join(re.split(r"[ \t\n]+", text))


def _address(text: str) -> str:
    return f"https://{text}" if text.lower().startswith("www.") else text


def partial_date(text: str) -> str:
    """Return a date in ISO 8601; day before month, as the French write it. Raises CellError."""
    bare = _BEFORE_DATE.sub("", text.strip())
    if match := _DAY_AND_TIME.fullmatch(bare):
        bare = match[1]
    try:
        return parsing.day(bare)
    except parsing.UnreadError as error:
        probable = error.probable
        if _SERIAL.fullmatch(bare):
            probable = (date(1899, 12, 30) + timedelta(days=int(float(bare)))).isoformat()
        todo = _in_a_cell(error, "écrivez JJ/MM/AAAA ou AAAA-MM-JJ")
        raise CellError(error.why, todo, probable=probable) from None


def _in_a_cell(error: parsing.UnreadError, form: str) -> str:
    """Return what to do in a spreadsheet, where a date is written as the French do."""
    if error.why == parsing.PERIOD:
        return "mettez le début et la fin dans deux colonnes"
    return form if "AAAA" in error.todo else error.todo


def clock(text: str) -> str:
    """Return a time of day as `18:30`, or an empty text."""
    return parsing.clock(text)


def broken(text: str) -> bool:
    """Whether a cell shows an error of the spreadsheet: `#N/A`."""
    return bool(_ERRORS.fullmatch(text))


def is_nothing(text: str) -> bool:
    """Whether a cell says that it has nothing to say: « NC », « - », « ? »."""
    return fold(text) in _NOTHING


def is_free(annotation: Any, markers: Iterable[object]) -> bool:
    """Whether any words can be a value."""
    marked = any(isinstance(m, (TermOf, RefTo)) for m in markers)
    typed = any(takes(annotation, type_) for type_, _ in _TYPES)
    return not (marked or typed or fixed_values(annotation))


def moment(text: str) -> str:
    """Return a date, with its time when one is given, in ISO 8601. Raises CellError."""
    try:
        return parsing.moment(_BEFORE_DATE.sub("", text.strip()))
    except parsing.UnreadError as error:
        with suppress(ValueError):
            return Moment.parse(text.strip()).text  # with its zone
        todo = _in_a_cell(error, "écrivez JJ/MM/AAAA HH:MM")
        raise CellError(error.why, todo, probable=error.probable) from None


def amount(text: str) -> str:
    """Return a whole number in digits; thousands may be set apart. Raises CellError."""
    try:
        return parsing.number(text.strip().removeprefix("'").removeprefix("’"))
    except parsing.UnreadError as error:
        raise CellError(error.why, error.todo, probable=error.probable) from None


_TYPES: tuple[tuple[type, Callable[[str], str]], ...] = (
    (PartialDate, partial_date),
    (Moment, moment),
    (int, amount),
)


def _choices(annotation: Any, markers: Iterable[object]) -> Choice:
    """Return the values of a choice, whose words may be among the markers of its field."""
    values = fixed_values(annotation)
    words = next((m.words for m in markers if isinstance(m, Words)), values.words)
    return Choice(values, words)


def _choice(text: str, choices: Choice) -> str:
    if found := labels.value(text, choices):
        return found
    named = labels.of(choices)
    near = labels.near(text, named)
    if near:
        hint = f"vouliez-vous dire « {named[near]} » ?"
    else:
        hint = f"valeurs possibles : {', '.join(named.values())}"
    raise CellError("n’est pas une valeur prévue", hint)


def is_one_of(text: str, choices: Choice) -> bool:
    """Whether a text surely means one of the values fixed by a model."""
    try:
        _choice(text, choices)
    except CellError:
        return False
    return True


def is_after(one: str, other: str) -> bool:
    """Whether a partial date starts after another ends."""
    return PartialDate.parse(one).first > PartialDate.parse(other).last


def compatible(one: str, other: str) -> bool:
    """Whether two partial dates may be the same day: `2020` and `2020-05-18`."""
    a, b = PartialDate.parse(one), PartialDate.parse(other)
    return a.first <= b.last and b.first <= a.last


def titled(name: str) -> str:
    """Return a name in small letters with capitals: `LE GALL-DUPONT` -> `Le Gall-Dupont`."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), name)
