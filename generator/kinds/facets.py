"""What lists and the search are narrowed by: the questions that several kinds share."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from generator.kinds.kind import Facet, Value, View, read
from generator.records import french
from generator.territory.geo import KIND_LABELS, STRATA


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


def one(key: Any, label: Any) -> list[Value]:
    """Return one answer, none when it is empty."""
    return [(key, label)] if key else []


def answers(key: str, label: str) -> Callable[[View], Iterable[Value]]:
    """Return what reads answers by the paths of their key and of their label: one, several or none."""

    def values(view: View) -> Iterable[Value]:
        keys, labels = read(view, key), read(view, label)
        return zip(keys, labels, strict=True) if isinstance(keys, tuple) else one(keys, labels)

    return values


def year(path: str, label: str = "Année") -> Facet:
    """Return the question on the year of the date at a path, which may be unknown."""

    def values(view: View) -> Iterable[Value]:
        when = read(view, path)
        found = str(getattr(when, "iso", when or ""))[:4]
        return one(found, found)

    return Facet("annee", label, values, latest, general="Année")


def status(key: str, text: str, order: Iterable[str], label: str = "État") -> Facet:
    """Return the question on how far a record is: the paths of its state and of what it is called."""
    return Facet("statut", label, answers(key, text), given(order), general="État")


def witness(label: str, test: Callable[[View], bool]) -> Facet:
    """Return the question on who can tell from experience, of one answer."""
    return Facet(
        "temoigne",
        label,
        lambda view: [("oui", "Oui")] if test(view) else [],
        by_key,
        general="Témoignage",
    )


THEME = Facet("theme", "Thème", answers("themes.id", "themes.label"), by_label)
METHOD = Facet("methode", "Méthode", answers("methods.id", "methods.label"), by_label)


def _authority(view: View) -> Iterable[Value]:
    return [(view.place.kind, KIND_LABELS[view.place.kind])] if view.place else ()


PLACES = (
    Facet(
        "strate",
        "Population",
        answers("place.stratum_key", "place.stratum"),
        given(key for _, key, _ in STRATA),
    ),
    Facet("collectivite", "Type de collectivité", _authority, given(KIND_LABELS)),
    Facet("region", "Région", answers("place.region_code", "place.region"), by_label),
    Facet(
        "departement", "Département", answers("place.departement_code", "place.departement"), by_key
    ),
)


def packed(answers: Sequence[Sequence[Value]], rank: Callable[[Value], Any]) -> dict[str, Any]:
    """Return the answers of entries as the browser reads them.

    `values` are all of them, in order; `of` the places of each entry's: numbers, -1 for none, or
    lists of numbers where an entry has several.
    """
    values = sorted({value for answer in answers for value in answer}, key=rank)
    at = {value: i for i, value in enumerate(values)}
    of: list[Any] = [[at[value] for value in answer] for answer in answers]
    if all(len(answer) <= 1 for answer in answers):
        of = [answer[0] if answer else -1 for answer in of]
    return {"values": values, "of": of}
