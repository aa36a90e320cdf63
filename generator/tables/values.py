"""What a text means for a field: dates as the French write them, labels for keys, names for ids.

One reading, for a cell of a table and for an answer to `club new`. A text that could mean two
things is refused with what it could mean.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, timedelta

from generator.club import Club
from generator.core.findings import did_you_mean
from generator.core.text import fold
from generator.kinds import KINDS, Term
from generator.records import labels, parsing
from generator.records.description import Description
from generator.records.types import Moment
from generator.tables import columns

# What people write before a name.
CIVILITY = re.compile(
    r"^\s*(?:(?:mme|mlle|mr|m|me|mm|dr|pr|monsieur|madame|mademoiselle|ma[iî]tre|docteur)\b\.?\s+)+"
    r"(?:(?:le|la|l['’])\s*(?:maire|adjointe?|pr[ée]sidente?)\s+)?",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-–—•▪*]\s+|\d{1,2}\s?[.)°]\s+)")
_ERRORS = re.compile(r"#(?:[A-ZÉ]+(?:/[A-Z0])?[!?]?|DIV/0!|#+)", re.IGNORECASE)
_IN_1905 = re.compile(r"\d\d?[-/.]\d\d?[-/.]1905|1905-\d\d-\d\d", re.ASCII)
_BEFORE_DATE = re.compile(r"^(?:['’]|depuis(?:\s+le)?\s+|à partir du\s+)", re.IGNORECASE)
_DAY_AND_TIME = re.compile(
    r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}[/.\-]\d{1,2}[/.\-]\d{1,2})[T ]\d{1,2}[h:].*"
)
_RANK = re.compile(r"^\d+(er|ere|eme|e|nd|nde) (?=\w)")  # « 2e adjoint »
SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?", re.ASCII)  # days of spreadsheets: from 1954 to 2091
ORIGIN = date(1899, 12, 30)  # their day 0, but for their 29 February 1900
# What stands between several values, the surest first; the last when each piece is understood.
_BETWEEN = (r"[\n;|]", r",", r"\s*/\s*|\s+et\s+|\s+-\s+")
_FREE = {"line", "url", "contact"}


class CellError(Exception):
    """A text that cannot be understood: what is wrong, and what to do, in French.

    `part` is what is wrong in it, when it holds several things.
    """

    def __init__(self, why: str, todo: str, part: str = "") -> None:
        super().__init__(why)
        self.why, self.todo, self.part = why, todo, part


@dataclass(slots=True)
class Reader:
    """Reads texts with what the club knows; `notes` gathers what had to be understood.

    `coming` are ids, by kind, that the table itself brings: its rows may name each other.
    """

    club: Club
    notes: list[str] = field(default_factory=list)
    coming: dict[str, set[str]] = field(default_factory=dict)

    def read(self, leaf: Description, text: str, units: str = "") -> str | list[str]:
        """Return a text as a source would write it; `units` are those of a number.

        Raises CellError.
        """
        if not leaf.many:
            return self.one(leaf, text, units)
        found = []
        for part in self.parts(leaf, text):
            try:
                found.append(self.one(leaf, part))
            except CellError as error:
                raise CellError(error.why, error.todo, part) from None
        return list(dict.fromkeys(found))

    def parts(self, leaf: Description, text: str) -> list[str]:
        """Cut a text that holds several values, without what lists them."""
        cut = text.split("\n") if leaf.type in _FREE else self._cut(leaf, text, _BETWEEN)
        return [bare for part in cut if (bare := _BULLET.sub("", part).strip())]

    def _cut(self, leaf: Description, text: str, marks: tuple[str, ...]) -> list[str]:
        if not marks or self._reads(leaf, _BULLET.sub("", text).strip()):
            return [text]
        parts = re.split(marks[0], text.strip())
        if len(marks) == 1 and not all(self._reads(leaf, part) for part in parts):
            return [text]
        return [piece for part in parts for piece in self._cut(leaf, part, marks[1:])]

    def _reads(self, leaf: Description, text: str) -> bool:
        with suppress(CellError):
            self.one(leaf, text)
            return True
        return False

    def one(self, leaf: Description, text: str, units: str = "") -> str:
        """Return one value as a source would write it. Raises CellError."""
        match leaf.type:
            case "term":
                return self._term(text, leaf.of)
            case "ref":
                return self._record(text, leaf.of)
            case "choice":
                if found := labels.value(text, leaf.values):
                    return found
                raise CellError("n’est pas une valeur prévue", _near(text, labels.of(leaf.values)))
            case "date" | "moment" | "count":
                return self._typed(leaf.type, text, units)
            case "url" if text.lower().startswith("www."):
                return f"https://{text}"
        return " ".join(re.split(r"[ \t\n]+", text))

    def _typed(self, type_: str, text: str, units: str) -> str:
        """Read a date or a number; note how when there was more than one way to write it."""
        try:
            found = typed(type_, text, units)
        except parsing.UnreadError as error:
            if not error.probable:
                raise CellError(error.why, error.todo) from None
            found = error.probable
        else:
            if type_ != "count" or found in re.sub(r"[\s._]", "", text):
                return found
        self.notes.append(f"« {text} » lu {found}")
        return found

    def _term(self, text: str, name: str) -> str:
        terms = self.club.vocabularies.get(name, {})
        bare = _RANK.sub("", fold(text))
        found = (text,) if text in terms else labels.terms(bare, terms) or _coded(bare, terms)
        if len(found) == 1:
            return found[0]
        todo = f"choisissez entre {', '.join(found)}" if found else ""
        todo = todo or _near(bare, {key: term.label for key, term in terms.items()})
        raise CellError(f"n’est pas dans vocabularies/{name}.yaml", todo)

    def _record(self, text: str, kind: str) -> str:
        known = self.club.known[kind]
        if text in known or text in self.coming.get(kind, ()):
            return text
        person = kind in {"member", "contact"}
        found = self.club.named(kind, CIVILITY.sub("", text) if person else text)
        if len(found) == 1:
            return found[0]
        if found:
            raise CellError("désigne plusieurs fiches", f"écrivez {' ou '.join(found)}")
        # Someone who left is never taken for another whose name is nearly theirs.
        near = "" if person else did_you_mean(text, known)
        todo = near or "retirez ce nom, ou écrivez un identifiant ou un nom qui y est"
        raise CellError(f"n’existe pas dans {KINDS[kind].source}", todo)


def _coded(bare: str, terms: Mapping[str, Term]) -> tuple[str, ...]:
    """Return the terms that have a folded code in the vocabularies of others."""
    codes = {k: (t.decider_ensemble, t.participedia, t.decidim) for k, t in terms.items()}
    return tuple(k for k, given in codes.items() if bare in {fold(code) for code in given if code})


def _near(text: str, named: Mapping[str, str]) -> str:
    near = labels.near(text, named)
    return f"vouliez-vous dire « {named[near]} » ({near}) ?" if near else labels.listed(named, 12)


def typed(type_: str, text: str, units: str = "") -> str:
    """Return a date (ISO 8601; day before month, as the French write it), or a number in digits.

    Raises parsing.UnreadError.
    """
    bare = _BEFORE_DATE.sub("", text.strip())
    if type_ == "count":
        if _IN_1905.fullmatch(bare):
            _no_number(parsing.day(bare))
        return parsing.number(bare, units) if units else parsing.number(bare)
    if type_ == "date" and (match := _DAY_AND_TIME.fullmatch(bare)):
        bare = match[1]
    try:
        found = parsing.moment(bare) if type_ == "moment" else parsing.day(bare)
        return _no_number(found)
    except parsing.UnreadError as error:
        if type_ == "moment":
            with suppress(ValueError):
                return Moment.parse(bare).text  # with its zone
        elif SERIAL.fullmatch(bare):
            error.probable = (ORIGIN + timedelta(days=int(float(bare)))).isoformat()
        raise


def _no_number(day: str) -> str:
    """Return a date, but one of 1905: of a year, a spreadsheet may have made the 2,021st day."""
    days = (date.fromisoformat(day) - ORIGIN).days if re.fullmatch(r"1905-..-..", day) else 0
    if 1900 <= days <= 2100:
        raise parsing.UnreadError("est le nombre d’une année", "écrivez l’année", str(days))
    return day


def broken(text: str) -> bool:
    """Whether a cell shows an error of the spreadsheet: `#N/A`."""
    return bool(_ERRORS.fullmatch(text))


def is_nothing(leaf: Description | None, text: str) -> bool:
    """Whether a cell has nothing to say: « NC », « - », « ? »; a free text may mean it."""
    bare = fold(text)
    return not (leaf and leaf.type in _FREE) and (not bare or bare in columns.WORDS["nothing"])


def titled(name: str) -> str:
    """Return a name in small letters with capitals: `LE GALL-DUPONT` -> `Le Gall-Dupont`."""
    if name != name.upper():
        return name
    return re.sub(r"[^\W\d_]+", lambda m: m[0][0] + m[0][1:].lower(), name)
