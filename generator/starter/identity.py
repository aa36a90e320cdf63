"""What names a club: five answers, checked, with stand-ins for those not given yet."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.core.settings import FORGES, forge_of, is_email
from generator.core.system import ClubError

# What stands for an answer until there is one; `.example` leads nowhere (RFC 2606).
STAND_INS = {
    "name": "Club à nommer",
    "host": "«\u00a0à nommer\u00a0»",
    "email": "contact@club.example",
    "url": "https://club.example/",
}
_LONGEST = 100
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
# What Markdown, YAML or HTML could take for something else than a letter of a name.
_MARKS = re.compile(r"[<>\[\]{}*_`|\\#\"$]")


class BadAnswerError(ClubError):
    """Answers that cannot be used; the message is in French, a line each."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A club's name, its host association, its e-mail, its site (ending in /), its forge.

    `repo` is empty without a forge. `forge` is `github` or `gitlab`.
    """

    name: str
    host: str
    email: str
    url: str
    repo: str = ""
    forge: str = "github"

    def waiting(self) -> list[str]:
        """Return the names of the answers that still are stand-ins, and of what is missing."""
        found = [name for name, text in STAND_INS.items() if getattr(self, name) == text]
        return found if self.repo else [*found, "repo"]

    @property
    def organisation(self) -> str:
        """Who owns the repository on its forge, as its teams are named."""
        path = urlsplit(self.repo).path.strip("/")
        return path.rpartition("/")[0] or path or "votre-organisation"


def understood(answers: Mapping[str, str]) -> Identity:
    """Return the identity that answers give, by name. Raises BadAnswerError with all that is wrong."""
    given = {name: unicodedata.normalize("NFC", text.strip()) for name, text in answers.items()}
    problems = [f"--{name} : {wrong}" for name in given if (wrong := problem(name, given[name]))]
    if problems:
        raise BadAnswerError("\n".join(problems))
    known = STAND_INS | {name: text for name, text in given.items() if text}
    repo = known.get("repo", "").rstrip("/").removesuffix(".git")
    url, forge = known["url"].rstrip("/") + "/", known.get("forge") or forge_of(repo)
    return Identity(known["name"], known["host"], known["email"], url, repo, forge)


def problem(name: str, text: str) -> str:
    """Return what is wrong with one answer, in French; nothing when it can be used."""
    if not text:
        return ""
    match name:
        case "email":
            well = is_email(text) and not _MARKS.search(text.replace("_", ""))
            return "" if well else f"« {text} » n’est pas une adresse électronique."
        case "forge":
            forges = " ou ".join(FORGES)
            return "" if text in FORGES else f"« {text} » n’est pas une forge : {forges}."
        case "url" | "repo":
            return _address(text, name)
    return _name(text)


def _name(text: str) -> str:
    if len(text) > _LONGEST or any(unicodedata.category(c)[0] == "C" for c in text):
        return f"un nom tient sur une ligne, en {_LONGEST} signes au plus."
    if marks := "  ".join(sorted(set(_MARKS.findall(text)))):
        return f"« {text} » contient un signe qu’un nom ne peut pas avoir ici ({marks})."
    return ""


def _address(text: str, name: str) -> str:
    if not _well(text):
        return f"« {text} » n’est pas une adresse web complète : écrivez https://…"
    if name == "repo" and not urlsplit(text).path.strip("/").removesuffix(".git"):
        return (
            f"« {text} » ne nomme pas de dépôt : écrivez https://forge.example/organisation/depot"
        )
    return ""


def _well(text: str) -> bool:
    """Whether a text is the plain address of a site: no account, no query, ASCII only."""
    try:
        parts = urlsplit(text)
        port = parts.port or 443
    except ValueError:
        return False
    return (
        parts.scheme in {"http", "https"}
        and bool(_HOST.fullmatch(parts.hostname or ""))
        and 0 < port < 65536
        and not (parts.username or parts.password or parts.query or parts.fragment)
        and bool(re.fullmatch(r"[A-Za-z0-9._~/-]*", parts.path))
    )
