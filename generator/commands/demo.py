"""`club demo`: a fictional club."""

from pathlib import Path

from generator import demo
from generator.commands.options import PARAMETERS, Day, command, day_of, parameter
from generator.commands.output import say
from generator.core import settings
from generator.core.settings import SettingsError


@command("demo", *(parameter(name, given) for name, given in PARAMETERS["sizes"].items()))
def demo_(
    target: Path, signatories: int | None, seed: int, today: Day, quiet: bool, **counts: int
) -> None:
    """Écrit un club fictif : vraies communes, personnes inventées."""
    sizes = demo.Sizes(**counts, signatories=signatories)
    try:
        written = demo.write_demo(target, sizes, seed=seed, today=day_of(today), home=settings.HOME)
    except FileExistsError as error:
        raise SettingsError(str(error)) from None
    if not quiet:
        say(f"{len(written)} fichiers écrits dans {target}.")
