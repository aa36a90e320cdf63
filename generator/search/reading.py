"""The pages as Pagefind should read them: a copy whose words are those that readers type."""

import re

# Pagefind takes « l’eau » for one word with this apostrophe, for two with the other.
_APOSTROPHE = str.maketrans({"’": "'", "œ": "oe", "Œ": "Oe", "æ": "ae", "Æ": "Ae"})
# « St-Denis », « Ste Foy »: only before a name, so that « 1 st » or « STE » stay.
_SAINT = re.compile(r"\bSt(e?)([-\u2011 ])(?=[A-ZÀ-Ý])")


def unfold(html: str) -> str:
    """Return `html` with straight apostrophes, open ligatures and « Saint » in full.

    The script of the search sets apostrophes and ligatures again as in print.
    """
    return _SAINT.sub(lambda m: f"Saint{m[1]}{m[2]}", html.translate(_APOSTROPHE))
