"""What the contribution forms need to draw themselves, check and correct, under `/contribuer/`.

`donnees/<form>.json` says what is asked and what an answer is; `donnees/choix-<kind>.json` names
the records of a kind, for fields that refer to one; `donnees/mandats.json` says when each member
held a mandate and `donnees/signatures.json` when they signed; `donnees/fiches/<kind>/<id>.json` is a source
as it is written, for its correction. They are the theme's own (see `theme/assets/form.js`), not
an interface for others.
"""

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from generator import routes
from generator.core import forge
from generator.core.settings import Settings
from generator.views.model import AgreementView, AskedView, FormView, Shared, SiteView

FOLDER = "contribuer/donnees"


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every file of the forms, by path in the site."""
    found = {
        f"{FOLDER}/{routes.FORMS[form.kind]}.json": _compact(_form(form, site, settings))
        for form in site.forms
    }
    found |= {f"{FOLDER}/choix-{kind}.json": _compact(rows) for kind, rows in _choices(site)}
    found[f"{FOLDER}/mandats.json"] = _compact(_mandates(site))
    found[f"{FOLDER}/signatures.json"] = _compact(_signatures(site))
    for sheet in site.sheets:
        path = f"{FOLDER}/fiches/{sheet.kind}/{sheet.id}.json"
        found[path] = _compact(
            {
                "path": sheet.path,
                "head": sheet.head,
                "data": json.loads(sheet.data),
                "body": sheet.body,
                "partial": sheet.partial,
            }
        )
    return found


def _compact(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n"


def _form(form: FormView, site: SiteView, settings: Settings) -> dict[str, Any]:
    return {
        "kind": form.kind,
        "noun": form.noun,
        "file": form.file,
        "listed": form.listed,
        "aliases": [alias for view in _records(site, form.kind) for alias in view.aliases],
        "section": routes.section(form.kind).strip("/"),
        "steps": [
            {
                "title": step.title,
                "lede": step.lede,
                "fields": [_asked(field) for field in step.fields],
                "texts": step.texts,
            }
            for step in form.steps
        ],
        "order": form.order,
        "agreements": [_agreement(a) for a in form.agreements],
        "rules": {**json.loads(site.form_rules), "own": settings.contact_email},
        "forge": {
            "name": settings.forge if settings.repo_url else "",
            "new": forge.new(settings) if settings.repo_url else "",
            "edit": forge.editing(settings) if settings.repo_url else "",
        },
        "contact": settings.contact_email,
        "club": settings.site_name,
    }


def _agreement(agreement: AgreementView) -> dict[str, Any]:
    said = asdict(agreement)
    return said | {"when": dict(agreement.when), "more": json.loads(agreement.more)}


def _mandates(site: SiteView) -> dict[str, list[str]]:
    """Return, by member, the periods of the mandates that every page shows: "start/end"."""
    return {m.id: [f"{held.start}/{held.end}" for held in m.mandates] for m in site.members}


def _signatures(site: SiteView) -> dict[str, list[str]]:
    """Return, by member, the days they signed an action."""
    found: dict[str, list[str]] = {}
    for action in site.actions:
        for signature in action.signatories:
            found.setdefault(signature.member.id, []).append(signature.when.iso)
    return found


def _records(site: SiteView, kind: str) -> tuple[Shared, ...]:
    found: dict[str, tuple[Shared, ...]] = {
        "member": site.members,
        "practice": site.practices,
        "meeting": site.meetings,
        "watch": site.watch,
        "action": site.actions,
    }
    return found[kind]


def _asked(field: AskedView) -> dict[str, Any]:
    """Return a field without what it does not say."""
    said = {
        name: value
        for name, value in asdict(field).items()
        if value not in ("", None, 0, False, (), [])
    }
    if field.choices:
        said["choices"] = [[value, label] for value, label, _ in field.choices]
    if field.fields:
        said["fields"] = [_asked(part) for part in field.fields]
    return said


def _choices(site: SiteView) -> Iterator[tuple[str, list[list[str]]]]:
    """Yield, for each kind, its records as [id, name, what tells it from others]."""
    yield "member", [[m.id, m.title, _office(m)] for m in site.members]
    yield "contact", [[c.id, c.title, c.organization] for c in site.contacts]
    yield "practice", [[p.id, p.title, p.place.where if p.place else ""] for p in site.practices]
    yield "meeting", [[m.id, m.title, m.start.text] for m in site.meetings]
    yield "watch", [[w.id, w.title, w.reference] for w in site.watch]
    yield "action", [[a.id, a.title, a.status_label] for a in site.actions]


def _office(member: Any) -> str:
    place = member.current.place
    return ", ".join(part for part in (member.current.label, place.name if place else "") if part)
