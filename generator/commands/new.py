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
from generator.commands.output import asking, print_findings, saying, writing
from generator.core import settings
from generator.core.findings import Finding, errors
from generator.core.settings import Settings
from generator.core.text import bad_id, fold, free, slug
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

Say = Callable[[str], None]
# Asked of a person: a question, the choices, what is proposed; returns the answer, maybe empty.
Ask = Callable[[str, tuple[str, ...], str], str]
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
        flags = {q.flag: answers[q.flag.replace("-", "_")] for q in FORMS[kind]}
        config, day, ask = settings.load(root), day_of(today), asking(yes=yes)
        with writing(root, "new"):
            found = run(
                root, config, kind, flags, id_=id_, today=day, ask=ask, say=saying(quiet=quiet)
            )
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
    config: Settings,
    kind: str,
    answers: Mapping[str, str | tuple[str, ...]],
    *,
    id_: str,
    today: date,
    ask: Ask | None,
    say: Say,
) -> list[Finding]:
    """Write a new source, and return the findings it brings to the club.

    Without `ask`, nobody is asked: what is proposed is taken. Raises RefusedError, naming
    everything that is missing or wrong, or AlreadyThereError; then nothing is written.
    """
    before = check(root, config, today)
    club, of = before.club, KINDS[kind]
    _refuse(str(f) for f in before.errors if f.path == of.source and f.code[0] == "S")
    draft, proposed = _Draft(club, kind, ask, say), _proposals(club, kind, today)
    problems = []
    for one in FORMS[kind]:
        given, default = answers.get(one.flag) or (), proposed.get(one.flag, one.default)
        problems.append(draft.fill(one, [given] if isinstance(given, str) else [*given], default))
    _refuse(filter(None, problems))
    data = _completed(draft, today)
    name = _id(club, kind, data, id_, ask)
    _, refusals = build(of.model, {**data, "id": name})
    _refuse(f"{'.'.join(map(str, r.field))} : {r.message} ; {r.hint}." for r in refusals)
    path = of.source if of.listed else f"{of.source}{name}.md"
    if of.listed:
        texts = {path: _edited(root, path, partial(editing.append, records=[{"id": name, **data}]))}
    else:
        texts = {path: skeletons.sheet(kind, data, draft.notes)} | _carried(root, club, data, name)
    brought = check(root, config, today, texts).brought(before.findings)
    _refuse(map(str, errors(brought)))
    disk.write(root, texts, new=() if of.listed else (path,))
    done = f"{path} : fiche « {name} » ajoutée." if of.listed else f"{path} est écrit."
    if count := len(data.get("tasks", ())):
        s = "s" * (count > 1)
        done += f" {count} tâche{s} ouverte{s} reprise{s} ; les réunions d’avant le disent."
    say(f"{done} {_DATA['next'][kind]}, puis lancez « club check ».")
    return brought


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
    ask: Ask | None
    say: Say
    found: dict[str, Any] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)

    def fill(self, question: Question, answer: list[str], proposed: str) -> str:
        """Take one answer, or return what is wrong; a person is asked until it is right."""
        named = question.named(self.club)
        while True:
            if not answer and self.ask:
                many = question.leaf.many
                hint = ", séparés par des virgules" * many + " (facultatif)" * (
                    not question.required
                )
                shown = tuple(f"{label} ({key})" for key, label in named.items())
                typed = self.ask(f"{question.asked}{hint}", shown, named.get(proposed, proposed))
                parts = typed.split(",") if many else [typed]
                answer = [part.strip() for part in parts if part.strip()]
            elif not answer and proposed:
                answer = [proposed]
            problem = ""
            if answer:
                problem = self._take(question, answer)
            elif question.required:
                among = f", avec l’une de ces valeurs : {_shown(named)}" if named else ""
                problem = (
                    f"{question.asked} : il manque une réponse ; ajoutez --{question.flag}{among}"
                )
            if not (problem and self.ask):
                return problem
            self.say(problem)
            answer = []

    def _take(self, question: Question, answer: list[str]) -> str:
        read = self._place if question.leaf.type == "area" else self._value
        try:
            values = [read(question, text) for text in answer]
        except CellError as error:
            return f"{question.asked} (--{question.flag}) : {error.why} ; {error.todo}"
        self.found[question.path] = values if question.leaf.many else values[0]
        return ""

    def _place(self, question: Question, text: str) -> str:
        role = str(self.found.get("memberships.0.role", ""))
        place = gazetteer().anywhere(text, areas_of(self.club, role))
        if not isinstance(place, Located):
            how = "répondez par" if self.ask else f"relancez avec --{question.flag} suivi de"
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
    found = {"format": last.format or "", "location": last.location or ""}
    found["start"] = _at(last.start, day)
    if last.end and last.end.at and last.start.at:
        found["end"] = _at(last.end, day + (last.end.day.first - last.start.day.first))
    return found


def _at(moment: Moment, day: date) -> str:
    _, mark, hour = moment.text.replace(" ", "T").partition("T")
    return f"{day.isoformat()}{mark}{hour[:5]}"


# --- the record ---------------------------------------------------------------------------


def _completed(draft: _Draft, today: date) -> Data:
    """Return the answers as the fields of a record, in their order, with what goes without saying."""
    data = {**nested(draft.found), "added": today.isoformat()}
    if draft.kind == "action":
        data |= {"status": "draft", "opened": today.isoformat()}
    elif draft.kind == "meeting":
        start = Moment.parse(str(data["start"]))
        data["status"] = "planned" if start.day.last >= today else "held"
        if tasks := _open_tasks(draft.club, start):
            data["tasks"] = tasks
    order = written_order(KINDS[draft.kind].model)
    return {name: data[name] for name in order if name in data}


def _before(club: Club, start: Moment) -> list[Meeting]:
    """Return the meetings before another, the latest first."""
    held = [m for m in club.all(Meeting).values() if m.start.day.first < start.day.first]
    return sorted(held, key=lambda m: (m.start.day.first, m.id), reverse=True)


def _open_tasks(club: Club, start: Moment) -> list[Value]:
    """Return the tasks still open before a meeting, each once, the latest meetings first."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for task in (task for meeting in _before(club, start) for task in meeting.tasks):
        if not task.carried_to:
            due: Data = {"due": str(task.due)} if task.due else {}
            one = {"text": task.text, "owner": task.owner, **due, "status": task.status}
            found.setdefault((fold(task.text), task.owner), one)
    return [task for task in found.values() if task["status"] == "open"]


def _carried(root: Path, club: Club, data: Data, name: str) -> dict[str, str]:
    """Return the sources of the meetings whose open tasks a new one takes over, which say so.

    A task is to be done in one place: there, it is carried to the new meeting.
    """
    taken = [task for task in data.get("tasks", ()) if isinstance(task, dict)]
    keys = {(fold(str(task["text"])), str(task["owner"])) for task in taken}
    texts: dict[str, str] = {}
    for meeting in _before(club, Moment.parse(str(data["start"]))) if keys else ():
        entry = club.entries["meeting", meeting.id]
        tasks: list[Any] = list(entry.data.get("tasks", ()))
        for rank, task in enumerate(meeting.tasks):
            here = task.status == "open" and (fold(task.text), task.owner) in keys
            if here and not task.carried_to:
                tasks[rank] = {**tasks[rank], "carried_to": name}
        if tasks != entry.data.get("tasks", []):
            edit = partial(editing.change_sheet, changes={"tasks": tasks}, model=Meeting)
            texts[entry.path] = _edited(root, entry.path, edit)
    return texts


def _id(club: Club, kind: str, data: Data, given: str, ask: Ask | None) -> str:
    names = [data.get(n, "") for n in ("given_name", "family_name", "name", "title")]
    day = f"{str(data['start'])[:10]}-" if kind == "meeting" else ""
    aliases = (record.aliases for record in club.records[kind].values())
    taken = club.known[kind].union(*aliases)
    proposed = free(f"{day}{slug(' '.join(map(str, names)))}", taken)
    name = given or (ask and ask("Identifiant, qui devient l’adresse de la page", (), proposed))
    name = name or proposed
    if problem := bad_id(name):
        raise RefusedError(f"--id : {problem[0]} ; {problem[1]}.")
    if name in taken:
        other = free(name, taken)
        raise RefusedError(f"--id : « {name} » est déjà pris ; « {other} » est libre.")
    return name
