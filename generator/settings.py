"""The club's settings, read from the `mkdocs.yml` of its folder, and where ours live.

Theme and engine configuration always come from the generator's own home, never from the
folder being built: a proposal that edits its `mkdocs.yml` can rename the site, not run code.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self
from unicodedata import category
from urllib.parse import urlsplit

import yaml

_CHECKOUT = Path(__file__).resolve().parent.parent
_PACKAGED = Path(__file__).resolve().parent / "home"
HOME = _CHECKOUT if (_CHECKOUT / "mkdocs.yml").is_file() else _PACKAGED

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


# Forges, and what the address of one that does not say its name begins with.
FORGES = ("github", "gitlab")
_GITLAB_HOSTS = ("framagit.org", "gitlab.")


class SettingsError(Exception):
    """The configuration cannot be used; the message is in French."""


# What the notice says unless the club writes its own. The prohibition is that of the second
# paragraph of article L. 52-1 of the code électoral; whether the notice is due is not ours to say.
ELECTION_NOTICE = (
    "Période préélectorale\u00a0: ce site partage des expériences entre élus, à titre d’information. "
    "Il ne promeut ni les réalisations ni la gestion d’une collectivité "
    "(code électoral, article L.\u00a052-1, second alinéa)."
)
_LONGEST_NOTICE = 600
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True)
class ElectionNotice:
    """A sentence shown on every page from `first` to `last`, both included (None: no limit)."""

    text: str = ELECTION_NOTICE
    first: date | None = None
    last: date | None = None

    def shown(self, today: date) -> bool:
        """Whether the notice is shown on `today`."""
        return (self.first or today) <= today <= (self.last or today)


@dataclass(frozen=True, slots=True)
class Settings:
    """What one club's site is called, where it lives, and its few choices."""

    site_name: str
    site_url: str
    site_description: str
    repo_url: str
    branch: str
    forge: str
    fictional: bool
    retention_months: int
    meeting_minutes: int
    host: str
    contact_email: str
    election_notice: ElectionNotice | None = None

    def on(self, today: date) -> Self:
        """Return the settings of one day: without what is not shown then."""
        notice = self.election_notice
        return self if not notice or notice.shown(today) else replace(self, election_notice=None)


def load(root: Path) -> Settings:
    """Read the settings of the club in `root`; ours when it has none. Raises SettingsError."""
    path = root / "mkdocs.yml"
    if not path.exists():
        path = HOME / "mkdocs.yml"
    try:
        given = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} est illisible : {error}") from None
    if not isinstance(given, dict):
        raise SettingsError(f"{path} ne contient pas une suite de champs.")
    return _settings(given)


def _settings(given: dict[str, Any]) -> Settings:
    extra = given.get("extra") or {}
    club = extra.get("club") or {} if isinstance(extra, dict) else None
    if not isinstance(club, dict):
        raise SettingsError("mkdocs.yml : extra.club est une suite de champs.")
    months = club.get("contact_retention_months", 12)
    if not isinstance(months, int) or months < 0:
        raise SettingsError(
            "mkdocs.yml : extra.club.contact_retention_months est un nombre de mois."
        )
    minutes = club.get("meeting_minutes", 120)
    if type(minutes) is not int or not 0 < minutes <= _DAY_MINUTES:
        raise SettingsError(
            "mkdocs.yml : extra.club.meeting_minutes est un nombre de minutes, de 1 à "
            f"{_DAY_MINUTES}\u00a0: 120 pour deux heures."
        )
    url = str(given.get("site_url") or "")
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        raise SettingsError("mkdocs.yml : site_url commence par « https:// » et finit par « / ».")
    repo = str(given.get("repo_url") or "").rstrip("/")
    if repo and not repo.startswith(("https://", "http://")):
        raise SettingsError("mkdocs.yml : repo_url commence par « https:// ».")
    return Settings(
        site_name=str(given.get("site_name") or "Club des élus locaux"),
        site_url=url,
        site_description=str(given.get("site_description") or "").strip(),
        repo_url=repo,
        branch=str(club.get("branch") or "main"),
        forge=_forge(repo, club.get("forge")),
        fictional=bool(club.get("fictional", False)),
        retention_months=months,
        meeting_minutes=minutes,
        host=str(club.get("host") or ""),
        contact_email=_email(club.get("contact_email") or ""),
        election_notice=_notice(club.get("election_notice")),
    )


_BLANKS = re.compile(r"[ \t\n]+")  # not the no-break spaces, which mean something in French
_NOTICE = "mkdocs.yml : extra.club.election_notice"


def _notice(given: Any) -> ElectionNotice | None:
    """Read the notice: `true`, `false`, or any of `text`, `from` and `to`."""
    if given is None or isinstance(given, bool):
        return ElectionNotice() if given else None
    if not isinstance(given, dict) or not given or given.keys() - {"text", "from", "to"}:
        raise SettingsError(f"{_NOTICE} est « true », « false », ou « text », « from » et « to ».")
    text = given.get("text", ELECTION_NOTICE)
    text = _BLANKS.sub(" ", text).strip() if isinstance(text, str) else ""
    if not 0 < len(text) <= _LONGEST_NOTICE or any(category(c)[0] == "C" for c in text):
        raise SettingsError(f"{_NOTICE}.text est une phrase, de {_LONGEST_NOTICE} signes au plus.")
    first, last = _day(given, "from"), _day(given, "to")
    if first and last and last < first:
        raise SettingsError(f"{_NOTICE} : la fin ({last}) précède le début ({first}).")
    return ElectionNotice(text, first, last)


def _day(given: dict[str, Any], name: str) -> date | None:
    value: Any = given.get(name)
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        return None if value is None else date.fromisoformat(value)
    except (TypeError, ValueError):
        message = f"{_NOTICE}.{name} est un jour, écrit AAAA-MM-JJ, et non « {value} »."
        raise SettingsError(message) from None


def is_email(text: str) -> bool:
    """Whether a text has the form of an e-mail address."""
    return bool(_EMAIL.fullmatch(text))


def _email(given: object) -> str:
    """Return an e-mail address, or nothing. Raises SettingsError for what is not one."""
    text = str(given)
    if text and not is_email(text):
        raise SettingsError(
            f"mkdocs.yml : extra.club.contact_email : « {text} » n’est pas une adresse électronique."
        )
    return text


def _forge(repo_url: str, given: object) -> str:
    """Return which forge `repo_url` is on: what the settings say, or what its host is called."""
    if given is not None:
        if given not in FORGES:
            raise SettingsError("mkdocs.yml : extra.club.forge est « github » ou « gitlab ».")
        return str(given)
    return forge_of(repo_url)


def forge_of(repo_url: str) -> str:
    """Return which forge an address is on, as its host is called: `github` unless it says GitLab."""
    host = urlsplit(repo_url).hostname or ""
    return "gitlab" if host.startswith(_GITLAB_HOSTS) or ".gitlab." in host else "github"
