"""The documentation says what the code says: generated pages, schemas, commands, links."""

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click import Group

from generator.cli import club
from generator.core.findings import CODES
from scripts import reference

ROOT = reference.ROOT
WRITTEN = [
    *(ROOT / name for name in ("README.md", "LISEZMOI.md", "CONTRIBUTING.md", "CHANGELOG.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)")


def properties(node: Any) -> list[dict[str, Any]]:
    if isinstance(node, list):
        return [found for item in node for found in properties(item)]
    if not isinstance(node, dict):
        return []
    own = node.get("properties", {})
    mine = list(own.values()) if node.get("type") == "object" else []
    return mine + [found for value in node.values() for found in properties(value)]


def test_generated_files_are_those_of_the_code() -> None:
    assert reference.differences() == [], (
        "une page de référence est en retard : lancez « make docs »"
    )


def test_a_missing_a_changed_and_a_stray_file_are_noticed(tmp_path: Path) -> None:
    for name, text in reference.generate().items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    assert reference.differences(tmp_path) == []
    (tmp_path / "docs/codes/F04.md").unlink()
    (tmp_path / "docs/codes/Z99.md").write_text("# Z99\n")
    (tmp_path / "generator/schemas/watch.json").write_text("{}\n")
    assert reference.differences(tmp_path) == [
        "docs/codes/F04.md",
        "docs/codes/Z99.md",
        "generator/schemas/watch.json",
    ]


def test_every_property_of_a_schema_is_described() -> None:
    made = reference.generate()
    texts = [text for name, text in made.items() if name.startswith("generator/schemas/")]
    described = [p for text in texts for p in properties(json.loads(text))]
    assert len(described) > 100
    assert [p for p in described if not p.get("description")] == []


@pytest.mark.parametrize("code", CODES)
def test_the_page_of_a_code_shows_an_exact_message(code: str) -> None:
    page = (ROOT / "docs" / "codes" / f"{code}.md").read_text(encoding="utf-8")
    severity = "avertissement" if CODES[code].warning else "erreur"
    assert f" {severity} {code} " in page


def test_the_readme_names_every_command() -> None:
    assert isinstance(club, Group)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert [name for name in club.commands if f"| `club {name}" not in readme] == []


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text(encoding="utf-8")
    assert [p.name for p in sorted(folder.glob("0*.md")) if f"]({p.name})" not in index] == []


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_links_of_the_documentation_lead_somewhere(path: Path) -> None:
    text = re.sub(
        r"^(`{3,}).*?^\1$", "", path.read_text(encoding="utf-8"), flags=re.MULTILINE | re.DOTALL
    )
    targets = _LINK.findall(re.sub(r"`[^`\n]+`", "", text))
    assert [t for t in targets if not (path.parent / t).exists()] == []


def rooms() -> list[str]:
    """The rooms of the generator, in the order of the table of docs/architecture.md."""
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    table = text.partition("## Rooms")[2].partition("\n\n`generator/demo/`")[0]
    cells = [line.split("|")[1] for line in table.split("\n") if line.startswith("| `")]
    return [name for cell in cells for name in re.findall(r"`(\w+)(?:/|\.py)`", cell)]


def imports() -> Iterator[tuple[str, str, str]]:
    """Yield the room that imports, the room imported, and the file that says so."""
    for path in sorted((ROOT / "generator").rglob("*.py")):
        inside = path.relative_to(ROOT / "generator")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.ImportFrom) or not node.module:
                continue
            top, *below = node.module.split(".")
            if top == "generator":
                names = below[:1] or [alias.name for alias in node.names]
                yield from ((inside.parts[0].removesuffix(".py"), n, str(inside)) for n in names)


def test_the_architecture_names_every_room() -> None:
    beside = {"__init__.py", "__pycache__", "data", "demo", "locale", "schemas", "templates"}
    present = {p.name for p in (ROOT / "generator").iterdir()} - beside
    assert sorted(rooms()) == sorted(name.removesuffix(".py") for name in present)


def test_imports_go_down_the_rooms_of_the_architecture() -> None:
    rank = {name: i for i, name in enumerate(rooms())} | {"demo": 3.5}
    assert [f"{file}: {to}" for room, to, file in imports() if rank[to] < rank[room]] == []


def test_pages_and_exports_cannot_see_records() -> None:
    hidden = {"sources", "club", "rules"}  # of records, see test_layers
    found = [f"{file}: {to}" for room, to, file in imports() if room in {"pages", "exports"}]
    assert found
    assert [import_ for import_ in found if import_.partition(": ")[2] in hidden] == []
