"""`club serve` as a person runs it: a real process, a real save, a real Ctrl-C."""

import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from typing import IO, Self

import pytest

from tests.miniature import TODAY
from tests.site_fixtures import BUILD_SECONDS, command, copy_miniature, environment

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
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Served, int]]:
    root = copy_miniature(tmp_path_factory.mktemp("served") / "club")
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


def version_after(port: int, since: str) -> str:
    """Wait for another version than `since`, as an open page does; return it."""
    end = time.monotonic() + BUILD_SECONDS
    while time.monotonic() < end:
        if (version := get(port, f"/__attente?depuis={since}")[1]) != since:
            assert int(version) > int(since)
            return version
    pytest.fail(f"no version after {since}")


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
    assert "/__attente?depuis=" in get(port, "/__recharge.js")[1]


def test_an_unknown_page_is_the_page_not_found(served: tuple[Served, int]) -> None:
    _, port = served
    status, html = get(port, "/absente/")
    assert status == 404
    assert "Cette page n’existe pas, ou plus" in html


def test_nothing_outside_the_site_is_served(served: tuple[Served, int]) -> None:
    _, port = served
    for path in ("/../../members.yaml", "/%2e%2e/%2e%2e/members.yaml", "/..%2f..%2fmembers.yaml"):
        assert get(port, path)[0] == 404


def test_only_this_machine_is_answered(served: tuple[Served, int]) -> None:
    """127.0.0.2 is this machine too, so that a server open to all would answer there."""
    _, port = served
    with socket.socket() as client, pytest.raises(ConnectionRefusedError):
        client.connect(("127.0.0.2", port))


def test_a_save_gives_a_new_version_and_a_mistake_keeps_the_old_one(
    served: tuple[Served, int],
) -> None:
    running, port = served
    source = running.root / "practices" / "assemblee-saint-denis.md"
    version = get(port, "/__attente?depuis=")[1]

    edit(source, lambda text: text.replace("Cinq samedis", "Six samedis"))
    after = version_after(port, version)
    assert "Six samedis, un avis" in get(port, PAGE)[1]

    edit(source, lambda text: text.replace("status: completed", "status: fini"))
    said = running.until("Le site précédent reste affiché")
    assert any(
        re.match(r"practices/assemblee-saint-denis\.md:\d+:\d+ erreur F08 status — ", line)
        for line in said
    ), said
    assert get(port, "/__attente?depuis=")[1] == after
    assert "Six samedis, un avis" in get(port, PAGE)[1]

    edit(source, lambda text: text.replace("status: fini", "status: completed"))
    version_after(port, after)


def test_a_save_of_the_settings_is_seen_too(served: tuple[Served, int]) -> None:
    running, port = served
    version = get(port, "/__attente?depuis=")[1]
    edit(running.root / "mkdocs.yml", lambda text: text.replace("Club miniature", "Club renommé"))
    version_after(port, version)
    assert "Club renommé</title>" in get(port, PAGE)[1]


def test_a_first_record_in_a_new_folder_is_seen_too(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    actions = sorted((root / "actions").iterdir())
    texts = {path.name: path.read_text(encoding="utf-8") for path in actions}
    for path in actions:
        path.unlink()
    (root / "actions").rmdir()
    meeting = root / "meetings" / "2026-04-02-premiere-rencontre.md"
    edit(meeting, lambda text: text.replace("actions: [lettre-tirage-au-sort]\n", ""))
    with Served(root) as running:
        port = running.port
        version = get(port, "/__attente?depuis=")[1]
        (root / "actions").mkdir()
        for name, text in texts.items():
            (root / "actions" / name).write_text(text, encoding="utf-8")
        end = time.monotonic() + BUILD_SECONDS
        while time.monotonic() < end and get(port, "/actions/courrier-age-du-vote/")[0] != 200:
            time.sleep(0.2)
        assert get(port, "/actions/courrier-age-du-vote/")[0] == 200
        version_after(port, version)  # said once the new site is in place


def test_ctrl_c_stops_it(tmp_path: Path) -> None:
    with Served(copy_miniature(tmp_path / "club")) as running:
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
