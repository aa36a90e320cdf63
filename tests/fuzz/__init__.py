"""Hostile inputs for the readers: made by `make fuzz`, kept here once one has failed.

An input is made from its number alone, so that a number is enough to see it again. A reader may
refuse it by the errors named here; any other exception, or a hang, is a defect.
"""

import random
import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from generator import rules
from generator.build import images
from generator.club import link
from generator.core import markdown, settings
from generator.core.settings import SettingsError
from generator.records import parsing
from generator.rules import Context
from generator.sources import files, gather
from generator.tables import TableError, reading, values
from generator.territory.gazetteer import gazetteer
from generator.territory.geo import geography
from generator.writing.formatting import canonical
from tests.cases import BASE
from tests.test_accepted import TYPED

KEPT = Path(__file__).resolve().parent / "kept"
SCRATCH = Path(tempfile.gettempdir())
TODAY = date(2026, 6, 15)
PIECES = (
    *TYPED, "- ", "  - ", ": ", "? ", "[", "]", "{", "}", "[[", "# ]]]", ",", "|", ">", "&a", "*a", "!!str ",
    "\t", "\r", "\r\n", "\n\n", "\0", "\x1b", "\ufeff", "\u2028", "\x85", "\u202e", "<!--", "-->", "<b>", "```\n",
    "~~~\n", "](", "]:", "![", "((", "))", "*", "**", "_", "`", ">" * 9, "999999999999999999999999", "1e400", "-1",
    "0001-01-01T00:00+14:00", "9999-12-31T23:59", "9999", "0001", "9999-12",
    "2026-06-15T18:30+99:99", "00:60", "2026-02-30", "mars 2024", "1,8 M€", "12/03/2015", "oct-21", "<<<<<<< HEAD\n", "=======\n", ">>>>>>> autre\n",
    "&#0000000000008238;", "javascript:", "//", "%", "%00", "\\", '"', "'", "!ENV ", "<<: ", "=", ";", "\xa0", "é",
)  # fmt: skip


def _source(raw: bytes, chance: random.Random) -> None:
    path = chance.choice(
        (
            "practices/x.md",
            "meetings/2026-01-02-x.md",
            "watch/x.md",
            "actions/x.md",
            "content/x.md",
            "members.yaml",
            "network.yaml",
            "vocabularies/themes.yaml",
        )
    )
    club, findings = link(gather(files.read_text(path, raw)), geography())
    for finding in (*findings, *rules.check(Context(club, TODAY))):
        str(finding)
    if chance.random() < 0.1:
        canonical(path, raw)


def _text(raw: bytes, _: random.Random) -> None:
    text = raw.decode(errors="replace")
    markdown.outline(text)
    markdown.anchors(text)
    markdown.rewrite(text, str.upper)


def _table(raw: bytes, _: random.Random) -> None:
    shape = reading.Shape(lambda name: name in {"id", "title"}, lambda _: 2)
    for _row in reading.read(raw, shape).rows:
        pass


def _cell(raw: bytes, chance: random.Random) -> None:
    text = raw.decode(errors="replace")[:200]
    type_ = chance.choice(("date", "moment", "count", "place"))
    if type_ == "place":
        gazetteer().resolve(text)
    else:
        values.typed(type_, text)


def _settings(raw: bytes, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        (Path(folder) / "mkdocs.yml").write_bytes(raw)
        settings.load(Path(folder)).on(chance.choice((TODAY, date.min, date.max)))


def _image(raw: bytes, _: random.Random) -> None:
    with tempfile.TemporaryDirectory(dir=SCRATCH) as folder:
        path = Path(folder) / "photo.png"
        path.write_bytes(raw)
        if images.inspect(path) is None:
            images.clean(path)


@dataclass(frozen=True, slots=True)
class Reader:
    """What reads an input, and the exceptions by which it may refuse it."""

    read: Callable[[bytes, random.Random], None]
    refusals: tuple[type[Exception], ...] = ()


READERS: dict[str, Reader] = {
    "source": Reader(_source),
    "text": Reader(_text),
    "table": Reader(_table, (TableError,)),
    "cell": Reader(_cell, (parsing.UnreadError,)),
    "settings": Reader(_settings, (SettingsError,)),
    "image": Reader(_image),
}
_VALUE = re.compile(rb"^[ \-]*\w+: *(.+)$", re.MULTILINE)
WEIGHTS = {"source": 6, "text": 4, "table": 1, "cell": 4, "settings": 1, "image": 1}


@cache
def corpus() -> dict[str, list[bytes]]:
    """Return, by reader, the good inputs that bad ones are made from."""
    sources = [p.read_bytes() for p in sorted(BASE.rglob("*")) if p.suffix in {".md", ".yaml"}]
    config = settings.HOME / "mkdocs.yml"
    return {
        "source": sources,
        "text": [text for text in sources if text.startswith(b"---")],
        "table": ["id;titre;Coût\r\na;Été;1 000 €\r\n".encode("cp1252"), b"id,title\na,b\n"],
        "settings": [config.read_bytes()],
        "image": [(BASE / "content/assets/alice-martin.png").read_bytes()],
    } | {
        "cell": [t.encode() for t in ("12/03/2015", "1,8 M€", "mars 2024", "Saint-Denis", "18h30")]
    }


def made(number: int) -> tuple[str, bytes, random.Random]:
    """Return input `number`: the name of its reader, its bytes, the chance that goes on."""
    chance = random.Random(number)  # noqa: S311 - repeatable on purpose
    name = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    raw = chance.choice(corpus()[name])
    for _ in range(chance.randint(1, 6)):
        raw = _changed(raw, chance)
    return name, raw, chance


def _changed(raw: bytes, chance: random.Random) -> bytes:  # noqa: PLR0911 - a table of cases
    a, b = sorted((chance.randint(0, len(raw)), chance.randint(0, len(raw))))
    piece = chance.choice(PIECES).encode(errors="surrogatepass")
    what = chance.randrange(9)
    if what == 0:
        return raw[:a] + raw[b:]
    if what == 1:
        return raw[:b] + raw[a:b][:2_000] + raw[b:]
    if what == 2:
        return raw[:a] + bytes([chance.randrange(256)]) + raw[a + 1 :]
    if what == 3:
        return raw[:a] + piece * chance.choice((2, 12, 100, 3_000)) + raw[a:]
    if what == 4:
        return raw[:a]
    if what < 7:
        return raw[:a] + piece + raw[a + chance.choice((0, 0, 1, len(piece))) :]
    values = list(_VALUE.finditer(raw))  # the value of a field, whole
    if not values:
        return piece
    one = chance.choice(values)
    return raw[: one.start(1)] + piece + raw[one.end(1) :]


def attempt(name: str, raw: bytes, chance: random.Random) -> None:
    """Let a reader read an input; raises what is a defect."""
    reader = READERS[name]
    with suppress(*reader.refusals):
        reader.read(raw, chance)
