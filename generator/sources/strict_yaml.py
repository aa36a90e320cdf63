"""YAML in which every scalar is a string, read with libyaml and with line numbers.

PyYAML's own typing turns `01004` into 516 and `no` into False; here the text stays what was
typed, and the record models give it its type. Aliases, tags, duplicate keys and deep nesting
are refused (YAML 1.1 allows them; the data contract does not).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import yaml
from yaml._yaml import CParser  # libyaml's parser, without PyYAML's constructors
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.sources.characters import FORBIDDEN, describe, is_composed

MAX_DEPTH = 20
Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

_STR, _SEQ, _MAP = "str", "seq", "map"
_TAGS = {ScalarNode: _STR, SequenceNode: _SEQ, MappingNode: _MAP}


@dataclass(frozen=True, slots=True)
class YamlProblem:
    """A refusal: finding code, line and column (from 1), what is wrong, what to do."""

    code: str
    line: int
    column: int
    message: str
    hint: str


class _TooDeepError(yaml.YAMLError):
    """Values inside values, beyond MAX_DEPTH."""


class _Composer(CParser):
    """libyaml's composer with the resolver taken out: one tag per node class.

    It calls itself for each value inside a value, and would end the process (a full stack) in a
    text of nothing but brackets: it stops at the depth we allow.
    """

    def __init__(self, text: str) -> None:
        CParser.__init__(self, text)
        self._depth = 0

    def resolve(self, kind: type[Node], _value: object, _implicit: object) -> str:
        return _TAGS[kind]

    def descend_resolver(self, *_: object) -> None:
        self._depth += 1
        if self._depth > MAX_DEPTH + 1:  # the document itself is not a level
            raise _TooDeepError

    def ascend_resolver(self) -> None:
        self._depth -= 1


# A cheap look that says "nothing to refuse here" for almost every file. What it lets
# through for a closer look is decided by the parser's events, never by this pattern.
_SUSPECT = re.compile(r"(?:^|[\s\[{,:])[&*!]", re.MULTILINE)


def _forbidden(text: str) -> YamlProblem | None:
    """Return the first alias, tag or too deep nesting, seen in the stream of events."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        line, column = _place(event.start_mark)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            return YamlProblem(
                "S11", line, column, "ancre ou alias YAML", "recopiez la valeur, ou guillemets"
            )
        if tag := getattr(event, "tag", None):
            return YamlProblem(
                "S12",
                line,
                column,
                f"étiquette YAML « {tag} »",
                "supprimez l’étiquette, ou mettez la valeur entre guillemets",
            )
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > MAX_DEPTH:
            return _too_deep(line, column)
    return None


def _too_deep(line: int, column: int) -> YamlProblem:
    return YamlProblem(
        "S14", line, column, f"plus de {MAX_DEPTH} niveaux", "simplifiez la structure"
    )


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a mark, from 1; the start of the text when there is no mark."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


_HINTS = (
    (
        "mapping values are not allowed",
        "un « : » au milieu d’une valeur",
        "mettez toute la valeur entre guillemets",
    ),
    (
        "cannot start any token",
        "tabulation ou signe interdit au début d’une valeur",
        "remplacez les tabulations par des espaces, ou mettez la valeur entre guillemets",
    ),
    (
        "did not find expected key",
        "indentation ou guillemets incohérents",
        "alignez cette ligne sur celles du même niveau et fermez les guillemets",
    ),
    (
        "could not find expected ':'",
        "il manque « : » après le nom du champ",
        "écrivez « champ: valeur »",
    ),
    (
        "found unexpected end of stream",
        "guillemets ou crochets non fermés",
        "fermez les guillemets ou les crochets",
    ),
    (
        "did not find expected '-' indicator",
        "élément de liste mal aligné",
        "commencez chaque élément par un tiret, tous au même niveau",
    ),
    (
        "did not find expected ',' or",
        "crochets ou accolades non fermés",
        "fermez les crochets et séparez les valeurs par des virgules",
    ),
    (
        "did not find expected alphabetic or numeric character",
        "« * », « & » ou « ! » au début d’une valeur",
        "mettez toute la valeur entre guillemets",
    ),
    ("control characters are not allowed", "caractère interdit", "supprimez-le"),
    (
        "expected a single document",
        "plusieurs documents YAML dans un fichier",
        "supprimez la ligne « --- » en trop",
    ),
)


def _syntax(error: yaml.YAMLError) -> YamlProblem:
    said = str(getattr(error, "problem", "") or error)
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line, column = _place(mark)
    for needle, message, hint in _HINTS:
        if needle in said:
            return YamlProblem("S10", line, column, message, hint)
    return YamlProblem("S10", line, column, "syntaxe YAML incorrecte", "corrigez cette ligne")


def _plain(node: Node, problems: list[YamlProblem]) -> Value:
    if isinstance(node, ScalarNode):
        return str(node.value)
    if isinstance(node, SequenceNode):
        return [_plain(child, problems) for child in node.value]
    result: dict[str, Value] = {}
    for key, child in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if not isinstance(key, ScalarNode):
            problems.append(
                YamlProblem("S16", line, column, "nom de champ inattendu", "écrivez « champ: »")
            )
        elif key.value in result:
            problems.append(
                YamlProblem(
                    "S13",
                    line,
                    column,
                    f"« {key.value} » est écrit deux fois",
                    "gardez une seule des deux lignes",
                )
            )
        elif not _empty(child):
            result[key.value] = _plain(child, problems)
    return result


def _empty(node: Node) -> bool:
    """Whether the key was left without a value (`end_date:`): the same as no key."""
    return isinstance(node, ScalarNode) and not node.style and not node.value


def load(text: str) -> tuple[Value | None, list[YamlProblem]]:
    """Read one YAML document.

    Returns the value (strings, lists, dicts; None when empty or unreadable) and what was
    refused. A key without a value is dropped. Raises nothing for bad content.
    """
    try:
        if _SUSPECT.search(text) and (problem := _forbidden(text)):
            return None, [problem]
        try:
            node = compose(text)
        except _TooDeepError:
            return None, [_forbidden(text) or _too_deep(1, 1)]
    except yaml.YAMLError as error:
        return None, [_syntax(error)]
    if node is None or _empty(node):
        return None, []
    problems = list(_hidden(node)) if "\\" in text else []
    return _plain(node, problems), problems


def _hidden(node: Node) -> Iterator[YamlProblem]:
    r"""Yield the scalars in which an escape (`"\u202e"`) makes what the file may not hold."""
    if isinstance(node, ScalarNode):
        line, column = _place(node.start_mark)
        if found := FORBIDDEN.search(node.value):
            yield YamlProblem("S04", line, column, describe(found[0]), "supprimez-le")
        elif not is_composed(node.value):
            hint = "retapez le mot, ou convertissez le fichier en NFC"
            yield YamlProblem("S05", line, column, "accent écrit en deux caractères", hint)
        return
    for child in node.value:
        for part in child if isinstance(child, tuple) else (child,):
            yield from _hidden(part)


def compose(text: str) -> Node | None:
    """Return the nodes of one YAML document, with their places. Raises yaml.YAMLError."""
    loader = _Composer(text)
    try:
        node: Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return node


def runs(text: str) -> Iterator[tuple[str, str]]:
    """Yield the lines of a mapping that `load` accepted, cut by key: (key, its lines).

    What stands between two keys (comments, blank lines) is yielded under an empty key.
    """
    root = compose(text)
    keys = root.value if isinstance(root, MappingNode) else []
    starts = {key.start_mark.line: str(key.value) for key, _ in keys}
    lines = text.splitlines(keepends=True)
    yield from (("", "".join(part)) for part in [lines[: min(starts, default=None)]] if part)
    for start, end in pairwise([*sorted(starts), len(lines)]):
        last = end
        while not lines[last - 1].strip() or lines[last - 1].startswith("#"):
            last -= 1
        yield starts[start], "".join(lines[start:last])
        if last < end:
            yield "", "".join(lines[last:end])


class Locator:
    """Finds where a field stands in a text that `load` accepted."""

    def __init__(self, text: str) -> None:
        self._root = compose(text)

    def __call__(self, path: Path) -> tuple[int, int]:
        """Return line and column (from 1) of the deepest part of `path` that exists.

        The last step of a mapping points at its key when the path ends there and the
        value is a collection, at the value otherwise.
        """
        node: Any = self._root
        at = node.start_mark if node else None
        for step, last in _with_last(path):
            found = _child(node, step)
            if found is None:
                break
            key, node = found
            whole = last and isinstance(node, ScalarNode) and node.value
            at = node.start_mark if whole or key is None else key.start_mark
        return _place(at)


def _with_last(path: Path) -> Iterator[tuple[str | int, bool]]:
    return ((step, i == len(path) - 1) for i, step in enumerate(path))


def _child(node: Any, step: str | int) -> tuple[Node | None, Node] | None:
    if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    if isinstance(node, MappingNode):
        return next(((k, v) for k, v in node.value if k.value == step), None)
    return None
