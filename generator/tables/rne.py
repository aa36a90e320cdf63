"""The Répertoire national des élus (data.gouv.fr), for the people that the user names.

UTF-8, semicolons, tabs in older exports; dates AAAA-MM-JJ or JJ/MM/AAAA; codes may have lost their
zeros. What the club never keeps (birth date, sex, occupation) is not even looked at.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from generator.core.text import fold, sorted_words
from generator.records import functions
from generator.tables import TableError, columns
from generator.tables.reading import Row
from generator.tables.rows import Line, Refused
from generator.tables.values import titled

_FAMILY, _GIVEN, _FUNCTION = "nom de l elu", "prenom de l elu", "libelle de la fonction"
_MANDATE, _STARTED = "date de debut du mandat", "date de debut de la fonction"
_ARRONDISSEMENT = re.compile(
    r"(?:Paris |Lyon )?(\d+)\w*(?: secteur| arrondissement)?", re.IGNORECASE
)


def is_extract(header: Sequence[str]) -> bool:
    """Whether a table is an extract of the RNE."""
    return {_FAMILY, _GIVEN} <= set(map(fold, header))


def _file(names: Iterable[str]) -> tuple[str, ...]:
    """Return the kind of area of an extract, the columns of its code and name, its plain mandate."""
    return next((file for key, file in columns.NAMES["rne"].items() if fold(key) in names), ())


def _wanted(people: Iterable[str]) -> list[tuple[str, str]]:
    """Return the names of people, and where: each is `Nom Prénom`, `Nom Prénom, Ville` or `# …`."""
    parts = [text.partition("#")[0].partition(",") for text in people]
    found = [(" ".join(name.split()), where.strip()) for name, _, where in parts]
    return [(name, where) for name, where in dict.fromkeys(found) if name]


def kept(header: Sequence[str], rows: Iterable[Row], people: Sequence[str]) -> list[Row]:
    """Return the rows that have the name of someone who is looked for. Raises TableError."""
    folded = [fold(name) for name in header]
    if not _file(folded):
        raise TableError(
            "ce n’est pas l’extrait d’un mandat local : prenez l’extrait des maires, des conseillers "
            "municipaux, d’arrondissement, communautaires, départementaux ou régionaux"
        )
    if not people:
        raise TableError(
            "c’est un extrait du Répertoire national des élus : nommez les personnes à importer, "
            "avec --name « Nom Prénom » ou --names FICHIER"
        )
    family, given = folded.index(_FAMILY), folded.index(_GIVEN)
    keys = {sorted_words(name) for name, _ in _wanted(people)}
    return [row for row in rows if sorted_words(f"{row.cells[given]} {row.cells[family]}") in keys]


def lines(
    header: Sequence[str], rows: Iterable[Row], people: Sequence[str]
) -> tuple[list[Line], list[Refused]]:
    """Return the rows about the people named, and the names of nobody, or of several."""
    folded = [fold(name) for name in header]
    names = {target: name for name in header if (target := columns.target_of("member", name))}
    kind, _, label, _ = _file(folded)
    names[kind] = header[folded.index(fold(label))]
    names["memberships.0.role"] = "Libellé de la fonction"
    every = [
        Line(row.number, names, _fields(dict(zip(folded, row.cells, strict=True)))) for row in rows
    ]
    found: list[Line] = []
    refused: list[Refused] = []
    for name, where in _wanted(people):
        here = [line for line in every if _is_about(line, name, where)]
        towns = sorted({line.cells[line.first(*columns.PLACES)] for line in here})
        if len(towns) == 1:
            found += here
            continue
        why = "aucune personne de ce nom dans l’extrait"
        todo = "vérifiez l’orthographe, et la commune après la virgule"
        if towns:
            why = f"{len(towns)} personnes de ce nom : {', '.join(towns)}"
            todo = f"précisez : « {name}, {towns[0]} »"
        refused.append(Refused(here[0].row if here else 0, "", name, why, todo))
    return found, refused


def _is_about(line: Line, name: str, where: str) -> bool:
    same = sorted_words(f"{line.cells['given_name']} {line.cells['family_name']}")
    inside = fold(where) in map(fold, line.cells.values())
    return same == sorted_words(name) and (inside or not where)


def _fields(cells: Mapping[str, str]) -> dict[str, str]:
    """Return what a row gives, by target: name, mandate, area, start."""
    kind, code, label, plain = _file(cells)
    function = cells.get(_FUNCTION, "")
    mayors = kind == "commune" and _FUNCTION not in cells
    started = cells.get(_STARTED, "") if function or mayors else ""
    departement = cells.get("code du departement") or cells.get("libelle du departement", "")
    where, number = cells.get(fold(label), ""), cells.get(fold(code), "")
    city = cells.get("libelle de la commune", "")
    if fold(city) in {"paris", "lyon"} and (sector := _ARRONDISSEMENT.fullmatch(where)):
        where = f"{city} {sector[1]}e arrondissement"
    if kind == "commune" and re.fullmatch(r"\d{1,3}", number) and departement:
        head = departement.zfill(2)  # older files give the code without its département
        number = f"{head}{number.zfill(5 - len(head))}"
    found = {
        "given_name": titled(cells[_GIVEN]),
        "family_name": titled(cells[_FAMILY]),
        "memberships.0.role": "maire"
        if mayors
        else functions.understood(function).roles.get(kind, plain),
        "memberships.0.start_date": started or cells.get(_MANDATE, "") or cells.get(_STARTED, ""),
        kind: where,
        f"{kind}.code": number,
    }
    found |= {"departement": departement} if kind == "commune" else {}
    return {target: value for target, value in found.items() if value}
