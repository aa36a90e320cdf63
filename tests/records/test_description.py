"""What a form knows of a model: every field, with words for it, from the model alone."""

from collections.abc import Iterator

import pytest
from pydantic import Field

from generator.kinds import KINDS, Practice
from generator.records.description import Description, describe
from generator.records.types import Many, PartialDate, Theme, Title, Url, Year


def everything(fields: tuple[Description, ...], owner: str) -> Iterator[tuple[str, Description]]:
    """Yield every field and those of its groups, with where it is."""
    for field in fields:
        yield f"{owner}.{field.name}", field
        yield from everything(field.fields, field.of)


EVERY = dict(pair for k in KINDS.values() for pair in everything(describe(k.model), k.name))


class Added(Practice):
    """A practice with fields that nobody has drawn."""

    slogan: Title = Field(description="Slogan de la démarche", examples=["Tous au vote"])
    first_vote: PartialDate | None = Field(None, description="Premier vote", title="Vote")
    pages: tuple[Url, ...] = Field((), description="Pages", min_length=1)
    since: Year | None = Field(None, description="Depuis")
    tags: Many[Theme] = Field((), description="Étiquettes")


def test_a_field_added_to_a_model_is_described_without_another_line() -> None:
    fields = {field.name: field for field in describe(Added)}
    slogan = fields["slogan"]
    assert (slogan.type, slogan.label, slogan.help, slogan.example, slogan.longest) == (
        *("line", "Slogan de la démarche", "", "Tous au vote"),
        500,
    )
    assert slogan.required
    assert not slogan.many
    vote = fields["first_vote"]
    assert (vote.type, vote.label, vote.help, vote.required) == (
        *("date", "Vote", "Premier vote"),
        False,
    )
    assert (fields["pages"].type, fields["pages"].many, fields["pages"].least) == ("url", True, 1)
    assert (fields["since"].type, fields["since"].low, fields["since"].high) == (
        "count",
        1789,
        2200,
    )
    assert (fields["tags"].type, fields["tags"].of, fields["tags"].many) == ("term", "themes", True)


def test_the_order_is_that_of_the_model() -> None:
    assert [f.name for f in describe(Practice)] == list(Practice.model_fields)


def test_a_group_holds_the_fields_of_its_model_under_the_names_of_the_source() -> None:
    response = EVERY["action.responses"]
    assert (response.type, response.of, response.many) == ("group", "Response", True)
    assert [f.name for f in response.fields] == ["date", "from", "summary", "url"]


@pytest.mark.parametrize("where", EVERY)
def test_every_field_has_french_words_and_a_text_an_example(where: str) -> None:
    field = EVERY[where]
    assert field.label
    assert "`" not in field.label + field.help
    typed = {"line", "url", "count", "date", "moment"}
    if field.type in typed and field.name not in {"id", "aliases", "withdrawn", "synonyms"}:
        owner = where.partition(".")[0]
        assert field.example or owner == "page", f"{where} has no example in its model"
