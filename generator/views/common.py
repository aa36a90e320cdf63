"""Pieces every view is made of: links, places, dates, sources, back-links."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import BaseModel

from generator import routes
from generator.club import MENTION, Club, references
from generator.kinds import KIND_OF, KINDS, Member
from generator.kinds.view import PlaceView, Ref, Source, when
from generator.records import Record, french
from generator.records.fields import is_list, marks, takes
from generator.records.types import PartialDate, RefTo, TermOf
from generator.territory.geo import KIND_LABELS, Place
from generator.views import people

V = TypeVar("V")


@dataclass(slots=True)
class Lens:
    """The club as one edition shows it on one day.

    `_peers` remembers the members already shown as people to call: one may sign 200 actions.
    """

    club: Club
    today: date
    retention_months: int = 12
    private: Mapping[str, Member] = field(default_factory=dict)
    _peers: dict[str, Ref] = field(default_factory=dict)
    _places: dict[str, PlaceView | None] = field(default_factory=dict)

    def record(self, kind: str, id_: str) -> Any:
        """Return a record, None when it does not exist."""
        return self.club.records[kind].get(id_)

    def records(self, kind: str) -> Iterable[Any]:
        """Return the records of a kind, in the order of their sources."""
        return self.club.records[kind].values()

    def place(self, area: str) -> PlaceView | None:
        """Return the view of an area, None when the code is unknown."""
        if area not in self._places:
            found = self.club.place(area)
            self._places[area] = self._place(found) if found else None
        return self._places[area]

    def _place(self, place: Place) -> PlaceView:
        key, stratum = place.stratum or ("", "")
        near = place.near_threshold
        return PlaceView(
            area=place.area,
            kind=place.kind,
            type=place.type or KIND_LABELS[place.kind],
            name=place.name,
            population=place.population,
            population_text=french.number(place.population) if place.population else "",
            threshold_text=f"{french.number(near)}{french.NBSP}habitants" if near else "",
            stratum=stratum,
            stratum_key=key,
            epci=self._name("epci", place.epci),
            epci_code=place.epci,
            departement=self._name("departement", place.departement),
            departement_code=place.departement,
            region=self._name("region", place.region),
            region_code=place.region,
        )

    def _name(self, kind: str, code: str) -> str:
        found = self.club.place(f"{kind}:{code}") if code else None
        return found.name if found else ""

    def term(self, vocabulary: str, key: str | None) -> str:
        """Return the label of a vocabulary key, the key itself when it has none."""
        if not key:
            return ""
        term = self.club.vocabularies.get(vocabulary, {}).get(key)
        return term.label if term else key

    def terms(self, vocabulary: str, keys: Iterable[str]) -> tuple[Ref, ...]:
        """Return links to the hub pages of some vocabulary keys."""
        known = self.club.vocabularies.get(vocabulary, {})
        return tuple(
            Ref(key, known[key].label, routes.hub(vocabulary, key)) for key in keys if key in known
        )

    def ref(self, kind: str, id_: str) -> Ref | None:
        """Return a link to a record, None when it does not exist."""
        record = self.club.records[kind].get(id_)
        if record is None:
            return None
        note = KINDS[kind].note(self, record)
        return Ref(id_, self.called(kind, record.id), routes.record(kind, id_), note)

    def called(self, kind: str, id_: str) -> str:
        """Return what a record is called: as the term its id is a key of, or as it says."""
        vocabulary = KINDS[kind].vocabulary
        return (
            self.term(vocabulary, id_)
            if vocabulary
            else KINDS[kind].title(self.club.records[kind][id_])
        )

    def refs(self, kind: str, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Return links to records, in the order given, without those that do not exist."""
        return tuple(ref for id_ in ids if (ref := self.ref(kind, id_)))

    def back(self, kind: str, id_: str, source: str, name: str = "") -> tuple[Ref, ...]:
        """Return links to the records of kind `source` that refer to this one.

        `name` limits them to one field of those records.
        """
        links = self.club.back_links(kind, id_)
        wanted = (
            b.id for b in links if b.kind == source and b.field != MENTION and name in {"", b.field}
        )
        return self.refs(source, dict.fromkeys(wanted))

    def mentions(self, kind: str, id_: str) -> tuple[Ref, ...]:
        """Return links to the records whose text links to this one.

        Hand-written pages aside, and those that a field already links either way.
        """
        links = self.club.back_links(kind, id_)
        shown = {(b.kind, b.id) for b in links if b.field != MENTION}
        own = references(self.club.records[kind][id_])
        shown |= {(cast("RefTo", link.marker).kind, link.value) for link in own}
        mentions = ((b.kind, b.id) for b in links if b.field == MENTION and b.kind != "page")
        found = (self.ref(*m) for m in mentions if m not in shown)
        return tuple(ref for ref in found if ref)

    def shared(self, record: Record) -> dict[str, Any]:
        """Return the fields every view starts with."""
        kind = KIND_OF[type(record)].name
        entry = self.club.entries[kind, record.id]
        return {
            "id": record.id,
            "url": routes.record(kind, record.id),
            "title": self.called(kind, record.id),
            "path": entry.path,
            "line": self.club.sources.line(entry),
            "aliases": record.aliases,
            "mentions": self.mentions(kind, record.id),
            "sources": tuple(Source(s.title, s.url or "", when(s.date)) for s in record.sources),
            "added": when(record.added),
        }

    def view(self, made: type[V], record: Record, /, **computed: Any) -> V:
        """Return the view of a record: what is `computed`, and the rest as the record has it."""
        body = self.club.body(KIND_OF[type(record)].name, record.id)
        known = {"body": body, "badges": (), **computed}
        return self.part(made, record, **self.shared(record), **known)

    def part(self, made: type[V], part: BaseModel, /, **computed: Any) -> V:
        """Return the view of a part of a record likewise."""
        names = [field.name for field in fields(cast("Any", made))]
        copied = type(part).model_fields.keys() & names - computed.keys()
        shown = {name: self._shown(part, name) for name in copied}
        return made(**shown, **{name: value for name, value in computed.items() if name in names})

    def _shown(self, part: BaseModel, name: str) -> Any:
        """Return a field as a view has it."""
        value, (many, mark, dated) = getattr(part, name), _shape(type(part), name)
        if mark:
            ids = value if many else filter(None, (value,))
            if isinstance(mark, TermOf):
                found = self.terms(mark.name, ids)
            else:
                found = self.peers(ids) if mark.kind == "member" else self.refs(mark.kind, ids)
            return found if many else next(iter(found), None)
        if dated:
            return when(value)
        return "" if value is None else value

    def peer(self, id_: str) -> Ref:
        """Return a member as someone to call: name, function and place."""
        if id_ not in self._peers:
            self._peers[id_] = people.peer(self, id_)
        return self._peers[id_]

    def peers(self, ids: Iterable[str]) -> tuple[Ref, ...]:
        """Return members as people to call."""
        return tuple(map(self.peer, ids))

    def person(self, record: Any) -> Any:
        """Return the view of a member or of a contact: what they agreed to show, and no more."""
        shown = people.member if isinstance(record, Member) else people.contact
        return shown(self, record)


@cache
def _shape(model: type[BaseModel], name: str) -> tuple[bool, RefTo | TermOf | None, bool]:
    """Return whether a field is a list, what its values refer to, and whether they are dates."""
    field = model.model_fields[name]
    mark = next(iter((*marks(field, RefTo), *marks(field, TermOf))), None)
    return is_list(field), mark, takes(field, PartialDate)
