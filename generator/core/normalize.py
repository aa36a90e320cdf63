"""How a text that people type or paste is read: one function decides.

`normalize` makes Markdown that the converter understands of what a person meant: a list glued to
the line above, bullets of a word processor, a bare address, a note typed the French way. Whatever
is read of a text (its check, its page, its exports, its canonical form) is read of the result.
What is not sure stays as it was typed.
"""

import re
from collections.abc import Iterator
from itertools import takewhile
from operator import itemgetter
from string import ascii_lowercase
from typing import NamedTuple

from generator.core import data
from generator.core.markdown import (
    FENCE,
    INLINE_LINK,
    label,
    mask_code,
    mask_line,
    places,
    too_complex,
)
from generator.core.offsets import Edit, Edited, edit
from generator.core.urls import publishable

_TABLE = data.patterns("typing")
_BLANK, _SPACE = _TABLE["BLANK"], _TABLE["SPACE"]
BULLET, ITEM = _TABLE["BULLET"], _TABLE["ITEM"]
_OPENER = re.compile("|".join(f"(?P<{name}>{one})" for name, one in _TABLE["openers"].items()))
_NUMBERS, _ROMANS = " ".join(map(str, range(1, 100))), "i ii iii iv v vi vii viii ix x xi xii"
_RANKS = (" ".join(ascii_lowercase), _ROMANS, _NUMBERS)
_RULE = re.compile(_TABLE["RULE"])
_SPOKEN = re.compile(r"[\W_]*[A-ZÀ-ÖØ-ÞŒ].*[.?!…»”\"]$")
# An alinea, which is no code.
_SENTENCE = re.compile(
    f'[«“"(]?{_SPACE}?(?![A-Z]{{2}})[A-ZÀ-ÖØ-ÞŒ](?:[^\\s{{}}=<>$|`]+{_SPACE}){{3}}[^{{}}=<>$|`]+$'
)
_PARAGRAPH = re.compile(r"(?:[^\n]+\n?)+")
_INLINE = [
    (re.compile(one, re.MULTILINE), put.replace(r"\n", "\n")) for one, put in _TABLE["inline"]
]
_QUOTE = re.compile(r" {0,3}>[ ]?")
_TITLE = re.compile(r"#{2,6}|#(?![^\W_])")
_NOTE = re.compile(f"{_SPACE}{{0,3}}(\\[\\^[^\\[\\]\n]{{1,60}}\\])({_SPACE}*[:：]{_SPACE}*)")
_BREAKS = re.compile(rf"{_TITLE.pattern}|{_QUOTE.pattern}|\|")  # never a line of a paragraph
_BORDERED = re.compile(r" *\|.+(?<!\\)\| *$")
_DASHES = re.compile(r"(?=[^|]*\|)(?=[^–—-]*[–—-])[|: \t–—-]+$")  # under the header of a table
_DEFINITION = re.compile(r"[ \t>*+\-\d.)]*(\[(?!\^)([^\[\]]*)\]:)(.*)")
_TO_ADDRESS = re.compile(r"\s*(?:\S*(?:[:/#]|\.\w)\S*\s*(?:[\"'(].*)?)?")
_NAMED = re.compile(r"\[([^\[\]]+)\](?!:)")
_ADDRESS = re.compile(
    r"(?<![\w/@.<=\\&#-])(https?://|www\.(?=[\w-]+\.))[^\s<>\"\\`|\[\]]+", re.IGNORECASE
)
_ENDS = ".:;!?…»)”"
_WRAPPED = 60  # columns from which a line may be one of a paragraph cut in lines
_LONGEST = 2_000  # characters of an address
MAX_QUOTES = 12
_PLACE = itemgetter(0, 1)


class _Line(NamedTuple):
    """A line: what quotes it, where what it says starts, and what it says."""

    at: int
    quote: str
    text: str
    code: bool = False

    @property
    def bare(self) -> str:
        return self.text.strip(_BLANK)

    @property
    def pad(self) -> int:
        return len(self.text) - len(self.text.lstrip(_BLANK))

    @property
    def column(self) -> int:
        """Where what it says starts, from 0; a tab leads to the next multiple of 4."""
        return len(self.text[: self.pad].expandtabs(4))


class _Marker(NamedTuple):
    """What opens an item: what it ends with, what to write, and what tells it from the others."""

    family: str
    end: int
    mark: str
    label: str
    number: int | None  # in an ordered list


def normalize(text: str) -> Edited:
    """Return a text as it is read, and where each of its characters stands in what was typed.

    Applied to its own result, it changes nothing. Its time grows as the text does. What is too
    complex to be converted is left as it is.
    """
    before = Edited(text)
    if too_complex(text) is not None:
        return before
    for _ in range(4):  # what is mended may change how its lines are read
        typed = before
        named = {label(name) for name in _NAMED.findall(typed.text)}
        reader = _Reader(list(_cut(typed.text)), _taken(typed.text), named)
        before = edit(typed, sorted(reader.edits, key=_PLACE))
        before = edit(before, sorted(_inline(before.text), key=_PLACE))
        if before is typed:
            break
    return before


def _inline(text: str) -> Iterator[Edit]:
    """Yield what is mended within the paragraphs that are not, and do not hold, doubtful code."""
    last, masked = 0, mask_code(text)
    if masked is not text:  # no space that a pattern would move
        masked = "".join(a if a == b else "\ufffc" for a, b in zip(masked, text, strict=True))
    for block in _PARAGRAPH.finditer(masked):
        if "`" in block[0] or block[0].startswith(("    ", "\t")):
            continue
        for pattern, put in _INLINE:
            for found in pattern.finditer(masked, block.start(), block.end()):
                new = re.sub(r"\\(\d)", lambda m, of=found: text[slice(*of.span(int(m[1])))], put)  # type: ignore[misc]
                if found.start() >= last and new != text[slice(*found.span())]:
                    yield *found.span(), new
                    last = found.end()


def _cut(text: str) -> Iterator[_Line]:
    """Yield the lines of a text, those of fenced blocks marked as code."""
    blocks = [match.span() for match in FENCE.finditer(text)]
    for line in re.finditer(r"^.*$", text, re.MULTILINE):
        while blocks and blocks[0][1] <= line.start():
            blocks.pop(0)
        yield _Line(line.start(), "", line[0], bool(blocks) and blocks[0][0] <= line.start())


def _taken(text: str) -> list[tuple[int, int]]:
    """Return the spans of the links and images a text already has, in order: text and address."""
    found, last = [], 0
    for at in places(text, "]("):
        if at >= last:
            match = INLINE_LINK.match(text, at)
            opening, end = text.rfind("[", last, at), text.find("\n", at) % (len(text) + 1)
            last = match.end() if match and match.end() <= end else end
            found.append((opening if opening >= 0 else at, last))
    found += [(max(text.rfind("[", max(0, at - _LONGEST), at), 0), at) for at in places(text, "][")]
    return sorted(found)


class _Reader:
    """Reads the lines of a text, or of a quotation, and says what to write instead."""

    def __init__(
        self, lines: list[_Line], taken: list[tuple[int, int]], named: set[str], depth: int = 0
    ) -> None:
        self._lines = lines
        self._taken = taken
        self._named = named  # what links of the text may name
        self._depth = depth
        self.edits: list[Edit] = []  # not sorted
        self._levels: list[tuple[int, bool]] = []  # the column of each, whether it has numbers
        self._above = ""  # the line above, empty when nothing binds the next to it
        self._code = False
        self._plain = 0  # the line up to which nothing is a table whose rule was not written
        self._held = False  # whether the paragraph is one that an item holds, after its first
        self._number = 0  # of the last ordered item
        self._markers = self._sure()
        at = 0
        while at < len(lines):
            at = self._line(at)

    def _put(self, line: _Line, start: int, end: int, new: str) -> None:
        if line.text[start:end] != new:
            self.edits.append((line.at + start, line.at + end, new))

    def _sure(self) -> dict[int, _Marker]:
        """Return the lines that open an item, by number."""
        found = {n: m for n, line in enumerate(self._lines) if (m := _marker(line))}
        sure = {n: m for n, m in found.items() if m.family in {"item", "bullet"}}
        seen = set(sure)
        for n, marker in found.items():
            above = self._lines[n - 1] if n else _Line(0, "", "")
            if n in seen:
                continue
            group = self._group(n, found)
            seen.update(group)
            leads = above.bare[-1:] in {"", ":", ";"} or _BREAKS.match(above.text)
            if not leads and n - 1 not in sure:
                continue
            if marker.family != "dash":
                run = f"{' '.join(found[m].label for m in group)} "
                ranked = not run.strip() or any(f"{one} ".startswith(run) for one in _RANKS)
                listed = len(group) > 1 and ranked
            elif len(group) == 1:
                spaced = above.bare.endswith(":") and self._lines[n].bare[0] != "-"
                listed = spaced and not self._spoken(n)
            else:
                listed = not any(self._spoken(m) for m in group[:-1])
            sure |= {m: found[m] for m in group if listed}
        return sure

    def _group(self, first: int, found: dict[int, _Marker]) -> list[int]:
        """Return the lines that open items of one family, from the first."""
        group, blank, column = [first], False, self._lines[first].column
        for n in range(first + 1, len(self._lines)):
            line = self._lines[n]
            if not line.bare:
                blank = True
            elif n in found and found[n].family == found[first].family and line.column == column:
                group.append(n)
                blank = False
            elif line.code or (
                line.column < column + 2 and (blank or n in found or _BREAKS.match(line.text))
            ):
                break
        return group

    def _below(self, n: int) -> list[int]:
        lines = range(n + 1, min(n + 21, len(self._lines)))
        return list(takewhile(lambda m: self._lines[m].bare and not self._lines[m].code, lines))

    def _spoken(self, n: int) -> bool:
        rows = [n, *takewhile(lambda m: not _marker(self._lines[m]), self._below(n))]
        return bool(_SPOKEN.match(" ".join(self._lines[m].bare for m in rows)[1:]))

    def _interrupts(self, n: int) -> bool:
        """Whether an item right under a line of prose is one, and not this prose going on."""
        marker, above = self._markers[n], self._above.strip(_BLANK)
        if above.endswith(":") or marker.family == "bullet" or _QUOTE.match(self._above):
            return True
        numbers = [self._markers[m].number for m in self._below(n) if m in self._markers]
        if marker.number is not None:
            return marker.number < 2 and 2 in numbers
        content = self._lines[n].text[marker.end :]
        aside = " - " in content or " – " in content or above[:2] in {"+ ", "\\+"}
        return bool(numbers) or (not aside and (len(above) < _WRAPPED or above[-1] in _ENDS))

    def _line(self, n: int) -> int:
        """Read a line; return the number of the next one."""
        line = self._lines[n]
        if line.code:
            self._levels, self._above = [], ""
        elif not line.bare:
            self._above, self._held = "", False
        elif (end := self._table(n)) > n:
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
        """Make links of the bare addresses of a line, from a place in it."""
        self._above = line.text
        if defined := _DEFINITION.match(line.text):
            if label(defined[2]) in self._named and _TO_ADDRESS.fullmatch(defined[3]):
                return
            # Else it would not be shown.
            self._put(line, defined.start(1), defined.end(1) - 1, rf"\[{defined[2]}\]")
        if "://" not in line.text and "www." not in line.text.lower():
            return
        visible = mask_line(line.text) if "`" in line.text else line.text
        visible = re.sub("<[^<>]*>", lambda match: " " * len(match[0]), visible or "")
        for match in _ADDRESS.finditer(visible, start):
            address, at = _trimmed(match[0]), match.start()
            whole = address if match[1].lower() != "www." else f"https://{address}"
            link = f"<{address}>" if whole == address else f"[{address}]({whole})"
            odd = len(address) > _LONGEST or (whole != address and set(address) & set("()*"))
            odd = odd or any(a <= line.at + at < b for a, b in self._taken)
            if not odd and publishable(whole):
                self._put(line, at, at + len(address), link)

    def _part(self, line: _Line) -> None:
        """Put a blank line above a line, when something stands there."""
        if self._above and not _TITLE.match(self._above):
            start = line.at - len(line.quote)
            self.edits.append((start, start, f"{line.quote.rstrip()}\n"))

    def _in_code(self, line: _Line) -> bool:
        """Whether a line is indented code, at its place when a list holds it."""
        if self._above and not self._code:
            return False
        level = self._holding(line.column)
        inside = 4 if level < 0 else self._levels[level][0] + 8
        marker = _marker(line)
        item = marker and (marker.family == "bullet" or self._levels)
        self._code = line.column >= inside and not item
        self._code &= level >= 0 or not _SENTENCE.match(line.bare)
        if self._code and level >= 0:
            self._put(line, 0, line.pad, " " * (4 * level + 8 + line.column - inside))
        return self._code

    def _holding(self, column: int) -> int:
        """Return the number of the deepest level whose items hold what starts at a column, or -1."""
        return max((n for n, one in enumerate(self._levels) if column >= one[0] + 2), default=-1)

    def _quotation(self, n: int) -> int:
        inside, end = [], n
        while (
            end < len(self._lines)
            and not self._lines[end].code
            and (quote := _QUOTE.match(self._lines[end].text))
        ):
            at, quotes, text, _ = self._lines[end]
            inside.append(_Line(at + quote.end(), quotes + quote[0], text[quote.end() :]))
            end += 1
        if self._depth < MAX_QUOTES:
            self.edits += _Reader(inside, self._taken, self._named, self._depth + 1).edits
        self._levels, self._above = [], self._lines[end - 1].text
        return end

    def _table(self, n: int) -> int:
        """Read a table that begins at a line; return the number of the line below, or this one."""
        pasted = self._pasted(n)
        rows = pasted or self._piped(n)
        if not rows:
            return n
        lines = [self._lines[m] for m in rows]
        ruled = not pasted and bool(_DASHES.match(lines[1].text))
        frames = [("| ", " |") if pasted else _frame(line, lines[1], ruled) for line in lines]
        texts = [line.text for line in lines]
        if pasted:
            texts = [text.replace("|", "").replace("\t", "|") for text in texts]
        cells = [_cells(a + text + b) for text, (a, b) in zip(texts, frames, strict=True)]
        width = max(cells[:1] + cells[1 + ruled :])
        # As many headers as the longest row has cells: the others would be lost.
        more = "  |" * (width - cells[0])
        rule = "" if ruled else f"\n{lines[0].quote}|{'---|' * width}"
        apart = pasted or width > cells[0] or len({_ends(line.text) for line in lines}) > 1
        self._part(lines[0])
        for k, line in enumerate(lines):
            before, after = frames[k] if apart else ("", "")
            if ruled and k == 1:
                dashes = re.sub("[–—]+", "---", line.text)
                marks = dashes.strip(" ").removeprefix("|").removesuffix("|").split("|")
                if len(marks) != width or (apart and not _BORDERED.match(dashes)):
                    dashes = f"|{'|'.join([*marks, *['---'] * width][:width])}|"
                self._put(line, 0, len(line.text), dashes)
                continue
            self._put(line, 0, line.pad if before and not pasted else 0, before)
            for sign in re.finditer(r"\t|(?<!\\)\|", line.text if pasted else ""):
                self._put(line, *sign.span(), " | " if sign[0] == "\t" else "\\|")
            stop = len(line.text.rstrip(" "))
            self._put(line, stop, stop, after + ("" if k else more + rule))
            self._say(line)
        end = rows[-1] + 1
        if end < len(self._lines) and self._lines[end].bare and not self._lines[end].code:
            self._part(self._lines[end])
        self._levels, self._above = [], ""
        return end

    def _piped(self, n: int) -> list[int]:
        """Return the lines of the table that begins at a line, or none."""

        def is_row(m: int) -> bool:
            return not self._lines[m].code and "|" in self._lines[m].text

        line, below = self._lines[n], n + 1
        ruled = below < len(self._lines) and bool(_DASHES.match(self._lines[below].text))
        ruled = ruled and is_row(n) and is_row(below)
        indented = line.column > 3 or self._holding(line.column) >= 0
        if indented or not (ruled or (n >= self._plain and _BORDERED.match(line.text))):
            return []
        rows = list(takewhile(is_row, range(n, len(self._lines))))
        texts = [self._lines[m].text for m in rows]
        framed = all(_BORDERED.match(one) and not _DASHES.match(one) for one in texts)
        if len(rows) > 1 and (_DASHES.match(texts[1]) or framed):
            return rows
        self._plain = max(self._plain, n + 1 if ruled else rows[-1] + 1)
        return []

    def _pasted(self, n: int) -> list[int]:
        """Return the lines of the rows pasted from a spreadsheet that begin at a line."""
        tabs = self._lines[n].text.count("\t")

        def is_row(m: int) -> bool:
            text, odd = self._lines[m].text, self._lines[m].code or m in self._markers
            return not odd and text.count("\t") == tabs and not ("`" in text or _BREAKS.match(text))

        end = len(self._lines) if tabs and n >= self._plain else n
        rows = list(takewhile(is_row, range(n, end)))
        texts = [self._lines[m].text for m in rows]
        full = [sum(map(bool, map(str.strip, text.split("\t")))) > 1 for text in texts]
        table = any(full) and not all(text[0] in _BLANK for text in texts)
        if len(rows) > 1 and table and (tabs > 1 or len(rows) > 2 or all(full)):
            return rows
        self._plain = max(self._plain, n + len(rows))
        return []

    def _item(self, n: int) -> _Marker | None:
        """Put an item at its place; None when the line is no item."""
        line, marker, levels = self._lines[n], self._markers[n], list(self._levels)
        column, number = line.column, marker.number
        ordered = number is not None
        while len(levels) > 1 and column < levels[-1][0] - 1:
            levels.pop()
        deeper = not levels or column >= levels[-1][0] + 2
        if not levels:
            if self._above and not _TITLE.match(self._above) and not self._interrupts(n):
                return None
            self._part(line)
        elif deeper or levels[-1][1] != ordered:
            if self._above and number not in {None, 0, 1, self._number + 1}:
                return None  # a number that happens to begin a line
            self._held |= not deeper
        levels += [(column, ordered)] if deeper else []
        self._levels = [*levels[:-1], (column, ordered)]
        if self._held:
            self._part(line)
        self._held = False
        self._number = self._number if number is None else number
        self._put(line, 0, line.pad, " " * (4 * (len(levels) - 1)))
        self._put(line, line.pad, marker.end, marker.mark)
        return marker

    def _prose(self, n: int) -> None:
        line = self._lines[n]
        note = _NOTE.match(line.text)
        if not self._above and (self._levels or line.column > 3) and not note:
            level = self._holding(line.column)
            self._levels = self._levels[: level + 1]
            self._put(line, 0, line.pad, " " * (4 * (level + 1)))
            self._held = level >= 0
        if note:
            if not _NOTE.match(self._above):
                self._part(line)
            self._levels = []
            self._put(line, 0, line.pad, "")
            self._put(line, note.start(2), note.end(), ": " if line.text[note.end() :] else ":")
            self._say(line, note.end())
        elif _TITLE.match(line.text) or set(line.bare) == {"-"}:
            if not line.text.strip("# \t"):  # a title that says nothing
                self._put(line, 0, len(line.text), "")
            elif line.text[0] != "#" and not self._underlined(n):
                self._part(line)
            self._levels, self._above = [], line.text.strip("# \t") and line.text
        else:
            self._say(line)

    def _underlined(self, n: int) -> bool:
        """Whether the dashes of a line make a title of that above: long, or both stand apart."""
        around = [self._lines[m].bare for m in (n - 2, n + 1) if 0 <= m < len(self._lines)]
        apart = len(self._lines[n].bare) > 3 or not any(around)
        return apart and self._above[-1:] not in tuple(".;…")


def _ends(text: str) -> tuple[bool, bool]:
    """Whether a row begins, and ends, with a sign that may be the border of a table."""
    bare = text.strip(" ")
    return bare.startswith("|"), len(bare) > 1 and bare.endswith("|") and bare[-2] != "\\"


def _frame(row: _Line, rule: _Line, ruled: bool) -> tuple[str, str]:
    """Return the borders that a row lacks, from those of the rule of its table."""
    sides = zip(_ends(row.text), _ends(rule.text), strict=True)
    before, after = (_BORDERED.match(row.text) or (ruled and own and its) for own, its in sides)
    return "" if before else "| ", "" if after else " |"


def _cells(row: str) -> int:
    """Return how many cells the converter finds in a row with its borders."""
    seen = (mask_line(row) or row) if "`" in row else row
    return seen.replace("\\\\", "").replace("\\|", "").count("|") - 1


def _marker(line: _Line) -> _Marker | None:
    """Return what opens an item in a line, or what may."""
    content = line.text[line.pad :]
    found = None if line.code or _RULE.match(content) else _OPENER.match(content)
    if not found or _RULE.match(f"- {content[found.end() :]}"):
        return None
    family, sign, end = str(found.lastgroup), found[0], line.pad + found.end()
    label, mark, number = re.sub(r"[\W_]", "", sign).lower(), "- ", None
    if family in {"item", "number"} and label:
        number, mark = int(label), f"{label}. "
    if family == "item":
        gap = sign.lstrip("-*+.)0123456789")
        mark = (f"{label}." if label else sign[0]) + (gap if not set(gap) - set(" \t") else " ")
    elif family == "sign":
        family, label = sign[0], ""
    elif family in {"picture", "letter"}:
        end, label = line.pad, label if family == "letter" else ""
    return _Marker(family, end, mark, label, number)


def _trimmed(address: str) -> str:
    """Return an address without the punctuation of the sentence it ends."""
    while address[-1] in ".,;:!?…»”“’'*_~" or any(
        address[-1] == b and address.count(b) > address.count(a) for a, b in ("()", "{}")
    ):
        address = address[:-1]
    return address
