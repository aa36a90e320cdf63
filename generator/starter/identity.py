"""What names a club: six answers, checked, with stand-ins for those not given yet."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from generator.core import data
from generator.core.settings import forge_of
from generator.core.system import ClubError


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked, as `data/identity.toml` says: its flag without dashes, which is its name, comes first."""

    flag: str
    asked: str
    form: str
    wrong: str
    waiting: str = ""
    stand_in: str = ""
    choices: tuple[str, ...] = ()

    @property
    def help(self) -> str:
        """What its option is for."""
        return f"{self.asked} : {' ou '.join(self.choices)}." if self.choices else f"{self.asked}."

    def problem(self, text: str) -> str:
        """Return what is wrong with an answer, in French; nothing when it can be used, or is empty."""
        return f"« {text} » {self.wrong}" if text and not re.fullmatch(self.form, text) else ""


_TABLE = data.patterns("identity")["questions"]
QUESTIONS = tuple(Question(flag, **words) for flag, words in _TABLE.items())


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
    given = {q: unicodedata.normalize("NFC", answers.get(q.flag, "").strip()) for q in QUESTIONS}
    wrong = [f"--{q.flag} : {said}" for q, text in given.items() if (said := q.problem(text))]
    if wrong:
        raise ClubError("\n".join(wrong))
    known = {q.flag: text or q.stand_in for q, text in given.items()}
    known["url"] = known["url"].rstrip("/") + "/"
    known["repo"] = known["repo"].rstrip("/").removesuffix(".git")
    known["forge"] = known["forge"] or forge_of(known["repo"])
    return Identity(**known)
