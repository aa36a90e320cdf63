"""The miniature club: no finding, every field used once, and the output that was accepted."""

import json
import re
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from generator import routes
from generator.build import pipeline
from generator.club import Club
from generator.core import settings
from generator.engine import release
from generator.kinds import KINDS
from tests.miniature import CLUB, EXPECTED, TODAY, exports, outputs, read_tree
from tests.site_fixtures import BuiltClub, build_club, copy_miniature


@pytest.fixture(scope="module")
def checked() -> pipeline.Checked:
    return pipeline.check(CLUB, settings.load(CLUB), TODAY)


@pytest.fixture(scope="module")
def texts(miniature: BuiltClub) -> dict[str, str]:
    """The generated pages, without their front matter."""
    files = read_tree(miniature.generated)
    pages = {name: data.decode() for name, data in files.items() if name.endswith(".md")}
    return {name: text.split("---\n", 2)[2] for name, text in pages.items()}


def test_the_club_has_no_finding(checked: pipeline.Checked) -> None:
    assert [str(f) for f in checked.findings] == []


def test_the_output_is_the_one_accepted(miniature: BuiltClub) -> None:
    expected, actual = read_tree(EXPECTED), outputs(miniature.generated)
    difference = "\n".join(_difference(expected, actual))
    assert not difference, f"relisez, puis « make bless » si tout est voulu :\n{difference}"
    assert actual == expected


def _difference(expected: dict[str, bytes], actual: dict[str, bytes]) -> Iterator[str]:
    for name in sorted(expected.keys() | actual.keys()):
        if name not in actual:
            yield f"{name} : attendu, absent"
        elif name not in expected:
            yield f"{name} : en trop"
        else:
            old, new = (d.decode().splitlines() for d in (expected[name], actual[name]))
            lines = unified_diff(old, new, f"attendu/{name}", f"obtenu/{name}", lineterm="")
            yield from (line[:500] for line in lines)  # a line of JSON may be a whole file
            if old == new and expected[name] != actual[name]:
                yield f"{name} : seules les fins de ligne diffèrent"


def test_every_field_of_every_model_is_used_at_least_once(checked: pipeline.Checked) -> None:
    used, models = set(), set()
    for part in _parts(checked.club):
        models.add(type(part))
        used |= {f"{type(part).__name__}.{name}" for name in part.model_fields_set}
    known = {f"{model.__name__}.{name}" for model in models for name in model.model_fields}
    assert known - used == set()


def _parts(club: Club) -> Iterator[BaseModel]:
    """Yield every record and every part of one."""
    waiting: list[Any] = [record for _, record in club.each()]
    waiting += [t for terms in club.vocabularies.values() for t in terms.values()]
    while waiting:
        value = waiting.pop()
        if isinstance(value, tuple):
            waiting += value
        elif isinstance(value, BaseModel):
            yield value
            waiting += [getattr(value, name) for name in type(value).model_fields]


def test_every_export_is_published_as_it_is(miniature: BuiltClub) -> None:
    site = read_tree(miniature.site)
    site |= {name.removeprefix(release.internal()): data for name, data in site.items()}
    changed = [n for n, data in exports(miniature.generated).items() if site.get(n) != data]
    assert changed == []


def test_records_in_are_pages_out(checked: pipeline.Checked, miniature: BuiltClub) -> None:
    records = {
        routes.source_file(routes.record(kind, record.id)) for kind, record in checked.club.each()
    }
    assert records - set(read_tree(miniature.generated)) == set()


@pytest.mark.parametrize("kind", KINDS)
def test_every_alias_leads_to_the_present_address(
    kind: str, checked: pipeline.Checked, miniature: BuiltClub
) -> None:
    aliases = {a: r.id for r in checked.club.records[kind].values() for a in r.aliases}
    assert aliases, "le club miniature exerce un alias de chaque sorte"
    for alias, id_ in aliases.items():
        file = miniature.site / routes.built_file(routes.record(kind, alias))
        assert file.is_file(), f"pas de redirection pour l’ancienne adresse « {alias} »"
        target = routes.relative(routes.record(kind, id_), routes.record(kind, alias))
        assert f'content="0; url={target}"' in file.read_text(encoding="utf-8")


def test_an_image_placed_in_a_text_is_published(tmp_path: Path) -> None:
    root = copy_miniature(tmp_path / "club")
    assets = root / "content" / "assets"
    (assets / "place.png").write_bytes((assets / "camille-exemple.png").read_bytes())
    with (root / "content" / "club.md").open("a", encoding="utf-8") as file:
        file.write("\n![La place de l’eau](/assets/place.png)\n")
    built = build_club(root, tmp_path / "site")
    assert (built.site / "assets" / "place.png").is_file()


# --- the data, as other programs read it ------------------------------------------------------

# What a source says and the API does not repeat under the same name, and why. Beside these, of every
# kind: `public_contacts`, which lets a text show what it says; `problems`, which are searched and not shown.
_ELSEWHERE = {
    "member": {"consent", "club", "image"},  # kept; given field by field; an address of the site
    "contact": {"consent"},
    "meeting": {"link"},  # only before the meeting
    "watch": {"url", "stages", "next"},  # `url` is the page's: the text's is `official_url`
    "action": {"signatories", "responses"},
}
_FILES = {"member": "members", "contact": "network", "practice": "practices"} | {
    "meeting": "meetings",
    "watch": "watch",
    "action": "actions",
}


@pytest.mark.parametrize("kind", _FILES)
def test_the_api_says_what_the_sources_say_in_the_same_words(
    kind: str, checked: pipeline.Checked, miniature: BuiltClub
) -> None:
    path = miniature.site / "api" / "v1" / f"{_FILES[kind]}.json"
    said = {r["id"]: r for r in json.loads(path.read_text(encoding="utf-8"))["records"]}
    wrong = []
    for record in checked.club.records[kind].values():
        written = record.model_dump(mode="json", by_alias=True, exclude_unset=True)
        for name in written.keys() - _ELSEWHERE.get(kind, set()):
            given = said[record.id].get(name)
            value = given["area"] if name == "area" and given else given
            if (
                name not in {"memberships", "tasks", "public_contacts", "problems"}
                and value != written[name]
            ):
                wrong.append(f"{record.id}.{name} : {written[name]!r} devient {value!r}")
    assert not wrong, "\n".join(sorted(wrong))


# --- what a reader would stumble on ---------------------------------------------------------

_MONTHS = "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
_COUNTED = "pratique|personne|texte|membre|signataire|habitant"
_STUMBLES = {
    "mois seul après le": rf"\b[Ll]e( |</dt><dd>)(<time[^>]*>)?({_MONTHS}) \d",
    "année seule après le": r"\b[Ll]e( |</dt><dd>)<time[^>]*>\d{4}<",
    "jour après en": rf"\ben (<time[^>]*>)?\d{{1,2}}(er)? ({_MONTHS})",
    "jour après depuis": rf"depuis (<time[^>]*>)?\d{{1,2}}(er)? ({_MONTHS})",
    # What a script fills says so: `data-slot`, `role="status"`…
    "élément vide": r"<(h\d|p|li|dd|dt|span|small|strong|a|time|ul|ol|dl)"
    r"(?![^>]* (data-|role=\"(status|listbox)\"|class=\"c-results\"))( [^>]*)?>\s*</\1>",
    "valeur absente écrite": r"\b(None|null|undefined|nan)\b",
    "gabarit non rempli": r"\{\{|\}\}|\{%|%\}",
    "pluriel après zéro ou un": rf"(?<!\d)(?<!\d[\u202f,])[01]\u00a0({_COUNTED})s\b",
    "singulier après deux ou plus": rf"\b([2-9]|\d\d+)\u00a0({_COUNTED})\b(?!s)",
    "espace sécable avant un signe double": r"[^\s|-] [;:?!»](?!\S)|« ",
    "apostrophe droite": r"[a-zé]'[a-zéè]",
    "adresse qui part de la racine": r"href=\"/",
}


@pytest.mark.parametrize("what", _STUMBLES)
def test_no_page_makes_a_reader_stumble(what: str, texts: dict[str, str]) -> None:
    pattern = re.compile(_STUMBLES[what])
    if what == "élément vide":  # what a script fills is empty until then
        texts = {name: text.partition("<div data-filled")[0] for name, text in texts.items()}
    found = [
        f"{name} : …{text[max(0, m.start() - 40) : m.end() + 40]}…"
        for name, text in sorted(texts.items())
        for m in pattern.finditer(text)
    ]
    assert not found, "\n".join(found)
