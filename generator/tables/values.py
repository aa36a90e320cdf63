"""What a cell means for a field: dates as the French write them, labels for keys, names for ids.

A cell that could mean two things is refused with what it could mean.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any, Literal, get_args, get_origin

from generator.club import Club
from generator.findings import did_you_mean
from generator.geo import fold
from generator.records import Contact, Member, is_list, takes
from generator.records.types import Moment, PartialDate, RefTo, TermOf, WebAddress
from generator.views.common import STATUS_LABELS
from generator.views.meetings import FORMAT_LABELS, KIND_LABELS

MONTHS = (
    *("janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout"),
    *("septembre", "octobre", "novembre", "decembre"),
)
# What people write for the fixed values of the contract, beside the values themselves.
_LABELS = STATUS_LABELS | FORMAT_LABELS | KIND_LABELS
_MORE = {
    "en cours": "ongoing",
    "terminee": "completed",
    "termine": "completed",
    "achevee": "completed",
    "arretee": "stopped",
    "abandonnee": "stopped",
    "idee": "idea",
    "projet": "idea",
    "visio": "remote",
    "visioconference": "remote",
    "a distance": "remote",
    "distanciel": "remote",
    "presentiel": "onsite",
    "sur place": "onsite",
    "hybride": "hybrid",
    "reunion": "meeting",
    "assemblee": "assembly",
    "prevue": "planned",
    "a venir": "planned",
    "tenue": "held",
    "passee": "held",
    "annulee": "cancelled",
    "ouverte": "open",
    "a faire": "open",
    "faite": "done",
    "fait": "done",
    "courriel": "email",
    "telephone": "phone",
    "adresse": "address",
    "coordonnees": "contact_details",
    "photo": "image",
    "presentation": "summary",
    "liens": "links",
}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FRENCH = re.compile(r"(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]\d.*)?")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})")
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})[T ,à]+(\d{1,2})\s*[h:]\s*(\d{2})?(?::\d{2}(?:\.0+)?)?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(r"([0-9][0-9 _.\u00a0\u202f]*)(?:,0{1,2})?\s*(?:€|euros?)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\n|;|\|")


class CellError(Exception):
    """A cell that cannot be understood: what is wrong, and what to do, in French."""

    def __init__(self, why: str, todo: str) -> None:
        super().__init__(why)
        self.why, self.todo = why, todo


@dataclass(slots=True)
class Reader:
    """Reads cells with what the club knows."""

    club: Club
    _people: dict[str, dict[str, list[str]]] = field(default_factory=dict)

    def read(self, text: str, annotation: Any, markers: Iterable[object]) -> str | list[str]:
        """Return a cell as a source would write it. Raises CellError."""
        one = self._reader(annotation, list(markers))
        if not is_list(annotation):
            return one(text)
        parts = re.split(r"\n", text) if one is _text else self._parts(text, one)
        return [one(part.strip()) for part in parts if part.strip()]

    def _parts(self, text: str, one: Callable[[str], str]) -> list[str]:
        """Cut a cell that holds several keys; a comma cuts too, unless a label has one."""
        found: list[str] = []
        for part in _BETWEEN.split(text):
            try:
                one(part.strip())
                found.append(part)
            except CellError:
                found += part.split(",")
        return found

    def _reader(self, annotation: Any, markers: list[object]) -> Callable[[str], str]:
        for marker in markers:
            if isinstance(marker, TermOf):
                return lambda text: self._term(text, marker.name)
            if isinstance(marker, RefTo):
                return lambda text: self._record(text, marker.kind)
        if choices := _choices(annotation):
            return lambda text: _choice(text, choices)
        if any(isinstance(marker, WebAddress) for marker in markers):
            return _address
        return next((read for type_, read in _TYPES if takes(annotation, type_)), _text)

    def _term(self, text: str, name: str) -> str:
        terms = self.club.vocabularies.get(name, {})
        if text in terms:
            return text
        bare = re.sub(r"^\d+(er|ere|eme|e|nd|nde) (?=\w)", "", fold(text))  # « 2e adjoint »
        named = {fold(term.label): key for key, term in terms.items()}
        named |= {fold(key): key for key in terms}
        if bare in named:
            return named[bare]
        synonyms = [k for k, t in terms.items() if bare in {fold(s) for s in t.synonyms}]
        halves = [k for k, t in terms.items() if bare in _halves(t.label)]
        found = list(dict.fromkeys(halves or synonyms))
        if bare and len(found) == 1:
            return found[0]
        near = get_close_matches(bare, named, n=1, cutoff=0.6)
        hint = f"vouliez-vous dire « {terms[named[near[0]]].label} » ?" if near else ""
        if len(found) > 1:
            hint = f"choisissez entre {', '.join(found)}"
        raise CellError(
            f"n’est pas dans vocabularies/{name}.yaml",
            hint or "employez un libellé ou une clé de ce vocabulaire",
        )

    def _record(self, text: str, kind: str) -> str:
        if text in self.club.known[kind]:
            return text
        if kind in {"member", "contact"}:
            found = self._named(kind).get(words(text), [])
            if len(found) == 1:
                return found[0]
            if found:
                raise CellError(
                    "est le nom de plusieurs personnes",
                    f"écrivez l’identifiant : {', '.join(found)}",
                )
        else:
            titles = {
                fold(str(getattr(r, "title", ""))): i for i, r in self.club.records[kind].items()
            }
            if fold(text) in titles:
                return titles[fold(text)]
        known = self.club.known[kind]
        raise CellError(
            "ne désigne aucune fiche",
            did_you_mean(text, known) or "écrivez un identifiant existant",
        )

    def _named(self, kind: str) -> dict[str, list[str]]:
        """Return the ids of people by the words of their name, whatever their order."""
        if kind not in self._people:
            found: dict[str, list[str]] = {}
            for id_, one in self.club.records[kind].items():
                name = f"{one.given_name} {one.family_name}" if isinstance(one, Member) else ""
                name = one.name if isinstance(one, Contact) else name
                found.setdefault(words(name), []).append(id_)
            self._people[kind] = found
        return self._people[kind]


def _halves(label: str) -> set[str]:
    """Return the two forms that a label has for both genders, folded.

    « Adjoint ou adjointe au maire » is « Adjoint au maire » and « adjointe au maire ».
    """
    one, ou, other = label.partition(" ou ")
    if not ou:
        return set()
    _, _, rest = other.partition(" ")
    return {fold(one), fold(other), fold(f"{one} {rest}")}


def words(name: str) -> str:
    """Return the words of a name in order, to compare it whichever comes first."""
    return " ".join(sorted(fold(name).split()))


def _text(text: str) -> str:
    return " ".join(re.split(r"[ \t\n]+", text))


def _address(text: str) -> str:
    return f"https://{text}" if text.lower().startswith("www.") else text


def partial_date(text: str) -> str:
    """Return a date in ISO 8601; day before month, as the French write it. Raises CellError."""
    bare = text.strip()
    if not _ISO.fullmatch(bare):
        if match := _FRENCH.fullmatch(bare):
            day, month, year = match.groups()
            bare = "-".join(p for p in (year, f"{int(month):02}", day and f"{int(day):02}") if p)
        elif (match := _WORDS.fullmatch(fold(bare))) and match[2] in MONTHS:
            day, name, year = match.groups()
            month = f"{MONTHS.index(name) + 1:02}"
            bare = "-".join(p for p in (year, month, day and f"{int(day):02}") if p)
        elif match := _YEAR_FIRST.fullmatch(bare):  # what forms write: 2026/03/12 6:30:00
            bare = "-".join(part.zfill(2) for part in match.groups())
    try:
        PartialDate.parse(bare)
    except ValueError:
        raise CellError("n’est pas une date", "écrivez JJ/MM/AAAA ou AAAA-MM-JJ") from None
    return bare


def moment(text: str) -> str:
    """Return a date, with its time when one is given, in ISO 8601. Raises CellError."""
    if match := _TIME.fullmatch(text.strip()):
        day, hour, minute = match.groups()
        said = f"{partial_date(day)}T{int(hour):02}:{minute or '00'}"
    elif "T" in text:
        said = text.strip()
    else:
        return partial_date(text)
    try:
        Moment.parse(said)
    except ValueError:
        raise CellError("n’est pas une date avec heure", "écrivez JJ/MM/AAAA HH:MM") from None
    return said


def amount(text: str) -> str:
    """Return a whole number in digits; thousands may be set apart. Raises CellError."""
    match = _AMOUNT.fullmatch(text.strip())
    if match:
        digits = re.sub(r"[ _\u00a0\u202f]", "", match[1])
        if re.fullmatch(r"\d{1,3}(\.\d{3})+|\d+", digits):
            return digits.replace(".", "")
    raise CellError("n’est pas un nombre entier", "écrivez des chiffres seuls, sans unité : 12500")


_TYPES: tuple[tuple[type, Callable[[str], str]], ...] = (
    (PartialDate, partial_date),
    (Moment, moment),
    (int, amount),
)


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    return next((found for arg in get_args(annotation) if (found := _choices(arg))), ())


def _choice(text: str, choices: tuple[str, ...]) -> str:
    if text in choices:
        return text
    bare = fold(text)
    labels = {fold(_LABELS[key]): key for key in choices if key in _LABELS}
    labels |= {said: key for said, key in _MORE.items() if key in choices}
    if bare in labels:
        return labels[bare]
    hint = did_you_mean(bare, [*labels, *choices]) or f"valeurs possibles : {', '.join(choices)}"
    raise CellError("n’est pas une valeur prévue", hint)


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
