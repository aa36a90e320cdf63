"""Which room of the generator may use which: read from the imports, enforced as a table."""

import ast
import json
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

import generator
from generator.kinds import KINDS, Term
from scripts import javascript

ROOT = Path(generator.__file__).parent

# From top to bottom. A room uses rooms below its line, never one above nor beside.
LAYERS = (
    {"__main__"},
    {"cli"},
    {"commands"},
    {"review"},
    {"build", "demo", "linkcheck", "tables", "starter"},
    {"engine"},
    {"pages", "exports", "reports", "search"},
    {"opengraph"},
    {"views", "rules", "writing"},
    {"club"},
    {"sources"},
    {"routes"},
    {"kinds"},
    {"records"},
    {"territory"},
    {"core"},
)
LEVEL = {room: level for level, rooms in enumerate(LAYERS) for room in rooms}

# What those who show may use: views as values, never records.
SHOWING = {
    *(
        "core.data",
        "core.forge",
        "core.settings",
        "core.text",
        "core.urls",
        "kinds",
        "records.french",
        "routes",
    ),
    *(f"kinds.{path.stem}" for path in (ROOT / "kinds").glob("*.py") if path.stem != "__init__"),
    *("territory.geo", "views.excerpts", "views.listings", "views.model", "views.register"),
}
# What is narrower than the layers. Room or module: all it may use of ours.
ONLY = {
    # Finds in a text, remembers; what is read, and how, stays the audit's own.
    "build.audit": {"core.memory", "core.personal", "core.text"},
    "build.publish": {"core.system"},
    "build.serve": {"sources.files"},
    "core.data": set(),
    "core.personal": {"core.data", "core.text"},
    "core.markdown": {"core.text"},
    "core.normalize": {"core.data", "core.markdown", "core.offsets", "core.urls"},
    "core.offsets": set(),
    "core.settings": {"core.personal", "core.system"},
    "core.spreadsheet": set(),
    "core.findings": {"core.data"},
    "core.forge": {"core.settings"},
    "search": {"core.system", "core.text", "kinds", "kinds.facets", "kinds.kind"},
    "core.text": set(),
    "territory.geo": {"core.data"},
    "territory.likeness": {"core.data", "territory.geo"},
    "sources": {
        *("core.data", "core.findings", "core.memory", "core.normalize", "core.offsets"),
        *("core.system",),
        *("core.text", "kinds", "records.fields", "records.types"),
    },
    "pages": {"core.markdown", "core.memory", "opengraph"} | SHOWING,
    "opengraph": {"core.system"} | SHOWING,
    "exports": {
        *(
            "core.memory",
            "core.spreadsheet",
            "records.base",
            "records.description",
            "territory.likeness",
        ),
        *SHOWING,
    },
}


@cache
def _modules() -> dict[str, ast.Module]:
    """Return the syntax tree of every module, by its dotted name under `generator`."""
    found = {}
    for path in sorted(ROOT.rglob("*.py")):
        parts = path.relative_to(ROOT).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        found[name] = ast.parse(path.read_text(encoding="utf-8"))
    return found


def _imports(tree: ast.AST) -> Iterator[str]:
    """Yield the modules of ours that a tree imports, as dotted names under `generator`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (a.name.partition(".")[2] for a in node.names if _ours(a.name))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only"
            if node.module and _ours(node.module):
                base = node.module.partition(".")[2]
                for alias in node.names:
                    inner = f"{base}.{alias.name}".lstrip(".")
                    yield inner if inner in _modules() else base


def _ours(name: str) -> bool:
    return name == "generator" or name.startswith("generator.")


def _room(module: str) -> str:
    return module.partition(".")[0]


def _within(module: str, room: str) -> bool:
    return module == room or module.startswith(f"{room}.")


def _used(room: str) -> set[str]:
    """Return the modules outside `room`, which may be one module, that its modules import."""
    trees = [tree for name, tree in _modules().items() if _within(name, room)]
    return {used for tree in trees for used in _imports(tree) if not _within(used, room)}


ROOMS = sorted({_room(name) for name in _modules() if name})


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_uses_only_what_is_below_it(room: str) -> None:
    assert room in LEVEL, "a new room is placed in the table above"
    above = {used for used in _used(room) if LEVEL[_room(used)] <= LEVEL[room]}
    assert above == set()


RECORDS = {kind.model.__name__ for kind in KINDS.values()} | {Term.__name__}


@pytest.mark.parametrize("room", ["pages", "exports", "opengraph", "views.listings", "views.model"])
def test_who_shows_knows_no_record(room: str) -> None:
    """Their private fields end in the views: of a kind, only its views and its declaration are used."""
    trees = [tree for name, tree in _modules().items() if _within(name, room)]
    names = {
        alias.name
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and _ours(node.module or "")
        for alias in node.names
    }
    assert names & RECORDS == set()


def test_the_table_names_no_room_that_is_gone() -> None:
    assert set(ROOMS) == set(LEVEL)


@pytest.mark.parametrize("room", ONLY)
def test_a_narrow_room_uses_nothing_else(room: str) -> None:
    used = {name if name in ONLY[room] else _room(name) for name in _used(room)}
    assert used <= ONLY[room]


@pytest.mark.parametrize("module", _modules())
def test_nothing_is_imported_inside_a_function(module: str) -> None:
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    inside = [
        inner.lineno
        for node in ast.walk(_modules()[module])
        if isinstance(node, functions)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert inside == []


def test_a_command_imports_only_what_it_needs() -> None:
    """Whoever checks one sheet must not wait for the engine, the drawings and the spreadsheets."""
    program = "import sys, generator.cli, generator.commands.check; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    heavy = {
        "mkdocs",
        "jinja2",
        "pagefind",
        "openpyxl",
        "holidays",
        "watchdog",
        "rich",
        "generator.build.pipeline",
    }
    assert heavy & {*done.stdout.split()} == set()


def test_no_module_comes_back_to_itself() -> None:
    graph = {name: set(_imports(tree)) - {name} for name, tree in _modules().items()}
    done: set[str] = set()

    def visit(name: str, way: tuple[str, ...]) -> None:
        assert name not in way, " → ".join((*way, name))
        if name not in done:
            for used in sorted(graph[name]):
                visit(used, (*way, name))
            done.add(name)

    for name in graph:
        visit(name, ())


# --- habits that imports alone do not show ------------------------------------------------

# Names that bring in the clock, chance, the environment or the terminal, and who may say them.
GUARDED = {
    "now": {"commands.options"},
    "today": set(),
    "utcnow": set(),
    "time": set(),
    "monotonic": {"build.serve"},
    "environ": {"cli", "commands.progress", "core.system", "engine.program"},
    "getenv": set(),
    "getlocale": set(),
    "setlocale": set(),
    "stdout": {"core.system"},
    "stderr": {"commands.progress", "core.system"},
    "echo": {"commands"},
    "getLogger": set(),
}
MODULES = {"datetime", "date", "time", "os", "locale", "sys", "click", "logging"}


@pytest.mark.parametrize("name", GUARDED)
def test_clock_environment_and_terminal_are_read_in_one_place(name: str) -> None:
    users = {
        module
        for module, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute)
        and node.attr == name
        and isinstance(node.value, ast.Name)
        and node.value.id in MODULES
    }
    assert {one for one in users if _room(one) not in GUARDED[name]} <= GUARDED[name]


def test_only_the_command_line_prints() -> None:
    users = {
        module
        for module, tree in _modules().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in {"print", "input"}
    }
    assert users == set()


def test_only_the_demo_uses_chance() -> None:
    users = {
        _room(module)
        for module, tree in _modules().items()
        for node in ast.walk(tree)
        if (isinstance(node, ast.Import) and any(a.name == "random" for a in node.names))
        or (isinstance(node, ast.ImportFrom) and node.module in {"random", "secrets", "uuid"})
    }
    assert users <= {"demo"}


def test_consent_is_read_in_one_view_only() -> None:
    users = {
        module
        for module, tree in _modules().items()
        if _room(module) in {"views", "pages", "exports", "engine"}
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and node.attr == "consent"
    }
    assert users == {"views.people"}


def _tables() -> list[tuple[set[str], str]]:
    """Return the lines of the tables of dependencies: the packages named, the rest of the line."""
    text = (ROOT.parent / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = [line.strip("|").split("|", 1) for line in text.splitlines() if line.startswith("| ")]
    return [({name.strip() for name in first.split(",")}, rest) for first, rest in rows]


def test_what_is_imported_is_declared_and_earns_its_line() -> None:
    project = tomllib.loads((ROOT.parent / "pyproject.toml").read_text(encoding="utf-8"))
    run = {_name(one) for one in project["project"]["dependencies"]}
    tools = {_name(one) for group in project["dependency-groups"].values() for one in group}
    package = json.loads((javascript.HOME / "package.json").read_text(encoding="utf-8"))
    tools |= package["devDependencies"].keys()
    told = set.union(*(names for names, _ in _tables()))

    providers = packages_distributions()
    modules = {
        name.partition(".")[0]
        for path in ROOT.rglob("*.py")
        for name in _imported(path)
        if name.partition(".")[0] not in {*sys.stdlib_module_names, "generator"}
    }
    imported = {_name(one) for module in modules for one in providers[module]}

    assert imported <= run, imported - run
    assert told - {"package"} == run | tools
    assert all(rest.strip("| ") for _, rest in _tables())


def _name(requirement: str) -> str:
    return re.split(r"[\[<>=!; ]", requirement)[0].lower().replace("_", "-")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def test_what_is_not_ours_has_its_licence_and_no_licence_is_without_use() -> None:
    """What `reuse lint` says of the licences, which no lock without compilers can hold."""
    root = ROOT.parent
    said = tomllib.loads((root / "REUSE.toml").read_text(encoding="utf-8"))["annotations"]
    paths = [
        path
        for one in said
        for path in ([one["path"]] if isinstance(one["path"], str) else one["path"])
    ]
    used = {id_ for one in said for id_ in one["SPDX-License-Identifier"].split(" AND ")}

    assert used == {path.stem for path in (root / "LICENSES").iterdir()}
    assert [path for path in paths if not any(root.glob(path))] == []
    vendored = {f"tests/vendor/{path.name}/**" for path in (root / "tests" / "vendor").iterdir()}
    assert vendored <= set(paths)


def test_the_bundles_carry_the_digest_of_their_sources() -> None:
    """What a machine without Node can know: nobody edited the sources and forgot `make scripts`."""
    for path in javascript.BUNDLES.glob("*.js"):
        assert path.read_text("utf-8").startswith(javascript.banner()), path.name
