"""Rules on the sections of a practice sheet: those expected are there, under their own title."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from generator.core import markdown
from generator.core.findings import Finding
from generator.core.text import fold
from generator.kinds.practice import SECTIONS
from generator.rules.context import Context
from generator.rules.text import Body, bodies

_SUBTITLE = re.compile(r"^#{3,6}(?!#).*$", re.MULTILINE)
_RANK = re.compile(r"(?:\d{1,2}|[ivx]{1,4}|[a-h])[ \t]*[.)°–—-][ \t]*", re.IGNORECASE)
_BY_NAME = {fold(name): name for name in SECTIONS}
# What else people surely call a section; an article or « nos » before it does not count.
_SAME = {
    "deroule": "Déroulement",
    "deroulement de la demarche": "Déroulement",
    "contexte general": "Contexte",
    "contexte local": "Contexte",
    "objectifs poursuivis": "Objectifs",
    "moyens mobilises": "Moyens",
    "moyens employes": "Moyens",
    "moyens mis en oeuvre": "Moyens",
    "resultats obtenus": "Résultats",
    "difficultes rencontrees": "Difficultés",
    "conseils": "Conseils aux pairs",
    "conseils aux autres elus": "Conseils aux pairs",
    "conseils a vos pairs": "Conseils aux pairs",
}
# What may be one: only its author knows.
_PERHAPS = {
    "calendrier": "Déroulement",
    "etapes": "Déroulement",
    "methode": "Déroulement",
    "buts": "Objectifs",
    "enjeux": "Contexte",
    "budget": "Moyens",
    "cout": "Moyens",
    "couts": "Moyens",
    "bilan": "Résultats",
    "effets": "Résultats",
    "obstacles": "Difficultés",
    "freins": "Difficultés",
    "limites": "Difficultés",
    "enseignements": "Conseils aux pairs",
    "lecons": "Conseils aux pairs",
    "recommandations": "Conseils aux pairs",
}
_ALIKE = 0.85  # of SequenceMatcher.ratio: one letter in seven
_BEFORE = re.compile(r"(?:les?|la|l|nos|notre|mes|vos) ")


def misnamed_section(context: Context) -> Iterator[Finding]:
    """T12: an expected section has its own title, at its own level, once."""
    for body in bodies(context):
        if body.kind == "practice":
            yield from _repeated(body)
            for offset, line, name, sure in _misnamed(body):
                right = f"## {name}"
                shown = line.partition("\n")[0][:60]
                message = f"la rubrique « {name} » est écrite « {shown} »"
                if "\n" in line:
                    message = f"le titre de la rubrique « {name} » est souligné"
                hint = f"écrivez « {right} »"
                if not sure:
                    message = f"« {shown} » est peut-être la rubrique « {name} »"
                    hint = f"si c’est elle, {hint}"
                yield body.finding(offset, "T12", message, hint, right if sure else "")


def _repeated(body: Body) -> Iterator[Finding]:
    expected = [(at, _BY_NAME[fold(t)]) for at, t in body.outline.sections if fold(t) in _BY_NAME]
    names = [name for _, name in expected]
    if len(set(names)) > 1 and all(names.count(name) > 1 for name in names):
        return  # R10 says it
    for n, (at, name) in enumerate(expected):
        if name in names[:n]:
            message = f"la rubrique « {name} » est écrite deux fois"
            hint = "réunissez les deux textes sous un seul titre"
            yield body.finding(at, "T12", message, hint)


def _misnamed(body: Body) -> Iterator[tuple[int, str, str, bool]]:
    """Yield the lines that stand for a section that is not there: offset, line, name, certain."""
    if body.outline.too_complex is not None:
        return
    there = {title.casefold() for _, title in body.outline.sections}
    absent = {name for name in SECTIONS if name.casefold() not in there}
    text = body.entry.body
    lines = markdown.title_lines(text) if absent else []
    read = [(offset, line, *_section(title, line)) for offset, title, line in lines]
    for sure in (True, False):
        for offset, line, name, certain in read:
            if name in absent and certain is sure:
                absent.discard(name)
                yield offset, line, name, sure


def _section(title: str, line: str) -> tuple[str, bool]:
    """Return the section that a title stands for, and whether that is certain; "" for none."""
    bare = fold(_RANK.sub("", title.strip("*_ \t"), count=1))
    bare = _BEFORE.sub("", bare, count=1) if _BEFORE.match(bare) else bare
    if name := _BY_NAME.get(bare):
        return name, True
    # A subtitle, or words in bold, are a section by its own name only.
    if not (re.match("##?(?!#)", line) or "\n" in line):
        return "", False
    if name := _SAME.get(bare):
        return name, True
    near = [n for b, n in _BY_NAME.items() if SequenceMatcher(None, bare, b).ratio() >= _ALIKE]
    if len(near) == 1:
        return near[0], True
    return _PERHAPS.get(bare, ""), False


def missing_section(context: Context) -> Iterator[Finding]:
    """T05: a practice sheet has the expected sections, and each of them says something."""
    for body in (b for b in bodies(context) if b.kind == "practice"):
        said = _said(body)
        elsewhere = {name for _, _, name, sure in _misnamed(body) if sure}
        absent = [n for n in SECTIONS if n.casefold() not in said and n not in elsewhere]
        empty = [name for name in SECTIONS if said.get(name.casefold(), (0, True))[1] is False]
        if absent:
            hint = f"ajoutez-{'les' if len(absent) > 1 else 'la'} dès que les faits sont connus"
            yield body.finding(0, "T05", _sections("absente", absent), hint)
        if empty:
            many = "les" if len(empty) > 1 else "la"
            hint = f"remplissez-{many} dès que les faits sont connus, ou supprimez-{many}"
            offset = said[empty[0].casefold()][0]
            yield body.finding(offset, "T05", _sections("vide", empty), hint)


def _said(body: Body) -> dict[str, tuple[int, bool]]:
    """Return the sections of a text, by folded title: where, and whether any of them says something."""
    text = body.entry.body
    found: dict[str, tuple[int, bool]] = {}
    ends = [*[start for start, _ in body.outline.sections[1:]], len(text)]
    for (start, title), end in zip(body.outline.sections, ends, strict=False):
        inside = text[start:end].partition("\n")[2]
        says = bool(_SUBTITLE.sub("", inside).strip())
        at, before = found.get(title.casefold(), (start, False))
        found[title.casefold()] = (at, before or says)
    return found


def _sections(what: str, names: list[str]) -> str:
    """Return « rubriques vides : … »."""
    many = "s" if len(names) > 1 else ""
    return f"rubrique{many} {what}{many} : {', '.join(f'« {name} »' for name in names)}"
