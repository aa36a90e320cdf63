"""What is asked of the system: locks and children that end with their process, and its refusals."""

import errno
import faulthandler
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.core import system
from tests.site_fixtures import environment

SECONDS = 20.0  # on a machine that does many other things

# A command as a build is: it holds the lock, its children work, and a program runs.
PARENT = """
import sys, time
from pathlib import Path
from generator.core import system

folder = Path(sys.argv[1])
def work(name):
    (folder / name).touch()
    time.sleep(600)

with system.lock(folder / "lock", "Une construction est en cours", "club build"):
    system.Program("patient", [str(folder / "trois")], cwd=folder, env={})
    system.spread(work, ["quatre", "un", "deux"])
"""
PATIENT = "import sys, time; from pathlib import Path; Path(sys.argv[1]).touch(); time.sleep(600)\n"


def living(session: int) -> list[str]:
    """Return the processes of a session that run, as the system lists them."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            text = path.read_text(encoding="utf-8", errors="replace")
        except OSError:  # it ended meanwhile
            continue
        state, *fields = text.rpartition(")")[2].split()
        if int(fields[2]) == session and state not in {"Z", "X"}:
            found.append(text)
    return found


def until(done: Callable[[], bool]) -> bool:
    """Wait for something that comes by itself; return whether it came."""
    end = time.monotonic() + SECONDS
    while not done() and time.monotonic() < end:
        time.sleep(0.01)
    return done()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSEGV], ids=lambda number: number.name)
def test_a_parent_that_dies_leaves_neither_child_nor_lock(
    number: signal.Signals, tmp_path: Path
) -> None:
    (tmp_path / "patient.py").write_text(PATIENT, encoding="utf-8")
    both = f"{environment()['PYTHONPATH']}{os.pathsep}{tmp_path}"
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT, str(tmp_path)],
        env=environment(PYTHONPATH=both),
        start_new_session=True,
    )
    try:
        assert until(lambda: all((tmp_path / n).exists() for n in ("un", "deux", "trois")))
        assert len(living(parent.pid)) == 4
        with (
            pytest.raises(system.BusyError) as refused,
            system.lock(tmp_path / "lock", "Une construction est en cours", "club build"),
        ):
            pass
        parent.send_signal(number)
        parent.wait()
        assert until(lambda: not living(parent.pid)), living(parent.pid)
    finally:
        parent.kill()
    assert f"(« club build », processus {parent.pid}) : attendez" in str(refused.value)
    with system.lock(tmp_path / "lock", "Une construction est en cours", "club build"):
        assert (tmp_path / "lock").read_text(encoding="utf-8").endswith(f"{os.getpid()}\n")
    assert not (tmp_path / "lock").exists()


def test_a_lock_is_not_followed_nor_waited_for(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "precious")
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match="link"), system.lock(tmp_path / "link", "x", "x"):
        pass
    with system.lock(tmp_path / "nouveau" / "lock", "x", "x"):
        pass
    assert not (tmp_path / "precious").exists()


# --- a child that may die ---------------------------------------------------------------------


def _fault(_: object) -> None:
    faulthandler.disable()  # pytest's
    os.kill(os.getpid(), signal.SIGSEGV)


def _loop(_: object) -> None:
    while True:
        pass


def _exhaust(_: object) -> None:
    kept = []
    while True:
        kept.append(bytearray(200_000_000))


DEADLY: dict[str, tuple[Callable[[object], object], str]] = {
    "a fault": (_fault, "signal 11"),
    "killed": (lambda _: os.kill(os.getpid(), signal.SIGKILL), "sans doute faute de mémoire"),
    "an end without a word": (lambda _: os._exit(7), "code 7"),
    "no end": (_loop, "pas fini en 1 s"),
    "all the memory": (_exhaust, "plus de mémoire"),
}


@pytest.mark.parametrize(("task", "words"), DEADLY.values(), ids=DEADLY)
def test_a_task_that_kills_its_process_is_told(
    task: Callable[[object], object], words: str
) -> None:
    seconds = 1.0 if task is _loop else SECONDS
    with pytest.raises(system.DiedError, match=words):
        system.attempt(task, seconds=seconds, memory=1024**3, progress=lambda _: None)


def test_a_task_gives_its_value_its_steps_or_its_error() -> None:
    steps: list[str] = []

    def task(say: Callable[[str], None]) -> int:
        say("un")
        say("deux")
        return 3

    def broken(_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device", "x")

    def attempt(one: Callable[[Callable[[str], None]], object]) -> object:
        return system.attempt(one, seconds=60, memory=2**40, progress=steps.append)

    assert (attempt(task), steps) == (3, ["un", "deux"])
    with pytest.raises(OSError, match="No space left") as told:
        attempt(broken)
    assert system.reason(told.value) == "disque plein"


# --- reading ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["pipe", "folder", "/dev/zero", "absent", "big"])
def test_what_is_no_ordinary_file_is_refused_at_once(name: str, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    (tmp_path / "big").write_bytes(b"x" * 101)
    with pytest.raises(OSError, match=r"\[Errno") as told:
        system.read(tmp_path / name, 100)
    assert system.is_about_path(told.value) is (name != "big")
    assert told.value.filename == str(tmp_path / name)
