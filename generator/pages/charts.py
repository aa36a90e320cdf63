"""Charts, drawn by pygal and stripped of all that pygal adds to a drawing.

What stays is inert: shapes and words, placed by pygal and coloured by `chart.css`. Its style and
script (which our Content-Security-Policy refuses), ids made by chance, comments that carry the
day, frames and tooltips do not.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree import ElementTree as ET

import pygal  # type: ignore[import-untyped]
from markupsafe import Markup
from pygal.style import Style  # type: ignore[import-untyped]

from generator.records import french
from generator.views.model import BarView, ChartView

# pygal hooks itself into every later import for the sake of its plugins, in a way Python warns
# of and newer ones ignore. We have no plugin.
sys.meta_path[:] = [f for f in sys.meta_path if type(f).__name__ != "PluginImportFixer"]

# One unit is about a pixel of a phone: words of 13 units stay above 11 pixels at 320.
WIDTH = 340
ROW = 26
FONT = 13
MAX_BARS = 12
LONGEST = 20
# pygal leaves room for words of a usual font; some systems write all text in a wider one.
_STYLE = Style(label_font_size=1.15 * FONT, value_font_size=FONT)


@dataclass(frozen=True, slots=True)
class Piece:
    """A bar or words, where pygal put them in the whole drawing."""

    kind: str
    x: float
    y: float
    width: float = 0
    height: float = 0
    text: str = ""


def shortened(label: str) -> str:
    """Return a label that fits beside its bar."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def svg(chart: ChartView) -> Markup:
    """Return a chart as an SVG element: its first MAX_BARS bars, from top to bottom."""
    bars = chart.bars[:MAX_BARS]
    title = f"{chart.title} : les nombres sont dans le tableau qui suit."
    root = ET.Element(
        "svg",
        {
            "class": "c-plot",
            "viewBox": f"0 0 {WIDTH} {ROW * len(bars)}",
            "role": "img",
            "aria-labelledby": f"graphe:{chart.key}",
        },
    )
    name = ET.SubElement(root, "title", {"id": f"graphe:{chart.key}"})
    name.text = french.typography(title)
    pieces = list(_pieces(_drawn(bars), 0, 0))
    shapes = [p for p in pieces if p.kind == "bar"]
    labels = [p for p in pieces if p.kind == "label"]
    # pygal draws from the bottom up: it was given the last bar first.
    for bar, shape, label in zip(bars, shapes[::-1], labels[::-1], strict=True):
        _draw(root, bar, shape, label)
    return Markup(ET.tostring(root, encoding="unicode", short_empty_elements=False))  # noqa: S704


def _drawn(bars: tuple[BarView, ...]) -> ET.Element:
    """Return pygal's own drawing of some bars."""
    most = max(bar.value for bar in bars)
    drawing = pygal.HorizontalBar(
        width=WIDTH,
        height=ROW * len(bars),
        style=_STYLE,
        no_prefix=True,
        js=[],
        margin=0,
        spacing=4,
        show_legend=False,
        show_x_labels=False,
        show_x_guides=False,
        show_y_guides=False,
        range=(0, most * (1.2 + 0.06 * len(french.number(most)))),  # room for the number after it
    )
    drawing.x_labels = [shortened(bar.label) for bar in reversed(bars)]
    drawing.add("", [bar.value for bar in reversed(bars)])
    root: ET.Element = drawing.render_tree()
    return root


def _pieces(node: ET.Element, x: float, y: float) -> Iterator[Piece]:
    """Yield the bars and the labels of pygal's drawing, its nested moves added up."""
    given = node.attrib.get("transform", "")
    if given.startswith("translate("):
        dx, dy = given.removeprefix("translate(").rstrip(")").replace(",", " ").split()
        x, y = x + float(dx), y + float(dy)
    classes = node.attrib.get("class", "").split()
    place = (x + float(node.attrib.get("x", 0)), y + float(node.attrib.get("y", 0)))
    if node.tag == "rect" and "reactive" in classes:
        size = (float(node.attrib.get("width", 0)), float(node.attrib.get("height", 0)))
        yield Piece("bar", *place, *size)
    elif node.tag == "text" and "value" not in classes:
        yield Piece("label", *place, text=node.text or "")
    for child in node:
        yield from _pieces(child, x, y)


def _draw(root: ET.Element, bar: BarView, shape: Piece, label: Piece) -> None:
    """Add a bar, its name before it and its number after it."""
    name = ET.SubElement(root, "text", _at(label.x, label.y, "end"))
    name.text = label.text
    if label.text != bar.label:
        ET.SubElement(name, "title").text = bar.label
    box = {"x": shape.x, "y": shape.y, "width": shape.width, "height": shape.height}
    ET.SubElement(root, "rect", {key: _number(value) for key, value in box.items()})
    end = _at(shape.x + shape.width + 5, label.y, "start")
    ET.SubElement(root, "text", end).text = french.number(bar.value)


def _at(x: float, y: float, anchor: str) -> dict[str, str]:
    return {"x": _number(x), "y": _number(y), "text-anchor": anchor}


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
