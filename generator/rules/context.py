"""What a rule may look at, and how one about a single record, or a single text, is written."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, partial, update_wrapper, wraps
from typing import Any

from generator.club import Club, placed
from generator.core import data, memory
from generator.core.findings import Finding
from generator.core.markdown import Outline
from generator.core.tombstones import Tombstones
from generator.kinds import KIND_OF, KINDS
from generator.records import Record
from generator.sources import Entry, FieldPath


@dataclass(frozen=True)
class Context:
    """The club and the day it is looked at. Rules read nothing else.

    `public` are the addresses and numbers that any text may show: the club's own.
    `erased` are those who asked to be forgotten, `published` the addresses the site once had, with their
    lines. `images` holds, by path under the root, what is wrong with an image file (None: nothing).
    """

    club: Club
    today: date
    retention_months: int = 12
    public: frozenset[str] = frozenset()
    images: dict[str, tuple[str, str] | None] = field(default_factory=dict)
    erased: Tombstones = field(default_factory=Tombstones)
    published: Mapping[str, int] = field(default_factory=dict)
    consent_months: int = 36

    @cached_property
    def pages(self) -> set[str]:
        """The address of every page of the site."""
        return self.club.addresses()


@dataclass(frozen=True, slots=True)
class Body:
    """The text of a source, with what the rules look at."""

    kind: str
    entry: Entry
    outline: Outline

    @property
    def text(self) -> str:
        """What is written."""
        return self.entry.body


Rule = Callable[[Context], Iterator[Finding]]
# What is wrong: at which field of a record, or offset of its text; what; what to do; what can be
# written there instead, if anything, and what keeps the words that were there (`Finding`).
Flaw = tuple[FieldPath | int, *tuple[str, ...]]


def explain(key: str, **values: object) -> tuple[str, str]:
    """Return the message and the hint of `data/messages.toml` for a code, or a case (`D11.after`)."""
    found = data.table("messages")
    for step in key.split("."):
        found = found[step]
    return found.get("message", "").format(**values), found["hint"].format(**values)


Look = Callable[[Any, Context], Iterator[Flaw]]
# What a rule looks at, one by one, with its source.
Subjects = Callable[[Context], Iterator[tuple[Entry, Any]]]


def _rule(look: Look, subjects: Subjects) -> Rule:
    @wraps(look)
    def rule(context: Context) -> Iterator[Finding]:
        code, sources = (look.__doc__ or "")[:3], context.club.sources
        for entry, subject in subjects(context):
            for place, *flaw in look(subject, context):
                yield placed(sources, entry, place, code, *flaw)

    return rule


def each(*kinds: str) -> Callable[[Look], Rule]:
    """Make a rule of what is wrong with one record of these kinds; its docstring has its code."""

    def records(context: Context) -> Iterator[tuple[Entry, Record]]:
        for kind in kinds:
            for record in context.club.records[kind].values():
                yield context.club.entries[kind, record.id], record

    return partial(_rule, subjects=records)


def in_texts(look: Look) -> Rule:
    """Make a rule of what is wrong in one text; where sections are expected, an empty one is looked at too."""
    return _rule(look, lambda context: ((body.entry, body) for body in _bodies(context.club)))


def _bodies(club: Club) -> Iterator[Body]:
    for (kind, id_), entry in club.entries.items():
        if entry.body or KINDS[kind].sections:
            yield Body(kind, entry, club.outline(kind, id_))


@dataclass
class Alone:
    """A rule on what one source says, whatever the rest of the club and the day.

    `look` is given a text when it is `of_texts`, else a record or a term as it is written; and the
    addresses and numbers that any text may show.
    """

    look: Callable[[Any, frozenset[str]], Iterator[Flaw]]
    of_texts: bool

    def __post_init__(self) -> None:
        update_wrapper(self, self.look)

    def __call__(self, context: Context) -> Iterator[Finding]:
        """Yield what the rule finds."""
        return alone(context, [self])


of_text = partial(Alone, of_texts=True)
of_entry = partial(Alone, of_texts=False)


def alone(context: Context, rules: Sequence[Alone]) -> Iterator[Finding]:
    """Apply rules to each source: what was found of it before is not looked for again."""
    club, public = context.club, context.public
    bodies = {id(body.entry): body for body in _bodies(club)}
    terms = (entry for entry in club.sources.entries if entry.kind == "term")
    entries = [*club.entries.values(), *terms]
    names = " ".join((*(one.look.__name__ for one in rules), *sorted(public)))

    def make(number: int) -> list[tuple[str, tuple[Any, ...]]]:
        entry = entries[number]
        looked = ((rule, bodies.get(id(entry)) if rule.of_texts else entry) for rule in rules)
        return [
            ((rule.look.__doc__ or "")[:3], flaw)
            for rule, subject in looked
            if subject
            for flaw in rule.look(subject, public)
        ]

    written = [f"{e.kind} {e.id} {e.data} {e.body}" for e in entries]
    for entry, flaws in zip(entries, memory.each(f"rules {names}", written, make), strict=True):
        for code, (place, *flaw) in flaws:
            at = place if isinstance(place, int) else tuple(place)
            yield placed(club.sources, entry, at, code, *flaw)


def kind_of(record: Record) -> str:
    """Return the kind of a record."""
    return KIND_OF[type(record)].name


def parts(record: Record, name: str) -> Iterator[tuple[FieldPath, Any]]:
    """Yield what a field of a record holds, one by one; for no name, the record itself."""
    value = getattr(record, name, None) if name else record
    if isinstance(value, tuple):
        yield from (((name, i), part) for i, part in enumerate(value))
    elif value is not None:
        yield (name,) if name else (), value


def where(club: Club, kind: str, id_: str, path: FieldPath = ()) -> str:
    """Return the `file:line` of a record, or of one of its fields."""
    entry = club.entries[kind, id_]
    line = club.sources.locate(entry, path)[0] if path else club.sources.line(entry)
    return f"{entry.path}:{line}"
