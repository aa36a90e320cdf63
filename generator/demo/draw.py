"""Chance that stays put: each record draws from a stream of its own."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")


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

    def find(self, items: Sequence[T], wanted: Callable[[T], bool], tries: int = 12) -> T | None:
        """Draw items until one is `wanted`; None after too many tries."""
        drawn = (self.choice(items) for _ in range(tries if items else 0))
        return next((item for item in drawn if wanted(item)), None)

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
