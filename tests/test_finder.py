"""The finder's files: every commune is found by its name, no file is heavy, answers are right."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from generator import demo, views
from generator.build import pipeline
from generator.core import settings
from generator.exports import communes, finder
from generator.exports.finder import FOLDER
from generator.territory.geo import geography
from generator.views.model import SiteView
from scripts.bench.territory import COLLECTIONS, Reader, everyone, sample, shard, territory
from tests.showing import showing

TODAY = date(2026, 6, 15)
GEO = geography()
SETTINGS = settings.load(settings.HOME)
FILE_BYTES, QUESTION_BYTES = 25_000, 50_000  # compressed


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> SiteView:
    """A fictional club large enough for its shelves to be cut."""
    folder = tmp_path_factory.mktemp("finder") / "club"
    sizes = demo.Sizes(members=900, practices=500, meetings=0, watch=0, actions=0)
    demo.write_demo(folder, sizes, seed=5, today=TODAY, home=settings.HOME)
    return views.site(pipeline.check(folder, settings.load(folder), TODAY).club, today=TODAY)


@pytest.fixture(scope="module")
def files(site: SiteView) -> dict[str, str]:
    return finder.files(site, SETTINGS)


def _compressed(text: str) -> int:
    return len(gzip.compress(text.encode()))


# --- names --------------------------------------------------------------------------------


def test_every_commune_and_epci_is_found_by_its_exact_name(files: Mapping[str, str]) -> None:
    shards = json.loads(files[f"{FOLDER}/index.json"])["shards"]
    held = {}
    for key in shards:
        data = json.loads(files[f"{FOLDER}/communes/n-{key}.json"])
        held[key] = {
            (row[0], row[1], row[2], data["epci"][row[3]])
            for row in data["places"]
            if ":" in row[0] or len(row) == 4
        }
    lost = []
    for code in GEO.commune_codes:
        place = GEO.get(f"commune:{code}")
        assert place
        key = shard(place.name, shards)
        if (code, place.name, place.population, place.epci) not in held.get(key or "", ()):
            lost.append(place.name)
    assert len(GEO.commune_codes) == 34_969
    assert lost == []
    assert (
        sum(len(rows) for rows in held.values()) == 34_969 + 45 + 1_255 + 11
    )  # the last: territories of Grand Paris


def test_a_code_leads_to_the_file_of_its_name(files: Mapping[str, str]) -> None:
    by_departement = {
        path.removeprefix(f"{FOLDER}/codes/").removesuffix(".json"): json.loads(text)
        for path, text in files.items()
        if path.startswith(f"{FOLDER}/codes/")
    }
    for code in GEO.commune_codes[::97]:
        place = GEO.get(f"commune:{code}")
        assert place
        keys = by_departement[place.departement]
        (key,) = [k for k, codes in keys.items() if code in codes]
        assert key == shard(place.name, communes.shards())


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Saint-Denis", "denis"),
        ("St Genis", "genis"),
        ("L’Haÿ-les-Roses", "hay les roses"),
        ("Le Lamentin", "lamentin"),
        ("Les Saintes-Maries", "maries"),
        ("Saintes", "saintes"),
        ("Œuilly", "oeuilly"),
        ("Y", "y"),
        ("Communauté d’agglomération de La Rochelle", "rochelle"),
        ("", ""),
    ],
)
def test_a_name_starts_at_the_word_that_tells_it_apart(name: str, words: str) -> None:
    assert " ".join(communes.words(name)) == words


def test_what_nothing_starts_with_has_no_file() -> None:
    assert shard("Zzz", communes.shards()) is None
    assert shard("", communes.shards()) is None


# --- weights ------------------------------------------------------------------------------


def test_no_file_is_heavy(files: Mapping[str, str]) -> None:
    heavy = {path: size for path, text in files.items() if (size := _compressed(text)) > FILE_BYTES}
    assert heavy == {}


def test_the_shelves_of_this_club_are_cut(files: Mapping[str, str]) -> None:
    """Else the tests below would prove little."""
    for collection in COLLECTIONS:
        assert any(path.startswith(f"{FOLDER}/sujets/tout/{collection}-near") for path in files)
        assert any(path.startswith(f"{FOLDER}/sujets/tout/{collection}-far") for path in files)


def test_every_record_is_in_its_shelf(site: SiteView, files: Mapping[str, str]) -> None:
    for table in ("near", "far"):
        found = {
            row[1]
            for path, text in files.items()
            if path.startswith(f"{FOLDER}/sujets/tout/people-{table}")
            for row in json.loads(text)["rows"]
        }
        placed = {m.id for m in site.members if m.active and m.current.place}
        assert found <= placed
        if table == "far":
            assert found == placed


@pytest.mark.parametrize("which", range(4))
def test_answers_are_those_of_a_comparison_with_everyone(
    which: int, site: SiteView, files: dict[str, str]
) -> None:
    hubs = sorted((*site.methods, *site.themes), key=lambda h: (-len(h.practices), h.key))
    subjects = [finder.ALL, *(finder.name(hub) for hub in (hubs[0], hubs[9], hubs[-1]))]
    shelf = subjects[which]
    if f"{FOLDER}/sujets/{shelf}.json" not in files:
        assert everyone(site, territory(sample(GEO, 2)[0]), shelf, "practices") == []
        return
    certain = 0
    places = sample(GEO, 40)
    for place in places:
        reader, asker = Reader(files, []), territory(place)
        reader.place(place)
        for collection in COLLECTIONS:
            found, sure = reader.ask(asker, shelf, collection)
            best = everyone(site, asker, shelf, collection)
            certain += sure
            assert [row[0] for row in found] == [row[0] for row in best]
            assert not sure or found == best
        assert reader.weight() <= QUESTION_BYTES
    assert certain >= 0.7 * len(COLLECTIONS) * len(places)


# --- what is shown ------------------------------------------------------------------------


def test_former_members_are_nowhere(site: SiteView, files: Mapping[str, str]) -> None:
    former = {view.id for view in site.members if not view.active}
    shown = "".join(text for path, text in files.items() if "/sujets/" in path)
    assert former
    assert [id_ for id_ in former if f'"{id_}"' in shown] == []


def test_every_subject_says_how_much_it_holds(site: SiteView, files: Mapping[str, str]) -> None:
    index = json.loads(files[f"{FOLDER}/index.json"])
    assert len(index["subjects"]) == len(site.methods) + len(site.themes)
    for kind, key, label, practices, people in index["subjects"]:
        hubs = site.methods if kind == "methode" else site.themes
        (hub,) = [hub for hub in hubs if hub.key == key]
        assert label == hub.label
        assert practices == sum(view.status != "idea" for view in hub.practices)
        assert people == sum(member.active for member in hub.members)
        assert (f"{FOLDER}/sujets/{kind}-{key}.json" in files) == bool(practices or people)


def test_a_place_with_more_than_a_part_can_hold_loses_nobody(site: SiteView) -> None:
    one = next(view for view in site.practices if view.place and view.status != "idea")
    many = tuple(replace(one, id=f"fiche-{n}", url=f"/pratiques/fiche-{n}/") for n in range(300))
    files = finder.files(showing(site, practice=many), SETTINGS)
    for table in ("near", "far"):
        parts = [p for p in files if f"/sujets/tout/practices-{table}-" in p]
        held = [row[1] for path in parts for row in json.loads(files[path])["rows"]]
        assert sorted(held) == sorted(view.id for view in many)
        assert len(parts) > 1


def test_an_empty_club_writes_no_shelf(site: SiteView) -> None:
    bare = showing(site, member=(), practice=(), methods=(), themes=())
    files = finder.files(bare, SETTINGS)
    assert not [path for path in files if "/sujets/" in path]
    assert json.loads(files[f"{FOLDER}/index.json"])["count"] == [0, 0]
