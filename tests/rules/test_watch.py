"""The life of a text: any life that could be passes, however little is known of its dates."""

import shutil
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from generator.build import pipeline
from generator.core import settings
from generator.core.findings import Finding
from tests import cases
from tests.cases import Case
from tests.miniature import TODAY

# A law from end to end. Both first readings may come in either order.
LIFE = (
    *("depot", "commission", "premiere-lecture-an", "premiere-lecture-senat"),
    *("deuxieme-lecture", "cmp", "nouvelle-lecture", "lecture-definitive", "adoption"),
    *("conseil-constitutionnel", "promulgation", "publication-jo", "entree-en-vigueur"),
)
FREE = frozenset(("premiere-lecture-an", "premiere-lecture-senat", "commission"))
# How far apart: a review of the Conseil constitutionnel is told from a later question by that.
STEP = 16

Life = list[tuple[str, date]]
Stages = Sequence[tuple[str, str]]


def _life(gaps: list[int], kept: list[bool]) -> Life:
    """Return the stages that are known, each so many days after the one before."""
    day, found = date(2015, 1, 1), Life()
    for name, gap, known in zip(LIFE, gaps, kept, strict=True):
        day += timedelta(days=gap)
        if known:
            found.append((name, day))
    return found


def _lives(smallest: int) -> st.SearchStrategy[Life]:
    gaps = st.lists(st.integers(smallest, 200), min_size=len(LIFE), max_size=len(LIFE))
    kept = st.lists(st.booleans(), min_size=len(LIFE), max_size=len(LIFE))
    return st.builds(_life, gaps, kept).filter(bool)


def _check(root: Path, texts: Sequence[Stages], kind: str = "loi") -> list[Finding]:
    """Return what is said of the order of the stages of several texts, one file each."""
    shutil.rmtree(root, ignore_errors=True)
    files = {f"watch/t{n}.md": _text(f"T{n}", stages, kind) for n, stages in enumerate(texts)}
    cases.lay(Case("", "ok", "", files=files), root)
    found = pipeline.check(root, settings.load(root), TODAY).findings
    assert {f.code for f in found} <= {"D07"}
    return found


def _text(title: str, stages: Stages, kind: str) -> str:
    lines = "".join(f"  - {{stage: {name}, date: {day}}}\n" for name, day in stages)
    head = f"title: {title}\nkind: {kind}\nreference: R\nsummary: S\nsources: [{{title: T}}]\n"
    return f"---\n{head}stages:\n{lines}---\n"


FEW = trying(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


@FEW
@given(st.lists(_lives(0), min_size=5, max_size=25), st.data())
def test_a_life_in_order_passes_in_any_order_of_lines_and_at_any_precision(
    tmp_path: Path, lives: list[Life], data: st.DataObject
) -> None:
    cut = st.sampled_from([4, 7, 10, 10])
    texts = [
        data.draw(
            st.permutations([(name, day.isoformat()[: data.draw(cut)]) for name, day in life])
        )
        for life in lives
    ]
    assert [str(f) for f in _check(tmp_path / "club", texts)] == []


@pytest.mark.parametrize("rank", range(len(LIFE) - 1))
def test_two_neighbours_exchanged_are_named_in_one_line(rank: int, tmp_path: Path) -> None:
    life = _life([STEP] * len(LIFE), [True] * len(LIFE))
    (one, first), (other, second) = life[rank : rank + 2]
    life[rank : rank + 2] = [(one, second), (other, first)]
    found = _check(tmp_path / "club", [[(name, day.isoformat()) for name, day in life]])
    if {one, other} <= FREE:
        assert found == []
        return
    assert [f.code for f in found] == ["D07"]
    labels = [f"({second})", f"({first})"]
    assert all(label in found[0].message for label in labels)


@pytest.mark.parametrize("kind", ["decret", "arrete", "circulaire", "rapport", "question-ecrite"])
def test_other_texts_are_held_to_no_order_of_parliament(kind: str, tmp_path: Path) -> None:
    stages = [("entree-en-vigueur", "2020"), ("publication-jo", "2021"), ("depot", "2022")]
    stages += [("modification", "2023"), ("retrait", "2024"), ("decision", "2019")]
    assert _check(tmp_path / "club", [stages], kind) == []


def test_as_many_stages_as_a_file_may_hold_get_one_line_each_at_most(tmp_path: Path) -> None:
    stages = [
        (name, f"20{n % 90 + 10}") for n in range(110) for name in (*LIFE, "retrait", "rejet")
    ]
    found = _check(tmp_path / "club", [stages])
    assert len({f.line for f in found}) == len(found) > 500
