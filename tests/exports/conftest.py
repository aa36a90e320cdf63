"""What the tests of exports read: the miniature club as it shows, and a demo of a fair size."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from generator import demo, views
from generator.build import pipeline
from generator.core import settings
from generator.core.settings import Settings
from generator.exports import export
from generator.pages.documents import documents
from generator.views.model import SiteView
from tests.miniature import CLUB, TODAY


@dataclass(frozen=True, slots=True)
class Shown:
    """A club as its site shows it on a day, and what leaves it."""

    site: SiteView
    settings: Settings

    def export(self) -> dict[str, str]:
        """Return every file that leaves, written once."""
        if id(self.site) not in _EXPORTED:
            made = export(self.site, self.settings) | documents(self.site, self.settings)
            _EXPORTED[id(self.site)] = (self.site, made)
        return dict(_EXPORTED[id(self.site)][1])


_EXPORTED: dict[int, tuple[SiteView, dict[str, str]]] = {}


def show(root: Path, today: date = TODAY) -> Shown:
    """Return the club of a folder as its site shows it."""
    chosen = settings.load(root)
    checked = pipeline.check(root, chosen, today)
    assert not checked.errors
    site = views.site(
        checked.club,
        today=today,
        retention_months=chosen.retention_months,
        fictional=chosen.fictional,
    )
    return Shown(site, chosen)


@pytest.fixture(scope="session")
def shown() -> Shown:
    """The miniature club."""
    return show(CLUB)


@pytest.fixture(scope="session")
def shown_on() -> Callable[[date], Shown]:
    """The miniature club on another day."""
    return lambda day: show(CLUB, day)


@pytest.fixture(scope="session")
def many(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """A fictional club with some of everything."""
    root = tmp_path_factory.mktemp("exports") / "club"
    sizes = demo.Sizes(members=120, practices=80, meetings=70, watch=70, actions=20)
    demo.write_demo(root, sizes, seed=5, today=TODAY, home=settings.HOME)
    return show(root)
