"""The few most alike among many, exactly, without comparing each with each.

Comparing 35,000 members two by two is a billion sums. Here each feature (a stratum, a
département, a method…) is one whole number with a bit a record, and Python adds the points of
all records at once: a score is kept as binary digits, digit by digit, one number a digit. The
answer is that of `likeness.score` on every record; only the way there is shorter.

Bits are in order of population, so that the nearest of equals are the nearest bits.
"""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator import likeness
from generator.likeness import Territory

# (what kind of feature, its value): ("region", "44"), ("methods", "jury-citoyen").
_Feature = tuple[str, str]
_TOPICS = (("methods", likeness.SHARED_METHOD), ("themes", likeness.SHARED_THEME))


@dataclass(frozen=True, slots=True)
class Entry:
    """One record to compare: its id, where it is, what it works on."""

    id: str
    territory: Territory
    methods: frozenset[str] = frozenset()
    themes: frozenset[str] = frozenset()

    def common(self, other: "Entry") -> tuple[frozenset[str], frozenset[str]]:
        """Return the methods and the themes that both have."""
        return self.methods & other.methods, self.themes & other.themes

    def rank(self, other: "Entry") -> tuple[int, int, str]:
        """Return what orders `other` among those compared with this: the best comes first."""
        methods, themes = self.common(other)
        points = likeness.score(
            self.territory, other.territory, methods=len(methods), themes=len(themes)
        )
        return -points, likeness.gap(self.territory, other.territory), other.id


@dataclass(slots=True)
class Index:
    """Records that can be asked for the nearest of one. Build it with `index()`."""

    entries: Sequence[Entry]
    populations: Sequence[int]
    masks: Mapping[_Feature, int]
    places: Mapping[str, int] = field(default_factory=dict)

    def nearest(self, asker: Entry, count: int, *, shared: bool = False) -> list[Entry]:
        """Return the `count` entries most like `asker`, the best first, never itself.

        `shared`: only those that have a method or a theme in common with it.
        """
        among = (1 << len(self.entries)) - 1
        if shared:
            among = 0
            for feature in _topics(asker):
                among |= self.masks.get(feature, 0)
        if (own := self.places.get(asker.id)) is not None:
            among &= ~(1 << own)
        best = self._best(self._digits(asker), among, asker, count)
        return sorted(best, key=asker.rank)[:count]

    def _digits(self, asker: Entry) -> list[int]:
        """Return the scores of all entries in binary, lowest digit first, a bit an entry."""
        digits: list[int] = []
        for points, mask in self._points(asker):
            for place in range(points.bit_length()):
                if points >> place & 1:
                    _add(digits, place, mask)
        return digits

    def _points(self, asker: Entry) -> Iterator[tuple[int, int]]:
        """Yield points, and who gets them."""
        where, get = asker.territory, self.masks.get
        yield likeness.SAME_PLACE, get(("area", where.area), 0)
        yield likeness.SAME_KIND, get(("kind", where.kind), 0)
        if where.stratum is not None:
            for distance, points in enumerate(likeness.STRATUM):
                ranks = {where.stratum - distance, where.stratum + distance}
                mask = 0
                for rank in ranks:
                    mask |= get(("stratum", str(rank)), 0)
                yield points, mask
        if where.epci:
            yield likeness.SAME_EPCI, get(("epci", where.epci), 0)
        if where.departement:
            yield likeness.SAME_DEPARTEMENT, get(("departement", where.departement), 0)
        if where.region:
            yield likeness.SAME_REGION, get(("region", where.region), 0)
        yield from self._shared_points(asker)

    def _shared_points(self, asker: Entry) -> Iterator[tuple[int, int]]:
        for name, points in _TOPICS:
            # Those who share at least one, at least two, at least three.
            least = [0] * likeness.SHARED_MOST
            for key in sorted(getattr(asker, name)):
                carry = self.masks.get((name, key), 0)
                for n, already in enumerate(least):
                    least[n], carry = already | carry, already & carry
                    if not carry:
                        break
            for mask in least:
                yield points, mask

    def _best(self, digits: list[int], among: int, asker: Entry, count: int) -> list[Entry]:
        """Return at least the `count` best, unordered, more when the last ones are equal."""
        sure = 0
        for digit in reversed(digits):
            high = among & digit
            if high.bit_count() >= count - sure.bit_count():
                among = high
            else:
                sure |= high
                among &= ~digit
        found = [self.entries[bit] for bit in _bits(sure)]
        return found + self._closest(among, asker, count - len(found))

    def _closest(self, among: int, asker: Entry, count: int) -> list[Entry]:
        """Return the `count` entries of closest population, and those just as close."""
        population = asker.territory.population
        if population is None:
            return [self.entries[bit] for bit in _bits(among)]
        middle = bisect_left(self.populations, population)
        below, above = among & ((1 << middle) - 1), among >> middle << middle
        found: list[Entry] = []
        last = -1
        while below or above:
            down = below.bit_length() - 1
            up = (above & -above).bit_length() - 1
            gaps = [
                (likeness.gap(asker.territory, self.entries[bit].territory), bit)
                for bit in (down, up)
                if bit >= 0
            ]
            closest, bit = min(gaps)
            if len(found) >= count and closest > last:
                break
            last = closest
            found.append(self.entries[bit])
            if bit == down:
                below ^= 1 << bit
            else:
                above ^= 1 << bit
        return found


def index(entries: Iterable[Entry]) -> Index:
    """Return the index of some entries, whose ids differ."""
    ordered = sorted(entries, key=lambda e: (_population(e.territory), e.id))
    # Masks are built from bytes: setting bits of a long number one by one copies it each time.
    raw: dict[_Feature, bytearray] = {}
    size = (len(ordered) + 7) // 8
    for bit, entry in enumerate(ordered):
        for feature in _features(entry):
            if feature not in raw:
                raw[feature] = bytearray(size)
            raw[feature][bit >> 3] |= 1 << (bit & 7)
    masks = {feature: int.from_bytes(bits, "little") for feature, bits in raw.items()}
    places = {entry.id: bit for bit, entry in enumerate(ordered)}
    return Index(ordered, [_population(e.territory) for e in ordered], masks, places)


def _population(where: Territory) -> int:
    return likeness.UNKNOWN_GAP if where.population is None else where.population


def _features(entry: Entry) -> Iterator[_Feature]:
    where = entry.territory
    yield "area", where.area
    yield "kind", where.kind
    if where.stratum is not None:
        yield "stratum", str(where.stratum)
    yield "epci", where.epci
    yield "departement", where.departement
    yield "region", where.region
    yield from _topics(entry)


def _topics(entry: Entry) -> Iterator[_Feature]:
    for name, _ in _TOPICS:
        yield from ((name, key) for key in sorted(getattr(entry, name)))


def _add(digits: list[int], place: int, carry: int) -> None:
    """Add 2 to the power `place` to the entries of `carry`."""
    while carry:
        while place >= len(digits):
            digits.append(0)
        digits[place], carry = digits[place] ^ carry, digits[place] & carry
        place += 1


def _bits(mask: int) -> Iterator[int]:
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low
