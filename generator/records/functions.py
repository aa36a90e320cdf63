"""The mandate that a function tells: « 1er adjoint » is an `adjoint`, in its own words.

What is sure gives the role; what depends on the territory (« vice-présidente ») waits for it;
everything else is given back with the reason, never guessed.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.core.text import fold


@dataclass(frozen=True, slots=True)
class Function:
    """What a function tells: the roles it may be, by kind of area; why, when it tells none.

    `todo` is for a row of a table, `here` for a source.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    why: str = ""
    todo: str = ""
    here: str = ""


_RANKS = (
    r"(?:\d+(?:er|re|ere|eme|e|nd|nde)?|premiere?|second|seconde|deuxieme|troisieme|quatrieme"
    r"|cinquieme|sixieme|septieme|huitieme|neuvieme|dixieme)"
)
_BEFORE = re.compile(
    rf"^(?:(?:monsieur|madame|mme|m|mr)(?: (?:le|la|l))? )?(?:(?:un|une|le|la|l) )?(?:{_RANKS} )?"
)
_IN_EPCI = (
    r"(?:communaute (?:de communes|d agglomeration|urbaine)|communaute|communautaire|agglo\w*"
    r"|metropole|metropolitaine?|conseil (?:communautaire|metropolitain|de communaute)"
    r"|intercommunalite|intercommunale?|comcom|interco|epci|cc|ca|cu)\b"
)
_OF = r"(?:(?:de la|de l|du|d un|d une|de|d|en) )?"
# « Adjointe administrative » works for the commune.
_STAFF = (
    r"(?:administrati|techni|territorial|d animation|du patrimoine|a la direct|au direct|au chef)"
)
_PRESIDENT, _VICE = r"presidente?", r"(?:vice presidente?|vice president|vp)"
_COUNCILLOR = r"(?:conseillere?|elue?)"
# A council of young people gives no mandate.
_YOUNG = rf"{_COUNCILLOR} municipale?(?! (?:des )?(?:juniors?|jeunes?|enfants?)\b)"
# What comes after a title and says a task, not another body.
_TASK = (
    r"(?: (?:en charge|chargee?|deleguee?|delegation|responsable|referente?|aux?|a|a la|a l|pour"
    r"|de la majorite|de l opposition)\b.*)?"
)
_EVERYWHERE = {"epci": "{0}-epci", "departement": "{0}-departement", "region": "{0}-region"}

# Patterns of what is left of a folded function, and the roles it tells by kind of area.
_PATTERNS: tuple[tuple[str, dict[str, str]], ...] = (
    (r"maire d arrondissement\b.*", {"commune": "maire-d-arrondissement"}),
    (r"maire (?:du|de) .*\b(?:arrondissement|secteur)\b.*", {"commune": "maire-d-arrondissement"}),
    (r"maire deleguee?\b.*", {"commune": "maire-delegue"}),
    (rf"(?:maires? )?adjointe?\b(?! {_STAFF}).*", {"commune": "adjoint"}),
    (r"maire", {"commune": "maire"}),
    (r"maire (?:de|d|du|des|en charge|chargee?)\b(?! quartier).*", {"commune": "maire"}),
    (rf"{_YOUNG}\b.*\bdelegu.*", {"commune": "conseiller-municipal-delegue"}),
    (rf"{_YOUNG}\b.*", {"commune": "conseiller-municipal"}),
    (
        r"conseillere? (?:communautaire|metropolitaine?|d agglo\w*|intercommunale?)\b.*",
        {"epci": "conseiller-communautaire"},
    ),
    (
        rf"{_COUNCILLOR} (?:departementale?|generale?)\b.*",
        {"departement": "conseiller-departemental"},
    ),
    (rf"{_COUNCILLOR} regionale?\b.*", {"region": "conseiller-regional"}),
    *(
        (rf"{title} {_OF}{body}.*", {kind: f"{role}-{kind}"})
        for title, role in ((_PRESIDENT, "president"), (_VICE, "vice-president"))
        for body, kind in (
            (_IN_EPCI, "epci"),
            (r"(?:conseil departemental|departement|departementale?)\b", "departement"),
            (r"(?:conseil regional|region|regionale?)\b", "region"),
        )
    ),
    *(
        (rf"{title}{_TASK}", {k: one.format(role) for k, one in _EVERYWHERE.items()})
        for title, role in ((_PRESIDENT, "president"), (_VICE, "vice-president"))
    ),
    (r"vp \w+", {k: one.format("vice-president") for k, one in _EVERYWHERE.items()}),
    (
        r"conseillere? deleguee?\b.*",
        {"commune": "conseiller-municipal-delegue", "epci": "conseiller-communautaire"},
    ),
)
_DATED = re.compile(r"\b(?:19|20)\d\d\b")
_OVER = re.compile(r"(?:ancien|ancienne|ex|honoraire)\b|.* honoraire\b")
_NATIONAL = re.compile(r"(?:deputee?|senateur|senatrice|parlementaire)\b")
_BETWEEN = re.compile(r"\s*(?:[,;/+&\n]|\bet\b)\s*", re.IGNORECASE)


def understood(text: str) -> Function:
    """Return the mandate that a function tells."""
    parts = [part for part in _BETWEEN.split(text) if part]
    told = [found for part in parts if (found := _roles(part))]
    if len(told) > 1 and told[0] != told[1]:
        return Function(
            why="dit plusieurs mandats",
            todo="donnez à chacun sa ligne, ou ses colonnes « Mandat 2 »…",
            here="donnez à chacun son élément de « memberships »",
        )
    bare = _bare(text)
    if _OVER.match(bare):
        return Function(
            why="n’est plus un mandat",
            todo="écrivez le mandat, et sa fin dans « Fin du mandat »",
            here="écrivez le mandat, et sa fin dans « end_date » ; un titre honorifique va dans « summary »",
        )
    if _NATIONAL.match(bare):
        return Function(
            why="est un mandat national",
            todo="une ou un parlementaire entre dans le réseau : network.yaml",
            here="une ou un parlementaire entre dans le réseau : network.yaml",
        )
    roles = _roles(text)
    if _DATED.search(text):
        here = "écrivez le mandat seul : ses dates vont dans « start_date » et « end_date »"
        return Function(roles, why="donne des dates", here=here)
    return Function(roles) if roles else Function(why="ne dit pas de quel mandat il s’agit")


def _bare(text: str) -> str:
    return _BEFORE.sub("", fold(text))


def _roles(text: str) -> dict[str, str]:
    bare = _bare(text)
    return next((roles for pattern, roles in _PATTERNS if re.fullmatch(pattern, bare)), {})


def place_told(text: str) -> str:
    """Return the place that the function of a mayor names, or "": « Maire de Saint-Denis »."""
    match = re.match(
        r"(?:.*\s)?[Mm]aire\s+(?:d(?:e|u|es)\s+|d['’])(?=[A-ZÀ-Ý])(.+)$", text.strip(), re.DOTALL
    )
    return match[1] if match else ""
