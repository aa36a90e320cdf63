"""Read and check every source of a club: what it holds, and everything that is wrong with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator import rules
from generator.build import images
from generator.club import Club, link, overlay
from generator.core import memory, published, tombstones
from generator.core.findings import Finding, errors
from generator.core.settings import HOME, Settings
from generator.rules import Context
from generator.sources import read, read_private
from generator.territory.geo import geography


@dataclass(frozen=True, slots=True)
class Checked:
    """The club as read, and everything wrong with it, sorted by file and line.

    `private` holds what members show to each other alone, None when it was not read.
    """

    club: Club
    findings: list[Finding]
    private: Club | None = None

    @property
    def errors(self) -> list[Finding]:
        """The findings that forbid publishing."""
        return errors(self.findings)

    def brought(self, before: Iterable[Finding]) -> list[Finding]:
        """Return the findings that were not there before, wherever they stood in their file."""
        known = {(f.path, f.code, f.field, f.message) for f in before}
        return [f for f in self.findings if (f.path, f.code, f.field, f.message) not in known]


class ContentError(Exception):
    """The content has errors; `checked` holds them."""

    def __init__(self, checked: Checked) -> None:
        super().__init__("le contenu a des erreurs")
        self.checked = checked


def check(
    root: Path,
    settings: Settings,
    today: date,
    instead: Mapping[str, str] | None = None,
    private: Path | None = None,
    *,
    once: Mapping[str, int] | None = None,
    erased: tombstones.Tombstones | None = None,
) -> Checked:
    """Read and check every source of the club in `root`. Writes nothing.

    `instead` gives, by path, what a source would become; `private` is the folder of what members alone see.
    `once` and `erased` stand for what `urls.lock` and `erased.lock` say there.
    """
    sources = read(root, HOME, instead)
    club, findings = link(sources, geography())
    seen = {path: images.inspect(root / path) for path in sources.images}
    public = frozenset({settings.contact_email})
    erased = tombstones.load(root) if erased is None else erased
    once = published.load(root) if once is None else once
    months, again = settings.retention_months, settings.consent_months
    context = Context(club, today, months, public, seen, erased, once, again)
    found = {*sources.findings, *findings, *rules.check(context)}
    shown: Club | None = None
    if private:
        with memory.lent(memory.Memory()):  # nothing of it is kept
            shown, wrong = overlay(club, read_private(private))
            found |= {*wrong, *rules.check(replace(context, club=shown), rules.PRIVATE)}
    return Checked(club, sorted(found), shown)
