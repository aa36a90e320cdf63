"""The preview of a proposal, opened from a folder by a double click: no server."""

import shutil
from pathlib import Path
from typing import cast

import pytest
from playwright.sync_api import Browser

from generator.review import sites
from generator.review.sites import SeenPage
from tests.site_fixtures import BuiltClub

pytestmark = pytest.mark.browser


def test_the_preview_is_read_from_a_folder(
    browser: Browser, miniature: BuiltClub, tmp_path: Path
) -> None:
    sheet = SeenPage("/pratiques/assemblee-saint-denis/", "Une <b>assemblée</b>", "")
    moved = shutil.copytree(miniature.site, tmp_path / "site")
    sites.preview(moved, tmp_path / "apercu", [sheet], {sheet.url})
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.goto((tmp_path / "apercu" / sites.START).as_uri())
    heading = page.get_by_role("heading", level=1)
    assert heading.evaluate("e => getComputedStyle(e).color") != "rgb(0, 0, 0)", "no style"
    page.get_by_role("link", name="Une <b>assemblée</b>").click()
    assert page.url.endswith("/apercu/pratiques/assemblee-saint-denis/index.html")
    assert (
        cast("str", page.locator("body").evaluate("e => getComputedStyle(e).fontFamily")) != "serif"
    )
    assert page.locator("link[rel=stylesheet]").first.evaluate("e => e.sheet !== null")
    page.get_by_role("navigation", name="Fil d’Ariane").get_by_role("link").first.click()
    assert page.url.endswith("/apercu/pratiques/index.html")
    page.locator(".c-brand").click()
    assert page.url.endswith("/apercu/index.html")
    assert [line for line in said if "Content Security Policy" in line] == []
    page.close()
