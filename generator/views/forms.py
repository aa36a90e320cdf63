"""The contribution forms: what the models ask for, in the order one tells it.

A field is said once, in its model: its label, its help, its example, its type come from there
(`records.description`). Here is only in which step it is asked; what no step names is asked in
the last one, so that a field added to a model appears by itself.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, get_args

from generator import routes
from generator.core import markdown, normalize, personal
from generator.kinds import KINDS, Meeting, Member
from generator.kinds.practice import SECTION_HELP
from generator.records import Record, courses, labels, wording
from generator.records.description import Description, describe
from generator.records.types import FIRST_YEAR, LAST_YEAR, NOT_A_YEAR, SHAPES, ConsentField, Moment
from generator.sources import Entry, files, strict_yaml
from generator.sources.characters import FORBIDDEN, INVISIBLE
from generator.sources.comments import comments
from generator.sources.strict_yaml import Value
from generator.views.common import Lens
from generator.views.meetings import joined_by_link
from generator.views.model import AgreementView, AskedView, FormView, SheetView, StepView
from generator.views.people import as_shown

# What no one is asked: computed (`id`, `added`), kept by the team, or impossible to send with a form.
_UNASKED = frozenset(["id", "aliases", "added", "verified", "image", "withdrawn"])
# In a help, what only the writer of a file needs.
_CODED = frozenset(["area", "choice"])


@dataclass(frozen=True, slots=True)
class _Step:
    """A step as it is laid out; `fields` empty: what the other steps did not take."""

    title: str
    lede: str
    fields: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Layout:
    noun: str
    lede: str
    steps: tuple[_Step, ...]
    agreements: tuple[AgreementView, ...] = ()


def _agree(
    code: str,
    rule: str,
    group: str,
    fields: tuple[str, ...],
    among: Iterable[str] = (),
    more: object = None,
    **when: Iterable[str],
) -> AgreementView:
    """Return how the form applies the rule `code`, in the words of the checker."""
    words: wording.Wording = getattr(wording, code)
    return AgreementView(
        code,
        rule,
        group,
        fields,
        words.message,
        words.asked or words.hint,
        tuple((name, tuple(sorted(values))) for name, values in when.items()),
        tuple(sorted(among)),
        json.dumps(more, sort_keys=True),
    )


def _order(start: str, end: str, group: str = "") -> AgreementView:
    """Say that a period ends after it starts; `group` holds both fields."""
    return _agree("D01", "order", group, (start, end))


def _past(name: str, group: str = "", **when: tuple[str, ...]) -> AgreementView:
    """Say that a date is not after today, when the record's fields are as said."""
    return _agree("D02", "past", group, (name,), **when)


_WHY = {"over": wording.D10_OVER, "early": wording.D10_EARLY}
_LAYOUTS: dict[str, _Layout] = {
    "practice": _Layout(
        "une pratique",
        "Dix minutes suffisent pour commencer. Écrivez ce que vous savez, laissez le reste : "
        "la fiche se complète plus tard.",
        (
            _Step(
                "La démarche",
                "Ce qui a été fait, où et quand.",
                (
                    "title",
                    "summary",
                    "area",
                    "status",
                    "status_date",
                    "start_date",
                    "end_date",
                    "organizer",
                ),
            ),
            _Step(
                "Le récit",
                "Une rubrique vide vaut mieux qu’une phrase inventée. Ne nommez ni habitant ni agent.",
                texts=tuple(SECTION_HELP.items()),
            ),
            _Step(
                "Les moyens",
                "Chaque chiffre avec son année. Si vous ne savez pas, laissez vide.",
                ("cost", "participants", "staff", "tools", "recruitment_method"),
            ),
            _Step(
                "Le classement",
                "Pour que d’autres trouvent la fiche.",
                ("methods", "themes", "level", "targeted_participants"),
            ),
            _Step("Les sources", "D’où viennent les faits, et qui peut en parler."),
        ),
        (
            _order("start_date", "end_date"),
            _order("from", "to", "participants"),
            _past("status_date"),
            _past("reviewed"),
            _agree("D04", "share", "participants", ("number", "out_of")),
        ),
    ),
    "meeting": _Layout(
        "une réunion",
        "Une date à annoncer, ou le compte rendu d’une rencontre du club.",
        (
            _Step(
                "La rencontre",
                "Quand, où, comment venir.",
                ("title", "kind", "status", "start", "end", "format", "location", "link"),
            ),
            _Step(
                "Les personnes",
                "Les membres présents, ou leur nombre.",
                ("attendees", "attendance", "guests"),
            ),
            _Step(
                "Ce qui s’est dit",
                "D’abord les décisions et qui fait quoi ; les notes ensuite.",
                ("agenda", "decisions", "tasks"),
                (("", "Les notes de la réunion"),),
            ),
            _Step("Les liens", "Ce dont on a parlé, et les documents."),
        ),
        (
            _order("start", "end"),
            _agree("D03", "named", "", ("start",)),
            _past("start", status=("held",)),
            _agree("D05", "future", "", ("start",), status=("planned",)),
            _past("done", "tasks"),
            _agree("D13", "only", "tasks", ("status", "done"), among=("done",)),
        ),
    ),
    "member": _Layout(
        "un membre",
        "Votre fiche dans l’annuaire, ou celle d’une personne qui vous l’a demandé.",
        (
            _Step(
                "La personne",
                "Son nom et ses mandats sont publics. Jamais d’adresse personnelle, de date de "
                "naissance ni d’étiquette politique.",
                ("given_name", "family_name", "memberships", "club"),
            ),
            _Step(
                "Ce dont elle peut parler",
                "C’est ce que cherchent les autres élus.",
                ("themes", "methods", "seeks"),
            ),
            _Step(
                "Ce qui demande un accord",
                "Les coordonnées, la photo, la présentation et les liens ne paraissent qu’avec "
                "l’accord écrit et daté de la personne. Elle peut le retirer à tout moment. Une photo se "
                "joint au courriel.",
                ("consent", "summary", "contact_details", "links"),
            ),
            _Step("Les sources", "D’où viennent les faits."),
        ),
        (
            _order("start_date", "end_date", "memberships"),
            _order("joined", "left", "club"),
            _past("date", "consent"),
            replace(
                _agree("D10", "signed", "memberships", ("start_date", "end_date"), more=_WHY),
                hint=wording.D10_ASKED_OF_MEMBER,
            ),
        ),
    ),
    "watch": _Layout(
        "un texte",
        "Une loi, un décret, un rapport ou une décision de justice à faire connaître.",
        (
            _Step(
                "Le texte",
                "Ce qu’il est, et ce qu’il change.",
                ("title", "kind", "reference", "url", "summary", "alert"),
                (("", "Ce que le texte change pour une collectivité"),),
            ),
            _Step("Les étapes", "De la plus ancienne à la dernière.", ("stages", "next")),
            _Step("Le classement", "Pour que d’autres le trouvent.", ("themes", "methods")),
            _Step("Les sources", "D’où viennent les faits."),
        ),
        (
            _agree("D07", "course", "stages", ("stage", "date"), more=courses.lives()),
            _agree(
                "D08",
                "foreign",
                "stages",
                ("stage", "date"),
                among=courses.PARLIAMENTARY,
                more=sorted(courses.READ_IN_PARLIAMENT),
            ),
            _agree(
                "R07",
                "needed",
                "stages",
                ("stage", "reference"),
                among=courses.ENACTING,
                kind=courses.NUMBERED,
            ),
        ),
    ),
    "action": _Layout(
        "une action",
        "Une demande collective à une autorité publique, que d’autres membres pourront signer.",
        (
            _Step(
                "La demande",
                "À qui, et quoi.",
                ("title", "summary", "addressees", "status"),
                (("", "Le texte que les membres signent"),),
            ),
            _Step("Les dates", "Celles que vous connaissez.", ("opened", "deadline", "sent")),
            _Step("Les suites", "Qui a signé, qui a répondu.", ("signatories", "responses")),
            _Step("Les sources", "Les textes concernés, et d’où viennent les faits."),
        ),
        (
            _order("opened", "deadline"),
            _past("date", "signatories"),
            _past("date", "responses"),
            _past("sent", status=("sent", "answered", "closed")),
            _agree("R06", "once", "signatories", ("member",)),
            _agree(
                "D10",
                "mandate",
                "signatories",
                ("member", "date"),
                more=_WHY,
            ),
        ),
    ),
}


def forms(lens: Lens) -> tuple[FormView, ...]:
    """Return the form of each kind of record that one may propose."""
    return tuple(_form(lens, kind, layout) for kind, layout in _LAYOUTS.items())


def _form(lens: Lens, kind: str, layout: _Layout) -> FormView:
    record = KINDS[kind]
    listed = record.source.endswith(".yaml")
    taken = {name for step in layout.steps for name in step.fields}
    asked = {
        d.name: _asked(lens, record.model.__name__, d)
        for d in describe(record.model)
        if d.name not in _UNASKED
    }
    rest = tuple(field for name, field in asked.items() if name not in taken)
    last = len(layout.steps) - 1
    return FormView(
        kind=kind,
        url=routes.form(kind),
        title=f"Proposer {layout.noun}",
        noun=layout.noun,
        lede=layout.lede,
        file=record.source if listed else f"{record.source}{{id}}.md",
        listed=listed,
        steps=tuple(
            StepView(
                step.title,
                step.lede,
                (*(asked[name] for name in step.fields), *(rest if n == last else ())),
                step.texts,
            )
            for n, step in enumerate(layout.steps)
        ),
        order=tuple(sorted(asked, key=lambda name: name in Record.model_fields)),
        agreements=(*layout.agreements, *(_held_there(lens) if kind == "member" else ())),
    )


def _held_there(lens: Lens) -> Iterator[AgreementView]:
    """Say in what places each mandate is held, when the vocabulary says it."""
    terms = lens.club.vocabularies.get("mandates", {})
    areas = {key: term.areas for key, term in terms.items() if term.areas}
    if areas:
        places = lens.club.geography.exceptions()
        more = {"areas": areas, "places": places, "words": wording.PLACES}
        yield _agree("V02", "held", "memberships", ("role", "area"), more=more)


def _asked(lens: Lens, owner: str, field: Description) -> AskedView:
    return AskedView(
        name=field.name,
        label=field.label,
        help="" if field.type in _CODED else field.help,
        example=field.example,
        type=field.type,
        required=field.required,
        many=field.many,
        least=field.least,
        longest=field.longest,
        low=field.low,
        high=field.high,
        of=field.of,
        default=field.default,
        choices=tuple(_choices(lens, field)),
        fields=tuple(
            _asked(lens, field.of, part) for part in field.fields if part.name not in _UNASKED
        ),
        consented=owner == "Member" and field.name in get_args(ConsentField),
    )


def _choices(lens: Lens, field: Description) -> Iterator[tuple[str, str, str]]:
    if field.type == "term":
        for key, term in lens.club.vocabularies.get(field.of, {}).items():
            yield key, term.label, term.description or ""
    for value in field.values:
        yield value, labels.of(field.values)[value], ""


# How to write a value, to who types it as one speaks; a source is told its own form.
_SAID = {
    "date": "écrivez l’année, le mois et l’année, ou le jour (JJ/MM/AAAA)",
    "moment": "écrivez le jour, puis l’heure (JJ/MM/AAAA HH:MM)",
    "count": "écrivez un nombre entier, en chiffres",
}


# What to do of what a text may not hold, for who sees the questions and no name of field.
_PRIVATE = {
    name: f"{out}, ou ajoutez-{it} sous « Coordonnées publiques citées dans le texte » si c’est {this} d’un service public"
    for name, out, it, this in (
        ("email", "retirez-la", "la", "celle"),
        ("phone", "retirez-le", "le", "celui"),
    )
}


def rules() -> str:
    """Return what a value and a text must be, as JSON, for the form to say so as one types.

    The same patterns and limits as `records.types`, `markdown` and `sources` apply.
    """
    moment = Moment.refusal
    said = {
        "shapes": {
            name: {
                "pattern": shape.pattern,
                "message": shape.message,
                "hint": _SAID.get(name, shape.hint),
                "longest": shape.longest,
                "shown": shape.shown,
            }
            for name, shape in (*SHAPES.items(), ("year", NOT_A_YEAR))
        },
        "moment": {
            "message": f"« {{value}} » {moment[1]}",
            "hint": _SAID["moment"],
            "years": (FIRST_YEAR, LAST_YEAR),
        },
        "forbidden": _visible(f"{INVISIBLE.pattern}|{FORBIDDEN.pattern}"),
        "markdown": {
            **markdown.limits(),
            "item": _visible(normalize.ITEM),
            "bullet": _visible(normalize.BULLET),
            "conflict": files.CONFLICT.pattern,
            "place": "".join(f"\\u{{{ord(c):x}}}" for c in markdown.PLACE_OF_NOTES),
        },
        "personal": {**_readable(personal.patterns()), "hints": _PRIVATE},
        "bytes": files.MAX_MARKDOWN,
    }
    return json.dumps(said)


def _readable(value: Any) -> Any:
    """Return patterns, in whatever holds them, with their hidden characters written."""
    if isinstance(value, str):
        return _visible(value)
    if isinstance(value, dict):
        return {name: _readable(part) for name, part in value.items()}
    return value if isinstance(value, int) else [_readable(part) for part in value]


def _visible(pattern: str) -> str:
    """Return a pattern with its hidden characters written as ECMAScript writes them."""
    return "".join(c if " " <= c <= "~" else f"\\u{{{ord(c):x}}}" for c in pattern)


def sheets(lens: Lens) -> Iterator[SheetView]:
    """Yield the sources that a form can correct.

    The text is the source's, so that a correction changes what was corrected and nothing else. It
    can be given away where no view hides anything of the record and no comment is in it; otherwise
    (people, how a past meeting was joined, what the team noted), what is shown is given, and no more.
    """
    for (kind, _), entry in lens.club.entries.items():
        if kind in _LAYOUTS:
            yield _partial(lens, entry) or _whole(lens, entry)


def _whole(lens: Lens, entry: Entry) -> SheetView:
    head = tuple(lens.club.sources.head(entry))
    return SheetView(entry.kind, entry.id, entry.path, head, _json(entry.data), entry.body)


def _commented(head: str) -> bool:
    """Whether a YAML text has comments: they are the team's, and leave with no form."""
    root = strict_yaml.compose(head) if "#" in head else None
    return root is not None and bool(comments(head, root))


def _partial(lens: Lens, entry: Entry) -> SheetView | None:
    """Return what is shown of a record of which the source holds more, None when it does not."""
    commented = not entry.prefix and _commented(
        "".join(run for _, run in lens.club.sources.head(entry))
    )
    if entry.kind == "member":
        shown = as_shown(lens, lens.club.all(Member)[entry.id], entry.data)
    elif entry.kind == "meeting" and not joined_by_link(lens, lens.club.all(Meeting)[entry.id]):
        shown = {name: value for name, value in entry.data.items() if name != "link"}
        if "link" not in entry.data and not commented:
            return None
    elif commented:
        shown = dict(entry.data)
    else:
        return None
    return SheetView(entry.kind, entry.id, entry.path, (), _json(shown), entry.body, partial=True)


def _json(data: Mapping[str, Value]) -> str:
    return json.dumps(data, ensure_ascii=False)
