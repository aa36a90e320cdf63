"""What we need to know of a contributor's Markdown without converting it.

Every function is linear in the text: a sheet made to slow a Markdown parser must not slow
these, which run first.
"""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markdown.extensions.fenced_code import FencedBlockPreprocessor

# The converter's own idea of a fence, so that we never call code what it calls HTML.
_FENCE = FencedBlockPreprocessor.FENCED_BLOCK_RE
_FENCE_LINE = re.compile(r"^(```|~~~)", re.MULTILINE)
_TICKS = re.compile(r"`+")
MAX_FENCES = 200


def mask_code(text: str) -> str:
    """Return `text`, same length and lines, with code spans and fenced blocks blanked.

    Only spans within one line count: across lines, the converter may see a tag first.
    """
    if "`" not in text and "~~~" not in text:
        return text
    return _mask(_FENCE.sub(lambda m: _blank(m[0]), text))


def _blank(code: str) -> str:
    return re.sub(r"[^\n]", " ", code)


def _mask(text: str) -> str:
    pieces, at = [], 0
    for start, end in _spans(text):
        pieces += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*pieces, text[at:]])


def _spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield the code spans: two runs of as many backticks on one line, none escaped."""
    start = 0
    for line in text.split("\n"):
        waiting: dict[int, tuple[int, int]] = {}
        for run in _TICKS.finditer(line):
            length = run.end() - run.start()
            if length in waiting:
                yield waiting[length][0] + start, run.end() + start
                waiting = {}
            elif not line.endswith("\\", 0, run.start()):
                waiting[length] = run.span()
        start += len(line) + 1


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a link or an image leads. `start`, `end` delimit it in the text."""

    start: int
    end: int
    target: str
    image: bool


_INLINE = re.compile(
    r"(!?)\[[^\[\]\n]*(?:\[[^\[\]\n]*\][^\[\]\n]*)*\]\(\s*(?:<([^<>\n]*)>|([^\s()<>]*(?:\([^\s()]*\)[^\s()<>]*)*))"
)
_LOOSE = re.compile(r"\]\(\s*(?:<([^<>\n]*)>|([^\s<>]*?)(?=[\s)]))")
_DEFINITION = re.compile(
    r"^ {0,3}\[(?!\^)[^\]\n]+\]:[ \t]*\n?[ \t]*(?:<([^<>\n]*)>|(\S+))", re.MULTILINE
)
_AUTOLINK = re.compile(r"<([a-z][a-z0-9+.\-]{1,31}:[^\s<>]*)>", re.IGNORECASE)


def destinations(text: str) -> list[Destination]:
    """Return every link and image destination outside code, in order, entities decoded."""
    if "](" not in text and "]:" not in text and "<" not in text:
        return []
    masked = mask_code(text)
    found: dict[int, Destination] = {}
    for pattern, image_group in ((_INLINE, 1), (_LOOSE, 0), (_DEFINITION, 0), (_AUTOLINK, 0)):
        for match in pattern.finditer(masked):
            group = next(
                (
                    g
                    for g in range(image_group + 1, (match.re.groups or 0) + 1)
                    if match[g] is not None
                ),
                0,
            )
            if group and match.start(group) not in found:
                start, end = match.span(group)
                target = html.unescape(text[start:end]).strip()
                image = bool(image_group and match[1])
                found[start] = Destination(start, end, target, image)
    return [found[start] for start in sorted(found)]


def rewrite(text: str, change: Callable[[str], str]) -> str:
    """Return `text` with each destination replaced by `change(target)`."""
    pieces, at = [], 0
    for destination in destinations(text):
        new = change(destination.target)
        if new != destination.target:
            pieces += [text[at : destination.start], new]
            at = destination.end
    return "".join([*pieces, text[at:]])


_TAG = re.compile(
    r"<(?![a-z][a-z0-9+.\-]{1,31}:[^\s<>]*>|[^\s<>@]+@[^\s<>@]+>)[a-z/!?]", re.IGNORECASE
)


def raw_html(text: str) -> Iterator[int]:
    """Yield the offset of each thing a browser could read as a tag, outside code."""
    if "<" in text:
        yield from (match.start() for match in _TAG.finditer(mask_code(text)))


_ATX_1 = re.compile(r"^#(?!#)[ \t]*\S", re.MULTILINE)
_SETEXT_1 = re.compile(r"(?<=[^\s=])[ \t]*\n=+[ \t]*$", re.MULTILINE)


def first_level_titles(text: str) -> Iterator[int]:
    """Yield the offset of each level 1 title outside code."""
    if text.startswith("#") or "\n#" in text or "\n=" in text:
        masked = mask_code(text)
        yield from (match.start() for match in _ATX_1.finditer(masked))
        for match in _SETEXT_1.finditer(masked):
            yield masked.rfind("\n", 0, match.start()) + 1


def lower_titles(text: str) -> str:
    """Return `text` with its level 1 titles made level 2."""
    for start in sorted(first_level_titles(text), reverse=True):
        if text[start] == "#":
            text = f"{text[:start]}#{text[start:]}"
        else:
            head, _, rest = text[start:].partition("\n")
            line, mark, after = rest.partition("\n")
            text = f"{text[:start]}{head}\n{line.replace('=', '-')}{mark}{after}"
    return text


_SECTION = re.compile(r"^##(?!#)[ \t]*(.*?)[ \t#]*$", re.MULTILINE)


def sections(text: str) -> list[tuple[int, str]]:
    """Return the offset and title of each level 2 section, in order."""
    return [(m.start(), m[1]) for m in _SECTION.finditer(mask_code(text))]


# What makes Markdown parsers slow or recurse.
_QUOTES = re.compile(r"^(?:[ \t]*>){12}", re.MULTILINE)
_INDENT = re.compile(r"^[ ]{48,}\S", re.MULTILINE)
_SIGNS = re.compile(r"[`*_\[\]<>!]")
_RUNS = tuple(sign * 100 for sign in "`*_[]()<>!~^\\")
MAX_SIGNS = 1_500


def too_complex(text: str) -> int | None:
    """Return the offset of a passage too costly to convert, or None.

    Costly: a hundred times the same sign, twelve nested quotations, twelve levels of
    list, 200 fences, or 1,500 signs in one paragraph.
    """
    for run in _RUNS:
        if (at := text.find(run)) >= 0:
            return at
    if ">" in text and (found := _QUOTES.search(text)):
        return found.start()
    if " " * 48 in text and (found := _INDENT.search(text)):
        return found.start()
    if len(fences := [m.start() for m in _FENCE_LINE.finditer(text)]) > MAX_FENCES:
        return fences[MAX_FENCES]
    return _crowded(text) if len(text) > MAX_SIGNS else None


def _crowded(text: str) -> int | None:
    at = 0
    for block in text.split("\n\n"):
        if len(block) > MAX_SIGNS and len(_SIGNS.findall(block)) > MAX_SIGNS:
            return at
        at += len(block) + 2
    return None


@dataclass(frozen=True, slots=True)
class Outline:
    """Everything we need to know of a text, looked up once. Offsets are in characters.

    When `too_complex` is not None the rest was not looked at and is empty.
    """

    too_complex: int | None
    raw_html: tuple[int, ...] = ()
    first_level_titles: tuple[int, ...] = ()
    sections: tuple[tuple[int, str], ...] = ()
    destinations: tuple[Destination, ...] = ()


def outline(text: str) -> Outline:
    """Return the outline of a Markdown text."""
    offset = too_complex(text)
    if offset is not None:
        return Outline(offset)
    return Outline(
        None,
        tuple(raw_html(text)),
        tuple(first_level_titles(text)),
        tuple(sections(text)),
        tuple(destinations(text)),
    )
