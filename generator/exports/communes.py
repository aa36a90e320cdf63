"""Every commune and EPCI by its name, in small files: what the finder searches as one types.

So are the communes that became part of another, under the name they had.

A file holds the names whose first word that tells them apart starts with the same two letters
(three to five where that would make a large file): « L’Haÿ-les-Roses » is under `ha`, « Saint-Denis »
under `de`. A second set of files leads from a code to the file of its name, for shared links.

Nothing here depends on the club: the files are made once a process.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

from generator.core import memory
from generator.core.data import table
from generator.core.text import fold
from generator.territory.geo import Place, geography

LEADING: tuple[str, ...] = table("words")["leading"]
# A beginning whose file would be larger than this is split, in bytes: about 2.8 times the gzip.
# Small files are for slips of the finger: those that one more letter leads to can be fetched too.
SPLIT_BYTES = 14_000
LONGEST_KEY = 5


def words(name: str) -> list[str]:
    """Return the words of a name, folded, from the first that tells it apart."""
    found = fold(name).split()
    start = next((n for n, word in enumerate(found) if word not in LEADING), len(found) - 1)
    return found[start:]


@lru_cache(maxsize=1)
def shards() -> Mapping[str, int]:
    """Return the size in bytes of each file of names, by key."""
    return MappingProxyType({k: len(text.encode()) for k, text in _files()["texts"].items()})


def files() -> dict[str, str]:
    """Return the files of names and of codes, by path in the folder of the finder's data."""
    return {f"communes/n-{k}.json": text for k, text in _files()["texts"].items()} | {
        f"codes/{name}.json": text for name, text in _files()["codes"].items()
    }


@dataclass(frozen=True, slots=True)
class _Name:
    """What a place is called, with the first word that tells it apart.

    `once`: what it was called, before it became part of `place`.
    """

    name: str
    first: str
    place: Place
    once: bool = False


def _split(named: list[_Name], length: int) -> Iterator[tuple[str, list[_Name]]]:
    """Yield the keys of `length` letters, longer ones where there are too many names."""
    groups: dict[str, list[_Name]] = {}
    for name in named:
        groups.setdefault(name.first[:length], []).append(name)
    for start, alike in groups.items():
        if length < LONGEST_KEY and len(_text(alike).encode()) > SPLIT_BYTES:
            yield from _split(alike, length + 1)
        else:
            yield start, alike


def of_kind(kind: str) -> list[Place]:
    """Return every `departement`, `region`, `epci`…, by code."""
    geo = geography()
    return [place for code in geo.codes(kind) if (place := geo.get(f"{kind}:{code}"))]


@lru_cache(maxsize=1)
def places() -> tuple[Place, ...]:
    """Return every commune, municipal arrondissement and EPCI."""
    geo = geography()
    codes = (*geo.commune_codes, *geo.arrondissement_codes)
    communes = [place for code in codes if (place := geo.get(f"commune:{code}"))]
    return (*communes, *of_kind("epci"))


@lru_cache(maxsize=1)
def _files() -> Mapping[str, Mapping[str, str]]:
    """Return the files of names by key, and those of codes by name: they change with the programme alone."""

    def make(_: int) -> dict[str, dict[str, str]]:
        named = [_Name(place.name, words(place.name)[0], place) for place in places()]
        former = geography().former_names
        named += [_Name(name, words(name)[0], place, once=True) for name, place in former]
        groups = dict(sorted(_split(named, 2)))
        return {"texts": {k: _text(alike) for k, alike in groups.items()}, "codes": _codes(groups)}

    (found,) = memory.each("communes", [""], make)
    return MappingProxyType(found)


def _text(alike: list[_Name]) -> str:
    """Return a file of names: places as `[code, name, population, rank of the EPCI]`.

    The code of an EPCI is written as its area, and its département follows. The name that a part
    of a commune had follows that of the commune.
    """
    epci = sorted({named.place.epci for named in alike})
    ranks = {code: rank for rank, code in enumerate(epci)}
    rows = []
    for named in alike:
        place = named.place
        code = place.code if place.kind == "commune" else place.area
        more = [place.departement] if place.kind != "commune" else [named.name] * named.once
        rows.append([code, place.name, place.population, ranks[place.epci], *more])
    return compact({"epci": epci, "places": rows})


def _codes(groups: Mapping[str, list[_Name]]) -> dict[str, str]:
    """Return, for each département and for the EPCI, the codes under each key."""
    found: dict[str, dict[str, list[str]]] = {}
    for k, alike in groups.items():
        for place in (named.place for named in alike if not named.once):
            name = place.departement if place.kind == "commune" else "epci"
            found.setdefault(name, {}).setdefault(k, []).append(place.code)
    return {name: compact(found[name]) for name in sorted(found)}


def compact(value: object) -> str:
    """Return `value` as JSON without a needless byte."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
