"""Run the engine over a folder of pages, in parts and in parallel: same bytes as in one.

Pages are self-contained (final addresses, no sibling navigation), so that a page built
alone equals the same page built with all the others. See docs/decisions.
"""

import os
import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from generator import routes
from generator.core.settings import Settings
from generator.engine import hosting, program, release
from generator.engine.program import ENGINES, EngineError
from generator.pages.page import GeneratedPage

# Below this, starting another engine costs more than it saves.
MIN_PAGES = 40
SECONDS_A_PAGE = 0.5
# What the theme we inherit from brings and no page of ours uses.
UNUSED = (
    *("assets/javascripts", "assets/stylesheets", "assets/images"),
    *("sitemap.xml", "sitemap.xml.gz", "search.json", "README.md"),
)


def shards(pages: Sequence[GeneratedPage], jobs: int) -> list[list[GeneratedPage]]:
    """Cut `pages` in at most `jobs` parts of about the same weight, always the same way."""
    count = max(1, min(jobs, len(pages) // MIN_PAGES))
    parts: list[list[GeneratedPage]] = [[] for _ in range(count)]
    weights = [0] * count
    for page in sorted(pages, key=lambda p: (-len(p.body), p.address)):
        lightest = weights.index(min(weights))
        parts[lightest].append(page)
        weights[lightest] += len(page.body) + 3_000  # what the template itself costs
    return parts


def run(
    settings: Settings,
    pages: Sequence[GeneratedPage],
    folder: Path,
    site: Path,
    work: Path,
    jobs: int,
    extra: Mapping[str, Any],
    tell: Callable[[int, int], None] = lambda *_: None,
    engine: str = "mkdocs",
) -> None:
    """Turn the pages of `folder` into HTML in `site`, and copy its other files.

    `folder` holds the Markdown of every page, and data that no engine has to read; `work` is scratch space; `extra` is what the
    theme shows on every page; `tell` is told how many pages are done, of how many. Raises EngineError.
    """
    parts = shards(pages, jobs)
    runs = []
    try:
        for n, part in enumerate(parts):
            docs, built = work / f"{n}/docs", work / f"{n}/site"
            for page in part:
                _link(folder / page.file, docs / page.file)
            seconds = 60 + SECONDS_A_PAGE * len(part)
            runs.append(program.Run(settings, docs, built, work / str(n), seconds, extra, engine))
        for run_ in runs:
            run_.wait(lambda: tell(sum(one.done() for one in runs), len(pages)))
    finally:
        for run_ in runs:
            run_.stop()
    _merge([run_.site for run_ in runs], parts, site)
    for name in UNUSED:
        path = site / name
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    for name in _other_files(folder, pages):
        (site / name).unlink(missing_ok=True)
        _link(folder / name, site / name)
    release.place(site)


def _other_files(folder: Path, pages: Sequence[GeneratedPage]) -> list[str]:
    """Return the files of `folder` that are not pages: data, photos, redirects."""
    known = {page.file for page in pages}
    names = (p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return sorted(name for name in names if name not in known)


def _link(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(source, target)
    except OSError:  # another disk, or a file system without hard links
        shutil.copyfile(source, target)


def _merge(built: list[Path], parts: list[list[GeneratedPage]], site: Path) -> None:
    """Take everything from the first part, only the pages from the others."""
    shutil.move(built[0], site)  # which may be on another disk
    for source, part in zip(built[1:], parts[1:], strict=True):
        for page in part:
            name = routes.built_file(page.address)
            target = site / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.move(source / name, target)


__all__ = ["ENGINES", "EngineError", "hosting", "release", "run", "shards"]
