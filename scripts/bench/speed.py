"""Measure the product beside what one would use instead, in one run: `make bench`.

A fictional club is written once; each round then runs every measure in turn, so that a busy machine slows
all alike. Ours: `club build` from nothing, after one edit, with nothing changed, `club check`, and `club serve`
from save to page. Beside it, the same records as someone would write them by hand: MkDocs with Material and its
search, Zensical, Hugo with a bare template. What is printed is the median of the rounds: wall seconds, CPU seconds
of the process and all its children, the largest process in MB, and the ratio to stock MkDocs, round by round.

`--growth` builds clubs of about 1,000, 3,000 and 10,000 pages. `--write` writes docs/performance.md and its chart.
"""

import argparse
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from generator.club import Club, link
from generator.core.settings import HOME
from generator.kinds import Member
from generator.sources import read
from generator.territory.geo import geography

PAGE = HOME / "docs" / "performance.md"
CHART = HOME / "docs" / "images" / "performance.svg"
SIZES = {"members": 1500, "practices": 1000, "meetings": 60, "watch": 200, "actions": 60}
DAY = "2026-11-30"
BIN = Path(sys.executable).parent
RIVALS = HOME / ".venv" / "bench" / "bin"
# The same words as a stock user would write them.
_STOCK = """\
site_name: Stock
site_url: https://stock.example/
theme: {name: material, language: fr, font: false, features: [navigation.indexes, navigation.prune, navigation.tabs]}
plugins: [{search: {lang: fr}}]
markdown_extensions: [admonition, attr_list, tables, {toc: {permalink: false}}, md_in_html, pymdownx.details]
nav: [index.md]
"""
_HUGO = """\
baseURL = "https://stock.example/"
disableKinds = ["taxonomy", "term", "rss", "section"]
contentDir = "docs"
"""
_BARE = "<!doctype html><html lang=fr><title>{{ .Title }}</title><h1>{{ .Title }}</h1>{{ .Content }}</html>"


@dataclass(frozen=True, slots=True)
class Cost:
    """What a command took: wall and CPU seconds, and the largest process in MB."""

    wall: float
    cpu: float
    peak: float


def timed(command: list[str | Path], folder: Path) -> Cost:
    """Run a command in `folder`; raise `RuntimeError` with what it printed when it fails."""
    with (folder / "bench.log").open("w") as log:
        begun = time.perf_counter()
        process = subprocess.Popen(
            [str(part) for part in command],
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "NO_MKDOCS_2_WARNING": "1", "PYTHONPATH": str(HOME)},
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - begun
    if process.returncode or status:
        raise RuntimeError(f"{command}\n{(folder / 'bench.log').read_text()[-2000:]}")
    return Cost(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def write_club(folder: Path, scale: float = 1.0) -> None:
    """Write the fictional club, `scale` times as large."""
    sizes = [f"--{name}={max(1, round(size * scale))}" for name, size in SIZES.items()]
    timed([BIN / "club", "demo", folder, *sizes, "--today", DAY, "-q"], folder.parent)


def write_stock(club: Path, folder: Path) -> int:
    """Write the club's records as pages made by hand; return how many."""
    known, _ = link(read(club, HOME), geography())
    count = 0
    for name, text in _pages(known):
        path = folder / "docs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        count += 1
    (folder / "mkdocs.yml").write_text(_STOCK, encoding="utf-8")
    (folder / "hugo.toml").write_text(_HUGO, encoding="utf-8")
    for name in ("single.html", "list.html", "index.html"):
        path = folder / "layouts" / "_default" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_BARE, encoding="utf-8")
    return count


def _pages(club: Club) -> Iterator[tuple[str, str]]:
    yield "index.md", "# Stock\n\nLes fiches du club.\n"
    for member in club.records["member"].values():
        if not isinstance(member, Member):
            raise TypeError(member)
        mandates = "\n".join(f"- {m.label or m.role}, {m.area}" for m in member.memberships)
        name = f"{member.given_name} {member.family_name}"
        themes = ", ".join(member.themes)
        yield (
            f"annuaire/{member.id}.md",
            f"# {name}\n\n{member.summary or ''}\n\n## Mandats\n\n{mandates}\n\n## Thèmes\n\n{themes}\n",
        )
    for kind, section in (("practice", "pratiques"), ("meeting", "reunions")):
        for id_, record in club.records[kind].items():
            summary, body = getattr(record, "summary", "") or "", club.entries[kind, id_].body
            yield (
                f"{section}/{id_}.md",
                f"# {getattr(record, 'title', id_)}\n\n{summary}\n\n{body}\n",
            )


def edit(club: Path, turn: int) -> Path:
    """Change a word of one practice; return its file."""
    path = sorted((club / "practices").glob("*.md"))[7]
    text = re.sub(r"\n\nEssai \d+\.\n$", "", path.read_text("utf-8")).rstrip("\n")
    path.write_text(f"{text}\n\nEssai {turn}.\n", encoding="utf-8")
    return path


def serve(club: Path, turn: int) -> Cost:
    """Return what passes between the save of a practice and the page that shows it."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [BIN / "club", "serve", "--root", club, "--port", str(port), "--today", DAY, "-q"]
    with (club / "bench.log").open("w") as log:
        process = subprocess.Popen([*map(str, command)], stdout=log, stderr=log)
        try:
            page = f"/pratiques/{edit(club, 0).stem}/"
            site, waiting = f"http://127.0.0.1:{port}", f"/__attente?page={page}&depuis="
            _until(lambda: "Site prêt" in (club / "bench.log").read_text())
            seen = _read(f"{site}{waiting}")
            with ThreadPoolExecutor(1) as browser:  # a page that is open waits for its next version
                changed = browser.submit(_read, f"{site}{waiting}{seen}")
                time.sleep(0.2)
                begun = time.perf_counter()
                edit(club, turn + 1)
                changed.result()
                if f"Essai {turn + 1}." not in _read(f"{site}{page}"):
                    raise RuntimeError("the page was reloaded without the edit")
            return Cost(time.perf_counter() - begun, 0, 0)
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(60)


def _until(true: Callable[[], bool], seconds: float = 600) -> None:
    end = time.perf_counter() + seconds
    while not true():
        if time.perf_counter() > end:
            raise TimeoutError
        time.sleep(0.02)


def _read(address: str) -> str:
    try:
        with urllib.request.urlopen(address, timeout=60) as answer:  # noqa: S310 - this machine
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""


def measures(club: Path, stock: Path) -> dict[str, Callable[[int], Cost]]:
    """Return what is measured, in the order of a round."""
    build: list[str | Path] = [BIN / "club", "build", "--root", club, "--today", DAY, "-q"]

    def cold(_: int) -> Cost:
        shutil.rmtree(club / ".club", ignore_errors=True)
        shutil.rmtree(club / "site", ignore_errors=True)
        return timed(build, club)

    def edited(turn: int) -> Cost:
        edit(club, 1000 + turn)  # not what another measure left there
        return timed(build, club)

    def fresh(*names: str) -> None:
        for name in names:
            shutil.rmtree(stock / name, ignore_errors=True)

    def mkdocs(_: int) -> Cost:
        fresh("site")
        return timed([BIN / "mkdocs", "build", "-q"], stock)

    def zensical(_: int) -> Cost:
        fresh("site", ".cache")
        return timed([RIVALS / "zensical", "build", "--clean"], stock)

    def hugo(_: int) -> Cost:
        fresh("public", "resources")
        return timed([RIVALS / "hugo", "--quiet"], stock)

    found: dict[str, Callable[[int], Cost]] = {
        "MkDocs, Material et sa recherche": mkdocs,
        "club build, de rien": cold,
        "club build, une fiche modifiée": edited,
        "club build, rien de changé": lambda _: timed(build, club),
        "club check": lambda _: timed([BIN / "club", "check", "--root", club, "-q"], club),
        "club serve, de l’enregistrement à la page": lambda turn: serve(club, turn),
    }
    if (RIVALS / "zensical").exists():
        found["Zensical"] = zensical
    if (RIVALS / "hugo").exists():
        found["Hugo, un gabarit nu"] = hugo
    return found


def median(costs: list[Cost]) -> Cost:
    """Return the median of each figure."""
    return Cost(*(statistics.median(getattr(c, n) for c in costs) for n in ("wall", "cpu", "peak")))


def table(costs: dict[str, list[Cost]]) -> str:
    """Return the figures as a table of Markdown."""
    stock = next(iter(costs.values()))
    rows = ["| mesure | s | s de processeur | Mo | × MkDocs |", "|---|--:|--:|--:|--:|"]
    for name, found in costs.items():
        m = median(found)
        ratio = statistics.median(a.wall / b.wall for a, b in zip(found, stock, strict=True))
        rows.append(f"| {name} | {m.wall:.2f} | {m.cpu:.1f} | {m.peak:.0f} | {ratio:.2f} |")
    return "\n".join(rows)


def chart(costs: dict[str, list[Cost]], path: Path) -> None:
    """Draw the medians as bars."""
    values = {name: median(found).wall for name, found in costs.items()}
    scale = 380 / max(values.values())
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 {30 * len(values)}" font-family="sans-serif" font-size="13">'
    ]
    for n, (name, value) in enumerate(values.items()):
        y, width = 30 * n, max(1, value * scale)
        fill = "#6b7c7e" if n == 0 or not name.startswith("club") else "#0c4a52"
        lines.append(f'<text x="268" y="{y + 19}" text-anchor="end">{name}</text>')
        lines.append(f'<rect x="276" y="{y + 5}" width="{width:.0f}" height="20" fill="{fill}"/>')
        lines.append(f'<text x="{282 + width:.0f}" y="{y + 19}">{value:.1f} s</text>')
    path.write_text("\n".join([*lines, "</svg>"]) + "\n", encoding="utf-8")


def growth(work: Path) -> str:
    """Return, as a table, what a club of each size takes."""
    rows = ["| pages | s | s de processeur | Mo |", "|--:|--:|--:|--:|"]
    for scale in (0.3, 1.0, 3.3):
        club = work / f"growth-{scale}"
        shutil.rmtree(club, ignore_errors=True)
        write_club(club, scale)
        cost = timed([BIN / "club", "build", "--root", club, "--today", DAY, "-q"], club)
        pages = sum(1 for _ in (club / "site").rglob("index.html"))
        rows.append(f"| {pages} | {cost.wall:.1f} | {cost.cpu:.1f} | {cost.peak:.0f} |")
    return "\n".join(rows)


def main() -> int:
    """Run the rounds and print the figures."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument(
        "--scale", type=float, default=1.0, help="size of the club, 1 being 3,200 pages"
    )
    parser.add_argument("--work", type=Path, default=HOME / "build" / "bench")
    parser.add_argument("--growth", action="store_true")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    parser.add_argument("--only", default="", help="measures whose name holds this, and stock")
    asked = parser.parse_args()
    work = asked.work.absolute()
    club, stock = work / "club", work / "stock"
    shutil.rmtree(work, ignore_errors=True)
    stock.mkdir(parents=True)
    write_club(club, asked.scale)
    pages = write_stock(club, stock)
    todo = measures(club, stock)
    todo = {name: act for n, (name, act) in enumerate(todo.items()) if not n or asked.only in name}
    costs: dict[str, list[Cost]] = {name: [] for name in todo}
    for turn in range(asked.rounds):
        for name, measure in todo.items():
            costs[name].append(measure(turn))
            print(
                f"{turn + 1}/{asked.rounds} {name}: {costs[name][-1].wall:.2f} s", file=sys.stderr
            )
    ours = sum(1 for _ in (club / "site").rglob("index.html"))
    found = (
        f"Le {date.today():%d/%m/%Y}, {os.cpu_count()} cœurs, Python {sys.version.split()[0]} : {ours} pages"  # noqa: DTZ011
        f" d’un club fictif, {pages} pages des mêmes fiches écrites à la main ; médianes de {asked.rounds} tours.\n\n"
        f"{table(costs)}\n"
    )
    if asked.growth:
        found += f"\n## Croissance\n\n{growth(work)}\n"
    print(found)
    if asked.write:
        head = PAGE.read_text("utf-8").partition("<!-- mesures -->")[0]
        PAGE.write_text(f"{head}<!-- mesures -->\n\n{found}", encoding="utf-8")
        chart(costs, CHART)
    return 0


if __name__ == "__main__":
    sys.exit(main())
