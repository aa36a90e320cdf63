"""Practice sheets: the fields of the contract, agreeing with the text of the sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.demo import figures, places, watch
from generator.demo.club import Ids, Order, slug, topic
from generator.demo.days import between, length, month_name, shown
from generator.demo.people import Member
from generator.demo.seeds import chance, draw, skewed, stream
from generator.demo.sheet import Sheet, Story
from generator.demo.text import Prose, euros, number, pool, words
from generator.territory.geo import Place
from generator.writing.yaml_text import Record, Value

# Who takes part, and how far the power goes, when the method itself says so.
_RECRUITMENT = {
    "budget-participatif": "ouvert",
    "conseil-citoyen": "mixte",
    "conseil-de-developpement": "designation",
    "conseil-de-jeunes": "candidature",
    "jury-citoyen": "tirage-au-sort-stratifie",
    "convention-citoyenne": "tirage-au-sort-stratifie",
    "assemblee-citoyenne": "tirage-au-sort",
    "enquete-publique": "ouvert",
    "referendum-local": "ouvert",
    "consultation-des-electeurs": "ouvert",
    "votation": "ouvert",
    "petition": "ouvert",
    "interpellation": "ouvert",
    "gouvernance-partagee": "mixte",
}
_LEVEL = {
    "budget-participatif": "codecision",
    "enquete-publique": "consultation",
    "consultation-des-electeurs": "consultation",
    "referendum-local": "codecision",
    "votation": "codecision",
    "concertation": "concertation",
    "gouvernance-partagee": "co-construction",
    "fonds-d-initiative": "codecision",
}
_COMMUNAL = frozenset(("conseil-de-quartier", "conseil-citoyen", "marche-exploratoire"))
_INTERCOMMUNAL = frozenset(("conseil-de-developpement",))
# Twelve sheets hold six finished, three running, two stopped and one still an idea.
_STATUSES = (
    *("completed", "ongoing", "completed", "idea", "completed", "stopped"),
    *("ongoing", "completed", "completed", "stopped", "ongoing", "completed"),
)
_SECTIONS = (
    *("Objectifs", "Déroulement", "Moyens", "Résultats", "Difficultés"),
    "Conseils aux pairs",
)
_UNKNOWN_POPULATION = 300
_SHORT = 45


@dataclass(frozen=True, slots=True)
class Practice:
    """A sheet, as other records need to know it."""

    id: str
    title: str
    method: str
    start: date


@dataclass(frozen=True, slots=True)
class Known:
    """What a sheet may refer to."""

    members: Sequence[Member]
    texts: list[watch.Text]
    earlier: list[Practice]


@dataclass(frozen=True, slots=True)
class _Draft:
    """The choices that depend on the sheet alone."""

    theme: str
    themes: list[str]
    method: str
    methods: list[str]
    status: str
    level: str
    recruitment: str
    publics: list[str]
    start: date
    end: date


def _turn(rng: Random, keys: tuple[str, ...], turn: int, *, rotate: bool) -> str:
    """Return the next key when it is its turn, or one drawn with the first ones favoured."""
    return keys[turn % len(keys)] if rotate else skewed(rng, keys, 1.7)


def _several(rng: Random, first: str, keys: tuple[str, ...], probability: float) -> list[str]:
    second = rng.choice(keys)
    return [first, second] if chance(rng, probability) and second != first else [first]


def _period(order: Order, rng: Random, status: str) -> tuple[date, date]:
    """Return the first and last day (for a running or future practice, the expected one)."""
    today, length = order.today, timedelta(days=rng.randint(70, 800))
    if status == "idea":
        start = today + timedelta(days=rng.randint(30, 400))
        return start, start + length
    if status == "ongoing":
        return today - timedelta(days=rng.randint(40, 1200)), today
    end = today - timedelta(days=rng.randint(20, 2900))
    return end - length, end


def _draft(order: Order, rng: Random, n: int) -> _Draft:
    keys, turn = order.keys, n - n // 3
    theme = _turn(rng, keys["themes"], n // 2 * 3 + order.seed, rotate=n % 2 == 0)
    method = _turn(rng, keys["methods"], turn * 5 + order.seed, rotate=n % 3 != 0)
    status = _STATUSES[n % len(_STATUSES)]
    level, recruitment = keys["levels"], keys["recruitment"]
    public = keys["publics"][n % len(keys["publics"])]
    start, end = _period(order, rng, status)
    return _Draft(
        theme,
        _several(rng, theme, keys["themes"], 0.35),
        method,
        _several(rng, method, keys["methods"], 0.3),
        status,
        _LEVEL.get(method) or level[n % len(level)],
        _RECRUITMENT.get(method) or recruitment[n % len(recruitment)],
        _several(rng, public, keys["publics"], 0.3),
        start,
        end,
    )


def _home(
    order: Order, rng: Random, members: Sequence[Member], method: str
) -> tuple[Place, Member | None]:
    """Return a place that may use this method, and the member whose place it is."""
    local = method in _COMMUNAL
    member = draw(rng, members, lambda m: not local or m.place.kind == "commune")
    if not member:
        return order.atlas.commune(rng, None), None
    place = member.place
    if place.kind != "commune" or place.commune or local:
        return place, member
    kind = ""
    if method in _INTERCOMMUNAL:
        kind = "epci"
    elif chance(rng, 0.18):
        kind = rng.choice(("epci", "epci", "departement", "region"))
    return (order.atlas.wider(place, kind) or place if kind else place), member


def _markdown(text: str, address: str) -> str:
    return f"[{text}]({address})"


def _refers(
    rng: Random, draft: _Draft, known: Known, n: int
) -> tuple[Practice | None, Practice | None, list[watch.Text]]:
    """Return the sheet this one adapts, another to compare with, and its legal basis."""
    parent = other = None
    if n and chance(rng, 0.22):
        older = (known.earlier[rng.randrange(n)] for _ in range(30))
        parent = next(
            (p for p in older if p.method == draft.method and p.start < draft.start), None
        )
    if n and chance(rng, 0.6):
        other = known.earlier[rng.randrange(n)]
    basis: dict[str, watch.Text] = {}
    for _ in range(rng.choice((0, 1, 1, 1, 2))):
        if text := watch.pick(rng, known.texts, draft.method, max(draft.start, draft.end)):
            basis[text.id] = text
    return parent, other, list(basis.values())


def _links(
    parent: Practice | None, other: Practice | None, basis: list[watch.Text], peers: list[Member]
) -> dict[str, str]:
    links = {}
    if parent:
        links["inspire"] = _markdown(parent.title, f"/pratiques/{parent.id}/")
    if other and other != parent:
        links["fiche"] = _markdown(other.title, f"/pratiques/{other.id}/")
    if basis:
        links["texte"] = _markdown(basis[0].title, f"/veille/{basis[0].id}/")
    if peers:
        links["membre"] = _markdown(peers[0].name, f"/annuaire/{peers[0].id}/")
    return links


def _peers(rng: Random, home: Member | None, members: Sequence[Member]) -> list[Member]:
    """Return who can speak about the practice: most often the member of the place."""
    peers = [home] if home and chance(rng, 0.88) else []
    if chance(rng, 0.2) and (other := draw(rng, members, lambda m: m not in peers)):
        peers.append(other)
    return peers


def _prose(order: Order, rng: Random, draft: _Draft, place: Place) -> Prose:
    population = place.population or _UNKNOWN_POPULATION
    slots = topic(order, draft.theme, draft.method)
    objets = slots["objet"]
    return Prose(
        rng,
        {
            **slots,
            # One subject for the whole sheet.
            "objet": objets if isinstance(objets, str) else skewed(rng, objets, 1),
            "lieu": places.article(place) + place.name,
            "a_lieu": places.at(place),
            "collectivite": pool(f"practices/collectivite.{place.kind}"),
            "conseil": pool(f"practices/conseil.{place.kind}"),
            "population": f"{number(population)} habitants",
            "mois": month_name(draft.start),
            "duree_totale": length(draft.start, draft.end),
            "an_avant": str(min(draft.start, order.today).year - rng.randint(1, 6)),
            "nb_projets": words()["practices/petit"],
            "nb_quartiers": words()["practices/petit"],
            "seuil": number(max(20, int(population * 0.02) // 10 * 10)),
        },
    )


def _dates(order: Order, rng: Random, draft: _Draft) -> dict[str, Value]:
    """Return when the sheet was confirmed (half of them) and last read again."""
    since = min(order.today, max(draft.start, order.today - timedelta(days=1100)))
    reviewed = between(rng, since, order.today)
    found: dict[str, Value] = {}
    if draft.status != "idea" and chance(rng, 0.55):
        found["verified"] = between(rng, since, reviewed).isoformat()
    return {**found, "reviewed": reviewed.isoformat()}


def _sources(rng: Random, prose: Prose, draft: _Draft, last: date) -> list[Record]:
    found: list[Record] = []
    idea, over = draft.status == "idea", _is_over(draft)
    titles = pool("practices/source.titre" if over else "practices/source.titre.idee")
    first = last - timedelta(days=500) if idea else min(draft.start, last)
    for title in prose.phrases(titles, rng.randint(1, 3)):
        source: dict[str, Value] = {"title": f"{title} (document fictif)"}
        if chance(rng, 0.7):
            source["url"] = f"https://example.org/sources/{rng.randint(1000, 999999)}"
        if chance(rng, 0.7):
            source["date"] = shown(rng, between(rng, first, last))
        found.append(source)
    return found


def _optional(rng: Random, prose: Prose) -> dict[str, Value]:
    found: dict[str, Value] = {}
    if chance(rng, 0.7):
        found["staff"] = prose.phrase(pool("practices/staff"))
    found["tools"] = prose.phrases(pool("practices/outil"), rng.choice((0, 1, 2, 2, 3)))
    return found


def _adaptation(n: int) -> Value:
    """Return what was changed, which one sheet in four does not say."""
    lines = pool("practices/adaptation")
    return lines[n % len(lines)] if n % 4 else []


def _named(title: str, place: Place, ids: Ids) -> tuple[str, str]:
    """Return an id that says what and where, short enough for an address; and the title.

    Done again in a place, it is another edition.
    """
    where, what = slug(place.name, _SHORT), slug(title)
    wanted = what if where in what else f"{slug(title, _SHORT)}-{where}"
    id_ = ids.give(wanted)
    again = id_.removeprefix(wanted).strip("-")
    return id_, f"{title}, édition {again}" if again else title


def _sheet(order: Order, n: int, ids: Ids, known: Known) -> tuple[Practice, Record, str]:
    rng, refs = stream(order.seed, "practice", n), stream(order.seed, "practice", n, "links")
    draft = _draft(order, rng, n)
    place, home = _home(order, refs, known.members, draft.method)
    population = place.population or _UNKNOWN_POPULATION
    count = figures.participants(rng, draft.method, population)
    costs = figures.costs(rng, draft.method, population)
    prose = _prose(order, rng, draft, place)
    prose.let("nombre", number(count[0]))
    prose.let("taux", str(round(100 * count[0] / count[1])) if count[1] else "37")
    prose.let("cout", euros(costs[0]))
    prose.let("enveloppe", euros(costs[1] or figures.rounded(5 * population)))

    title = prose.title(
        pool(f"methods/{draft.method}.titres") or pool("methods/concertation.titres")
    )
    id_, title = _named(title, place, ids)
    peers = _peers(refs, home, known.members)
    parent, other, basis = _refers(refs, draft, known, n)
    last = min(draft.end, order.today)
    since = last - timedelta(days=200)
    lines = pool("practices/summary.idee" if draft.status == "idea" else "practices/summary")
    record: dict[str, Value] = {
        "title": title,
        "summary": prose.sentence(lines),
        "area": place.area,
        "organizer": prose.phrase(pool("practices/organizer")) if chance(rng, 0.12) else [],
        "methods": draft.methods,
        "themes": draft.themes,
        "level": draft.level,
        "status": draft.status,
        "status_date": since.isoformat()[:7] if draft.status == "ongoing" and n % 2 else [],
        "start_date": shown(rng, draft.start, exact=0.2),
        "end_date": shown(rng, draft.end, exact=0.2) if _is_over(draft) else [],
        "targeted_participants": draft.publics,
        "recruitment_method": draft.recruitment,
        **(figures.fields(rng, count, costs, last.year) if draft.status != "idea" else {}),
        **_optional(rng, prose),
        "legal_basis": [text.id for text in basis],
        "members": [peer.id for peer in peers],
        "adapted_from": parent.id if parent else [],
        "adaptation": _adaptation(n) if parent else [],
        "sources": _sources(rng, prose, draft, last),
        **_dates(order, rng, draft),
        "aliases": [f"{id_}-ancienne-fiche"] if n % 30 == 17 else [],
    }
    story = Story(
        draft.theme,
        draft.method,
        place.kind,
        place.stratum[0] if place.stratum else "moins-de-500",
        draft.status,
        draft.level,
        draft.recruitment,
        tuple(draft.publics),
        draft.start,
        draft.end,
        costs[0],
        costs[1],
        _links(parent, other, basis, peers),
    )
    without = rng.choice(_SECTIONS) if n % 25 == 7 else None
    return (
        Practice(id_, title, draft.method, draft.start),
        record,
        Sheet(rng, prose, story).body(without),
    )


def _is_over(draft: _Draft) -> bool:
    return draft.status in {"completed", "stopped"}


def practices(
    order: Order, members: Sequence[Member], texts: list[watch.Text]
) -> Iterator[tuple[Practice, Record, str]]:
    """Make the sheets, in order: what others need to know, the fields, the body."""
    ids, known = Ids(), Known(members, texts, [])
    for n in range(order.sizes.practices):
        sheet = _sheet(order, n, ids, known)
        known.earlier.append(sheet[0])
        yield sheet
