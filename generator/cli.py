"""The `club` command: arguments, progress, printing, exit codes. All text is French."""

import gettext
import hashlib
import json
import multiprocessing
import os
import signal
import sys
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from dataclasses import replace
from datetime import date, datetime
from inspect import Parameter, getdoc, signature
from pathlib import Path
from typing import Any, Self, TextIO, TypeVar

import click
from rich.console import Console

from generator import demo as demo_club
from generator import linkcheck, reports, review
from generator.build import pipeline, serve
from generator.build.audit import Defect
from generator.commands import RefusedError, fmt, init, new, tables
from generator.core import data, settings, system
from generator.core.findings import Finding, Severity, printable
from generator.core.settings import SettingsError
from generator.core.text import fold
from generator.kinds import KINDS
from generator.linkcheck import outgoing
from generator.records import parsing
from generator.records.types import FIRST_YEAR, LAST_YEAR, PARIS
from generator.reports import mandates
from generator.sources import files
from generator.starter.identity import QUESTIONS
from generator.tables.columns import TABLES
from generator.territory.gazetteer import described
from generator.territory.geo import Place
from generator.writing import disk

FINE, CONTENT, USAGE, BROKEN, AUDIT, INTERRUPTED = 0, 1, 2, 3, 4, 130

T = TypeVar("T")
Say = Callable[[str], None]
Day = date | None  # of today, when not said


class IsoDay(click.ParamType[date]):
    """A day written AAAA-MM-JJ, or as the French write it."""

    name = "AAAA-MM-JJ"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read the day, or fail with a usage error."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(parsing.day(str(value)))
        except ValueError as error:  # an UnreadError says why
            why = getattr(error, "why", "n’est pas un jour")
            return self.fail(f"« {value} » {why} : écrivez AAAA-MM-JJ.", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = f"de {FIRST_YEAR} à {LAST_YEAR}"
            return self.fail(f"« {value} » : donnez un jour d’une année {years}.", param, ctx)
        return day


def _french_range(one: Any) -> str:
    """Say a range in French; click writes it in the help and in its refusals."""
    return f"de {one.min} à {one.max}"


class Between(click.IntRange):
    """A whole number between two others."""

    _describe_range = _french_range


class Seconds(click.FloatRange):
    """A number of seconds between two others."""

    _describe_range = _french_range


_TYPES: dict[str, click.ParamType[Any]] = {
    "root": click.Path(path_type=Path, file_okay=False, exists=True),
    "folder": click.Path(path_type=Path, file_okay=False),
    "file": click.Path(path_type=Path, dir_okay=False),
    "path": click.Path(path_type=Path),
    "lines": click.File(encoding="utf-8-sig"),
    "day": IsoDay(),
    "number": click.INT,
}
# click says it at the start of its messages
_TYPES["root"].name = _TYPES["folder"].name = "Le dossier"
_TYPES["file"].name = "Le fichier"
_PARAMETERS = data.table("commands")
_HELP = {"help_option_names": ["-h", "--help"]}
# By name, what makes a report of the club, the day, the months that details outlive a mandate.
_REPORTS = {"mandates": mandates.report}
_COMMANDS = "COMMANDE [ARGUMENTS]…"


def _parameter(
    name: str, given: Mapping[str, Any], type_: click.ParamType[Any] | None = None
) -> click.Parameter:
    """Return a parameter as `data/commands.toml` declares it."""
    declared = dict(given)
    argument = declared.pop("argument", False)
    flags = declared.pop("flags", [f"--{name.replace('_', '-')}"])
    if choices := declared.pop("choices", None):
        type_ = click.Choice(choices)
    elif between := declared.pop("between", None):
        type_ = (Seconds if isinstance(declared.get("default"), float) else Between)(*between)
    declared["type"] = type_ or _TYPES.get(declared.get("type", ""))
    if argument:
        return click.Argument([name], **declared)
    return click.Option([*flags, name], **declared)


def _command(
    group: click.Group,
    name: str,
    *first: click.Parameter,
    table: str = "",
    summary: str = "",
    **types: click.ParamType[Any],
) -> Callable[[Callable[..., None]], click.Command]:
    """Add to a group a command whose parameters are those of its function, after the `first`.

    `table` is where they are declared, when not under its name; `types` are those that only the
    code knows, by parameter.
    """

    def add(function: Callable[..., None]) -> click.Command:
        known = _PARAMETERS["common"] | _PARAMETERS.get(table or name, {})
        own = [
            _parameter(taken.name, known[taken.name], types.get(taken.name))
            for taken in signature(function).parameters.values()
            if taken.kind is not Parameter.VAR_KEYWORD
        ]
        help_ = summary or getdoc(function)
        command = click.Command(name, _HELP, function, [*first, *own], help=help_)
        group.add_command(command)
        return command

    return add


@click.group(context_settings=_HELP, subcommand_metavar=_COMMANDS)
def club() -> None:
    """Vérifie, construit et montre le site du club à partir de ses fichiers."""


@_command(club, "check", report=click.Choice(list(_REPORTS)))
def check(root: Path, today: Day, format_: str, report: str | None, quiet: bool) -> None:
    """Vérifie toutes les sources, sans rien écrire."""
    if report and format_ not in reports.FORMS:
        raise click.UsageError(f"--format {format_} ne convient pas à un rapport.")
    if not report and format_ == "csv":
        raise click.UsageError("--format csv demande un rapport, par exemple --report mandates.")
    chosen = settings.load(root)
    checked = pipeline.check(root, chosen, _day(today))
    if report and not checked.errors:
        made = _REPORTS[report](checked.club, _day(today), chosen.retention_months)
        click.echo(reports.FORMS[format_](made), nl=False)
        sys.exit(FINE)
    if report:
        # Whoever asked for a report must not take the errors for it: its file stays empty.
        for finding in checked.errors:
            _say(str(finding))
        _say(f"{_verdict(checked.errors)} Le rapport demande des sources sans erreur.")
        sys.exit(CONTENT)
    _print_findings(checked.findings, format_)
    if not quiet and format_ == "text":
        _say(_verdict(checked.findings))
    sys.exit(CONTENT if checked.errors else FINE)


@_command(club, "build")
def build(
    root: Path,
    today: Day,
    format_: str,
    edition: str,
    out: Path | None,
    jobs: int | None,
    engine: str,  # noqa: ARG001 - one engine for now; the option is part of the contract
    quiet: bool,
    precompress: bool,
) -> None:
    """Vérifie, construit, indexe, audite, puis publie site/ en une fois."""
    with suppress(system.BusyError), _writing(root, "build"):  # who writes now ends it itself
        pass
    try:
        with _progress(quiet=quiet) as progress:
            built = pipeline.build(
                root,
                settings.load(root),
                _day(today),
                out=(out or root / "site").absolute(),
                jobs=jobs or pipeline.default_jobs(),
                edition=edition,
                precompress=precompress,
                progress=progress,
            )
    except pipeline.ContentError as error:
        _print_findings(error.checked.findings, format_)
        _say(f"{_verdict(error.checked.findings)} Rien n’est publié.")
        sys.exit(CONTENT)
    _print_findings(built.warnings, format_)
    if not quiet and format_ == "text":
        records = sum(built.counts.values())
        same = "Rien n’a changé. " if built.same else ""
        _say(
            f"{same}{_verdict(built.warnings)} {built.pages} pages pour {records} fiches : {built.site}"
        )


@_command(club, "serve")
def serve_(root: Path, today: Day, jobs: int | None, quiet: bool, port: int) -> None:
    """Montre le site sur cette machine et le recharge à chaque enregistrement."""

    def rebuild(address: str) -> bool:
        try:
            local = replace(settings.load(root), site_url=address)
            with _progress(quiet=quiet) as progress:
                pipeline.build(
                    root,
                    local,
                    _day(today),
                    out=root.resolve() / ".club" / pipeline.PREVIEW,
                    jobs=jobs or pipeline.default_jobs(),
                    progress=progress,
                )
        except pipeline.ContentError as error:
            _print_findings(error.checked.errors, "text")
        except pipeline.AuditError as error:
            _print_defects(error.defects)
        except SettingsError as error:
            _say(str(error))
        else:
            return True
        return False

    serve.run(root, port, rebuild, _say)


@_command(club, "review")
def review_(
    base: Path, head: Path, out: Path, today: Day, format_: str, jobs: int | None, quiet: bool
) -> None:
    """Relit le contenu d’une proposition : constats, résumé de ce qui change, aperçu."""
    with _progress(quiet=quiet) as progress:
        done = review.run(
            base,
            head,
            out,
            settings.load(base),
            _day(today),
            jobs=jobs or pipeline.default_jobs(),
            progress=progress,
        )
    # A forge shows the first ones only, beside their lines: what the proposal brings comes first.
    brought = Counter(done.review.came)
    ordered = sorted(done.review.findings, key=lambda f: f not in brought)
    _print_findings(ordered if format_ in _SHOWN else done.review.findings, format_)
    if not quiet and format_ == "text":
        _say(f"{_verdict(list(done.review.findings))} Résumé : {done.summary}")
        if done.preview:
            _say(f"Aperçu : {done.preview / review.START}")
    if done.review.defects:
        _print_defects(done.review.defects)
        sys.exit(AUDIT)
    sys.exit(CONTENT if done.review.errors else FINE)


@_command(club, "links")
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
    club_read = pipeline.check(root, chosen, _day(today)).club
    client = linkcheck.Client(
        contact=f"{chosen.site_url}contact/", timeout=timeout, pause=pause, private=private_network
    )
    with _progress(quiet=quiet) as progress:
        found = linkcheck.check(outgoing.links(club_read), client, progress=progress)
    text = linkcheck.report(found)
    if out:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8")
    else:
        click.echo(text, nl=False)
    dead = sum(answer.state is linkcheck.State.DEAD for answer in found)
    if not quiet:
        _say(f"{dead} lien{'s' * (dead > 1)} mort{'s' * (dead > 1)}.")
    sys.exit(CONTENT if dead else FINE)


_SIZES = _PARAMETERS["sizes"] | {
    name: {
        "between": [0, 1_000],
        "metavar": "N",
        "default": 12,
        "help": f"Nombre de fiches « {kind.plural} ».",
    }
    for name, kind in demo_club.OTHERS.items()
}


@_command(club, "demo", *(_parameter(name, given) for name, given in _SIZES.items()))
def demo(
    target: Path, signatories: int | None, seed: int, today: Day, quiet: bool, **counts: int
) -> None:
    """Écrit un club fictif : vraies communes, personnes inventées."""
    others = {name: counts.pop(name) for name in demo_club.OTHERS}
    sizes = demo_club.Sizes(**counts, signatories=signatories, others=others)
    try:
        written = demo_club.write_demo(
            target, sizes, seed=seed, today=_day(today), home=settings.HOME
        )
    except FileExistsError as error:
        raise SettingsError(str(error)) from None
    if not quiet:
        _say(f"{len(written)} fichiers écrits dans {target}.")


def _answer(flag: str, help_: str, **options: Any) -> click.Option:
    return click.Option([f"--{flag}"], metavar="TEXTE", help=help_, **options)


@_command(club, "init", *(_answer(q.flag, q.help, default="") for q in QUESTIONS))
def init_(target: Path, yes: bool, quiet: bool, **answers: str) -> None:
    """Écrit le dépôt d’un autre club, qui emploie ce programme : docs/fonder-un-club.md."""
    init.run(target, answers, ask=_asking(yes=yes), say=_saying(quiet=quiet))


# --- writing sources ----------------------------------------------------------------------


class _Kinds(click.Group):
    """Kinds of records, each under its French name too: `club new pratique`."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command of a kind."""
        named = {fold(KINDS[kind].label): kind for kind in self.commands}
        return super().get_command(ctx, named.get(fold(cmd_name), cmd_name))


@club.group(name="new", cls=_Kinds, context_settings=_HELP, subcommand_metavar=_COMMANDS)
def new_() -> None:
    """Commence une fiche : pose les questions utiles et écrit la source."""


def _new(kind: str) -> None:
    """Add the command that begins a record of a kind: one option a question."""
    asked = (_answer(q.flag, q.help, multiple=q.leaf.many) for q in new.FORMS[kind])
    summary = f"Commence une fiche : {KINDS[kind].label.lower()}."

    @_command(new_, kind, *asked, table="new", summary=summary)
    def command(root: Path, today: Day, quiet: bool, id_: str, yes: bool, **answers: Any) -> None:
        flags = {q.flag: answers[q.flag.replace("-", "_")] for q in new.FORMS[kind]}
        with _writing(root, "new"):
            found = new.run(
                root,
                settings.load(root),
                kind,
                flags,
                id_=id_,
                today=_day(today),
                ask=_asking(yes=yes),
                say=_saying(quiet=quiet),
            )
        _print_findings(found, "text")


for _kind in new.FORMS:
    _new(_kind)


@contextmanager
def _writing(root: Path, command: str) -> Iterator[None]:
    """Keep other commands from writing sources (BusyError); first end what a stop left half-written."""
    busy = "Une autre commande écrit dans ce dossier"
    folder = root.resolve() / ".club"
    try:
        with system.lock(folder / "writing.lock", busy, f"club {command}"):
            written, left = disk.finish(root)
            stopped = "Une écriture avait été interrompue"
            if written:
                _say(f"{stopped} : {', '.join(written)} terminé.")
            if left:
                _say(f"{stopped} ; changé depuis, laissé tel quel : {', '.join(left)}.")
            yield
    finally:
        with suppress(OSError):  # a build keeps other things there
            folder.rmdir()


def _asking(*, yes: bool) -> Callable[[str, tuple[str, ...], str], str] | None:
    """Return what asks a question, when someone is there to answer."""
    return _ask if sys.stdin.isatty() and not yes else None


def _ask(question: str, choices: tuple[str, ...], proposed: str) -> str:
    if choices:
        _say(f"  {', '.join(choices)}")
    answer: str = _prompt(question, default=proposed, show_default=bool(proposed))
    return answer.strip()


def _prompt(question: str, **options: Any) -> Any:
    """Ask a question. Python's `input` swallows an interruption that comes as it begins."""
    answer = click.prompt(question, err=True, **options)
    _Stops.heed()
    return answer


@_command(club, "fmt")
def fmt_(paths: tuple[Path, ...], only: bool, root: Path, quiet: bool) -> None:
    """Écrit ce qui est certain (valeurs, dates, codes), puis met les sources en forme."""
    with nullcontext() if only else _writing(root, "fmt"):
        well = fmt.run(root, paths, check=only, show=click.echo, say=_say, quiet=quiet)
    sys.exit(FINE if well else CONTENT)


_MAX_TABLE = 500_000_000  # bytes: the national directory of elected officials is about 100 MB
_TABLES = click.Choice(list(TABLES))


@_command(club, "import", kind=_TABLES)
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
        made = tables.propose(root, settings.load(root), order, today=_day(today))
        disk.write(proposed.parent, {proposed.name: made}, new={proposed.name})
        _say(f"{proposed} est écrit. Complétez-le, puis relancez avec --mapping {proposed}.")
        return
    choose = _choose if sys.stdin.isatty() else None
    with nullcontext() if dry_run else _writing(root, "import"):
        imported = tables.run(root, settings.load(root), order, today=_day(today), choose=choose)
    well = tables.report(imported, order, show=click.echo, say=_say, quiet=quiet)
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
    _say(f"{why[:1].upper()}{why[1:]} :")
    for number, place in enumerate(places, start=1):
        _say(f"  {number}. {described(place)}")
    answer: int = _prompt("Lequel (0 : aucun)", type=Between(0, len(places)), default=0)
    return places[answer - 1] if answer else None


@_command(club, "export", kind=_TABLES)
def export_(
    kind: str, form: str | None, out: Path | None, root: Path, today: Day, quiet: bool
) -> None:
    """Rend les fiches d’une sorte en tableau, que « club import » relit."""
    form = form or ("xlsx" if out and out.suffix.lower() == ".xlsx" else "csv")
    if form == "xlsx" and out is None and os.isatty(1):
        raise RefusedError("un classeur ne s’affiche pas : donnez --out FICHIER.")
    try:
        data = tables.exported(root, settings.load(root), kind, form, _day(today))
    except pipeline.ContentError as error:
        _print_findings(error.checked.errors, "text")
        _say(f"{_verdict(error.checked.findings)} Rien n’est écrit.")
        sys.exit(CONTENT)
    if out is None:
        click.echo(data, nl=False)
        return
    tables.write_bytes(out, data)
    if not quiet:
        _say(f"{out} est écrit. Il peut contenir des données personnelles : gardez-le pour vous.")


# --- printing -----------------------------------------------------------------------------


def _say(text: str) -> None:
    click.echo(text, err=True)


def _saying(*, quiet: bool) -> Say:
    return (lambda _: None) if quiet else _say


def _day(today: Day) -> date:
    """The only place where the clock is read."""
    return today or datetime.now(PARIS).date()


# How many findings a forge is given. GitHub shows ten errors and ten warnings of a step, and a log
# is not read further; GitLab reads a report of some megabytes.
_SHOWN = {"github": 200, "gitlab": 2_000}


def _print_findings(findings: Iterable[Finding], format_: str) -> None:
    """Print findings; of those a forge is given, errors come first."""
    shown, left = list(findings), 0
    if most := _SHOWN.get(format_):
        left = len(shown) - most
        shown = sorted(shown, key=lambda f: f.severity is not Severity.ERROR)[:most]
    if format_ == "json":
        _print_json([_as_json(f) for f in shown])
    elif format_ == "gitlab":
        _print_json(_as_gitlab(shown))
    else:
        for finding in shown:
            click.echo(_as_github(finding) if format_ == "github" else str(finding))
        if left > 0:
            click.echo(f"::notice::et {left} autres constats, que « club check » donne tous")


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


def _verdict(findings: list[Finding]) -> str:
    wrong = sum(f.severity is Severity.ERROR for f in findings)
    warned = len(findings) - wrong
    words = [f"{wrong} erreur{'s' * (wrong > 1)}", f"{warned} avertissement{'s' * (warned > 1)}"]
    return f"{', '.join(words)}."


def _print_defects(defects: Sequence[Defect]) -> None:
    for defect in defects[:50]:
        _say(f"{defect.file} : {defect.what}")
    count = len(defects)
    _say(f"L’audit refuse le site : {count} défaut{'s' * (count > 1)}. Rien n’est publié.")


@contextmanager
def _progress(*, quiet: bool) -> Iterator[Say]:
    """Give what says what is being done: a moving line on a terminal, plain lines elsewhere."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        say = _saying(quiet=quiet)
        yield lambda text: say(f"{text}…")
    else:
        with Console(stderr=True).status("") as status:
            yield lambda text: status.update(f"{text}…")


# --- exit codes ---------------------------------------------------------------------------


class _Stops:
    """Ends the command in order when a person or the system asks for it: no half-made folder stays.

    Asked twice, it ends at once; what is left is for the next command to remove.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    number = 0  # the signal that came

    def __init__(self) -> None:
        self._process = os.getpid()

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._stop) for number in self._SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        _Stops.number = 0

    def _stop(self, number: int, _frame: object) -> None:
        if _Stops.number or os.getpid() != self._process:  # a child has nothing to put in order
            os._exit(128 + number)
        _Stops.number = number
        raise KeyboardInterrupt

    @classmethod
    def heed(cls) -> None:
        """Stop here if something swallowed the interruption."""
        if cls.number:
            raise KeyboardInterrupt


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with the code the contract gives."""
    # click says its own words through gettext; the club speaks French everywhere.
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    if sys.platform == "linux":  # elsewhere, and from Python 3.14, workers are not forked from us
        multiprocessing.set_start_method("fork", force=True)
    with _Stops():
        code = _run(arguments)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        club.main(args=arguments, prog_name="club", standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    except (KeyboardInterrupt, click.Abort):
        _say("Interrompu : rien n’est publié.")
        return 128 + _Stops.number if _Stops.number else INTERRUPTED
    except pipeline.AuditError as error:
        _print_defects(error.defects)
        return AUDIT
    except Exception as error:  # noqa: BLE001 - a bug must not be taken for a content error (exit 1)
        code, message = _failure(error)
        _say(message)
        return code
    return FINE


def _failure(error: Exception) -> tuple[int, str]:
    """Return the exit code of what stopped a command, and what is said of it."""
    code, why = BROKEN, ""
    match error:
        case click.UsageError():
            code, why = USAGE, f"{error.format_message()} Voir « club --help »."
        case system.ClubError():
            message = str(error)
            code, why = (
                error.code,
                printable(message) if isinstance(error, SettingsError) else message,
            )
        case OSError():
            where = f"{printable(str(error.filename))} : " if error.filename else ""
            code = USAGE if system.is_about_path(error) else BROKEN
            why = f"{where}{system.reason(error)}."
        case MemoryError():
            why = "plus de mémoire"
        case _:
            bug = "Erreur interne du programme : signalez-la avec les lignes ci-dessus."
            return code, f"{traceback.format_exc()}\n{bug}"
    return code, f"La machine ou un outil a échoué : {why}" if code == BROKEN else why
