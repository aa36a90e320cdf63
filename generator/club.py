"""The club as one graph: typed records by id, the links between them, both ways."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any, TypeVar, cast

from generator import routes
from generator.core import markdown, memory
from generator.core.data import table
from generator.core.findings import Finding
from generator.core.markdown import Outline
from generator.core.offsets import position
from generator.core.text import bad_id, fold, slug, sorted_words
from generator.kinds import KIND_OF, KINDS, PEOPLE, Member, Practice, Term
from generator.records import Marked, Record, Refusal, build, field_names, fragment, marked
from generator.records.types import RefTo
from generator.sources import FOLDER_KINDS, LISTS, Entry, FieldPath, Sources
from generator.sources.remarks import lost
from generator.territory.geo import Geography, Place

R = TypeVar("R", bound=Record)


# The "field" of a reference made by a link in a Markdown body.
MENTION = "body"


@dataclass(frozen=True, slots=True)
class BackLink:
    """Record `id` of `kind` refers to this one through `field`.

    `field` is MENTION when it does so by a link in its text.
    """

    kind: str
    id: str
    field: str


@dataclass(slots=True)
class Club:
    """Every record that could be read and typed.

    `records[kind][id]` in the order of the sources; `vocabularies[name][key]` likewise.
    `known[kind]` (`known["vocabulary:name"]` for terms) also holds the ids of records that
    were refused, so that a reference to one of them is not a second error. `aside` holds
    what could be read of those, for the rules alone. `names[kind, name]` holds the ids of those
    who are called so, now or in a former id; names are compared by `_comparable`. `private[id]`
    holds, in the place of what a member shows to all, what they show to members alone.
    """

    geography: Geography
    sources: Sources
    records: dict[str, dict[str, Record]] = field(default_factory=lambda: {k: {} for k in KINDS})
    vocabularies: dict[str, dict[str, Term]] = field(default_factory=dict)
    known: dict[str, set[str]] = field(default_factory=lambda: {k: set() for k in KINDS})
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    aside: list[tuple[Entry, Record]] = field(default_factory=list)
    names: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    private: dict[str, Member] = field(default_factory=dict)
    _outlines: dict[tuple[str, str], Outline] = field(default_factory=dict)
    _back: dict[tuple[str, str], list[BackLink]] | None = None

    def all(self, model: type[R]) -> Mapping[str, R]:
        """Return the records of a model, by id."""
        return cast("Mapping[str, R]", self.records[KIND_OF[model].name])

    def named(self, kind: str, text: str) -> tuple[str, ...]:
        """Return the ids of the records that a text surely names: a former id, a name, a title.

        The words of a person's name may come in any order.
        """
        return tuple(dict.fromkeys(self.names.get((kind, _comparable(kind, text)), ())))

    def each(self) -> Iterator[tuple[str, Record]]:
        """Yield (kind, record) for every record."""
        for kind, records in self.records.items():
            for record in records.values():
                yield kind, record

    def alone(self, entry: Entry, record: Record) -> "Club":
        """Return this club with no other record than one it has set aside."""
        records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
        records[entry.kind][record.id] = record
        entries = {(entry.kind, record.id): entry}
        return replace(self, records=records, entries=entries, aside=[], _outlines={}, _back=None)

    def body(self, kind: str, id_: str) -> str:
        """Return the Markdown body of a record, empty for records of a list."""
        return self.entries[kind, id_].body

    def outline(self, kind: str, id_: str) -> Outline:
        """Return the outline of a record's body, looked up once."""
        key = (kind, id_)
        if key not in self._outlines:
            self._outlines[key] = markdown.outline(self.entries[key].body)
        return self._outlines[key]

    def outline_all(self) -> None:
        """Look at every body, each once."""
        keys = [key for key, entry in self.entries.items() if entry.body]
        bodies = [self.entries[key].body for key in keys]
        found = memory.each("outline", bodies, lambda n: markdown.outline(bodies[n]))
        self._outlines.update(zip(keys, map(Outline.of, found), strict=True))

    def place(self, area: str) -> Place | None:
        """Return the place of an area code."""
        return self.geography.get(area)

    def back_links(self, kind: str, id_: str) -> list[BackLink]:
        """Return who refers to a record, in the order of the sources."""
        if self._back is None:
            self._back = defaultdict(list)
            for kind_, record in self.each():
                for target, name in dict.fromkeys(self._targets(kind_, record)):
                    self._back[target].append(BackLink(kind_, record.id, name))
        return self._back.get((kind, id_), [])

    def _targets(self, kind: str, record: Record) -> Iterator[tuple[tuple[str, str], str]]:
        """Yield the (kind, id) of each record that `record` refers to, and through which field."""
        for link in references(record):
            yield (cast("RefTo", link.marker).kind, link.value), str(link.path[0])
        yield from ((target, MENTION) for target in self._mentioned(kind, record))

    def _mentioned(self, kind: str, record: Record) -> Iterator[tuple[str, str]]:
        for link in self.outline(kind, record.id).destinations:
            found = routes.record_at(link.target.partition("#")[0])
            if found and found[1] in self.records[found[0]] and found != (kind, record.id):
                yield found

    def addresses(self) -> set[str]:
        """Return the address of every page of the site."""
        terms = [(name, key) for name, terms in self.vocabularies.items() for key in terms]
        known = {kind: self.known[kind] for kind in KINDS}
        return routes.every(known, terms, self._territories())

    def permanent(self) -> set[str]:
        """Return the addresses that are to lead somewhere for ever: of records, and of terms; former ones too."""
        records = {routes.record(kind, id_) for kind in KINDS for id_ in self.known[kind]}
        former = {
            routes.record(kind, one) for kind, record in self.each() for one in record.aliases
        }
        hubs = {
            routes.hub(name, key)
            for name in routes.HUBS
            for key in self.known.get(f"vocabulary:{name}", ())
        }
        return records | former | hubs

    def _territories(self) -> set[str]:
        """Return the addresses of the territories that have a page on any day.

        A practice stays where it is; a member may be shown under any of their mandates, which
        are of use here only when they all are of one territory.
        """
        groups = [[practice.area] for practice in self.all(Practice).values()]
        groups += [[m.area for m in one.memberships] for one in self.all(Member).values()]
        return set().union(*(set.intersection(*map(self._pages_of, areas)) for areas in groups))

    def _pages_of(self, area: str) -> set[str]:
        place = self.place(area)
        if place is None:
            return set()
        if wider := self.place(f"departement:{place.departement}"):
            return {routes.departement(wider.name)}
        wider = self.place(f"region:{place.region}")
        return {routes.region(wider.name)} if wider else set()

    def finding(self, kind: str, id_: str, path: FieldPath, code: str, *texts: str) -> Finding:
        """Return a finding placed at a field of a record."""
        return placed(self.sources, self.entries[kind, id_], path, code, *texts)


def _comparable(kind: str, text: str) -> str:
    """Return a name without case, accents nor hyphens; that of a person, its words in order."""
    return sorted_words(text) if kind in PEOPLE else fold(text)


def _names(record: Record) -> tuple[str, ...]:
    """Return what a record may be called by: its ids, its name or title when it could be read."""
    parts = ("given_name", "family_name") if isinstance(record, Member) else ("name", "title")
    words = [str(getattr(record, part, "") or "") for part in parts]
    name = " ".join(filter(None, words)) if not isinstance(record, Member) or all(words) else ""
    return tuple(filter(None, (record.id, name, *getattr(record, "aliases", ()))))


def references(record: Record) -> Iterator[Marked]:
    """Yield every reference a record makes to another record."""
    return marked(record, RefTo)


def placed(
    sources: Sources, entry: Entry, place: FieldPath | int, code: str, *texts: str
) -> Finding:
    """Return a finding at a field of an entry, or at an offset of its text."""
    if isinstance(place, int):
        return Finding(entry.path, *sources.locate_text(entry, place), code, "", *texts)
    name = ".".join(map(str, place))
    return Finding(entry.path, *sources.locate(entry, place), code, name, *texts)


def link(sources: Sources, geography: Geography) -> tuple[Club, list[Finding]]:
    """Type every entry and gather the records in one graph.

    Returns the club and what forbade a record: wrong fields (F…), ids used twice (R02), a whole
    list pasted twice (R10).
    """
    club, findings = Club(geography, sources), []
    for kind, id_ in sources.unreadable:
        club.known[kind].add(id_)
    first: dict[tuple[str, str], Entry] = {}
    again = _pasted_again(sources)
    for entry in sources.entries:
        if entry.path in again and entry.prefix >= again[entry.path].prefix:
            if entry is again[entry.path]:
                message = "la liste est collée deux fois : la seconde copie commence ici"
                hint = "supprimez la copie, à partir de cette ligne"
                findings.append(placed(sources, entry, (), "R10", message, hint))
            continue
        key = (entry.vocabulary or entry.kind, entry.id)
        if entry.id and key in first:
            message = f"l’identifiant « {entry.id} » est déjà pris dans {first[key].path}"
            findings.append(placed(sources, entry, ("id",), "R02", message, "changez-en un"))
        first.setdefault(key, entry)
        findings += _add(club, entry, taken=first[key] is not entry)
    findings += _swallowed(sources)
    club.outline_all()
    return club, findings


# What `members.private.yaml` may say of a member.
SHARED = tuple(table("visibility")["private"])
# What a member shows to all, whatever they agreed to.
_OPEN = {name for name, when in table("visibility")["member"].items() if when == "open"}


def overlay(club: Club, private: Sources) -> tuple[Club, list[Finding]]:
    """Type what is told to members alone, each with the mandates that the directory knows of them.

    Returns the club of these members only, for the rules, and what was wrong: an id that is no
    member's (R01) or comes twice (R02), wrong fields (F…). Lets `club` know them.
    """
    records: dict[str, dict[str, Record]] = {kind: {} for kind in KINDS}
    shown = replace(club, sources=private, records=records, entries={}, aside=[], _outlines={})
    findings = [*private.findings, *_swallowed(private)]
    for entry in private.entries:
        at = partial(placed, private, entry)
        if ("member", entry.id) in shown.entries:
            message = f"« {entry.id} » a déjà une fiche ici"
            findings.append(at(("id",), "R02", message, "réunissez les deux"))
        elif public := club.entries.get(("member", entry.id)):
            shown.entries["member", entry.id] = entry
            findings += [
                at(
                    (name,),
                    "F01",
                    f"« {name} » ne s’écrit pas ici",
                    f"écrivez-le dans {public.path}",
                )
                for name in entry.data.keys() & set(field_names(Member)) - set(SHARED)
            ]
            known = {name: value for name, value in public.data.items() if name in _OPEN}
            record, refusals = build(Member, {**known, **entry.data})
            findings += [
                at(r.field, r.code, r.message, _hint(private, entry, r), r.answer)
                for r in refusals
                if str(r.field[0]) not in known
            ]
            if record:
                records["member"][entry.id] = record
        elif entry.id not in club.known["member"]:
            message = f"« {entry.id} » n’est l’identifiant d’aucun membre"
            hint = "retirez cette fiche, ou corrigez l’identifiant"
            findings.append(at(("id",), "R01", message, hint))
    club.private = cast("dict[str, Member]", records["member"])
    return shown, findings


def _pasted_again(sources: Sources) -> dict[str, Entry]:
    """Return the entry where each list that was pasted after itself starts again, by path."""
    lists = defaultdict(list)
    for entry in sources.entries:
        if entry.kind in PEOPLE:
            lists[entry.path].append(entry)
    sizes = {path: period([entry.id for entry in entries]) for path, entries in lists.items()}
    return {path: lists[path][size] for path, size in sizes.items() if size > 1}


def period(values: Sequence[object]) -> int:
    """Return the length of what `values` holds twice, thrice or four times over; 0 for nothing."""
    for times in (2, 3, 4):
        size, rest = divmod(len(values), times)
        if size and not rest and values[size:] == values[:-size]:
            return size
    return 0


def _swallowed(sources: Sources) -> Iterator[Finding]:
    """Yield the texts of which a comment would take the end away."""
    for path, text, shift in sources.yaml():
        folder, _, name = path.partition("/")
        kind = LISTS.get(path) or FOLDER_KINDS.get(folder)
        model = KINDS[kind].model if kind else Term
        for one in lost(text, model, 0 if name.endswith(".md") else 1):
            line, column = position(text, one.offset)
            at, name = sources.written(path, line + shift, column), ".".join(map(str, one.field))
            message = f"« {one.text[:40]} » serait perdu"
            hint = f"mettez toute la valeur entre guillemets : {one.line}"
            yield Finding(path, *at, "S18", name, message, hint)


def _add(club: Club, entry: Entry, *, taken: bool) -> list[Finding]:
    listed = entry.kind in PEOPLE
    model: Any = Term if entry.kind == "term" else KINDS[entry.kind].model
    known = {**entry.data, "id": entry.id}
    record, refusals = build(model, entry.data if listed else known)
    at = partial(placed, club.sources, entry)
    findings = [
        at(r.field, r.code, r.message, _hint(club.sources, entry, r), r.answer) for r in refusals
    ]
    if "id" in entry.data and not listed:
        message, hint = "l’identifiant est le nom du fichier", "supprimez le champ « id »"
        findings.append(at(("id",), "F01", message, hint))
    ids = {entry.id}
    if bad_id(entry.id) and (right := slug(entry.id)):
        ids.add(right)  # what S17 says to write
    if entry.kind == "term":
        club.known.setdefault(f"vocabulary:{entry.vocabulary}", set()).update(ids)
        if record and not (taken or bad_id(entry.id)):
            club.vocabularies.setdefault(entry.vocabulary, {})[entry.id] = record
        return findings
    club.known[entry.kind].update(ids)
    if not taken:
        club.entries[entry.kind, entry.id] = entry
    read = record or fragment(model, known, {r.field for r in refusals} - {("id",)})
    if record and not taken:
        club.records[entry.kind][entry.id] = record
    else:
        club.aside.append((entry, read))
    for name in () if taken or bad_id(entry.id) else _names(read):
        club.names.setdefault((entry.kind, _comparable(entry.kind, name)), []).append(entry.id)
    return findings


def _hint(sources: Sources, entry: Entry, refusal: Refusal) -> str:
    """Return what to do about a refusal; of a text that YAML took apart, the line to write."""
    line = sources.quoted(entry, refusal.field) if refusal.code == "F03" and refusal.text else ""
    return f"mettez toute la valeur entre guillemets : {line}" if line else refusal.hint
