"""What the makers of records share: what is asked for, and what the club already holds."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from generator.core.text import free, slug
from generator.demo.draw import Draw
from generator.demo.text import Prose
from generator.territory.geo import Place

OTHERS = 12  # records of a kind that has no maker of its own


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind a demo holds.

    `signatories`: how many members sign an action, as far as there are so many in office
    (None: a few dozen, each its number). `others` are numbers by kind, `OTHERS` when not given.
    """

    members: int
    practices: int
    meetings: int
    watch: int
    actions: int
    signatories: int | None = None
    others: Mapping[str, int] = field(default_factory=dict)

    @property
    def network(self) -> int:
        """A club of this size knows so many people outside."""
        return max(6, self.members // 40)

    def of(self, kind: str) -> int:
        """Return the number of records of a kind, by the name of its folder or list."""
        return int(getattr(self, kind, self.others.get(kind, OTHERS)))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A record, as other records need to know it.

    `spans`: the days on which others may refer to it, the last one of each not included.
    """

    id: str
    name: str
    spans: Sequence[tuple[date, date]] = ()
    place: Place | None = None
    methods: Sequence[str] = ()

    def on(self, day: date, method: str = "") -> bool:
        """Whether a record of that day may refer to this one, for a method or for any."""
        runs = any(start <= day < end for start, end in self.spans)
        return runs and (not method or method in self.methods)


# A record: what others need to know, its voice, and the values that fill its outline.
Made = tuple[Entry, Prose, Mapping[str, object]]


@dataclass(frozen=True)
class Club:
    """Everything a demo depends on, and the entries made so far by kind, in order."""

    sizes: Sizes
    seed: int
    today: date
    labels: dict[str, dict[str, str]]  # of each key, by vocabulary
    made: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    _taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def claim(self, kind: str, name: str, again: str = "") -> tuple[str, str]:
        """Return an id that no other record of this kind has; with `again`, a name of its own too."""
        wanted, taken = slug(name), self._taken[kind]
        taken.add(id_ := free(wanted, taken))
        number = id_.removeprefix(wanted).strip("-")
        return id_, f"{name}, {again} {number}" if again and number else name

    def some(self, rng: Draw, vocabulary: str, low: int, high: int) -> list[str]:
        """Draw between `low` and `high` keys of a vocabulary."""
        return rng.some(list(self.labels[vocabulary]), low, high)

    def turn(self, rng: Draw, vocabulary: str, n: int, other: float = 0) -> list[str]:
        """Return a key, every second time the one whose turn it is, and perhaps another."""
        keys = list(self.labels[vocabulary])
        first = rng.skewed(keys, 1.7) if n % 2 else keys[(n // 2 + self.seed) % len(keys)]
        return list(dict.fromkeys([first, rng.choice(keys)] if rng.chance(other) else [first]))

    def known(self, rng: Draw, kind: str, count: int, day: date, method: str = "") -> list[Entry]:
        """Draw up to `count` entries that a record of `day` may refer to, `method` or any."""
        made = self.made[kind]
        found = (rng.find(made, lambda entry: entry.on(day, method)) for _ in range(count))
        return list(dict.fromkeys(entry for entry in found if entry))

    def texts(self, rng: Draw, count: int, method: str, day: date) -> list[Entry]:
        """Draw up to `count` texts of the watch, on `method` rather than another."""
        return self.known(rng, "watch", count, day, method) or self.known(rng, "watch", count, day)
