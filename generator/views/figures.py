"""The club in figures: who its members are, what its practices tell, how often it meets.

Counts of what the other views already show, nothing else: no withheld field is read here.
"""

from collections import Counter
from collections.abc import Iterable, Sequence

from generator import routes
from generator.core.text import fold
from generator.kinds.meeting import MeetingView
from generator.kinds.member import MemberView
from generator.kinds.practice import PracticeView, amount
from generator.kinds.view import PlaceView, Ref, When
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
    held = [m for m in meetings if m.status == "held"]
    return FiguresView(
        date=When(french.day(lens.today), lens.today.isoformat()),
        members=len(active),
        practices=len(practices),
        meetings=len(held),
        who=_worth((_regions(active), _strata(active), _mandates(lens, active))),
        what=_worth(
            (
                _terms("methods", "méthode", practices),
                _terms("themes", "thème", practices),
                _levels(lens, practices),
                _costs(practices),
            )
        ),
        rhythm=_worth((_years(held), _attendance(held))),
    )


def _worth(charts: Iterable[ChartView]) -> tuple[ChartView, ...]:
    return tuple(chart for chart in charts if any(bar.value for bar in chart.bars))


def _most_first(bars: Iterable[BarView]) -> tuple[BarView, ...]:
    return tuple(sorted(bars, key=lambda bar: (-bar.value, fold(bar.label), bar.label)))


def _regions(active: Sequence[MemberView]) -> ChartView:
    places = [m.place for m in active if m.place]
    counts = Counter(place.region for place in places if place.region)
    bars = _most_first(BarView(name, count) for name, count in counts.items())
    return ChartView("regions", "Membres par région", "Région", "Membres", bars)


def _strata(active: Sequence[MemberView]) -> ChartView:
    places: list[PlaceView] = [m.place for m in active if m.place]
    counts = Counter(place.stratum_key for place in places)
    bars = tuple(
        BarView(label, counts[key], routes.stratum(key) if counts[key] else "")
        for _, key, label in STRATA
    )
    note = "Population du territoire du mandat : commune, intercommunalité, département ou région."
    title = "Membres par population du territoire"
    return ChartView("strates", title, "Habitants", "Membres", bars, note)


def _mandates(lens: Lens, active: Sequence[MemberView]) -> ChartView:
    counts = Counter(lens.term("mandates", m.current.role) for m in active)
    bars = _most_first(BarView(label, count) for label, count in counts.items())
    note = "Un mandat par personne : celui que sa fiche montre d’abord."
    return ChartView("mandats", "Membres par mandat", "Mandat", "Membres", bars, note)


def _terms(vocabulary: str, name: str, practices: Sequence[PracticeView]) -> ChartView:
    refs: list[Ref] = [ref for p in practices for ref in getattr(p, vocabulary)]
    counts = Counter(ref.id for ref in refs)
    known = {ref.id: ref for ref in refs}
    bars = _most_first(BarView(known[key].label, n, known[key].url) for key, n in counts.items())
    note = f"Une pratique peut avoir plus d’un{'e' if name == 'méthode' else ''} {name}."
    title = f"Pratiques par {name}"
    return ChartView(routes.HUBS[vocabulary], title, name.capitalize(), "Pratiques", bars, note)


def _levels(lens: Lens, practices: Sequence[PracticeView]) -> ChartView:
    counts = Counter(p.level_key for p in practices)
    known = lens.club.vocabularies.get("levels", {})
    bars = [BarView(term.label, counts[key]) for key, term in known.items()]
    if counts[""]:
        bars.append(BarView(UNKNOWN, counts[""]))
    title = "Pratiques par niveau de participation"
    return ChartView("niveaux", title, "Niveau", "Pratiques", tuple(bars))


def _costs(practices: Sequence[PracticeView]) -> ChartView:
    counts = Counter(cost_class(amount(p)) for p in practices)
    labels = [*(label for _, label in COSTS), UNKNOWN]
    bars = tuple(BarView(label, counts[label]) for label in labels)
    note = "L’enveloppe décidée par les habitants si elle est connue, sinon le coût de la démarche."
    return ChartView("couts", "Pratiques par argent en jeu", "Montant", "Pratiques", bars, note)


def cost_class(euros: int | None) -> str:
    """Return the French label of the class that holds an amount."""
    if euros is None:
        return UNKNOWN
    return next(label for least, label in reversed(COSTS) if euros >= least)


def _every_year(counts: Counter[int]) -> tuple[BarView, ...]:
    """Return a bar a year, those without anything included."""
    if not counts:
        return ()
    return tuple(BarView(str(y), counts[y]) for y in range(min(counts), max(counts) + 1))


def _years(held: Sequence[MeetingView]) -> ChartView:
    bars = _every_year(Counter(m.year for m in held))
    return ChartView("reunions", "Réunions tenues par année", "Année", "Réunions", bars)


def _attendance(held: Sequence[MeetingView]) -> ChartView:
    known = [(m.year, m.attendance) for m in held if m.attendance]
    sums, times = Counter[int](), Counter(year for year, _ in known)
    for year, attendance in known:
        sums[year] += attendance
    bars = tuple(BarView(str(year), round(sums[year] / times[year])) for year in sorted(times))
    note = f"Moyenne par réunion, pour les {french.plural(len(known), 'réunion')} dont le compte est connu."
    if len(known) == 1:
        note = "Pour la seule réunion dont le compte est connu."
    title = "Personnes présentes par réunion"
    return ChartView("presence", title, "Année", "Personnes", bars, note)
