"""What may be shown of a practice sheet."""

from datetime import date

from generator.kinds import Practice, WatchEntry, mandates
from generator.kinds.practice import Cost, Participants
from generator.records import french
from generator.records.types import PartialDate
from generator.territory.geo import POPULATION_YEAR
from generator.views.common import STATUS_LABELS, Lens, when
from generator.views.model import (
    AdaptationView,
    Badge,
    LegalTextView,
    PlaceView,
    PracticeView,
    Ref,
)
from generator.views.people import peers

# After this many months without a review, a sheet says so.
STALE_MONTHS = 24

_STATUS_TONES = {"idea": "muted", "ongoing": "ok", "completed": "muted", "stopped": "warn"}
_STATUS_WHY = {
    "idea": "la démarche n’a pas commencé",
    "ongoing": "la démarche se poursuit",
    "completed": "la démarche est allée à son terme",
    "stopped": "la démarche a été interrompue",
}

_SOURCE = " (dernière source)"


def practices(lens: Lens) -> tuple[PracticeView, ...]:
    """Return every practice, the most recently reviewed, or added, first."""
    views = [_practice(lens, p) for p in lens.club.all(Practice).values()]
    views.sort(key=lambda p: p.id)
    return tuple(sorted(views, key=_last_touched, reverse=True))


def _last_touched(view: PracticeView) -> str:
    return max(when.iso if when else "" for when in (view.reviewed, view.added))


def _practice(lens: Lens, practice: Practice) -> PracticeView:
    place = lens.place(practice.area)
    took_part, share = _participation(practice, place)
    months = mandates.months_since(practice.reviewed, lens.today) if practice.reviewed else None
    cost = practice.cost or Cost()
    took = practice.participants
    legal = _legal_basis(lens, practice)
    moved = [basis.text for basis in legal if basis.review]
    known, fresh = _status(practice, lens.today)
    return PracticeView(
        **lens.shared("practice", practice),
        summary=practice.summary,
        place=place,
        organizer=practice.organizer or "",
        methods=lens.terms("methods", practice.methods),
        themes=lens.terms("themes", practice.themes),
        level=lens.term("levels", practice.level),
        level_key=practice.level or "",
        status=practice.status,
        status_label=STATUS_LABELS[practice.status],
        status_text=known,
        status_date=practice.status_date.text if practice.status_date else "",
        start=practice.start_date.text if practice.start_date else "",
        end=practice.end_date.text if practice.end_date else "",
        period=_period(practice, fresh=fresh),
        publics=tuple(lens.term("publics", p) for p in practice.targeted_participants),
        public_keys=practice.targeted_participants,
        recruitment=lens.term("recruitment", practice.recruitment_method),
        recruitment_key=practice.recruitment_method or "",
        participants=took.number if took else None,
        participants_out_of=took.out_of if took else None,
        participants_year=took.year if took else None,
        participants_from=took.first_year if took else None,
        participants_to=took.last_year if took else None,
        participants_note=(took.note if took else "") or "",
        participants_text=took_part,
        share_text=share,
        cost_process=cost.process,
        cost_envelope=cost.envelope,
        cost_year=cost.year,
        cost_note=cost.note or "",
        cost_lines=_cost_lines(cost),
        staff=practice.staff or "",
        tools=practice.tools,
        legal_basis=legal,
        peers=peers(lens, practice.members),
        adapted_from=_adapted_from(lens, practice),
        adapted_by=_adapted_by(lens, practice),
        meetings=lens.back("practice", practice.id, "meeting"),
        verified=when(practice.verified),
        reviewed=when(practice.reviewed),
        review_age="" if months is None else french.months_ago(months),
        badges=(
            _progress(practice, known, fresh=fresh),
            _trust(practice, months, moved),
        ),
        body=lens.club.body("practice", practice.id),
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
    label = STATUS_LABELS[practice.status]
    days = [day for source in practice.sources if (day := source.date)]
    known = max((d.last.year for d in (*days, practice.verified) if d), default=None)
    if practice.status_date:
        known = practice.status_date.last.year
    if known is None or known >= today.year or practice.status not in {"idea", "ongoing"}:
        return label, True
    source = "" if practice.status_date or practice.verified else _SOURCE
    return f"{label} en {known}{source}", False


def _progress(practice: Practice, known: str, *, fresh: bool) -> Badge:
    if not fresh:
        short = known.removesuffix(_SOURCE)
        return Badge(short, "muted", "ce qui a suivi n’est pas indiqué")
    return Badge(known, _STATUS_TONES[practice.status], _STATUS_WHY[practice.status])


def _period(practice: Practice, *, fresh: bool) -> str:
    """Return when it takes place, in words; what is still an idea is not told as a fact."""
    start, end = practice.start_date, practice.end_date
    if practice.status == "idea":
        return f"envisagée pour {french.partial(start)}" if start else ""
    if start and not end and practice.status == "ongoing" and not fresh:
        return french.starting(start)
    return french.period(start, end, ongoing=practice.status == "ongoing")


def _adapted_from(lens: Lens, practice: Practice) -> AdaptationView | None:
    origin = lens.ref("practice", practice.adapted_from) if practice.adapted_from else None
    return AdaptationView(origin, practice.adaptation or "") if origin else None


def _adapted_by(lens: Lens, practice: Practice) -> tuple[AdaptationView, ...]:
    sheets = lens.club.all(Practice)
    return tuple(
        AdaptationView(ref, sheets[ref.id].adaptation or "")
        for ref in lens.back("practice", practice.id, "practice", "adapted_from")
    )


def _legal_basis(lens: Lens, practice: Practice) -> tuple[LegalTextView, ...]:
    """Return the texts a practice relies on, those that moved since its last review flagged."""
    texts = lens.club.all(WatchEntry)
    return tuple(
        LegalTextView(ref, moved(lens, texts[ref.id], practice.reviewed))
        for ref in lens.refs("watch", practice.legal_basis)
    )


def moved(lens: Lens, text: WatchEntry, reviewed: PartialDate | None) -> Badge | None:
    """Say which step of a text the sheet cannot know: one surely later than its review."""
    if reviewed is None:
        return None
    later = [s for s in text.stages if reviewed.last < s.date.first <= lens.today]
    if not later:
        return None
    step = max(later, key=lambda s: s.date.first)
    label = lens.term("stages", step.stage)
    label = label[:1].lower() + label[1:]
    why = f"la fiche n’a pas été relue depuis une étape de ce texte : {label}"
    return Badge("À revoir", "warn", f"{why}, {french.partial(step.date)}")


def _cost_lines(cost: Cost) -> tuple[tuple[str, str], ...]:
    about = " ; ".join(filter(None, (str(cost.year or ""), cost.note)))
    year = f" ({about})" if about else ""
    lines = []
    if cost.envelope is not None:
        lines.append(("Enveloppe", french.euros(cost.envelope) + year))
    if cost.process is not None:
        lines.append(("Coût", french.euros(cost.process) + year))
    return tuple(lines)


def _trust(practice: Practice, months: int | None, moved: list[Ref]) -> Badge:
    """Return how far a sheet can be relied on, in one badge, with every reason for it."""
    reasons = [f"un texte cité a évolué depuis la relecture ({text.label})" for text in moved]
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
    return (
        Badge("Confirmée", "ok", why) if practice.verified else Badge("Non confirmée", "warn", why)
    )
