"""The election notice: off unless the club asks, shown on its days, the same on every page."""

from datetime import date
from pathlib import Path

import pytest

from generator.core import settings
from generator.core.settings import ELECTION_NOTICE, ElectionNotice
from generator.engine import program
from tests.site_fixtures import BuiltClub

BAND = '<p class="c-election">'
DAY = date(2026, 6, 15)


def _load(tmp_path: Path, notice: str) -> settings.Settings:
    text = f"site_url: https://essai.example/\nextra: {{club: {{{notice}}}}}\n"
    (tmp_path / "mkdocs.yml").write_text(text, encoding="utf-8")
    return settings.load(tmp_path)


@pytest.mark.parametrize("notice", ["", "election_notice: ", "election_notice: false"])
def test_there_is_no_notice_unless_asked(notice: str, tmp_path: Path) -> None:
    assert _load(tmp_path, notice).election_notice is None


def test_true_shows_the_words_we_propose_on_any_day(tmp_path: Path) -> None:
    notice = _load(tmp_path, "election_notice: true").on(DAY).election_notice
    assert notice == ElectionNotice(ELECTION_NOTICE)
    assert "article L.\u00a052-1, second alinéa" in ELECTION_NOTICE


@pytest.mark.parametrize(
    ("given", "today", "shown"),
    [
        ("from: 2026-06-15", "2026-06-14", False),
        ("from: 2026-06-15", "2026-06-15", True),
        ("from: 2026-06-15", "2099-01-01", True),
        ("to: 2026-06-15", "2026-06-15", True),
        ("to: '2026-06-15'", "2026-06-16", False),
        ("from: 2025-09-01, to: 2026-03-22", "2025-08-31", False),
        ("from: 2025-09-01, to: 2026-03-22", "2026-03-22", True),
    ],
)
def test_a_notice_is_shown_from_its_first_day_to_its_last(
    given: str, today: str, *, shown: bool, tmp_path: Path
) -> None:
    found = _load(tmp_path, f"election_notice: {{{given}}}").on(date.fromisoformat(today))
    assert (found.election_notice is not None) is shown


@pytest.mark.parametrize(
    ("today", "words"), [("2026-06-15", "Vote\u00a0: <b>"), ("2026-06-16", "")]
)
def test_the_engine_is_given_the_words_of_the_day(today: str, words: str, tmp_path: Path) -> None:
    given = "election_notice: {text: 'Vote   : <b>', to: 2026-06-15}"
    chosen = _load(tmp_path, given).on(date.fromisoformat(today))
    made = program.configuration(chosen, tmp_path, tmp_path, {})
    assert made["extra"]["club"]["election_notice"] == words


def test_the_notice_is_on_every_page_and_said_once(miniature: BuiltClub) -> None:
    pages = [p.read_text(encoding="utf-8") for p in miniature.site.rglob("*.html")]
    pages = [page for page in pages if "<article" in page]
    assert len(pages) > 40
    assert {page.count(BAND) for page in pages} == {1}
    assert all(f"{BAND}{ELECTION_NOTICE}</p>" in page for page in pages)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ("site_description: Appelez le 06 12 34 56 78", "site_description"),
        ("site_name: camille [at] mairie [point] fr", "site_name"),
        ("copyright: 0612345678", "copyright"),
        ("nav: [{Appeler le 06.12.34.56.78: index.md}]", "nav.0"),
        (
            "extra: {club: {election_notice: {text: '06 12 34 56 78'}}}",
            "extra.club.election_notice",
        ),
        ("extra: {social: [{name: camille@mairie.fr}]}", "extra.social.0.name"),
        ("site_name: Club #1 des élus", "yml:2 : « #1 des élus » serait perdu"),
        ("site_name: Club : élus", "yml:2 est illisible : un « : » au milieu d’une valeur"),
    ],
)
def test_what_may_not_be_written_is_refused_where_it_is_written(
    given: str, field: str, tmp_path: Path
) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_url: https://essai.example/\n{given}\n", "utf-8")
    with pytest.raises(settings.SettingsError, match=field):
        settings.load(tmp_path)


def test_the_address_of_the_club_may_be_said_again(tmp_path: Path) -> None:
    own = "contact_email: club@mairie.fr, host: 'club [at] mairie.fr'"
    assert _load(tmp_path, own).contact_email == "club@mairie.fr"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            "extra: {club: {fictional: true}}\nextra: {club: {host: Ville}}",
            "mkdocs.yml:3 .*« extra »",
        ),
        ("extra:\n  club:\n    host: A\n  club:\n    fictional: true", "mkdocs.yml:5 .*« club »"),
        ("site_url: https://autre.example/", "mkdocs.yml:2 .*« site_url » est écrit deux fois"),
        ("extra: {club: {fictionnal: true}}", "extra.club.fictionnal"),
        ("extra: {club: {1: true, election: true}}", "extra.club.1"),
    ],
)
def test_what_would_be_lost_in_silence_is_refused(given: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_url: https://essai.example/\n{given}\n", "utf-8")
    with pytest.raises(settings.SettingsError, match=said):
        settings.load(tmp_path)
