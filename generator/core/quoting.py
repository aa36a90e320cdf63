"""Contributed text in Markdown that a forge renders: shown, never interpreted.

Everything a contributor wrote stands in a code span or a fenced block. There a forge renders no
Markdown and no HTML, notifies nobody (`@name`), links nothing (`#12`, an address) and obeys no
command (`/close`). https://github.github.com/gfm/#code-spans, #fenced-code-blocks
"""

import re
from collections.abc import Sequence

from generator.core.findings import printable

_TICKS = re.compile(r"`+")
MAX_CODE = 160  # characters of one value
MAX_LINE = 600  # characters of one line of a difference, or of one field
# Bounded, and tried once a word: a long word must not take long.
EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
# A French number, or an international one.
PHONE = re.compile(
    r"(?<![\w/.+-])(?:(?:(?:\+|00)33[\s.]?(?:\(0\)[\s.]?)?|0)[1-9](?:[\s.-]?\d{2}){4}"
    r"|\+[1-9](?:[\s.-]?\d){7,13})(?![\w/-])"
)

# A Greek or Cyrillic letter that touches a Latin one: a look-alike, which no one types.
_LATIN, _OTHER = "[A-Za-zÀ-ÖØ-öø-ɏ]", "[\u0370-\u03ff\u0400-\u052f]"
TWO_ALPHABETS = re.compile(f"{_LATIN}{_OTHER}|{_OTHER}{_LATIN}")


def mask(text: str) -> str:
    """Return `text` with e-mail addresses and phone numbers shortened."""
    text = EMAIL.sub(lambda m: f"{m[0][0]}…@{m[0].partition('@')[2]}", text)
    return PHONE.sub(lambda m: f"{m[0][:2]} … {m[0][-2:]}", text)


def code(text: str, limit: int = MAX_CODE) -> str:
    """Return `text` as a code span, on one line, shortened, contact details masked.

    The fence is longer than any run of backticks inside, and spaces keep them apart.
    """
    shown = _shown(text, limit)
    if not shown.strip():
        return "(vide)"
    fence = "`" * (_longest(shown) + 1)
    space = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{space}{shown}{space}{fence}"


def block(lines: Sequence[tuple[str, str]]) -> list[str]:
    """Return signed lines (`+`, `-` or a space, and a text) as a fenced block."""
    shown = [f"{sign} {_shown(text, MAX_LINE)}" for sign, text in lines]
    fence = "`" * max(3, _longest("\n".join(shown)) + 1)
    return [f"{fence}diff", *shown, fence]


def _shown(text: str, limit: int) -> str:
    # Masked before it is cut, so that a contact detail is not cut in a part that shows.
    one_line = printable(mask(" ".join(text[: 2 * limit + 400].split())))
    return one_line if len(one_line) <= limit else f"{one_line[:limit].rstrip()}…"


def _longest(text: str) -> int:
    return max((len(run[0]) for run in _TICKS.finditer(text)), default=0)
