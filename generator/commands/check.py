"""`club check`: everything that is wrong with the sources, or a report on them."""

import sys
from pathlib import Path

import click

from generator import reports
from generator.build.check import check as check_club
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, say, say_blind, verdict
from generator.core import settings
from generator.core.system import CONTENT, FINE
from generator.reports import mandates, visibility

# By name, what makes a report of the club, the day, the months that details outlive a mandate.
_REPORTS = {"mandates": mandates.report}


@command("check", report=click.Choice([*_REPORTS, "visibility"]))
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
    if report and not checked.errors:
        made = _REPORTS[report](checked.club, day_of(today), chosen.retention_months)
        click.echo(reports.FORMS[format_](made), nl=False)
        sys.exit(FINE)
    if report:
        # Whoever asked for a report must not take the errors for it: its file stays empty.
        for finding in checked.errors:
            say(str(finding))
        say(f"{verdict(checked.errors)} Le rapport demande des sources sans erreur.")
        sys.exit(CONTENT)
    print_findings(checked.findings, format_)
    if not quiet and format_ == "text":
        say(verdict(checked.findings))
        say_blind(root)
    sys.exit(CONTENT if checked.errors else FINE)
