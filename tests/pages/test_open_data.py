"""« Données ouvertes » lists what leaves the site, and leads to it."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import pytest

from generator.exports.catalogue import CATALOGUE
from generator.exports.resources import resource
from generator.pages.environment import weight
from tests.miniature import exports
from tests.site_fixtures import BuiltClub

BASE = "https://miniature.example/"


class _Links(HTMLParser):
    """The links of a page, and what its head says there is to follow."""

    def __init__(self) -> None:
        super().__init__()
        self.hrefs: list[str] = []
        self.alternates: list[tuple[str, str, str]] = []
        self.text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag == "a" and found.get("href"):
            self.hrefs.append(str(found["href"]))
        if tag == "link" and found.get("rel") == "alternate":
            named = (found["type"], found["title"], found["href"])
            self.alternates.append(tuple(map(str, named)))  # type: ignore[arg-type]

    def handle_data(self, data: str) -> None:
        self.text.append(data)


def read(site: Path, address: str) -> _Links:
    found = _Links()
    found.feed((site / address / "index.html").read_text(encoding="utf-8"))
    return found


def test_every_file_that_leaves_is_on_the_page(miniature: BuiltClub) -> None:
    page = read(miniature.site, "donnees")
    linked = {urljoin(f"{BASE}donnees/", href) for href in page.hrefs}
    text = "".join(page.text)
    for dataset in CATALOGUE:
        if "*" in dataset.path:
            assert f"/{dataset.path}" in text
        else:
            assert f"{BASE}{dataset.path}" in linked
            assert (miniature.site / dataset.path).is_file()
    # And nothing else leaves: a page of a former address is no data.
    for name in exports(miniature.generated):
        if not name.endswith(".html"):
            matched = [d for d in CATALOGUE if Path(name).match(d.path) or name == d.path]
            ours = Path(name).match("liste.json") or "/donnees/" in name  # for our scripts alone
            assert matched or ours, name


def test_sizes_are_those_of_the_files(miniature: BuiltClub) -> None:
    text = "".join(read(miniature.site, "donnees").text)
    for name in ("agenda.ics", "api/v1/members.json", "flux/tout.xml", "api/v1/actions.csv"):
        size = weight((miniature.site / name).stat().st_size)
        assert re.search(rf"{re.escape(size)}.{{0,160}}{re.escape(name)}", text, re.DOTALL), name


def test_the_dictionary_says_every_field(miniature: BuiltClub) -> None:
    text = "".join(read(miniature.site, "donnees").text)
    for name, field in resource("practice").model_fields.items():
        assert f"records[].{name}" in text
        assert str(field.description) in text.replace("\u00a0", " ")


def test_a_reader_is_told_how_in_three_lines(miniature: BuiltClub) -> None:
    html = (miniature.site / "donnees/index.html").read_text(encoding="utf-8")
    howto = html[html.index('class="c-howto"') :]
    for block in howto.split("</section>")[:2]:
        assert block.count("<li>") == 3
        assert BASE in block


def test_every_page_says_what_can_be_followed(miniature: BuiltClub) -> None:
    common = {("text/calendar", "agenda.ics"), ("application/atom+xml", "flux/tout.xml")}
    expected = {
        "": set(),
        "club": set(),
        "pratiques": {"pratiques"},
        "pratiques/budget-participatif-mulhouse": {"pratiques"},
        "reunions/2026-09-10-tirer-au-sort": {"reunions"},
        "veille": {"veille"},
        "actions": {"actions"},
        "annuaire": set(),
    }
    for address, names in expected.items():
        here = f"{BASE}{address}/" if address else BASE
        found = {
            (t, urljoin(here, href)) for t, _, href in read(miniature.site, address).alternates
        }
        own = {("application/atom+xml", f"flux/{name}.xml") for name in names}
        assert found == {(t, f"{BASE}{path}") for t, path in common | own}, address


def test_every_page_leads_to_the_data(miniature: BuiltClub) -> None:
    for address in ("", "annuaire/camille-exemple", "recherche"):
        here = f"{BASE}{address}/" if address else BASE
        hrefs = {urljoin(here, href) for href in read(miniature.site, address).hrefs}
        assert f"{BASE}donnees/" in hrefs


def test_the_page_and_the_index_make_the_same_promise(miniature: BuiltClub) -> None:
    text = "".join(read(miniature.site, "donnees").text).replace("\u00a0", " ")
    index = json.loads((miniature.site / "api/v1/index.json").read_text(encoding="utf-8"))
    assert index["policy"]
    for promise in index["policy"]:
        assert promise in text


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (0, "0\u00a0octet"),
        (999, "999\u00a0octets"),
        (1_000, "1\u00a0ko"),
        (1_240, "1,2\u00a0ko"),
        (9_960, "10\u00a0ko"),
        (123_456, "123\u00a0ko"),
        (2_450_000, "2,4\u00a0Mo"),
    ],
)
def test_a_size_is_said_as_people_say_it(size: int, said: str) -> None:
    assert weight(size) == said
