"""The text of a practice sheet, section by section, in the order of the contract."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from generator.demo.days import month_name
from generator.demo.seeds import chance
from generator.demo.text import Prose, bullets, capitalised, euros, pool


@dataclass(frozen=True, slots=True)
class Story:
    """What the sheet tells: keys, dates and figures, which the fields repeat.

    `links` are Markdown links by use (`fiche`, `inspire`, `texte`, `membre`).
    """

    theme: str
    method: str
    kind: str
    stratum: str
    status: str
    level: str
    recruitment: str
    publics: tuple[str, ...]
    start: date
    end: date
    process: int
    envelope: int
    links: dict[str, str]


class Sheet:
    """Writes one sheet."""

    def __init__(self, rng: Random, prose: Prose, story: Story) -> None:
        self._rng, self._prose, self._story = rng, prose, story
        self._idea = story.status == "idea"
        self._mood = ".idee" if self._idea else ""
        self._notes: list[str] = []
        # Some people write more than others.
        self._length = rng.choice((0, 0, 1, 1, 1, 2))

    def body(self, without: str | None) -> str:
        """Return the sections; `without` names one to leave out."""
        sections: dict[str, Callable[[], str]] = {
            "Contexte": self._context,
            "Objectifs": self._goals,
            "Déroulement": self._course,
            "Moyens": self._means,
            "Résultats": self._results,
            "Difficultés": self._troubles,
            "Conseils aux pairs": self._advice,
        }
        texts = [f"## {name}\n\n{write()}" for name, write in sections.items() if name != without]
        return "\n\n".join(texts + self._notes)

    def _method(self, part: str) -> tuple[str, ...]:
        return pool(f"methods/{self._story.method}.{part}") or pool(f"methods/concertation.{part}")

    def _theme(self, part: str) -> tuple[str, ...]:
        known = pool(f"themes/{self._story.theme}.{part}", f"details/{self._story.theme}.{part}")
        return known or pool(f"themes/democratie-locale.{part}")

    def _times(self, at_least: int) -> int:
        return at_least + self._rng.randint(0, self._length)

    def _link(self, use: str, probability: float) -> list[str]:
        """Return one sentence that holds the link of this use, sometimes."""
        link = self._story.links.get(use)
        if not link or not chance(self._rng, probability):
            return []
        self._prose.let("lien", link)
        return [self._prose.sentence(pool(f"practices/lien.{use}"))]

    def _context(self) -> str:
        say, story = self._prose, self._story
        where = pool(
            f"practices/contexte.{story.stratum if story.kind == 'commune' else story.kind}"
        )
        first = say.paragraph(where, *[self._theme("constats")] * self._times(1))
        generic = pool("practices/contexte.generique")
        second = say.paragraph(*[generic] * self._times(1), pool(f"practices/level.{story.level}"))
        return "\n\n".join([first, second, *self._link("inspire", 1), *self._link("texte", 0.6)])

    def _goals(self) -> str:
        say = self._prose
        intro = (
            say.sentence(pool(f"practices/objectifs.intro{self._mood}")).removesuffix(".")
            + "\u00a0:"
        )
        goals = say.phrases(self._method("objectifs"), 1)
        goals += say.phrases(pool("practices/objectifs"), self._times(2))
        after = say.paragraph(*[pool("practices/objectifs.suite")] * self._times(1))
        return f"{intro}\n\n{bullets(goals)}\n\n{after}"

    def _steps(self) -> str:
        """Return the dated steps, spread over the time the practice took."""
        known = self._method("etapes")  # what is under way has not come to its end
        known = known[:-2] if self._story.status == "ongoing" else known
        steps = self._prose.in_order(known, 5 + self._length)
        span = (self._story.end - self._story.start).days
        days = [
            self._story.start + timedelta(days=span * i // len(steps)) for i in range(len(steps))
        ]
        lines = [
            f"{i}. **{capitalised(month_name(day))}**\u00a0: {step}"
            for i, (day, step) in enumerate(zip(days, steps, strict=True), start=1)
        ]
        return "\n".join(lines)

    def _course(self) -> str:
        say, story = self._prose, self._story
        if self._idea:
            lines = pool("practices/deroulement.idee")
            return f"{say.paragraph(lines, lines)}\n\n{self._steps()}"
        own = f"practices/deroulement.intro.{story.status}"
        intro = say.sentence(pool(own, "practices/deroulement.intro"))
        publics = [pool(f"practices/publics.{p}") for p in story.publics]
        who = say.paragraph(pool(f"practices/recruit.{story.recruitment}"), *publics)
        generic = pool("practices/deroulement")
        how = say.paragraph(*[generic] * self._times(2), self._theme("scenes"))
        tale = say.paragraph(*[pool("details/recit")] * self._times(2))
        return "\n\n".join([intro, self._steps(), who, how, tale, *self._document()])

    def _document(self) -> list[str]:
        if not chance(self._rng, 0.4):
            return []
        name = self._prose.phrase(pool("practices/document"))
        number = self._rng.randint(100, 99999)
        self._prose.let("lien", f"[{name}](https://example.org/documents/{number})")
        return [self._prose.sentence(pool("practices/lien.document"))]

    def _means(self) -> str:
        say, story = self._prose, self._story
        if self._idea:
            return say.paragraph(*[pool("practices/moyens.idee")] * self._times(3))
        sums = [pool("practices/moyens.cout")] * bool(story.process)
        sums += [pool("practices/moyens.enveloppe")] * bool(story.envelope)
        parts = [say.paragraph(*sums, *[pool("practices/moyens")] * self._times(2))]
        if chance(self._rng, 0.06):
            parts[0] += "[^1]"
            self._notes.append(f"[^1]: {say.sentence(pool('practices/note'))}")
        if story.process > 1000 and chance(self._rng, 0.4):
            intro = say.sentence(pool("practices/moyens.table"))
            parts += [intro.removesuffix(".") + "\u00a0:", self._table()]
        return "\n\n".join(parts)

    def _table(self) -> str:
        """Return what the process cost, by item; the items add up."""
        items = self._prose.in_order(pool("practices/moyens.postes"), self._rng.randint(3, 5))
        weights = [self._rng.randint(2, 12) for _ in items]
        amounts = [self._story.process * w // sum(weights) // 100 * 100 for w in weights[1:]]
        amounts.insert(0, self._story.process - sum(amounts))
        rows = [f"| {item} | {euros(a)} |" for item, a in zip(items, amounts, strict=True)]
        total = f"| **Total** | **{euros(self._story.process)}** |"
        return "\n".join(["| Poste | Montant |", "|---|---:|", *rows, total])

    def _results(self) -> str:
        say, status = self._prose, self._story.status
        own = pool(f"practices/resultats.{'idee' if self._idea else status}")
        if self._idea:
            return say.paragraph(*[own] * self._times(3))
        if status == "completed":
            method = [self._method("resultats")] * self._times(1)
            first = say.paragraph(*method, *[pool("practices/resultats")] * self._times(2))
        else:
            first = say.paragraph(*[own] * self._times(3))
        return "\n\n".join([first, *self._link("fiche", 0.35)])

    def _troubles(self) -> str:
        say = self._prose
        if self._idea:
            return say.paragraph(*[pool("practices/difficultes.idee")] * self._times(2))
        own = pool(f"practices/difficultes.{self._story.status}")
        lines = [self._method("difficultes"), *[pool("practices/difficultes")] * self._times(1)]
        return say.paragraph(own, *lines)

    def _advice(self) -> str:
        say = self._prose
        intro = (
            say.sentence(pool(f"practices/conseils.intro{self._mood}")).removesuffix(".")
            + "\u00a0:"
        )
        items = say.phrases(self._method("conseils"), 1)
        items += say.phrases(pool("practices/conseils"), self._times(2 + 2 * self._idea))
        lines = "\n".join(f"- {capitalised(item)}." for item in items)
        parts = [intro, lines]
        if not self._idea and chance(self._rng, 0.35):
            parts.append(say.sentence(pool("practices/non_refait")))
        return "\n\n".join([*parts, *self._link("membre", 0.5)])
