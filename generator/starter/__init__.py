"""The repository of another club: its own files, and this programme pinned as a dependency."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from string import Template

from generator.core.settings import HOME, load
from generator.sources.files import LIST_FILES, MARKDOWN_FOLDERS
from generator.starter.identity import Identity, understood
from generator.writing.formatting import canonical

DISTRIBUTION = "club-des-elus-locaux"
_SKELETON = Path(__file__).parent / "skeleton"
# Empty at first, and kept by git.
_KEPT = tuple(folder for folder in MARKDOWN_FOLDERS if folder != "content")
# What a club takes as it is here, and may change afterwards: the guides, the terms, what its forge runs.
# A folder ends with « / ».
_SHARED = (
    "content/apres-les-elections.md",
    "content/ecrire-une-bonne-fiche.md",
    "content/proposer-une-pratique.md",
    "content/publier.md",
    "content/tenir-l-annuaire.md",
    "content/assets/",
    "vocabularies/",
)
# Under another name here: what the programme was tested with, without its tools.
_LOCK = ("requirements-run.lock", "requirements.lock")
_FORGES = {
    "github": (
        ".github/workflows/proposition.yml",
        ".github/workflows/publication.yml",
        ".github/dependabot.yml",
        ".github/ISSUE_TEMPLATE/",
        ".github/PULL_REQUEST_TEMPLATE.md",
    ),
    "gitlab": (".gitlab-ci.yml", ".gitlab/issue_templates/", ".gitlab/merge_request_templates/"),
}
_OWNERS = {"github": ".github/CODEOWNERS", "gitlab": ".gitlab/CODEOWNERS"}
# The jobs that look after the programme stay with the programme.
_OURS = b"\n# --- Pour le programme seul"


def founded(club: Identity) -> dict[str, bytes]:
    """Return every file of a new club's repository, by path, in order."""
    found = dict(_taken(club))
    found |= {f"{folder}/.gitkeep": b"" for folder in _KEPT}
    found[_LOCK[1]] = (HOME / _LOCK[0]).read_bytes()
    for path in sorted(p for p in _SKELETON.rglob("*") if p.is_file()):
        name = path.relative_to(_SKELETON).as_posix().removesuffix(".txt")
        if name == "CODEOWNERS":
            found[_OWNERS[club.forge]] = owners(club.organisation).encode()
            continue
        text = Template(path.read_text(encoding="utf-8")).substitute(_values(club))
        if name.startswith("content/") or name in {"members.yaml", "network.yaml"}:
            text = canonical(name, text.encode()).text
        found[name] = text.encode()
    return dict(sorted(found.items()))


def quoted(text: str) -> str:
    """Return a text as a YAML scalar that any reader takes for the same text."""
    return json.dumps(text, ensure_ascii=False)


def _taken(club: Identity) -> Iterator[tuple[str, bytes]]:
    """Yield what is taken from here, where an address of this club gives way to one of that club."""
    ours = load(HOME).site_url.encode()
    for name in (*_SHARED, *_FORGES[club.forge]):
        for path in sorted((HOME / name).iterdir()) if name.endswith("/") else [HOME / name]:
            data = path.read_bytes()
            if path.suffix == ".yml":
                data = data.partition(_OURS)[0].replace(ours, club.url.encode())
            yield path.relative_to(HOME).as_posix(), data


def owners(organisation: str) -> str:
    """Return who reviews what in a club's repository, in the form that forges read (CODEOWNERS)."""
    folders = [f"/{folder}/" for folder in (*MARKDOWN_FOLDERS, "vocabularies")]
    lists = [f"/{name}" for name in LIST_FILES]
    text = (_SKELETON / "CODEOWNERS.txt").read_text(encoding="utf-8")
    return Template(text).substitute(
        folders="\n".join(f"{path:<21}@{organisation}/redaction" for path in folders),
        lists="\n".join(f"{path:<21}@{organisation}/annuaire" for path in lists),
        organisation=organisation,
    )


def _values(club: Identity) -> dict[str, str]:
    return asdict(club) | {
        "title": quoted(club.name),
        "repo": f"repo_url: {club.repo}" if club.repo else "# repo_url: https://…",
        "yaml_host": quoted(club.host),
        "yaml_email": quoted(club.email),
        "organisation": club.organisation,
        "programme": f"{DISTRIBUTION}=={version(DISTRIBUTION)}",
    }


__all__ = ["Identity", "founded", "understood"]
