"""What the lists of the site are narrowed, sorted and turned with, in the reader's browser.

One file a list (`/pratiques/liste.json`…), by columns so that it stays small: 5,000 people must
weigh less than a photograph. Its order is that of the pages. It is the theme's own (see
`theme/assets/list.js`), not an interface for others: those have `/api/v1/`.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core.settings import Settings
from generator.territory.geo import STRATA
from generator.views.facets import FACETS, Facet
from generator.views.listings import SIZES, groups, listed
from generator.views.model import Badge, PlaceView, SiteView

Column = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Layout:
    """How a list is shown: `meta` are the lines of a card (French label, column).

    `month` is the column whose months (202403) have the year that the list is narrowed by.

    `sorts` are orders (key, French label, column, which a minus sign reverses): without a column,
    the order of the pages. What has no value comes last in every order.
    """

    kind: str
    words: tuple[str, str]
    look: str
    columns: dict[str, Column]
    month: str
    meta: tuple[tuple[str, str], ...]
    sorts: tuple[tuple[str, str, str], ...]


def _name(place: PlaceView | None) -> str:
    # The département, which tells homonyms apart, is added in the browser from its facet.
    return place.name if place else ""


def _people(place: PlaceView | None) -> int | None:
    return place.population if place else None


def _cost(name: str) -> Column:
    """Return the cost shown on a card: the first line known, when it is called `name`."""
    return lambda p: p.cost_lines[0][1] if p.cost_lines and p.cost_lines[0][0] == name else ""


def _month(text: str) -> int | None:
    """`2024-03-12` -> 202403, `2024` -> 202400: enough to sort by."""
    return int(f"{text[:7].replace('-', '')}00"[:6]) if text else None


def _badges(badges: Iterable[Badge]) -> list[list[str]]:
    return [[b.text, b.tone, b.why] for b in badges]


def _amount(practice: Any) -> int | None:
    """Return the amount that the card of a practice shows."""
    envelope: int | None = practice.cost_envelope
    process: int | None = practice.cost_process
    return process if envelope is None else envelope


def _day(text: str) -> int:
    """`2024-03-12` -> 20240312, `2024` -> 20240000."""
    return int(f"{text.replace('-', '')}0000"[:8])


def _due(line: Any) -> str:
    """Return when a task is due or was done, as its card says it."""
    if line.done:
        return f"Faite {'le' if line.done.is_day else 'en'} {line.done.text}"
    if line.due and line.state != "dropped":
        return f"Avant {'le' if line.due.is_day else 'fin'} {line.due.text}"
    return ""


def _attendance(count: int | None) -> str:
    if not count:
        return ""
    return f"{count}\u00a0{'personne présente' if count < 2 else 'personnes présentes'}"


_LAYOUTS: dict[str, _Layout] = {
    "pratiques": _Layout(
        "practice",
        ("pratique", "pratiques"),
        "cards",
        {
            "place": lambda p: _name(p.place),
            "people": lambda p: _people(p.place),
            "period": lambda p: p.period[:1].upper() + p.period[1:],
            "envelope": _cost("Enveloppe"),
            "cost": _cost("Coût"),
            "start": lambda p: _month(p.start),
            "amount": _amount,
            "badges": lambda p: _badges(p.badges),
        },
        "start",
        (
            ("Lieu", "place"),
            ("Habitants", "people"),
            ("Dates", "period"),
            ("Enveloppe", "envelope"),
            ("Coût", "cost"),
        ),
        (
            ("", "Relecture la plus récente", ""),
            ("titre", "Titre", "title"),
            ("debut", "Début le plus récent", "-start"),
            ("habitants", "Territoires les moins peuplés", "people"),
            ("-habitants", "Territoires les plus peuplés", "-people"),
            ("cout", "Montant le plus bas", "amount"),
            ("-cout", "Montant le plus élevé", "-amount"),
        ),
    ),
    "annuaire": _Layout(
        "member",
        ("personne", "personnes"),
        "people",
        {
            "role": lambda m: m.current.label,
            "place": lambda m: _name(m.current.place),
            "people": lambda m: _people(m.current.place),
            "since": lambda m: _month(m.current.start),
            "image": lambda m: m.image,
            "badges": lambda m: _badges(m.badges),
        },
        "since",
        (),
        (
            ("", "Nom", ""),
            ("habitants", "Territoires les moins peuplés", "people"),
            ("-habitants", "Territoires les plus peuplés", "-people"),
            ("recent", "Mandat le plus récent", "-since"),
        ),
    ),
    "veille": _Layout(
        "watch",
        ("texte", "textes"),
        "rows",
        {
            "reference": lambda w: w.reference,
            "last": lambda w: f"{w.last.label}\u00a0: {w.last.when.text}" if w.last else "",
            "next": lambda w: (
                f"{'Attendu' if w.next_passed else 'À venir'}\u00a0: {w.next.label}, {w.next.when.text}"
                if w.next
                else ""
            ),
            "moved": lambda w: _month(w.last.when.iso) if w.last else None,
            "badges": lambda w: _badges(w.badges),
        },
        "moved",
        (("", "reference"), ("", "last"), ("", "next")),
        (
            ("", "Mouvement le plus récent", ""),
            ("titre", "Titre", "title"),
            ("ancien", "Mouvement le plus ancien", "moved"),
        ),
    ),
    "reunions": _Layout(
        "meeting",
        ("réunion", "réunions"),
        "rows",
        {
            "when": lambda m: m.start.text,
            "format": lambda m: m.format[:1].upper() + m.format[1:],
            "location": lambda m: m.location,
            "attendance": lambda m: _attendance(m.attendance),
            "month": lambda m: _month(m.start.iso),
            "present": lambda m: m.attendance,
            "badges": lambda m: _badges(m.badges),
        },
        "month",
        (("", "when"), ("", "format"), ("", "location"), ("", "attendance")),
        (
            ("", "Les plus récentes", ""),
            ("ancien", "Les plus anciennes", "month"),
            ("presents", "Les plus suivies", "-present"),
        ),
    ),
    "registre": _Layout(
        "register",
        ("ligne", "lignes"),
        "rows",
        {
            "href": lambda r: r.url.lstrip("/"),
            "owner": lambda r: r.owner.label if r.owner else "",
            "when": _due,
            "meeting": lambda r: f"{r.meeting.label}, {r.meeting_date.text}",
            "date": lambda r: _day(r.date),
            "month": lambda r: _month(r.meeting_date.iso),
            "badges": lambda r: _badges(r.badges),
        },
        "month",
        (("", "owner"), ("", "when"), ("", "meeting")),
        (
            ("", "Ce qui est dû d’abord", ""),
            ("-date", "Les plus récentes", "-date"),
            ("date", "Les plus anciennes", "date"),
        ),
    ),
}


def lists(section: str) -> Callable[[SiteView, Settings], str]:
    """Return the exporter of the list of a section."""

    def export(site: SiteView, _: Settings) -> str:
        layout = _LAYOUTS[section]
        views = listed(site, section)
        document = {
            "section": section,
            "look": layout.look,
            "words": layout.words,
            "size": SIZES[section],
            "count": len(views),
            "ids": {str(i): v.id for i, v in enumerate(views) if v.id != _slug(v.title)},
            "facets": _facets(layout, views),
            "sorts": layout.sorts,
            "meta": layout.meta,
            "columns": {"title": [v.title for v in views]}
            | {name: _column([read(v) for v in views]) for name, read in layout.columns.items()},
        }
        if parts := groups(section, views):
            document["groups"] = [[g.start, g.key, g.title, g.part] for g in parts]
        return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"

    return export


def _facets(layout: _Layout, views: Sequence[Any]) -> list[dict[str, Any]]:
    """Return the facets of a list; those that others or a column imply are told by these."""
    found = {f.key: _facet(f, views) for f in FACETS[layout.kind]}
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


def _facet(facet: Facet, views: Sequence[Any]) -> dict[str, Any]:
    """Return a facet: its values in order, and those of each view by their place among them."""
    answers = [list(facet.values(v)) for v in views]
    values = sorted({value for answer in answers for value in answer}, key=facet.rank)
    at = {value: i for i, value in enumerate(values)}
    of: list[Any] = [[at[value] for value in answer] for answer in answers]
    if all(len(answer) <= 1 for answer in answers):
        of = [answer[0] if answer else -1 for answer in of]
    return {"key": facet.key, "label": facet.label, "values": values, "of": of}


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
