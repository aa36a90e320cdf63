"""`club serve` as a person runs it: a real process, a real save, a real Ctrl-C."""

import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Self
from urllib.parse import quote

import pytest

from tests.miniature import TODAY
from tests.site_fixtures import BUILD_SECONDS, BuiltClub, command, copy_miniature, environment

READY = re.compile(r"Site prêt en \d+\.\d s : http://127\.0\.0\.1:(\d+)/")
PAGE = "/pratiques/assemblee-saint-denis/"


class Served:
    """A running `club serve` and the lines it prints."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lines: Queue[str] = Queue()
        self.process = subprocess.Popen(
            command("serve", "--root", root, "--port", "0", "--today", TODAY.isoformat()),
            env=environment(PYTHONUNBUFFERED="1"),
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,  # one stream, so that lines keep their order
            encoding="utf-8",
        )
        assert self.process.stdout is not None
        self._reader = Thread(target=self._read, args=(self.process.stdout,), daemon=True)
        self._reader.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join(timeout=30)

    def _read(self, stream: IO[str]) -> None:
        with stream:
            for line in stream:
                self._lines.put(line.rstrip("\n"))

    def until(self, wanted: str) -> list[str]:
        """Return the lines printed up to the one that matches `wanted`."""
        lines: list[str] = []
        end = time.monotonic() + BUILD_SECONDS
        while not lines or not re.search(wanted, lines[-1]):
            try:
                lines.append(self._lines.get(timeout=max(0.0, end - time.monotonic())))
            except Empty:
                pytest.fail(f"« {wanted} » jamais dit :\n" + "\n".join(lines))
        return lines

    def waiting(self, unwanted: str) -> bool:
        """Whether nothing printed so far matches `unwanted`."""
        lines = []
        while not self._lines.empty():
            lines.append(self._lines.get())
        return not any(re.search(unwanted, line) for line in lines)

    @property
    def port(self) -> int:
        """The port, once the site is ready."""
        match = READY.search(self.until(READY.pattern)[-1])
        assert match
        return int(match[1])

    def stop(self) -> int:
        """Interrupt it as Ctrl-C does, and return its exit code."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(timeout=30)


@pytest.fixture(scope="module")
def served(
    tmp_path_factory: pytest.TempPathFactory, miniature: BuiltClub
) -> Iterator[tuple[Served, int]]:
    root = copy_miniature(tmp_path_factory.mktemp("served") / "club", miniature)
    with Served(root) as running:
        yield running, running.port


def get(port: int, path: str) -> tuple[int, str]:
    """Return the status and the text of an address."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def mark(port: int, since: str = "", page: str = PAGE) -> str:
    """Return the mark of a page, as an open page asks for it: at once, or when it is no longer `since`."""
    return get(port, f"/__attente?page={quote(page, safe='')}&depuis={since}")[1]


def mark_after(port: int, since: str, page: str = PAGE) -> str:
    """Wait for another mark than `since`, as an open page does; return it."""
    end = time.monotonic() + BUILD_SECONDS
    while time.monotonic() < end:
        if (found := mark(port, since, page)) != since:
            return found
    pytest.fail(f"no mark after {since}")


def edit(path: Path, change: Callable[[str], str]) -> None:
    """Save a file as editors do: beside it, then in its place."""
    new = path.with_name(f".{path.name}.tmp")
    new.write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    new.replace(path)


def test_a_page_is_served_with_the_script_that_waits(served: tuple[Served, int]) -> None:
    _, port = served
    status, html = get(port, PAGE)
    assert status == 200
    assert "Assemblée tirée au sort sur la place de l’eau" in html
    assert html.count('<script src="/__recharge.js"></script></body>') == 1
    assert "/__attente?page=" in get(port, "/__recharge.js")[1]


def test_an_unknown_page_is_the_page_not_found(served: tuple[Served, int]) -> None:
    _, port = served
    status, html = get(port, "/absente/")
    assert status == 404
    assert "Cette page n’existe pas, ou plus" in html


def test_nothing_outside_the_site_is_served(served: tuple[Served, int]) -> None:
    _, port = served
    for path in ("/../../members.yaml", "/%2e%2e/%2e%2e/members.yaml", "/..%2f..%2fmembers.yaml"):
        assert get(port, path)[0] == 404


def test_an_odd_address_is_a_page_not_found(served: tuple[Served, int]) -> None:
    _, port = served
    for path in ("/%00/", f"/{'a' * 300}/", "/absente", "/annuaire/%ff/"):
        status, html = get(port, path)
        assert (status, "Cette page n’existe pas, ou plus" in html) == (404, True), path
    assert len(mark(port, page="/\0/")) == 16


@pytest.mark.parametrize("path", ["/", PAGE, "/__recharge.js", "/robots.txt"])
def test_head_says_what_get_would(path: str, served: tuple[Served, int]) -> None:
    _, port = served
    answers = []
    for method in ("GET", "HEAD"):
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        connection.request(method, path)
        answer = connection.getresponse()
        answers.append((answer.status, answer.headers["Content-Length"], answer.read() == b""))
        connection.close()
    assert answers[0][:2] == answers[1][:2]
    assert (answers[0][2], answers[1][2]) == (False, True)


def test_only_this_machine_is_answered(served: tuple[Served, int]) -> None:
    """127.0.0.2 is this machine too, so that a server open to all would answer there."""
    _, port = served
    with socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect(("127.0.0.2", port))


def test_a_save_is_shown_and_a_mistake_is_shown_above_the_last_good_page(
    served: tuple[Served, int],
) -> None:
    running, port = served
    source = running.root / "practices" / "assemblee-saint-denis.md"
    first = mark(port)

    edit(source, lambda text: text.replace("Cinq samedis", "Six samedis"))
    after = mark_after(port, first)
    assert "Six samedis, un avis" in get(port, PAGE)[1]
    running.until(READY.pattern)

    edit(source, lambda text: text.replace("status: completed", "status: fini"))
    said = running.until("Le site précédent reste affiché")
    assert any(
        re.match(r"practices/assemblee-saint-denis\.md:\d+:\d+ erreur F08 status — ", line)
        for line in said
    ), said
    mark_after(port, after)
    page = get(port, PAGE)[1]
    assert re.search(
        r'role="alert"><strong>1 erreur : .*assemblee-saint-denis\.md:\d+:\d+ erreur F08', page
    )
    assert "Six samedis, un avis" in page
    assert 'role="alert"' in get(port, "/absente/")[1]

    edit(source, lambda text: text.replace("status: fini", "status: completed"))
    assert mark_after(port, mark(port)) == after
    assert 'role="alert"' not in get(port, PAGE)[1]


def test_only_the_pages_that_changed_are_loaded_again(served: tuple[Served, int]) -> None:
    running, port = served
    others = ("/contact/", "/annuaire/noa-maquette/")
    before = {page: mark(port, page=page) for page in others}
    seen = mark(port)
    source = running.root / "practices" / "assemblee-saint-denis.md"
    edit(source, lambda text: text.replace("Six samedis", "Sept samedis"))
    mark_after(port, seen)
    running.until(READY.pattern)
    assert {page: mark(port, page=page) for page in others} == before


def test_the_page_that_is_open_is_shown_before_the_rest_is_built(
    served: tuple[Served, int],
) -> None:
    running, port = served
    source = running.root / "practices" / "assemblee-saint-denis.md"
    seen = mark(port)
    with ThreadPoolExecutor(1) as pool:  # a page that waits, as one that is open does
        open_page = pool.submit(mark_after, port, seen)
        edit(source, lambda text: text.replace("Sept samedis", "Huit samedis"))
        open_page.result()
        assert "Huit samedis" in get(port, PAGE)[1]
        assert running.waiting(READY.pattern)
    running.until(READY.pattern)


def test_a_source_gone_while_it_was_read_does_not_stop_it(served: tuple[Served, int]) -> None:
    running, port = served
    path = running.root / "members.yaml"
    text, seen = path.read_text(encoding="utf-8"), mark(port)
    path.unlink()
    running.until("Le site précédent reste affiché")
    path.write_text(text[: len(text) // 2], encoding="utf-8")
    path.write_text(text, encoding="utf-8")
    running.until(READY.pattern)
    assert mark(port) == seen


def test_a_save_of_the_settings_is_seen_too(served: tuple[Served, int]) -> None:
    running, port = served
    version = mark(port)
    edit(running.root / "mkdocs.yml", lambda text: text.replace("Club miniature", "Club renommé"))
    mark_after(port, version)
    assert "Club renommé</title>" in get(port, PAGE)[1]


def test_a_first_record_in_a_new_folder_is_seen_too(tmp_path: Path, miniature: BuiltClub) -> None:
    root = copy_miniature(tmp_path / "club", miniature)
    actions = sorted((root / "actions").iterdir())
    texts = {path.name: path.read_text(encoding="utf-8") for path in actions}
    for path in actions:
        path.unlink()
    (root / "actions").rmdir()
    meeting = root / "meetings" / "2026-04-02-premiere-rencontre.md"
    edit(meeting, lambda text: text.replace("actions: [lettre-tirage-au-sort]\n", ""))
    with Served(root) as running:
        port = running.port
        version = mark(port, page="/actions/")
        (root / "actions").mkdir()
        for name, text in texts.items():
            (root / "actions" / name).write_text(text, encoding="utf-8")
        end = time.monotonic() + BUILD_SECONDS
        while time.monotonic() < end and get(port, "/actions/courrier-age-du-vote/")[0] != 200:
            time.sleep(0.2)
        assert get(port, "/actions/courrier-age-du-vote/")[0] == 200
        mark_after(port, version, "/actions/")  # said once the new site is in place


def test_a_folder_that_went_and_came_back_is_watched(tmp_path: Path, miniature: BuiltClub) -> None:
    root = copy_miniature(tmp_path / "club", miniature)
    with Served(root) as running:
        port = running.port
        shutil.copytree(root / "practices", tmp_path / "kept")
        shutil.rmtree(root / "practices")
        running.until(f"Le site précédent|{READY.pattern}")
        shutil.copytree(tmp_path / "kept", root / "practices")
        running.until(READY.pattern)
        seen = mark(port)
        source = root / "practices" / "assemblee-saint-denis.md"
        edit(source, lambda text: text.replace("Cinq samedis", "Six samedis"))
        mark_after(port, seen)
        assert "Six samedis" in get(port, PAGE)[1]


def test_ctrl_c_stops_it(tmp_path: Path, miniature: BuiltClub) -> None:
    with Served(copy_miniature(tmp_path / "club", miniature)) as running:
        assert running.port > 0
        assert running.stop() == 130
        assert not (running.root / "site").exists()


def test_ctrl_c_during_the_first_build_stops_it(tmp_path: Path) -> None:
    with Served(copy_miniature(tmp_path / "club")) as running:
        running.until("Construction de")
        assert running.stop() == 130
        left = [p.name for p in (running.root / ".club").iterdir() if "preview" in p.name]
        assert left == []


def test_a_port_already_taken_is_told(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = subprocess.run(
            command("serve", "--root", root, "--port", str(port)),
            env=environment(),
            capture_output=True,
            encoding="utf-8",
            timeout=60,
            check=False,
        )
    assert done.returncode == 2
    assert done.stderr == f"--port {port} : port déjà pris ; donnez-en un autre.\n"
