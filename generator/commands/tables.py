"""`club import` and `club export`: between the club's sources and people's spreadsheets."""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from functools import cache
from pathlib import Path
from typing import TypeVar

import click

from generator.build.check import Checked, ContentError, check
from generator.commands import RefusedError
from generator.commands.options import Day, command, day_of
from generator.commands.output import print_findings, prompt, say, say_blind, verdict, writing
from generator.core import settings as club_settings
from generator.core import system
from generator.core.findings import Finding, errors
from generator.core.settings import Settings
from generator.core.system import CONTENT, FINE
from generator.kinds import KINDS
from generator.sources import files
from generator.tables import TableError, columns, export, mapping, months, reading, rne, rows
from generator.tables.columns import TABLES, Column
from generator.tables.mapping import TableMapping
from generator.tables.merging import Merger, Outcome
from generator.tables.reading import Row, Shape, Table
from generator.tables.rows import Choose, Line, Refused
from generator.tables.values import Reader
from generator.territory.gazetteer import described
from generator.territory.geo import Place
from generator.writing import disk
from generator.writing.yaml_text import scalar

K = TypeVar("K")
V = TypeVar("V")
_TABLES = click.Choice(list(TABLES))
_FORMS = ("csv", "xlsx")
_SHOWN = 12  # rows, or places, shown of those that have the same thing wrong


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of an import: from what file, how, and how far to go.

    `table` is its bytes; `mapping` the text of a mapping file; `people` are those to find in an
    extract of the RNE.
    """

    kind: str
    name: str
    table: bytes
    mapping: str = ""
    people: Sequence[str] = ()
    dry_run: bool = False
    accept_partial: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. `findings` are the warnings it brings, or what forbade it.

    `diff` is what a dry run would change, as a unified diff; `summary` is what was understood
    of the table as a whole.
    """

    outcome: Outcome
    findings: Sequence[Finding]
    summary: Sequence[str]
    diff: str = ""
    written: bool = False


@dataclass(frozen=True, slots=True)
class _Source:
    """The table of an order: its rows to look at, and what its columns are (none of an extract)."""

    table: Table
    rows: Sequence[Row]
    mapping: TableMapping
    columns: Sequence[Column] = ()

    def lines(self, order: Order) -> tuple[list[Line], list[Refused]]:
        """Return the rows as lines to read, and the people who are not among them."""
        if not self.columns:
            return rne.lines(self.table.header, self.rows, order.people)
        kind = TABLES[order.kind]
        found = rows.lines(kind, self.rows, self.columns, self.mapping.constants)
        return months.restored(list(found), kind), []


# --- import -------------------------------------------------------------------------------


@command("import", kind=_TABLES)
def import_(
    kind: str,
    file: Path,
    mapping: Path | None,
    proposed: Path | None,
    names: tuple[str, ...],
    list_: Path | None,
    dry_run: bool,
    accept_partial: bool,
    root: Path,
    today: Day,
    quiet: bool,
) -> None:
    """Importe un tableau (CSV, XLSX, XLS, ODS, extrait du RNE) dans les sources."""
    people = (*names, *_text(list_).splitlines())
    table = _bytes(file, reading.MAX_BYTES)
    order = Order(kind, file.name, table, _text(mapping), people, dry_run, accept_partial)
    settings, day = club_settings.load(root), day_of(today)
    if proposed:
        made = propose(root, settings, order, today=day)
        disk.write(proposed.parent, {proposed.name: made}, new={proposed.name})
        say(f"{proposed} est écrit. Complétez-le, puis relancez avec --mapping {proposed}.")
        return
    choose = cache(_choose) if sys.stdin.isatty() else None  # each thing is asked once
    with nullcontext() if dry_run else writing(root, "import"):
        imported = run(root, settings, order, today=day, choose=choose)
    report(imported, order, quiet=quiet)
    say_blind(root)
    wrong = imported.outcome.refused or errors(imported.findings)
    sys.exit(CONTENT if wrong else FINE)


def _bytes(path: Path, most: int) -> bytes:
    try:
        return system.read(path, most)
    except OSError as error:
        message = f"{path} ne peut pas être lu : {system.reason(error)}."
        raise RefusedError(message) from None


def _text(path: Path | None) -> str:
    try:
        return _bytes(path, files.MAX_RECORD).decode("utf-8-sig") if path else ""
    except UnicodeDecodeError:
        raise RefusedError(f"{path} : le fichier n’est pas en UTF-8.") from None


def _choose(why: str, places: Sequence[Place]) -> Place | None:
    say(f"{why[:1].upper()}{why[1:]} :")
    for number, place in enumerate(places, start=1):
        say(f"  {number}. {described(place)}")
    answer: int = prompt("Lequel (0 : aucun)", type=click.IntRange(0, len(places)), default=0)
    return places[answer - 1] if answer else None


def _source(order: Order) -> _Source:
    """Read the table of an order. Raises RefusedError."""
    try:
        return _read(order, TABLES[order.kind])
    except TableError as error:
        why = f"{order.name} : {error}"
        raise RefusedError(why if why.endswith("?") else f"{why}.") from None


def _read(order: Order, kind: str) -> _Source:
    given = mapping.load(kind, order.mapping)
    shape = Shape(
        lambda text: text in given.columns or columns.is_known(kind, text),
        lambda header: given.lines or columns.survey(header)[1],
        given.sheet,
    )
    table = reading.read(order.table, shape)
    if kind == "member" and rne.is_extract(table.header):
        return _Source(table, rne.kept(table.header, table.rows, order.people), given)
    if order.people:
        raise TableError("--name ne vaut que pour un extrait du Répertoire national des élus")
    if table.hidden and given.hidden is None:
        raise TableError(
            f"des lignes sont masquées ({_numbers(table.hidden)}) : affichez-les, ou écrivez "
            "« lignes_masquees: prendre » ou « laisser » dans le fichier de --mapping"
        )
    kept = [r for r in table.rows if given.hidden or r.number not in (table.hidden or ())]
    return _Source(table, kept, given, columns.recognise(kind, table.header, given.columns, kept))


def propose(root: Path, settings: Settings, order: Order, *, today: date) -> str:
    """Return the mapping file that a table asks for, to be completed. Raises RefusedError."""
    source, reader = _source(order), Reader(check(root, settings, today).club)
    return mapping.propose(TABLES[order.kind], order.name, source.columns, reader)


def run(
    root: Path, settings: Settings, order: Order, *, today: date, choose: Choose | None
) -> Imported:
    """Bring a table into the club. Raises RefusedError.

    Nothing is written when a row is refused, unless the order accepts a part; nor on a dry run.
    What is written passes `club check`: a row that would bring an error is refused.
    """
    kind, source = TABLES[order.kind], _source(order)
    summary = list(_summary(source))
    if source.columns and not any(column.targets for column in source.columns):
        why = "aucune colonne reconnue ; --propose-mapping FICHIER écrit ce qui est à dire"
        raise RefusedError(f"{order.name} : {why}.")
    before = check(root, settings, today)
    if wrong := [f for f in before.errors if f.path.startswith(KINDS[kind].source)]:
        return Imported(Outcome(), wrong, summary)
    texts = _texts(root, KINDS[kind].source)
    unsound: list[Refused] = []
    while True:
        lines, missing = source.lines(order)
        leave = {one.row for one in unsound}
        merger = Merger(before.club, kind, texts, choose, today)
        outcome = merger.bring(line for line in lines if line.row not in leave)
        after = check(root, settings, today, outcome.texts)
        new = after.brought(before.findings)
        if not (wrong := errors(new)):
            break
        if not (found := list(_refusals(wrong, after, kind, outcome))):
            raise RefusedError("\n".join(map(str, wrong)))
        unsound += found  # and the rest is done again without these rows
    refused = [*missing, *outcome.refused, *unsound]
    outcome.refused = sorted(refused, key=lambda one: one.row)
    diff = "".join(_diff(texts, outcome.texts)) if order.dry_run else ""
    write = not order.dry_run and (order.accept_partial or not refused)
    if write:
        disk.write(root, {p: disk.as_before(root / p, text) for p, text in outcome.texts.items()})
    return Imported(outcome, new, summary, diff, write and bool(outcome.texts))


def _texts(root: Path, source: str) -> dict[str, str]:
    found = {p: files.editable(root, p) for p in files.paths(root) if p.startswith(source)}
    return {p: text.replace("\r\n", "\n") for p, text in found.items() if isinstance(text, str)}


def _refusals(
    wrong: Sequence[Finding], after: Checked, kind: str, outcome: Outcome
) -> Iterator[Refused]:
    """Yield errors as refusals of the rows that bring them."""
    starts = sorted(
        (entry.path, after.club.sources.line(entry), id_)
        for (of, id_), entry in after.club.entries.items()
        if of == kind
    )
    for finding in wrong:
        # Of the records of one file, the last that starts above.
        listed = KINDS[kind].listed
        here = [
            id_
            for path, line, id_ in starts
            if path == finding.path and (line <= finding.line or not listed)
        ]
        name = columns.header(kind, finding.field) if finding.field else ""
        for row, id_ in outcome.by_row.items():
            if [id_] == here[-1:]:
                yield Refused(row, name, "", finding.message, finding.hint)


def _diff(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for path, text in sorted(new.items()):
        before = old.get(path, "")
        names = (path if before else "/dev/null", path)
        for line in unified_diff(before.splitlines(True), text.splitlines(True), *names):
            yield line if line.endswith("\n") else f"{line}\n\\ Pas de fin de ligne\n"


# --- what is said of it -------------------------------------------------------------------


def _summary(source: _Source) -> Iterator[str]:
    """Yield what was understood of a table as a whole."""
    table = source.table
    if left := ", ".join(f"« {name} »" for name in table.left):
        yield f"feuille lue : « {table.sheet} » ; laissées de côté : {left}"
    if table.above:
        yield f"lignes au-dessus des colonnes, laissées de côté : {_numbers(table.above)}"
    if table.hidden:
        done = "prises" if source.mapping.hidden else "laissées de côté"
        yield f"lignes masquées {done} : {_numbers(table.hidden)}"
    if table.hidden is None:
        yield "lignes masquées : ce classeur ne les dit pas ; celles qu’il aurait sont lues"
    if table.masked:
        yield f"colonnes masquées, lues aussi : {', '.join(f'« {name} »' for name in table.masked)}"
    if table.merged:
        yield f"cellules fusionnées, dont seule la première est lue : {', '.join(table.merged)}"
    here = {*table.header, *(columns.box(name)[0] for name in table.header)}
    for name in source.mapping.columns:
        if name not in here:
            yield f"colonne « {name} » : absente de ce tableau"
    for column in source.columns:
        what = ", ".join(column.targets) or f"ignorée ({column.why})"
        yield f"colonne « {column.name} » : {what}"


def report(imported: Imported, order: Order, *, quiet: bool = False) -> None:
    """Say what came of an import, each thing once."""
    outcome = imported.outcome
    if not quiet:
        for line in imported.summary:
            say(line)
        for note, numbers in _together((note, row) for row, note in outcome.notes).items():
            say(f"{order.name}:{_numbers(numbers)} : {note}.")
    if imported.diff:
        click.echo(imported.diff, nl=False)
    for same in _together(((f.code, f.field, f.message), f) for f in imported.findings).values():
        places = ", ".join(f"{f.path}:{f.line}" for f in same[1:_SHOWN])
        others = f" (et {_count(len(same) - 1, 'autre')} : {places}{'…' * (len(same) > _SHOWN)})"
        click.echo(f"{same[0]}{others if places else ''}")
    alike = _together(((r.column, r.value, r.why, r.todo), r) for r in outcome.refused)
    for refused in alike.values():
        click.echo(_refused(order.name, refused))
    if not quiet:
        say(_verdict(imported, order))


def _together(pairs: Iterable[tuple[K, V]]) -> dict[K, list[V]]:
    found: defaultdict[K, list[V]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return found


def _numbers(numbers: Sequence[int]) -> str:
    shown = ", ".join(map(str, numbers[:_SHOWN]))
    return f"{shown}… ({len(numbers)} lignes)" if len(numbers) > _SHOWN else shown


def _refused(name: str, same: Sequence[Refused]) -> str:
    one, many = same[0], len(same) > 1
    what = (
        f"{name}:{_numbers([refused.row for refused in same])}" if one.row else name,
        f"refusée{'s' * many}",
        one.column,
        f"« {rows.short(one.value)} »" if one.value else "",
    )
    line = f" ; ou, par --mapping : « valeurs: {{{scalar(one.value)}: … }} »"
    remedy = line if one.mapped and many else ""
    return f"{' '.join(filter(None, what))} — {one.why} ; {one.todo}{remedy}"


def _verdict(imported: Imported, order: Order) -> str:
    outcome = imported.outcome
    if errors(imported.findings):
        return "Les sources ont des erreurs : corrigez-les d’abord. Rien n’est écrit."
    refused = len({one.row for one in outcome.refused})
    added, changed = len(outcome.added), len(outcome.changed)
    done = f"{_count(added, 'fiche')} à ajouter, {changed} à compléter"
    if imported.written:
        done = f"{_count(added, 'fiche ajoutée')}, {_count(changed, 'complétée')}"
    whole = f"{done}, {_count(outcome.same, 'inchangée')}, {_count(refused, 'ligne refusée')}."
    if order.dry_run:
        return f"{whole} Rien n’est écrit (--dry-run)."
    if refused and not order.accept_partial:
        return f"{whole} Rien n’est écrit : corrigez, ou prenez le reste avec --accept-partial."
    return whole


def _count(number: int, what: str) -> str:
    """Return a number of things, in French: 0 and 1 are singular."""
    return f"{number} {what.replace(' ', 's ') + 's' if number > 1 else what}"


# --- export -------------------------------------------------------------------------------


@command("export", kind=_TABLES)
def export_(
    kind: str, form: str | None, out: Path | None, root: Path, today: Day, quiet: bool
) -> None:
    """Rend les fiches d’une sorte en tableau, que « club import » relit."""
    named = out.suffix.lower().removeprefix(".") if out else ""
    form = form or named or "csv"
    if form not in _FORMS or (named in _FORMS and named != form):
        raise RefusedError(
            f"{out} : un tableau s’écrit en .csv ou en .xlsx ; changez ce nom, ou --format."
        )
    try:
        made = exported(root, club_settings.load(root), kind, form, day_of(today))
    except ContentError as error:
        print_findings(error.checked.errors, "text")
        say(f"{verdict(error.checked.findings)} Rien n’est écrit.")
        sys.exit(CONTENT)
    if out is None:
        click.echo(made, nl=False)
        return
    out.write_bytes(made)
    if not quiet:
        say(f"{out} est écrit. Il peut contenir des données personnelles : gardez-le pour vous.")


def exported(root: Path, settings: Settings, name: str, form: str, today: date) -> bytes:
    """Return the records of a kind as a table. Raises TableError, ContentError."""
    checked = check(root, settings, today)
    if checked.errors:
        raise ContentError(checked)
    table = export.table(checked.club, TABLES[name])
    return export.as_csv(table) if form == "csv" else export.as_xlsx(table, name)
