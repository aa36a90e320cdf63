"""The seven sections of a sheet, as columns of a table."""

from collections.abc import Mapping

from generator.core import markdown
from generator.kinds.practice import SECTIONS


def sections(body: str) -> dict[str, str]:
    """Return the text of each expected section of a sheet."""
    found = markdown.sections(body)
    ends = [start for start, _ in [*found[1:], (len(body), "")]] if found else []
    expected = {name.casefold(): name for name in SECTIONS}
    texts = {
        expected[title.casefold()]: body[start:end].partition("\n")[2].strip()
        for (start, title), end in zip(found, ends, strict=True)
        if title.casefold() in expected
    }
    return {name: text for name, text in texts.items() if text}


def with_sections(body: str, texts: Mapping[str, str]) -> str:
    """Return a text where sections that were empty or absent say what a table says."""
    if whole := texts.get(""):
        return body if body.strip() else f"{whole}\n"
    for name in SECTIONS:
        if text := texts.get(name):
            body = _with_section(body, name, text)
    return body


def _with_section(body: str, name: str, text: str) -> str:
    found = markdown.sections(body)
    for i, (start, title) in enumerate(found):
        if title.casefold() == name.casefold():
            head = body.index("\n", start) + 1 if "\n" in body[start:] else len(body)
            end = found[i + 1][0] if i + 1 < len(found) else len(body)
            if body[head:end].strip():
                return body
            gap = "" if head and body[head - 1 : head] == "\n" else "\n"
            return f"{body[:head]}{gap}\n{text}\n" + (f"\n{body[end:]}" if body[end:] else "")
    later = [s for s, t in found if t in SECTIONS and SECTIONS.index(t) > SECTIONS.index(name)]
    at = later[0] if later else len(body)
    before = body[:at].rstrip("\n")
    rest = body[at:]
    return (
        (f"{before}\n\n" if before else "")
        + f"## {name}\n\n{text}\n"
        + (f"\n{rest}" if rest else "")
    )
