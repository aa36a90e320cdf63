"""The columns of tables that several kinds share."""

import re
from collections.abc import Callable
from typing import Any

from generator.kinds.kind import Cell, Column, Read, View, labels
from generator.kinds.view import PlaceView

# A number without a space, from which a spreadsheet would take the zero or compute a difference.
_DIGITS = re.compile(r"(\+\d\d|0\d)-?(\d[\d\-]*)")


def phone(value: str) -> str:
    """`0199001234` -> `01 99 00 12 34`: what no spreadsheet takes for a number."""
    found = _DIGITS.fullmatch(value)
    if not found:
        return value
    rest = found[2].replace("-", "")
    odd = len(rest) % 2  # +33 6 39 98 56 78
    pairs = [rest[i : i + 2] for i in range(odd, len(rest), 2)]
    return " ".join([found[1], *([rest[:1]] if odd else []), *pairs])


def number(name: str, meaning: str, read: str | Callable[[View], int | None]) -> Column:
    """Return a column of whole numbers."""
    return Column(name, meaning, read, "nombre entier")


def day(name: str, meaning: str, field: str) -> Column:
    """Return a column of dates, in ISO form: spreadsheets sort them."""

    def read(view: View) -> Cell:
        when = getattr(view, field)
        return when.iso if when else ""

    return Column(name, meaning, read, "date")


def places(place: Callable[[View], PlaceView | None]) -> tuple[Column, ...]:
    """Return the columns of a territory."""

    def of(field: str) -> Callable[[View], Any]:
        return lambda view: getattr(found, field) if (found := place(view)) else None

    return (
        Column("Territoire", "Nom officiel", of("name")),
        Column("Code", "Genre et code officiel géographique", of("area")),
        number("Population", "Nombre d’habitants", of("population")),
        Column("Département", "Nom du département", of("departement")),
        Column("Région", "Nom de la région", of("region")),
    )


def codes(place: Callable[[View], PlaceView | None]) -> tuple[Column, ...]:
    """Return the official codes of a territory, under the names they have on data.gouv.fr."""

    def of(kind: str, field: str = "") -> Callable[[View], str]:
        def read(view: View) -> str:
            found = place(view)
            if found and found.kind == kind:
                return found.area.partition(":")[2]
            return str(getattr(found, field)) if found and field else ""

        return read

    siren = "Numéro Siren de l’EPCI, ou de celui de la commune"
    return (
        Column("code_insee", "Code Insee de la commune", of("commune")),
        Column("siren_epci", siren, of("epci", "epci_code")),
        Column("code_departement", "Code du département", of("departement", "departement_code")),
        Column("code_region", "Code de la région", of("region", "region_code")),
    )


def _contact(kind: str) -> Read:
    """Return how to read the last contact detail of a kind that a view shows."""
    return lambda view: {c.type: c.value for c in view.contacts}.get(kind, "")


ID = Column("Identifiant", "Identifiant de la fiche, qui fait son adresse", "id")
TITLE = Column("Titre", "Titre de la fiche", "title")
PAGE = Column("Page", "Adresse de la page", "url", "adresse web")
METHODS = Column("Méthodes", "Méthodes, séparées par des virgules", lambda v: labels(v.methods))
THEMES = Column("Thèmes", "Thèmes, séparés par des virgules", lambda v: labels(v.themes))
EMAIL = Column("Courriel", "Adresse publiée avec l’accord de la personne", _contact("email"))
PHONE = Column(
    "Téléphone", "Numéro publié avec l’accord de la personne", lambda v: phone(_contact("phone")(v))
)
