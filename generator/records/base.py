"""What every record shares: frozen models, unknown keys refused, and its sources."""

from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict

from generator.core.data import table
from generator.records.fields import Words, by_name
from generator.records.types import Alias, Id, Many, PartialDate, PublicContact, Text, Title, Url

ContactType = Annotated[Literal["email", "phone", "address"], Words("ContactType")]

ConsentField = Annotated[
    Literal["contact_details", "image", "summary", "links"], Words("ConsentField")
]


# What each field is, by model: what it holds, an example, a shorter label.
_WORDS: dict[str, dict[str, tuple[str, ...]]] = table("descriptions") | {
    model: words for kind in table("kinds").values() for model, words in kind["fields"].items()
}


class FieldRefused(AttributeError):  # noqa: N818 - says what happened
    """The field asked for could not be read: the record is a fragment."""


class Model(BaseModel):
    """A frozen part of a record; a key it does not know is an error."""

    # Built when first used: its fields have their words by then.
    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, defer_build=True
    )

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Give each field of the model its words: those of its kind, or that kinds share."""
        fields = by_name(cls)
        for name, words in _WORDS.get(cls.__name__, {}).items():
            description, example, title = (*words, "", "")[:3]
            fields[name].description, fields[name].title = description, title or None
            fields[name].examples = [example] if example else None

    if not TYPE_CHECKING:  # a checker would take it for a field of any name

        def __getattr__(self, name: str) -> Any:
            """Raise FieldRefused for a field that a fragment lacks."""
            if name in type(self).model_fields:
                raise FieldRefused(name)
            return super().__getattr__(name)


class SourceRef(Model):
    """Where a fact comes from."""

    title: Title
    url: Url | None = None
    date: PartialDate | None = None


class Link(Model):
    """A public page about a person or an organisation (Popolo `links`)."""

    url: Url
    note: Text | None = None


class ContactDetail(Model):
    """A way to reach someone (Popolo `contact_details`)."""

    type: ContactType
    value: Text
    label: Text | None = None


class Consent(Model):
    """What a person agreed to make public, and when (RGPD art. 6.1.a and 7)."""

    date: PartialDate
    notice: Text | None = None
    fields: tuple[ConsentField, ...] = ()
    withdrawn: PartialDate | None = None

    def allows(self, field: str) -> bool:
        """Whether `field` may be public."""
        return self.withdrawn is None and field in self.fields


class Record(Model):
    """A source record. `id` is its address; `aliases` are its former addresses."""

    id: Id
    aliases: Many[Alias] = ()
    sources: tuple[SourceRef, ...] = ()
    added: PartialDate | None = None
    public_contacts: Many[PublicContact] = ()
