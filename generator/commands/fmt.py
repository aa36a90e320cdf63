"""`club fmt`: what is certainly meant in the place of what was typed, then the canonical form."""

import sys
from collections.abc import Iterable, Mapping
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import click

from generator import rules
from generator.club import link
from generator.commands import RefusedError
from generator.commands.options import command
from generator.commands.output import say, writing
from generator.core.findings import Finding
from generator.core.settings import HOME
from generator.core.system import CONTENT, FINE
from generator.rules import Context
from generator.rules.copies import pasted_twice
from generator.sources import files, read
from generator.territory.geo import geography
from generator.writing import disk, remedies
from generator.writing.formatting import Formatted, canonical
from generator.writing.remedies import Change

_ROUNDS = 4  # a field that finds its name, then its value, then the term it stands for


@command("fmt")
def fmt_(paths: tuple[Path, ...], only: bool, root: Path, quiet: bool) -> None:
    """Écrit ce qui est certain (valeurs, dates, codes), puis met les sources en forme."""
    with nullcontext() if only else writing(root, "fmt"):
        well = run(root, paths, check=only, quiet=quiet)
    sys.exit(FINE if well else CONTENT)


def run(root: Path, given: Iterable[Path] = (), *, check: bool, quiet: bool = False) -> bool:
    """Write what is certain, then put sources in form; with `check`, only name those that are not.

    `given` are files or folders, all sources when there is none. Returns whether all is well:
    with `check`, that everything was in form; without, that everything could be read. Says what is
    wrong, then the paths changed, or that would be. Raises RefusedError.
    """
    changed: dict[str, str] = {}
    refused: list[Finding] = []
    sources: dict[str, bytes] = {}
    for path in _chosen(root, list(given)):
        raw = files.load(root, path)
        if isinstance(raw, Finding):
            refused.append(raw)
        else:
            sources[path] = raw
    answered, written, pasted = _answered(root, sources)
    for path, raw in sources.items():
        text = answered.get(path, raw)
        two = tuple(finding for finding in pasted if finding.path == path)
        result = Formatted("", two) if two else canonical(path, text)
        refused += result.findings
        text = text if result.findings else result.text.encode()
        if text != raw:
            changed[path] = text.decode()
    for finding in sorted(refused):
        click.echo(str(finding))
    if not check:
        disk.write(root, changed)
    for path in changed if check or not quiet else ():
        click.echo(path)
    if not quiet:
        for change in written:
            say(str(change))
        say(_verdict(len(changed), len({f.path for f in refused}), check=check))
    return not refused and not (check and changed)


def _answered(
    root: Path, sources: Mapping[str, bytes]
) -> tuple[dict[str, bytes], list[Change], list[Finding]]:
    """Return the sources to which a certain answer was given, what that changes, and those that hold two.

    An answer may show what another field means, here or elsewhere: it is asked again.
    """
    texts = {
        path: one.text
        for path, raw in sources.items()
        for one in files.read_text(path, raw)
        if isinstance(one, files.SourceText) and one.text.encode() != raw
    }
    made: list[Change] = []
    for _ in range(_ROUNDS):
        club, refused = link(read(root, HOME, texts), geography())
        context = Context(club, date.min)  # no rule that has an answer looks at the day
        found: dict[str, list[Finding]] = {}
        for one in sorted({*refused, *rules.check(context, rules.ANSWERING)}):
            if one.answer and one.path in sources:
                found.setdefault(one.path, []).append(one)
        before = len(made)
        for path, findings in found.items():
            text = texts.get(path) or sources[path].decode()
            texts[path], changes = remedies.apply(text, findings)
            made += changes
        if len(made) == before:
            break
    changed = {change.path for change in made}
    pasted = [one for one in rules.check(context, (pasted_twice,)) if one.path in sources]
    return {path: texts[path].encode() for path in changed}, sorted(made), pasted


def _verdict(changed: int, wrong: int, *, check: bool) -> str:
    if not (changed or wrong):
        return "Tout est en forme."
    done = f"{changed} fichier{'s' * (changed > 1)} {'à mettre' if check else 'mis'} en forme"
    return f"{done} ; {wrong} avec des erreurs, à corriger d’abord." if wrong else f"{done}."


def _chosen(root: Path, given: list[Path]) -> list[str]:
    """Return the sources that paths name, each once, in the order of the club's."""
    known, base, wanted = files.paths(root), root.resolve(), set()
    for path in given:
        # From the club's folder, or from here, as a shell completes it; a link is not followed.
        full = root / path if (root / path).exists() else path
        full = full.parent.resolve() / full.name if full.name else full.resolve()
        name = full.relative_to(base).as_posix() if full.is_relative_to(base) else ""
        found = {one for one in known if name in {".", one} or one.startswith(f"{name}/")}
        if not found:
            raise RefusedError(f"« {path} » n’est pas une source du club.")
        wanted |= found
    return [name for name in known if name in wanted or not given]
