"""The data of the lists says what the views say, however tightly it is packed."""

import json
from datetime import date
from functools import cache
from typing import Any

import pytest

from generator import demo, views
from generator.build import pipeline
from generator.core import settings
from generator.exports.lists import data
from generator.territory.geo import STRATA
from generator.views.listings import LISTINGS, listed
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY


@pytest.fixture(scope="module")
def crowd_view(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    root = tmp_path_factory.mktemp("lists") / "club"
    sizes = demo.Sizes(members=150, practices=80, meetings=20, watch=30, actions=3)
    demo.write_demo(root, sizes, seed=11, today=TODAY, home=settings.HOME)
    checked = pipeline.check(root, settings.load(root), TODAY)
    assert not checked.errors
    return views.site(checked.club, today=TODAY)


@cache
def _miniature(today: date) -> SiteView:
    return views.site(pipeline.check(CLUB, settings.load(CLUB), today).club, today=today)


def _read(document: Any, name: str, i: int) -> Any:
    column = document["columns"][name]
    return column[i] if isinstance(column, list) else column["values"][column["of"][i]]


def _answers(facet: Any, i: int) -> list[list[str]]:
    """Return the answers of an item, as the scripts find them."""
    at = facet["of"][i]
    indexes = at if isinstance(at, list) else [at]
    return [facet["values"][n] for n in indexes if n >= 0]


@pytest.mark.parametrize("section", LISTINGS)
def test_every_answer_of_every_item_can_be_read_back(section: str, crowd_view: SiteView) -> None:
    text = data(crowd_view, section)
    document, items = json.loads(text), listed(crowd_view, section)
    assert document["count"] == len(items)
    assert items or section in {"guides", "questions"}, "a fictional club writes none"
    for facet, packed in zip(LISTINGS[section].facets, document["facets"], strict=True):
        assert (facet.key, facet.label) == (packed["key"], packed["label"])
        for i, item in enumerate(items):
            expected = [list(value) for value in facet.values(item)]
            assert _answers(packed, i) == expected, (facet.key, item.id)


@pytest.mark.parametrize("section", LISTINGS)
def test_the_text_of_every_item_can_be_read_back(section: str, crowd_view: SiteView) -> None:
    document = json.loads(data(crowd_view, section))
    for i, item in enumerate(listed(crowd_view, section)):
        assert _read(document, "title", i) == item.title
        assert [b[0] for b in _read(document, "badges", i)] == [
            b.text for b in item.badges if not b.quiet
        ]
        if section == "annuaire":
            place = item.current.place
            assert _read(document, "role", i) == item.current.label
            assert _read(document, "people", i) == (place.population if place else None)


def test_values_are_in_the_order_people_expect(crowd_view: SiteView) -> None:
    document = json.loads(data(crowd_view, "pratiques"))
    values = {f["key"]: [key for key, _ in f["values"]] for f in document["facets"]}
    strata = [key for _, key, _ in STRATA]
    assert values["strate"] == [key for key in strata if key in values["strate"]]
    assert values["annee"] == sorted(values["annee"], reverse=True)
    assert values["departement"] == sorted(values["departement"])
    labels = [
        label for _, label in next(f for f in document["facets"] if f["key"] == "theme")["values"]
    ]
    assert labels.index("Économie") < labels.index("Finances")


def test_a_facet_that_nobody_answers_is_there_and_empty() -> None:
    document = json.loads(data(_miniature(TODAY), "veille"))
    assert {f["key"] for f in document["facets"]} == {f.key for f in LISTINGS["veille"].facets}


def test_nothing_that_consent_withholds_is_in_a_list(crowd_view: SiteView) -> None:
    texts = [data(crowd_view, section) for section in LISTINGS]
    assert not any("@" in text for text in texts)
