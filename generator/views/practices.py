"""What may be shown of a practice sheet."""

from generator import mandates
from generator.geo import POPULATION_YEAR
from generator.records import Practice, WatchEntry
from generator.records.practice import Cost
from generator.records.types import PartialDate
from generator.views import french
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
    stale = _stale(months, moved)
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
        start=practice.start_date.text if practice.start_date else "",
        end=practice.end_date.text if practice.end_date else "",
        period=french.period(
            practice.start_date, practice.end_date, ongoing=practice.status == "ongoing"
        ),
        publics=tuple(lens.term("publics", p) for p in practice.targeted_participants),
        public_keys=practice.targeted_participants,
        recruitment=lens.term("recruitment", practice.recruitment_method),
        recruitment_key=practice.recruitment_method or "",
        participants=took.number if took else None,
        participants_out_of=took.out_of if took else None,
        participants_year=took.year if took else None,
        participants_text=took_part,
        share_text=share,
        cost_process=cost.process,
        cost_envelope=cost.envelope,
        cost_year=cost.year,
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
        freshness=None if stale else _freshness(months),
        badges=(*_badges(practice), *stale),
        body=lens.club.body("practice", practice.id),
    )


def _participation(practice: Practice, place: PlaceView | None) -> tuple[str, str]:
    """Return the number of participants in words, and the share they are of whom."""
    took = practice.participants
    if took is None:
        return "", ""
    year = f" en {took.year}" if took.year else ""
    words = f"{french.plural(took.number, 'personne')}{year}"
    if took.out_of and (share := mandates.share(took.number, took.out_of)):
        return (
            words,
            f"{french.percent(share)} des {french.number(took.out_of)} personnes concernées",
        )
    if place and (share := mandates.share(took.number, place.population)):
        whole = f"{place.population_text}{french.NBSP}habitants ({POPULATION_YEAR})"
        return words, f"{french.percent(share)} des {whole}"
    return words, ""


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
    year = f" ({cost.year})" if cost.year else ""
    lines = []
    if cost.envelope is not None:
        lines.append(("Enveloppe", french.euros(cost.envelope) + year))
    if cost.process is not None:
        lines.append(("Coût", french.euros(cost.process) + year))
    return tuple(lines)


def _badges(practice: Practice) -> tuple[Badge, ...]:
    status = practice.status
    badges = [Badge(STATUS_LABELS[status], _STATUS_TONES[status], _STATUS_WHY[status])]
    if practice.verified is None:
        why = "aucun membre du club n’a encore confirmé cette fiche"
        badges.append(Badge("À vérifier", "warn", why))
    return tuple(badges)


def _stale(months: int | None, moved: list[Ref]) -> tuple[Badge, ...]:
    """Return the badge of a sheet to read again, with every reason for it, or nothing."""
    reasons = [f"un texte cité a évolué depuis la relecture ({text.label})" for text in moved]
    if months is not None and months >= STALE_MONTHS:
        reasons.insert(0, f"dernière relecture {french.months_ago(months)}")
    return (Badge("À revoir", "warn", " ; ".join(reasons)),) if reasons else ()


def _freshness(months: int | None) -> Badge:
    if months is None:
        return Badge("Jamais relue", "warn", "aucune date de relecture n’est indiquée")
    why = f"une fiche est à revoir {STALE_MONTHS} mois après sa dernière relecture"
    return Badge(f"Relue {french.months_ago(months)}", "ok", why)
