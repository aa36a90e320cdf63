"""The report of a check of links: French Markdown, the dead ones first, where each is written."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from generator.core.quoting import code
from generator.linkcheck.client import Answer, State
from generator.linkcheck.outgoing import Outgoing

# In the order of what there is to do.
_TITLES = {
    State.DEAD: ("Liens morts", "Remplacez l’adresse, ou gardez le titre de la source sans lien."),
    State.MOVED: (
        "Liens déplacés",
        "L’ancienne adresse mène encore à la nouvelle : mettez-la à jour.",
    ),
    State.DOUBTFUL: (
        "À vérifier à la main",
        "Le site n’a pas répondu comme attendu ; dans un navigateur, la page est souvent là.",
    ),
    State.UNASKED: ("Non demandés", "La vérification ne s’adresse pas à ces sites."),
}
_SHOWN = 200  # characters of an address
MAX_LISTED = 200  # links a section: a forge limits the length of a text


class Found(Protocol):
    """A link's answer and its places."""

    @property
    def answer(self) -> Answer:
        """What the site said."""
        ...

    @property
    def places(self) -> tuple[Outgoing, ...]:
        """Where the link is written."""
        ...


def report(found: Sequence[Found]) -> str:
    """Return the report of a whole check."""
    return "\n".join(_lines(found)).rstrip("\n") + "\n"


def _lines(found: Sequence[Found]) -> Iterator[str]:
    fine = sum(f.answer.state is State.FINE for f in found)
    yield "## Les liens vers d’autres sites"
    yield ""
    yield f"{len(found)} liens vérifiés, {fine} en place."
    for state, (title, remedy) in _TITLES.items():
        listed = [f for f in found if f.answer.state is state]
        if not listed:
            continue
        yield from ("", f"### {title} ({len(listed)})", "", remedy, "")
        for one in listed[:MAX_LISTED]:
            target = f"maintenant {code(one.answer.target, _SHOWN)}" if one.answer.target else ""
            yield f"- {code(one.answer.url, _SHOWN)} : {target or one.answer.why}"
            where = dict.fromkeys(f"{p.path}:{p.line}" for p in one.places)
            yield f"  - {', '.join(code(place) for place in where)}"
        if len(listed) > MAX_LISTED:
            yield f"- … et {len(listed) - MAX_LISTED} de plus"
