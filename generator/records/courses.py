"""The life of a text of law: which stages it may have, and in what order (`data/courses.toml`).

Facts, as plain values: the rules of the checker apply them (`rules/watch.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from generator.core.data import table

BILLS = frozenset(("projet-de-loi", "proposition-de-loi"))
LAWS = frozenset(("loi", "loi-organique", "loi-constitutionnelle"))

TABLED = ("depot",)
VOTES = (
    *("premiere-lecture-an", "premiere-lecture-senat", "deuxieme-lecture"),
    *("cmp", "nouvelle-lecture", "lecture-definitive"),
)
# What only Parliament and the promulgation of its laws know. A report is tabled too, and a
# regulation adopted: those words are shared.
PARLIAMENTARY = frozenset((*VOTES, "promulgation"))
READ_IN_PARLIAMENT = BILLS | LAWS | {"ordonnance"}
# A text of these kinds that has reached one of these stages has its number (R07).
NUMBERED = LAWS | {"ordonnance"}
ENACTING = frozenset(("promulgation", "publication-jo"))
ENACTED = ENACTING | {"conseil-constitutionnel", "entree-en-vigueur"}

# A question on a law in force (article 61-1) is not judged sooner after its promulgation:
# two courts see it, and the parties answer. One of the fastest took 32 days (2015-527 QPC).
SOONEST_QUESTION = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Course:
    """What a life may look like: all the stages that each follows, near or far.

    Of those in `earliest` only the first counts, of those in `latest` only the last.
    """

    follows: Mapping[str, tuple[str, ...]]
    earliest: tuple[str, ...]
    latest: tuple[str, ...]


def _before(stage: str, follows: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    near = follows.get(stage, ())
    far = (one for stage in near for one in _before(stage, follows))
    return tuple(dict.fromkeys((*far, *near)))


COURSES = {
    kind: Course(
        {stage: _before(stage, row["follows"]) for stage in row["follows"]},
        row["earliest"],
        row.get("latest", ()),
    )
    for row in table("courses")["courses"]
    for kind in row["kinds"]
}
OTHER = COURSES[""]
