"""Collective letters, from the draft to the answer, signed by members in office."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from generator.demo import watch
from generator.demo.club import Ids, Order, slug
from generator.demo.days import between
from generator.demo.people import Member
from generator.demo.seeds import chance, draw, stream
from generator.demo.text import Prose, bullets, pool
from generator.writing.yaml_text import Record, Value

_STATUSES = ("open", "answered", "sent", "draft", "closed")
_MOST_SIGNATORIES = 60


@dataclass(frozen=True, slots=True)
class Action:
    """An action, as meetings need to know it."""

    id: str
    opened: date


@dataclass(frozen=True, slots=True)
class _Dates:
    opened: date
    deadline: date | None = None
    sent: date | None = None


def _dates(order: Order, rng: Random, status: str) -> _Dates:
    today = order.today
    if status == "draft":
        return _Dates(today - timedelta(days=rng.randint(1, 40)))
    if status == "open":
        opened = today - timedelta(days=rng.randint(12, 60))
        return _Dates(opened, today + timedelta(days=rng.randint(15, 90)))
    age = rng.randint(110, 260) if status == "sent" else rng.randint(260, 1500)
    opened = today - timedelta(days=age)
    deadline = opened + timedelta(days=rng.randint(40, 75))
    return _Dates(opened, deadline, deadline + timedelta(days=rng.randint(2, 25)))


def _signatories(
    order: Order, rng: Random, members: Sequence[Member], status: str, dates: _Dates
) -> list[Record]:
    """Return the members who signed, each in office on the day, oldest signature first."""
    if status == "draft":
        return []
    last = min(order.today, dates.deadline or order.today)
    signed = _some(rng, members, dates.opened, last)
    if order.sizes.signatories is not None:
        signed = dict(islice(_all(rng, members, dates.opened, last), order.sizes.signatories))
    ordered = sorted(signed.items(), key=lambda pair: (pair[1], pair[0]))
    return [{"member": member, "date": day} for member, day in ordered]


def _some(rng: Random, members: Sequence[Member], first: date, last: date) -> dict[str, str]:
    """Draw a few dozen members, and the day on which each signed."""
    signed: dict[str, str] = {}
    for _ in range(rng.randint(5, _MOST_SIGNATORIES)):
        day = between(rng, first, last)
        if who := draw(rng, members, lambda m, d=day: m.active(d), tries=3):  # type: ignore[misc]
            signed.setdefault(who.id, day.isoformat())
    return signed


def _all(
    rng: Random, members: Sequence[Member], first: date, last: date
) -> Iterator[tuple[str, str]]:
    """Yield every member who can sign, in any order, with the day."""
    for who in rng.sample(members, len(members)):
        day = between(rng, first, last)
        if who.active(day):
            yield who.id, day.isoformat()


def _responses(
    order: Order, rng: Random, prose: Prose, sent: date, addressees: list[str]
) -> list[Record]:
    found: list[Record] = []
    for sender in addressees[: rng.randint(1, 2)]:
        day = between(rng, sent + timedelta(days=8), order.today)
        response: dict[str, Value] = {
            "date": day.isoformat(),
            "from": sender,
            "summary": prose.sentence(pool("actions/reponse")),
        }
        if chance(rng, 0.5):
            response["url"] = f"https://example.org/reponses/{rng.randint(100, 9999)}"
        found.append(response)
    return sorted(found, key=lambda response: str(response["date"]))


def _letter(rng: Random, prose: Prose) -> str:
    reasons = [pool("actions/constat")] * 3
    requests = prose.phrases(pool("actions/demandons"), rng.randint(3, 5))
    return "\n\n".join(
        [
            f"*{prose.sentence(pool('actions/mention'))}*",
            "Madame, Monsieur,",
            prose.sentence(pool("actions/ouverture")),
            prose.paragraph(*reasons),
            prose.paragraph(*reasons[: rng.randint(1, 2)]),
            "Nous demandons\u00a0:",
            bullets([request[:1].lower() + request[1:] for request in requests]),
            prose.sentence(pool("actions/engagement")),
            prose.sentence(pool("actions/politesse")),
        ]
    )


def _entry(
    order: Order, n: int, ids: Ids, members: Sequence[Member], texts: list[watch.Text]
) -> tuple[Action, Record, str]:
    rng, refs = stream(order.seed, "action", n), stream(order.seed, "action", n, "links")
    status = _STATUSES[n % len(_STATUSES)]
    demands = pool("actions/demande")
    prose = Prose(rng, {"demande": demands[(n + order.seed) % len(demands)]})
    title = prose.title(pool("actions/titre"))
    id_ = ids.give(slug(title))
    dates = _dates(order, rng, status)
    addressees = prose.phrases(pool("actions/destinataire"), rng.randint(1, 3))
    method = order.keys["methods"][n % len(order.keys["methods"])]
    found = (watch.pick(refs, texts, method, dates.opened) for _ in range(refs.randint(1, 2)))
    answered = status == "answered" or (status == "closed" and chance(rng, 0.6))
    replies = (
        _responses(order, rng, prose, dates.sent, addressees) if answered and dates.sent else []
    )
    record: dict[str, Value] = {
        "title": title,
        "addressees": addressees,
        "status": status,
        "opened": dates.opened.isoformat(),
        "deadline": dates.deadline.isoformat() if dates.deadline else [],
        "sent": dates.sent.isoformat() if dates.sent else [],
        "signatories": _signatories(order, refs, members, status, dates),
        "watch": list(dict.fromkeys(text.id for text in found if text)),
        "responses": replies,
        "summary": prose.sentence(pool("actions/summary")),
        "sources": [
            {"title": prose.title(pool("actions/source")), "date": dates.opened.isoformat()}
        ],
        "aliases": [f"{id_}-brouillon"] if n % 12 == 4 else [],
    }
    return Action(id_, dates.opened), record, _letter(rng, prose)


def actions(
    order: Order, members: Sequence[Member], texts: list[watch.Text]
) -> Iterator[tuple[Action, Record, str]]:
    """Make the actions, in order: what meetings need to know, the fields, the letter."""
    ids = Ids()
    for n in range(order.sizes.actions):
        yield _entry(order, n, ids, members, texts)
