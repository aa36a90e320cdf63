"""The review of a proposal: what a reader would see changed, said to whoever decides.

The proposal gives content only. The generator, the theme and the configuration are the base's: the
sources of the proposal are found by the same reader as always (regular files, known folders, sizes
and characters checked), which never follows a link, and whatever else it holds is listed and left.
Nothing is written in either folder.
"""

import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

from generator import routes
from generator.build import pipeline
from generator.club import Club
from generator.core import published, system, tombstones
from generator.core.findings import Finding
from generator.core.settings import HOME, Settings
from generator.kinds import PEOPLE
from generator.linkcheck import outgoing
from generator.review import outside, sites
from generator.review.changes import changes
from generator.review.facts import surplus
from generator.review.sites import START
from generator.review.summary import Review, summary
from generator.sources import files
from generator.sources.files import SourceText, read_regular

SUMMARY = "resume.md"
PREVIEW = "apercu"
# Beyond, reading a proposal would take longer than a job may, or all its memory.
MAX_MORE_FILES = 2_000
MAX_MORE_BYTES = 5_000_000
MAX_SECONDS = 15 * 60.0  # less than a job is given, so that there is time to show the summary
MAX_MEMORY = 4 * 1024**3  # bytes of address space, for each process
# Why there are no pages to compare.
_UNBUILT = {
    "errors": "Il y a des erreurs : le site de la proposition n’a pas été construit, et ses pages n’ont pas été comparées.",
    "defects": "L’audit refuse le site construit : rien n’en est montré.",
    "failed": "Le site de la proposition n’a pas pu être construit.",
    "base": "La branche principale a elle-même des erreurs : les pages n’ont pas pu être comparées.",
}

Progress = Callable[[str], None]


class ReviewError(system.ClubError):
    """The review cannot be written there; the message is in French."""


def run(
    base: Path,
    head: Path,
    out: Path,
    settings: Settings,
    today: date,
    *,
    jobs: int,
    progress: Progress = lambda _: None,
) -> Review:
    """Review the proposal in `head` against `base`; write `SUMMARY` and maybe `PREVIEW` in `out`.

    `settings` are the base's. Raises ReviewError when `out` holds something else; EngineError,
    SearchError, OSError or DiedError when the machine fails, or the proposal kills its reader: the
    summary then says that it is incomplete.
    """
    base, head, out = base.absolute(), head.absolute(), out.absolute()
    _empty(out)
    # Whoever decides must not take silence for consent, nor an earlier summary for this one: until
    # the end, whatever the proposal does to what reads it, this one says that it is incomplete.
    _write(out, Review(stopped=True))
    with tempfile.TemporaryDirectory(prefix=".travail-", dir=out) as folder:
        work = Path(folder)

        def read(say: Progress) -> Review:
            """Read, compare and build, in a process that a proposal may kill."""

            def build(root: Path) -> Path:
                made = Path(tempfile.mkdtemp(dir=work))
                _copy(root, made / "club")
                site = made / "site"
                pipeline.build(made / "club", settings, today, out=site, jobs=jobs, progress=say)
                return site

            say("Lecture de la branche principale")
            before = pipeline.check(base, settings, today)
            say("Lecture de la proposition")
            once, forgotten = _once(before.club, base, head)
            erased = tombstones.load(base)
            after = _too_big(base, head) or pipeline.check(
                head, settings, today, once=once, erased=erased
            )
            review = _compare(before, after, base, head, out)
            review = replace(review, blind=erased.blind, forgotten=forgotten)
            _write(out, replace(review, stopped=True))  # what is known, if the rest stops
            site, review = _build(review, base, head, build)
            if site is None:
                return review
            say("Aperçu")
            pages = [*review.pages["ajoutée"], *review.pages["modifiée"]] if review.pages else []
            sites.preview(site, work / PREVIEW, pages, {change.url for change in review.changes})
            return replace(review, preview=True)

        try:
            review = system.attempt(read, seconds=MAX_SECONDS, memory=MAX_MEMORY, progress=progress)
        except system.DiedError as error:
            message = f"la relecture de la proposition s’est arrêtée ({error})."
            raise system.DiedError(f"{message} Résumé, incomplet : {out / SUMMARY}") from None
        if review.preview:
            (work / PREVIEW).rename(out / PREVIEW)
    _write(out, review)
    return review


def _empty(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ReviewError(f"{out} n’est pas un dossier.")
    out.mkdir(parents=True, exist_ok=True)
    known = (SUMMARY, f".{SUMMARY}", PREVIEW, ".travail-")  # the last when it was killed
    if not all(path.name.startswith(known) for path in out.iterdir()):
        message = f"{out} contient autre chose qu’une revue"
        raise ReviewError(f"{message} : videz-le ou choisissez un autre dossier (--out).")
    for path in out.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def _write(out: Path, review: Review) -> None:
    part = out / f".{SUMMARY}"
    part.write_text(summary(review), encoding="utf-8")
    part.replace(out / SUMMARY)


def _too_big(base: Path, head: Path) -> Finding | None:
    """Return that a proposal adds more than a person can read: a job has not all day."""
    hint = "découpez-la en plusieurs propositions, ou demandez aux responsables techniques de la relire"
    units = {"fichiers": MAX_MORE_FILES, "octets": MAX_MORE_BYTES}
    for unit, before, after in zip(units, outside.weight(base), outside.weight(head), strict=True):
        if (more := after - before) > units[unit]:
            what = f"la proposition ajoute {more} {unit} de contenu, pour {units[unit]} au plus"
            return Finding(".", 1, 1, "S06", "", what, hint)
    return None


def _once(club: Club, base: Path, head: Path) -> tuple[dict[str, int], frozenset[str]]:
    """Return the addresses that may not die, and those that an erased person takes away.

    They are those that the base lists: a proposal makes none forgotten by leaving it out of its own
    list, but `club erase`, which leaves out people. One who is renamed is still there: as many lines
    of the directory must have gone, or marks have come.
    """
    known, kept = published.load(base), published.load(head)
    found = {address: routes.record_at(address) for address in known.keys() - kept.keys()}
    gone = {address: of for address, of in found.items() if of and of[0] in PEOPLE}
    owners = {
        record.id
        for kind in PEOPLE
        for record in club.records[kind].values()
        if {(kind, one) for one in (record.id, *record.aliases)} & set(gone.values())
    }
    marked = tombstones.load(head).marks - tombstones.load(base).marks
    if not marked and len(owners) > _people(base) - _people(head):
        return known, frozenset()
    return {one: line for one, line in known.items() if one not in gone}, frozenset(gone)


def _people(root: Path) -> int:
    """Return how many entries the lists of people have."""
    raw = [files.load(root, name) for name in files.LIST_FILES if os.path.lexists(root / name)]
    return sum(
        len(re.findall(rb"^-\s", one, re.MULTILINE)) for one in raw if isinstance(one, bytes)
    )


def _compare(
    before: pipeline.Checked, after: pipeline.Checked | Finding, base: Path, head: Path, out: Path
) -> Review:
    ignored = outside.ignored(base, head, out)
    if isinstance(after, Finding):
        why = "La proposition est trop grosse : elle n’a pas été lue."
        return Review(findings=[after], came=[after], ignored=ignored, unbuilt=why)
    found = changes(before.club, after.club)
    known, links = list(outgoing.links(before.club)), list(outgoing.links(after.club))
    urls, hosts = {link.url for link in known}, {link.host for link in known}
    new = {link.url: link for link in reversed(links) if link.url not in urls}
    rewritten, comments = outside.rewritten(base, head, {change.path for change in found})
    return Review(
        findings=after.findings,
        came=surplus(after.findings, before.findings, _nowhere),
        gone=surplus(before.findings, after.findings, _nowhere),
        changes=found,
        links=list(new.values()),
        hosts=frozenset(link.host for link in new.values()) - hosts,
        images=_images(before.club, after.club, base, head),
        ignored=ignored,
        rewritten=rewritten,
        comments=comments,
    )


def _nowhere(finding: Finding) -> Finding:
    """Return a finding without its line, which moves."""
    return replace(finding, line=0, column=0)


def _images(before: Club, after: Club, base: Path, head: Path) -> list[tuple[str, str]]:
    old, new = set(before.sources.images), set(after.sources.images)
    differ = [path for path in old & new if not outside.same(base / path, head / path)]
    found = {"ajoutée": new - old, "retirée": old - new, "modifiée": differ}
    return sorted((path, what) for what, paths in found.items() for path in paths)


def _build(
    review: Review, base: Path, head: Path, build: Callable[[Path], Path]
) -> tuple[Path | None, Review]:
    """Return the site of the proposal, if it could be built, and the review with its pages."""
    if not (review.changes or review.images):
        return None, review
    if review.errors:
        return None, replace(review, unbuilt=_UNBUILT["errors"])
    try:
        after = build(head)
    except pipeline.AuditError as error:
        return None, replace(review, defects=error.defects, unbuilt=_UNBUILT["defects"])
    except pipeline.ContentError as error:  # an image that only building reads
        findings = error.checked.findings
        came = [*review.came, *surplus(findings, review.findings, _nowhere)]
        return None, replace(review, findings=findings, came=came, unbuilt=_UNBUILT["failed"])
    try:
        pages, unreached = sites.compare(build(base), after)
    except (pipeline.ContentError, pipeline.AuditError):
        return after, replace(review, unbuilt=_UNBUILT["base"])
    return after, replace(review, pages=pages, unreached=unreached)


def _copy(root: Path, target: Path) -> None:
    """Copy the sources of a club that has no error: what the reader finds, and nothing else."""
    for found in files.find(root, HOME):
        if isinstance(found, Finding):
            continue  # there is none in a club without error
        to = target / found.path
        to.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(found, SourceText):
            to.write_text(found.text, encoding="utf-8")
        else:
            to.write_bytes(read_regular(root / found.path))


__all__ = ["PREVIEW", "START", "SUMMARY", "Review", "ReviewError", "run"]
