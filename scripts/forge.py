"""What the scheduled jobs write on the forge, GitHub or GitLab: one issue, and the labels.

    python scripts/forge.py issue --title T --label L --state open|closed --file FILE
    python scripts/forge.py labels [--file .github/labels.yml]

`issue` keeps one issue of that title and label: it opens it, rewrites its text, or closes it with a
word when there is nothing left to say. `labels` creates or updates labels, and deletes none.

The forge is the one whose job this is (`GITHUB_REPOSITORY`, or `CI_PROJECT_ID` on GitLab); the token
comes from `FORGE_TOKEN` alone. Exits with 1 and a sentence in French when the forge refuses.
"""

import argparse
import json
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote, urlencode

import urllib3
import yaml

LABELS = Path(__file__).resolve().parent.parent / ".github" / "labels.yml"
MAX_TEXT = 60_000  # characters: GitHub takes 65,536
SETTLED = "Plus rien à signaler : la dernière vérification n’a rien trouvé."

Json = Any


class ForgeError(Exception):
    """The forge cannot be used, or refused; the message is in French."""


@dataclass(frozen=True, slots=True)
class Api:
    """One project's API: `base` ends without a bar."""

    base: str
    headers: Mapping[str, str]

    def call(
        self, method: str, path: str, given: Json = None, *, may: tuple[int, ...] = ()
    ) -> Json:
        """Return the answer of the forge as JSON; None for a status of `may`."""
        body = json.dumps(given).encode() if given is not None else None
        headers = {**self.headers, "Content-Type": "application/json"}
        try:
            answer = urllib3.request(
                method, f"{self.base}{path}", body=body, headers=headers, timeout=30, retries=False
            )
        except urllib3.exceptions.HTTPError as error:
            raise ForgeError(f"La forge ne répond pas : {error}") from None
        if answer.status in may:
            return None
        if answer.status >= 300:
            raise ForgeError(f"La forge refuse {method} {path} ({answer.status}).")
        return json.loads(answer.data) if answer.data else None


class Forge(Protocol):
    """What both forges do."""

    def find(self, title: str, label: str) -> str | None:
        """Return the number of the open issue of that title and label."""

    def open(self, title: str, label: str, text: str) -> str:
        """Open an issue and return its number."""

    def rewrite(self, number: str, text: str) -> None:
        """Replace the text of an issue."""

    def close(self, number: str, word: str) -> None:
        """Close an issue, with a comment."""

    def label(self, name: str, color: str, description: str) -> None:
        """Create a label, or update it."""


@dataclass(frozen=True, slots=True)
class GitHub:
    """https://docs.github.com/rest/issues."""

    api: Api

    def find(self, title: str, label: str) -> str | None:
        """Return the number of the open issue of that title and label."""
        asked = urlencode({"state": "open", "labels": label, "per_page": 100})
        found = [i for i in self.api.call("GET", f"/issues?{asked}") if "pull_request" not in i]
        return next((str(i["number"]) for i in found if i["title"] == title), None)

    def open(self, title: str, label: str, text: str) -> str:
        """Open an issue and return its number."""
        given = {"title": title, "body": text, "labels": [label]}
        return str(self.api.call("POST", "/issues", given)["number"])

    def rewrite(self, number: str, text: str) -> None:
        """Replace the text of an issue."""
        self.api.call("PATCH", f"/issues/{number}", {"body": text})

    def close(self, number: str, word: str) -> None:
        """Close an issue, with a comment."""
        self.api.call("POST", f"/issues/{number}/comments", {"body": word})
        self.api.call("PATCH", f"/issues/{number}", {"state": "closed"})

    def label(self, name: str, color: str, description: str) -> None:
        """Create a label, or update it."""
        given = {"name": name, "color": color, "description": description}
        if self.api.call("POST", "/labels", given, may=(422,)) is None:
            changed = {"color": color, "description": description}
            self.api.call("PATCH", f"/labels/{quote(name, safe='')}", changed)


@dataclass(frozen=True, slots=True)
class GitLab:
    """https://docs.gitlab.com/api/issues/ and labels/."""

    api: Api

    def find(self, title: str, label: str) -> str | None:
        """Return the number of the open issue of that title and label."""
        asked = urlencode({"state": "opened", "labels": label, "per_page": 100})
        found = self.api.call("GET", f"/issues?{asked}")
        return next((str(i["iid"]) for i in found if i["title"] == title), None)

    def open(self, title: str, label: str, text: str) -> str:
        """Open an issue and return its number."""
        given = {"title": title, "description": text, "labels": label}
        return str(self.api.call("POST", "/issues", given)["iid"])

    def rewrite(self, number: str, text: str) -> None:
        """Replace the text of an issue."""
        self.api.call("PUT", f"/issues/{number}", {"description": text})

    def close(self, number: str, word: str) -> None:
        """Close an issue, with a comment."""
        self.api.call("POST", f"/issues/{number}/notes", {"body": word})
        self.api.call("PUT", f"/issues/{number}", {"state_event": "close"})

    def label(self, name: str, color: str, description: str) -> None:
        """Create a label, or update it."""
        given = {"name": name, "color": f"#{color}", "description": description}
        if self.api.call("POST", "/labels", given, may=(409,)) is None:
            changed = {"color": f"#{color}", "description": description}
            self.api.call("PUT", f"/labels/{quote(name, safe='')}", changed)


def forge(environ: Mapping[str, str]) -> Forge:
    """Return the forge whose job runs. Raises ForgeError when it is none, or has no token."""
    token = environ.get("FORGE_TOKEN")
    if not token:
        raise ForgeError("La variable FORGE_TOKEN est absente : voir docs/ci.md.")
    if repository := environ.get("GITHUB_REPOSITORY"):
        base = environ.get("GITHUB_API_URL", "https://api.github.com")
        headers = {
            "Authorization": f"Bearer {token}",
            "Accept": "application/vnd.github+json",
            "User-Agent": "club-des-elus",
        }
        return GitHub(Api(f"{base}/repos/{repository}", headers))
    if project := environ.get("CI_PROJECT_ID"):
        base = environ.get("CI_API_V4_URL", "https://gitlab.com/api/v4")
        return GitLab(Api(f"{base}/projects/{project}", {"PRIVATE-TOKEN": token}))
    raise ForgeError(
        "Ni GITHUB_REPOSITORY ni CI_PROJECT_ID : cette commande se lance dans une tâche."
    )


def keep_one(on: Forge, title: str, label: str, state: str, text: str) -> str:
    """Make the one issue of that title say `text`, or close it; return what was done, in French."""
    number = on.find(title, label)
    if state == "closed":
        if number is None:
            return "Rien à signaler."
        on.close(number, SETTLED)
        return f"Demande {number} close."
    if number is None:
        return f"Demande {on.open(title, label, _short(text))} ouverte."
    on.rewrite(number, _short(text))
    return f"Demande {number} mise à jour."


def _short(text: str) -> str:
    """Return `text`, cut at a line if the forge would refuse it."""
    if len(text) <= MAX_TEXT:
        return text
    return (
        f"{text[:MAX_TEXT].rpartition(chr(10))[0]}\n\n… La suite est dans le rapport de la tâche.\n"
    )


def set_labels(on: Forge, text: str) -> str:
    """Create or update the labels described in YAML; return what was done, in French."""
    labels = yaml.safe_load(text)
    for label in labels:
        on.label(label["name"], label["color"], label["description"])
    return f"{len(labels)} étiquettes en place."


def main(arguments: list[str], environ: Mapping[str, str]) -> str:
    """Do what the arguments ask; return what was done, in French."""
    parser = argparse.ArgumentParser(prog="python scripts/forge.py")
    commands = parser.add_subparsers(dest="command", required=True)
    issue = commands.add_parser("issue")
    issue.add_argument("--title", required=True)
    issue.add_argument("--label", required=True)
    issue.add_argument("--state", choices=["open", "closed"], required=True)
    issue.add_argument("--file", type=Path, required=True)
    commands.add_parser("labels").add_argument("--file", type=Path, default=LABELS)
    asked = parser.parse_args(arguments)
    text = asked.file.read_text(encoding="utf-8")
    on = forge(environ)
    if asked.command == "labels":
        return set_labels(on, text)
    return keep_one(on, asked.title, asked.label, asked.state, text)


if __name__ == "__main__":
    try:
        print(main(sys.argv[1:], os.environ))
    except (ForgeError, OSError) as error:
        sys.exit(str(error))
