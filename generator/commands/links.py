"""`club links`: whether the links to other sites still lead somewhere."""

import sys
from pathlib import Path

import click

from generator import linkcheck
from generator.build.check import check
from generator.commands.options import Day, command, day_of
from generator.commands.output import say
from generator.commands.progress import progress_of
from generator.core import settings
from generator.core.system import CONTENT, FINE
from generator.linkcheck import outgoing


@command("links")
def links(
    root: Path,
    today: Day,
    quiet: bool,
    out: Path | None,
    timeout: float,
    pause: float,
    private_network: bool,
) -> None:
    """Vérifie que les liens vers d’autres sites mènent encore quelque part."""
    chosen = settings.load(root)
    club_read = check(root, chosen, day_of(today)).club
    client = linkcheck.Client(
        contact=f"{chosen.site_url}contact/", timeout=timeout, pause=pause, private=private_network
    )
    with progress_of(quiet=quiet) as progress:
        found = linkcheck.check(outgoing.links(club_read), client, progress=progress)
    text = linkcheck.report(found)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    dead = sum(answer.state is linkcheck.State.DEAD for answer in found)
    if not quiet:
        say(f"{dead} lien{'s' * (dead > 1)} mort{'s' * (dead > 1)}.")
    sys.exit(CONTENT if dead else FINE)
