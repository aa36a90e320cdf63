"""The club's life as each day sees it: next meeting, what comes, what is new, what is owed, who signed."""

from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest

from generator import demo
from generator.club import Club, link
from generator.core.settings import HOME
from generator.kinds.action import ActionView
from generator.kinds.meeting import MeetingView
from generator.kinds.watch import WatchView
from generator.records.types import PartialDate
from generator.sources import read
from generator.territory.geo import geography
from generator.views import site
from generator.views.agenda import RECENT_DAYS
from generator.views.model import HORIZON_DAYS, SiteView
from tests.miniature import TODAY
from tests.site_fixtures import copy_miniature

NBSP = "\u00a0"
OPEN = "actions/lettre-tirage-au-sort.md"
SENT = "actions/courrier-age-du-vote.md"
MEETING = "meetings/2026-09-10-tirer-au-sort.md"
BILL = "watch/proposition-exemple.md"


def club(folder: Path, *edits: tuple[str, str, str], files: dict[str, str] | None = None) -> Club:
    """Return the miniature club after some edits (file, old, new), and with more files."""
    root = copy_miniature(folder / "club")
    for name, old, new in edits:
        text = (root / name).read_text(encoding="utf-8")
        assert old in text
        (root / name).write_text(text.replace(old, new), encoding="utf-8")
    for name, text in (files or {}).items():
        (root / name).write_text(text, encoding="utf-8")
    linked, findings = link(read(root, HOME), geography())
    assert not findings
    return linked


def seen(folder: Path, *edits: tuple[str, str, str], today: date = TODAY) -> SiteView:
    return site(club(folder, *edits), today=today)


def meeting(view: SiteView, id_: str = "2026-09-10-tirer-au-sort") -> MeetingView:
    return next(m for m in view.meetings if m.id == id_)


def action(view: SiteView, id_: str = "lettre-tirage-au-sort") -> ActionView:
    return next(a for a in view.actions if a.id == id_)


def text(view: SiteView, id_: str = "proposition-exemple") -> WatchView:
    return next(w for w in view.watch if w.id == id_)


# --- meetings ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "state", "countdown"),
    [
        (date(2026, 8, 31), "planned", f"dans 10{NBSP}jours"),
        (date(2026, 9, 9), "planned", "demain"),
        (date(2026, 9, 10), "planned", "aujourd’hui"),
        (date(2026, 9, 11), "overdue", ""),
    ],
)
def test_a_planned_meeting_counts_down_then_waits_to_be_confirmed(
    today: date, state: str, countdown: str, tmp_path: Path
) -> None:
    view = seen(tmp_path, today=today)
    planned = meeting(view)
    assert (planned.state, planned.countdown) == (state, countdown)
    assert bool(planned.link) is (state == "planned")
    following = view.next_meeting.id if view.next_meeting else None
    assert following == (planned.id if state == "planned" else None)


def test_a_meeting_known_to_the_month_has_no_countdown(tmp_path: Path) -> None:
    later = club(
        tmp_path,
        files={
            "meetings/2026-10-suite.md": "---\ntitle: Suite\nstart: 2026-10\nstatus: planned\n---\n"
        },
    )
    view = site(later, today=date(2026, 9, 20))
    assert view.next_meeting
    assert (view.next_meeting.id, view.next_meeting.countdown) == ("2026-10-suite", "")


# --- register ---------------------------------------------------------------------------------

TASKS = """---
title: Exemple de travail
start: 2026-05-02
status: held
decisions: [Se revoir]
tasks:
  - {text: Sans date, owner: camille-exemple}
  - {text: Plus tard, owner: camille-exemple, due: 2026-12-01}
  - {text: Bientôt, owner: dominique-modele, due: 2026-07}
  - {text: Oubliée, owner: camille-exemple, due: 2026-05-20}
  - {text: Faite, owner: camille-exemple, due: 2026-05-20, status: done, done: 2026-05-18}
  - {text: Abandonnée, owner: dominique-modele, status: dropped}
---

Notes.
"""


def test_the_register_puts_first_what_is_owed_then_the_rest(tmp_path: Path) -> None:
    worked = club(tmp_path, files={"meetings/2026-05-02-travail.md": TASKS})
    view = site(worked, today=date(2026, 6, 15))
    mine = [r for r in view.register if r.meeting.id == "2026-05-02-travail"]
    assert [(r.state, r.title) for r in mine] == [
        ("late", "Oubliée"),
        ("open", "Bientôt"),
        ("open", "Plus tard"),
        ("open", "Sans date"),
        ("decision", "Se revoir"),
        ("done", "Faite"),
        ("dropped", "Abandonnée"),
    ]
    assert [r.date for r in mine] == [
        *("2026-05-20", "2026-07", "2026-12-01", "2026-05-02"),
        *("2026-05-02", "2026-05-18", "2026-05-02"),
    ]
    by_title = {r.title: r for r in mine}
    assert by_title["Oubliée"].url == "/reunions/2026-05-02-travail/#tache:4"
    assert by_title["Se revoir"].url == "/reunions/2026-05-02-travail/#decision:1"
    done = by_title["Faite"].done
    assert done
    assert done.text == "18 mai 2026"
    told = sum(
        len(m.decisions) + sum(task.carried_to is None for task in m.tasks) for m in view.meetings
    )
    assert told == len(view.register)


def test_a_member_sees_the_tasks_they_owe_first(tmp_path: Path) -> None:
    worked = club(tmp_path, files={"meetings/2026-05-02-travail.md": TASKS})
    view = site(worked, today=date(2026, 6, 15))
    camille = next(m for m in view.members if m.id == "camille-exemple")
    mine = [t for t in camille.tasks if t.meeting and t.meeting.id == "2026-05-02-travail"]
    assert [(t.text, t.status, t.state, t.state_label) for t in mine] == [
        ("Oubliée", "open", "late", "En retard"),
        ("Plus tard", "open", "open", "À faire"),
        ("Sans date", "open", "open", "À faire"),
        ("Faite", "done", "done", "Faite"),
    ]
    assert all(t.owner and t.owner.id == "camille-exemple" and t.carried_to is None for t in mine)


@pytest.mark.parametrize(
    ("today", "state"), [("2026-05-20", "open"), ("2026-05-21", "late"), ("2026-07-31", "open")]
)
def test_a_task_is_late_the_day_after_the_last_it_had(
    today: str, state: str, tmp_path: Path
) -> None:
    worked = club(tmp_path, files={"meetings/2026-05-02-travail.md": TASKS})
    name = "Oubliée" if today < "2026-07" else "Bientôt"
    view = site(worked, today=date.fromisoformat(today))
    meeting = next(m for m in view.meetings if m.id == "2026-05-02-travail")
    assert next(t.state for t in meeting.tasks if t.text == name) == state


def test_the_tasks_of_who_was_there_are_said_once(tmp_path: Path) -> None:
    there = "attendees: [camille-exemple, dominique-modele]\ntasks:"
    files = {"meetings/2026-05-02-travail.md": TASKS.replace("tasks:", there)}
    view = site(club(tmp_path, files=files), today=date(2026, 6, 15))
    people = {m.id: m for m in view.members}
    mine = [t.text for t in people["camille-exemple"].tasks]
    assert sorted(mine) == sorted({*mine})
    assert {"Oubliée", "Plus tard", "Sans date", "Faite"} <= {*mine}
    dropped = [t.state_label for t in people["dominique-modele"].tasks if t.state == "dropped"]
    assert dropped == ["Abandonnée"]


def test_a_task_carried_over_is_owed_where_it_went(tmp_path: Path) -> None:
    carried = TASKS.replace("due: 2026-05-20}", "due: 2026-05-20, carried_to: 2026-09-02-apres}")
    carried = carried.replace(
        "done: 2026-05-18}", "done: 2026-05-18, carried_to: 2026-09-02-apres}"
    )
    later = "---\ntitle: Après\nstart: 2026-09-02\nstatus: planned\n---\n"
    files = {"meetings/2026-05-02-travail.md": carried, "meetings/2026-09-02-apres.md": later}
    view = site(club(tmp_path, files=files), today=date(2026, 6, 15))
    meeting = next(m for m in view.meetings if m.id == "2026-05-02-travail")
    (task,) = [t for t in meeting.tasks if t.text == "Oubliée"]
    assert (task.status, task.state, task.state_label) == ("open", "carried", "Reprise")
    assert task.carried_to
    assert task.carried_to.id == "2026-09-02-apres"
    assert [t.state for t in meeting.tasks if t.text == "Faite"] == ["done"]
    camille = next(m for m in view.members if m.id == "camille-exemple")
    assert "Oubliée" not in [t.text for t in camille.tasks]


# --- watch ------------------------------------------------------------------------------------


def test_a_step_after_today_is_expected_and_not_reached(tmp_path: Path) -> None:
    view = seen(tmp_path, today=date(2026, 4, 1))
    bill = text(view)
    assert all(s.when.iso <= "2026-04-01" for s in bill.stages)
    assert bill.expected
    assert all(s.when.iso > "2026-04-01" for s in bill.expected)
    assert not bill.last or bill.last in bill.stages
    assert any(e.ref.id == bill.id for e in view.coming)


def test_the_practices_that_rest_on_a_text_say_when_it_moved_since(tmp_path: Path) -> None:
    view = seen(tmp_path)
    flagged = {(w.id, r.practice.id): bool(r.review) for w in view.watch for r in w.resting}
    said = {
        (basis.text.id, p.id): bool(basis.review) for p in view.practices for basis in p.legal_basis
    }
    assert flagged == said
    assert set(flagged.values()) == {True, False}


def test_a_next_step_whose_date_has_passed_says_so(tmp_path: Path) -> None:
    view = seen(tmp_path, today=date(2030, 1, 1))
    bill = text(view)
    assert bill.next
    assert bill.next_passed
    assert bill.next_words == "la date est passée"
    assert not any(e.ref.id == bill.id for e in view.coming)


# --- actions ----------------------------------------------------------------------------------


def test_an_open_action_counts_the_days_left_then_is_overdue(tmp_path: Path) -> None:
    linked = club(tmp_path)
    said = {
        day: action(site(linked, today=day))
        for day in (date(2026, 9, 20), date(2026, 9, 29), date(2026, 9, 30), date(2026, 10, 1))
    }
    assert [(a.state, a.countdown) for a in said.values()] == [
        ("open", f"encore 10{NBSP}jours pour signer"),
        ("open", f"encore 1{NBSP}jour pour signer"),
        ("open", "dernier jour pour signer"),
        ("overdue", ""),
    ]


@pytest.mark.parametrize(
    ("sent", "today", "words"),
    [
        ("2026-05-01", date(2026, 6, 15), f"45{NBSP}jours sans réponse"),
        ("2026-06-15", date(2026, 6, 15), "envoyée aujourd’hui"),
        ("2026-05", date(2026, 6, 15), f"au moins 15{NBSP}jours sans réponse"),
        ("2026-07-01", date(2026, 6, 15), ""),
    ],
)
def test_an_action_without_an_answer_says_for_how_long(
    sent: str, today: date, words: str, tmp_path: Path
) -> None:
    edits = (OPEN, "status: open\n", f"status: sent\nsent: {sent}\n")
    assert action(seen(tmp_path, edits, today=today)).waiting == words


def test_an_answered_action_waits_for_nothing(tmp_path: Path) -> None:
    answered = (SENT, "status: answered", "status: sent")
    assert action(seen(tmp_path, answered), "courrier-age-du-vote").waiting == ""


def inhabitants(*areas: str) -> int:
    places = [geography().get(area) for area in areas]
    return sum(place.population or 0 for place in places if place)


MEMBER = """
- id: sam-specimen-{n}
  given_name: Sam
  family_name: Spécimen {n}
  memberships:
{mandates}
"""


def mandate(area: str, start: str = "2020-06", end: str = "") -> str:
    last = f"\n      end_date: {end}" if end else ""
    return f"    - role: conseiller-municipal\n      area: {area}\n      start_date: {start}{last}"


def signed(folder: Path, mandates: Sequence[Sequence[str]], day: str = "2026-05-01") -> ActionView:
    """Return the open action as signed by one person for each list of mandates."""
    people = [MEMBER.format(n=n, mandates="\n".join(held)) for n, held in enumerate(mandates, 1)]
    root = copy_miniature(folder / "club")
    with (root / "members.yaml").open("a", encoding="utf-8") as members:
        members.write("".join(people))
    source = (root / OPEN).read_text(encoding="utf-8")
    head, _, tail = source.partition("signatories:\n")
    names = "".join(
        f"  - member: sam-specimen-{n}\n    date: {day}\n" for n in range(1, len(mandates) + 1)
    )
    rest = tail[tail.index("watch:") :]
    (root / OPEN).write_text(f"{head}signatories:\n{names}{rest}", encoding="utf-8")
    linked, findings = link(read(root, HOME), geography())
    assert not findings
    return action(site(linked, today=TODAY))


MULHOUSE, RIXHEIM, M2A = "commune:68224", "commune:68278", "epci:200066009"
BREST, HAUT_RHIN = "commune:29019", "departement:68"


def test_signatories_represent_each_inhabitant_once(tmp_path: Path) -> None:
    reach = signed(
        tmp_path, [[mandate(MULHOUSE)], [mandate(RIXHEIM), mandate(M2A)], [mandate(BREST)]]
    ).reach
    assert (reach.elected, reach.departements) == (3, 2)
    assert reach.inhabitants == inhabitants(M2A, BREST)
    number = f"{reach.inhabitants:,}".replace(",", "\u202f")
    assert (
        reach.text == f"3{NBSP}élus, représentant {number}{NBSP}habitants dans 2{NBSP}départements"
    )


def test_a_signatory_represents_by_the_mandate_of_that_day(tmp_path: Path) -> None:
    changed = [mandate(BREST, "2014-03", "2026-03-20"), mandate(MULHOUSE, "2026-03-21")]
    now = signed(tmp_path / "now", [changed])
    assert now.reach.inhabitants == inhabitants(MULHOUSE)
    assert now.signatories[0].place == "Mulhouse (Haut-Rhin)"
    before = signed(tmp_path / "before", [changed], day="2025-05-01")
    assert before.reach.inhabitants == inhabitants(BREST)
    assert before.signatories[0].place == "Brest (Finistère)"


def test_one_signatory_of_a_wide_territory_covers_the_others(tmp_path: Path) -> None:
    reach = signed(tmp_path, [[mandate(HAUT_RHIN)], [mandate(MULHOUSE)]]).reach
    assert (reach.elected, reach.inhabitants) == (2, inhabitants(HAUT_RHIN))


def test_nobody_represents_nobody(tmp_path: Path) -> None:
    assert signed(tmp_path, []).reach.text == f"0{NBSP}élu"


# --- day after day ----------------------------------------------------------------------------


def test_what_entered_the_club_lately_is_new_however_old_it_is(tmp_path: Path) -> None:
    law = "watch/loi-exemple-2024.md"
    view = seen(
        tmp_path,
        (law, "alert: none", "added: 2026-06-14\nalert: none"),
        (MEETING, "status: planned", "added: 2026-06-15\nstatus: planned"),
    )
    first = view.news[0]
    assert (first.kind, first.ref.id, first.what) == ("Veille", "loi-exemple-2024", "Texte ajouté")
    assert first.when.iso == "2026-06-14"
    assert MEETING not in {f"meetings/{e.ref.id}.md" for e in view.news}, "it is still to come"


def test_a_sheet_that_just_entered_comes_before_those_reviewed_earlier(tmp_path: Path) -> None:
    last = seen(tmp_path / "before").practices[-1]
    view = seen(tmp_path / "after", (last.path, "\nstatus: ", "\nadded: 2026-06-14\nstatus: "))
    assert view.practices[0].id == last.id


def iso_day(iso: str) -> tuple[str, str]:
    """Return the first and last day that a date may mean, as text that compares."""
    day = PartialDate.parse(iso)
    return day.first.isoformat(), day.last.isoformat()


def test_a_year_played_forward_never_says_what_is_not_so(tmp_path: Path) -> None:
    start = date(2026, 1, 1)
    sizes = demo.Sizes(members=30, practices=12, meetings=20, watch=40, actions=8)
    demo.write_demo(tmp_path / "club", sizes, seed=5, today=date(2026, 6, 1), home=HOME)
    linked, _ = link(read(tmp_path / "club", HOME), geography())
    spoken = set()
    for step in range(0, 400, 5):
        today = start + timedelta(days=step)
        view = site(linked, today=today)
        now = today.isoformat()
        horizon = (today + timedelta(days=HORIZON_DAYS)).isoformat()
        recent = (today - timedelta(days=RECENT_DAYS)).isoformat()
        for event in view.coming:
            first, last = iso_day(event.when.iso)
            assert now <= last
            assert first <= horizon
        assert [e.when.iso for e in view.coming] == sorted(e.when.iso for e in view.coming)
        for event in view.news:
            first, last = iso_day(event.when.iso)
            assert recent <= last
            assert first <= now
        planned = [m for m in view.meetings if m.status == "planned" and m.day.iso >= now]
        expected = min(planned, key=lambda m: m.day.iso).id if planned else None
        assert (view.next_meeting.id if view.next_meeting else None) == expected
        for a in view.actions:
            if a.state == "open" and a.deadline:
                assert iso_day(a.deadline.iso)[1] >= now
        for line in view.register:
            late = line.state == "late"
            assert not late or (line.due and iso_day(line.due.iso)[1] < now)
        spoken |= {bool(view.next_meeting), bool(view.coming), *(e.kind for e in view.news)}
    assert spoken == {True, False, "Réunion", "Veille", "Action", "Pratique", "Guide", "Question"}
