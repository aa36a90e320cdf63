"""`python -m generator` is the `club` command."""

import os
import signal

# Until the rest is imported, nobody else can answer Ctrl-C than Python, with a traceback.
signal.signal(signal.SIGINT, lambda *_: os._exit(130))

from generator.cli import main  # noqa: E402 - after the signal

__all__ = ["main"]

if __name__ == "__main__":
    main()
