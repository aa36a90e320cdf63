"""`python scripts/forge.py` against a server that keeps issues and labels as the forges do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from scripts import forge
from scripts.forge import LABELS, MAX_TEXT, ForgeError

Json = dict[str, Any]


@dataclass(slots=True)
class Kept:
    """What the server keeps, and who asked."""

    base: str = ""
    issues: list[Json] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    labels: dict[str, Json] = field(default_factory=dict)
    tokens: set[str] = field(default_factory=set)
    refuses: bool = False


class _Handler(BaseHTTPRequestHandler):
    """Both forges at once: `/repos/club/base/…` is GitHub's, `/projects/42/…` GitLab's."""

    kept: Kept

    def log_message(self, *_: object) -> None:
        """Keep quiet."""

    def _answer(self, status: int, value: Any) -> None:
        data = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def _given(self) -> Json:
        given: Json = json.loads(
            self.rfile.read(int(self.headers.get("Content-Length", 0))) or "{}"
        )
        return given

    def do_GET(self) -> None:
        self._route({})

    def do_POST(self) -> None:
        self._route(self._given())

    do_PATCH = do_PUT = do_POST  # noqa: N815 - names of the standard library

    def _route(self, given: Json) -> None:
        kept, parts = self.kept, urlsplit(self.path)
        github = parts.path.startswith("/repos/club/base/")
        kept.tokens.add(self.headers["Authorization" if github else "PRIVATE-TOKEN"])
        way = [unquote(step) for step in parts.path.split("/")[4 if github else 3 :]]
        if kept.refuses:
            self._answer(403, {})
        elif way[0] == "labels":
            self._label(given, way[1:], taken=422 if github else 409)
        elif self.command == "GET":
            asked = parse_qs(parts.query)
            state = {"open": "open", "opened": "open"}[asked["state"][0]]
            found = [
                i for i in kept.issues if i["state"] == state and asked["labels"][0] in i["labels"]
            ]
            self._answer(200, found)
        elif len(way) == 3:
            kept.notes.append(given["body"])
            self._answer(201, {})
        elif len(way) == 2:
            issue = next(i for i in kept.issues if str(i["number"]) == way[1])
            closing = given.pop("state_event", "") == "close" or given.get("state") == "closed"
            issue |= given | ({"state": "closed"} if closing else {})
            self._answer(200, issue)
        else:
            number = len(kept.issues) + 1
            made = {**given, "number": number, "iid": number, "state": "open"}
            kept.issues.append(made)
            self._answer(201, made)

    def _label(self, given: Json, way: list[str], taken: int) -> None:
        if way:
            self.kept.labels[way[0]] |= given
            self._answer(200, {})
        elif given["name"] in self.kept.labels:
            self._answer(taken, {})
        else:
            self.kept.labels[given["name"]] = given
            self._answer(201, {})


@pytest.fixture
def kept() -> Iterator[Kept]:
    with _serving() as found:
        yield found


@contextmanager
def _serving() -> Iterator[Kept]:
    found = Kept()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"kept": found}))
    found.base = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join(timeout=10)


def environ(kept: Kept, name: str) -> dict[str, str]:
    github = {"GITHUB_API_URL": kept.base, "GITHUB_REPOSITORY": "club/base"}
    gitlab = {"CI_API_V4_URL": kept.base, "CI_PROJECT_ID": "42"}
    return {"FORGE_TOKEN": "jeton", **(github if name == "github" else gitlab)}


def say(kept: Kept, name: str, state: str, text: str, folder: Path) -> str:
    (folder / "liens.md").write_text(text, encoding="utf-8")
    words = ["issue", "--title", "Liens morts", "--label", "liens", "--state", state]
    return forge.main([*words, "--file", str(folder / "liens.md")], environ(kept, name))


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_there_is_one_issue_opened_rewritten_then_closed(
    name: str, kept: Kept, tmp_path: Path
) -> None:
    kept.issues.append(  # of someone else: same title, no label
        {"title": "Liens morts", "labels": [], "number": 1, "iid": 1, "state": "open"}
    )
    text = "body" if name == "github" else "description"
    assert say(kept, name, "closed", "", tmp_path) == "Rien à signaler."
    assert say(kept, name, "open", "un", tmp_path) == "Demande 2 ouverte."
    assert say(kept, name, "open", "deux", tmp_path) == "Demande 2 mise à jour."
    assert [i[text] for i in kept.issues[1:]] == ["deux"]
    assert say(kept, name, "closed", "", tmp_path) == "Demande 2 close."
    assert kept.notes == [forge.SETTLED]
    assert say(kept, name, "open", "trois", tmp_path) == "Demande 3 ouverte."
    assert [i["state"] for i in kept.issues] == ["open", "closed", "open"]
    assert kept.tokens == {"Bearer jeton" if name == "github" else "jeton"}


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_a_long_report_is_cut_at_a_line(name: str, kept: Kept, tmp_path: Path) -> None:
    say(kept, name, "open", "- une ligne\n" * 10_000, tmp_path)
    text = kept.issues[0]["body" if name == "github" else "description"]
    assert MAX_TEXT - 100 < len(text) < MAX_TEXT + 100
    assert set(text.split("\n\n")[0].splitlines()) == {"- une ligne"}
    assert text.endswith("… La suite est dans le rapport de la tâche.\n")


@pytest.mark.parametrize("name", ["github", "gitlab"])
def test_labels_are_created_then_updated_and_none_is_deleted(name: str, kept: Kept) -> None:
    kept.labels["à nous"] = {"name": "à nous"}
    kept.labels["erreur"] = {"name": "erreur", "color": "000000", "description": "autre"}
    forge.main(["labels"], environ(kept, name))
    assert "à nous" in kept.labels
    assert "liens" in kept.labels
    assert kept.labels["erreur"]["color"] == ("b3261e" if name == "github" else "#b3261e")
    forge.main(["labels", "--file", str(LABELS)], environ(kept, name))
    assert len(kept.labels) == 9


def test_a_refusal_is_said_in_french(kept: Kept) -> None:
    kept.refuses = True
    with pytest.raises(ForgeError, match=r"La forge refuse POST /labels \(403\)"):
        forge.main(["labels"], environ(kept, "github"))


@pytest.mark.parametrize(
    ("given", "word"),
    [
        ({}, "FORGE_TOKEN"),
        ({"FORGE_TOKEN": "x"}, "CI_PROJECT_ID"),
        ({"FORGE_TOKEN": ""}, "FORGE_TOKEN"),
    ],
)
def test_outside_a_job_nothing_is_asked(given: dict[str, str], word: str) -> None:
    with pytest.raises(ForgeError, match=word):
        forge.main(["labels"], given)


def test_a_forge_that_does_not_answer_is_said() -> None:
    with _serving() as gone:
        asked = environ(gone, "gitlab")
    with pytest.raises(ForgeError, match="ne répond pas"):
        forge.main(["labels"], asked)
