"""`club new`: a source ready to be filled, from a few answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, cast

import click
import holidays

from generator.build.check import check
from generator.club import Club
from generator.commands import RefusedError
from generator.commands.options import COMMANDS, HELP, Day, answer, command, day_of
from generator.commands.output import ask, ask_until, is_attended, print_findings, say, writing
from generator.core import settings
from generator.core.findings import Finding, errors
from generator.core.text import fold, free, slug
from generator.kinds import KINDS, Meeting
from generator.records import build, labels, model_at, written_order
from generator.records.description import Description, describe
from generator.records.types import Moment
from generator.rules.mandates import misplaced
from generator.sources import files, strict_yaml
from generator.sources.strict_yaml import Value
from generator.tables import columns
from generator.tables.rows import areas_of, nested
from generator.tables.values import CellError, Reader
from generator.territory.gazetteer import Located, described, gazetteer
from generator.writing import disk, editing, skeletons

Data = dict[str, Value]

_BETWEEN = timedelta(weeks=9)  # two months, on the same weekday
_WORKING = holidays.country_holidays("FR")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its flag without dashes, the field it fills, the French question.

    `default` is what is taken without asking.
    """

    flag: str
    path: str
    asked: str
    default: str
    leaf: Description
    required: bool

    @classmethod
    def of(cls, kind: str, flag: str, text: str) -> "Question":
        """Read a question as `questions.yaml` writes it."""
        path, asked, default = (*text.split(" | "), "")[:3]
        leaf = columns.leaves(kind)[columns.pattern(path)]
        group = {one.name: one for one in describe(KINDS[kind].model)}[path.partition(".")[0]]
        if leaf is None:
            raise TypeError(path)
        return cls(flag, path, asked, default, leaf, leaf.required and group.required)

    def named(self, club: Club) -> dict[str, str]:
        """Return the labels of what may be answered, by key; none when anything may."""
        if self.leaf.type == "term":
            terms = club.vocabularies.get(self.leaf.of, {})
            return {key: term.label for key, term in terms.items()}
        return dict(labels.of(self.leaf.values)) if self.leaf.values else {}

    @property
    def help(self) -> str:
        """What its option is for, with its values when they are fixed."""
        more = f" : {_shown(labels.of(self.leaf.values))}" if self.leaf.values else ""
        return f"{self.asked}{' (répétable)' * self.leaf.many}{more}."


def _shown(named: Mapping[str, str]) -> str:
    return ", ".join(f"{label} ({key})" for key, label in named.items())


_TEXT = Path(__file__).with_name("questions.yaml").read_text(encoding="utf-8")
_DATA = cast("dict[str, dict[str, str]]", strict_yaml.load(_TEXT)[0])
FORMS: dict[str, tuple[Question, ...]] = {
    kind: tuple(Question.of(kind, flag, text) for flag, text in asked.items())
    for kind, asked in _DATA.items()
    if kind in KINDS
}


class _Kinds(click.Group):
    """Kinds of records, each under its French name too: `club new pratique`."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a kind."""
        named = {fold(KINDS[kind].label): kind for kind in self.commands}
        return super().get_command(ctx, named.get(fold(cmd_name), cmd_name))


def _command(kind: str) -> click.Command:
    """Return the command that begins a record of a kind: one option a question."""
    asked = (answer(q.flag, q.help, multiple=q.leaf.many) for q in FORMS[kind])
    summary = f"Commence une fiche : {KINDS[kind].label.lower()}."

    @command(kind, *asked, table="new", summary=summary)
    def begin(root: Path, today: Day, quiet: bool, id_: str, yes: bool, **answers: Any) -> None:
        given = {q.flag: answers[q.flag.replace("-", "_")] or () for q in FORMS[kind]}
        flags = {flag: [one] if isinstance(one, str) else list(one) for flag, one in given.items()}
        with writing(root, "new"):
            done, found = run(
                root, kind, flags, id_=id_, today=day_of(today), attended=is_attended(yes=yes)
            )
        if not quiet:
            say(f"{done} {_DATA['next'][kind]}, puis lancez « club check ».")
        print_findings(found, "text")

    return begin


new_ = _Kinds(
    "new",
    {kind: _command(kind) for kind in FORMS},
    context_settings=HELP,
    subcommand_metavar=COMMANDS,
    help="Commence une fiche : pose les questions utiles et écrit la source.",
)


def run(
    root: Path,
    kind: str,
    answers: Mapping[str, list[str]],
    *,
    id_: str,
    today: date,
    attended: bool,
) -> tuple[str, list[Finding]]:
    """Write a new source; return what was done, in French, and the findings it brings to the club.

    When nobody attends, what is proposed is taken. Raises RefusedError, naming everything that is
    missing or wrong, or AlreadyThereError; then nothing is written.
    """
    config = settings.load(root)
    before = check(root, config, today)
    club, of = before.club, KINDS[kind]
    _refuse(str(f) for f in before.errors if f.path == of.source and f.code[0] == "S")
    draft, proposed = _Draft(club, kind, attended), _proposals(club, kind, today)
    problems = [
        draft.fill(one, answers[one.flag], proposed.get(one.flag, one.default))
        for one in FORMS[kind]
    ]
    _refuse(filter(None, problems))
    data = _completed(draft, today)
    name = _id(club, kind, data, id_, attended=attended)
    carried = _carried(root, club, data, name) if kind == "meeting" else {}
    order = written_order(of.model)
    data = {field: data[field] for field in order if field in data}
    _, refusals = build(of.model, {**data, "id": name})
    _refuse(f"{'.'.join(map(str, r.field))} : {r.message} ; {r.hint}." for r in refusals)
    path = of.source if of.listed else f"{of.source}{name}.md"
    if of.listed:
        text = _edited(root, path, partial(editing.append, records=[{"id": name, **data}]))
    else:
        text = skeletons.sheet(kind, data, draft.notes)
    texts = {path: text} | carried
    brought = check(root, config, today, texts).brought(before.findings)
    _refuse(map(str, errors(brought)))
    disk.write(root, texts, new=() if of.listed else (path,))
    done = f"{path} : fiche « {name} » ajoutée." if of.listed else f"{path} est écrit."
    if count := len(data.get("tasks", ())):
        s = "s" * (count > 1)
        done += f" {count} tâche{s} ouverte{s} reprise{s} ; les réunions d’avant le disent."
    return done, brought


def _refuse(problems: Iterable[str]) -> None:
    """Raise RefusedError when there are problems, with all of them."""
    if text := "\n".join(problems):
        raise RefusedError(text)


def _edited(root: Path, path: str, edit: Callable[[str], str]) -> str:
    """Return a source edited, an empty text when there is none. Raises RefusedError."""
    try:
        text = files.editable(root, path) if (root / path).exists() else ""
        if isinstance(text, Finding):
            raise RefusedError(str(text))
        return disk.as_before(root / path, edit(text.replace("\r\n", "\n")))
    except (editing.CannotEditError, UnicodeDecodeError) as error:
        raise RefusedError(f"{path} : {error}.") from None


# --- answers ------------------------------------------------------------------------------


@dataclass(slots=True)
class _Draft:
    """What is known so far: values by path of field, and notes to put beside them."""

    club: Club
    kind: str
    attended: bool
    found: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def fill(self, question: Question, given: list[str], proposed: str) -> str:
        """Take an answer, or return what is wrong; a person is asked until it is right."""
        if given or not self.attended:
            return self._take(question, given or [proposed])
        named = question.named(self.club)
        many = question.leaf.many
        hint = ", séparés par des virgules" * many + " (facultatif)" * (not question.required)
        ask_until(
            lambda typed: self._take(question, typed.split(",") if many else [typed]),
            f"{question.asked}{hint}",
            [f"{label} ({key})" for key, label in named.items()],
            named.get(proposed, proposed),
        )
        return ""

    def _take(self, question: Question, given: list[str]) -> str:
        """Keep an answer; return what is wrong with it, or an empty text."""
        answer = [text for one in given if (text := one.strip())]
        if not answer and question.required:
            named = question.named(self.club)
            among = f", avec l’une de ces valeurs : {_shown(named)}" if named else ""
            todo = f"ajoutez --{question.flag}{among}"
            return f"{question.asked} : il manque une réponse ; {todo}"
        read = self._place if question.leaf.type == "area" else self._value
        try:
            values = [read(question, text) for text in answer]
        except CellError as error:
            return f"{question.asked} (--{question.flag}) : {error.why} ; {error.todo}"
        if values:
            self.found[question.path] = values if question.leaf.many else values[0]
        return ""

    def _place(self, question: Question, text: str) -> str:
        role = str(self.found.get("memberships.0.role", ""))
        place = gazetteer().anywhere(text, areas_of(self.club, role))
        if not isinstance(place, Located):
            how = "répondez par" if self.attended else f"relancez avec --{question.flag} suivi de"
            raise CellError(place.why, place.remedy(how) or "écrivez son nom et son département")
        if wrong := misplaced(self.club, role, place.place.area):
            raise CellError(*wrong)
        self.notes[question.path] = described(place.place).partition(", ")[0]
        return place.place.area

    def _value(self, question: Question, text: str) -> str:
        try:
            value = Reader(self.club).one(question.leaf, text)
        except CellError as error:
            raise CellError(f"« {text} » {error.why}", error.todo) from None
        *group, name = question.path.replace(".0", "").split(".")
        owner = model_at(KINDS[self.kind].model, tuple(group))
        for refusal in build(owner, {name: value})[1] if owner else ():
            if refusal.field[:1] == (name,):
                raise CellError(refusal.message, refusal.hint)
        return value


# --- what is proposed ---------------------------------------------------------------------


def _proposals(club: Club, kind: str, today: date) -> dict[str, str]:
    """Return what can be proposed, by flag: of a meeting, the next of the series."""
    if kind == "member":
        return {"joined": today.isoformat()}
    meetings = club.all(Meeting).values() if kind == "meeting" else ()
    regular = [m for m in meetings if m.kind == "meeting" and m.status != "cancelled"]
    if not regular:
        return {}
    last = max(regular, key=lambda m: (m.start.day.first, m.id))
    day = last.start.day.first + _BETWEEN
    while day <= today:
        day += _BETWEEN
    day = day if _WORKING.is_working_day(day) else _WORKING.get_nth_working_day(day, 1)
    _, mark, hour = last.start.text.replace(" ", "T").partition("T")
    start = f"{day.isoformat()}{mark}{hour[:5]}"
    return {"format": last.format or "", "location": last.location or "", "start": start}


# --- the record ---------------------------------------------------------------------------


def _completed(draft: _Draft, today: date) -> Data:
    """Return the answers as the fields of a record, with what goes without saying."""
    data = {**nested(draft.found), "added": today.isoformat()}
    if draft.kind == "action":
        data |= {"status": "draft", "opened": today.isoformat()}
    elif draft.kind == "meeting":
        start = Moment.parse(str(data["start"]))
        data["status"] = "planned" if start.day.last >= today else "held"
    return data


def _carried(root: Path, club: Club, data: Data, name: str) -> dict[str, str]:
    """Give a new meeting the tasks still open before it; return the sources that say so.

    A task is to be done in one place: where it was, it is carried to the new meeting.
    """
    start = Moment.parse(str(data["start"])).day.first
    before = [m for m in club.all(Meeting).values() if m.start.day.first < start]
    open_: dict[tuple[str, str], Data] = {}
    texts: dict[str, str] = {}
    for meeting in sorted(before, key=lambda m: (m.start.day.first, m.id), reverse=True):
        entry = club.entries["meeting", meeting.id]
        tasks: list[Any] = list(entry.data.get("tasks", ()))
        for rank, task in enumerate(meeting.tasks):
            if task.status == "open" and not task.carried_to:
                due: Data = {"due": str(task.due)} if task.due else {}
                one = {"text": task.text, "owner": task.owner, **due, "status": "open"}
                open_.setdefault((fold(task.text), task.owner), one)  # said again since, maybe
                tasks[rank] = {**tasks[rank], "carried_to": name}
        if tasks != entry.data.get("tasks", []):
            edit = partial(editing.change_sheet, changes={"tasks": tasks}, model=Meeting)
            texts[entry.path] = _edited(root, entry.path, edit)
    if open_:
        data["tasks"] = list(open_.values())
    return texts


def _id(club: Club, kind: str, data: Data, given: str, *, attended: bool) -> str:
    names = [data.get(n, "") for n in ("given_name", "family_name", "name", "title")]
    day = f"{str(data['start'])[:10]}-" if kind == "meeting" else ""
    aliases = (record.aliases for record in club.records[kind].values())
    taken = club.known[kind].union(*aliases)
    name = given or free(f"{day}{slug(' '.join(map(str, names)))}", taken)
    if attended and not given:
        name = ask("Identifiant, qui devient l’adresse de la page", proposed=name)
    if name in taken:
        other = free(name, taken)
        raise RefusedError(f"--id : « {name} » est déjà pris ; « {other} » est libre.")
    return name
