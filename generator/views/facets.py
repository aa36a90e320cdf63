"""What lists are narrowed by: the same questions, in the same words, on every list.

One table says which facets a kind of view has. The values of a facet are (key, label) pairs; the
key is what addresses carry (`?strate=10000-19999`), the label what people read.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from generator.records import french
from generator.territory.geo import KIND_LABELS, STRATA
from generator.views.common import STATUS_LABELS
from generator.views.model import PlaceView, Ref
from generator.views.register import STATES

Value = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Facet:
    """A question a list can be narrowed by.

    `values` gives the answers of a view: none, one or several. `rank` orders the answers.
    """

    key: str
    label: str
    values: Callable[[Any], Iterable[Value]]
    rank: Callable[[Value], Any]


def _by_label(value: Value) -> tuple[str, str]:
    return french.collation(value[1]), value[0]


def _by_key(value: Value) -> str:
    return value[0]


def _latest(value: Value) -> int:
    return -int(value[0])


def _given(order: Iterable[str]) -> Callable[[Value], tuple[int, str]]:
    ranks = {key: rank for rank, key in enumerate(order)}
    return lambda value: (ranks.get(value[0], len(ranks)), value[0])


def _refs(name: str) -> Callable[[Any], Iterable[Value]]:
    def values(view: Any) -> Iterable[Value]:
        refs: Iterable[Ref] = getattr(view, name)
        return [(ref.id, ref.label) for ref in refs]

    return values


def _one(key: str, label: str) -> list[Value]:
    return [(key, label)] if key else []


def _place(view: Any) -> PlaceView | None:
    found: PlaceView | None = view.current.place if hasattr(view, "current") else view.place
    return found


def _of_place(key: str, label: str) -> Callable[[Any], Iterable[Value]]:
    def values(view: Any) -> Iterable[Value]:
        place = _place(view)
        return _one(getattr(place, key), getattr(place, label)) if place else ()

    return values


def _authority(view: Any) -> Iterable[Value]:
    place = _place(view)
    return [(place.kind, KIND_LABELS[place.kind])] if place else ()


def _yes(test: Callable[[Any], bool]) -> Callable[[Any], Iterable[Value]]:
    return lambda view: [("oui", "Oui")] if test(view) else []


def _year(text: str) -> list[Value]:
    return [(text[:4], text[:4])] if text else []


_THEME = Facet("theme", "Thème", _refs("themes"), _by_label)
_METHOD = Facet("methode", "Méthode", _refs("methods"), _by_label)
_PLACE = (
    Facet(
        "strate",
        "Population",
        _of_place("stratum_key", "stratum"),
        _given(key for _, key, _ in STRATA),
    ),
    Facet("collectivite", "Type de collectivité", _authority, _given(KIND_LABELS)),
    Facet("region", "Région", _of_place("region_code", "region"), _by_label),
    Facet("departement", "Département", _of_place("departement_code", "departement"), _by_key),
)

FACETS: dict[str, tuple[Facet, ...]] = {
    "practice": (
        _METHOD,
        _THEME,
        *_PLACE,
        Facet("niveau", "Niveau", lambda p: _one(p.level_key, p.level), _by_label),
        Facet(
            "statut", "Avancement", lambda p: [(p.status, p.status_label)], _given(STATUS_LABELS)
        ),
        Facet("annee", "Année de début", lambda p: _year(p.start), _latest),
        Facet("temoigne", "Quelqu’un peut en parler", _yes(lambda p: bool(p.peers)), _by_key),
    ),
    "member": (
        _METHOD,
        _THEME,
        *_PLACE,
        Facet(
            "mandat",
            "Mandat",
            lambda m: _one(m.current.role, m.current.role_label),
            _by_label,
        ),
        Facet(
            "etat",
            "Situation",
            lambda m: [("actif", "En mandat") if m.active else ("ancien", "Ancien mandat")],
            _by_key,
        ),
        Facet("annee", "Début du mandat", lambda m: _year(m.current.start), _latest),
        Facet(
            "temoigne", "Peut témoigner d’une pratique", _yes(lambda m: bool(m.practices)), _by_key
        ),
    ),
    "watch": (
        _THEME,
        _METHOD,
        Facet("nature", "Nature", lambda w: _one(w.kind_key, w.kind), _by_label),
        Facet(
            "etape",
            "Dernière étape",
            lambda w: _one(w.last.key, w.last.label) if w.last else (),
            _by_label,
        ),
        Facet(
            "alerte",
            "Alerte",
            lambda w: [(w.alert, b.text) for b in w.badges],
            _by_key,
        ),
        Facet("annee", "Année", lambda w: _year(w.last.when.iso if w.last else ""), _latest),
    ),
    "meeting": (
        Facet("annee", "Année", lambda m: _year(str(m.year)), _latest),
        _THEME,
        _METHOD,
        Facet("nature", "Nature", lambda m: [(m.kind_key, m.kind)], _by_key),
        Facet(
            "format",
            "Format",
            lambda m: _one(m.format_key, m.format[:1].upper() + m.format[1:]),
            _by_key,
        ),
        Facet("statut", "État", lambda m: [(m.state, m.badges[0].text)], _given(STATUS_LABELS)),
    ),
    "register": (
        Facet("etat", "État", lambda r: [(r.state, r.state_label)], _given(STATES)),
        Facet(
            "responsable",
            "Responsable",
            lambda r: [(r.owner.id, r.owner.label)] if r.owner else (),
            _by_label,
        ),
        Facet("annee", "Année de la réunion", lambda r: _year(r.meeting_date.iso), _latest),
    ),
}
