"""What the HTML of a text lacks without its author's help: names, headers, a way in for the keyboard.

A Python-Markdown extension, named in `mkdocs.yml`. It reads each page once, when it is whole:
what is between tags is escaped, so that a tag found there is one that the converter or a
template wrote.

- a table gets a caption and a region that can be scrolled (WCAG 1.3.1, 2.1.1), its headers a scope;
- a block of code, which scrolls too, takes the focus and has a name;
- the call of a note and the way back from it are named after the note, whose anchors are numbers:
  a note's own name may hold what an anchor may not (HTML, 3.2.3). A note that is called nowhere
  leads back nowhere.
"""

import re
from collections import Counter

from markdown import Markdown
from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from markdown.preprocessors import Preprocessor

from generator.records.french import NBSP

_PARTS = re.compile(
    r"<h[1-6]\b[^>]*>(?P<heading>.*?)</h[1-6]>"
    r"|(?P<table><table>(?=\s*<thead>))"
    r"|(?P<end></table>)"
    r"|(?P<pre><pre>)"
    r'|<(?P<cell>t[hd])(?: align="(?P<side>\w+)")?>(?P<empty></t[hd]>)?',
    re.DOTALL,
)
_UNSAID = re.compile(r"<sup\b.*?</sup>|<[^>]*>", re.DOTALL)
_CLASSES = {"right": "u-num", "center": "u-center"}

_NOTE = re.compile(r'<li id="fn:([^"]*)">')
_NOTE_ANCHOR = re.compile(r'( id="| href="#)(fn(?:ref\d*)?:)([^"]*)"')
_CALL = re.compile(r'<a class="footnote-ref" href="#fn:(\d+)">')
_BACK = re.compile(
    r'(?:&#160;)?<a class="footnote-backref" href="#(fnref(\d*):(\d+))" title="[^"]*">(.*?)</a>'
)


class _Structure:
    """What stands where: the heading a table or a block of code is under gives its name."""

    def __init__(self) -> None:
        self.heading = ""
        self.names: Counter[str] = Counter()
        self.ours = False  # inside a table that a contributor wrote

    def name(self, what: str) -> str:
        """Return « Tableau : Résultats », numbered from the second one under that heading."""
        name = f"{what}{NBSP}: {self.heading}" if self.heading else what
        self.names[name] += 1
        count = self.names[name]
        return name.replace(what, f"{what} {count}", 1) if count > 1 else name

    def __call__(self, part: re.Match[str]) -> str:
        if part["heading"] is not None:
            self.heading = " ".join(_UNSAID.sub("", part["heading"]).split()).replace('"', "&quot;")
        elif part["table"]:
            self.ours, name = True, self.name("Tableau")
            region = f'<div class="c-table c-table--text" role="region" aria-label="{name}" tabindex="0">'
            return f'{region}\n<table>\n<caption class="u-hidden">{name}</caption>'
        elif part["end"] and self.ours:
            self.ours = False
            return "</table>\n</div>"
        elif part["pre"]:
            return f'<pre role="group" aria-label="{self.name("Code")}" tabindex="0">'
        elif part["cell"] and self.ours:
            return self._cell(part)
        return part[0]

    @staticmethod
    def _cell(part: re.Match[str]) -> str:
        tag = "td" if part["empty"] else part["cell"]  # a header that says nothing heads nothing
        scope = ' scope="col"' if tag == "th" else ""
        side = f' class="{_CLASSES[part["side"]]}"' if part["side"] in _CLASSES else ""
        return f"<{tag}{scope}{side}>{f'</{tag}>' if part['empty'] else ''}"


def _notes(html: str) -> str:
    numbers = {name: str(n) for n, name in enumerate(_NOTE.findall(html), start=1)}
    if not numbers:
        return html
    html = _NOTE_ANCHOR.sub(lambda m: f'{m[1]}{m[2]}{numbers.get(m[3], m[3])}"', html)
    html = _CALL.sub(r'<a class="footnote-ref" href="#fn:\1" aria-label="Note \1">', html)

    def back(link: re.Match[str]) -> str:
        anchor, nth, note, sign = link.groups()
        if f'id="{anchor}"' not in html:
            return ""
        which = f"au {nth}e appel de la note {note}" if nth else f"à l’appel de la note {note}"
        return f'&#160;<a class="footnote-backref" href="#{anchor}" aria-label="Revenir {which}">{sign}</a>'

    return _BACK.sub(back, html)


_TEXT = re.compile(r"^<!--markdown-->$(.*?)^<!--/markdown-->$", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"\n{2,}")


class _Ready(Preprocessor):
    """Keeps aside what the templates wrote, which is HTML already: only the texts are to be converted.

    Such a page begins with `<!--html-->`. Reading it again in search of tags and links took two
    thirds of the engine's time.
    """

    def run(self, lines: list[str]) -> list[str]:
        if lines[:1] != ["<!--html-->"]:
            return lines
        pieces = _TEXT.split("\n".join(lines[1:]))
        for n in range(0, len(pieces), 2):
            html = _BLANK.sub("\n", pieces[n].strip())
            pieces[n] = self.md.htmlStash.store(html) if html else ""
        return "\n\n".join(pieces).split("\n")


class _Completion(Postprocessor):
    def run(self, text: str) -> str:
        return _PARTS.sub(_Structure(), _notes(text))


class _Markup(Extension):
    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - inherited name
        md.registerExtension(self)
        # Once the lines are normalised (30), before anyone looks for HTML in them (21.5).
        md.preprocessors.register(_Ready(md), "ready", 29)
        # After every other: what they kept aside is then back in the text.
        md.postprocessors.register(_Completion(md), "markup", -10)
        self._converter = md

    def reset(self) -> None:
        """Write `<hr>`, not `<hr />`: the converter sets its format after it has read its extensions."""
        self._converter.set_output_format("html")


def makeExtension(**options: object) -> Extension:  # noqa: N802 - the name Python-Markdown calls
    """Return the extension."""
    return _Markup(**options)
