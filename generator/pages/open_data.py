"""The page « Données ouvertes »: what leaves the site, for whom, and what each field means."""

from dataclasses import dataclass

from generator import routes
from generator.pages import search_facets
from generator.pages.page import GeneratedPage, render
from generator.records import french
from generator.views.model import DatasetView, OpenDataView

ADDRESS = "/donnees/"
_NAMES = "open data, abonnement, calendrier, iCal, flux, RSS, Atom, tableur, Excel, CSV, JSON, API, export, Popolo"


@dataclass(frozen=True, slots=True)
class _Group:
    """A part of the page: its anchor, its heading, who it is for, and its lines."""

    key: str
    heading: str
    text: str
    datasets: tuple[DatasetView, ...]


_GROUPS = (
    (
        "suivre",
        "Ne rien manquer",
        "Pour toute personne qui a un agenda ou un lecteur de flux\u00a0: les nouveautés viennent à elle.",
    ),
    (
        "tableurs",
        "Ouvrir dans un tableur",
        "Pour qui trie, compte et imprime. Ces fichiers CSV s’ouvrent d’un double clic dans LibreOffice et dans Excel, accents et numéros de téléphone compris.",
    ),
    (
        "programmes",
        "Réutiliser dans un programme",
        "Pour les services informatiques et les sites partenaires\u00a0: des fichiers JSON, leurs schémas, et les vocabulaires que d’autres outils lisent déjà.",
    ),
    (
        "fiches",
        "Prendre une fiche à la fois",
        "Pour ajouter une seule réunion à son agenda, ou une seule personne à son carnet d’adresses\u00a0: le lien est sur la page.",
    ),
    (
        "site",
        "Ce qui sert au site lui-même",
        "Pour les moteurs de recherche et pour les pages de ce site. Rien n’est promis sur la forme de ces fichiers.",
    ),
)


def page(data: OpenDataView) -> GeneratedPage:
    """Return the page."""
    groups = tuple(
        _Group(key, heading, text, tuple(d for d in data.datasets if d.group == key))
        for key, heading, text in _GROUPS
    )
    meta = {
        "title": routes.SECTIONS["donnees"],
        "description": "S’abonner à l’agenda et aux nouveautés, ouvrir les données du club dans un tableur ou un programme.",
        "section": "club",
        "breadcrumb": [{"label": routes.STANDARD_PAGES["club"], "url": "club/"}],
        "styles": ["data"],
        **search_facets.of_type(search_facets.SITE_PAGE, keywords={"noms": _NAMES}),
    }
    described = [d for d in data.datasets if d.fields]
    values = {"data": data, "groups": groups, "described": described, "weight": weight}
    return render("open_data.jinja", ADDRESS, meta, **values)


def weight(size: int) -> str:
    """`1200` -> `1,2 ko`: a size in bytes as people read it (1 ko is 1,000 bytes)."""
    for unit, name in ((1_000_000, "Mo"), (1_000, "ko")):
        if size >= unit:
            shown = french.decimal(size / unit, 1 if size < 10 * unit else 0)
            return f"{shown}{french.NBSP}{name}"
    return french.plural(size, "octet")
