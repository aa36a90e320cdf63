"""Writes the demo: the only module that touches the disk."""

import re
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache, partial
from pathlib import Path

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generator.demo import people, practices, texts
from generator.demo.club import Club, Draw, Sizes
from generator.demo.text import Made, Prose, bullets, capitalised, month, typeset
from generator.kinds import LISTED
from generator.records import french
from generator.writing.yaml_text import scalar

_HERE = Path(__file__).parent
# How each kind of record is made; a kind refers to those above it only. One that is not named here
# has but lists in `words/`, and its fields and its text in an outline.
MAKERS: dict[str, Callable[[Club, Draw, int], Made]] = {
    "members": people.member,
    "network": people.contact,
    "watch": texts.watch,
    "practices": practices.practice,
    "actions": texts.action,
    "meetings": texts.meeting,
}
_OTHERS = {
    kind.folder: kind
    for kind in LISTED.values()
    if kind.folder not in MAKERS and (_HERE / "outlines" / f"{kind.folder}.md").is_file()
}
MAKERS |= {name: partial(texts.outlined, name, kind.vocabulary) for name, kind in _OTHERS.items()}
_LISTS = ("members", "network")  # all in one file; the others are a file each

MARKER = ".demo"
_EMPTY = re.compile(r'\n\w+: ?(?:"")?(?=\n(?! ))')


def _field(value: object) -> str:
    """Write a value of an outline in YAML: a list as a block, an entry as its id."""
    if isinstance(value, str | int):
        return scalar(value)
    if isinstance(value, list):
        return "".join([f"\n  - {_field(item)}" for item in value])
    return scalar(str(getattr(value, "id", value)))


_TEXTS = Environment(
    loader=FileSystemLoader(_HERE / "outlines"),
    autoescape=False,  # noqa: S701 - Markdown and YAML, from words of our own
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)
_VOICE = (Prose.phrase, Prose.phrases, Prose.sentences, Draw.chance, Draw.partial)
_TEXTS.filters |= {f.__name__: f for f in (*_VOICE, bullets, capitalised, french.euros, month)}
_FIELDS = _TEXTS.overlay(finalize=_field)


def write_demo(target: Path, sizes: Sizes, *, seed: int, today: date, home: Path) -> list[Path]:
    """Write a fictional club in `target` and return the files written, in order.

    `home` holds the vocabularies the records use. A previous demo is replaced, and of it
    only the sources: anything else in the folder stays. Raises FileExistsError when
    `target` holds something that is not a demo.
    """
    empty = not target.exists() or (target.is_dir() and not any(target.iterdir()))
    if not empty and not (target / MARKER).is_file():
        message = "n’est ni un dossier vide, ni une démonstration ; choisissez un nouveau nom"
        raise FileExistsError(f"{target} {message}")
    for name in {*MAKERS, "content", "vocabularies"} - {*_LISTS}:
        shutil.rmtree(target / name, ignore_errors=True)
        (target / name).mkdir(parents=True)
    written = []
    for name, text in _files(sizes, seed, today, home / "vocabularies"):
        (target / name).write_text(text, encoding="utf-8", newline="\n")
        written.append(target / name)
    return written


def _files(sizes: Sizes, seed: int, today: date, home: Path) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of every file, the marker first: a stopped run can resume."""
    for path in sorted((_HERE / "files").rglob("*.*")):
        yield path.relative_to(_HERE / "files").as_posix(), typeset(path.read_text("utf-8"))
    labels = {}
    for path in sorted(home.glob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        found = yaml.load(text, Loader=yaml.CSafeLoader)
        labels[path.stem] = {key: term["label"] for key, term in found.items()}
        # Without the line that leads an editor to a schema that a demo does not hold.
        yield f"vocabularies/{path.name}", re.sub(r"\A# yaml-language-server:.*\n", "", text)
    club = Club(sizes, seed, today, labels)
    for kind in MAKERS:
        records = _records(club, kind)
        if kind in _LISTS:
            items = ("- " + fields.replace("\n", "\n  ").rstrip() for _, fields, _ in records)
            yield f"{kind}.yaml", "\n\n".join(items) + "\n"
        else:
            for id_, fields, body in records:
                yield f"{kind}/{id_}.md", f"---\n{fields}---\n\n{body}\n"


@cache
def _outline(kind: str) -> tuple[Template, Template]:
    name = f"{kind}.yaml" if kind in _LISTS else f"{kind}.md"
    whole = (_HERE / "outlines" / name).read_text(encoding="utf-8")
    fields, _, text = whole.removeprefix("---\n").partition("\n---\n")
    return _FIELDS.from_string(fields), _TEXTS.from_string(text)


def _records(club: Club, kind: str) -> Iterator[tuple[str, str, str]]:
    terms = club.labels.get(_OTHERS[kind].vocabulary) if kind in _OTHERS else None
    for n in range(min(club.sizes.of(kind), len(terms or range(10**6)))):
        rng = Draw(f"{club.seed}:{kind}:{n}")
        entry, prose, values = MAKERS[kind](club, rng, n)
        club.made[kind].append(entry)
        known = {"id": entry.id, "title": entry.name, "n": n, "today": club.today}
        known |= {"p": prose, "rng": rng, **values}
        head, text = _outline(kind)
        fields = head.render(known)
        fields = _EMPTY.sub("", f"{fields.strip()}\n").replace(": \n", ":\n")
        if n % 20 == 6:  # some had another address
            fields += f"aliases:\n  - {entry.id}-avant\n"
        yield entry.id, fields, re.sub(r"\n{3,}", "\n\n", text.render(known)).strip()
