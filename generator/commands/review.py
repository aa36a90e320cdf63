"""`club review`: what a proposal changes, read without running anything of it."""

import sys
from collections import Counter
from pathlib import Path

from generator import review
from generator.build import audit
from generator.commands.options import Day, command, day_of
from generator.commands.output import SHOWN, print_findings, say, verdict
from generator.commands.progress import progress_of
from generator.core import settings, system
from generator.core.system import AUDIT, CONTENT, FINE


@command("review")
def review_(
    base: Path, head: Path, out: Path, today: Day, format_: str, jobs: int | None, quiet: bool
) -> None:
    """Relit le contenu d’une proposition : constats, résumé de ce qui change, aperçu."""
    with progress_of(quiet=quiet) as progress:
        done = review.run(
            base,
            head,
            out,
            settings.load(base),
            day_of(today),
            jobs=jobs or system.cores(),
            progress=progress,
        )
    # A forge shows the first ones only, beside their lines: what the proposal brings comes first.
    brought = Counter(done.review.came)
    ordered = sorted(done.review.findings, key=lambda f: f not in brought)
    print_findings(ordered if format_ in SHOWN else done.review.findings, format_)
    if not quiet and format_ == "text":
        say(f"{verdict(list(done.review.findings))} Résumé : {done.summary}")
        if done.preview:
            say(f"Aperçu : {done.preview / review.START}")
    if done.review.defects:
        say(audit.refused(done.review.defects))
        sys.exit(AUDIT)
    sys.exit(CONTENT if done.review.errors else FINE)
