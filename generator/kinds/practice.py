"""Shared good practices (`practices/<id>.md`), in Participedia's terms for cases."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from generator.core.settings import Settings
from generator.kinds import facets, mandates, schema_org
from generator.kinds.comparable import with_practices
from generator.kinds.kind import (
    Facet,
    Kind,
    Node,
    badges,
    joined,
    month,
    texts,
)
from generator.kinds.view import Badge, ComparableView, Lens, PlaceView, Ref, Subject, When, by_id
from generator.kinds.watch import moved
from generator.records import french, types
from generator.records.base import Model, Record
from generator.records.fields import Words
from generator.records.types import Many
from generator.territory.geo import POPULATION_YEAR

PracticeStatus = Annotated[
    Literal["idea", "ongoing", "completed", "stopped"], Words("PracticeStatus")
]


class Participants(Model):
    """How many people took part."""

    number: types.Count
    out_of: types.Count | None = None
    year: types.Year | None = None
    first_year: types.Year | None = Field(None, alias="from")
    last_year: types.Year | None = Field(None, alias="to")
    note: types.Title | None = None


class Cost(Model):
    """What it cost, in whole euros."""

    process: types.Euros | None = None
    envelope: types.Euros | None = None
    year: types.Year | None = None
    note: types.Title | None = None


class Practice(Record):
    """A practice sheet (Participedia `case`)."""

    title: types.Title
    summary: types.Summary
    area: types.Area
    organizer: types.Title | None = None
    methods: Many[types.Method] = ()
    themes: Many[types.Theme] = ()
    level: types.Level | None = None
    status: PracticeStatus
    status_date: types.PartialDate | None = None
    start_date: types.PartialDate | None = None
    end_date: types.PartialDate | None = None
    targeted_participants: Many[types.Public] = ()
    recruitment_method: types.Recruitment | None = None
    participants: Participants | None = None
    cost: Cost | None = None
    staff: types.Text | None = None
    tools: Many[types.Text] = ()
    legal_basis: Many[types.WatchRef] = ()
    members: Many[types.MemberRef] = ()
    adapted_from: types.PracticeRef | None = None
    adaptation: types.Text | None = None
    problems: Many[types.Title] = ()
    verified: types.PartialDate | None = None
    reviewed: types.PartialDate | None = None


_BADGES = badges("practice")


@dataclass(frozen=True, slots=True)
class AdaptationView:
    """A sheet at the other end of an inspiration, and what was changed (maybe unknown: empty)."""

    practice: Ref
    changed: str


@dataclass(frozen=True, slots=True)
class LegalTextView:
    """A text a practice relies on. `review` says why the sheet should be read again, if so."""

    text: Ref
    review: Badge | None


@dataclass(frozen=True, slots=True)
class PracticeView(Subject):
    """A practice sheet. Money in whole euros, None when unknown.

    `status_text` is the status with the year it was last known, unless that is this year.
    """

    summary: str
    place: PlaceView | None
    organizer: str
    level: str
    level_key: str
    status: str
    status_label: str
    status_text: str
    status_date: str
    start: str
    end: str
    period: str
    publics: tuple[str, ...]
    public_keys: tuple[str, ...]
    recruitment: str
    recruitment_key: str
    participants: Participants | None
    participants_text: str
    share_text: str
    cost: Cost
    cost_lines: tuple[tuple[str, str], ...]
    staff: str
    tools: tuple[str, ...]
    legal_basis: tuple[LegalTextView, ...]
    peers: tuple[Ref, ...]
    adapted_from: AdaptationView | None
    adapted_by: tuple[AdaptationView, ...]
    meetings: tuple[Ref, ...]
    verified: When | None
    reviewed: When | None
    review_age: str
    problems: tuple[str, ...]
    comparable: tuple[ComparableView, ...] = ()


# After this many months without a review, a sheet says so.
STALE_MONTHS = 24

_SOURCE = " (dernière source)"


def _practice(lens: Lens, practice: Practice) -> PracticeView:
    place = lens.place(practice.area)
    took_part, share = _participation(practice, place)
    months = mandates.months_since(practice.reviewed, lens.today) if practice.reviewed else None
    cost = practice.cost or Cost()
    legal = tuple(
        LegalTextView(ref, moved(lens, lens.record("watch", ref.id), practice.reviewed))
        for ref in lens.refs("watch", practice.legal_basis)
    )
    evolved = [basis.text for basis in legal if basis.review]
    origin = lens.ref("practice", practice.adapted_from) if practice.adapted_from else None
    known, fresh = _status(practice, lens.today)
    return lens.view(
        PracticeView,
        practice,
        place=place,
        level=lens.term("levels", practice.level),
        level_key=practice.level or "",
        status_label=_BADGES[practice.status].text,
        status_text=known,
        status_date=practice.status_date.text if practice.status_date else "",
        start=practice.start_date.text if practice.start_date else "",
        end=practice.end_date.text if practice.end_date else "",
        period=_period(practice, fresh=fresh),
        publics=tuple(lens.term("publics", p) for p in practice.targeted_participants),
        public_keys=practice.targeted_participants,
        recruitment=lens.term("recruitment", practice.recruitment_method),
        recruitment_key=practice.recruitment_method or "",
        participants=practice.participants,
        participants_text=took_part,
        share_text=share,
        cost=cost,
        cost_lines=cost_lines(cost),
        legal_basis=legal,
        peers=lens.peers(practice.members),
        adapted_from=AdaptationView(origin, practice.adaptation or "") if origin else None,
        adapted_by=tuple(
            AdaptationView(ref, lens.record("practice", ref.id).adaptation or "")
            for ref in lens.back("practice", practice.id, "practice", "adapted_from")
        ),
        meetings=lens.back("practice", practice.id, "meeting"),
        review_age="" if months is None else french.months_ago(months),
        badges=(_progress(practice, known, fresh=fresh), _trust(practice, months, evolved)),
    )


def _participation(practice: Practice, place: PlaceView | None) -> tuple[str, str]:
    """Return the number of participants in words, and the share they are of whom."""
    took = practice.participants
    if took is None:
        return "", ""
    words = " ".join(filter(None, (french.plural(took.number, "personne"), _years(took))))
    if took.note:
        words += f" ({took.note})"
    if took.first_year or took.last_year:
        return words, ""  # people of several years are no share of those of one
    if took.out_of and (share := mandates.share(took.number, took.out_of)):
        return (
            words,
            f"{french.percent(share)} des {french.number(took.out_of)} personnes concernées",
        )
    if place and (share := mandates.share(took.number, place.population)):
        whole = f"{place.population_text}{french.NBSP}habitants ({POPULATION_YEAR})"
        return words, f"{french.percent(share)} des {whole}"
    return words, ""


def _years(took: Participants) -> str:
    first, last = took.first_year, took.last_year
    if first and last:
        return f"de {first} à {last}" if first != last else f"en {first}"
    if first or last:
        return f"depuis {first}" if first else f"jusqu’en {last}"
    return f"en {took.year}" if took.year else ""


def _status(practice: Practice, today: date) -> tuple[str, bool]:
    """Return the status with the year it was last known, and whether that is this year's.

    Without `status_date`, it was known at the latest of the dated sources and of the day a member
    confirmed the sheet. What is over stays so: its end says when.
    """
    label = _BADGES[practice.status].text
    days = [day for source in practice.sources if (day := source.date)]
    known = max((d.last.year for d in (*days, practice.verified) if d), default=None)
    if practice.status_date:
        known = practice.status_date.last.year
    if known is None or known >= today.year or practice.status not in {"idea", "ongoing"}:
        return label, True
    source = "" if practice.status_date or practice.verified else _SOURCE
    return f"{label} en {known}{source}", False


_UNTOLD = "ce qui a suivi n’est pas indiqué"


def _progress(practice: Practice, known: str, *, fresh: bool) -> Badge:
    if not fresh:
        short = known.removesuffix(_SOURCE)
        return replace(_BADGES[practice.status], text=short, tone="muted", why=_UNTOLD)
    return replace(_BADGES[practice.status], text=known)


def _period(practice: Practice, *, fresh: bool) -> str:
    """Return when it takes place, in words; what is still an idea is not told as a fact."""
    start, end = practice.start_date, practice.end_date
    if practice.status == "idea":
        return f"envisagée pour {french.partial(start)}" if start else ""
    if start and not end and practice.status == "ongoing" and not fresh:
        return french.starting(start)
    return french.period(start, end, ongoing=practice.status == "ongoing")


def cost_lines(
    cost: Cost, money: Callable[[int], str] = french.euros
) -> tuple[tuple[str, str], ...]:
    """Return what a practice cost, line by line: its name, the amount with its year."""
    about = " ; ".join(filter(None, (str(cost.year or ""), cost.note)))
    year = f" ({about})" if about else ""
    lines = []
    if cost.envelope is not None:
        lines.append(("Enveloppe", money(cost.envelope) + year))
    if cost.process is not None:
        lines.append(("Coût", money(cost.process) + year))
    return tuple(lines)


def _trust(practice: Practice, months: int | None, evolved: list[Ref]) -> Badge:
    """Return how far a sheet can be relied on, in one badge, with every reason for it."""
    reasons = [f"un texte cité a évolué depuis la relecture ({text.label})" for text in evolved]
    if months is not None and months >= STALE_MONTHS:
        reasons.insert(0, f"dernière relecture {french.months_ago(months)}")
    old = bool(reasons)
    if practice.verified is None:
        reasons.append("aucun membre du club n’a encore confirmé cette fiche")
    else:
        day = french.partial(practice.verified)
        reasons.append(f"un membre du club a confirmé cette fiche ({day})")
    if months is None:
        reasons.append("aucune date de relecture n’est indiquée")
    why = " ; ".join(reasons)
    if old:
        return Badge("À revoir", "warn", why)
    if practice.verified:
        return Badge("Confirmée", "ok", why, quiet=True)
    return Badge("Non confirmée", "warn", why, quiet=True)


def line(view: PracticeView) -> str:
    """`Grenoble (Isère) · 156 140 hab. · 1,8 M€ (2025) · depuis 2015 · Budget participatif`."""
    place, costs = view.place, cost_lines(view.cost, french.amount)
    return joined(
        place.where if place else "",
        f"{place.population_text}{french.NBSP}hab." if place and place.population_text else "",
        costs[0][1] if costs else "",
        view.period,
        view.methods[0].label if view.methods else "",
    )


def amount(view: PracticeView) -> int | None:
    """Return the amount that the card of a practice shows, in euros."""
    return view.cost.process if view.cost.envelope is None else view.cost.envelope


def _facts(view: PracticeView) -> Iterator[tuple[str, str]]:
    if view.place:
        people = view.place.population_text
        yield "Lieu", view.place.where + (f", {people}\u00a0habitants" if people else "")
    yield "Dates", view.period
    yield from view.cost_lines
    yield "Participation", view.participants_text
    yield "État", view.status_text


def _linked_data(view: PracticeView, settings: Settings) -> Node:
    """Return a sheet as an Article."""
    about = schema_org.place(view.place) if view.place else None
    if view.adapted_from is None:
        return schema_org.article(view, settings, about=about)
    origin = view.adapted_from.practice
    based_on = {"@type": "Article", "headline": origin.label, "url": settings.absolute(origin.url)}
    return schema_org.article(view, settings, about=about, isBasedOn=based_on)


def _card(view: PracticeView) -> tuple[str, str]:
    period = view.period[:1].upper() + view.period[1:]
    return "Pratique", joined(view.place.where if view.place else "", period)


KIND = Kind(
    **texts("practice"),
    model=Practice,
    view=_practice,
    # The most recently reviewed, or added, first.
    arrange=lambda views: sorted(
        by_id(views),
        key=lambda p: max(when.iso if when else "" for when in (p.reviewed, p.added)),
        reverse=True,
    ),
    complete=with_practices,
    note=lambda lens, p: place.name if (place := lens.place(p.area)) else "",
    choice=lambda p: p.place.where if p.place else "",
    card=_card,
    columns={
        "sense": lambda p: p.summary,
        "facts": line,
        "people": lambda p: p.place.population if p.place else None,
        "start": lambda p: month(p.start),
        "amount": amount,
    },
    facets=(
        facets.METHOD,
        facets.THEME,
        *facets.PLACES,
        Facet("niveau", "Niveau", facets.answers("level_key", "level"), facets.by_label),
        facets.status("status", "status_label", _BADGES, "Avancement"),
        facets.year("start", "Année de début"),
        facets.witness("Quelqu’un peut en parler", lambda p: bool(p.peers)),
    ),
    linked_data=_linked_data,
    changes=lambda p: (p.reviewed, p.verified),
    news=lambda p: [("Fiche relue", p.reviewed)] if p.reviewed else [],
    facts=_facts,
)
# The expected sections of a sheet, in order.
SECTIONS = tuple(KIND.sections)
