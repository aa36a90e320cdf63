"""The summary a reviewer decides from: French Markdown, what matters first, two minutes.

The same value gives the same bytes. The sentences are those of `templates/summary.jinja`: whatever
it shows is quoted, unless it is marked as words of ours.
"""

import re
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import attrgetter
from typing import Any, TypeVar

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from generator.build.audit import Defect
from generator.core.findings import Finding, Severity, errors
from generator.core.quoting import MAX_LINE, block, code
from generator.kinds import KINDS
from generator.linkcheck.outgoing import Outgoing
from generator.records import french
from generator.review.changes import Change
from generator.review.facts import Fact, named
from generator.review.outside import Ignored
from generator.review.sites import START, SeenPage

T = TypeVar("T")
Text = tuple[tuple[str, str], ...]

_NOT_AGREED = frozenset({"P01", "P02", "P03"})
MANY = 20  # records, from which a proposal is unusual
MAX_LISTED = 30  # lines of a list: the rest is counted
# How much of the records is shown, which share it: what is not must be said.
MAX_RECORDS = 25  # in detail
MAX_LINES = 160  # of differences
MAX_FACTS = 120  # fields

# A block of code, a span of code, a space that French wants unbreakable.
_SPACES = re.compile(
    r"^(`{3,})diff$[\s\S]*?^\1$|(`+)(?!`)[^\n]*?(?<!`)\2(?!`)| (?=[:;!?»])|(?<=«) ", re.MULTILINE
)


@dataclass(frozen=True, slots=True)
class Review:
    """All that is known of a proposal.

    `findings` are those of the proposal, `came` and `gone` those that it adds and settles.
    `pages` are those that differ, by what happens to them, `unreached` the addresses that lead
    nowhere any more; `pages` is None when a site could not be built, and `unbuilt` says why.
    `rewritten` are sources whose form alone differs, `comments` those that come with contact details,
    with their places. `forgotten` are the addresses of people whom the proposal erases. `blind`: nobody was
    compared to those who were erased. `stopped` says that the review broke before its end, `preview`
    that there is a site to look at.
    """

    findings: Sequence[Finding] = ()
    came: Sequence[Finding] = ()
    gone: Sequence[Finding] = ()
    changes: Sequence[Change] = ()
    links: Sequence[Outgoing] = ()
    hosts: frozenset[str] = frozenset()
    images: Sequence[tuple[str, str]] = ()
    ignored: Sequence[Ignored] = ()
    pages: Mapping[str, Sequence[SeenPage]] | None = None
    unreached: Sequence[str] = ()
    unbuilt: str = ""
    defects: Sequence[Defect] = ()
    rewritten: Sequence[str] = ()
    comments: Sequence[tuple[str, str]] = ()
    forgotten: frozenset[str] = frozenset()
    blind: bool = False
    stopped: bool = False
    preview: bool = False

    @property
    def grave(self) -> list[Ignored]:
        """The ignored files that would decide something once merged."""
        return [one for one in self.ignored if one.stake or one.rank < 0]

    @property
    def errors(self) -> list[Finding]:
        """What forbids publishing."""
        return errors(self.findings)

    @property
    def lost(self) -> list[Change]:
        """The records whose address would lead nowhere."""
        return [one for one in self.changes if one.lost and one.url not in self.forgotten]

    @property
    def people(self) -> list[Change]:
        """The records that touch someone's data."""
        return [change for change in self.changes if change.personal]

    @property
    def refused(self) -> list[Finding]:
        """What the proposal brings of someone's data that no recorded agreement allows."""
        return [finding for finding in self.came if finding.code in _NOT_AGREED]

    @property
    def shown(self) -> list[Change]:
        """The records shown by themselves: one that became another is shown with it."""
        return [change for change in self.changes if not change.heir]


def summary(review: Review) -> str:
    """Return the whole summary."""
    pages, direct = review.pages or {}, {change.url for change in review.changes}
    shown = [c for c in review.shown if c.facts or c.text or c.alerts or c not in review.people]
    groups = _groups(sorted(shown, key=lambda change: not change.alerts), _sameness)
    share = max(1, min(len(groups), MAX_RECORDS))
    records = [
        (change, others, change.facts[: MAX_FACTS // share], change.text[: MAX_LINES // share])
        for change, *others in groups[:MAX_RECORDS]
    ]
    rest = [change for group in groups[MAX_RECORDS:] for change in group]
    cut = bool(rest) or any(_cut(change, facts, text) for change, _, facts, text in records)
    values = {
        "review": review,
        "kinds": {kind.name: kind.label for kind in KINDS.values()},
        "start": f"apercu/{START}",
        "wrong": len(review.errors) + len(review.defects),
        "doubts": list(dict.fromkeys(_doubts(review, cut=cut))),
        "counted": [(word, len(several)) for word, several in pages.items() if several],
        "indirect": [
            (w, p) for w, several in pages.items() for p in several if p.url not in direct
        ],
        "elsewhere": [
            url
            for url in review.unreached
            if url not in review.forgotten | {change.url for change in review.lost}
        ],
        "links": sorted(review.links, key=lambda o: (o.host not in review.hosts, o.host, o.url)),
        "records": records,
        "rest": rest,
        "warnings": [f for f in review.came if f.severity is Severity.WARNING],
    }
    text = _environment().get_template("summary.jinja").render(values)
    text = re.sub(r"\n{3,}", "\n\n", text).strip("\n") + "\n"
    return _SPACES.sub(lambda match: french.NBSP if match[0] == " " else match[0], text)


def _doubts(review: Review, *, cut: bool) -> Iterator[str]:
    """Yield what deserves a look, the gravest first."""
    shown = review.shown
    removed = any(change.how == "removed" and change not in review.lost for change in shown)
    renamed = any(change.how == "renamed" for change in shown) and not review.lost
    warned = any(finding.severity is Severity.WARNING for finding in review.came)
    unseen = review.unbuilt and not review.preview
    where = "dans la proposition elle-même" if unseen else "dans l’aperçu"
    preview = f"l’aperçu, qui n’a pas pu être {'fait' if unseen else 'comparé'}"
    ways: tuple[tuple[object, str], ...] = (
        (review.ignored, "les fichiers ignorés"),
        (review.refused, "un accord manquant"),
        (review.people and not review.refused, "les données personnelles"),
        (review.lost, "une adresse perdue"),
        (
            review.blind,
            "le retour d’une personne effacée, que cette relecture sans clé ne peut voir",
        ),
        *((True, alert) for change in review.changes for alert in change.alerts),
        (review.hosts, "de nouveaux sites liés"),
        (any(link.doubts for link in review.links), "un lien à l’adresse inhabituelle"),
        (removed, "une fiche retirée"),
        (renamed, "une fiche renommée"),
        (review.comments, "des coordonnées dans un commentaire"),
        (len(shown) > MANY, f"le nombre de fiches touchées ({len(shown)})"),
        (warned, "de nouveaux avertissements"),
        (cut, f"des textes trop longs pour ce résumé, à lire {where}"),
        (review.unbuilt and not review.pages, preview),
    )
    yield from (doubt for wanted, doubt in ways if wanted)


def _cut(change: Change, facts: Sequence[Fact], text: Text) -> bool:
    words = [line for _, line in text] + [fact.after for fact in facts]
    few = len(facts) < len(change.facts) or len(text) < len(change.text)
    return few or any(len(one) > MAX_LINE for one in words)


def _sameness(change: Change) -> Hashable:
    """Return what two records share that change in the very same way."""
    same = change.how == "changed" and (change.facts or change.text)
    return (change.kind, change.facts, change.text) if same else (change.kind, change.id)


def _groups(several: Iterable[T], key: Callable[[T], Hashable]) -> list[list[T]]:
    found: dict[Hashable, list[T]] = {}
    for one in several:
        found.setdefault(key(one), []).append(one)
    return list(found.values())


# --- what the template calls --------------------------------------------------------------


@lru_cache(maxsize=1)
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("generator"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: value if isinstance(value, int | Markup) else _code(value),
    )
    made.filters |= {
        "ours": Markup,
        "code": _code,
        "block": lambda text: Markup("\n".join(block(text))),  # noqa: S704
        "count": _count,
        "listed": _listed,
        "alike": lambda several, *names: _groups(several, attrgetter(*names)),
        "field": _field,
    }
    return made


def _code(text: str, *limit: int) -> Markup:
    return Markup(code(text, *limit))  # noqa: S704 - Markdown, quoted


def _count(several: Any, one: str, many: str | None = None) -> Markup:
    number = several if isinstance(several, int) else len(several)
    return Markup(french.plural(number, one, many))  # noqa: S704


def _listed(lines: str, most: int = MAX_LISTED) -> Markup:
    """Return the first lines of a list, and how many others there are."""
    first, others = lines.strip("\n").split("\n")[:most], lines.strip("\n").split("\n")[most:]
    more = (
        [f"- … et {french.plural(len(others), 'autre ligne', 'autres lignes')}"] if others else []
    )
    return Markup("\n".join([*first, *more]) + "\n")  # noqa: S704


def _field(findings: Sequence[Finding]) -> Markup:
    first, names = findings[0], {finding.field for finding in findings}
    called = named(first.path, first.field)
    if first.field and len(names) == 1:
        called = f"{called} ({code(first.field)})" if called else code(first.field)
    return Markup(f", {called}" if called else "")  # noqa: S704
