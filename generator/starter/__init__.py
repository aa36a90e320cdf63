"""The repository of another club: what is the programme's, what is a club's own, and a skeleton.

`club init` writes it, `club init --update` brings its programme up to date.
"""

from generator.starter.identity import BadAnswerError, Identity, of, understood
from generator.starter.repository import BadFillError, founded, paths, updated
from generator.starter.sides import Side, side

__all__ = [
    "BadAnswerError",
    "BadFillError",
    "Identity",
    "Side",
    "founded",
    "of",
    "paths",
    "side",
    "understood",
    "updated",
]
