"""What may be shown of collective actions."""

from generator.records import Action
from generator.views.common import STATUS_LABELS, Lens, dated, when
from generator.views.model import ActionView, Badge, ResponseView, SignatureView
from generator.views.people import peer

_TONES = {"draft": "muted", "open": "ok", "sent": "ok", "answered": "ok", "closed": "muted"}
_WHY = {
    "draft": "le texte n’est pas encore ouvert à la signature",
    "open": "les membres peuvent signer",
    "sent": "le texte est parti, la réponse est attendue",
    "answered": "une réponse est arrivée",
    "closed": "l’action est terminée",
}


def actions(lens: Lens) -> tuple[ActionView, ...]:
    """Return every action: open first, then the latest opened."""
    views = [_action(lens, a) for a in lens.club.all(Action).values()]
    views.sort(key=lambda a: a.id)
    views.sort(key=lambda a: a.opened.iso if a.opened else "", reverse=True)
    return tuple(sorted(views, key=lambda a: a.status != "open"))


def _action(lens: Lens, action: Action) -> ActionView:
    status = action.status
    return ActionView(
        **lens.shared("action", action),
        addressees=action.addressees,
        status=status,
        status_label=STATUS_LABELS[status],
        opened=when(action.opened),
        deadline=when(action.deadline),
        sent=when(action.sent),
        signatories=tuple(
            SignatureView(who, dated(s.date))
            for s in action.signatories
            if (who := peer(lens, s.member))
        ),
        watch=lens.refs("watch", action.watch),
        meetings=lens.back("action", action.id, "meeting"),
        responses=tuple(
            ResponseView(dated(r.date), r.sender, r.summary, r.url or "")
            for r in sorted(action.responses, key=lambda r: r.date.first)
        ),
        summary=action.summary or "",
        badges=(Badge(STATUS_LABELS[status], _TONES[status], _WHY[status]),),
        body=lens.club.body("action", action.id),
    )
