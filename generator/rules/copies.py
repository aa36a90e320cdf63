"""Rules on what was written, or pasted, twice."""

import re
from collections.abc import Callable, Iterator
from typing import Any

from generator.club import period
from generator.core import markdown
from generator.core.findings import Finding
from generator.core.text import fold
from generator.kinds import KINDS
from generator.rules.context import Body, Context, Flaw, explain, of_text, where

_LEAST = 80  # characters: what is shorter may be said twice
_LONG = 300  # characters: of texts this long, two are never alike by chance
_ALIKE = 0.8  # share of a text that another one has, paragraph by paragraph
_SUMMARY = 40  # characters

_KEY = re.compile(r"^([a-z_]+):(?:\s|$)", re.MULTILINE)
_HEAD = re.compile(  # the lines of YAML under a « --- »
    r"^---[^\S\n]*\n((?:(?:[a-z_]+:(?:[^\S\n].*)?|[ \t].*|-(?:[^\S\n].*)?|#.*|[^\S\n]*)(?:\n|\Z))+)",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]*\S[^\n]*")


def _practice(record: Any) -> Iterator[tuple[str, ...]]:
    yield "titre et territoire", fold(record.title), record.area
    if len(record.summary) >= _SUMMARY:
        yield "résumé et territoire", fold(record.summary), record.area


# What two records of a kind do not share: what it is, and its values.
_SAME: dict[str, Callable[[Any], Iterator[tuple[str, ...]]]] = {
    "practice": _practice,
    "meeting": lambda r: iter([("titre et date", fold(r.title), r.start.day.text)]),
    "watch": lambda r: iter([("titre et nature", fold(r.title), r.kind)]),
    "action": lambda r: iter([("titre", fold(r.title))]),
}


def same_sheet_twice(context: Context) -> Iterator[Finding]:
    """Q07: two sheets do not say the same thing."""
    club = context.club
    for kind, keys in _SAME.items():
        first: dict[tuple[str, ...], str] = {}
        written: dict[str, str] = {}
        for record in club.records[kind].values():
            owners = [(key[0], first.setdefault(key, record.id)) for key in keys(record)]
            same = [(what, other) for what, other in owners if other != record.id]
            if copied := _copied(club.body(kind, record.id), record.id, written):
                same.append(("texte", copied))
            for what, other in same[:1]:
                if getattr(record, "adapted_from", None) != other:
                    wrong = explain("Q07", what=what, other=other, where=where(club, kind, other))
                    yield club.finding(kind, record.id, ("title",), "Q07", *wrong)


def _copied(body: str, id_: str, written: dict[str, str]) -> str:
    """Return the id of the record that already says nearly all of `body`, or "".

    `written` holds who first wrote each paragraph; those of `body` are added to it.
    """
    paragraphs = [" ".join(p.split()).casefold() for p in re.split(r"\n\s*\n", body)]
    shared: dict[str, int] = {}
    for paragraph in paragraphs:
        if (owner := written.setdefault(paragraph, id_)) != id_:
            shared[owner] = shared.get(owner, 0) + len(paragraph)
    total = sum(map(len, paragraphs))
    most = max(shared, key=lambda owner: shared[owner], default="")
    return most if total >= _LONG and most and shared[most] >= _ALIKE * total else ""


@of_text
def pasted_twice(body: Body, _: object) -> Iterator[Flaw]:
    """R10: a file does not hold a second copy of itself, nor another file."""
    head = _second_head(body.text, set(KINDS[body.kind].model.model_fields))
    starts = (head, _second_text(body.text), _second_sections(body))
    if found := [start for start in starts if start is not None]:
        yield found[0], *explain("R10.text" if head is None else "R10.head")


def _second_head(body: str, known: set[str]) -> int | None:
    """Return where « --- » opens a block of two known fields or more, None if it never does."""
    for match in _HEAD.finditer(markdown.mask_code(body)):
        if len(known.intersection(_KEY.findall(match[1]))) > 1:
            return match.start()
    return None


def _second_text(body: str) -> int | None:
    """Return where a text begins again when it is nothing but copies of its beginning."""
    lines = [(match.start(), match[0].strip()) for match in _LINE.finditer(body)]
    texts = [line for _, line in lines]
    size = period(texts)
    return lines[size][0] if size and sum(map(len, texts[:size])) >= _LEAST else None


def _second_sections(body: Body) -> int | None:
    """Return where the sections expected of a kind begin again, in the same order."""
    expected = {name.casefold() for name in KINDS[body.kind].sections}
    found = [(at, t.casefold()) for at, t in body.outline.sections if t.casefold() in expected]
    size = period([title for _, title in found])
    return found[size][0] if size > 1 else None
