"""Which field each column of a table is: by the names that `names.yaml` declares, or as a mapping says.

A target is a dotted path, as `club check` writes it (`memberships.0.area`), or one of a few more
(`commune`, `name`, `start.time`…) that several columns use together to say one thing.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, cast

from generator.core.text import fold
from generator.kinds import KINDS
from generator.records import written_order
from generator.records.description import Description, describe
from generator.sources import strict_yaml
from generator.tables import TableError
from generator.tables.reading import Row

TABLES = {"members": "member", "practices": "practice", "meetings": "meeting"}
NUMBER = "N"  # stands for the rank of an item in the names of `names.yaml`
PLACE_NAME = "nom du territoire"  # a column for people, beside an area
_TEXT = Path(__file__).with_name("names.yaml").read_text(encoding="utf-8")
_READ = cast("dict[str, dict[str, Any]]", strict_yaml.load(_TEXT)[0])
# The parts of `names.yaml`, but for its surveys: what each key lists.
NAMES: dict[str, dict[str, tuple[str, ...]]] = {
    part: {key: tuple(name.strip() for name in text.split("|")) for key, text in given.items()}
    for part, given in _READ.items()
    if part != "surveys"
}
WORDS = {key: frozenset(map(fold, words)) for key, words in NAMES["words"].items()}
PLACES = tuple(NAMES["places"])
# What stands before a question: its code in LimeSurvey, its rank in HelloAsso.
_CODE = re.compile(
    r"^(?:[A-Z]{1,3}\d+\w*\.\s+|(?:champ \w+|question|q) ?\d+\s*[.: ]\s*)", re.IGNORECASE
)
_HINT = r"[\[(](?:ex\b|exemple|par ex|plusieurs|facultati|obligatoire|format|jj)[^\[\]]*[\])]"
_HINT_AT_END = re.compile(rf"{_HINT}\s*[?:*]*\s*$", re.IGNORECASE)
_BOX = re.compile(rf"(.+?)\s*(?!{_HINT})\[([^\[\]]+)\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Treatment:
    """What a mapping says of a column: the fields that it fills, and how its cells are read.

    `replaced` are texts by text; a cell is cut at `cuts`, its pieces listed with dashes when
    `bullets`; `values` are texts by folded piece. `undecided`: nobody wrote yet what it is.
    """

    targets: tuple[str, ...] = ()
    replaced: Mapping[str, str] = field(default_factory=dict)
    cuts: tuple[str, ...] = ()
    bullets: bool = False
    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    undecided: bool = False

    def pieces(self, cell: str) -> list[str]:
        """Return the texts that a cell holds."""
        for old, new in self.replaced.items():
            cell = re.sub(r"[ \t]+", " ", cell.replace(old, new))
        cuts = "|".join(map(re.escape, self.cuts)) or r"[\n;,|]"
        parts = re.split(cuts, cell)
        if not (self.cuts or any(fold(part) in self.values for part in parts)):
            parts = [cell]
        found = [self.values.get(fold(part), (part.strip(),)) for part in parts]
        return [text for texts in found for text in texts if text]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the fields that it fills, or why it is left out, and how its cells are read.

    `option` is what is chosen when the column is a box to tick: « Thèmes [Culture] »; `cells` are
    those that hold something.
    """

    name: str
    targets: tuple[str, ...] = ()
    why: str = ""
    option: str = ""
    treatment: Treatment = field(default_factory=Treatment)
    cells: Sequence[str] = ()


# --- fields and their names ---------------------------------------------------------------


@cache
def leaves(kind: str) -> Mapping[str, Description | None]:
    """Return what each path of a kind holds, ranks as `N`, as it is written; None for texts."""
    one = KINDS[kind]
    order = written_order(one.model)
    found = dict(_leaves(sorted(describe(one.model), key=lambda field: order.index(field.name))))
    texts = [f"body.{name}" for name in one.sections] or ([] if one.listed else ["body"])
    return found | dict.fromkeys(texts)


def _leaves(fields: Iterable[Description], before: str = "") -> Iterator[tuple[str, Description]]:
    for one in fields:
        path = f"{before}{one.name}"
        if one.type == "group":
            yield from _leaves(one.fields, f"{path}.{NUMBER}." if one.many else f"{path}.")
        else:
            yield path, one


@cache
def extras(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the targets of a kind that are no field of it."""
    parts = {"member": ("places", "people"), "practice": ("places",), "meeting": ("hours",)}
    return {key: names for part in parts[kind] for key, names in NAMES[part].items()}


@cache
def fields(kind: str) -> Mapping[str, tuple[str, ...]]:
    """Return the names of the columns of each field of a kind, that of an export first."""
    found = {path: (path.removeprefix("body."),) for path, leaf in leaves(kind).items() if not leaf}
    return found | NAMES["common"] | NAMES[kind]


@cache
def _by_name(kind: str) -> Mapping[str, str]:
    """Return the target of each folded name; « 0 » stands for the rank in it."""
    every = {**fields(kind), **extras(kind)}
    return {fold(n.replace("{n}", "0")): target for target, names in every.items() for n in names}


def pattern(target: str) -> str:
    """Return a target with its ranks as `N`: `memberships.1.role` -> `memberships.N.role`."""
    return re.sub(r"\.\d+(?=\.|$)", f".{NUMBER}", target)


def header(kind: str, target: str) -> str:
    """Return the French name of the column of a target."""
    name = fields(kind).get(pattern(target), (target,))[0]
    number = re.search(r"\.(\d+)", target)
    return name.replace("{n}", str(int(number[1]) + 1)) if number else name


def is_list(kind: str, target: str) -> bool:
    """Whether several columns, or several texts, may fill a field together."""
    leaf = leaves(kind).get(pattern(target))
    return target.startswith("body") or bool(leaf and leaf.many)


def target_of(kind: str, name: str) -> str:
    """Return the target whose column has this name, or which is this path; or an empty text."""
    if (NUMBER not in name and pattern(name) in leaves(kind)) or name in extras(kind):
        return name
    known, bare = _by_name(kind), fold(_HINT_AT_END.sub("", _CODE.sub("", name)))
    if bare in known:
        return known[bare].replace(NUMBER, "0")
    for number in re.finditer(r"\d{1,3}", bare):
        before, after = bare[: number.start()], bare[number.end() :]
        found = known.get(f"{before}0{after}") or known.get(f"{before}{after}".strip())
        if found and int(number[0]):
            return found.replace(NUMBER, str(int(number[0]) - 1))
    return ""


def never(name: str) -> str:
    """Return why no table brings a column of this name in, or an empty text."""
    bare = f" {fold(name)} "
    found = (
        why for why, words in NAMES["never"].items() if any(f" {fold(w)} " in bare for w in words)
    )
    return next(found, "")


def is_known(kind: str, name: str) -> bool:
    """Whether a text is surely the name of a column."""
    return bool(fold(name) and (target_of(kind, name) or never(name) or box(name)[0]))


# --- columns ------------------------------------------------------------------------------


def box(name: str) -> tuple[str, str]:
    """Return the question and the option of a box to tick: « Thèmes [Culture] »."""
    match = _BOX.fullmatch(name)
    return (match[1], match[2].strip()) if match else ("", "")


def survey(header: Sequence[str]) -> tuple[str, int, frozenset[str]]:
    """Return the tool of surveys that has such a header, on how many lines, and its own columns."""
    bare = set(map(fold, header))
    for tool, given in _READ["surveys"].items():
        own = [frozenset(map(fold, given[key].split("|"))) for key in ("known", "out")]
        if own[0] <= bare:
            return tool, int(given.get("lines", "1")), own[0] | own[1]
    return "", 1, frozenset()


def recognise(
    kind: str, header: Sequence[str], given: Mapping[str, Treatment], rows: Sequence[Row]
) -> list[Column]:
    """Return what each column is: as `given` by name, else as its name says. Raises TableError."""
    tool, _, own = survey(header)
    options = Counter(box(name)[0] for name in header)
    found = []
    for at, name in enumerate(header):
        cells = [row.cells[at] for row in rows if row.cells[at]]
        question, option = box(name) if options[box(name)[0]] > 1 else ("", "")
        target = target_of(kind, question or name)
        treatment, why = given.get(name) or given.get(question), never(name)
        if treatment and not (why or treatment.targets):
            why = "à décider" if treatment.undecided else "laissée de côté, comme demandé"
        elif not (why or treatment):
            reasons = {
                "vide": not (cells or target),
                f"une colonne de {tool}": fold(name) in own,
                "sans nom": not name,
                "des numéros, pas des identifiants du club": target == "id"
                and all(map(str.isdigit, cells)),
                "non reconnue": not target,
            }
            why = next((why for why, holds in reasons.items() if holds), "")
        treatment = treatment or Treatment((target,))
        targets = () if why else treatment.targets
        found.append(Column(name, targets, why, option, treatment, cells))
    _refuse_twice(kind, found)
    return found


def _refuse_twice(kind: str, columns: Iterable[Column]) -> None:
    """Raise TableError when several columns give one value: a person says which is meant."""
    named: defaultdict[str, list[str]] = defaultdict(list)
    for column in columns:
        for target in column.targets if column.cells else ():
            if not (column.option or is_list(kind, target)):
                named[target].append(f"« {column.name} »")
    for target, names in named.items():
        if len(names) > 1:
            raise TableError(
                f"les colonnes {' et '.join(names)} donnent toutes « {header(kind, target)} » ; "
                "dites laquelle prendre, par --mapping"
            )
