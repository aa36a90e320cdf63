"""Randomness that stays put.

Each record has its own streams: asking for more records does not reshuffle those already
there.
"""

from collections.abc import Callable, Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")

_MASK = (1 << 64) - 1


def stream(seed: int, kind: str, n: int, use: str = "") -> Random:
    """Return the random stream of record `n` of `kind`, for one `use` of it."""
    return Random(f"{seed}:{kind}:{n}:{use}")


def stable_index(rng: Random, size: int) -> int:
    """Draw an index below `size` (at least 1) that rarely moves when `size` grows.

    Jump consistent hash (Lamping and Veach, 2014): going from n to n + 1 records, one
    reference in n + 1 moves, to the new record.
    """
    key = rng.getrandbits(64)
    chosen, reached = 0, 0
    while reached < size:
        chosen = reached
        key = (key * 2862933555777941757 + 1) & _MASK
        reached = int((chosen + 1) * ((1 << 31) / ((key >> 33) + 1)))
    return chosen


def skewed(rng: Random, items: Sequence[T], power: float = 1.35) -> T:
    """Pick an item, the first ones more often: natural text has favourite words."""
    return items[int(len(items) * rng.random() ** power)]


def some(rng: Random, items: Sequence[T], at_least: int, at_most: int) -> list[T]:
    """Pick between `at_least` and `at_most` different items, in the order of `items`."""
    count = min(rng.randint(at_least, at_most), len(items))
    return [items[i] for i in sorted(rng.sample(range(len(items)), count))]


def chance(rng: Random, probability: float) -> bool:
    """Whether an event of this probability happens."""
    return rng.random() < probability


def draw(rng: Random, items: Sequence[T], wanted: Callable[[T], bool], tries: int = 12) -> T | None:
    """Draw items until one is `wanted`; None after too many tries. Rarely moves on growth."""
    for _ in range(tries if items else 0):
        item = items[stable_index(rng, len(items))]
        if wanted(item):
            return item
    return None
