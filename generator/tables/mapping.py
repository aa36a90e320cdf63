"""A mapping file: what the columns and the values of a table are, written once by a person.

    feuille: Membres                  # of a workbook, when it is not the first one
    entetes: 2                        # lines of names, when the tool is not known
    lignes_masquees: prendre          # or « laisser »
    constantes:
      status: completed               # for every row that gives nothing else
    colonnes:
      Titre du projet: title          # a field, or the name of its column: « Titre »
      Présentation: Contexte          # a section
      Logo: ne pas importer
      Code: {champ: themes, separateur: " - ", valeurs: {MTH: rien, ENV: environnement}}
      Étapes: {champ: Déroulement, liste: "//", remplacer: {"::": " :"}}

Read strictly: whatever is not understood is refused, all at once.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from generator.core.findings import did_you_mean
from generator.core.text import fold
from generator.kinds import KINDS
from generator.records.description import describe
from generator.sources import strict_yaml
from generator.sources.strict_yaml import Value
from generator.tables import TableError, columns
from generator.tables.columns import Column, Treatment
from generator.tables.rows import listed
from generator.tables.values import CellError, Reader, is_nothing
from generator.writing.yaml_text import scalar

TO_DECIDE, LEFT_OUT, NOTHING = "à décider", "ne pas importer", "rien"
_KEYS = ("feuille", "entetes", "lignes_masquees", "constantes", "colonnes")
_OF_A_COLUMN = ("champ", "separateur", "liste", "remplacer", "valeurs")
_SHOWN = 20  # values of a column
_LONG = 50  # characters of one


@dataclass(frozen=True, slots=True)
class TableMapping:
    """What a mapping file says. `constants` are texts by target; `hidden`: take the hidden rows?"""

    columns: Mapping[str, Treatment] = field(default_factory=dict)
    constants: Mapping[str, str] = field(default_factory=dict)
    sheet: str = ""
    lines: int = 0
    hidden: bool | None = None


def load(kind: str, text: str) -> TableMapping:
    """Read a mapping file. Raises TableError, which says all that is wrong in it."""
    value, problems = strict_yaml.load(text)
    wrong = [f"ligne {p.line} : {p.message} ; {p.hint}" for p in problems]
    found = _group(value or {}, _KEYS, "le fichier", wrong)
    constants = _group(found.get("constantes", {}), None, "constantes", wrong)
    treated = _group(found.get("colonnes", {}), None, "colonnes", wrong)
    lines, hidden = str(found.get("entetes", "0")), str(found.get("lignes_masquees", ""))
    if lines not in {"0", "1", "2"}:
        wrong.append("entetes : écrivez 1 ou 2")
    if hidden not in {"", "prendre", "laisser"}:
        wrong.append("lignes_masquees : écrivez « prendre » ou « laisser »")
    mapping = TableMapping(
        {name: _treatment(kind, name, one, wrong) for name, one in treated.items()},
        {
            _target(kind, name, "constantes", wrong): "\n".join(listed(one))
            for name, one in constants.items()
            if one != TO_DECIDE
        },
        str(found.get("feuille", "")),
        int(lines) if lines.isdigit() else 0,
        hidden == "prendre" if hidden else None,
    )
    if wrong:
        raise TableError(" ; ".join(wrong))
    return mapping


def _group(
    value: Value, known: Sequence[str] | None, where: str, wrong: list[str]
) -> dict[str, Value]:
    if not isinstance(value, dict):
        wrong.append(f"{where} : des lignes « clé: valeur » sont attendues")
        return {}
    for key in value if known else ():
        if known and key not in known:
            hint = did_you_mean(key, known) or f"écrivez {', '.join(known)}"
            wrong.append(f"{where} : « {key} » n’existe pas ; {hint}")
    return value


def _target(kind: str, text: str, where: str, wrong: list[str]) -> str:
    found = columns.target_of(kind, text)
    if not found:
        names = [names[0] for names in columns.fields(kind).values()]
        hint = did_you_mean(text, [*columns.leaves(kind), *columns.extras(kind), *names])
        wrong.append(f"{where} : « {text} » n’est pas un champ" + (f" ; {hint}" if hint else ""))
    return found


def _treatment(kind: str, name: str, value: Value, wrong: list[str]) -> Treatment:
    where = f"colonne « {name} »"
    one = _group(
        {"champ": value} if not isinstance(value, dict) else value, _OF_A_COLUMN, where, wrong
    )
    named = listed(one.get("champ", TO_DECIDE))
    if undecided := TO_DECIDE in named or not named:
        named = []
    targets = [_target(kind, text, where, wrong) for text in named if text != LEFT_OUT]
    replaced = _group(one.get("remplacer", {}), None, f"{where}, remplacer", wrong)
    values = _group(one.get("valeurs", {}), None, f"{where}, valeurs", wrong)
    return Treatment(
        tuple(targets),
        {old: str(new) for old, new in replaced.items()},
        tuple(listed(one.get("separateur", one.get("liste", [])))),
        "liste" in one,
        {
            fold(text): tuple(v for v in listed(means) if v != NOTHING)
            for text, means in values.items()
            if means != TO_DECIDE
        },
        undecided,
    )


# --- a mapping to complete ----------------------------------------------------------------


def propose(kind: str, file: str, known: Sequence[Column], reader: Reader) -> str:
    """Return the mapping file of a table, to be completed where a line is « à décider »."""
    lines = [
        f"# Ce que dit {file} ; complétez les lignes « {TO_DECIDE} », puis : --mapping ce-fichier.yaml",
        f"# Un champ, le nom de sa colonne ou d’une rubrique, ou « {LEFT_OUT} » ; une valeur, ou « {NOTHING} ».",
    ]
    given = {target for column in known for target in column.targets}
    missing = [
        f"  {one.name}: {TO_DECIDE}  # {one.label}"
        for one in describe(KINDS[kind].model)
        if one.required
        and one.type != "group"
        and one.name not in {"id", *given}
        and not (one.type == "area" and given & columns.extras(kind).keys())
        and not (one.name.endswith("_name") and given & {"name", "name.given", "name.family"})
    ]
    lines += ["constantes:", *missing] if missing else []
    lines.append("colonnes:")
    asked: dict[str, tuple[Column, list[str]]] = {}
    for column in known:
        question = columns.box(column.name)[0] if column.option else column.name
        first, every = asked.get(question, (column, []))
        every += [column.option for _ in column.cells] if column.option else column.cells
        asked[question] = (first if first.targets else column), every
    for question, (column, cells) in asked.items():
        lines += _proposed(kind, question, column, cells, reader) if question else ()
    return "\n".join(lines) + "\n"


def _proposed(
    kind: str, name: str, column: Column, cells: Sequence[str], reader: Reader
) -> Iterator[str]:
    key = f"  {scalar(name)}:"
    if not column.targets and column.why == "non reconnue":
        counted = Counter(" ".join(cell.split()) for cell in cells).most_common()
        shown = [f"{text[:_LONG]} ({count})" for text, count in counted[:_SHOWN]]
        yield f"  # {', '.join(shown)}{'…' if len(counted) > _SHOWN else ''}"
        maybe = _maybe(kind, name)
        yield f"{key} {TO_DECIDE}" + (f"  # peut-être : {maybe}" if maybe else "")
    elif not column.targets:
        yield f"{key} {LEFT_OUT}  # {column.why}"
    elif unread := _unread(kind, column, cells, reader):
        yield from (key, f"    champ: {column.targets[0]}", "    valeurs:")
        for text, (count, todo) in unread.items():
            yield f"      {scalar(text)}: {TO_DECIDE}  # {count} fois ; {todo}"
    else:
        yield f"{key} {column.targets[0]}"


def _unread(
    kind: str, column: Column, cells: Sequence[str], reader: Reader
) -> dict[str, tuple[int, str]]:
    """Return the values of a column that no key has, how many times, and what they may be."""
    leaf = columns.leaves(kind).get(columns.pattern(column.targets[0]))
    if leaf is None or leaf.type not in {"term", "choice", "ref"}:
        return {}
    counts = Counter(
        part for cell in cells for part in (reader.parts(leaf, cell) if leaf.many else [cell])
    )
    found = {}
    for text, count in counts.most_common():
        try:
            reader.one(leaf, text)
        except CellError as error:
            if not is_nothing(leaf, text):
                found[text] = count, error.todo
    return found


def _maybe(kind: str, name: str) -> str:
    """Return the field whose name is in that of a column, the longest one; or an empty text."""
    bare = f" {fold(name)} "
    known = {**columns.fields(kind), **columns.extras(kind)}
    every = [(fold(one), target) for target, names in known.items() for one in names]
    inside = [(len(one), target) for one, target in every if one and f" {one} " in bare]
    return max(inside, default=(0, ""))[1].replace(columns.NUMBER, "0")
