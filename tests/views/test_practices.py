"""What the view of a sheet computes: how fresh it is, what moved since, what was adapted, shares."""

from datetime import date
from pathlib import Path

import pytest

from generator.club import link
from generator.geo import geography
from generator.settings import HOME
from generator.sources import read
from generator.views import site
from generator.views.model import PracticeView
from tests import cases
from tests.cases import TODAY, Case

MULHOUSE, YOUTH, LAW = (
    *("practices/budget-mulhouse.md", "practices/conseil-jeunes.md"),
    "watch/loi-deux.md",
)


def sheet(
    folder: Path, *edits: tuple[str, str, str], id_: str = "budget-mulhouse", today: date = TODAY
) -> PracticeView:
    """Return the view of a sheet of the base club, after some edits (file, old, new)."""
    by_file: dict[str, list[dict[str, str]]] = {}
    for name, old, new in edits:
        by_file.setdefault(name, []).append({"replace": old, "with": new})
    root = cases.lay(Case("", "ok", "", edits=by_file), folder / "club")
    club, _ = link(read(root, HOME), geography())
    return next(p for p in site(club, today=today).practices if p.id == id_)


def badges(view: PracticeView) -> list[str]:
    return [badge.text for badge in view.badges]


# --- freshness -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reviewed", "text"),
    [
        ("2026-06-01", "Relue ce mois-ci"),
        ("2026-02", "Relue il y a 3\u00a0mois"),
        ("2024-06-16", "Relue il y a 23\u00a0mois"),
        ("2024-06-15", None),
    ],
)
def test_a_sheet_says_when_it_was_read_over_until_it_is_too_old(
    reviewed: str, text: str | None, tmp_path: Path
) -> None:
    view = sheet(tmp_path, (MULHOUSE, "reviewed: 2026-02", f"reviewed: {reviewed}"))
    assert (view.freshness.text if view.freshness else None) == text
    assert ("À revoir" in badges(view)) is (text is None)


def test_an_old_sheet_says_why_it_is_to_be_read_again(tmp_path: Path) -> None:
    view = sheet(tmp_path, (MULHOUSE, "reviewed: 2026-02", "reviewed: 2023-05"))
    assert view.badges[-1].why == "dernière relecture il y a 3\u00a0ans"


def test_a_sheet_never_read_over_says_so(tmp_path: Path) -> None:
    view = sheet(tmp_path, (MULHOUSE, "reviewed: 2026-02\n", ""))
    assert view.freshness
    assert (view.freshness.text, view.freshness.tone) == ("Jamais relue", "warn")


# --- a text that moved since -----------------------------------------------------------------


def moved(folder: Path, stage: str, reviewed: str = "2026-02") -> str:
    """Return what is said of the law of the sheet when it has a step on that date."""
    view = sheet(
        folder,
        (LAW, "stages:\n", f"stages:\n  - stage: promulgation\n    date: {stage}\n"),
        (MULHOUSE, "reviewed: 2026-02", f"reviewed: {reviewed}"),
    )
    (basis,) = view.legal_basis
    assert basis.text.id == "loi-deux"
    assert ("À revoir" in badges(view)) is bool(basis.review)
    assert (view.freshness is None) is bool(basis.review)
    return basis.review.why if basis.review else ""


@pytest.mark.parametrize(
    ("stage", "reviewed", "later"),
    [
        ("2026-03-01", "2026-02", True),
        ("2026-02-28", "2026-02", False),  # the sheet may have been read that very day
        ("2026-03", "2026-02-28", True),
        ("2026", "2026-02", False),  # may be January
        ("2026-06-15", "2026-02", True),
        ("2026-06-16", "2026-02", False),  # tomorrow
        ("2020-01-01", "2026-02", False),
    ],
)
def test_a_text_surely_later_than_the_review_is_flagged(
    stage: str, reviewed: str, *, later: bool, tmp_path: Path
) -> None:
    assert bool(moved(tmp_path, stage, reviewed)) is later


def test_the_flag_says_which_step_and_when(tmp_path: Path) -> None:
    assert moved(tmp_path, "2026-04-02") == (
        "la fiche n’a pas été relue depuis une étape de ce texte : promulgation, 2 avril 2026"
    )


def test_a_sheet_never_read_over_is_not_said_to_be_late_on_a_text(tmp_path: Path) -> None:
    view = sheet(tmp_path, (MULHOUSE, "reviewed: 2026-02\n", ""))
    assert [basis.review for basis in view.legal_basis] == [None]


# --- what was adapted, seen from both ends ---------------------------------------------------

CHANGED = (YOUTH, "sources:", "adaptation: les jeunes seuls votent\nsources:")


def test_what_was_changed_is_seen_from_both_ends(tmp_path: Path) -> None:
    young = sheet(tmp_path / "1", CHANGED, id_="conseil-jeunes")
    assert young.adapted_from
    assert (young.adapted_from.practice.id, young.adapted_from.changed) == (
        *("budget-mulhouse", "les jeunes seuls votent"),
    )
    origin = sheet(tmp_path / "2", CHANGED)
    assert [(a.practice.id, a.changed) for a in origin.adapted_by] == [
        ("conseil-jeunes", "les jeunes seuls votent")
    ]


def test_a_link_without_a_word_is_still_a_link(tmp_path: Path) -> None:
    assert [(a.practice.id, a.changed) for a in sheet(tmp_path).adapted_by] == [
        ("conseil-jeunes", "")
    ]


# --- shares ----------------------------------------------------------------------------------


def test_the_share_is_of_those_concerned_when_they_are_known(tmp_path: Path) -> None:
    assert sheet(tmp_path).share_text == "1,5\u00a0% des 80\u202f000 personnes concernées"


def test_the_share_is_else_of_the_inhabitants_and_says_of_which_year(tmp_path: Path) -> None:
    view = sheet(tmp_path, (MULHOUSE, "number: 1 200, out_of: 80000", "number: 1 200"))
    assert view.place
    whole = f"{view.place.population_text}\u00a0habitants (2023)"
    assert view.share_text == f"1,1\u00a0% des {whole}"


@pytest.mark.parametrize("number", ["0", "999999999"])
def test_no_share_is_said_when_it_means_nothing(number: str, tmp_path: Path) -> None:
    old, new = "number: 1 200, out_of: 80000", f"number: {number}"
    assert sheet(tmp_path, (MULHOUSE, old, new)).share_text == ""
