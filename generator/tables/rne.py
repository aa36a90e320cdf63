"""The Répertoire national des élus (data.gouv.fr), for the people that the user names.

UTF-8, semicolons, tabs in older exports; dates AAAA-MM-JJ or JJ/MM/AAAA; codes may have lost their
zeros. What the club never keeps (birth date, sex, occupation) is not even looked at.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from generator.core.text import fold
from generator.tables.columns import PLACES
from generator.tables.lines import Line, Refused
from generator.tables.reading import Row
from generator.tables.values import titled, words

FAMILY, GIVEN = "nom de l elu", "prenom de l elu"
_MANDATE, _FUNCTION = "date de debut du mandat", "date de debut de la fonction"
_WHAT = "libelle de la fonction"

# By a column that only one of the files has: the kind of area, where its code and name are, the
# plain mandate, and the mandates that its functions give (a pattern of their folded label).
_MAYORS = ((r"maire delegue\b.*", "maire-delegue"), (r"maire\b(?! adjoint).*", "maire"))
_FILES: tuple[tuple[str, str, str, str, tuple[tuple[str, str], ...]], ...] = (
    (
        "code de la region",
        "region",
        "libelle de la region",
        "conseiller-regional",
        ((r"president.*", "president-region"), (r".*vice president.*", "vice-president-region")),
    ),
    (
        "code du canton",
        "departement",
        "libelle du departement",
        "conseiller-departemental",
        (
            (r"president.*", "president-departement"),
            (r".*vice president.*", "vice-president-departement"),
        ),
    ),
    (
        "n siren",
        "epci",
        "libelle de l epci",
        "conseiller-communautaire",
        ((r"president.*", "president-epci"), (r".*vice president.*", "vice-president-epci")),
    ),
    (
        "code de la commune",
        "commune",
        "libelle de la commune",
        "conseiller-municipal",
        (*_MAYORS, (r".*adjoint.*", "adjoint")),
    ),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Someone to look for: the name as given, and where, when it was said (`Nom Prénom, Ville`)."""

    name: str
    where: str = ""

    @property
    def key(self) -> str:
        """The words of the name, in an order of their own."""
        return words(self.name)


def wanted(names: Sequence[str]) -> list[Wanted]:
    """Return the people that names tell, one each, `# …` and empty lines left out."""
    found = []
    for text in names:
        name, _, where = text.partition("#")[0].partition(",")
        if name.strip():
            found.append(Wanted(" ".join(name.split()), where.strip()))
    return list(dict.fromkeys(found))


def is_extract(header: Sequence[str]) -> bool:
    """Whether a table is an extract of the RNE."""
    return {FAMILY, GIVEN} <= {fold(name) for name in header}


def unknown(header: Sequence[str]) -> str:
    """Return why an extract cannot be read, in French; an empty text when it can."""
    names = {fold(name) for name in header}
    if "code du secteur" in names:
        return "un mandat de conseiller d’arrondissement n’est pas dans le vocabulaire du club"
    if not names & {file[0] for file in _FILES}:
        return "ce n’est pas l’extrait d’un mandat local"
    return ""


@dataclass(frozen=True, slots=True)
class Extract:
    """How to read one of the files: where each thing is, by column number."""

    at: Mapping[str, int]

    def name(self, cells: Sequence[str]) -> str:
        """Return the words of the name of a row."""
        return words(f"{cells[self.at[GIVEN]]} {cells[self.at[FAMILY]]}")

    def fields(self, cells: Sequence[str]) -> dict[str, str]:
        """Return what a row says, by target: name, mandate, area, start."""

        def cell(name: str) -> str:
            return cells[self.at[name]].strip() if name in self.at else ""

        file = next((f for f in _FILES if f[0] in self.at), _FILES[-1])
        code, kind, label, plain, functions = file
        function = fold(cell(_WHAT))
        mayors = kind == "commune" and _WHAT not in self.at
        role = "maire" if mayors else plain
        if function:
            bare = re.sub(r"^\d+(er|ere|eme|e|nd|nde) ", "", function)
            role = next((r for p, r in reversed(functions) if re.fullmatch(p, bare)), plain)
        started = cell(_FUNCTION) if (function or mayors) else ""
        found = {
            "given_name": titled(cell(GIVEN)),
            "family_name": titled(cell(FAMILY)),
            "memberships.0.role": role,
            "memberships.0.start_date": started or cell(_MANDATE) or cell(_FUNCTION),
        }
        departement = cell("code du departement") or cell("libelle du departement")
        if kind == "commune":
            found |= {"commune": cell(label), "departement": departement}
            found["commune.code"] = _commune(cell(code), cell("code du departement"))
        elif kind == "departement":
            found |= {"departement": cell(label), "departement.code": cell("code du departement")}
        else:
            found |= {kind: cell(label), f"{kind}.code": cell(code)}
        return {target: value for target, value in found.items() if value}


def extract(header: Sequence[str]) -> Extract:
    """Return how to read an extract whose columns are these."""
    return Extract({fold(name): i for i, name in enumerate(header)})


def _commune(code: str, departement: str) -> str:
    """Return a commune's code; older files give it without its département."""
    if re.fullmatch(r"\d{1,3}", code) and departement:
        head = departement.zfill(2)
        return f"{head}{code.zfill(5 - len(head))}"
    return code


def lines(
    rows: Sequence[Row], header: Sequence[str], people: Sequence[Wanted]
) -> tuple[list[Line], list[Refused]]:
    """Return the rows that are about the people named, and the names that tell no one, or several."""
    reader = extract(header)
    names = {_TARGETS[fold(name)]: name for name in header if fold(name) in _TARGETS}
    found: list[Line] = []
    refused: list[Refused] = []
    for one in people:
        mine = [row for row in rows if reader.name(row.cells) == one.key]
        read = [Line(row.number, names, reader.fields(row.cells)) for row in mine]
        read = [line for line in read if not one.where or fold(one.where) in _told(line)]
        places = sorted({_where(line) for line in read})
        if not read:
            why = "aucune personne de ce nom dans l’extrait"
            todo = "vérifiez l’orthographe, et la commune après la virgule"
            refused.append(Refused(0, "", one.name, why, todo))
        elif len(places) > 1:
            why = f"{len(places)} personnes de ce nom : {', '.join(places)}"
            refused.append(
                Refused(read[0].row, "", one.name, why, f"précisez : « {one.name}, {places[0]} »")
            )
        else:
            found += read
    return found, refused


def _where(line: Line) -> str:
    """Return the name of the place of a row."""
    return next(
        (line.cells[k] for k in ("commune", "epci", "departement", "region") if k in line.cells), ""
    )


# For the messages: the column that a target comes from.
_TARGETS = {
    _WHAT: "memberships.0.role",
    _MANDATE: "memberships.0.start_date",
    FAMILY: "family_name",
    GIVEN: "given_name",
    "libelle de la commune": "commune",
    "libelle de l epci": "epci",
}


def _told(line: Line) -> set[str]:
    """Return the names and the codes of places that a row tells, folded."""
    return {fold(v) for t, v in line.cells.items() if t.partition(".")[0] in PLACES}
