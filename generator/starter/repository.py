"""A club's repository as files: founded from this one, or its programme brought up to date."""

import fnmatch
import os
import re
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml

from generator import git
from generator.starter.identity import Identity
from generator.starter.sides import Side, side
from generator.writing.formatting import canonical
from generator.writing.yaml_text import scalar

CONFIGURATION = "mkdocs.yml"
_SKELETON = Path(__file__).parent / "skeleton"
_KEPT = ("practices", "meetings", "watch", "actions")  # empty at first, and kept by git
_OWNERS = (".github/CODEOWNERS", ".gitlab/CODEOWNERS")


class BadFillError(Exception):
    """What names the club in a file of the programme is not where it should be; in French."""


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is written: its bytes, and whether it can be run."""

    data: bytes
    runs: bool = False


Files = dict[str, File]


@dataclass(frozen=True, slots=True)
class Fill:
    """Where a file of the programme names its club: group 1 of a pattern that matches once."""

    path: str
    pattern: str
    value: Callable[[Identity], str]


FILLS = (
    Fill("README.md", r"\A# (.+): the knowledge base$", lambda club: club.name),
    Fill("README.md", r"^Hosted by (.+)\. \*\[En français\]", lambda club: club.host),
    Fill("LISEZMOI.md", r"\A# (.+)[ \u00a0]: la base de connaissances$", lambda club: club.name),
    Fill("LISEZMOI.md", r"^Association d’accueil[ \u00a0]: (.+)\. \*\[In", lambda club: club.host),
    Fill("LICENSES/etalab-2.0.md", r"^> (.+ – .+)$", lambda club: f"{club.name} – {club.host}"),
    Fill(
        ".github/ISSUE_TEMPLATE/config.yml",
        r"^    url: (\S+/)confidentialite/$",
        lambda club: club.url,
    ),
    Fill(".github/ISSUE_TEMPLATE/config.yml", r"^    url: (\S+/)contact/$", lambda club: club.url),
    Fill(CONFIGURATION, r"^site_name: (.+)$", lambda club: quoted(club.name)),
    Fill(CONFIGURATION, r"^site_url: (.+)$", lambda club: club.url),
    Fill(
        CONFIGURATION,
        r"^((?:# )?repo_url: .+)$",
        lambda club: f"repo_url: {club.repo}" if club.repo else "# repo_url: https://…",
    ),
)
# The last block of mkdocs.yml: the club's choices, of which an update changes nothing.
_CHOICES = r"^  club:.*\n(?: {4}.*\n|\n| {0,3}#.*\n)*\Z"
_DESCRIPTION = r"^(site_description:.*\n(?:  .*\n)*)"


def paths(home: Path) -> list[str]:
    """Return the files of a repository: those git keeps; without git, what it would not ignore."""
    kept = git.kept(home)
    return sorted(_walk(home, _ignored(home))) if kept is None else kept


def programme(home: Path) -> Files:
    """Return what this repository gives another: every file on the side of the programme or START.

    Links are left out.
    """
    wanted = [name for name in paths(home) if side(name) in {Side.PROGRAMME, Side.START}]
    found = {}
    for name in wanted:
        path = home / name
        if path.is_file() and not path.is_symlink():
            runs = bool(path.stat().st_mode & stat.S_IXUSR)
            found[name] = File(path.read_bytes(), runs)
    return found


def founded(home: Path, club: Identity) -> Files:
    """Return every file of a new club's repository, by path, in order. Raises BadFillError."""
    found = {name: filled(name, file, club) for name, file in programme(home).items()}
    owners = Template(_text("owners.txt")).substitute(organisation=club.organisation)
    found |= {name: File(owners.encode()) for name in _OWNERS}
    for name, text in _skeleton(club):
        found[name] = File(text.encode())
    head = (home / CONFIGURATION).read_text(encoding="utf-8")
    found[CONFIGURATION] = _configured(head, _choices(club), club)
    found |= {f"{folder}/.gitkeep": File(b"") for folder in _KEPT}
    return dict(sorted(found.items()))


def updated(home: Path, root: Path, club: Identity) -> tuple[Files, list[str]]:
    """Return what an update of the club in `root` writes, and the paths it takes away.

    Only what changes is there. Raises BadFillError, also for a `mkdocs.yml` whose last block is
    not `extra.club`: what is the club's in it cannot be told from the rest.
    """
    wanted = {
        name: filled(name, file, club)
        for name, file in programme(home).items()
        if side(name) is Side.PROGRAMME
    }
    own = (root / CONFIGURATION).read_text(encoding="utf-8")
    head = (home / CONFIGURATION).read_text(encoding="utf-8")
    head = _replaced(CONFIGURATION, head, _DESCRIPTION, _found(own, _DESCRIPTION)[1])
    wanted[CONFIGURATION] = _configured(head, _found(own, f"({_CHOICES})")[1], club)
    present = {name for name in git.kept(root) or () if side(name) is Side.PROGRAMME}
    changed = {
        name: file
        for name, file in sorted(wanted.items())
        if not _same(root.resolve() / name, file)
    }
    return changed, sorted(present - wanted.keys())


def filled(name: str, file: File, club: Identity) -> File:
    """Return a file of the programme with the name of a club in it. Raises BadFillError."""
    for fill in FILLS:
        if fill.path == name:
            text = _replaced(name, file.data.decode(), fill.pattern, fill.value(club))
            file = File(text.encode(), file.runs)
    return file


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that any reader takes for the same text."""
    plain = scalar(text)
    return plain if yaml.safe_load(plain) == text else f'"{text}"'


def _found(own: str, pattern: str) -> re.Match[str]:
    """Return a part of a club's mkdocs.yml. Raises BadFillError."""
    found = re.search(pattern, own, re.MULTILINE)
    if found is None:
        raise BadFillError(
            f"{CONFIGURATION} du club : « site_description » ou, à la fin, le bloc « extra.club » "
            "n’est plus à sa place ; remettez-les comme « club init » les écrit, puis recommencez."
        )
    return found


def _replaced(name: str, text: str, pattern: str, value: str) -> str:
    found = list(re.finditer(pattern, text, re.MULTILINE))
    if len(found) != 1:
        raise BadFillError(
            f"{name} : le nom du club n’y est plus écrit comme prévu "
            f"({len(found)} passages au lieu d’un pour « {pattern} »). "
            "Remettez ce fichier du programme comme il était."
        )
    start, end = found[0].span(1)
    return text[:start] + value + text[end:]


def _configured(head: str, choices: str, club: Identity) -> File:
    """Return mkdocs.yml: the engine's part of `head`, a club's names, a club's choices."""
    text = _replaced(CONFIGURATION, head, f"({_CHOICES})", choices)
    return filled(CONFIGURATION, File(text.encode()), club)


def _choices(club: Identity) -> str:
    host = f"    host: {quoted(club.host)}\n"
    email = f"    contact_email: {quoted(club.email)}\n"
    forge = f"    forge: {club.forge}\n" if club.repo else ""
    return Template(_text("choices.yml")).substitute(host=host, email=email, forge=forge)


def _skeleton(club: Identity) -> Iterator[tuple[str, str]]:
    """Yield the sources of a new club, in canonical form."""
    values = {
        "name": club.name,
        "host": club.host,
        "email": club.email,
        "title": quoted(club.name),
    }
    for path in sorted(_SKELETON.rglob("*")):
        name = path.relative_to(_SKELETON).as_posix()
        if path.is_file() and side(name) is Side.OWN:
            text = Template(path.read_text(encoding="utf-8")).substitute(values)
            made = canonical(name, text.encode())
            if made.findings:
                raise BadFillError("\n".join(map(str, made.findings)))
            yield name, made.text


def _text(name: str) -> str:
    return (_SKELETON / name).read_text(encoding="utf-8")


def _same(path: Path, file: File) -> bool:
    """Whether a file is there as it should be, itself and not behind a link."""
    if not path.is_file() or path.resolve() != path:
        return False
    return file == File(path.read_bytes(), bool(path.stat().st_mode & stat.S_IXUSR))


# --- without git --------------------------------------------------------------------------


def _ignored(home: Path) -> list[str]:
    lines = (home / ".gitignore").read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def _walk(home: Path, ignored: list[str]) -> Iterator[str]:
    """Yield the path of every file that no line of `.gitignore` leaves out."""
    for folder, folders, names in os.walk(home):
        base = Path(folder).relative_to(home)
        folders[:] = [one for one in folders if one != ".git" and not _out(base / one, ignored)]
        yield from ((base / name).as_posix() for name in names)


def _out(path: Path, ignored: list[str]) -> bool:
    """Whether a line such as `/site/` or `*.egg-info/` leaves a folder out."""
    return any(
        f"/{path.as_posix()}/" == line or fnmatch.fnmatch(f"{path.name}/", line) for line in ignored
    )
