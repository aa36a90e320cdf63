"""Views in, Markdown pages out: a plain folder that any engine can turn into HTML."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import quote

from generator import routes
from generator.geo import POPULATION_SOURCE
from generator.pages.page import GeneratedPage, localise, render
from generator.pages.territories import territories
from generator.settings import Settings
from generator.views.model import HubView, PageView, Shared, SiteView

# Kind of record: its template, the French label the search filters on.
_RECORDS = (
    ("practices", "practice", "practice.jinja", "Pratique"),
    ("members", "member", "member.jinja", "Membre"),
    ("contacts", "contact", "contact.jinja", "Réseau"),
    ("meetings", "meeting", "meeting.jinja", "Réunion"),
    ("watch", "watch", "watch_entry.jinja", "Veille"),
    ("actions", "action", "action.jinja", "Action"),
)

# Section: the template of its listing and its meta description.
_LISTINGS = {
    "pratiques": ("practices.jinja", "Les pratiques de participation partagées par le club."),
    "annuaire": ("members.jinja", "Les élues et élus membres du club."),
    "reunions": ("meetings.jinja", "Les réunions du club, leurs décisions et leurs tâches."),
    "veille": ("watch.jinja", "La veille législative et réglementaire du club."),
    "actions": ("actions.jinja", "Les actions collectives des membres du club."),
    "reseau": ("network.jinja", "Le réseau de ressources du club."),
}
_HUB_LEDES = {
    "themes": "Ce que le club sait, sujet par sujet.",
    "methodes": "Ce que le club sait, méthode par méthode.",
}


@dataclass(frozen=True, slots=True)
class _Builder:
    """Renders the pages of one site."""

    site: SiteView
    settings: Settings

    def record(self, view: Any, section: str, template: str, kind: str) -> GeneratedPage:
        """Return the page of a record."""
        meta = {
            "title": view.title,
            "description": getattr(view, "summary", "") or f"{kind} : {view.title}",
            "section": section,
            "kind": kind,
            "breadcrumb": [_crumb(section)],
            "toc": template == "practice.jinja",
            **self.corrections(view),
        }
        if hasattr(view, "body"):
            view = replace(view, body=localise(view.body, view.url))
        return render(template, view.url, meta, view=view)

    def corrections(self, view: Shared) -> dict[str, str]:
        """Return the addresses of « Modifier » and « Signaler » for a record's source."""
        repo = self.settings.repo_url
        contact = routes.relative("/contact/", view.url)
        if not repo:
            return {"report_url": contact}
        subject = quote(f"Erreur dans {view.path}")
        return {
            "edit_url": f"{repo}/edit/{self.settings.branch}/{view.path}",
            "report_url": f"{repo}/issues/new?title={subject}",
        }

    def listing(self, section: str) -> GeneratedPage:
        """Return the listing of a section."""
        template, description = _LISTINGS[section]
        meta = {
            "title": routes.SECTIONS[section],
            "description": description,
            "section": section,
            "section_index": True,
            "search": False,  # what it lists is indexed page by page
        }
        return render(
            template,
            f"/{section}/",
            meta,
            site=self.site,
            methods=[_counted(h) for h in self.site.methods if h.practices],
            themes=[_counted(h) for h in self.site.themes if h.practices],
        )

    def hub(self, view: HubView) -> GeneratedPage:
        """Return the page of a theme or a method."""
        section = routes.HUBS[view.vocabulary]
        kind = "Thème" if view.vocabulary == "themes" else "Méthode"
        meta = {
            "title": view.label,
            "description": view.description,
            "section": "pratiques",
            "kind": kind,
            "breadcrumb": [_crumb("pratiques"), _crumb(section)],
        }
        return render("hub.jinja", view.url, meta, view=view)

    def hubs(self, section: str, hubs: tuple[HubView, ...]) -> GeneratedPage:
        """Return the listing of themes or methods."""
        title, lede = routes.SECTIONS[section], _HUB_LEDES[section]
        meta = {
            "title": title,
            "description": lede,
            "section": "pratiques",
            "breadcrumb": [_crumb("pratiques")],
            "search": False,
        }
        return render("hubs.jinja", f"/{section}/", meta, title=title, lede=lede, hubs=hubs)

    def page(self, view: PageView) -> GeneratedPage:
        """Return a hand-written page; the one called `index` is the home page."""
        view = replace(view, body=localise(view.body, view.url))
        meta: dict[str, Any] = {"title": view.title, "description": view.summary}
        meta |= self.corrections(view)
        if view.url != "/":
            meta |= {"section": view.id, "section_index": True}
            return render("page.jinja", view.url, meta, view=view)
        held = sum(m.status == "held" for m in self.site.meetings)
        return render("home.jinja", "/", meta, view=view, site=self.site, held=held)

    def territories(self) -> GeneratedPage:
        """Return the page that gathers records by région and département."""
        meta = {
            "title": "Territoires",
            "description": "Les membres et les pratiques du club, région par région.",
            "search": False,
        }
        values = {"regions": territories(self.site), "population_source": POPULATION_SOURCE}
        return render("territories.jinja", "/territoires/", meta, **values)

    def vocabularies(self) -> GeneratedPage:
        """Return the page that defines every term the sheets use."""
        meta = {
            "title": "Vocabulaires",
            "description": "Les mots des fiches, leur définition et leurs équivalents ailleurs.",
            "section": "contribuer",
            "search": False,
        }
        address = "/vocabulaires/"
        return render("vocabularies.jinja", address, meta, vocabularies=self.site.vocabularies)

    def search(self) -> GeneratedPage:
        """Return the search page, kept out of the index."""
        meta = {
            "title": "Recherche",
            "description": "Rechercher dans tout le site.",
            "search": False,
            "noindex": True,
        }
        return render("search.jinja", "/recherche/", meta)


def _crumb(section: str) -> dict[str, str]:
    return {"label": routes.SECTIONS[section], "url": f"{section}/"}


def _counted(hub: HubView) -> HubView:
    return replace(hub, label=f"{hub.label} ({len(hub.practices)})")


def pages(site: SiteView, settings: Settings) -> Iterator[GeneratedPage]:
    """Yield every page of the site."""
    build = _Builder(site, settings)
    for name, kind, template, label in _RECORDS:
        section = routes.section(kind).strip("/")
        for view in getattr(site, name):
            yield build.record(view, section, template, label)
    for section in _LISTINGS:
        yield build.listing(section)
    for hubs in (site.themes, site.methods):
        for view in hubs:
            yield build.hub(view)
    yield build.hubs("themes", site.themes)
    yield build.hubs("methodes", site.methods)
    yield build.territories()
    yield build.vocabularies()
    yield build.search()
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
            aliases=(),
            mentions=(),
            sources=(),
            summary=text,
            body=text,
        )
