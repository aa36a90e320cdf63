"""Legal texts, letters signed by members, meetings, and whatever has but an outline."""

from datetime import date, timedelta
from functools import partial
from itertools import islice

from holidays import country_holidays

from generator.demo.club import Club, Draw, Entry, since
from generator.demo.text import Made, Prose, capitalised, words
from generator.records import french

# The status of a letter, and since how many days it has been open.
_LETTERS = (
    *(("open", 12, 60), ("answered", 260, 1500), ("sent", 110, 260)),
    *(("draft", 1, 40), ("closed", 260, 1500)),
)
_TWO_MONTHS = timedelta(days=61)
_REGULAR = 34  # meetings: with more, the club would be older than its members' mandates
_FREE_DAYS = country_holidays("FR")


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
    prose = Prose(rng, "watch", themes[0], methods[0], **own)
    amends, law = kind in prose.slots["kinds"], kind in prose.slots["kinds"][2:]
    prose.slots["sujet"] = prose.phrase("sujet")
    title = prose.phrase("titre")
    entry = Entry(*club.claim("watch", title, "version"), since(first), methods=methods)
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
        club.made["laws"].append(Entry(entry.id, title, since(day)))
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
    prose = Prose(rng, "actions", method=method)
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
        "watch": club.known(rng, "watch", rng.randint(1, 2), opened, method),
        "answered": status == "answered" or (status == "closed" and rng.chance(0.6)),
        "since": opened,
        "until": last,
    }
    return Entry(*club.claim("actions", title, "lettre"), since(opened)), prose, values


def meeting(club: Club, rng: Draw, n: int) -> Made:
    """Make meeting `n`: the next one, then one every two months back from today."""
    rank, today = (n - 1) % _REGULAR, club.today
    day = today - rng.days(4, 30) - rank * _TWO_MONTHS if n else today + rng.days(20, 45)
    while not _FREE_DAYS.is_working_day(day):
        day -= timedelta(days=1)
    kind = "session" if rank % 9 == 1 else "assembly" if rank % 6 == 2 else "meeting"
    status = "cancelled" if n % 13 == 11 else "held" if n else "planned"
    method, theme = club.turn(rng, "methods", n)[0], club.turn(rng, "themes", n)[0]
    prose = Prose(rng, "meetings", theme, method, annee=str(day.year))
    title = capitalised(prose.phrase(f"titre.{kind}"))
    past = min(day, today)
    count = rng.randint(8, 30) if status == "held" and rng.chance(0.84) else 0
    values = {
        "kind": kind,
        "day": day,
        "hours": rng.choice(((18, 20),) if kind == "meeting" else ((9, 12), (14, 17))),
        "status": status,
        "guests": club.known(rng, "network", rng.randint(0, 2), past),
        "attendees": club.known(rng, "members", count, day),
        "practices": club.known(rng, "practices", rng.randint(0, 3), past),
        "watch": club.known(rng, "watch", rng.randint(0, 2), past),
        "actions": club.known(rng, "actions", rng.randint(0, 1), past),
        "since": day,
        "until": past,
    }
    id_, name = club.claim("meetings", f"{day} {title}", "groupe")
    return Entry(id_, name.removeprefix(f"{day} "), since(day)), prose, values


def outlined(kind: str, vocabulary: str, club: Club, rng: Draw, n: int) -> Made:
    """Make record `n` of a kind that has no maker of its own: a subject, a day, who is known that day.

    With a `vocabulary`, the kind has one record a term.
    """
    method, theme = club.turn(rng, "methods", n)[0], club.turn(rng, "themes", n)[0]
    if vocabulary:
        method = list(club.labels[vocabulary])[n]
    day = club.today - rng.days(10, 700)
    prose = Prose(rng, kind, theme, method)
    title = capitalised(prose.phrase("titre"))
    values = {
        "day": day,
        "method": method,
        "theme": theme,
        "known": partial(club.known, rng),
        "since": day,
        "until": club.today,
    }
    claimed = (method, title) if vocabulary else club.claim(kind, title, "suite")
    return Entry(*claimed, since(day), methods=(method,)), prose, values
