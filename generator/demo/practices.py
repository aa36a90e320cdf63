"""Practice sheets: figures that could be, for the place, and what the sheet refers to."""

from datetime import date, timedelta

from generator.demo import places
from generator.demo.club import Club, Draw, Entry, since
from generator.demo.text import Made, Prose, capitalised, month, words
from generator.records import french
from generator.territory.geo import Place

_WIDER = (*["commune"] * 16, "epci", "epci", "departement", "region")


def _period(club: Club, rng: Draw, status: str) -> tuple[date, date]:
    """Return the first and last day (for a running or future practice, the expected one)."""
    length, today = rng.days(70, 800), club.today
    if status == "ongoing":
        return today - rng.days(40, 1200), today
    start = today + rng.days(30, 400) if status == "idea" else today - length - rng.days(20, 2900)
    return start, start + length


def _home(club: Club, rng: Draw, n: int, area: str) -> tuple[Place, list[Entry]]:
    """Return a place where the method is used, and the member who can speak of it, if any."""
    kinds = {area} if area not in {"", "epci"} else {"commune", "epci", "departement", "region"}
    homes = rng.find(club.made["members"], 1, lambda m: bool(m.place and m.place.kind in kinds))
    place = homes[0].place if homes else None
    if place is None:
        return places.commune(rng, n), []
    if place.kind == "commune" and not place.commune:
        place = places.around(rng, place, area or rng.choice(_WIDER)) or place
    return place, homes if rng.chance(0.88) else []


def _turnout(rng: Draw, how: str, population: int) -> tuple[int, int]:
    """Return how many took part, out of how many (0: unknown)."""
    if how == "vote":
        electors = max(20, int(population * rng.uniform(0.66, 0.8)))
        return int(electors * rng.uniform(0.12, 0.49)), electors
    if how == "drawn":
        number = min(rng.randint(12, 60), max(8, population // 4))
    else:
        rate = rng.uniform(0.004, 0.09 if population < 20_000 else 0.035)
        number = max(9, int(population * rate))
    return number, rng.choice((0, max(number, population)))


def _rounded(value: float) -> int:
    return max(100, int(float(f"{value:.2g}")))


def practice(club: Club, rng: Draw, n: int) -> Made:
    """Make sheet `n`."""
    lists = words("practices")
    status = lists["status"][n % len(lists["status"])]
    methods = club.turn(rng, "methods", n, 0.3)
    themes = club.turn(rng, "themes", n + 1, 0.35)
    facts = {name: lines[0] for name, lines in words("methods", methods[0]).items()}
    start, end = _period(club, rng, status)
    last = min(end, club.today)
    place, peers = _home(club, rng, n, facts.get("area", ""))
    population = place.population or 300
    number, out_of = _turnout(rng, facts.get("turnout", ""), population)
    process = _rounded(rng.uniform(60, 260) * population**0.5) if rng.chance(0.86) else 0
    low, high = map(float, facts.get("envelope", "0 0").split())
    envelope = _rounded(rng.uniform(low, high) * max(population, 1000)) if high and process else 0
    name, where = places.spoken(place)
    prose = Prose(
        rng,
        "practices",
        themes[0],
        methods[0],
        lieu=name,
        a_lieu=where,
        collectivite=lists[f"collectivite.{place.kind}"],
        population=f"{french.number(population)} habitants",
        mois=month(start),
        duree_totale=f"{max(2, (end - start).days // 30)} mois",
        an_avant=str(min(start, club.today).year - rng.randint(1, 6)),
        nombre=french.number(number),
        cout=french.euros(process),
        enveloppe=french.euros(envelope or _rounded(5 * population)),
        source=lists["source" if status in {"completed", "stopped"} else "source.idea"],
    )
    prose.slots["theme.objets"] = prose.phrase("theme.objets")  # one subject for the whole sheet
    title = capitalised(prose.phrase("method.titres"))
    parents = club.known(rng, "practices", rng.choice((0, 0, 1)), start - timedelta(1), methods[0])
    others = [e for e in club.known(rng, "practices", 1, club.today) if e not in parents]
    basis = club.known(rng, "watch", rng.choice((0, 1, 1, 1, 2)), end, methods[0])
    peers += club.known(rng, "members", rng.choice((0, 0, 0, 0, 1)), club.today)
    linked = {"inspire": parents, "fiche": others, "texte": basis, "membre": peers}
    folders = {"texte": "veille", "membre": "annuaire"}
    for use, (entry, *_) in ((use, found) for use, found in linked.items() if found):
        prose.slots[use] = f"[{entry.name}](/{folders.get(use, 'pratiques')}/{entry.id}/)"
    values = {
        "place": place,
        "status": status,
        "methods": methods,
        "themes": themes,
        "publics": club.turn(rng, "publics", n, 0.3),
        "level": facts.get("level") or club.turn(rng, "levels", n)[0],
        "recruitment": facts.get("recruitment") or club.turn(rng, "recruitment", n)[0],
        "start": start,
        "end": end,
        "number": number,
        "out_of": out_of,
        "process": process,
        "envelope": envelope,
        "basis": basis,
        "peers": list(dict.fromkeys(peers)),
        "parent": parents[0] if parents else "",
        "since": min(start, last - timedelta(days=500)),
        "until": last,
    }
    claimed = club.claim("practices", title, "édition")
    return Entry(*claimed, since(start), place, methods), prose, values
