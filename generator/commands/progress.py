"""How far a long command is: a bar on a terminal, plain lines elsewhere; and where the time went."""

import os
import resource
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn

from generator.commands.output import say

# Says a step, then how much of it is done, of how much.
Step = Callable[..., None]


@dataclass(slots=True)
class Timings:
    """The steps of a command, each with the wall and CPU seconds it took, children included."""

    steps: list[tuple[str, float, float]] = field(default_factory=list)
    _now: tuple[str, float, float] | None = None

    def begin(self, step: str) -> None:
        """End the step before, and begin another; none when it is empty."""
        wall, cpu = time.perf_counter(), _cpu()
        if self._now:
            name, wall_then, cpu_then = self._now
            self.steps.append((name, wall - wall_then, cpu - cpu_then))
        self._now = (step, wall, cpu) if step else None

    def table(self) -> str:
        """Return them as a table, the whole at its foot."""
        wall, cpu = sum(a for _, a, _ in self.steps), sum(b for *_, b in self.steps)
        rows = [*self.steps, ("en tout", wall, cpu)]
        width = max(len(name) for name, *_ in rows)
        lines = [f"{name:<{width}}  {_seconds(a)} s  {_seconds(b)} s" for name, a, b in rows]
        return "\n".join([f"{'étape':<{width}}     durée  processeur", *lines])

    def line(self) -> str:
        """Return them in a sentence, the two longest first."""
        longest = sorted(self.steps, key=lambda step: -step[1])[:2]
        named = " et ".join(
            f"{name.lower()} {_seconds(wall).strip()} s" for name, wall, _ in longest
        )
        whole = _seconds(sum(wall for _, wall, _ in self.steps)).strip()
        return f"En {whole} s, dont {named} (--timings : le détail)."


def _seconds(value: float) -> str:
    return f"{value:8.1f}".replace(".", ",")


def _cpu() -> float:
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def on_terminal(*, quiet: bool) -> bool:
    """Whether someone looks at what moves."""
    return not quiet and sys.stderr.isatty() and not os.environ.get("CI")


@contextmanager
def progress_of(*, quiet: bool, timings: Timings | None = None) -> Iterator[Step]:
    """Give what says what is being done."""
    timed = timings or Timings()
    with _shown(quiet=quiet) as show:

        def step(text: str, done: int = 0, total: int = 0) -> None:
            if not total:
                timed.begin(text)
            show(text, done, total)

        yield step
    timed.begin("")


@contextmanager
def _shown(*, quiet: bool) -> Iterator[Callable[[str, int, int], None]]:
    if not on_terminal(quiet=quiet):
        yield lambda text, _, total: None if total or quiet else say(f"{text}…")
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)

        def show(text: str, done: int, total: int) -> None:
            bar.update(task, description=f"{text}…", completed=done, total=total or None)

        yield show
