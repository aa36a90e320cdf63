"""The scripts of the pages: typed, clean, and bundled as the sources are now."""

import os
from pathlib import Path

import pytest

from scripts import javascript

pytestmark = pytest.mark.skipif(
    not (javascript.HOME / "node_modules").is_dir() and os.environ.get("CI") != "true",
    reason="the JavaScript tools are not installed: npm was missing when `make test` started",
)


def test_types_hold() -> None:
    done = javascript.tool("tsc")
    assert done.returncode == 0, done.stdout


def test_biome_finds_nothing_to_say() -> None:
    done = javascript.tool("biome", "check", "--error-on-warnings")
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_bundles_are_those_of_the_sources(tmp_path: Path) -> None:
    javascript.bundle(tmp_path)
    made = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()}
    kept = {path.name: path.read_text("utf-8") for path in javascript.BUNDLES.glob("*.js")}
    assert made == kept, "run `make scripts`"
