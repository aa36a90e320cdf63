"""Characters: names no one can bear, and the members with their mandates, dated."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from random import Random

from generator.core.text import fold
from generator.demo.club import ALL_COMMUNES, Ids, Order, topic
from generator.demo.days import between, first_day, shown, terms
from generator.demo.places import Atlas
from generator.demo.seeds import chance, skewed, some, stream
from generator.demo.text import Prose, pool
from generator.territory.geo import Place
from generator.writing.yaml_text import Record, Value

# Area kind of each mandate, and how often it is drawn.
_ROLES = {
    "maire": ("commune", 18),
    "maire-delegue": ("commune", 3),
    "maire-d-arrondissement": ("arrondissement", 1),
    "adjoint": ("commune", 34),
    "conseiller-municipal": ("commune", 16),
    "conseiller-municipal-delegue": ("commune", 14),
    "president-epci": ("epci", 2),
    "vice-president-epci": ("epci", 6),
    "conseiller-communautaire": ("epci", 5),
    "president-departement": ("departement", 1),
    "vice-president-departement": ("departement", 3),
    "conseiller-departemental": ("departement", 4),
    "president-region": ("region", 1),
    "vice-president-region": ("region", 2),
    "conseiller-regional": ("region", 3),
}
# Held by one person at a time: whoever comes second gets the other role.
_UNIQUE = {
    "maire": "adjoint",
    "maire-d-arrondissement": "adjoint",
    "president-epci": "vice-president-epci",
    "president-departement": "vice-president-departement",
    "president-region": "vice-president-region",
}
_BEGINNER = {
    "commune": "conseiller-municipal",
    "arrondissement": "conseiller-municipal",
    "epci": "conseiller-communautaire",
    "departement": "conseiller-departemental",
    "region": "conseiller-regional",
}
_OPEN = date.max
_FIRST = 100
_RECENT = timedelta(days=300)  # an ended mandate so recent still allows contact details


@dataclass(frozen=True, slots=True)
class Person:
    """A character's name. `gender` is `f` or `m`."""

    given: str
    family: str
    gender: str

    @property
    def name(self) -> str:
        """Given and family name."""
        return f"{self.given} {self.family}"

    @property
    def slug(self) -> str:
        """The id this name asks for."""
        return fold(self.name).replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Seat:
    """A mandate: its fields, and the days it covers as a reader of those fields counts."""

    record: Record
    area: str
    start: date
    end: date


@dataclass(frozen=True, slots=True)
class Member:
    """A member, as other records need to know it."""

    id: str
    name: str
    place: Place
    seats: tuple[Seat, ...]
    joined: date
    left: date
    record: Record

    def active(self, day: date) -> bool:
        """Whether the person is in the club and holds a mandate on `day`."""
        in_club = self.joined <= day < self.left
        return in_club and any(s.start <= day < s.end for s in self.seats)


def _glue(stem: str, ending: str) -> str:
    """Join the two halves of a family name so that it can be said."""
    vowels = "aeiouyéèê"
    if ending[0] in vowels:
        return (stem[:-1] if stem[-1] == "e" else stem) + ending
    clash = stem[-1] not in vowels and (stem[-1] not in "nrlstc" or stem[-2] not in vowels)
    return stem + ("e" if clash else "") + ending


@cache
def _split(name: str) -> tuple[str, ...]:
    return tuple(word for line in pool(name) for word in line.split())


def person(rng: Random) -> Person:
    """Draw a character."""
    gender = rng.choice("fm")
    stems, endings = _split("people/nom.souche"), pool("people/nom.finale")
    halves = 2 if chance(rng, 0.1) else 1
    family = "-".join(_glue(rng.choice(stems), rng.choice(endings)) for _ in range(halves))
    return Person(skewed(rng, _split(f"people/prenom.{gender}"), 1.15), family, gender)


def _role(order: Order, rng: Random, n: int) -> str:
    """Choose the main mandate; the first members try the whole vocabulary in turn."""
    if order.sizes.members >= ALL_COMMUNES:
        communal = [r for r, (kind, _) in _ROLES.items() if kind == "commune"]
        return rng.choices(communal, [_ROLES[r][1] for r in communal])[0]
    known = [r for r in order.keys["mandates"] if r in _ROLES]
    if n % 3 == 1 and n < _FIRST:
        return known[n // 3 % len(known)]
    return rng.choices(known, [_ROLES[r][1] for r in known])[0]


def _seat_of_power(atlas: Atlas, rng: Random, role: str, commune: Place) -> tuple[str, Place]:
    """Return the role and the place where it is held: an adjoint where there is none."""
    kind = _ROLES[role][0]
    if kind == "arrondissement":
        return role, atlas.arrondissement(rng)
    place = atlas.wider(commune, kind)
    return (role, place) if place else ("adjoint", commune)


def _choose(order: Order, rng: Random, n: int, held: set[tuple[str, str]]) -> tuple[str, Place]:
    """Choose the main mandate of member `n` and its place; `held` are the seats taken."""
    if order.sizes.members >= ALL_COMMUNES:
        commune = order.atlas.nth_commune(n)
    else:
        commune = order.atlas.commune(rng, n // 2 + order.seed if n % 2 == 0 else None)
    role, place = _seat_of_power(order.atlas, rng, _role(order, rng, n), commune)
    if role in _UNIQUE:
        if (role, place.area) in held:
            role = _UNIQUE[role]
        held.add((role, place.area))
    return role, place


def _label(rng: Random, role: str, gender: str) -> str:
    local = "people/delegation.commune" if _ROLES[role][0] == "commune" else ""
    prose = Prose(rng, {"delegation": pool("people/delegation", local)})
    return prose.phrase(pool(f"people/mandat.{role}.{gender}"))


def _seat(rng: Random, role: str, who: Person, place: Place, span: tuple[date, date]) -> Seat:
    start, end = span
    record: dict[str, Value] = {
        "role": role,
        "label": _label(rng, role, who.gender),
        "area": place.area,
        "start_date": shown(rng, start),
    }
    if end != _OPEN:
        text = end.isoformat()[: rng.choice((7, 10))]
        record["end_date"] = text
        end = first_day(text)
    return Seat(record, place.area, start, end)


def _career(order: Order, rng: Random, who: Person, role: str, place: Place) -> list[Seat]:
    """Return the mandates of a person, the last one first."""
    kind = place.kind
    starts = terms(kind, order.today)
    over = chance(rng, 0.18)
    last = len(starts) - (2 if over else 1)
    first = max(0, last - rng.choices((0, 1, 2), (35, 48, 17))[0])
    seats = []
    for i in range(last, first - 1, -1):
        begun = min(starts[i] + timedelta(days=rng.randint(0, 9)), order.today)
        end = starts[i + 1] if i + 1 < len(starts) else _OPEN
        beginner = i < last and chance(rng, 0.6)
        held = _BEGINNER[_ROLES[role][0]] if beginner else role
        seats.append(_seat(rng, held, who, place, (begun, end)))
    other = order.atlas.wider(place, "epci") if kind == "commune" and not place.commune else None
    if other and not over and chance(rng, 0.22):
        begun = min(terms("epci", order.today)[-1], order.today)
        second = rng.choice(("conseiller-communautaire", "vice-president-epci"))
        seats.insert(1, _seat(rng, second, who, other, (begun, _OPEN)))
    return seats


def _loose_ends(order: Order, n: int, seats: list[Seat]) -> list[Seat]:
    """Return the mandates as a real directory has some: to be asked about."""
    last, *others = seats
    if n % 5 == 2 and last.end <= order.today:  # nobody wrote that it is over
        record = {name: value for name, value in last.record.items() if name != "end_date"}
        return [replace(last, record=record, end=_OPEN), *others]
    if n % 20 == 7 and last.end == _OPEN:  # a resignation is announced
        return [_until(last, order.today + timedelta(days=20 + n % 140)), *others]
    ended = order.today - timedelta(days=40 + n % 30)
    if n % 3 == 1 and others and others[0].end == _OPEN and others[0].start < ended:
        return [last, _until(others[0], ended), *others[1:]]  # one of two is over
    return seats


def _until(seat: Seat, end: date) -> Seat:
    return replace(seat, record={**seat.record, "end_date": end.isoformat()}, end=end)


def _belonging(order: Order, rng: Random, seats: list[Seat]) -> tuple[date, date]:
    """Return the days the person joined and left the club (`date.max`: still in it)."""
    first = max(order.founded, min(s.start for s in seats))
    last = min(order.today, max(s.end for s in seats))
    joined = between(rng, first, last - timedelta(days=20))
    joined = min(joined, order.today)
    if chance(rng, 0.07) and joined < order.today:
        return joined, between(rng, joined + timedelta(days=1), order.today)
    return joined, _OPEN


# The ranges that the ARCEP keeps for fiction, ten thousand numbers each.
_LANDLINES = ("01 99 00", "02 61 91", "03 53 01", "04 65 71", "05 36 49")


def contact_details(rng: Random, n: int, who: Person, id_: str, town: str) -> list[Record]:
    """Return made-up ways to reach the character `n`, whose telephone is no one else's."""
    number = id_.removeprefix(who.slug)
    mailbox = f"{fold(who.given)}.{fold(who.family)}".replace(" ", "-") + number
    range_, line = divmod(n, 10_000)
    mobile = chance(rng, 0.5) and not range_
    start = "06 39 98" if mobile else _LANDLINES[range_ % len(_LANDLINES)]
    phone = f"{start} {line // 100:02} {line % 100:02}"
    label = (
        "portable professionnel" if mobile else skewed(rng, pool("people/libelle.telephone")[:2])
    )
    details: list[Record] = [{"type": "email", "value": f"{mailbox}@example.org"}]
    if chance(rng, 0.55):
        details.append({"type": "phone", "value": phone, "label": label})
    if town and chance(rng, 0.15):
        value = f"{skewed(rng, pool('people/adresse'))}, {town}"
        details.append(
            {
                "type": "address",
                "value": value,
                "label": skewed(rng, pool("people/libelle.adresse")),
            }
        )
    return details


def consent(order: Order, rng: Random, since: date, fields: Sequence[Value]) -> Record:
    """Return a consent given between `since` and today, to the notice of that time."""
    day = between(rng, since, min(order.today, since + timedelta(days=90)))
    notice = f"{day.year}-{'01' if day.month < 7 else '07'}"
    return {"date": day.isoformat(), "notice": notice, "fields": fields}


def _presentation(rng: Random, prose: Prose, who: Person) -> str:
    text = prose.sentence(pool(f"people/summary.{who.gender}"))
    if chance(rng, 0.6):
        text += " " + prose.sentence(pool("people/summary.fictif"))
    return text


def _personal(
    order: Order, rng: Random, n: int, prose: Prose, who: Person, member: Member
) -> dict[str, Value]:
    """Return the fields that need consent, and the consent; nothing without it."""
    if not chance(rng, 0.76):
        return {}
    reachable = member.left == _OPEN and any(s.end > order.today - _RECENT for s in member.seats)
    town = member.place.name if member.place.kind == "commune" else ""
    found: dict[str, Value] = {}
    if chance(rng, 0.8):
        found["summary"] = _presentation(rng, prose, who)
    if reachable and chance(rng, 0.75):
        found["contact_details"] = contact_details(rng, n, who, member.id, town)
    if chance(rng, 0.35):
        note = skewed(rng, pool("people/lien.note"))
        found["links"] = [{"url": f"https://example.org/elus/{member.id}", "note": note}]
    fields: list[Value] = [f for f in ("contact_details", "summary", "links") if f in found]
    found["consent"] = consent(order, rng, member.joined, fields or ["summary"])
    return found


def _own_prose(
    order: Order, rng: Random, themes: list[str], methods: list[str], seat: Seat
) -> Prose:
    method = methods[0] if methods else skewed(rng, order.keys["methods"])
    return Prose(rng, {**topic(order, themes[0], method), "an": str(seat.start.year)})


def _club_fields(rng: Random, who: Person, joined: date, left: date) -> Record:
    club: dict[str, Value] = {"joined": shown(rng, joined, exact=0.8)}
    if left != _OPEN:
        club["left"] = left.isoformat()
    elif chance(rng, 0.04):
        club["function"] = skewed(rng, pool(f"people/fonction.{who.gender}"))
    return club


def _member(order: Order, n: int, ids: Ids, held: set[tuple[str, str]]) -> Member:
    rng = stream(order.seed, "member", n)
    who = person(rng)
    role, place = _choose(order, rng, n, held)
    seats = _loose_ends(order, n, _career(order, rng, who, role, place))
    joined, left = _belonging(order, rng, seats)
    id_ = ids.give(who.slug)
    bare = Member(id_, who.name, place, tuple(seats), joined, left, {})

    themes = some(rng, order.keys["themes"], 1, 3)
    methods = some(rng, order.keys["methods"], 0, 3)
    prose = _own_prose(order, rng, themes, methods, seats[-1])
    personal = _personal(order, rng, n, prose, who, bare)
    record: dict[str, Value] = {"id": id_, "given_name": who.given, "family_name": who.family}
    if "summary" in personal:
        record["summary"] = personal.pop("summary")
    record |= {
        "memberships": [seat.record for seat in seats],
        "club": _club_fields(rng, who, joined, left),
        "themes": themes,
        "methods": methods,
        "seeks": prose.phrases(pool("people/seeks"), rng.choice((0, 0, 1, 1, 2))),
        **personal,
    }
    if n % 10 < 7:
        title = skewed(rng, pool("people/source.membre"))
        record["sources"] = [{"title": title, "date": joined.isoformat()}]
    if n % 40 == 11:
        record["aliases"] = [f"{id_}-ancien"]
    return Member(id_, who.name, place, tuple(seats), joined, left, record)


def members(order: Order) -> Iterator[Member]:
    """Make the members, in order."""
    ids, held = Ids(), set[tuple[str, str]]()
    for n in range(order.sizes.members):
        yield _member(order, n, ids, held)
