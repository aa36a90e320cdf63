"""How a text that people type or paste is read: one function decides.

`normalize` makes Markdown that the converter understands of what a person meant: a list glued to
the line above, bullets of a word processor, a bare address, a note typed the French way. Whatever
is read of a text (its check, its page, its exports, its canonical form) is read of the result.
What is not sure stays as it was typed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from generator.markdown import FENCE, INLINE_LINK, mask_code, mask_line, places, too_complex
from generator.offsets import Edit, Edited, edit
from generator.urls import publishable

_BLANK = " \t\u00a0\u202f\u2007\u3000"
_SPACE = f"[{_BLANK}]"
# The bullets of word processors and of pages, those of the Symbol and Wingdings fonts included. The
# letters are what a bullet of Wingdings becomes in another font. The forms read this pattern too.
BULLET = (
    f"(?:[•●▪■◦‣⁃∙○□◆◇❖►▶➢➤\uf020-\uf0ff]{_SPACE}*|·{_SPACE}+"
    f"|[oØü§vq](?:\t|{_SPACE}{{2,}}){_SPACE}*)(?=[^\\s])"
)
ITEM = f"(?:[-*+]|[0-9]{{1,9}}[.)]){_SPACE}+(?=[^\\s])"  # read by the forms too


_PAD = re.compile(f"{_SPACE}*")
_BULLET = re.compile(BULLET)
_ITEM = re.compile(f"([-*+]|(\\d{{1,9}})[.)])({_SPACE}+)(?=\\S)")
_RULE = re.compile(r"(?:(?:-[ ]{0,2}){3,}|(?:_[ ]{0,2}){3,}|(?:\*[ ]{0,2}){3,})$")
# What may be a list, when the lines around agree: a dash, « 1° », « 1/ », « 1 - », « a) », « i) »,
# a bullet of Word in another font, a star glued to its word, the same kind of picture on each line.
_DASH = re.compile(f"[–—―−‐‑]{_SPACE}*(?=\\S)|-(?=[^\\W\\d_])")
_NUMBER = re.compile(
    f"\\(?(\\d{{1,2}})(?:{_SPACE}?[)°/]|{_SPACE}?[–—-](?={_SPACE})|\\.(?=[^\\W\\d_])){_SPACE}*(?=[^\\W_])"
)
_LETTER = re.compile(
    f"\\(?([A-Za-z]|[ivx]{{2,4}}|[IVX]{{2,4}})\\){_SPACE}*(?=\\S)|([IVX]{{1,4}})\\.{_SPACE}+(?=\\S)"
)
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
_ROMANS = ("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii")
_SIGN = re.compile(f"([oØü§vq]){_SPACE}(?=[^\\W\\d_])|(\\*)(?=[^\\W_][^*]*$)")
_PICTURE = re.compile(
    f"(?:[\u2190-\u21ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]\ufe0f?|\\d\ufe0f?\u20e3){_SPACE}*(?=\\S)"
)
_SPOKEN = re.compile(r"[\W_]*[A-ZÀ-ÖØ-ÞŒ].*[.?!…»”\"]$")
# An alinea, which is no code.
_SENTENCE = re.compile(
    f'[«“"(]?{_SPACE}?(?![A-Z]{{2}})[A-ZÀ-ÖØ-ÞŒ](?:[^\\s{{}}=<>$|`]+{_SPACE}){{3}}[^{{}}=<>$|`]+$'
)
_UNDERLINE = re.compile("-+$")
# What is mended within a paragraph: a space too many in a link or in bold, its two halves exchanged,
# the line break of other tools, « > 10 % » at the beginning of a line.
_PARAGRAPH = re.compile(r"(?:[^\n]+\n?)+")
_INLINE = tuple(
    (re.compile(pattern, re.MULTILINE), put)
    for pattern, put in (
        (
            rf"(?<![\]\\])(\[(?!\^)[^\[\]\n]+\]){_SPACE}+\(<?((?:https?://|mailto:|tel:|/)[^\s()<>]+)>?\)",
            r"\1(\2)",
        ),
        (
            r"(?<![\]\w\\])\(<?(https?://[^\s()<>]+)>?\)\[(?!\^)([^\[\]\n]+)\](?![(\[:])",
            r"[\2](\1)",
        ),
        (rf"\*\*([^\s*](?:[^*\n]*[^\s*])?)({_SPACE}*)\*\*(?!\*)", r"**\1**\2"),
        (
            rf"(?<![\w*\\])\*\*{_SPACE}+([^\W\d_](?:[^*\n]*[^\s*])?){_SPACE}*\*\*(?![\w*])",
            r"**\1**",
        ),
        (r"(?<=[^\\\s])\\\n(?=\S)", "  \n"),
        (r"^(?=> ?=? ?\d[\d.,\u00a0\u202f ]*(?:[%€‰]|hab|ans?\b|jours?\b|km|m²))", r"\\"),
    )
)
_QUOTE = re.compile(r" {0,3}>[ ]?")
_TITLE = re.compile(r"#{2,6}|#(?![^\W_])")
_HASHTAG = re.compile(r"#(?=[^\W_])")
_NOTE = re.compile(f"{_SPACE}{{0,3}}(\\[\\^[^\\[\\]\n]{{1,60}}\\])({_SPACE}*[:：]{_SPACE}*)")
_DEFINITION = re.compile(r"[ \t>*+\-\d.)]*\[(?!\^)[^\[\]]*\]:")
_ADDRESS = re.compile(
    r"(?<![\w/@.<=\\&#-])(https?://|www\.(?=[\w-]+\.))[^\s<>\"\\`|\[\]]+", re.IGNORECASE
)
_BETWEEN = re.compile("<[^<>]*>")
_ENDS = ".:;!?…»)”"
_WRAPPED = 60  # columns from which a line may be one of a paragraph cut in lines
_LONGEST = 2_000  # characters of an address
MAX_QUOTES = 12


@dataclass(frozen=True, slots=True)
class _Line:
    """A line: where it starts, what quotes it, where what it says starts, and what it says."""

    start: int
    quote: str
    text: str
    code: bool = False

    @property
    def at(self) -> int:
        return self.start + len(self.quote)

    @property
    def bare(self) -> str:
        return self.text.strip(_BLANK)


@dataclass(frozen=True, slots=True)
class _Marker:
    """What opens an item: its column, where it starts and ends in the line, what is to be written.

    `number` is that of an ordered list; `family` tells what is only a list when others agree.
    """

    column: int
    start: int
    end: int
    mark: str
    number: int = 0
    bullet: bool = False
    family: str = ""


@dataclass(slots=True)
class _Level:
    column: int
    ordered: bool


def normalize(text: str) -> Edited:
    """Return a text as it is read, and where each of its characters stands in what was typed.

    Applied to its own result, it changes nothing. Its time grows as the text does. What is too
    complex to be converted is left as it is.
    """
    before = Edited(text)
    if too_complex(text) is not None:
        return before
    for _ in range(4):  # what is mended within a paragraph may change how its lines are read
        lines = list(_cut(before.text))
        read = edit(before, sorted(_Reader(lines, _taken(before.text)).read(), key=_place))
        before = edit(read, sorted(_inline(read.text), key=_place))
        if before is read:
            break
    return before


def _inline(text: str) -> Iterator[Edit]:
    """Yield what is mended within the paragraphs that are not, and do not hold, doubtful code."""
    last = 0
    for block in _PARAGRAPH.finditer(mask_code(text)):
        if "`" in block[0] or block[0].startswith(("    ", "\t")):
            continue
        for pattern, put in _INLINE:
            for found in pattern.finditer(block[0]):
                start, end = block.start() + found.start(), block.start() + found.end()
                if start >= last and (new := found.expand(put)) != found[0]:
                    yield start, end, new
                    last = end


def _place(one: Edit) -> tuple[int, int]:
    return one[:2]


def _cut(text: str) -> Iterator[_Line]:
    """Yield the lines of a text, those of fenced blocks marked as code."""
    blocks = [match.span() for match in FENCE.finditer(text)]
    start = 0
    for line in text.split("\n"):
        while blocks and blocks[0][1] <= start:
            blocks.pop(0)
        yield _Line(start, "", line, code=bool(blocks) and blocks[0][0] <= start)
        start += len(line) + 1


def _taken(text: str) -> list[tuple[int, int]]:
    """Return the spans of the links and images a text already has, in order: text and address."""
    found, last = [], 0
    for at in places(text, "]("):
        if at < last:
            continue
        match = INLINE_LINK.match(text, at)
        opening = text.rfind("[", last, at)
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        last = match.end() if match and match.end() <= end else end
        found.append((opening if opening >= 0 else at, last))
    found += [(max(text.rfind("[", max(0, at - _LONGEST), at), 0), at) for at in places(text, "][")]
    return sorted(found)


class _Reader:
    """Reads the lines of a text, or of a quotation, and says what to write instead."""

    def __init__(self, lines: list[_Line], taken: list[tuple[int, int]], depth: int = 0) -> None:
        self._lines = lines
        self._taken = taken
        self._depth = depth
        self._edits: list[Edit] = []
        self._levels: list[_Level] = []
        self._above = ""  # the line above, empty when nothing binds the next to it
        self._code = False
        self._plain = 0  # the line up to which nothing is a table whose rule was not written
        self._held = False  # whether the paragraph is one that an item holds, after its first
        self._number = 0  # of the last ordered item
        self._markers = self._sure()
        self._more, self._second = self._followed()

    def read(self) -> list[Edit]:
        """Return the edits, not sorted."""
        at = 0
        while at < len(self._lines):
            at = self._line(at)
        return self._edits

    # --- what opens an item -------------------------------------------------------------------

    def _sure(self) -> dict[int, _Marker]:
        """Return the lines that open an item, by number."""
        found = {n: m for n, line in enumerate(self._lines) if (m := _marker(line))}
        sure = {n: m for n, m in found.items() if not m.family}
        at = -1
        for n, marker in found.items():
            if marker.family and n > at:
                group = self._group(n, found)
                at = group[-1]
                if self._is_list(group, found, sure):
                    sure |= {
                        m: replace(found[m], family="", number=_ordinal(found[m])) for m in group
                    }
                elif marker.family == "dash" and len(group) > 1 and self._lead(n, sure):
                    self._keep_lines(group)
        return sure

    def _group(self, first: int, found: dict[int, _Marker]) -> list[int]:
        """Return the lines that open items of one family, from the first."""
        group, blank = [first], False
        family, column = found[first].family, found[first].column
        for n in range(first + 1, len(self._lines)):
            line = self._lines[n]
            if not line.bare:
                blank = True
            elif n in found and (found[n].family, found[n].column) == (family, column):
                group.append(n)
                blank = False
            elif blank or n in found or line.code or _breaks(line.text):
                break
        return group

    def _lead(self, first: int, sure: dict[int, _Marker]) -> bool:
        """Whether what stands above may announce a list."""
        above = self._lines[first - 1] if first else None
        return above is None or (
            not above.bare or above.bare[-1] in ":;" or first - 1 in sure or _breaks(above.text)
        )

    def _is_list(
        self, group: list[int], found: dict[int, _Marker], sure: dict[int, _Marker]
    ) -> bool:
        """Whether lines of one family are the items of a list, and not a dialogue or a sentence."""
        if not self._lead(group[0], sure):
            return False
        family, numbers = found[group[0]].family, [found[n].number for n in group]
        if family != "dash":
            return len(group) > 1 and numbers in (
                [0] * len(group),
                list(range(1, len(group) + 1)),
                [_rank(one) for one in _LETTERS[: len(group)]],
                [_rank(one) for one in _ROMANS[: len(group)]],
            )
        if len(group) == 1:
            above = self._lines[group[0] - 1].bare if group[0] else ""
            spaced = self._lines[group[0]].bare[0] != "-"
            return above.endswith(":") and spaced and not self._spoken(group[0])
        return not any(self._spoken(n) for n in group[:-1])

    def _spoken(self, n: int) -> bool:
        """Whether an item is a sentence: what someone says, perhaps."""
        rows = [self._lines[n].bare]
        for line in self._lines[n + 1 :]:
            if not line.bare or len(rows) > 20 or _marker(line):
                break
            rows.append(line.bare)
        return bool(_SPOKEN.match(" ".join(rows)[1:]))

    def _keep_lines(self, group: list[int]) -> None:
        """Keep each of the lines of a dialogue on a line of its own."""
        for n in group:
            line = self._lines[n - 1] if n else None
            if line and line.bare and not line.text.endswith("  "):
                end = line.at + len(line.text)
                self._edits.append((end - len(line.text) + len(line.text.rstrip(" ")), end, "  "))

    def _followed(self) -> tuple[set[int], set[int]]:
        """Return the lines that an item follows in their paragraph; and the item « 2. »."""
        more, second = set(), set()
        item = two = False
        for n in reversed(range(len(self._lines))):
            if not self._lines[n].bare or self._lines[n].code:
                item = two = False
            more |= {n} if item else set()
            second |= {n} if two else set()
            if n in self._markers:
                item, two = True, two or self._markers[n].number == 2
        return more, second

    def _interrupts(self, n: int) -> bool:
        """Whether an item right under a line of prose is one, and not this prose going on."""
        marker, above = self._markers[n], self._above.strip(_BLANK)
        if above.endswith(":") or marker.bullet or _QUOTE.match(self._above):
            return True
        if marker.number:
            return marker.number == 1 and n in self._second
        if n in self._more:
            return True
        said = self._lines[n].text[marker.end :].strip(_BLANK)
        if marker.mark == "+" or " - " in said or " – " in said:
            return False
        return len(above) < _WRAPPED or above[-1] in _ENDS

    # --- a line -------------------------------------------------------------------------------

    def _line(self, n: int) -> int:
        """Read a line; return the number of the next one."""
        line = self._lines[n]
        if line.code:
            self._levels, self._above = [], ""
        elif not line.bare:
            self._above, self._held = "", False
        elif (end := self._pasted(n)) > n or (end := self._table(n)) > n:
            return end
        elif self._in_code(line):
            self._above = line.text
        elif _QUOTE.match(line.text):
            return self._quotation(n)
        elif n in self._markers and (marker := self._item(n)):
            self._say(line, marker.end)
        else:
            self._prose(n)
        return n + 1

    def _say(self, line: _Line, start: int = 0) -> None:
        """Make links of the addresses of a line, from a place in it."""
        self._edits += _addresses(line, start, self._taken)
        self._above = line.text

    def _part(self, line: _Line) -> None:
        """Put a blank line above a line, when something stands there."""
        if self._above and not _TITLE.match(self._above):
            self._edits.append((line.start, line.start, f"{line.quote.rstrip()}\n"))

    def _pad(self, line: _Line, column: int) -> None:
        """Begin a line at a column."""
        pad = _PAD.match(line.text)
        end = pad.end() if pad else 0
        if line.text[:end] != " " * column:
            self._edits.append((line.at, line.at + end, " " * column))

    def _in_code(self, line: _Line) -> bool:
        """Whether a line is indented code, at its place when a list holds it."""
        column = _column(line.text)
        if self._above and not self._code:
            return False
        level = self._holding(column)
        inside = 4 if level < 0 else self._levels[level].column + 8
        bullet = (marker := _marker(line)) is not None and (marker.bullet or bool(self._levels))
        self._code = column >= inside and not bullet
        self._code &= level >= 0 or not _SENTENCE.match(line.bare)
        if self._code and level >= 0:
            self._pad(line, 4 * level + 8 + column - inside)
        return self._code

    def _holding(self, column: int) -> int:
        """Return the number of the deepest level whose items hold what starts at a column, or -1."""
        return max(
            (n for n, one in enumerate(self._levels) if column >= one.column + 2), default=-1
        )

    def _quotation(self, n: int) -> int:
        end, inside = n, []
        while end < len(self._lines) and (quote := _QUOTE.match(self._lines[end].text)):
            line = self._lines[end]
            if line.code:
                break
            inside.append(_Line(line.start, line.quote + quote[0], line.text[quote.end() :]))
            end += 1
        if self._depth < MAX_QUOTES:
            self._edits += _Reader(inside, self._taken, self._depth + 1).read()
        self._levels, self._above = [], self._lines[end - 1].text
        return end

    def _table(self, n: int) -> int:
        """Read a table that begins at a line; return the number of the line below, or this one."""
        line, below = self._lines[n], [one.text for one in self._lines[n + 1 : n + 3]]
        ruled = "|" in line.text and any(map(_is_rule, below))
        if not (ruled or (n >= self._plain and _bordered(line.text))):
            return n
        rows = self._rows(n)
        texts = [self._lines[m].text for m in rows]
        if _column(line.text) > 3 or (self._levels and _column(line.text)):
            return n
        if len(rows) > 1 and _is_rule(texts[1]):
            self._head(line, self._lines[rows[1]], texts[2:])
        elif len(rows) > 1 and all(_bordered(one) and not _is_rule(one) for one in texts):
            self._head(line, None, texts[1:])
        else:
            self._plain = max(self._plain, n + 1 if ruled else rows[-1] + 1)
            return n
        return self._end(rows)

    def _end(self, rows: list[int]) -> int:
        """Set a table apart from what stands below; return the number of the line below."""
        for before, m in zip([None, *rows], rows, strict=False):
            if before is not None and m > before + 1:  # a blank line between two rows
                self._edits.append((self._stop(before), self._stop(m - 1), ""))
            self._say(self._lines[m])
        end = rows[-1] + 1
        if end < len(self._lines) and self._lines[end].bare and not self._lines[end].code:
            self._part(self._lines[end])
        self._levels, self._above = [], ""
        return end

    def _stop(self, n: int) -> int:
        return self._lines[n].at + len(self._lines[n].text)

    def _rows(self, n: int) -> list[int]:
        """Return the lines that may be the rows of a table, all next to each other or none."""
        texts = [one.text if not one.code else "" for one in self._lines[n : n + 3]]
        spaced = len(texts) > 2 and _bordered(texts[0]) and not texts[1].strip(_BLANK)
        step = 2 if spaced and _is_rule(texts[2]) else 1
        rows = []
        for m in range(n, len(self._lines), step):
            line = self._lines[m]
            apart = step == 2 and m > n and self._lines[m - 1].bare
            if line.code or apart or not (_bordered(line.text) if step == 2 else "|" in line.text):
                break
            rows.append(m)
        return rows

    def _head(self, header: _Line, rule: _Line | None, body: list[str]) -> None:
        """Give a table as many headers as its longest row has cells: the others would be lost."""
        self._part(header)
        text = header.text.strip(" ")
        bordered = text.startswith("|") or text.endswith("|")
        own = _cells(text, bordered=bordered)
        open_ = not bordered and any(map(_bordered, body))
        width = max([own, *(_cells(row, bordered=bordered or open_) for row in body)])
        end = header.at + len(header.text.rstrip(" "))
        if width > own or open_:
            self._edits.append((header.at, header.at, "" if bordered else "| "))
            closing = "" if text.endswith("|") else " |"
            self._edits.append((end, end, closing + "  |" * (width - own)))
        if rule is None:
            self._edits.append((end, end, f"\n{header.quote}|{'---|' * width}"))
            return
        dashes = re.sub("[–—]+", "---", rule.text)
        marks = dashes.strip(" ").removeprefix("|").removesuffix("|").split("|")
        if len(marks) != width:
            dashes = f"|{'|'.join([*marks, *['---'] * width][:width])}|"
        if dashes != rule.text:
            self._edits.append((rule.at, rule.at + len(rule.text), dashes))

    def _pasted(self, n: int) -> int:
        """Read rows pasted from a spreadsheet, as `_table` does."""
        tabs, rows = self._lines[n].text.count("\t"), []
        for m in range(n, len(self._lines) if tabs and n >= self._plain else n):
            text = self._lines[m].text
            odd = self._lines[m].code or m in self._markers or "`" in text or _breaks(text)
            if odd or text.count("\t") != tabs:
                break
            rows.append(m)
        texts = [self._lines[m].text for m in rows]
        empty = all(text[0] in _BLANK or len(text.split()) < 2 for text in texts)
        if len(rows) < (2 if tabs > 1 else 3) or empty:
            self._plain = max(self._plain, n + len(rows))
            return n
        self._part(self._lines[n])
        for m in rows:
            line = self._lines[m]
            self._edits.append((line.at, line.at, "| "))
            for sign in re.finditer(r"\t|(?<!\\)\|", line.text):
                put = " | " if sign[0] == "\t" else "\\|"
                self._edits.append((line.at + sign.start(), line.at + sign.end(), put))
            rule = f"\n{line.quote}|{'---|' * (tabs + 1)}" if m == n else ""
            self._edits.append((self._stop(m), self._stop(m), f" |{rule}"))
        return self._end(rows)

    def _item(self, n: int) -> _Marker | None:
        """Put an item at its place; None when the line is no item."""
        line, marker = self._lines[n], self._markers[n]
        ordered = bool(marker.number)
        if not self._levels:
            if self._above and not _TITLE.match(self._above) and not self._interrupts(n):
                return None
            self._part(line)
            self._levels = [_Level(marker.column, ordered)]
        else:
            levels = [_Level(one.column, one.ordered) for one in self._levels]
            while len(levels) > 1 and marker.column < levels[-1].column - 1:
                levels.pop()
            if marker.column >= levels[-1].column + 2:
                levels.append(_Level(marker.column, ordered))
                if self._above and marker.number not in {0, 1, self._number + 1}:
                    return None  # a number that happens to begin a line
            elif levels[-1].ordered != ordered:
                if self._above and marker.number not in {0, 1, self._number + 1}:
                    return None
                self._held = True
            self._levels = levels
            self._levels[-1] = _Level(marker.column, ordered)
        if self._held:
            self._part(line)
        self._held = False
        self._number = marker.number or self._number
        self._pad(line, 4 * (len(self._levels) - 1))
        if line.text[marker.start : marker.end] != marker.mark:
            self._edits.append((line.at + marker.start, line.at + marker.end, marker.mark))
        return marker

    def _prose(self, n: int) -> None:
        line = self._lines[n]
        note = _NOTE.match(line.text)
        if not self._levels and not self._above and _column(line.text) > 3:
            self._pad(line, 0)
        if self._levels and not self._above and not note:
            level = self._holding(_column(line.text))
            self._levels = self._levels[: level + 1]
            self._pad(line, 4 * (level + 1))
            self._held = level >= 0
        if note:
            if not _NOTE.match(self._above):
                self._part(line)
            self._levels = []
            self._pad(line, 0)
            if note[2] != ": ":
                end = line.at + note.end()
                self._edits.append(
                    (end - len(note[2]), end, ": " if line.text[note.end() :] else ":")
                )
            self._say(line, note.end())
        elif _HASHTAG.match(line.text):
            self._edits.append((line.at, line.at, "\\"))
            self._say(line)
        elif _TITLE.match(line.text) or _UNDERLINE.match(line.bare):
            self._title(line)
        elif _DEFINITION.match(line.text):
            self._above = line.text
        else:
            self._say(line)

    def _title(self, line: _Line) -> None:
        """Read a title, or the line under one: it says something, and is no line of a text."""
        if not line.text.strip("# \t"):
            self._edits.append((line.at, line.at + len(line.text), ""))
        elif line.text[0] != "#" and (len(line.bare) < 4 or self._above[-1:] in tuple(".;…")):
            self._part(line)
        self._levels, self._above = [], line.text.strip("# \t") and line.text


def _ordinal(marker: _Marker) -> int:
    """Return the number that an item is written with, 0 when it has none."""
    return marker.number if marker.mark[0].isdigit() else 0


def _rank(label: str) -> int:
    """Return a number for a letter or a Roman number, never that of a number in digits."""
    return 100 + int(label, 36)


def _column(text: str) -> int:
    """Return the column where what a line says starts, from 0; a tab leads to the next multiple of 4."""
    pad = _PAD.match(text)
    return len(text[: pad.end() if pad else 0].expandtabs(4))


def _breaks(text: str) -> bool:
    """Whether a line is never one of a paragraph."""
    return bool(_TITLE.match(text) or _QUOTE.match(text) or "|" in text[:1])


def _is_rule(text: str) -> bool:
    """Whether a line is the one under the header of a table."""
    return "|" in text and any(c in "-–—" for c in text) and not set(text) - set("|:-–— \t")


def _bordered(text: str) -> bool:
    """Whether a line begins and ends as a row of a table does."""
    bare = text.strip(" ")
    return len(bare) > 2 and bare[0] == bare[-1] == "|"


def _cells(row: str, *, bordered: bool) -> int:
    """Return how many cells the converter finds in a row."""
    seen = (mask_line(row) or row) if "`" in row else row
    seen = seen.replace("\\\\", "").replace("\\|", "").strip(" ")
    return (seen.removeprefix("|").removesuffix("|") if bordered else seen).count("|") + 1


def _marker(line: _Line) -> _Marker | None:  # noqa: PLR0911 - a table of cases
    """Return what opens an item in a line, or what may."""
    if line.code or not line.bare:
        return None
    column = _column(line.text)
    start = len(line.text) - len(line.text.lstrip(_BLANK))
    said = line.text[start:]
    if _RULE.match(said):
        return None
    if item := _ITEM.match(said):
        number = int(item[2] or 0)
        mark = f"{item[2]}." if item[2] else item[1]
        gap = item[3] if not set(item[3]) - set(" \t") else " "
        return _Marker(column, start, start + item.end(), mark + gap, number)
    if (bullet := _BULLET.match(said)) and not _RULE.match(f"- {said[bullet.end() :]}"):
        return _Marker(column, start, start + bullet.end(), "- ", bullet=True)
    if maybe := _NUMBER.match(said):
        mark = f"{maybe[1]}. "
        return _Marker(column, start, start + maybe.end(), mark, int(maybe[1]), family="number")
    if letter := _LETTER.match(said):
        rank = _rank(letter[1] or letter[2])
        return _Marker(column, start, start, "- ", rank, family="letter")
    if sign := _SIGN.match(said):
        return _Marker(column, start, start + sign.end(), "- ", family=sign[1] or sign[2])
    if _PICTURE.match(said):
        return _Marker(column, start, start, "- ", family="picture")
    if dash := _DASH.match(said):
        return _Marker(column, start, start + dash.end(), "- ", family="dash")
    return None


# --- addresses --------------------------------------------------------------------------------


def _addresses(line: _Line, start: int, taken: list[tuple[int, int]]) -> Iterator[Edit]:
    """Yield the edits that make links of the bare addresses of a line."""
    if "://" not in line.text and "www." not in line.text.lower():
        return
    visible = mask_line(line.text) if "`" in line.text else line.text
    visible = _BETWEEN.sub(lambda match: " " * len(match[0]), visible or "")
    for match in _ADDRESS.finditer(visible, start):
        address = _trimmed(match[0])
        first, last = line.at + match.start(), line.at + match.start() + len(address)
        if any(a <= first < b for a, b in taken) or len(address) > _LONGEST:
            continue
        if match[1].lower() != "www.":
            if publishable(address):
                yield first, last, f"<{address}>"
        elif not set(address) & set("()*") and publishable(f"https://{address}"):
            yield first, last, f"[{address}](https://{address})"


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence it ends."""
    while address:
        last = address[-1]
        unopened = last in ")}" and address.count(last) > address.count("({"[last == "}"])
        if last not in ".,;:!?…»”“’'*_~" and not unopened:
            break
        address = address[:-1]
    return address
