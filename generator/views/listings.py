"""The lists of the site: what each holds, in what order, and how it is cut into pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from generator.kinds import LISTED
from generator.kinds.kind import Group, Listing
from generator.views.model import SiteView
from generator.views.register import LISTING, SECTION

# Those that can be narrowed, by section: each kind's own, and the register of the meetings.
LISTINGS: dict[str, Listing] = {
    kind.section: kind.listing for kind in LISTED.values() if kind.listing
} | {SECTION: LISTING}
_KINDS = {kind.section: kind.name for kind in LISTED.values()}


@dataclass(frozen=True, slots=True)
class Leaf:
    """One page of a list: page `number` of `last`, from 1; the whole list has `total` items."""

    items: Sequence[Any]
    number: int
    last: int
    total: int

    @property
    def near(self) -> list[int]:
        """The numbers of the pages to link to: ends, neighbours, 0 for a gap."""
        wanted = {1, self.number - 1, self.number, self.number + 1, self.last}
        found: list[int] = []
        for page in sorted(n for n in wanted if 1 <= n <= self.last):
            if found and page > found[-1] + 1:
                found.append(0)
            found.append(page)
        return found


def listed(site: SiteView, section: str) -> Sequence[Any]:
    """Return what the list of a section holds, in its order.

    In the directory, people in office come first: the others are « anciens mandats ».
    """
    if section == SECTION:
        return site.register
    if section == "annuaire":
        return sorted(site.members, key=lambda m: not m.active)
    return site.records[_KINDS[section]]


def groups(section: str, items: Sequence[Any]) -> list[Group]:
    """Return the parts of a list in its own order: letters, years, what is owed, or none."""
    found: list[Group] = []
    under = LISTINGS[section].group
    for start, item in enumerate(items) if under else ():
        group = under(item, start) if under else None
        if group and (not found or found[-1].key != group.key):
            found.append(group)
    return found


@dataclass(frozen=True, slots=True)
class Block:
    """The items of one group that stand on one page; `part` only where it first comes."""

    part: str
    key: str
    title: str
    items: Sequence[Any]


def blocks(section: str, leaf: Leaf) -> list[Block]:
    """Return the items of a page, group by group; a single block when the list has no groups."""
    parts = groups(section, leaf.items)
    if not parts:
        return [Block("", "", "", leaf.items)] if leaf.items else []
    found: list[Block] = []
    heading = ""
    ends = [*(group.start for group in parts[1:]), len(leaf.items)]
    for group, end in zip(parts, ends, strict=True):
        part = group.part if group.part != heading else ""
        heading = group.part
        found.append(Block(part, group.key, group.title, leaf.items[group.start : end]))
    return found


def leaves(items: Sequence[Any], size: int) -> list[Leaf]:
    """Cut a list into pages of `size`; an empty list has one empty page."""
    last = max(1, -(-len(items) // size))
    return [Leaf(items[i * size : (i + 1) * size], i + 1, last, len(items)) for i in range(last)]
