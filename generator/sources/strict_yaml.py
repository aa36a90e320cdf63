"""YAML in which every scalar is a string, read with libyaml and with line numbers.

PyYAML's own typing turns `01004` into 516 and `no` into False; here the text stays what was
typed, and the record models give it its type. Aliases, tags, duplicate keys and deep nesting
are refused (YAML 1.1 allows them; the data contract does not).
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

import yaml
from yaml._yaml import CParser  # libyaml's parser, without PyYAML's constructors
from yaml.nodes import CollectionNode, MappingNode, Node, ScalarNode, SequenceNode

from generator.core import data
from generator.sources.characters import FORBIDDEN, forbidden, repair, repairs

MAX_DEPTH = 20
MAX_MENDED = 300_000  # characters of a text that is read again to see what would mend it
Value = str | list["Value"] | dict[str, "Value"]
Path = tuple[str | int, ...]

_TAGS = {ScalarNode: "str", SequenceNode: "seq", MappingNode: "map"}


class YamlProblem(NamedTuple):
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
            hint = f"{_QUOTES} : {_quoted(text, line)}"
            return YamlProblem("S11", line, column, "ancre ou alias YAML", hint)
        if tag := getattr(event, "tag", None):
            hint = f"supprimez-la, ou {_QUOTES} : {_quoted(text, line)}"
            return YamlProblem("S12", line, column, f"étiquette YAML « {tag} »", hint)
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > MAX_DEPTH:
            return _too_deep(line, column)
    return None


def _too_deep(line: int, column: int) -> YamlProblem:
    message = f"plus de {MAX_DEPTH} niveaux"
    return YamlProblem("S14", line, column, message, "simplifiez la structure")


def _quoted(text: str, line: int) -> str:
    return quoted_line(text.split("\n")[line - 1]).strip()


def _place(mark: Any) -> tuple[int, int]:
    """Line and column of a mark, from 1; the start of the text when there is no mark."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


_WORDS = data.table("yaml")


def _syntax(error: yaml.YAMLError, text: str) -> YamlProblem:
    reason = str(getattr(error, "problem", "") or error)
    marks = [getattr(error, name, None) for name in ("problem_mark", "context_mark")]
    line, column = _place(marks[0] or marks[1])
    marked = [line, *(mark.line + 1 for mark in marks if mark)]
    for number in dict.fromkeys(marked):
        # A space that lacks, or is none, is nearer than a line that begins elsewhere.
        found = _mistyped(text, number - 1, line - 1)
        if found := found or _misplaced(text, number - 1, near="mapping values" in reason):
            return found
    for number in dict.fromkeys([*marked, line - 1]):
        floor = number if number in marked else line
        if found := _mistyped(text, number - 1, floor - 1, error=True):
            exact = number == line and _QUOTES in found.hint
            return found._replace(column=column) if exact else found
    if found := _unspaced(_BREAK.split(text), line - 1):
        return found
    message, hint = next(said for words, said in _WORDS["libyaml"].items() if words in reason)
    return YamlProblem("S10", line, column, message, hint)


_QUOTES = "mettez toute la valeur entre guillemets"
# --- what was meant -----------------------------------------------------------------------------

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # spaces that are none for YAML
_START = r"([ \t]*(?:-[ \t]+)*)([\w-]+)"  # of a line that gives a field
_FIELD = re.compile(rf"{_START}[ {_ODD}]*[:：][ {_ODD}]*(.*)")
_UNSPACED = re.compile(rf" *(?:- +)*[a-z]\w*:[{_ODD}]")
_VALUE = re.compile(r"([ \t]*(?:-[ \t]+)*(?:[\w-]+[ \t]*:[ \t]+)?)(\S.*)")
# How a line of a list or of fields begins: its margin, its dash, the name of its field.
_ITEM = re.compile(r"( *)(- +)?(?:([a-z]\w*)(?=:(?: |$))|(?=\w))")
_DASHED = re.compile(r" *- ")
_TRIES = 12  # places where a line could begin
_LISTED = re.compile(r"([ \t]*(?:- +)*)([a-z]\w*):[ ]+(- .*)")
_PAD = re.compile(rf"[ \t{_ODD}]*")
# What opens an item elsewhere than in YAML.
_BULLET = re.compile(
    rf"-[{_ODD}]|[•●▪■◦‣·*–—][ \t{_ODD}]|(?:1[.)]|1°|a\)) (?=.* (?:2[.)]|2°|b\)) )"
)


def quoted(value: str) -> str:
    """Return a text between quotes, as YAML reads it."""
    if '"' in value and "'" not in value:
        return f"'{value}'"
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def quoted_line(line: str) -> str:
    """Return a line of YAML with its value between quotes; empty when it has none."""
    found = _VALUE.fullmatch(line.rstrip())
    return found[1] + quoted(found[2]) if found else ""


def _misplaced(text: str, number: int, *, near: bool) -> YamlProblem | None:
    """Return what is wrong with where a line (from 0) begins, when another place mends it.

    `near`: by one space only; further, what stands there goes on with the line before.
    """
    lines = text.split("\n")
    found = _ITEM.match(lines[number]) if number < len(lines) and len(text) <= MAX_MENDED else None
    if not found:
        return None
    margin, dash, name = found.groups("")
    rest = lines[number].strip()
    shown = f"« {dash}{name}: »" if name else f"« {rest[:40]} »"
    begun = [(n, m) for n in reversed(range(number)) if (m := _ITEM.match(lines[n]))]
    above = [(n, m[1], m[2] or "", m[3] or "") for n, m in begun]
    tried: list[tuple[int, str, str, str]] = []  # line, what it would be, what is wrong, what to do
    for n, pad, mark, other in above:
        if other == name and bool(mark) != bool(dash) and (name or not tried):
            at, fixed = (
                (n, f"{margin}- {lines[n].lstrip()}") if dash else (number, f"{pad}- {rest}")
            )
            before = f"{name}:" if name else lines[at].strip()[:40]
            lacks = f"il manque un tiret devant « {before} »"
            tried.append((at, fixed, lacks, f"écrivez « {fixed.strip()} »"))
    for n, pad, mark, _ in above if name or dash else ():
        width = len(pad if dash else pad + mark)
        if 0 < abs(width - len(margin)) <= (1 if near else 3):
            todo = f"mettez {width} espaces devant, comme ligne {n + 1}"
            todo = todo if width else "ne laissez aucune espace devant"
            tried.append((number, " " * width + rest, f"{shown} n’est pas aligné", todo))
    for at, fixed, message, hint in tried[:_TRIES]:
        if _mends([*lines[:at], fixed, *lines[at + 1 :]], number):
            return YamlProblem("S10", at + 1, 1, message, hint)
    return None


def _mistyped(
    text: str, number: int, floor: int = -1, *, error: bool = False
) -> YamlProblem | None:
    """Return what is wrong with a line (from 0), when writing it otherwise mends what is up to `floor`."""
    lines = text.split("\n")
    if not 0 <= number < len(lines) or len(text) > MAX_MENDED:
        return None
    line = lines[number]
    for fixed, message in _rewritten(line, values=error):
        if _mends([*lines[:number], fixed, *lines[number + 1 :]], max(number, floor)):
            hint = f"écrivez « {fixed.strip()} »"
            if "\n" in fixed:
                hint = f"allez à la ligne avant « {fixed.split(chr(10))[1].strip()} »"
            elif fixed == quoted_line(line):
                hint = f"{_QUOTES} : {fixed.strip()}"
            pairs = enumerate(zip(line, fixed, strict=False))
            column = next((n for n, (a, b) in pairs if a != b), len(line))
            return YamlProblem("S10", number + 1, column + 1, message, hint)
    return None


def _mends(lines: list[str], number: int) -> bool:
    """Whether lines are read, at least beyond one of them."""
    text = "\n".join(lines)
    try:
        if _SUSPECT.search(text) and _forbidden(text):
            return False
        return isinstance(_nodes(text), CollectionNode)
    except yaml.YAMLError as error:
        mark, context = (getattr(error, f"{of}_mark", None) for of in ("problem", "context"))
        return bool(mark) and min(m.line for m in (mark, context) if m) > number


def _rewritten(line: str, *, values: bool) -> Iterator[tuple[str, str]]:
    """Yield what a line may have meant, with what is wrong with it."""
    pad = _PAD.match(line)
    margin = pad[0] if pad else ""
    if margin.strip(" "):
        what = "tabulation" if "\t" in margin else "espace insécable"
        for width in dict.fromkeys([len(margin.expandtabs(2)), len(margin.expandtabs(4)), 0]):
            yield " " * width + line[len(margin) :], f"{what} en tête de ligne"
    for typos in (_WORDS["dashes"], _WORDS["fields"]):
        for typo in typos:
            pattern = typo["typed"].replace("START", _START).replace("ODD", _ODD)
            if found := re.fullmatch(pattern, line):
                yield found.expand(typo["meant"]), found.expand(typo["message"])
                break
    if values and (found := _LISTED.fullmatch(line)):
        start, name, value = found.groups()
        under = " " * (len(start) + 2)
        yield f"{start}{name}:\n{under}{value}", "une liste sur la ligne de son nom"
    elif values and (found := _VALUE.fullmatch(line.rstrip())):
        start, value = found.groups()
        sign = value[0]
        closing, unclosed = _WORDS["closing"].get(sign, (sign, ""))
        if unclosed and sign == closing == value[-1] and len(value) > 2:
            inside = f"« {sign} » au milieu d’une valeur entre « {sign} »"
            yield start + quoted(value[1:-1]), inside
        if unclosed and closing not in value[1:]:
            yield line.rstrip() + closing, unclosed
        yield start + quoted(value), _unquoted(value)


def _unquoted(value: str) -> str:
    """Return why a value is to be put between quotes."""
    if value[0] in "\"'":
        return "des signes après les guillemets fermés"
    if not (value[0].isalnum() or value[0] in "«“(/"):
        return f"une valeur qui commence par « {value[0]} »"
    if ": " in value or value.endswith(":"):
        return "un « : » au milieu d’une valeur"
    return "un signe que YAML lit autrement, dans cette valeur"


def _plain(node: Node, problems: list[YamlProblem], *, item: bool = False) -> Value:
    if isinstance(node, ScalarNode):
        several = node.end_mark.line > node.start_mark.line or node.value[:1] == "-"
        if not node.style and several and (bullet := _BULLET.match(node.value)):
            hint = "commencez chaque élément par un tiret et une espace ordinaire, sur sa ligne"
            message = "espace insécable après le tiret"
            if bullet[0][0] != "-":
                message = f"« {bullet[0].rstrip()} » n’ouvre pas un élément de liste"
            problems.append(YamlProblem("S10", *_place(node.start_mark), message, hint))
        return str(node.value)
    if not isinstance(node, MappingNode):
        return [_plain(child, problems, item=True) for child in node.value]
    return _fields(node, problems, in_list=item and not node.flow_style)


def _fields(node: MappingNode, problems: list[YamlProblem], *, in_list: bool) -> dict[str, Value]:
    result: dict[str, Value] = {}
    merged = in_list and _two_in_one(node)
    for key, child in node.value:
        at = _place(key.start_mark)
        if not isinstance(key, ScalarNode):
            problems.append(YamlProblem("S16", *at, "nom de champ inattendu", "écrivez « champ: »"))
            continue
        if not key.style and key.value != key.value.strip():
            name = key.value = key.value.strip()
            hint = f"écrivez « {name}: » avec des espaces ordinaires"
            problems.append(YamlProblem("S10", *at, f"espace insécable près de « {name} »", hint))
        if key.value in result:
            problems.append(_again(key, in_list=in_list, merged=merged))
            if merged:
                break
        elif not is_empty(child) or (" " in key.value and not node.flow_style):  # the end of a text
            result[key.value] = _plain(child, problems)
    return result


def _again(key: ScalarNode, *, in_list: bool, merged: bool) -> YamlProblem:
    """Return what is said of a name that comes back among the fields of one element."""
    message, hint = f"« {key.value} » est écrit deux fois", "gardez une seule des deux lignes"
    if merged:
        message = f"il manque un tiret devant « {key.value}: »"
        hint = f"écrivez « - {key.value}: » : un autre élément commence à cette ligne"
    elif in_list:
        hint += ", ou mettez un tiret devant celle-ci si un autre élément y commence"
    return YamlProblem("S13", *_place(key.start_mark), message, hint)


def _two_in_one(node: MappingNode) -> bool:
    """Whether an item of a list holds two, for want of a dash: its first name comes back, or several do."""
    names = [key.value for key, _ in node.value if isinstance(key, ScalarNode)]
    again = len(names) - len(set(names))
    return again > 1 or (again == 1 and names[0] in names[2:])


def is_empty(node: Node) -> bool:
    """Whether the key was left without a value (`end_date:`, `end_date: ~`): the same as no key."""
    return isinstance(node, ScalarNode) and not node.style and node.value in {"", "~", "null"}


def load(text: str) -> tuple[Value | None, list[YamlProblem]]:
    """Read one YAML document.

    Returns the value (strings, lists, dicts; None when empty or unreadable) and what was
    refused. A key without a value is dropped. Raises nothing for bad content.
    """
    try:
        if _SUSPECT.search(text) and (problem := _forbidden(text)):
            return None, [problem]
        node = _nodes(text)
    except _TooDeepError:
        return None, [_forbidden(text) or _too_deep(1, 1)]
    except yaml.YAMLError as error:
        return None, [_syntax(error, text)]
    if node is None:
        return None, []
    if isinstance(node, ScalarNode) and (problem := _mistyped(text, node.start_mark.line)):
        return None, [problem]
    problems = list(_hidden(node)) if "\\" in text else []
    problems += _swallowed(node, text)
    problems += _unnamed(node, text) if "{" in text else ()
    return _plain(node, problems), problems


_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")  # as YAML counts lines


def _swallowed(node: Node, text: str) -> Iterator[YamlProblem]:
    """Yield the items of a list, and the fields, that are read as (the end of) a text."""
    lines: list[str] = []
    for scalar in scalars(node):
        first, last = scalar.start_mark.line, scalar.end_mark.line
        if scalar.style or (first == last and not _UNSPACED.match(scalar.value)):
            continue
        lines = lines or _BREAK.split(text)
        yield from filter(None, (_unspaced(lines, n) for n in range(first, last + 1)))
        n = next((n for n in range(first + 1, last + 1) if _DASHED.match(lines[n])), 0)
        if n:
            message = f"« {lines[n].strip()[:40]} » est lu comme la suite de la ligne d’avant"
            hint = f"alignez ce tiret avec ceux de la liste, à partir de la ligne {first + 1}"
            if not _DASHED.match(lines[first]):
                hint = f"commencez la liste sous le nom du champ, ligne {first + 1}, un tiret par ligne"
            yield YamlProblem("S10", n + 1, 1, message, hint)


def _unspaced(lines: Sequence[str], n: int) -> YamlProblem | None:
    """Return what is wrong with a line that gives a field, but for the space after its colon."""
    if found := _UNSPACED.match(lines[n]) if n < len(lines) else None:
        fixed, message = next(_rewritten(lines[n], values=False))
        return YamlProblem("S10", n + 1, found.end(), message, f"écrivez « {fixed.strip()} »")
    return None


def _unnamed(root: Node, text: str) -> Iterator[YamlProblem]:
    """Yield what stands without a name between braces: the end of a value, cut by a comma."""
    for node in _every(root):
        before: Node | None = None
        found: dict[tuple[int, int], YamlProblem] = {}
        for key, child in node.value if isinstance(node, MappingNode) and node.flow_style else ():
            end, name = key.end_mark.index, str(key.value)
            if child.start_mark.index > end:
                before = child
                continue
            place = key.start_mark
            message, hint = f"« {name} » n’a pas de nom", "écrivez « champ: valeur »"
            if glued := _FIELD.fullmatch(name):
                message = f"il manque une espace après « {glued[2]}: »"
                hint = f"écrivez « {glued[2]}: {glued[3]} »"
            elif isinstance(before, ScalarNode):
                place, message = before.start_mark, "une virgule coupe cette valeur"
                hint = f"{_QUOTES} : {quoted(' '.join(text[place.index : end].split()))}"
            found[_place(place)] = YamlProblem("S10", *_place(place), message, hint)
        yield from found.values()


def _hidden(node: Node) -> Iterator[YamlProblem]:
    r"""Yield the scalars in which an escape (`"\u202e"`) makes what the file may not hold.

    What nobody sees is dropped of them.
    """
    for scalar in scalars(node):
        at = _place(scalar.start_mark)
        if found := FORBIDDEN.search(scalar.value):
            yield YamlProblem("S04", *at, *forbidden(found[0]))
        elif signs := _repair(scalar):
            yield YamlProblem("S05", *at, *repairs(signs))


def _repair(scalar: ScalarNode) -> int:
    repaired = repair(scalar.value, body=len(scalar.value))
    scalar.value = repaired.text
    return repaired.signs


def scalars(root: Node) -> Iterator[ScalarNode]:
    """Yield every scalar of a value, keys included, in the order of the text."""
    yield from (node for node in _every(root) if isinstance(node, ScalarNode))


def _every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.value if isinstance(node, CollectionNode) else ():
        for part in child if isinstance(child, tuple) else (child,):
            yield from _every(part)


def _nodes(text: str) -> Node | None:
    loader = _Composer(text)
    try:
        node: Node | None = loader.get_single_node()
    finally:
        loader.dispose()
    return None if node is None or is_empty(node) else node


def compose(text: str) -> Node | None:
    """Return the nodes of one YAML document, with their places; None when it holds no value.

    Raises yaml.YAMLError.
    """
    node = _nodes(text)
    for scalar in scalars(node) if node and "\\" in text else ():
        _repair(scalar)
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


def locate(root: Node | None, path: Path) -> tuple[int, int]:
    """Return line and column (from 1) of the deepest part of `path` that exists under `root`.

    The last step of a mapping points at its key when the path ends there and the
    value is a collection, at the value otherwise.
    """
    key, node, found = _walk(root, path)
    whole = found and isinstance(node, ScalarNode) and node.value
    at = node if whole or key is None else key
    return _place(at.start_mark if at else None)


def only_line(root: Node | None, path: Path) -> int | None:
    """Return the only line (from 0) that a field stands on; None when it takes several."""
    key, node, found = _walk(root, path)
    if not found:
        return None
    first, last = (key or node).start_mark.line, node.end_mark.line - (node.end_mark.column == 0)
    return first if first >= last else None


def _walk(node: Any, path: Path) -> tuple[Node | None, Any, bool]:
    """Return the deepest part of a path, key and value, and whether it is the whole of it."""
    key: Node | None = None
    for step in path:
        inner: tuple[Node | None, Node] | None = None
        if isinstance(node, SequenceNode) and isinstance(step, int) and step < len(node.value):
            inner = None, node.value[step]
        elif isinstance(node, MappingNode):
            inner = next(((k, v) for k, v in node.value if k.value == step), None)
        if inner is None:
            return key, node, False
        key, node = inner
    return key, node, node is not None
