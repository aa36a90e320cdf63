"""The mandate that a function tells: « 1er adjoint » is an `adjoint`, in its own words.

What is sure gives the role; what depends on the territory (« vice-présidente ») waits for it;
everything else is given back with the reason, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.data import patterns
from generator.core.text import fold


@dataclass(frozen=True, slots=True)
class Function:
    """What a function tells: the roles it may be, by kind of area; why, when it tells none.

    `todo` is for a row of a table, `here` for a source.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    todo: str = ""
    here: str = ""


_TABLE = patterns("functions")


_BEFORE = re.compile(_TABLE["BEFORE"])
_ROLES = [
    (re.compile(row["pattern"]), {area: role for area, role in row.items() if area != "pattern"})
    for row in _TABLE["roles"]
]
_REFUSED = [
    (re.compile(row["pattern"]), Function(why=row["why"], todo=row["todo"], here=row["here"]))
    for row in _TABLE["refused"]
]
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_BETWEEN = re.compile(r"\s*(?:[,;/+&\n]|\bet\b)\s*", re.IGNORECASE)


def understood(text: str) -> Function:
    """Return the mandate that a function tells."""
    parts = [part for part in _BETWEEN.split(text) if part]
    found_roles = [found for part in parts if (found := _roles(part))]
    if len(found_roles) > 1 and found_roles[0] != found_roles[1]:
        return Function(
            why="dit plusieurs mandats",
            todo="donnez à chacun sa ligne, ou ses colonnes « Mandat 2 »…",
            here="donnez à chacun son élément de « memberships »",
        )
    bare = _bare(text)
    for form, refused in _REFUSED:
        if form.match(bare):
            return refused
    roles = _roles(text)
    if _DATED.search(text):
        here = "écrivez le mandat seul : ses dates vont dans « start_date » et « end_date »"
        return Function(roles, why="donne des dates", here=here)
    return Function(roles) if roles else Function(why="ne dit pas de quel mandat il s’agit")


def _bare(text: str) -> str:
    return _BEFORE.sub("", fold(text))


def _roles(text: str) -> dict[str, str]:
    bare = _bare(text)
    return next((roles for form, roles in _ROLES if form.fullmatch(bare)), {})


def place_named(text: str) -> str:
    """Return the place that the function of a mayor names, or "": « Maire de Saint-Denis »."""
    match = re.match(
        r"(?:.*\s)?[Mm]aire\s+(?:d(?:e|u|es)\s+|d['’])(?=[A-ZÀ-Ý])(.+)$", text.strip(), re.DOTALL
    )
    return match[1] if match else ""
