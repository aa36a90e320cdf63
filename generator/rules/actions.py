"""Rules on collective actions: who may sign, when, and what a state announces."""

from collections.abc import Iterator

from generator.kinds import Action, Member
from generator.kinds.mandates import may_run
from generator.rules.context import Context, Flaw, each


@each("action")
def signature_without_mandate(action: Action, context: Context) -> Iterator[Flaw]:
    """D10: whoever signs holds a mandate that day."""
    members = context.club.all(Member)
    for i, signature in enumerate(action.signatories):
        held = members[signature.member].memberships if signature.member in members else ()
        # Only what is certain is an error: "2026" may be any day of that year.
        if not held or any(may_run(mandate, signature.date) for mandate in held):
            continue
        over = [m.end_date for m in held if m.end_date and m.end_date.last < signature.date.first]
        last = max(over, key=lambda end: end.last, default=None)
        why = "son premier mandat connu n’avait pas commencé"
        if last:
            why = f"son dernier mandat connu était terminé ({last})"
        message = f"signature du {signature.date} par « {signature.member} » : {why}"
        hint = "retirez la signature, ou complétez les mandats dans members.yaml"
        yield ("signatories", i, "date"), message, hint


@each("action")
def signature_out_of_time(action: Action, _: Context) -> Iterator[Flaw]:
    """D11: a signature is given after the opening and before the deadline."""
    opened, deadline = action.opened, action.deadline
    if opened and deadline and deadline.last < opened.first:
        return  # D01 says it
    for i, signature in enumerate(action.signatories):
        when, path = signature.date, ("signatories", i, "date")
        if opened and when.last < opened.first:
            message = f"signature du {when}, avant l’ouverture ({opened})"
            yield path, message, "vérifiez les deux dates"
        elif deadline and when.first > deadline.last:
            message = f"signature du {when}, après la date limite ({deadline})"
            yield path, message, "vérifiez les deux dates"


@each("action")
def signed_twice(action: Action, _: Context) -> Iterator[Flaw]:
    """R06: a member signs an action once."""
    names = [signature.member for signature in action.signatories]
    for i, name in enumerate(names):
        if name in names[:i]:
            message = f"« {name} » a déjà signé"
            yield ("signatories", i, "member"), message, "retirez l’une des deux lignes"


@each("action")
def announced_and_missing(action: Action, _: Context) -> Iterator[Flaw]:
    """Q06: an action that was sent says when, one that was answered says what."""
    if action.status in {"sent", "answered"} and not action.sent:
        message = "l’action est envoyée, sans date d’envoi"
        yield ("status",), message, "ajoutez « sent: » et la date"
    if action.status == "answered" and not action.responses:
        hint = "ajoutez-la dans « responses », ou écrivez « status: sent »"
        yield ("status",), "une réponse est annoncée et n’est pas là", hint


@each("action")
def open_after_deadline(action: Action, context: Context) -> Iterator[Flaw]:
    """D12: an action is not open to signature once its deadline has passed."""
    deadline = action.deadline
    if action.status == "open" and deadline and deadline.last < context.today:
        message = f"action ouverte à la signature jusqu’à une date passée ({deadline})"
        hint = "écrivez « status: sent » avec la date d’envoi, ou repoussez « deadline »"
        yield ("status",), message, hint
