"""One form for every source: the order of the fields, the layout, the ends of lines.

What a source says stays: the same records, the same comments, the same text. Only a term, or a record,
that a list names again goes, unless it has a comment.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from pydantic import BaseModel

from generator.club import link
from generator.core.findings import Finding, errors
from generator.core.normalize import normalize
from generator.kinds import KINDS, Term
from generator.records import inner_model, is_list, takes, written_order
from generator.records.fields import holds
from generator.records.types import Moment, RefTo, TermOf
from generator.sources import FOLDER_KINDS, LIST_KINDS, files, gather, split_source
from generator.territory.geo import geography
from generator.writing import layout
from generator.writing.layout import Block, Text


@dataclass(frozen=True, slots=True)
class Formatted:
    """A source in canonical form, or why it was left alone: `findings` are its errors."""

    text: str
    findings: tuple[Finding, ...] = ()


class FormatChangedMeaningError(Exception):
    """A bug: the canonical text does not say what the source says."""


def canonical(path: str, raw: bytes) -> Formatted:
    """Return the canonical form of the source `path`, relative to the club's root.

    What its reading puts right (characters, Markdown) is written so; a source with
    any other error of form or of field is returned as it is, with its errors. Raises
    FormatChangedMeaningError rather than write something else than what was there.
    """
    found = list(files.read_text(path, raw))
    read = gather(found)
    club, refused = link(read, geography())
    if wrong := errors([*read.findings, *refused]):
        return Formatted("", tuple(sorted(wrong)))
    text = written(path, next(one.text for one in found if isinstance(one, files.SourceText)))
    again, wrong = link(gather(files.read_text(path, text.encode())), geography())
    if wrong or _meaning(again) != _meaning(club):
        raise FormatChangedMeaningError(path)
    return Formatted(text)


def written(path: str, text: str) -> str:
    """Return the canonical form of a source without errors, whose text is already in NFC."""
    folder = path.partition("/")[0]
    if path in LIST_KINDS or folder == "vocabularies":
        model = KINDS[LIST_KINDS[path]].model if path in LIST_KINDS else Term
        return _data(text, model, spaced=True)
    parts = split_source(text)
    if isinstance(parts, str):
        raise TypeError(f"{path}: {parts}")
    head, _, body = parts
    fields = _data(head, KINDS[FOLDER_KINDS[folder]].model, spaced=False)
    text = normalize(body).text.strip("\n")
    return f"---\n{fields}---\n" + (f"\n{text}\n" if text.strip() else "")


def _meaning(club: Any) -> dict[Any, Any]:
    """Return what the records say, to compare two readings of a source."""
    records = {
        (kind, id_): (_plain(record), " ".join(club.body(kind, id_).split()))
        for kind, records in club.records.items()
        for id_, record in records.items()
    }
    return {"records": records, "terms": club.vocabularies}


def _plain(value: Any) -> Any:
    if isinstance(value, Moment):
        return value.day, value.at
    if isinstance(value, tuple):
        names = all(
            isinstance(v, str) for v in value
        )  # what names again what it names says no more
        return tuple(dict.fromkeys(value) if names else map(_plain, value))
    if isinstance(value, BaseModel):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    return value


# --- fields -------------------------------------------------------------------------------


def _data(text: str, model: type[BaseModel], *, spaced: bool) -> str:
    document = layout.parse(text)
    if document is None:
        return text
    for block in _inside(document.root) if spaced else [document.root]:
        if isinstance(block, Block):
            arrange(block, model)
    return layout.render(document, spaced=spaced)


def _inside(value: Text | Block) -> list[Text | Block]:
    return [entry.value for entry in value.entries] if isinstance(value, Block) else []


def arrange(block: Block, model: type[BaseModel]) -> None:
    """Put the fields of a record in order, each in its canonical form, down to the last.

    A key that the record does not know is accepted while it is empty: it stays, at the end.
    """
    rank = {name: i for i, name in enumerate(written_order(model))}
    block.entries.sort(key=lambda entry: rank.get(entry.key, len(rank)))
    by_name = {field.alias or name: field for name, field in model.model_fields.items()}
    for entry in block.entries:
        if entry.key not in by_name:
            continue
        field = by_name[entry.key]
        annotation = field.annotation
        entry.value = value = _value(entry.value, annotation)
        if isinstance(value, Block) and (holds(field, TermOf) or holds(field, RefTo)):
            value.entries = list(_once(value.entries))
        inner = inner_model(annotation)
        for one in [value] if isinstance(value, Block) and value.mapping else _inside(value):
            if inner and isinstance(one, Block):
                arrange(one, inner)


def _once(entries: Iterable[layout.Entry]) -> Iterator[layout.Entry]:
    """Yield the entries of a list, but for those that come again without a comment."""
    seen: list[Text | Block] = []
    for entry in entries:
        if entry.head or entry.tail or entry.value not in seen:
            yield entry
        seen.append(entry.value)


def _value(value: Text | Block, annotation: Any) -> Text | Block:
    """Return a value as its type is written: a list as a list, a number in digits alone."""
    if isinstance(value, Block) or not value.given:
        return value
    if is_list(annotation):
        return Block(mapping=False, entries=[layout.Entry("", value)])
    if takes(annotation, int):
        return replace(value, value=re.sub(r"\D", "", value.value))
    if takes(annotation, Moment):
        return replace(value, value=value.value.replace(" ", "T", 1))
    return value
