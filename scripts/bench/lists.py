"""What the lists weigh and how long a click on a facet takes, in a real browser."""

import gzip
import statistics
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from playwright.sync_api import Page, Response

from scripts.bench import Measure
from scripts.browser import browsing

CLICKS = 15

# From the click to the moment the new list has been drawn.
_CLICK = """async (turn) => {
  document.querySelectorAll('.c-facet').forEach((part) => { part.open = true; });
  const boxes = [...document.querySelectorAll('.c-facet__value:not([hidden]) input')];
  const box = boxes[(turn * 7) % boxes.length];
  const start = performance.now();
  box.click();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""


def measures(site: Path) -> Iterator[Measure]:
    """Yield what the directory and the practices of `site` weigh, and how long a click takes."""
    with browsing(site) as (base, chromium):
        for section, target in (("annuaire", 150.0), ("pratiques", None)):
            page = chromium.new_context(viewport={"width": 1280, "height": 900}).new_page()
            answers: list[Response] = []
            page.on("response", partial(_keep, answers))
            page.goto(f"{base}{section}/", wait_until="networkidle")
            page.wait_for_selector("[data-ready]", state="attached")
            weight = sum(map(_weight, answers))
            yield Measure(f"/{section}/, page entière (gzip)", weight / 1000, "ko", target)
            times = [_click(page, turn) for turn in range(CLICKS)]
            name = f"/{section}/, clic sur une facette (médiane de {CLICKS})"
            yield Measure(name, statistics.median(times), "ms", 100)
            page.context.close()


def _keep(answers: list[Response], response: Response) -> None:
    answers.append(response)


def _weight(response: Response) -> int:
    return len(gzip.compress(response.body(), 6))


def _click(page: Page, turn: int) -> float:
    time: float = page.evaluate(_CLICK, turn)
    if turn % 3 == 2:  # not ever fewer
        page.evaluate("history.go(-3)")
        page.wait_for_timeout(300)
    return time
