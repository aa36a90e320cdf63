"""How a method is done (`guides/<method>.md`): what it costs and who did it is computed beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from generator.kinds import facets, schema_org
from generator.kinds.kind import Kind, month, texts
from generator.kinds.practice import cost_lines
from generator.kinds.view import Lens, Ref, Sheet, When
from generator.records import french
from generator.records.base import Record
from generator.records.types import Id, Many, PartialDate, Summary, TermOf, Title


class Guide(Record):
    """A guide to a method; its id is the key of the method."""

    id: Annotated[Id, TermOf("methods")]
    summary: Summary
    problems: Many[Title] = ()
    reviewed: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class CostView:
    """What a practice of the method cost: the lines that its sheet says."""

    practice: Ref
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GuideView(Sheet):
    """A guide. All but its text is computed: the practices, their costs, the people, the law."""

    summary: str
    methods: tuple[Ref, ...]
    practices: tuple[Ref, ...]
    costs: tuple[CostView, ...]
    members: tuple[Ref, ...]
    watch: tuple[Ref, ...]
    problems: tuple[str, ...]
    reviewed: When | None


def _guide(lens: Lens, guide: Guide) -> GuideView:
    def with_method(kind: str) -> list[Any]:
        return [one for one in lens.records(kind) if guide.id in one.methods]

    practices = with_method("practice")
    peers = dict.fromkeys(id_ for one in practices for id_ in one.members)
    peers |= dict.fromkeys(one.id for one in with_method("member"))
    return lens.view(
        GuideView,
        guide,
        methods=lens.terms("methods", (guide.id,)),
        practices=lens.refs("practice", (one.id for one in practices)),
        costs=tuple(_costs(lens, practices)),
        members=lens.peers(peers),
        watch=lens.refs("watch", (one.id for one in with_method("watch"))),
    )


def _costs(lens: Lens, practices: list[Any]) -> Iterator[CostView]:
    for one in practices:
        ref = lens.ref("practice", one.id)
        if ref and one.cost and (lines := cost_lines(one.cost)):
            yield CostView(ref, lines)


def _practised(view: GuideView) -> str:
    return french.plural(len(view.practices), "pratique") if view.practices else ""


def _facts(view: GuideView) -> Iterator[tuple[str, str]]:
    yield "Pratiques du club", _practised(view)
    yield "Relu", view.reviewed.text if view.reviewed else ""


KIND = Kind(
    **texts("guide"),
    model=Guide,
    view=_guide,
    arrange=lambda views: sorted(views, key=lambda g: french.collation(g.title)),
    note=lambda _lens, _guide: "guide",
    choice=lambda _: "guide",
    card=lambda g: ("Guide", _practised(g)),
    columns={
        "sense": lambda g: g.summary,
        "practices": _practised,
        "month": lambda g: month(g.reviewed.iso if g.reviewed else ""),
    },
    facets=(facets.year("reviewed", "Relecture"),),
    linked_data=schema_org.article,
    changes=lambda g: (g.reviewed,),
    news=lambda g: [("Guide relu", g.reviewed)] if g.reviewed else [],
    facts=_facts,
)
