"""`club links` against servers of this machine that behave as sites do, well or badly."""

import re
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import trustme

from generator import cli, linkcheck
from generator.core import system
from generator.linkcheck import Answer, Client, State, report
from generator.linkcheck.outgoing import Outgoing
from tests import cases
from tests.cases import Case

FAST = Client("https://essai.example/contact/", timeout=2.0, pause=0.0, tries=3, private=True)


@dataclass(slots=True)
class Site:
    """A server of this machine: where it is, and what it was asked, in order."""

    base: str = ""
    asked: list[tuple[str, str]] = field(default_factory=list)
    agents: set[str] = field(default_factory=set)
    busy: int = 0
    most: int = 0
    released: threading.Event = field(default_factory=threading.Event)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    site: Site

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def do_HEAD(self) -> None:
        self._answer()

    def do_GET(self) -> None:
        self._answer()

    def _answer(self) -> None:
        site, self._asked = self.site, True
        site.busy += 1
        site.most = max(site.most, site.busy)
        site.asked.append((self.command, self.path))
        site.agents.add(self.headers["User-Agent"])
        try:
            self._route()
        except OSError:
            self.close_connection = True  # the client hung up, as it may
        finally:
            self._answered()

    def _answered(self) -> None:
        self.site.busy -= self._asked
        self._asked = False

    def end_headers(self) -> None:
        self._answered()  # before the client knows, which may ask again at once
        super().end_headers()

    def _route(self) -> None:
        path, times = self.path, Counter(self.site.asked)[self.command, self.path]
        moves = {
            "/moved": (301, "/ok"),
            "/moved-for-now": (302, "/ok"),
            "/moved-to-nothing": (301, "/404"),
            "/loop": (301, "/loop-back"),
            "/loop-back": (301, "/loop"),
            "/elsewhere": (301, "file:///etc/passwd"),
            "/bent": (301, "http://[::1"),
            "/inside": (302, "http://169.254.169.254/latest"),
        }
        if path in moves:
            self._reply(moves[path][0], "", Location=moves[path][1])
        elif path.startswith("/further/"):
            self._reply(302, "", Location=f"/further/{int(path.rpartition('/')[2]) + 1}")
        elif path == "/slow":
            self.site.released.wait(30)
            self.close_connection = True
        elif path == "/huge":
            self._pour()
        elif path == "/no-head":
            self._reply(405 if self.command == "HEAD" else 200, "")
        elif path == "/flaky":
            self._reply(503 if times == 1 else 200, "", **{"Retry-After": "0"})
        elif (status := path.strip("/")).isdigit():
            self._reply(int(status), "")
        else:
            self._reply(200, "bonjour")

    def _reply(self, status: int, text: str, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(text.encode())

    def _pour(self) -> None:
        """Say no to HEAD, then pour for as long as the client drinks."""
        if self.command == "HEAD":
            self._reply(405, "")
            return
        self.send_response(200)
        self.send_header("Content-Length", str(10**12))
        self.end_headers()
        self.close_connection = True
        while not self.site.released.is_set():
            self.wfile.write(b"x" * 65_536)


@contextmanager
def serving(context: ssl.SSLContext | None = None) -> Iterator[Site]:
    """Serve on loopback; with `context`, over TLS."""
    site = Site()
    handler = type("Handler", (_Handler,), {"site": site})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    server.block_on_close = False
    if context:
        server.socket = context.wrap_socket(server.socket, server_side=True)
    scheme = "https" if context else "http"
    site.base = f"{scheme}://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        site.released.set()
        server.shutdown()
        server.server_close()
        thread.join(timeout=10)


def ask(site: Site, path: str, client: Client = FAST) -> Answer:
    link = Outgoing(f"{site.base}{path}", "practices/x.md", 3)
    (answer,) = linkcheck.check([link], client)
    return answer


ANSWERS = {
    "/ok": (State.FINE, ""),
    "/ok#un-titre": (State.FINE, ""),
    "/déjà vu?n=é": (State.FINE, ""),
    "/no-head": (State.FINE, ""),
    "/flaky": (State.FINE, ""),
    "/huge": (State.FINE, ""),
    "/moved": (State.MOVED, ""),
    "/moved-for-now": (State.FINE, ""),
    "/404": (State.DEAD, "404"),
    "/410": (State.DEAD, "410"),
    "/moved-to-nothing": (State.DEAD, "404"),
    "/loop": (State.DEAD, "tourne en rond"),
    "/further/1": (State.DEAD, "plus de 8 redirections"),
    "/bent": (State.DEAD, "illisible"),
    "/elsewhere": (State.DOUBTFUL, "autre chose qu’une page web"),
    "/403": (State.DOUBTFUL, "refuse"),
    "/429": (State.DOUBTFUL, "sollicité"),
    "/500": (State.DOUBTFUL, "500"),
}


@pytest.mark.parametrize(("path", "expected"), ANSWERS.items(), ids=ANSWERS)
def test_what_a_site_answers_is_understood(path: str, expected: tuple[State, str]) -> None:
    with serving() as site:
        answer = ask(site, path)
    assert (answer.state, expected[1] in answer.why) == (expected[0], True), answer
    assert answer.target == (f"{site.base}/ok" if path == "/moved" else "")


def test_a_site_that_does_not_answer_in_time_is_not_said_dead() -> None:
    with serving() as site:
        answer = ask(site, "/slow", Client("x", timeout=0.2, pause=0.0, tries=2, private=True))
    assert (answer.state, answer.why) == (State.DOUBTFUL, "le site ne répond pas à temps")
    assert site.asked.count(("HEAD", "/slow")) == 2


def test_a_certificate_that_nobody_knows_is_refused() -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    with serving(context) as site:
        answer = ask(site, "/ok")
        inside = ask(site, "/ok", Client("x", timeout=2.0, pause=0.0))
    assert inside.why == "ce nom mène à un réseau privé"
    assert (answer.state, answer.why) == (State.DEAD, "le certificat du site n’est pas valable")
    assert site.asked == []


def test_a_server_that_is_not_there_is_to_be_looked_at() -> None:
    with serving() as site:
        gone = site.base
    (answer,) = linkcheck.check([Outgoing(f"{gone}/x", "x.md", 1)], FAST)
    assert (answer.state, answer.why) == (State.DOUBTFUL, "la connexion échoue")


@pytest.mark.parametrize("url", ["http://[::1", "http://127.0.0.1:99999/", "https:///x"])
def test_an_address_that_cannot_be_read_ends_nothing(url: str) -> None:
    (answer,) = linkcheck.check([Outgoing(url, "x.md", 1)], FAST)
    assert answer.state in {State.DEAD, State.DOUBTFUL}


# --- politeness ---------------------------------------------------------------------------


def test_a_site_is_asked_one_thing_at_a_time_each_once_and_knows_by_whom() -> None:
    with serving() as site:
        links = [Outgoing(f"{site.base}/{n}", f"practices/{n}.md", 1) for n in ("a", "b", "a", "c")]
        found = linkcheck.check(links, FAST)
    assert site.asked == [("HEAD", "/a"), ("HEAD", "/b"), ("HEAD", "/c")]
    assert site.most == 1
    assert site.agents == {"club-des-elus-liens/1.0 (+https://essai.example/contact/)"}
    assert [len(places) for places in found.values()] == [2, 1, 1]


def test_an_endless_page_is_not_downloaded() -> None:
    with serving() as site:
        assert ask(site, "/huge").state is State.FINE
    assert site.asked == [("HEAD", "/huge"), ("GET", "/huge")]


@pytest.mark.parametrize("path", ["/ok", "/inside"])
def test_the_private_network_is_not_asked(path: str) -> None:
    """Nor by a redirection; here the first request already stops."""
    with serving() as site:
        answer = ask(site, path, Client("x", timeout=2.0, pause=0.0))
    assert (answer.state, answer.why) == (State.UNASKED, "ce nom mène à un réseau privé")
    assert site.asked == []


# --- the command --------------------------------------------------------------------------


def test_the_command_reports_where_each_dead_link_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving() as site:
        case = Case(
            "",
            "ok",
            "",
            edits={
                "practices/budget-mulhouse.md": [
                    {"replace": "Voir la", "with": f"[Le bilan]({site.base}/404). Voir la"},
                    {"replace": "https://exemple.fr/budget", "with": f"{site.base}/moved"},
                ],
                "members.yaml": [
                    {"replace": "https://exemple.fr/alice", "with": f"{site.base}/ok"},
                    {"replace": "https://exemple.fr/club", "with": f"{site.base}/404"},
                ],
            },
        )
        root = cases.lay(case, tmp_path / "club")
        for path in root.rglob("*"):  # nothing else leads outside this machine
            if path.suffix in {".md", ".yaml"}:
                text = path.read_text(encoding="utf-8")
                path.write_text(
                    re.sub(r"https?://(?!127)[\w.-]+", f"{site.base}/ok", text), encoding="utf-8"
                )
        out = tmp_path / "rapports" / "liens.md"
        words = ["links", "--root", str(root), "--today", "2026-06-15", "--pause", "0"]
        code = cli._run([*words, "--private-network", "--out", str(out)])
    said = capsys.readouterr()
    text = out.read_text(encoding="utf-8")
    assert code == system.CONTENT, said.err
    assert said.out == ""
    assert said.err.endswith("1 lien mort.\n")
    dead = text.partition("### Liens morts (1)")[2].partition("###")[0]
    assert f"- `{site.base}/404` : la page n’existe plus (404)" in dead
    assert "  - `members.yaml:40`, `practices/budget-mulhouse.md:25`" in dead.splitlines()
    assert f"- `{site.base}/moved` : maintenant `{site.base}/ok`" in text


def test_the_command_is_fine_when_every_link_is(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "members.yaml").write_text("[]\n", encoding="utf-8")
    assert cli._run(["links", "--root", str(tmp_path)]) == system.FINE
    assert "0 liens vérifiés, 0 en place." in capsys.readouterr().out


def test_a_report_interprets_nothing_of_an_address() -> None:
    url = "https://exemple.fr/`@equipe`?<img src=x>"
    link = Outgoing(url, "practices/x.md", 3)
    found = {Answer(url, State.DEAD, "la page n’existe plus (404)"): [link]}
    assert "- ``https://exemple.fr/`@equipe`?<img src=x>`` : " in report(found)
