"""The `club` command: which commands there are, how they end. All text is French."""

import gettext
import os
import sys
import traceback
from importlib import import_module
from pathlib import Path

import click

from generator.commands.options import COMMANDS, HELP
from generator.commands.output import say
from generator.core import system
from generator.core.findings import printable
from generator.core.settings import SettingsError
from generator.core.system import BROKEN, FINE, INTERRUPTED, USAGE, Stops

# By command, the module of `commands/` that holds it: only the one that is asked for is imported.
_MODULES = {
    **{name: name for name in "build check demo erase fmt init links new review serve".split()},
    **dict.fromkeys(("export", "import"), "tables"),
}


class _Commands(click.Group):
    """The commands, each imported when it is asked for."""

    def list_commands(self, _: click.Context) -> list[str]:
        """Return their names."""
        return sorted(_MODULES)

    def get_command(self, _: click.Context, cmd_name: str) -> click.Command | None:
        """Return one, or None when no command has this name."""
        if cmd_name not in _MODULES:
            return None
        found = vars(import_module(f"generator.commands.{_MODULES[cmd_name]}")).values()
        return next(one for one in found if isinstance(one, click.Command) and one.name == cmd_name)


@click.group(cls=_Commands, context_settings=HELP, subcommand_metavar=COMMANDS)
def club() -> None:
    """Vérifie, construit et montre le site du club à partir de ses fichiers."""


def main(arguments: list[str] | None = None) -> None:
    """Run the command and exit with the code the contract gives."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        if getattr(sys, name) is None:  # it was closed: another file would take its number
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)
            setattr(sys, name, open(number, "r+", encoding="utf-8"))  # noqa: PTH123, SIM115 - to the end
    # click says its own words through gettext; the club speaks French everywhere.
    os.environ["LANGUAGE"] = "fr"
    gettext.bindtextdomain("messages", str(Path(__file__).parent / "locale"))
    with Stops():
        code = _run(arguments)
    sys.exit(code)


def _run(arguments: list[str] | None) -> int:
    try:
        club.main(args=arguments, prog_name="club", standalone_mode=False)
    except SystemExit as end:
        return int(end.code or 0)
    except (KeyboardInterrupt, click.Abort):
        say("Interrompu : rien n’est publié.")
        return 128 + Stops.number if Stops.number else INTERRUPTED
    except Exception as error:  # noqa: BLE001 - a bug must not be taken for a content error (exit 1)
        code, message = _failure(error)
        say(message)
        return code
    return FINE


def _failure(error: Exception) -> tuple[int, str]:
    """Return the exit code of what stopped a command, and what is said of it."""
    code, why = BROKEN, ""
    match error:
        case click.UsageError():
            code, why = USAGE, f"{error.format_message()} Voir « club --help »."
        case system.ClubError():
            message = str(error)
            code, why = (
                error.code,
                printable(message) if isinstance(error, SettingsError) else message,
            )
        case OSError():
            where = f"{printable(str(error.filename))} : " if error.filename else ""
            code = USAGE if system.is_about_path(error) else BROKEN
            why = f"{where}{system.reason(error)}."
        case MemoryError():
            why = "plus de mémoire"
        case _:
            bug = "Erreur interne du programme : signalez-la avec les lignes ci-dessus."
            return code, f"{traceback.format_exc()}\n{bug}"
    return code, f"La machine ou un outil a échoué : {why}" if code == BROKEN else why
