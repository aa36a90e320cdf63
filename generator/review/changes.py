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
from generator.core.quoting import TWO_ALPHABETS
from generator.kinds import KINDS
from generator.records import french
from generator.records.description import Description
from generator.review.telling import NAMING, fields, label, model_of, say, text_of
from generator.sources import Entry
from generator.sources.strict_yaml import Value

PEOPLE = ("member", "contact")
# What is said of a person elsewhere, without its value (`people.py`).
PERSONAL = frozenset({"contact_details", "image", "consent"})
_ALIKE = (
    0.6  # the share of the text two records have in common, from which one is the other renamed
)
# Beyond so many pairs of records, or of sentences, comparing all to all would take long: records
# that left and came are then only matched by what they say of themselves, and sentences by count.
_MANY_PAIRS = 4_000
_MANY_SENTENCES = 1_000_000
# Fields that the heading of a record says already, when it is new.
_NAMES = frozenset({"title", "name", "given_name", "family_name", "label"})

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fact:
    """A field that changed: its name in the source, what it is called, its values in words.

    `note` says what the values alone may not show: that an amount was multiplied, for example.
    """

    field: str
    label: str
    before: str
    after: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is `added`, `changed`, `renamed`, `removed`, or `unreadable` in the proposal.

    `text` is the difference of its body, sentence by sentence: `-` or `+`, and the sentence.
    `former` is the id it had before, when it seems to be another one renamed. `heir` is the id of
    what a removed record seems to have become; `lost` says that its address leads nowhere any more.
    `alerts` say what asks for a judgement, in French.
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
    alerts: tuple[str, ...] = ()


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
    # An address also lives on when a record that was there takes it among its aliases.
    taken = {(key[0], alias) for key, entry in new.items() for alias in aliases(entry.data)}
    found = []
    for key in sorted(old.keys() | new.keys(), key=_order):
        if key not in new:
            change = _gone(old[key], heirs.get(key), before, after)
            found.append(replace(change, lost=change.lost and key not in taken))
        elif told := _change(old.get(key) or former.get(key), new[key], before, after):
            found.append(told)
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
    if entry.kind == "term":
        said = replace(said, alerts=("un terme du vocabulaire retiré",))
    if _unreadable(entry, after):
        return replace(said, how="unreadable")
    published = entry.kind != "term" or entry.vocabulary in routes.HUBS
    if heir is None:
        return replace(said, lost=published)
    return replace(said, heir=heir[0].id, lost=published and not heir[1])


def _change(old: Entry | None, new: Entry, before: Club, after: Club) -> Change | None:
    if old and (old.id, old.data, old.body) == (new.id, new.data, new.body):
        return None
    facts = tuple(_facts(old.data if old else None, new, _Telling(before, after)))
    text = tuple(sentences(old.body if old else "", new.body))
    if old is None:
        said = replace(_said("added", new, after), facts=facts, text=text)
        return replace(said, alerts=tuple(_alerts(None, new, said)))
    if old.id != new.id:
        said = replace(_said("renamed", new, after), facts=facts, text=text, former=old.id)
        return replace(said, alerts=tuple(_alerts(old, new, said)))
    if not facts and not text and new.kind not in PEOPLE:
        return None  # blank lines only
    said = replace(_said("changed", new, after), facts=facts, text=text)
    return replace(said, alerts=tuple(_alerts(old, new, said)))


# What a meeting that was held has settled, as its fields are called.
_SETTLED = frozenset({"decisions", "attendees", "attendance", "start"})


def _alerts(old: Entry | None, new: Entry, change: Change) -> Iterator[str]:
    """Yield what of a change asks for a judgement that the text alone does not give."""
    facts, came = change.facts, {fact.field for fact in change.facts if fact.after}
    found: tuple[tuple[str, object, str], ...] = (
        ("", [f for f in facts if f.note and f.before and f.after], "un chiffre très différent"),
        ("", "public_contacts" in came, "une adresse ou un numéro déclaré public"),
        ("", "verified" in came, "une fiche dite confirmée par un membre"),
        ("action", "signatories" in came, "une signature au nom d’un membre"),
        ("", _in_two_alphabets(change), "un mot écrit dans deux alphabets, qui en imite un autre"),
    )
    if old is not None:
        held = old.data.get("status") == "held"
        settled = [f for f in facts if f.before and f.field in _SETTLED]
        rewritten = change.text or [f for f in facts if f.field == "title"]
        own = address(replace(new, id=change.former)) if change.former else ""
        moved = [f for f in facts if f.field == "aliases" and f.after != own]
        found += (
            ("member", "club.left" in came, "un départ du club"),
            ("member", "memberships.end_date" in came, "une fin de mandat"),
            ("meeting", held and settled, "le compte rendu d’une réunion déjà tenue"),
            (
                "action",
                old.data.get("signatories") and rewritten,
                "le texte d’une action déjà signée",
            ),
            ("term", "label" in came, "le nom d’un terme du vocabulaire"),
            ("", moved, "une ancienne adresse qui mène ailleurs"),
        )
    for kind, wanted, said in found:
        if wanted and kind in ("", new.kind):
            yield said


def _in_two_alphabets(change: Change) -> bool:
    came = [change.title, *(f.after for f in change.facts)]
    came += [text for sign, text in change.text if sign == "+"]
    return any(TWO_ALPHABETS.search(text) for text in came)


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


@dataclass(frozen=True, slots=True)
class _Telling:
    """The two clubs, in which the words of a value before and after are found."""

    before: Club
    after: Club

    def fact(
        self,
        owner: str,
        path: tuple[str, ...],
        said: str,
        field: Description | None,
        *values: Value | None,
    ) -> Fact:
        """Return what is said of a field whose two values are `values`."""
        old, new = values
        return Fact(
            ".".join(path),
            said,
            say(old, owner, field, self.before),
            say(new, owner, field, self.after),
            _note(field, old, new),
        )


def _facts(old: Mapping[str, Value] | None, new: Entry, telling: _Telling) -> Iterator[Fact]:
    """Yield the fields that differ, in the order of the new record then of the old one.

    `old` is None for a record that is new: what its heading says is then not said again.
    """
    model, was = model_of(new.kind), old or {}
    for name in dict.fromkeys([*new.data, *was]):
        before, after = was.get(name), new.data.get(name)
        if before == after or not _tellable(name, new.kind):
            continue
        if name == "id" or (name in _NAMES and (old is None or new.kind in PEOPLE)):
            continue
        field = fields(model).get(name)
        said = label(field, name)
        if name == "aliases":
            yield from _former_addresses(aliases(was), aliases(new.data), new)
        elif old is None and isinstance(after, list) and not any(_known_by(i) for i in after):
            yield telling.fact(model.__name__, (name,), said, field, before, after)
        elif isinstance(before, list) or isinstance(after, list):
            yield from _items(model.__name__, name, field, (_list(before), _list(after)), telling)
        elif isinstance(before or after, dict) and isinstance(after or before, dict):
            yield from _parts((name,), said, field, (_dict(before), _dict(after)), telling)
        else:
            yield telling.fact(model.__name__, (name,), said, field, before, after)


def _parts(
    path: tuple[str, ...],
    said: str,
    field: Description | None,
    values: tuple[dict[str, Value], dict[str, Value]],
    telling: _Telling,
) -> Iterator[Fact]:
    """Yield the fields that differ in a group of fields."""
    before, after = values
    known = {part.name: part for part in field.fields} if field else {}
    for inner in dict.fromkeys([*after, *before]):
        if before.get(inner) != after.get(inner):
            part = known.get(inner)
            name = label(part, inner)
            name = name if said.lower() in name.lower() else f"{said}, {name[:1].lower()}{name[1:]}"
            owner = field.of if field else ""
            two = before.get(inner), after.get(inner)
            yield telling.fact(owner, (*path, inner), name, part, *two)


def _note(field: Description | None, before: Value | None, after: Value | None) -> str:
    """Return what a change of an amount amounts to, when it is large: a zero too many is a slip."""
    if field is None or field.type != "count" or field.low is not None:
        return ""
    old, new = (_amount(value) for value in (before, after))
    if not old or not new:
        return ""
    if new >= 3 * old:
        return f"multiplié par {french.decimal(new / old, 1)}"
    return f"divisé par {french.decimal(old / new, 1)}" if old >= 3 * new else ""


def _amount(value: Value | None) -> int:
    digits = "".join(value.split()) if isinstance(value, str) else ""
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 15 else 0


def _former_addresses(before: list[str], after: list[str], new: Entry) -> Iterator[Fact]:
    """Yield the former addresses that come to lead to a record, or cease to."""
    for alias in dict.fromkeys([*after, *before]):
        came, left = alias in after, alias in before
        if came != left:
            where = address(replace(new, id=alias)), ""
            said = "Ancienne adresse qui mène à cette page"
            yield Fact("aliases", said, *(where if left else where[::-1]))


def _tellable(name: str, kind: str) -> bool:
    """Whether a field's value may be repeated: of a person, never one that should not be there."""
    if kind not in PEOPLE:
        return True
    known = name in fields(model_of(kind))
    return known and name not in PERSONAL and not (kind == "member" and name == "summary")


def _items(
    owner: str,
    name: str,
    field: Description | None,
    values: tuple[list[Value], list[Value]],
    telling: _Telling,
) -> Iterator[Fact]:
    """Yield what left a list, what came and what changed inside an item, whatever their order."""
    before, after = values
    said, path = label(field, name), (name,)
    left, came = _without(before, after), _without(after, before)
    if not left and not came:
        yield Fact(name, said, "", "", "ordre changé")
    for old in left:
        known = _known_by(old)
        new = next((item for item in came if known and _known_by(item) == known), None)
        if isinstance(old, dict) and isinstance(new, dict):
            came.remove(new)
            yield from _parts(path, f"{said}, « {known} »", field, (old, new), telling)
        else:
            yield telling.fact(owner, path, said, field, old, None)
    for new in came:
        yield telling.fact(owner, path, said, field, None, new)


def _without(these: list[Value], those: list[Value]) -> list[Value]:
    """Return the items of `these` that `those` do not have, as many times as they lack."""
    counts = Counter(repr(item) for item in those)
    found = []
    for item in these:
        key = repr(item)
        if counts[key]:
            counts[key] -= 1
        else:
            found.append(item)
    return found


def _known_by(item: Value) -> str:
    """Return what an item of a list is known by, empty when nothing names it."""
    if not isinstance(item, dict):
        return ""
    return next((text_of(item[name]) for name in NAMING if item.get(name)), "")


def _list(value: Value | None) -> list[Value]:
    return value if isinstance(value, list) else [value] if value else []


def _dict(value: Value | None) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


_SENTENCE = re.compile(r"(?<=[.!?…])\s+(?=[A-ZÀ-Ý«0-9])")


def _split(body: str) -> list[str]:
    blocks = re.split(r"\n\s*\n|\n(?=\s*(?:[-*+]|\d+\.|#|\||>)\s)", body)
    lines = (" ".join(block.split()) for block in blocks)
    return [sentence for line in lines for sentence in _SENTENCE.split(line) if sentence]


def sentences(before: str, after: str) -> Iterator[tuple[str, str]]:
    """Yield the sentences that left (`-`) and came (`+`) between two texts, in reading order."""
    old, new = _split(before), _split(after)
    if len(old) * len(new) > _MANY_SENTENCES:
        left, came = Counter(old) - Counter(new), Counter(new) - Counter(old)
        yield from (("-", sentence) for sentence in left.elements())
        yield from (("+", sentence) for sentence in came.elements())
        return
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    for operation, i1, i2, j1, j2 in matcher.get_opcodes():
        if operation != "equal":
            yield from (("-", sentence) for sentence in old[i1:i2])
            yield from (("+", sentence) for sentence in new[j1:j2])


def _heirs(left: list[Entry], came: list[Entry]) -> dict[Key, tuple[Entry, bool]]:
    """Return what each record that left seems to have become, and whether it says so (`aliases`)."""
    found: dict[Key, tuple[Entry, bool]] = {}
    sized = {_key(e): _words(e) for e in came} if len(left) * len(came) <= _MANY_PAIRS else {}
    alone: dict[tuple[str, str], Entry] = {}
    for entry in came:
        for alias in aliases(entry.data):
            alone.setdefault((_key(entry)[0], alias), entry)
    for entry in left:
        if named := alone.get(_key(entry)):
            found[_key(entry)] = named, True
            continue
        words = _words(entry) if sized else Counter()
        same = [e for e in came if sized and _key(e)[0] == _key(entry)[0]]
        scores = [
            (_alike(words, sized[_key(e)]) + (title(e) == title(entry)), e.id, e) for e in same
        ]
        score, _, alike = max(scores, default=(0.0, "", entry), key=lambda s: s[:2])
        if score >= _ALIKE:
            found[_key(entry)] = alike, False
    return found


def aliases(data: Mapping[str, Value]) -> list[str]:
    """Return the former ids that a record claims."""
    return [text_of(value) for value in _list(data.get("aliases"))]


def _words(entry: Entry) -> Counter[str]:
    return Counter(" ".join([text_of(entry.data), entry.body]).split())


def _alike(one: Counter[str], other: Counter[str]) -> float:
    """Return the share of the words that two records have in common."""
    return (one & other).total() / max(1, one.total(), other.total())
