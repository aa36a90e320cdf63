"""How many took part in a practice and what it cost: figures that could be, for the place."""

from random import Random

from generator.demo.seeds import chance
from generator.writing.yaml_text import Value

_VOTES = frozenset(("referendum-local", "consultation-des-electeurs", "votation"))
_DRAWN = frozenset(("jury-citoyen", "convention-citoyenne", "assemblee-citoyenne", "audit-citoyen"))
_HIGHEST = 380_000  # euros, what the dearest process costs


def participants(rng: Random, method: str, population: int) -> tuple[int, int]:
    """Return how many took part, out of how many (0: unknown)."""
    if method in _VOTES:
        electors = max(20, int(population * rng.uniform(0.66, 0.8)))
        return int(electors * rng.uniform(0.12, 0.49)), electors
    if method in _DRAWN:
        number_ = min(rng.randint(12, 40 if population < 100_000 else 120), max(8, population // 4))
        return number_, rng.choice((0, max(number_, int(population * 0.7))))
    rate = rng.uniform(0.004, 0.09 if population < 20_000 else 0.035)
    number_ = max(9, int(population * rate))
    return number_, max(number_, population) if chance(rng, 0.5) else 0


def rounded(value: float) -> int:
    """Round an amount to two significant figures, as people give it."""
    step = int(10 ** max(0, len(str(int(value))) - 2))
    return max(100, int(value) // step * step)


def costs(rng: Random, method: str, population: int) -> tuple[int, int]:
    """Return what the process cost, and the money it decided on, in euros (0: unknown, none)."""
    if chance(rng, 0.14):
        return 0, 0
    process = min(_HIGHEST, rounded(rng.uniform(60, 260) * max(population, 100) ** 0.55))
    if method == "budget-participatif":
        return process, rounded(rng.uniform(2.5, 7) * max(population, 400))
    if method == "fonds-d-initiative":
        return process, rounded(rng.uniform(0.4, 1.6) * max(population, 2000))
    return process, 0


def fields(
    rng: Random, count: tuple[int, int], spent: tuple[int, int], year: int
) -> dict[str, Value]:
    """Return participation and cost, when they are known."""
    found: dict[str, Value] = {}
    if chance(rng, 0.88):
        out_of: dict[str, Value] = {"out_of": count[1]} if count[1] else {}
        found["participants"] = {"number": count[0], **out_of, "year": year}
        if count[0] % 8 == 1:  # some sheets give a total only
            years: dict[str, Value] = {"from": year - 3, "to": year}
            found["participants"] = {"number": count[0], **years, "note": "total des éditions"}
    if spent[0]:
        envelope: dict[str, Value] = {"envelope": spent[1]} if spent[1] else {}
        note: dict[str, Value] = {"note": "sans les salaires des agents"} if count[0] % 4 else {}
        found["cost"] = {"process": spent[0], **envelope, "year": year, **note}
    return found
