"""Charts: bars, their names, their numbers, and nothing else."""

import re
from xml.etree import ElementTree as ET

from hypothesis import given
from hypothesis import strategies as st

from generator.pages import charts
from generator.views.model import BarView, ChartView

WORDS = st.text(st.characters(exclude_categories=["C"]), min_size=1, max_size=40)
BARS = st.lists(st.builds(BarView, WORDS, st.integers(0, 40_000)), min_size=1, max_size=30)
ALLOWED = {
    "svg": {"class", "viewBox", "role", "aria-labelledby"},
    "title": {"id"},
    "text": {"x", "y", "text-anchor"},
    "rect": {"x", "y", "width", "height"},
}


def _chart(bars: list[BarView]) -> ChartView:
    return ChartView("exemple", "Membres par région", "Région", "Membres", tuple(bars))


SOME = _chart([BarView("Provence-Alpes-Côte d’Azur", 1200), BarView("<b> & fils", 3)])


@given(BARS.filter(lambda bars: any(bar.value for bar in bars)))
def test_a_chart_is_inert_and_says_each_bar(bars: list[BarView]) -> None:
    root = ET.fromstring(str(charts.svg(_chart(bars))))  # noqa: S314 - what we have just written
    for node in root.iter():
        assert set(node.attrib) <= ALLOWED[node.tag]
    shown = bars[: charts.MAX_BARS]
    widths = [float(r.attrib["width"]) for r in root.iter("rect")]
    assert len(widths) == len(shown)
    for one, other, a, b in zip(widths, widths[1:], shown, shown[1:], strict=False):
        assert (one <= other + 0.1) if a.value <= b.value else (one >= other - 0.1)
    names = [t.text for t in root.iter("text") if t.attrib["text-anchor"] == "end"]
    assert names == [charts.shortened(bar.label) for bar in shown]


def test_the_same_chart_is_the_same_bytes_and_carries_no_day() -> None:
    assert charts.svg(SOME) == charts.svg(SOME)
    assert not re.search(r"20\d\d-|<!--|<style|<script|<desc|xmlns", charts.svg(SOME))


def test_a_long_name_is_whole_in_a_title_and_text_stays_text() -> None:
    drawn = str(charts.svg(SOME))
    assert "Provence-Alpes-Côte…<title>Provence-Alpes-Côte d’Azur</title>" in drawn
    assert "&lt;b&gt; &amp; fils" in drawn
    assert "1\u202f200</text>" in drawn


def test_nothing_is_drawn_outside_the_frame() -> None:
    bars = [BarView("Une région au nom très long", n) for n in (40_000, 39_999, 1)]
    root = ET.fromstring(str(charts.svg(_chart(bars))))  # noqa: S314 - what we have just written
    for rect in root.iter("rect"):
        box = {key: float(value) for key, value in rect.attrib.items()}
        assert box["x"] + box["width"] + 5 + len("40 000") * charts.FONT * 0.56 <= charts.WIDTH
        assert 0 <= box["y"] <= box["y"] + box["height"] <= charts.ROW * len(bars)
