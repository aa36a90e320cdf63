"""Contact details of who left the club: in no byte of the site, from the day of the departure.

Read through the public door, beside a twin who stayed: what shows of one must not of the other.
"""

import gzip
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.engine import release
from generator.writing import yaml_text
from tests.miniature import TODAY
from tests.site_fixtures import BuiltClub, build_club, copy_miniature

# How one may have left, or not, by 15 June 2026; each person's mailbox bears their id.
LEFT = {
    "parti-hier": "2026-06-14",
    "parti-ce-jour": "2026-06-15",
    "parti-ce-mois": "2026-06",
    "parti-cette-annee": "2026",
    "parti-naguere": "2024-01",
}
THERE = {"reste": "", "partira-demain": "2026-06-16", "partira-un-jour": "2027"}


def member(n: int, id_: str, left: str) -> dict[str, yaml_text.Value]:
    club: dict[str, yaml_text.Value] = {"joined": "2021"}
    if left:
        club["left"] = left
    return {
        "id": id_,
        "given_name": id_.capitalize(),
        "family_name": f"Exemple {chr(ord('A') + n)}",
        "memberships": [{"role": "maire", "area": f"commune:{32001 + n}", "start_date": "2020"}],
        "club": club,
        "contact_details": [
            {"type": "email", "value": f"boite-{id_}@exemple.example"},
            {"type": "phone", "value": f"01 99 00 77 {n:02}"},
        ],
        "consent": {"date": "2021-01-02", "fields": ["contact_details"]},
    }


def phone(n: int) -> str:
    return f"01990077{n:02}"


@pytest.fixture(scope="module")
def club(tmp_path_factory: pytest.TempPathFactory, miniature: BuiltClub) -> BuiltClub:
    root = copy_miniature(tmp_path_factory.mktemp("parti") / "club", miniature)
    people = [member(n, *one) for n, one in enumerate({**LEFT, **THERE}.items())]
    path = root / "members.yaml"
    text = path.read_text(encoding="utf-8") + "\n" + yaml_text.render(people)
    path.write_text(text, encoding="utf-8")
    return build_club(root, root / "site", today=TODAY)


def pieces(path: Path) -> Iterator[bytes]:
    """Yield the bytes of a file, and of what it compresses."""
    data = path.read_bytes()
    yield data
    if zipfile.is_zipfile(io.BytesIO(data)):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    elif data[:2] == b"\x1f\x8b":
        yield gzip.decompress(data)


def holders(site: Path, value: bytes) -> set[str]:
    """Return the files of a site that hold a value, spaces and dots of numbers aside."""
    found = set()
    for path in sorted(p for p in site.rglob("*") if p.is_file()):
        for data in pieces(path):
            if value in data.translate(None, b" .-\xa0") or value in data:
                found.add(path.relative_to(site).as_posix())
    return found


def test_who_stayed_can_be_reached_in_every_output(club: BuiltClub) -> None:
    for id_ in THERE:
        found = holders(club.site, f"boite-{id_}@".encode())
        assert {
            f"annuaire/{id_}/index.html",
            f"annuaire/{id_}/contact.vcf",
            "api/v1/members.json",
            "api/v1/popolo.json",
            f"{release.internal()}contribuer/donnees/fiches/member/{id_}.json",
        } <= found


@pytest.mark.parametrize("id_", LEFT)
def test_who_left_can_be_reached_nowhere(id_: str, club: BuiltClub) -> None:
    assert holders(club.site, f"boite-{id_}@".encode()) == set()
    assert holders(club.site, f"boite{id_.replace('-', '')}@".encode()) == set()
    assert holders(club.site, phone(list(LEFT).index(id_)).encode()) == set()
    assert not (club.site / "annuaire" / id_ / "contact.vcf").exists()
    # The person is still in the directory, said to have left.
    assert "Ancien membre" in (club.site / "annuaire" / id_ / "index.html").read_text("utf-8")
    sheets = club.site / release.internal() / "contribuer/donnees/fiches/member"
    sheet = (sheets / f"{id_}.json").read_text("utf-8")
    assert "contact_details" not in sheet
