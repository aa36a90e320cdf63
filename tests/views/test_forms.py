"""The forms ask what the models hold, once, and say what may be sent."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from generator import exports, pages, routes, views
from generator.build import pipeline
from generator.core import settings
from generator.exports import catalogue
from generator.exports import forms as exported
from generator.kinds import KINDS
from generator.pages.documents import documents
from generator.records.description import describe
from generator.sources.characters import FORBIDDEN
from generator.views.model import AskedView, SiteView
from tests.miniature import CLUB, TODAY
from tests.showing import showing

UNASKED = {"id", "aliases", "added", "verified", "image"} | {"unnamed_signatories"}


@pytest.fixture(scope="module")
def site() -> SiteView:
    """What the miniature club may show."""
    checked = pipeline.check(CLUB, settings.load(CLUB), TODAY)
    return views.site(checked.club, today=TODAY, fictional=True)


def asked(fields: tuple[AskedView, ...]) -> Iterator[AskedView]:
    """Yield fields and those of their groups."""
    for field in fields:
        yield field
        yield from asked(field.fields)


@pytest.mark.parametrize("kind", routes.FORMS)
def test_every_field_of_a_model_is_asked_once(kind: str, site: SiteView) -> None:
    form = next(f for f in site.forms if f.kind == kind)
    names = [field.name for step in form.steps for field in step.fields]
    expected = {d.name for d in describe(KINDS[kind].model)} - UNASKED
    chosen = {"id"} if KINDS[kind].vocabulary else set()
    assert sorted(names) == sorted(expected | chosen)
    assert sorted(form.fields) == sorted(expected)


@pytest.mark.parametrize("kind", routes.FORMS)
def test_what_is_chosen_has_its_choices_in_french(kind: str, site: SiteView) -> None:
    form = next(f for f in site.forms if f.kind == kind)
    for field in asked(tuple(f for step in form.steps for f in step.fields)):
        assert bool(field.choices) == (field.type in {"term", "choice"}), field.name
        assert all(label for _, label, _ in field.choices)


def test_nothing_is_asked_that_must_never_be_published(site: SiteView) -> None:
    form = next(f for f in site.forms if f.kind == "member")
    fields = [field for step in form.steps for field in step.fields]
    guarded = {field.name for field in fields if field.consented}
    assert guarded == {"summary", "contact_details", "links"}
    names = [field.name for field in fields]
    assert names.index("consent") < min(names.index(name) for name in guarded)
    said = json.dumps([[f.name, f.label] for f in asked(tuple(fields))])
    for never in ("birth", "naissance", "party", "parti politique", "home"):
        assert never not in said.lower()


def test_what_a_view_hides_is_not_given_to_be_corrected(site: SiteView) -> None:
    whole = {sheet.kind for sheet in site.sheets if not sheet.partial}
    assert whole == routes.FORMS.keys() - {"member"}
    assert {sheet.kind for sheet in site.sheets if sheet.partial} == {"member", "meeting"}
    for sheet in site.sheets:
        data = json.loads(sheet.data)
        if sheet.kind == "member":
            view = next(m for m in site.members if m.id == sheet.id)
            assert not sheet.head
            assert bool(data.get("contact_details")) == bool(view.contacts)
            assert bool(data.get("summary")) == bool(view.summary)
            assert set(data.get("consent", {})) <= {"fields"}, "when they agreed is not shown"
            assert "image" not in data
        elif sheet.kind == "meeting":
            meeting = next(m for m in site.meetings if m.id == sheet.id)
            assert data.get("link", "") == meeting.link
            assert not meeting.link or not sheet.partial


def test_a_source_is_given_as_it_is_written(site: SiteView) -> None:
    for sheet in (one for one in site.sheets if not one.partial):
        text = (CLUB / sheet.path).read_text(encoding="utf-8")
        head = "".join(run for _, run in sheet.head)
        assert text.startswith(f"---\n{head}---\n")
        assert text.endswith(sheet.body)
        assert [key for key, _ in sheet.head if key] == list(json.loads(sheet.data))


def test_a_source_with_comments_is_given_without_them(tmp_path: Path) -> None:
    """Nor are they lost: its correction then says only what changes."""
    root = tmp_path / "club"
    shutil.copytree(CLUB, root)
    note = "# vu avec Camille, 06 12 34 56 78"
    for path in (*root.glob("[!c]*/*.md"), *root.glob("content/*.md")):
        text = path.read_text(encoding="utf-8")
        path.write_text(f"---\n{note}\n{text.removeprefix('---')[1:]}", encoding="utf-8")
    for name in ("members.yaml", "network.yaml"):
        path = root / name
        path.write_text(f"{note}\n{path.read_text(encoding='utf-8')}", encoding="utf-8")
    checked = pipeline.check(root, settings.load(root), TODAY)
    assert checked.errors == []
    annotated = views.site(checked.club, today=TODAY)
    assert all(sheet.partial and not sheet.head for sheet in annotated.sheets)
    config = settings.load(root)
    exported_ = exports.export(annotated, config) | documents(annotated, config)
    data = catalogue.open_data(annotated, config)
    every = (*pages.pages(annotated, config), pages.data_page(annotated, config, data))
    made = [page.text for page in every]
    assert not [text for text in (*exported_.values(), *made) if "vu avec" in text]


def test_a_form_leads_to_its_guide_where_there_is_one(site: SiteView) -> None:
    address = "/proposer-une-pratique/"
    guide = replace(site.pages[0], url=address, id="proposer-une-pratique")
    config = settings.load(CLUB)
    for written, there in ((site.pages, False), ((*site.pages, guide), True)):
        made = {p.address: p for p in pages.pages(showing(site, page=written), config)}
        assert ("proposer-une-pratique/" in made["/contribuer/pratique/"].text) == there
        assert "guides/" not in made["/contribuer/membre/"].text


def test_the_files_of_the_forms_are_json_without_a_hidden_character(site: SiteView) -> None:
    files = exported.files(site, settings.load(CLUB))
    for path, text in files.items():
        json.loads(text)
        assert not FORBIDDEN.search(text), path
    for key in routes.FORMS.values():
        said = json.loads(files[f"contribuer/donnees/{key}.json"])
        assert said["forge"]["name"] == "github"
        assert said["forge"]["new"] == "https://forge.example/club-miniature/new/principal"
        assert said["forge"]["edit"] == "https://forge.example/club-miniature/edit/principal"
        assert said["contact"] == "contact@exemple.example"


def test_a_choice_names_every_record_and_nothing_a_view_hides(site: SiteView) -> None:
    files = exported.files(site, settings.load(CLUB))
    members = json.loads(files["contribuer/donnees/choix-member.json"])
    assert [row[0] for row in members] == [member.id for member in site.members]
    assert all(len(row) == 3 for row in members)
