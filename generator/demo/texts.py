"""Imaginary legal texts, collective letters signed by members, and whatever has but an outline."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import islice

from generator.demo.club import Club, Entry, Made
from generator.demo.draw import Draw
from generator.demo.text import Prose, capitalised, slots, words
from generator.records import french

# The status of a letter, and since how many days it has been open.
_LETTERS = (
    *(("open", 12, 60), ("answered", 260, 1500), ("sent", 110, 260)),
    *(("draft", 1, 40), ("closed", 260, 1500)),
)


def _stages(club: Club, rng: Draw, kind: str, n: int) -> list[tuple[str, date]]:
    lists = words("watch")
    courses = lists.get(f"stages.{kind}", ("depot",))
    names = courses[n // len(club.labels["legal-kinds"]) % len(courses)].split()
    day = club.today - rng.days(*((20, 2400) if names[-1] in lists["stages.last"] else (3, 150)))
    found = []
    for name in reversed(names):
        found.append((name, day))
        day -= rng.days(1, 20) if name in lists["stages.quick"] else rng.days(14, 140)
    return found[::-1]


def watch(club: Club, rng: Draw, n: int) -> Made:
    """Make text `n` of the watch."""
    kinds = club.labels["legal-kinds"]
    kind = list(kinds)[n % len(kinds)]
    methods = club.turn(rng, "methods", n) + club.some(rng, "methods", 0, 2)
    themes = club.some(rng, "themes", 1, 2)
    stages = _stages(club, rng, kind, n)
    (_, first), (stage, day) = stages[0], stages[-1]
    own = {"nature": kinds[kind], "code": f"F{day.year}-{n + 1:03}", "jour": french.day(day)}
    prose = Prose(rng, slots("watch", themes[0], methods[0]), own)
    amends, law = kind in prose.slots["kinds"], kind in prose.slots["kinds"][2:]
    prose.slots["sujet"] = prose.phrase("sujet")
    title = prose.phrase("titre")
    entry = Entry(*club.claim("watch", title, "version"), ((first, date.max),), methods=methods)
    values = {
        "kind": kind,
        "law": law,
        "stages": stages,
        "pending": stage not in prose.slots["stages.last"],
        "coming": next(k for k in (kind, stage, "autre") if f"next.{k}" in prose.slots),
        "themes": themes,
        "methods": list(dict.fromkeys(methods)),
        "amends": club.known(rng, "laws", int(amends and rng.chance(0.5)), first),
        "since": first,
        "until": day,
    }
    if law:  # what may be amended from that day on
        club.made["laws"].append(Entry(entry.id, title, ((day, date.max),)))
    return entry, prose, values


def _signatories(club: Club, rng: Draw, first: date, last: date) -> list[tuple[date, str]]:
    members, asked = club.made["members"], club.sizes.signatories
    drawn = rng.sample(members, len(members))
    signed = ((rng.between(first, last), who) for who in drawn)
    valid = ((day, who.id) for day, who in signed if who.on(day))
    return sorted(islice(valid, rng.randint(5, 60) if asked is None else asked))


def action(club: Club, rng: Draw, n: int) -> Made:
    """Make action `n`."""
    (method,), (status, *age) = club.turn(rng, "methods", n), _LETTERS[n % len(_LETTERS)]
    prose = Prose(rng, slots("actions", "", method), {})
    prose.slots["demande"] = prose.phrase("demande")
    title = capitalised(prose.phrase("titre"))
    opened = club.today - rng.days(*age)
    deadline = opened + (rng.days(62, 150) if status == "open" else rng.days(40, 75))
    last = min(club.today, deadline)
    values = {
        "status": status,
        "opened": opened,
        "deadline": deadline,
        "sent": deadline + rng.days(2, 25),
        "signatories": [] if status == "draft" else _signatories(club, rng, opened, last),
        "watch": club.texts(rng, rng.randint(1, 2), method, opened),
        "answered": status == "answered" or (status == "closed" and rng.chance(0.6)),
        "since": opened,
        "until": last,
    }
    return Entry(*club.claim("actions", title, "lettre"), ((opened, date.max),)), prose, values


def outlined(kind: str, vocabulary: str) -> Callable[[Club, Draw, int], Made]:
    """Return the maker of a kind that has none of its own: a subject, a day, who is known that day.

    With a `vocabulary`, its records are one a term.
    """

    def make(club: Club, rng: Draw, n: int) -> Made:
        method, theme = club.turn(rng, "methods", n)[0], club.turn(rng, "themes", n)[0]
        if vocabulary:
            method = list(club.labels[vocabulary])[n]
        day = club.today - rng.days(10, 700)
        prose = Prose(rng, slots(kind, theme, method), {})
        title = capitalised(prose.phrase("titre"))
        id_, title = (method, title) if vocabulary else club.claim(kind, title, "suite")
        values = {
            "day": day,
            "method": method,
            "theme": theme,
            "known": partial(club.known, rng),
            "since": day,
            "until": club.today,
        }
        return Entry(id_, title, ((day, date.max),), methods=(method,)), prose, values

    return make
