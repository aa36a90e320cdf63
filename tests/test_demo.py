"""The fictional club, as a club: nothing wrong in it, whatever its size, its seed and the day."""

import itertools
import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given
from hypothesis import settings as trying
from hypothesis import strategies as st

from generator import demo, rules
from generator.build import pipeline
from generator.core import settings
from generator.core.findings import Finding, errors
from generator.demo import practices
from generator.demo.text import capitalised, month, slots, words
from generator.kinds import Action, Meeting, Member, Practice, WatchEntry
from generator.territory.geo import geography
from tests.miniature import TODAY
from tests.site_fixtures import HOME

SIZES = st.builds(
    demo.Sizes,
    members=st.integers(1, 40),
    practices=st.integers(0, 12),
    meetings=st.integers(0, 40),
    watch=st.integers(0, 60),
    actions=st.integers(0, 12),
    signatories=st.none() | st.integers(0, 40),
)
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))
LETTERS = demo.Sizes(members=150, practices=0, meetings=0, watch=3, actions=10, signatories=90)
# What a demo says on purpose: a sheet in twenty-five lacks a section; a club may have no meeting.
MEANT = {"T05"}


def _written(folder: Path, sizes: demo.Sizes, seed: int, today: date) -> pipeline.Checked:
    demo.write_demo(folder, sizes, seed=seed, today=today, home=HOME)
    return pipeline.check(folder, settings.load(folder), today)


@trying(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SIZES, st.integers(0, 10**9), DAYS)
def test_any_demo_is_sound_on_its_day(
    tmp_path: Path, sizes: demo.Sizes, seed: int, today: date
) -> None:
    found = _written(tmp_path / "demo", sizes, seed, today).findings
    meant = MEANT if sizes.meetings else MEANT | {"D06"}
    assert [str(f) for f in found if f.code not in meant] == []


@pytest.fixture(scope="module")
def lived(tmp_path_factory: pytest.TempPathFactory) -> pipeline.Checked:
    """A club as it was written on one day."""
    sizes = demo.Sizes(members=80, practices=20, meetings=14, watch=60, actions=15)
    return _written(tmp_path_factory.mktemp("demo") / "club", sizes, 5, TODAY)


PAST = re.compile(r"\b(avai(t|ent)|étai(t|ent)|excluai|portait|restait|savait|a été|ont été)\b")
OF_AN_IDEA = re.compile(r"level\.|objectifs\.suite|.*\.idea$")
TERMS = {
    name: tuple(yaml.safe_load((HOME / "vocabularies" / f"{name}.yaml").read_text("utf-8")))
    for name in ("methods", "themes", "levels", "recruitment", "publics", "legal-kinds")
}


@pytest.mark.parametrize("name", [n for n in words("practices") if OF_AN_IDEA.match(n)])
def test_what_an_idea_may_say_is_not_told_as_past(name: str) -> None:
    assert [line for line in words("practices")[name] if PAST.search(line)] == []


@pytest.mark.parametrize("method", TERMS["methods"])
def test_a_title_that_an_idea_may_have_holds_no_result(method: str) -> None:
    told = re.compile(
        r"\{nombre\}|\{petit\} projets|\ba changé|l’expérience|pendant un an|six mois"
    )
    assert [line for line in words("methods", method)["titres"] if told.search(line)] == []


def test_a_demo_has_some_of_everything(tmp_path: Path) -> None:
    sizes = demo.Sizes(members=600, practices=90, meetings=40, watch=60, actions=10)
    checked = _written(tmp_path / "demo", sizes, 2, TODAY)
    club, today = checked.club, TODAY.isoformat()
    members, meetings = club.all(Member).values(), club.all(Meeting).values()
    practices, texts = club.all(Practice).values(), club.all(WatchEntry).values()
    places = [geography().get(str(m.memberships[0].area)) for m in members]
    tasks = [task for meeting in meetings for task in meeting.tasks]
    counts = {
        "homonyms": len(members) - len({(m.given_name, m.family_name) for m in members}),
        "long names": sum(len(m.family_name) > 20 for m in members),
        "members who left": sum(bool(m.club and m.club.left) for m in members),
        "members who agreed to nothing": sum(not m.consent for m in members),
        "mandates that nobody ended": sum(not s.end_date for m in members for s in m.memberships),
        "overseas territories": sum(p.departement.startswith("97") for p in places if p),
        "villages": sum((p.population or 0) < 500 for p in places if p),
        "large towns": sum((p.population or 0) > 100_000 for p in places if p),
        "sheets inspired by another": sum(bool(p.adapted_from) for p in practices),
        "sheets that nobody confirmed": sum(not p.verified for p in practices),
        "totals of several years": sum(
            bool(p.participants and p.participants.first_year) for p in practices
        ),
        "tables": sum("| Poste |" in club.body("practice", p.id) for p in practices),
        "footnotes": sum("[^1]:" in club.body("practice", p.id) for p in practices),
        "meetings without names": sum(bool(m.attendance) for m in meetings),
        "overdue tasks": sum(t.status == "open" and str(t.due) < today for t in tasks),
        "texts that amend another": sum(bool(text.amends) for text in texts),
        "older addresses": sum(bool(one.aliases) for one in (*members, *practices)),
    }
    assert [name for name, count in counts.items() if not count] == []
    used: dict[str, set[str | None]] = {
        "methods": {method for p in practices for method in p.methods},
        "themes": {theme for p in practices for theme in p.themes},
        "levels": {p.level for p in practices},
        "recruitment": {p.recruitment_method for p in practices},
        "publics": {public for p in practices for public in p.targeted_participants},
        "legal-kinds": {text.kind for text in texts},
    }
    assert {name: sorted(set(keys) - used[name]) for name, keys in TERMS.items()} == {
        name: [] for name in TERMS
    }
    assert {p.status for p in practices} == {"completed", "idea", "ongoing", "stopped"}
    assert {m.status for m in meetings} == {"cancelled", "held", "planned"}
    assert {m.kind for m in meetings} == {"assembly", "meeting", "session"}
    assert {t.status for t in tasks} == {"done", "dropped", "open"}
    assert {a.status for a in club.all(Action).values()} == {
        *("answered", "closed", "draft", "open", "sent")
    }


# What the makers set by themselves, beside the lists.
VALUES = {
    "members": {"an"},
    "network": {"nom"},
    "watch": {"nature", "code", "jour"},
    "practices": {
        *("lieu", "a_lieu", "collectivite", "population", "mois", "duree_totale", "an_avant"),
        *("nombre", "cout", "enveloppe", "inspire", "fiche", "texte", "membre"),
    },
    "actions": set[str](),
    "meetings": {"annee"},
}


@pytest.mark.parametrize("kind", VALUES)
def test_every_hole_of_every_line_can_be_filled(kind: str) -> None:
    holes = re.compile(r"\{([^{}|]*[^\W\d][^{}|]*)\}")
    spoken = ("theme.nom", "theme.objets", "theme.projets", "theme.services", "theme.acteurs")
    for theme, method in itertools.zip_longest(TERMS["themes"], TERMS["methods"], fillvalue=""):
        lists = slots(kind, theme, method)
        used = {name: set(holes.findall("\n".join(lines))) for name, lines in lists.items()}
        if kind != "practices":  # what is particular to sheets is not called elsewhere
            used = {name: used[name] for name in (*words(kind), *words("common"), *spoken)}
        found = {
            name: missing for name in used if (missing := used[name] - {*lists, *VALUES[kind]})
        }
        assert found == {}


def test_a_sheet_looks_back_on_years_that_are_past(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An idea may be meant for the year after next: it has been talked of for less than that."""
    ahead = date(TODAY.year + 3, 1, 5), date(TODAY.year + 3, 9, 1)
    monkeypatch.setattr(practices, "_period", lambda *_: ahead)
    sizes = demo.Sizes(members=20, practices=60, meetings=0, watch=3, actions=0)
    demo.write_demo(tmp_path, sizes, seed=3, today=TODAY, home=HOME)
    texts = [p.read_text(encoding="utf-8") for p in tmp_path.glob("practices/*.md")]
    years = [int(year) for text in texts for year in re.findall(r"Depuis (\d{4}),", text)]
    assert 0 < max(years) < TODAY.year


def test_no_step_of_what_has_begun_is_dated_after_the_day(tmp_path: Path) -> None:
    """Nor is a practice under way known by its end; nor has a text, perhaps repealed, a day to come."""
    sizes = demo.Sizes(members=30, practices=150, meetings=0, watch=80, actions=0)
    club = _written(tmp_path / "demo", sizes, 4, TODAY).club
    ahead = [capitalised(month(TODAY + timedelta(days=31 * n))) for n in range(1, 20)]
    for id_, one in club.all(Practice).items():
        if one.status != "idea":
            body = club.body("practice", id_)
            assert [month for month in ahead if f"**{month}**" in body] == [], id_
        if one.status == "ongoing":
            ends = [s.title for s in one.sources if re.search("Bilan|restitution|éval", s.title)]
            assert ends == [], id_
    texts = [club.body("watch", id_) for id_ in club.all(WatchEntry)]
    assert [text for text in texts if re.search(r"avant le .+? \d{4}", text)] == []


def test_no_file_leads_an_editor_to_a_schema_that_is_not_there(tmp_path: Path) -> None:
    _written(
        tmp_path / "demo",
        demo.Sizes(members=1, practices=0, meetings=0, watch=0, actions=0),
        1,
        TODAY,
    )
    texts = [p.read_text(encoding="utf-8") for p in sorted(tmp_path.rglob("*.yaml"))]
    assert len(texts) > 8
    assert [text for text in texts if "yaml-language-server" in text] == []


def _seen(lived: pipeline.Checked, today: date) -> list[Finding]:
    return list(rules.check(rules.Context(lived.club, today)))


def test_time_that_passes_alone_never_makes_an_error(lived: pipeline.Checked) -> None:
    for days in range(0, 800, 31):
        found = errors(_seen(lived, TODAY + timedelta(days=days)))
        assert [str(f) for f in found] == []


def test_a_club_left_alone_is_told_what_it_has_let_pass(lived: pipeline.Checked) -> None:
    codes = {f.code for f in _seen(lived, TODAY + timedelta(days=400))}
    assert {"D05", "D06", "D09", "D12", "P04"} <= codes


def test_a_letter_is_signed_by_as_many_as_asked_if_they_were_in_office(tmp_path: Path) -> None:
    found = _written(tmp_path / "demo", LETTERS, 1, TODAY).club.all(Action).values()
    signed = [(a.status, len({s.member for s in a.signatories})) for a in found]
    assert {count for status, count in signed if status == "draft"} == {0}
    assert {count for status, count in signed if status == "open"} == {90}
    assert all(30 < count <= 90 for status, count in signed if status != "draft")


def test_a_letter_is_signed_by_no_more_than_there_are(tmp_path: Path) -> None:
    few = replace(LETTERS, members=30, signatories=500)
    checked = _written(tmp_path / "demo", few, 1, TODAY)
    assert errors(checked.findings) == []
    found = checked.club.all(Action).values()
    assert {len(a.signatories) for a in found if a.status == "open"} <= set(range(15, 31))
