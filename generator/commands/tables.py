"""`club import` and `club export`: between the club's sources and people's spreadsheets."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import unified_diff
from itertools import pairwise
from pathlib import Path

from generator.build import pipeline
from generator.core import system
from generator.core.findings import Finding, Severity, errors
from generator.core.settings import Settings
from generator.core.system import ClubError
from generator.kinds import KINDS
from generator.sources import files, strict_yaml
from generator.tables import columns, giving, lines, months, rne
from generator.tables.columns import TABLES, Column, MappingError
from generator.tables.lines import Choose, Refused
from generator.tables.merging import Merger, Outcome
from generator.tables.reading import Row, TableError, read
from generator.territory.geo import Place
from generator.writing import disk, yaml_text

Say = Callable[[str], None]


class ImportUsageError(ClubError):
    """The command cannot be understood, or its file not read; the message is in French."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is asked of an import: from what file, how, and how far to go.

    `table` is its bytes; `mapping` gives targets by name of column; `people` are those to find in
    an extract of the RNE. `kept` is a mapping made for another table: a column that this one lacks
    is passed over, and said.
    """

    kind: str
    name: str
    table: bytes
    mapping: Mapping[str, str]
    people: Sequence[str] = ()
    dry_run: bool = False
    accept_partial: bool = False
    kept: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Imported:
    """What came of an import. `findings` are the warnings it brings, or what forbade it.

    `diff` is what a dry run would change, as a unified diff. `sheet` is the sheet that was read,
    and `left` those that were not; `missing` are columns of the kept mapping that it lacks.
    """

    outcome: Outcome
    columns: tuple[Column, ...]
    findings: tuple[Finding, ...]
    diff: str
    written: bool
    sheet: str = ""
    left: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()


def _of(kept: Mapping[str, str], header: Sequence[str]) -> dict[str, str]:
    """Return what a kept mapping says of the columns of a table."""
    return {name: target for name, target in kept.items() if name in header}


def run(
    root: Path, settings: Settings, order: Order, *, today: date, choose: Choose | None
) -> Imported:
    """Bring a table into the club. Raises ImportUsageError.

    Nothing is written when a row is refused, unless the order accepts a part; nor on a dry run.
    What is written passes `club check`: a row that would bring an error is refused.
    """
    kind = TABLES[order.kind]
    try:
        table = read(order.table, lambda name: columns.is_known(kind, name))
        extract = kind == "member" and rne.is_extract(table.header)
        every = [] if extract else list(table.rows)
        known = (
            ()
            if extract
            else tuple(
                columns.guess(
                    kind,
                    table.header,
                    _of(order.kept, table.header) | dict(order.mapping),
                    [row.cells for row in every],
                )
            )
        )
    except (TableError, MappingError) as error:
        raise ImportUsageError(_sentence(f"{order.name} : {error}")) from None
    people = rne.wanted(order.people)
    _usable(order, table.header, known, people, extract=extract)
    try:
        rows = list(_kept(table.header, table.rows if extract else every, people, extract=extract))
    except TableError as error:
        raise ImportUsageError(_sentence(f"{order.name} : {error}")) from None
    before = pipeline.check(root, settings, today)
    if wrong := [f for f in before.errors if f.path.startswith(KINDS[kind].source)]:
        return Imported(Outcome(), known, tuple(wrong), "", written=False)
    texts = _texts(root, kind)

    answers: dict[tuple[str, tuple[Place, ...]], Place | None] = {}

    def settle(why: str, places: Sequence[Place]) -> Place | None:
        key = (why, tuple(places))
        if choose and key not in answers:
            answers[key] = choose(why, places)
        return answers.get(key)

    def bring(leave: set[int]) -> Outcome:
        if extract:
            found, missing = rne.lines(rows, table.header, people)
        else:
            found, missing = months.restored(list(lines.from_rows(rows, known)), kind), []
        merger = Merger(before.club, kind, texts, settle, today, exact_days=extract)
        outcome = merger.bring(line for line in found if line.row not in leave)
        outcome.refused = [*missing, *outcome.refused]
        return outcome

    outcome, findings = _sound(root, settings, today, before, kind, bring)
    diff = "".join(_diff(texts, outcome.texts)) if order.dry_run else ""
    write = not order.dry_run and (order.accept_partial or not outcome.refused)
    if write:
        ends = _windows(root, outcome.texts)
        disk.write(
            root, {p: t.replace("\n", "\r\n") if p in ends else t for p, t in outcome.texts.items()}
        )
    written = write and bool(outcome.texts)
    missing = tuple(name for name in order.kept if known and name not in table.header)
    return Imported(outcome, known, findings, diff, written, table.sheet, table.left, missing)


def _usable(
    order: Order,
    header: Sequence[str],
    known: Sequence[Column],
    people: Sequence[rne.Wanted],
    *,
    extract: bool,
) -> None:
    """Raise ImportUsageError when the table cannot be brought in as asked."""
    if extract and (why := rne.unknown(header)):
        raise ImportUsageError(
            f"{why} : prenez l’extrait des maires, des conseillers municipaux, communautaires, "
            "départementaux ou régionaux."
        )
    if extract and not people:
        raise ImportUsageError(
            "c’est un extrait du Répertoire national des élus : nommez les personnes à importer, "
            "avec --name « Nom Prénom » ou --names FICHIER."
        )
    if extract and (order.mapping or order.kept):
        raise ImportUsageError("les colonnes du Répertoire national des élus sont déjà connues.")
    if people and not extract:
        raise ImportUsageError(
            "--name ne vaut que pour un extrait du Répertoire national des élus."
        )
    if not extract and not any(column.target for column in known):
        raise ImportUsageError(
            f"{order.name} : aucune colonne reconnue ; dites ce qu’elles sont avec "
            "--map « Colonne=champ »."
        )


def _kept(
    header: Sequence[str],
    rows: Iterable[Row],
    people: Sequence[rne.Wanted],
    *,
    extract: bool,
) -> Iterator[Row]:
    """Yield the rows to look at: of an extract, those of the people named."""
    keys = {one.key for one in people}
    reader = rne.extract(header) if extract else None
    for row in rows:
        if reader is None or reader.name(row.cells) in keys:
            yield row


def _texts(root: Path, kind: str) -> dict[str, str]:
    source = KINDS[kind].source
    found = {}
    for path in files.paths(root):
        if path.startswith(source):
            raw = files.load(root, path)
            if isinstance(raw, bytes):
                found[path] = files.repaired(path, raw.decode()).replace("\r\n", "\n")
    return found


def _windows(root: Path, paths: Iterable[str]) -> set[str]:
    """Return the sources whose lines end as on Windows: they stay so."""
    return {p for p in paths if (root / p).is_file() and b"\r\n" in (root / p).read_bytes()}


def _sound(
    root: Path,
    settings: Settings,
    today: date,
    before: pipeline.Checked,
    kind: str,
    bring: Callable[[set[int]], Outcome],
) -> tuple[Outcome, tuple[Finding, ...]]:
    """Bring in what `club check` accepts: rows that would bring an error are refused in turn."""
    leave: set[int] = set()
    unsound: list[Refused] = []
    known = {(f.path, f.code, f.field, f.message) for f in before.findings}
    while True:
        outcome = bring(leave)
        after = pipeline.check(root, settings, today, outcome.texts)
        new = [f for f in after.findings if (f.path, f.code, f.field, f.message) not in known]
        wrong = errors(new)
        if not wrong:
            outcome.refused = sorted([*outcome.refused, *unsound], key=lambda r: r.row)
            return outcome, tuple(f for f in new if f.severity is Severity.WARNING)
        told = list(_told(wrong, after, kind, outcome))
        if not told:
            raise ImportUsageError("\n".join(str(f) for f in wrong))
        unsound += told
        leave |= {one.row for one in told}


def _told(
    wrong: Sequence[Finding], after: pipeline.Checked, kind: str, outcome: Outcome
) -> Iterator[Refused]:
    """Yield errors as refusals of the rows that bring them."""
    starts = sorted(
        (entry.path, after.club.sources.locate(entry, ())[0], id_)
        for (of, id_), entry in after.club.entries.items()
        if of == kind
    )
    ends = [(b[1] if b[0] == a[0] else 10**9) for a, b in pairwise([*starts, ("", 0, "")])]
    for finding in wrong:
        ids = {
            id_
            for (path, start, id_), end in zip(starts, ends, strict=True)
            if finding.path == path and (kind != "member" or start <= finding.line < end)
        }
        for row, id_ in outcome.by_row.items():
            if id_ in ids:
                name = columns.header(kind, finding.field) if finding.field else ""
                yield Refused(row, name, "", finding.message, finding.hint)


def _diff(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[str]:
    for path, text in sorted(new.items()):
        before = old.get(path, "")
        names = (path if before else "/dev/null", path)
        for line in unified_diff(
            before.splitlines(keepends=True), text.splitlines(keepends=True), *names
        ):
            yield line if line.endswith("\n") else f"{line}\n\\ Pas de fin de ligne\n"


# --- words --------------------------------------------------------------------------------


def tell(imported: Imported, order: Order, *, show: Say, say: Say, quiet: bool) -> bool:
    """Say what came of an import; return whether nothing was refused."""
    outcome = imported.outcome
    if not quiet:
        if imported.left:
            left = ", ".join(f"« {name} »" for name in imported.left)
            say(f"feuille lue : « {imported.sheet} » ; laissées de côté : {left}")
        for name in imported.missing:
            say(f"colonne « {name} » : absente de ce tableau")
        for column in imported.columns:
            say(_column(column))
        for row, note in outcome.notes:
            say(f"{order.name}:{row} : {note}.")
    if order.dry_run and imported.diff:
        show(imported.diff.rstrip("\n"))
    for finding in imported.findings:
        show(str(finding))
    for one in outcome.refused:
        show(_refused(order.name, one))
    if not quiet:
        say(_verdict(imported, order))
    return not outcome.refused and not errors(imported.findings)


def _column(column: Column) -> str:
    if column.target:
        close = " (nom approchant : vérifiez)" if column.guessed else ""
        return f"colonne « {column.name} » : {column.target}{close}"
    return f"colonne « {column.name} » : ignorée ({column.why})"


def _refused(name: str, one: Refused) -> str:
    where = f"{name}:{one.row}" if one.row else name
    value = f"« {_short(one.value)} »" if one.value else ""
    what = " ".join(part for part in (where, "refusée", one.column, value) if part)
    return f"{what} — {one.why} ; {one.todo}"


def _sentence(text: str) -> str:
    return text if text.endswith("?") else f"{text}."


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"


def _verdict(imported: Imported, order: Order) -> str:
    outcome = imported.outcome
    if errors(imported.findings):
        return "Les sources ont des erreurs : corrigez-les d’abord. Rien n’est écrit."
    refused = len({one.row for one in outcome.refused})
    added, changed = len(outcome.added), len(outcome.changed)
    if imported.written:
        done = f"{_count(added, 'fiche ajoutée')}, {_count(changed, 'complétée')}"
    else:
        done = f"{_count(added, 'fiche')} à ajouter, {changed} à compléter"
    left = f"{_count(outcome.same, 'inchangée')}, {_count(refused, 'ligne refusée')}"
    said = f"{done}, {left}."
    if order.dry_run:
        return f"{said} Rien n’est écrit (--dry-run)."
    if refused and not order.accept_partial:
        return f"{said} Rien n’est écrit : corrigez, ou prenez le reste avec --accept-partial."
    return said


def _count(number: int, what: str) -> str:
    """Return a number of things, in French: 0 and 1 are singular."""
    return f"{number} {what.replace(' ', 's ') + 's' if number > 1 else what}"


# --- mappings -----------------------------------------------------------------------------


def kept_mapping(path: Path | None) -> dict[str, str]:
    """Return the targets by name of column that a file keeps. Raises ImportUsageError."""
    if path and path.exists():
        try:
            text = system.read(path, files.MAX_RECORD).decode("utf-8-sig")
            value, problems = strict_yaml.load(text)
        except (OSError, UnicodeDecodeError):
            raise ImportUsageError(f"{path} ne peut pas être lu en UTF-8.") from None
        if problems or not isinstance(value, dict):
            raise ImportUsageError(
                f"{path} : une ligne « Colonne: champ » par colonne est attendue."
            )
        return {name: str(target) for name, target in value.items()}
    return {}


def mapping(given: Sequence[str]) -> dict[str, str]:
    """Return the targets by name of column that options give. Raises ImportUsageError."""
    found: dict[str, str] = {}
    for text in given:
        name, mark, target = text.rpartition("=")
        if not mark or not name.strip() or not target.strip():
            raise ImportUsageError(f"--map « {text} » : écrivez « Colonne=champ ».")
        found[name.strip()] = target.strip()
    return found


def save_mapping(path: Path, known: Sequence[Column]) -> None:
    """Keep what each column was taken for, to be used again."""
    found = {c.name: c.target or columns.IGNORED for c in known if c.name and c.why != "sans nom"}
    lines = [
        f"{yaml_text.scalar(name)}: {yaml_text.scalar(target)}" for name, target in found.items()
    ]
    head = "# Ce qu’est chaque colonne ; « - » pour une colonne laissée de côté."
    disk.write(path.parent, {path.name: "\n".join([head, *lines]) + "\n"})


# --- export -------------------------------------------------------------------------------


def export(root: Path, settings: Settings, name: str, form: str, today: date) -> bytes:
    """Return the records of a kind as a table. Raises giving.TooLongError.

    Records that could not be read are not in it: a caller checks the club first.
    """
    checked = pipeline.check(root, settings, today)
    if checked.errors:
        raise pipeline.ContentError(checked)
    rows = giving.table(checked.club, TABLES[name])
    return giving.as_csv(rows) if form == "csv" else giving.as_xlsx(rows, name)


def write_bytes(path: Path, data: bytes) -> None:
    """Write a file whole, or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
