"""`club import` and `club export`: what they take and say; `tables.py` does it."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TextIO, TypeVar

import click

from generator.build.check import ContentError
from generator.commands import RefusedError, tables
from generator.commands.options import Between, Day, command, day_of
from generator.commands.output import print_findings, prompt, say, verdict, writing
from generator.core import settings, system
from generator.core.system import CONTENT, FINE
from generator.sources import files
from generator.tables.columns import TABLES
from generator.territory.gazetteer import described
from generator.territory.geo import Place
from generator.writing import disk

T = TypeVar("T")
_MAX_TABLE = 500_000_000  # bytes: the national directory of elected officials is about 100 MB
_TABLES = click.Choice(list(TABLES))


@command("import", kind=_TABLES)
def import_(
    kind: str,
    file: Path,
    mapping: Path | None,
    proposed: Path | None,
    names: tuple[str, ...],
    list_: TextIO | None,
    dry_run: bool,
    accept_partial: bool,
    root: Path,
    today: Day,
    quiet: bool,
) -> None:
    """Importe un tableau (CSV, XLSX, XLS, ODS, extrait du RNE) dans les sources."""
    given = _bytes(mapping, files.MAX_RECORD) if mapping else b""
    text = _in_utf8("--mapping", lambda: given.decode("utf-8-sig"))
    people = (*names, *_in_utf8("--names", lambda: list(list_ or ())))
    table = _bytes(file, _MAX_TABLE)
    order = tables.Order(kind, file.name, table, text, people, dry_run, accept_partial)
    if proposed:
        made = tables.propose(root, settings.load(root), order, today=day_of(today))
        disk.write(proposed.parent, {proposed.name: made}, new={proposed.name})
        say(f"{proposed} est écrit. Complétez-le, puis relancez avec --mapping {proposed}.")
        return
    choose = _choose if sys.stdin.isatty() else None
    with nullcontext() if dry_run else writing(root, "import"):
        imported = tables.run(root, settings.load(root), order, today=day_of(today), choose=choose)
    well = tables.report(imported, order, show=click.echo, say=say, quiet=quiet)
    sys.exit(FINE if well else CONTENT)


def _bytes(path: Path, most: int) -> bytes:
    try:
        return system.read(path, most)
    except OSError as error:
        message = f"{path} ne peut pas être lu : {system.reason(error)}."
        raise RefusedError(message) from None


def _in_utf8(option: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except UnicodeDecodeError:
        raise RefusedError(f"{option} : le fichier n’est pas en UTF-8.") from None


def _choose(why: str, places: Sequence[Place]) -> Place | None:
    say(f"{why[:1].upper()}{why[1:]} :")
    for number, place in enumerate(places, start=1):
        say(f"  {number}. {described(place)}")
    answer: int = prompt("Lequel (0 : aucun)", type=Between(0, len(places)), default=0)
    return places[answer - 1] if answer else None


@command("export", kind=_TABLES)
def export_(
    kind: str, form: str | None, out: Path | None, root: Path, today: Day, quiet: bool
) -> None:
    """Rend les fiches d’une sorte en tableau, que « club import » relit."""
    form = form or ("xlsx" if out and out.suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx" and out is None and os.isatty(1):
        raise RefusedError("un classeur ne s’affiche pas : donnez --out FICHIER.")
    try:
        made = tables.exported(root, settings.load(root), kind, form, day_of(today))
    except ContentError as error:
        print_findings(error.checked.errors, "text")
        say(f"{verdict(error.checked.findings)} Rien n’est écrit.")
        sys.exit(CONTENT)
    if out is None:
        click.echo(made, nl=False)
        return
    tables.write_bytes(out, made)
    if not quiet:
        say(f"{out} est écrit. Il peut contenir des données personnelles : gardez-le pour vous.")
