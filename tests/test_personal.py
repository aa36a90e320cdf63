"""What is read in a text as an address, a number, a birth date: one table for the check, the forms, the audit."""

from pathlib import Path
from tempfile import TemporaryDirectory

import markdown
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.build import audit
from generator.core import personal

TABLE = yaml.safe_load(Path(__file__).with_name("disguises.yaml").read_text(encoding="utf-8"))
NUMBER, ADDRESS = "612345678", "camille@mairie.fr"
FOUND = [
    *((text, NUMBER) for text in TABLE["phones"]),
    *((text, ADDRESS) for text in TABLE["emails"]),
    *TABLE["other_phones"].items(),
    *TABLE["other_emails"].items(),
]


@pytest.mark.parametrize("around", ["{}", "Appelez : {}.", "élu, {} (le soir)"])
@pytest.mark.parametrize(("text", "key"), FOUND)
def test_it_is_found_whatever_its_disguise(text: str, key: str, around: str) -> None:
    assert key in {found.key for found in personal.find(around.format(text))}


@pytest.mark.parametrize("text", TABLE["nothing"])
def test_other_figures_are_left_alone(text: str) -> None:
    assert personal.find(text) == ()


@pytest.mark.parametrize("text", TABLE["born"])
def test_a_birth_date_is_seen(text: str) -> None:
    assert personal.births(f"Camille, {text}, élue.")


@pytest.mark.parametrize("text", TABLE["not_born"])
def test_another_date_is_no_birth(text: str) -> None:
    assert not personal.births(text)


def test_a_year_of_birth_is_seen_in_the_record_of_a_person() -> None:
    assert personal.births("Née en 1970, maire.", of_person=True)
    assert not personal.births("Une démarche née en 1970.")
    assert not personal.births("Une association née en 1970.", of_person=True)


@pytest.mark.parametrize("text", TABLE["homes"])
def test_a_home_is_seen(text: str) -> None:
    assert personal.homes(text)


@pytest.mark.parametrize("text", TABLE["not_homes"])
def test_a_public_place_is_no_home(text: str) -> None:
    assert not personal.homes(text)


def test_what_is_found_is_shown_without_being_told() -> None:
    texts = "camille.exemple@mairie.fr, 06 12 34 56 78, +41 79 123 45 67"
    assert [found.masked for found in personal.find(texts)] == [
        "c•••@m•••",
        "0612 ••• •••",
        "+417 ••• •••",
    ]


def test_an_entity_as_long_as_one_likes_is_read() -> None:
    written = "".join(f"&#{'0' * 5_000}{ord(sign)};" for sign in "0612345678")
    assert [found.key for found in personal.find(written)] == [NUMBER]


# --- what the check accepts, the audit accepts ------------------------------------------------

PIECES = st.sampled_from(
    [*"0123456789", "06", "12", "34", "78", "+33", "(0)", "0", " ", " ", ".", "-", "/", ", ", "\n", "\n\n",
     "**", "_", "*", "`", "[", "](/x/)", "](https://x.fr/(y))", "[^1]", "\n- ", "\n1. ", "\n> ", " | ",
     "\n|---|---|\n", "  \n", "&nbsp;", "&#54;", "\\", "@", "a", "fr", "mairie", "[at]", " arobase ",
     " point ", "%40", "\u00ad", "zéro ", "six ", " puis ", "l",
     "o", "AT", "_at_", "départements ", "votes : ", "doi:10.1000/", ".pdf", "tél ", "05 06 13", "## ", "<https://x.fr/06>", "\n[12]: https://x.fr/\n"]
)  # fmt: skip
EXTENSIONS = ["tables", "footnotes", "sane_lists", "fenced_code", "toc"]


@settings(max_examples=400, deadline=None)
@given(pieces=st.lists(PIECES, max_size=24))
@example(pieces=["\n- ", "0", "[at]", "\n[12]: https://x.fr/\n", ".pdf"])
def test_no_page_shows_what_its_text_did_not(pieces: list[str]) -> None:
    """Law: what `check` accepts, `build` publishes; what the page makes of a text adds nothing."""
    text = "".join(pieces)
    page = f"<article>{markdown.markdown(text, extensions=EXTENSIONS)}</article>"
    with TemporaryDirectory() as folder:
        (Path(folder) / "index.html").write_text(page, encoding="utf-8")
        said = {d.what for d in audit.audit(Path(folder), [], site_url="https://club.example/")}
    shown = [what for what in said if "que rien ne permet" in what]
    assert personal.find(text) or not shown, page
