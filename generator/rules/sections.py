"""Rules on the sections of a sheet: those expected of its kind are there, under their own title."""

import re
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from functools import cache

from generator.core import markdown
from generator.core.text import fold
from generator.kinds import KINDS
from generator.rules.context import Body, Flaw, explain, of_text

_SUBTITLE = re.compile(r"^#{3,6}(?!#).*$", re.MULTILINE)
_RANK = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])[ \t]*[.)°–—-][ \t]*", re.IGNORECASE)
# Of SequenceMatcher.ratio: one letter in seven of a title, one in twelve of its other names, which are
# longer and alike (« résultats obtenus » is not « résultats attendus »).
_ALIKE = (0.85, 0.92)
_BEFORE = re.compile(r"^(?:les?|la|l|nos|notre|mes|vos) ")


@cache
def _titles(kind: str) -> tuple[Mapping[str, str], ...]:
    """Return the sections of a kind by their folded title, by what they surely, and maybe, are called."""
    found = KINDS[kind]
    others = (found.same_sections, found.perhaps_sections)
    called = [{other: n for n, some in one.items() for other in some.split(", ")} for one in others]
    return {fold(name): name for name in found.sections}, *called


@of_text
def misnamed_section(body: Body, _: object) -> Iterator[Flaw]:
    """T12: an expected section has its own title, at its own level, once."""
    yield from _repeated(body)
    for offset, line, name, sure in _misnamed(body):
        right, shown = f"## {name}", line.partition("\n")[0][:60]
        key = "perhaps" if not sure else "underlined" if "\n" in line else "sure"
        wrong = explain(f"T12.{key}", name=name, shown=shown, right=right)
        yield offset, *wrong, right if sure else ""


def _repeated(body: Body) -> Iterator[Flaw]:
    titles, *_ = _titles(body.kind)
    expected = [(at, titles[fold(t)]) for at, t in body.outline.sections if fold(t) in titles]
    names = [name for _, name in expected]
    if len(set(names)) > 1 and all(names.count(name) > 1 for name in names):
        return  # R10 says it
    for n, (at, name) in enumerate(expected):
        if name in names[:n]:
            yield at, *explain("T12.twice", name=name)


def _misnamed(body: Body) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the lines that stand for a section that is not there: offset, line, name, certain."""
    there = {title.casefold() for _, title in body.outline.sections}
    absent = {name for name in KINDS[body.kind].sections if name.casefold() not in there}
    looked = absent and body.outline.too_complex is None
    lines = markdown.title_lines(body.text) if looked else []
    read = [(offset, line, *_section(body.kind, title, line)) for offset, title, line in lines]
    for sure in (True, False):
        for offset, line, name, certain in read:
            if name in absent and certain is sure:
                absent.discard(name)
                yield offset, line, name, sure


def _section(kind: str, title: str, line: str) -> tuple[str, bool]:
    """Return the section that a title stands for, and whether that is certain; "" for none."""
    titles, same, perhaps = _titles(kind)
    bare = _BEFORE.sub("", fold(_RANK.sub("", title.strip("*_ \t"), count=1)), count=1)
    if name := titles.get(bare):
        return name, True
    # A subtitle, or words in bold, are a section by its own name only.
    if not (re.match("##?(?!#)", line) or "\n" in line):
        return "", False
    near = {
        name
        for known, ratio in zip((titles, same), _ALIKE, strict=True)
        for called, name in known.items()
        if SequenceMatcher(None, bare, called).ratio() >= ratio
    }
    if name := same.get(bare) or (near.pop() if len(near) == 1 else ""):
        return name, True
    return perhaps.get(bare, ""), False


@of_text
def missing_section(body: Body, _: object) -> Iterator[Flaw]:
    """T05: a sheet has the sections expected of its kind, and each of them says something."""
    sections, filled = KINDS[body.kind].sections, _filled(body)
    elsewhere = {name for _, _, name, sure in _misnamed(body) if sure}
    absent = [n for n in sections if n.casefold() not in filled and n not in elsewhere]
    empty = [name for name in sections if filled.get(name.casefold(), (0, True))[1] is False]
    if absent:
        yield 0, *_sections("absent", "absente", absent)
    if empty:
        yield filled[empty[0].casefold()][0], *_sections("empty", "vide", empty)


def _filled(body: Body) -> dict[str, tuple[int, bool]]:
    """Return the sections of a text, by folded title: where, and whether one of them is filled."""
    found: dict[str, tuple[int, bool]] = {}
    ends = [*[start for start, _ in body.outline.sections[1:]], len(body.text)]
    for (start, title), end in zip(body.outline.sections, ends, strict=False):
        inside = _SUBTITLE.sub("", body.text[start:end].partition("\n")[2]).strip()
        at, before = found.get(title.casefold(), (start, False))
        found[title.casefold()] = (at, before or bool(inside))
    return found


def _sections(key: str, what: str, names: list[str]) -> tuple[str, str]:
    """Return « rubriques vides : … », and what to do."""
    many, them = ("s", "les") if len(names) > 1 else ("", "la")
    listed = ", ".join(f"« {name} »" for name in names)
    return explain(f"T05.{key}", sections=f"rubrique{many} {what}{many} : {listed}", them=them)
