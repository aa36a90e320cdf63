"""What the scripts of the contribution forms need to check and correct, under `/contribuer/`.

`donnees/<form>.json` says what an answer is (the form itself is in its page);
`donnees/choix-<kind>.json` names the records of a kind, for fields that refer to one;
`donnees/fiches/<kind>/<id>.json` is a source as it is written, for its correction. They are the
scripts' own (see `javascript/src/form.js`), not an interface for others.
"""

import json
from dataclasses import asdict
from typing import Any

from generator import routes
from generator.core import forge
from generator.core.settings import Settings
from generator.exports.communes import compact
from generator.kinds import LISTED
from generator.views.model import AskedView, FormView, SiteView

FOLDER = "contribuer/donnees"


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return every file of the forms, by path in the site."""
    found: dict[str, Any] = {}
    for form in site.forms:
        found[routes.FORMS[form.kind]] = _form(form, site, settings)
    for name, kind in LISTED.items():  # what tells a record from others, after its name
        rows = [[view.id, view.title, kind.choice(view)] for view in site.records[name]]
        found[f"choix-{name}"] = rows
    for sheet in site.sheets:
        data = {"data": json.loads(sheet.data)}
        found[f"fiches/{sheet.kind}/{sheet.id}"] = asdict(sheet) | data
    return {f"{FOLDER}/{name}.json": f"{compact(value)}\n" for name, value in found.items()}


def _form(form: FormView, site: SiteView, settings: Settings) -> dict[str, Any]:
    return {
        "kind": form.kind,
        "file": form.file,
        "listed": form.listed,
        "aliases": [alias for view in site.records[form.kind] for alias in view.aliases],
        "section": routes.section(form.kind).strip("/"),
        "steps": [
            {
                "title": step.title,
                "fields": [_asked(field) for field in step.fields],
                "texts": step.texts,
            }
            for step in form.steps
        ],
        "fields": form.fields,
        "order": [list(pair) for pair in form.order],
        "held": json.loads(form.held),
        "rules": {**json.loads(site.form_rules), "own": settings.contact_email},
        "forge": {
            "name": settings.forge if settings.repo_url else "",
            "new": forge.new(settings) if settings.repo_url else "",
            "edit": forge.editing(settings) if settings.repo_url else "",
        },
        "contact": settings.contact_email,
    }


def _asked(field: AskedView) -> dict[str, Any]:
    """Return a field without what it does not say, nor what its page alone says."""
    found = {
        name: value
        for name, value in asdict(field).items()
        if name not in {"help", "example"} and value not in ("", None, 0, False, (), [])
    }
    if field.choices:
        found["choices"] = [[value, label] for value, label, _ in field.choices]
    if field.fields:
        found["fields"] = [_asked(part) for part in field.fields]
    return found
