"""Two pages of one title: told apart in the title of each, and in the links to them on one page.

What tells them apart is what a reader would say: a date, a place, a function. A number, where that
is the same too. Links get it as hidden text: what stands beside them shows it already.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from urllib.parse import urldefrag, urljoin

from markupsafe import Markup, escape

from generator.kinds import KINDS
from generator.pages.page import GeneratedPage
from generator.records import french
from generator.views.model import SiteView

_LINK = re.compile(r'<a href="([^"]*)"([^>]*)>(.*?)</a>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def complements(site: SiteView) -> dict[str, str]:
    """Return, by address, what tells a record from another of the same title."""
    found = {hub.url: "thème" for hub in site.themes}
    found |= {hub.url: "méthode" for hub in site.methods}
    return found | {
        view.url: text for kind, view in site.every() if (text := KINDS[kind].choice(view))
    }


def _names(addresses: Iterable[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return what is added to the name of each address, all different; they share one name."""
    found: dict[str, str] = {}
    times: Counter[str] = Counter()
    for address in dict.fromkeys(addresses):
        text = known.get(urldefrag(address)[0], "")
        times[text] += 1
        found[address] = f"{text} {times[text]}".strip() if times[text] > 1 or not text else text
    return found


def distinguish(pages: Sequence[GeneratedPage], site: SiteView) -> Iterator[GeneratedPage]:
    """Yield the pages, each with a title of its own and links named after where they lead."""
    known = complements(site)
    titles = defaultdict(list)
    for page in pages:
        titles[page.meta.get("title")].append(page.address)
    shared = {k: v for on in titles.values() if len(on) > 1 for k, v in _names(on, known).items()}
    for page in pages:
        meta = page.meta
        if page.address in shared:
            meta = {**meta, "title": f"{meta['title']}, {shared[page.address]}"}
        # A list is drawn again by its script: there, each card says the place and the date.
        body = page.body if "data-list=" in page.body else _links(page, known)
        yield replace(page, meta=meta, body=body)


def _links(page: GeneratedPage, known: Mapping[str, str]) -> str:
    named: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for href, more, inside in _LINK.findall(page.body):
        if "aria-label" not in more:
            named[_name(inside)][href] = None
    several = {
        name: _names((urljoin(page.address, href) for href in on), known)
        for name, on in named.items()
        if len(on) > 1
    }
    twice = {name: names for name, names in several.items() if len(names) > 1}
    if not twice:
        return page.body

    def complete(link: re.Match[str]) -> str:
        href, more, inside = link.groups()
        complement = twice.get(_name(inside), {}).get(urljoin(page.address, href))
        if not complement or "aria-label" in more:
            return link[0]
        hidden = Markup('<span class="u-hidden">, {}</span>').format(french.typography(complement))
        return f'<a href="{href}"{more}>{inside}{escape(hidden)}</a>'

    return _LINK.sub(complete, page.body)


def _name(inside: str) -> str:
    return " ".join(_TAG.sub("", inside).split()).casefold()
