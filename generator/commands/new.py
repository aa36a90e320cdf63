"""`club new`: a source ready to be filled, from a few answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import holidays
from pydantic import BaseModel

from generator.build import pipeline
from generator.club import Club
from generator.core.findings import Finding, Severity, did_you_mean
from generator.core.settings import Settings
from generator.core.system import ClubError
from generator.core.text import bad_id, fold, slug
from generator.kinds import KINDS, Meeting
from generator.kinds.contact import ContactCategory
from generator.kinds.meeting import MeetingFormat, MeetingKind
from generator.kinds.practice import PracticeStatus
from generator.records import build, field_names, inner_model, labels, written_order
from generator.records.fields import NO_CHOICE, Choice, fixed_values
from generator.records.types import Moment
from generator.rules.mandates import misplaced
from generator.sources import files
from generator.sources.strict_yaml import Value
from generator.tables.rows import areas_of
from generator.territory.gazetteer import Located, described, gazetteer
from generator.writing import disk, editing, skeletons
from generator.writing.ids import free

Say = Callable[[str], None]
Answers = Mapping[str, str | tuple[str, ...]]
# Asked of a person: a question, the choices, what is proposed; returns the answer, maybe empty.
Ask = Callable[[str, tuple[str, ...], str], str]


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its flag without dashes, the field it fills, the French question.

    `terms` is a vocabulary, `choices` fixed values; `default` is what is taken without asking.
    """

    flag: str
    field: str
    asked: str
    required: bool = False
    several: bool = False
    terms: str = ""
    choices: Choice = NO_CHOICE
    refers: str = ""
    place: bool = False
    default: str = ""


_THEMES = Question("theme", "themes", "Thèmes", several=True, terms="themes")
_METHODS = Question("method", "methods", "Méthodes", several=True, terms="methods")
_TITLE = Question("title", "title", "Titre", required=True)

FORMS: dict[str, tuple[Question, ...]] = {
    "practice": (
        _TITLE,
        Question("summary", "summary", "La démarche en une phrase", required=True),
        Question(
            "area",
            "area",
            "Commune, ou autre territoire (nom ou code officiel)",
            required=True,
            place=True,
        ),
        Question(
            "status",
            "status",
            "Avancement",
            required=True,
            choices=fixed_values(PracticeStatus),
        ),
        _METHODS,
        _THEMES,
        Question("level", "level", "Degré de participation", terms="levels"),
        Question("start", "start_date", "Début (année, mois ou jour)"),
        Question(
            "member",
            "members",
            "Membres qui peuvent en parler (noms ou identifiants)",
            several=True,
            refers="member",
        ),
    ),
    "meeting": (
        Question("title", "title", "Titre", required=True, default="Réunion du club"),
        Question("start", "start", "Début (jour et heure)", required=True),
        Question("end", "end", "Fin (jour et heure)"),
        Question(
            "nature",
            "kind",
            "Nature de la rencontre",
            choices=fixed_values(MeetingKind),
            default="meeting",
        ),
        Question(
            "format",
            "format",
            "À distance, sur place ou les deux",
            choices=fixed_values(MeetingFormat),
        ),
        Question("location", "location", "Lieu"),
        Question("link", "link", "Adresse de connexion"),
        Question("agenda", "agenda", "Ordre du jour", several=True),
    ),
    "member": (
        Question("given-name", "given_name", "Prénom", required=True),
        Question("family-name", "family_name", "Nom de famille", required=True),
        Question("role", "role", "Mandat", required=True, terms="mandates"),
        Question(
            "area",
            "area",
            "Commune, ou autre territoire (nom ou code officiel)",
            required=True,
            place=True,
        ),
        Question("start", "start_date", "Début du mandat (année, mois ou jour)", required=True),
        Question("label", "label", "Fonction telle que la personne l’écrit"),
        Question("joined", "joined", "Entrée au club (année, mois ou jour)"),
        _THEMES,
        _METHODS,
    ),
    "watch": (
        _TITLE,
        Question("nature", "kind", "Nature du texte", required=True, terms="legal-kinds"),
        Question("summary", "summary", "Le texte en une phrase"),
        Question("reference", "reference", "Référence officielle complète"),
        Question("url", "url", "Texte officiel en ligne"),
        _THEMES,
        _METHODS,
    ),
    "action": (
        _TITLE,
        Question("summary", "summary", "La demande en une phrase"),
        Question("addressee", "addressees", "Destinataires", several=True),
        Question(
            "watch",
            "watch",
            "Textes concernés (titres ou identifiants)",
            several=True,
            refers="watch",
        ),
    ),
    "contact": (
        Question("name", "name", "Nom de la personne ou de l’organisme", required=True),
        Question(
            "category",
            "category",
            "Catégorie",
            required=True,
            choices=fixed_values(ContactCategory),
        ),
        Question("organization", "organization", "Organisme de rattachement"),
        Question("summary", "summary", "Ce qu’elle ou il apporte au club"),
        Question("interest", "interest", "Lien d’intérêt déclaré"),
        _THEMES,
        _METHODS,
    ),
}
_BETWEEN = timedelta(weeks=9)  # two months, on the same weekday
_WORKING = holidays.country_holidays("FR")


class IncompleteError(ClubError):
    """What was given is not enough, or cannot be understood; the message is in French."""


@dataclass(slots=True)
class _Draft:
    """What is known so far: fields as sources write them, and notes to put beside them."""

    kind: str
    data: dict[str, Value] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)


def run(
    root: Path,
    settings: Settings,
    kind: str,
    answers: Answers,
    *,
    id_: str,
    today: date,
    ask: Ask | None,
    say: Say,
) -> list[Finding]:
    """Write a new source, and return the findings it brings to the club.

    Without `ask`, nobody is asked: what is proposed is taken. Raises IncompleteError, naming
    everything that is missing or wrong, or AlreadyThereError; then nothing is written.
    """
    before = pipeline.check(root, settings, today)
    club = before.club
    if unread := [f for f in before.errors if f.path == _LISTED.get(kind) and f.code[0] == "S"]:
        raise IncompleteError("\n".join(str(f) for f in unread))
    draft = _Draft(kind)
    proposed = _proposals(club, kind, today)
    for question in FORMS[kind]:
        given = answers.get(question.flag) or ""
        _fill(draft, club, question, given, proposed.get(question.flag, question.default), ask, say)
    if draft.problems:
        raise IncompleteError("\n".join(draft.problems))
    data = _ordered(kind, {**_shaped(kind, draft.data, club, today), "added": today.isoformat()})
    name = _id(club, kind, data, id_, ask)
    _, refusals = build(KINDS[kind].model, {**data, "id": name})
    if refusals:
        told = [f"{'.'.join(map(str, r.field))} : {r.message} ; {r.hint}." for r in refusals]
        raise IncompleteError("\n".join(told))
    path, text = _text(root, kind, name, data, draft.notes)
    texts = {path: text}
    if kind == "meeting":
        texts |= _carried(root, club, data, name)
    after = pipeline.check(root, settings, today, texts)
    found = _new(before.findings, after.findings)
    if wrong := [f for f in found if f.severity is Severity.ERROR]:
        raise IncompleteError("\n".join(str(f) for f in wrong))
    disk.write(root, texts, new=() if kind in _LISTED else (path,))
    say(_wrote(kind, name, path, data))
    return found


_LISTED = {"member": "members.yaml", "contact": "network.yaml"}


def _new(before: Iterable[Finding], after: Iterable[Finding]) -> list[Finding]:
    known = {(f.path, f.code, f.field, f.message) for f in before}
    return [f for f in after if (f.path, f.code, f.field, f.message) not in known]


# --- answers ------------------------------------------------------------------------------


def help_of(question: Question) -> str:
    """Return what the option of a question is for, with its values when they are fixed."""
    said = question.asked + (" (répétable)" if question.several else "")
    return f"{said} : {_listed(labels.of(question.choices))}." if question.choices else f"{said}."


def _fill(
    draft: _Draft,
    club: Club,
    question: Question,
    given: str | tuple[str, ...],
    proposed: str,
    ask: Ask | None,
    say: Say,
) -> None:
    """Put one answer in the draft; ask again, of a person, until it can be understood."""
    named = _choices(club, question)
    shown = tuple(f"{label} ({key})" for key, label in named.items())
    answer: list[str] = [given] if isinstance(given, str) and given else list(given)
    while True:
        if not answer and ask:
            said = ask(_asked(question), shown, named.get(proposed, proposed))
            several = said.split(",") if question.several else [said]
            answer = [part.strip() for part in several if part.strip()]
        elif not answer and proposed:
            answer = [proposed]
        if not answer:
            if not question.required:
                return
            among = f", avec l’une de ces valeurs : {_listed(named)}" if named else ""
            problem = f"{question.asked} : il manque une réponse ; ajoutez --{question.flag}{among}"
        else:
            problem = _understood(draft, club, question, answer, asked=bool(ask))
        if not problem:
            return
        if not ask:
            draft.problems.append(problem)
            return
        say(problem)
        answer = []


def _asked(question: Question) -> str:
    more = ", séparés par des virgules" if question.several else ""
    return f"{question.asked}{more}" + ("" if question.required else " (facultatif)")


def _listed(named: Mapping[str, str]) -> str:
    return ", ".join(f"{label} ({key})" for key, label in named.items())


def _choices(club: Club, question: Question) -> dict[str, str]:
    """Return the labels of what may be answered, by key; none when anything may."""
    if question.terms:
        terms = club.vocabularies.get(question.terms, {})
        return {key: term.label for key, term in terms.items()}
    return dict(labels.of(question.choices)) if question.choices else {}


def _understood(
    draft: _Draft, club: Club, question: Question, answer: list[str], *, asked: bool
) -> str:
    """Put an understood answer in the draft, or return what is wrong with it."""
    values = []
    for text in answer:
        read = _place if question.place else _keys if _is_key(question) else _typed
        value, problem = read(draft, club, question, text, asked=asked)
        if problem:
            return f"{question.asked} (--{question.flag}) : {problem}"
        values.append(value)
    draft.data[question.field] = list(values) if question.several else values[0]
    return ""


def _is_key(question: Question) -> bool:
    return bool(question.refers or question.terms or question.choices)


Answered = tuple[str, str]  # the value, or what is wrong with the answer


def _place(draft: _Draft, club: Club, question: Question, text: str, *, asked: bool) -> Answered:
    role = str(draft.data.get("role", ""))
    found = gazetteer().anywhere(text, areas_of(club, role))
    if not isinstance(found, Located):
        how = "répondez par" if asked else f"relancez avec --{question.flag} suivi de"
        hint = found.remedy(how) or "écrivez son nom et son département"
        return "", f"{found.why} ; {hint}"
    if wrong := misplaced(club, role, found.place.area):
        return "", f"{wrong[0]} ; {wrong[1]}"
    draft.notes[question.field] = described(found.place).partition(", ")[0]
    return found.place.area, ""


def _keys(_draft: _Draft, club: Club, question: Question, text: str, *, asked: bool) -> Answered:  # noqa: ARG001 - read like the others
    """Return the key that a text surely names, by itself, by its label or by a name."""
    named = _choices(club, question)
    if question.refers:
        known = club.known[question.refers]
        found = (text,) if text in known else club.named(question.refers, text)
        if len(found) > 1:
            return "", f"« {text} » en désigne plusieurs ; écrivez {' ou '.join(found)}"
        # Someone who left is never taken for another whose name is nearly theirs.
        hint = "" if question.refers == "member" else did_you_mean(text, known)
        hint = hint or "écrivez un identifiant ou un nom qui y est"
        why = f"« {text} » n’existe pas dans {KINDS[question.refers].source} ; {hint}"
        return (found[0], "") if found else ("", why)
    if question.terms:
        terms = labels.terms(text, club.vocabularies.get(question.terms, {}))
        key = terms[0] if len(terms) == 1 else ""
    else:
        key = labels.value(text, question.choices)
    near = "" if key else labels.near(text, named)
    hint = f"vouliez-vous dire « {named[near]} » ({near}) ?" if near else labels.listed(named)
    return (key, "") if key else ("", f"« {text} » est inconnu ; {hint}")


def _typed(draft: _Draft, _club: Club, question: Question, text: str, *, asked: bool) -> Answered:  # noqa: ARG001
    """Return a date, an address or a text as sources write it."""
    _, refusals = build(_owner(draft.kind, question.field), {question.field: text})
    wrong = next((r for r in refusals if r.field[:1] == (question.field,)), None)
    if wrong is None or wrong.answer:
        return (wrong.answer if wrong else text), ""
    return "", f"{wrong.message} ; {wrong.hint}"


def _owner(kind: str, name: str) -> type[BaseModel]:
    """Return the model that has a field: of a record, or of a group of its fields."""
    model = KINDS[kind].model
    inner = (m for f in model.model_fields.values() if (m := inner_model(f.annotation)))
    return next(m for m in (model, *inner) if name in field_names(m))


# --- what is proposed ---------------------------------------------------------------------


def _proposals(club: Club, kind: str, today: date) -> dict[str, str]:
    """Return what can be proposed, by flag."""
    if kind == "member":
        return {"joined": today.isoformat()}
    last = _last_meeting(club) if kind == "meeting" else None
    if last is None:
        return {}
    found = {"format": last.format or "", "location": last.location or ""}
    day = _next_day(last.start.day.first, today)
    found["start"] = _at(last.start, day)
    if last.end and last.end.at and last.start.at:
        end = day + (last.end.day.first - last.start.day.first)
        found["end"] = _at(last.end, end)
    return found


def _last_meeting(club: Club) -> Meeting | None:
    """Return the last regular meeting, to come or held."""
    regular = [
        m for m in club.all(Meeting).values() if m.kind == "meeting" and m.status != "cancelled"
    ]
    return max(regular, key=lambda m: (m.start.day.first, m.id), default=None)


def _next_day(last: date, today: date) -> date:
    """Return the same weekday two months after `last`, or the first such rendezvous to come.

    A day that is no working day gives way to the next one.
    """
    day = last + _BETWEEN
    while day <= today:
        day += _BETWEEN
    return day if _WORKING.is_working_day(day) else _WORKING.get_nth_working_day(day, 1)


def _at(moment: Moment, day: date) -> str:
    _, mark, hour = moment.text.replace(" ", "T").partition("T")
    return f"{day.isoformat()}{mark}{hour[:5]}"


def _before(club: Club, start: Moment) -> list[Meeting]:
    """Return the meetings before another, the latest first."""
    held = [m for m in club.all(Meeting).values() if m.start.day.first < start.day.first]
    return sorted(held, key=lambda m: (m.start.day.first, m.id), reverse=True)


def _open_tasks(club: Club, start: Moment) -> list[Value]:
    """Return the tasks still open before a meeting, each once, the latest meetings first."""
    found: dict[tuple[str, str], dict[str, Value]] = {}
    for meeting in _before(club, start):
        for task in meeting.tasks:
            key = (fold(task.text), task.owner)
            if key in found or task.carried_to:
                continue
            one: dict[str, Value] = {"text": task.text, "owner": task.owner}
            one |= {"due": str(task.due)} if task.due else {}
            found[key] = {**one, "status": task.status}
    return [task for task in found.values() if task["status"] == "open"]


def _carried(root: Path, club: Club, data: dict[str, Value], name: str) -> dict[str, str]:
    """Return the sources of the meetings whose open tasks a new one takes over, which say so.

    A task is to be done in one place: there, it is carried to the new meeting.
    """
    taken = [t for t in data.get("tasks", ()) if isinstance(t, dict)]
    keys = {(fold(str(t["text"])), str(t["owner"])) for t in taken}
    texts: dict[str, str] = {}
    for meeting in _before(club, Moment.parse(str(data["start"]))) if keys else ():
        entry = club.entries["meeting", meeting.id]
        tasks = [
            {**written, "carried_to": name}
            if isinstance(written, dict)
            and task.status == "open"
            and not task.carried_to
            and (fold(task.text), task.owner) in keys
            else written
            for task, written in zip(meeting.tasks, entry.data.get("tasks", ()), strict=True)
        ]
        if tasks == list(entry.data.get("tasks", ())):
            continue
        raw = files.load(root, entry.path)
        if not isinstance(raw, bytes):
            raise IncompleteError(str(raw))
        try:
            texts[entry.path] = editing.change_sheet(
                files.repaired(entry.path, raw.decode()), {"tasks": tasks}, Meeting
            )
        except (editing.CannotEditError, UnicodeDecodeError) as error:
            raise IncompleteError(f"{entry.path} : {error}.") from None
    return texts


# --- the source ---------------------------------------------------------------------------


def _shaped(kind: str, flat: dict[str, Value], club: Club, today: date) -> dict[str, Value]:
    """Return the answers as the fields of a record."""
    if kind == "member":
        names = ("role", "label", "area", "start_date")
        mandate: dict[str, Value] = {n: flat[n] for n in names if n in flat}
        rest = {n: v for n, v in flat.items() if n not in {*names, "joined"}}
        club_: dict[str, Value] = {"joined": flat["joined"]} if "joined" in flat else {}
        return {**rest, "memberships": [mandate], **({"club": club_} if club_ else {})}
    if kind == "meeting":
        try:
            start = Moment.parse(str(flat["start"]))
        except ValueError:
            return {**flat, "status": "planned"}
        tasks = _open_tasks(club, start)
        status = "planned" if start.day.last >= today else "held"
        return {**flat, "status": status, **({"tasks": tasks} if tasks else {})}
    if kind == "action":
        return {**flat, "status": "draft", "opened": today.isoformat()}
    return flat


def _ordered(kind: str, data: dict[str, Value]) -> dict[str, Value]:
    return {name: data[name] for name in written_order(KINDS[kind].model) if name in data}


def _id(club: Club, kind: str, data: dict[str, Value], given: str, ask: Ask | None) -> str:
    if kind == "member":
        wanted = slug(f"{data['given_name']} {data['family_name']}")
    elif kind == "contact":
        wanted = slug(str(data["name"]))
    elif kind == "meeting":
        wanted = f"{str(data['start'])[:10]}-{slug(str(data['title']))}"
    else:
        wanted = slug(str(data["title"]))
    taken = set(club.known[kind])
    taken |= {alias for record in club.records[kind].values() for alias in record.aliases}
    proposed = free(wanted, taken)
    name = given
    if not name and ask:
        name = ask("Identifiant, qui devient l’adresse de la page", (), proposed)
    name = name or proposed
    if problem := bad_id(name):
        raise IncompleteError(f"--id : {problem[0]} ; {problem[1]}.")
    if name in taken:
        free_one = free(name, taken)
        raise IncompleteError(f"--id : « {name} » est déjà pris ; « {free_one} » est libre.")
    return name


def _text(
    root: Path, kind: str, name: str, data: dict[str, Value], notes: Mapping[str, str]
) -> tuple[str, str]:
    """Return the path and the whole text of the file to write."""
    if kind not in _LISTED:
        return f"{KINDS[kind].source}{name}.md", skeletons.sheet(kind, data, notes)
    path = _LISTED[kind]
    raw: Any = files.load(root, path) if (root / path).exists() else b""
    if isinstance(raw, Finding):
        raise IncompleteError(str(raw))
    try:
        return path, editing.append(files.repaired(path, raw.decode()), [{"id": name, **data}])
    except (editing.CannotEditError, UnicodeDecodeError) as error:
        raise IncompleteError(f"{path} : {error}.") from None


def _wrote(kind: str, name: str, path: str, data: dict[str, Value]) -> str:
    said = f"{path} : fiche « {name} » ajoutée." if kind in _LISTED else f"{path} est écrit."
    if tasks := data.get("tasks"):
        count = len(tasks)
        said += f" {count} tâche{'s' * (count > 1)} ouverte{'s' * (count > 1)} reprise{'s' * (count > 1)} ; les réunions d’avant le disent."
    steps = {
        "practice": "Écrivez maintenant le texte de chaque rubrique",
        "meeting": "Complétez l’ordre du jour",
        "member": "Coordonnées, photo et présentation demandent d’abord l’accord de la personne",
        "contact": "Les coordonnées demandent d’abord l’accord de la personne",
        "watch": "Écrivez maintenant ce que le texte change",
        "action": "Écrivez maintenant le texte à signer",
    }
    return f"{said} {steps[kind]}, puis lancez « club check »."


__all__ = ["FORMS", "IncompleteError", "Question", "run"]
