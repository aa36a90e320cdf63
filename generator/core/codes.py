"""Every finding code: its severity and what it means, in French. Codes are permanent.

`data/codes.toml` is the single truth: `findings` reads the severity there, the pages of
`docs/codes/` are generated from it, and a test asks each code for an `ok` and a `bad` case.
The letter tells the family: S source file, F field, V vocabulary, A area, R reference,
D dates and coherence, P personal data, T text, Q quality.
"""

import tomllib
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Code:
    """A permanent code. `why` says why the rule exists, `fix` what to do."""

    id: str
    title: str
    why: str
    fix: str
    warning: bool = False


_TABLE = Path(__file__).resolve().parents[1] / "data" / "codes.toml"
CODES = {
    id_: Code(id_, **fields)
    for id_, fields in tomllib.loads(_TABLE.read_text(encoding="utf-8")).items()
}
