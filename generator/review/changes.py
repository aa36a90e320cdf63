"""What a proposal changes in the records: values in, values out.

Records are compared as they were written (`Entry`), so that a record with errors is compared too.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator import routes
from generator.club import Club
from generator.core import data
from generator.core.quoting import TWO_ALPHABETS
from generator.kinds import KINDS
from generator.review import people
from generator.review.facts import PEOPLE, Fact, address, aliases, facts, sentences, title
from generator.sources import Entry

# What asks for a judgement when a field comes, by kind of record.
_ALERTS = data.table("review")["alerts"]
# What a meeting that was held has settled, as its fields are called.
_SETTLED = frozenset({"decisions", "attendees", "attendance", "start"})

Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A record that is `added`, `changed`, `renamed`, `removed`, or `unreadable` in the proposal.

    `text` is the difference of its body, sentence by sentence: `-` or `+`, and the sentence.
    `former` is the id it had before, when it seems to be another one renamed. `heir` is the id of
    what a removed record seems to have become; `lost` says that its address leads nowhere any more.
    `alerts` say what asks for a judgement, in French. `personal` says what it does to someone's
    data, each with what it quotes (maybe nothing).
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
    personal: tuple[people.Statement, ...] = ()


def changes(before: Club, after: Club) -> list[Change]:
    """Return every record that differs, in the order of kinds then ids."""
    # The first of two records of one id stands.
    old, new = ({_key(e): e for e in reversed(club.sources.entries)} for club in (before, after))
    gone = [old[key] for key in sorted(old.keys() - new.keys())]
    came = [new[key] for key in sorted(new.keys() - old.keys())]
    successors = _successors([entry for entry in gone if not _unreadable(entry, after)], came)
    former = {_key(heir): old[key] for key, heir in successors.items()}
    # An address lives on when a record, new or not, has it among its former ones.
    kept = {(key[0], alias) for key, entry in new.items() for alias in aliases(entry.data)}
    rank = {kind: number for number, kind in enumerate(KINDS)}
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys(), key=lambda key: (rank.get(key[0], len(rank)), key)):
        was, now = old.get(key), new.get(key)
        if now:
            change = _change(was or former.get(key), now, before, after)
        else:
            change = _gone(old[key], successors.get(key), key in kept, before, after)
        if change and change.kind in PEOPLE and change.how != "unreadable":
            change = replace(change, personal=tuple(people.statements(change.kind, was, now)))
        found += [change] if change else []
    return found


def _key(entry: Entry) -> Key:
    return entry.vocabulary or entry.kind, entry.id


def _bare(how: str, entry: Entry, club: Club) -> Change:
    line = club.sources.line(entry)
    return Change(how, *_key(entry), title(entry), address(entry), entry.path, line)


def _gone(entry: Entry, heir: Entry | None, kept: bool, before: Club, after: Club) -> Change:
    """Return what happens to a record that the proposal does not have any more."""
    how = "unreadable" if _unreadable(entry, after) else "removed"
    published = entry.kind != "term" or entry.vocabulary in routes.HUBS
    return replace(
        _bare(how, entry, before),
        alerts=("un terme du vocabulaire retiré",) if entry.kind == "term" else (),
        heir=heir.id if heir else "",
        lost=published and how == "removed" and not kept,
    )


def _unreadable(entry: Entry, after: Club) -> bool:
    listed = f"vocabulary:{entry.vocabulary}" if entry.vocabulary else entry.kind
    return (entry.kind, entry.id) in after.sources.unreadable or (
        listed in after.sources.broken and entry.path.endswith(".yaml")
    )


def _change(old: Entry | None, new: Entry, before: Club, after: Club) -> Change | None:
    """Return how a record differs from what it was, None when a reader sees no difference."""
    if old and (old.id, old.data, old.body) == (new.id, new.data, new.body):
        return None
    how = "added" if old is None else "changed" if old.id == new.id else "renamed"
    change = replace(
        _bare(how, new, after),
        facts=tuple(facts(old, new, before, after)),
        text=tuple(sentences(old.body if old else "", new.body)),
        former=old.id if old and how == "renamed" else "",
    )
    if how == "changed" and not change.facts and not change.text and new.kind not in PEOPLE:
        return None  # blank lines only
    return replace(change, alerts=tuple(_alerts(old, new, change)))


def _alerts(old: Entry | None, new: Entry, change: Change) -> Iterator[str]:
    """Yield what of a change asks for a judgement that the text alone does not give."""
    facts, came = change.facts, {fact.field for fact in change.facts if fact.after}
    was = old.data if old else {}
    words = [change.title, *(f.after for f in facts), *(s for _, s in change.text)]
    alike = any(map(TWO_ALPHABETS.search, words))
    held = was.get("status") == "held" and any(f.before and f.field in _SETTLED for f in facts)
    rewritten = change.text or any(fact.field == "title" for fact in facts)
    moved = old and any(fact.field == "aliases" and fact.after != change.former for fact in facts)
    ways = (
        (any(f.note and f.before and f.after for f in facts), "un chiffre très différent"),
        (alike, "un mot écrit dans deux alphabets, qui en imite un autre"),
        (held, "le compte rendu d’une réunion déjà tenue"),
        (was.get("signatories") and rewritten, "le texte d’une action déjà signée"),
        (moved, "une ancienne adresse qui mène ailleurs"),
    )
    yield from (what for wanted, what in ways if wanted)
    told = _ALERTS["any"] | _ALERTS.get(new.kind, {})
    yield from (what for name, what in told.items() if name in came)


def _successors(left: list[Entry], came: list[Entry]) -> dict[Key, Entry]:
    """Return what each record that left has become: what says so (`aliases`), or is called as it."""
    claimed = {(_key(e)[0], alias): e for e in reversed(came) for alias in aliases(e.data)}
    called = {(_key(e)[0], title(e)): e for e in reversed(came)}
    found = {_key(e): claimed.get(_key(e)) or called.get((_key(e)[0], title(e))) for e in left}
    return {key: heir for key, heir in found.items() if heir}
