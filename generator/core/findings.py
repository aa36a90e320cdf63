"""What a check found: one value per problem, and the one way to print it.

The format is the data contract's: `path:line:column erreur CODE field — what; what to do`. Codes are
permanent: `data/codes.toml` is their single truth, the pages of `docs/codes/` are generated from it,
and a test asks each for an `ok` and a `bad` case. The letter tells the family: S source file, F field,
V vocabulary, A area, R reference, D dates and coherence, P personal data, T text, Q quality.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum

from generator.core import data

# What would break the line, make a terminal do something, or show another order than what is
# written; and the bytes of a file name that are no character at all.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u2800\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code. `why` says why the rule exists, `fix` what to do, both in French."""

    id: str
    title: str
    why: str
    fix: str
    warning: bool = False


CODES = {id_: Code(id_, **fields) for id_, fields in data.table("codes").items()}


class Severity(StrEnum):
    """How much a finding matters, in the words of the output."""

    ERROR = "erreur"
    WARNING = "avertissement"


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """One problem at one place.

    `path` is relative to the club's root, with forward slashes; `line` and `column` count
    from 1, as editors do. `field` is a path in the record (`memberships.0.area`), empty
    when the problem is not in a field. `message` says what is wrong, `hint` what to do. `answer`
    is what to write there instead of what is, when that is certain: `club fmt` writes it, and what
    was typed under the name `kept`, which nothing holds yet.
    """

    path: str
    line: int
    column: int
    code: str
    field: str
    message: str
    hint: str
    answer: str = ""
    kept: str = ""

    @property
    def severity(self) -> Severity:
        """The severity its code always has."""
        return Severity.WARNING if CODES[self.code].warning else Severity.ERROR

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}:{self.column}"
        what = f"{self.code} {self.field}".rstrip()
        line = f"{where} {self.severity} {what} — {self.message} ; {self.hint}"
        return printable(line)


def printable(text: str) -> str:
    r"""Return `text` on one line, what cannot be seen written as `\\uXXXX`."""
    return _UNPRINTABLE.sub(lambda m: f"\\u{ord(m[0]):04x}", text)


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return the findings that forbid publishing."""
    return [f for f in findings if f.severity is Severity.ERROR]


def nearest(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return the known word that `word` most likely stands for, or an empty string.

    `alike` is how much it has to be so, from 0 to 1, unless it only lacks its end.
    """
    close = get_close_matches(word, list(known), n=3, cutoff=0.6)
    begun = [one for one in close if one.startswith(word)]
    return next(iter(begun or get_close_matches(word, close, n=1, cutoff=alike)), "")


def did_you_mean(word: str, known: Iterable[str], alike: float = 0.6) -> str:
    """Return « vouliez-vous dire … ? » for the nearest known word, or an empty string."""
    close = nearest(word, known, alike)
    return f"vouliez-vous dire « {close} » ?" if close else ""
