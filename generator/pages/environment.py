"""The Jinja environment: templates of this repository only, everything escaped.

Contributed text is never compiled as a template: it only ever arrives as a value.
"""

from functools import lru_cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator import routes
from generator.core import markdown
from generator.kinds import KINDS
from generator.pages import territories
from generator.records import french


def _markdown(text: str) -> Markup:
    """Mark a checked Markdown body as text that Jinja must not escape.

    It is Markdown, not HTML: the rules refuse tags in it, the engine converts it, and the
    audit reads the result without trusting either.
    """
    return Markup(text)  # noqa: S704


def _finalize(value: Any) -> Any:
    """Give French typography to every plain text a template shows."""
    plain = isinstance(value, str) and not isinstance(value, Markup)
    return french.typography(value) if plain else value


def _word(count: int, singular: str, several: str | None = None) -> str:
    return french.plural(count, singular, several).split(french.NBSP, 1)[1]


def weight(size: int) -> str:
    """`1200` -> `1,2 ko`: a size in bytes as people read it (1 ko is 1,000 bytes)."""
    for unit, name in ((1_000_000, "Mo"), (1_000, "ko")):
        if size >= unit:
            shown = french.decimal(size / unit, 1 if size < 10 * unit else 0)
            return f"{shown}{french.NBSP}{name}"
    return french.plural(size, "octet")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """Return the environment, made once."""
    made = Environment(
        loader=PackageLoader("generator"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
    )
    filters: dict[str, Any] = {
        "markdown": _markdown,
        "has_notes": lambda text: bool(markdown.notes(text).made),
        "capfirst": lambda text: text[:1].upper() + text[1:],
        "count": french.plural,
        "word": _word,
        "number": french.number,
        "weight": weight,
        "leaf": routes.leaf,
        "territory": territories.territory_url,
    }
    made.filters.update(filters)
    made.globals |= {"nbsp": french.NBSP, "kinds": KINDS}
    return made
