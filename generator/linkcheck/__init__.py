"""Whether what the club links to is still there: asked of other sites, seldom and politely.

One site is asked one thing at a time, several sites at once. Its robots.txt is read first (RFC 9309)
and obeyed. Nothing is downloaded: the answer's status is enough. Never part of a check or a build:
a site that is down is no fault of whoever proposes a sheet.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from generator.linkcheck.client import Answer, Client, Politeness, State
from generator.linkcheck.outgoing import Outgoing
from generator.linkcheck.report import report

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Checked:
    """A link's answer, and every place where it is written."""

    answer: Answer
    places: tuple[Outgoing, ...]


def check(
    links: Iterable[Outgoing],
    politeness: Politeness,
    *,
    sites_at_once: int = 8,
    progress: Progress = lambda _: None,
) -> list[Checked]:
    """Ask about every link once, whatever the number of places; return them in the order of URLs."""
    places: dict[str, list[Outgoing]] = {}
    for link in links:
        places.setdefault(link.url.partition("#")[0], []).append(link)
    by_host: dict[str, list[str]] = {}
    for url in sorted(places):
        by_host.setdefault(places[url][0].host, []).append(url)
    progress(f"{len(places)} liens vers {len(by_host)} sites")
    with ThreadPoolExecutor(max_workers=sites_at_once) as pool:
        answers = pool.map(lambda urls: _ask(urls, politeness), by_host.values())
        found = {answer.url: answer for several in answers for answer in several}
    return [Checked(found[url], tuple(places[url])) for url in sorted(places)]


def _ask(urls: Sequence[str], politeness: Politeness) -> list[Answer]:
    """Ask one site about its links, one after the other."""
    client = Client(politeness)
    return [client.ask(url) for url in urls]


__all__ = ["Answer", "Checked", "Politeness", "State", "check", "report"]
