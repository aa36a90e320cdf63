"""What the club knows as tables for spreadsheets (`/api/v1/*.csv`)."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import spreadsheet
from generator.core.settings import Settings
from generator.core.spreadsheet import Cell
from generator.exports.identity import absolute
from generator.views.model import FieldView, PlaceView, Ref, SiteView

# A number without a space, from which a spreadsheet would take the zero or compute a difference.
_DIGITS = re.compile(r"(\+\d\d|0\d)-?(\d[\d\-]*)")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, what it means, and how it is read in a view."""

    name: str
    meaning: str
    read: Callable[[Any, Settings], Cell]
    type: str = "texte"


def phone(value: str) -> str:
    """`0199001234` -> `01 99 00 12 34`: what no spreadsheet takes for a number."""
    found = _DIGITS.fullmatch(value)
    if not found:
        return value
    rest = found[2].replace("-", "")
    odd = len(rest) % 2  # +33 6 39 98 56 78
    pairs = [rest[i : i + 2] for i in range(odd, len(rest), 2)]
    return " ".join([found[1], *([rest[:1]] if odd else []), *pairs])


def fields(columns: Sequence[Column]) -> tuple[FieldView, ...]:
    """Return what the columns mean, for the data dictionary."""
    return tuple(FieldView(c.name, c.type, required=False, meaning=c.meaning) for c in columns)


def _labels(refs: Iterable[Ref]) -> str:
    return ", ".join(ref.label for ref in refs)


def _text(name: str, meaning: str, read: Callable[[Any], Cell]) -> Column:
    return Column(name, meaning, lambda view, _: read(view))


def _day(name: str, meaning: str, field: str) -> Column:
    """Return a column of dates, in ISO form: spreadsheets sort them."""

    def read(view: Any, _: Settings) -> Cell:
        when = getattr(view, field)
        return when.iso if when else ""

    return Column(name, meaning, read, "date")


def _number(name: str, meaning: str, read: Callable[[Any], int | None]) -> Column:
    return Column(name, meaning, lambda view, _: read(view), "nombre entier")


def _places(place: Callable[[Any], PlaceView | None]) -> tuple[Column, ...]:
    """Return the columns of a territory."""

    def of(field: str) -> Callable[[Any], Any]:
        return lambda view: getattr(found, field) if (found := place(view)) else None

    return (
        _text("Territoire", "Nom officiel", of("name")),
        _text("Code", "Genre et code officiel géographique", of("area")),
        _number("Population", "Nombre d’habitants", of("population")),
        _text("Département", "Nom du département", of("departement")),
        _text("Région", "Nom de la région", of("region")),
    )


def _codes(place: Callable[[Any], PlaceView | None]) -> tuple[Column, ...]:
    """Return the official codes of a territory, under the names they have on data.gouv.fr."""

    def of(kind: str, field: str = "") -> Callable[[Any], str]:
        def read(view: Any) -> str:
            found = place(view)
            if found and found.kind == kind:
                return found.area.partition(":")[2]
            return str(getattr(found, field)) if found and field else ""

        return read

    return (
        _text("code_insee", "Code Insee de la commune", of("commune")),
        _text(
            "siren_epci",
            "Numéro Siren de l’EPCI, ou de celui de la commune",
            of("epci", "epci_code"),
        ),
        _text("code_departement", "Code du département", of("departement", "departement_code")),
        _text("code_region", "Code de la région", of("region", "region_code")),
    )


def _contact(kind: str) -> Callable[[Any], str]:
    """Return how to read the last contact detail of a kind that a view shows."""
    return lambda view: {c.type: c.value for c in view.contacts}.get(kind, "")


_ID = _text("Identifiant", "Identifiant de la fiche, qui fait son adresse", lambda v: v.id)
_TITLE = _text("Titre", "Titre de la fiche", lambda v: v.title)
_PAGE = Column("Page", "Adresse de la page", lambda v, s: absolute(v.url, s), "adresse web")
_METHODS = _text("Méthodes", "Méthodes, séparées par des virgules", lambda v: _labels(v.methods))
_THEMES = _text("Thèmes", "Thèmes, séparés par des virgules", lambda v: _labels(v.themes))
_EMAIL = _text("Courriel", "Adresse publiée avec l’accord de la personne", _contact("email"))
_PHONE_NUMBER = _text(
    "Téléphone",
    "Numéro publié avec l’accord de la personne",
    lambda v: phone(_contact("phone")(v)),
)

MEMBERS = (
    _ID,
    _text("Prénom", "Prénom", lambda m: m.given_name),
    _text("Nom", "Nom de famille", lambda m: m.family_name),
    _text("Fonction", "Mandat en cours, ou le dernier", lambda m: m.current.label),
    *_places(lambda m: m.current.place),
    _text("En mandat", "oui ou non, au jour de production", lambda m: "oui" if m.active else "non"),
    _METHODS,
    _THEMES,
    _EMAIL,
    _PHONE_NUMBER,
    _PAGE,
    *_codes(lambda m: m.current.place),
)
PRACTICES = (
    _ID,
    _TITLE,
    _text("Résumé", "La démarche en une phrase", lambda p: p.summary),
    *_places(lambda p: p.place),
    _METHODS,
    _THEMES,
    _text("Degré", "Degré de participation", lambda p: p.level),
    _text("État", "Avancement", lambda p: p.status_label),
    Column("Avancement : date", "Quand il était connu", lambda p, _: p.status_date, "date"),
    Column("Début", "Début", lambda p, _: p.start, "date"),
    Column("Fin", "Fin", lambda p, _: p.end, "date"),
    _number("Participants", "Nombre de participants", lambda p: p.participants),
    _number("Participants : année", "Année du chiffre", lambda p: p.participants_year),
    _number("Participants : de", "Première année comptée", lambda p: p.participants_from),
    _number("Participants : à", "Dernière année comptée", lambda p: p.participants_to),
    _text("Participants : note", "Ce que ce chiffre compte", lambda p: p.participants_note),
    _number("Enveloppe (€)", "Budget confié aux participants, en euros", lambda p: p.cost_envelope),
    _number("Coût de la démarche (€)", "Coût de la démarche, en euros", lambda p: p.cost_process),
    _number("Année", "Année des montants", lambda p: p.cost_year),
    _text("Coût : note", "Ce que ces montants comprennent, ou non", lambda p: p.cost_note),
    _day("Vérifiée", "Confirmée par un membre du club", "verified"),
    _day("Relue", "Dernière relecture", "reviewed"),
    _PAGE,
    *_codes(lambda p: p.place),
)
MEETINGS = (
    _ID,
    _TITLE,
    _text("Nature", "Réunion, rencontre ou assemblée", lambda m: m.kind),
    Column("Début", "Début, heure de Paris", lambda m, _: m.start.iso, "date, heure"),
    Column("Fin", "Fin, heure de Paris", lambda m, _: m.end, "date, heure"),
    _text("Format", "À distance, sur place ou les deux", lambda m: m.format),
    _text("Lieu", "Lieu", lambda m: m.location),
    _text("État", "Prévue, tenue ou annulée", lambda m: ", ".join(b.text for b in m.badges)),
    _number("Présents", "Nombre de présents", lambda m: m.attendance),
    _text("Ordre du jour", "Points, séparés par « | »", lambda m: " | ".join(m.agenda)),
    _text("Décisions", "Décisions, séparées par « | »", lambda m: " | ".join(m.decisions)),
    _number(
        "Tâches ouvertes",
        "Nombre de tâches à faire",
        lambda m: sum(t.state in {"open", "late"} for t in m.tasks),
    ),
    _text("Pratiques", "Pratiques présentées", lambda m: _labels(m.practices)),
    _text("Textes", "Textes discutés", lambda m: _labels(m.watch)),
    _PAGE,
)
WATCH = (
    _ID,
    _TITLE,
    _text("Nature", "Nature du texte", lambda w: w.kind),
    _text("Référence", "Référence officielle", lambda w: w.reference),
    _text("Résumé", "Le texte en une phrase", lambda w: w.summary),
    _text("Dernière étape", "Dernière étape connue", lambda w: w.last.label if w.last else ""),
    Column(
        "Date", "Date de la dernière étape", lambda w, _: w.last.when.iso if w.last else "", "date"
    ),
    _text("À venir", "Prochaine étape", lambda w: w.next.label if w.next else ""),
    Column(
        "Échéance",
        "Date de la prochaine étape",
        lambda w, _: w.next.when.iso if w.next else "",
        "date",
    ),
    _text("Alerte", "Ce que le club en dit", lambda w: ", ".join(b.text for b in w.badges)),
    _METHODS,
    _THEMES,
    Column("Texte officiel", "Texte en ligne", lambda w, _: w.official_url, "adresse web"),
    _PAGE,
)
ACTIONS = (
    _ID,
    _TITLE,
    _text("Demande", "La demande en une phrase", lambda a: a.summary),
    _text("Destinataires", "Destinataires, séparés par « | »", lambda a: " | ".join(a.addressees)),
    _text("État", "État", lambda a: a.status_label),
    _day("Ouverte", "Ouverture à la signature", "opened"),
    _day("Limite", "Date limite de signature", "deadline"),
    _day("Envoyée", "Envoi", "sent"),
    _number("Signataires", "Nombre de signataires", lambda a: len(a.signatories)),
    _number("Réponses", "Nombre de réponses reçues", lambda a: len(a.responses)),
    Column(
        "Dernière réponse",
        "Date de la dernière réponse",
        lambda a, _: a.responses[-1].when.iso if a.responses else "",
        "date",
    ),
    _PAGE,
)
NETWORK = (
    _ID,
    _text("Nom", "Nom", lambda c: c.title),
    _text("Catégorie", "Catégorie", lambda c: c.category_label),
    _text("Organisme", "Organisme", lambda c: c.organization),
    _text("Présentation", "Présentation", lambda c: c.summary),
    _text("Lien d’intérêt", "Lien d’intérêt déclaré", lambda c: c.interest),
    _METHODS,
    _THEMES,
    _EMAIL,
    _PHONE_NUMBER,
    _PAGE,
)
# Each table by its name: the views of a site it lists, and its columns.
TABLES: dict[str, tuple[str, tuple[Column, ...]]] = {
    "members": ("members", MEMBERS),
    "practices": ("practices", PRACTICES),
    "meetings": ("meetings", MEETINGS),
    "watch": ("watch", WATCH),
    "actions": ("actions", ACTIONS),
    "network": ("contacts", NETWORK),
}


def table(columns: Sequence[Column], views: Iterable[Any], settings: Settings) -> str:
    """Return the views as a table, one a line, under the headings of the columns."""
    rows = ([column.read(view, settings) for column in columns] for view in views)
    return spreadsheet.table([column.name for column in columns], rows)


def exporter(name: str) -> Callable[[SiteView, Settings], str]:
    """Return the exporter of a table."""
    views, columns = TABLES[name]
    return lambda site, settings: table(columns, getattr(site, views), settings)
