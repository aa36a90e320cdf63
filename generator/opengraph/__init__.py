"""The pictures that networks and messages show beside a link (Open Graph, https://ogp.me).

Drawn here, from views, without network: `cards()` says what each one says, `place()` draws them.
"""

import hashlib
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from pathlib import Path

import PIL
from PIL import features

from generator import routes
from generator.core import system
from generator.opengraph.drawing import HEIGHT, MIME, WIDTH, Card, draw
from generator.opengraph.wording import address_for, cards
from generator.territory.geo import DATA

# Below this, starting other processes costs more than it saves.
MIN_CARDS = 100
_END = b"\0\0\0\0IEND\xaeB`\x82"  # the last bytes of every PNG file


def place(found: Mapping[str, Card], folder: Path, kept: Path, jobs: int) -> None:
    """Write each card in `folder`, beside its page.

    Cards already drawn are kept in `kept`, each named after what it was made of: one that did
    not change is not drawn again. What no card needs any more leaves it.
    """
    kept.mkdir(parents=True, exist_ok=True)
    names = {address: kept / f"{_fingerprint(card)}.png" for address, card in found.items()}
    missing = {names[a]: card for a, card in found.items() if not _whole(names[a])}
    tasks = sorted(missing.items())
    shares = jobs if len(tasks) >= MIN_CARDS else 1
    system.spread(_draw, [tasks[n::shares] for n in range(shares)])
    for address, name in names.items():
        target = folder / routes.picture(address).lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(name, target)  # no link: what is published may be edited in its place
    for path in {*kept.iterdir()} - {*names.values()}:
        path.unlink()


def _draw(tasks: Sequence[tuple[Path, Card]]) -> None:
    for path, card in tasks:
        part = path.with_suffix(".part")
        part.write_bytes(draw(card))
        part.replace(path)


def _whole(path: Path) -> bool:
    """Whether a card was kept, and to its last byte: a full disk may have cut it."""
    try:
        with path.open("rb") as file:
            file.seek(-len(_END), os.SEEK_END)
            return file.read() == _END
    except OSError:
        return False


def _fingerprint(card: Card) -> str:
    return hashlib.sha256(f"{_maker()} {astuple(card)}".encode()).hexdigest()[:32]


@lru_cache(maxsize=1)
def _maker() -> str:
    """Return what tells one way of drawing from another: this code, its typefaces, its library."""
    digest = hashlib.sha256(f"{PIL.__version__} {features.version('freetype2')}".encode())
    for path in sorted([*Path(__file__).parent.glob("*.py"), *(DATA / "fonts").iterdir()]):
        digest.update(path.read_bytes())
    return digest.hexdigest()


__all__ = ["HEIGHT", "MIME", "WIDTH", "Card", "address_for", "cards", "place"]
