"""`club build`: the site, published whole or not at all."""

import sys
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import click

from generator.build import pipeline
from generator.build.check import check
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, say, verdict, writing
from generator.commands.progress import Timings, on_terminal, progress_of
from generator.core import published, settings, system
from generator.core.system import CONTENT
from generator.writing import disk


def _home(root: Path, edition: str, private: Path | None) -> Path:
    """Return the folder where a site goes when nothing says it: never that of the club for the members'."""
    return private if private and edition == settings.MEMBERS else root


@command("build")
def build(
    root: Path,
    today: Day,
    format_: str,
    edition: str,
    private: Path | None,
    out: Path | None,
    jobs: int | None,
    engine: str,
    quiet: bool,
    precompress: bool,
    timings: bool,
    record_urls: bool,
) -> None:
    """Vérifie, construit, indexe, audite, puis publie site/ en une fois."""
    if edition == settings.MEMBERS and not private:
        raise click.UsageError("--edition members demande --private DOSSIER.")
    with suppress(system.BusyError), writing(root, "build"):  # who writes now ends it itself
        pass
    try:
        spent = Timings()
        with progress_of(quiet=quiet, timings=spent) as progress:
            built = pipeline.build(
                root,
                replace(settings.load(root), edition=edition),
                day_of(today),
                out=(out or _home(root, edition, private) / "site").absolute(),
                jobs=jobs or system.cores(),
                private=private,
                engine_name=engine,
                precompress=precompress,
                progress=progress,
            )
    except pipeline.ContentError as error:
        print_findings(error.checked.findings, format_)
        say(f"{verdict(error.checked.findings)} Rien n’est publié.")
        sys.exit(CONTENT)
    print_findings(built.warnings, format_)
    if not quiet and format_ == "text":
        records = sum(built.counts.values())
        same = "Rien n’a changé. " if built.same else ""
        say(
            f"{same}{verdict(built.warnings)} {built.pages} pages pour {records} fiches : {built.site}"
        )
    if record_urls:
        with writing(root, "build"):
            known = {
                *published.load(root),
                *check(root, settings.load(root), day_of(today)).club.permanent(),
            }
            disk.write(root, {published.FILE: published.text(known)})
    if timings:
        say(spent.table())
    elif on_terminal(quiet=quiet) and spent.steps:
        say(spent.line())
