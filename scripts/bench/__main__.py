"""Measure a large fictional club: `make bench`, or `python -m scripts.bench [PART…]`.

The club (5,000 members, 3,000 practices) is written and built once in `build/bench`; remove that
folder to start again.
"""

import sys
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from generator import demo
from generator.build import pipeline
from generator.core import settings, system
from scripts.bench import Measure, lists, search

FOLDER = Path("build/bench")
TODAY = date(2026, 6, 15)
SIZES = demo.Sizes(members=5_000, practices=3_000, meetings=60, watch=100, actions=30)

PARTS: dict[str, Callable[[Path], Iterator[Measure]]] = {
    "listes": lists.measures,
    "recherche": lambda site: search.measures(site, FOLDER / "club" / ".club" / "pages"),
}


def club() -> Path:
    """Return the site of the large club, built if it is not there."""
    site = FOLDER / "site"
    if not site.exists():
        demo.write_demo(FOLDER / "club", SIZES, seed=1, today=TODAY, home=settings.HOME)
        root = FOLDER / "club"
        jobs = system.cores()
        pipeline.build(root, settings.load(root), TODAY, out=site, jobs=jobs)
    return site


def main(wanted: list[str]) -> None:
    """Print the measures of the parts wanted, of all when none is named."""
    if unknown := set(wanted) - PARTS.keys():
        sys.exit(f"partie inconnue : {', '.join(sorted(unknown))} ; il y a {', '.join(PARTS)}")
    site = club()
    for name in wanted or PARTS:
        for measure in PARTS[name](site):
            print(measure, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
