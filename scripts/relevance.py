"""Measure what officials find when they type, and write it down in `docs/search.md`.

    python -m scripts.relevance            # measure in Chromium, write the page
    python -m scripts.relevance --check    # measure, exit 1 when the page says otherwise

The queries are in `tests/browser/relevance.yaml`; `tests/browser/test_relevance.py` runs them too.
"""

import re
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from urllib.parse import quote, urlsplit

import yaml
from playwright.sync_api import Page

from generator import demo
from scripts.browser import chromium, served
from tests import sample

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "search.md"
SUITE = ROOT / "tests" / "browser"
TODAY = date(2026, 11, 23)
SIZES = demo.Sizes(members=200, practices=60, meetings=8, watch=12, actions=4)
TOP = 3
_GO = """(address) => {
  document.querySelector('[data-recherche] [role=status]').textContent = '';
  history.pushState(null, '', address);
  dispatchEvent(new PopStateEvent('popstate'));
}"""
_BEGIN, _END = "<!-- relevance: begin -->", "<!-- relevance: end -->"


@dataclass(frozen=True, slots=True)
class Query:
    """What is typed on a site (`club` or `town`), and the addresses it may mean."""

    site: str
    text: str
    expect: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Ranked:
    """A query and the place of the first page it meant; 0 when none is on the first page."""

    query: Query
    rank: int


def queries(suite: str = "relevance") -> list[Query]:
    """Return the queries of a suite (`relevance` or `problems`), in their order."""
    given = yaml.safe_load((SUITE / f"{suite}.yaml").read_text(encoding="utf-8"))
    return [
        Query(q.get("site", "club"), str(q["query"]), tuple(q["expect"]), q["why"]) for q in given
    ]


def write_town(root: Path) -> None:
    """Write a fictional club to `root`, with the people of the suite among its members."""
    demo.write_demo(root, SIZES, seed=7, today=TODAY, home=ROOT)
    people = (SUITE / "relevance_members.yaml").read_text(encoding="utf-8")
    with (root / "members.yaml").open("a", encoding="utf-8") as file:
        file.write("\n" + people)


def measure(page: Page, urls: Mapping[str, str], asked: Sequence[Query]) -> list[Ranked]:
    """Ask each query on the search page of its site. `urls` are the roots of the sites.

    A page is loaded once a site: the queries after the first are reached as the back button does.
    """
    found = []
    at = ""
    for query in asked:
        if query.site != at:
            page.goto(f"{urls[query.site]}recherche/")
            page.locator(".c-facets").wait_for(state="attached")
            at = query.site
        page.evaluate(_GO, f"?q={quote(query.text)}")
        status = page.locator("[data-recherche] [role=status]")
        status.filter(has_text=re.compile("résultat")).wait_for()
        hrefs: list[str] = page.eval_on_selector_all("ol.c-results h2 a", "a => a.map(x => x.href)")
        base = urlsplit(urls[query.site]).path.rstrip("/")
        addresses = [urlsplit(href).path.removeprefix(base) for href in hrefs]
        rank = next((n for n, a in enumerate(addresses, 1) if a in query.expect), 0)
        found.append(Ranked(query, rank))
    return found


def score(found: Sequence[Ranked], top: int = TOP) -> float:
    """Return the share (0 to 1) of the queries whose page is among the first `top`."""
    return sum(0 < r.rank <= top for r in found) / len(found)


def report(found: Sequence[Ranked]) -> str:
    """Return the generated part of `docs/search.md`."""
    first, top = (round(score(found, n) * len(found)) for n in (1, TOP))
    lines = [
        _BEGIN,
        "",
        _sentence(len(found), first, top),
        "",
        "| query | site | why it is there | rank |",
        "|---|---|---|---|",
    ]
    for r in found:
        rank = str(r.rank) if 0 < r.rank <= TOP else f"**{r.rank or 'not found'}**"
        lines.append(f"| {r.query.text} | {r.query.site} | {r.query.why} | {rank} |")
    return "\n".join([*lines, "", _END])


def _sentence(asked: int, first: int, top: int) -> str:
    return (
        f"{asked} queries. The page that was meant comes first for {first} of them "
        f"({first / asked:.1%}), among the first three for {top} ({top / asked:.1%})."
    )


def page_with(text: str, part: str) -> str:
    """Return the page `text` with its generated part replaced by `part`."""
    before, _, rest = text.partition(_BEGIN)
    return before + part + rest.partition(_END)[2]


def _built(root: Path) -> Path:
    site = root.parent / f"{root.name}-site"
    command = [sys.executable, "-m", "generator", "build", "--quiet", "--root", str(root)]
    command += ["--out", str(site), "--today", TODAY.isoformat()]
    subprocess.run(command, check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    return site


def run() -> list[Ranked]:
    """Build both sites in a temporary folder and ask every query."""
    with tempfile.TemporaryDirectory() as name, chromium() as browser:
        club, town = Path(name) / "club", Path(name) / "town"
        sample.write(club)
        write_town(town)
        with served(_built(club)) as one, served(_built(town)) as other:
            found = measure(
                browser.new_page(locale="fr-FR"), {"club": one, "town": other}, queries()
            )
    return found


def main(arguments: Sequence[str]) -> None:
    """Write the page, or say that it is out of date."""
    found = run()
    text = PAGE.read_text(encoding="utf-8")
    new = page_with(text, report(found))
    print(f"top 1 : {score(found, 1):.1%}, top {TOP} : {score(found):.1%}")
    for r in found:
        if not 0 < r.rank <= TOP:
            print(f"{r.rank:3} {r.query.site:5} {r.query.text} -> {', '.join(r.query.expect)}")
    if "--check" in arguments:
        sys.exit(0 if new == text else "docs/search.md ne dit plus ce qui est mesuré.")
    PAGE.write_text(new, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
