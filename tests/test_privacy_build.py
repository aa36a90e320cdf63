"""What consent, withdrawal and the end of a mandate keep out of every byte of a site."""

import base64
import gzip
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from PIL import Image

from generator import exports, pages, search, views
from generator.build import pipeline
from generator.core import settings
from tests.miniature import TODAY, read_tree
from tests.site_fixtures import BuiltClub, build_club, copy_miniature, run_club

EMAIL = "camille.exemple@mulhouse.example"
PHONE = "+33 6 39 98 56 78"  # of someone whose mandate ended in March 2026
STREET = "2 rue de l’Exemple, 68100 Mulhouse"
SUMMARY = "Camille Exemple anime le budget participatif de la ville"


def edit(root: Path, name: str, old: str, new: str) -> None:
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def club(tmp_path: Path, miniature: BuiltClub) -> Path:
    return copy_miniature(tmp_path / "club", miniature)


# --- what check says -------------------------------------------------------------------------

ALL_FIELDS = "fields: [contact_details, image, summary, links]"


def _codes(root: Path) -> list[str]:
    found = pipeline.check(root, settings.load(root), TODAY).findings
    return [f"{f.code} {f.field} {f.severity}" for f in found]


@pytest.mark.parametrize(
    ("fields", "codes"),
    [
        ("fields: [image, summary, links]", ["P01 contact_details erreur"]),
        ("fields: [contact_details, summary, links]", ["P01 image erreur"]),
        ("fields: [contact_details, image, links]", ["P02 summary avertissement"]),
        (
            "fields: []",
            [
                *("P02 summary avertissement", "P01 image erreur"),
                *("P01 contact_details erreur", "P02 links avertissement"),
            ],
        ),
        (
            f"{ALL_FIELDS}\n    withdrawn: 2026-05-01",
            [
                *("P03 summary erreur", "P03 image erreur"),
                *("P03 contact_details erreur", "P03 links erreur"),
            ],
        ),
    ],
)
def test_a_field_without_its_consent_is_found(fields: str, codes: list[str], club: Path) -> None:
    edit(club, "members.yaml", ALL_FIELDS, fields)
    assert _codes(club) == codes


def test_a_contact_without_consent_forbids_the_build(club: Path) -> None:
    edit(club, "members.yaml", ALL_FIELDS, "fields: [image, summary, links]")
    done = run_club(["build", "--root", club, "--today", TODAY.isoformat()])
    assert done.returncode == 1
    assert re.search(r"members\.yaml:\d+:\d+ erreur P01 contact_details — ", done.stdout)
    assert "Rien n’est publié." in done.stderr
    assert not (club / "site").exists()


# --- what a site holds -----------------------------------------------------------------------


def every_byte(site: Path) -> Iterator[tuple[str, bytes]]:
    """Yield each file and its bytes, opened when they are compressed."""
    for name, data in read_tree(site).items():
        yield name, gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data


def forms(value: str) -> set[bytes]:
    """Return the ways a value may have been written."""
    digits = re.sub(r"\D", "", value)
    entities = "".join(f"&#{ord(c)};" for c in value)
    written = {value, value.upper(), unicodedata.normalize("NFD", value), quote(value), entities}
    written |= {quote(value, safe=""), value.replace("’", "'"), value.replace(" ", "\u00a0")}
    if len(digits) > 8:
        written |= {digits, digits.removeprefix("33"), value.replace(" ", ".")}
    return {w.encode() for w in written} | {base64.b64encode(value.encode()).rstrip(b"=")[:-1]}


def leaks(site: Path, value: str) -> list[str]:
    """Return the files that hold a value, in any form."""
    return [name for name, data in every_byte(site) if any(f in data for f in forms(value))]


def test_the_search_for_leaks_finds_what_is_public(miniature: BuiltClub) -> None:
    """Else the other tests of this file would prove nothing."""
    assert {"api/v1/members.json", "api/v1/members.csv"} < set(leaks(miniature.site, EMAIL))
    assert "annuaire/camille-exemple/contact.vcf" in leaks(miniature.site, EMAIL)
    assert {n.partition("/")[0] for n in leaks(miniature.site, PHONE)} == {
        *("annuaire", "pratiques", "interne", "api")
    }


@pytest.fixture(scope="module")
def discreet(tmp_path_factory: pytest.TempPathFactory, miniature: BuiltClub) -> BuiltClub:
    """A site of people who said no, who said nothing, or whose mandate is long over."""
    folder = tmp_path_factory.mktemp("discreet")
    root = copy_miniature(folder / "club", miniature)
    edit(root, "members.yaml", "end_date: 2026-03-20", "end_date: 2025-10-20")
    edit(root, "members.yaml", ALL_FIELDS, "fields: [contact_details, links]")
    edit(root, "members.yaml", "  image: content/assets/camille-exemple.png\n", "")
    _photograph(root / "content" / "assets" / "lou-gabarit.jpg")
    edit(
        root,
        "members.yaml",
        "  family_name: Gabarit\n",
        "  family_name: Gabarit\n  image: content/assets/lou-gabarit.jpg\n",
    )
    edit(
        root,
        "members.yaml",
        "fields: [contact_details]\n\n",
        "fields: [contact_details, image]\n\n",
    )
    return build_club(root, folder / "site")


def _photograph(path: Path) -> None:
    """Write a photo that says where it was taken."""
    exif = Image.Exif()
    exif[0x010E] = "Prise devant le domicile de Lou"
    exif[0x8825] = {1: "N", 2: (44.0, 30.0, 12.0), 3: "E", 4: (6.0, 33.0, 9.0)}
    Image.new("RGB", (48, 48), "white").save(path, exif=exif)


def test_the_end_of_a_mandate_is_a_warning(discreet: BuiltClub) -> None:
    assert _codes(discreet.root) == [
        "P02 summary avertissement",
        "P04 contact_details avertissement",
    ]


@pytest.mark.parametrize("value", [PHONE, SUMMARY])
def test_a_value_that_is_no_longer_public_is_nowhere(value: str, discreet: BuiltClub) -> None:
    assert leaks(discreet.site, value) == []


def test_the_rest_of_the_person_is_still_there(discreet: BuiltClub) -> None:
    page = (discreet.site / "annuaire/lou-gabarit/index.html").read_text(encoding="utf-8")
    assert "Lou Gabarit" in page
    assert "Aucune coordonnée n’est publiée pour cette personne." in page


def test_only_those_who_said_yes_have_a_contact_card(
    miniature: BuiltClub, discreet: BuiltClub
) -> None:
    """Dominique gave nothing, Éloïse took her word back, Lou’s mandate is long over."""
    assert _cards(miniature.site) == {"camille-exemple", "lou-gabarit"}
    assert _cards(discreet.site) == {"camille-exemple"}
    page = (discreet.site / "annuaire/lou-gabarit/index.html").read_text(encoding="utf-8")
    assert "contact.vcf" not in page


def _cards(site: Path) -> set[str]:
    return {path.parent.name for path in site.rglob("*.vcf")}


@pytest.mark.parametrize(
    "new",
    ["fields: [image, summary, links]", f"{ALL_FIELDS}\n    withdrawn: 2026-05-01"],
    ids=["no consent", "withdrawn"],
)
def test_without_consent_no_contact_card_is_written(new: str, club: Path) -> None:
    """Whatever the rules say: this is the line behind them."""
    edit(club, "members.yaml", ALL_FIELDS, new)
    chosen = settings.load(club)
    found = pipeline.check(club, chosen, TODAY).club
    exported = exports.export(views.site(found, today=TODAY), chosen)
    assert "annuaire/camille-exemple/contact.vcf" not in exported
    assert "annuaire/lou-gabarit/contact.vcf" in exported
    assert not [n for n, t in exported.items() if EMAIL in t or "2 rue de l’Exemple" in t]


# --- on the sheets of those who may be called ------------------------------------------------

OWN, SHEET = "/annuaire/camille-exemple/", "/pratiques/budget-participatif-mulhouse/"
DETAILS = (EMAIL, "01 99 00 12 34", STREET)
_TERM = "      start_date: 2020-07-04\n"


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        (ALL_FIELDS, ALL_FIELDS, True),
        (ALL_FIELDS, "fields: [contact_details]", True),
        (ALL_FIELDS, "fields: [image, summary, links]", False),
        (
            "date: 2025-11-20\n    notice",
            "date: 2025-11-20\n    withdrawn: 2026-05-01\n    notice",
            False,
        ),
        ("joined: 2025-11-20\n", "joined: 2025-11-20\n    left: 2026-06-16\n", True),
        ("joined: 2025-11-20\n", "joined: 2025-11-20\n    left: 2026-06-15\n", False),
        (_TERM, f"{_TERM}      end_date: 2025-12-16\n", True),
        (_TERM, f"{_TERM}      end_date: 2025-12-15\n", False),
    ],
    ids=[
        *("agreed", "only that agreed", "not agreed", "withdrawn", "still in the club", "left"),
        *("mandate ended lately", "mandate ended long ago"),
    ],
)
def test_a_sheet_shows_of_whom_to_call_what_their_own_page_shows(
    old: str, new: str, *, shown: bool, club: Path
) -> None:
    """Whatever the rules say; and never the programs that read the data of a sheet."""
    text = (club / "members.yaml").read_text(encoding="utf-8")
    assert old in text
    (club / "members.yaml").write_text(text.replace(old, new, 1), encoding="utf-8")
    chosen = settings.load(club)
    site = views.site(
        pipeline.check(club, chosen, TODAY).club,
        today=TODAY,
        retention_months=chosen.retention_months,
    )
    made = {page.address: page.text for page in pages.pages(site, chosen)}
    where = {OWN, SHEET} if shown else set()
    for value in DETAILS:
        assert {address for address, page in made.items() if value in page} == where
    for address in (OWN, SHEET):
        assert ("tel:0199001234" in made[address]) is shown
        assert "Camille Exemple" in made[address]
        assert "Écrire à cette personne par le club" in made[address]
    exported = exports.export(site, chosen)
    for name in ("api/v1/practices.json", "api/v1/practices.csv", "flux/pratiques.xml"):
        assert "Budget participatif d’exemple" in exported[name]
        assert not [value for value in DETAILS if value in exported[name]]


def test_the_index_of_the_search_has_the_details_of_a_person_from_their_own_page_alone(
    miniature: BuiltClub,
) -> None:
    (folder,) = miniature.site.glob("interne/*/pagefind")
    texts = {page["url"]: page["content"] for page in search.fragments(folder).values()}
    own = settings.load(miniature.root).contact_email
    assert {url for url, text in texts.items() if EMAIL in text} == {OWN}
    assert {url for url, text in texts.items() if PHONE in text} == {"/annuaire/lou-gabarit/"}
    assert "Camille Exemple" in texts[SHEET]
    assert not [url for url, text in texts.items() if own in text or "par le club" in text]


def test_a_photo_that_no_page_shows_is_not_published(discreet: BuiltClub) -> None:
    images = {p.name for p in (discreet.site / "assets").iterdir() if p.suffix != ".svg"}
    assert "lou-gabarit.jpg" in images
    assert "camille-exemple.png" not in images


def test_a_published_photo_says_nothing_of_its_origin(discreet: BuiltClub) -> None:
    data = (discreet.site / "assets" / "lou-gabarit.jpg").read_bytes()
    with Image.open(io.BytesIO(data)) as image:
        assert dict(image.getexif()) == {}
    assert b"domicile" not in data
    assert b"Exif" not in data


# --- a value copied where nobody looks -------------------------------------------------------


def _in_practice(text: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        name = "practices/assemblee-saint-denis.md"
        edit(root, name, "Indemnisez,", f"{text} : indemnisez,")

    return change


@pytest.mark.parametrize(
    "written",
    [PHONE, "+33639985678", "06 39 98 56 78", "06.39.98.56.78", "[appeler](tel:+33639985678)"],
)
def test_a_withheld_value_copied_in_a_text_stops_the_build(written: str, club: Path) -> None:
    edit(club, "members.yaml", "end_date: 2026-03-20", "end_date: 2025-10-20")
    _in_practice(written)(club)
    with pytest.raises(pipeline.ContentError) as stopped:
        build_club(club, club / "site")
    assert {f.code for f in stopped.value.checked.errors} == {"P05"}
    assert not (club / "site").exists()
