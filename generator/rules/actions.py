"""Rules on collective actions: who may sign, when, and what a state announces."""

from collections.abc import Iterator

from generator.core.findings import Finding
from generator.kinds import Action, Member
from generator.kinds.mandates import may_run
from generator.records import wording
from generator.rules.context import Context


def signature_without_mandate(context: Context) -> Iterator[Finding]:
    """D10: whoever signs holds a mandate that day."""
    members = context.club.all(Member)
    for action in context.club.all(Action).values():
        for i, signature in enumerate(action.signatories):
            member = members.get(signature.member)
            # Only what is certain is an error: "2026" may be any day of that year.
            if member is None or any(may_run(m, signature.date) for m in member.memberships):
                continue
            ended = [m.end_date for m in member.memberships if m.end_date]
            over = [end for end in ended if end.last < signature.date.first]
            if over:
                last = max(over, key=lambda end: end.last)
                why = wording.D10_OVER.format(last=last)
            else:
                why = wording.D10_EARLY
            said = wording.D10.said(date=signature.date, member=member.id, why=why)
            path = ("signatories", i, "date")
            yield context.club.finding("action", action.id, path, "D10", *said)


def signature_out_of_time(context: Context) -> Iterator[Finding]:
    """D11: a signature is given after the opening and before the deadline."""
    for action in context.club.all(Action).values():
        if action.opened and action.deadline and action.deadline.last < action.opened.first:
            continue  # D01 says it
        for i, signature in enumerate(action.signatories):
            when, message = signature.date, ""
            if action.opened and when.last < action.opened.first:
                message = f"signature du {when}, avant l’ouverture ({action.opened})"
            if action.deadline and when.first > action.deadline.last:
                message = f"signature du {when}, après la date limite ({action.deadline})"
            if message:
                path, hint = ("signatories", i, "date"), "vérifiez les deux dates"
                yield context.club.finding("action", action.id, path, "D11", message, hint)


def signed_twice(context: Context) -> Iterator[Finding]:
    """R06: a member signs an action once."""
    for action in context.club.all(Action).values():
        seen: set[str] = set()
        for i, signature in enumerate(action.signatories):
            if signature.member in seen:
                path, said = ("signatories", i, "member"), wording.R06.said(member=signature.member)
                yield context.club.finding("action", action.id, path, "R06", *said)
            seen.add(signature.member)


def announced_and_missing(context: Context) -> Iterator[Finding]:
    """Q06: an action that was sent says when, one that was answered says what."""
    for action in context.club.all(Action).values():
        if action.status in {"sent", "answered"} and not action.sent:
            message, hint = (
                "l’action est envoyée, sans date d’envoi",
                "ajoutez « sent: » et la date",
            )
            yield context.club.finding("action", action.id, ("status",), "Q06", message, hint)
        if action.status == "answered" and not action.responses:
            message = "une réponse est annoncée et n’est pas là"
            hint = "ajoutez-la dans « responses », ou écrivez « status: sent »"
            yield context.club.finding("action", action.id, ("status",), "Q06", message, hint)


def open_after_deadline(context: Context) -> Iterator[Finding]:
    """D12: an action is not open to signature once its deadline has passed."""
    for action in context.club.all(Action).values():
        late = action.deadline and action.deadline.last < context.today
        if action.status == "open" and late:
            message = f"action ouverte à la signature jusqu’à une date passée ({action.deadline})"
            hint = "écrivez « status: sent » avec la date d’envoi, ou repoussez « deadline »"
            yield context.club.finding("action", action.id, ("status",), "D12", message, hint)
