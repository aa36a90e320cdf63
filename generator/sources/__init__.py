"""Read every source of a club into entries: plain strings, with the place they came from."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from frontmatter.default_handlers import YAMLHandler
from yaml.nodes import Node

from generator.core import memory
from generator.core.findings import Finding, Severity
from generator.core.normalize import normalize
from generator.core.offsets import Edited, offset, position
from generator.core.text import bad_id
from generator.kinds import KINDS
from generator.sources import files, strict_yaml
from generator.sources.strict_yaml import Value

FieldPath = tuple[str | int, ...]

_ITEM = re.compile(r"-(?:\s|$)")
_UNREAD = {"S10", "S11", "S12", "S14"}  # what keeps a YAML from being read
_KEY_ALONE = re.compile(r"([^\s#:-][^\s#:]*)\s*:\s*(?:~|null)?\s*(?:#.*)?")

LIST_KINDS = {kind.source: kind.name for kind in KINDS.values() if kind.listed}
LISTS = {**LIST_KINDS, files.PRIVATE: "member"}
FOLDER_KINDS = {kind.folder: kind.name for kind in KINDS.values() if not kind.listed}


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as written: `data` holds strings, lists and dicts of them.

    `prefix` is where the record stands in its file: `(3,)` in a list, `("urbanisme",)` in a
    vocabulary, `()` in a Markdown file. `body` is the text under it, normalised.
    `vocabulary` names the vocabulary a term belongs to.
    """

    kind: str
    id: str
    path: str
    data: dict[str, Value]
    prefix: FieldPath = ()
    body: str = ""
    vocabulary: str = ""


@dataclass(slots=True)
class Sources:
    """Everything that was read, what could not be, and where each field stands.

    `unreadable` holds the (kind, id) of Markdown files that are there but could not be read.
    `emptied` names the kinds whose list says that it holds nothing.
    `broken` names the lists of which some records could not be read (`vocabulary:name` for
    those of a vocabulary): a reference to that kind is then not reported as unknown, since
    the missing record may be among them.
    By path: `texts` are the sources as read, `yamls` their YAML with the number of lines before it,
    `bodies` where the text of a Markdown one starts, and that text normalised.
    """

    entries: list[Entry] = field(default_factory=list)
    images: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    emptied: set[str] = field(default_factory=set)
    unreadable: set[tuple[str, str]] = field(default_factory=set)
    texts: dict[str, files.SourceText] = field(default_factory=dict)
    yamls: dict[str, tuple[str, int]] = field(default_factory=dict)
    bodies: dict[str, tuple[int, Edited]] = field(default_factory=dict)
    _last: tuple[str, Node | None] = ("", None)
    _starts: dict[str, list[int]] = field(default_factory=dict)

    def locate(self, entry: Entry, path: FieldPath) -> tuple[int, int]:
        """Return line and column (from 1) of a field of an entry, or of its record."""
        line, column = strict_yaml.locate(self._root(entry.path), entry.prefix + path)
        return self.written(entry.path, line + self.yamls[entry.path][1], column)

    def _root(self, path: str) -> Node | None:
        if self._last[0] != path:
            self._last = (path, strict_yaml.compose(self.yamls[path][0]))
        return self._last[1]

    def written(self, path: str, line: int, column: int) -> tuple[int, int]:
        """Return where a place of what was read of a source stands in the file."""
        repaired = self.texts[path].repaired
        if not repaired.signs:
            return line, column
        return repaired.place(offset(repaired.text, line, column))

    def quoted(self, entry: Entry, path: FieldPath) -> str:
        """Return the line of a field with its value between quotes; empty if it takes several."""
        line = strict_yaml.only_line(self._root(entry.path), entry.prefix + path)
        lines = self.yamls[entry.path][0].split("\n")
        return "" if line is None else strict_yaml.quoted_line(lines[line]).strip()

    def yaml(self) -> Iterator[tuple[str, str, int]]:
        """Yield the YAML of each source that could be read: path, text, number of lines before it."""
        broken = {finding.path for finding in self.findings if finding.code in _UNREAD}
        yield from ((path, *read) for path, read in self.yamls.items() if path not in broken)

    def locate_text(self, entry: Entry, at: int) -> tuple[int, int]:
        """Return line and column (from 1) in its file of an offset in the body of an entry."""
        start, body = self.bodies[entry.path]
        line, column = position(self.texts[entry.path].text, start + body.origin(at))
        return self.written(entry.path, line, column)

    def body(self, entry: Entry) -> str:
        """Return the body of an entry before it was normalised."""
        return self.texts[entry.path].text[self.bodies[entry.path][0] :]

    def head(self, entry: Entry) -> tuple[tuple[str, str], ...]:
        """Return the front matter of a Markdown source in runs of lines, each with its field.

        Joined, the runs are the front matter. Comments and blank lines between two fields are a
        run of no field.
        """
        text, _ = self.yamls[entry.path]
        return tuple(strict_yaml.runs(text.strip("\n") + "\n"))

    def line(self, entry: Entry) -> int:
        """Return the line (from 1) where an entry starts, without reading a list again."""
        if not entry.prefix:
            return 1
        index, starts = entry.prefix[0], self._starts.get(entry.path)
        if starts is None:
            lines = enumerate(self.yamls[entry.path][0].split("\n"), start=1)
            starts = [number for number, text in lines if _ITEM.match(text)]
            self._starts[entry.path] = starts
        if isinstance(index, int) and index < len(starts):
            return starts[index]
        return self.locate(entry, ())[0]  # a term, or a list on one line: the parser says

    def refuse(
        self,
        path: str,
        code: str,
        message: str,
        hint: str,
        at: tuple[int, int] = (1, 1),
        *,
        name: str = "",
    ) -> None:
        """Add what is wrong at a place of a file, in the field `name`."""
        self.findings.append(Finding(path, *at, code, name, message, hint))


# What a « --- » too many leaves under it: two fields, or those that another « --- » closes.
_FIELDS_BELOW = re.compile(
    r"(?:[ \t-][^\n]*\n)*([a-z]+(?:_[a-z]+)*:)(?:[ \t][^\n]*)?\n(?:[ \t#-][^\n]*\n)*?"
    r"(?:-{3,}[ \t]*$|[a-z]+(?:_[a-z]+)*:(?:[ \t]|$))",
    re.MULTILINE,
)
# python-frontmatter splits; what it splits off is read by our strings-only YAML.
_HANDLER = YAMLHandler()


def read(root: Path, home: Path, instead: Mapping[str, str] | None = None) -> Sources:
    """Read every source under `root`; the vocabularies of `home` when it has none.

    `instead` gives, by path, texts that are read in the place of what is on the disk.

    Never raises for bad content: what is wrong is in `findings`. Raises OSError when the
    machine cannot read a file.
    """
    given = instead or {}
    found = [one for one in files.find(root, home) if one.path not in given]
    found += [one for path, text in given.items() for one in files.read_text(path, text.encode())]
    return gather(found)


def read_private(folder: Path) -> Sources:
    """Read what `folder`, outside the repository, holds for members alone. Raises OSError."""
    return gather(files.private(folder))


def gather(everything: Iterable[files.Found]) -> Sources:
    """Return the entries of what was found, and what could not be read of it."""
    sources, known = Sources(), list(everything)
    texts = [one for one in known if isinstance(one, files.SourceText)]
    read_of = dict(zip((one.path for one in texts), _read_each(texts), strict=True))
    for found in known:
        if isinstance(found, Finding):
            sources.findings.append(found)
            if found.severity is Severity.ERROR:
                _mark_broken(sources, found.path)
        elif isinstance(found, files.Image):
            sources.images.append(found.path)
        else:
            sources.texts[found.path] = found
            if found.path in LISTS:
                _read_list(sources, found, read_of[found.path])
            elif found.path.startswith("vocabularies/"):
                _read_vocabulary(sources, found, read_of[found.path])
            else:
                _read_markdown(sources, found, read_of[found.path])
    _deserted(sources)
    return sources


class _Read(NamedTuple):
    """What a source says: its value as YAML, what was refused of it, and its text normalised."""

    value: Value | None
    problems: list[strict_yaml.YamlProblem]
    body: Edited


def _read_each(texts: Sequence[files.SourceText]) -> Iterator[_Read]:
    """Yield what each source says, from itself alone."""

    def make(number: int) -> tuple[Any, ...]:
        source = texts[number]
        parts = split_source(source.text) if source.path.endswith(".md") else (source.text, 0, "")
        head, _, body = ("", 0, "") if isinstance(parts, str) else parts
        return *strict_yaml.load(head), normalize(body)

    ways = [f"{not one.path.endswith('.md')}\n{one.text}" for one in texts]
    for value, problems, edited in memory.each("source", ways, make):
        yield _Read(value, [strict_yaml.YamlProblem(*one) for one in problems], Edited(*edited))


def _deserted(sources: Sources) -> None:
    """Refuse a directory without anyone, save that of a club that is only beginning."""
    if "member" in sources.emptied and any(_lived(entry) for entry in sources.entries):
        hint = (
            "ajoutez au moins une personne (« club new member ») : un annuaire vide est presque "
            "toujours une erreur"
        )
        sources.refuse(KINDS["member"].source, "S07", "l’annuaire est vide", hint)


def _lived(entry: Entry) -> bool:
    """Whether it took members to write a record: what is read or planned first does not say so."""
    held = entry.kind == "meeting" and entry.data.get("status") == "held"
    return held or entry.kind in {"practice", "action"}


def _mark_broken(sources: Sources, path: str) -> None:
    if path in LIST_KINDS:
        sources.broken.add(LIST_KINDS[path])
    folder, _, name = path.partition("/")
    if not name and folder in FOLDER_KINDS:  # the folder itself
        sources.broken.add(FOLDER_KINDS[folder])
    if name.endswith(".md") and folder in FOLDER_KINDS:
        sources.unreadable.add((FOLDER_KINDS[folder], name.removesuffix(".md")))
    if folder == "vocabularies":
        sources.broken.add(f"vocabulary:{PurePosixPath(path).stem}")


def _value(sources: Sources, path: str, read: _Read, shift: int = 0) -> Value | None:
    _place(sources, path, read.problems, shift)
    if read.value is None and read.problems:
        _mark_broken(sources, path)
    return read.value


def _place(
    sources: Sources, path: str, problems: Iterable[strict_yaml.YamlProblem], shift: int = 0
) -> None:
    for p in problems:
        at = sources.written(path, p.line + shift, p.column)
        sources.refuse(path, p.code, p.message, p.hint, at)


def _read_list(sources: Sources, found: files.SourceText, read: _Read) -> None:
    path, kind = found.path, LISTS[found.path]
    sources.yamls[path] = (found.text, 0)
    value, problems = read.value, read.problems
    if value is None and problems:
        _read_chunks(sources, found, problems)
        return
    listed = isinstance(value, list)
    _place(sources, path, [p for p in problems if listed or p.code != "S13"])
    if any(p.code == "S13" for p in problems):
        sources.broken.add(kind)  # somebody may be missing, whom others name
    if not isinstance(value, list):
        hint = "commencez chaque fiche par « - id: »"
        sources.refuse(path, "S16", "une liste de fiches est attendue", hint)
        sources.broken.add(kind)
        return
    if not value:
        sources.emptied.add(kind)
    for index, data in enumerate(value):
        if not isinstance(data, dict):
            line, _ = sources.locate(Entry(kind, "", path, {}, (index,)), ())
            message, hint = "un élément n’est pas une fiche", "écrivez « - id: … »"
            sources.refuse(path, "S16", message, hint, (line, 1))
            continue
        name = data.get("id")
        entry = Entry(kind, name if isinstance(name, str) else "", path, data, (index,))
        if isinstance(name, str) and (problem := bad_id(name)):
            sources.refuse(path, "S17", *problem, sources.locate(entry, ("id",)), name="id")
        sources.entries.append(entry)


def _read_chunks(
    sources: Sources, found: files.SourceText, problems: list[strict_yaml.YamlProblem]
) -> None:
    """Read a broken list item by item, so that one mistake does not hide the others.

    `problems` is what the whole said: it stands when each item alone is fine.
    """
    _mark_broken(sources, found.path)
    before = len(sources.findings)
    starts = [m.start() for m in re.finditer(r"^- ", found.text, re.MULTILINE)] or [0]
    for start, end in pairwise([*starts, len(found.text)]):
        shift = found.text.count("\n", 0, start)
        _place(sources, found.path, strict_yaml.load(found.text[start:end])[1], shift)
    if len(sources.findings) == before:
        _place(sources, found.path, problems)


def _read_vocabulary(sources: Sources, found: files.SourceText, read: _Read) -> None:
    path, name = found.path, PurePosixPath(found.path).stem
    sources.yamls[path] = (found.text, 0)
    value = _value(sources, path, read)
    if value is None:
        return
    if not isinstance(value, dict):
        hint = "écrivez « clé: », puis « label: »"
        sources.refuse(path, "S16", "un vocabulaire est attendu", hint)
        _mark_broken(sources, path)
        return
    for number, typed in enumerate(found.text.splitlines(), start=1):
        alone = _KEY_ALONE.fullmatch(typed)
        if alone and alone[1] not in value:
            message = f"le terme « {alone[1]} » n’a pas de libellé"
            hint = f"écrivez « {alone[1]}: » puis son libellé, ou supprimez la ligne"
            sources.refuse(path, "F02", message, hint, (number, 1), name=alone[1])
            _mark_broken(sources, path)
    for key, data in value.items():
        term: dict[str, Value] = data if isinstance(data, dict) else {"label": data}
        entry = Entry("term", key, path, term, (key,), vocabulary=name)
        if problem := bad_id(key):
            sources.refuse(path, "S17", *problem, sources.locate(entry, ()), name=key)
        sources.entries.append(entry)


def _read_markdown(sources: Sources, found: files.SourceText, read: _Read) -> None:
    path, text = found.path, found.text
    kind, stem = FOLDER_KINDS[path.partition("/")[0]], PurePosixPath(path).stem
    if problem := bad_id(stem, ".md"):
        sources.refuse(path, "S17", *problem)
    parts = split_source(text)
    hint, line = "ouvrez et fermez l’en-tête par une ligne « --- »", 1
    if not isinstance(parts, str):
        cut = _FIELDS_BELOW.match(parts[2])
        # A field that the front matter already has is one of another text, pasted.
        if cut and f"\n{cut[1]}" not in f"\n{parts[0]}":
            line = text[: -len(parts[2])].rstrip("\n").count("\n") + 1
            hint = f"supprimez cette ligne « --- » : dessous, « {cut[1]} » est encore un champ"
            parts = "l’en-tête est fermé trop tôt"
    elif text[0].isspace() and not isinstance(split_source(text.lstrip()), str):
        parts, hint = "des lignes vides précèdent l’en-tête", "supprimez-les"
    if isinstance(parts, str):
        sources.refuse(path, "S15", parts, hint, sources.written(path, line, 1))
        sources.unreadable.add((kind, stem))
        return
    head, shift, body = parts
    sources.yamls[path] = (head, shift)
    sources.bodies[path] = (len(text) - len(body), read.body)
    before = len(sources.findings)
    value = _value(sources, path, read, shift)
    if isinstance(value, dict):
        sources.entries.append(Entry(kind, stem, path, value, (), read.body.text))
        return
    sources.unreadable.add((kind, stem))
    if value is not None:
        message, hint = "l’en-tête n’est pas une suite de champs", "écrivez « champ: valeur »"
        sources.refuse(path, "S16", message, hint, (2, 1))
    elif len(sources.findings) == before:
        hint = "complétez-le ou supprimez le fichier"
        sources.refuse(path, "S07", "l’en-tête est vide", hint)


def split_source(text: str) -> tuple[str, int, str] | str:
    """Split a Markdown source, or say in French what is wrong.

    Returns the front matter, the number of lines before it, and the body.
    """
    opening = _HANDLER.FM_BOUNDARY.match(text)
    if not opening:
        return "l’en-tête « --- » est absent"
    try:
        head, body = _HANDLER.split(text)
    except ValueError:
        return "l’en-tête n’est pas fermé"
    return str(head), text.count("\n", 0, opening.end()), str(body).lstrip("\n")
