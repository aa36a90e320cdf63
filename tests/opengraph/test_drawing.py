"""The picture of a card: its words are whole, in the box, in letters that exist."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageChops

from generator.opengraph.drawing import (
    ELLIPSIS,
    HEIGHT,
    SANS,
    SERIF,
    WIDTH,
    Card,
    draw,
    drawable,
    fit,
    has,
    icon,
    width,
)

CARD = Card("Pratique", "Budget participatif", "Mulhouse · 2019", "Club miniature")
LONG = (
    "Ce que change la loi n° 2022-217 du 21 février 2022 relative à la différenciation, la "
    "décentralisation, la déconcentration et portant diverses mesures de simplification de "
    "l’action publique locale, article 14, pour les communes de plus de mille habitants"
)
SIZES = ((56, 2), (48, 3), (34, 5))


def picture(card: Card) -> Image.Image:
    return Image.open(io.BytesIO(draw(card)))


def inked(card: Card, without: Card) -> tuple[int, int, int, int]:
    """Return the box of what a card draws and another does not."""
    difference = ImageChops.difference(
        picture(card).convert("RGB"), picture(without).convert("RGB")
    ).getbbox()
    assert difference
    return difference


# --- the file ----------------------------------------------------------------------------------


def test_a_card_is_a_light_png_that_says_nothing_else() -> None:
    data = draw(CARD)
    with Image.open(io.BytesIO(data)) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (WIDTH, HEIGHT), "P")
        assert image.info == {}
    assert len(data) < 12_000
    assert round(WIDTH / HEIGHT, 2) == 1.9


def test_the_longest_card_is_not_heavy() -> None:
    assert len(draw(Card("Loi organique", LONG * 2, LONG, LONG, "Démonstration"))) < 20_000


def test_the_same_words_give_the_same_bytes_and_others_do_not() -> None:
    assert draw(CARD) == draw(Card(*(CARD.kind, CARD.title, CARD.facts, CARD.club)))
    others = {
        draw(Card("Veille", CARD.title, CARD.facts, CARD.club)),
        draw(Card(CARD.kind, "Budget", CARD.facts, CARD.club)),
        draw(Card(CARD.kind, CARD.title, "", CARD.club)),
        draw(Card(CARD.kind, CARD.title, CARD.facts, "Un autre club")),
        draw(Card(CARD.kind, CARD.title, CARD.facts, CARD.club, "Démonstration")),
    }
    assert len(others | {draw(CARD)}) == 6


def test_a_card_carries_both_colours_of_the_club() -> None:
    image = picture(CARD).convert("RGB")
    colours = {colour for _, colour in image.getcolors(256) or []}
    assert {(0x0C, 0x4A, 0x52), (0xAC, 0x3D, 0x17)} <= colours


@pytest.mark.parametrize(
    "title", ["Gers", "Budget participatif du Gers", LONG, LONG * 3, "x" * 300]
)
def test_the_words_stay_between_the_edges_and_above_the_band(title: str) -> None:
    blank = Card("", "\u00a0", "", CARD.club)
    left, top, right, bottom = inked(Card("Réunion du club", title, LONG, CARD.club), blank)
    assert left >= 50
    assert right <= WIDTH - 50
    assert top >= 20
    assert bottom <= HEIGHT - 76


def test_a_fictional_club_says_so_on_the_band() -> None:
    told = Card(*(CARD.kind, CARD.title, CARD.facts, CARD.club), "Démonstration")
    left, top, right, bottom = inked(told, CARD)
    assert left > WIDTH // 2
    assert top > HEIGHT - 76
    assert right <= WIDTH - 56 + 1
    assert bottom <= HEIGHT


def test_the_icon_is_a_square() -> None:
    with Image.open(io.BytesIO(icon(180))) as image:
        assert image.size == (180, 180)


def test_a_picture_says_its_words_to_who_does_not_see_it() -> None:
    assert CARD.words == "Pratique, Budget participatif, Mulhouse · 2019 – Club miniature"
    home = Card("", "Club miniature", "Un club.", "Club miniature", "Démonstration")
    assert home.words == "Démonstration, Club miniature, Un club. – Club miniature"


# --- setting -----------------------------------------------------------------------------------


def test_a_short_title_is_large_and_a_long_one_small() -> None:
    sizes = [fit(t, SERIF, 688, SIZES).size for t in ("Gers", LONG[:70], LONG[:130], LONG)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] == 56
    assert sizes[-1] == 34


def test_a_text_too_long_ends_after_a_whole_word() -> None:
    block = fit(LONG * 2, SERIF, 688, SIZES)
    last = block.lines[-1]
    assert last.endswith(ELLIPSIS)
    assert last[-2] not in " ,;:.–-"
    kept = " ".join(block.lines).removesuffix(ELLIPSIS)
    assert (LONG * 2).startswith(kept)
    assert (LONG * 2)[len(kept)] in " ,"


def test_a_word_wider_than_the_card_ends_with_an_ellipsis() -> None:
    (line,) = fit("Anticonstitutionnellement" * 4, SERIF, 688, SIZES).lines
    assert line.startswith("Anticonstitutionnellement")
    assert line.endswith(ELLIPSIS)
    assert width(SERIF, 34, line) <= 688


def test_no_line_is_broken_at_a_no_break_space() -> None:
    for room in range(150, 700, 25):
        lines = fit("Qui décide\u00a0? «\u00a0Nous\u00a0»\u00a0: dit-on", SERIF, room, SIZES).lines
        assert not [line for line in lines if line[0] in "?:»\u00a0"]


@given(st.text(st.characters(codec="utf-8"), max_size=200))
def test_any_text_is_set_in_the_room(text: str) -> None:
    block = fit(drawable(SERIF, text), SERIF, 688, SIZES)
    assert len(block.lines) <= dict(SIZES)[block.size]
    assert all(width(SERIF, block.size, line) <= 688 for line in block.lines)
    assert all(has(SERIF, character) for line in block.lines for character in line)


# --- letters -----------------------------------------------------------------------------------


@pytest.mark.parametrize("face", [SERIF, SANS])
def test_french_is_written_as_it_is(face: str) -> None:
    french = "Éàâçèêëîïôùûüÿæœ ÀÂÇÈÊËÎÏÔÙÛÜŸÆŒ ’ «\u00a0»\u00a0; – — … № € ﬁ n° 1er ½ ²\u202f%"
    assert drawable(face, french) == french


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("e\u0301te\u0301", "été"),
        ("Jardin 🌱 partagé", "Jardin partagé"),
        ("Jumelage 日本 - Mulhouse", "Jumelage - Mulhouse"),
        ("①", "1"),
        ("Ｖｉｌｌｅ", "Ville"),
        ("a\u0336b", "ab"),
        ("un\u2028deux", "un deux"),
        ("zéro\u200blargeur", "zérolargeur"),
        ("🌱", ""),
    ],
)
def test_what_the_typeface_lacks_gives_way(text: str, drawn: str) -> None:
    assert drawable(SERIF, text) == drawn


def test_a_title_without_a_letter_leaves_the_kind() -> None:
    assert draw(Card("Pratique", "🌱", "", "Club")) == draw(
        Card("Pratique", "Pratique", "", "Club")
    )
