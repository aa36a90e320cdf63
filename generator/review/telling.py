"""Fields and values as a French reader says them: dates in words, labels instead of keys.

What is not what its field expects is told as it was written: a summary hides no mistake.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache

from pydantic import BaseModel

from generator.club import Club
from generator.kinds import KINDS, Term
from generator.records import french, labels
from generator.records.description import Description, describe
from generator.records.types import Moment, PartialDate
from generator.sources.strict_yaml import Value

# Fields that are amounts of money: a number like another for the model.
_EUROS = frozenset({("Cost", "process"), ("Cost", "envelope")})
# What an item of a list is known by.
NAMING = ("text", "title", "label", "member", "stage", "role", "note", "url")


def text_of(value: Value | None) -> str:
    """Return a value of a source as one line of text, as it was written."""
    if isinstance(value, dict):
        return ", ".join(f"{key} : {text_of(v)}" for key, v in value.items() if text_of(v))
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return " ".join((value or "").split())


@lru_cache
def fields(model: type[BaseModel]) -> Mapping[str, Description]:
    """Return the fields of a model by the name sources give them."""
    return {field.name: field for field in describe(model)}


def model_of(kind: str) -> type[BaseModel]:
    """Return the model of a kind of record, or of a term of a vocabulary."""
    return KINDS[kind].model if kind in KINDS else Term


def label(field: Description | None, name: str) -> str:
    """Return what a field is called, short: what stands before a comma or a bracket."""
    if field is None:
        return name
    said = field.label
    for sign in (",", "(", ":", ";", " par exemple"):
        said = said.partition(sign)[0]
    return said.strip()


def named(path: str, field: str) -> str:
    """Return what the field `field` (`cost.year`) of a source is called, empty when unknown."""
    kind = next((k.name for k in KINDS.values() if path.startswith(k.source)), "")
    known = fields(model_of(kind))
    found: Description | None = None
    for step in field.split("."):
        if step.isdecimal():
            continue
        found = known.get(step)
        known = {part.name: part for part in found.fields} if found else {}
    return label(found, "")


def say(value: Value | None, owner: str, field: Description | None, club: Club) -> str:
    """Return a value of `field` of the model `owner` in words, on one line."""
    if isinstance(value, list):
        return ", ".join(say(item, owner, field, club) for item in value)
    if isinstance(value, dict):
        return " ; ".join(_parts(value, field, club))
    text = text_of(value)
    if field is None or not text:
        return text
    teller = _TELLERS.get(field.type)
    return teller(text, owner, field, club) if teller else text


def _parts(value: Mapping[str, Value], field: Description | None, club: Club) -> Iterator[str]:
    owner, known = _inside(field)
    for name, inner in value.items():
        if owner == "SourceRef" and name == "url":
            continue  # told with the links
        if said := say(inner, owner, known.get(name), club):
            named = f"{label(known.get(name), name).lower()} : {said}"
            yield said if name in NAMING else named


def _inside(field: Description | None) -> tuple[str, dict[str, Description]]:
    """Return the model of a group, and its fields by name."""
    return (field.of, {part.name: part for part in field.fields}) if field else ("", {})


def date_of(text: str) -> str:
    """Return a date in words, or the text when it is none."""
    try:
        return french.partial(PartialDate.parse(text))
    except ValueError:
        return text


def _moment(text: str, _owner: str, _field: Description, _club: Club) -> str:
    try:
        return french.moment(Moment.parse(text))
    except ValueError:
        return text


def _count(text: str, owner: str, field: Description, _club: Club) -> str:
    digits = "".join(text.split())
    if not (digits.isascii() and digits.isdecimal() and len(digits) <= 15):
        return text
    if field.low is not None:  # a year
        return text
    euros = (owner, field.name) in _EUROS
    return french.euros(int(digits)) if euros else french.number(int(digits))


def _area(text: str, _owner: str, _field: Description, club: Club) -> str:
    place = club.place(text)
    return f"{place.name} ({text})" if place else text


def _term(text: str, _owner: str, field: Description, club: Club) -> str:
    term = club.vocabularies.get(field.of, {}).get(text)
    return term.label if term else text


def _ref(text: str, _owner: str, field: Description, club: Club) -> str:
    record = club.records.get(field.of, {}).get(text)
    return KINDS[field.of].title(record) if record else text


def _choice(text: str, _owner: str, field: Description, _club: Club) -> str:
    return labels.of(field.values).get(text, text)


_TELLERS: dict[str, Callable[[str, str, Description, Club], str]] = {
    "date": lambda text, *_: date_of(text),
    "moment": _moment,
    "count": _count,
    "area": _area,
    "term": _term,
    "ref": _ref,
    "choice": _choice,
}
