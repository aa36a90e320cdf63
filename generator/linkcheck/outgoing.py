"""The outgoing links of a club: where each is written, and what is unusual in its address."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.club import Club
from generator.core import markdown
from generator.sources import FieldPath
from generator.sources.strict_yaml import Value

# A host as people write one in a text: three letters at least before its end.
_HOST = re.compile(r"(?<![\w@./-])(?:https?://)?((?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,24})(?![\w-])")
# What stands before the address of a link: its text, in brackets.
_TEXT = re.compile(r"\[([^\[\]]{1,300})\]\(\s*<?$")
_FILES = (".pdf", ".doc", ".docx", ".xls", ".xlsx", ".odt", ".ods", ".csv", ".zip", ".jpg", ".png")
_NUMBER = re.compile(r"[0-9.]+|.*:.*")
_WEB = ("https://", "http://")


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
        host = self.host
        try:
            parts = urlsplit(self.url)
            port = parts.port
        except ValueError:
            return ["adresse illisible"]
        elsewhere = [name for name in _HOST.findall(self.text.lower()) if not _leads(name, host)]
        named = "un nom précède l’hôte : l’adresse n’est pas ce qu’elle semble"
        unusual = (
            (parts.username is not None, named),
            ("xn--" in host, "l’hôte contient des lettres non latines"),
            (port is not None, f"port {port}"),
            (_NUMBER.fullmatch(host), "une machine désignée par son numéro"),
            (elsewhere, "le texte du lien annonce un autre site"),
            (parts.scheme == "http", "sans chiffrement (http)"),
        )
        return [what for seen, what in unusual if seen]


def _leads(name: str, host: str) -> bool:
    """Whether a host named in a text is that of the link, or what is not the name of a host."""
    name, host = name.removeprefix("www."), host.removeprefix("www.")
    return name.endswith(_FILES) or host == name or host.endswith(f".{name}")


def links(club: Club) -> Iterator[Outgoing]:
    """Yield every outgoing link of every record, in the order of the sources."""
    for entry in club.sources.entries:
        for url, path in _addresses(entry.data, ()):
            yield Outgoing(url, entry.path, club.sources.locate(entry, path)[0])
        if not entry.body or markdown.too_complex(entry.body) is not None:
            continue  # refused as it is: no page is made of it
        for link in markdown.destinations(entry.body):
            if link.target.lower().startswith(_WEB):
                seen = _TEXT.search(entry.body, max(0, link.start - 310), link.start)
                line, _ = club.sources.locate_text(entry, link.start)
                yield Outgoing(link.target, entry.path, line, seen[1] if seen else "")


def _addresses(value: Value, path: FieldPath) -> Iterator[tuple[str, FieldPath]]:
    if not isinstance(value, str):
        for step, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _addresses(inner, (*path, step))
    elif value.lower().startswith(_WEB) and " " not in value:
        yield value, path
