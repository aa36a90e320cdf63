"""Measure « Un territoire comme le mien »: time, files, what a question weighs, whether it is right.

python -m scripts.bench.territory [--members 5000] [--practices 3000] [--questions 200]

Reads the files as the page does, and compares each answer with that of a comparison with every
record. Prints figures; fails on nothing.
"""

import argparse
import gzip
import json
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from generator import demo, views
from generator.build import pipeline
from generator.club import Club
from generator.core import settings
from generator.exports import communes, finder
from generator.kinds import KINDS
from generator.kinds.comparable import with_peers, with_practices
from generator.kinds.member import MemberView
from generator.territory import likeness
from generator.territory.geo import Geography, Place, geography
from generator.territory.likeness import Territory
from generator.views.common import Lens
from generator.views.model import SiteView

_T = TypeVar("_T")
SHOWN = 10
BATCH = 2  # files the page asks for at the same time
COLLECTIONS = ("practices", "people")
TODAY = date(2026, 6, 15)


def territory(place: Place) -> Territory:
    """Return what likeness looks at in a place of the COG."""
    return likeness.territory(
        place.area,
        place.population,
        epci=place.epci,
        departement=place.departement,
        region=place.region,
    )


def shard(name: str, shards: Mapping[str, int]) -> str | None:
    """Return the key of the file that holds `name`, None when there is none."""
    first = next(iter(communes.words(name)), "")
    longest = range(communes.LONGEST_KEY, 0, -1)
    return next((k for n in longest if (k := first[:n]) and k in shards), None)


@dataclass(slots=True)
class Reader:
    """The finder's files, read as the page reads them. `fetched` lists the paths, in order."""

    files: dict[str, str]
    fetched: list[str]

    def load(self, path: str) -> Any:
        """Return the JSON of a file of the finder's folder."""
        path = f"{finder.FOLDER}/{path}"
        if path not in self.fetched:
            self.fetched.append(path)
        return json.loads(self.files[path])

    def weight(self) -> int:
        """Return the bytes of what was fetched, compressed."""
        return sum(len(gzip.compress(self.files[path].encode())) for path in self.fetched)

    def place(self, place: Place) -> None:
        """Fetch what leads to a place by its name."""
        index = self.load("index.json")
        key = shard(place.name, index["shards"])
        self.load(f"communes/n-{key}.json")

    def ask(self, asker: Territory, shelf: str, collection: str) -> tuple[list[Any], bool]:
        """Return the best rows as `(minus points, gap, id)`, and whether they are surely so."""
        index = self.load("index.json")
        root = self.load(f"sujets/{shelf}.json")
        head = root[collection]
        region_of = {code: region for code, _, _, region in index["departements"]}
        if "rows" in head:
            return sorted(_ranked(asker, head, region_of))[:SHOWN], True
        left = parts(asker, head, collection)
        found: list[Any] = []
        budget = root["budget"]  # kilobytes
        while left and not _useless(found, left[0]):
            batch: list[str] = []
            while len(batch) < BATCH and left and not _useless(found, left[0]):
                if left[0][3] > budget:
                    break
                budget -= left[0][3]
                batch.append(left.pop(0)[2])
            if not batch:
                return found, False
            for path in batch:
                rows = self.load(f"sujets/{shelf}/{path}.json")
                found = sorted({*found, *_ranked(asker, rows, region_of)})[:SHOWN]
        return found, True


def _useless(found: list[Any], part: tuple[int, int, str, int]) -> bool:
    """Whether a part can hold nothing better than what was found."""
    return len(found) >= SHOWN and tuple(found[-1][:2]) < part[:2]


def parts(
    asker: Territory, head: dict[str, Any], collection: str
) -> list[tuple[int, int, str, int]]:
    """Return the parts worth fetching, best first.

    Each is minus its best score, its least gap, its name, its size in kilobytes.
    """
    found = []
    for table in ("near", "far"):
        for part in head[table]:
            stratum, codes, piece, fewest, most, kilobytes = part
            if table == "near" and asker.departement not in codes:
                continue
            points, gap = likeness.POINTS["kind"], likeness.UNKNOWN_GAP
            if asker.population is not None:
                gap = max(fewest - asker.population, asker.population - most, 0)
            points += _size(asker, stratum)
            if table == "near" or asker.region in codes:
                points += likeness.POINTS["region"] if asker.region else 0
            if table == "near":
                points += likeness.POINTS["departement"]
                points += likeness.POINTS["epci"] if asker.epci else 0
            if gap == 0 and (table == "near" or not asker.departement):
                points += likeness.POINTS["place"]
            path = f"{collection}-{table}-{stratum or 'all'}-{codes[0] or '0'}-{piece}"
            found.append((-points, gap, path, kilobytes))
    return sorted(found)


def _size(asker: Territory, stratum: str | None) -> int:
    if stratum is None or asker.stratum is None:
        return likeness.POINTS["stratum"][0] if asker.stratum is not None else 0
    distance = (
        abs(asker.stratum - int(stratum)) if stratum != "x" else len(likeness.POINTS["stratum"])
    )
    return likeness.POINTS["stratum"][distance] if distance < len(likeness.POINTS["stratum"]) else 0


def _ranked(
    asker: Territory, head: dict[str, Any], region_of: dict[str, str]
) -> Iterator[tuple[int, int, str]]:
    for row in head["rows"]:
        area, _, population, epci, departement = head["places"][row[0]]
        kind, _, code = area.partition(":")
        region = code if kind == "region" else region_of.get(departement, "")
        other = likeness.territory(
            area, population, epci=epci, departement=departement, region=region
        )
        yield -likeness.score(asker, other), likeness.gap(asker, other), row[1]


def everyone(site: SiteView, asker: Territory, shelf: str, collection: str) -> list[Any]:
    """Return what a comparison with every record gives, the best first."""
    prefix, _, key = shelf.partition("-")
    name = {"methode": "methods", "theme": "themes"}.get(prefix, "")
    found = []
    for view in site.practices if collection == "practices" else site.members:
        place = view.current.place if hasattr(view, "current") else view.place
        former = not view.active if isinstance(view, MemberView) else view.status == "idea"
        off = name and key not in {ref.id for ref in getattr(view, name)}
        if place and not former and not off:
            other = place.territory
            found.append((-likeness.score(asker, other), likeness.gap(asker, other), view.id))
    return sorted(found)[:SHOWN]


def sample(geo: Geography, count: int) -> list[Place]:
    """Return communes of every size, always the same: one in so many, ordered by population."""
    places = [place for code in geo.commune_codes if (place := geo.get(f"commune:{code}"))]
    places.sort(key=lambda place: (place.population or 0, place.code))
    # Small communes are most of France, towns ask most of the questions: half of each.
    step = max(1, len(places) * 2 // count)
    towns = places[-len(places) // 20 :]
    return [*places[::step], *towns[:: max(1, len(towns) * 2 // count)]]


def _views(lens: Lens, kind: str) -> tuple[Any, ...]:
    return tuple(KINDS[kind].view(lens, record) for record in lens.club.records[kind].values())


def _timed(name: str, job: Callable[[], _T]) -> _T:
    start = time.perf_counter()
    done = job()
    print(f"{name:<44}{time.perf_counter() - start:8.2f} s")
    return done


def _club(folder: Path, sizes: demo.Sizes) -> Club:
    demo.write_demo(folder, sizes, seed=1, today=TODAY, home=settings.HOME)
    return pipeline.check(folder, settings.load(folder), TODAY).club


def main() -> None:
    """Build a fictional club in memory, ask its finder, and print what it took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=5_000)
    parser.add_argument("--practices", type=int, default=3_000)
    parser.add_argument("--questions", type=int, default=200)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        sizes = demo.Sizes(options.members, options.practices, 0, 0, 0)
        club = _timed("the fictional club, written and read", lambda: _club(Path(folder), sizes))
    lens = Lens(club, TODAY)
    plain = _timed(
        "practices and members, without likeness",
        lambda: (_views(lens, "practice"), _views(lens, "member")),
    )
    _timed("comparable practices", lambda: with_practices(plain[0]))
    _timed("peers", lambda: with_peers(plain[1]))
    site = _timed("all views", lambda: views.site(club, today=TODAY))
    config = settings.load(settings.HOME)
    files = _timed("finder's files, first time", lambda: finder.files(site, config))
    _timed("finder's files, names known", lambda: finder.files(site, config))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"{'memory at most':<44}{peak:8} MB")
    _sizes(files)
    _questions(site, files, options.questions)


def _sizes(files: dict[str, str]) -> None:
    kinds: dict[str, list[int]] = {}
    for path, text in files.items():
        kind = path.removeprefix(f"{finder.FOLDER}/").partition("/")[0]
        kinds.setdefault(kind, []).append(len(gzip.compress(text.encode())))
    print(f"\n{'files':<24}{'number':>8}{'largest, kB gzip':>20}{'all, kB gzip':>16}")
    for kind, weights in kinds.items():
        print(f"{kind:<24}{len(weights):>8}{max(weights) / 1e3:>20.1f}{sum(weights) / 1e3:>16.0f}")


def _questions(site: SiteView, files: dict[str, str], count: int) -> None:
    hubs = sorted((*site.methods, *site.themes), key=lambda h: (-len(h.practices), h.key))
    prefix = {"methods": "methode", "themes": "theme"}
    shelves = [finder.ALL] + [
        f"{prefix[hub.vocabulary]}-{hub.key}" for hub in (hubs[0], hubs[len(hubs) // 2], hubs[-1])
    ]
    print(
        f"\n{'question':<36}{'kB gzip':>8}{'most':>6}{'answers':>9}{'files':>7}{'sure':>7}{'same':>7}{'lost':>6}"
    )
    for shelf in shelves:
        weights, answers_only, numbers, lost = [], [], [], []
        sure = same = 0
        for place in sample(geography(), count):
            reader, asker = Reader(files, []), territory(place)
            reader.place(place)
            names = reader.weight()
            for collection in COLLECTIONS:
                found, certain = reader.ask(asker, shelf, collection)
                best = everyone(site, asker, shelf, collection)
                sure += certain
                same += found == best
                pairs = zip(found, best, strict=True)
                lost.append(max((have[0] - want[0] for have, want in pairs), default=0))
            weights.append(reader.weight())
            answers_only.append(weights[-1] - names)
            numbers.append(len(reader.fetched))
        answers = len(lost)
        print(
            f"{shelf:<36}{sum(weights) / len(weights) / 1e3:>8.1f}{max(weights) / 1e3:>6.1f}"
            f"{max(answers_only) / 1e3:>9.1f}"
            f"{max(numbers):>7}{sure / answers:>7.0%}{same / answers:>7.0%}{max(lost):>6}"
        )


if __name__ == "__main__":
    main()
