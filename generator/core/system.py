"""What is asked of the operating system: locks, children that end with their parent, its errors.

A parent may be killed at any moment, and then no code of its own runs. What it held must not stay
with its children: a lock is closed in them as soon as they are forked, and they end with it.
"""

import ctypes
import errno
import fcntl
import gc
import os
import resource
import runpy
import signal
import stat
import sys
import tempfile
import tomllib
import traceback
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import datetime
from functools import partial
from multiprocessing import Pipe, get_context
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, ClassVar, Generic, Self, TypeVar, cast

P = TypeVar("P")
T = TypeVar("T")


# How a command ends. 0: fine; 1: the content is wrong; 2: what was asked cannot be done; 3: the machine
# or a tool failed; 4: the audit refuses the site; 128 and the signal when it was stopped.
FINE, CONTENT, USAGE, BROKEN, AUDIT, INTERRUPTED = 0, 1, 2, 3, 4, 130


class ClubError(Exception):
    """What stops a command and is told in French, without a trace; `code` is its exit code."""

    code: ClassVar[int] = USAGE


class BrokenError(ClubError):
    """The machine or a tool failed."""

    code = BROKEN


class BusyError(ClubError):
    """Another process holds the lock; the message is in French and names it."""


class DiedError(BrokenError):
    """A child ended without an answer; the message says how, in French."""


# --- errors -------------------------------------------------------------------------------


# Read at once: what fails may be that no more files can be opened.
_TABLE = Path(__file__).parents[1] / "data" / "errno.toml"
_REASONS = tomllib.loads(_TABLE.read_text(encoding="utf-8"))


def reason(error: Exception) -> str:
    """Return why the system refused, in French and on one line; its own words when unknown."""
    if isinstance(error, RuntimeError):  # Path.resolve on links that go round (Python 3.11, 3.12)
        error = OSError(errno.ELOOP, "")
    name = errno.errorcode.get(error.errno or 0, "") if isinstance(error, OSError) else ""
    return _REASONS.get(name) or " ".join(str(error).split())


# What the system refuses of a path that someone gave, rather than because a machine fails.
_PATHS = {errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EISDIR}
_PATHS |= {errno.ELOOP, errno.ENAMETOOLONG, errno.ENXIO, errno.EADDRINUSE}


def is_about_path(error: OSError) -> bool:
    """Whether another path, other rights or another port would mend an error."""
    return error.errno in _PATHS


def read(path: Path, most: int) -> bytes:
    """Return the bytes of a file, without waiting for a pipe. Raises OSError.

    A folder, a pipe or a device is refused (ENXIO), and more than `most` bytes (EFBIG).
    """
    with open(path, "rb", opener=lambda p, flags: os.open(p, flags | os.O_NONBLOCK)) as file:
        if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
            raise OSError(errno.ENXIO, "not a regular file", str(path))
        data = file.read(most + 1)
    if len(data) > most:
        raise OSError(errno.EFBIG, "too large", str(path))
    return data


def variable(name: str) -> str:
    """Return a variable of the environment, empty when it is not there."""
    return os.environ.get(name, "")


# --- locks --------------------------------------------------------------------------------

_held: set[int] = set()


@contextmanager
def lock(path: Path, what: str, holder: str) -> Iterator[None]:
    """Hold the lock file `path`, which the system frees when this process ends, however it ends.

    `holder` names the command that holds it. When another has it, raises BusyError: `what` is
    going on (in French), who does it and since when. The file is removed at the end.
    """
    descriptor = _acquire(path, what)
    _held.add(descriptor)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"« {holder} », processus {os.getpid()}\n".encode(), 0)
        yield
    finally:
        with suppress(OSError):
            path.unlink()
        _held.discard(descriptor)
        os.close(descriptor)


def _acquire(path: Path, what: str) -> int:
    while True:
        path.parent.mkdir(parents=True, exist_ok=True)
        # A link or a pipe put there is neither followed nor waited for.
        flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_NONBLOCK
        try:
            descriptor = os.open(path, flags, 0o644)
        except FileNotFoundError:  # its folder went meanwhile
            continue
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            holder = os.pread(descriptor, 500, 0).decode(errors="replace").strip()
            since = os.fstat(descriptor).st_mtime
            os.close(descriptor)
            raise BusyError(_busy(what, holder, since)) from None
        # Whoever had it may have removed the file between our two calls: then ours is no lock.
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(descriptor), path.lstat()):
                return descriptor
        os.close(descriptor)


def _busy(what: str, holder: str, since: float) -> str:
    if not holder:
        return f"{what} : attendez qu’elle finisse."
    day = datetime.fromtimestamp(since).astimezone()
    return f"{what} depuis le {day:%d/%m/%Y à %H:%M} ({holder}) : attendez qu’elle finisse."


# --- children that end with their parent -----------------------------------------------------

_PR_SET_PDEATHSIG = 1


def _forked(task: Callable[..., None], *given: object) -> BaseProcess:
    """Start a child that does a task of the moment: it has no name to import, and what it reads is ours.

    Where other threads run (a local server), Python warns that their locks stay as they were: a
    child takes none of them.
    """
    child = get_context("fork").Process(target=_follow, args=(os.getpid(), task, *given))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        child.start()
    return child


def _follow(parent: int, task: Callable[..., None], *given: object) -> None:
    """Do a task in a child that holds no lock, ends with its parent and lets it answer interruptions."""
    for descriptor in _held:
        os.close(descriptor)
    _held.clear()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if prctl := getattr(ctypes.CDLL(None), "prctl", None):  # Linux only
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it ended before we asked
        os._exit(1)
    task(*given)


_TICK = 0.5  # seconds


class Program:
    """A Python module run as a program in a child: what this process imported is not imported again.

    It ends with this process; what it prints goes to files of its own.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], *, cwd: Path, env: Mapping[str, str]
    ) -> None:
        self._printed = [tempfile.TemporaryFile() for _ in range(2)]  # noqa: SIM115 - until it is stopped
        files = [file.fileno() for file in self._printed]
        self._child = _forked(_become, module, [module, *arguments], cwd, env, files)

    def wait(self, seconds: float, tick: Callable[[], None] = lambda: None) -> tuple[int, str, str]:
        """Return its exit code, what it printed and its errors; `tick` is called now and then.

        Raises TimeoutError.
        """
        while self._child.exitcode is None and seconds > 0:
            self._child.join(min(seconds, _TICK))
            seconds -= _TICK
            tick()
        if self._child.exitcode is None:
            raise TimeoutError
        for file in self._printed:
            file.seek(0)
        out, err = (file.read().decode(errors="replace") for file in self._printed)
        return self._child.exitcode, out, err

    def stop(self) -> None:
        """End it if it still runs."""
        self._child.kill()
        self._child.join()
        for file in self._printed:
            file.close()


def _become(
    module: str, words: list[str], cwd: Path, env: Mapping[str, str], files: list[int]
) -> None:
    """Be the module `module` in a child, as Python would run it."""
    gc.freeze()  # what the parent holds is not ours to look at
    os.chdir(cwd)
    os.environ |= env
    for number, file in ((0, os.open(os.devnull, os.O_RDONLY)), *zip((1, 2), files, strict=True)):
        os.dup2(file, number)
    sys.stdout, sys.stderr = (open(n, "w", encoding="utf-8", closefd=False) for n in (1, 2))  # noqa: SIM115 - as long as the child
    sys.argv = words
    # A file of the folder we are in, called yaml.py, is not imported.
    sys.path[:] = filter(None, sys.path)
    warnings.resetwarnings()
    warnings.simplefilter("ignore")
    runpy.run_module(module, run_name="__main__", alter_sys=True)


# --- what ends a command ---------------------------------------------------------------------


class Stops:
    """Ends the command in order when a person or the system asks for it: no half-made folder stays.

    Asked twice, it ends at once; what is left is for the next command to remove.
    """

    _SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    number = 0  # the signal that came

    def __init__(self) -> None:
        self._process = os.getpid()

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._stop) for number in self._SIGNALS}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)
        Stops.number = 0

    def _stop(self, number: int, _frame: object) -> None:
        if Stops.number or os.getpid() != self._process:  # a child has nothing to put in order
            os._exit(128 + number)
        Stops.number = number
        raise KeyboardInterrupt

    @classmethod
    def heed(cls) -> None:
        """Stop here if something swallowed the interruption."""
        if cls.number:
            raise KeyboardInterrupt


# --- work shared between the cores -------------------------------------------------------------


def cores() -> int:
    """Return the number of cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def spread(task: Callable[[P], T], parts: Sequence[P]) -> list[T]:
    """Return what `task` returns for each part: the first done here, each other in a child.

    What a child returns, or raises, comes back pickled. Raises DiedError when one ends without a word.
    """

    def share(part: P, _: Connection) -> T:
        gc.disable()  # it lives for a moment
        return task(part)

    children = [_Child(partial(share, part)) for part in parts[1:]]
    try:
        return [*map(task, parts[:1]), *(child.answer() for child in children)]
    finally:
        for child in children:
            child.stop()


def attempt(
    task: Callable[[Callable[..., None]], T],
    *,
    seconds: float,
    memory: int,
    progress: Callable[..., None],
) -> T:
    """Return what `task` returns, called in a child: this process survives whatever it does.

    The child may use `memory` bytes and take `seconds`. `task` is given a function to call with
    each step; what it says reaches `progress` here. Its value, or its error, comes back pickled.
    Raises DiedError when neither comes.
    """

    def bounded(pipe: Connection) -> T:
        with suppress(OSError):  # Linux, short of memory, kills this process rather than its parent
            Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        # Ends us even in the middle of a library's loop.
        signal.setitimer(signal.ITIMER_REAL, seconds)
        _, most = resource.getrlimit(resource.RLIMIT_AS)
        limit = memory if most == resource.RLIM_INFINITY else min(memory, most)
        with suppress(OSError, ValueError):  # not every system has this limit
            resource.setrlimit(resource.RLIMIT_AS, (limit, most))
        return task(lambda *said: pipe.send(("step", said)))

    child = _Child(bounded)
    try:
        return child.answer(progress, seconds)
    finally:
        child.stop()


class _Child(Generic[T]):
    """A child that does a task, and answers by a pipe, which the task is given."""

    def __init__(self, task: Callable[[Connection], T]) -> None:
        self._pipe, theirs = Pipe(duplex=False)
        self._process = _forked(_send, task, theirs)
        theirs.close()

    def answer(self, progress: Callable[..., None] = lambda *_: None, seconds: float = 0) -> T:
        """Return what the task returns, or raise its error; `seconds` is the time that it has."""
        while True:
            try:
                kind, value = self._pipe.recv()
            except EOFError:
                self._process.join()
                raise DiedError(_end(self._process.exitcode or 0, seconds)) from None
            match kind:
                case "step":
                    progress(*value)
                case "error" if isinstance(value, MemoryError):
                    raise DiedError("plus de mémoire") from None
                case "error":
                    raise value
                case _:
                    return cast("T", value)

    def stop(self) -> None:
        """End it if it still runs."""
        self._pipe.close()
        self._process.kill()
        self._process.join()


def _send(task: Callable[[Connection], Any], pipe: Connection) -> None:
    """Do a task in a child, and send what it returns or raises."""
    try:
        answer = ("value", task(pipe))
    except Exception as error:  # noqa: BLE001 - it is raised again in the parent
        error.add_note(traceback.format_exc())
        answer = ("error", error)
    pipe.send(answer)


def _end(code: int, seconds: float) -> str:
    """Return how a process ended, in French, from its exit code as multiprocessing gives it."""
    if code == -signal.SIGALRM:
        return f"pas fini en {seconds:.0f} s"
    if code == -signal.SIGKILL:
        return "arrêt par le système, sans doute faute de mémoire"
    return f"signal {-code}" if code < 0 else f"code {code}"
