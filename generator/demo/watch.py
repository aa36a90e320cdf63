"""Imaginary legal texts, each with a life that could be: stages in a possible order."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from random import Random

from generator.demo.club import Ids, Order, topic
from generator.demo.days import written
from generator.demo.seeds import chance, draw, some, stream
from generator.demo.text import NBSP, Prose, bullets, capitalised, pool
from generator.writing.yaml_text import Record, Value

_BILL = "depot commission premiere-lecture-an"
_PASSED = f"{_BILL} premiere-lecture-senat cmp lecture-definitive adoption"
_PUBLISHED = "promulgation publication-jo entree-en-vigueur"
# The lives a text of each kind may have had so far; the last stage tells whether it is over.
_LIVES = {
    "projet-de-loi": (
        _BILL,
        f"{_BILL} caducite",
        f"{_BILL} premiere-lecture-senat deuxieme-lecture cmp",
    ),
    "proposition-de-loi": (
        "depot commission premiere-lecture-senat rejet",
        "depot commission",
        "depot retrait",
        "depot",
    ),
    "loi": (
        f"{_PASSED} conseil-constitutionnel promulgation publication-jo decret-attendu",
        f"{_BILL} premiere-lecture-senat cmp nouvelle-lecture lecture-definitive {_PUBLISHED}",
        f"{_PASSED} {_PUBLISHED} abrogation",
    ),
    "loi-organique": (f"{_PASSED} conseil-constitutionnel {_PUBLISHED}",),
    "loi-constitutionnelle": (
        f"{_BILL} premiere-lecture-senat deuxieme-lecture adoption promulgation publication-jo",
    ),
    "ordonnance": (
        "publication-jo entree-en-vigueur modification",
        "publication-jo entree-en-vigueur",
    ),
    "decret": ("publication-jo entree-en-vigueur", "publication-jo modification abrogation"),
    "arrete": ("publication-jo entree-en-vigueur", "publication-jo"),
    "circulaire": ("entree-en-vigueur", "entree-en-vigueur abrogation"),
    "rapport": ("depot",),
    "question-ecrite": ("depot retrait", "depot"),
    "jurisprudence": ("decision",),
}
_FINISHED = frozenset(
    ("rejet", "retrait", "caducite", "abrogation", "decision", "entree-en-vigueur", "modification")
)
_NORMATIVE = ("loi", "loi-organique", "loi-constitutionnelle", "ordonnance", "decret", "arrete")
_ARTICLES = range(1, 40)
_TRIES = 10


@dataclass(frozen=True, slots=True)
class Text:
    """A text of the watch, as other records need to know it."""

    id: str
    title: str
    kind: str
    methods: tuple[str, ...]
    first: date
    last: date


def _stages(order: Order, rng: Random, kind: str, n: int) -> list[tuple[str, date]]:
    """Return the stages and their days, the last one some time before today."""
    lives = _LIVES.get(kind, ("depot",))
    life = lives[n // len(order.keys["legal-kinds"]) % len(lives)]
    names = [s for s in life.split() if s in order.keys["stages"]] or [order.keys["stages"][0]]
    over = names[-1] in _FINISHED
    day = order.today - timedelta(days=rng.randint(20, 2400) if over else rng.randint(3, 150))
    found = []
    for name in reversed(names):
        found.append((name, day))
        short = name in {"publication-jo", "promulgation", "premiere-lecture-an"}
        day -= timedelta(days=rng.randint(1, 20) if short else rng.randint(14, 140))
    return found[::-1]


def _reference(rng: Random, kind: str, code: str, day: date) -> str:
    name = capitalised(pool(f"watch/kind.{kind}")[0] if pool(f"watch/kind.{kind}") else kind)
    at = f", art.{NBSP}{rng.choice(_ARTICLES)}" if kind in _NORMATIVE else ""
    return f"{name} n°{NBSP}{code} du {written(day)}{at}"


def _next(order: Order, rng: Random, prose: Prose, kind: str, last: str) -> Record | None:
    if last in _FINISHED or not chance(rng, 0.85):
        return None
    day = order.today + timedelta(days=rng.randint(10, 240))
    lines = pool(f"watch/next.{kind}") or pool(f"watch/next.{last}") or pool("watch/next.autre")
    label = prose.phrase(lines)
    return {"label": label, "date": day.isoformat()[: rng.choice((7, 10, 10))]}


def _alert(rng: Random, *, pending: bool) -> str:
    levels = ("none", "info", "action")
    return rng.choices(levels, (30, 40, 30) if pending else (70, 30, 0))[0]


def _body(rng: Random, prose: Prose) -> str:
    parts = [
        prose.sentence(pool("watch/avertissement")),
        "## Ce qui changerait",
        prose.paragraph(*[pool("watch/change")] * rng.randint(2, 4)),
        prose.paragraph(*[pool("watch/contexte")] * rng.randint(2, 3)),
        "## Ce qu’une collectivité peut faire",
        bullets([capitalised(t) for t in prose.phrases(pool("watch/faire"), rng.randint(2, 4))]),
    ]
    if chance(rng, 0.6):
        questions = prose.phrases(pool("watch/question"), rng.randint(1, 3))
        parts += ["## Questions ouvertes", "\n".join(f"- {q}" for q in questions)]
    return "\n\n".join(parts)


def _amends(rng: Random, earlier: list[Text], kind: str, first: date) -> list[str]:
    """Return a text this one amends: one made before it was begun, in the list and in time."""
    if kind not in {*_NORMATIVE, "projet-de-loi", "proposition-de-loi"} or chance(rng, 0.3):
        return []
    picked = (rng.choice(earlier) for _ in range(_TRIES if earlier else 0))
    found = (t for t in picked if t.kind in _NORMATIVE and t.last < first)
    return [t.id for t in islice(found, 1)]


def _stage_record(rng: Random, prose: Prose, name: str, day: date) -> Record:
    record: dict[str, Value] = {"stage": name, "date": day.isoformat()}
    if chance(rng, 0.25):
        record["note"] = prose.phrase(pool("watch/note.stage"))
    return record


def _entry(order: Order, n: int, ids: Ids, earlier: list[Text]) -> tuple[Text, Record, str]:
    rng = stream(order.seed, "watch", n)
    kind = order.keys["legal-kinds"][n % len(order.keys["legal-kinds"])]
    methods = [order.keys["methods"][n * 5 % len(order.keys["methods"])]]
    methods += [m for m in some(rng, order.keys["methods"], 0, 2) if m not in methods]
    themes = some(rng, order.keys["themes"], 1, 2)
    subjects, short = pool("watch/sujet"), pool("watch/court")
    chosen = rng.randrange(len(subjects))
    slots = {**topic(order, themes[0], methods[0]), "sujet": subjects[chosen]}
    prose = Prose(rng, slots)

    stages = _stages(order, rng, kind, n)
    last, last_day = stages[-1]
    code = f"F{last_day.year}-{n + 1:03}"
    id_ = ids.give(f"texte-fictif-{last_day.year}-{n + 1:03}-{short[chosen]}")
    title = f"Texte fictif{NBSP}: {prose.phrase((subjects[chosen],))}"
    url = f"https://example.org/textes/{id_}"
    following = _next(order, rng, prose, kind, last)
    record: dict[str, Value] = {
        "title": title,
        "kind": kind,
        "reference": _reference(rng, kind, code, last_day),
        "url": url,
        "stages": [_stage_record(rng, prose, *stage) for stage in stages],
        "next": following or [],
        "alert": _alert(rng, pending=last not in _FINISHED),
        "themes": themes,
        "methods": methods,
        "summary": prose.sentence(pool("watch/summary")),
        "amends": _amends(rng, earlier, kind, stages[0][1]),
        "sources": [{"title": prose.title(pool("watch/source")), "url": f"{url}/dossier"}],
    }
    if chance(rng, 0.2):
        del record["url"]
    if n % 20 == 9:
        record["aliases"] = [f"{id_}-avant-vote"]
    return Text(id_, title, kind, tuple(methods), stages[0][1], last_day), record, _body(rng, prose)


def watch(order: Order) -> Iterator[tuple[Text, Record, str]]:
    """Make the texts, in order: what others need to know, the fields, the body."""
    ids, earlier = Ids(), list[Text]()
    for n in range(order.sizes.watch):
        entry = _entry(order, n, ids, earlier)
        earlier.append(entry[0])
        yield entry


def pick(rng: Random, texts: list[Text], method: str, before: date) -> Text | None:
    """Return a text older than `before`, on `method` rather than another."""
    close = draw(rng, texts, lambda t: t.first <= before and method in t.methods, tries=30)
    return close or draw(rng, texts, lambda t: t.first <= before)
