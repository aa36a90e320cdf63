"""What a proposal changes in the records: values in, values out.

Records are compared as they were written (`Entry`), so that a record with errors is compared too.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from generator import routes
from generator.club import Club
from generator.records import KINDS, Term, model_at
from generator.sources import Entry
from generator.sources.strict_yaml import Value

PEOPLE = ("member", "contact")
# What is said of a person elsewhere, without its value (`people.py`).
PERSONAL = frozenset({"contact_details", "image", "consent"})
_ALIKE = (
    0.6  # the share of the text two records have in common, from which one is the other renamed
)

_MANY = 200
# Fields that the title of the record says already, or its address.
_NAMES = frozenset({"id", "title", "name", "given_name", "family_name", "label", "aliases"})

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that changed: its name in the source, what it is called, its values as text."""

    field: str
    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is `added`, `changed`, `renamed`, `removed`, or `unreadable` in the proposal.

    `text` is the difference of its body, sentence by sentence: `-` or `+`, and the sentence.
    `former` is the id it had before, when it seems to be another one renamed. `heir` is the id of
    what a removed record seems to have become; `lost` says that its address leads nowhere any more.
    """

    how: str
    kind: str
    id: str
    title: str
    url: str
    path: str
    line: int
    facts: tuple[Fact, ...] = ()
    text: tuple[tuple[str, str], ...] = ()
    former: str = ""
    heir: str = ""
    lost: bool = False


def entries(club: Club) -> dict[Key, Entry]:
    """Return the records as written, by (kind or vocabulary, id); the first of a double stands."""
    found: dict[Key, Entry] = {}
    for entry in club.sources.entries:
        found.setdefault((entry.vocabulary or entry.kind, entry.id), entry)
    return found


def changes(before: Club, after: Club) -> list[Change]:
    """Return every record that differs, in the order of kinds then ids."""
    old, new = entries(before), entries(after)
    left = [old[key] for key in old.keys() - new.keys() if not _unreadable(old[key], after)]
    came = [new[key] for key in new.keys() - old.keys()]
    heirs = _heirs(sorted(left, key=_place), sorted(came, key=_place))
    former = {_key(heir): old[key] for key, (heir, _) in heirs.items()}
    found = []
    for key in sorted(old.keys() | new.keys(), key=_order):
        if key not in new:
            found.append(_gone(old[key], heirs.get(key), before, after))
        elif change := _change(old.get(key) or former.get(key), new[key], after):
            found.append(change)
    return found


def _key(entry: Entry) -> Key:
    return entry.vocabulary or entry.kind, entry.id


def _place(entry: Entry) -> tuple[str, str]:
    return entry.path, entry.id


def _order(key: Key) -> tuple[int, str, str]:
    kinds = list(KINDS)
    return (kinds.index(key[0]) if key[0] in kinds else len(kinds), *key)


def _gone(entry: Entry, heir: tuple[Entry, bool] | None, before: Club, after: Club) -> Change:
    """Return what happens to a record that the proposal does not have any more."""
    said = _said("removed", entry, before)
    if _unreadable(entry, after):
        return replace(said, how="unreadable")
    published = entry.kind != "term" or entry.vocabulary in routes.HUBS
    if heir is None:
        return replace(said, lost=published)
    return replace(said, heir=heir[0].id, lost=published and not heir[1])


def _change(old: Entry | None, new: Entry, after: Club) -> Change | None:
    if old and (old.id, old.data, old.body) == (new.id, new.data, new.body):
        return None
    facts = tuple(_facts(old.data if old else {}, new, after))
    text = tuple(sentences(old.body if old else "", new.body))
    if old is None:
        return replace(_said("added", new, after), facts=facts, text=text)
    if old.id != new.id:
        return replace(_said("renamed", new, after), facts=facts, text=text, former=old.id)
    if not facts and not text and new.kind not in PEOPLE:
        return None  # blank lines only
    return replace(_said("changed", new, after), facts=facts, text=text)


def _unreadable(entry: Entry, after: Club) -> bool:
    listed = f"vocabulary:{entry.vocabulary}" if entry.vocabulary else entry.kind
    unread = after.sources.unreadable
    return (entry.kind, entry.id) in unread or (
        listed in after.sources.broken and entry.path.endswith(".yaml")
    )


def _said(how: str, entry: Entry, club: Club) -> Change:
    where = (entry.vocabulary or entry.kind, entry.id)
    return Change(
        how, where[0], entry.id, title(entry), address(entry), entry.path, club.sources.line(entry)
    )


def title(entry: Entry) -> str:
    """Return what a record is called, as it was written."""
    data = entry.data
    if entry.kind == "member":
        return (
            f"{text_of(data.get('given_name'))} {text_of(data.get('family_name'))}".strip()
            or entry.id
        )
    named = (text_of(data.get(name)) for name in ("title", "name", "label"))
    return next((name for name in named if name), "") or entry.id or entry.path


def address(entry: Entry) -> str:
    """Return the address of a record's page; of the page of vocabularies for a term without one."""
    if entry.kind != "term":
        return routes.record(entry.kind, entry.id)
    if entry.vocabulary in routes.HUBS:
        return routes.hub(entry.vocabulary, entry.id)
    return "/vocabulaires/"


def text_of(value: Value | None) -> str:
    """Return a value of a source as one line of text."""
    if isinstance(value, dict):
        return ", ".join(f"{key} : {text_of(v)}" for key, v in value.items() if text_of(v))
    if isinstance(value, list):
        return ", ".join(text_of(item) for item in value)
    return " ".join((value or "").split())


def _facts(old: Mapping[str, Value], new: Entry, club: Club) -> Iterator[Fact]:
    """Yield the fields that differ, in the order of the new record then of the old one."""
    for name in dict.fromkeys([*new.data, *old]):
        before, after = old.get(name), new.data.get(name)
        if before == after or name in _NAMES or not _tellable(name, new.kind):
            continue
        if any(isinstance(item, dict) for item in [*_list(before), *_list(after)]):
            yield from _items(name, _label(new.kind, (name,)), _list(before), _list(after), club)
        elif isinstance(before or after, dict) and isinstance(after or before, dict):
            yield from _parts(name, new.kind, _dict(before), _dict(after), club)
        else:
            label = _label(new.kind, (name,))
            yield Fact(name, label, _named(before, club), _named(after, club))


def _parts(
    name: str, kind: str, before: dict[str, Value], after: dict[str, Value], club: Club
) -> Iterator[Fact]:
    """Yield the fields that differ in a group of fields."""
    for inner in dict.fromkeys([*after, *before]):
        if before.get(inner) != after.get(inner):
            label = f"{_label(kind, (name,))}, {_label(kind, (name, inner)).lower()}".rstrip(", ")
            values = _named(before.get(inner), club), _named(after.get(inner), club)
            yield Fact(f"{name}.{inner}", label, *values)


def _tellable(name: str, kind: str) -> bool:
    """Whether a field's value may be repeated: of a person, never one that should not be there."""
    if kind not in PEOPLE:
        return True
    known = name in KINDS[kind].model.model_fields
    return known and name not in PERSONAL and not (kind == "member" and name == "summary")


def _items(
    name: str, label: str, before: list[Value], after: list[Value], club: Club
) -> Iterator[Fact]:
    """Yield the items that left a list and those that came, whatever their order."""
    old = Counter(_item(item, club) for item in before)
    new = Counter(_item(item, club) for item in after)
    yield from (Fact(name, label, item, "") for item in (old - new).elements())
    yield from (Fact(name, label, "", item) for item in (new - old).elements())


def _item(value: Value, club: Club) -> str:
    """Return an item as text; of a source, what it is called: its address is told with the links."""
    if isinstance(value, dict) and value.keys() <= {"title", "url", "date"}:
        value = {name: v for name, v in value.items() if name != "url"}
        return ", ".join(filter(None, (text_of(value.get("title")), text_of(value.get("date")))))
    return _named(value, club)


def _list(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else []


def _dict(value: Value | None) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _named(value: Value | None, club: Club) -> str:
    """Return a value as text, a territory with its name."""
    return _AREA.sub(lambda m: _area(m[0], club), text_of(value))


_AREA = re.compile(r"\b(?:commune|epci|departement|region):\w+")


def _area(code: str, club: Club) -> str:
    place = club.place(code)
    return f"{code} ({place.name})" if place else code


def _label(kind: str, path: tuple[str, ...]) -> str:
    """Return what a field is called in French: the start of its description."""
    model = Term if kind == "term" else KINDS[kind].model
    owner = model_at(model, path[:-1])
    field = owner.model_fields.get(path[-1]) if owner else None
    described = field.description if field and field.description else ""
    return re.split(r"[,(:;]| par exemple", described)[0].strip()


_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«0-9])")


def _split(body: str) -> list[str]:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#|\||>)\s)", body)
    lines = (" ".join(block.split()) for block in blocks)
    return [sentence for line in lines for sentence in _SENTENCE.split(line) if sentence]


def sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that left (`-`) and came (`+`) between two texts, in reading order."""
    old, new = _split(before), _split(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation != "equal":
            yield from (("-", sentence) for sentence in old[i1:i2])
            yield from (("+", sentence) for sentence in new[j1:j2])


def _heirs(left: list[Entry], came: list[Entry]) -> dict[Key, tuple[Entry, bool]]:
    """Return what each record that left seems to have become, and whether it says so (`aliases`)."""
    found: dict[Key, tuple[Entry, bool]] = {}
    for entry in left:
        same = [e for e in came if e.kind == entry.kind and e.vocabulary == entry.vocabulary]
        named = next((e for e in same if entry.id in _aliases(e)), None)
        # Beyond, a proposal is not a renaming, and comparing all to all would take long.
        scores = [(_alike(entry, e), e.id, e) for e in same] if len(came) <= _MANY else []
        score, _, alike = max(scores, default=(0.0, "", entry), key=lambda s: s[:2])
        if named or score >= _ALIKE:
            found[_key(entry)] = named or alike, named is not None
    return found


def _aliases(entry: Entry) -> list[str]:
    value = entry.data.get("aliases")
    return [value] if isinstance(value, str) else [text_of(v) for v in _list(value)]


def _alike(one: Entry, other: Entry) -> float:
    """Return the share of the words that two records have in common; more for a same title."""
    words = [Counter(" ".join([text_of(e.data), *_split(e.body)]).split()) for e in (one, other)]
    shared = (words[0] & words[1]).total() / max(1, *(w.total() for w in words))
    return shared + (title(one) == title(other))
