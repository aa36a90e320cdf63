"""What the lists of the site are narrowed, sorted and turned with, in the reader's browser.

One file a list (`/pratiques/liste.json`…), by columns so that it stays small: 5,000 people must
weigh less than a photograph. Its order is that of the pages. It is the theme's own (see
`theme/assets/list.js`), not an interface for others: those have `/api/v1/`.
"""

import json
import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

from generator.core.settings import Settings
from generator.kinds.facets import packed
from generator.kinds.kind import Listing
from generator.territory.geo import STRATA
from generator.views.listings import LISTINGS, groups, listed
from generator.views.model import SiteView


def lists(section: str) -> Callable[[SiteView, Settings], str]:
    """Return the exporter of the list of a section."""

    def export(site: SiteView, _: Settings) -> str:
        layout = LISTINGS[section]
        views = listed(site, section)
        document = {
            "section": section,
            "look": layout.look,
            "words": layout.words,
            "size": layout.size,
            "count": len(views),
            "ids": {str(i): v.id for i, v in enumerate(views) if v.id != _slug(v.title)},
            "facets": _facets(layout, views),
            "sorts": layout.sorts,
            "meta": layout.meta,
            "columns": {"title": [v.title for v in views]}
            | {name: _column([read(v) for v in views]) for name, read in layout.columns.items()}
            | {"badges": _column([[[b.text, b.tone, b.why] for b in v.badges] for v in views])},
        }
        if parts := groups(section, views):
            document["groups"] = [[g.start, g.key, g.title, g.part] for g in parts]
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"

    return export


def _facets(layout: Listing, views: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the facets of a list; those that others or a column imply are told by these."""
    found = {
        f.key: {
            "key": f.key,
            "label": f.label,
            **packed([list(f.values(v)) for v in views], f.rank),
        }
        for f in layout.facets
    }
    if "region" in found:
        found["region"] |= _implied(found["region"]["of"], found["departement"])
        bounds = {key: low for low, key, _ in STRATA}
        strata = found["strate"]
        strata |= {"bounds": [bounds[key] for key, _ in strata["values"]], "of": None}
    months = [layout.columns[layout.month](v) for v in views]
    if _years(found["annee"]) == [str(month)[:4] if month else "" for month in months]:
        found["annee"] |= {"of": None, "year": layout.month}
    return list(found.values())


def _years(facet: dict[str, Any]) -> list[str]:
    """Return the only answer of each view to a facet, empty for none."""
    return [facet["values"][at][0] if at >= 0 else "" for at in facet["of"]]


def _implied(of: list[int], by: dict[str, Any]) -> dict[str, Any]:
    """Say the answers `of` by those of another facet: `map` by answer, `but` where it is not so."""
    rule = [-1] * len(by["values"])
    for answer, other in zip(of, by["of"], strict=True):
        if other >= 0:
            rule[other] = answer
    expected = [rule[other] if other >= 0 else -1 for other in by["of"]]
    but = {str(i): a for i, (a, e) in enumerate(zip(of, expected, strict=True)) if a != e}
    return {"of": None, "from": by["key"], "map": rule, "but": but}


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
    """Return the id that a title most often has, as `dom.js` folds it."""
    plain = title.lower().replace("œ", "oe").replace("æ", "ae")
    plain = "".join(
        c for c in unicodedata.normalize("NFD", plain) if unicodedata.category(c) != "Mn"
    )
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())
