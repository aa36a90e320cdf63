"""The members' edition behind nginx, started here with the configuration that docs/hosting/ gives."""

import base64
import http.client
import os
import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import trustme

from generator.build import pipeline
from generator.core import settings
from tests.build.test_editions import PAGE, PHONE, lay
from tests.engine.test_hosting import NGINX, ours, port, running
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import HOME, copy_miniature

PASSWORD = "quatre mots assez longs"  # noqa: S105 - of this test
GOOD = {"Authorization": f"Basic {base64.b64encode(f'camille:{PASSWORD}'.encode()).decode()}"}


@dataclass(frozen=True, slots=True)
class Server:
    """The server that runs, and the site it serves."""

    site: Path
    plain: int
    secure: int
    trust: ssl.SSLContext

    def ask(self, path: str, method: str = "GET", **headers: str) -> tuple[int, bytes]:
        """Return the status and the body of an answer over TLS."""
        with closing(
            http.client.HTTPSConnection("127.0.0.1", self.secure, context=self.trust, timeout=20)
        ) as connection:
            asked = {"Host": "membres.club.example"} | headers
            connection.putrequest(method, path, skip_host=True)
            for name, value in asked.items():
                connection.putheader(name, value)
            connection.endheaders()
            answer = connection.getresponse()
            return answer.status, answer.read()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Nginx with that configuration, changed as a club must. Missing: a failure where CI=true."""
    if shutil.which("nginx") is None:
        reason = "nginx is missing: scripts/ensure-debian-packages.sh installs it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    made = tmp_path_factory.mktemp("members")
    root = copy_miniature(made / "club")
    own = replace(settings.load(root), edition=settings.MEMBERS)
    with TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # servers read as another user
        site = folder / "site"
        private = lay(made / "private")
        pipeline.build(root, own, TODAY, out=site, jobs=2, private=private)
        authority, plain, secure = trustme.CA(), port(), port()
        certificate = authority.issue_cert("127.0.0.1")
        certificate.private_key_and_cert_chain_pem.write_to_path(folder / "pem")
        hashed = subprocess.run(
            [shutil.which("openssl") or "openssl", "passwd", "-6", PASSWORD],
            capture_output=True,
            check=True,
            text=True,
        )
        (folder / "passwd").write_text(f"camille:{hashed.stdout}", encoding="utf-8")
        live = "/etc/letsencrypt/live/membres.club.example"
        given = (HOME / "docs" / "hosting" / "members.conf").read_text(encoding="utf-8")
        changes = {
            "/var/www/membres": str(site),
            f"{live}/fullchain.pem": f"{folder}/pem",
            f"{live}/privkey.pem": f"{folder}/pem",
            "_file /etc/nginx/membres.passwd": f"_file {folder}/passwd",
            "listen 80;": f"listen {plain};",
            "listen 443 ": f"listen {secure} ",
            "burst=200": "burst=5000",
            "rate=20r/s": "rate=2000r/s",
        }
        (folder / "club.conf").write_text(ours(given, changes), encoding="utf-8")
        (folder / "main").write_text(NGINX.format(folder=folder), encoding="utf-8")
        trust = ssl.create_default_context()
        authority.configure_trust(trust)
        words = ["nginx", "-e", f"{folder}/log", "-c", f"{folder}/main"]
        with running(words, secure, folder / "log"):
            yield Server(site, plain, secure, trust)


# Ways to ask that a server may read otherwise than who wrote its rules.
ODD = (
    "/",
    "//",
    "/.",
    "/..",
    "/%2e%2e/passwd",
    "/..%2fpasswd",
    "/annuaire/camille-exemple",
    "/annuaire/camille-exemple/?x",
    "//annuaire//camille-exemple//index.html",
    "/ANNUAIRE/camille-exemple/",
    "/annuaire/camille-exemple/index.html/",
    "/annuaire/camille-exemple/index.html%00.css",
    "/nulle-part",
    "/404.html",
    "/50x.html",
    "/favicon.ico",
    "/robots.txt",
    "/.well-known/acme-challenge/x",
    "/.well-known/security.txt",
    "/oauth2/auth",
    "https://membres.club.example/annuaire/camille-exemple/",
)
WRONG: tuple[dict[str, str], ...] = (
    {},
    {"Authorization": "Basic"},
    {"Authorization": "Basic Y2FtaWxsZTo="},
    {"Authorization": f"Basic {base64.b64encode(f'noa:{PASSWORD}'.encode()).decode()}"},
    {"Authorization": f"Bearer {PASSWORD}"},
    {"X-Forwarded-User": "camille", "X-Remote-User": "camille", "X-Forwarded-For": "127.0.0.1"},
    {"Host": "club.example"},
    {"X-Original-URL": "/annuaire/camille-exemple/", "X-Accel-Redirect": "/passwd"},
)


def test_nothing_not_an_asset_is_served_without_a_login(server: Server) -> None:
    names = [f"/{name}" for name in read_tree(server.site)]
    assert len(names) > 200
    for path in (*names, *ODD):
        status, body = server.ask(path)
        assert status in {401, 400}, path
        assert b"401" in body or b"400" in body, path
        assert b"club" not in body.lower(), path


@pytest.mark.parametrize("headers", WRONG, ids=str)
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "OPTIONS", "PROPFIND", "TRACE"])
def test_no_method_and_no_header_opens_it(
    server: Server, method: str, headers: dict[str, str]
) -> None:
    for path in ("/", f"/{PAGE}", "/assets/favicon.svg", "/annuaire/camille-exemple/"):
        status, body = server.ask(path, method, **headers)
        assert status in {401, 405}, path
        assert PHONE.encode() not in body


def test_in_clear_it_only_leads_to_tls(server: Server) -> None:
    for path in ("/", f"/{PAGE}", "/assets/favicon.svg", "/%2e%2e/site/index.html"):
        with closing(http.client.HTTPConnection("127.0.0.1", server.plain, timeout=20)) as plain:
            plain.request("GET", path, headers=GOOD)
            answer = plain.getresponse()
            assert answer.status in {301, 400}, path
            assert PHONE.encode() not in answer.read()


def test_without_a_host_or_a_known_version_it_stays_closed(server: Server) -> None:
    for text in (
        "GET / HTTP/1.0\r\n\r\n",
        "GET /annuaire/camille-exemple/\r\n",
        "GET / HTTP/9\r\n\r\n",
    ):
        with (
            socket.create_connection(("127.0.0.1", server.secure), timeout=20) as raw,
            server.trust.wrap_socket(raw, server_hostname="127.0.0.1") as link,
        ):
            link.sendall(text.encode())
            said = b""
            while part := link.recv(65536):
                said += part
            assert PHONE.encode() not in said
            assert b"Club" not in said, text


def test_with_a_login_it_is_the_site(server: Server) -> None:
    hidden = {".club-site-members", "_headers"}
    for name, data in read_tree(server.site).items():
        status, body = server.ask(f"/{name}", **GOOD)
        if name in hidden:
            assert status == 404, name
        else:
            assert (status, body) == (200, data), name
    status, page = server.ask("/annuaire/camille-exemple/", **GOOD)
    assert status == 200
    assert PHONE.encode() in page
    assert server.ask("/nulle-part", **GOOD)[0] == 404
