"""What the makers of records share: what is asked for, what the club already holds, and chance."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from generator.core.text import free, slug
from generator.territory.geo import Place

T = TypeVar("T")
_OTHERS = 12  # records of a kind whose number nobody asks for
_TRIES = 12  # draws for each record that is looked for


class Draw(Random):
    """A stream of chance, the same for the same seed: a text, so that no hash plays a part."""

    def chance(self, probability: float) -> bool:
        """Whether an event of this probability happens."""
        return self.random() < probability

    def skewed(self, items: Sequence[T], power: float = 1.35) -> T:
        """Pick an item, the first ones more often: natural text has favourite words."""
        return items[int(len(items) * self.random() ** power)]

    def some(self, items: Sequence[T], low: int, high: int) -> list[T]:
        """Pick between `low` and `high` different items, in the order of `items`."""
        count = min(self.randint(low, high), len(items))
        return [items[i] for i in sorted(self.sample(range(len(items)), count))]

    def find(self, items: Sequence[T], count: int, wanted: Callable[[T], bool]) -> list[T]:
        """Pick up to `count` items that are `wanted`; fewer when a few draws find no more."""
        drawn = self.sample(items, min(_TRIES * count, len(items)))
        return [item for item in drawn if wanted(item)][:count]

    def days(self, low: int, high: int) -> timedelta:
        """Draw a number of days."""
        return timedelta(self.randint(low, high))

    def between(self, first: date, last: date) -> date:
        """Draw a day from `first` to `last`, both included (`first` when they are crossed)."""
        return first + self.days(0, max(0, (last - first).days))

    def partial(self, day: date, exact: float = 0.6) -> str:
        """Write a date as people know it: to the day, to the month or only to the year."""
        rest = (1 - exact) / 4
        return day.isoformat()[: self.choices((10, 7, 4), (exact, 3 * rest, rest))[0]]


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind a demo holds.

    `signatories`: how many members sign an action, as far as there are so many in office
    (None: a few dozen, each its number).
    """

    members: int
    practices: int
    meetings: int
    watch: int
    actions: int
    signatories: int | None = None

    @property
    def network(self) -> int:
        """A club of this size knows so many people outside."""
        return max(6, self.members // 40)

    def of(self, kind: str) -> int:
        """Return the number of records of a kind, by the name of its folder or list."""
        return int(getattr(self, kind, _OTHERS))


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """A record, as other records need to know it.

    `spans`: the days on which others may refer to it, the last one of each not included.
    """

    id: str
    name: str
    spans: Sequence[tuple[date, date]]
    place: Place | None = None
    methods: Sequence[str] = ()

    def on(self, day: date, method: str = "") -> bool:
        """Whether a record of that day may refer to this one, for a method or for any."""
        runs = any(start <= day < end for start, end in self.spans)
        return runs and (not method or method in self.methods)


@dataclass(frozen=True)
class Club:
    """Everything a demo depends on, and the entries made so far by kind, in order."""

    sizes: Sizes
    seed: int
    today: date
    labels: dict[str, dict[str, str]]  # of each key, by vocabulary
    made: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    taken: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def claim(self, kind: str, name: str, again: str) -> tuple[str, str]:
        """Return an id that no other record of this kind has, and a name of its own too."""
        wanted, taken = slug(name), self.taken[kind]
        taken.add(id_ := free(wanted, taken))
        number = id_.removeprefix(wanted).strip("-")
        return id_, f"{name}, {again} {number}" if number else name

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
        return rng.find(self.made[kind], count, lambda entry: entry.on(day, method))


def since(day: date) -> Sequence[tuple[date, date]]:
    """Return the days on which others may refer to a record that is there from a day on."""
    return ((day, date.max),)
