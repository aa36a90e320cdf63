"""What may be shown of the legislative and regulatory watch."""

from generator.kinds import Practice, WatchEntry
from generator.kinds.watch import NextStage
from generator.records import french
from generator.records.types import PartialDate
from generator.views.common import Lens, dated
from generator.views.model import Badge, RestingView, StageView, WatchView
from generator.views.practices import moved

_ALERTS = {
    "info": Badge("Information", "ok", "à connaître dans les prochains mois"),
    "action": Badge("À faire", "warn", "ce texte demande une décision de la collectivité"),
}


def watch(lens: Lens) -> tuple[WatchView, ...]:
    """Return every text, the one that moved last first."""
    views = [_entry(lens, w) for w in lens.club.all(WatchEntry).values()]
    views.sort(key=lambda w: w.id)
    return tuple(sorted(views, key=lambda w: w.last.when.iso if w.last else "", reverse=True))


def _entry(lens: Lens, entry: WatchEntry) -> WatchView:
    steps = [
        (s.date, StageView(s.stage, lens.term("stages", s.stage), dated(s.date), s.note or ""))
        for s in sorted(entry.stages, key=lambda s: s.date.first)
    ]
    reached = tuple(step for day, step in steps if day.first <= lens.today)
    expected = tuple(step for day, step in steps if day.first > lens.today)
    return WatchView(
        **lens.shared("watch", entry),
        kind=lens.term("legal-kinds", entry.kind),
        kind_key=entry.kind,
        reference=entry.reference or "",
        official_url=entry.url or "",
        stages=reached,
        expected=expected,
        last=reached[-1] if reached else None,
        next=_next(entry.next),
        next_words=_how_far(lens, entry.next.date) if entry.next else "",
        next_passed=entry.next is not None and entry.next.date.last < lens.today,
        alert=entry.alert,
        themes=lens.terms("themes", entry.themes),
        methods=lens.terms("methods", entry.methods),
        summary=entry.summary or "",
        amends=lens.refs("watch", entry.amends),
        amended_by=lens.back("watch", entry.id, "watch", "amends"),
        resting=_resting(lens, entry),
        meetings=lens.back("watch", entry.id, "meeting"),
        actions=lens.back("watch", entry.id, "action"),
        badges=(_ALERTS[entry.alert],) if entry.alert in _ALERTS else (),
        body=lens.club.body("watch", entry.id),
    )


def _resting(lens: Lens, entry: WatchEntry) -> tuple[RestingView, ...]:
    """Return the practices that rely on a text, those it has moved since flagged."""
    sheets = lens.club.all(Practice)
    return tuple(
        RestingView(ref, moved(lens, entry, sheets[ref.id].reviewed))
        for ref in lens.back("watch", entry.id, "practice")
    )


def _how_far(lens: Lens, day: PartialDate) -> str:
    """Say how far a step to come is; nothing for a month or a year that has not passed."""
    if day.last < lens.today:
        return "la date est passée"
    return french.countdown((day.first - lens.today).days) if day.first == day.last else ""


def _next(step: NextStage | None) -> StageView | None:
    return StageView("", step.label, dated(step.date), "") if step else None
