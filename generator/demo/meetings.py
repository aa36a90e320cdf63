"""Meetings: two ahead, one every two months back from today, and work in between."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.demo import watch
from generator.demo.actions import Action
from generator.demo.club import Ids, Order, slug, topic
from generator.demo.days import between
from generator.demo.people import Member
from generator.demo.practices import Practice
from generator.demo.seeds import chance, draw, skewed, stream
from generator.demo.text import NBSP, Prose, bullets, capitalised, pool
from generator.writing.yaml_text import Record, Value

# The first meetings, as steps of two months from today: 1, -1, 2, -2, then back in time.
_PLANNED = {0: 1, 2: 2}
# Beyond this many, the club would be older than its members' mandates: the others are
# working groups, held between the regular meetings.
_REGULAR = 34
_STEP = 61  # days in two months
_ASSEMBLY_EVERY, _SESSION_EVERY, _CANCELLED_EVERY = 6, 9, 13
_SATURDAY = 5
_HOLIDAYS = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))


@dataclass(frozen=True, slots=True)
class Known:
    """What a meeting may refer to."""

    members: Sequence[Member]
    guests: list[str]
    practices: list[Practice]
    texts: list[watch.Text]
    actions: list[Action]


@dataclass(frozen=True, slots=True)
class _Slot:
    """When a meeting takes place, and what it is."""

    day: date
    kind: str
    status: str
    titles: str


def _weekday(day: date) -> date:
    """Return `day`, or the last working day before it."""
    while day.weekday() >= _SATURDAY or (day.month, day.day) in _HOLIDAYS:
        day -= timedelta(days=1)
    return day


def _slot(order: Order, rng: Random, n: int) -> _Slot:
    if n in _PLANNED:
        ahead = _STEP * (_PLANNED[n] - 1) + rng.randint(20, 45)
        return _Slot(_weekday(order.today + timedelta(days=ahead)), "meeting", "planned", "meeting")
    status = "cancelled" if n % _CANCELLED_EVERY == _CANCELLED_EVERY - 2 else "held"
    if n >= _REGULAR:
        back = _STEP * ((n - _REGULAR) % _REGULAR) + rng.randint(4, _STEP)
        return _Slot(_weekday(order.today - timedelta(days=back)), "meeting", status, "groupe")
    rank = 1 if n == 1 else n - 1
    day = order.today - timedelta(days=_STEP * (rank - 1) + rng.randint(16, 30))
    kind = "assembly" if rank % _ASSEMBLY_EVERY == 3 else "meeting"
    kind = "session" if rank % _SESSION_EVERY == 1 else kind
    return _Slot(_weekday(day), kind, status, kind)


def _times(rng: Random, slot: _Slot) -> tuple[str, str]:
    hour, minute = (18, rng.choice((0, 30))) if slot.kind == "meeting" else (rng.choice((9, 14)), 0)
    end = hour + (2 if slot.kind == "meeting" else 3)
    return f"{slot.day}T{hour:02}:{minute:02}", f"{slot.day}T{end:02}:{minute:02}"


def _where(rng: Random, prose: Prose, id_: str) -> dict[str, Value]:
    kind = rng.choices(("remote", "hybrid", "onsite"), (60, 25, 15))[0]
    found: dict[str, Value] = {"format": kind}
    if kind != "remote":
        found["location"] = prose.phrase(pool("meetings/lieu"))
    if kind != "onsite":
        found["link"] = f"https://visio.example.org/{id_[11:]}-{rng.randint(1000, 9999)}"
    return found


def _attendees(rng: Random, members: Sequence[Member], day: date) -> list[str]:
    """Return members in office that day."""
    found: dict[str, None] = {}
    for _ in range(rng.randint(8, 30)):
        if who := draw(rng, members, lambda m: m.active(day), tries=4):
            found[who.id] = None
    return list(found)


def _tasks(
    order: Order, rng: Random, prose: Prose, day: date, attendees: list[str]
) -> list[Record]:
    if not attendees:
        return []
    tasks: list[Record] = []
    for text in prose.phrases(pool("meetings/tache"), rng.randint(1, 4)):
        due = day + timedelta(days=rng.randint(14, 75))
        pending = due > order.today or chance(rng, 0.08)
        status = "open" if pending else rng.choices(("done", "dropped"), (85, 15))[0]
        owner = rng.choice(attendees)
        task: dict[str, Value] = {"text": capitalised(text), "owner": owner, "due": due.isoformat()}
        task["status"] = status
        if status == "done":
            task["done"] = between(rng, day, min(due, order.today)).isoformat()
        tasks.append(task)
    return tasks


def _people(rng: Random, known: Known, slot: _Slot) -> dict[str, Value]:
    """Return who came: names most often, else only their number."""
    if slot.status != "held":
        return {}
    attendees = _attendees(rng, known.members, slot.day) if chance(rng, 0.84) else []
    if attendees:
        return {"attendees": attendees}
    return {"attendance": rng.randint(9, 46)}


def _guests(rng: Random, known: Known) -> list[str]:
    picked = [rng.choice(known.guests) for _ in range(rng.choice((0, 0, 1, 1, 2)))]
    return list(dict.fromkeys(picked))


def _subjects(rng: Random, known: Known, day: date, method: str) -> dict[str, Value]:
    """Return the sheets, texts and actions discussed that day, all older than it."""
    sheets = [
        draw(rng, known.practices, lambda p: p.start <= day) for _ in range(rng.randint(0, 3))
    ]
    texts = [watch.pick(rng, known.texts, method, day) for _ in range(rng.randint(0, 2))]
    acts = [draw(rng, known.actions, lambda a: a.opened <= day) for _ in range(rng.randint(0, 1))]
    return {
        "practices": list(dict.fromkeys(p.id for p in sheets if p)),
        "watch": list(dict.fromkeys(t.id for t in texts if t)),
        "actions": list(dict.fromkeys(a.id for a in acts if a)),
    }


def _documents(rng: Random, prose: Prose) -> list[Record]:
    titles = prose.phrases(pool("meetings/document"), rng.randint(0, 3))
    return [
        {"title": title, "url": f"https://example.org/reunions/{rng.randint(1000, 99999)}"}
        for title in titles
    ]


def _notes(rng: Random, prose: Prose, slot: _Slot) -> str:
    if slot.status == "planned":
        return prose.paragraph(*[pool("meetings/note.planifiee")] * 2)
    if slot.status == "cancelled":
        return prose.sentence(pool("meetings/note.annulee"))
    notes = [pool("meetings/note")]
    points = [f"{capitalised(t)}" for t in prose.phrases(pool("meetings/note"), rng.randint(2, 4))]
    return "\n\n".join(
        [
            prose.paragraph(pool("meetings/note.intro"), *notes * rng.randint(1, 3)),
            "## Ce qui s’est dit",
            bullets(points),
            prose.paragraph(*notes * rng.randint(1, 3)),
        ]
    )


def _agenda(rng: Random, prose: Prose) -> list[str]:
    return [capitalised(t) for t in prose.in_order(pool("meetings/agenda"), rng.randint(3, 6))]


def _entry(order: Order, n: int, ids: Ids, known: Known) -> tuple[str, Record, str]:
    rng, refs = stream(order.seed, "meeting", n), stream(order.seed, "meeting", n, "links")
    slot = _slot(order, rng, n)
    method, theme = skewed(rng, order.keys["methods"]), rng.choice(order.keys["themes"])
    prose = Prose(rng, topic(order, theme, method))
    title = prose.title(pool(f"meetings/titre.{slot.titles}"))
    if slot.kind == "assembly":
        title = f"{title} {slot.day.year}"
    id_ = ids.give(f"{slot.day}-{slug(title)}")
    start, end = _times(rng, slot)
    held = slot.status == "held"
    people = _people(refs, known, slot)
    named = people.get("attendees", [])
    attendees = [str(a) for a in named] if isinstance(named, list) else []
    record: dict[str, Value] = {
        "title": title,
        "kind": slot.kind,
        "start": start,
        "end": end,
        **_where(rng, prose, id_),
        "status": slot.status,
        **people,
        "guests": _guests(refs, known) if slot.status != "cancelled" else [],
        "agenda": _agenda(rng, prose),
        "decisions": prose.phrases(pool("meetings/decision"), rng.randint(1, 4)) if held else [],
        "tasks": _tasks(order, rng, prose, slot.day, attendees) if held else [],
        **_subjects(refs, known, min(slot.day, order.today), method),
        "documents": _documents(rng, prose) if held else [],
        "sources": [_source(order, rng, prose, slot)] if slot.status != "planned" else [],
        "aliases": [f"{id_}-annonce"] if n % 20 == 6 else [],
    }
    return id_, record, _notes(rng, prose, slot)


def _source(order: Order, rng: Random, prose: Prose, slot: _Slot) -> Record:
    day = between(rng, slot.day, min(order.today, slot.day + timedelta(days=10)))
    return {
        "title": f"{prose.title(pool('meetings/source'))}{NBSP}(document fictif)",
        "date": day.isoformat(),
    }


def meetings(order: Order, known: Known) -> Iterator[tuple[str, Record, str]]:
    """Make the meetings, in order: the id, the fields, the notes."""
    ids = Ids()
    for n in range(order.sizes.meetings):
        yield _entry(order, n, ids, known)
