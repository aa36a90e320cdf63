"""All that is known of a proposal, as one value: what the summary and the verdict are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.audit import Defect
from generator.findings import Finding, Severity
from generator.outgoing import Outgoing
from generator.review.changes import Change
from generator.review.outside import Ignored
from generator.review.people import Personal
from generator.review.rewriting import Rewritten
from generator.review.sites import PageChanges


@dataclass(frozen=True, slots=True)
class Review:
    """All that is known of a proposal.

    `findings` are those of the proposal, `came` and `gone` those that it adds and settles.
    `pages` is None when a site could not be built, and `unbuilt` says why. `rewritten` are sources
    whose form or comments differ. `stopped` says that the review broke before its end.
    """

    findings: Sequence[Finding] = ()
    came: Sequence[Finding] = ()
    gone: Sequence[Finding] = ()
    changes: Sequence[Change] = ()
    people: Sequence[Personal] = ()
    links: Sequence[Outgoing] = ()
    hosts: frozenset[str] = field(default_factory=frozenset)
    images: Sequence[tuple[str, str]] = ()
    ignored: Sequence[Ignored] = ()
    pages: PageChanges | None = None
    unbuilt: str = ""
    defects: Sequence[Defect] = ()
    rewritten: Sequence[Rewritten] = ()
    stopped: bool = False

    @property
    def grave(self) -> list[Ignored]:
        """The ignored files that would decide something once merged."""
        return [i for i in self.ignored if i.stake or i.rank < 0]

    @property
    def errors(self) -> list[Finding]:
        """What forbids publishing."""
        return [f for f in self.findings if f.severity is Severity.ERROR]

    @property
    def lost(self) -> list[Change]:
        """The records whose address would lead nowhere."""
        return [c for c in self.changes if c.lost]
