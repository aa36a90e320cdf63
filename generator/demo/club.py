"""What the makers of records share: the order placed, and what is already in the club."""

from dataclasses import dataclass
from datetime import date

from generator.core.text import slug
from generator.demo.places import Atlas
from generator.demo.text import Pool, Slots, pool

__all__ = ["ALL_COMMUNES", "COMMON", "Ids", "Order", "Sizes", "slug", "topic"]

# From this many members on, there is one in each commune of France, in order.
ALL_COMMUNES = 30_000


@dataclass(frozen=True)
class Sizes:
    """How many records of each kind a demo holds.

    `signatories`: how many members sign an action, as far as there are so many in office
    (None: a few dozen, each its number).
    """

    members: int
    practices: int
    meetings: int
    watch: int
    actions: int
    signatories: int | None = None


@dataclass(frozen=True, slots=True)
class Order:
    """Everything a demo depends on."""

    sizes: Sizes
    seed: int
    today: date
    atlas: Atlas
    # Keys of each vocabulary, and the label of each method and theme.
    keys: dict[str, tuple[str, ...]]
    labels: dict[str, str]

    @property
    def founded(self) -> date:
        """The day the fictional club was founded."""
        return date(self.today.year - 6, 10, 1)


class Ids:
    """The ids given so far for one kind. A name already taken gets a number."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._last: dict[str, int] = {}

    def give(self, wanted: str) -> str:
        """Return `wanted`, or `wanted-2`, `wanted-3`..."""
        name, n = wanted, self._last.get(wanted, 1)
        while name in self._taken:
            n += 1
            name = f"{wanted}-{n}"
        self._last[wanted] = n
        self._taken.add(name)
        return name


def topic(order: Order, theme: str, method: str) -> dict[str, str | Pool]:
    """Return the slots that speak of a theme and a method, known to the word lists or not."""
    label = order.labels.get(method, method)
    name = (pool(f"methods/{method}.nom") or (f"la démarche « {label} »",))[0]
    return {
        **COMMON,
        "theme_nom": (pool(f"themes/{theme}.nom") or (order.labels.get(theme, theme),))[0],
        "objet": pool(f"themes/{theme}.objets") or pool("themes/democratie-locale.objets"),
        "projet": pool(f"themes/{theme}.projets") or pool("themes/democratie-locale.projets"),
        "acteur": pool(f"themes/{theme}.acteurs", "practices/acteur"),
        "service": pool(f"themes/{theme}.services") or pool("themes/democratie-locale.services"),
        "dispositif": name,
        "un_dispositif": (pool(f"methods/{method}.un") or (_indefinite(name),))[0],
    }


def _indefinite(name: str) -> str:
    gender, _, noun = name.partition(" ")
    return f"{'une' if gender == 'la' else 'un'} {noun}"


_PRACTICE_SLOTS = (
    *("habitants", "outil", "suivi", "classement", "salle", "partenaire"),
    *("media", "moment", "duree", "petit"),
)
_DETAIL_SLOTS = ("metier", "rue", "association", "proposition")
COMMON: Slots = {
    **{name: pool(f"practices/{name}") for name in _PRACTICE_SLOTS},
    **{name: pool(f"details/{name}") for name in _DETAIL_SLOTS},
    "metier_f": tuple(m for m in pool("details/metier") if m.startswith("une ")),
}
