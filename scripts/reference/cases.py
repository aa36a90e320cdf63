"""Show a case of a code: what was written, what is said of it, what is right."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from generator.records import french
from generator.records.types import PartialDate
from scripts.reference.text import fenced, prose
from tests.cases import BASE, TODAY, Case, load

SHOWN = 3  # bad cases on a page: authors put the most likely mistakes first
_LONGEST_BLOCK = 14
_LONGEST_LINE = 160


def of_code(folder: Path, code: str) -> list[Case]:
    """Return the cases of a code, none when its file is not written yet."""
    path = folder / f"{code}.yaml"
    return list(load(path)) if path.is_file() else []


def shown(cases: list[Case]) -> Iterator[str]:
    """Yield the lines that show some cases of one code."""
    for case in [case for case in cases if case.verdict == "bad"][:SHOWN]:
        yield from (f"### {prose(_sentence(case.name))}", "")
        changes = [change for name in case.edits for change in _changes(name, case.edits[name])]
        for change in changes:
            yield from change.refused()
        yield from list(_whole(case)) or ([] if changes else _pointed(case))
        yield from fenced(f"`club check` répond{_day(case)} :", "text", case.findings)
        kept = [change for change in changes if change.after.strip()]
        for change in kept:
            where = f" de {change.where}" if len(kept) > 1 else ""
            yield from fenced(f"Forme correcte{where} :", change.language, _block(change.before))
    for case in [case for case in cases if case.verdict == "ok" and case.files][:1]:
        if not (case.edits or case.removed):
            yield from (f"### Forme acceptée : {prose(case.name)}", "", *_files(case.files))


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _day(case: Case) -> str:
    """Return « , le … » when the day is what the case is about."""
    if case.today == TODAY:
        return ""
    return f", le {french.partial(PartialDate.parse(case.today.isoformat()))}"


@dataclass(frozen=True, slots=True)
class _Change:
    """Whole lines of a file before and after a mistake was made in it."""

    path: str
    line: int
    language: str
    before: str
    after: str

    @property
    def where(self) -> str:
        """The file and the line the change starts at."""
        return f"`{self.path}`, ligne {self.line}"

    def refused(self) -> list[str]:
        """Return the lines that show the mistake; of lines taken away, what they were."""
        if self.after.strip():
            return fenced(f"{self.where} :", self.language, _block(self.after))
        these = "ces lignes" if self.before.strip().count("\n") else "cette ligne"
        return fenced(f"{self.where}, sans {these} :", self.language, _block(self.before))


def _changes(name: str, edits: list[dict[str, str]]) -> Iterator[_Change]:
    """Yield each edit of a file of the base club, widened to whole lines."""
    text = (BASE / name).read_text(encoding="utf-8")
    for edit in edits:
        old, new = edit["replace"], edit["with"]
        at = text.index(old)
        start = text.rfind("\n", 0, at) + 1
        tail = at + len(old)
        end = tail if old.endswith("\n") else text.find("\n", tail) + 1 or len(text)
        after = text[start:at] + new + text[tail:end]
        in_text = name.endswith(".md") and at > text.find("\n---\n", 4)
        language = "markdown" if in_text else "yaml"
        line = text.count("\n", 0, start) + 1
        yield _Change(name, line, language, text[start:end], after)
        text = text[:start] + after + text[end:]


def _pointed(case: Case) -> Iterator[str]:
    """Yield the lines of the base club that the findings of a case point at."""
    for finding in case.findings.strip().split("\n"):
        name, line, _ = finding.split(":", 2)
        text = (BASE / name).read_text(encoding="utf-8").split("\n")[int(line) - 1]
        yield from fenced(f"`{name}`, ligne {line} :", "yaml", text)


def _whole(case: Case) -> Iterator[str]:
    """Yield what a case says of whole files."""
    sentences = [f"`{name}` est absent." for name in case.removed if name not in case.symlinks]
    sentences += [f"`{name}` est un lien vers `{to}`." for name, to in case.symlinks.items()]
    sentences += [f"`{name}` est un tube." for name in case.fifos]
    sentences += [f"`{name}` est un dossier." for name in case.folders]
    sentences += [
        f"`{name}` fait {french.number(size)} octets." for name, size in case.sizes.items()
    ]
    for sentence in sentences:
        yield from (sentence, "")
    yield from _files(case.files)
    for name, characters in case.bytes.items():
        if name.endswith((".md", ".yaml")):
            visible = "".join(c if c.isascii() else f"<0x{ord(c):02X}>" for c in characters)
            yield from _files({name: visible})
        else:
            yield from (f"`{name}` contient autre chose que ce que dit son nom.", "")


def _files(files: dict[str, str]) -> Iterator[str]:
    for name, text in files.items():
        language = "yaml" if name.endswith(".yaml") else "markdown"
        yield from fenced(f"`{name}` :", language, _block(text)) or (f"`{name}` est vide.", "")


def _block(text: str) -> str:
    """Return a text short enough to read, its invisible characters made visible."""
    lines = dedent("".join(map(_visible, text)).strip("\n")).split("\n")
    cut = [line if len(line) <= _LONGEST_LINE else line[:_LONGEST_LINE] + "…" for line in lines]
    return "\n".join(cut if len(cut) <= _LONGEST_BLOCK else [*cut[:_LONGEST_BLOCK], "…"])


def _visible(character: str) -> str:
    hidden = unicodedata.category(character) in {"Cc", "Cf", "Mn"} and character != "\n"
    return f"<U+{ord(character):04X}>" if hidden else character
