"""What the generated pages share: their notice, code blocks, French typography."""

import re

NOTICE = "<!-- Page écrite par « make docs » à partir du code : ne la modifiez pas à la main. -->"

# Code, addresses, comments and table rules: nothing there is a sentence.
_NOT_PROSE = re.compile(
    r"^(?P<fence>`{3,}).*?^(?P=fence)$|`[^`\n]+`|\]\([^)]*\)|<!--.*?-->|^\|[-|]+\|$",
    re.MULTILINE | re.DOTALL,
)
_BEFORE = re.compile(r" (?=[:;?!»])")


def prose(text: str) -> str:
    """Return a plain text as Markdown that shows the same signs."""
    return text.replace("&", "&amp;").replace("<", "&lt;")


def fenced(title: str, language: str, text: str) -> list[str]:
    """Return the lines of a code block under its title; none when there is no text."""
    if not text.strip():
        return []
    inside = [len(run) for run in re.findall(r"^`{3,}", text, re.MULTILINE)]
    mark = "`" * max([3, *(length + 1 for length in inside)])
    return [title, "", f"{mark}{language}", *text.strip("\n").split("\n"), mark, ""]


def page(lines: list[str]) -> str:
    """Return a generated page: its notice, then `lines` with French no-break spaces."""
    text = "\n".join([NOTICE, "", *lines])
    pieces, at = [], 0
    for kept in _NOT_PROSE.finditer(text):
        pieces += [_spaced(text[at : kept.start()]), kept[0]]
        at = kept.end()
    whole = "".join([*pieces, _spaced(text[at:])])
    return whole.strip() + "\n"


def _spaced(text: str) -> str:
    text = re.sub(r"\n{3,}", "\n\n", text)
    return _BEFORE.sub("\u00a0", text).replace("« ", "«\u00a0")
