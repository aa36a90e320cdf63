"""Show the site on this machine only, build it again on every save, reload the open page.

The published HTML is served as it is, with a script that waits for the next version of the page, and
what keeps the sources from being published, above the last good page.
"""

import hashlib
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.api import ObservedWatch

from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS, is_dropping

HOST = "127.0.0.1"
FOLDERS = (*MARKDOWN_FOLDERS, "vocabularies")
FILES = (*LIST_FILES, "mkdocs.yml")
QUIET_SECONDS = 0.05  # editors save in several steps: wait until they are done
WAIT_SECONDS = 25.0
_CHANGES = {"created", "modified", "deleted", "moved"}

_RELOAD = """const wait = async mark => {
  try {
    const page = encodeURIComponent(location.pathname);
    const answer = await fetch(`/__attente?page=${page}&depuis=${mark}`);
    const next = await answer.text();
    if (mark !== "" && next !== mark) return location.reload();
    wait(next);
  } catch { setTimeout(() => wait(mark), 1000); }
};
wait("");
"""
_STYLE = """.club-erreurs { position: sticky; top: 0; z-index: 9; max-height: 60vh; overflow: auto;
  padding: 1rem; border-bottom: 4px solid #b3261e; background: #fff; color: #1b1b1b;
  font: 16px/1.5 system-ui, sans-serif; }
@media (prefers-color-scheme: dark) { .club-erreurs { background: #1b1b1b; color: #fff; } }
.club-erreurs li { margin: .5rem 0; overflow-wrap: anywhere; }
"""
_SHOWN = 20  # problems shown above a page


class SupersededError(Exception):
    """Something was saved since: what is being built is out of date."""


class Preview:
    """What is shown: the folder of the site, what is wrong with the sources, the pages that are open."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.address = ""
        self.problems: Sequence[str] = ()
        self.saved = threading.Event()
        self._before: dict[Path, bytes] = {}
        self._open: Counter[str] = Counter()
        self._changed = threading.Condition()

    def open_pages(self) -> list[str]:
        """Return the addresses of the pages that someone has open."""
        with self._changed:
            return [page for page, count in self._open.items() if count > 0]

    def replace(self, file: Path, html: bytes) -> None:
        """Show a page before the rest is built; what it was comes back when the build fails."""
        old = file.read_bytes() if file.is_file() else b""
        self._before.setdefault(file, old)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(html)

    def settle(self, *, built: bool) -> None:
        """Keep the pages that were shown first, or put back what they were."""
        for file, old in self._before.items() if not built else ():
            if old:
                file.write_bytes(old)
            else:
                file.unlink(missing_ok=True)
        self._before = {}

    def changed(self, problems: Sequence[str] | None = None) -> None:
        """Say that pages changed, or what is wrong with the sources, to those who wait."""
        with self._changed:
            self.problems = self.problems if problems is None else problems
            self._changed.notify_all()

    def heed(self) -> None:
        """Stop a build that a save has put out of date. Raises SupersededError."""
        if self.saved.is_set():
            raise SupersededError

    def wait(self, page: str, since: str) -> str:
        """Return the mark of a page once it is another than `since`, or after a while."""
        with self._changed, self._opened(page):
            end = time.monotonic() + WAIT_SECONDS
            while self._mark(page) == since and (left := end - time.monotonic()) > 0:
                self._changed.wait(left)
            return self._mark(page)

    @contextmanager
    def _opened(self, page: str) -> Iterator[None]:
        self._open[page] += 1
        try:
            yield
        finally:
            self._open[page] -= 1

    def _mark(self, page: str) -> str:
        data = (self.html(page) or b"") + "\n".join(self.problems).encode()
        return hashlib.sha256(data).hexdigest()[:16]

    def html(self, page: str) -> bytes | None:
        """Return the HTML at an address of the site, None when there is none."""
        try:
            path = self.folder / page.strip("/")
            path = path / "index.html" if path.is_dir() else path
            inside = path.resolve().is_relative_to(self.folder)
            return path.read_bytes() if inside and path.is_file() else None
        except (OSError, ValueError):  # no name of a file, or it goes as the site is put in place
            return None

    def above(self) -> str:
        """Return what is shown above a page while the sources have errors."""
        if not self.problems:
            return ""
        items = "".join(f"<li>{escape(one)}</li>" for one in self.problems[:_SHOWN])
        items = items.replace("« ", "«&nbsp;").replace(" »", "&nbsp;»")
        count = len(self.problems)
        title = f"{count} erreur{'s' * (count > 1)} : la page affichée est la dernière sans erreur"
        return (
            '<link rel="stylesheet" href="/__erreurs.css"><div class="club-erreurs" role="alert">'
            f"<strong>{title}</strong><ul>{items}</ul></div>"
        )


class _Handler(SimpleHTTPRequestHandler):
    def __init__(self, *args: Any, preview: Preview, **kwargs: Any) -> None:
        self._preview = preview
        super().__init__(*args, **kwargs)

    def do_GET(self) -> None:
        asked = urlsplit(self.path)
        if asked.path == "/__attente":
            words = parse_qs(asked.query, keep_blank_values=True)
            page, since = (words.get(name, [""])[0] for name in ("page", "depuis"))
            self._send(self._preview.wait(unquote(page), since).encode(), "text/plain")
        elif asked.path == "/__recharge.js":
            self._send(_RELOAD.encode(), "text/javascript")
        elif asked.path == "/__erreurs.css":
            self._send(_STYLE.encode(), "text/css")
        elif asked.path.endswith((".html", "/")) or "." not in asked.path.rpartition("/")[2]:
            self._page(unquote(asked.path))
        elif self.command == "HEAD":
            super().do_HEAD()
        else:
            super().do_GET()

    def do_HEAD(self) -> None:
        self.do_GET()

    def _page(self, page: str) -> None:
        html, status = self._preview.html(page), 200
        if html is None:
            html, status = self._preview.html("/404.html"), 404
        if html is None:
            self.send_error(status)
            return
        script = b'<script src="/__recharge.js"></script></body>'
        html = html.replace(b"</body>", script)
        head, body, rest = html.partition(b"<body")
        tag, end, rest = rest.partition(b">")
        html = head + body + tag + end + self._preview.above().encode() + rest
        self._send(html, "text/html; charset=utf-8", status)

    def _send(self, body: bytes, kind: str, status: int = 200) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - inherited name
        """Say nothing: the builds are what matters in the terminal."""


class _Watcher(FileSystemEventHandler):
    """Notes that something a person edits has changed: lists, settings, folders of sources."""

    def __init__(self, root: Path, saved: threading.Event) -> None:
        self.root, self.saved, self.observer = root, saved, Observer()
        self._watched: dict[Path, ObservedWatch] = {}
        for name in FOLDERS:
            self._watch(root / name)
        self.observer.schedule(self, str(root))
        self.observer.start()

    def _watch(self, folder: Path) -> None:
        if folder.is_dir():
            if before := self._watched.pop(folder, None):  # one of this name was there, and went
                with suppress(KeyError, OSError):
                    self.observer.unschedule(before)
            self._watched[folder] = self.observer.schedule(self, str(folder), recursive=True)

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Look at what changed; a source folder that appears is watched from then on."""
        if event.event_type not in _CHANGES or (
            event.is_directory and event.event_type == "modified"
        ):
            return
        for path in (Path(str(p)) for p in (event.src_path, event.dest_path) if p):
            at_root = path.parent == self.root
            if at_root and path.name in FOLDERS and event.event_type in {"created", "moved"}:
                self._watch(path)
            if not is_dropping(path.name) and (not at_root or path.name in (*FILES, *FOLDERS)):
                self.saved.set()


def run(
    root: Path,
    port: int,
    rebuild: Callable[[Preview], Sequence[str]],
    say: Callable[[str], None],
) -> None:
    """Serve until interrupted.

    `rebuild` builds the site, or returns what keeps it from being built (and has said it): the
    last good site stays. Raises OSError, which names the option, when the port is taken.
    """
    preview = Preview((root / ".club" / "preview").resolve())
    handler = partial(_Handler, directory=str(preview.folder), preview=preview)
    try:
        server = ThreadingHTTPServer((HOST, port), handler)
    except OSError as error:
        raise OSError(error.errno, error.strerror, f"--port {port}") from error
    with server:
        server.daemon_threads = True
        preview.address = f"http://{HOST}:{server.server_address[1]}/"
        threading.Thread(target=server.serve_forever, daemon=True).start()
        watcher = _Watcher(root, preview.saved)
        try:
            while True:
                _again(preview, rebuild, say)
                preview.saved.wait()
                while preview.saved.is_set():
                    preview.saved.clear()
                    time.sleep(QUIET_SECONDS)
        finally:
            watcher.observer.stop()
            watcher.observer.join()
            server.shutdown()


def _again(
    preview: Preview, rebuild: Callable[[Preview], Sequence[str]], say: Callable[[str], None]
) -> None:
    started = time.monotonic()
    try:
        problems = rebuild(preview)
    except SupersededError:
        return
    preview.settle(built=not problems)
    preview.changed(problems)
    if problems:
        say("Le site précédent reste affiché. Corrigez, enregistrez : il sera reconstruit.")
    else:
        say(f"Site prêt en {time.monotonic() - started:.1f} s : {preview.address}")
