"""The law of the road: what `check` accepts, `build` publishes.

Records are drawn from what Unicode holds and from what people type. Those that `check` accepts
enter a small club, which is then built for real: nothing may stop it, and each has its page.

`CLUB_EXAMPLES` says how many records are drawn (`make fuzz` asks for more).
"""

import io
import json
import os
import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as trying
from hypothesis import strategies as st
from PIL import Image

from generator.build import pipeline
from generator.core import settings
from tests.cases import BASE, TODAY

AT_ONCE = 20  # records drawn for one club
CLUBS = max(1, int(os.environ.get("CLUB_EXAMPLES", "200")) // AT_ONCE)

# What people type or paste, and what some converter gives a meaning to.
TYPED = (
    "œuvrard", "Oberlin", "Ollier", "Æbi", "d’Aubigné", "D'Artagnan", "L’Haÿ-les-Roses", "de La Tour",
    "ÉLODIE", "Straße", "Łódź", "İnci", "李", "Ελένη", "Дмитрий", "محمد", "שרה", "ﬀ", "Ǆ", "Ⅳ",
    "n° 5", "art. 1er", "5 %", "1 000 €", "<3", "a < b", "&amp;", "&#8238;", "R&D", "C:\\temp",
    "a_b_c", "*", "**gras**", "_it_", "~~non~~", "^1^", "`code`", "```", "$x$", ":smile:", "😀", "👩‍🌾",
    "#Demain2030", "# titre", "1)", "1.", "-", "- tiret", "• puce", "+ plus", "> cité", "|", "| a | b |",
    "[x](y)", "[x]", "[^1]", "[^1]: note", "[TOC]", "*[HTML]: sigle", "!!! note", "??? détail", "===",
    "{{7*7}}", "{% x %}", "{: .x }", "{#id}", "%}", "+++", "---", "***", "--8<--", "&", "'", '"',
    "« cité »", "…", "https://exemple.fr/a_b?c=1", "www.exemple.fr", "null", "no", "~", "12:30", "0x1F",
    "site-menu", "Fiche sources", "Site menu", "Lettre a", "Contenu", "Résultats", "__search", "fn:1",
    "\u00a0", "\u202f", "\u200b", "\u2011", "e\u0301", "\ufdfa", "\u0600", "ẞ", "ŉ",
)  # fmt: skip
UNICODE = st.one_of(
    st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=12),
    st.text(st.characters(codec="utf-8"), min_size=1, max_size=3),
)
PIECE = st.one_of(st.sampled_from(TYPED), UNICODE)
LINE = st.lists(PIECE, min_size=1, max_size=4).map(
    lambda pieces: " ".join(" ".join(pieces).split())
)
DAY = st.one_of(
    st.just("2015-03"),
    st.just("2019"),
    st.dates().map(str),
    st.sampled_from(
        ("0001-01-01", "9999-12-31", "1000", "2026-06", "2024-02-29", "12/03/2015", "2026")
    ),
)
MARKS = (
    "",
    "## ",
    "### ",
    "- ",
    "1. ",
    "  - ",
    "> ",
    "    ",
    "| ",
    "!!! ",
    "* ",
    "1) ",
    "[^1]: ",
    "\n",
)
BLOCK = st.builds(lambda mark, line: mark + line, st.sampled_from(MARKS), LINE)
BODY = st.lists(BLOCK, max_size=6).map("\n".join)


def _quoted(style: str, text: str) -> str:
    """Write a value as one of the ways people do."""
    if style == "double":
        return json.dumps(text, ensure_ascii=False)
    return "'" + text.replace("'", "''") + "'" if style == "single" else text


# Of a record, about half is odd: were all of it, nearly every one would be refused.
ODD = st.builds(_quoted, st.sampled_from(("plain", "double", "double", "single")), LINE)
VALUE = st.one_of(st.just("Un exemple"), ODD)


@dataclass(frozen=True, slots=True)
class Draft:
    """A record as it would be added: a file, or an item of the directory; and its page."""

    path: str
    content: str | bytes
    page: str


def _member(n: int, given: str, family: str, label: str, seeks: str, day: str) -> Draft:
    item = (
        f"- id: tire-{n}\n  given_name: {given}\n  family_name: {family}\n  seeks:\n    - {seeks}\n"
        f"  memberships:\n    - role: maire\n      label: {label}\n      area: commune:{n + 1:02}004\n"
        f"      start_date: {day}\n"
    )
    return Draft("members.yaml", item, f"annuaire/tire-{n}")


def _practice(n: int, title: str, summary: str, source: str, day: str, body: str) -> Draft:
    head = (
        f"title: {title}\nsummary: {summary}\narea: departement:32\nmethods: [budget-participatif]\n"
        f"themes: [jeunesse]\nstatus: ongoing\nstart_date: {day}\norganizer: {source}\n"
        f"sources:\n  - title: {source}\nreviewed: 2026-02\n"
    )
    return Draft(f"practices/tire-{n}.md", f"---\n{head}---\n\n{body}\n", f"pratiques/tire-{n}")


def _meeting(n: int, title: str, start: str, item: str, body: str) -> Draft:
    head = f"title: {title}\nstart: {start}\nstatus: held\nagenda:\n  - {item}\ndecisions:\n  - {item}\n"
    name = f"{start[:10]}-tire-{n}"
    return Draft(f"meetings/{name}.md", f"---\n{head}---\n\n{body}\n", f"reunions/{name}")


def _watch(n: int, title: str, reference: str, day: str, body: str) -> Draft:
    head = (
        f"title: {title}\nkind: loi\nreference: {reference}\nsummary: {title}\n"
        f"stages:\n  - stage: promulgation\n    date: {day}\n    note: {reference}\n"
        f"sources:\n  - title: {reference}\n"
    )
    return Draft(f"watch/tire-{n}.md", f"---\n{head}---\n\n{body}\n", f"veille/tire-{n}")


def _page(n: int, title: str, body: str) -> Draft:
    return Draft(f"content/tire-{n}.md", f"---\ntitle: {title}\n---\n\n{body}\n", f"tire-{n}")


def _picture(n: int, mode: str, kind: str, side: int, kept: int) -> Draft:
    """A photo as a programme writes it, whole or cut; the page of the one who is on it."""
    out = io.BytesIO()
    Image.new(mode, (side, 1 + side // 2)).save(out, kind)
    name = f"tire-{n}.{kind.lower()}"
    return Draft(f"content/assets/{name}", out.getvalue()[: kept or None], "annuaire/alice-martin")


HOUR = st.sampled_from(("", "T18:30", "T00:00+14:00", "T23:59", "T02:30-12:00"))
RECORDS: tuple[Callable[[int], st.SearchStrategy[Draft]], ...] = (
    lambda n: st.builds(_member, st.just(n), VALUE, VALUE, VALUE, VALUE, DAY),
    lambda n: st.builds(_practice, st.just(n), VALUE, VALUE, VALUE, DAY, BODY),
    lambda n: st.builds(_meeting, st.just(n), VALUE, st.builds(str.__add__, DAY, HOUR), VALUE, BODY),
    lambda n: st.builds(_watch, st.just(n), VALUE, VALUE, DAY, BODY),
    lambda n: st.builds(_page, st.just(n), VALUE, BODY),
    lambda n: st.builds(
        _picture,
        st.just(n),
        st.sampled_from(("RGB", "L", "1", "I;16", "RGBA", "P", "LA")),
        st.sampled_from(("PNG",)),
        st.sampled_from((1, 40, 2_000)),
        st.sampled_from((0, -1, -20, 60)),
    ),
)  # fmt: skip


def _draft(n: int) -> st.SearchStrategy[Draft]:
    return st.one_of([record(n) for record in RECORDS])


DRAFTS = st.tuples(*map(_draft, range(AT_ONCE)))

accepted: Counter[bool] = Counter()


def _place(root: Path, draft: Draft) -> Callable[[], object]:
    """Add a record to a club; return what takes it back."""
    path = root / draft.path
    if isinstance(draft.content, bytes):
        path.write_bytes(draft.content)
        members = root / "members.yaml"
        before = members.read_text(encoding="utf-8")
        photo = f"image: {path.name}"
        members.write_text(before.replace("image: alice-martin.png", photo), encoding="utf-8")

        def take_back() -> None:
            path.unlink()
            members.write_text(before, encoding="utf-8")

        return take_back
    if path.exists():  # the directory
        before = path.read_text(encoding="utf-8")
        path.write_text(f"{before}\n{draft.content}", encoding="utf-8")
        return lambda: path.write_text(before, encoding="utf-8")
    path.write_text(draft.content, encoding="utf-8")
    return path.unlink


@trying(
    max_examples=CLUBS,
    # Each club is built for real: to find the smallest that fails takes minutes, and is for `make fuzz`.
    phases=set(Phase) if CLUBS > 10 else set(Phase) - {Phase.shrink, Phase.explain},
    suppress_health_check=(HealthCheck.too_slow, HealthCheck.data_too_large),
)
@given(drafts=DRAFTS)
def _build(folder: Path, drafts: tuple[Draft, ...]) -> None:
    root, site = folder / "club", folder / "site"
    for path in root.iterdir() if root.exists() else ():
        if path.name != ".club":  # what is known of the pages that stay
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    shutil.copytree(BASE, root, dirs_exist_ok=True)
    pages = []
    for draft in drafts:
        try:
            undo = _place(root, draft)
        except (OSError, UnicodeError, ValueError):  # no file can have that name
            continue
        errors = pipeline.check(root, settings.load(root), TODAY).errors
        accepted[not errors] += 1
        if errors:
            undo()
        else:
            pages.append(draft.page)
    try:
        pipeline.build(root, settings.load(root), TODAY, out=site, jobs=1)
    except pipeline.AuditError as error:
        raise AssertionError(error.defects) from None
    assert [page for page in pages if not (site / page / "index.html").is_file()] == []


def test_what_is_accepted_is_published(tmp_path: Path) -> None:
    _build(tmp_path)
    # Were everything refused, nothing would have been shown.
    assert accepted[True] >= CLUBS * AT_ONCE / 4, accepted
