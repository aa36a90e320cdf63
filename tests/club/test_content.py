"""What this club wrote, and no other: its texts, its settings, the sides of its files."""

from datetime import date

from generator import pipeline, settings, starter
from tests.site_fixtures import HOME


def test_the_texts_of_the_club_are_in_order() -> None:
    found = pipeline.check(HOME, settings.load(HOME), date(2026, 11, 24)).findings
    assert [str(f) for f in found if f.path.startswith("watch/")] == []


def test_no_election_notice_is_prepared() -> None:
    assert settings.load(HOME).election_notice is None


def test_every_file_is_on_one_side() -> None:
    """Else `club init` would forget it: say in generator/starter/sides.py whose it is."""
    apart = {".venv"}  # where it is a link, `.gitignore` does not say so
    found = [path for path in starter.paths(HOME) if starter.side(path) is None]
    assert set(found) - apart == set()
