"""The text of a new record: what is known, and what is worth knowing as comments.

A comment is a field that waits: without its first « # », it is one. Comments never reach the
site, so a sheet may be published before they are all gone.
"""

from collections.abc import Mapping

from generator.core import data
from generator.kinds import KINDS
from generator.records.description import Description, describe
from generator.sources.strict_yaml import Value
from generator.writing.formatting import written
from generator.writing.yaml_text import lines as yaml_lines

_WORDS = data.table("skeletons")
# Computed, or filled by someone else, or only once it is over.
_SILENT = {"id", "aliases", "verified"}


def sheet(kind: str, data: Mapping[str, Value], notes: Mapping[str, str]) -> str:
    """Return the source of a new record that has a file of its own, in canonical form.

    `notes` are comments to put beside fields, by name.
    """
    texts = KINDS[kind].sections
    lines = [f"# {_WORDS['notes'][kind]}", f"# {_WORDS['fill']}"]
    if texts:
        lines.append(f"# {_WORDS['text']}")
        lines += [f"# {name} : {what}" for name, what in texts.items()]
    lines.append("")
    for one in describe(KINDS[kind].model):
        if one.name in data:
            head, *rest = yaml_lines({one.name: data[one.name]})
            note = f"  # {notes[one.name]}" if one.name in notes else ""
            lines += [f"{head}{note}", *rest]
        elif one.name not in _SILENT:
            lines.append(f"# {one.name}:  # {_described(one)}")
    text, body = "\n".join(lines), "\n\n".join(f"## {name}" for name in texts)
    return written(f"{KINDS[kind].source}x.md", f"---\n{text}\n---\n\n{body}\n")


def _described(one: Description) -> str:
    inner = f" ({', '.join(inside.name for inside in one.fields)})" if one.fields else ""
    several = " ; une ligne par élément, après un tiret" if one.many else ""
    return f"{one.help or one.label}{inner}{several}"
