"""Views in, Markdown pages out: a plain folder that any engine can turn into HTML."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from generator import opengraph, routes
from generator.core import forge, memory
from generator.core.data import table
from generator.core.forge import Origin
from generator.core.settings import Settings
from generator.kinds import LISTED, Kind
from generator.kinds.kind import Group
from generator.kinds.page import PageView
from generator.pages import extras, head, homonyms, messages, search_facets, territories
from generator.pages.page import GeneratedPage, aimed, crumb, fixed, localise, render
from generator.territory.geo import MAP_CREDIT, POPULATION_SOURCE
from generator.views import listings
from generator.views.excerpts import excerpts
from generator.views.listings import LISTINGS
from generator.views.model import HORIZON_DAYS, HubView, SiteView
from generator.views.register import SECTION

_KINDS = {kind.section: kind for kind in LISTED.values()}
# Lists that stand under another section, whose entry of the menu they light.
_UNDER = {"registre": "reunions"}
_FORGES = {"github": "GitHub", "gitlab": "GitLab"}


@dataclass(frozen=True, slots=True)
class _Builder:
    """Renders the pages of one site."""

    site: SiteView
    settings: Settings
    others: search_facets.Synonyms

    def views(self) -> Iterator[tuple[Kind, Any, Mapping[str, Any]]]:
        """Yield the view of each record, and what its page needs of the rest of the site."""
        found = extras.by_kind(self.site, self.settings)
        for kind in self.site.kinds:
            more = found.get(kind.name)
            for view in self.site.records[kind.name]:
                yield kind, view, more(view) if more else {}

    def records(self) -> Iterator[GeneratedPage]:
        """Yield the page of each record; one whose view is what it was is not rendered again."""
        views = list(self.views())

        def make(number: int) -> tuple[str, Mapping[str, Any], str]:
            page = self.record(*views[number])
            return page.address, page.meta, page.body

        same = f"pages {self.settings} {self.others}"
        ways = (f"{kind.name} {view!r} {values!r}" for kind, view, values in views)
        yield from (GeneratedPage(*one) for one in memory.each(same, ways, make))

    def record(self, kind: Kind, view: Any, values: Mapping[str, Any]) -> GeneratedPage:
        """Return the page of a record; `values` are what its kind needs of the rest of the site."""
        form = routes.form(kind.name, view.id) if kind.form else ""
        agreed = getattr(view, "agreed", False)
        meta = {
            "title": view.title,
            "description": getattr(view, "summary", "") or f"{kind.label} : {view.title}",
            "section": kind.section,
            "kind": kind.label,
            "group": kind.plural,
            "breadcrumb": [crumb(kind.section)],
            "complete_url": routes.relative(form, view.url) if form else "",
            "withdraw_url": messages.withdraw(self.settings, view) if agreed else "",
            **search_facets.of_record(kind, view, self.others),
            **kind.front_matter,
            "origin": [view.path, view.line],
        }
        meta["linked_data"] = head.of_record(kind, view, self.settings)
        if hasattr(view, "body"):
            view = replace(view, body=localise(view.body, view.url))
        return render(kind.template, view.url, meta, view=view, **values)

    def listing(self, section: str) -> Iterator[GeneratedPage]:
        """Yield the pages of the listing of a section."""
        items = listings.listed(self.site, section)
        parts = listings.groups(section, items)
        for leaf in listings.leaves(items, LISTINGS[section].size):
            styles = ["facets", "list", *(["compare-bar"] if section == "pratiques" else [])]
            more = {"scripts": ["list"], "styles": styles} if items else {}
            values = {
                "listing": LISTINGS[section],
                "leaf": leaf,
                "blocks": listings.blocks(section, leaf),
                "methods": _practised(self.site.methods),
                "themes": _practised(self.site.themes),
                "letters": _alphabet(section, parts) if leaf.last > 1 else [],
            }
            yield self.section(section, leaf.number, more, **values)

    def section(
        self, section: str, number: int = 1, more: dict[str, Any] | None = None, **values: Any
    ) -> GeneratedPage:
        """Return a page of the listing of a section; `more` adds to its front matter."""
        kind = _KINDS.get(section)
        row = table("pages")[section] if kind is None else {}
        above = [crumb(_UNDER[section])] if section in _UNDER else []
        above += [crumb(section)] if number > 1 else []
        meta = {
            "title": routes.SECTIONS[section] + (f", page {number}" if number > 1 else ""),
            "description": kind.description if kind else row["description"],
            "section": _UNDER.get(section, section),
            "section_index": number == 1 and section not in _UNDER,
            "breadcrumb": above or None,
            "search": False,  # what it lists is indexed page by page
            "origin": [kind.source, int(kind.listed)] if kind else None,
            **(more or {}),
        }
        address = routes.leaf(f"/{section}/", number)
        template = kind.list_template if kind else row["template"]
        return render(template, address, meta, site=self.site, kind=kind, **values)

    def hub(self, view: HubView) -> GeneratedPage:
        """Return the page of a theme or a method."""
        section = routes.HUBS[view.vocabulary]
        kind = "Thème" if view.vocabulary == "themes" else "Méthode"
        meta = {
            "title": view.label,
            "description": view.description,
            "section": "pratiques",
            "kind": kind,
            "group": "Thèmes et méthodes",
            "breadcrumb": [crumb("pratiques"), crumb(section)],
            **search_facets.of_hub(view, (section, kind)),
            "origin": [f"vocabularies/{view.vocabulary}.yaml", view.line],
        }
        values = messages.ask(view.label, view.url, self.settings)
        return render("hub.jinja", view.url, meta, view=view, **values)

    def page(self, view: PageView) -> GeneratedPage:
        """Return a hand-written page; the one called `index` is the home page."""
        view = replace(view, body=localise(view.body, view.url))
        meta: dict[str, Any] = {"title": view.title, "description": view.summary}
        meta |= search_facets.of_page(view.id)
        meta["origin"] = [view.path, view.line or 1, not view.line]
        if view.url != "/":
            meta["withdraw_url"] = messages.withdraw(self.settings) if view.version else ""
            meta |= _place(view)
            forms = self.site.forms if view.id == "contribuer" else ()
            return render("page.jinja", view.url, meta, view=view, forms=forms)
        meta |= {"home": True, "linked_data": head.home(self.settings)}
        if self.site.practices or self.site.members:
            meta |= {"scripts": ["finder"], "styles": ["combo", "finder"]}
        held = sum(m.status == "held" for m in self.site.meetings)
        next_ = self.site.next_meeting
        ways = (
            ("Par méthode", "/methodes/", "Toutes les méthodes", _most(self.site.methods)),
            ("Par thème", "/themes/", "Tous les thèmes", _most(self.site.themes)),
        )
        values = {"held": held, "ways": ways, "agenda": routes.event(next_.id) if next_ else ""}
        return render("home.jinja", "/", meta, view=view, site=self.site, **values)

    def atlas(self) -> Iterator[GeneratedPage]:
        """Yield the map and table of territories, then the page of each of them."""
        regions = territories.regions(self.site)
        yield fixed(
            "territoires",
            regions=regions,
            drawing=territories.drawing(regions),
            credit=MAP_CREDIT,
            population_source=POPULATION_SOURCE,
        )
        for territory in (one for region in regions for one in region.territories):
            meta = {
                "title": territory.title,
                "description": f"{territory.title} : {territory.counts}.",
                "section": "territoires",
                "breadcrumb": [crumb("territoires")],
                "search": False,
                "origin": ["practices/"],
            }
            values = {"territory": territory, "population_source": POPULATION_SOURCE}
            yield render("territory.jinja", territory.url, meta, **values)

    def forms(self) -> Iterator[GeneratedPage]:
        """Yield the page of each form: what to send, readable without a script, then the form itself.

        It is hidden until its script (`javascript/src/form.js`) starts, which checks what is typed and
        sends it, by the same views written as data (`exports/forms.py`).
        """
        settings, written = self.settings, {page.url for page in self.site.pages}
        for form in self.site.forms:
            meta = {
                "title": form.title,
                "description": form.lede,
                "section": "contribuer",
                "breadcrumb": [crumb("contribuer")],
                "search": False,
                "styles": ["combo", "form"],
                "scripts": ["form", *(["copy"] if form.kind == "member" else [])],
            }
            values = {
                "form": form,
                "key": routes.FORMS[form.kind],
                "email": settings.contact_email,
                "guide": form.guide if form.guide in written else "",
                "forge": _FORGES[settings.forge] if settings.repo_url else "",
                "notice": next((page for page in self.site.pages if page.version), None),
                "withdrawal": messages.withdraw(settings),
                "settings": settings,
            }
            yield render("contribute.jinja", form.url, meta, **values)

    def search(self) -> GeneratedPage:
        """Return the search page, kept out of the index."""
        site = self.site
        counts = {kind.section: len(self.site.records[kind.name]) for kind in self.site.kinds}
        entries = [
            (routes.SECTIONS[section], f"/{section}/", counts.get(section, 0))
            for section in routes.menu(self.site.kinds)
            if section in routes.SECTIONS
        ]
        shelves = [
            ("bloc:recherche-methodes", "Par méthode", "/methodes/", _practised(site.methods)),
            ("bloc:recherche-themes", "Par thème", "/themes/", _practised(site.themes)),
        ]
        return fixed("recherche", entries=entries, shelves=shelves)


def _most(hubs: Iterable[HubView]) -> list[HubView]:
    """Return the hubs with most practices: doors of the home page that open on something."""
    known = [hub for hub in hubs if hub.practices]
    return sorted(known, key=lambda hub: -len(hub.practices))[:8]


def _place(view: PageView) -> dict[str, Any]:
    """Return where a hand-written page stands: under a section, as a guide does, or by itself."""
    if view.section in ("", view.id):
        return {"section": view.id, "section_index": True}
    return {"section": view.section, "breadcrumb": [crumb(view.section)], "toc": True}


def _practised(hubs: Iterable[HubView]) -> list[HubView]:
    """Return the hubs that have practices, their number after their name."""
    return [replace(h, label=f"{h.label} ({len(h.practices)})") for h in hubs if h.practices]


def _alphabet(section: str, parts: Sequence[Group]) -> list[tuple[str, str]]:
    """Return each letter with the address where it starts, empty when nobody has it."""
    if section != "annuaire":
        return []
    size = LISTINGS[section].size
    starts = {g.title: (g.start // size + 1, g.key) for g in reversed(parts)}
    return [
        (letter, f"{routes.leaf(f'/{section}/', starts[letter][0])}#{starts[letter][1]}")
        if letter in starts
        else (letter, "")
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    ]


def navigation(site: SiteView) -> dict[str, Any]:
    """Return what every page of a site shows: its menu, and what can be followed."""
    labels = routes.SECTIONS | routes.STANDARD_PAGES
    atom = "application/atom+xml"
    feeds = [
        {"label": "Agenda du club", "url": routes.agenda().lstrip("/"), "type": "text/calendar"},
        {"label": "Tout le site", "url": routes.feed("tout").lstrip("/"), "type": atom},
    ]
    feeds += [
        {
            "label": kind.plural,
            "url": routes.feed(kind.section).lstrip("/"),
            "type": atom,
            "section": kind.section,
        }
        for kind in site.kinds
        if kind.feed
    ]
    sections = [
        {"key": section, "label": labels[section], "url": f"{section}/"}
        for section in routes.menu(site.kinds)
    ]
    return {"sections": sections, "feeds": feeds}


def pages(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield every page of the site but that of its data, each with where to correct it."""
    yield from _completed(list(_pages(site, settings)), site, settings)


def open_records(
    site: SiteView, settings: Settings, addresses: Sequence[str]
) -> Iterator[GeneratedPage]:
    """Yield the pages of the records at some addresses."""
    build = _Builder(site, settings, search_facets.synonyms(site))
    found = [build.record(*one) for one in build.views() if one[1].url in addresses]
    yield from _completed(found, site, settings) if found else ()


def data_page(site: SiteView, settings: Settings, data: Mapping[str, Any]) -> GeneratedPage:
    """Return the page that lists what leaves the site for other programs: the `data` of its template."""
    made = fixed("donnees", **data, more=search_facets.of_page("donnees"))
    (page,) = _completed([made], site, settings)
    return page


def _completed(
    made: Sequence[GeneratedPage], site: SiteView, settings: Settings
) -> Iterator[GeneratedPage]:
    cards = opengraph.cards(site, settings)
    for page in homonyms.distinguish(list(aimed(made)), site):
        meta = dict(page.meta)
        meta |= _corrections(settings, page.address, Origin(*meta.pop("origin", [""])))
        yield head.completed(replace(page, meta=meta), cards, settings)


def _corrections(settings: Settings, address: str, origin: Origin) -> dict[str, str]:
    """Return the addresses of « Modifier cette page » and « Signaler une erreur ».

    Without a forge both lead to the people of the club; only what has a source of its own asks
    to be changed.
    """
    contact = routes.relative("/contact/", address)
    if settings.repo_url:
        edit, report = forge.edit(settings, origin), forge.report(settings, origin, address)
        return {"edit_url": edit, "report_url": report}
    own = origin.line > 0 and not origin.path.startswith("content/")
    return {"edit_url": contact, "report_url": contact} if own else {"report_url": contact}


def _pages(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    build = _Builder(site, settings, search_facets.synonyms(site))
    yield from build.records()
    for kind in site.kinds:
        if kind.listing:
            yield from build.listing(kind.section)
        else:
            yield build.section(kind.section)
    yield from build.listing(SECTION)
    for hubs in (site.themes, site.methods):
        for view in hubs:
            yield build.hub(view)
    yield fixed("themes", hubs=site.themes)
    yield fixed("methodes", hubs=site.methods)
    yield from build.atlas()
    today = site.figures.date
    yield fixed("a-venir", events=site.coming, days=HORIZON_DAYS, today=today)
    yield from extras.letters(site, settings)
    yield fixed("chiffres", figures=site.figures)
    yield fixed("vocabulaires", vocabularies=site.vocabularies)
    code, origin = partial(extras.code, settings=settings), settings.site_url.rstrip("/")
    yield fixed("integrer", excerpts=excerpts(site), code=code, origin=origin)
    yield build.search()
    comparable = bool(site.practices)
    scripts = {"scripts": ["compare"]} if comparable else {}
    yield fixed("comparer", comparable=comparable, more=scripts)
    yield from build.forms()
    written = {page.id for page in site.pages}
    for page in (*site.pages, *_unwritten(written, settings)):
        yield build.page(page)


def _unwritten(written: set[str], settings: Settings) -> Iterator[PageView]:
    """Yield a page that says it is missing, for each standard page nobody wrote."""
    for name, title in routes.STANDARD_PAGES.items():
        if name in written:
            continue
        home = name == "index"
        text = settings.site_description if home else "Cette page n’est pas encore écrite."
        yield PageView(
            id=name,
            url=routes.record("page", name),
            title=settings.site_name if home else title,
            path=f"content/{name}.md",
            line=0,
            aliases=(),
            mentions=(),
            sources=(),
            added=None,
            summary=text,
            body=text,
        )
