"""A real Chromium on folders served on this machine, for pictures and measurements."""

import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Browser, sync_playwright

# As scripts/ensure-debian-packages.sh: first the one without windows, which costs less than half.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--disable-quic",
)


class _Noting(SimpleHTTPRequestHandler):
    """A static host that notes what is asked of it, and says nothing."""

    def __init__(self, *args: Any, asked: list[str], **kwargs: Any) -> None:
        self._asked = asked
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        """Note the path, then serve it."""
        self._asked.append(unquote(urlsplit(self.path).path))
        super().do_GET()

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@contextmanager
def served(folder: Path, asked: list[str] | None = None) -> Iterator[str]:
    """Serve `folder` on loopback; yield its address. `asked` receives the paths asked for."""
    handler = partial(_Noting, directory=str(folder), asked=[] if asked is None else asked)
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def path() -> str | None:
    """Return the path of a Chromium of this machine, None when it has none."""
    return next((found for name in NAMES if (found := shutil.which(name))), None)


@contextmanager
def chromium() -> Iterator[Browser]:
    """Yield a headless Chromium. Exits with a message when there is none."""
    program = path() or sys.exit("Chromium est absent.")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@contextmanager
def browsing(site: Path) -> Iterator[tuple[str, Browser]]:
    """Yield the address of `site`, served, and a browser to look at it with."""
    with served(site) as address, chromium() as browser:
        yield address, browser
