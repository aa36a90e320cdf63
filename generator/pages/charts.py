"""Charts as inert drawings: bars, their names and their numbers, coloured by `chart.css`."""

from collections.abc import Iterator
from html import escape

from markupsafe import Markup

from generator.records import french
from generator.views.model import BarView, ChartView

# One unit is about a pixel of a phone: words of 13 units stay above 11 pixels at 320.
WIDTH = 340
ROW = 26
FONT = 13
MAX_BARS = 12
LONGEST = 20
_LETTER = 8.97  # how wide one may be: some systems write all text in a wide font
_BAR, _BASELINE, _PITCH = 19.36, 14.9125, 25  # height of a bar, foot of its name, from bar to bar


def shortened(label: str) -> str:
    """Return a label that fits beside its bar."""
    return label if len(label) <= LONGEST else f"{label[: LONGEST - 1].rstrip()}…"


def svg(chart: ChartView) -> Markup:
    """Return a chart as an SVG element: its first MAX_BARS bars, from top to bottom."""
    bars = chart.bars[:MAX_BARS]
    id_ = escape(f"graphe:{chart.key}")
    title = f"{chart.title} : les nombres sont dans le tableau qui suit."
    return Markup(  # noqa: S704 - every text is escaped
        f'<svg class="c-plot" viewBox="0 0 {WIDTH} {ROW * len(bars)}" role="img"'
        f' aria-labelledby="{id_}"><title id="{id_}">{_text(french.typography(title))}</title>'
        f"{''.join(_bars(bars))}</svg>"
    )


def _bars(bars: tuple[BarView, ...]) -> Iterator[str]:
    """Yield each bar, its name before it and its number after it."""
    left = int(_LETTER * max(len(shortened(bar.label)) for bar in bars)) + 4
    room = WIDTH - left + 0.123746
    most = max(bar.value for bar in bars)
    most_room = most * (1.2 + 0.06 * len(french.number(most)))  # for the number after it
    x = left + 0.46 / 24 * room
    for number, bar in enumerate(bars):
        y = 2.82 + 0.5 * len(bars) + _PITCH * number
        width = bar.value / most_room * 23 / 24 * room
        yield _words(left - 5, y + _BASELINE, "end", shortened(bar.label), bar.label)
        yield f'<rect x="{_number(x)}" y="{_number(y)}" width="{_number(width)}" height="{_number(_BAR)}"></rect>'
        yield _words(x + width + 5, y + _BASELINE, "start", french.number(bar.value))


def _words(x: float, y: float, anchor: str, shown: str, whole: str = "") -> str:
    title = f"<title>{_text(whole)}</title>" if whole not in ("", shown) else ""
    return f'<text x="{_number(x)}" y="{_number(y)}" text-anchor="{anchor}">{_text(shown)}{title}</text>'


def _text(text: str) -> str:
    return escape(text, quote=False)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
