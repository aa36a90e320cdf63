"""What members asked, and what peers answered (`questions/<id>.md`)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from generator.kinds import facets
from generator.kinds.kind import Kind, badges, month, texts
from generator.kinds.view import Lens, PlaceView, Ref, Subject, When, by_id
from generator.records import french, labels, types
from generator.records.base import Model, Record
from generator.records.fields import Words
from generator.records.types import Many
from generator.territory.geo import STRATA

QuestionStatus = Annotated[Literal["open", "answered", "closed"], Words("QuestionStatus")]
Stratum = Annotated[
    Literal[
        "moins-de-500",
        "500-1999",
        "2000-9999",
        "10000-19999",
        "20000-49999",
        "50000-99999",
        "100000-299999",
        "300000-et-plus",
    ],
    Words("", {key: (f"{label} habitants",) for _, key, label in STRATA}),
]


class Answer(Model):
    """What a peer, or someone of the network, answered."""

    date: types.PartialDate
    member: types.MemberRef | None = None
    contact: types.ContactRef | None = None
    text: types.Text
    practices: Many[types.PracticeRef] = ()
    watch: Many[types.WatchRef] = ()


class Question(Record):
    """A question of a member to their peers."""

    title: types.Title
    asked: types.PartialDate
    area: types.Area | None = None
    strata: Stratum | None = None
    asked_by: types.MemberRef | None = None
    themes: Many[types.Theme] = ()
    methods: Many[types.Method] = ()
    status: QuestionStatus = "open"
    answers: tuple[Answer, ...] = ()


_BADGES = badges("question")


@dataclass(frozen=True, slots=True)
class AnswerView:
    """An answer. `by` is who gives it, None when no one is named."""

    date: When
    member: Ref | None
    contact: Ref | None
    text: str
    practices: tuple[Ref, ...]
    watch: tuple[Ref, ...]

    @property
    def by(self) -> Ref | None:
        """Who answers."""
        return self.member or self.contact


@dataclass(frozen=True, slots=True)
class QuestionView(Subject):
    """A question. `where` says from what kind of place it comes, empty when unknown."""

    asked: When
    place: PlaceView | None
    strata: str
    where: str
    asked_by: Ref | None
    status: str
    status_label: str
    answers: tuple[AnswerView, ...]


def _question(lens: Lens, question: Question) -> QuestionView:
    status = "answered" if question.status == "open" and question.answers else question.status
    place = lens.place(question.area) if question.area else None
    size = labels.of(Stratum)[question.strata] if question.strata else ""
    return lens.view(
        QuestionView,
        question,
        place=place,
        where=place.where if place else size,
        status=status,
        status_label=_BADGES[status].text,
        answers=tuple(
            lens.part(AnswerView, one)
            for one in sorted(question.answers, key=lambda a: a.date.first)
        ),
        badges=(_BADGES[status],),
    )


def _facts(view: QuestionView) -> Iterator[tuple[str, str]]:
    yield "Territoire", view.where
    yield "État", view.status_label
    for answer in view.answers[-1:]:
        yield "Dernière réponse", f"{answer.date.text}\u00a0: {answer.text}"


def _answered(view: QuestionView) -> str:
    return french.plural(len(view.answers), "réponse") if view.answers else ""


KIND = Kind(
    **texts("question"),
    model=Question,
    view=_question,
    # Those without an answer first, then the latest asked.
    arrange=lambda views: sorted(
        sorted(by_id(views), key=lambda q: q.asked.iso, reverse=True),
        key=lambda q: q.status != "open",
    ),
    choice=lambda q: q.asked.text,
    card=lambda q: ("Question", q.where),
    columns={
        "asked": lambda q: q.asked.text,
        "where": lambda q: q.where,
        "answers": _answered,
        "month": lambda q: month(q.asked.iso),
    },
    facets=(
        facets.THEME,
        facets.METHOD,
        facets.status("status", "status_label", _BADGES),
        facets.year("asked"),
    ),
    changes=lambda q: (q.asked, *(answer.date for answer in q.answers)),
    news=lambda q: [
        ("Question posée", q.asked),
        *(("Réponse d’un pair", a.date) for a in q.answers),
    ],
    facts=_facts,
)
