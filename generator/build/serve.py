"""Show the site on this machine only, rebuild on every save, reload the open pages.

The published HTML is served as it is, with one script added that waits for the next build.
"""

import threading
import time
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer

from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS, is_dropping

HOST = "127.0.0.1"
FOLDERS = (*MARKDOWN_FOLDERS, "vocabularies")
FILES = (*LIST_FILES, "mkdocs.yml")
QUIET_SECONDS = 0.2  # editors save in several steps: wait until they are done
WAIT_SECONDS = 25.0
_CHANGES = {"created", "modified", "deleted", "moved"}

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
        file, status = path / "index.html" if path.is_dir() else path, 200
        if not file.is_file():
            file, status = Path(self.directory) / "404.html", 404
        if not file.is_file():
            self.send_error(status)
            return
        script = b'<script src="/__recharge.js"></script></body>'
        html = file.read_bytes().replace(b"</body>", script)
        self._send(html, "text/html; charset=utf-8", status)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited name
        """Say nothing: the builds are what matters in the terminal."""


class _Watcher(FileSystemEventHandler):
    """Notes that something a person edits has changed: lists, settings, folders of sources."""

    def __init__(self, root: Path) -> None:
        self.root, self.saved, self.observer = root, threading.Event(), Observer()
        for name in FOLDERS:
            self._watch(root / name)
        self.observer.schedule(self, str(root))
        self.observer.start()

    def _watch(self, folder: Path) -> None:
        if folder.is_dir():
            self.observer.schedule(self, str(folder), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Look at what changed; a source folder that appears is watched from then on."""
        if event.event_type not in _CHANGES or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        for path in (Path(str(p)) for p in (event.src_path, event.dest_path) if p):
            at_root = path.parent == self.root
            if at_root and path.name in FOLDERS and event.event_type == "created":
                self._watch(path)
            if not is_dropping(path.name) and (not at_root or path.name in (*FILES, *FOLDERS)):
                self.saved.set()


def run(root: Path, port: int, rebuild: Callable[[str], bool], say: Callable[[str], None]) -> None:
    """Serve until interrupted.

    `rebuild(address)` builds the site, or returns False when it cannot be (and has said why): the
    last good site stays. Raises OSError, which names the option, when the port is taken.
    """
    state = _State()
    folder = (root / ".club" / "preview").resolve()
    handler = partial(_Handler, directory=str(folder), state=state)
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"--port {port}") from error
    with server:
        server.daemon_threads = True
        address = f"http://{HOST}:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        watcher = _Watcher(root)
        try:
            while True:
                started = time.monotonic()
                if rebuild(address):
                    state.advance()
                    say(f"Site prêt en {time.monotonic() - started:.1f} s : {address}")
                else:
                    say(
                        "Le site précédent reste affiché. Corrigez, enregistrez : il sera reconstruit."
                    )
                watcher.saved.wait()
                while watcher.saved.is_set():
                    watcher.saved.clear()
                    time.sleep(QUIET_SECONDS)
        finally:
            watcher.observer.stop()
            watcher.observer.join()
            server.shutdown()
