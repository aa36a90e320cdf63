"""nginx and Apache, started on this machine with the configurations that docs/hosting/ gives."""

import gzip
import http.client
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import trustme

from generator.build import pipeline
from generator.core import settings
from generator.engine import hosting, release
from generator.exports.catalogue import CATALOGUE
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import HOME, BuiltClub, copy_miniature

# What each configuration runs, and what a main file of ours must say before including it.
NGINX = """daemon off; pid {folder}/pid; error_log {folder}/log; events {{}}
http {{ access_log off; include {folder}/club.conf; }}
"""
_MODULES = "alias authz_core deflate dir filter headers http2 mime mpm_event rewrite setenvif socache_shmcb ssl"
_APACHE = "\n".join(
    [
        'ServerRoot "{folder}"',
        "PidFile {folder}/pid",
        "ErrorLog {folder}/log",
        "Mutex file:{folder}",
        "ServerName club.example",
        "TypesConfig /dev/null",
        *(f"LoadModule {m}_module /usr/lib/apache2/modules/mod_{m}.so" for m in _MODULES.split()),
        "User www-data",
        "Group www-data",
        "Listen {plain}",
        "Listen {secure}",
        "Include {folder}/club.conf",
        "",
    ]
)
SERVERS = {
    "nginx": (NGINX, ["nginx", "-e", "{folder}/log", "-c", "{folder}/main"]),
    "apache": (_APACHE, ["apache2", "-X", "-f", "{folder}/main"]),
}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Server:
    """A server that runs, and the site it serves."""

    name: str
    site: Path
    under: str
    plain: int
    secure: int
    trust: ssl.SSLContext

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a path of the site over TLS. Header names are given with `_` for `-`."""
        with closing(
            http.client.HTTPSConnection("127.0.0.1", self.secure, context=self.trust, timeout=20)
        ) as connection:
            asked = {name.replace("_", "-"): value for name, value in headers.items()}
            connection.request("GET", self.under + path, headers={"Host": "club.example", **asked})
            answer = connection.getresponse()
            names = [name.lower() for name, _ in answer.getheaders()]
            assert len(names) == len(set(names)), names
            said = {name.lower(): value for name, value in answer.getheaders()}
            return Answer(answer.status, said, answer.read())


def port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def ours(text: str, changes: Mapping[str, str]) -> str:
    """Return a configuration with what a club changes in it, and our ports."""
    for before, after in changes.items():
        assert before in text, before
        text = text.replace(before, after)
    return text


@contextmanager
def running(command: list[str], port: int, log: Path) -> Iterator[None]:
    """Run a server until the block ends. Fails, with what it says, when it does not answer."""
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT) as process:
        try:
            for _ in range(200):
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                if process.poll() is not None:
                    break
                time.sleep(0.05)
            if process.poll() is not None:
                said = process.stdout.read().decode() if process.stdout else ""
                pytest.fail(said + (log.read_text("utf-8") if log.exists() else ""))
            yield
        finally:
            process.terminate()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The miniature's site, each text with its copy compressed in advance."""
    folder = tmp_path_factory.mktemp("hosted")
    root = copy_miniature(folder / "club")
    chosen = settings.load(root)
    pipeline.build(root, chosen, TODAY, out=folder / "site", jobs=2, precompress=True)
    return folder / "site"


@pytest.fixture(
    scope="module",
    params=[(name, under) for name in SERVERS for under in ("", "/club")],
    ids="".join,
)
def server(request: pytest.FixtureRequest, site: Path) -> Iterator[Server]:
    """A server with its configuration, changed as a club must, the site at its root or under a path.

    Missing: a failure where CI=true.
    """
    name, under = request.param
    main, command = SERVERS[name]
    if shutil.which(command[0]) is None:
        reason = f"{command[0]} is missing: scripts/ensure-debian-packages.sh installs it"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(reason)
    with TemporaryDirectory() as place:
        folder = Path(place)
        folder.chmod(0o755)  # servers read as another user
        (folder / "site").mkdir()
        home = folder / f"site{under}"
        shutil.copytree(site, home, dirs_exist_ok=True)
        (home / "sitemap.xml").write_text("<urlset/>", "utf-8")  # a fictional club has none
        authority, plain, secure = trustme.CA(), port(), port()
        made = authority.issue_cert("127.0.0.1")
        made.private_key_and_cert_chain_pem.write_to_path(folder / "pem")
        (folder / "main").write_text(
            main.format(folder=folder, plain=plain, secure=secure), encoding="utf-8"
        )
        live = "/etc/letsencrypt/live/club.example"
        changes = {
            "/var/www/club": f"{folder}/site",
            f"{live}/fullchain.pem": f"{folder}/pem",
            f"{live}/privkey.pem": f"{folder}/pem",
            " 404 /404.html": f" 404 {under}/404.html",
        }
        changes |= (
            {"listen 80;": f"listen {plain};", "listen 443 ": f"listen {secure} "}
            if name == "nginx"
            else {"*:80>": f"*:{plain}>", "*:443>": f"*:{secure}>"}
        )
        given = (HOME / "docs" / "hosting" / f"{name}.conf").read_text(encoding="utf-8")
        (folder / "club.conf").write_text(ours(given, changes), encoding="utf-8")
        trust = ssl.create_default_context()
        authority.configure_trust(trust)
        words = [word.format(folder=folder) for word in command]
        with running(words, secure, folder / "log"):
            yield Server(name, home, under, plain, secure, trust)


def _rules(text: str) -> dict[str, dict[str, str]]:
    """Return the rules of a `_headers` file: path, then name of header, then value."""
    found: dict[str, dict[str, str]] = {}
    for line in text.splitlines():
        if line.startswith("/"):
            found[line] = {}
        else:
            name, value = line.strip().split(": ", 1)
            found[[*found][-1]][name.lower()] = value
    return found


def _told(site: Path, path: str) -> dict[str, str]:
    """Return the headers that `_headers` gives to a path; none is given twice."""
    said: dict[str, str] = {}
    for pattern, values in _rules((site / "_headers").read_text(encoding="utf-8")).items():
        if fnmatchcase(path, pattern):
            assert not said.keys() & values.keys(), path
            said |= values
    return said


def _kinds(site: Path) -> list[str]:
    """Return a path of each kind of file: one of each ending in each folder of the first level."""
    found: dict[tuple[str, ...], str] = {}
    for path in sorted(site.rglob("*")):
        name = path.relative_to(site).as_posix()
        if path.is_file() and path.suffix != ".gz" and name not in {".club-site", "_headers"}:
            found.setdefault((*name.split("/")[:3:2], path.suffix), f"/{name}")
    pages = ["/", "/integrer/", "/integrer/pratiques/", "/pratiques/", "/assets/embed.css"]
    return [*pages, *found.values()]


def test_what_servers_say_is_what_the_headers_file_says(server: Server) -> None:
    kinds = _kinds(server.site)
    assert len(kinds) > 40
    ours = {n.lower() for v in (hosting.EVERYWHERE, hosting.PAGES, hosting.DATA) for n in v}
    for path in kinds:
        answer, told = server.get(path), _told(server.site, path)
        assert answer.status == 200, path
        assert answer.headers["cache-control"] == told.get("cache-control", "no-cache"), path
        shown = path == "/assets/embed.css" or re.match(r"/integrer/[^/]+/", path)
        for name in ours - {"content-security-policy"}:
            assert answer.headers.get(name) == told.get(name), (path, name)
        policy = None if shown else "frame-ancestors 'self'"
        assert answer.headers.get("content-security-policy") == policy, path
        assert told.get("content-security-policy") in {policy, None}, path
        assert not {"x-frame-options", "cross-origin-resource-policy"} & answer.headers.keys()


def test_types_are_those_of_the_catalogue(server: Server) -> None:
    names = [path.relative_to(server.site).as_posix() for path in server.site.rglob("*.*")]
    names = [name for name in names if not name.endswith(".gz")]
    expected = {
        f"/{next(n for n in names if fnmatchcase(n, d.path))}": d.media_type for d in CATALOGUE
    }
    index = f"/{release.internal()}pagefind"
    meta = next((server.site / index[1:]).glob("*.pf_meta")).name
    expected |= {
        "/": "text/html; charset=utf-8",
        f"/{release.programs()}list.js": "text/javascript; charset=utf-8",
        f"/{release.programs()}club.css": "text/css; charset=utf-8",
        f"{index}/pagefind-entry.json": "application/json",
        f"{index}/wasm.fr.pagefind": "application/octet-stream",
        f"{index}/{meta}": "application/octet-stream",
        "/assets/favicon.svg": "image/svg+xml",
        "/carte.png": "image/png",
        f"{next(f'/{n}' for n in names if fnmatchcase(n, 'api/v1/schemas/*'))}": "application/schema+json",
    }
    said = {path: server.get(path).headers["content-type"] for path in expected}
    assert said == expected


def test_texts_leave_compressed_and_what_is_compressed_as_it_is(server: Server) -> None:
    for path in ("/", f"/{release.programs()}club.css", "/api/v1/members.json", "/flux/tout.xml"):
        plain, packed = server.get(path), server.get(path, Accept_Encoding="gzip")
        assert packed.headers["content-encoding"] == "gzip", path
        assert "accept-encoding" in packed.headers["vary"].lower()
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body) / 2
        again = server.get(path, Accept_Encoding="gzip", If_None_Match=packed.headers["etag"])
        assert (again.status, again.body) == (304, b"")
        again = server.get(path, If_None_Match=plain.headers["etag"])
        assert (again.status, again.body) == (304, b"")
    for path in (f"/{release.internal()}pagefind/wasm.fr.pagefind", "/carte.png"):
        answer = server.get(path, Accept_Encoding="gzip, br")
        assert "content-encoding" not in answer.headers
        assert answer.body == (server.site / path[1:]).read_bytes()


def test_what_is_not_found_has_the_page_that_says_so(server: Server) -> None:
    page = (server.site / "404.html").read_bytes()
    hidden = ["/.club-site", "/_headers", "/.git/config", "/pratiques/.htaccess"]
    gone = f"/assets/{'0' * 10}/club.js"
    for path in ["/nulle-part/", "/pratiques/nulle-part", "/..%2fpem", gone, *hidden]:
        answer = server.get(path)
        assert answer.status in ({404, 400} if "%2f" in path else {404}), path
        if answer.status == 404 and path not in hidden and "%2f" not in path:
            assert answer.body == page, path
            assert answer.headers["cache-control"] == "no-cache", path
            assert answer.headers["x-content-type-options"] == "nosniff"


def test_a_folder_leads_to_its_page_and_http_to_https(server: Server) -> None:
    answer = server.get("/pratiques")
    assert answer.status == 301
    assert answer.headers["location"].endswith("/pratiques/")
    assert server.get("/interne/").status in {403, 404}, "folders are not listed"
    with closing(http.client.HTTPConnection("127.0.0.1", server.plain, timeout=20)) as plain:
        plain.request("GET", "/pratiques/?theme=x", headers={"Host": "club.example"})
        answer_ = plain.getresponse()
        assert answer_.status == 301
        assert answer_.getheader("location") == "https://club.example/pratiques/?theme=x"


# --- files ----------------------------------------------------------------------------------


def test_copies_compressed_in_advance_are_those_of_the_texts(
    site: Path, miniature: BuiltClub
) -> None:
    files = read_tree(site)
    packed = {name: data for name, data in files.items() if name.endswith(".gz")}
    assert {"index.html.gz", "api/v1/members.json.gz"} < packed.keys()
    for name, data in packed.items():
        assert gzip.decompress(data) == files[name.removesuffix(".gz")]
        assert data[4:8] == b"\0\0\0\0", "no date"
    plain = {name: data for name, data in files.items() if name not in packed}
    assert plain == read_tree(miniature.site)


def test_the_page_on_hosting_gives_the_configurations_whole() -> None:
    page = (HOME / "docs" / "hosting.md").read_text(encoding="utf-8")
    for name in SERVERS:
        assert f"(hosting/{name}.conf)" in page
    for values in (hosting.EVERYWHERE, hosting.PAGES, hosting.RELEASE, hosting.DATA):
        for name, value in values.items():
            assert name in page
            for server in SERVERS:
                text = (HOME / "docs" / "hosting" / f"{server}.conf").read_text(encoding="utf-8")
                assert value in text, (server, name)
