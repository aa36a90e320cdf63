"""Taking a person out of the sources: their record, what refers to it, their name where it is written.

What surely names them goes. What may name someone else, or cannot be mended alone (the address of
a page, a link to another site), is listed, for a person to read.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, cast

from generator import routes
from generator.club import Club, references
from generator.core import personal
from generator.core.offsets import position
from generator.core.text import fold
from generator.kinds import KINDS, PEOPLE
from generator.records import Record, model_at
from generator.records.fields import FieldPath
from generator.records.types import RefTo
from generator.sources import split_source
from generator.sources.strict_yaml import Value
from generator.writing import editing

GONE, UNREACHABLE = "(nom retiré)", "(coordonnée retirée)"
_PHOTOS = "content/assets/"
# What is counted when it is no longer named.
_COUNTED = {"attendees": "attendance", "signatories": "unnamed_signatories"}
_WORD = re.compile(r"[^\W_]+")
_BETWEEN = re.compile(r"(?:[ \t\u00a0\u202f'’.,*_\-‐‑]|\n[ \t>#]*){1,4}")
_NAME, _BLANK = re.compile(r"[^\W_]|[-‐‑]"), re.compile(r"[^\s()<>\[\]\"']")
_TITLES = tuple("m mr mme mlle monsieur madame mademoiselle maitre dr docteur".split())
_EMAIL = re.compile(r"[^\s<>()\[\]\"',;:|]+@[^\s<>()\[\]\"',;:|]*\w")
_PHONE = re.compile(r"\+?\d(?:[ \u00a0\u202f./-]?\(?\d\)?){8,13}")


@dataclass(frozen=True, slots=True)
class Person:
    """Who is erased: the kind of record, its id then the former ones, the names (given, family).

    `given` is empty for an organisation. `details` are e-mail addresses and numbers.
    """

    kind: str
    ids: tuple[str, ...]
    given: str
    family: str
    details: tuple[str, ...] = ()
    image: str = ""

    @property
    def name(self) -> str:
        """Their name as it is said."""
        return f"{self.given} {self.family}".strip()


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A place of the sources, and what stands there."""

    path: str
    line: int
    text: str


@dataclass(slots=True)
class Erasure:
    """What becomes of the sources (None: the file goes), what was found, and what is to be read.

    `tasks` are those that nobody has any more.
    """

    texts: dict[str, str | None] = field(default_factory=dict)
    done: list[Place] = field(default_factory=list)
    doubtful: list[Place] = field(default_factory=list)
    tasks: list[Place] = field(default_factory=list)


def person(club: Club, kind: str, id_: str, name: str = "") -> Person:
    """Return who is called `id_`; of one whose record is gone, what the id or `name` says."""
    record: Any = club.records[kind].get(id_)
    if record is None:
        given, _, family = (name or id_.replace("-", " ")).partition(" ")
        return Person(kind, (id_,), given if family else "", family or given)
    details = tuple(d.value for d in record.contact_details if d.type != "address")
    given = getattr(record, "given_name", "")
    family = record.family_name if given else record.name
    if not given and record.category not in {"company", "institution"} and " " in family:
        given, family = family.split(" ", 1)
    image = _image(record)
    shared = any(_image(other) == image for _, other in club.each() if other is not record)
    return Person(kind, (id_, *record.aliases), given, family, details, "" if shared else image)


def _image(record: Record) -> str:
    """Return the file of a photo, which may be said by its name alone."""
    name = getattr(record, "image", None) or ""
    return f"{_PHOTOS}{name.removeprefix(_PHOTOS)}" if name else ""


def erase(
    club: Club,
    whom: Person,
    texts: Mapping[str, str],
    heir: str = "",
    beside: Mapping[str, str] | None = None,
) -> Erasure:
    """Return what becomes of the sources, `texts` by path, without a person.

    What the files `beside` them say of the person is told, and left.
    Their tasks go to `heir`, a member; without one, a task that nobody has any more goes.
    """
    made, after, own = Erasure(), dict(texts), (whom.kind, whom.ids[0])
    for kind, record in club.each():
        if (kind, record.id) != own:
            path = club.entries[kind, record.id].path
            after[path] = _unreferred(club, whom, kind, record, after[path], heir, made)
    if entry := club.entries.get(own):
        made.done.append(Place(entry.path, club.sources.line(entry), f"fiche « {entry.id} »"))
        after[entry.path] = _without(after[entry.path], entry.path, entry.prefix)
    words = _Words(club, whom)
    for path, text in after.items():
        new = words.replaced(path, text, made)
        if new != texts[path]:
            made.texts[path] = new
    for path in (*after, *club.sources.images):
        if path != whom.image and words.places(path):
            made.doubtful.append(Place(path, 1, "le nom du fichier, donc son adresse"))
    for path, text in (beside or {}).items():
        made.doubtful += [_place(path, text, at) for at in words.places(text)]
    if whom.image:
        made.texts[whom.image] = None
        made.done.append(Place(whom.image, 1, "photo"))
    made.done.sort()
    made.doubtful = sorted(set(made.doubtful))
    return made


def _without(text: str, path: str, at: FieldPath) -> str:
    """Return a source without what stands somewhere in its data."""
    if not path.endswith(".md"):
        return editing.remove(text, at)
    head, _, _ = cast("tuple[str, int, str]", split_source(text))
    start = text.index(head)
    return text[:start] + editing.remove(head, at) + text[start + len(head) :]


def _unreferred(
    club: Club,
    whom: Person,
    kind: str,
    record: Record,
    text: str,
    heir: str,
    made: Erasure,
) -> str:
    """Return a source in which a record refers to a person no more; whoever is counted stays counted."""
    entry, model = club.entries[kind, record.id], KINDS[kind].model
    said: dict[str, Value] = {}
    paths: list[FieldPath] = []
    for link in references(record):
        if cast("RefTo", link.marker).kind != whom.kind or link.value not in whom.ids:
            continue
        path, line = link.path, club.sources.locate(entry, link.path)[0]
        name = str(path[0])
        owner = model_at(model, tuple(step for step in path[:-1] if isinstance(step, str)))
        field_ = owner.model_fields.get(str(path[-1])) if owner else None
        needed = field_ is not None and field_.is_required()
        if name == "tasks" and not heir:
            task = record.tasks[int(path[1])].text  # type: ignore[attr-defined]
            made.tasks.append(Place(entry.path, line, task))
        if name == "tasks" and heir:
            written = cast("list[Any]", entry.data[name])
            tasks = cast("list[Any]", said.get(name)) or [dict(one) for one in written]
            tasks[int(path[1])]["owner"] = heir
            said[name] = tasks
        else:
            paths.append(path[:-1] if needed and len(path) > 1 else path)
        made.done.append(Place(entry.path, line, ".".join(map(str, path))))
        if name in _COUNTED:
            count = _COUNTED[name]
            before = getattr(record, count, None) or 0
            named = len(getattr(record, name)) if name == "attendees" else before + 1
            said[count] = str(max(before, named))
    for path in sorted(set(paths), key=lambda p: [str(step).zfill(6) for step in p], reverse=True):
        text = _without(text, entry.path, (*entry.prefix, *path))
    if said and not entry.prefix:
        text = editing.change_sheet(text, said, model)
    return text


class _Words:
    """Where a text names a person."""

    def __init__(self, club: Club, whom: Person) -> None:
        given, family = fold(whom.given).split(), fold(whom.family).split()
        people = (one for kind in PEOPLE for one in club.records[kind].values())
        namesakes = [
            fold(getattr(one, "given_name", "")).split()
            for one in cast("Iterator[Any]", people)
            if one.id != whom.ids[0] and fold(getattr(one, "family_name", "")).split() == family
        ]
        initials = [word[0] for word in given]
        alike = [[word[0] for word in other] for other in namesakes]
        sure = [[*given, *family], [*family, *given]] if given else [family]
        sure += [ids for one in whom.ids if len(ids := fold(one.replace("-", " ")).split()) > 1]
        if given and initials not in alike:
            sure.append([*initials, *family])
        if given and not namesakes:
            sure += [[title, *family] for title in _TITLES]
        twin = bool(given) and given in namesakes  # each mention may be theirs: a person reads it
        self._sure = [] if twin else [one for one in sure if one]
        self._family = family if given else []
        self._others = {"name", *(words[-1] for words in namesakes if words and words != given)}
        self._keys = {personal.key(one) for one in whom.details}
        self._glued = {"".join(one) for one in self._sure if len(one) > 1}  # « @camilleexemple »
        self._ids = {one for kind in PEOPLE for one in club.known[kind]} - {*whom.ids}
        addresses = [re.escape(routes.record(whom.kind, one)) for one in whom.ids]
        self._linked = re.compile(rf"\[([^\[\]\n]*)\]\([^()\s]*(?:{'|'.join(addresses)})[^()]*\)")

    def surely(self, text: str) -> bool:
        """Whether a text names the person."""
        return any(sure for _, _, sure in self._named(text))

    def places(self, text: str) -> list[int]:
        """Return where a text, or the path of a file, may name the person."""
        return [start for start, _, _ in self._named(text)]

    def replaced(self, path: str, text: str, made: Erasure) -> str:
        """Return a text that does not name the person; `made` gains what was found."""
        for found in self._linked.finditer(text):
            made.done.append(_place(path, text, found.start()))
        text = self._linked.sub(r"\1", text)
        cuts: list[tuple[int, int, str]] = []
        for pattern in (_EMAIL, _PHONE):
            for found in pattern.finditer(text):
                mail = "@" in found[0] and self.surely(found[0].partition("@")[0])
                if mail or personal.key(found[0]) in self._keys:
                    cuts.append((*found.span(), UNREACHABLE))
        for start, end, sure in self._named(text):
            if any(a <= start < b for a, b, _ in cuts):
                continue
            if sure and not _in_address(text, start, end):
                cuts.append((start, end, GONE))
            else:
                made.doubtful.append(_place(path, text, start))
        for start, end, put in sorted(cuts, reverse=True):
            made.done.append(_place(path, text, start))
            text = text[:start] + put + text[end:]
        return text

    def _named(self, text: str) -> Iterator[tuple[int, int, bool]]:
        """Yield where a text names the person, and whether it surely does."""
        found = [(m, word) for m in _WORD.finditer(text) for word in fold(m[0]).split()]
        words, last = [word for _, word in found], 0
        for n in range(len(words)):
            start = found[n][0].start()
            if start < last:
                continue
            for names in self._sure:
                end = n + len(names)
                if words[n:end] == names and _joined(text, [m for m, _ in found[n:end]]):
                    last = found[end - 1][0].end()
                    # « Camille Exemple-Durand » is someone else, or not: never half of a name.
                    whole = _token(text, start, last, _NAME)
                    if whole not in self._ids:
                        yield start, last, whole == text[start:last]
                    break
            else:
                end = n + len(self._family)
                if words[n] in self._glued:
                    yield start, found[n][0].end(), False
                elif self._family and words[n:end] == self._family:
                    stop = found[end - 1][0].end()
                    if not (
                        text[start].isupper() or {"@", "/"} & {*_token(text, start, stop, _BLANK)}
                    ):
                        continue
                    # « Saint-Martin », Paul Martin and his record are others.
                    part = "-" in {text[start - 1 : start], text[stop : stop + 1]}
                    if not part and not {*words[max(n - 1, 0) : n]} & self._others:
                        yield start, stop, False


def _joined(text: str, words: list[re.Match[str]]) -> bool:
    gaps = [text[a.end() : b.start()] for a, b in pairwise(words) if a is not b]
    return all(_BETWEEN.fullmatch(gap) for gap in gaps)


def _token(text: str, start: int, end: int, sign: re.Pattern[str]) -> str:
    """Return a place of a text with the signs that stick to it."""
    while start and sign.match(text, start - 1):
        start -= 1
    while sign.match(text, end):
        end += 1
    return text[start:end]


def _in_address(text: str, start: int, end: int) -> bool:
    """Whether a place is in an address: what is written there would lead nowhere."""
    first = max(text.rfind(sign, 0, start) for sign in " \n\t(<[\"'") + 1
    return "/" in text[first:start] or text[end : end + 1] == "/"


def _place(path: str, text: str, at: int) -> Place:
    line, _ = position(text, at)
    return Place(path, line, " ".join(text.split("\n")[line - 1].split())[:100])
