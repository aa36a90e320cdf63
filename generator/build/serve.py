"""Show the site on this machine only, rebuild on every save, reload the open pages.

The published HTML is served as it is, with one script added that waits for the next build.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from generator.core.settings import Settings
from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS, is_dropping

HOST = "127.0.0.1"
FOLDERS = (*MARKDOWN_FOLDERS, "vocabularies")
FILES = (*LIST_FILES, "mkdocs.yml")
QUIET_SECONDS = 0.2  # editors save in several steps: wait until they are done
WAIT_SECONDS = 25.0

_RELOAD = """const wait = async version => {
  try {
    const answer = await fetch(`/__attente?depuis=${version}`);
    const next = await answer.text();
    if (version !== "" && next !== version) return location.reload();
    wait(next);
  } catch { setTimeout(() => wait(version), 1000); }
};
wait("");
"""


class _State:
    """The number of the last good build, and who waits for the next."""

    def __init__(self) -> None:
        self.version = 0
        self.changed = threading.Condition()

    def advance(self) -> None:
        with self.changed:
            self.version += 1
            self.changed.notify_all()

    def wait(self, since: str) -> str:
        with self.changed:
            if since == str(self.version):
                self.changed.wait(WAIT_SECONDS)
            return str(self.version)


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, state: _State, **kwargs: Any) -> None:
        self._state = state
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        if self.path.startswith("/__attente"):
            self._send(self._state.wait(self.path.partition("=")[2]).encode(), "text/plain")
        elif self.path == "/__recharge.js":
            self._send(_RELOAD.encode(), "text/javascript")
        elif self.path.partition("?")[0].endswith(("/", ".html")):
            self._page()
        else:
            super().do_GET()

    def _page(self) -> None:
        path = Path(self.translate_path(self.path))
        file = path / "index.html" if path.is_dir() else path
        found = file.is_file()
        if not found:
            file = Path(self.directory) / "404.html"
        if not file.is_file():
            self.send_error(404)
            return
        html = file.read_bytes().replace(
            b"</body>", b'<script src="/__recharge.js"></script></body>'
        )
        self._send(html, "text/html; charset=utf-8", 200 if found else 404)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited name
        """Say nothing: the builds are what matters in the terminal."""


class _Saved(FileSystemEventHandler):
    """Notes that something a person edits has changed."""

    def __init__(self) -> None:
        self.event = threading.Event()

    def on_any_event(self, event: FileSystemEvent) -> None:
        paths = [Path(str(path)) for path in (event.src_path, event.dest_path) if path]
        if event.event_type in {"created", "modified", "deleted", "moved"} and not all(
            is_dropping(path.name) for path in paths
        ):
            self.event.set()


def local_settings(settings: Settings, address: str) -> Settings:
    """Return the settings of a site served at `address`."""
    return replace(settings, site_url=address)


def _listen(port: int, handler: Callable[..., SimpleHTTPRequestHandler]) -> ThreadingHTTPServer:
    """Return a server on a port. Raises OSError, which names the option, when the port is taken."""
    try:
        return ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"--port {port}") from error


def run(
    root: Path, port: int, rebuild: Callable[[str], Path | None], say: Callable[[str], None]
) -> None:
    """Serve until interrupted.

    `rebuild(address)` builds the site and returns its folder, or None when the content has
    errors (already said): the last good site stays. Raises OSError when the port is taken.
    """
    state = _State()
    folder = (root / ".club" / "preview").resolve()
    handler = partial(_Handler, directory=str(folder), state=state)
    with _listen(port, handler) as server:
        server.daemon_threads = True
        address = f"http://{HOST}:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        saved = _Saved()
        observer = _observe(root, saved)
        try:
            _loop(address, rebuild, state, saved, say)
        finally:
            observer.stop()
            observer.join()
            server.shutdown()


def _observe(root: Path, saved: _Saved) -> Any:
    observer = Observer()
    watcher = _Root(observer, saved)
    for name in FOLDERS:
        watcher.add(root / name)
    observer.schedule(watcher, str(root))
    observer.start()
    return observer


class _Root(FileSystemEventHandler):
    """Of the club's folder: the lists, the settings, and source folders that appear."""

    def __init__(self, observer: BaseObserver, saved: _Saved) -> None:
        self._observer = observer
        self._saved = saved

    def add(self, folder: Path) -> None:
        """Watch a source folder, if it is there."""
        if folder.is_dir():
            self._observer.schedule(self._saved, str(folder), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        for path in (Path(str(p)) for p in (event.src_path, event.dest_path) if p):
            if path.name in FILES:
                self._saved.on_any_event(event)
            elif path.name in FOLDERS and event.is_directory and event.event_type == "created":
                self.add(path)
                self._saved.on_any_event(event)


def _loop(
    address: str,
    rebuild: Callable[[str], Path | None],
    state: _State,
    saved: _Saved,
    say: Callable[[str], None],
) -> None:
    while True:
        started = time.monotonic()
        if rebuild(address):
            state.advance()
            say(f"Site prêt en {time.monotonic() - started:.1f} s : {address}")
        else:
            say("Le site précédent reste affiché. Corrigez, enregistrez : il sera reconstruit.")
        saved.event.wait()
        while saved.event.is_set():
            saved.event.clear()
            time.sleep(QUIET_SECONDS)
