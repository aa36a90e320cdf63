"""What is found of many texts: not looked for again when it is known, shared between the cores when it is much.

A build lends what it kept of the one before (`build/cache.py`), and keeps what is new.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from generator.core import system

_MANY = 150  # fewer are not worth a process


@dataclass(slots=True)
class Memory:
    """Values as JSON, by key: those `known` before, those made since, and the keys that were asked for.

    `jobs` is how many processes may share the work.
    """

    known: Mapping[str, str] = field(default_factory=dict)
    jobs: int = field(default_factory=system.cores)
    fresh: dict[str, str] = field(default_factory=dict)
    asked: set[str] = field(default_factory=set)


_lent: list[Memory] = []


@contextmanager
def lent(memory: Memory) -> Iterator[None]:
    """Remember with `memory` what is found meanwhile."""
    _lent.append(memory)
    try:
        yield
    finally:
        _lent.pop()


def each(name: str, parts: Iterable[str | bytes], make: Callable[[int], Any]) -> list[Any]:
    """Return what `make` says of each part, given its number: a JSON value.

    It must depend on nothing but the part, the name and the programme.
    """
    memory = _lent[-1] if _lent else Memory()
    keys, sizes, mark = [], [], _digest(name)
    for n, part in enumerate(parts):
        keys.append(mark + _digest(part) if _lent else str(n))
        sizes.append(len(part))
    values = {k: memory.known.get(k) or memory.fresh.get(k) or "" for k in keys}
    missing = [n for n, key in enumerate(keys) if not values[key]]

    def written(numbers: Sequence[int]) -> list[str]:
        return [json.dumps(make(n), ensure_ascii=False) for n in numbers]

    shares: list[list[int]] = [[] for _ in range(memory.jobs if len(missing) >= _MANY else 1)]
    weights = [0] * len(shares)
    for n in sorted(missing, key=lambda n: -sizes[n]):  # the longest first, to who has least
        least = weights.index(min(weights))
        weights[least] += sizes[n]
        shares[least].append(n)
    for numbers, texts in zip(shares, system.spread(written, shares), strict=True):
        for n, text in zip(numbers, texts, strict=True):
            values[keys[n]] = memory.fresh[keys[n]] = text
    memory.asked.update(keys)
    return [json.loads(values[key]) for key in keys]


def together(tasks: Sequence[Callable[[], Any]]) -> list[Any]:
    """Return what tasks return, done beside each other: the first here, each other in a child.

    What they find of texts is remembered, wherever they find it.
    """
    memory = _lent[-1] if _lent else Memory()
    if memory.jobs < 2:
        return [task() for task in tasks]

    def done(task: Callable[[], Any]) -> tuple[Any, dict[str, str], set[str]]:
        known = set(memory.fresh)
        value = task()
        return value, {k: v for k, v in memory.fresh.items() if k not in known}, memory.asked

    found = system.spread(done, tasks)
    for _, fresh, asked in found:
        memory.fresh.update(fresh)
        memory.asked |= asked
    return [value for value, *_ in found]


def _digest(part: str | bytes) -> str:
    data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(data, digest_size=16).hexdigest()
