"""What a rule may look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from generator.club import Club
from generator.core.findings import Finding


@dataclass(frozen=True, slots=True)
class Context:
    """The club and the day it is looked at. Rules read nothing else.

    `public` are the addresses and numbers that any text may show: the club's own.
    `images` holds, by path under the root, what is wrong with an image file (None: nothing).
    """

    club: Club
    today: date
    retention_months: int = 12
    public: frozenset[str] = frozenset()
    images: dict[str, tuple[str, str] | None] = field(default_factory=dict)


Rule = Callable[[Context], Iterator[Finding]]
