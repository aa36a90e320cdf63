"""The map of France as a drawing, for the lists that let a reader choose on it."""

from collections.abc import Iterator
from html import escape

from generator.core.settings import Settings
from generator.territory.geo import FranceMap, france_map, geography
from generator.views.model import SiteView


def files(_site: SiteView, _settings: Settings) -> dict[str, str]:
    """Return the map as SVG: a button each département, by code, that a script counts and colours.

    Those drawn again, larger, in an inset are no button in their small place.
    """
    return {"territoires/donnees/carte.svg": "\n".join(_lines(france_map())) + "\n"}


def _lines(drawn: FranceMap) -> Iterator[str]:
    yield '<svg xmlns="http://www.w3.org/2000/svg" class="c-france" role="group"'
    yield f' viewBox="{drawn.view_box}">'
    for inset in drawn.insets:
        x, y, width, height = inset.frame
        yield f'<rect x="{x}" y="{y}" width="{width}" height="{height}"/>'
    for code, path in drawn.behind.items():
        yield f'<path data-behind="{code}" d="{path}"/>'
    for code, path in sorted(drawn.areas.items()):
        place = geography().get(f"departement:{code}")
        name = escape(place.name if place else code)
        yield f'<g role="button" tabindex="-1" data-code="{code}" data-name="{name}">'
        yield f'<title>{name}</title><path d="{path}"/></g>'
    for inset in drawn.insets:
        (x, y), anchor = inset.at, "middle" if inset.middle else "start"
        lines = (
            f'<tspan x="{x}" y="{y + 34 * n}">{escape(line)}</tspan>'
            for n, line in enumerate(inset.label)
        )
        yield f'<text text-anchor="{anchor}">{"".join(lines)}</text>'
    yield "</svg>"
