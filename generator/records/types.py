"""The types of the fields: text in, typed value out, or a French refusal with its code.

Each type says by itself what it accepts (JSON Schema), what it refers to (`RefTo`,
`TermOf`, `AreaCode` markers) and how it fails (`refuse`). Rules, schemas, reference pages
and forms all read these markers: nothing about a field is said twice.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import partial
from typing import Annotated, Any, ClassVar, Self, TypeVar
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import PydanticCustomError, core_schema

from generator.core.data import patterns
from generator.core.text import bad_id
from generator.core.urls import publishable
from generator.records import parsing

PARIS = ZoneInfo("Europe/Paris")


def refuse(code: str, message: str, hint: str, answer: str = "") -> PydanticCustomError:
    """Return the error that becomes a finding with this code, message, hint and answer."""
    context = {"message": message, "hint": hint, "answer": answer}
    return PydanticCustomError(code, "{message}", context)


_LONGEST_READ = 60  # characters: nobody writes a date or a number longer


def _misread(code: str, text: str, read: Callable[[str], str]) -> PydanticCustomError:
    """Return the refusal of a value that is not as sources write it, with its answer if `read` has one."""
    shown = f"« {text[:40]} »"
    try:
        answer = read(text[:_LONGEST_READ])
    except parsing.UnreadError as error:
        hint = f"vouliez-vous dire « {error.probable} » ?" if error.probable else error.todo
        return refuse(code, f"{shown} {error.why}", hint)
    if len(text) > _LONGEST_READ:
        return refuse(code, f"{shown} est trop long", "écrivez la valeur seule")
    return refuse(code, f"{shown} n’a pas la forme attendue", f"écrivez « {answer} »", answer)


@dataclass(frozen=True, slots=True)
class RefTo:
    """Marks a field that holds the id of a record of `kind`."""

    kind: str


@dataclass(frozen=True, slots=True)
class TermOf:
    """Marks a field that holds a key of `vocabularies/<name>.yaml`."""

    name: str


@dataclass(frozen=True, slots=True)
class AreaCode:
    """Marks a field that holds an area of the COG."""


@dataclass(frozen=True, slots=True)
class WebAddress:
    """Marks a field that holds an outgoing link."""


@dataclass(frozen=True, slots=True)
class Reachable:
    """Marks a field that holds an e-mail address or a telephone number."""


@dataclass(frozen=True, slots=True)
class Line:
    """Marks a text that is shown in one piece, of `most` characters at most."""

    most: int


@dataclass(frozen=True, slots=True)
class Whole:
    """Marks a whole number, from `least` to `most` when they are set."""

    least: int | None = None
    most: int | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a value looks like, and the words that refuse it: see `data/shapes.toml`."""

    pattern: str
    code: str
    message: str
    hint: str
    longest: int
    shown: int = 40

    def fits(self, value: str) -> bool:
        """Whether the whole of `value` has this form, whatever its capitals."""
        return len(value) <= self.longest and bool(re.fullmatch(self.pattern, value, re.IGNORECASE))

    def refused(self, value: str, hint: str = "") -> PydanticCustomError:
        """Return the refusal of `value`, maybe with a hint of its own."""
        return refuse(self.code, self.message.format(value=value[: self.shown]), hint or self.hint)


_A_DATE = "écrivez AAAA, AAAA-MM ou AAAA-MM-JJ"

# The years of a figure or of a meeting. Beyond, it is a slip, and near the limits of the calendar
# a time has no equivalent in another zone.
FIRST_YEAR, LAST_YEAR = 1789, 2200

# The forms that values have, by name. The contribution form reads this table too.
SHAPES: dict[str, Shape] = {
    name: Shape(**row) for name, row in patterns("shapes").items() if not name.isupper()
}


# --- text ---------------------------------------------------------------------------------


def _line(value: str) -> str:
    line = " ".join(value.split())
    if not line:
        raise refuse("F09", "texte vide", "complétez le texte ou supprimez la ligne")
    return line


def _at_most(limit: int) -> Callable[[str], str]:
    def check(value: str) -> str:
        if len(value) > limit:
            message = f"{len(value)} caractères, pour {limit} au plus"
            raise refuse("F09", message, "raccourcissez le texte")
        return value

    return check


Text = Annotated[str, AfterValidator(_line), AfterValidator(_at_most(5_000)), Line(5_000)]
Title = Annotated[str, AfterValidator(_line), AfterValidator(_at_most(500)), Line(500)]
Summary = Annotated[str, AfterValidator(_line), AfterValidator(_at_most(2_000)), Line(2_000)]
Id = Annotated[str, Field(json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$"})]


def _alias(value: str) -> str:
    if problem := bad_id(value):
        raise refuse("S17", *problem)
    return value


Alias = Annotated[Id, AfterValidator(_alias)]


def _several(value: Any) -> Any:
    """A single text where a list is expected is a list of one."""
    return (value,) if isinstance(value, str) else value


T = TypeVar("T")
Many = Annotated[tuple[T, ...], BeforeValidator(_several, json_schema_input_type=str | list[str])]

# --- references, vocabularies, areas ------------------------------------------------------

MemberRef = Annotated[Id, RefTo("member")]
ContactRef = Annotated[Id, RefTo("contact")]
PracticeRef = Annotated[Id, RefTo("practice")]
MeetingRef = Annotated[Id, RefTo("meeting")]
WatchRef = Annotated[Id, RefTo("watch")]
ActionRef = Annotated[Id, RefTo("action")]

Theme = Annotated[Id, TermOf("themes")]
Method = Annotated[Id, TermOf("methods")]
Level = Annotated[Id, TermOf("levels")]
Recruitment = Annotated[Id, TermOf("recruitment")]
Public = Annotated[Id, TermOf("publics")]
Mandate = Annotated[Id, TermOf("mandates")]
LegalKind = Annotated[Id, TermOf("legal-kinds")]
StageKey = Annotated[Id, TermOf("stages")]

Area = Annotated[
    str,
    AreaCode(),
    Field(json_schema_extra={"pattern": "^(commune|epci|departement|region):[0-9AB]+$"}),
]

# --- addresses and contacts ---------------------------------------------------------------


def _url(value: str) -> str:
    value, shape = value.strip(), SHAPES["url"]
    if shape.fits(value) and publishable(value):
        return value
    full = f"https://{value}"
    meant = "." in value.partition("/")[0] and shape.fits(full) and publishable(full)
    raise shape.refused(value, f"vouliez-vous dire « {full} » ?" if meant else "")


Url = Annotated[str, AfterValidator(_url), WebAddress()]


def valid_contact(kind: str, value: str) -> bool:
    """Whether `value` has the form of an e-mail or a phone number (`address`: any text)."""
    return kind not in SHAPES or SHAPES[kind].fits(value.strip())


def meant_contact(kind: str, value: str) -> str:
    """Return the one mailbox or number that is written with something around, empty if none is."""
    around = r"\(0\)|\([^()\d]*\)|^[^\d+(]+|/" if kind == "phone" else r"^mailto:|^[^<>@]*<|>$"
    found = " ".join(re.sub(around, " ", value.strip().rstrip(".,;")).split())
    return found if valid_contact(kind, found) else ""


def _contact(value: str) -> str:
    if not SHAPES["contact"].fits(value):
        raise SHAPES["contact"].refused(value)
    return value


PublicContact = Annotated[Text, AfterValidator(_contact), Reachable()]

# --- numbers ------------------------------------------------------------------------------


def _whole(read: Callable[[str], str]) -> BeforeValidator:
    """Return what takes a whole number; `read` gives the remedy of what has another form."""

    def number(value: Any) -> Any:
        text = str(value).strip()
        if not SHAPES["count"].fits(text):
            raise _misread("F06", text, read)
        return int(re.sub(r"\D", "", text))

    return BeforeValidator(number, json_schema_input_type=str | int)


NOT_A_YEAR = Shape("[0-9]{4}", "F06", "« {value} » n’est pas une année", "écrivez AAAA", 20)


def _year_of(text: str) -> str:
    why = "n’est pas une année"
    try:
        day = parsing.day(text)
    except parsing.UnreadError as error:
        raise parsing.UnreadError(why, NOT_A_YEAR.hint, error.probable[:4]) from None
    raise parsing.UnreadError(why, NOT_A_YEAR.hint, day[:4])


def _year(value: int) -> int:
    if not FIRST_YEAR <= value <= LAST_YEAR:
        raise NOT_A_YEAR.refused(str(value))
    return value


Count = Annotated[int, _whole(partial(parsing.number, units=parsing.PEOPLE)), Whole()]
Euros = Annotated[int, _whole(partial(parsing.number, units=parsing.EUROS)), Whole()]
Year = Annotated[int, _whole(_year_of), AfterValidator(_year), Whole(FIRST_YEAR, LAST_YEAR)]

# --- dates --------------------------------------------------------------------------------

_DATE = re.compile(SHAPES["date"].pattern)
# « 2026-03-12 18:30-20:00 » is two hours, not a zone.
_NO_ZONE = re.compile(r" .*-[0-9:]+$|[+-](?:1[5-9]|2[0-9]):?[0-9]*$")
_MOMENT = re.compile("([0-9]{4})(?:-[0-9]{2}(?:-[0-9]{2}(?:[T ][0-9]{2}:[0-9]{2}.*)?)?)?")


class _Written:
    """A value that is written as text and keeps it: parsed by pydantic, printed as typed.

    Subclasses say how to `parse` (raising ValueError), how people write it too (`read`, raising
    UnreadError), and how to refuse.
    """

    __slots__ = ()

    text: str
    pattern: ClassVar[str]
    refusal: ClassVar[tuple[str, str, str]]
    read: ClassVar[Callable[[str], str]]

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read the value. Raises ValueError when the text is not one."""
        raise NotImplementedError

    def __str__(self) -> str:
        return self.text

    @classmethod
    def _validate(cls, value: Any) -> Self:
        if isinstance(value, cls):
            return value
        text = str(value).strip()
        try:
            return cls.parse(text)
        except ValueError:
            raise _misread(cls.refusal[0], text, cls._read) from None

    @classmethod
    def _read(cls, text: str) -> str:
        """Return the form that sources have of what people write. Raises UnreadError."""
        found = cls.read(text)
        try:
            cls.parse(found)
        except ValueError:  # the year 9999
            raise parsing.UnreadError(*cls.refusal[1:]) from None
        return found

    @classmethod
    def __get_pydantic_core_schema__(
        cls, source: Any, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        """Validate from a string; serialise to the same string."""
        return core_schema.no_info_plain_validator_function(
            cls._validate, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe the text form."""
        return {"type": "string", "pattern": cls.pattern}


@dataclass(frozen=True, slots=True)
class PartialDate(_Written):
    """A date known to the year, the month or the day (ISO 8601, Popolo's partial dates).

    `first` and `last` are the first and last day it may mean.
    """

    text: str
    first: date
    last: date

    pattern: ClassVar[str] = r"^\d{4}(-\d{2}(-\d{2})?)?$"
    refusal: ClassVar[tuple[str, str, str]] = ("F04", "n’est pas une date", _A_DATE)
    read: ClassVar[Callable[[str], str]] = staticmethod(parsing.day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. Raises ValueError otherwise."""
        match = _DATE.fullmatch(text)
        if not match:
            raise ValueError(text)
        year, month, day = match.groups()
        first = date(int(year), int(month or 1), int(day or 1))
        if day:
            return cls(text, first, first)
        to_month = month is not None and first.month < 12
        after = date(first.year, first.month + 1, 1) if to_month else date(first.year + 1, 1, 1)
        return cls(text, first, after - timedelta(days=1))


@dataclass(frozen=True, slots=True)
class Moment(_Written):
    """A partial date, or a date and time with its zone (Europe/Paris unless written).

    `day` is the local date; `at` is None when no time is known.
    """

    text: str
    day: PartialDate
    at: datetime | None = None

    pattern: ClassVar[str] = r"^\d{4}(-\d{2}(-\d{2}([T ]\d{2}:\d{2}.*)?)?)?$"
    refusal: ClassVar[tuple[str, str, str]] = (
        "F05",
        "n’est ni une date ni une date avec heure",
        "écrivez AAAA-MM-JJ ou AAAA-MM-JJTHH:MM",
    )
    read: ClassVar[Callable[[str], str]] = staticmethod(parsing.moment)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a partial date or an ISO 8601 date-time. Raises ValueError otherwise."""
        # Python also reads 2026-W25-1T18:30.
        match = _MOMENT.fullmatch(text)
        if not match or not FIRST_YEAR <= int(match[1]) <= LAST_YEAR:
            raise ValueError(text)
        if "T" not in text and " " not in text:
            return cls(text, PartialDate.parse(text))
        at = datetime.fromisoformat(text)
        if _NO_ZONE.search(text):
            raise ValueError(text)
        at = at.replace(tzinfo=PARIS) if at.tzinfo is None else at
        local = at.astimezone(PARIS).date().isoformat()
        return cls(text, PartialDate.parse(local), at)

    @property
    def utc(self) -> datetime | None:
        """The instant in UTC, None when no time is known."""
        return self.at.astimezone(UTC) if self.at else None
