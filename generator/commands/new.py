"""`club new`: a source ready to be filled, from a few answers."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, get_args

from generator import pipeline
from generator.club import Club
from generator.findings import Finding, Severity, did_you_mean
from generator.gazetteer import Located, Unsure, candidates, described, gazetteer
from generator.geo import fold
from generator.records import KINDS, Meeting, build, written_order
from generator.records.types import (
    ContactCategory,
    MeetingFormat,
    MeetingKind,
    Moment,
    PracticeStatus,
)
from generator.rules.mandates import misplaced
from generator.settings import Settings
from generator.sources import bad_id, files
from generator.sources.strict_yaml import Value
from generator.tables.lines import kinds
from generator.writing import disk, editing, skeletons, workdays
from generator.writing.ids import free, slug

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
    choices: tuple[str, ...] = ()
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
            choices=get_args(PracticeStatus),
        ),
        _METHODS,
        _THEMES,
        Question("level", "level", "Degré de participation", terms="levels"),
        Question("start", "start_date", "Début (AAAA, AAAA-MM ou AAAA-MM-JJ)"),
        Question(
            "member",
            "members",
            "Membres qui peuvent en parler (identifiants)",
            several=True,
            refers="member",
        ),
    ),
    "meeting": (
        Question("title", "title", "Titre", required=True, default="Réunion du club"),
        Question("start", "start", "Début (AAAA-MM-JJTHH:MM)", required=True),
        Question("end", "end", "Fin (AAAA-MM-JJTHH:MM)"),
        Question(
            "nature",
            "kind",
            "Nature de la rencontre",
            choices=get_args(MeetingKind),
            default="meeting",
        ),
        Question(
            "format",
            "format",
            "À distance, sur place ou les deux",
            choices=get_args(MeetingFormat),
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
        Question(
            "start", "start_date", "Début du mandat (AAAA, AAAA-MM ou AAAA-MM-JJ)", required=True
        ),
        Question("label", "label", "Fonction telle que la personne l’écrit"),
        Question("joined", "joined", "Entrée au club (AAAA-MM-JJ)"),
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
        Question("watch", "watch", "Textes concernés (identifiants)", several=True, refers="watch"),
    ),
    "contact": (
        Question("name", "name", "Nom de la personne ou de l’organisme", required=True),
        Question(
            "category",
            "category",
            "Catégorie",
            required=True,
            choices=get_args(ContactCategory),
        ),
        Question("organization", "organization", "Organisme de rattachement"),
        Question("summary", "summary", "Ce qu’elle ou il apporte au club"),
        Question("interest", "interest", "Lien d’intérêt déclaré"),
        _THEMES,
        _METHODS,
    ),
}
_MONTHS_BETWEEN = 2


class IncompleteError(Exception):
    """What was given is not enough, or cannot be understood; the message is in French."""


@dataclass(slots=True)
class _Draft:
    """What is known so far: fields as sources write them, and notes to put beside them."""

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
    draft = _Draft()
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
    choices = _choices(club, question)
    answer: list[str] = [given] if isinstance(given, str) and given else list(given)
    while True:
        if not answer and ask:
            said = ask(_asked(question), choices, proposed)
            several = said.split(",") if question.several else [said]
            answer = [part.strip() for part in several if part.strip()]
        elif not answer and proposed:
            answer = [proposed]
        if not answer:
            if not question.required:
                return
            problem = f"--{question.flag} manque : {question.asked}."
        else:
            problem = _understood(draft, club, question, answer)
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


def _choices(club: Club, question: Question) -> tuple[str, ...]:
    if question.terms:
        return tuple(club.vocabularies.get(question.terms, {}))
    return question.choices


def _understood(draft: _Draft, club: Club, question: Question, answer: list[str]) -> str:
    """Put an understood answer in the draft, or return what is wrong with it."""
    if question.place:
        role = str(draft.data.get("role", ""))
        found = _located(answer[0], role)
        if not isinstance(found, Located):
            return f"--{question.flag} : {found.why} ; {candidates(found.candidates)}".rstrip(" ;")
        if wrong := misplaced(club, role, found.place.area):
            return f"--{question.flag} : {wrong[0]} ; {wrong[1]}"
        draft.notes[question.field] = described(found.place).partition(", ")[0]
        draft.data[question.field] = found.place.area
        return ""
    values = []
    for text in answer:
        value = _chosen(club, question, text)
        if value is None:
            known = [
                *_choices(club, question),
                *(club.known[question.refers] if question.refers else ()),
            ]
            hint = did_you_mean(text, known) or f"valeurs possibles : {', '.join(known[:40])}"
            return f"--{question.flag} : « {text} » est inconnu ; {hint}"
        values.append(value)
    draft.data[question.field] = list(values) if question.several else values[0]
    return ""


def _located(text: str, role: str) -> Located | Unsure:
    """Return the place that a text means: a commune first, or of the kind that a mandate is of."""
    first, *others = kinds(role)
    told = gazetteer().resolve(text, kind=first)
    if isinstance(told, Located):
        return told
    sure = [f for k in others if isinstance(f := gazetteer().resolve(text, kind=k), Located)]
    return sure[0] if len(sure) == 1 else told


def _chosen(club: Club, question: Question, text: str) -> str | None:
    """Return the key that a text names, by itself or by its label; None when there is none."""
    if question.refers:
        return text if text in club.known[question.refers] else None
    if question.terms:
        terms = club.vocabularies.get(question.terms, {})
        labels = {fold(term.label): key for key, term in terms.items()}
        return text if text in terms else labels.get(fold(text))
    return text if not question.choices or text in question.choices else None


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
    """Return the working day two months after `last`, or the first such rendezvous to come."""
    months = _MONTHS_BETWEEN
    day = last
    while day <= max(last, today):
        day = workdays.same_weekday(workdays.months_later(last, months), last.weekday())
        months += _MONTHS_BETWEEN
    return day


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
