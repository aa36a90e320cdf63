"""Personal data leaves the sources only with consent, field by field: seen from the views.

Pages and exports read nothing but the views, so what is not there cannot leak from them.
"""

import dataclasses
import inspect
import sys
from datetime import date
from pathlib import Path

import pytest

from generator.club import link
from generator.core.settings import HOME
from generator.kinds import KINDS, Member
from generator.kinds import view as values
from generator.kinds.contact import ContactView
from generator.kinds.meeting import MeetingView
from generator.kinds.member import MemberView
from generator.kinds.practice import Cost, Participants
from generator.kinds.view import Badge, ContactLine, LinkView, Ref
from generator.records import Record
from generator.records.description import describe
from generator.sources import read
from generator.territory.geo import geography
from generator.views import model, people, public, site, withheld
from generator.views.common import Lens
from generator.views.model import SiteView
from tests import cases
from tests.cases import TODAY, Case

EMAIL, PHONE, HREF = "alice@exemple.fr", "+33 6 12 34 56 78", "tel:+33612345678"
CONSENT = '  consent:\n    date: 2025-03-01\n    notice: "1"\n    fields: [contact_details, image, summary, links]\n'
MEMBERS, NETWORK, MEETING = "members.yaml", "network.yaml", "meetings/2026-09-15-rentree.md"
FORMER = "Adjoint au maire, Communauté d’agglomération Colmar Agglomération (ancien mandat)"
SUMMARY = "Élue depuis 2020, anime le budget participatif."


def seen(
    folder: Path, path: str = "", old: str = "", new: str = "", *, today: date = TODAY
) -> tuple[SiteView, list[str]]:
    """Return the views of the base club after one edit, and the values withheld from them."""
    edits = {path: [{"replace": old, "with": new}]} if path else {}
    root = cases.lay(Case("", "ok", "", edits=edits), folder / "club")
    club, _ = link(read(root, HOME), geography())
    view = site(club, today=today, retention_months=12)
    return view, withheld(club, view)


def alice(view: SiteView) -> MemberView:
    return next(m for m in view.members if m.id == "alice-martin")


def claire(view: SiteView) -> ContactView:
    return next(c for c in view.contacts if c.id == "claire-roux")


def everything(view: SiteView) -> str:
    """Return every value of the views, as one text."""
    return repr(dataclasses.asdict(view))


def test_with_consent_the_named_fields_are_shown(tmp_path: Path) -> None:
    place = f"{PHONE}\n    - {{type: address, value: Mairie, label: le matin}}"
    view, hidden = seen(tmp_path, MEMBERS, PHONE, place)
    person = alice(view)
    assert person.summary == SUMMARY
    assert person.image == "/assets/alice-martin.png"
    assert person.contacts == (
        ContactLine("email", EMAIL, "", f"mailto:{EMAIL}"),
        ContactLine("phone", PHONE, "", HREF),
        ContactLine("address", "Mairie", "le matin", ""),
    )
    assert view.image_files == ("/assets/alice-martin.png",)
    assert person.links == (LinkView("https://exemple.fr/alice", "sa page"),)
    assert hidden == []


def test_what_is_public_of_a_member_is_shown(tmp_path: Path) -> None:
    person = alice(seen(tmp_path)[0])
    assert (person.function, person.badges) == ("animation", ())
    assert [term.id for term in (*person.themes, *person.methods)] == [
        "budget",
        "budget-participatif",
    ]
    assert [ref.id for ref in (*person.practices, *person.meetings, *person.signed)] == [
        "budget-mulhouse",
        "2026-01-20-hiver",
        "lettre-ouverte",
    ]


def test_someone_to_call_has_their_function_and_place(tmp_path: Path) -> None:
    sheet, two = "practices/budget-mulhouse.md", "members: [alice-martin, bruno-petit]"
    view, _ = seen(tmp_path, sheet, "members: [alice-martin]", two)
    practice = next(p for p in view.practices if p.id == "budget-mulhouse")
    assert practice.peers == (
        Ref("alice-martin", "Alice Martin", "/annuaire/alice-martin/", "maire, Mulhouse"),
        Ref("bruno-petit", "Bruno Petit", "/annuaire/bruno-petit/", FORMER),
    )


@pytest.mark.parametrize("name", ["summary", "image", "club"])
def test_what_a_consent_lets_out_may_not_be_there(name: str, tmp_path: Path) -> None:
    old = {
        "summary": f"  summary: {SUMMARY}\n",
        "image": "  image: alice-martin.png\n",
        "club": "    function: animation\n",
    }
    person = alice(seen(tmp_path, MEMBERS, old[name], "")[0])
    shown = (person.summary, person.image, person.function)
    assert [one for one in shown if not one] == [""]


def test_a_member_who_says_nothing_of_the_club_has_no_function_in_it(tmp_path: Path) -> None:
    club = "  club:\n    joined: 2021\n    function: animation\n"
    assert alice(seen(tmp_path, MEMBERS, club, "")[0]).function == ""


def test_a_picture_may_be_named_by_its_path(tmp_path: Path) -> None:
    view, _ = seen(tmp_path, MEMBERS, "image: alice", "image: content/assets/alice")
    assert alice(view).image == "/assets/alice-martin.png"


def test_a_member_under_no_letter_comes_last(tmp_path: Path) -> None:
    view, _ = seen(tmp_path, MEMBERS, "family_name: Martin", 'family_name: "42"')
    assert [(m.id, m.letter) for m in view.members] == [("bruno-petit", "P"), ("alice-martin", "#")]


def test_a_running_mandate_comes_before_one_that_has_ended(tmp_path: Path) -> None:
    old = "memberships:\n    - role: maire\n"
    first = "    - {role: adjoint, area: epci:246800726, start_date: 2014, end_date: 2020-04}\n"
    person = alice(seen(tmp_path, MEMBERS, old, old.replace("\n", f"\n{first}", 1))[0])
    assert [mandate.active for mandate in person.mandates] == [False, True]
    assert [mandate.end for mandate in person.mandates] == ["2020-04", ""]
    assert person.current == person.mandates[1]
    assert person.mandates[0].label == person.mandates[0].role_label != ""


@pytest.mark.parametrize(
    ("written", "first"),
    [
        ("2020-05 - / 2021-03 -", "2020-05"),
        ("2008 2014-03 / 2014 2020-04", "2014"),
        ("2014 2020-04 / 2008 2014-03", "2014"),
        ("2014 2020-04 / 2017 2020-04", "2017"),
        ("2008 2020-04 / 2014 2017", "2008"),
    ],
)
def test_the_first_running_mandate_is_shown_else_the_last_that_ended(
    written: str, first: str, tmp_path: Path
) -> None:
    old = "    - role: maire\n      label: maire\n      area: commune:68224\n      start_date: 2020-05\n"
    new = ""
    for start, end in map(str.split, written.split(" / ")):
        ended = "" if end == "-" else f", end_date: {end}"
        new += f"    - {{role: maire, area: commune:68224, start_date: {start}{ended}}}\n"
    assert alice(seen(tmp_path, MEMBERS, old, new)[0]).current.start == first


def test_who_has_a_task_from_a_meeting_was_not_there_for_all_that(tmp_path: Path) -> None:
    name, old = "meetings/2026-01-20-hiver.md", "attendees: [alice-martin, bruno-petit]"
    view, _ = seen(tmp_path, name, old, "attendees: [bruno-petit]")
    bruno = next(m for m in view.members if m.id == "bruno-petit")
    assert [(len(m.meetings), len(m.tasks)) for m in (alice(view), bruno)] == [(0, 1), (1, 0)]


PUBLIC = {
    *("given_name", "family_name", "memberships", "club"),
    *("themes", "methods", "seeks", "sources"),
}


@pytest.mark.parametrize(
    ("old", "new", "agreed"),
    [
        ("", "", ["contact_details", "image", "summary", "links"]),
        (CONSENT, "", []),
        (f"  summary: {SUMMARY}\n", "", ["contact_details", "image", "links"]),
        ("[contact_details, image, summary, links]", "[summary]", ["summary"]),
        ("joined: 2021\n", "joined: 2021\n    left: 2026-03-20\n", ["image", "summary", "links"]),
    ],
)
def test_a_correction_begins_with_what_the_page_shows(
    old: str, new: str, agreed: list[str], tmp_path: Path
) -> None:
    edits = {MEMBERS: [{"replace": old, "with": new}]} if old else {}
    root = cases.lay(Case("", "ok", "", edits=edits), tmp_path / "club")
    lens = Lens(link(read(root, HOME), geography())[0], TODAY)
    written = dict.fromkeys(Member.model_fields, "écrit")
    found = people.as_shown(lens, lens.club.all(Member)["alice-martin"], written)
    assert found.pop("consent", None) == ({"fields": agreed} if agreed else None)
    assert set(found) == PUBLIC | set(agreed) - {"image"}


def test_without_consent_nothing_guarded_is_in_any_view(tmp_path: Path) -> None:
    view, hidden = seen(tmp_path, MEMBERS, CONSENT, "")
    person = alice(view)
    assert (person.summary, person.image, person.contacts, person.links) == ("", "", (), ())
    assert view.image_files == ()
    for value in (EMAIL, PHONE, HREF, SUMMARY, "alice-martin.png"):
        assert value not in everything(view)
    assert {EMAIL, PHONE} <= set(hidden)


def test_without_consent_the_public_mandate_is_still_shown(tmp_path: Path) -> None:
    person = alice(seen(tmp_path, MEMBERS, CONSENT, "")[0])
    assert person.title == "Alice Martin"
    assert person.current.label == "maire"
    assert person.current.place
    assert person.current.place.name == "Mulhouse"


@pytest.mark.parametrize(
    ("fields", "shown"),
    [
        ("contact_details", {"contacts"}),
        ("image", {"image"}),
        ("summary", {"summary"}),
        ("image, summary", {"image", "summary"}),
        ("links", {"links"}),
    ],
)
def test_consent_is_given_field_by_field(tmp_path: Path, fields: str, shown: set[str]) -> None:
    old, new = "[contact_details, image, summary, links]", f"[{fields}]"
    person = alice(seen(tmp_path, MEMBERS, old, new)[0])
    assert {n for n in ("contacts", "image", "summary", "links") if getattr(person, n)} == shown


@pytest.mark.parametrize("day", ["2026-05", "2020", "2090-01-01"])
def test_a_withdrawal_wins_over_everything_whatever_its_date(tmp_path: Path, day: str) -> None:
    old, new = 'notice: "1"', f'notice: "1"\n    withdrawn: {day}'
    view, hidden = seen(tmp_path, MEMBERS, old, new)
    person = alice(view)
    assert (person.summary, person.image, person.contacts, person.links) == ("", "", (), ())
    for value in (EMAIL, PHONE, SUMMARY, "alice-martin.png", "exemple.fr/alice"):
        assert value not in everything(view)
    assert {EMAIL, PHONE} <= set(hidden)


@pytest.mark.parametrize(
    ("today", "shown"), [("2026-03-19", True), ("2027-03-19", True), ("2027-03-20", False)]
)
def test_contact_details_go_some_months_after_the_last_mandate(
    tmp_path: Path, today: str, *, shown: bool
) -> None:
    old, new = "start_date: 2020-05", "start_date: 2020-05\n      end_date: 2026-03-20"
    view, hidden = seen(tmp_path, MEMBERS, old, new, today=date.fromisoformat(today))
    assert bool(alice(view).contacts) is shown
    assert (EMAIL in everything(view)) is shown
    assert (EMAIL in hidden) is not shown


@pytest.mark.parametrize(
    ("today", "shown"), [("2026-03-19", True), ("2026-03-20", False), ("2026-03-21", False)]
)
def test_contact_details_go_when_someone_leaves_the_club(
    tmp_path: Path, today: str, *, shown: bool
) -> None:
    """Though the mandate goes on and the consent stands."""
    old, new = "joined: 2021\n", "joined: 2021\n    left: 2026-03-20\n"
    view, hidden = seen(tmp_path, MEMBERS, old, new, today=date.fromisoformat(today))
    assert bool(alice(view).contacts) is shown
    assert bool(alice(view).card) is shown
    assert (EMAIL in everything(view)) is shown, "its correction form included"
    assert (EMAIL in hidden) is not shown
    gone = Badge("Ancien membre", "muted", "cette personne a quitté le club")
    assert alice(view).badges == (() if shown else (gone,))
    assert [day.iso for day in (alice(view).joined, alice(view).left) if day] == [
        "2021",
        "2026-03-20",
    ]


def test_a_mandate_that_has_ended_is_a_former_one(tmp_path: Path) -> None:
    old, new = "start_date: 2020-05", "start_date: 2020-05\n      end_date: 2026-03-20"
    person = alice(seen(tmp_path, MEMBERS, old, new)[0])
    assert not person.active
    assert person.badges == (
        Badge("Ancien mandat", "muted", "aucun mandat en cours connu du club"),
    )


def test_a_contact_of_the_network_needs_consent_too(tmp_path: Path) -> None:
    view, hidden = seen(tmp_path / "1")
    assert [c.value for c in claire(view).contacts] == ["claire@exemple.fr"]
    assert hidden == []
    view, hidden = seen(tmp_path / "2", NETWORK, "    fields: [contact_details]\n", "")
    assert claire(view).contacts == ()
    assert hidden == ["claire@exemple.fr"]


def test_what_is_public_of_a_contact_is_shown(tmp_path: Path) -> None:
    new = (
        'links: [{url: "https://exemple.fr/claire"}]\n  methods: [budget-participatif]\n  consent:'
    )
    person = claire(seen(tmp_path, NETWORK, "consent:", new)[0])
    assert person.links == (LinkView("https://exemple.fr/claire", ""),)
    assert (person.category, person.category_label) == ("researcher", "Recherche")
    assert (person.organization, person.summary, person.interest) == (
        "Université d’exemple",
        "Étudie les budgets participatifs.",
        "scientifique",
    )
    assert [ref.id for ref in (*person.themes, *person.methods, *person.meetings)] == [
        "budget",
        "budget-participatif",
        "2026-01-20-hiver",
    ]


@pytest.mark.parametrize("name", ["organization", "summary", "interest"])
def test_what_a_contact_does_not_say_is_empty(name: str, tmp_path: Path) -> None:
    lines = {
        "organization": "  organization: Université d’exemple\n",
        "summary": "  summary: Étudie les budgets participatifs.\n",
        "interest": "  interest: scientifique\n",
    }
    person = claire(seen(tmp_path, NETWORK, lines[name], "")[0])
    assert getattr(person, name) == ""


def test_a_withdrawal_hides_the_details_and_the_links_of_a_contact(tmp_path: Path) -> None:
    new = 'links: [{url: "https://exemple.fr/claire"}]\n  consent:\n    withdrawn: 2026-01'
    view, hidden = seen(tmp_path, NETWORK, "consent:", new)
    assert (claire(view).contacts, claire(view).links) == ((), ())
    assert "claire@exemple.fr" not in everything(view)
    assert "exemple.fr/claire" not in everything(view)
    assert "claire@exemple.fr" in hidden


def test_what_may_show_is_what_people_agreed_to_what_records_declare_and_the_club(
    tmp_path: Path,
) -> None:
    new = "kind: loi\npublic_contacts: [mairie@exemple.fr, 03 89 00 00 00]"
    edits = {"watch/loi-une.md": [{"replace": "kind: loi", "with": new}]}
    edits[MEMBERS] = [
        {"replace": "fields: [contact_details, image, summary, links]", "with": "fields: []"}
    ]
    club, _ = link(
        read(cases.lay(Case("", "ok", "", edits=edits), tmp_path / "club"), HOME), geography()
    )
    view = site(club, today=TODAY)
    allowed = set(public(club, view, "club@exemple.fr"))
    assert {"mairie@exemple.fr", "03 89 00 00 00", "claire@exemple.fr", "club@exemple.fr"} < allowed
    assert {"prenom.nom@exemple.fr"} < allowed, "the example of a form"
    assert not {EMAIL, PHONE} & allowed


def test_a_withheld_number_that_a_record_declares_public_is_no_secret(tmp_path: Path) -> None:
    """Else the day a mandate has ended would stop the site, for the number of a town hall."""
    edits = {MEMBERS: [{"replace": CONSENT, "with": ""}]}
    club, _ = link(
        read(cases.lay(Case("", "ok", "", edits=edits), tmp_path / "club"), HOME), geography()
    )
    view = site(club, today=TODAY)
    assert withheld(club, view) == [PHONE, EMAIL]
    assert withheld(club, view, ["06.12.34.56.78"]) == [EMAIL]


def meeting(view: SiteView) -> MeetingView:
    return next(m for m in view.meetings if m.id == "2026-09-15-rentree")


def test_the_link_of_a_meeting_to_come_is_shown(tmp_path: Path) -> None:
    assert meeting(seen(tmp_path)[0]).link == "https://visio.exemple.fr/club"


@pytest.mark.parametrize("status", ["held", "cancelled"])
def test_the_link_of_a_meeting_that_is_over_is_hidden(tmp_path: Path, status: str) -> None:
    view, _ = seen(tmp_path, MEETING, "status: planned", f"status: {status}")
    assert meeting(view).link == ""
    assert "visio.exemple.fr" not in everything(view)


def test_the_link_of_a_meeting_is_hidden_the_day_after_even_if_nobody_said_it_was_held(
    tmp_path: Path,
) -> None:
    assert meeting(seen(tmp_path / "1", today=date(2026, 9, 15))[0]).link
    view, _ = seen(tmp_path / "2", today=date(2026, 9, 16))
    assert "visio.exemple.fr" not in everything(view)


MODULES = (model, values, *(sys.modules[kind.model.__module__] for kind in KINDS.values()))
VIEWS = [
    found
    for module in MODULES
    for _, found in inspect.getmembers(module, inspect.isclass)
    if found.__module__ == module.__name__
    and dataclasses.is_dataclass(found)
    and not issubclass(found, Record)
]
PRIVATE = {
    *("consent", "notice", "withdrawn", "private", "birth_date", "home_address", "party"),
    *("contact_details", "memberships", "record", "entry", "edition"),
}


# Groups of a record that a view holds as they are written: figures, and a note.
FIGURES = (Participants, Cost)


def test_figures_are_figures_and_a_note() -> None:
    assert {field.type for model in FIGURES for field in describe(model)} == {"count", "line"}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_view_has_no_field_for_what_is_private(view: type) -> None:
    assert dataclasses.is_dataclass(view)
    assert not PRIVATE & {field.name for field in dataclasses.fields(view)}


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.__name__)
def test_a_view_holds_nothing_but_plain_values_and_views(view: type) -> None:
    names = (
        {v.__name__ for v in VIEWS}
        | {v.__name__ for v in FIGURES}
        | {"str", "int", "bool", "tuple", "None"}
    )
    for field in dataclasses.fields(view):
        words = str(field.type if isinstance(field.type, str) else _spelled(field.type))
        used = {w.rpartition(".")[2] for w in words.translate(_BRACKETS).split()}
        if field.name == "records":  # the views of every kind: what they hold is looked at below
            used -= {"Mapping", "Any"}
        assert used <= names, field.name


def test_what_a_site_shows_of_each_kind_is_a_view(tmp_path: Path) -> None:
    shown, _ = seen(tmp_path)
    hubs = [hub.records for hub in (*shown.themes, *shown.methods)]
    for records in (shown.records, *hubs):
        assert {type(one) for views in records.values() for one in views} <= set(VIEWS)


_BRACKETS = str.maketrans("[]|,'", "     ")


def _spelled(kind: object) -> str:
    spelled = str(kind).removeprefix("<class '").removesuffix("'>")
    return spelled.replace("...", "")


def test_views_are_frozen(tmp_path: Path) -> None:
    view, _ = seen(tmp_path)
    with pytest.raises(dataclasses.FrozenInstanceError):
        alice(view).summary = "x"  # type: ignore[misc]
