"""CSV for spreadsheets (`/api/v1/*.csv`): UTF-8 with BOM, semicolons, CRLF (RFC 4180).

That is what French spreadsheets open without asking. A cell that a spreadsheet would run as
a formula is neutralised by an apostrophe, as OWASP advises; phone numbers are kept.
"""

import csv
import io
import re
from collections.abc import Iterable, Sequence

from generator.settings import Settings
from generator.views.model import PlaceView, Ref, SiteView

_FORMULA = re.compile(r"[=+\-@\t\r]")
_PHONE = re.compile(r"\+[\d .\-\u00a0\u202f]+")


def cell(value: str) -> str:
    """Return `value` as a cell no spreadsheet takes for a formula."""
    if _FORMULA.match(value) and not _PHONE.fullmatch(value):
        return f"'{value}"
    return value


def _table(header: Sequence[str], rows: Iterable[Sequence[str | int | None]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    for row in rows:
        writer.writerow([cell("" if value is None else str(value)) for value in row])
    return "\ufeff" + out.getvalue()


def _labels(refs: Iterable[Ref]) -> str:
    return ", ".join(ref.label for ref in refs)


_PLACE = ("Territoire", "Code", "Population", "Département", "Région")


def _place(place: PlaceView | None) -> tuple[str | int | None, ...]:
    if place is None:
        return ("", "", None, "", "")
    return (place.name, place.area, place.population, place.departement, place.region)


def members(site: SiteView, _settings: Settings) -> str:
    """Return the directory as a table."""
    header = ["Identifiant", "Prénom", "Nom", "Fonction", *_PLACE]
    header += ("En mandat", "Méthodes", "Thèmes", "Courriel", "Téléphone")
    rows = []
    for m in site.members:
        by_type = {c.type: c.value for c in m.contacts}
        rows.append(
            (
                m.id,
                m.given_name,
                m.family_name,
                m.current.label,
                *_place(m.current.place),
                "oui" if m.active else "non",
                _labels(m.methods),
                _labels(m.themes),
                by_type.get("email", ""),
                by_type.get("phone", ""),
            )
        )
    return _table(header, rows)


def practices(site: SiteView, _settings: Settings) -> str:
    """Return the practice sheets as a table."""
    header = ["Identifiant", "Titre", "Résumé", *_PLACE, "Méthodes", "Thèmes", "Degré", "État"]
    header += ("Début", "Fin", "Participants", "Enveloppe (€)", "Coût de la démarche (€)", "Année")
    header += ("Vérifiée", "Relue")
    rows = [
        (
            p.id,
            p.title,
            p.summary,
            *_place(p.place),
            _labels(p.methods),
            _labels(p.themes),
            p.level,
            p.status_label,
            p.start,
            p.end,
            p.participants,
            p.cost_envelope,
            p.cost_process,
            p.cost_year,
            p.verified.iso if p.verified else "",
            p.reviewed.iso if p.reviewed else "",
        )
        for p in site.practices
    ]
    return _table(header, rows)
