"""One page of the folder the engine reads: an address, its front matter, its Markdown."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urljoin

from generator import routes
from generator.core import markdown
from generator.core.data import table
from generator.pages.environment import environment
from generator.records import french

Meta = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class GeneratedPage:
    """A self-contained page. `file` is relative to the pages folder.

    Until it is completed, `origin` in `meta` says what it is made from, as `forge.Origin` takes it; a page
    that says nothing is made from the whole repository.
    """

    address: str
    meta: Meta
    body: str

    @property
    def file(self) -> str:
        """The Markdown file that gives this page."""
        return routes.source_file(self.address)

    @property
    def text(self) -> str:
        """The whole file. Front matter is JSON, which YAML reads without guessing."""
        lines = [f"{key}: {_scalar(value)}" for key, value in self.meta.items()]
        return "\n".join(["---", *lines, "---", "", self.body])


def _scalar(value: Any) -> str:
    """Return a value as JSON that YAML reads the same, in ASCII.

    Beyond U+FFFF, JSON would write two halves that YAML does not join: the engine would then
    drop the whole front matter. YAML has a longer escape, which says the character in one piece.
    """
    text = json.dumps(value, ensure_ascii=False)
    if not _BEYOND.search(text):
        return json.dumps(value)
    return _NOT_ASCII.sub(lambda m: f"\\U{ord(m[0]):08x}", text)


_BEYOND = re.compile("[\U00010000-\U0010ffff]")
_NOT_ASCII = re.compile(r"[^\x00-\x7e]")
_BLANK = re.compile(r"\n{3,}")


def render(template: str, address: str, meta: Meta, **values: Any) -> GeneratedPage:
    """Fill a template for the page at `address`."""

    def link(target: str) -> str:
        return routes.relative(target, address) if target.startswith("/") else target

    text = environment().get_template(template).render(link=link, meta=meta, **values)
    blocks = _BLANK.sub("\n\n", text).strip()
    body = f"<!--html-->\n\n{blocks}\n"
    return GeneratedPage(address, {k: v for k, v in meta.items() if v not in ("", None)}, body)


def fixed(name: str, **values: Any) -> GeneratedPage:
    """Fill the template of a page that every site has, by the first part of its address.

    Its front matter is that of `data/pages.toml`, then what `values` has under `more`.
    """
    row = {key: value for key, value in table("pages")[name].items() if key not in _ASIDE}
    if under := row.get("breadcrumb"):
        row["breadcrumb"] = [crumb(section) for section in under]
    meta = {"title": routes.SECTIONS[name], **row, **values.pop("more", {})}
    return render(table("pages")[name]["template"], f"/{name}/", meta, **values)


_ASIDE = {"label", "template", "promise", "names"}


def crumb(section: str) -> dict[str, str]:
    """Return the step of a breadcrumb that leads to a section."""
    label = routes.SECTIONS.get(section) or routes.STANDARD_PAGES[section]
    return {"label": label, "url": f"{section}/"}


def localise(body: str, address: str) -> str:
    """Return a contributed body fit for the page at `address`.

    Addresses of the site become relative to the page, level 1 titles become level 2, and
    the spaces before « : ; ? ! » no longer break.
    """
    return markdown.rewrite(
        _typography(markdown.lower_titles(body)),
        lambda target: routes.relative(target, address) if _inside(target) else target,
    )


def _typography(body: str) -> str:
    """Return `body` with French typography, code aside."""
    if markdown.mask_code(body) == body:
        return french.typography(body)
    lines = zip(body.split("\n"), markdown.mask_code(body).split("\n"), strict=True)
    return "\n".join(french.typography(a) if a == b else a for a, b in lines)


def _inside(target: str) -> bool:
    return target.startswith("/") and not target.startswith("//")


# A link of Markdown that aims at a place in a page.
_AIMED = re.compile(r"\][(:][^\n]*#")


def aimed(pages: Sequence[GeneratedPage]) -> Iterator[GeneratedPage]:
    """Yield the pages; a contributor's link to a place that is on no page leads to the page.

    The rules know the titles of every text, not the blocks that the site adds: what a sheet
    shows changes with the others and with the day.
    """
    bodies = {page.address: page.body for page in pages}

    def sure(target: str, address: str) -> str:
        path, _, anchor = target.partition("#")
        body = bodies.get(urljoin(address, path.partition("?")[0]))
        if not anchor or body is None or f' id="{anchor}"' in body:
            return target
        if markdown.generated(anchor) or anchor not in markdown.anchors(body):
            return path or "./"
        return target

    for page in pages:
        if _AIMED.search(page.body):
            change = partial(sure, address=page.address)
            yield replace(page, body=markdown.rewrite(page.body, change))
        else:
            yield page
