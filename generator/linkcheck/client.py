"""Asking one site about its links: statuses, redirections, refusals, failures.

HEAD first (RFC 9110, section 9.3.2); GET when the site does not answer HEAD well, without reading
what it sends. A connection to this machine's own network is refused once made, whatever name or
redirection led there.
"""

import ipaddress
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import (
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    SSLError,
)
from urllib3.exceptions import TimeoutError as SlowError

MAX_REDIRECTS = 8
MAX_ROBOTS = 512_000  # bytes: RFC 9309 asks for 500 kibibytes at least
MAX_WAIT = 30.0  # seconds, however long a site asks to wait
_PERMANENT = {301, 308}
_REDIRECTS = _PERMANENT | {302, 303, 307}
_TRY_AGAIN = {429, 500, 502, 503, 504}
_AGENT = "club-des-elus-liens"


class State(StrEnum):
    """What an answer means for whoever keeps the sheets."""

    FINE = "en place"
    MOVED = "déplacé"
    DEAD = "mort"
    DOUBTFUL = "à vérifier à la main"
    UNASKED = "non demandé"


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a link: `why` in French, `target` where it leads now, if elsewhere."""

    url: str
    state: State
    why: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Politeness:
    """How a site is asked. Times in seconds.

    `contact` is an address where a webmaster finds who we are; `private` allows sites of this
    machine's own network.
    """

    contact: str
    timeout: float = 15.0
    pause: float = 1.0
    tries: int = 3
    private: bool = False

    @property
    def headers(self) -> dict[str, str]:
        """What each request says of itself."""
        return {"User-Agent": f"{_AGENT}/1.0 (+{self.contact})", "Accept": "*/*"}


class PrivateAddressError(HTTPError):
    """The name leads to an address that is not on the public Internet."""


def _public(connected: socket.socket) -> socket.socket:
    """Return a connected socket; raise PrivateAddressError when its other end is not public."""
    address = ipaddress.ip_address(connected.getpeername()[0].partition("%")[0])
    if not address.is_global or address.is_multicast:
        connected.close()
        raise PrivateAddressError(str(address))
    return connected


class _PublicHTTP(HTTPConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn())


class _PublicHTTPS(HTTPSConnection):
    def _new_conn(self) -> socket.socket:
        return _public(super()._new_conn())


class _PublicHTTPPool(urllib3.HTTPConnectionPool):
    ConnectionCls = _PublicHTTP


class _PublicHTTPSPool(urllib3.HTTPSConnectionPool):
    ConnectionCls = _PublicHTTPS


@dataclass(slots=True)
class Client:
    """Asks one site, and remembers what its robots.txt says."""

    politeness: Politeness
    _manager: urllib3.PoolManager = field(init=False)
    _robots: dict[str, RobotFileParser | Answer] = field(default_factory=dict)
    _asked: bool = False

    def __post_init__(self) -> None:
        self._manager = urllib3.PoolManager(
            headers=self.politeness.headers, timeout=self.politeness.timeout, retries=False
        )
        if not self.politeness.private:
            self._manager.pool_classes_by_scheme = {
                "http": _PublicHTTPPool,
                "https": _PublicHTTPSPool,
            }

    def ask(self, url: str) -> Answer:
        """Return what is known of a link. Raises nothing for what a site does."""
        try:
            rules = self._rules(url)
        except ValueError as error:  # not an address: urlsplit says so
            return _failure(url, error)
        if isinstance(rules, Answer):
            return replace(rules, url=url)
        if not rules.can_fetch(_AGENT, url):
            return Answer(url, State.UNASKED, "le site demande aux robots de ne pas venir ici")
        return self._follow(url)

    def _rules(self, url: str) -> RobotFileParser | Answer:
        """Return what the site allows, or why it cannot be asked anything (RFC 9309, 2.3.1)."""
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc}"
        if site not in self._robots:
            self._robots[site] = self._read_rules(f"{site}/robots.txt")
        return self._robots[site]

    def _read_rules(self, url: str) -> RobotFileParser | Answer:
        rules = RobotFileParser()
        answer = self._request("GET", url, keep=MAX_ROBOTS)
        for _ in range(MAX_REDIRECTS):
            if isinstance(answer, Answer) or answer.status not in _REDIRECTS:
                break
            url = urljoin(url, answer.location)
            answer = self._request("GET", url, keep=MAX_ROBOTS)
        if isinstance(answer, Answer):
            return answer
        if answer.status >= 500:
            return Answer(url, State.DOUBTFUL, f"le site répond {answer.status}")
        rules.parse(answer.text.splitlines() if answer.status == 200 else [])
        return rules

    def _follow(self, url: str) -> Answer:
        """Follow redirections from `url` to an answer."""
        seen, here, permanent = {url}, url, True
        for _ in range(MAX_REDIRECTS):
            answer = self._best(here)
            if isinstance(answer, Answer):
                return replace(answer, url=url)
            if answer.status not in _REDIRECTS or not answer.location:
                return _meaning(url, answer.status, here if permanent else "")
            permanent = permanent and answer.status in _PERMANENT
            here = urljoin(here, answer.location)
            if urlsplit(here).scheme not in {"http", "https"}:
                return Answer(url, State.DOUBTFUL, "il redirige vers autre chose qu’une page web")
            if here in seen:
                return Answer(
                    url, State.DEAD, "il tourne en rond : la redirection revient à elle-même"
                )
            seen.add(here)
        return Answer(url, State.DEAD, f"plus de {MAX_REDIRECTS} redirections")

    def _best(self, url: str) -> "_Reply | Answer":
        """Ask by HEAD, then by GET when the answer may be about HEAD itself."""
        answer = self._patiently("HEAD", url)
        if isinstance(answer, Answer) or answer.status < 400 or answer.status == 410:
            return answer
        return self._patiently("GET", url)

    def _patiently(self, method: str, url: str) -> "_Reply | Answer":
        """Ask again what failed in passing, waiting longer each time or as long as asked."""
        for attempt in range(self.politeness.tries):
            answer = self._request(method, url)
            passing = (
                answer.state is State.DOUBTFUL
                if isinstance(answer, Answer)
                else answer.status in _TRY_AGAIN
            )
            if not passing or attempt == self.politeness.tries - 1:
                break
            asked = 0.0 if isinstance(answer, Answer) else answer.wait
            time.sleep(min(MAX_WAIT, max(asked, self.politeness.pause * 2**attempt)))
        return answer

    def _request(self, method: str, url: str, keep: int = 0) -> "_Reply | Answer":
        """Ask once; `keep` is how many bytes of the body are read."""
        if self._asked:
            time.sleep(self.politeness.pause)
        self._asked = True
        try:
            response = self._manager.request(
                method, url, redirect=False, preload_content=False, decode_content=bool(keep)
            )
        except (HTTPError, UnicodeError, ValueError) as error:
            return _failure(url, error)
        try:
            body = response.read(keep) if keep and response.status == 200 else b""
        except (HTTPError, OSError):
            body = b""
        finally:
            response.close()  # what was not read is dropped with the connection
        return _Reply(response.status, response.headers, body.decode("utf-8", "replace"))


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("Location") or ""

    @property
    def wait(self) -> float:
        """The seconds that the site asks to wait, 0 when it says a date or nothing."""
        asked = self.headers.get("Retry-After") or ""
        return float(asked) if asked.isdigit() else 0.0


def _meaning(url: str, status: int, target: str) -> Answer:
    if status < 400:
        moved = target not in {"", url}
        return Answer(url, State.MOVED if moved else State.FINE, "", target if moved else "")
    if status == 404:
        return Answer(url, State.DEAD, "la page n’existe plus (404)")
    if status == 410:
        return Answer(url, State.DEAD, "la page a été retirée (410)")
    if status in {401, 403}:
        return Answer(url, State.DOUBTFUL, f"le site refuse de répondre à un robot ({status})")
    if status == 429:
        return Answer(url, State.DOUBTFUL, "le site dit être trop sollicité (429)")
    return Answer(url, State.DOUBTFUL, f"le site répond {status}")


def _failure(url: str, error: Exception) -> Answer:
    cause = error.args[-1] if error.args and isinstance(error.args[-1], Exception) else error
    for one in (error, cause):
        if isinstance(one, PrivateAddressError):
            return Answer(url, State.UNASKED, "ce nom mène à un réseau privé")
        if isinstance(one, NameResolutionError):
            return Answer(url, State.DEAD, "ce nom de site n’existe pas")
        if isinstance(one, SSLError):
            return Answer(url, State.DEAD, "le certificat du site n’est pas valable")
        if isinstance(one, SlowError) and not isinstance(one, NewConnectionError):
            return Answer(url, State.DOUBTFUL, "le site ne répond pas à temps")
        if isinstance(one, LocationParseError | UnicodeError | ValueError):
            return Answer(url, State.DEAD, "l’adresse est illisible")
    return Answer(url, State.DOUBTFUL, "la connexion échoue")
