"""The life of a text of law: which stages it may have, and in what order.

Facts, as plain values: the rules of the checker apply them (`rules/watch.py`), the forms are given
them (`views/forms.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

BILLS = frozenset(("projet-de-loi", "proposition-de-loi"))
LAWS = frozenset(("loi", "loi-organique", "loi-constitutionnelle"))

_FIRST = ("premiere-lecture-an", "premiere-lecture-senat")
VOTES = (*_FIRST, "deuxieme-lecture", "cmp", "nouvelle-lecture", "lecture-definitive")
# What only Parliament and the promulgation of its laws know. A report is tabled too, and a
# regulation adopted: those words are shared.
PARLIAMENTARY = frozenset((*VOTES, "promulgation"))
READ_IN_PARLIAMENT = BILLS | LAWS | {"ordonnance"}
# A text of these kinds that has reached one of these stages has its number (R07).
NUMBERED = LAWS | {"ordonnance"}
ENACTING = frozenset(("promulgation", "publication-jo"))

# A question on a law in force (article 61-1) is not judged sooner after its promulgation:
# two courts see it, and the parties answer. One of the fastest took 32 days (2015-527 QPC).
SOONEST_QUESTION = timedelta(days=15)


@dataclass(frozen=True, slots=True)
class Course:
    """What a life may look like: the stages that each stage follows.

    Of those in `earliest` only the first counts (an act is published again to be corrected),
    of those in `latest` only the last (a vote is first that of one chamber).
    """

    follows: Mapping[str, tuple[str, ...]]
    earliest: frozenset[str] = frozenset(("depot", "publication-jo", "entree-en-vigueur"))
    latest: frozenset[str] = frozenset()


TABLED = ("depot",)
_READ = (*TABLED, *_FIRST)
_ADOPTED = (*TABLED, "commission", *VOTES, "adoption")
_PROMULGATED = (*_ADOPTED, "promulgation")
_PUBLISHED = (*_PROMULGATED, "publication-jo")
_CHANGED = {"modification": ("publication-jo",), "abrogation": ("publication-jo",)}

_LAW = Course(
    {
        "commission": TABLED,
        "premiere-lecture-an": TABLED,
        "premiere-lecture-senat": TABLED,
        "deuxieme-lecture": _READ,
        "cmp": (*_READ, "deuxieme-lecture"),
        "nouvelle-lecture": (*_READ, "deuxieme-lecture", "cmp"),
        "lecture-definitive": (*_READ, "deuxieme-lecture", "cmp", "nouvelle-lecture"),
        "adoption": (*TABLED, "commission", *VOTES),
        "conseil-constitutionnel": _ADOPTED,
        "promulgation": _ADOPTED,
        "publication-jo": _PROMULGATED,
        "entree-en-vigueur": _PUBLISHED,
        "modification": _PUBLISHED,
        "abrogation": _PUBLISHED,
    },
    latest=frozenset(("adoption",)),
)
_SIGNED = frozenset(("depot", "adoption", "publication-jo", "entree-en-vigueur"))
# Signed, published, in force; the bill that ratifies it has its own stages afterwards.
_ORDONNANCE = Course(
    {
        "publication-jo": ("adoption", "promulgation"),
        "entree-en-vigueur": ("adoption", "promulgation", "publication-jo"),
        **_CHANGED,
    },
    earliest=_SIGNED,
)
# A regulation may take effect before it is published.
_REGULATION = Course({"publication-jo": ("adoption",), **_CHANGED}, earliest=_SIGNED)
OTHER = Course(_CHANGED)

COURSES = {
    **dict.fromkeys(BILLS | LAWS, _LAW),
    "ordonnance": _ORDONNANCE,
    "decret": _REGULATION,
    "arrete": _REGULATION,
}


ENACTED = {"conseil-constitutionnel", "promulgation", "publication-jo", "entree-en-vigueur"}
