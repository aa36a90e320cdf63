"""Collective actions towards public authorities (`actions/<id>.md`)."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from generator.core.settings import Settings
from generator.kinds import facets, mandates, schema_org
from generator.kinds.kind import Kind, Node, badges, joined, texts
from generator.kinds.member import Membership
from generator.kinds.view import Lens, Ref, Sheet, When, by_id, dated
from generator.records import french, types
from generator.records.base import Model, Record
from generator.records.fields import Words
from generator.records.types import Many
from generator.territory.geo import geography

ActionStatus = Annotated[
    Literal["draft", "open", "sent", "answered", "closed"], Words("ActionStatus")
]


class Signature(Model):
    """A member's signature."""

    member: types.MemberRef
    date: types.PartialDate


class Response(Model):
    """An answer received."""

    date: types.PartialDate
    sender: types.Text = Field(alias="from")
    summary: types.Text
    url: types.Url | None = None


class Action(Record):
    """A letter, a petition, a common position."""

    title: types.Title
    addressees: Many[types.Text] = ()
    status: ActionStatus
    opened: types.PartialDate | None = None
    deadline: types.PartialDate | None = None
    sent: types.PartialDate | None = None
    signatories: tuple[Signature, ...] = ()
    unnamed_signatories: types.Count | None = None
    watch: Many[types.WatchRef] = ()
    responses: tuple[Response, ...] = ()
    summary: types.Summary | None = None


_BADGES = badges("action")


@dataclass(frozen=True, slots=True)
class ResponseView:
    """An answer to an action."""

    when: When
    sender: str
    summary: str
    url: str


@dataclass(frozen=True, slots=True)
class SignatureView:
    """A signature: who, when, and as what: the mandates that ran that day, main one first."""

    member: Ref
    when: When
    role: str
    place: str


@dataclass(frozen=True, slots=True)
class ReachView:
    """Whom the signatories of an action represent together, no territory counted twice.

    Of those who are no longer named, only the number is known.
    `inhabitants` and `departements` are numbers; `text` says it all in one sentence.
    """

    elected: int
    inhabitants: int
    departements: int
    text: str


@dataclass(frozen=True, slots=True)
class ActionView(Sheet):
    """A collective action.

    `status` as written; `state` is `overdue` for an open action whose deadline has passed.
    `countdown` says how long it may still be signed, `waiting` how long an answer has been
    awaited; both are empty when there is nothing to say.
    """

    addressees: tuple[str, ...]
    status: str
    state: str
    status_label: str
    reach: ReachView
    countdown: str
    waiting: str
    opened: When | None
    deadline: When | None
    sent: When | None
    signatories: tuple[SignatureView, ...]
    unnamed_signatories: int | None
    watch: tuple[Ref, ...]
    meetings: tuple[Ref, ...]
    responses: tuple[ResponseView, ...]
    summary: str

    @property
    def represented(self) -> ReachView | None:
        """Whom the signatories represent, None when they represent no one yet."""
        return self.reach if self.reach.inhabitants else None


_ORDER = {"open": 0, "overdue": 1, "draft": 2}


def _action(lens: Lens, action: Action) -> ActionView:
    status = action.status
    closed = action.deadline is not None and action.deadline.last < lens.today
    state = "overdue" if status == "open" and closed else status
    badge = _BADGES[state]
    return lens.view(
        ActionView,
        action,
        state=state,
        status_label=badge.text,
        reach=_reach(lens, action),
        countdown=_countdown(lens, action) if state == "open" else "",
        waiting=_waiting(lens, action) if status == "sent" else "",
        signatories=tuple(_signatures(lens, action)),
        unnamed_signatories=action.unnamed_signatories,
        meetings=lens.back("action", action.id, "meeting"),
        responses=tuple(
            ResponseView(dated(r.date), r.sender, r.summary, r.url or "")
            for r in sorted(action.responses, key=lambda r: r.date.first)
        ),
        badges=(badge,),
    )


def _held(lens: Lens, signature: Signature) -> tuple[Membership, ...]:
    """Return the mandates a signatory held when signing, in the order of the directory."""
    member = lens.record("member", signature.member)
    return tuple(m for m in member.memberships if mandates.may_run(m, signature.date))


def _signatures(lens: Lens, action: Action) -> Iterable[SignatureView]:
    for signature in action.signatories:
        member = lens.peer(signature.member)
        held = _held(lens, signature)
        place = lens.place(held[0].area) if held else None
        role = (held[0].label or lens.term("mandates", held[0].role)) if held else ""
        yield SignatureView(member, dated(signature.date), role, place.where if place else "")


def _reach(lens: Lens, action: Action) -> ReachView:
    """Return whom the signatories represent by the mandates they held when they signed."""
    signed = {s.member: s for s in action.signatories if lens.record("member", s.member)}
    areas = [m.area for signature in signed.values() for m in _held(lens, signature)]
    found = geography().coverage(areas)
    unnamed, departements = action.unnamed_signatories or 0, len(found.departements)
    elected = len(signed) + unnamed
    text = french.plural(elected, "élu")
    if found.population:
        who = (
            f"dont {french.number(len(signed))} {'représentent' if len(signed) > 1 else 'représente'}"
            if unnamed
            else "représentant"
        )
        text += f", {who} {french.plural(found.population, 'habitant')}"
        text += f" dans {french.plural(departements, 'département')}"
    return ReachView(elected, found.population, departements, text)


def _countdown(lens: Lens, action: Action) -> str:
    """Say how long an open action may still be signed."""
    if action.deadline is None:
        return ""
    days = (action.deadline.last - lens.today).days
    if days == 0:
        return "dernier jour pour signer"
    return f"encore {french.plural(days, 'jour')} pour signer"


def _waiting(lens: Lens, action: Action) -> str:
    """Say how many days an action that was sent has been without an answer."""
    if action.sent is None or action.responses or action.sent.last > lens.today:
        return ""
    days = (lens.today - action.sent.last).days
    if days == 0:
        return "envoyée aujourd’hui"
    about = "" if action.sent.first == action.sent.last else "au moins "
    return f"{about}{french.plural(days, 'jour')} sans réponse"


def _linked_data(view: ActionView, settings: Settings) -> Node:
    """Return a collective action: the text that is signed, and whom it is for."""
    return schema_org.article(
        view,
        settings,
        kind="CreativeWork",
        audience=[{"@type": "Audience", "name": name} for name in view.addressees],
    )


def _facts(view: ActionView) -> Iterator[tuple[str, str]]:
    yield "À", ", ".join(view.addressees)
    yield "État", view.status_label
    yield "Signataires", french.number(view.reach.elected) if view.reach.elected else ""
    if view.deadline and view.status == "open":
        yield "À signer jusqu’à", view.deadline.text
    for response in view.responses[-1:]:
        yield "Réponse", f"{response.sender}, {response.when.text}\u00a0: {response.summary}"


def _card(view: ActionView) -> tuple[str, str]:
    until = ""
    if view.status == "open" and view.deadline:
        day = view.deadline
        until = f"jusqu’{'au' if day.is_day else 'en'} {day.text}"
    return "Action collective", joined(view.status_label, until)


def _arranged(views: Iterable[ActionView]) -> list[ActionView]:
    """Return actions: open first, then the latest opened."""
    latest = sorted(by_id(views), key=lambda a: a.opened.iso if a.opened else "", reverse=True)
    return sorted(latest, key=lambda a: _ORDER.get(a.state, len(_ORDER)))


def _steps(view: ActionView) -> list[tuple[str, When]] | None:
    steps = [("Réponse reçue", r.when) for r in view.responses]
    steps += [("Texte envoyé", view.sent)] if view.sent else []
    steps += [("Ouverte à la signature", view.opened)] if view.opened else []
    return steps or None  # none of a draft is news


def _coming(view: ActionView) -> Iterator[tuple[str, When]]:
    if view.state == "open" and view.deadline:
        yield "Date limite de signature", view.deadline


KIND = Kind(
    **texts("action"),
    model=Action,
    view=_action,
    arrange=_arranged,
    choice=lambda a: a.opened.text if a.opened else a.status_label,
    card=_card,
    facets=(facets.year("opened"),),
    linked_data=_linked_data,
    changes=lambda a: (a.opened, a.sent, *(response.when for response in a.responses)),
    news=_steps,
    coming=_coming,
    facts=_facts,
)
