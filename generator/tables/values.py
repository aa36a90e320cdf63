"""What a cell means for a field: dates as the French write them, labels for keys, names for ids.

A cell that could mean two things is refused with what it could mean.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
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
_ENGLISH = (
    *("january", "february", "march", "april", "may", "june", "july", "august"),
    *("september", "october", "november", "december"),
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
    "en projet": "idea",
    "a l etude": "idea",
    "en reflexion": "idea",
    "realisee": "completed",
    "realise": "completed",
    "finie": "completed",
    "fini": "completed",
    "interrompue": "stopped",
    "suspendue": "stopped",
    "cloturee": "completed",
    "lancee": "ongoing",
    "en place": "ongoing",
    "projet": "idea",
    "visio": "remote",
    "visioconference": "remote",
    "a distance": "remote",
    "distanciel": "remote",
    "presentiel": "onsite",
    "sur place": "onsite",
    "en ligne": "remote",
    "en presentiel": "onsite",
    "en visio": "remote",
    "en visioconference": "remote",
    "hybride": "hybrid",
    "mixte": "hybrid",
    "bimodal": "hybrid",
    "presentiel et visio": "hybrid",
    "visio et presentiel": "hybrid",
    "presentiel et distanciel": "hybrid",
    "reunion": "meeting",
    "assemblee": "assembly",
    "prevue": "planned",
    "a venir": "planned",
    "planifiee": "planned",
    "programmee": "planned",
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
_CLOCK = re.compile(
    r"(?:à\s*)?(\d{1,2})\s*(?:[h:]\s*(\d{2})?)(?::\d{2})?(?:\s*(?:min|mn))?", re.IGNORECASE
)
_BEFORE_DATE = re.compile(
    r"^(?:(?:le|en|du|depuis(?: le)?|à partir du)\s+)?"
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?",
    re.IGNORECASE,
)
_SHORT_YEAR = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{2})")
_SHORT_MONTH = re.compile(r"([a-z]+) (\d{2})")  # « oct-21 », « Feb-21 »: 2021-10 through Excel
_SERIAL = re.compile(r"[2-6]\d{4}(?:\.0+)?")  # days since the end of 1899: from 1954 to 2091
_CENTURY = 70  # « 28/05/98 » is of the last one
_MILLIONS = re.compile(
    r"(\d+(?:[.,]\d+)?)\s*(k|m|md|mille|millions?|milliers?)\s*(?:d['’e]\s*)?(?:€|euros?)?",
    re.IGNORECASE,
)
_TIMES = {"k": 1_000, "mille": 1_000, "millier": 1_000, "m": 1_000_000, "million": 1_000_000}
# Words that mean one thing of a practice and another of a meeting or a task.
_AGAIN = (
    ("terminee", "held"),
    ("realisee", "held"),
    ("terminee", "done"),
    ("realisee", "done"),
    ("abandonnee", "dropped"),
)
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_FRENCH = re.compile(r"(?:(\d{1,2})[/.\- ])?(\d{1,2})[/.\- ](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.\-](\d{1,2})[/.\-](\d{1,2})(?:[T ]\d.*)?")
_WORDS = re.compile(r"(?:(\d{1,2})(?:er)? )?([a-z]+) (\d{4})")
_DAY_AND_TIME = re.compile(r"(\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4}|\d{4}-\d{2}-\d{2})[T ]\d{1,2}[h:].*")
_TIME = re.compile(
    r"(\d{4}-\d{2}-\d{2}|\d{1,2}[/.\-]\d{1,2}[/.\-]\d{4})[T ,à]+(\d{1,2})\s*[h:]\s*(\d{2})?(?::\d{2}(?:\.0+)?)?",
    re.IGNORECASE,
)
_AMOUNT = re.compile(
    r"(?:€\s*)?([0-9][0-9 _.\u00a0\u202f]*?)(?:[,.]0{1,2})?\s*"
    r"(?:(?:€|eur|euros?)(?:\s*t\.?t\.?c\.?)?|personnes?|participants?|habitants?|votants?|inscrits?)?",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"(?:env\b|environ|approx|~|≈|±|>|<|plus de|moins de|pr[eè]s de|une? )", re.IGNORECASE
)
_BETWEEN = re.compile(r"\n|;|\|")


class CellError(Exception):
    """A cell that cannot be understood: what is wrong, and what to do, in French.

    `part` is what is wrong in it, when it holds several things.
    """

    def __init__(self, why: str, todo: str, part: str = "") -> None:
        super().__init__(why)
        self.why, self.todo, self.part = why, todo, part


@dataclass(slots=True)
class Reader:
    """Reads cells with what the club knows; `notes` gathers what had to be understood.

    `coming` are ids, by kind, that the table itself brings: its rows may name each other.
    """

    club: Club
    notes: list[str] = field(default_factory=list)
    coming: dict[str, set[str]] = field(default_factory=dict)
    _labels: dict[str, dict[str, str]] = field(default_factory=dict)
    _people: dict[str, dict[str, list[str]]] = field(default_factory=dict)

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
        if choices := _choices(annotation):
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
            return read(text)
        except CellError:
            if told := _probable(text, read):
                self.notes.append(f"« {text} » lu {told}")
                return told
            raise

    def _term(self, text: str, name: str) -> str:
        terms = self.club.vocabularies.get(name, {})
        if text in terms:
            return text
        bare = re.sub(r"^\d+(er|ere|eme|e|nd|nde) (?=\w)", "", fold(text))  # « 2e adjoint »
        if name not in self._labels:
            labels = {fold(term.label): key for key, term in terms.items()}
            self._labels[name] = labels | {fold(key): key for key in terms}
        named = self._labels[name]
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
        if text in self.club.known[kind] or text in self.coming.get(kind, ()):
            return text
        if kind in {"member", "contact"}:
            found = self._named(kind).get(words(CIVILITY.sub("", text)), [])
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
    bare = _BEFORE_DATE.sub("", text.strip().removeprefix("'").removeprefix("’").rstrip(" ."))
    if not _ISO.fullmatch(bare):
        if match := _DAY_AND_TIME.fullmatch(bare):
            return partial_date(match[1])
        if match := _FRENCH.fullmatch(bare):
            day, month, year = match.groups()
            bare = "-".join(p for p in (year, f"{int(month):02}", day and f"{int(day):02}") if p)
        elif (match := _WORDS.fullmatch(fold(bare))) and (number := _month(match[2])):
            day, _, year = match.groups()
            month = f"{number:02}"
            bare = "-".join(p for p in (year, month, day and f"{int(day):02}") if p)
        elif match := _YEAR_FIRST.fullmatch(bare):  # what forms write: 2026/03/12 6:30:00
            bare = "-".join(part.zfill(2) for part in match.groups())
    try:
        PartialDate.parse(bare)
    except ValueError:
        two = re.search(r"\d{4}.*(?:[-–/]|\b(?:à|au|et)\b).*\d{4}", bare)
        why = "est une période" if two else "n’est pas une date"
        todo = "mettez le début et la fin dans deux colonnes" if two else _A_DATE
        raise CellError(why, todo) from None
    return bare


_A_DATE = "écrivez JJ/MM/AAAA ou AAAA-MM-JJ"


def _month(name: str) -> int:
    """Return the number of a month by its name, or the beginning of it that is enough; else 0."""
    listed = [*enumerate(MONTHS, 1), *enumerate(_ENGLISH, 1)]
    found = {n for n, month in listed if month.startswith(name)}
    return found.pop() if len(found) == 1 and len(name) >= 3 else 0


def _probable(text: str, read: Callable[[str], str]) -> str:
    """Return what a cell surely means, but for its form; an empty text when it does not."""
    bare = text.strip().removeprefix("'").removeprefix("’")
    try:
        if read is amount:
            return _round(bare) if bare == text.strip() else amount(bare)
        if match := _SHORT_YEAR.fullmatch(_BEFORE_DATE.sub("", bare)):
            day, month, year = match.groups()
            return partial_date(f"{day}/{month}/{20 if int(year) < _CENTURY else 19}{year}")
        if match := _SHORT_MONTH.fullmatch(fold(bare)):
            century = 20 if int(match[2]) < _CENTURY else 19
            return partial_date(f"{_month(match[1]):02}/{century}{match[2]}")
        if _SERIAL.fullmatch(bare):
            return (date(1899, 12, 30) + timedelta(days=int(float(bare)))).isoformat()
    except CellError:
        return ""
    return ""


def _round(text: str) -> str:
    """Return « 12 k€ » or « 1,2 million d’euros » in digits, « gratuit » as 0."""
    if fold(text) in {"gratuit", "gratuite", "aucun cout", "aucun"}:
        return "0"
    match = _MILLIONS.fullmatch(text)
    if not match:
        return ""
    found = Decimal(match[1].replace(",", ".")) * _TIMES.get(match[2].lower().rstrip("s"), 0)
    return str(int(found)) if found and found == int(found) else ""


def clock(text: str) -> str:
    """Return a time of day as `18:30`, or an empty text."""
    match = _CLOCK.fullmatch(text.strip())
    if not match or int(match[1]) > 23 or int(match[2] or 0) > 59:
        return ""
    return f"{int(match[1]):02}:{match[2] or '00'}"


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
    return not (marked or typed or _choices(annotation))


def moment(text: str) -> str:
    """Return a date, with its time when one is given, in ISO 8601. Raises CellError."""
    if match := _TIME.fullmatch(_BEFORE_DATE.sub("", text.strip())):
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
    if _ABOUT.match(text.strip()) or re.search(r"\d\s*(?:à|-|–|/)\s*\d", text):
        raise CellError(
            "est approché", "écrivez un nombre, et dites dans le texte qu’il est approché"
        )
    if "%" in text:
        raise CellError("est une part, pas un nombre", "écrivez un nombre : 12500")
    if re.search(r"(?:/|\bpar )\s*(?:an|mois|habitant)", text):
        raise CellError(
            "est un montant par an, par mois ou par habitant", "écrivez le total, une fois"
        )
    if re.search(r"\bh\.?t\b", text, re.IGNORECASE):
        raise CellError("est hors taxes", "écrivez le montant toutes taxes comprises")
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
    labels |= {said: key for said, key in (*_MORE.items(), *_AGAIN) if key in choices}
    for form in (bare, f"{bare}e", bare.removesuffix("s"), bare.removesuffix("e")):  # « abandonné »
        if form in labels:
            return labels[form]
    named = {key: _LABELS.get(key, key) for key in choices}
    near = get_close_matches(bare, [*labels, *choices], n=1, cutoff=0.6)
    if near:
        hint = f"vouliez-vous dire « {named[labels.get(near[0], near[0])]} » ?"
    else:
        hint = f"valeurs possibles : {', '.join(named.values())}"
    raise CellError("n’est pas une valeur prévue", hint)


def is_one_of(text: str, choices: tuple[str, ...]) -> bool:
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
