"""What lists and the search are narrowed by: the questions that several kinds share."""

from collections.abc import Callable, Iterable

from generator.kinds.kind import Facet, Value, View
from generator.kinds.view import PlaceView, Ref
from generator.records import french
from generator.territory.geo import KIND_LABELS, STRATA

Place = Callable[[View], PlaceView | None]


def by_label(value: Value) -> tuple[str, str]:
    """Rank answers by their label."""
    return french.collation(value[1]), value[0]


def by_key(value: Value) -> str:
    """Rank answers by their key."""
    return value[0]


def latest(value: Value) -> int:
    """Rank years, the latest first."""
    return -int(value[0])


def given(order: Iterable[str]) -> Callable[[Value], tuple[int, str]]:
    """Return what ranks answers in a given order."""
    ranks = {key: rank for rank, key in enumerate(order)}
    return lambda value: (ranks.get(value[0], len(ranks)), value[0])


def one(key: str, label: str) -> list[Value]:
    """Return one answer, none when it is empty."""
    return [(key, label)] if key else []


def year(text: str) -> list[Value]:
    """Return the year of a date in ISO form."""
    return one(text[:4], text[:4])


def refs(name: str) -> Callable[[View], Iterable[Value]]:
    """Return what reads links of a view as answers."""

    def values(view: View) -> Iterable[Value]:
        found: Iterable[Ref] = getattr(view, name)
        return [(ref.id, ref.label) for ref in found]

    return values


def yes(test: Callable[[View], bool]) -> Callable[[View], Iterable[Value]]:
    """Return what answers « Oui » to a question of one answer."""
    return lambda view: [("oui", "Oui")] if test(view) else []


THEME = Facet("theme", "Thème", refs("themes"), by_label)
METHOD = Facet("methode", "Méthode", refs("methods"), by_label)


def places(place: Place) -> tuple[Facet, ...]:
    """Return the questions on a territory."""

    def of(key: str, label: str) -> Callable[[View], Iterable[Value]]:
        def values(view: View) -> Iterable[Value]:
            found = place(view)
            return one(getattr(found, key), getattr(found, label)) if found else ()

        return values

    def authority(view: View) -> Iterable[Value]:
        found = place(view)
        return [(found.kind, KIND_LABELS[found.kind])] if found else ()

    strata = given(key for _, key, _ in STRATA)
    return (
        Facet("strate", "Population", of("stratum_key", "stratum"), strata),
        Facet("collectivite", "Type de collectivité", authority, given(KIND_LABELS)),
        Facet("region", "Région", of("region_code", "region"), by_label),
        Facet("departement", "Département", of("departement_code", "departement"), by_key),
    )
