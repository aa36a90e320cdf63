"""Whether what the club links to is still there: asked of other sites, seldom and politely.

One site is asked one thing at a time, several sites at once. Nothing is downloaded: the answer's
status is enough. Never part of a check or a build: a site that is down is no fault of whoever
proposes a sheet.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from generator.core.quoting import code
from generator.linkcheck.client import Answer, Client, State
from generator.linkcheck.outgoing import Outgoing

_SHOWN = 200  # characters of an address
MAX_LISTED = 200  # links a section: a forge limits the length of a text


def check(
    links: Iterable[Outgoing], client: Client, progress: Callable[[str], None] = lambda _: None
) -> dict[Answer, list[Outgoing]]:
    """Ask about every link once; return the answers in the order of URLs, each with its places."""
    places: dict[str, list[Outgoing]] = {}
    for link in links:
        places.setdefault(link.url.partition("#")[0], []).append(link)
    by_host: dict[str, list[str]] = {}
    for url in sorted(places):
        by_host.setdefault(places[url][0].host, []).append(url)
    progress(f"{len(places)} liens vers {len(by_host)} sites")

    def ask(urls: list[str]) -> list[Answer]:
        mine = replace(client)  # it counts what is left to wait
        return [mine.ask(url) for url in urls]

    with ThreadPoolExecutor(max_workers=8) as pool:
        found = [answer for answers in pool.map(ask, by_host.values()) for answer in answers]
    return {answer: places[answer.url] for answer in sorted(found, key=lambda a: a.url)}


def report(found: Mapping[Answer, Sequence[Outgoing]]) -> str:
    """Return the report of a whole check: French Markdown, what is most to be done first."""
    fine = sum(answer.state is State.FINE for answer in found)
    lines = ["## Les liens vers d’autres sites", ""]
    lines.append(f"{len(found)} liens vérifiés, {fine} en place.")
    for state in State:
        title, remedy = state.value
        listed = [answer for answer in found if title and answer.state is state]
        if listed:
            lines += ["", f"### {title} ({len(listed)})", "", remedy, ""]
        for answer in listed[:MAX_LISTED]:
            target = f"maintenant {code(answer.target, _SHOWN)}" if answer.target else ""
            where = dict.fromkeys(f"{place.path}:{place.line}" for place in found[answer])
            lines.append(f"- {code(answer.url, _SHOWN)} : {target or answer.why}")
            lines.append(f"  - {', '.join(map(code, where))}")
        if len(listed) > MAX_LISTED:
            lines.append(f"- … et {len(listed) - MAX_LISTED} de plus")
    return "\n".join(lines) + "\n"


__all__ = ["Answer", "Client", "State", "check", "report"]
