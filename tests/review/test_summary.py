"""What a summary says of a change of content, without building anything."""

from dataclasses import replace
from pathlib import Path

import pytest

from generator import review
from generator.build import pipeline
from generator.core import settings
from generator.core.findings import Finding
from generator.linkcheck import outgoing
from generator.review.changes import Change, changes
from generator.review.facts import Fact, sentences
from generator.review.summary import Review, summary
from tests import cases
from tests.cases import Case

BEFORE = cases.BASE
CONSENT = '  consent:\n    date: 2025-03-01\n    notice: "1"\n    fields: [contact_details, image, summary, links]\n'


def after(tmp_path: Path, case: Case) -> tuple[list[Change], list[Change]]:
    """Return what the review sees of a case, against the base club; and what touches people."""
    root = cases.lay(case, tmp_path / "club")
    chosen = settings.load(root)
    old = pipeline.check(BEFORE, chosen, cases.TODAY).club
    new = pipeline.check(root, chosen, cases.TODAY).club
    found = changes(old, new)
    return found, Review(changes=found).people


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
    assert fact.before == "Mulhouse (commune:68224)"
    assert fact.after == "Ambérieu-en-Bugey (commune:01004)"


def test_items_of_a_list_are_told_whatever_their_order(tmp_path: Path) -> None:
    old = "    - role: maire\n      label: maire\n      area: commune:68224\n      start_date: 2020-05\n"
    new = old.replace("memberships:\n", "")
    more = "    - role: adjoint\n      area: commune:68224\n      start_date: 2014\n      end_date: 2020\n"
    ((change,), _) = after(tmp_path, edited("members.yaml", old, more + new))
    (fact,) = change.facts
    assert fact.before == ""
    assert fact.after == (
        "Adjoint au maire ; territoire du mandat : Mulhouse (commune:68224) ; "
        "début du mandat : 2014 ; fin du mandat : 2020"
    )


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
    "a consent that goes": (CONSENT, "", ["accord retiré du fichier"], 4),
    "a withdrawal": (CONSENT, WITHDRAWN, ["accord retiré par la personne"], 4),
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
        ["coordonnée retirée (téléphone)", "coordonnée ajoutée (téléphone)"],
        0,
    ),
}


@pytest.mark.parametrize(("old", "new", "said", "wrong"), PEOPLE.values(), ids=PEOPLE)
def test_what_touches_a_person_is_said(
    tmp_path: Path, old: str, new: str, said: list[str], wrong: int
) -> None:
    found, text = _review(tmp_path, edited("members.yaml", old, new))
    (person,) = found.people
    assert [what for what, _ in person.personal] == said
    assert len(found.refused) == wrong
    assert "1970" not in text
    assert "99 99 99" not in text
    assert ("🔴 **accord manquant**" in text) is bool(wrong)


def test_contact_details_in_a_text_are_noticed(tmp_path: Path) -> None:
    case = edited(
        "practices/conseil-jeunes.md", "## Moyens", "Appelez le 06 12 34 56 78.\n\n## Moyens"
    )
    _, text = _review(tmp_path, case)
    assert "une adresse" not in text
    assert "un numéro de téléphone dans le texte" in text
    assert "12 34 56" not in text


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
    fact = Fact("x", "Un champ", "🗳" * 9_000, "🗳" * 9_000)
    finding = Finding("practices/x.md", 1, 1, "F01", "x" * 900, "y" * 9_000, "z" * 9_000)
    link = outgoing.Outgoing("https://exemple.fr/" + "x" * 9_000, "practices/x.md", 1)
    review = Review(
        findings=[finding] * 2_000,
        came=[finding] * 2_000,
        changes=[
            replace(one, id=str(n), text=lines, facts=(fact,) * 90, personal=(("ajouté", "x"),))
            for n in range(2_000)
        ],
        links=[link] * 2_000,
    )
    text = summary(review)
    assert len(text.encode()) < 1_000_000  # GitHub takes 1 MiB
    assert text.count("\n") < 700
    assert "2\u202f000\xa0erreurs" in text


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


# --- what asks for a judgement ----------------------------------------------------------------

HIVER = "meetings/2026-01-20-hiver.md"
LETTER = "actions/lettre-ouverte.md"
BUDGET = "practices/budget-mulhouse.md"
# What is changed; a line of the summary; what its verdict names.
TOLD = {
    "a title alone": (
        (BUDGET, "title: Budget participatif", "title: Budget détourné"),
        "- Titre de la fiche : `Budget participatif` devient `Budget détourné`",
        "rien d’inhabituel",
    ),
    "a figure ten times larger": (
        (BUDGET, "envelope: 200000", "envelope: 2000000"),
        "- Coût, budget confié aux participants : `200 000 €` devient `2 000 000 €`, **multiplié par 10**",
        "un chiffre très différent",
    ),
    "a figure a little larger": (
        (BUDGET, "envelope: 200000", "envelope: 250000"),
        "- Coût, budget confié aux participants : `200 000 €` devient `250 000 €`",
        "rien d’inhabituel",
    ),
    "a date": (
        (BUDGET, "start_date: 2021", "start_date: 2021-03-01"),
        "- Début : `2021` devient `1er mars 2021`",
        "rien d’inhabituel",
    ),
    "a key of a vocabulary": (
        ("practices/conseil-jeunes.md", "status: completed", "status: stopped"),
        "- Avancement : `Terminée` devient `Arrêtée`",
        "rien d’inhabituel",
    ),
    "what a sheet rests on": (
        (BUDGET, "legal_basis: [loi-deux]", "legal_basis: [loi-deux, loi-une]"),
        "- Textes de la veille sur lesquels la démarche repose, ajouté : `Première loi`",
        "rien d’inhabituel",
    ),
    "a confirmation": (
        (BUDGET, "verified: 2026-01-15", "verified: 2026-06-14"),
        "- ⚠️ **à regarder : une fiche dite confirmée par un membre**",
        "une fiche dite confirmée par un membre",
    ),
    "a decision that was taken": (
        (HIVER, "decisions: [Écrire une lettre]", "decisions: [Ne rien écrire]"),
        "- Décisions, retiré : `Écrire une lettre`",
        "le compte rendu d’une réunion déjà tenue",
    ),
    "a name that no field has, inside another": (
        (BUDGET, "envelope: 200000", 'envelope: 200000, "@equipe <b>": x'),
        "- Coût, champ `@equipe <b>`, ajouté : `x`",
        "À corriger avant de publier",
    ),
    "the state of a task": (
        (HIVER, "status: done\n    done: 2026-02", "status: dropped"),
        "- Tâches, `Rédiger la lettre`, état : `faite` devient `abandonnée`",
        "rien d’inhabituel",
    ),
    "a term that means something else": (
        ("vocabularies/themes.yaml", "label: Jeunesse", "label: Vieillesse"),
        "- Libellé affiché : `Jeunesse` devient `Vieillesse`",
        "le nom d’un terme du vocabulaire",
    ),
    "an address that leads elsewhere": (
        (BUDGET, "title: Budget", "aliases: [ancienne]\ntitle: Budget"),
        "- Anciens identifiants, ajouté : `ancienne`",
        "une ancienne adresse qui mène ailleurs",
    ),
    "a sentence whose end is not shown": (
        (BUDGET, "## Objectifs", f"{'mot ' * 200}enfin l’essentiel.\n\n## Objectifs"),
        "```diff",
        "des textes trop longs pour ce résumé, à lire dans l’aperçu",
    ),
    "more sentences than are shown": (
        (BUDGET, "## Objectifs", f"{'Une phrase de plus. ' * 170}\n\n## Objectifs"),
        "… et 10 phrases de plus, à lire dans le fichier.",
        "des textes trop longs pour ce résumé, à lire dans l’aperçu",
    ),
    "a word of two alphabets": (
        (BUDGET, "title: Budget", "title: B\u0443dget"),
        "- ⚠️ **à regarder : un mot écrit dans deux alphabets, qui en imite un autre**",
        "un mot écrit dans deux alphabets",
    ),
    "a link that is not what it seems": (
        (BUDGET, "url: https://exemple.fr/budget", "url: https://exemple.fr:8443/budget"),
        "- `exemple.fr` : `https://exemple.fr:8443/budget`, `practices/budget-mulhouse.md:18` : ⚠️ port 8443",
        "un lien à l’adresse inhabituelle",
    ),
}


def _review(tmp_path: Path, case: Case) -> tuple[Review, str]:
    """Return the review of a case, without its pages, and its summary."""
    root = cases.lay(case, tmp_path / "club")
    chosen = settings.load(root)
    both = [pipeline.check(folder, chosen, cases.TODAY) for folder in (BEFORE, root)]
    found = review._compare(both[0], both[1], BEFORE, root, tmp_path / "revue")
    text = summary(found).replace("\xa0", " ").replace("\u202f", " ")
    return found, text


@pytest.mark.parametrize(("change", "line", "verdict"), TOLD.values(), ids=TOLD)
def test_what_a_reader_will_see_changed_is_said_in_words(
    tmp_path: Path, change: tuple[str, str, str], line: str, verdict: str
) -> None:
    _, text = _review(tmp_path, edited(*change))
    assert line in text.splitlines()
    assert verdict in text.splitlines()[2]


def test_a_letter_is_not_rewritten_under_those_who_signed_it(tmp_path: Path) -> None:
    text = (BEFORE / LETTER).read_text(encoding="utf-8")
    case = Case("", "ok", "", files={LETTER: text + "\nEt tout autre chose.\n"})
    found, said = _review(tmp_path, case)
    assert found.changes[0].alerts == ("le texte d’une action déjà signée",)
    assert "le texte d’une action déjà signée" in said.splitlines()[2]


def test_a_contact_declared_public_asks_for_a_look(tmp_path: Path) -> None:
    case = edited(LETTER, "signatories:\n", "public_contacts: [03 89 00 00 00]\nsignatories:\n")
    found, said = _review(tmp_path, case)
    assert found.changes[0].alerts == ("une adresse ou un numéro déclaré public",)
    assert "une adresse ou un numéro déclaré public" in said.splitlines()[2]


def test_a_signature_commits_someone(tmp_path: Path) -> None:
    old = "signatories:\n"
    new = "signatories:\n  - {member: bruno-petit, date: 2026-02}\n"
    _, said = _review(tmp_path, edited(LETTER, old, new))
    assert "une signature au nom d’un membre" in said.splitlines()[2]
    line = "- Signataires, ajouté : `Bruno Petit ; date de la signature : février 2026`"
    assert said.splitlines().count(line) == 1


def test_an_address_that_another_record_takes_is_not_lost(tmp_path: Path) -> None:
    """It leads to a record that was there before: no renaming, and yet no dead end."""
    case = Case(
        "",
        "ok",
        "",
        removed=["practices/conseil-jeunes.md"],
        edits={BUDGET: [{"replace": "title: B", "with": "aliases: [conseil-jeunes]\ntitle: B"}]},
    )
    found, said = _review(tmp_path, case)
    assert found.lost == []
    assert "une fiche retirée" in said.splitlines()[2]


def test_files_that_only_change_form_are_counted_and_nothing_more(tmp_path: Path) -> None:
    case = edited(BUDGET, "themes: [budget]", "themes:\n  - budget")
    found, said = _review(tmp_path, case)
    assert found.changes == []
    assert said.splitlines()[2].startswith("⚪ **Rien ne change pour un lecteur : seule la mise")
    assert f"fiche change (mise en forme, commentaires) : `{BUDGET}`" in said


def test_a_comment_is_told_its_contact_details_shortened(tmp_path: Path) -> None:
    case = edited(BUDGET, "title: B", "# Appeler le 06 12 34 56 78\ntitle: B")
    _, said = _review(tmp_path, case)
    assert f"- `{BUDGET}:2` : `Appeler le 06 … 78`" in said.splitlines()
    assert "des coordonnées dans un commentaire" in said.splitlines()[2]


def test_forty_records_fit_in_a_summary_that_is_read(tmp_path: Path) -> None:
    sheet = (BEFORE / "practices/conseil-jeunes.md").read_text(encoding="utf-8")
    files = {f"practices/fiche-{n}.md": sheet for n in range(40)}
    _, said = _review(tmp_path, Case("", "ok", "", files=files))
    assert "le nombre de fiches touchées (40)" in said.splitlines()[2]
    assert "pratique `Conseil de jeunes` et 37 autres" in said
    assert len(said.splitlines()) < 700


def test_one_change_in_forty_records_is_told_once(tmp_path: Path) -> None:
    sheet = (BEFORE / "practices/conseil-jeunes.md").read_text(encoding="utf-8")
    names = [f"practices/fiche-{n}.md" for n in range(40)]
    old = cases.lay(Case("", "ok", "", files=dict.fromkeys(names, sheet)), tmp_path / "old")
    new = cases.lay(
        Case("", "ok", "", files=dict.fromkeys(names, f"{sheet}\nDit 40 fois.\n")), tmp_path / "new"
    )
    found = changes(*(pipeline.check(r, settings.load(r), cases.TODAY).club for r in (old, new)))
    text = summary(Review(changes=found))
    assert text.count("Dit 40 fois.") == 1
    assert "Le même changement dans 39\xa0autres fiches" in text
    assert len(text.splitlines()) < 40


def test_one_error_in_many_places_is_told_once(tmp_path: Path) -> None:
    term = "jeunesse: {label: Jeunesse, description: Enfants et jeunes}\n"
    sheet = (BEFORE / "practices/conseil-jeunes.md").read_text(encoding="utf-8")
    case = edited(
        "vocabularies/themes.yaml",
        term,
        "",
        files={f"practices/fiche-{n}.md": sheet for n in range(12)},
    )
    found, text = _review(tmp_path, case)
    assert len(found.errors) == 13
    (line,) = [line for line in text.splitlines() if line.endswith("(V01)")]
    assert line.startswith("- `practices/conseil-jeunes.md:6`, `practices/fiche-0.md:6`, ")
    assert "et 5 autres endroits, Thèmes (`themes.0`) : " in line


def test_a_text_of_equal_sentences_does_not_take_long() -> None:
    """Comparing all to all would take minutes."""
    found = list(sentences("A.\n\n" * 2_000, "A.\n\n" * 30_000))
    assert len(found) == 28_000
