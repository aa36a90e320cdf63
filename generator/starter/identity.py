"""What names a club: five answers, checked, with stand-ins for those not given yet."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.core.settings import FORGES, forge_of, is_email
from generator.core.system import ClubError

_LONGEST = 100
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+", re.IGNORECASE)
# What Markdown, YAML or HTML could take for something else than a letter of a name.
_MARKS = re.compile(r"[<>\[\]{}*_`|\\#\"$]")


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked: its flag without dashes, which is its name, the French question, what waits.

    `stand_in` stands for the answer until there is one; `.example` leads nowhere (RFC 2606).
    """

    flag: str
    asked: str
    waiting: str = ""
    stand_in: str = ""
    choices: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """What its option is for."""
        return f"{self.asked} : {' ou '.join(self.choices)}." if self.choices else f"{self.asked}."


_HOST_ASKED = "Nom de l’association d’accueil, sans le mot « association »"
QUESTIONS = (
    Question("name", "Nom du club", "le nom du club", "Club à nommer"),
    Question("host", _HOST_ASKED, "l’association d’accueil", "«\u00a0à nommer\u00a0»"),
    Question("email", "Courriel du club", "le courriel", "contact@club.example"),
    Question("url", "Adresse du site (https://…)", "l’adresse du site", "https://club.example/"),
    Question("repo", "Adresse du dépôt sur la forge (https://…)", "l’adresse du dépôt"),
    Question("forge", "Forge, si son adresse ne la dit pas", choices=FORGES),
)


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
        """Return what waits for an answer, in French."""
        return [q.waiting for q in QUESTIONS if q.waiting and getattr(self, q.flag) == q.stand_in]

    @property
    def organisation(self) -> str:
        """Who owns the repository on its forge, as its teams are named."""
        path = urlsplit(self.repo).path.strip("/")
        return path.rpartition("/")[0] or path or "votre-organisation"


def understood(answers: Mapping[str, str]) -> Identity:
    """Return the identity that answers give, by name. Raises ClubError with all that is wrong."""
    given = {name: unicodedata.normalize("NFC", text.strip()) for name, text in answers.items()}
    problems = [f"--{name} : {wrong}" for name in given if (wrong := problem(name, given[name]))]
    if problems:
        raise ClubError("\n".join(problems))
    known = {q.flag: given.get(q.flag) or q.stand_in for q in QUESTIONS}
    known["url"] = known["url"].rstrip("/") + "/"
    known["repo"] = known["repo"].rstrip("/").removesuffix(".git")
    known["forge"] = known["forge"] or forge_of(known["repo"])
    return Identity(**known)


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
