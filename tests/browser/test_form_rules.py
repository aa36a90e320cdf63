"""What the forms accept, the checker accepts: the browser's rules against the models', on generated answers.

The modules of the forms run in the real Chromium, many answers a call; the other side is the types,
the reader and the whole of `club check`.
"""

import json
import re
import shutil
import textwrap
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from playwright.sync_api import Browser, Page
from pydantic import TypeAdapter, ValidationError

from generator import views
from generator.build import pipeline
from generator.core import personal
from generator.core import settings as club_settings
from generator.exports import forms as exported
from generator.records import types
from generator.sources.characters import FORBIDDEN, repair
from generator.sources.comments import comments
from generator.sources.strict_yaml import compose, load, runs
from tests.browser.conftest import Sites
from tests.browser.modules import serve_modules
from tests.miniature import CLUB
from tests.site_fixtures import HOME
from tests.test_remedies import VALUES

pytestmark = pytest.mark.browser

TODAY = date(2026, 6, 15)
KINDS = ("pratique", "reunion", "membre", "texte", "action")
# Examples are few and hold many answers each: a call to the browser costs more than an answer.
MANY = settings(max_examples=25, suppress_health_check=list(HealthCheck))

FIELDS: dict[str, tuple[dict[str, Any], Any]] = {
    "title": ({"type": "line", "longest": 500}, types.Title),
    "summary": ({"type": "line", "longest": 2000}, types.Summary),
    "text": ({"type": "line", "longest": 5000}, types.Text),
    "url": ({"type": "url"}, types.Url),
    "count": ({"type": "count"}, types.Count),
    "year": ({"type": "count", "low": types.FIRST_YEAR, "high": types.LAST_YEAR}, types.Year),
    "date": ({"type": "date"}, types.PartialDate),
    "moment": ({"type": "moment"}, types.Moment),
    "contact": ({"type": "contact"}, types.PublicContact),
}


@pytest.fixture(scope="module")
def forms(browser: Browser, sites: Sites) -> Iterator[Page]:
    """A page of the site where the modules of the forms are at hand, as `window.forms`."""
    context = browser.new_context(locale="fr-FR")
    page = context.new_page()
    serve_modules(page)
    page.goto(sites["miniature"].page("contribuer/pratique/"))
    page.evaluate(
        """async kinds => {
            const {dataset} = document.querySelector('script[data-root]');
            window.data = async name => (await fetch(`${dataset.internal}contribuer/donnees/${name}.json`)).json();
            const [check, dates, file, model] = await Promise.all(
                ['form/check', 'core/dates', 'form/file', 'form/model']
                    .map(name => import(`/src/${name}.js`)));
            const said = {};
            for (const kind of kinds) said[kind] = await data(kind);
            window.forms = {...dates, ...file, ...model, ...check, said, check: check.checker(said.pratique.rules)};
        }""",
        list(KINDS),
    )
    yield page
    context.close()


def refusal(kind: Any, value: str) -> str:
    """Return how the model refuses a value, empty when it does not."""
    try:
        TypeAdapter(kind).validate_python(value)
    except ValidationError as error:
        context = error.errors()[0]["ctx"]
        return f"{context['message']} ; {context['hint']}"
    return ""


def answers(page: Page, name: str, values: list[str]) -> list[tuple[str, str]]:
    """Return each value as the form cleans it, and how it then refuses it."""
    found: list[tuple[str, str]] = page.evaluate(
        """([field, values]) => values.map(text => {
            const value = forms.check.clean(text).trim();
            const wrong = forms.check.refuse(field, value);
            return [value, wrong ? `${wrong.message} ; ${wrong.hint}` : ''];
        })""",
        [FIELDS[name][0], values],
    )
    return found


# --- values -------------------------------------------------------------------------------

ANY = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
DIGITS = "0123456789"
NEAR = {
    "contact": st.text("ab@.é +-0123456789\u00a0", max_size=20),
    "title": st.one_of(ANY, st.integers(490, 510).map(lambda n: "é" * n)),
    "summary": st.integers(1_990, 2_010).map(lambda n: "a🏛" * (n // 2)),
    "text": st.one_of(ANY, st.integers(4_990, 5_010).map(lambda n: "x" * n)),
    "url": st.one_of(
        ANY,
        st.builds(
            "{}{}{}{}".format,
            st.sampled_from(["https://", "http://", "HTTPS://", "ftp://", "javascript:", "//", ""]),
            st.text("abcéœ01-_.@", max_size=12).map(lambda t: f"{t}.fr")
            | st.sampled_from(["exemple.fr", "a.b", "xn--a.fr", "127.0.0.1", "[::1]", "é.fr."]),
            st.sampled_from(["", ":80", ":99999", ":x", ":"]),
            st.text("/?#=&%a1é \"<>'()[]|{}`\\", max_size=10).map(lambda t: f"/{t}" if t else ""),
        ),
    ),
    "count": st.one_of(
        ANY,
        st.text("0123456789 _\u00a0\u202f.,-", max_size=24),
        st.integers(0, 10**7).map(lambda n: f"{n:,}".replace(",", "\u202f")),
    ),
    "year": st.one_of(st.integers(1_700, 2_300).map(str), st.text("0129 ", max_size=6)),
    "date": st.one_of(
        ANY,
        st.dates().map(str),
        st.builds("{:04}-{:02}".format, st.integers(0, 9_999), st.integers(0, 13)),
        st.builds(
            "{}-{:02}-{:02}".format,
            st.integers(1_990, 2_030),
            st.integers(0, 13),
            st.integers(0, 32),
        ),
        st.sampled_from(["9999", "9999-12", "9999-11", "9999-12-31", "0000", "٢٠٢٦", "2026-3"]),
    ),
    "moment": st.one_of(
        st.dates().map(str),
        st.builds(
            "{}{}{:02}:{:02}{}".format,
            st.dates(date(2, 1, 2), date(9997, 12, 30)),
            st.sampled_from(["T", " "]),
            st.integers(0, 25),
            st.integers(0, 61),
            st.sampled_from(
                ["", ":59", ":60", "Z", "+02:00", "-03:00", "-23:59", "+15:00", "+24:00"]
            ),
        ),
    ),
}


@pytest.mark.parametrize("name", FIELDS)
@MANY
@given(data=st.data())
def test_a_value_is_refused_here_as_it_is_there(
    name: str, data: st.DataObject, forms: Page
) -> None:
    values = data.draw(st.lists(NEAR[name], min_size=1, max_size=60))
    for value, said in answers(forms, name, values):
        if name == "url" and "xn--" in value.lower():
            assert said, "a coded name is left to those who know the plain text"
        elif name in {"count", "year", "date", "moment"}:
            # The checker says more of these: what was surely meant, or why it cannot be told.
            assert bool(said) == bool(refusal(FIELDS[name][1], value)), value
        else:
            # How to mend it is told in the words of who fills a form; what is wrong, in the same.
            assert said.partition(" ; ")[0] == refusal(FIELDS[name][1], value).partition(" ; ")[0]


@MANY
@given(values=st.lists(ANY | NEAR["moment"], max_size=60))
def test_no_moment_is_accepted_that_the_checker_refuses(values: list[str], forms: Page) -> None:
    for value, said in answers(forms, "moment", values):
        assert said or not refusal(types.Moment, value), value


DISGUISES = yaml.safe_load(
    (Path(__file__).parents[1] / "disguises.yaml").read_text(encoding="utf-8")
)


def private_here(texts: list[str], forms: Page) -> list[bool]:
    """Return which texts the form refuses for what they say of someone."""
    found: list[bool] = forms.evaluate(
        "texts => texts.map(text => forms.check.personalIn(text) !== null)", texts
    )
    return found


def private_there(text: str) -> bool:
    return bool(personal.find(text)) or personal.births(text) or personal.homes(text)


def test_what_is_typed_plainly_is_refused_here_as_it_is_there(forms: Page) -> None:
    """Whoever disguises it meets the review (`tests/test_personal.py`)."""
    texts = [
        *("06 12 34 56 78", "06.12.34.56.78", "0612345678", "06-12-34-56-78", "06 12 34\n56 78"),
        *("+33 6 12 34 56 78", "0033612345678", "+33 (0)6 12 34 56 78", "01 (23) 45 67 89"),
        *("camille@exemple.fr", "Camille.Exemple@Mairie-Exemple.FR", "<camille@exemple.fr>"),
        *("mailto:camille@exemple.fr", "née le 12 mars 1970", "Né le 12/03/1970 à Mulhouse"),
        *("Date de naissance : 12/03/1970", "domicile : 12 rue des Lilas, 68100 Mulhouse"),
        "Camille habite 12 rue des Lilas, 68100 Mulhouse",
    ]
    assert [text for text in texts if not private_there(text)] == []
    assert [
        text for text, seen in zip(texts, private_here(texts, forms), strict=True) if not seen
    ] == []


def test_what_the_checker_lets_be_is_let_be_here(forms: Page) -> None:
    texts = [text for group in DISGUISES.values() for text in group if not private_there(text)]
    assert len(texts) > 100
    assert [
        text for text, seen in zip(texts, private_here(texts, forms), strict=True) if seen
    ] == []


def test_a_public_service_is_named_when_the_record_says_so(forms: Page) -> None:
    said = forms.evaluate(
        """() => {
            const fields = forms.said.pratique.steps.flatMap(step => step.fields);
            const wrong = values => forms.check.fieldProblems(fields, values)
                .filter(({path}) => ['organizer', 'public_contacts'].includes(path[0])).map(one => `${one.message} ; ${one.hint}`);
            return [wrong({organizer: 'Mairie, 03.89.00.00.00'}),
                wrong({organizer: 'Mairie, 03.89.00.00.00', public_contacts: ['+33 3 89 00 00 00']}),
                wrong({public_contacts: ['la mairie']})];
        }"""
    )
    assert said == [
        [
            (
                "un numéro de téléphone dans le texte ; retirez-le, ou ajoutez-le sous « Coordonnées "
                "publiques citées dans le texte » si c’est celui d’un service public"
            )
        ],
        [],
        [
            (
                "« la mairie » n’est ni une adresse électronique ni un numéro de téléphone ; "
                "écrivez l’un ou l’autre, seul : 03 89 00 00 00"
            )
        ],
    ]


def test_a_home_stops_no_one(forms: Page) -> None:
    said = forms.evaluate(
        """() => [['pratique', 'organizer'], ['reunion', 'location']]
            .map(([form, name]) => forms.check.fieldProblems(forms.said[form].steps.flatMap(step => step.fields).filter(one => one.name === name),
                {[name]: '12 rue des Lilas, 68100 Mulhouse'}).map(({path, mild}) => [path, mild ?? false]))"""
    )
    assert said == [[[["organizer"], True]], []]


@MANY
@given(values=st.lists(st.text("ab@.,;é +-()0123456789\u00a0", max_size=20), max_size=60))
def test_a_contact_has_the_form_the_checker_expects(values: list[str], forms: Page) -> None:
    for kind in ("email", "phone"):
        accepted = forms.evaluate(
            """([kind, values]) => {
                const steps = forms.said.membre.steps.flatMap(step => step.fields);
                const field = steps.find(({name}) => name === 'contact_details');
                return values.map(value => [forms.check.line(value), forms.check.fieldProblems(
                    [{...field, consented: false}], {contact_details: [{type: kind, value}]}).length === 0]);
            }""",
            [kind, values],
        )
        for value, good in accepted:
            assert good == bool(value and types.valid_contact(kind, value)), (kind, value)


# Where the checker is not sure, the form says beside the field what it understood.
HERE = {
    "date": {
        "mars 24": "2024-03",
        "12/03/24": "2024-03-12",
        "12 mars 24": "2024-03-12",
        "oct-21": "2021-10",
        "12/03": "12/03",
        "demain": "demain",
    },
    "moment": {"1er avril 2026, 9:05": "2026-04-01T09:05", "avril 2026": "2026-04"},
}


@pytest.mark.parametrize(
    ("kind", "field"), [("date", "practice start_date"), ("moment", "meeting start")]
)
def test_dates_are_understood_here_as_they_are_there(kind: str, field: str, forms: Page) -> None:
    told = {typed: meant for typed, meant in VALUES[field].items() if not meant.startswith("?")}
    code = """([kind, texts]) => texts.map(text => {
        const value = forms.check.tidy({type: kind}, text);
        return [text, value, forms.check.refuse({type: kind}, value) !== null];
    })"""
    found = forms.evaluate(code, [kind, list(VALUES[field] | HERE[kind])])
    understood = {typed: value for typed, value, _ in found}
    assert {typed: understood[typed] for typed in told | HERE[kind]} == told | HERE[kind]
    # A year of two digits is proposed there.
    unsure = {
        typed for typed, said in VALUES[field].items() if said[0] == "?" and "vous dire" not in said
    }
    assert [typed for typed, _, refused in found if typed in unsure and not refused] == []


@pytest.mark.parametrize(
    ("iso", "words", "typed"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "mars 2024", "mars 2024"),
        ("2024-03-01", "1er mars 2024", "01/03/2024"),
        ("2026-03-12T18:30", "12 mars 2026 à 18 h 30", "12/03/2026 18h30"),
        ("2026-03-12T18:00", "12 mars 2026 à 18 h", "12/03/2026 18h00"),
        ("2026-03-12T18:30+02:00", "12 mars 2026 à 18 h 30", "2026-03-12T18:30+02:00"),
        ("12/03/24", "12/03/24", "12/03/24"),
    ],
)
def test_a_date_is_shown_in_words_and_as_one_types_it(
    iso: str, words: str, typed: str, forms: Page
) -> None:
    said = forms.evaluate("iso => [forms.inWords(iso), forms.asTyped(iso)]", iso)
    assert [one.replace("\u00a0", " ") for one in said] == [words, typed]


@MANY
@given(days=st.lists(st.dates(date(1000, 1, 1), date(9998, 12, 31)), min_size=1, max_size=40))
def test_a_date_in_words_is_read_back(days: list[date], forms: Page) -> None:
    texts = [str(day)[:size] for day in days for size in (4, 7, 10)]
    texts += [f"{day}T09:05" for day in days]
    for way in ("inWords", "asTyped"):
        code = f"texts => texts.map(text => forms.toMoment(forms.{way}(text)))"
        assert forms.evaluate(code, texts) == texts


# --- YAML ---------------------------------------------------------------------------------

# What YAML reads something in, and what French is written with.
SIGNS = ":#-'\"éœÆ’«»{}[],&*!|>%@`?\\ \n\t~=<€🏛\u00a0\u202f0123abcYNnoEe.+_/"


def visible(text: str) -> str:
    """Return `text` as a source may hold it."""
    return repair(FORBIDDEN.sub("", text), body=0).text


TEXTS = st.lists(
    (
        st.text(SIGNS, max_size=30)
        | ANY
        | st.sampled_from(["no", "Yes", "null", "~", "1e3", "- a", "?", "a:"])
    ).map(visible),
    min_size=1,
    max_size=40,
)


@MANY
@given(texts=TEXTS)
def test_every_text_comes_back_from_the_yaml(texts: list[str], forms: Page) -> None:
    written = forms.evaluate(
        """texts => forms.file([
            {name: 'one', type: 'line'},
            {name: 'many', type: 'line', many: true},
            {name: 'groups', type: 'group', many: true, fields: [{name: 'a', type: 'line'}, {name: 'b', type: 'line'}]},
            {name: 'group', type: 'group', fields: [{name: 'a', type: 'line'}, {name: 'b', type: 'line', many: true}]},
        ], {one: texts[0], many: texts, groups: texts.map(a => ({a, b: a})), group: {a: texts[0], b: texts}}, '')""",
        texts,
    )
    value, problems = load(written.removeprefix("---\n").removesuffix("---\n"))
    assert problems == []
    assert value == {
        "one": texts[0],
        "many": texts,
        "groups": [{"a": text, "b": text} for text in texts],
        "group": {"a": texts[0], "b": texts},
    }


@MANY
@given(texts=TEXTS)
def test_an_entry_of_a_list_comes_back_from_the_yaml(texts: list[str], forms: Page) -> None:
    written = forms.evaluate(
        """texts => texts.map((a, n) => forms.entry([
            {name: 'a', type: 'line'},
            {name: 'groups', type: 'group', many: true, fields: [{name: 'b', type: 'line'}, {name: 'c', type: 'line'}]},
        ], `id-${n}`, {a, groups: [{b: a}, {b: a, c: a}]})).join('')""",
        texts,
    )
    value, problems = load(written)
    assert problems == []
    assert value == [
        {"id": f"id-{n}", "a": text, "groups": [{"b": text}, {"b": text, "c": text}]}
        for n, text in enumerate(texts)
    ]


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("L’eau à Nœux-les-Mines", "l-eau-a-noeux-les-mines"),
        ("  Budget « vert » #1  ", "budget-vert-1"),
        ("CON", "con-1"),
        ("index", "index-1"),
        ("東京", ""),
        ("mot " * 40, "mot-" * 14 + "mot"),
    ],
)
def test_an_id_is_made_of_the_title(title: str, slug: str, forms: Page) -> None:
    assert forms.evaluate("title => forms.identified(title)", title) == slug


# --- whole forms --------------------------------------------------------------------------

WORDS = st.text(SIGNS, min_size=1, max_size=25) | st.sampled_from(
    ["Budget participatif", "L’eau à Nœux : 2e édition", "no", "- tiret", "# dièse", "{{7*7}}"]
)
PIECES = st.sampled_from(
    [
        "Un paragraphe, **gras** et *italique*.",
        "- un\n- deux",
        "### Un titre",
        "[le bilan](https://exemple.fr/a?b=1), [une page](/pratiques/)",
        "| a | b |\n|---|---|\n| c | d |",
        "```\nbloc\n```",
        "Une phrase.\nUne autre, 12 % de plus.\n• Une puce",
    ]
)
ENDS = {"end_date", "deadline", "left", "end", "next"}
BEGUN = ["2019", "2024-03", "12/03/2024", "mars 2025"]
DAYS = [*BEGUN, "2026-06-15", "2026-06-16", "2030", "2026-02-30"]
MOMENTS = ["12/03/2026 18h30", "2026-03-12 20:00", "2026-09-10T18:00"]


@dataclass(frozen=True, slots=True)
class Answers:
    """Strategies for the answers to a form; `good` ones leave few things to refuse."""

    ids: dict[str, list[str]]
    good: bool

    def form(self, said: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
        """Return whole answers to a form."""
        fields = {f["name"]: self.question(f) for step in said["steps"] for f in step["fields"]}
        titles = [title for step in said["steps"] for title, _ in step["texts"]]
        passages = st.lists(PIECES, max_size=4, unique=True).map("\n\n".join)
        body = st.fixed_dictionaries(dict.fromkeys(titles, passages))
        return st.fixed_dictionaries({**fields, "#": body})

    def question(self, field: dict[str, Any]) -> st.SearchStrategy[Any]:
        """Return answers to one question."""
        one = self.value(field)
        if field.get("many"):
            unique = field["type"] in {"term", "choice", "ref"}
            return st.lists(one, min_size=field.get("least", 0), max_size=2, unique=unique)
        return one if field.get("required") else st.sampled_from([""]) | one

    def value(self, field: dict[str, Any]) -> st.SearchStrategy[Any]:
        """Return one answer of a field's type."""
        type_, good = field["type"], self.good
        if type_ == "group":
            return st.fixed_dictionaries({f["name"]: self.question(f) for f in field["fields"]})
        ends = good and field["name"] in ENDS
        counts = ["2024", "1789", "2 024"] if field.get("high") else ["1 250", "20000 €"]
        some = {
            "term": [key for key, _ in field.get("choices", ())],
            "choice": [key for key, _ in field.get("choices", ())],
            "ref": self.ids.get(field.get("of", ""), []) or [""],
            "area": ["commune:68224", "epci:244400404", "region:76"],
            "url": ["https://exemple.fr/a#b", "http://a.exemple.fr:8080"]
            + ["exemple"] * (not good),
            "count": counts + ["0", "9"] * (not good),
            "date": ["2030"] if ends else BEGUN if good else DAYS,
            "moment": ["2030"] if ends else MOMENTS if good else [*DAYS, *MOMENTS],
        }
        return st.sampled_from(some[type_]) if type_ in some else WORDS


# A form as it is described, and the ids it may refer to.
_DESCRIBED = """async kind => {
    const ids = {};
    for (const of of ['member', 'contact', 'practice', 'meeting', 'watch', 'action']) {
        ids[of] = (await data(`choix-${of}`)).map(([id]) => id);
    }
    return [forms.said[kind], ids];
}"""


# What several fields must be to each other, and to the day: the review says it of a proposal. No form offers a
# record to itself (R04). Signs drawn by chance may disguise an address, which the review alone undoes (P05).
REVIEWED = frozenset("D02 D03 D04 D05 D07 D08 D10 D13 P05 R04 R06 R07".split())


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=12, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_a_form_accepts_the_checker_accepts(
    kind: str, data: st.DataObject, forms: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    said, ids = forms.evaluate(_DESCRIBED, kind)
    good, any_ = (Answers(ids, good=good).form(said) for good in (True, False))
    forms_filled = data.draw(st.lists(good | any_, min_size=1, max_size=25))
    made = forms.evaluate(
        """async ([kind, all, today, ids]) => {
            const core = forms.model(forms.said[kind], null, today);
            const taken = new Set(ids);
            const found = [];
            for (const values of all) {
                if (core.problems(values).length) continue;
                const {path, name, text, listed} = core.proposal(values, taken);
                taken.add(name.replace(/\\.\\w+$/, ''));
                found.push([path, text, listed ?? false]);
            }
            return found;
        }""",
        [kind, forms_filled, str(TODAY), ids[said["kind"]]],
    )
    root = tmp_path_factory.mktemp("proposed") / "club"
    shutil.copytree(CLUB, root)
    before = {str(f) for f in check(root)}
    for path, text, listed in made:
        target = root / path
        assert listed or not target.exists(), "an id is never taken twice"
        with target.open("a", encoding="utf-8") as file:
            file.write(text)
    found = [f for f in check(root) if str(f) not in before and f.code not in REVIEWED]
    assert found == []
    for _, text, _ in made:
        assert text == visible(text)


# --- corrections --------------------------------------------------------------------------


def annotated(text: str) -> str:
    """Return a source in which nearly every line of fields carries a comment, saying the same."""
    start, end = (0, len(text)) if not text.startswith("---\n") else (4, text.index("\n---\n") + 1)
    head = []
    for count, line in enumerate(text[start:end].splitlines(keepends=True)):
        if re.match(r" *(- )?[a-z_]+: *[^ |>\n\"'][^\n]*$", line) and "#" not in line:
            line = f"{line.rstrip()}  # note {count}\n"  # noqa: PLW2901 - the same line, annotated
        if re.match(r"[a-z]", line):
            line = f"# au-dessus {count}\n{line}"  # noqa: PLW2901 - the same line, annotated
        head.append(line)
    made = f"{text[:start]}{''.join(head)}{text[end:]}"
    assert load(split(made)[0])[0] == load(split(text)[0])[0]
    return made


def split(text: str) -> tuple[str, str]:
    """Return the YAML of a source, then its body."""
    if not text.startswith("---\n"):
        return text, ""
    head, _, body = text.removeprefix("---\n").partition("---\n")
    return head, body


def notes(text: str) -> list[str]:
    """Return the comments of a source."""
    head = split(text)[0]
    root = compose(head)
    return sorted(c.text for c in comments(head, root)) if root else []


def applied(before: str, made: str, *, listed: bool) -> str:
    """Return a source where a partial correction was put in its place, as its first lines ask."""
    (head, body), (yaml, text) = split(before), split(made)
    gone = re.findall(r"^ *# À retirer : (\w+)$", yaml, re.MULTILINE)
    if listed:
        yaml = re.sub(r"^#.*\n", "", yaml, flags=re.MULTILINE).replace("- ", "  ", 1)
        yaml = textwrap.dedent(yaml)
    new = {name: run for name, run in runs(yaml) if name and name != "id"}
    root: Any = compose(head)
    if listed:
        wanted: Any = load(yaml)[0]
        root = next(one for one in root.value if one.value[0][1].value == wanted["id"])
    lines = head.splitlines(keepends=True)
    column, last = root.start_mark.column, min(root.end_mark.line, len(lines))
    starts = [(key.value, key.start_mark.line) for key, _ in root.value]
    ends = [start for _, start in starts[1:]] + [last]

    def run(name: str) -> list[str]:
        return [" " * column + line for line in new[name].splitlines(keepends=True)]

    added = [line for name in new if name not in dict(starts) for line in run(name)]
    for (name, start), after in reversed(list(zip(starts, ends, strict=True))):
        end = after
        while not lines[end - 1].strip() or lines[end - 1].lstrip().startswith("#"):
            end -= 1
        lines[end:end], added = added, []
        if name in new or name in gone:
            kept = re.findall(r"# .*$", "".join(lines[start:end]), re.MULTILINE)
            above = [f"{' ' * column}{note}\n" for note in kept]
            lines[start:end] = above + (run(name) if name in new else [])
    return "".join(lines) if listed else f"---\n{''.join(lines)}---\n{text or body}"


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    """The miniature club full of comments, and the data of its forms."""
    root = tmp_path_factory.mktemp("written") / "club"
    shutil.copytree(CLUB, root)
    for path in [root / "members.yaml", *root.glob("[!c]*/*.md")]:
        path.write_text(annotated(path.read_text(encoding="utf-8")), encoding="utf-8")
    checked = pipeline.check(root, club_settings.load(root), TODAY)
    site = views.site(checked.club, today=TODAY, fictional=True)
    files = exported.files(site, club_settings.load(root))
    return root, {path: json.loads(text) for path, text in files.items()}


@pytest.mark.parametrize("kind", KINDS)
def test_a_correction_changes_what_it_says_and_nothing_else(
    kind: str,
    forms: Page,
    written: tuple[Path, dict[str, Any]],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    clean, files = written
    said, ids = forms.evaluate(_DESCRIBED, kind)
    folder = f"contribuer/donnees/fiches/{said['kind']}/"
    sheets = {path[len(folder) : -5]: one for path, one in files.items() if path.startswith(folder)}
    fields = {f["name"]: f for step in said["steps"] for f in step["fields"]}
    answers = Answers(ids, good=True)
    # An agreement is a whole: what it names and its date go together, and are tried elsewhere. So are
    # the public contacts that the text of a sheet cites.
    apart = {
        "consent",
        "public_contacts",
        *(name for name, field in fields.items() if field.get("consented")),
    }
    some = st.fixed_dictionaries(
        {},
        optional={name: answers.question(f) for name, f in fields.items() if name not in apart},
    )
    titles = [title for step in said["steps"] for title, _ in step["texts"]]
    passages = st.fixed_dictionaries(
        {},
        optional=dict.fromkeys(titles, st.lists(PIECES, max_size=3, unique=True).map("\n\n".join)),
    )
    each = st.fixed_dictionaries(dict.fromkeys(sorted(sheets), st.tuples(some, passages)))

    # What is drawn is described once: described anew, it would be another for hypothesis. The smallest
    # that fails is not looked for: it takes minutes.
    @settings(
        max_examples=8,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        deadline=None,
    )
    @given(drawn=each)
    def try_corrections(drawn: dict[str, Any]) -> None:
        changes = [[id_, *change] for id_, change in drawn.items()]
        made = forms.evaluate(
            """([kind, changes, sheets, today]) => changes.map(([id, some, texts]) => {
                const core = forms.model(forms.said[kind], {...sheets[id], id}, today);
                const values = {...structuredClone(core.original), ...some};
                values['#'] = {...values['#'], ...texts};
                if (core.problems(values).length || !core.changed(values)) return null;
                const {path, text, partial, listed} = core.proposal(values, new Set());
                const after = core.record(values);
                const before = core.record(core.original);
                const other = Object.keys({...before, ...after})
                    .filter(name => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
                return [id, path, text, partial ?? false, listed, other, after];
            })""",
            [kind, changes, sheets, str(TODAY)],
        )
        root = tmp_path_factory.mktemp("corrected") / "club"
        shutil.copytree(clean, root)
        for id_, path, text, partial, listed, other, after in filter(None, made):
            before = (root / path).read_text(encoding="utf-8")
            new = applied(before, text, listed=listed) if partial else text
            (root / path).write_text(new, encoding="utf-8")
            assert set(notes(before)) <= set(notes(new))
            was, now = record_of(before, id_, listed=listed), record_of(new, id_, listed=listed)
            for name in {*was, *now} - set(other):
                assert now.get(name) == was.get(name), name
            for name in other:
                assert (name in now) == (name in after), name
        # A text that is written anew may lose the call of a note (T09).
        assert [f for f in check(root) if f.code not in REVIEWED | {"T09"}] == []

    try_corrections()


def record_of(text: str, id_: str, *, listed: bool) -> dict[str, Any]:
    """Return what a source says, of a list the record `id_`."""
    data: Any = load(split(text)[0])[0]
    return next(record for record in data if record["id"] == id_) if listed else data


# --- rules between fields -----------------------------------------------------------------

DATES = st.dates(date(2019, 1, 1), date(2023, 12, 31)).map(str)
ABOUT = st.builds(lambda day, size: day[:size], DATES, st.sampled_from([4, 7, 10, 10]))


def dated(kind: str) -> st.SearchStrategy[dict[str, Any]]:
    """Return answers whose dates are often out of order; the rest of them is as plain as can be."""
    maybe = st.sampled_from([""]) | ABOUT
    more: dict[str, st.SearchStrategy[Any]] = {
        "reunion": {"status": st.just("held"), "start": ABOUT, "end": maybe},
        "action": {"status": st.just("draft"), "opened": maybe, "deadline": maybe},
        "membre": {
            "memberships": st.lists(
                st.fixed_dictionaries(
                    {
                        "role": st.just("maire"),
                        "area": st.just("commune:68224"),
                        "start_date": ABOUT,
                        "end_date": maybe,
                    }
                ),
                min_size=1,
                max_size=3,
            )
        },
    }[kind]
    name = {"given_name": st.just("Un"), "family_name": st.just("Essai")}
    title = name if kind == "membre" else {"title": st.just("Un essai")}
    return st.fixed_dictionaries({"#": st.just({}), **title, **more})


@pytest.mark.parametrize("kind", ["reunion", "action", "membre"])
@settings(max_examples=6, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_dates_out_of_order_are_so_here_and_there(
    kind: str, data: st.DataObject, forms: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """At the same places, neither more nor fewer."""
    filled = data.draw(st.lists(dated(kind), min_size=25, max_size=50))
    made = forms.evaluate(
        """([kind, all, today]) => {
            const core = forms.model(forms.said[kind], null, today);
            const taken = new Set();
            return all.map(values => {
                const {path, name, text, listed} = core.proposal(values, taken);
                taken.add(name.replace(/\\.\\w+$/, ''));
                const late = core.problems(values).filter(({message}) => message.startsWith('la fin ('));
                return [listed ? name : path, text, late.map(({path}) => path.join('.'))];
            });
        }""",
        [kind, filled, str(TODAY)],
    )
    root = tmp_path_factory.mktemp("dated") / "club"
    shutil.copytree(CLUB, root)
    if kind == "membre":
        (root / "members.yaml").write_text("".join(text for _, text, _ in made), encoding="utf-8")
        club = pipeline.check(root, club_settings.load(root), TODAY).club
        starts = [club.sources.line(e) for e in club.sources.entries if e.path == "members.yaml"]
        found = {
            (made[bisect_right(starts, f.line) - 1][0], f.field)
            for f in check(root)
            if f.code == "D01" and f.path == "members.yaml"
        }
    else:
        for path, text, _ in made:
            (root / path).write_text(text, encoding="utf-8")
        ours = {path for path, _, _ in made}
        found = {(f.path, f.field) for f in check(root) if f.code == "D01" and f.path in ours}
    assert found == {(path, field) for path, _, late in made for field in late}


def test_a_mandate_is_held_in_the_same_places_here_and_there(
    forms: Page, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Every mandate of the vocabulary, in places of every kind and in those of two."""
    root = tmp_path_factory.mktemp("held") / "club"
    shutil.copytree(CLUB, root)
    shutil.copy(HOME / "vocabularies" / "mandates.yaml", root / "vocabularies")
    site = views.site(
        pipeline.check(root, club_settings.load(root), TODAY).club, today=TODAY, fictional=True
    )
    said = json.loads(
        exported.files(site, club_settings.load(root))["contribuer/donnees/membre.json"]
    )
    areas = ["commune:93066", "commune:75056", "commune:75105", "epci:200066009", "departement:32"]
    areas += ["epci:200046977", "departement:75", "region:76", "region:94", "departement:972"]
    areas += ["departement:2A", "region:02", "commune:97701", "departement:987"]
    pairs = [(role, area) for role in load_terms(root) for area in areas]
    refused = forms.evaluate(
        """([said, pairs]) => pairs.filter(([role, area]) => forms.disagreements(said,
            {memberships: [{role, area}]}, () => false, (path, value) => value).length)""",
        [said, pairs],
    )
    listed = "".join(
        f"- id: essai-{n}\n  given_name: Essai\n  family_name: Numéro {n}\n  memberships:\n"
        f"    - role: {role}\n      area: {area}\n      start_date: 2020\n"
        for n, (role, area) in enumerate(pairs)
    )
    (root / "members.yaml").write_text(listed, encoding="utf-8")
    found = {int(f.line - 6) // 7 for f in check(root) if f.code == "V02"}
    assert [tuple(pair) for pair in refused] == [pairs[n] for n in sorted(found)]
    assert ("vice-president-epci", "commune:93066") in map(tuple, refused)
    assert ("president-departement", "departement:75") not in map(tuple, refused)


def load_terms(root: Path) -> list[str]:
    """Return the keys of the mandates of a club."""
    terms: Any = load((root / "vocabularies" / "mandates.yaml").read_text(encoding="utf-8"))[0]
    return list(terms)


def check(root: Path) -> list[Any]:
    """Return the errors of the club in `root`."""
    return pipeline.check(root, club_settings.load(root), TODAY).errors
