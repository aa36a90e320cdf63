"""The outgoing links of a club: where each is written, and what is unusual in its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.club import Club
from generator.core import markdown
from generator.sources import FieldPath
from generator.sources.strict_yaml import Value

_NUMBER = re.compile(r"[0-9.]+|.*:.*")
_WEB = ("https://", "http://")


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outgoing link as written. `host` is in ASCII: look-alike letters show as `xn--`."""

    url: str
    path: str
    line: int

    @property
    def host(self) -> str:
        """The host the link leads to, empty when the address cannot be read."""
        try:
            name = urlsplit(self.url).hostname or ""
            return name.encode("idna").decode() if not name.isascii() else name
        except ValueError:
            return ""

    @property
    def doubts(self) -> list[str]:
        """What is unusual in the address, in French."""
        host = self.host
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            return ["adresse illisible"]
        named = "un nom précède l’hôte : l’adresse n’est pas ce qu’elle semble"
        unusual = (
            (parts.username is not None, named),
            ("xn--" in host, "l’hôte contient des lettres non latines"),
            (port is not None, f"port {port}"),
            (_NUMBER.fullmatch(host), "une machine désignée par son numéro"),
            (parts.scheme == "http", "sans chiffrement (http)"),
        )
        return [what for seen, what in unusual if seen]


def links(club: Club) -> Iterator[Outgoing]:
    """Yield every outgoing link of every record, in the order of the sources."""
    for entry in club.sources.entries:
        for url, path in _addresses(entry.data, ()):
            yield Outgoing(url, entry.path, club.sources.locate(entry, path)[0])
        if not entry.body or markdown.too_complex(entry.body) is not None:
            continue  # refused as it is: no page is made of it
        for link in markdown.destinations(entry.body):
            if link.target.lower().startswith(_WEB):
                line, _ = club.sources.locate_text(entry, link.start)
                yield Outgoing(link.target, entry.path, line)


def _addresses(value: Value, path: FieldPath) -> Iterator[tuple[str, FieldPath]]:
    if not isinstance(value, str):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _addresses(inner, (*path, step))
    elif value.lower().startswith(_WEB) and " " not in value:
        yield value, path
