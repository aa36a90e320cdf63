"""Asking one site about its links: statuses, redirections, refusals, failures.

HEAD first (RFC 9110, section 9.3.2); GET when the site does not answer HEAD well, without reading
what it sends: libraries that follow redirections read every page on the way. A connection to this
machine's own network is refused once made, before a word is sent, whatever name led there.
"""

import re
import socket
import ssl
import time
from contextlib import closing
from dataclasses import dataclass
from enum import Enum
from http.client import HTTPConnection, HTTPException, InvalidURL
from ipaddress import ip_address
from urllib.parse import SplitResult, quote, urljoin, urlsplit

MAX_REDIRECTS = 8
MAX_WAIT = 30.0  # seconds, however long a site asks to wait
_AGENT = "club-des-elus-liens"
_PERMANENT = {301, 308}
_REDIRECTS = _PERMANENT | {302, 303, 307}
_TRY_AGAIN = {429, 500, 502, 503, 504}


class State(Enum):
    """What an answer means: how the report calls such links, and what to do; the first ones first."""

    DEAD = "Liens morts", "Remplacez l’adresse, ou gardez le titre de la source sans lien."
    MOVED = "Liens déplacés", "L’ancienne adresse mène encore à la nouvelle : mettez-la à jour."
    DOUBTFUL = (
        "À vérifier à la main",
        "Le site n’a pas répondu comme attendu ; dans un navigateur, la page est souvent là.",
    )
    UNASKED = "Non demandés", "La vérification ne s’adresse pas à ces sites."
    FINE = "", ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What is known of a link: `why` in French, `target` where it leads now, if elsewhere."""

    url: str
    state: State
    why: str = ""
    target: str = ""


class _EndError(Exception):
    """A link has no page: the state and the reason of its answer."""


# What a status and a failure say of a link.
_ENDS: dict[int | type, tuple[State, str]] = {
    401: (State.DOUBTFUL, "le site refuse de répondre à un robot (401)"),
    403: (State.DOUBTFUL, "le site refuse de répondre à un robot (403)"),
    404: (State.DEAD, "la page n’existe plus (404)"),
    410: (State.DEAD, "la page a été retirée (410)"),
    429: (State.DOUBTFUL, "le site dit être trop sollicité (429)"),
    socket.gaierror: (State.DEAD, "ce nom de site n’existe pas"),
    ssl.SSLError: (State.DEAD, "le certificat du site n’est pas valable"),
    TimeoutError: (State.DOUBTFUL, "le site ne répond pas à temps"),
    InvalidURL: (State.DEAD, "l’adresse est illisible"),
    ValueError: (State.DEAD, "l’adresse est illisible"),
    Exception: (State.DOUBTFUL, "la connexion échoue"),
}


@dataclass(slots=True)
class Client:
    """Asks one host, one thing at a time. Times in seconds.

    `contact` is an address where a webmaster finds who we are, `wait` what is left to wait before
    asking; `private` allows sites of this machine's own network.
    """

    contact: str
    timeout: float = 15.0
    pause: float = 1.0
    tries: int = 3
    private: bool = False
    wait: float = 0.0

    def ask(self, url: str) -> Answer:
        """Return what is known of a link. Raises nothing for what a site does."""
        try:
            return self._follow(url)
        except _EndError as end:
            return Answer(url, *end.args)

    def _follow(self, url: str) -> Answer:
        """Follow redirections from `url` to an answer. Raises _EndError when there is none."""
        seen, permanent = [url], True
        while len(seen) <= MAX_REDIRECTS:
            status, target = self._request("HEAD", seen[-1])
            if status >= 400 and status != 410:  # maybe about HEAD itself
                status, target = self._request("GET", seen[-1])
            if status >= 400:
                raise _EndError(*_ENDS.get(status, (State.DOUBTFUL, f"le site répond {status}")))
            if not target:
                moved = permanent and len(seen) > 1
                return Answer(url, State.MOVED, "", seen[-1]) if moved else Answer(url, State.FINE)
            permanent = permanent and status in _PERMANENT
            if not target.lower().startswith(("https://", "http://")):
                raise _EndError(State.DOUBTFUL, "il redirige vers autre chose qu’une page web")
            if target in seen:
                why = "il tourne en rond : la redirection revient à elle-même"
                raise _EndError(State.DEAD, why)
            seen.append(target)
        raise _EndError(State.DEAD, f"plus de {MAX_REDIRECTS} redirections")

    def _request(self, method: str, url: str, attempt: int = 1) -> tuple[int, str]:
        """Return the status a site answers, and where it redirects to. Raises _EndError.

        What fails in passing is asked again: later each time, or when the site says.
        """
        time.sleep(self.wait)
        self.wait, last = self.pause, attempt >= self.tries
        try:
            parts = urlsplit(url)
            page = f"{parts.path or '/'}{'?' * bool(parts.query)}{parts.query}"
            page = quote(page, "%!$&'()*+,;=:@/?~")
            headers = {"User-Agent": f"{_AGENT}/1.0 (+{self.contact})", "Accept": "*/*"}
            with closing(HTTPConnection(parts.hostname or "", parts.port)) as connection:
                connection.sock = self._connect(parts)
                connection.request(method, page, headers=headers)
                reply = connection.getresponse()
            target = reply.getheader("Location") if reply.status in _REDIRECTS else None
            if last or reply.status not in _TRY_AGAIN:
                return reply.status, urljoin(url, target) if target else ""
            if re.fullmatch("[0-9]{1,9}", asked := reply.getheader("Retry-After", "")):
                self.wait = max(self.wait, float(asked))
        except (OSError, HTTPException, ValueError) as error:
            known = next(_ENDS[kind] for kind in type(error).__mro__ if kind in _ENDS)
            if last or known[0] is not State.DOUBTFUL:
                raise _EndError(*known) from error
        self.wait = min(MAX_WAIT, max(self.wait, self.pause * 2**attempt))
        return self._request(method, url, attempt + 1)

    def _connect(self, parts: SplitResult) -> socket.socket:
        """Return a connection to a machine of the public Internet, encrypted for `https`."""
        port = parts.port or (443 if parts.scheme == "https" else 80)
        made = socket.create_connection((parts.hostname or "", port), self.timeout)
        address = ip_address(made.getpeername()[0].partition("%")[0])
        if not self.private and (not address.is_global or address.is_multicast):
            made.close()
            raise _EndError(State.UNASKED, "ce nom mène à un réseau privé")
        if parts.scheme == "https":
            made = ssl.create_default_context().wrap_socket(made, server_hostname=parts.hostname)
        return made
