"""The club's settings, read from the `mkdocs.yml` of its folder, and where ours live.

Theme and engine configuration always come from the generator's own home, never from the
folder being built: a proposal that edits its `mkdocs.yml` can rename the site, not run code.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_CHECKOUT = Path(__file__).resolve().parent.parent
_PACKAGED = Path(__file__).resolve().parent / "home"
HOME = _CHECKOUT if (_CHECKOUT / "mkdocs.yml").is_file() else _PACKAGED

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


class SettingsError(Exception):
    """The configuration cannot be used; the message is in French."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What one club's site is called, where it lives, and its few choices."""

    site_name: str
    site_url: str
    site_description: str
    repo_url: str
    branch: str
    fictional: bool
    retention_months: int
    host: str
    contact_email: str


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
    url = str(given.get("site_url") or "")
    if not url.startswith(("https://", "http://")) or not url.endswith("/"):
        raise SettingsError("mkdocs.yml : site_url commence par « https:// » et finit par « / ».")
    return Settings(
        site_name=str(given.get("site_name") or "Club des élus locaux"),
        site_url=url,
        site_description=str(given.get("site_description") or "").strip(),
        repo_url=str(given.get("repo_url") or "").rstrip("/"),
        branch=str(club.get("branch") or "main"),
        fictional=bool(club.get("fictional", False)),
        retention_months=months,
        host=str(club.get("host") or ""),
        contact_email=_email(club.get("contact_email") or ""),
    )


def _email(given: object) -> str:
    """Return an e-mail address, or nothing. Raises SettingsError for what is not one."""
    text = str(given)
    if text and not _EMAIL.fullmatch(text):
        raise SettingsError(
            f"mkdocs.yml : extra.club.contact_email : « {text} » n’est pas une adresse électronique."
        )
    return text
