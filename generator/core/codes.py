"""Every finding code: its severity and what it means, in French. Codes are permanent.

`data/codes.toml` is the single truth: `findings` reads the severity there, the pages of
`docs/codes/` are generated from it, and a test asks each code for an `ok` and a `bad` case.
The letter tells the family: S source file, F field, V vocabulary, A area, R reference,
D dates and coherence, P personal data, T text, Q quality.
"""

from dataclasses import dataclass

from generator.core import data


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code. `why` says why the rule exists, `fix` what to do."""

    id: str
    title: str
    why: str
    fix: str
    warning: bool = False


CODES = {id_: Code(id_, **fields) for id_, fields in data.load("codes").items()}
