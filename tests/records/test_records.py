"""How a record is refused: which code, on which field, with which help; and its references."""

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from generator.kinds import KINDS, Contact, Meeting, Member, Page, Practice, Term
from generator.records import Refusal, build, field_names, marked, model_at
from generator.records.base import ContactDetail
from generator.records.types import AreaCode, RefTo, TermOf, WebAddress

MEMBER: dict[str, Any] = {
    "id": "alice",
    "given_name": "Alice",
    "family_name": "Martin",
    "memberships": [{"role": "maire", "area": "commune:68224", "start_date": "2020"}],
}


def refusals(model: type[BaseModel], data: dict[str, Any]) -> list[tuple[str, str]]:
    """Return the code and the path of each refusal."""
    record, found = build(model, data)
    assert (record is None) == bool(found)
    return [(r.code, ".".join(map(str, r.field))) for r in found]


def only(model: type[BaseModel], data: dict[str, Any]) -> Refusal:
    """Return the one refusal of a record."""
    [refusal] = build(model, data)[1]
    return refusal


def test_a_record_with_its_required_fields_is_accepted() -> None:
    record, found = build(Member, MEMBER)
    assert found == []
    assert isinstance(record, Member)
    assert (record.title if hasattr(record, "title") else record.given_name) == "Alice"
    assert record.memberships[0].start_date.text == "2020"
    assert (record.themes, record.consent, record.aliases) == ((), None, ())


def test_a_record_is_frozen() -> None:
    record, _ = build(Member, MEMBER)
    with pytest.raises(ValidationError):
        record.given_name = "Autre"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("famly_name", "family_name"),
        ("contact", "contact_details"),
        ("sumary", "summary"),
    ],
)
def test_an_unknown_field_suggests_the_nearest(typed: str, meant: str) -> None:
    refusal = only(Member, {**MEMBER, typed: "x"})
    assert (refusal.code, refusal.field) == ("F01", (typed,))
    assert refusal.hint == f"vouliez-vous dire « {meant} » ?"


def test_an_unknown_field_near_nothing_lists_what_is_possible() -> None:
    refusal = only(Page, {"id": "x", "title": "X", "zzz": "x"})
    possible = "id, aliases, sources, added, public_contacts, title, summary, section, notice"
    assert refusal.hint == f"supprimez la ligne, ou employez l’un de ces champs : {possible}"


@pytest.mark.parametrize("name", ["birth_date", "home_address", "political_label", "parti", "age"])
def test_what_the_club_never_keeps_has_no_field(name: str) -> None:
    assert refusals(Member, {**MEMBER, name: "x"}) == [("F01", name)]


def test_a_field_is_called_as_the_sources_write_it() -> None:
    response = {"date": "2026", "from": "Ministère", "summary": "Non."}
    data = {"id": "x", "title": "X", "status": "open", "responses": [response]}
    assert refusals(KINDS["action"].model, data) == []
    wrong = {**data, "responses": [{**response, "sender": "x"}]}
    refusal = only(KINDS["action"].model, wrong)
    assert refusal.field == ("responses", 0, "sender")
    assert "from" in refusal.hint
    assert "sender" not in refusal.hint


def test_a_missing_field_says_what_it_is_for() -> None:
    refusal = only(Page, {"id": "x"})
    assert (refusal.code, refusal.field) == ("F02", ("title",))
    assert refusal.message == "le champ « title » manque (Titre de la page)"


def test_a_missing_field_deep_in_a_list_has_its_whole_path() -> None:
    data = {**MEMBER, "memberships": [MEMBER["memberships"][0], {"role": "maire"}]}
    assert refusals(Member, data) == [
        ("F02", "memberships.1.area"),
        ("F02", "memberships.1.start_date"),
    ]


def test_every_refusal_of_a_record_is_given_in_one_run() -> None:
    data = {
        **MEMBER,
        "given_name": "",
        "image": ["x"],
        "club": "2021",
        "links": [{"url": "x"}, {"url": "https://exemple.fr/", "text": "x"}],
        "contact_details": [{"type": "fax", "value": "x"}],
        "consent": {"date": "hier", "fields": "image"},
        "memberships": [{"role": "maire", "area": "x", "start_date": "2020-13"}],
    }
    assert sorted(refusals(Member, data)) == [
        ("F01", "links.1.text"),
        ("F03", "club"),
        ("F03", "consent.fields"),
        ("F03", "image"),
        ("F04", "consent.date"),
        ("F04", "memberships.0.start_date"),
        ("F07", "links.0.url"),
        ("F08", "contact_details.0.type"),
        ("F09", "given_name"),
    ]


def test_an_empty_list_of_mandates_is_refused_once() -> None:
    assert refusals(Member, {**MEMBER, "memberships": []}) == [("F02", "memberships")]


def test_a_list_short_of_refused_items_is_not_a_second_error() -> None:
    data = {**MEMBER, "memberships": [{"role": "maire", "area": "commune:68224"}]}
    assert refusals(Member, data) == [("F02", "memberships.0.start_date")]


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("hled", "vouliez-vous dire « held » (Tenue) ?"),
        ("prévue", "écrivez « planned » (Prévue)"),
        ("floue", "valeurs possibles : Prévue (planned), Tenue (held), Annulée (cancelled)"),
    ],
)
def test_a_value_out_of_the_list_suggests_or_lists(value: str, hint: str) -> None:
    refusal = only(Meeting, {"id": "x", "title": "X", "start": "2026", "status": value})
    assert (refusal.code, refusal.field, refusal.hint) == ("F08", ("status",), hint)


def test_a_long_value_out_of_the_list_is_not_repeated_in_full() -> None:
    data = {"id": "x", "title": "X", "start": "2026", "status": "x" * 50_000}
    assert len(only(Meeting, data).message) < 200


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", ["x"], "un texte est attendu"),
        ("title", {"x": "y"}, "un texte est attendu"),
        ("tasks", "x", "une liste est attendue"),
        ("tasks", {"text": "x"}, "une liste est attendue"),
        ("tasks", ["x"], "un groupe de champs est attendu"),
        ("agenda", {"x": "y"}, "une liste est attendue"),
    ],
)
def test_a_wrong_shape_says_which_is_expected(field: str, value: object, message: str) -> None:
    data = {"id": "x", "title": "X", "start": "2026", "status": "held", field: value}
    refusal = only(Meeting, data)
    assert (refusal.code, refusal.field[0], refusal.message) == ("F03", field, message)


@pytest.mark.parametrize("field", ["themes", "methods", "legal_basis", "members", "aliases"])
def test_one_text_is_a_list_of_one(field: str) -> None:
    data = {"id": "x", "title": "X", "summary": "x", "area": "x", "status": "idea", field: "a"}
    record, found = build(Practice, data)
    assert found == []
    assert getattr(record, field) == ("a",)


@pytest.mark.parametrize("data", [{}, {"id": []}, {"id": {}, "label": {}}, {"label": ["x"]}])
def test_a_record_of_any_shape_is_refused_without_falling(data: dict[str, Any]) -> None:
    for kind in KINDS.values():
        assert refusals(kind.model, data)
    assert refusals(Term, data)


# --- markers ------------------------------------------------------------------------------


def test_references_are_found_with_their_path_and_kind() -> None:
    data = {
        "id": "x",
        "title": "X",
        "start": "2026",
        "status": "held",
        "attendees": ["alice", "bruno"],
        "guests": "claire",
        "tasks": [{"text": "a", "owner": "alice"}, {"text": "b", "owner": "bruno"}],
    }
    record, _ = build(Meeting, data)
    found = [(m.path, getattr(m.marker, "kind", ""), m.value) for m in marked(record, RefTo)]
    assert sorted(found, key=str) == [
        (("attendees", 0), "member", "alice"),
        (("attendees", 1), "member", "bruno"),
        (("guests", 0), "contact", "claire"),
        (("tasks", 0, "owner"), "member", "alice"),
        (("tasks", 1, "owner"), "member", "bruno"),
    ]


def test_terms_areas_and_addresses_are_found() -> None:
    data = {**MEMBER, "themes": ["eau"], "links": [{"url": "https://exemple.fr/"}]}
    record, _ = build(Member, data)
    assert [(m.path, m.value) for m in marked(record, AreaCode)] == [
        (("memberships", 0, "area"), "commune:68224")
    ]
    assert sorted((str(m.path), m.value) for m in marked(record, TermOf)) == [
        ("('memberships', 0, 'role')", "maire"),
        ("('themes', 0)", "eau"),
    ]
    assert [m.value for m in marked(record, WebAddress)] == ["https://exemple.fr/"]


def test_what_is_absent_has_no_reference() -> None:
    record, _ = build(Meeting, {"id": "x", "title": "X", "start": "2026", "status": "held"})
    assert list(marked(record, RefTo)) == []


# What the data contract says of each kind, which no one may rename or drop.
CONTRACT = {
    "member": "id given_name family_name summary image memberships club themes methods seeks "
    "contact_details links consent aliases sources",
    "contact": "id name category organization summary themes methods interest contact_details "
    "links consent sources",
    "practice": "title summary area organizer methods themes level status start_date end_date "
    "targeted_participants recruitment_method participants cost staff tools legal_basis members "
    "adapted_from sources verified reviewed aliases",
    "meeting": "title kind start end format location link status attendees attendance guests "
    "agenda decisions tasks practices watch actions documents sources",
    "watch": "title kind reference url stages next alert themes methods summary amends sources",
    "action": "title addressees status opened deadline sent signatories watch responses summary "
    "sources",
}


@pytest.mark.parametrize("kind", CONTRACT)
def test_the_fields_of_the_contract_are_there(kind: str) -> None:
    assert set(CONTRACT[kind].split()) <= set(field_names(KINDS[kind].model))


def test_every_field_has_a_french_description() -> None:
    models = [kind.model for kind in KINDS.values()] + [Term]
    for model in models:
        for name in field_names(model):
            assert _described(model, name), f"{model.__name__}.{name}"


def _described(model: type[BaseModel], name: str) -> bool:
    fields = {f.alias or n: f for n, f in model.model_fields.items()}
    inner = model_at(model, (name,))
    return bool(fields[name].description) and (
        inner is None or all(_described(inner, n) for n in field_names(inner))
    )


@pytest.mark.parametrize(
    ("path", "model"),
    [
        ((), Contact),
        (("contact_details",), ContactDetail),
        (("contact_details", 3), ContactDetail),
        (("name",), None),
        (("absent", "deeper"), None),
    ],
)
def test_the_model_at_a_path(path: tuple[str | int, ...], model: type[BaseModel] | None) -> None:
    assert model_at(Contact, path) is model
