"""The review of a proposal: what a reader would see changed, said to whoever decides.

The proposal gives content only. The generator, the theme and the configuration are the base's: the
sources of the proposal are found by the same reader as always (regular files, known folders, sizes
and characters checked), which never follows a link, and whatever else it holds is listed and left.
Nothing is written in either folder.
"""

import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from generator.build import images, pipeline
from generator.club import Club
from generator.core import system
from generator.core.findings import Finding
from generator.core.settings import HOME, Settings
from generator.linkcheck import outgoing
from generator.review import outside, preview, rewriting, sites
from generator.review.changes import changes, entries
from generator.review.model import Review
from generator.review.people import personal
from generator.review.preview import START
from generator.review.rewriting import weight
from generator.review.summary import summary
from generator.sources import files
from generator.sources.files import Image, SourceText, read_regular

SUMMARY = "resume.md"
PREVIEW = "apercu"
# Beyond, reading a proposal or building it would take longer than a job may, or all its memory.
MAX_MORE_FILES = 2_000
MAX_MORE_BYTES = 5_000_000
MAX_BUILT = 1_000  # records changed
MAX_SECONDS = 15 * 60.0  # less than a job is given, so that there is time to show the summary
MAX_MEMORY = 4 * 1024**3  # bytes of address space, for each process

Progress = Callable[[str], None]


class ReviewError(system.ClubError):
    """The review cannot be written there; the message is in French."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What was found, and where it is written. `preview` is None when nothing was built."""

    review: Review
    summary: Path
    preview: Path | None


def run(
    base: Path,
    head: Path,
    out: Path,
    settings: Settings,
    today: date,
    *,
    jobs: int,
    progress: Progress = lambda _: None,
) -> Reviewed:
    """Review the proposal in `head` against `base`; write the summary and the preview in `out`.

    `settings` are the base's. Raises ReviewError when `out` holds something else; EngineError,
    SearchError, OSError or DiedError when the machine fails, or the proposal kills its reader: the
    summary then says that it is incomplete.
    """
    base, head, out = base.absolute(), head.absolute(), out.absolute()
    _check_target(out)
    out.mkdir(parents=True, exist_ok=True)
    for path in out.iterdir():
        _remove(path)
    # Whoever decides must not take silence for consent, nor an earlier summary for this one: until
    # the end, whatever the proposal does to what reads it, this one says that it is incomplete.
    _write(out, Review(stopped=True))
    with tempfile.TemporaryDirectory(prefix=".travail-", dir=out) as folder:
        work = Path(folder)
        try:
            review = system.attempt(
                lambda say: _read(base, head, out, work, settings, today, jobs, say),
                seconds=MAX_SECONDS,
                memory=MAX_MEMORY,
                progress=progress,
            )
        except system.DiedError as error:
            message = f"la relecture de la proposition s’est arrêtée ({error})."
            raise system.DiedError(f"{message} Résumé, incomplet : {out / SUMMARY}") from None
        if review.preview:
            (work / PREVIEW).rename(out / PREVIEW)
    _write(out, review)
    return Reviewed(review, out / SUMMARY, out / PREVIEW if review.preview else None)


def _write(out: Path, review: Review) -> None:
    part = out / f".{SUMMARY}"
    part.write_text(summary(review), encoding="utf-8")
    part.replace(out / SUMMARY)


def _read(
    base: Path,
    head: Path,
    out: Path,
    work: Path,
    settings: Settings,
    today: date,
    jobs: int,
    progress: Progress,
) -> Review:
    """Read, compare and build, in a process that a proposal may kill; the preview is in `work`."""
    progress("Lecture de la branche principale")
    before = pipeline.check(base, settings, today)
    progress("Lecture de la proposition")
    after = _check(head, base, settings, today)
    review = _compare(before, after, base, head, out)
    _write(out, replace(review, stopped=True))  # what is known, if the rest stops
    site, review = _build(review, base, head, work, settings, today, jobs, progress)
    if site is None:
        return review
    progress("Aperçu")
    seen = review.pages
    pages = (*seen.added, *seen.changed) if seen else ()
    preview.write(site, work / PREVIEW, pages, {change.url for change in review.changes})
    return replace(review, preview=True)


def _check_target(out: Path) -> None:
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise ReviewError(f"{out} n’est pas un dossier.")
    known = (SUMMARY, f".{SUMMARY}", PREVIEW, ".travail-")  # the last when it was killed
    if out.is_dir() and not all(p.name.startswith(known) for p in out.iterdir()):
        message = f"{out} contient autre chose qu’une revue"
        raise ReviewError(f"{message} : videz-le ou choisissez un autre dossier (--out).")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _check(head: Path, base: Path, settings: Settings, today: date) -> pipeline.Checked | Finding:
    """Read a proposal, unless it adds more than a person can read: a job has not all day."""
    (old_files, old_bytes), (new_files, new_bytes) = weight(base), weight(head)
    hint = "découpez-la en plusieurs propositions, ou demandez aux responsables techniques de la relire"
    more, heavier = new_files - old_files, new_bytes - old_bytes
    if more > MAX_MORE_FILES:
        what = f"la proposition ajoute {more} fichiers de contenu, pour {MAX_MORE_FILES} au plus"
        return Finding(".", 1, 1, "S06", "", what, hint)
    if heavier > MAX_MORE_BYTES:
        what = f"la proposition ajoute {heavier} octets de contenu, pour {MAX_MORE_BYTES} au plus"
        return Finding(".", 1, 1, "S06", "", what, hint)
    return pipeline.check(head, settings, today)


def _compare(
    before: pipeline.Checked, after: pipeline.Checked | Finding, base: Path, head: Path, out: Path
) -> Review:
    others = outside.ignored(base, head, out)
    if isinstance(after, Finding):
        why = "La proposition est trop grosse : elle n’a pas été lue."
        return Review(findings=[after], came=[after], ignored=others, unbuilt=why)
    found = changes(before.club, after.club)
    old, new = entries(before.club), entries(after.club)
    links, hosts = _new_links(before.club, after.club)
    return Review(
        findings=after.findings,
        came=_more(after.findings, before.findings),
        gone=_more(before.findings, after.findings),
        changes=found,
        people=personal(found, old, new),
        links=links,
        hosts=frozenset(hosts),
        images=_images(before.club, after.club, base, head),
        ignored=others,
        rewritten=rewriting.rewritten(base, head, {change.path for change in found}),
    )


def _more(these: Sequence[Finding], those: Sequence[Finding]) -> list[Finding]:
    """Return the findings of `these` that `those` have not, wherever their line moved."""
    left = Counter(replace(f, line=0, column=0) for f in those)
    found = []
    for finding in these:
        key = replace(finding, line=0, column=0)
        if left[key]:
            left[key] -= 1
        else:
            found.append(finding)
    return found


def _new_links(before: Club, after: Club) -> tuple[list[outgoing.Outgoing], set[str]]:
    """Return the links that `before` had nowhere, each once, and the hosts it never linked to."""
    known = list(outgoing.links(before))
    urls, hosts = {link.url for link in known}, {link.host for link in known}
    found: dict[str, outgoing.Outgoing] = {}
    for link in outgoing.links(after):
        if link.url not in urls:
            found.setdefault(link.url, link)
    return list(found.values()), {link.host for link in found.values()} - hosts


def _images(before: Club, after: Club, base: Path, head: Path) -> list[tuple[str, str]]:
    old, new = set(before.sources.images), set(after.sources.images)
    found = [(path, "ajoutée") for path in new - old]
    found += [(path, "retirée") for path in old - new]
    found += [(path, "modifiée") for path in old & new if not _same(base / path, head / path)]
    return sorted(found)


def _same(one: Path, other: Path) -> bool:
    if one.lstat().st_size != other.lstat().st_size or one.lstat().st_size > images.MAX_BYTES:
        return False
    return read_regular(one) == read_regular(other)


def _build(
    review: Review,
    base: Path,
    head: Path,
    work: Path,
    settings: Settings,
    today: date,
    jobs: int,
    progress: Progress,
) -> tuple[Path | None, Review]:
    """Build both sites and compare them; return that of the proposal, if there is one."""
    if not (review.changes or review.images):
        return None, review
    if why := _why_not(review):
        return None, replace(review, unbuilt=why)

    def build(root: Path, name: str) -> Path:
        _copy(root, work / name)
        out = work / f"site-{name}"
        pipeline.build(work / name, settings, today, out=out, jobs=jobs, progress=progress)
        return out

    try:
        after = build(head, "proposition")
    except pipeline.AuditError as error:
        why = "L’audit refuse le site construit : rien n’en est montré."
        return None, replace(review, defects=error.defects, unbuilt=why)
    except pipeline.ContentError as error:  # an image that only building reads
        came = [*review.came, *_more(error.checked.findings, review.findings)]
        why = "Le site de la proposition n’a pas pu être construit."
        return None, replace(review, findings=error.checked.findings, came=came, unbuilt=why)
    try:
        before = build(base, "base")
    except (pipeline.ContentError, pipeline.AuditError):
        why = (
            "La branche principale a elle-même des erreurs : les pages n’ont pas pu être comparées."
        )
        return after, replace(review, unbuilt=why)
    return after, replace(review, pages=sites.compare(before, after))


def _why_not(review: Review) -> str:
    """Return why the site of a proposal is not built, empty when it is."""
    if review.errors:
        return "Il y a des erreurs : le site de la proposition n’a pas été construit, et ses pages n’ont pas été comparées."
    if len(review.changes) > MAX_BUILT:
        return f"La proposition change plus de {MAX_BUILT} fiches : c’est trop pour construire un aperçu, et sans doute pour une proposition."
    return ""


def _copy(root: Path, target: Path) -> None:
    """Copy the sources of a club that has no error: what the reader finds, and nothing else."""
    for found in files.find(root, HOME):
        match found:
            case SourceText(path=path, text=text):
                data = text.encode()
            case Image(path):
                data = read_regular(root / path)
            case _:
                continue  # a finding: there is none in a club without error
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        (target / path).write_bytes(data)


__all__ = ["PREVIEW", "START", "SUMMARY", "Review", "ReviewError", "Reviewed", "run"]
