"""How a command is declared: its parameters are of `data/commands.toml`, its words are French."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import date, datetime
from inspect import Parameter, getdoc, signature
from pathlib import Path
from typing import Any

import click

from generator.core import data
from generator.records.types import FIRST_YEAR, LAST_YEAR, PARIS, PartialDate

Day = date | None  # of today, when not said


class IsoDay(click.ParamType[date]):
    """A day written AAAA-MM-JJ."""

    name = "AAAA-MM-JJ"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read the day, or fail with a usage error."""
        if isinstance(value, date):
            return value
        with suppress(ValueError):
            day = PartialDate.parse(str(value))
            if day.first == day.last and FIRST_YEAR <= day.first.year <= LAST_YEAR:
                return day.first
        years = f"de {FIRST_YEAR} à {LAST_YEAR}"
        return self.fail(
            f"« {value} » n’est pas un jour : écrivez AAAA-MM-JJ, {years}.", param, ctx
        )


def _range(number: click.IntRange | click.FloatRange) -> str:
    """Say what a number may be: click says it as a formula."""
    return "" if number.min is None else f"de {number.min} à {number.max}"


class _Whole(click.IntRange):
    name = "nombre entier"
    _describe_range = _range


class _Seconds(click.FloatRange):
    name = "nombre"
    _describe_range = _range


_TYPES: dict[str, click.ParamType[Any]] = {
    "root": click.Path(path_type=Path, file_okay=False, exists=True),
    "folder": click.Path(path_type=Path, file_okay=False),
    "file": click.Path(path_type=Path, dir_okay=False),
    "path": click.Path(path_type=Path),
    "day": IsoDay(),
    "number": _Whole(),
}
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
        seconds = isinstance(declared.get("default"), float)
        type_ = (_Seconds if seconds else _Whole)(*between)
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
