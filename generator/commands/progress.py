"""How far a long command is: a moving line on a terminal, plain lines elsewhere."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console

from generator.commands.output import Say, saying


@contextmanager
def progress_of(*, quiet: bool) -> Iterator[Say]:
    """Give what says what is being done: a moving line on a terminal, plain lines elsewhere."""
    if quiet or not sys.stderr.isatty() or os.environ.get("CI"):
        say = saying(quiet=quiet)
        yield lambda text: say(f"{text}…")
    else:
        with Console(stderr=True).status("") as status:
            yield lambda text: status.update(f"{text}…")
