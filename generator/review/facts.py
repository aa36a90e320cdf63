"""How a record differs from what it was: its fields in words, its text sentence by sentence.

Words are those a French reader says: dates, labels instead of keys. What is not what its field
expects is shown as it was written: a summary hides no mistake.
"""

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TypeVar

from generator import routes
from generator.club import Club
from generator.core.quoting import code
from generator.kinds import KINDS, Term
from generator.records import french, labels
from generator.records.description import Description, describe
from generator.records.types import Moment, PartialDate
from generator.sources import Entry
from generator.sources.strict_yaml import Value

T = TypeVar("T")
Values = tuple[Value | None, Value | None]
# A field that differs: its name in the source, what it is called, its description, its values.
Difference = tuple[str, str, Description | None, Values]

PEOPLE = ("member", "contact")
# What is said of a person elsewhere, without its value (`people.py`).
_PERSONAL = frozenset({"contact_details", "image", "consent"})
# Fields that the heading of a record says already, when it is new.
_NAMES = frozenset({"title", "name", "given_name", "family_name", "label"})
# What an item of a list is known by.
_NAMING = ("text", "title", "label", "member", "stage", "role", "note", "url")
# Fields that are amounts of money: a number like another for the model.
_EUROS = frozenset({"process", "envelope"})
# Beyond so many pairs of sentences, comparing all to all would take long: they are only counted.
_MANY_SENTENCES = 1_000_000


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that changed: its name in the source, what it is called, its values in words.

    `label` is Markdown of ours, in which what a contributor wrote is quoted. `note` says what the
    values alone may not show: that an amount was multiplied, for example.
    """

    field: str
    label: str
    before: str
    after: str
    note: str = ""


def facts(old: Entry | None, new: Entry, before: Club, after: Club) -> Iterator[Fact]:
    """Yield the fields that differ, in the order of the new record then of the old one.

    `old` is None for a record that is new: what its heading says is then not said again.
    """
    for path, name, field, values in _differences(old, new):
        was, now = _words(values[0], field, before), _words(values[1], field, after)
        yield Fact(path, name, was, now, _note(field, values))


def _differences(old: Entry | None, new: Entry) -> Iterator[Difference]:
    was, known = old.data if old else {}, fields(new.kind)
    for name in dict.fromkeys([*new.data, *was]):
        before, after = was.get(name), new.data.get(name)
        named = name == "id" or (name in _NAMES and (old is None or new.kind in PEOPLE))
        if before == after or named or not _repeatable(name, new.kind):
            continue
        one = name, _label(known.get(name), name), known.get(name), (before, after)
        lists = isinstance(before, list) or isinstance(after, list)
        if lists and (old or any(map(_known_by, items(after)))):
            yield from _items(*one)
        elif isinstance(before or after, dict) and isinstance(after or before, dict):
            yield from _parts(*one)
        else:
            yield one


def _items(path: str, name: str, field: Description | None, values: Values) -> Iterator[Difference]:
    """Yield what left a list, what came and what changed inside an item, whatever their order."""
    before, after = map(items, values)
    left, came = surplus(before, after, repr), surplus(after, before, repr)
    if not left and not came:
        yield path, name, None, (None, None)
    for old in left:
        known = _known_by(old)
        new = next((item for item in came if known and _known_by(item) == known), None)
        if new is None:
            yield path, name, field, (old, None)
        else:
            came.remove(new)
            yield from _parts(path, f"{name}, {code(known)}", field, (old, new))
    yield from ((path, name, field, (None, item)) for item in came)


def _parts(path: str, name: str, field: Description | None, values: Values) -> Iterator[Difference]:
    before, after = (value if isinstance(value, dict) else {} for value in values)
    for inner in dict.fromkeys([*after, *before]):
        two, part = (before.get(inner), after.get(inner)), _inside(field).get(inner)
        own = _label(part, inner)
        if name.lower() not in own.lower():
            own = f"{name}, {own[:1].lower()}{own[1:]}"
        if two[0] != two[1]:
            yield f"{path}.{inner}", own, part, two


def _known_by(item: Value) -> str:
    named = [item[name] for name in _NAMING if item.get(name)] if isinstance(item, dict) else []
    return text_of(named[0]) if named else ""


def _repeatable(name: str, kind: str) -> bool:
    """Whether a field's value may be repeated: of a person, never one that should not be there."""
    private = name in _PERSONAL or (kind == "member" and name == "summary")
    return kind not in PEOPLE or (name in fields(kind) and not private)


def _note(field: Description | None, values: Values) -> str:
    """Return what a change of an amount amounts to, when it is large: a zero too many is a slip."""
    if values == (None, None):
        return "ordre changé"
    old, new = map(_amount, values)
    if not old or not new or field is None or field.type != "count" or field.low is not None:
        return ""
    if new >= 3 * old:
        return f"multiplié par {french.decimal(new / old, 1)}"
    return f"divisé par {french.decimal(old / new, 1)}" if old >= 3 * new else ""


# --- what records, fields and values are called -------------------------------------------


def title(entry: Entry) -> str:
    """Return what a record is called, as it was written."""
    data = {name: text_of(entry.data.get(name)) for name in _NAMES}
    name = f"{data['given_name']} {data['family_name']}".strip()
    names = [name] if entry.kind == "member" else [data["title"], data["name"], data["label"]]
    return next(filter(None, names), "") or entry.id or entry.path


def address(entry: Entry) -> str:
    """Return the address of a record's page; of the page of vocabularies for a term without one."""
    if entry.kind != "term":
        return routes.record(entry.kind, entry.id)
    hub = entry.vocabulary in routes.HUBS
    return routes.hub(entry.vocabulary, entry.id) if hub else "/vocabulaires/"


def aliases(data: Mapping[str, Value]) -> list[str]:
    """Return the former ids that a record claims."""
    return [text_of(value) for value in items(data.get("aliases"))]


@lru_cache
def fields(kind: str) -> Mapping[str, Description]:
    """Return the fields of a kind of record, or of a term, by the name sources give them."""
    model = KINDS[kind].model if kind in KINDS else Term
    return {field.name: field for field in describe(model)}


def _inside(field: Description | None) -> dict[str, Description]:
    return {part.name: part for part in field.fields} if field else {}


def label(field: Description) -> str:
    """Return what a field is called, short: what stands before a comma or a bracket."""
    return re.split("[,(:;]| par exemple", field.label)[0].strip()


def named(path: str, field: str) -> str:
    """Return what the field `field` (`cost.year`) of a source is called, empty when unknown."""
    kind = next((k.name for k in KINDS.values() if path.startswith(k.source)), "")
    known, found = fields(kind), None
    for step in field.split("."):
        if not step.isdecimal():
            found = known.get(step)
            known = _inside(found)
    return label(found) if found else ""


def _label(field: Description | None, name: str) -> str:
    return label(field) if field else f"champ {code(name)}"


def items(value: Value | None) -> list[Value]:
    """Return what a field holds as a list: nothing, one value or several."""
    return value if isinstance(value, list) else [value] if value else []


def text_of(value: Value | None) -> str:
    """Return a value of a source as one line of text, as it was written."""
    if isinstance(value, dict):
        return ", ".join(f"{key} : {text_of(v)}" for key, v in value.items() if text_of(v))
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return " ".join((value or "").split())


def _words(value: Value | None, field: Description | None, club: Club) -> str:
    if isinstance(value, list):
        return ", ".join(_words(item, field, club) for item in value)
    if isinstance(value, dict):
        return " ; ".join(_group(value, field, club))
    text = text_of(value)
    form = _FORMS.get(field.type) if field else None
    return form(text, field, club) if field and form and text else text


def _group(value: Mapping[str, Value], field: Description | None, club: Club) -> Iterator[str]:
    for name, inner in value.items():
        part = _inside(field).get(name)
        if words := _words(inner, part, club):
            called = label(part).lower() if part else name.lower()
            yield words if name in _NAMING else f"{called} : {words}"


def day(text: str, *, timed: bool = False) -> str:
    """Return a date, or a moment, in words; the text when it is none."""
    try:
        moment = Moment.parse(text) if timed else None
        return french.moment(moment) if moment else french.partial(PartialDate.parse(text))
    except ValueError:
        return text


def _amount(value: Value | None) -> int | None:
    digits = "".join(value.split()) if isinstance(value, str) else ""
    return int(digits) if re.fullmatch("[0-9]{1,15}", digits) else None


def _count(text: str, field: Description, _: Club) -> str:
    number = _amount(text)
    if number is None or field.low is not None:  # a year
        return text
    return french.euros(number) if field.name in _EUROS else french.number(number)


def _term(text: str, field: Description, club: Club) -> str:
    term = club.vocabularies.get(field.of, {}).get(text)
    return term.label if term else text


def _ref(text: str, field: Description, club: Club) -> str:
    record = club.records.get(field.of, {}).get(text)
    return KINDS[field.of].title(record) if record else text


_FORMS: dict[str, Callable[[str, Description, Club], str]] = {
    "date": lambda text, *_: day(text),
    "moment": lambda text, *_: day(text, timed=True),
    "count": _count,
    "area": lambda text, _, club: f"{p.name} ({text})" if (p := club.place(text)) else text,
    "term": _term,
    "ref": _ref,
    "choice": lambda text, field, _: labels.of(field.values).get(text, text),
}


# --- what two lists, or two texts, do not share -------------------------------------------


def surplus(these: Iterable[T], those: Iterable[T], key: Callable[[T], Hashable]) -> list[T]:
    """Return the items of `these` that `those` do not have, as many times as they lack."""
    left, found = Counter(map(key, those)), []
    for item in these:
        left[key(item)] -= 1
        if left[key(item)] < 0:
            found.append(item)
    return found


_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«0-9])")
_BLOCK = re.compile(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#|\||>)\s)")


def _split(body: str) -> list[str]:
    lines = (" ".join(block.split()) for block in _BLOCK.split(body))
    return [sentence for line in lines for sentence in _SENTENCE.split(line) if sentence]


def sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that left (`-`) and came (`+`) between two texts, in reading order."""
    old, new = _split(before), _split(after)
    if len(old) * len(new) > _MANY_SENTENCES:
        pieces = [(surplus(old, new, str), surplus(new, old, str))]
    else:
        codes = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        pieces = [(old[a:b], new[c:d]) for code_, a, b, c, d in codes if code_ != "equal"]
    for left, came in pieces:
        yield from (("-", sentence) for sentence in left)
        yield from (("+", sentence) for sentence in came)
