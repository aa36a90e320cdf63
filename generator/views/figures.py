"""The club in figures: who its members are, what its practices tell, how often it meets.

Counts of what the other views already show, nothing else: no withheld field is read here.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from generator import routes
from generator.core.data import table
from generator.core.text import fold
from generator.kinds.meeting import MeetingView
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView, amount
from generator.kinds.view import Ref, When
from generator.records import french
from generator.territory.geo import STRATA
from generator.views.common import Lens
from generator.views.model import BarView, ChartView, FiguresView

UNKNOWN = "Non précisé"

# Lower bound in euros and French label of each class of cost, smallest first.
COSTS = (
    (0, "moins de 10\u202f000\u00a0€"),
    (10_000, "10\u202f000 à 99\u202f999\u00a0€"),
    (100_000, "100\u202f000 à 999\u202f999\u00a0€"),
    (1_000_000, "un million d’euros et plus"),
)


def figures(
    lens: Lens,
    members: Sequence[MemberView],
    practices: Sequence[PracticeView],
    meetings: Sequence[MeetingView],
) -> FiguresView:
    """Return what there is to count; a chart that would have no bar is left out."""
    active = [m for m in members if m.active]
    places = [m.place for m in active if m.place]
    strata = Counter(place.stratum_key for place in places)
    held = [m for m in meetings if m.status == "held"]
    return FiguresView(
        date=When(french.day(lens.today), lens.today.isoformat()),
        members=len(active),
        practices=len(practices),
        meetings=len(held),
        who=_worth(
            _chart("regions", _named(place.region for place in places if place.region)),
            _chart("strates", (BarView(label, strata[key]) for _, key, label in STRATA)),
            _chart("mandats", _named(m.current.role_label for m in active)),
        ),
        what=_worth(
            _terms("methods", practices),
            _terms("themes", practices),
            _levels(lens, practices),
            _costs(practices),
        ),
        rhythm=_worth(_years(held), _attendance(held)),
    )


def _chart(key: str, bars: Iterable[BarView], note: str = "") -> ChartView:
    row = table("charts")[key]
    note = note or row.get("note", "")
    return ChartView(key, row["title"], row["column"], row["unit"], tuple(bars), note)


def _worth(*charts: ChartView) -> tuple[ChartView, ...]:
    return tuple(chart for chart in charts if any(bar.value for bar in chart.bars))


def _most_first(counts: Mapping[Ref, int]) -> list[BarView]:
    bars = (BarView(ref.label, count, ref.url) for ref, count in counts.items())
    return sorted(bars, key=lambda bar: (-bar.value, fold(bar.label), bar.label))


def _named(labels: Iterable[str]) -> list[BarView]:
    return _most_first(Counter(Ref(label, label, "") for label in labels))


def _terms(vocabulary: str, practices: Sequence[PracticeView]) -> ChartView:
    counts = Counter(ref for p in practices for ref in getattr(p, vocabulary))
    return _chart(routes.HUBS[vocabulary], _most_first(counts))


def _levels(lens: Lens, practices: Sequence[PracticeView]) -> ChartView:
    counts = Counter(p.level_key for p in practices)
    known = lens.club.vocabularies.get("levels", {})
    bars = [BarView(term.label, counts[key]) for key, term in known.items()]
    return _chart("niveaux", [*bars, BarView(UNKNOWN, counts[""])] if counts[""] else bars)


def _costs(practices: Sequence[PracticeView]) -> ChartView:
    counts = Counter(cost_class(amount(p)) for p in practices)
    labels = [*(label for _, label in COSTS), UNKNOWN]
    return _chart("couts", (BarView(label, counts[label]) for label in labels))


def cost_class(euros: int | None) -> str:
    """Return the French label of the class that holds an amount."""
    if euros is None:
        return UNKNOWN
    return next(label for least, label in reversed(COSTS) if euros >= least)


def _years(held: Sequence[MeetingView]) -> ChartView:
    """Count the meetings of each year, those without any included."""
    counts = Counter(m.year for m in held)
    every = range(min(counts, default=0), max(counts, default=-1) + 1)
    return _chart("reunions", (BarView(str(year), counts[year]) for year in every))


def _attendance(held: Sequence[MeetingView]) -> ChartView:
    known = [(m.year, m.attendance) for m in held if m.attendance]
    years = {year: [n for at, n in known if at == year] for year in sorted({y for y, _ in known})}
    note = f"Moyenne par réunion, pour les {french.plural(len(known), 'réunion')} dont le compte est connu."
    if len(known) == 1:
        note = "Pour la seule réunion dont le compte est connu."
    bars = (BarView(str(year), round(sum(of) / len(of))) for year, of in years.items())
    return _chart("presence", bars, note)
