"""What was typed leads to the value where it can be known: tables of `tests/remedies/`.

Every line goes through the door people use: a source of a whole club, checked; then `club fmt`,
which writes the answers; then the check again.
"""

import io
import json
import re
from collections.abc import Callable, Mapping
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from generator.build import pipeline
from generator.commands import fmt
from generator.core import settings
from generator.core.findings import Finding
from generator.core.settings import HOME
from generator.core.text import fold
from generator.kinds import KINDS, MODELS
from generator.kinds.practice import SECTIONS
from generator.records import build, labels, parsing
from generator.records.fields import Choice, choices
from generator.sources import strict_yaml
from generator.territory.gazetteer import Located, gazetteer
from generator.territory.geo import geography
from tests import cases
from tests.cases import TODAY, Case

HERE = Path(__file__).parent / "remedies"


def table(name: str) -> Any:
    """Return a table of texts: nothing in it is read as a date or a number."""
    found, problems = strict_yaml.load((HERE / f"{name}.yaml").read_text(encoding="utf-8"))
    assert not problems, problems
    return found


VALUES: dict[str, dict[str, str]] = table("values")
TITLES: dict[str, str] = yaml.safe_load((HERE / "titles.yaml").read_text(encoding="utf-8"))
KEYS: dict[str, dict[str, str]] = table("keys")
LISTS = {"methods", "targeted_participants", "members", "guests", "legal_basis", "fields"}

RECORDS: dict[str, dict[str, Any]] = {
    "practice": {
        "title": "X",
        "summary": "X",
        "area": "commune:68224",
        "status": "idea",
        "cost": {"year": "2024"},
        "participants": {"number": "12", "year": "2024"},
        "sources": [{"title": "X"}],
    },
    "meeting": {
        "title": "X",
        "start": "2024-03-12",
        "status": "held",
        "tasks": [{"text": "X", "owner": "alice-martin"}],
    },
    "watch": {
        "title": "X",
        "kind": "rapport",
        "stages": [{"stage": "publication-jo", "date": "2022"}],
        "next": {"label": "X", "date": "2030"},
    },
    "action": {
        "title": "X",
        "status": "draft",
        "signatories": [{"member": "alice-martin", "date": "2024"}],
        "responses": [{"date": "2024", "from": "X", "summary": "X"}],
    },
    "member": {
        "given_name": "X",
        "family_name": "X",
        "memberships": [{"role": "parlementaire", "area": "commune:27229", "start_date": "2020"}],
        "club": {"joined": "2021"},
        "consent": {"date": "2021", "fields": ["contact_details"]},
        "contact_details": [{"type": "email", "value": "x@exemple.fr"}],
    },
    "contact": {"name": "X", "category": "company"},
}


def placed(kind: str, path: str, value: object) -> dict[str, Any]:
    """Return a record of a kind whose field at a dotted path holds a value."""
    data = json.loads(json.dumps(RECORDS[kind]))
    *steps, last = path.split(".")
    at: Any = data
    for step in steps:
        at = at[int(step)] if step.isdigit() else at.setdefault(step, {})
    at[last] = [value] if last in LISTS else value
    return dict(data)


def lay(root: Path) -> Path:
    """Write the base club, with the vocabularies of this repository."""
    cases.lay(Case("", "ok", ""), root)
    for path in (HOME / "vocabularies").iterdir():
        (root / "vocabularies" / path.name).write_bytes(path.read_bytes())
    return root


def checked(root: Path) -> dict[str, list[Finding]]:
    """Return what the check finds, by path, with the rank of the record in a list."""
    found: dict[str, list[Finding]] = {}
    for finding in pipeline.check(root, settings.load(root), TODAY).findings:
        found.setdefault(finding.path, []).append(finding)
    return found


def put_in_form(root: Path) -> list[str]:
    said = io.StringIO()
    with redirect_stdout(io.StringIO()), redirect_stderr(said):
        fmt.run(root, check=False)
    return said.getvalue().splitlines()


def written(root: Path, field: str) -> dict[str, str]:
    """Write a record for each line of the table of a field; return their paths, by what was typed."""
    kind, path = field.split()
    paths = {}
    for n, typed in enumerate(VALUES[field]):
        data = placed(kind, path, typed)
        name = f"{'2024-03-' if kind == 'meeting' else ''}x-{n}"
        if KINDS[kind].source.endswith(".yaml"):
            with (root / KINDS[kind].source).open("a", encoding="utf-8") as file:
                file.write(
                    f"\n- {json.dumps({'id': name, **data}, ensure_ascii=False)}  # note {n}\n"
                )
            paths[typed] = name
        else:
            head = "\n".join(
                f"{k}: {json.dumps(v, ensure_ascii=False)}  # note {n}" for k, v in data.items()
            )
            paths[typed] = f"{KINDS[kind].source}{name}.md"
            (root / paths[typed]).write_text(f"---\n{head}\n---\n", encoding="utf-8")
    return paths


def of(found: Mapping[str, list[Finding]], field: str, name: str, root: Path) -> list[Finding]:
    """Return the findings on a field of one of the records written."""
    kind, path = field.split()
    if not KINDS[kind].source.endswith(".yaml"):
        return [
            f for f in found.get(name, []) if f.field in {path, f"{path}.0"} and f.code[0] in "FVAR"
        ]
    text = (root / KINDS[kind].source).read_text(encoding="utf-8")
    at = re.search(rf'"?id"?: "?{name}\b', text)
    assert at
    line = text.count("\n", 0, at.start()) + 1
    after = re.compile(r"^- ", re.MULTILINE).search(text, at.end())
    end = text.count("\n", 0, after.start()) + 1 if after else 10**6
    return [
        f
        for f in found.get(KINDS[kind].source, [])
        if f.field in {path, f"{path}.0"} and line <= f.line < end and f.code[0] in "FVAR"
    ]


@pytest.mark.parametrize("field", VALUES)
def test_what_was_typed_leads_to_the_value_and_fmt_writes_it(field: str, tmp_path: Path) -> None:
    root = lay(tmp_path / "club")
    names = written(root, field)
    found = checked(root)
    for typed, expected in VALUES[field].items():
        findings = of(found, field, names[typed], root)
        assert len(findings) == 1, (typed, findings)
        [one] = findings
        if expected.startswith("? "):
            assert expected[2:] in f"{one.message} ; {one.hint}", typed
            assert one.answer == "", typed
        else:
            assert one.answer == expected, (typed, str(one))
            assert f"« {expected} »" in one.hint
    said = put_in_form(root)
    again = checked(root)
    for typed, expected in VALUES[field].items():
        findings = of(again, field, names[typed], root)
        assert bool(findings) == expected.startswith("? "), (typed, findings)
        if not findings:
            assert any(line.endswith(f"→ « {expected} »") for line in said)
    notes = "".join(
        p.read_text(encoding="utf-8") for p in root.rglob("*.*") if p.suffix in {".md", ".yaml"}
    )
    assert all(f"# note {n}" in notes for n in range(len(names)))
    before = {p: p.read_bytes() for p in root.rglob("*.md")}
    put_in_form(root)
    assert {p: p.read_bytes() for p in root.rglob("*.md")} == before


def test_the_title_of_a_section_is_found_under_what_was_typed(tmp_path: Path) -> None:
    root = lay(tmp_path / "club")
    head = "\n".join(f"{k}: {json.dumps(v)}" for k, v in RECORDS["practice"].items())
    others = "".join(f"## {name}\n\nUn fait.\n\n" for name in SECTIONS if name != "Résultats")
    for n, typed in enumerate(TITLES):
        text = f"---\n{head}\n---\n\n{others}{typed}\n\nUn fait.\n"
        (root / f"practices/x-{n}.md").write_text(text, encoding="utf-8")
    found = checked(root)
    put_in_form(root)
    again = checked(root)
    for n, (typed, expected) in enumerate(TITLES.items()):
        path = f"practices/x-{n}.md"
        told = [f for f in found[path] if f.code == "T12"]
        after = (root / path).read_text(encoding="utf-8")
        if expected.startswith("##"):
            assert [f.answer for f in told] == [expected], typed
            assert after.endswith("\n\n## Résultats\n\nUn fait.\n"), typed
            assert not [f for f in again[path] if f.code[0] == "T"], typed
        else:
            assert [f.answer for f in told] == [""] * bool(expected), typed
            assert all(expected[2:] in f.hint for f in told)
            assert typed in after


@pytest.mark.parametrize("kind", KEYS)
def test_the_french_name_of_a_field_leads_to_it(kind: str) -> None:
    for typed, expected in KEYS[kind].items():
        *steps, key = typed.split(".")
        group = RECORDS[kind].get(expected)
        data = {"id": "x", **placed(kind, typed, group if isinstance(group, dict) else "x")}
        at: Any = data
        for step in steps:
            at = at[int(step)] if step.isdigit() else at[step]
        at.pop(expected, None)  # else there would be two of them
        model = KINDS[kind].model
        _, refusals = build(model, data)
        [one] = [r for r in refusals if r.code == "F01"]
        assert one.field[-1] == key
        if expected.startswith("? "):
            assert expected[2:] in one.hint, typed
            assert one.answer == ""
        else:
            assert (one.answer, one.hint) == (expected, f"écrivez « {expected} »"), typed
            missing = [r.field for r in refusals if r.code == "F02"]
            assert (*one.field[:-1], expected) not in missing, "said once"


def test_two_keys_of_one_meaning_are_left_to_their_author() -> None:
    data = {"id": "x", "titre": "A", "Title": "B", **RECORDS["practice"]}
    _, refusals = build(KINDS["practice"].model, data)
    assert [(r.code, r.answer) for r in refusals] == [("F01", ""), ("F01", "")]
    assert all("gardez une seule ligne, « title »" in r.hint for r in refusals)


def test_the_words_of_a_mandate_are_kept_as_its_label(tmp_path: Path) -> None:
    root = lay(tmp_path / "club")
    path = root / "members.yaml"
    text = path.read_text(encoding="utf-8")
    before = {
        "role: maire\n      label: maire": "role: Maire de Mulhouse\n      label: maire",
        "role: adjoint\n": "role: Vice-présidente en charge de l’eau  # note\n",
    }
    for old, new in before.items():
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    put_in_form(root)
    text = path.read_text(encoding="utf-8")
    assert "- role: maire\n      label: maire\n" in text, "what has a label keeps it"
    assert (
        "- role: vice-president-epci\n      label: Vice-présidente en charge de l’eau  # note\n"
        in text
    )


# --- properties ---------------------------------------------------------------------------


CHOICES = {tuple(choice): choice for model in MODELS for choice in choices(model)}


@pytest.mark.parametrize("choice", CHOICES.values(), ids=lambda c: c[0])
def test_no_word_stands_for_two_values(choice: Choice) -> None:
    owner: dict[str, str] = {}
    for value, words in choice.words.items():
        for word in (value, *words):
            for form in labels._inflected(fold(word)):
                assert owner.setdefault(form, value) == value, form
            assert labels.value(word.upper(), choice) == value


def test_no_usual_name_is_the_official_name_of_another_place() -> None:
    for name, place, former in geography().usual_names:
        found = gazetteer().anywhere(name, [place.kind])
        assert gazetteer().anywhere(name) == found, name
        if isinstance(found, Located):
            assert (found.place, found.note, former) == (place, "", ""), name
        else:  # a former région; what is two départements of the official code
            assert place in found.candidates
            assert former or (found.choice and place.departement in {"67", "68"}), name


def reading(read: Callable[[str], str], text: str) -> tuple[str, tuple[str, str]]:
    """Return what is read, or what is said of it."""
    try:
        return read(text), ("", "")
    except parsing.UnreadError as error:
        return "", (error.why, error.todo)


A_DATE = r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d)?)?)?"
TYPED = st.one_of(
    st.text(max_size=40), st.from_regex(r"\A[0-9 /.:hkM€à-]{1,16}\Z"), st.from_regex(A_DATE)
)


@given(TYPED)
@pytest.mark.parametrize(
    ("read", "form"),
    [(parsing.day, A_DATE), (parsing.moment, A_DATE), (parsing.number, r"\d+")],
    ids=["day", "moment", "number"],
)
def test_whatever_is_typed_is_read_in_one_form_or_said(
    read: Callable[[str], str], form: str, text: str
) -> None:
    found, said = reading(read, text)
    assert all(said) != bool(found)
    if found:
        assert re.fullmatch(form, found, re.ASCII)
        assert read(found) == found


@pytest.mark.parametrize("typed", ["terminé", '"terminé"', "[terminé]"])
def test_the_last_value_of_a_head_is_replaced_whole(typed: str, tmp_path: Path) -> None:
    root = lay(tmp_path / "club")
    data = {key: value for key, value in RECORDS["practice"].items() if key != "status"}
    head = "\n".join(f"{k}: {json.dumps(v, ensure_ascii=False)}" for k, v in data.items())
    path = root / "practices" / "x.md"
    path.write_text(f"---\n{head}\nstatus: {typed}\n---\n", encoding="utf-8")
    put_in_form(root)
    expected = "\nstatus: [terminé]\n" if typed.startswith("[") else "\nstatus: completed\n"
    assert expected in path.read_text(encoding="utf-8")
