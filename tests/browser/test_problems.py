"""The problems that officials type: what the suite expects is there, before any browser asks it."""

from pathlib import Path

from generator.build import pipeline
from generator.core import settings
from scripts import relevance
from tests import sample


def test_the_problems_lead_to_pages_of_the_sample_club(tmp_path: Path) -> None:
    asked = relevance.queries("problems")
    root = sample.write(tmp_path / "club")
    known = pipeline.check(root, settings.load(root), relevance.TODAY).club.addresses()
    assert len({query.text.casefold() for query in asked}) == len(asked) >= 120
    assert {query.site for query in asked} == {"club"}
    assert all(1 <= len(set(query.expect)) == len(query.expect) <= 5 for query in asked)
    assert [a for query in asked for a in query.expect if a not in known] == []
