"""What the view of a sheet computes: how fresh it is, what moved since, what was adapted, shares."""

from datetime import date
from pathlib import Path

import pytest

from generator.club import link
from generator.core.settings import HOME
from generator.kinds.practice import PracticeView
from generator.sources import read
from generator.territory.geo import geography
from generator.views import site
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


def _written(folder: Path, status: str, more: str) -> PracticeView:
    """Return the view of a sheet of two lines and of what is given."""
    text = (
        "---\ntitle: Essai\nsummary: Un essai.\narea: commune:68224\n"
        f"status: {status}\nstart_date: 2019\n{more}---\n\nTexte.\n"
    )
    root = cases.lay(Case("", "ok", "", files={"practices/essai.md": text}), folder / "club")
    club, _ = link(read(root, HOME), geography())
    return next(p for p in site(club, today=TODAY).practices if p.id == "essai")


def badges(view: PracticeView) -> list[str]:
    return [badge.text for badge in view.badges]


# --- freshness -------------------------------------------------------------------------------


UNCONFIRMED = "aucun membre du club n’a encore confirmé cette fiche"


CONFIRMED = "un membre du club a confirmé cette fiche (mai 2023)"


@pytest.mark.parametrize(
    ("reviewed", "verified", "text", "why"),
    [
        ("2024-06-16", "", "Non confirmée", UNCONFIRMED),
        ("2026-02", "2023-05", "Confirmée", CONFIRMED),
        ("2023-05", "", "À revoir", f"dernière relecture il y a 3\u00a0ans ; {UNCONFIRMED}"),
        ("2023-05", "2023-05", "À revoir", f"dernière relecture il y a 3\u00a0ans ; {CONFIRMED}"),
        ("", "", "Non confirmée", f"{UNCONFIRMED} ; aucune date de relecture n’est indiquée"),
    ],
)
def test_a_sheet_has_one_badge_of_trust_with_its_reasons(
    reviewed: str, verified: str, text: str, why: str, tmp_path: Path
) -> None:
    days = {"reviewed": reviewed, "verified": verified}
    view = _written(tmp_path, "stopped", "".join(f"{k}: {v}\n" for k, v in days.items() if v))
    _, trust = view.badges
    assert (trust.text, trust.why) == (text, why)


# --- when it was known -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("status", "more", "text", "period"),
    [
        ("ongoing", "", "En cours", "depuis 2019"),
        ("ongoing", "status_date: 2026-05\n", "En cours", "depuis 2019"),
        ("ongoing", "status_date: 2021-05\n", "En cours en 2021", "à partir de 2019"),
        ("ongoing", "SOURCE 2021-03", "En cours en 2021 (dernière source)", "à partir de 2019"),
        ("ongoing", "SOURCE 2026-03", "En cours", "depuis 2019"),
        ("ongoing", "status_date: 2023\nSOURCE 2024", "En cours en 2023", "à partir de 2019"),
        ("ongoing", "verified: 2025-03\nSOURCE 2024", "En cours en 2025", "à partir de 2019"),
        ("idea", "status_date: 2021\n", "Idée en 2021", "envisagée pour 2019"),
        ("completed", "SOURCE 2021", "Terminée", "2019"),
        ("stopped", "status_date: 2021\n", "Arrêtée", "2019"),
    ],
)
def test_a_status_says_when_it_was_last_known(
    status: str, more: str, text: str, period: str, tmp_path: Path
) -> None:
    front, _, day = more.partition("SOURCE ")
    sources = f"sources:\n  - title: Bilan\n    date: {day}\n" if day else ""
    view = _written(tmp_path, status, front + sources)
    assert (view.status_text, view.period) == (text, period)
    assert view.badges[0].text == text.removesuffix(" (dernière source)")


@pytest.mark.parametrize(
    ("took", "text", "share"),
    [
        ("number: 700, year: 2020", "700\u00a0personnes en 2020", True),
        ("number: 700, from: 2012, to: 2021", "700\u00a0personnes de 2012 à 2021", False),
        ("number: 700, from: 2012", "700\u00a0personnes depuis 2012", False),
        ("number: 700, to: 2021", "700\u00a0personnes jusqu’en 2021", False),
        (
            "number: 700, year: 2020, note: en ligne",
            "700\u00a0personnes en 2020 (en ligne)",
            True,
        ),
    ],
)
def test_people_counted_over_years_are_no_share_of_the_population(
    took: str, text: str, share: bool, tmp_path: Path
) -> None:
    view = _written(tmp_path, "ongoing", f"participants: {{{took}}}\n")
    assert view.participants_text == text
    assert bool(view.share_text) is share


def test_what_a_cost_includes_travels_with_it(tmp_path: Path) -> None:
    view = _written(
        tmp_path, "ongoing", "cost: {process: 26000, year: 2020, note: budget annoncé}\n"
    )
    (line,) = view.cost_lines
    assert line == ("Coût", "26\u202f000\u00a0€ (2020 ; budget annoncé)")


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
