"""The map of France as data, for the lists that let a reader choose on it."""

import json

from generator.core.settings import Settings
from generator.territory.geo import france_map, geography
from generator.views.model import SiteView


def france(_site: SiteView, _settings: Settings) -> str:
    """Return the map: view box, names and paths by code of département, insets.

    `behind` are the départements drawn again, larger, in an inset.
    """
    drawn, places = france_map(), geography()
    found = {code: places.get(f"departement:{code}") for code in drawn.areas}
    return (
        json.dumps(
            {
                "viewBox": drawn.view_box,
                "names": {code: place.name for code, place in found.items() if place},
                "paths": dict(drawn.areas),
                "behind": dict(drawn.behind),
                "insets": [
                    {"label": i.label, "frame": i.frame, "at": i.at, "middle": i.middle}
                    for i in drawn.insets
                ],
            },
            ensure_ascii=False,
            separators=(",", ":"),
        )
        + "\n"
    )
