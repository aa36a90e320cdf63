"""What a kind of record is: one declaration, over which pages, lists, exports and forms iterate.

A declaration is data. What is particular to a kind is a plain function it names; all of them read
the view of a record (what may be shown), save those that make it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from generator.core.data import table
from generator.core.settings import Settings
from generator.kinds.view import Badge, Lens, When
from generator.records import Record
from generator.records.description import Description
from generator.records.types import TermOf

# A view: of the class that the kind declares, which no one here needs to know.
View = Any
Read = Callable[[View], Any]
Value = tuple[str, str]
Cell = str | int | None
Node = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Facet:
    """A question a list or a search can be narrowed by: the same words on every page.

    `values` gives the answers of a view as (key, label): none, one or several. The key is what
    addresses carry (`?strate=10000-19999`), the label what people read. `rank` orders the answers.
    `general` is what the search calls it, for a question that kinds ask in their own words.
    """

    key: str
    label: str
    values: Callable[[View], Iterable[Value]]
    rank: Callable[[Value], Any]
    general: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A part of a list: from item `start`, under the title `title` whose anchor is `key`.

    `part` is the larger heading it falls under, empty for none.
    """

    start: int
    key: str
    title: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """How a list is shown and turned: `size` entries a page, narrowed by `facets`.

    `words` is what it counts, singular and plural; `look` the component of the theme. `columns`
    are what the reader's browser needs of each entry beside its title and badges: `sense` is what its
    card says of it in a sentence, `meta` names those that are its facts, on one line. `sorts` are orders (key, French label, column, which a minus sign reverses): without a column,
    the order of the pages. `group` says under which heading an entry stands, if any.
    """

    words: tuple[str, str]
    look: str
    columns: Mapping[str, Read]
    meta: tuple[str, ...]
    sorts: tuple[tuple[str, str, str], ...]
    facets: tuple[Facet, ...]
    size: int = 48
    group: Callable[[View, int], Group | None] | None = None

    def line(self, view: View) -> tuple[str, str]:
        """Return what a card says of an entry: its sense, and its facts."""
        sense = self.columns["sense"](view) if "sense" in self.columns else ""
        return sense, joined(*(self.columns[name](view) for name in self.meta))


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its heading, what it means, how it is read in a view.

    `read` is the name of an attribute, of which dots go down. `type` is French, as the data
    dictionary says it: of several things, a `nombre entier` says how many there are. An `adresse web`
    that begins with `/` is one of the site.
    """

    name: str
    meaning: str
    read: str
    type: str = "texte"


@dataclass(frozen=True, slots=True)
class Api:
    """How records leave for programs: `name`.json with every field of the model, `name`.csv with `columns`.

    `json` and `csv` say in French what each file holds, `body` what the text of a record is (empty:
    it has none). `read` gives, by field of the record (`memberships.area`: by part of each), what of its
    view is published: a path, "" for what is not; without it, the attribute of the field's own name.
    `more` are fields that no source has (`memberships.active`: one of each membership).
    """

    name: str
    json: str
    csv: str
    columns: tuple[Column, ...]
    read: Mapping[str, str] = field(default_factory=dict)
    more: tuple[Description, ...] = ()
    body: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a form: the `fields` of the model it asks, and texts of the body as (title, help).

    What no step names is asked in the last one, so that a field added to a model appears by itself.
    An untitled text is the whole body.
    """

    title: str
    lede: str
    fields: tuple[str, ...] = ()
    texts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Form:
    """A contribution form at `/contribuer/<path>/`: `noun` is what one proposes, with its article.

    `order` are the pairs of dates of which the second follows the first, each after the group that
    holds both (empty for the record). `guide` is the page that goes with it, where the club has it.
    """

    path: str
    noun: str
    lede: str
    steps: tuple[Step, ...]
    order: tuple[tuple[str, str, str], ...] = ()
    guide: str = ""


@dataclass(frozen=True, slots=True)
class Empty:
    """What a list says when it holds nothing: a heading, a sentence, where to begin."""

    heading: str
    text: str
    url: str
    button: str


def _titled(record: Any) -> str:
    return str(getattr(record, "title", None) or record.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of record.

    `source` is its folder (`practices/`) or its list (`members.yaml`), `section` the first part of
    its addresses, `label` what one is called, `plural` what its list is called. `model` types a
    record, `view` shows it; `arrange` puts the views in order and `complete` gives each what it
    owes to the others.
    """

    name: str
    model: type[Record]
    source: str
    section: str
    label: str
    plural: str
    view: Callable[[Lens, Any], View]
    arrange: Callable[[Sequence[View]], Sequence[View]] = list
    complete: Callable[[tuple[View, ...]], tuple[View, ...]] = tuple
    title: Callable[[Any], str] = _titled
    # A record as others name it: what stands beside a link, and what tells it from a namesake.
    note: Callable[[Lens, Any], str] = lambda _lens, _record: ""
    choice: Read = lambda _: ""
    # Its pages: the template of a record and that of its list; the list in a sentence and, empty, in
    # three; the sentence of the list's card, and the line of each record's (None: it has none).
    # Without `empty`, a kind promises nothing: it is nowhere on a site that has no record of it.
    template: str = ""
    list_template: str = "records.jinja"
    description: str = ""
    lede: str = ""
    promise: str = ""
    empty: Empty | None = None
    card: Callable[[View], tuple[str, str]] | None = None
    front_matter: Mapping[str, Any] = field(default_factory=dict)
    # The sections expected in its text with what each answers, what else people surely call them, and
    # may (commas between); the fields a reader looks for first.
    sections: Mapping[str, str] = field(default_factory=dict)
    same_sections: Mapping[str, str] = field(default_factory=dict)
    perhaps_sections: Mapping[str, str] = field(default_factory=dict)
    expected: tuple[str, ...] = ()
    # What the search is narrowed by, and its list, of which `layout` holds the words: see `Listing`.
    facets: tuple[Facet, ...] = ()
    layout: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Read] = field(default_factory=dict)
    group: Callable[[View, int], Group | None] | None = None
    linked_data: Callable[[View, Settings], Node | None] | None = None
    # What happened to it, and when: for feeds and the sitemap; for the home page, in words.
    changes: Callable[[View], Iterable[When | None]] = lambda _: ()
    # The day from which what says nothing of itself is announced in its feed (None: it is not).
    announced: Callable[[View], date | None] = lambda _: None
    # None of a view: it is no news, even if it has just come.
    news: Callable[[View], Iterable[tuple[str, When]] | None] | None = None
    came: str = ""
    coming: Callable[[View], Iterable[tuple[str, When]]] = lambda _: ()
    api: Api | None = None
    # What its feed is about, in a sentence (empty: it has none), and the lines (name, text) of an entry.
    feed: str = ""
    facts: Callable[[View], Iterator[tuple[str, str]]] = lambda _: iter(())
    form: Form | None = None

    @property
    def listed(self) -> bool:
        """Whether its records are those of one YAML list, and not a Markdown file each."""
        return self.source.endswith(".yaml")

    @property
    def listing(self) -> Listing | None:
        """How its list is shown and turned, None when nothing turns it."""
        if not self.layout:
            return None
        return Listing(**self.layout, columns=self.columns, facets=self.facets, group=self.group)

    @property
    def vocabulary(self) -> str:
        """The vocabulary whose keys are the ids of its records, empty for none."""
        marks = self.model.model_fields["id"].metadata
        return next((mark.name for mark in marks if isinstance(mark, TermOf)), "")

    @property
    def folder(self) -> str:
        """The folder of its files."""
        return self.source.rstrip("/")


def _columns(rows: Iterable[tuple[str, ...] | str]) -> Iterator[Column]:
    """Yield the columns of a table; some are shared, and called by name."""
    for row in rows:
        for column in (row,) if isinstance(row, tuple) else table("columns")[row]:
            yield Column(*column)


def badges(name: str) -> dict[str, Badge]:
    """Return the badges of the states of a kind, or of its alerts."""
    return {state: Badge(*words) for state, words in table("kinds")[name]["states"].items()}


def texts(name: str) -> dict[str, Any]:
    """Return the arguments of a `Kind` that are the same on any day: its table of `data/kinds.toml`."""
    found: dict[str, Any] = {"name": name} | table("kinds")[name]
    for part in found.keys() & {"fields", "states"}:  # those of its models and of its badges
        del found[part]
    if "empty" in found:
        found["empty"] = Empty(**found["empty"])
    if form := found.get("form"):
        sections = tuple(found.get("sections", {}).items())
        steps = (
            Step(**{"texts": sections, **s} if s.pop("sections", False) else s)
            for s in map(dict, form["steps"])
        )
        found["form"] = Form(**{**form, "steps": tuple(steps)})
    if api := found.get("api"):
        more = (Description(of=one["name"], **one) for one in api.get("more", ()))
        found["api"] = Api(
            **{**api, "columns": tuple(_columns(api["columns"])), "more": tuple(more)}
        )
    return found


def month(text: str) -> int | None:
    """`2024-03-12` -> 202403, `2024` -> 202400: enough to sort by."""
    return int(f"{text[:7].replace('-', '')}00"[:6]) if text else None


def joined(*parts: str) -> str:
    """Return the line of a card."""
    return "\u00a0· ".join(part for part in parts if part)


def first_day(iso: str) -> date:
    """`2026-03` -> 1 March 2026: the first day a date may mean."""
    return date.fromisoformat(f"{iso[:10]}-01-01"[:10])


def read(view: View, path: str) -> Any:
    """Return what a path reads of a view: attributes, or ranks of a list; of a list, what each item has.

    A single dot is the view itself.
    """
    for name in filter(None, path.split(".")):
        if view in (None, ()):
            return view
        if not isinstance(view, tuple):
            view = getattr(view, name)
        elif name.lstrip("-").isdigit():
            view = view[int(name)]
        else:
            view = tuple(getattr(item, name) for item in view)
    return view
