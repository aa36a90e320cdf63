"""The outgoing links of a club: where each is written, and what is unusual in its address."""

import ipaddress
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.club import Club
from generator.core import markdown
from generator.sources import FieldPath
from generator.sources.strict_yaml import Value


@dataclass(frozen=True, slots=True)
class Outgoing:
    """An outgoing link as written. `host` is in ASCII: look-alike letters show as `xn--`.

    `text` is what a reader sees of it in a body, empty elsewhere.
    """

    url: str
    path: str
    line: int
    text: str = ""

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
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            return ["adresse illisible"]
        found = []
        if parts.username is not None:
            found.append("un nom précède l’hôte : l’adresse n’est pas ce qu’elle semble")
        if "xn--" in self.host:
            found.append("l’hôte contient des lettres non latines")
        if port is not None:
            found.append(f"port {port}")
        if _is_address(self.host):
            found.append("une machine désignée par son numéro")
        if any(not _same_site(name, self.host) for name in _HOST.findall(self.text.lower())):
            found.append("le texte du lien annonce un autre site")
        if parts.scheme.lower() == "http":
            found.append("sans chiffrement (http)")
        return found


# A host as people write one in a text: three letters at least before its end.
_HOST = re.compile(r"(?<![\w@./-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w-])")
# What stands before the address of a link: its text, in brackets.
_TEXT = re.compile(r"\[([^\[\]]{1,300})\]\(\s*<?$")
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".csv", ".zip", ".jpg", ".png")


def _same_site(name: str, host: str) -> bool:
    """Whether a host named in a text is that of the link, or what is not the name of a host."""
    name, host = name.removeprefix("www."), host.lower().removeprefix("www.")
    return name.endswith(_FILES) or host == name or host.endswith(f".{name}")


def _is_address(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def links(club: Club) -> Iterator[Outgoing]:
    """Yield every outgoing link of every record, in the order of the sources."""
    for entry in club.sources.entries:
        for url, path in _addresses(entry.data, ()):
            yield Outgoing(url, entry.path, club.sources.locate(entry, path)[0])
        if not entry.body or markdown.too_complex(entry.body) is not None:
            continue  # refused as it is: no page is made of it
        for link in markdown.destinations(entry.body):
            if link.target.lower().startswith(("https://", "http://")):
                seen = _TEXT.search(entry.body, max(0, link.start - 310), link.start)
                text = seen[1] if seen else ""
                line, _ = club.sources.locate_text(entry, link.start)
                yield Outgoing(link.target, entry.path, line, text)


def _addresses(value: Value, path: FieldPath) -> Iterator[tuple[str, FieldPath]]:
    """Yield each web address in a value, with the path of its field."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _addresses(inner, (*path, name))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _addresses(inner, (*path, index))
    elif value.lower().startswith(("https://", "http://")) and " " not in value:
        yield value, path
