"""What the lists of the site are narrowed, sorted and turned with, in the reader's browser.

One file a list (`/pratiques/liste.json`…), by columns so that it stays small: 5,000 people must
weigh less than a photograph. Its order is that of the pages. It is the theme's own (see
`javascript/src/list/`), not an interface for others: those have `/api/v1/`.
"""

import json
import unicodedata
from typing import Any

from generator.core.settings import Settings
from generator.exports.communes import compact
from generator.kinds.facets import packed
from generator.views.listings import LISTINGS, listed
from generator.views.model import SiteView
from generator.views.register import SECTION


def files(site: SiteView, _: Settings) -> dict[str, str]:
    """Return the file of each list of a site, by path in the site."""
    shown = {kind.section for kind in site.kinds} | {SECTION}
    return {
        f"{section}/liste.json": data(site, section) for section in LISTINGS if section in shown
    }


def data(site: SiteView, section: str) -> str:
    """Return the file of the list of a section."""
    layout = LISTINGS[section]
    views = listed(site, section)
    document = {
        "words": layout.words,
        "size": layout.size,
        "count": len(views),
        "ids": {str(i): v.id for i, v in enumerate(views) if v.id != _slug(v.title)},
        "facets": [
            {
                "key": facet.key,
                "label": facet.label,
                **packed([list(facet.values(v)) for v in views], facet.rank),
            }
            for facet in layout.facets
        ],
        "meta": layout.meta,
        "columns": {"title": [v.title for v in views]}
        | {name: _column([read(v) for v in views]) for name, read in layout.columns.items()}
        | {
            "badges": _column(
                [[[b.text, b.tone, b.why] for b in v.badges if not b.quiet] for v in views]
            )
        },
    }
    return compact(document) + "\n"


def _column(values: list[Any]) -> Any:
    """Return a column as a list, or by reference when its values often come back."""
    if all(isinstance(v, int) or v is None for v in values):
        return values
    keys = [json.dumps(v, ensure_ascii=False) for v in values]
    distinct = {key: i for i, key in enumerate(dict.fromkeys(keys))}
    if len(distinct) * 2 > len(values):
        return values
    return {"values": [json.loads(k) for k in distinct], "of": [distinct[k] for k in keys]}


def _slug(title: str) -> str:
    """Return the id that a title most often has, as the scripts fold it (`slug`)."""
    plain = title.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(
        c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn"
    )
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())
