"""What may be shown of a practice sheet."""

from generator import mandates
from generator.records import Practice
from generator.records.practice import Cost
from generator.views import french
from generator.views.common import STATUS_LABELS, Lens, when
from generator.views.model import Badge, PlaceView, PracticeView
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
    """Return every practice, the most recently reviewed first."""
    views = [_practice(lens, p) for p in lens.club.all(Practice).values()]
    views.sort(key=lambda p: p.id)
    return tuple(sorted(views, key=lambda p: p.reviewed.iso if p.reviewed else "", reverse=True))


def _practice(lens: Lens, practice: Practice) -> PracticeView:
    place = lens.place(practice.area)
    took_part, share = _participation(practice, place)
    months = mandates.months_since(practice.reviewed, lens.today) if practice.reviewed else None
    cost = practice.cost or Cost()
    took = practice.participants
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
        legal_basis=lens.refs("watch", practice.legal_basis),
        peers=peers(lens, practice.members),
        adapted_from=lens.ref("practice", practice.adapted_from) if practice.adapted_from else None,
        adapted_by=lens.back("practice", practice.id, "practice", "adapted_from"),
        meetings=lens.back("practice", practice.id, "meeting"),
        verified=when(practice.verified),
        reviewed=when(practice.reviewed),
        review_age="" if months is None else french.months_ago(months),
        badges=_badges(practice, months),
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
        return words, f"{french.percent(share)} de la population de 2023"
    return words, ""


def _cost_lines(cost: Cost) -> tuple[tuple[str, str], ...]:
    year = f" ({cost.year})" if cost.year else ""
    lines = []
    if cost.envelope is not None:
        lines.append(("Enveloppe", french.euros(cost.envelope) + year))
    if cost.process is not None:
        lines.append(("Coût", french.euros(cost.process) + year))
    return tuple(lines)


def _badges(practice: Practice, months: int | None) -> tuple[Badge, ...]:
    status = practice.status
    badges = [Badge(STATUS_LABELS[status], _STATUS_TONES[status], _STATUS_WHY[status])]
    if practice.verified is None:
        why = "aucun membre du club n’a encore confirmé cette fiche"
        badges.append(Badge("À vérifier", "warn", why))
    if months is not None and months >= STALE_MONTHS:
        why = f"dernière relecture {french.months_ago(months)}"
        badges.append(Badge("À revoir", "warn", why))
    return tuple(badges)
