"""What a summary says of a change of content, without building anything."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator import outgoing, pipeline, settings
from generator.findings import Finding
from generator.quoting import MAX_LINE
from generator.review.changes import Change, changes, entries, sentences
from generator.review.outside import ignored
from generator.review.people import Personal, personal
from generator.review.summary import Review, summary
from tests import cases
from tests.cases import Case

BEFORE = cases.BASE
CONSENT = '  consent:\n    date: 2021-03-01\n    notice: "1"\n    fields: [contact_details, image, summary]\n'


def after(tmp_path: Path, case: Case) -> tuple[list[Change], list[Personal]]:
    """Return what the review sees of a case, against the base club."""
    root = cases.lay(case, tmp_path / "club")
    chosen = settings.load(root)
    old = pipeline.check(BEFORE, chosen, cases.TODAY).club
    new = pipeline.check(root, chosen, cases.TODAY).club
    found = changes(old, new)
    return found, personal(found, entries(old), entries(new))


def edited(name: str, old: str, new: str, **more: object) -> Case:
    return Case("", "ok", "", edits={name: [{"replace": old, "with": new}]}, **more)  # type: ignore[arg-type]


def test_a_record_that_did_not_change_is_not_told(tmp_path: Path) -> None:
    case = edited("practices/budget-mulhouse.md", "title: Budget", "# relu\ntitle:   Budget")
    assert after(tmp_path, case) == ([], [])


def test_facts_are_told_with_their_french_name_and_places_with_theirs(tmp_path: Path) -> None:
    case = edited("practices/budget-mulhouse.md", "area: commune:68224", "area: commune:01004")
    ((change,), _) = after(tmp_path, case)
    (fact,) = change.facts
    assert (fact.field, fact.label) == ("area", "Territoire")
    assert fact.before == "commune:68224 (Mulhouse)"
    assert fact.after == "commune:01004 (Ambérieu-en-Bugey)"


def test_items_of_a_list_are_told_whatever_their_order(tmp_path: Path) -> None:
    old = "    - role: maire\n      label: maire\n      area: commune:68224\n      start_date: 2020-05\n"
    new = old.replace("memberships:\n", "")
    more = "    - role: adjoint\n      area: commune:68224\n      start_date: 2014\n      end_date: 2020\n"
    ((change,), _) = after(tmp_path, edited("members.yaml", old, more + new))
    (fact,) = change.facts
    assert (fact.before, fact.after.startswith("role : adjoint")) == ("", True)


RENAMED = {
    "without an alias": ("", True),
    "with an alias": ("aliases: [conseil-jeunes]\n", False),
}


@pytest.mark.parametrize(("alias", "lost"), RENAMED.values(), ids=RENAMED)
def test_a_renamed_record_is_told_once(tmp_path: Path, alias: str, lost: bool) -> None:
    text = (BEFORE / "practices/conseil-jeunes.md").read_text(encoding="utf-8")
    case = Case(
        "",
        "ok",
        "",
        removed=["practices/conseil-jeunes.md"],
        files={"practices/assemblee.md": text.replace("title:", f"{alias}title:", 1)},
    )
    found, _ = after(tmp_path, case)
    told = {(c.how, c.id, c.former, c.heir, c.lost) for c in found}
    assert told == {
        ("renamed", "assemblee", "conseil-jeunes", "", False),
        ("removed", "conseil-jeunes", "", "assemblee", lost),
    }
    text = summary(Review(changes=found))
    assert text.count("####") == 1
    assert ("Adresses perdues" in text) is lost


def test_a_record_that_cannot_be_read_is_not_said_removed(tmp_path: Path) -> None:
    found, _ = after(
        tmp_path, edited("practices/conseil-jeunes.md", "title: Conseil", "title: [Conseil")
    )
    assert [(c.how, c.lost) for c in found] == [("unreadable", False)]
    broken = edited("members.yaml", "  given_name: Alice", "\tgiven_name: Alice")
    found, people = after(tmp_path / "two", broken)
    assert {c.how for c in found if c.kind == "member"} == {"unreadable"}
    assert people == []


WITHDRAWN = CONSENT + "    withdrawn: 2026-06-01\n"
PEOPLE = {
    "a consent that goes": (CONSENT, "", ["accord retiré du fichier"], 3),
    "a withdrawal": (CONSENT, WITHDRAWN, ["accord retiré par la personne"], 3),
    "a field less": (
        CONSENT,
        CONSENT.replace("image, ", ""),
        ["accord modifié"],
        1,
    ),
    "a name": ("family_name: Martin", "family_name: Durand", ["nom changé"], 0),
    "a summary": ("summary: Élue", "summary: Maire", ["présentation modifiée"], 0),
    "a field that is not one": (
        "  given_name: Alice\n",
        "  given_name: Alice\n  birth_date: 1970-01-02\n",
        ["champ inconnu, dont la valeur n’est pas répétée ici"],
        0,
    ),
    "another number": (
        "+33 6 12 34 56 78",
        "+33 6 99 99 99 99",
        ["téléphone retiré", "téléphone ajouté"],
        0,
    ),
}


@pytest.mark.parametrize(("old", "new", "said", "wrong"), PEOPLE.values(), ids=PEOPLE)
def test_what_touches_a_person_is_said(
    tmp_path: Path, old: str, new: str, said: list[str], wrong: int
) -> None:
    found, (person,) = after(tmp_path, edited("members.yaml", old, new))
    assert [what for what, _ in person.what] == said
    assert len(person.wrong) == wrong
    text = summary(Review(changes=found, people=[person]))
    assert "1970" not in text
    assert "99 99 99" not in text
    assert ("**accord manquant**" in text) is bool(wrong)


def test_contact_details_in_a_text_are_noticed(tmp_path: Path) -> None:
    case = edited(
        "practices/conseil-jeunes.md", "## Moyens", "Appelez le 06 12 34 56 78.\n\n## Moyens"
    )
    found, (person,) = after(tmp_path, case)
    assert person.what == (("téléphone dans le texte", "06 … 78"),)
    assert "12 34 56" not in summary(Review(changes=found, people=[person]))


def test_sentences_are_compared_not_lines() -> None:
    before = "Une phrase\nsur deux lignes. Une autre.\n\n- un point\n- deux"
    after_ = "Une phrase sur\ndeux lignes. Une autre, changée.\n\n- un point\n- trois"
    assert list(sentences(before, after_)) == [
        ("-", "Une autre."),
        ("+", "Une autre, changée."),
        ("-", "- deux"),
        ("+", "- trois"),
    ]


def test_a_huge_proposal_has_a_summary_that_can_be_read() -> None:
    one = Change("added", "practice", "x", "T" * 5_000, "/x/", "practices/x.md", 1)
    lines = tuple(("+", "mot " * 1_000) for _ in range(500))
    finding = Finding("practices/x.md", 1, 1, "F01", "x" * 900, "y" * 9_000, "z" * 9_000)
    link = outgoing.Outgoing("https://exemple.fr/" + "x" * 9_000, "practices/x.md", 1)
    review = Review(
        findings=[finding] * 2_000,
        came=[finding] * 2_000,
        changes=[replace(one, id=str(n), text=lines) for n in range(2_000)],
        links=[link] * 2_000,
        people=[Personal("P" * 900, "members.yaml", 1, (("courriel ajouté", "x"),))] * 2_000,
    )
    text = summary(review)
    assert len(text.encode()) < 160 * MAX_LINE * 2 + 100_000
    assert text.count("\n") < 700
    assert "2000 erreurs" in text


ADDRESSES = {
    "https://exemple.fr/a": [],
    "http://exemple.fr/": ["sans chiffrement (http)"],
    "https://banque.fr@exemple.fr/": [
        "un nom précède l’hôte : l’adresse n’est pas ce qu’elle semble"
    ],
    "https://exemple.fr:8443/": ["port 8443"],
    "https://192.0.2.7/": ["une machine désignée par son numéro"],
    "https://\u0435xemple.fr/": ["l’hôte contient des lettres non latines"],
    "https://[::1": ["adresse illisible"],
}


@pytest.mark.parametrize(("url", "doubts"), ADDRESSES.items())
def test_what_is_unusual_in_an_address_is_said(url: str, doubts: list[str]) -> None:
    assert outgoing.Outgoing(url, "x.md", 1).doubts == doubts


def test_the_tools_of_a_laptop_are_not_part_of_a_proposal(tmp_path: Path) -> None:
    for name in (
        ".venv/lib/x.py",
        ".club/x",
        "site/index.html",
        "revue/resume.md",
        "a/__pycache__/x",
    ):
        path = tmp_path / "head" / name
        path.parent.mkdir(parents=True)
        path.write_text("x", encoding="utf-8")
    (tmp_path / "base").mkdir()
    found = ignored(tmp_path / "base", tmp_path / "head", tmp_path / "head" / "revue")
    assert found == []
