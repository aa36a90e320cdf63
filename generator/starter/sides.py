"""Whose each path of a club's repository is: said here, once."""

from enum import Enum


class Side(Enum):
    """What `club init` and its updates do with a path."""

    PROGRAMME = "le programme"  # copied; replaced by an update
    START = "un point de départ"  # copied once; the club's own from then on
    OWN = "le club"  # never copied: a skeleton stands in its place


# A path is on the side of the longest line that names it, or that it begins with: a folder ends
# with « / », the beginning of a name with « * ».
TABLE: dict[str, Side] = {
    # What the club writes.
    "members.yaml": Side.OWN,
    "network.yaml": Side.OWN,
    "practices/": Side.OWN,
    "meetings/": Side.OWN,
    "watch/": Side.OWN,
    "actions/": Side.OWN,
    "content/": Side.OWN,
    # The guides say how to use the programme, with its pictures.
    "content/apres-les-elections.md": Side.PROGRAMME,
    "content/ecrire-une-bonne-fiche.md": Side.PROGRAMME,
    "content/proposer-une-pratique.md": Side.PROGRAMME,
    "content/publier.md": Side.PROGRAMME,
    "content/tenir-l-annuaire.md": Side.PROGRAMME,
    "content/assets/guide-*": Side.PROGRAMME,
    "vocabularies/": Side.START,
    # Its identity is kept by an update, the rest comes from the programme.
    "mkdocs.yml": Side.OWN,
    # What runs, what explains it, what tests it.
    "generator/": Side.PROGRAMME,
    "theme/": Side.PROGRAMME,
    "scripts/": Side.PROGRAMME,
    "tests/": Side.PROGRAMME,
    "tests/club/": Side.OWN,
    "tests/club/__init__.py": Side.START,
    "tests/club/test_club.py": Side.START,
    "tests/club/test_vocabularies.py": Side.START,
    "docs/": Side.PROGRAMME,
    "README.md": Side.PROGRAMME,
    "LISEZMOI.md": Side.PROGRAMME,
    "CONTRIBUTING.md": Side.PROGRAMME,
    "CHANGELOG.md": Side.PROGRAMME,
    "LICENSE": Side.PROGRAMME,
    "LICENSES/": Side.PROGRAMME,
    "Makefile": Side.PROGRAMME,
    "pyproject.toml": Side.PROGRAMME,
    "requirements.lock": Side.PROGRAMME,
    "requirements-audit.lock": Side.PROGRAMME,
    # The forge and the editors. Teams have names of their own.
    ".ci/": Side.PROGRAMME,
    ".github/": Side.PROGRAMME,
    ".github/CODEOWNERS": Side.OWN,
    ".gitlab/": Side.PROGRAMME,
    ".gitlab/CODEOWNERS": Side.OWN,
    ".gitlab-ci.yml": Side.PROGRAMME,
    ".vscode/": Side.PROGRAMME,
    ".editorconfig": Side.PROGRAMME,
    ".gitignore": Side.PROGRAMME,
}


def side(path: str) -> Side | None:
    """Return whose a path is, relative to the top of the repository; None if no line says it."""
    named = [line for line in TABLE if path == line or _begins(path, line)]
    return TABLE[max(named, key=len)] if named else None


def _begins(path: str, line: str) -> bool:
    return line[-1] in "/*" and path.startswith(line.removesuffix("*"))
