"""A built site that opens from a folder, without a server: for the reviewer who unzips it.

The site's links lead to folders, which a web server answers with their `index.html`; a browser
that reads files does not. Nothing else changes: the pages keep their Content-Security-Policy.
"""

import re
from collections.abc import Collection, Sequence
from html import escape
from pathlib import Path

from generator.engine import release
from generator.review.sites import SeenPage

# A link to a folder, from a page: `../../pratiques/`, `../..`, `.`, `../#a`, `annuaire/?x=1`.
_STEP = r"(?:\.{1,2}|[a-z0-9-]+)/"
_TO_FOLDER = re.compile(rf"""(\shref=")((?:{_STEP})*\.{{1,2}}|(?:{_STEP})+)([#?][^"]*)?(")""")
START = "a-relire.html"


def write(site: Path, folder: Path, pages: Sequence[SeenPage], direct: Collection[str]) -> None:
    """Make `site` the preview `folder` (which does not exist), with a page of what to read again.

    `pages` are those that came or differ; `direct` holds the addresses of the records proposed.
    """
    site.rename(folder)
    for file in sorted(folder.rglob("*.html")):
        html = file.read_text(encoding="utf-8")
        file.write_text(_TO_FOLDER.sub(_file, html), encoding="utf-8")
    (folder / START).write_text(_start(pages, direct), encoding="utf-8")


def _file(match: re.Match[str]) -> str:
    path = match[2] if match[2].endswith("/") else f"{match[2]}/"
    return f"{match[1]}{path}index.html{match[3] or ''}{match[4]}"


def _start(pages: Sequence[SeenPage], direct: Collection[str]) -> str:
    first = [page for page in pages if page.url in direct]
    others = [page for page in pages if page.url not in direct]
    parts = [_part("Ce qui est proposé", "", first)] if first else []
    if others:
        lede = "Ces pages citent ou comptent ces fiches."
        parts.append(_part("Ce qui change par ricochet", lede, others))
    listed = "".join(parts) or "<p>Aucune page ne change.</p>\n"
    # The style is that of the base's theme; nothing of a proposal can be one.
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width,initial-scale=1">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'self' file:\">\n"
        '<meta name="robots" content="noindex">\n<meta name="color-scheme" content="light dark">\n'
        '<link rel="stylesheet" href="' + release.programs() + 'club.css">\n'
        "<title>Pages à relire</title>\n</head>\n<body>\n"
        '<main class="c-page c-wrap"><article class="c-article">\n<h1>Pages à relire</h1>\n'
        "<p>Aperçu d’une proposition : rien de ceci n’est publié. La recherche et les formulaires n’y répondent pas.</p>\n"
        f'{listed}<p><a href="index.html">Tout le site tel qu’il serait</a></p>\n'
        "</article></main>\n</body>\n</html>\n"
    )


def _part(title: str, lede: str, pages: Sequence[SeenPage]) -> str:
    items = "".join(
        f'<li><a href="{escape(page.url.lstrip("/"))}index.html">{escape(page.title)}</a> '
        f"<small>{escape(page.url)}</small></li>\n"
        for page in pages
    )
    said = f"<p>{lede}</p>\n" if lede else ""
    return f'<h2>{title}</h2>\n{said}<ul class="c-rows">\n{items}</ul>\n'
