"""What commands print, and ask: findings in the form a person or a forge reads, progress, questions."""

import hashlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import click

from generator.core import system, tombstones
from generator.core.findings import Finding, Severity, errors, printable
from generator.writing import disk


def say(text: str) -> None:
    """Print beside what was asked, on the error output."""
    click.echo(text, err=True)


# How many findings a forge is given: GitHub shows ten errors and ten warnings of a step, GitLab
# reads a report of some megabytes.
SHOWN = {"github": 200, "gitlab": 2_000}


def print_findings(findings: Iterable[Finding], format_: str) -> None:
    """Print findings; of those a forge is given, errors come first."""
    shown = list(findings)
    if most := SHOWN.get(format_):
        shown = sorted(shown, key=lambda f: f.severity is not Severity.ERROR)[:most]
    if format_ == "json":
        _print_json([_as_json(f) for f in shown])
    elif format_ == "gitlab":
        _print_json(_as_gitlab(shown))
    else:
        for finding in shown:
            click.echo(_as_github(finding) if format_ == "github" else str(finding))


def _print_json(value: object) -> None:
    """Print a value; the bytes of a file name that are no character, as JSON writes them."""
    text = json.dumps(value, ensure_ascii=False, indent=1)
    click.echo(text.encode("utf-8", "backslashreplace").decode())


def _as_json(finding: Finding) -> dict[str, Any]:
    names = ("path", "line", "column", "code", "field", "message", "hint")
    return {"severity": finding.severity.value} | {n: getattr(finding, n) for n in names}


def _as_github(finding: Finding) -> str:
    """A workflow command; its values are escaped as GitHub's toolkit does."""
    level = "error" if finding.severity is Severity.ERROR else "warning"
    title = f"{finding.code} {finding.field}".strip()
    where = f"file={_property(finding.path)},line={finding.line},col={finding.column}"
    data = _data(f"{finding.message} ; {finding.hint}")
    return f"::{level} {where},title={_property(title)}::{data}"


def _as_gitlab(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """A Code Quality report: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.

    A fingerprint does not depend on the line, so that a finding that only moved is not a new one;
    the rank tells apart those that are otherwise the same.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    report = []
    for finding in findings:
        key = (finding.path, finding.code, finding.field, finding.message)
        seen[key] += 1
        mark = json.dumps([*key, seen[key]], ensure_ascii=False)
        report.append(
            {
                "description": f"{finding.message} ; {finding.hint}",
                "check_name": finding.code,
                "fingerprint": hashlib.sha256(mark.encode("utf-8", "backslashreplace")).hexdigest(),
                "severity": "major" if finding.severity is Severity.ERROR else "minor",
                "location": {"path": finding.path, "lines": {"begin": finding.line}},
            }
        )
    return report


def _data(text: str) -> str:
    return printable(text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A"))


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def verdict(findings: list[Finding]) -> str:
    """Return how many errors and warnings there are, in words."""
    wrong = len(errors(findings))
    warned = len(findings) - wrong
    words = [f"{wrong} erreur{'s' * (wrong > 1)}", f"{warned} avertissement{'s' * (warned > 1)}"]
    return f"{', '.join(words)}."


def say_blind(root: Path) -> None:
    """Say that nobody was compared to those who were erased, when it is so."""
    if tombstones.load(root).blind:
        say(f"{tombstones.FILE} : sans la clé {tombstones.KEY}, personne n’y est comparé.")


@contextmanager
def writing(root: Path, command: str) -> Iterator[None]:
    """Keep other commands from writing sources (BusyError); first end what a stop left half-written."""
    busy = "Une autre commande écrit dans ce dossier"
    folder = root.resolve() / ".club"
    try:
        with system.lock(folder / "writing.lock", busy, f"club {command}"):
            written, left = disk.finish(root)
            stopped = "Une écriture avait été interrompue"
            if written:
                say(f"{stopped} : {', '.join(written)} terminé.")
            if left:
                say(f"{stopped} ; changé depuis, laissé tel quel : {', '.join(left)}.")
            yield
    finally:
        with suppress(OSError):  # a build keeps other things there
            folder.rmdir()


def is_attended(*, yes: bool) -> bool:
    """Whether someone is there to answer."""
    return sys.stdin.isatty() and not yes


def ask(question: str, choices: Sequence[str] = (), proposed: str = "") -> str:
    """Ask a question: return the answer, maybe empty."""
    if choices:
        say(f"  {', '.join(choices)}")
    answer: str = prompt(question, default=proposed, show_default=bool(proposed))
    return answer.strip()


def ask_until(
    problem: Callable[[str], str], question: str, choices: Sequence[str], proposed: str
) -> str:
    """Ask a question until `problem` finds nothing wrong with the answer; return it."""
    while wrong := problem(answer := ask(question, choices, proposed)):
        say(wrong)
    return answer


def prompt(question: str, **options: Any) -> Any:
    """Ask a question. Python's `input` swallows an interruption that comes as it begins."""
    answer = click.prompt(question, err=True, **options)
    system.Stops.heed()
    return answer
