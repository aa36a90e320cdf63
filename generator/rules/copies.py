"""Rules on what was written, or pasted, twice."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.club import period
from generator.core.findings import Finding
from generator.core.text import fold
from generator.kinds import KINDS
from generator.kinds.practice import SECTIONS
from generator.rules.context import Context

_LEAST = 80  # characters: what is shorter may be said twice
_LONG = 300  # characters: of texts this long, two are never alike by chance
_ALIKE = 0.8  # share of a text that another one has, paragraph by paragraph
_SUMMARY = 40  # characters

_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_KEY = re.compile(r"([a-z_]+):(?:\s|$)")
_YAML = re.compile(r"(?:[a-z_]+:(?:\s.*)?|[ \t].*|-(?:\s.*)?|#.*|\s*)$")


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
            same = next(((key[0], first[key]) for key in keys(record) if key in first), None)
            if copied := _copied(club.body(kind, record.id), record.id, written):
                same = same or ("texte", copied)
            for key in keys(record):
                first.setdefault(key, record.id)
            if same is None or getattr(record, "adapted_from", None) == same[1]:
                continue
            entry = club.entries[kind, same[1]]
            where = f"{entry.path}:{club.sources.line(entry)}"
            message = f"même {same[0]} que la fiche « {same[1]} » ({where})"
            hint = "gardez une seule fiche ; mettez l’identifiant de l’autre dans « aliases »"
            yield club.finding(kind, record.id, ("title",), "Q07", message, hint)


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


def pasted_twice(context: Context) -> Iterator[Finding]:
    """R10: a file does not hold a second copy of itself, nor another file."""
    club = context.club
    for (kind, id_), entry in club.entries.items():
        body = entry.body
        if not body:
            continue
        known = set(KINDS[kind].model.model_fields)
        sections = club.outline(kind, id_).sections if kind == "practice" else ()
        message = "un second en-tête commence ici : deux fiches sont collées l’une après l’autre"
        start = _second_head(body, known)
        if start is None:
            message = "le texte est collé deux fois : la seconde copie commence ici"
            start = _second_text(body)
        if start is None:
            start = _second_sections(sections)
        if start is not None:
            line, _ = club.sources.locate_text(entry, start)
            hint = "supprimez la copie, à partir de cette ligne"
            yield Finding(entry.path, line, 1, "R10", "", message, hint)


def _lines(body: str) -> Iterator[tuple[int, str]]:
    """Yield the lines of a text that stand in no block of code, each with its offset."""
    offset, fence = 0, ""
    for line in body.split("\n"):
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[0].strip()[:3]
        elif mark and mark[0].strip().startswith(fence):
            fence = ""
        elif not fence:
            yield offset, line
        offset += len(line) + 1


def _second_head(body: str, known: set[str]) -> int | None:
    """Return where « --- » opens a block of two known fields or more, None if it never does."""
    start, found = None, set[str]()
    for offset, line in _lines(body):
        if line.rstrip() == "---":
            if len(found) > 1:
                return start
            start, found = offset, set()
        elif start is not None and _YAML.match(line):
            if (key := _KEY.match(line)) and key[1] in known:
                found.add(key[1])
        else:
            if len(found) > 1:
                return start
            start = None
    return start if len(found) > 1 else None


def _second_text(body: str) -> int | None:
    """Return where a text begins again when it is nothing but copies of its beginning."""
    lines = [(offset, line.strip()) for offset, line in _offsets(body) if line.strip()]
    texts = [line for _, line in lines]
    size = period(texts)
    return lines[size][0] if size and sum(map(len, texts[:size])) >= _LEAST else None


def _offsets(body: str) -> Iterator[tuple[int, str]]:
    offset = 0
    for line in body.split("\n"):
        yield offset, line
        offset += len(line) + 1


def _second_sections(sections: Sequence[tuple[int, str]]) -> int | None:
    """Return where the expected sections of a practice begin again, in the same order."""
    expected = {name.casefold() for name in SECTIONS}
    found = [(at, title.casefold()) for at, title in sections if title.casefold() in expected]
    size = period([title for _, title in found])
    return found[size][0] if size > 1 else None
