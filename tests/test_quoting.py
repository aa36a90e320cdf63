"""What a contributor wrote, quoted: a Markdown reader sees code, and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.core.quoting import MAX_CODE, block, code, mask

_READER = MarkdownIt("commonmark", {"html": True}).enable("table")
TRICKS = st.text(
    st.sampled_from("`*_[]()<>|#@!\\&~:/.- \n\r\t\x00\u202e\ud800aé\u00a0") | st.characters(),
    max_size=60,
)


@given(TRICKS)
def test_a_value_is_one_code_span_whatever_it_holds(text: str) -> None:
    tokens = _READER.parse(f"- avant {code(text)} après")
    (inline,) = [t for t in tokens if t.type == "inline"]
    kinds = [t.type for t in inline.children or []]
    if kinds == ["text"]:
        assert inline.content == "avant (vide) après"
    else:
        assert kinds == ["text", "code_inline", "text"]
        assert inline.children
        assert (inline.children[0].content, inline.children[2].content) == ("avant ", " après")


@given(st.lists(st.tuples(st.sampled_from("+- "), TRICKS), min_size=1, max_size=6))
def test_lines_are_one_fenced_block_whatever_they_hold(lines: list[tuple[str, str]]) -> None:
    tokens = _READER.parse("\n".join(["avant", "", *block(lines), "", "après"]))
    assert [t.type for t in tokens if t.type in {"fence", "inline", "html_block"}] == [
        "inline",
        "fence",
        "inline",
    ]
    (fence,) = [t for t in tokens if t.type == "fence"]
    assert len(fence.content.splitlines()) == len(lines)


@given(st.text(max_size=2_000))
def test_a_value_is_short_and_printable(text: str) -> None:
    shown = code(text)
    assert len(shown) <= 6 * MAX_CODE + 2 * (MAX_CODE + 2)
    assert "\n" not in shown


SHORTENED = {
    "ana.fictive@exemple.fr": "a…@exemple.fr",
    "au 06 12 34 56 78, le soir": "au 06 … 78, le soir",
    "+33 (0)6.12.34.56.78": "+3 … 78",
    "0033612345678": "00 … 78",
    "+32 470 12 34 56": "+3 … 56",
}
KEPT = [
    "https://exemple.fr/2021/03/04/0612345678",
    "du 2021-03-04 au 2022-05-06",
    "34 000 votants, 1 200 000 €",
    "commune:01004",
    "n° 18LY02733",
]


@pytest.mark.parametrize(("text", "shown"), SHORTENED.items())
def test_contact_details_are_shortened(text: str, shown: str) -> None:
    assert mask(text) == shown


@pytest.mark.parametrize("text", KEPT)
def test_other_numbers_are_kept(text: str) -> None:
    assert mask(text) == text


@pytest.mark.parametrize(
    "text", ["x" * 1_000_000, "a.b@" * 250_000, "+1 2" * 250_000, "`" * 1_000_000]
)
def test_a_long_word_does_not_take_long(text: str) -> None:
    """A quadratic reading would take hours: the test is that it ends."""
    assert len(code(text)) < 10 * MAX_CODE
    assert mask(text)
