"""What may be shown of collective actions."""

from collections.abc import Iterable

from generator.kinds import Action, Member, mandates
from generator.kinds.action import Signature
from generator.kinds.member import Membership
from generator.records import french
from generator.territory.coverage import coverage
from generator.views.common import STATUS_LABELS, Lens, dated, when
from generator.views.model import ActionView, Badge, ReachView, ResponseView, SignatureView
from generator.views.people import peer

_TONES = {
    "draft": "muted",
    "open": "ok",
    "overdue": "warn",
    "sent": "ok",
    "answered": "ok",
    "closed": "muted",
}
_WHY = {
    "draft": "le texte n’est pas encore ouvert à la signature",
    "open": "les membres peuvent signer",
    "overdue": "la date limite de signature est passée",
    "sent": "le texte est parti, la réponse est attendue",
    "answered": "une réponse est arrivée",
    "closed": "l’action est terminée",
}
_ORDER = {"open": 0, "overdue": 1, "draft": 2}


def actions(lens: Lens) -> tuple[ActionView, ...]:
    """Return every action: open first, then the latest opened."""
    views = [_action(lens, a) for a in lens.club.all(Action).values()]
    views.sort(key=lambda a: a.id)
    views.sort(key=lambda a: a.opened.iso if a.opened else "", reverse=True)
    return tuple(sorted(views, key=lambda a: _ORDER.get(a.state, len(_ORDER))))


def _action(lens: Lens, action: Action) -> ActionView:
    status = action.status
    closed = action.deadline is not None and action.deadline.last < lens.today
    state = "overdue" if status == "open" and closed else status
    label = "Délai passé" if state == "overdue" else STATUS_LABELS[status]
    return ActionView(
        **lens.shared("action", action),
        addressees=action.addressees,
        status=status,
        state=state,
        status_label=label,
        reach=_reach(lens, action),
        countdown=_countdown(lens, action) if state == "open" else "",
        waiting=_waiting(lens, action) if status == "sent" else "",
        opened=when(action.opened),
        deadline=when(action.deadline),
        sent=when(action.sent),
        signatories=tuple(_signatures(lens, action)),
        watch=lens.refs("watch", action.watch),
        meetings=lens.back("action", action.id, "meeting"),
        responses=tuple(
            ResponseView(dated(r.date), r.sender, r.summary, r.url or "")
            for r in sorted(action.responses, key=lambda r: r.date.first)
        ),
        summary=action.summary or "",
        badges=(Badge(label, _TONES[state], _WHY[state]),),
        body=lens.club.body("action", action.id),
    )


def _held(lens: Lens, signature: Signature) -> tuple[Membership, ...]:
    """Return the mandates a signatory held when signing, in the order of the directory."""
    member = lens.club.all(Member)[signature.member]
    return tuple(m for m in member.memberships if mandates.may_run(m, signature.date))


def _signatures(lens: Lens, action: Action) -> Iterable[SignatureView]:
    for signature in action.signatories:
        member = peer(lens, signature.member)
        if member is None:
            continue
        held = _held(lens, signature)
        place = lens.place(held[0].area) if held else None
        role = (held[0].label or lens.term("mandates", held[0].role)) if held else ""
        yield SignatureView(member, dated(signature.date), role, place.where if place else "")


def _reach(lens: Lens, action: Action) -> ReachView:
    """Return whom the signatories represent by the mandates they held when they signed."""
    people = lens.club.all(Member)
    signed = {s.member: s for s in action.signatories if s.member in people}
    areas = [m.area for signature in signed.values() for m in _held(lens, signature)]
    found = coverage(lens.club.geography, areas)
    elected, departements = len(signed), len(found.departements)
    text = french.plural(elected, "élu")
    if found.population:
        text += f", représentant {french.plural(found.population, 'habitant')}"
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
