"""The commands that write sources, from outside: what they write, say, ask and refuse."""

import fcntl
import os
import pty
import select
import subprocess
import termios
import time
from pathlib import Path

from tests.site_fixtures import command, environment

ANSWER_SECONDS = 60.0


def at_a_terminal(arguments: list[str | Path], answers: list[tuple[str, str]]) -> tuple[int, str]:
    """Run `club` at a real terminal, answering each question once it is asked.

    `answers` are (a part of the question, the answer). Returns the exit code and all that is shown.
    """
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(COLUMNS="200"),
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 - one thread; Ctrl-C must interrupt
    )
    os.close(theirs)
    shown, read = "", ""
    until = time.monotonic() + ANSWER_SECONDS
    waiting = list(answers)
    while time.monotonic() < until:
        ready, _, _ = select.select([ours], [], [], 0.2)
        if ready:
            try:
                piece = os.read(ours, 4096).decode(errors="replace")
            except OSError:  # the terminal is closed: the command has ended
                break
            if not piece:
                break
            shown, read = shown + piece, read + piece
        if waiting and waiting[0][0] in read:
            os.write(ours, f"{waiting.pop(0)[1]}\n".encode())
            read = ""
    else:
        process.kill()
    code = process.wait(ANSWER_SECONDS)
    os.close(ours)
    return code, shown.replace("\r\n", "\n")
