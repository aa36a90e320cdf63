"""Writes the demo: the only module that touches the disk."""

import re
import shutil
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from generator.demo import vocabularies
from generator.demo.actions import actions
from generator.demo.club import Order, Sizes
from generator.demo.meetings import Known, meetings
from generator.demo.network import network
from generator.demo.people import members
from generator.demo.places import atlas
from generator.demo.practices import practices
from generator.demo.text import typeset
from generator.demo.watch import watch
from generator.writing.yaml_text import Record, front_matter, item

MARKER = ".demo"
_MARKER_TEXT = (
    "Club de démonstration, écrit par « club demo ».\n"
    "Tant que ce fichier est là, la même commande remplace les sources de ce dossier.\n"
)
_FOLDERS = ("practices", "meetings", "watch", "actions", "content", "vocabularies")
_FILES = ("members.yaml", "network.yaml", "mkdocs.yml")
_PAGES = Path(__file__).parent / "pages"
_CONFIGURATION = """\
site_name: Club fictif des élus locaux
site_url: https://demo.example/
site_description: Démonstration, dont les personnes, pratiques, textes et réunions sont fictifs.

extra:
  club:
    fictional: true
    contact_email: contact@demo.example
    contact_retention_months: 12
    election_notice: {from: 2031-09-01, to: 2032-03-31}
"""


def write_demo(target: Path, sizes: Sizes, *, seed: int, today: date, home: Path) -> list[Path]:
    """Write a fictional club in `target` and return the files written, in order.

    `home` holds the vocabularies the records use. A previous demo is replaced, and of it
    only the sources: anything else in the folder stays. Raises FileExistsError when
    `target` holds something that is not a demo.
    """
    order = _order(sizes, seed, today, home)
    _make_room(target)
    written = []
    for name, text in _files(order, home):
        path = target / name
        path.write_text(text, encoding="utf-8", newline="\n")
        written.append(path)
    return written


def _order(sizes: Sizes, seed: int, today: date, home: Path) -> Order:
    terms = {name: vocabularies.terms(home, name) for name in vocabularies.NAMES}
    labels = terms["methods"] | terms["themes"]
    keys = {name: tuple(found) for name, found in terms.items()}
    return Order(sizes, seed, today, atlas(), keys, labels)


def _make_room(target: Path) -> None:
    if target.exists() and not target.is_dir():
        raise FileExistsError(f"{target} n’est pas un dossier ; choisissez un autre nom")
    if not (target / MARKER).is_file() and target.is_dir() and any(target.iterdir()):
        raise FileExistsError(
            f"{target} n’est pas vide et ne contient pas de démonstration ; "
            "choisissez un dossier vide ou un nouveau nom"
        )
    for name in _FOLDERS:
        if (target / name).exists():
            shutil.rmtree(target / name)
        (target / name).mkdir(parents=True)
    for name in _FILES:
        (target / name).unlink(missing_ok=True)


def _listed(records: Iterable[Record]) -> str:
    return "\n".join(item(record) for record in records) or "[]\n"


def _files(order: Order, home: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file, the marker first: a stopped run can resume."""
    yield MARKER, _MARKER_TEXT
    yield "mkdocs.yml", _CONFIGURATION
    for path in vocabularies.files(home):
        yield f"vocabularies/{path.name}", _unbound(path.read_text(encoding="utf-8"))
    for path in sorted(_PAGES.glob("*.md")):
        yield f"content/{path.name}", typeset(path.read_text(encoding="utf-8"))
    yield from _records(order)


def _unbound(text: str) -> str:
    """Return a vocabulary without the line that leads an editor to a schema a demo does not hold."""
    return re.sub(r"\A# yaml-language-server:.*\n", "", text)


def _records(order: Order) -> Iterator[tuple[str, str]]:
    """Yield the records, kind by kind: each kind refers only to those before it."""
    people = list(members(order))
    yield "members.yaml", _listed(m.record for m in people)
    contacts = list(network(order))
    yield "network.yaml", _listed(contacts)
    texts, sheets, letters = [], [], []
    for text, record, body in watch(order):
        texts.append(text)
        yield f"watch/{text.id}.md", front_matter(record, body)
    for sheet, record, body in practices(order, people, texts):
        sheets.append(sheet)
        yield f"practices/{sheet.id}.md", front_matter(record, body)
    for letter, record, body in actions(order, people, texts):
        letters.append(letter)
        yield f"actions/{letter.id}.md", front_matter(record, body)
    guests = [str(contact["id"]) for contact in contacts]
    for id_, record, body in meetings(order, Known(people, guests, sheets, texts, letters)):
        yield f"meetings/{id_}.md", front_matter(record, body)
