"""What is read in a text as an address, a number, a birth date: one table for the check, the forms, the audit."""

from pathlib import Path

import pytest
import yaml

from generator import personal

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
    assert personal.find(text) == []


@pytest.mark.parametrize("text", TABLE["born"])
def test_a_birth_date_is_seen(text: str) -> None:
    assert personal.births(f"Camille, {text}, élue.")


@pytest.mark.parametrize("text", TABLE["not_born"])
def test_another_date_is_no_birth(text: str) -> None:
    assert not personal.births(text)


def test_a_year_of_birth_is_seen_in_the_record_of_a_person() -> None:
    assert personal.births("Née en 1970, maire.", of_person=True)
    assert not personal.births("Une démarche née en 1970.")


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
