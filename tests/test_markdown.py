"""What we say of a Markdown text, compared with what the converter then makes of it.

The rules look at the text; readers get the HTML. A tag, a link or an image that the converter
sees and we do not is a hole, whatever the audit would say of it later.
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import markdown as converter
import pytest
import yaml
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from generator.core import markdown
from generator.core.settings import HOME
from generator.core.urls import in_site, publishable

# What Markdown makes by itself, with the extensions of the site.
TAGS = frozenset(
    [
        *("p", "a", "em", "strong", "code", "pre", "ul", "ol", "li", "blockquote", "hr", "img"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "br", "sup", "div"),
        *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    ]
)
ATTRIBUTES = frozenset(
    [
        "href",
        "src",
        "alt",
        "title",
        "id",
        "class",
        "start",
        "role",
        "tabindex",
        "aria-label",
        "scope",
    ]
)


def _extensions() -> dict[str, dict[str, Any]]:
    given = yaml.safe_load((HOME / "mkdocs.yml").read_text(encoding="utf-8"))
    named = [e if isinstance(e, dict) else {e: {}} for e in given["markdown_extensions"]]
    return {name: config or {} for entry in named for name, config in entry.items()}


EXTENSIONS = _extensions()


def convert(text: str) -> str:
    """Return the HTML that the engine's converter makes, as the site configures it."""
    return converter.markdown(text, extensions=list(EXTENSIONS), extension_configs=EXTENSIONS)


def elements(text: str) -> list[tuple[str, dict[str, str]]]:
    """Return the elements of the converted text, with their attributes as a browser reads them."""
    tree = LexborHTMLParser(f"<body>{convert(text)}</body>")
    return [
        (node.tag or "", {k: v or "" for k, v in node.attributes.items()})
        for node in tree.css("body *")
    ]


def links(text: str) -> list[str]:
    """Return where the links of the converted text lead, but those that Markdown makes alone."""
    found = [a["href"] for tag, a in elements(text) if tag == "a" and "href" in a]
    return [href for href in found if not href.startswith(("#fn", "mailto:"))]


def images(text: str) -> list[str]:
    """Return where the images of the converted text come from."""
    return [a["src"] for tag, a in elements(text) if tag == "img"]


def accepted(target: str) -> bool:
    """Whether the rule on links lets a destination pass."""
    return in_site(target) or publishable(target)


# --- tags ---------------------------------------------------------------------------------

# Text that must be refused: the converter lets a tag through.
HTML = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "a <b>b</b>",
    "</div>",
    "<!-- x -->",
    "<?php x ?>",
    "<![CDATA[x]]>",
    "<!DOCTYPE html>",
    "<a\nhref=x>",
    "- a\n\n    <b>x</b>",
    "> <b>x</b>",
    "| a |\n|---|\n| <b>x</b> |",
    "[^1]\n\n[^1]: <b>x</b>",
    "\\<b>x</b>",
    "`a\n\n<b>x</b>\n\n`",
    "\\`<b>x</b>\\`",
    "    code\n\n<b>x</b>",
    "```\ncode\n~~~\n<b>x</b>",
    # Spans and blocks that are code for us and not for the converter.
    "a ` b\n` <img src=x onerror=alert(1)> `",
    "``a` <img src=x onerror=alert(1)> `",
    "```a`` <img src=x onerror=alert(1)> ``",
    "``` {.python} }\n<script>alert(1)</script>\n```",
    # Tags that look like addresses.
    "<tel:+33612345678>",
    "<tel:x/onclick=alert(1)>",
    "<mailto:x>",
    "<javascript:alert(1)>",
)


@pytest.mark.parametrize("text", HTML)
def test_html_is_seen(text: str) -> None:
    assert list(markdown.raw_html(text))


# Text that shows signs or code, and must pass.
NOT_HTML = (
    "a < b",
    "a <- b",
    "1 <2",
    "<3",
    "a << b >> c",
    "&lt;b&gt;",
    "`<b>`",
    "``<b> ` <i>``",
    "`a\\\\`` <b>x</b> `",
    "```\n<b>\n```",
    "~~~ html\n<b>\n~~~",
    "``` {.html}\n<b>\n```",
    "<https://exemple.fr/>",
    "<HTTPS://exemple.fr/?a=1&b=2>",
    "<club@exemple.fr>",
    "[a](<https://exemple.fr/a>)",
)


@pytest.mark.parametrize("text", NOT_HTML)
def test_signs_and_code_are_not_html(text: str) -> None:
    assert list(markdown.raw_html(text)) == []
    assert {tag for tag, _ in elements(text)} <= TAGS


def test_html_is_placed() -> None:
    text = "a\n`<i>` <b>\n```\n<u>\n```\n</b>"
    assert [text[at : at + 3] for at in markdown.raw_html(text)] == ["<b>", "</b"]


# Pieces that, put together, have fooled one Markdown reader or another.
PIECES = st.sampled_from(
    [
        *(
            "`",
            "``",
            "```",
            "~~~",
            "\\",
            "{",
            "}",
            "{.x}",
            "{.x} }",
            "\n",
            "\n\n",
            "    ",
            "\t",
            " ",
        ),
        *(
            "[",
            "]",
            "(",
            ")",
            "](",
            "![",
            "[a]",
            "[b][a]",
            "[a]: ",
            "\n\n[a]: ",
            "![a]",
            '"t"',
            "'t'",
        ),
        *("<", ">", "<b onclick=x>", "</b>", "<!--", "-->", "<?", "?>", "<![CDATA[", "]]>", "&lt;"),
        *("<script>", "<tel:x/onclick=y>", "<mailto:x>", "<https://e.fr/>", "<a@b.fr>", "&#58;"),
        *("javascript:alert(1)", "https://e.fr/", "/annuaire/", "(https://e.fr/)", "(/annuaire/)"),
        *(
            "a",
            "b",
            "é",
            "*",
            "_",
            "# ",
            "===",
            "---",
            "- ",
            "1. ",
            "> ",
            "|",
            "\n-|-\n",
            ":",
            "\u00a0",
        ),
        *("[^1]", "[^1]: ", "[TOC]", "\n> ", "\n- ", "\n    "),
    ]
)
TEXTS = st.lists(PIECES, min_size=1, max_size=14).map("".join)
THOROUGH = settings(max_examples=300, deadline=None)


@THOROUGH
@given(TEXTS)
def test_no_tag_that_we_do_not_see_reaches_the_page(text: str) -> None:
    assume(markdown.too_complex(text) is None)
    assume(not list(markdown.raw_html(text)))
    for tag, attributes in elements(text):
        assert tag in TAGS
        assert attributes.keys() <= ATTRIBUTES


# --- code ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("a `b` c", "a     c"),
        ("a ``b ` c`` d", "a           d"),
        ("`a", "`a"),
        ("a` `b", "a   b"),
        ("\\`a`", "\\`a`"),
        ("a ` b\nc ` d", "a ` b\nc ` d"),
        ("```\na\n```\nb", "   \n \n   \nb"),
        ("~~~\na\n~~~\nb", "   \n \n   \nb"),
        ("```\na\n\nb", "```\na\n\nb"),
        ("sans code", "sans code"),
    ],
)
def test_code_is_blanked(text: str, masked: str) -> None:
    assert markdown.mask_code(text) == masked


@THOROUGH
@given(TEXTS)
def test_masking_moves_nothing(text: str) -> None:
    masked = markdown.mask_code(text)
    assert len(masked) == len(text)
    assert all(new in {old, " "} for new, old in zip(masked, text, strict=True))
    assert masked.count("\n") == text.count("\n")


# --- links --------------------------------------------------------------------------------

# Ordinary ways to write a link or an image: we must see what the converter sees, no more.
LINKS = (
    "[a](https://e.fr/)",
    "[a]( https://e.fr/ )",
    "[a](https://e.fr/ 'titre')",
    '[a](https://e.fr/ "titre")',
    "[a](<https://e.fr/>)",
    "[a](https://e.fr/x_(y))",
    "[a](https://e.fr/?a=1&amp;b=2)",
    "[a](https://e.fr/?a=1&b=2)",
    "[a](/annuaire/#x)",
    "[a](#x)",
    "[*a* `b` [c]](https://e.fr/)",
    "[a\nb](https://e.fr/)",
    "[a](\nhttps://e.fr/)",
    "[a][b]\n\n[b]: https://e.fr/",
    "[a][b]\n\n[b]: <https://e.fr/>",
    "[a][b]\n\n[b]: https://e.fr/ 'titre'",
    "[a][b]\n\n[b]:\n    https://e.fr/",
    "[a][]\n\n[a]: https://e.fr/",
    "[a]\n\n[a]: https://e.fr/",
    "[a]\n\n> [a]: https://e.fr/",
    "[a]\n\n- [a]: https://e.fr/",
    "1. [a]\n\n2. [a]: https://e.fr/",
    "[a][^1]\n\n[^1]: [b]\n\n    [b]: https://e.fr/",
    "<https://e.fr/>",
    "<HTTP://e.fr/>",
    "<ftp://e.fr/>",
    "| a |\n|---|\n| [a](https://e.fr/) |",
    "- [a](https://e.fr/)\n    - [b](/annuaire/)",
    "[a](jAvAsCrIpT&#58;alert(1))",
    "[a](&#106;avascript:alert(1))",
    "[a](javascript&colon;alert(1))",
    "`[x](https://code.fr/)` [a](https://e.fr/)",
    "![a](/assets/a.png)",
    "![a](https://e.fr/a.png 'titre')",
    "![a][b]\n\n[b]: /assets/a.png",
    "![a\nb](/assets/a.png)",
    "![a [b [c]]](/assets/a.png)",
    "[![a](/assets/a.png)](/annuaire/)",
    "[![a](/assets/a.png)][b]\n\n[b]: /annuaire/",
)


@pytest.mark.parametrize("text", LINKS)
def test_links_and_images_are_those_of_the_converter(text: str) -> None:
    found = markdown.destinations(text)
    assert sorted({d.target for d in found}) == sorted({*links(text), *images(text)})
    assert sorted({d.target for d in found if d.image}) == sorted(set(images(text)))


# Addresses that the converter or a browser puts together from pieces.
PIECEMEAL = (
    "[a](java\tscript:alert(1))",
    "[a](java\nscript:alert(1))",
    "[a](java`script`:alert(1))",
    "[a](<java script:alert(1)>)",
    "[a](&#1;javascript:alert(1))",
    "[a\nb](javascript:0<(alert(1)))",
    "[a](/\n/exemple.net/)",
    "[a](/`/exemple.net/`)",
    "[a](/annuaire/ /x)",
    "[a](https://e.fr/mon fichier.pdf)",
    "[a][b]\n\n[b]: </annuaire/>x",
    # Brackets, parentheses and quotes that hide where a link starts or ends.
    "[\\]](javascript:alert(1))",
    "]([a](javascript:alert(1)) x)",
    "x](y [a](javascript:alert(1)) z)",
    "[a](javascript:alert(1)'(",
    '[a](javascript:alert"(1)',
    "[a](javascript:alert'('1')",
    "[a]\n\n[^1]: [a]: javascript:alert(1)",
)


@pytest.mark.parametrize("text", PIECEMEAL)
def test_an_address_in_pieces_is_refused(text: str) -> None:
    assert not all(accepted(d.target) for d in markdown.destinations(text))


@pytest.mark.parametrize("text", ["[a]", "[a] (b)", "`[a](b)`", "[^1]: a", "a ](", "<a@b.fr>"])
def test_what_is_not_a_link_is_not_one(text: str) -> None:
    assert markdown.destinations(text) == []


def test_a_destination_knows_its_place() -> None:
    text = "[a](<https://e.fr/>) ![b](/assets/é.png)"
    assert [(text[d.start : d.end], d.image) for d in markdown.destinations(text)] == [
        ("https://e.fr/", False),
        ("/assets/é.png", True),
    ]


@THOROUGH
@given(TEXTS)
@example("> [a]: javascript:alert(1)\n\n[b][a]")
@example("[a\nb](javascript:0<(alert(1)))")
@example("``a` [b](javascript:alert(1)) `")
def test_no_link_that_we_do_not_see_reaches_the_page(text: str) -> None:
    assume(markdown.too_complex(text) is None)
    assume(not list(markdown.raw_html(text)))
    found = markdown.destinations(text)
    assume(all(accepted(d.target) for d in found))
    for href in links(text):
        assert accepted(href)


@THOROUGH
@given(TEXTS)
@example("![a][b]\n\n[b]: https://e.fr/a.png")
@example("![a\nb](https://e.fr/a.png)")
@example("[![a](https://e.fr/a.png)](/annuaire/)")
@example("![\\]](https://e.fr/a.png)")
@example("![\\[a](https://e.fr/a.png)")
@example("![a]\n\n[a]: -->")
@example("![a]\n\n[a]: <<https://e.fr/a.png>>")
def test_no_image_that_we_do_not_see_reaches_the_page(text: str) -> None:
    assume(markdown.too_complex(text) is None)
    assume(not list(markdown.raw_html(text)))
    found = markdown.destinations(text)
    assume(not any(d.target.startswith(markdown.DOUBTFUL) for d in found))  # refused as a whole
    assert set(images(text)) <= {d.target for d in found if d.image}


def test_rewriting_changes_destinations_and_nothing_else() -> None:
    text = "[/a/](/a/ '/a/') `[x](/a/)` ![b](</a/>) [/a/]: /a/\n\n[c]: /a/#d\n"
    assert markdown.rewrite(text, lambda target: target.replace("/a/", "../")) == (
        "[/a/](../ '/a/') `[x](/a/)` ![b](<../>) [/a/]: /a/\n\n[c]: ../#d\n"
    )


def test_rewriting_with_no_change_gives_the_same_text() -> None:
    text = "[a](https://e.fr/?a=1&amp;b=2) &amp; [b](/é/)"
    assert markdown.rewrite(text, lambda target: target) == text


# --- titles -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "offsets"),
    [
        ("# a", [0]),
        ("#a", [0]),
        ("## a\n\n# b", [6]),
        ("a\n===", [0]),
        ("a\n\nb\n=\n", [3]),
        ("#", [0]),
        ("## a\n### b", []),
        ("a # b", []),
        ("    # a", []),
        ("```\n# a\n```", []),
        ("a\n\n===\n", []),
        ("===", []),
    ],
)
def test_titles_of_level_1_are_those_of_the_converter(text: str, offsets: list[int]) -> None:
    assert list(markdown.first_level_titles(text)) == offsets
    assert [tag for tag, _ in elements(text)].count("h1") == len(offsets)


@pytest.mark.parametrize(
    "text", ["# a", "a\n===\n\nb", "a\n=", "# a\n\n# b\n\nc\n====", "## a", "```\n# a\n```", "a"]
)
def test_lowered_titles_are_one_level_lower(text: str) -> None:
    before = [tag for tag, _ in elements(text)]
    after = [tag for tag, _ in elements(markdown.lower_titles(text))]
    assert after == ["h2" if tag == "h1" else tag for tag in before]


def test_sections_are_titles_of_level_2_without_their_marks() -> None:
    text = "## Un\n\n### Non\n\n##Deux ##\n\n```\n## Non\n```\n\n## Trois #3\n"
    assert markdown.sections(text) == [(0, "Un"), (16, "Deux"), (43, "Trois #3")]


# --- time ---------------------------------------------------------------------------------

LOOK_SECONDS = 0.5  # of this process, for what we do ourselves
CONVERT_SECONDS = 1.5


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Fail when the block takes more than `seconds` of processor time."""

    def stop(*_: object) -> None:
        pytest.fail(f"more than {seconds} s")

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


REFUSED = {
    "2 kB of backticks": "`" * 2_000,
    "10,000 nested quotations": ">" * 10_000 + "a",
    "10,000 spaced quotations": "> " * 10_000 + "a",
    "50,000 brackets": "[" * 50_000,
    "20,000 open links": "[a](" * 20_000,
    "300 unclosed fences": "```\n" * 300,
    "20,000 stars": "*a" * 20_000,
    "deep list": "".join("    " * n + "- a\n" for n in range(30)),
    "deep list on one line": "- " * 2_000 + "a",
    "deep numbered list on one line": "1. " * 2_000 + "a",
}


@pytest.mark.parametrize("text", REFUSED.values(), ids=REFUSED)
def test_what_would_make_the_converter_fall_is_refused(text: str) -> None:
    with at_most(LOOK_SECONDS):
        assert markdown.outline(text).too_complex is not None


# Texts of 100 kB at most that are refused or cost little.
HOSTILE = {
    "one long word": "## t\n\n" + "a" * 90_000 + "\nb\n",
    "one long line of spaces": "a" + " " * 90_000 + "b",
    "a title full of spaces": "## a" + " " * 90_000 + "b\n",
    "a title full of marks": "## a" + "# " * 45_000 + "b\n",
    "a definition full of spaces": "[a]:" + " " * 90_000 + "\n\n",
    "half-open links before a long word": "](" * 1_490 + "a" * 90_000,
    "a long quoted title": "[a](b " + '"c' * 40_000,
    "parentheses": "[a]" + "(a" * 45_000,
    "199 unclosed fences": "```\n" * 199 + "a\n" * 40_000,
    "fences with braces": ("~~~ {" + "." * 400 + "\n") * 199,
    "a table of one row": "a|b\n-|-\n" + "|" * 90_000,
    "a table wide and long": "a|" * 1_000 + "\n" + "-|" * 1_000 + "\n" + "a|b\n" * 5_000,
    "19,000 titles alike": "## a\n" * 19_000,
    "10,000 titles": "".join(f"## a{n}\n" for n in range(10_000)),
    "paragraphs of open brackets": ("[a" * 740 + "\n\n") * 60,
    "paragraphs of open links": ("[a](" * 370 + "\n\n") * 60,
    "paragraphs of open images": ("![a](" * 370 + "\n\n") * 50,
    "paragraphs of emphasis": ("*a **b " * 200 + "\n\n") * 60,
    "paragraphs of backticks": ("`a``b" * 300 + "\n\n") * 60,
    "empty list items": "- \n" * 33_000,
    "a note called 12,000 times": "[^1] a\n\n" * 12_000 + "[^1]: a",
    "backslashes": "\\a" * 45_000,
    "entities": "&#58;" * 19_000,
    "indented code": "    a\n" * 15_000,
    "empty lines": "\n" * 99_000,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_looked_at_in_no_time(text: str) -> None:
    assert len(text) < 100_000
    with at_most(LOOK_SECONDS):
        markdown.outline(text)


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_text_is_refused_or_converted_quickly(text: str) -> None:
    with at_most(LOOK_SECONDS):
        complexity = markdown.too_complex(text)
    if complexity is None:
        with at_most(CONVERT_SECONDS):
            convert(text)


def test_an_ordinary_text_is_not_too_complex() -> None:
    text = "## Titre\n\n" + "Un *paragraphe* avec un [lien](/annuaire/) et du `code`.\n\n" * 500
    assert markdown.too_complex(text) is None


def test_a_text_too_complex_is_not_looked_at_further() -> None:
    found = markdown.outline("<b>\n\n# a\n\n" + "`" * 200)
    assert found == markdown.Outline(too_complex=10)
