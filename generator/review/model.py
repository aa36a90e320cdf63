"""All that is known of a proposal, as one value: what the summary and the verdict are made from."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from generator.build.audit import Defect
from generator.core.findings import Finding, Severity
from generator.core.quoting import MAX_LINE
from generator.linkcheck.outgoing import Outgoing
from generator.review.changes import Change
from generator.review.outside import Ignored
from generator.review.people import Personal
from generator.review.rewriting import Rewritten
from generator.review.sites import PageChanges

# How much of the records is shown: what is not must be said.
MAX_RECORDS = 25  # told in detail
MAX_LINES = 160  # lines of differences, all records together
MAX_LINES_EACH = 40  # when several records share them
MAX_FACTS = 120  # fields, all records together
MAX_FACTS_EACH = 30


@dataclass(frozen=True, slots=True)
class Review:
    """All that is known of a proposal.

    `findings` are those of the proposal, `came` and `gone` those that it adds and settles.
    `pages` is None when a site could not be built, and `unbuilt` says why. `rewritten` are sources
    whose form or comments differ. `stopped` says that the review broke before its end,
    `preview` that there is a site to look at.
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
    preview: bool = False

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

    @property
    def told(self) -> list[Change]:
        """The records that are told by themselves: a record that became another is told with it."""
        return [c for c in self.changes if not c.heir]

    @property
    def lines_each(self) -> int:
        """How many lines of difference one record may take."""
        return MAX_LINES if len(self.told) < 3 else MAX_LINES_EACH

    @property
    def cut(self) -> bool:
        """Whether some words of the proposal are not in the summary: too many, or too long."""
        texts, facts = [c.text for c in self.told], [c.facts for c in self.told]
        return (
            len(self.told) > MAX_RECORDS
            or sum(map(len, texts)) > MAX_LINES
            or sum(map(len, facts)) > MAX_FACTS
            or any(len(text) > self.lines_each for text in texts)
            or any(len(several) > MAX_FACTS_EACH for several in facts)
            or any(len(line) > MAX_LINE for text in texts for _, line in text)
            or any(len(fact.after) > MAX_LINE for several in facts for fact in several)
        )
