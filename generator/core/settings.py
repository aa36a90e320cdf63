"""The club's settings, read from the `mkdocs.yml` of its folder, and where ours live.

Theme and engine configuration always come from the generator's own home, never from the
folder being built: a proposal that edits its `mkdocs.yml` can rename the site, not run code.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Self
from unicodedata import category
from urllib.parse import urlsplit

import yaml

from generator.core import personal, system

_CHECKOUT = Path(__file__).resolve().parents[2]
_PACKAGED = Path(__file__).resolve().parents[1] / "home"
HOME = _CHECKOUT if (_CHECKOUT / "mkdocs.yml").is_file() else _PACKAGED

_EMAIL = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")


FORGES = ("github", "gitlab")
# Who a site is for: everyone, or the members alone.
PUBLIC, MEMBERS = EDITIONS = ("public", "members")


class SettingsError(system.ClubError):
    """The configuration cannot be used; the message is in French."""


# What the notice says unless the club writes its own. The prohibition is that of the second
# paragraph of article L. 52-1 of the code électoral; whether the notice is due is not ours to say.
ELECTION_NOTICE = (
    "Période préélectorale\u00a0: ce site partage des expériences entre élus, à titre d’information. "
    "Il ne promeut ni les réalisations ni la gestion d’une collectivité "
    "(code électoral, article L.\u00a052-1, second alinéa)."
)


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
    consent_months: int
    meeting_minutes: int
    host: str
    contact_email: str
    election_notice: ElectionNotice | None = None
    edition: str = PUBLIC

    def absolute(self, address: str) -> str:
        """Return an address of the site as others see it: `/x/` -> `https://club.example/x/`."""
        return self.site_url.rstrip("/") + address

    def on(self, today: date) -> Self:
        """Return the settings of one day: without what is not shown then."""
        notice = self.election_notice
        return self if not notice or notice.shown(today) else replace(self, election_notice=None)


_MAX_BYTES = 256_000


# What YAML takes for a comment at the end of a text: « Club #1 ».
_LOST = re.compile(
    r"^ *(?:site_name|site_description|host):[ ]+[^\s\"'#|>][^\n]*? (#[^\s#][^\n]*)$", re.MULTILINE
)
# By a part of the words of PyYAML, the surest first.
_PROBLEMS = {
    "mapping values": "un « : » au milieu d’une valeur, à mettre entre guillemets",
    "cannot start any token": "une tabulation, ou une valeur à mettre entre guillemets",
    "recursion depth": "trop de valeurs les unes dans les autres : simplifiez",
    "expected ',' or": "des crochets ou des accolades à fermer",
    "unexpected end of stream": "des guillemets à fermer",
    "expected <block end>": "une ligne qui n’est pas alignée sur celles du même niveau",
    "expected ':'": "il manque « : » après le nom du champ",
    "for the tag": "une étiquette YAML (« !… »), à supprimer ou à mettre entre guillemets",
    "single document": "plusieurs documents YAML : supprimez la ligne « --- » en trop",
    "out of range": "une date qui n’existe pas",
    "must be in": "une date ou une heure qui n’existe pas",
    "unacceptable character": "un caractère interdit, à supprimer",
    "": "syntaxe YAML incorrecte ; mettez les valeurs entre guillemets",
}


class _RefusedError(yaml.MarkedYAMLError):
    """What YAML allows and we do not; the problem is in French."""


class _Loader(yaml.SafeLoader):
    """PyYAML's safe loader, without aliases (each may double a value) nor a name twice."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Compose one value, and those inside."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise _RefusedError(problem="alias YAML : recopiez la valeur", problem_mark=mark)
        return super().compose_node(parent, index)

    def compose_mapping_node(self, anchor: Any) -> yaml.MappingNode:
        """Compose fields: of two of one name, the first would be lost with all it holds."""
        node: yaml.MappingNode = super().compose_mapping_node(anchor)
        seen: set[str] = set()
        for key, _ in node.value:
            if str(key.value) in seen:
                what = f"« {key.value} » est écrit deux fois : gardez un seul des deux, et ce qu’ils contiennent"
                raise _RefusedError(problem=what, problem_mark=key.start_mark)
            seen.add(str(key.value))
        return node


def load(root: Path) -> Settings:
    """Read the settings of the club in `root`; ours when it has none. Raises SettingsError."""
    path = root / "mkdocs.yml"
    if not os.path.lexists(path):
        path = HOME / "mkdocs.yml"
    given = _read(path)
    if not isinstance(given, dict):
        raise SettingsError(f"{path} ne contient pas une suite de champs.")
    settings = _settings(given)
    own = personal.key(settings.contact_email)
    for name, text in _texts(given, ""):
        if shown := next((f.masked for f in personal.find(text) if f.key != own), None):
            raise SettingsError(
                f"mkdocs.yml : {name[1:]} montre une adresse électronique ou un numéro de téléphone "
                f"({shown}) : retirez-le ; l’adresse du club s’écrit sous extra.club.contact_email."
            )
    return settings


def _texts(value: Any, name: str) -> Iterator[tuple[str, str]]:
    """Yield each text of the configuration, names included, with the name of the field it is in."""
    if not isinstance(value, dict | list):
        yield name, str(value)
        return
    for step, part in value.items() if isinstance(value, dict) else enumerate(value):
        yield name, str(step)
        yield from _texts(part, f"{name}.{step}")


def _read(path: Path) -> Any:
    try:
        data = system.read(path, _MAX_BYTES)
    except OSError as error:
        raise SettingsError(f"{path} est illisible : {system.reason(error)}.") from None
    try:
        text = data.decode("utf-8-sig")
        if lost := _LOST.search(text):
            line = text.count("\n", 0, lost.start()) + 1
            what = f"« {lost[1].strip()} » serait perdu : mettez toute la valeur entre guillemets"
            raise SettingsError(f"{path}:{line} : {what}.")
        return yaml.load(text, _Loader)  # noqa: S506 - a safe loader
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise SettingsError(f"{path}:{line} n’est pas en UTF-8 : enregistrez-le ainsi.") from None
    except (yaml.YAMLError, ValueError, OverflowError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path}:{mark.line + 1}" if mark else f"{path}"
        problem = " ".join(str(getattr(error, "problem", None) or error).split())
        if not isinstance(error, _RefusedError):
            problem = next(french for english, french in _PROBLEMS.items() if english in problem)
        raise SettingsError(f"{where} est illisible : {problem}.") from None


_LONGEST, _LONGEST_NOTICE = 2_000, 600
_BLANKS = re.compile(r"[ \t\n]+")  # not the no-break spaces, which mean something in French
_OURS = "extra.club."
_CLUB = (
    *("host", "contact_email", "fictional", "contact_retention_months", "consent_months"),
    *("meeting_minutes", "election_notice", "branch", "forge"),
)
# Of those, what takes one of some values: the one when nothing is written, all, what they are.
_CHOICES: dict[str, tuple[Any, Sequence[Any], str]] = {
    "forge": ("github", FORGES, "« github » ou « gitlab »"),
    "fictional": (False, (True, False), "« true » ou « false »"),
    "contact_retention_months": (12, range(1201), "un nombre de mois, de 0 à 1200 : 12"),
    "consent_months": (36, range(1, 1201), "un nombre de mois, de 1 à 1200 : 36"),
    "meeting_minutes": (
        120,
        range(1, 24 * 60 + 1),
        "un nombre de minutes, de 1 à 1440\u00a0: 120 pour deux heures",
    ),
}


def _settings(given: dict[str, Any]) -> Settings:
    extra = given.get("extra") or {}
    club = extra.get("club") or {} if isinstance(extra, dict) else None
    if not isinstance(club, dict):
        raise SettingsError("mkdocs.yml : extra.club est une suite de champs.")
    if unknown := next((name for name in club if name not in _CLUB), None):
        known = ", ".join(_CLUB)
        message = f"mkdocs.yml : {_OURS}{unknown} n’existe pas ; les champs sont {known}."
        raise SettingsError(message)
    repo = _address(given, "repo_url").rstrip("/") if given.get("repo_url") else ""
    if club.get("forge") is None:
        club = {**club, "forge": forge_of(repo)}
    return Settings(
        site_name=_text(given, "site_name") or "Club des élus locaux",
        site_url=_address(given, "site_url", " et finit par « / »"),
        site_description=_text(given, "site_description"),
        repo_url=repo,
        branch=_text(club, "branch", _OURS) or "main",
        forge=_choice(club, "forge"),
        fictional=_choice(club, "fictional"),
        retention_months=_choice(club, "contact_retention_months"),
        consent_months=_choice(club, "consent_months"),
        meeting_minutes=_choice(club, "meeting_minutes"),
        host=_text(club, "host", _OURS),
        contact_email=_email(_text(club, "contact_email", _OURS)),
        election_notice=_notice(club.get("election_notice")),
    )


def _choice(club: dict[str, Any], name: str) -> Any:
    default, known, what = _CHOICES[name]
    value = club.get(name, default)
    if type(value) is not type(default) or value not in known:
        raise SettingsError(f"mkdocs.yml : {_OURS}{name} est {what}.")
    return value


def _text(given: dict[str, Any], name: str, prefix: str = "") -> str:
    value = "" if given.get(name) is None else given[name]
    text = _line(str(value), 0, _LONGEST)
    if isinstance(value, dict | list | bool) or text is None:
        message = f"mkdocs.yml : {prefix}{name} est un texte, de {_LONGEST} signes au plus."
        raise SettingsError(message)
    return text


def _line(text: str, least: int, most: int) -> str | None:
    """Return a text on one line, None when it is too short, too long, or holds what is not seen."""
    bare = _BLANKS.sub(" ", text).strip()
    sound = least <= len(bare) <= most and not any(category(sign)[0] == "C" for sign in bare)
    return bare if sound else None


_HOST = re.compile(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9])?", re.IGNORECASE)
# What an address may not hold: it is written as it is in pages, feeds and scripts.
_NOT_IN_URL = re.compile(r"""[\s"'<>\\^`{|}#?@]|%(?![0-9a-f]{2})""", re.IGNORECASE)


def _address(given: dict[str, Any], name: str, end: str = "") -> str:
    text = _text(given, name)
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        named = "[" in parts.netloc or bool(_HOST.fullmatch(host.encode("idna").decode()))
        sound = parts.scheme in {"https", "http"} and named and parts.port != 0
    except ValueError:  # brackets without an IPv6 address in them, a port above 65535
        sound = False
    if not sound or _NOT_IN_URL.search(text) or (end and not text.endswith("/")):
        shown = f" : « {text[:80]} » n’en est pas une" if text else ""
        raise SettingsError(
            f"mkdocs.yml : {name} est une adresse web qui commence par « https:// »{end}{shown}."
        )
    return text


_NOTICE = "mkdocs.yml : extra.club.election_notice"


def _notice(given: Any) -> ElectionNotice | None:
    """Read the notice: `true`, `false`, or any of `text`, `from` and `to`."""
    if given is None or isinstance(given, bool):
        return ElectionNotice() if given else None
    if not isinstance(given, dict) or not given or given.keys() - {"text", "from", "to"}:
        raise SettingsError(f"{_NOTICE} est « true », « false », ou « text », « from » et « to ».")
    text = given.get("text", ELECTION_NOTICE)
    text = _line(text, 1, _LONGEST_NOTICE) if isinstance(text, str) else None
    if text is None:
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


def _email(text: str) -> str:
    if text and not is_email(text):
        what = f"« {text} » n’est pas une adresse électronique"
        raise SettingsError(f"mkdocs.yml : {_OURS}contact_email : {what}.")
    return text


def forge_of(repo_url: str) -> str:
    """Return which forge an address is on, as its host is called: `github` unless it says GitLab."""
    host = urlsplit(repo_url).hostname or ""
    gitlab = host.startswith(("framagit.org", "gitlab.")) or ".gitlab." in host
    return "gitlab" if gitlab else "github"
