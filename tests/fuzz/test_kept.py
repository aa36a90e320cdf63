"""What once failed a reader does not any more."""

import random
from pathlib import Path

import pytest

from tests import fuzz

KEPT = sorted(fuzz.KEPT.iterdir()) if fuzz.KEPT.is_dir() else []


@pytest.mark.parametrize("path", KEPT, ids=lambda path: path.name)
def test_an_input_that_failed_is_read(path: Path) -> None:
    # The chance chooses the kind of file: a few are tried.
    for seed in range(12):
        fuzz.attempt(path.name.partition("-")[0], path.read_bytes(), random.Random(seed))  # noqa: S311


@pytest.mark.parametrize("first", range(0, 400, 100))
def test_hostile_inputs_are_read_or_refused(first: int) -> None:
    for number in range(first, first + 100):
        fuzz.attempt(*fuzz.made(number))
