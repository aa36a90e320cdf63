"""The resource network: characters and imaginary organisations, each with its interest."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random

from generator.core.text import fold
from generator.demo.club import Ids, Order, topic
from generator.demo.people import Person, consent, contact_details, person
from generator.demo.seeds import chance, skewed, some, stream
from generator.demo.text import Prose, pool
from generator.writing.yaml_text import Record, Value

_CATEGORIES = (
    *("researcher", "practitioner", "company"),
    *("national-official", "scientific-council", "institution"),
)
_ORGANISATIONS = ("company", "institution")


def size(members: int) -> int:
    """Return how many entries the network of a club of this size has."""
    return max(len(_CATEGORIES), members // 40)


def _identity(prose: Prose, category: str, who: Person) -> dict[str, Value]:
    organisation = prose.title(pool(f"network/organisme.{category}"))
    if category in _ORGANISATIONS:
        return {"name": organisation, "category": category}
    return {"name": who.name, "category": category, "organization": organisation}


def _public(order: Order, rng: Random, n: int, who: Person, id_: str) -> dict[str, Value]:
    """Return the ways to reach an entry, and the consent that makes them public."""
    found: dict[str, Value] = {}
    if chance(rng, 0.6):
        found["contact_details"] = contact_details(rng, order.sizes.members + n, who, id_, "")
    if chance(rng, 0.7):
        note = skewed(rng, pool("people/lien.note"))
        found["links"] = [{"url": f"https://example.org/reseau/{id_}", "note": note}]
    since = order.today - timedelta(days=rng.randint(30, 1500))
    fields = [f for f in ("contact_details", "links") if f in found]
    found["consent"] = consent(order, rng, since, ["summary", *fields])
    return found


def _entry(order: Order, n: int, ids: Ids) -> Record:
    rng = stream(order.seed, "network", n)
    who = person(rng)
    category = _CATEGORIES[n % len(_CATEGORIES)]
    themes = some(rng, order.keys["themes"], 1, 3)
    methods = some(rng, order.keys["methods"], 1, 3)
    slots = topic(order, themes[0], methods[0])
    prose = Prose(rng, {**slots, "nom": who.family, "ville": pool("network/ville")})
    identity = _identity(prose, category, who)
    wanted = fold(str(identity["name"])).replace(" ", "-")
    id_ = ids.give(wanted)
    if number := id_.removeprefix(wanted):  # an organisation of this name is already there
        identity["name"] = f"{identity['name']}, antenne {number.strip('-')}"
    return {
        "id": id_,
        **identity,
        "summary": prose.sentence(pool(f"network/summary.{category}")),
        "themes": themes,
        "methods": methods,
        "interest": prose.phrase(pool(f"network/interest.{category}")),
        **_public(order, rng, n, who, id_),
        "sources": [{"title": prose.title(pool("network/source"))}],
    }


def network(order: Order) -> Iterator[Record]:
    """Make the entries, in order."""
    ids = Ids()
    for n in range(size(order.sizes.members)):
        yield _entry(order, n, ids)
