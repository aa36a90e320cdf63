"""What this club wrote, and no other: its texts, its settings, who reviews what."""

from datetime import date

import pytest

from generator.build import pipeline
from generator.core import settings
from generator.sources import FOLDER_KINDS, LIST_KINDS
from tests.site_fixtures import HOME


def test_the_texts_of_the_club_are_in_order() -> None:
    found = pipeline.check(HOME, settings.load(HOME), date(2026, 11, 24)).findings
    assert [str(f) for f in found if f.path.startswith("watch/")] == []


def test_no_election_notice_is_prepared() -> None:
    assert settings.load(HOME).election_notice is None


def test_owners_are_those_of_the_sources() -> None:
    lines = (HOME / ".github/CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert rules[0][0] == "*"
    content = {path for path, owner in rules if not owner.endswith("/technique")}
    folders = {f"/{name}/" for name in (*FOLDER_KINDS, "vocabularies")}
    assert content == folders | {f"/{name}" for name in LIST_KINDS}


@pytest.mark.parametrize("forge", [".github", ".gitlab"])
@pytest.mark.parametrize(
    "path",
    ["requirements-audit.lock", ".gitattributes", "yaml.py", "x/y.md", "urls.lock", "erased.lock"],
)
def test_what_is_not_content_is_owned_by_those_who_answer_for_the_programme(
    path: str, forge: str
) -> None:
    """Named or not: what a weekly job with a token would run comes from nowhere else."""
    lines = (HOME / forge / "CODEOWNERS").read_text(encoding="utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    owners = [owner for name, owner in rules if name == "*" or f"/{path}".startswith(name)]
    assert owners[-1].endswith("/technique")
