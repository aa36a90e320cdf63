"""Comparable practices and peers: for each sheet, the few most like it, and why.

Works on what the other views already show, so nothing private can come in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from generator.core import memory
from generator.kinds.view import ComparableView, PlaceView, Ref
from generator.records import french
from generator.territory import likeness
from generator.territory.likeness import Entry, Index, Territory

# A sheet proposes a few, the finder of « Territoires » has the rest.
MOST = 5


def with_practices(views: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the practices, each with those that share its method or its theme elsewhere."""
    return _compared(views, views, shared=True)


def with_peers(views: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the members, each with those in office in a place like theirs."""
    return _compared(views, [view for view in views if view.active])


def _compared(
    views: tuple[Any, ...], among: Iterable[Any], *, shared: bool = False
) -> tuple[Any, ...]:
    known = {view.id: view for view in views}
    entries = {view.id: _entry(view, view.place) for view in views if view.place}
    others = [view.id for view in among if view.id in entries]

    def nearest(_: int) -> dict[str, list[str]]:
        index = Index(entries[id_] for id_ in others)
        found = ((id_, index.nearest(one, MOST, shared=shared)) for id_, one in entries.items())
        return {id_: [other.id for other in near] for id_, near in found}

    (near,) = memory.each("nearest", [_said(entries.values(), others, shared)], nearest)

    def comparable(view: Any) -> Iterator[ComparableView]:
        labels = {ref.id: ref.label for ref in (*view.methods, *view.themes)}
        for found in map(entries.__getitem__, near[view.id]):
            other = known[found.id]
            note = other.current.label if hasattr(other, "current") else ""
            reason = _reason(entries[view.id], found, labels)
            yield ComparableView(Ref(other.id, other.title, other.url, note), other.place, reason)

    return tuple(
        replace(view, comparable=tuple(comparable(view))) if view.id in entries else view
        for view in views
    )


def _said(entries: Iterable[Entry], others: Iterable[str], shared: object) -> str:
    """Return all that decides who is nearest to whom."""
    said = (f"{e.id} {e.territory} {sorted(e.methods)} {sorted(e.themes)}" for e in entries)
    return "\n".join((*said, *others, str(shared)))


def _entry(view: Any, place: PlaceView) -> Entry:
    return Entry(
        view.id,
        place.territory,
        frozenset(ref.id for ref in view.methods),
        frozenset(ref.id for ref in view.themes),
    )


# What tells two territories apart, and is said after what they share.
_APART = tuple(likeness.WORDS[word].partition("{n}")[0] for word in ("far", "elsewhere"))


def reasons(asker: Territory, found: Territory, *, you: bool = False) -> list[str]:
    """Return why `found` may interest `asker`, a likeness first: `même région`, then `autre taille`."""
    return sorted(likeness.reasons(asker, found, you=you), key=lambda why: why.startswith(_APART))


def _reason(asker: Entry, found: Entry, labels: dict[str, str]) -> str:
    """Return why `found` is like `asker`, in words."""
    methods, themes = asker.common(found)
    common = [label for key, label in labels.items() if key in methods or key in themes]
    said = reasons(asker.territory, found.territory)
    parts = [", ".join(said)]
    if common:
        shared = f"en commun{french.NBSP}: {french.enumeration(common)}"
        parts.insert(0 if said[0].startswith(_APART) else 1, shared)
    return f"{french.NBSP}; ".join(parts)
