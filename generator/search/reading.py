"""The pages as Pagefind should read them: what it indexes, in words that readers type."""

import re

# Pagefind takes « l’eau » for one word with this apostrophe, for two with the other.
_AS_TYPED = (("’", "'"), ("œ", "oe"), ("Œ", "Oe"), ("æ", "ae"), ("Æ", "Ae"))
# « St-Denis », « Ste Foy »: only before a name, so that « 1 st » or « STE » stay.
_SAINT = re.compile(r"\bSt(e?)([-\u2011 ])(?=[A-ZÀ-Ý])")
_ARTICLE = re.compile(r"<article\b[^>]* data-pagefind-body\b.*</article>", re.DOTALL)
_META = re.compile(r"<meta [^>]*data-pagefind-meta[^>]*>")


def indexed(html: str) -> str | None:
    """Return what of the page `html` is for the index, as a page; None when nothing is.

    Apostrophes are straight, ligatures open and « Saint » in full: the script of the search sets
    them again as in print. The frame of the page is left out: Pagefind would read it to skip it.
    """
    article = _ARTICLE.search(html)
    if not article:
        return None
    head = "".join(_META.findall(html[: article.start()]))
    text = f'<!doctype html><html lang="fr"><head>{head}</head><body>{article[0]}</body></html>'
    for sign, typed in _AS_TYPED:
        text = text.replace(sign, typed)
    return _SAINT.sub(lambda m: f"Saint{m[1]}{m[2]}", text)
