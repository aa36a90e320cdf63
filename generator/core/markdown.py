"""What we need to know of a contributor's Markdown without converting it.

Every function is linear in the text: a sheet made to slow a Markdown parser must not slow
these, which run first.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from markdown import Markdown
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from markdown.extensions.footnotes import FootnoteExtension

from generator.core.text import unescape

# The converter's own pattern, so that we never call code what it calls HTML.
FENCE = FencedBlockPreprocessor.FENCED_BLOCK_RE
_TICKS = re.compile(r"`+")
_PLAIN_ATTRIBUTES = re.compile(r"[ .#\w\-]*")
_BLANK_LINES = re.compile(r"\n[ \t]*\n")


def mask_code(text: str) -> str:
    """Return `text`, same length and lines, with code spans and fenced blocks blanked.

    When in doubt it is not code: what is wrongly taken for code would escape every rule.
    """
    if "`" not in text and "~~~" not in text:
        return text
    text = FENCE.sub(_blank_fence, text)
    pieces, at = [], 0
    for gap in _BLANK_LINES.finditer(text):
        pieces += [_mask_paragraph(text[at : gap.start()]), gap[0]]
        at = gap.end()
    return "".join([*pieces, _mask_paragraph(text[at:])])


def _blank_fence(match: re.Match[str]) -> str:
    """Blank a fenced block, unless its attributes are such that the converter may refuse it."""
    plain = _PLAIN_ATTRIBUTES.fullmatch(match["attrs"] or "")
    return re.sub(r"[^\n]", " ", match[0]) if plain else match[0]


def _mask_paragraph(text: str) -> str:
    """Blank the code spans of a paragraph that begin and end on the same line.

    A line may open an element (a list item, a quotation) or go on with the one before. Both
    readings agree as long as each line closes the backticks it opens; from the first that
    does not, nothing more is called code. Nor is a line that starts with a tag: the
    converter looks for those before it looks for spans.
    """
    lines = text.split("\n")
    for n, line in enumerate(lines):
        if "`" not in line:
            continue
        masked = mask_line(line)
        if masked is None or line.lstrip().startswith("<"):
            break
        lines[n] = masked
    return "\n".join(lines)


def mask_line(line: str) -> str | None:
    """Blank the code spans of a line; None when a backtick opens what the line does not close."""
    runs = [m.span() for m in _TICKS.finditer(line)]
    while runs:
        start, opened = runs[0]
        closing = next((n for n, (a, b) in enumerate(runs) if n and b - a == opened - start), 0)
        if not closing or line[start - 1 : start] == "\\":
            return None
        end = runs[closing][1]
        line = line[:start] + " " * (end - start) + line[end:]
        runs = runs[closing + 1 :]
    return line


class Destination(NamedTuple):
    """Where a link or an image leads. `start`, `end` delimit it in the text."""

    start: int
    end: int
    target: str
    image: bool


# From the bracket that closes a link's text to the parenthesis that closes its address.
INLINE_LINK = re.compile(
    r"\]\(\s*(?:<([^<>]*)>[^()]{0,500}|((?:[^()]|\((?:[^()]|\([^()]*\)){0,200}\)){0,2000}))\)"
)
_LINK_TITLE = re.compile(r"""\s+(?:"[^"]*"|'[^']*')\s*$""")
_DEFINITION = re.compile(
    r"^[ \t>*+\-\d.)]*\[(?!\^)([^\[\]]*)(\]:)[ \t]*(?:\n[ \t]*)?<*(\S+)", re.MULTILINE
)
_FOOTNOTE = re.compile(r"\[\^[^\[\]]*(\]:)")
_AUTOLINK = re.compile(r"<((?:https?|ftp)://[^<>]*)>", re.IGNORECASE)
_IMAGE_BY_NAME = re.compile(r"!((?:\[[^\[\]]*\][ \n]?)+)")
_BRACKETS = re.compile(r"\[([^\[\]]*)\]")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+\-.!])")
MAX_ALT = 1_000  # characters looked back for the opening of a link
DOUBTFUL = "]("  # what the target of a link that cannot be read begins with


def destinations(text: str) -> list[Destination]:
    """Return every link and image destination outside code, in order, entities decoded.

    What looks like a link and cannot be read for sure has a target that begins with
    DOUBTFUL: the converter may find an address in it that we do not see.
    """
    if "](" not in text and "]:" not in text and "://" not in text:
        return []
    found: dict[int, Destination] = {}
    for one in _destinations(text, _ESCAPED.sub("  ", mask_code(text))):
        found.setdefault(one.start, one)
    return [found[start] for start in sorted(found)]


def _destinations(text: str, plain: str) -> Iterator[Destination]:
    """Yield the destinations of a text; `plain` is this text, code and escaped signs blanked."""
    chains = (m[1] for m in _IMAGE_BY_NAME.finditer(plain))
    named = {label(name) for chain in chains for name in _BRACKETS.findall(chain)}
    for at in places(plain, "]("):
        image = _is_image(plain, at)
        if match := INLINE_LINK.match(plain, at):
            start, end = match.span(1 if match[1] is not None else 2)
            yield _destination(text, start, end, image=bool(image))
        elif image is not None:
            yield _doubtful(text, at)
    seen = {match.start(1) for match in _FOOTNOTE.finditer(plain)}
    for match in _DEFINITION.finditer(plain):
        seen.add(match.start(2))
        # The converter takes every « < » before the address away, and every « > » after it.
        end = match.end(3) - len(match[3]) + len(match[3].rstrip(">"))
        yield _destination(text, match.start(3), end, image=label(match[1]) in named)
    for at in places(plain, "]:"):
        if at not in seen:
            yield _doubtful(text, at)
    for match in _AUTOLINK.finditer(plain):
        yield _destination(text, *match.span(1), image=False)


def _doubtful(text: str, at: int) -> Destination:
    rest = text[at + 2 : at + 42].split("\n", maxsplit=1)[0]
    return Destination(at, at, DOUBTFUL + rest, image=False)


def _destination(text: str, start: int, end: int, *, image: bool) -> Destination:
    raw = _LINK_TITLE.sub("", text[start:end]).rstrip()
    raw = raw.removesuffix(">") if text[start - 1] == "<" else raw
    return Destination(start, start + len(raw), unescape(_ESCAPED.sub(r"\1", raw)), image)


def places(text: str, sign: str) -> Iterator[int]:
    """Yield the offset of each `sign` of a text."""
    at = text.find(sign)
    while at >= 0:
        yield at
        at = text.find(sign, at + 1)


def label(name: str) -> str:
    """Return a reference's name as the converter compares it."""
    return " ".join(name.lower().split())


def _is_image(text: str, closing: int) -> bool | None:
    """Whether the bracket closed at `closing` was opened by `![`; None when by nothing."""
    depth = 0
    for at in range(closing, max(-1, closing - MAX_ALT), -1):
        if text[at] == "]":
            depth += 1
        elif text[at] == "[":
            depth -= 1
            if depth == 0:
                return at > 0 and text[at - 1] == "!"
    # Too far to tell: treated as what is refused.
    return True if "[" in text[max(0, closing - MAX_ALT) : closing] or closing > MAX_ALT else None


# As the converter finds them, in an item or a quotation too.
_NOTE_TEXT = re.compile(r"^[ \t>*+\-\d.)]*\[\^([^\[\]\n]*)\]:", re.MULTILINE)
_BLOCK_OF_CODE = re.compile(r"<pre>.*?</pre>", re.DOTALL)
_NOTE_CALL = re.compile(r"(?<!\\)\[\^([^\[\]\n]+)\]")
PLACE_OF_NOTES = "///Footnotes Go Here///"  # the converter's own mark, for the templates


class Notes(NamedTuple):
    """The notes of a text. Each has a name and an offset, in order.

    `made` are the names of those that the converter sets at the foot of the page.
    """

    missing: tuple[tuple[str, int], ...] = ()
    uncalled: tuple[tuple[str, int], ...] = ()
    repeated: tuple[tuple[str, int], ...] = ()
    made: frozenset[str] = frozenset()


def notes(text: str) -> Notes:
    """Return the notes of a text that is not too complex, as the converter finds them."""
    if "[^" not in text:
        return Notes()
    made = FootnoteExtension()
    html_made = Markdown(extensions=[made, "fenced_code", "sane_lists", "tables"]).convert(text)
    blocks = "".join(_BLOCK_OF_CODE.findall(html_made))
    known, called = set(made.footnotes), set(made.footnote_order)
    masked = mask_code(text)
    texts = [(m[1], m.end() - len(m[1]) - 4) for m in _NOTE_TEXT.finditer(masked)]
    at = {offset for _, offset in texts}
    calls = [(m[1], m.start()) for m in _NOTE_CALL.finditer(masked) if m.start() not in at]
    names = [name for name, _ in texts]
    return Notes(
        tuple(one for one in calls if one[0] not in known and f"[^{one[0]}]" not in blocks),
        tuple(one for one in texts if one[0] in known and one[0] not in called),
        tuple(one for n, one in enumerate(texts) if one[0] in called and one[0] in names[:n]),
        frozenset(known),
    )


def rewrite(text: str, change: Callable[[str], str]) -> str:
    """Return `text` with each destination replaced by `change(target)`."""
    pieces, at = [], 0
    for destination in destinations(text):
        new = change(destination.target)
        if new != destination.target and not destination.target.startswith(DOUBTFUL):
            pieces += [text[at : destination.start], new]
            at = destination.end
    return "".join([*pieces, text[at:]])


# Anything a browser could read as a tag, but the two forms of address of Markdown.
_TAG = re.compile(
    r"<(?!https?://[^\s<>]*>|[\w.+\-]+@[\w\-]+(?:\.[\w\-]+)+>)[a-z/!?]", re.IGNORECASE
)


def raw_html(text: str) -> Iterator[int]:
    """Yield the offset of each thing a browser could read as a tag, outside code."""
    if "<" in text:
        yield from (match.start() for match in _TAG.finditer(mask_code(text)))


_ATX_1 = re.compile(r"^#(?!#)", re.MULTILINE)
_SETEXT_1 = re.compile(r"(?<=[^\s=])[ \t]*\n=+[ \t]*$", re.MULTILINE)


def first_level_titles(text: str) -> Iterator[int]:
    """Yield the offset of each level 1 title outside code."""
    if text.startswith("#") or "\n#" in text or "\n=" in text:
        masked = mask_code(text)
        yield from (match.start() for match in _ATX_1.finditer(masked))
        for match in _SETEXT_1.finditer(masked):
            yield masked.rfind("\n", 0, match.start()) + 1


_LEVEL_1 = re.compile(r"\A(?:#|(.*\n)(=+))")


def lower_titles(text: str) -> str:
    """Return `text` with its level 1 titles made level 2."""
    for start in sorted(first_level_titles(text), reverse=True):
        lower = _LEVEL_1.sub(
            lambda m: f"{m[1]}{'-' * len(m[2])}" if m[1] else "##", text[start:], 1
        )
        text = text[:start] + lower
    return text


_SECTION = re.compile(r"^##(?!#)(.*)$", re.MULTILINE)


def sections(text: str) -> list[tuple[int, str]]:
    """Return the offset and title of each level 2 section, in order."""
    return [(m.start(), title_at(m[0], 0)) for m in _SECTION.finditer(mask_code(text))]


def generated(anchor: str) -> bool:
    """Whether an anchor is one of the site's own, or of a note: a title never gets a colon."""
    return ":" in anchor


_TITLE_LINE = re.compile(
    r"^(?:(?P<marks>#{1,6})(?!#)(?P<atx>[^\n]*)"
    r"|(?P<set>(?![ \t>#|-]|\d+[.)])[^\n]+)\n(?:=+|-+)[ \t]*$"
    r"|(?P<bold>\*\*[^*\n]+\*\*|__[^_\n]+__)[ \t]*(?::|\u00a0:)?[ \t]*$"
    r"|(?<![^\n]\n)(?P<alone>(?:\d{1,2}[ \t]*[)°–—-][ \t]*)?[^\W\d_][^\n.|]{3,30})$)",
    re.MULTILINE,
)


def title_lines(text: str) -> list[tuple[int, str, str]]:
    """Return the lines that are a title, or are used as one, outside code: offset, title, line.

    Marked (`## Moyens`), underlined on the next line (which `line` holds too), in bold alone on
    a line, or a few words below a blank line. The title is without its marks.
    """
    found = []
    for match in _TITLE_LINE.finditer(mask_code(text)):
        title = match["atx"] if match["marks"] else match["set"] or match["bold"] or match["alone"]
        found.append((match.start(), _bare(title), match[0].rstrip()))
    return found


def title_at(text: str, offset: int) -> str:
    """Return the title at the beginning of a line, without the mark of its level."""
    return _bare(text[offset:].partition("\n")[0].lstrip("#"))


def _bare(title: str) -> str:
    return title.strip(" \t").rstrip("# \t")


@lru_cache(maxsize=256)
def anchors(text: str) -> frozenset[str]:
    """Return the anchors of the titles of a text: what the converter, with the same extensions, makes.

    Empty for a text too costly to convert.
    """
    if too_complex(text) is not None:
        return frozenset()
    converter = Markdown(extensions=["tables", "footnotes", "sane_lists", "fenced_code", "toc"])
    return frozenset(re.findall(r'<h[1-6] id="([^"]*)"', converter.convert(text)))


# What makes Markdown parsers slow or recurse.
_NESTED = re.compile(r"^(?:[ \t]*(?:>|(?:[-*+]|\d+[.)])[ \t])){12}|^[ ]{48,}\S", re.MULTILINE)
_RUNS = tuple(sign * 100 for sign in "`*_[]()<>!~^\\")
_SIGNS = re.compile(r"[`*_\[\]<>!]")
MAX_FENCES = 200
MAX_SIGNS = 1_500  # in one paragraph
MAX_UNCLOSED = 100  # brackets or parentheses in one paragraph
MAX_COLUMNS = 100
# What is fine by the dozen and slow by the thousand: fences, titles, notes, empty items.
_COUNTED = tuple(
    (re.compile(pattern, re.MULTILINE), most)
    for pattern, most in (
        (r"^(```|~~~)", MAX_FENCES),
        (r"^#", 300),
        (r"\[\^", 300),
        (r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]*$", 300),
    )
)


def too_complex(text: str) -> int | None:
    """Return the offset of a passage too costly to convert, or None.

    Costly: a hundred times the same sign, twelve nested quotations or lists, too many
    fences, titles, notes, empty items or columns, or too many signs or unclosed brackets in one paragraph.
    """
    for run in _RUNS:
        if (at := text.find(run)) >= 0:
            return at
    if found := _NESTED.search(text):
        return found.start()
    for pattern, most in _COUNTED:
        if len(starts := [m.start() for m in pattern.finditer(text)]) > most:
            return starts[most]
    at = 0
    for block in text.split("\n\n"):
        if len(block) > MAX_UNCLOSED and _is_crowded(block):
            return at
        at += len(block) + 2
    return None


def _is_crowded(block: str) -> bool:
    """Whether a paragraph has too many columns, unclosed brackets or signs."""
    unclosed = (abs(block.count(a) - block.count(b)) for a, b in ("[]", "()"))
    return (
        (block.count("|") > MAX_COLUMNS < max(line.count("|") for line in block.split("\n")))
        or max(unclosed) > MAX_UNCLOSED
        or (len(block) > MAX_SIGNS < len(_SIGNS.findall(block)))
    )


class Outline(NamedTuple):
    """Everything we need to know of a text, looked up once. Offsets are in characters.

    When `too_complex` is not None the rest was not looked at and is empty.
    """

    too_complex: int | None
    raw_html: Sequence[int] = ()
    first_level_titles: Sequence[int] = ()
    sections: Sequence[tuple[int, str]] = ()
    destinations: Sequence[Destination] = ()

    @classmethod
    def of(cls, values: Sequence[Any]) -> "Outline":
        """Make an outline from its values, as JSON keeps them."""
        made = cls(*values)
        return made._replace(destinations=[Destination(*link) for link in made.destinations])


def outline(text: str) -> Outline:
    """Return the outline of a Markdown text."""
    offset = too_complex(text)
    if offset is not None:
        return Outline(offset)
    return Outline(
        None,
        list(raw_html(text)),
        list(first_level_titles(text)),
        sections(text),
        destinations(text),
    )
