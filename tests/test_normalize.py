"""How a text that people type or paste is read, and what is left as it was typed."""

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from generator.core.markdown import MAX_FENCES, too_complex
from generator.core.normalize import normalize
from tests.test_markdown import convert

# How a table without a heading above it begins.
REGION = '<div class="c-table c-table--text" role="region" aria-label="Tableau" tabindex="0"> <table> <caption class="u-hidden">Tableau</caption>'
TABLE = '<thead> <tr> <th scope="col">a</th> <th scope="col">b</th> </tr> </thead> <tbody> <tr> <td>1</td> <td>2</td> </tr> </tbody> </table> </div>'
# What is typed, the HTML a reader gets.
READ = {
    "a list under a line": ("Trois actions :\n- une réunion\n- un atelier", "<p>Trois actions :</p> <ul> <li>une réunion</li> <li>un atelier</li> </ul>"),
    "numbers under a line": ("Étapes :\n1. un\n2. deux", "<p>Étapes :</p> <ol> <li>un</li> <li>deux</li> </ol>"),
    "a table under a line": ("Le calendrier :\n| an | votes |\n|---|---|\n| 2020 | 3 |\nFin.", f'<p>Le calendrier :</p> {REGION} <thead> <tr> <th scope="col">an</th> <th scope="col">votes</th> </tr> </thead> <tbody> <tr> <td>2020</td> <td>3</td> </tr> </tbody> </table> </div> <p>Fin.</p>'),
    "a table whose dashes were joined": ("| a | b |\n|—|—|\n| 1 | 2 |", f'{REGION} <thead> <tr> <th scope="col">a</th> <th scope="col">b</th> </tr> </thead> <tbody> <tr> <td>1</td> <td>2</td> </tr> </tbody> </table> </div>'),
    "two spaces": ("- a\n  - b\n- c", "<ul> <li>a<ul> <li>b</li> </ul> </li> <li>c</li> </ul>"),
    "three spaces": ("1. a\n   - b\n2. c", "<ol> <li>a<ul> <li>b</li> </ul> </li> <li>c</li> </ol>"),
    "a tab": ("- a\n\t- b", "<ul> <li>a<ul> <li>b</li> </ul> </li> </ul>"),
    "three levels": ("- a\n  - b\n    - c\n  - d", "<ul> <li>a<ul> <li>b<ul> <li>c</li> </ul> </li> <li>d</li> </ul> </li> </ul>"),
    "the end of an item": ("- a\n\n  suite\n- b", "<ul> <li> <p>a</p> <p>suite</p> </li> <li> <p>b</p> </li> </ul>"),
    "numbers in letters": ("1) un\n2) deux", "<ol> <li>un</li> <li>deux</li> </ol>"),
    "degrees": ("1° un\n2° deux", "<ol> <li>un</li> <li>deux</li> </ol>"),
    "letters": ("Soit :\na) un\nb) deux", "<p>Soit :</p> <ul> <li>a) un</li> <li>b) deux</li> </ul>"),
    "bullets": ("• un\n• deux", "<ul> <li>un</li> <li>deux</li> </ul>"),
    "bullets of Word": ("Actions\n·\tune réunion\n\uf0b7 un atelier\n▪ une lettre\no\tun vote", "<p>Actions</p> <ul> <li>une réunion</li> <li>un atelier</li> <li>une lettre</li> <li>un vote</li> </ul>"),
    "dashes of Word": ("Actions :\n– une réunion ;\n– un atelier.", "<p>Actions :</p> <ul> <li>une réunion ;</li> <li>un atelier.</li> </ul>"),
    "a no-break space after the dash": ("-\u00a0une réunion", "<ul> <li>une réunion</li> </ul>"),
    "a dash glued to its word": ("Actions :\n-une réunion\n-un atelier", "<p>Actions :</p> <ul> <li>une réunion</li> <li>un atelier</li> </ul>"),
    "a quotation": ("> Trois :\n> - une", "<blockquote> <p>Trois :</p> <ul> <li>une</li> </ul> </blockquote>"),
    "an address": ("Voir https://example.org/bilan pour le bilan.", '<p>Voir <a href="https://example.org/bilan">https://example.org/bilan</a> pour le bilan.</p>'),
    "addresses and signs": ("(https://a.fr/x_(y)), « http://b.fr/?q=1 » : www.c.fr !", '<p>(<a href="https://a.fr/x_(y)">https://a.fr/x_(y)</a>), « <a href="http://b.fr/?q=1">http://b.fr/?q=1</a> » : <a href="https://www.c.fr">www.c.fr</a> !</p>'),
    "a hashtag": ("#Demain2030 est une opération.", "<p>#Demain2030 est une opération.</p>"),
    "one bullet of Word, in another font": ("Soit :\no un vote\no un tirage", "<p>Soit :</p> <ul> <li>un vote</li> <li>un tirage</li> </ul>"),
    "numbers between parentheses": ("(1) un\n(2) deux", "<ol> <li>un</li> <li>deux</li> </ol>"),
    "Roman numbers": ("i) un\nii) deux\niii) trois", "<ul> <li>i) un</li> <li>ii) deux</li> <li>iii) trois</li> </ul>"),
    "arrows": ("-> un\n-> deux", "<ul> <li>-&gt; un</li> <li>-&gt; deux</li> </ul>"),
    "boxes": ("[ ] un\n[x] deux", "<ul> <li>[ ] un</li> <li>[x] deux</li> </ul>"),
    "letters and dots": ("a. un\nb. deux", "<ul> <li>a. un</li> <li>b. deux</li> </ul>"),
    "pictures": ("✅ un\n☐ deux", "<ul> <li>✅ un</li> <li>☐ deux</li> </ul>"),
    "stars glued to their word": ("*un\n*deux", "<ul> <li>un</li> <li>deux</li> </ul>"),
    "a title of one line": ("Moyens\n---\n\nSuite.", '<h2 id="moyens">Moyens</h2> <p>Suite.</p>'),
    "a line under a text": ("Texte\n---\nSuite.\n-----", "<p>Texte</p> <hr> <p>Suite.</p> <hr>"),
    "a title that says nothing": ("Texte\n###\nSuite", "<p>Texte</p> <p>Suite</p>"),
    "a space in a link": ("Voir [le bilan] (https://a.fr/b), [x] (/pratiques/).", '<p>Voir <a href="https://a.fr/b">le bilan</a>, <a href="/pratiques/">x</a>.</p>'),
    "a link the other way round": ("(https://a.fr)[a]", '<p><a href="https://a.fr">a</a></p>'),
    "spaces in bold": ("**un **deux, ** trois **.", "<p><strong>un</strong> deux, <strong>trois</strong>.</p>"),
    "a backslash at the end of a line": ("un\\\ndeux", "<p>un<br> deux</p>"),
    "more than": ("> 10 % des voix", "<p>&gt; 10 % des voix</p>"),
    "an alinea": ("\tParagraphe avec un alinéa.", "<p>Paragraphe avec un alinéa.</p>"),
    "a cell too many": ("a|b\n---|---\n| 1 | 2 | 3 |", f'{REGION} <thead> <tr> <th scope="col">a</th> <th scope="col">b</th> <td></td> </tr> </thead> <tbody> <tr> <td>1</td> <td>2</td> <td>3</td> </tr> </tbody> </table> </div>'),
    "a rule too short": ("| a | b |\n|---|\n| 1 | 2 |", f"{REGION} {TABLE}"),
    "no rule": ("Soit :\n| a | b |\n| 1 | 2 |\nFin.", f"<p>Soit :</p> {REGION} {TABLE} <p>Fin.</p>"),
    "rows of a spreadsheet": ("Commune\tAn\tVotes\nDie\t2020\t3 | 4", f'{REGION} <thead> <tr> <th scope="col">Commune</th> <th scope="col">An</th> <th scope="col">Votes</th> </tr> </thead> <tbody> <tr> <td>Die</td> <td>2020</td> <td>3 | 4</td> </tr> </tbody> </table> </div>'),
    "two rows of two cells": ("a\tb\n1\t2", f"{REGION} {TABLE}"),
    "a border on one row": ("a | b\n---|---\n| 1 | 2 |", f"{REGION} {TABLE}"),
    "a border forgotten": ("| a | b |\n|---|---|\n| 1 | 2", f"{REGION} {TABLE}"),
    "an empty cell without borders": ("a | b\n---|---\n1 | 2\n | 4", f"{REGION} {TABLE.replace('</tr> </tbody>', '</tr> <tr> <td></td> <td>4</td> </tr> </tbody>')}"),
    "code in the last cell": ("| a | b\n|---|---|\n| 1 | `2`", f"{REGION} {TABLE.replace('<td>2</td>', '<td><code>2</code></td>')}"),
    "from zero": ("0. un\n1. deux", '<ol start="0"> <li>un</li> <li>deux</li> </ol>'),
    "a list in dashes of Word": ("– un\n  • a\n– deux", "<ul> <li>un<ul> <li>a</li> </ul> </li> <li>deux</li> </ul>"),
    "a list in letters": ("a) un\n   - x\nb) deux", "<ul> <li>a) un<ul> <li>x</li> </ul> </li> <li>b) deux</li> </ul>"),
    "dashes apart": ("– un\n\n  suite\n\n– deux", "<ul> <li> <p>un</p> <p>suite</p> </li> <li> <p>deux</p> </li> </ul>"),
    "more and less": ("Votants :\n+ 5 %\n- 3 %", "<p>Votants : + 5 % - 3 %</p>"),
    "code in bold": ("** le `a b` **, [`c`] (https://a.fr)", '<p><strong>le <code>a b</code></strong>, <a href="https://a.fr"><code>c</code></a></p>'),
    "lines of a dialogue": ("Il dit :\n— Bonjour.\n— Bonsoir !", "<p>Il dit :<br> — Bonjour.<br> — Bonsoir !</p>"),
    "a title with spaces around its mark": ("un\n\n \u00a0##\u00a0Titre\n\nTexte.", '<p>un</p> <h2 id="titre">Titre</h2> <p>Texte.</p>'),
    "figures": ("Soit 2*500 € + 3*200 €, **2*3*4**.", "<p>Soit 2*500 € + 3*200 €, <strong>2*3*4</strong>.</p>"),
    "an address that nothing names": ("[Note]: https://a.fr/b", '<p>[Note]: <a href="https://a.fr/b">https://a.fr/b</a></p>'),
    "who speaks": ("- [Maire]: Bonjour\n- [Élue]: Oui, [Maire] !", "<ul> <li>[Maire]: Bonjour</li> <li>[Élue]: Oui, [Maire] !</li> </ul>"),
}  # fmt: skip


def plain(html: str) -> str:
    return re.sub(r"\s*\n\s*", " ", html).replace('<th align="left">', "<th>")


@pytest.mark.parametrize("item", READ)
def test_what_was_meant_is_what_is_read(item: str) -> None:
    typed, html = READ[item]
    assert plain(convert(normalize(typed).text)) == html


# What means what it says.
LEFT = (
    "Le budget de l’année suivante a été voté en\n2019. Puis il a été augmenté.",
    "Le budget participatif de la commune, dont tout le monde parle\n- voté en mars - a été augmenté.",
    "— Victor Hugo",
    "Un vers,\n— Victor Hugo",
    "`https://a.fr` et <https://b.fr> et [https://c.fr](https://d.fr) et [e](https://f.fr)",
    "[y][x]\n\n[x]: https://a.fr 'titre'",
    "```\nTexte :\n- a\nhttps://a.fr\n```",
    "    - du code\n\n    https://a.fr",
    "* * *\n\n- - -\n\n---",
    "## https://a.fr",
    "Titre\n=====",
    "-5 degrés\n-3 degrés",
    "ftp://a.fr javascript:alert(1) a@https://b.fr",
    "1986. Une année",
    "B.A.-BA : o·o",
    "```\n" * (MAX_FENCES + 1) + "• a",
    "```\na\tb\tc\nd\te\tf\n[x] (https://a.fr)\n```",
    "`a\tb\tc`\n`d\te\tf` et `[x] (https://a.fr)`, `** a **`",
    "o un\n\n→ un",
    "§ 3 dit\n§ 4 dit",
    "*un*\n*deux*",
    "**a** b **c** et **a**b **c**",
    "Le vote [sic] (voir plus haut), la note[^1] (https)",
    "> 2020 fut une année.",
    "Ceci | cela\nHaut | bas",
    "a\tb",
    "a\t\nc\td",
    "01/02/2024\n02/02/2024",
    "1/2 des voix\n2/3 des voix",
    "1 - 5 ans\n2 - 6 ans",
    "−5 degrés\n−3 degrés",
    "Demain, dès l’aube,\nà l’heure où blanchit la campagne",
    "A) Le vote",
    "I. Durand\nV. Martin",
    "| a | | c |\n|---|---|---|\n| | 2 | |",
    "1-2 réunions\n2-3 ateliers",
    "12 rue de la Paix\n38000 Grenoble",
    "**le `code`** et `#a`",
    "\tfor x in y\tz\tt\n\tfor x in y\tz\tt",
    "    SELECT a FROM b;",
)


@pytest.mark.parametrize("text", LEFT)
def test_what_is_not_sure_stays_as_typed(text: str) -> None:
    assert normalize(text).text == text


PIECES = st.sampled_from(
    [
        *("\n", "\n\n", " ", "  ", "    ", "\t", "\u00a0", "- ", "* ", "+ ", "1. ", "2. ", "1) "),
        *("• ", "·", "– ", "— ", "-a", "a) ", "b) ", "o\t", "1° ", "2° ", "> ", "# ", "## ", "#a"),
        *("| ", "|", "|---|", "---", "===", "```", "```\n", "~~~", "`", "[^1]", "[^1] : ", "[x]: "),
        *("[a](", "](", ")", "[", "]", "<", ">", "https://a.fr", "https://a.fr/b.", "www.a.fr"),
        *("mot", "Mot.", "une phrase qui va jusqu’au bout de la ligne et passe soixante signes"),
        *(
            "o ",
            "✅ ",
            "(1) ",
            "(2) ",
            "ii) ",
            "*a",
            "** ",
            " **",
            "] (",
            "\\\n",
            "> 10 % ",
            "#",
            "---\n",
        ),
        *("|a|b|\n", "| a |\n", "|---|---|\n", "a\tb\tc\n", "\tUne phrase de trois mots.\n"),
        *("a:", " : ", "\\", "*", "**", "_", "&#8203;", "?", "»", "http://", "une réunion ;"),
    ]
)
WORD = r"[^\W\d_]{2,}"
TEXTS = st.lists(PIECES, max_size=16).map("".join)


@settings(max_examples=400)
@example(" * a\n\n  suite")
@example("[a](\n- b\n2) c https://a.fr")
@given(TEXTS)
def test_what_is_read_reads_the_same_and_so_does_its_canonical_form(typed: str) -> None:
    once = normalize(typed)
    assert normalize(once.text).text == once.text
    written = once.text.strip("\n")
    assert normalize(written).text.strip("\n") == written
    assert normalize(written).text.split() == once.text.split()


@settings(max_examples=200)
@given(TEXTS)
def test_nothing_typed_is_lost_and_places_go_back(typed: str) -> None:
    once = normalize(typed)
    shown = re.sub(r"\]\(https://www[^)]*\)", "]", once.text)
    assert re.findall(WORD, typed) == re.findall(WORD, shown)
    origins = [once.origin(n) for n in range(len(once.text) + 1)]
    assert origins == sorted(origins)
    assert all(0 <= one <= len(typed) for one in origins)


HOSTILE = (
    "– a\n",
    "– a\n1° b\n",
    "x\n+ y\n",
    "https://a.fr/ ",
    "1. x\n",
    "— Oui.\n",
    "- a\n  - b\n",
    "a | b\n",
    "|a|\n",
    "a\tb\n\n",
    "\ta\tb\n",
    "a\t\n",
    "o x\n✅ y\n",
    "** a  \n\n",
    "[x] (\n\n",
)


@pytest.mark.parametrize("piece", HOSTILE)
def test_time_grows_as_the_text_does(piece: str) -> None:
    text = piece * (50_000 // len(piece))
    assert too_complex(text) is None
    once = normalize(text).text
    assert normalize(once).text == once
