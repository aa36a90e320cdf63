"""How a command is declared: its parameters are of `data/commands.toml`, its words are French."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from inspect import Parameter, getdoc, signature
from pathlib import Path
from typing import Any

import click

from generator.core import data
from generator.records import parsing
from generator.records.types import FIRST_YEAR, LAST_YEAR, PARIS

Day = date | None  # of today, when not said


class IsoDay(click.ParamType[date]):
    """A day written AAAA-MM-JJ, or as the French write it."""

    name = "AAAA-MM-JJ"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read the day, or fail with a usage error."""
        if isinstance(value, date):
            return value
        try:
            day = date.fromisoformat(parsing.day(str(value)))
        except ValueError as error:  # an UnreadError says why
            why = getattr(error, "why", "n’est pas un jour")
            return self.fail(f"« {value} » {why} : écrivez AAAA-MM-JJ.", param, ctx)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            years = f"de {FIRST_YEAR} à {LAST_YEAR}"
            return self.fail(f"« {value} » : donnez un jour d’une année {years}.", param, ctx)
        return day


def _french_range(one: Any) -> str:
    """Say a range in French; click writes it in the help and in its refusals."""
    return f"de {one.min} à {one.max}"


class Between(click.IntRange):
    """A whole number between two others."""

    _describe_range = _french_range


class Seconds(click.FloatRange):
    """A number of seconds between two others."""

    _describe_range = _french_range


_TYPES: dict[str, click.ParamType[Any]] = {
    "root": click.Path(path_type=Path, file_okay=False, exists=True),
    "folder": click.Path(path_type=Path, file_okay=False),
    "file": click.Path(path_type=Path, dir_okay=False),
    "path": click.Path(path_type=Path),
    "day": IsoDay(),
    "number": click.INT,
}
# click says it at the start of its messages
_TYPES["root"].name = _TYPES["folder"].name = "Le dossier"
_TYPES["file"].name = "Le fichier"
PARAMETERS = data.table("commands")
HELP = {"help_option_names": ["-h", "--help"]}
COMMANDS = "COMMANDE [ARGUMENTS]…"


def parameter(
    name: str, given: Mapping[str, Any], type_: click.ParamType[Any] | None = None
) -> click.Parameter:
    """Return a parameter as `data/commands.toml` declares it."""
    declared = dict(given)
    argument = declared.pop("argument", False)
    flags = declared.pop("flags", [f"--{name.replace('_', '-')}"])
    if choices := declared.pop("choices", None):
        type_ = click.Choice(choices)
    elif between := declared.pop("between", None):
        type_ = (Seconds if isinstance(declared.get("default"), float) else Between)(*between)
    declared["type"] = type_ or _TYPES.get(declared.get("type", ""))
    if argument:
        return click.Argument([name], **declared)
    return click.Option([*flags, name], **declared)


def command(
    name: str,
    *first: click.Parameter,
    table: str = "",
    summary: str = "",
    **types: click.ParamType[Any],
) -> Callable[[Callable[..., None]], click.Command]:
    """Make a command whose parameters are those of its function, after the `first`.

    `table` is where they are declared, when not under its name; `types` are those that only the
    code knows, by parameter.
    """

    def add(function: Callable[..., None]) -> click.Command:
        known = PARAMETERS["common"] | PARAMETERS.get(table or name, {})
        own = [
            parameter(taken.name, known[taken.name], types.get(taken.name))
            for taken in signature(function).parameters.values()
            if taken.kind is not Parameter.VAR_KEYWORD
        ]
        help_ = summary or getdoc(function)
        return click.Command(name, HELP, function, [*first, *own], help=help_)

    return add


def answer(flag: str, help_: str, **options: Any) -> click.Option:
    """Return an option whose value is an answer in words."""
    return click.Option([f"--{flag}"], metavar="TEXTE", help=help_, **options)


def day_of(today: Day) -> date:
    """The only place where the clock is read."""
    return today or datetime.now(PARIS).date()
