"""Edits say what they are asked to, and touch nothing else."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from generator.kinds import Member
from generator.sources import strict_yaml
from generator.sources.comments import comments
from generator.writing import editing
from tests.writing.test_formatting import directories, notes

CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "seeks": st.lists(st.sampled_from(["x", "y: z", "# no", "01004"]), min_size=1, max_size=3),
        "themes": st.just(["budget", "sante"]),
        "summary": st.sampled_from(["Dit « oui »", "a # b"]),
        "family_name": st.just("Autre: nom"),
        "club": st.fixed_dictionaries(
            {"joined": st.just("2021-05")},
            optional={"left": st.just("2026"), "function": st.just("x")},
        ),
    },
)


def merged(old: Any, new: Any) -> Any:
    """Return what a record says with changes: groups of fields are completed."""
    found = dict(old)
    for name, value in new.items():
        kept = found.get(name)
        found[name] = {**kept, **value} if isinstance(kept, dict) else value
    return found


def bare(value: Any) -> Any:
    """Return what a text says, without the final line of its blocks: the end may have cut one."""
    if isinstance(value, str):
        return value.rstrip("\n")
    if isinstance(value, list):
        return [bare(one) for one in value]
    return {name: bare(one) for name, one in value.items()}


@given(directories(), CHANGES, st.booleans())
def test_an_edit_says_what_is_asked_and_keeps_every_comment(
    text: str, changes: dict[str, Any], longer: bool
) -> None:
    text = text.rstrip("\n") + "\n"  # a block of text at the very end would gain one otherwise
    before, _ = strict_yaml.load(text)
    assert isinstance(before, list)
    one = before[-1]
    assert isinstance(one, dict)
    wanted = merged(one, changes)
    mandates = one["memberships"]
    assert isinstance(mandates, list)
    if longer:
        more = {"role": "adjoint", "area": "commune:68224", "start_date": "2026"}
        wanted["memberships"] = [*mandates, more]
    asked = {name: value for name, value in wanted.items() if one.get(name) != value}
    assume(asked)
    try:
        after = editing.change(text, {len(before) - 1: asked}, Member)
    except editing.CannotEditError:
        assume(False)
        raise
    said, problems = strict_yaml.load(after)
    assert not problems, after
    assert bare(said) == bare([*before[:-1], wanted])
    assert notes(after) == notes(text)


@given(directories())
def test_what_is_added_leaves_the_rest_to_the_byte(text: str) -> None:
    try:
        after = editing.append(text, [{"id": "zoe", "given_name": "Zoé"}])
    except editing.CannotEditError:
        assume(False)
        raise
    assert after.startswith(text)
    before, _ = strict_yaml.load(text)
    said, problems = strict_yaml.load(after)
    assert not problems
    assert isinstance(before, list)
    assert isinstance(said, list)
    assert said[-1] == {"id": "zoe", "given_name": "Zoé"}
    assert bare(said[:-1]) == bare(before)


ONE = [{"id": "a"}]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("", "- id: a\n"),
        ("[]\n", "- id: a\n"),
        ("# Le réseau.\n[]\n", "# Le réseau.\n\n- id: a\n"),
        ("# Le réseau.\n\n[] # vide\n", "# Le réseau.\n\n # vide\n\n- id: a\n"),
        ("- id: b", "- id: b\n\n- id: a\n"),
        ("- id: b\n\n", "- id: b\n\n- id: a\n"),
        ("  - id: b\n", "  - id: b\n\n  - id: a\n"),
    ],
)
def test_a_record_is_added_after_the_others(before: str, after: str) -> None:
    assert editing.append(before, [dict(one) for one in ONE]) == after


@pytest.mark.parametrize("text", ["a: b\n", "[{id: b}]\n"])
def test_what_is_no_list_of_records_is_left_alone(text: str) -> None:
    with pytest.raises(editing.CannotEditError):
        editing.append(text, [dict(one) for one in ONE])


def test_comments_inside_what_is_written_anew_go_above() -> None:
    text = "- id: x\n  themes: [a, # un\n    b] # deux\n  seeks: w # trois\n"
    after = editing.change(text, {0: {"themes": ["a"], "seeks": ["w", "z"]}}, Member)
    assert after == (
        "- id: x\n  # un\n  themes:  # deux\n    - a\n  seeks:  # trois\n    - w\n    - z\n"
    )
    root = strict_yaml.compose(text)
    assert root
    assert Counter(c.text for c in comments(text, root)) == notes(after)
