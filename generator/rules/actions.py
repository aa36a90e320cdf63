"""Rules on collective actions: who may sign, when, and what a state announces."""

from collections.abc import Iterator

from generator.kinds import Action, Member
from generator.kinds.mandates import may_run
from generator.rules.context import Context, Flaw, each, explain


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
        key = "D10.after" if last else "D10.before"
        yield ("signatories", i, "date"), *explain(key, signature=signature, last=last)


@each("action")
def signature_out_of_time(action: Action, _: Context) -> Iterator[Flaw]:
    """D11: a signature is given after the opening and before the deadline."""
    opened, deadline = action.opened, action.deadline
    if opened and deadline and deadline.last < opened.first:
        return  # D01 says it
    for i, signature in enumerate(action.signatories):
        early = opened and signature.date.last < opened.first
        if early or (deadline and signature.date.first > deadline.last):
            key = "D11.before" if early else "D11.after"
            yield ("signatories", i, "date"), *explain(key, signature=signature, action=action)


@each("action")
def signed_twice(action: Action, _: Context) -> Iterator[Flaw]:
    """R06: a member signs an action once."""
    names = [signature.member for signature in action.signatories]
    for i, name in enumerate(names):
        if name in names[:i]:
            yield ("signatories", i, "member"), *explain("R06", name=name)


@each("action")
def announced_and_missing(action: Action, _: Context) -> Iterator[Flaw]:
    """Q06: an action that was sent says when, one that was answered says what."""
    if action.status in {"sent", "answered"} and not action.sent:
        yield ("status",), *explain("Q06.sent")
    if action.status == "answered" and not action.responses:
        yield ("status",), *explain("Q06.answered")


@each("action")
def open_after_deadline(action: Action, context: Context) -> Iterator[Flaw]:
    """D12: an action is not open to signature once its deadline has passed."""
    over = action.deadline and action.deadline.last < context.today
    if action.status == "open" and over:
        yield ("status",), *explain("D12", action=action)
