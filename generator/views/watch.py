"""What may be shown of the legislative and regulatory watch."""

from generator.records import WatchEntry
from generator.records.watch import NextStage
from generator.views.common import Lens, dated
from generator.views.model import Badge, StageView, WatchView

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
    stages = tuple(
        StageView(s.stage, lens.term("stages", s.stage), dated(s.date), s.note or "")
        for s in sorted(entry.stages, key=lambda s: s.date.first)
    )
    return WatchView(
        **lens.shared("watch", entry),
        kind=lens.term("legal-kinds", entry.kind),
        kind_key=entry.kind,
        reference=entry.reference or "",
        official_url=entry.url or "",
        stages=stages,
        last=stages[-1] if stages else None,
        next=_next(entry.next),
        alert=entry.alert,
        themes=lens.terms("themes", entry.themes),
        methods=lens.terms("methods", entry.methods),
        summary=entry.summary or "",
        amends=lens.refs("watch", entry.amends),
        amended_by=lens.back("watch", entry.id, "watch", "amends"),
        practices=lens.back("watch", entry.id, "practice"),
        meetings=lens.back("watch", entry.id, "meeting"),
        actions=lens.back("watch", entry.id, "action"),
        badges=(_ALERTS[entry.alert],) if entry.alert in _ALERTS else (),
        body=lens.club.body("watch", entry.id),
    )


def _next(step: NextStage | None) -> StageView | None:
    return StageView("", step.label, dated(step.date), "") if step else None
