"""The JSON Schemas accept what the club accepts, and the editors' settings lead to them.

Sources are read twice: as the club does (every scalar a text), and as an editor does, which takes
`2018` for a number (YAML 1.2, core schema: https://yaml.org/spec/1.2.2/#103-core-schema).
"""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from generator import cli, demo
from generator.core import system
from generator.sources import read
from tests import cases
from tests.cases import Case
from tests.miniature import CLUB, TODAY
from tests.site_fixtures import HOME

SCHEMAS = HOME / "generator" / "schemas"
LISTS = {"members.yaml": "member", "network.yaml": "contact"}
FOLDERS = {
    "practices": "practice",
    "meetings": "meeting",
    "watch": "watch",
    "actions": "action",
    "content": "page",
}
_NUMBER = re.compile(r"[-+]?[0-9]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


@cache
def validator(kind: str) -> Draft202012Validator:
    schema = json.loads((SCHEMAS / f"{kind}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def complaints(kind: str, value: Any) -> list[str]:
    return [f"{list(e.absolute_path)}: {e.message}" for e in validator(kind).iter_errors(value)]


def written(root: Path) -> Iterator[tuple[str, str, str]]:
    """Yield (file, kind, YAML text) for every source of a club."""
    for name, kind in LISTS.items():
        yield name, kind, (root / name).read_text(encoding="utf-8")
    for folder, kind in FOLDERS.items():
        for path in sorted((root / folder).glob("*.md")):
            yield f"{folder}/{path.name}", kind, path.read_text(encoding="utf-8").split("---\n")[1]
    for path in sorted((root / "vocabularies").glob("*.yaml")):
        yield f"vocabularies/{path.name}", "term", path.read_text(encoding="utf-8")


def as_editor(node: yaml.Node | None) -> Any:
    """Return the value of a node as an editor types it."""
    if isinstance(node, yaml.MappingNode):
        return {str(as_editor(key)): as_editor(value) for key, value in node.value}
    if isinstance(node, yaml.SequenceNode):
        return [as_editor(item) for item in node.value]
    if not isinstance(node, yaml.ScalarNode):
        return None
    if node.style is not None:
        return node.value
    return _plain(node.value)


def _plain(text: str) -> Any:
    if text in {"", "~", "null", "Null", "NULL"}:
        return None
    if text.lower() in {"true", "false"}:
        return text.lower() == "true"
    if _NUMBER.fullmatch(text):
        return int(text)
    return float(text) if _FLOAT.fullmatch(text) else text


def as_club(node: yaml.Node | None) -> Any:
    """Return the value of a node with every scalar a text, an empty key absent."""
    if isinstance(node, yaml.MappingNode):
        pairs = [(str(key.value), value) for key, value in node.value]
        return {key: as_club(value) for key, value in pairs if value.value != "" or value.style}
    if isinstance(node, yaml.SequenceNode):
        return [as_club(item) for item in node.value]
    return node.value if node else None


@pytest.fixture(scope="module")
def fictional(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("schemas") / "demo"
    sizes = demo.Sizes(members=40, practices=30, meetings=10, watch=12, actions=6)
    demo.write_demo(root, sizes, seed=5, today=TODAY, home=HOME)
    return root


@pytest.mark.parametrize("typed", [as_club, as_editor])
@pytest.mark.parametrize("name", ["repository", "miniature", "cases", "fictional"])
def test_the_schemas_accept_what_the_club_accepts(
    name: str, typed: Any, request: pytest.FixtureRequest
) -> None:
    roots = {"repository": HOME, "miniature": CLUB, "cases": cases.BASE}
    root = roots.get(name) or request.getfixturevalue("fictional")
    found = list(written(root))
    assert len(found) > 15
    assert {
        file: said
        for file, kind, text in found
        if (said := complaints(kind, typed(yaml.compose(text, yaml.CSafeLoader))))
    } == {}


def test_the_reader_of_these_tests_reads_as_the_club() -> None:
    entries = {(e.path, e.prefix): e.data for e in read(CLUB, HOME).entries}
    for file, kind, text in written(CLUB):
        value = as_club(yaml.compose(text, yaml.CSafeLoader))
        if kind in FOLDERS.values():
            assert value == entries[file, ()]
        elif kind != "term":
            assert value == [entries[file, (i,)] for i in range(len(value))]


REFUSED = {
    "an unknown key": (
        "practice",
        {"title": "x", "summary": "x", "area": "commune:68224", "status": "idea", "titre": "x"},
    ),
    "a missing field": ("meeting", {"title": "x"}),
    "a value that is not one": ("watch", {"title": "x", "kind": "loi", "alert": "beaucoup"}),
    "a person without a mandate": (
        "member",
        [{"id": "a", "given_name": "A", "family_name": "B", "memberships": []}],
    ),
    "a date in words": ("page", {"title": "x", "reviewed": "hier"}),
    "a term without a label": ("term", {"cle": {"description": "x"}}),
    "a term whose key is no slug": ("term", {"Clé": {"label": "x"}}),
}


@pytest.mark.parametrize(("kind", "value"), REFUSED.values(), ids=REFUSED)
def test_the_schemas_refuse_what_the_club_refuses(kind: str, value: Any) -> None:
    assert complaints(kind, value)


# --- editors --------------------------------------------------------------------------------


def _schema_of(path: Path) -> Path:
    match = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text(encoding="utf-8"))
    assert match, path
    return (path.parent / match[1]).resolve()


def test_a_source_names_its_schema_on_its_first_line() -> None:
    for name, kind in LISTS.items():
        assert _schema_of(HOME / name) == SCHEMAS / f"{kind}.json"
    for path in sorted((HOME / "vocabularies").glob("*.yaml")):
        assert _schema_of(path) == SCHEMAS / "term.json"


def test_the_settings_of_the_editor_say_the_same() -> None:
    mapped = json.loads((HOME / ".vscode" / "settings.json").read_text(encoding="utf-8"))[
        "yaml.schemas"
    ]
    found = {
        path.relative_to(HOME).as_posix(): (HOME / schema).resolve()
        for schema, pattern in mapped.items()
        for path in HOME.glob(pattern.lstrip("/"))
    }
    expected = {name: _schema_of(HOME / name) for name in found}
    assert found == expected
    assert set(LISTS) < set(found)
    assert len(found) == 2 + len(list((HOME / "vocabularies").glob("*.yaml")))


def test_the_task_of_the_editor_reads_every_line_of_a_check(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    task = json.loads((HOME / ".vscode" / "tasks.json").read_text(encoding="utf-8"))["tasks"][0]
    matchers = {m["severity"]: m["pattern"] for m in task["problemMatcher"]}
    root = cases.lay(
        Case("", "bad", "", files={"content/vide.md": ""}, removed=["content/contact.md"]),
        tmp_path / "club",
    )
    path = root / "practices" / "conseil-jeunes.md"
    path.write_text(
        path.read_text(encoding="utf-8").replace("2022-01", "2022-13"), encoding="utf-8"
    )
    assert cli._run([*task["args"], "--root", str(root), "--today", "2026-06-15"]) == system.CONTENT
    lines = capsys.readouterr().out.splitlines()
    seen = [
        (severity, match[pattern["file"]], match[pattern["code"]])
        for line in lines
        for severity, pattern in matchers.items()
        if (match := re.match(pattern["regexp"], line))
    ]
    assert len(seen) == len(lines)
    assert ("warning", "content/contact.md", "Q02") in seen
    assert ("error", "practices/conseil-jeunes.md", "F04") in seen
