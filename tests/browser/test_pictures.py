"""The pictures of the guides show what the pages say today, and nothing else is kept."""

import json
import re
from collections.abc import Iterator

import pytest
from PIL import Image
from playwright.sync_api import Browser, Page

from generator.build.images import MAX_SIDE
from scripts import screenshots
from scripts.browser import served
from scripts.screenshots import ASSETS, SHOTS, WORDS
from tests.browser.conftest import Sites
from tests.site_fixtures import HOME

pytestmark = pytest.mark.browser

KEPT: dict[str, str] = json.loads(WORDS.read_text(encoding="utf-8"))
_IMAGE = re.compile(r"!\[([^\]]*)\]\(/assets/(guide-[a-z-]+)\.webp\)")


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    page = screenshots.phone(browser)
    yield page
    page.context.close()


@pytest.fixture(scope="module")
def review(sites: Sites, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the preview of a proposal."""
    folder = tmp_path_factory.mktemp("revue")
    with served(screenshots.propose(sites["miniature"].folder, folder)) as address:
        yield address


@pytest.mark.parametrize("name", SHOTS)
def test_a_picture_says_what_its_page_says(
    phone: Page, sites: Sites, review: str, name: str
) -> None:
    shot = SHOTS[name]
    base = review if shot.proposed else sites["miniature"].url
    words = screenshots.reach(phone, base, shot)
    assert words == KEPT[name], "run « make pictures », and look at them"


def test_every_picture_is_there_and_can_be_shown_whole() -> None:
    assert set(SHOTS) == set(KEPT) == {path.stem for path in ASSETS.glob("guide-*.webp")}
    for name in SHOTS:
        with Image.open(ASSETS / f"{name}.webp") as image:
            assert image.width == screenshots.WIDTH * screenshots.SHARPNESS
            assert image.height <= MAX_SIDE, f"{name} would be made smaller than its text allows"


def test_every_picture_is_told_in_a_guide_and_described() -> None:
    guides = [path.read_text(encoding="utf-8") for path in (HOME / "content").glob("*.md")]
    shown = [match for text in guides for match in _IMAGE.findall(text)]
    assert sorted(name for _, name in shown) == sorted(SHOTS)
    assert all(len(described) > 30 for described, _ in shown)
