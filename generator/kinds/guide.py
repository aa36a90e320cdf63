"""How a method is done (`guides/<method>.md`): what it costs and who did it is computed beside it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Any

from generator.core.settings import Settings
from generator.kinds import columns, facets, schema_org
from generator.kinds.kind import (
    Api,
    Column,
    Feed,
    Form,
    Kind,
    Listing,
    Node,
    Step,
    badge_lines,
    computed,
    month,
)
from generator.kinds.practice import cost_lines
from generator.kinds.view import Badge, Lens, Ref, Shared, When, when
from generator.records import french
from generator.records.base import Record, described, optional
from generator.records.types import Id, PartialDate, Summary, TermOf

SECTION_HELP = {
    "Quand l’employer": "À quelle question la méthode répond, et quand il vaut mieux s’en passer.",
    "Étapes": "De la décision de départ à la réponse donnée aux habitants.",
    "Ce qu’il faut": "Le temps, les personnes, les outils, les règles à écrire d’avance.",
    "Pièges": "Ce qui a déçu ailleurs, et comment l’éviter.",
}


class Guide(Record):
    """A guide to a method; its id is the key of the method."""

    id: Annotated[Id, TermOf("methods")] = described(
        "Méthode dont parle le guide ; c’est le nom du fichier", title="Méthode"
    )
    summary: Summary = described(
        "La méthode en une phrase", "Des habitants tirés au sort délibèrent et rendent un avis."
    )
    reviewed: PartialDate | None = optional("Dernière relecture", "2026-03-12")


# --- what may be shown -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class CostView:
    """What a practice of the method cost: the lines that its sheet says."""

    practice: Ref
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GuideView(Shared):
    """A guide. All but its text is computed: the practices, their costs, the people, the law."""

    summary: str
    methods: tuple[Ref, ...]
    practices: tuple[Ref, ...]
    costs: tuple[CostView, ...]
    members: tuple[Ref, ...]
    watch: tuple[Ref, ...]
    reviewed: When | None
    badges: tuple[Badge, ...]
    body: str


def _guide(lens: Lens, guide: Guide) -> GuideView:
    def with_method(kind: str) -> list[Any]:
        return [one for one in lens.records(kind) if guide.id in one.methods]

    practices = with_method("practice")
    peers = dict.fromkeys(id_ for one in practices for id_ in one.members)
    peers |= dict.fromkeys(one.id for one in with_method("member"))
    return GuideView(
        **lens.shared("guide", guide),
        summary=guide.summary,
        methods=lens.terms("methods", (guide.id,)),
        practices=lens.refs("practice", (one.id for one in practices)),
        costs=tuple(_costs(lens, practices)),
        members=lens.peers(peers),
        watch=lens.refs("watch", (one.id for one in with_method("watch"))),
        reviewed=when(guide.reviewed),
        badges=(),
        body=lens.body("guide", guide.id),
    )


def _costs(lens: Lens, practices: list[Any]) -> Iterator[CostView]:
    for one in practices:
        ref = lens.ref("practice", one.id)
        if ref and one.cost and (lines := cost_lines(one.cost)):
            yield CostView(ref, lines)


# --- the kind --------------------------------------------------------------------------------


def _practised(view: GuideView) -> str:
    return french.plural(len(view.practices), "pratique") if view.practices else ""


def _facts(view: GuideView) -> Iterator[tuple[str, str]]:
    yield "Pratiques du club", _practised(view)
    yield "Relu", view.reviewed.text if view.reviewed else ""


def _linked_data(view: GuideView, settings: Settings) -> Node:
    """Return a guide as an article on its method."""
    return {
        **schema_org.article(view.url, view.title, view.summary, settings),
        **schema_org.known(
            keywords=[ref.label for ref in view.methods],
            citation=[schema_org.source(one) for one in view.sources],
        ),
    }


KIND = Kind(
    name="guide",
    model=Guide,
    source="guides/",
    section="guides",
    label="Guide",
    plural="Guides",
    view=_guide,
    arrange=lambda views: sorted(views, key=lambda g: french.collation(g.title)),
    note=lambda _lens, _guide: "guide",
    choice=lambda g: g.summary,
    complement=lambda _: "guide",
    template="guide.jinja",
    description="Comment s’y prendre, méthode par méthode.",
    lede="Comment s’y prendre, méthode par méthode, avec ceux qui l’ont fait et ce que cela a coûté.",
    promise="Comment s’y prendre, méthode par méthode",
    card=lambda g: ("Guide", _practised(g)),
    front_matter={"toc": True},
    sections=SECTION_HELP,
    expected=("sources", "reviewed"),
    listing=Listing(
        words=("guide", "guides"),
        look="rows",
        columns={
            "summary": lambda g: g.summary,
            "practices": _practised,
            "month": lambda g: month(g.reviewed.iso if g.reviewed else ""),
            "badges": lambda g: badge_lines(g.badges),
        },
        month="month",
        meta=(("", "summary"), ("", "practices")),
        sorts=(("", "Méthode", ""), ("recent", "Relecture la plus récente", "-month")),
        facets=(facets.year(lambda g: g.reviewed.iso if g.reviewed else "", "Relecture"),),
    ),
    linked_data=_linked_data,
    changes=lambda g: (g.reviewed,),
    news=lambda g: [("Guide relu", g.reviewed)] if g.reviewed else [],
    came="Guide ajouté",
    api=Api(
        "guides",
        "Les guides entiers, avec les pratiques de chaque méthode.",
        "Les guides, leur méthode, le nombre de pratiques.",
        (
            columns.ID,
            Column("Méthode", "Nom de la méthode", "title"),
            Column("Résumé", "La méthode en une phrase", "summary"),
            columns.number("Pratiques", "Nombre de pratiques du club", lambda g: len(g.practices)),
            columns.day("Relu", "Dernière relecture", "reviewed"),
            columns.PAGE,
        ),
        more=(
            computed("practices", "Pratiques du club qui emploient la méthode", "ref", many=True),
            computed("members", "Membres qui peuvent en parler", "ref", many=True),
            computed("watch", "Textes de la veille sur la méthode", "ref", many=True),
        ),
        body="Le guide, en Markdown",
    ),
    feed=Feed("Les guides nouveaux ou relus.", _facts),
    form=Form(
        "guide",
        "un guide",
        "Une méthode que vous avez pratiquée, expliquée à qui commence. Les coûts, les personnes et "
        "les textes sont ajoutés par le site.",
        (
            Step("La méthode", "Laquelle, et en une phrase.", ("id", "summary")),
            Step(
                "Le guide",
                "Une rubrique vide vaut mieux qu’une phrase inventée.",
                texts=tuple(SECTION_HELP.items()),
            ),
            Step("Les sources", "D’où viennent les faits."),
        ),
    ),
)
