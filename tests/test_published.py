"""What `check` accepts, `build` publishes: texts that Markdown, its dialects and its readers dispute."""

from pathlib import Path

from generator.build import pipeline
from generator.core import settings
from tests import cases
from tests.cases import Case

TEXTS = (
    "[TOC]",
    "*[abbr]: x\n\nLe abbr.",
    "Texte {: .cls }",
    "## T {: #x onclick=y }",
    "+++\n\na",
    '--8<-- "/etc/passwd"',
    "```\nfence",
    "!!! note\n    a",
    "??? x\n    y",
    ":smile: $a^2$",
    "Terme\n: définition",
    "&eacute; &lt;b&gt; &amp;#8238;",
    "## ...\n\na",
    "## 🎉\n\na",
    "## a\n\n## a\n\n## A",
    "## Titre[^1]\n\n[^1]: note",
    "[a](#titre) \n\n## Titre",
    "- a\n  - b\n    - c\n\n      suite\n\n1) x\n2) y",
    "évaluée[^1] encore[^1]\n[^1] : Rapport https://example.org/x",
    "a[^n]\n\n[^n]:\n    multi\n\n    ligne",
    "> cit[^q]\n\n[^q]: x",
    "| a | b |\n|---|---|\n| 1[^t] | 2 |\n\n[^t]: x",
    "- a[^l]\n[^l]: z\n- b",
    "[^1]: seul",
    "    [^1]\n\n[^1]: x",
    "`[^1]`",
    "`[^1]` et a[^2]\n\n[^2]: b",
    "###### six\n\n## deux",
    "#\n\n##\n\n## \n",
    "***\n\n---\n\n___",
    "Titre\n---\n\ntexte",
    "<https://example.org>",
    "www.mairie.fr et https://example.org/a_b_(c).",
    "[x]: https://example.org\n\n[x] [y][x]",
    "![a](/assets/camille-exemple.jpg)",
    "\\[^1\\]",
    "**a\n\nb**",
    "~~~\na\n```",
    "|a|\n|-|",
    "1. \n2. \n",
    "- \n- \n",
    "&#x1f600; &#160;",
    "$$\nx\n$$",
    "[[wiki]]",
    "@[x](y)",
    "{% raw %}{{7*7}}",
    "a  \nb\\\nc",
    "fin",
    "## [lien](https://example.org) `code` *em*",
    "## <https://example.org>",
    "## https://example.org",
    "[a](https://example.org 'titre')",
    "a️👩\u200d💻",
    "## می",
    "## 日本",
    "## ##",
    "## _",
    "[^é à]: x\n\na[^é à]",
    "a[^1][^2]\n\n[^1]: x\n[^2]: y",
    "x\n: y\n\n[^a]",
    "[a](mailto:x@y.fr)",
    "[a](#fn:1) b[^1]\n\n[^1]: x",
    "[a](#fiche-sources)",
    "///Footnotes Go Here///\n\na[^1]\n\n[^1]: b",
    "- [ ] todo\n- [x] fait",
    "H~2~O ^x^ ==m== ++i++",
    "Term1\n\n:   def",
    "a | b\n--|--\n1 | 2 | 3",
    "<3 a<b",
    "&copy",
    "&#0; &#128;",
    "[![a](/assets/x.png)](https://example.org)",
    "[](https://example.org)",
    "[ ](/annuaire/)",
    "![](/assets/plan.png)",
    "(c) (tm) -- --- ...",
    "`` ` ``",
    "[a]()",
    "[a](<>)",
    "* * *\n- - -",
    "1986\\. Une année",
    "#hashtag seul",
    "a\n#hashtag",
    "= = =",
    "## &amp;",
    "## !",
    "[a](/recherche/?q=a&b=c#x)",
    "[a](/annuaire/#lettre-x)",
    "a\u2028b",
    "> ```\n> code\n> ```",
    "- ```\n  code\n  ```",
    "[^a][^a]: x",
)


def test_what_the_check_accepts_is_published(tmp_path: Path) -> None:
    root = cases.lay(Case("", "ok", ""), tmp_path / "club")
    for n, text in enumerate(TEXTS):
        (root / f"content/essai-{n}.md").write_text(f"---\ntitle: Essai\n---\n\n{text}\n")
    own = settings.load(root)
    refused = {finding.path for finding in pipeline.check(root, own, cases.TODAY).errors}
    assert len(refused) < len(TEXTS) / 3
    for path in refused:
        (root / path).unlink()
    built = pipeline.build(root, own, cases.TODAY, out=tmp_path / "site", jobs=1)
    pages = sorted(built.site.glob("essai-*/index.html"))
    assert len(pages) == len(TEXTS) - len(refused)
    assert not [page for page in pages if "Footnotes Go Here" in page.read_text(encoding="utf-8")]
