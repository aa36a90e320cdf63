"""What a table changes in the club: each row becomes a record, or a refusal that says why.

Pure: sources as texts in, sources as texts out. What an empty cell does not say stays, and so does
what the club says better; a record that says nothing new is not touched, so that a table brought in
twice changes nothing the second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from generator.club import Club
from generator.core.text import fold
from generator.kinds import KINDS
from generator.records import build, model_at, written_order
from generator.records.types import PartialDate
from generator.sources.strict_yaml import Value
from generator.tables.columns import NUMBER, PLACES, header, leaves
from generator.tables.matching import Matcher
from generator.tables.rows import Choose, Data, Line, Refused, RowReader, groups, listed
from generator.tables.sections import sections, with_sections
from generator.writing import editing, yaml_text

# What makes two items of a list the same thing, the surest first.
_SAME: dict[str, tuple[tuple[str, ...], ...]] = {
    "memberships": (("role", "area", "start_date"), ("role", "area")),
    "contact_details": (("type", "value"), ("type",)),
    "links": (("url",),),
    "sources": (("url",), ("title",)),
    "tasks": (("text", "owner"), ("text",)),
    "documents": (("url",), ("title",)),
}
# Personal fields, which only an agreement that names them lets in.
_GUARDED = {
    "contact_details": "coordonnées laissées de côté",
    "image": "photo laissée de côté",
    "summary": "présentation laissée de côté",
    "links": "liens laissés de côté",
}


@dataclass(slots=True)
class Outcome:
    """What a table gives: texts by path, what was refused, what was understood along the way.

    `added` and `changed` are ids; `by_row` gives the record of each row.
    """

    texts: dict[str, str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    notes: list[tuple[int, str]] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0
    by_row: dict[int, str] = field(default_factory=dict)


class Merger:
    """Brings rows into a club. `texts` are the present sources of the kind, by path."""

    def __init__(
        self,
        club: Club,
        kind: str,
        texts: Mapping[str, str],
        choose: Choose | None,
        today: date,
    ) -> None:
        self._club, self._kind, self._texts, self._choose = club, kind, texts, choose
        self._matcher = Matcher(club, kind)
        self._model = KINDS[kind].model
        self._listed = KINDS[kind].listed
        self._today = today.isoformat()
        # What each record would say, by id; and by record and field, which row says what.
        self._data = {i: dict(club.entries[kind, i].data) for i in club.records[kind]}
        self._given: dict[tuple[str, str], tuple[int, Value]] = {}
        self._bodies: dict[str, dict[str, str]] = {}
        self._new: list[str] = []

    def bring(self, lines: Iterable[Line]) -> Outcome:
        """Read rows, and return what the sources become."""
        outcome = Outcome()
        lines = list(lines)
        ids = (line.cells["id"] for line in lines if "id" in line.cells)
        reader = RowReader(self._club, self._kind, self._choose, ids)
        for line in lines:
            id_ = self._line(line, reader) if line.cells else None
            outcome.notes += [(line.row, note) for note in line.notes]
            outcome.refused += line.refused
            if id_ is not None:
                outcome.by_row[line.row] = id_
        self._finish(outcome)
        return outcome

    def _line(self, line: Line, reader: RowReader) -> str | None:
        """Read a row and keep what it says; return the id of its record, None when refused."""
        reader.read(line)
        id_ = None if line.refused else self._matcher.find(line)
        new = self._merged(line, id_, self._data.get(id_, {})) if id_ else {}
        if id_ and not line.refused:
            self._check(line, id_, new)
        if id_ is None or line.refused:
            return None
        if id_ not in self._data:
            self._new.append(id_)
            if "added" not in line.names:  # else the table says it, or that nobody knows
                new.setdefault("added", self._today)
        elif id_ not in self._new:
            self._keep_texts(line, id_)
        self._data[id_] = new
        self._matcher.keep(id_, new)
        self._bodies.setdefault(id_, {}).update(line.body)
        self._given |= {(id_, name): (line.row, value) for name, value in line.data.items()}
        return id_

    # --- what a record becomes --------------------------------------------------------------

    def _merged(self, line: Line, id_: str, old: Data) -> Data:
        if self._kind == "member":
            self._guard(line, old)
        new = {"id": id_, **old} if self._listed else dict(old)
        for name, value in line.data.items():
            row, before = self._given.get((id_, name), (0, value))
            kept = old.get(name)
            if before != value and not groups(value):
                why = f"la ligne {row} dit autre chose de « {id_} »"
                line.refuse(name, why, "gardez une seule des deux lignes")
            elif isinstance(value, dict):
                inside = kept if isinstance(kept, dict) else {}
                new[name] = {**inside, **self._brought(line, f"{name}.", inside, value)}
            elif groups(value):
                new[name] = self._list(line, name, groups(kept), groups(value))
            else:
                new |= self._brought(line, "", old, {name: value})
        if self._kind == "meeting":
            new.setdefault("status", "planned")
        return new

    def _guard(self, line: Line, old: Data) -> None:
        """Leave out the personal fields that no agreement lets in; never change an agreement."""
        given, known = line.data.get("consent"), old.get("consent")
        if isinstance(given, dict) and isinstance(known, dict):
            if any(sorted(listed(known.get(k))) != sorted(listed(v)) for k, v in given.items()):
                why = "l’accord diffère de celui qui est enregistré"
                todo = "un accord se modifie à la main, dans members.yaml"
                line.refuse("consent.date", why, todo)
                return
        elif isinstance(given, dict) and not (given.get("date") and given.get("fields")):
            why = "il lui faut une date et les champs qu’il nomme"
            line.notes.append(f"accord laissé de côté : {why}")
            del line.data["consent"]
        agreed = known or line.data.get("consent")
        agreed = agreed if isinstance(agreed, dict) and not agreed.get("withdrawn") else {}
        for name, what in _GUARDED.items():
            brought = name in line.data and _plain(old.get(name)) != _plain(line.data[name])
            if brought and name not in listed(agreed.get("fields")):
                line.notes.append(f"{what} : aucun accord daté ne le permet")
                del line.data[name]

    def _keep_texts(self, line: Line, id_: str) -> None:
        """Say which texts of a row are left out, because something else is already written."""
        body = self._club.body(self._kind, id_)
        present = sections(body) | ({"": body.strip()} if body.strip() else {})
        for name, text in line.body.items():
            if present.get(name, text) != text:
                what = f"« {name} »" if name else "les notes"
                line.notes.append(f"{what} : un texte est déjà écrit, il reste tel quel")

    def _list(self, line: Line, name: str, old: list[Data], given: list[Data]) -> list[Value]:
        """Return a list of groups of fields with those given: each updates its like, or is added."""
        found: list[Data] = [dict(one) for one in old]
        free = list(range(len(found)))
        left: list[Data] = []
        for one in given:
            at = self._like(line, name, {i: found[i] for i in free}, one)
            if at is None:
                left.append(one)
            else:
                free.remove(at)
                found[at] |= self._brought(line, f"{name}.{NUMBER}.", found[at], one)
        if "id" in line.cells and len(given) == len(old):  # a table given back: by their place
            for at, one in zip(free, left, strict=False):
                found[at] = {**found[at], **one}
            left = left[len(free) :]
        inner = model_at(self._model, (name,))
        return [*found, *(_ordered(inner, one) for one in left)]

    def _like(self, line: Line, name: str, old: Mapping[int, Data], one: Data) -> int | None:
        for keys in _SAME.get(name, ()):
            if not all(k in one for k in keys):
                continue
            alike = [i for i in old if all(_plain(old[i].get(k)) == _plain(one[k]) for k in keys)]
            if keys == ("role", "area"):
                alike = [i for i in alike if self._same_mandate(line, old[i], one)]
            if len(alike) == 1:
                return alike[0]
        return None

    def _same_mandate(self, line: Line, old: Data, one: Data) -> bool:
        """Whether two mandates of one role in one place are one; refuse the row when unsure."""
        if not (one.get("start_date") and old.get("start_date")):
            return True
        start, before = (PartialDate.parse(str(m["start_date"])) for m in (one, old))
        if start.first <= before.last and before.first <= start.last:
            return True
        if old.get("end_date") or "id" in line.cells:
            return False
        why, todo = f"le mandat enregistré commence le {before}", "corrigez l’une des deux dates"
        if start.first > before.last:
            why = f"un mandat de même nature est encore ouvert, depuis {before}"
            todo = "notez sa fin, dans « Fin du mandat » ou dans members.yaml, puis recommencez"
        line.refuse("memberships.0.start_date", why, todo)
        return False

    def _brought(self, line: Line, before: str, old: Data, given: Data) -> Data:
        """Return what is brought to a record, or to a part of it: nothing that is vaguer."""
        found = {}
        for name, value in given.items():
            if not self._vaguer(f"{before}{name}", old.get(name), value, exact="id" in line.cells):
                found[name] = value
            elif not str(value).startswith(str(old[name])) and _plain(old[name]) != _plain(value):
                texts = [", ".join(listed(one)) for one in (value, old[name])]
                line.notes.append(f"« {texts[0]} » dit moins que « {texts[1]} », qui reste")
        return found

    def _vaguer(self, path: str, old: Value | None, new: Value, *, exact: bool) -> bool:
        """Whether `new` says less than `old`: `2020` of `2020-05`, « adjointe » of its delegation.

        Or nothing surely: `2026-01-01`, of `2026-01`, is how a spreadsheet gives the month back.
        Of a table that gives the ids (`exact`), the words are those that are wanted.
        """
        leaf = leaves(self._kind).get(path)
        if leaf is None or not old:
            return False
        if leaf.type in {"date", "moment"}:
            first = {f"{old}-01", f"{old}-01-01"}
            return new in first or (str(old).startswith(str(new)) and old != new)
        if exact or leaf.type not in {"line", "term"}:
            return False
        if leaf.many:
            return set(listed(new)) < set(listed(old))
        return leaf.type == "line" and f" {fold(str(new))} " in f" {fold(str(old))} "

    def _check(self, line: Line, id_: str, new: Data) -> None:
        _, refusals = build(self._model, {**new, "id": id_})
        for refusal in refusals:
            target, hint = ".".join(map(str, refusal.field)), refusal.hint
            placed = target.endswith("area") and any(name in PLACES for name in line.names)
            if hint.startswith("ajoutez-le") and target not in line.names and not placed:
                hint = f"ajoutez une colonne « {header(self._kind, target)} », ou une constante"
            line.refuse(target, refusal.message, hint)

    # --- sources ----------------------------------------------------------------------------

    def _finish(self, outcome: Outcome) -> None:
        changes: dict[int | None, Data] = {}
        for id_ in dict.fromkeys(outcome.by_row.values()):
            if id_ in self._new:
                outcome.added.append(id_)
                continue
            entry = self._club.entries[self._kind, id_]
            changed = self._changed(id_)
            body = with_sections(entry.body, self._bodies.get(id_, {}))
            if not changed and body == entry.body:
                outcome.same += 1
                continue
            outcome.changed.append(id_)
            if self._listed:
                changes[cast("int", entry.prefix[0])] = changed
                continue
            text = editing.change_sheet(self._texts[entry.path], changed, self._model)
            if body != entry.body:
                before = self._club.sources.body(entry)
                text = text[: len(text) - len(before)] + ("" if before else "\n") + body
            outcome.texts[entry.path] = text
        path = KINDS[self._kind].source
        new = {id_: _ordered(self._model, self._data[id_]) for id_ in outcome.added}
        if self._listed and (changes or new):
            text = self._texts.get(path, "")
            text = editing.change(text, changes, self._model) if changes else text
            outcome.texts[path] = editing.append(text, list(new.values())) if new else text
        for id_, data in ({} if self._listed else new).items():
            given = self._bodies.get(id_, {})
            titled = (f"## {n}\n\n{given[n]}" for n in KINDS[self._kind].sections if given.get(n))
            body = given.get("") or "\n\n".join(titled)
            outcome.texts[f"{path}{id_}.md"] = yaml_text.front_matter(data, body)

    def _changed(self, id_: str) -> Data:
        new = self._data[id_]
        before = self._club.records[self._kind][id_]
        after, _ = build(self._model, {**new, "id": id_})
        by_name = {f.alias or n: n for n, f in self._model.model_fields.items()}
        names = [k for k in new if getattr(after, by_name[k]) != getattr(before, by_name[k])]
        return {name: new[name] for name in names}


def _ordered(model: Any, value: Any) -> Any:
    """Return a record, a group of fields, or a list of them, in the order of its model."""
    if isinstance(value, list):
        return [_ordered(model, one) for one in value]
    if model is None or not isinstance(value, dict):
        return value
    names = (name for name in written_order(model) if name in value)
    return {name: _ordered(model_at(model, (name,)), value[name]) for name in names}


def _plain(value: Value | None) -> Any:
    """Return a value to compare it: folded texts, whatever their spaces."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else None
