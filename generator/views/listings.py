"""The lists of the site: what each holds, in what order, and how it is cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.views.model import SiteView
from generator.views.register import OWED

# How many entries a page of each list shows.
SIZES = {"pratiques": 48, "annuaire": 60, "veille": 48, "reunions": 48, "registre": 48}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: page `number` of `last`, from 1; `first` counts its items from 0."""

    items: Sequence[Any]
    number: int
    last: int
    first: int
    total: int

    @property
    def near(self) -> list[int]:
        """The numbers of the pages to link to; 0 for a gap."""
        return near(self.number, self.last)


def listed(site: SiteView, section: str) -> Sequence[Any]:
    """Return what the list of a section holds, in its order.

    In the directory, people in office come first: the others are « anciens mandats ».
    """
    if section == "annuaire":
        return sorted(site.members, key=lambda m: not m.active)
    found: Sequence[Any] = {
        "pratiques": site.practices,
        "veille": site.watch,
        "reunions": site.meetings,
        "registre": site.register,
    }[section]
    return found


def near(number: int, last: int) -> list[int]:
    """Return the numbers to show on page `number` of `last`: ends, neighbours, 0 for a gap."""
    wanted = {1, number - 1, number, number + 1, last}
    found: list[int] = []
    for page in sorted(n for n in wanted if 1 <= n <= last):
        if found and page > found[-1] + 1:
            found.append(0)
        found.append(page)
    return found


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a list: from item `start`, under the title `title` whose anchor is `key`.

    `part` is the larger heading it falls under, empty for none.
    """

    start: int
    key: str
    title: str
    part: str = ""


def groups(section: str, items: Sequence[Any]) -> list[Group]:
    """Return the parts of a list in its own order: letters, years, what is owed, or none."""
    found: list[Group] = []
    for start, item in enumerate(items):
        group = _group(section, item, start)
        if group and (not found or found[-1].key != group.key):
            found.append(group)
    return found


def _group(section: str, item: Any, start: int) -> Group | None:
    if section == "annuaire":
        letter = "Autres" if item.letter == "#" else item.letter
        if item.active:
            return Group(start, f"lettre:{letter.lower()}", letter)
        return Group(start, f"ancien:{letter.lower()}", letter, "Anciens mandats")
    if section == "reunions":
        return Group(start, f"annee:{item.year}", str(item.year))
    if section == "registre":
        if item.state in OWED:
            return Group(start, f"etat:{item.state}", item.state_label)
        year = item.meeting_date.iso[:4]
        return Group(start, f"annee:{year}", f"Décisions et tâches de {year}")
    return None


@dataclass(frozen=True, slots=True)
class Block:
    """The items of one group that stand on one page; `part` only where it first comes."""

    part: str
    key: str
    title: str
    items: Sequence[Any]


def blocks(leaf: Leaf, parts: Sequence[Group]) -> list[Block]:
    """Return the items of a page, group by group; a single block when the list has no groups."""
    if not parts:
        return [Block("", "", "", leaf.items)] if leaf.items else []
    end = leaf.first + len(leaf.items)
    edges = [*(g.start for g in parts[1:]), leaf.total]
    found: list[Block] = []
    heading = ""
    for group, stop in zip(parts, edges, strict=True):
        low, high = max(group.start, leaf.first), min(stop, end)
        if low < high:
            part = group.part if group.part != heading else ""
            heading = group.part
            mine = leaf.items[low - leaf.first : high - leaf.first]
            found.append(Block(part, group.key, group.title, mine))
    return found


def leaves(items: Sequence[Any], size: int) -> list[Leaf]:
    """Cut a list into pages of `size`; an empty list has one empty page."""
    last = max(1, -(-len(items) // size))
    return [
        Leaf(items[i * size : (i + 1) * size], i + 1, last, i * size, len(items))
        for i in range(last)
    ]
