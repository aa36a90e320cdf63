"""`club check`: everything that is wrong with the sources, or a report on them."""

import sys
from collections.abc import Callable, Collection
from datetime import date
from pathlib import Path

import click

from generator import reports
from generator.build.check import Checked
from generator.build.check import check as check_club
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, say, say_blind, verdict
from generator.core import settings
from generator.core.settings import Settings
from generator.core.system import CONTENT, FINE
from generator.reports import Report, consents, mandates, visibility

# By name: what makes a report of what was read, the day and the settings, and the errors that it lists itself.
REPORTS: dict[str, tuple[Callable[[Checked, date, Settings], Report], Collection[str]]] = {
    "mandates": (lambda read, day, own: mandates.report(read.club, day, own.retention_months), ()),
    "consents": (
        lambda read, day, own: consents.report(read.club, day, own, read.private),
        consents.LISTED,
    ),
}


@command("check", report=click.Choice([*REPORTS, "visibility"]))
def check(
    root: Path, today: Day, format_: str, report: str | None, private: Path | None, quiet: bool
) -> None:
    """Vérifie toutes les sources, sans rien écrire."""
    if report and format_ not in reports.FORMS:
        raise click.UsageError(f"--format {format_} ne convient pas à un rapport.")
    if not report and format_ == "csv":
        raise click.UsageError("--format csv demande un rapport, par exemple --report mandates.")
    chosen = settings.load(root)
    if report == "visibility":
        table = visibility.rows(chosen.retention_months)
        click.echo(visibility.FORMS[format_](table), nl=False)
        sys.exit(FINE)
    checked = check_club(root, chosen, day_of(today), private=private)
    if report:
        make, listed = REPORTS[report]
        refused = [error for error in checked.errors if error.code not in listed]
        if not refused:
            made = make(checked, day_of(today), chosen)
            click.echo(reports.FORMS[format_](made), nl=False)
            sys.exit(FINE)
        # Whoever asked for a report must not take the errors for it: its file stays empty.
        for finding in refused:
            say(str(finding))
        say(f"{verdict(refused)} Le rapport demande des sources sans erreur.")
        sys.exit(CONTENT)
    print_findings(checked.findings, format_)
    if not quiet and format_ == "text":
        say(verdict(checked.findings))
        say_blind(root)
    sys.exit(CONTENT if checked.errors else FINE)
