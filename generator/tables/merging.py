"""What a table changes in the club: each row becomes a record, or a refusal that says why.

Pure: sources as texts in, sources as texts out. A row finds its record by its id, else by its
name and place; what an empty cell does not say stays; a record that says nothing new is not
touched, so that a table brought in twice changes nothing the second time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from pydantic import BaseModel

from generator.club import Club
from generator.kinds import KINDS
from generator.kinds.practice import SECTIONS
from generator.records import build, model_at, takes, written_order
from generator.records.types import Moment, PartialDate
from generator.sources import Entry
from generator.sources.strict_yaml import Value
from generator.tables.columns import NUMBER, PLACES, header, patterns
from generator.tables.lines import Choose, Data, Line, LineReader, Refused, groups, listed
from generator.tables.matching import Matcher
from generator.tables.sections import sections, with_sections
from generator.tables.values import compatible, is_after
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

    `added` and `changed` are ids; `by_row` tells which record each row is.
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
        *,
        exact_days: bool = False,
    ) -> None:
        self._club, self._kind, self._texts = club, kind, texts
        self._lines = LineReader(club, kind, choose, today)
        self._matcher = Matcher(club, kind)
        self._model = KINDS[kind].model
        self._leaves = patterns(kind)
        self._listed = kind == "member"
        self._today = today.isoformat()
        self._exact_days = exact_days  # else a first of the month may be a month in a spreadsheet
        # What each record would say, by id; and by record and field, which row says what.
        self._data = {i: dict(club.entries[kind, i].data) for i in club.records[kind]}
        self._said: dict[tuple[str, str], tuple[int, Value]] = {}
        self._bodies: dict[str, dict[str, str]] = {}
        self._new: list[str] = []

    def bring(self, lines: Iterable[Line]) -> Outcome:
        """Read rows, and return what the sources become."""
        outcome = Outcome()
        touched: dict[str, None] = {}
        lines = list(lines)
        self._lines.expect(line.cells["id"] for line in lines if "id" in line.cells)
        for line in lines:
            id_ = self._line(line)
            outcome.notes += [(line.row, note) for note in line.notes]
            outcome.refused += line.refused
            if id_ is not None:
                outcome.by_row[line.row] = id_
                touched[id_] = None
        self._finish(outcome, touched)
        return outcome

    def _line(self, line: Line) -> str | None:
        """Read a row and keep what it says; return the id of its record, None when refused."""
        if not line.cells:
            return None
        self._lines.read(line)
        id_ = None if line.refused else self._matcher.find(line)
        if line.refused or id_ is None:
            return None
        old = self._data.get(id_, {})
        new = self._merged(line, id_, old)
        if not line.refused:
            self._check(line, id_, new)
        if line.refused:
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
        for name in line.data:
            self._said[id_, name] = (line.row, line.data[name])
        return id_

    # --- what a record becomes --------------------------------------------------------------

    def _merged(self, line: Line, id_: str, old: Data) -> Data:
        self._guard(line, old)
        new = dict(old)
        for name, value in line.data.items():
            before = self._said.get((id_, name))
            if before and before[1] != value and not groups(value):
                line.refuse(
                    name,
                    f"la ligne {before[0]} dit autre chose de « {id_} »",
                    "gardez une seule des deux lignes",
                )
            elif isinstance(value, dict):
                kept = old.get(name)
                before_ = kept if isinstance(kept, dict) else {}
                new[name] = {**before_, **self._brought(name, before_, value)}
            elif groups(value):
                new[name] = self._list(
                    line, name, groups(old.get(name)), groups(value), listed="id" in line.cells
                )
            else:
                new |= self._brought("", old, {name: value})
        if self._listed:
            new = {"id": id_, **new}
        if self._kind == "meeting":
            new.setdefault("status", "planned")
        return new

    def _guard(self, line: Line, old: Data) -> None:
        """Leave out the personal fields that no agreement lets in; never change an agreement."""
        if self._kind != "member":
            return
        given, known = line.data.get("consent"), old.get("consent")
        if isinstance(known, dict) and isinstance(given, dict) and not _says_the_same(given, known):
            line.refuse(
                "consent.date",
                "l’accord diffère de celui qui est enregistré",
                "un accord se modifie à la main, dans members.yaml",
            )
            return
        if (
            isinstance(given, dict)
            and not known
            and not (given.get("date") and given.get("fields"))
        ):
            line.notes.append(
                "accord laissé de côté : il lui faut une date et les champs qu’il nomme"
            )
            line.data.pop("consent")
            given = None
        agreed = known if isinstance(known, dict) else given
        allowed = (
            listed(agreed.get("fields"))
            if isinstance(agreed, dict) and not agreed.get("withdrawn")
            else []
        )
        for name, what in _GUARDED.items():
            given_too = name in line.data and _plain(old.get(name)) != _plain(line.data[name])
            if given_too and name not in allowed:
                line.notes.append(f"{what} : aucun accord daté ne le permet")
                line.data.pop(name)

    def _keep_texts(self, line: Line, id_: str) -> None:
        """Say which texts of a row are left out, because something else is already written."""
        body = self._club.body(self._kind, id_)
        present = sections(body) | ({"": body.strip()} if body.strip() else {})
        for name, text in line.body.items():
            if present.get(name, text) != text:
                what = f"« {name} »" if name else "les notes"
                line.notes.append(f"{what} : un texte est déjà écrit, il reste tel quel")

    def _list(
        self, line: Line, name: str, old: list[Data], given: list[Data], *, listed: bool
    ) -> list[Value]:
        """Return a list of groups of fields with those given: each updates its like, or is added."""
        found: list[Data] = [dict(one) for one in old]
        free_: set[int] = set(range(len(found)))
        left: list[Data] = []
        for one in given:
            at = self._like(line, name, found, free_, one)
            if at is None:
                left.append(one)
            else:
                free_.discard(at)
                found[at] |= self._brought(f"{name}.{NUMBER}", found[at], one, exact=listed)
        if listed and len(given) == len(old):  # a table given back: by their place
            for at, one in zip(sorted(free_), left, strict=False):
                found[at] = {**found[at], **one}
            left = left[len(free_) :]
        left = [cast("Data", _in_order(self._model, name, one)) for one in left]
        return cast("list[Value]", [*found, *left])

    def _like(
        self, line: Line, name: str, old: list[Data], free_: set[int], one: Data
    ) -> int | None:
        for keys in _SAME.get(name, ()):
            if not all(k in one for k in keys):
                continue
            alike = [
                i
                for i in sorted(free_)
                if all(_plain(old[i].get(k)) == _plain(one[k]) for k in keys)
            ]
            if name == "memberships" and keys == ("role", "area"):
                alike = [i for i in alike if self._same_mandate(line, old[i], one)]
            if len(alike) == 1:
                return alike[0]
        return None

    def _same_mandate(self, line: Line, old: Data, one: Data) -> bool:
        """Whether two mandates of one role in one place are one; refuse the row when unsure."""
        start, before = str(one.get("start_date", "")), str(old.get("start_date", ""))
        if not start or not before or compatible(start, before):
            return True
        if old.get("end_date") or "id" in line.cells:
            return False
        if is_after(start, before):
            line.refuse(
                "memberships.0.start_date",
                f"un mandat de même nature est encore ouvert, depuis {before}",
                "notez sa fin, dans « Fin du mandat » ou dans members.yaml, puis recommencez",
            )
        else:
            line.refuse(
                "memberships.0.start_date",
                f"le mandat enregistré commence le {before}",
                "corrigez l’une des deux dates",
            )
        return False

    def _brought(self, name: str, old: Data, given: Data, *, exact: bool = True) -> Data:
        """Return what is brought to a record, or to a part of it: not the vaguer of two dates.

        Unless `exact`, nor the same words with other capitals.
        """
        return {
            k: v
            for k, v in given.items()
            if not self._vaguer(f"{name}.{k}", old.get(k), v)
            and (exact or not isinstance(v, str) or _plain(old.get(k)) != _plain(v))
        }

    def _vaguer(self, path: str, old: Value | None, new: Value) -> bool:
        """Whether `new` says less of a date than `old`: `2026-01-20`, of `2026-01-20T18:00`.

        Or nothing surely: `2026-01-01`, of `2026-01`, is how a spreadsheet gives the month back.
        """
        leaf = self._leaves.get(path.removeprefix("."))
        dated = leaf and (takes(leaf.annotation, PartialDate) or takes(leaf.annotation, Moment))
        if not (dated and isinstance(old, str) and isinstance(new, str)):
            return False
        if not self._exact_days and new in {f"{old}-01", f"{old}-01-01"}:
            return True
        return old.startswith(new) and len(old) > len(new)

    def _check(self, line: Line, id_: str, new: Data) -> None:
        given: dict[str, Any] = {**new, "id": id_}
        _, refusals = build(self._model, given)
        for refusal in refusals:
            target = ".".join(map(str, refusal.field))
            hint = refusal.hint
            placed = target.endswith("area") and any(name in PLACES for name in line.names)
            if hint == "ajoutez-le" and target not in line.names and not placed:
                hint = f"ajoutez une colonne « {header(self._kind, target)} »"
            line.refuse(target, refusal.message, hint)

    # --- sources ----------------------------------------------------------------------------

    def _finish(self, outcome: Outcome, touched: Iterable[str]) -> None:
        changes: dict[str, Data] = {}
        for id_ in touched:
            if id_ in self._new:
                outcome.added.append(id_)
                continue
            entry = self._club.entries[self._kind, id_]
            changed = self._changed(id_)
            body = self._body(entry, id_)
            if not changed and body == entry.body:
                outcome.same += 1
                continue
            outcome.changed.append(id_)
            if self._listed:
                changes[id_] = changed
            else:
                outcome.texts[entry.path] = self._sheet(entry, changed, body)
        if self._listed:
            self._directory(outcome, changes)
        else:
            for id_ in outcome.added:
                path = f"{KINDS[self._kind].source}{id_}.md"
                outcome.texts[path] = self._new_sheet(id_)

    def _changed(self, id_: str) -> Data:
        """Return the fields that do not mean what they did."""
        new = self._data[id_]
        before = self._club.records[self._kind][id_]
        after, _ = build(self._model, {**new, "id": id_})
        by_name = {f.alias or n: n for n, f in self._model.model_fields.items()}
        return {
            name: value
            for name, value in new.items()
            if getattr(after, by_name[name]) != getattr(before, by_name[name])
        }

    def _body(self, entry: Entry, id_: str) -> str:
        """Return the text of a record with what a table says of it; nothing written is replaced."""
        return with_sections(entry.body, self._bodies.get(id_, {}))

    def _sheet(self, entry: Entry, changed: Data, body: str) -> str:
        text = editing.change_sheet(self._texts[entry.path], changed, self._model)
        if body != entry.body:
            before = self._club.sources.body(entry)
            text = text[: len(text) - len(before)] + ("" if before else "\n") + body
        return text

    def _directory(self, outcome: Outcome, changes: Mapping[str, Data]) -> None:
        path = KINDS[self._kind].source
        text = self._texts.get(path, "")
        if changes:
            places = {
                cast("int", self._club.entries[self._kind, i].prefix[0]): c
                for i, c in changes.items()
            }
            text = editing.change(text, cast("dict[int | None, Data]", places), self._model)
        if outcome.added:
            text = editing.append(text, [self._ordered(self._data[i]) for i in outcome.added])
        if changes or outcome.added:
            outcome.texts[path] = text

    def _ordered(self, data: Data) -> Data:
        order = written_order(self._model)
        return {name: _in_order(self._model, name, data[name]) for name in order if name in data}

    def _new_sheet(self, id_: str) -> str:
        said = self._bodies.get(id_, {})
        body = said.get("") or "\n\n".join(f"## {n}\n\n{said[n]}" for n in SECTIONS if said.get(n))
        return yaml_text.front_matter(self._ordered(self._data[id_]), body)


# --- small things -------------------------------------------------------------------------


def _plain(value: Value | None) -> Any:
    """Return a value to compare it: folded texts, whatever their spaces."""
    if isinstance(value, str):
        return " ".join(value.split()).casefold()
    if isinstance(value, list):
        return [_plain(v) for v in value]
    return {k: _plain(v) for k, v in value.items()} if isinstance(value, dict) else None


def _says_the_same(given: Data, known: Data) -> bool:
    return all(
        sorted(listed(known.get(k))) == sorted(listed(v))
        if k == "fields"
        else _plain(known.get(k)) == _plain(v)
        for k, v in given.items()
    )


def _in_order(model: type[BaseModel], name: str, value: Value) -> Value:
    """Return a group of fields, or a list of them, in the order of its model."""
    inner = model_of(model, name)
    if inner is None:
        return value
    order = written_order(inner)
    if isinstance(value, dict):
        return {n: value[n] for n in order if n in value}
    return [{n: v[n] for n in order if n in v} if isinstance(v, dict) else v for v in value]


def model_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """Return the model of the group, or of the items, that a field holds."""
    return model_at(model, (name,))
