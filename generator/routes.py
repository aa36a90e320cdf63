"""The addresses of the site: one place that knows them all.

An address is a path from the site's root, starting and ending with `/`.
"""

from collections.abc import Iterable, Mapping

from generator.core.data import table
from generator.core.text import fold
from generator.kinds import KINDS, LISTED, Kind, used

# Section pages and the pages that are not records, with their French names.
SECTIONS = {kind.section: kind.plural for kind in LISTED.values()} | {
    name: page["label"] for name, page in table("pages").items() if "template" in page
}
# Hand-written pages that every page of the site links to, with their French names.
STANDARD_PAGES = {
    name: page["label"] for name, page in table("pages").items() if "template" not in page
}
# The contribution forms, below `/contribuer/`.
FORMS = {name: kind.form.path for name, kind in LISTED.items() if kind.form}
# What a hand-written page may not be called: sections, and folders of files for machines.
RESERVED = frozenset(SECTIONS) | {"api", "assets", "flux", "interne", "404"}
HUBS = {"themes": "themes", "methods": "methodes"}
# What stands in the menu beside the kinds, after which section.
_BESIDE = {"annuaire": ("territoires",), "reseau": ("club", "contribuer")}


def menu(kinds: Iterable[Kind]) -> list[str]:
    """Return the sections of the menu of a site that speaks of `kinds`, in order."""
    return [one for kind in kinds for one in (kind.section, *_BESIDE.get(kind.section, ()))]


def record(kind: str, id_: str) -> str:
    """Return the address of a record's page."""
    if kind == "page":
        return "/" if id_ == "index" else f"/{id_}/"
    return f"/{KINDS[kind].section}/{id_}/"


_BY_SECTION = {kind.section: kind.name for kind in KINDS.values() if kind.section}


def record_at(address: str) -> tuple[str, str] | None:
    """Return the (kind, id) whose page would be at `address`, or None."""
    parts = address.split("/")
    if len(parts) == 4 and parts[1] in _BY_SECTION:
        return _BY_SECTION[parts[1]], parts[2]
    return None


def card(id_: str) -> str:
    """Return the address of a member's contact card: a file, beside the page."""
    return f"{record('member', id_)}contact.vcf"


def agenda() -> str:
    """Return the address of the club's calendar."""
    return "/agenda.ics"


def event(id_: str) -> str:
    """Return the address of a meeting's calendar event: a file, beside the page."""
    return f"{record('meeting', id_)}reunion.ics"


def feed(name: str) -> str:
    """Return the address of a feed: `tout`, or the name of a section that has one."""
    return f"/flux/{name}.xml"


def letter(id_: str) -> str:
    """Return the address of the letter of an action, to be printed."""
    return f"{record('action', id_)}lettre/"


def picture(address: str) -> str:
    """Return the address of the card that networks show for the page at `address`: a PNG file."""
    return f"{address}carte.png"


def excerpt(address: str) -> str:
    """Return the address of the excerpt that other sites embed of the page at `address`."""
    return f"/integrer{address}"


def section(kind: str) -> str:
    """Return the address of a kind's listing."""
    return f"/{KINDS[kind].section}/"


def form(kind: str, id_: str = "") -> str:
    """Return the address of the form that proposes a record, or corrects the record `id_`."""
    address = f"/contribuer/{FORMS[kind]}/"
    return f"{address}?fiche={id_}" if id_ else address


def hub(vocabulary: str, key: str) -> str:
    """Return the address of a theme's or a method's hub page."""
    return f"/{HUBS[vocabulary]}/{key}/"


def departement(name: str) -> str:
    """Return the address of a département's page (or an overseas collectivity's), by its name."""
    return f"/territoires/{_slug(name)}/"


def region(name: str) -> str:
    """Return the address of the page of what concerns a whole région, by its name."""
    return f"/territoires/region-{_slug(name)}/"


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")


def leaf(address: str, number: int) -> str:
    """Return the address of the `number`-th page of a list too long for one; 1 is the list's own."""
    return address if number == 1 else f"{address}page/{number}/"


def every(
    records: Mapping[str, Iterable[str]],
    terms: Iterable[tuple[str, str]],
    territories: Iterable[str] = (),
) -> set[str]:
    """Return every page address.

    Given the ids of the records of each kind, (vocabulary, key) of terms, addresses of territories.
    """
    kinds = used({kind: list(ids) for kind, ids in records.items()})
    absent = {kind.section for kind in LISTED.values()} - {kind.section for kind in kinds}
    found = set(territories)
    found |= {f"/{name}/" for name in SECTIONS if name not in absent}
    found |= {record("page", p) for p in STANDARD_PAGES}
    found |= {form(kind.name) for kind in kinds if kind.form}
    found |= {record(kind, id_) for kind, ids in records.items() for id_ in ids}
    return found | {hub(vocabulary, key) for vocabulary, key in terms if vocabulary in HUBS}


def relative(target: str, page: str) -> str:
    """Return `target` (a root address, maybe with `#…`) as seen from the address `page`."""
    path, mark, anchor = target.partition("#")
    if path == page and mark:
        return f"#{anchor}"
    up = "../" * (page.count("/") - 1)
    return (f"{up}{target[1:]}") or "./"


def source_file(address: str) -> str:
    """Return the Markdown file that gives the page at `address`.

    Always an `index.md`: MkDocs and Zensical then agree on what its links are relative to.
    """
    return "index.md" if address == "/" else f"{address.strip('/')}/index.md"


def built_file(address: str) -> str:
    """Return the HTML file of the page at `address` in the built site."""
    return "index.html" if address == "/" else f"{address.strip('/')}/index.html"
