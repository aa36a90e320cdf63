"""E-mail addresses, telephone numbers and birth dates in a text, whatever their disguise.

A text is first put in its plain form: encodings undone, look-alikes folded (NFKC, UAX #15), what
nobody sees and the marks of Markdown dropped, `arobase` and `point` written as signs, numbers in
words written in digits, dates set aside. A few patterns then say what is left in it. Patterns and
replacements are read the same by Python and by a browser (ECMAScript, `u` flag): the forms look
for the same in what is typed, disguises apart.

The rules read the sources with it and the audit the built site, so that what one accepts the
other accepts. It says what is there; what is allowed is for them to say.
"""

import base64
import html
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from urllib.parse import unquote

# What no one sees (default-ignorable and combining characters) and the marks of Markdown.
_UNSEEN = (
    "\u00ad\u0300-\u036f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u20d0-\u20ff\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff"
    r"*_~`\\"
)
# A digit may be of another script than ours only where there is a sign of another script.
_FOREIGN = "[\u0660-\u1fff\u2070-\u209f\u2460-\u27ff\u3007-\u9fff\ua620-\uabff\ufe50-\ufe6b\uff0b-\uff20\U00010000-\U0001ffff]"
_HAN = "〇〡〢〣〤〥〦〧〨〩一二三四五六七八九零"
_LETTER = "a-zà-öø-ÿœ"
_OPEN, _CLOSE = r"[\[({<«|]", r"[\])}>»|]"
_AT = "at|chez|arr?obas{0,2}[ez]?|arr?obaze?"
_QUOTE = "[\"'“”‘’-]{0,2}"
# The ends of domains that make « at » and a tight point sure.
_ENDS = (
    "fr|com|org|net|eu|info|coop|paris|bzh|alsace|corsica|re|gp|mq|gf|yt|nc|pf|pm|wf|be|ch|lu|de|"
    "es|it|uk|io|example"
)
# What is undone while capitals still say something.
_SIGNS = (
    ("(?<![Ⓐ-ⓩ🄐-🆉])[Ⓐⓐ🄐🄰🅐🅰](?![Ⓐ-ⓩ🄐-🆉])", "@"),
    (
        f"AT(?<=[a-z0-9]AT)(?=[a-z0-9-]+(?:DOT[a-z]|POINT[a-z]|\\.(?:{_ENDS})(?![a-z])))",
        "@",
    ),
    ("(?<=[a-z0-9])(?:DOT|POINT)(?=[a-z])", "."),
    # « la CNDP est née »: what has only initials is no one.
    (_INITIALS := ("([Ll](?:[ae] |['’]))[A-Z]{2,8}(?= (?:est |fut )?né)", r"\1agence")),
)
Steps = tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


@cache
def _digits() -> tuple[tuple[int, int, int], ...]:
    """Return the runs of signs of other scripts that mean a digit: (first, value of the first, how many).

    In a run, each sign means one more than the sign before.
    """
    runs: list[tuple[int, int, int]] = []
    for code in range(0x660, 0x20000):
        one = chr(code)
        value = int(unicodedata.numeric(one)) if one in _HAN else unicodedata.digit(one, None)
        if value is None or unicodedata.normalize("NFKC", one) != one:
            continue
        first, least, most = runs[-1] if runs else (0, 0, 0)
        if (code - first, value - least) == (most, most):
            runs[-1] = (first, least, most + 1)
        else:
            runs.append((code, value, 1))
    return tuple(runs)


@cache
def _figures() -> dict[int, str]:
    return {first + n: str(value + n) for first, value, most in _digits() for n in range(most)}


# Where « chez » and a tight point are enough.
_MAIL = "gmail|hotmail|outlook|yahoo|wanadoo|laposte|icloud|protonmail"
# Where « @club@… » names an account.
_FEDIVERSE = r"(?:(?:mastodon|piaille|mamot|framapiaf|pixelfed|peertube|mstdn)\.[a-z]{2,8}|[a-z0-9-]{1,40}\.social)(?![a-z]|\.[a-z])"
# Numbers of two digits that are counted, not called. A line is enough: the page keeps it whole.
_LISTED = (
    "votes?|voix|suffrages|bulletins|bureaux|scores?|lots?|r[ée]sultats|cantons|circonscriptions|tirages?|"
    "quartiers|sections|parcelles|pages|chapitres|articles|s[ée]ries|effectifs|valeurs|lignes|notes|[âa]ges|semaines|si[èe]ges(?! ?:)|"
    "inscrits|votants|loto"
)
_SEP = "[ ,;]{1,2}(?:et )?"
_FIVE = f"(?!0[67](?!(?: [0-3][0-9]){{4}})(?: [0-9]{{2}}){{4}}(?!{_SEP}[0-9]))"
_LIST = (
    rf"(?<![{_LETTER}])(?:d[ée]p(?:artemen)?ts(?: [a-zé]{{5,12}}s)?|codes d[ée]partementaux)(?: ?: ?| ?{_FIVE})(?:(?:0[1-9]|[1-8][0-9]|9[0-5]){_SEP}){{3,}}[0-9]{{2}}(?![0-9])"
    rf"|(?<![{_LETTER}])(?:{_LISTED})(?: exprim[ée]s)? ?:? ?{_FIVE}(?:[0-9]{{2}}{_SEP}){{3,}}[0-9]{{2}}(?![0-9])"
)
# The numbers from 0 to 99 as they are said: « soixante-dix-huit » reads 60-18, then 78.
_TENS = {
    80: "quatre[ -]vingts?|huitante|octante", 20: "vingts?", 30: "trente", 40: "quarante",
    50: "cinquante", 60: "soixante", 70: "septante", 90: "nonante",
}  # fmt: skip
_ONES = [
    "z[ée]ro",
    "un",
    "deux",
    "trois",
    "quatre",
    "cinq",
    "six",
    "sept",
    "huit",
    "neuf",
    "dix",
    "onze",
    "douze",
    "treize",
    "quatorze",
    "quinze",
    "seize",
    "dix[_-]sept",
    "dix[_-]huit",
    "dix[_-]neuf",
]
_NUMBER = "|".join([*_TENS.values(), *_ONES[:17]])
# What is said between two numbers.
_THEN = "et|puis|ensuite|tiret|trait|virgule|point|espace|barre|slash"
_SPOKEN = rf"[^0-9a-zé]{{1,6}}(?:[0-9]{{1,8}}|(?:{_NUMBER}|{_THEN})(?![a-zé]))"
# Apart: a search for what starts with one sign is fast.
_WORDS_FROM = ("0(?<![0-9]0)[0-9]{0,7}", "33", "trente[ -]trois", "z[ée]ro")
_WORDS_AFTER = (
    rf"(?=(?:{_SPOKEN}){{3}})"
    rf"(?:[^0-9a-zé]{{1,6}}[0-9]{{1,8}}){{0,4}}[^0-9a-zé]{{1,6}}(?:{_NUMBER}|{_THEN})(?![a-zé])"
)
_IN_WORDS = f"(?:{'|'.join(_WORDS_FROM)}){_WORDS_AFTER}"

_BORN = rf"(?:(?<![{_LETTER}])(?:n[ée](?:\(e\)|[.·/-]?e)?(?:[.·/-]?s|\(s\))?|na[iî]t|naquit)(?![{_LETTER}])|vu\sle\sjour)"
# Institutions are born too. Who is meant is the last subject said before, or the first after.
_INSTITUTION = (
    "associations?|amicale|clubs?|comit[ée]s?|collectif|coll[èe]ge|commissions?|communes?|communaut[ée]s?|"
    "(?:intercommun|agglom[ée]r|fond|f[ée]d[ée]r|coop[ée]r|concert|consult|instit|particip|exp[ée]riment|organis|coordin)a?"
    "(?:alit[ée]|u?tions?|atives?)|m[ée]tropole|villes?|villages?|d[ée]partements?|r[ée]gions?|r[ée]publique|syndicats?|sivom|sivu|epci|"
    "r[ée]seaux?|conseils?|assembl[ée]es?|budgets?|dispositifs?|d[ée]marches?|projets?|programmes?|plans?|chartes?|lois?|"
    "services?|maisons?|observatoire|offices?|parc|centres?|festival|f[êe]tes?|journal|site|plateforme|ateliers?|instances?|"
    "missions?|agences?|agenda|structures?|soci[ée]t[ée]s?|r[ée]gies?|[ée]tablissements?|pays|union|ligue|mouvements?|forum|"
    "initiatives?|id[ée]es?|politiques?|conventions?|pactes?|contrats?|partenariats?|jumelages?|jury|panel|groupe(?:ment)?s?|"
    "quartiers?|[ée]coles?|m[ée]diath[èe]que|biblioth[èe]que|mus[ée]e|th[ée][âa]tre|cr[èe]che|march[ée]s?|revue|prix|outils?|"
    "exp[ée]riences?|d[ée]bats?|accords?|r[ée]formes?|fonds|parlement|universit[ée]s?|chantiers?|jardins?|caf[ée]|tiers-lieu|"
    "op[ée]rations?|labels?|votes?|s[ée]nat|d[ée]centralisation|d[ée]mocratie|lib[ée]ration|armistice|victoire|rgpd"
)
_THE = r"(?:l['’]|(?:l[ea]s?|une?|[nv]otre|[nv]os|cet(?:te)?|ces?|sa|son)\s)(?:nouve[a-z]{1,4}\s)?"
_ITS = rf"(?<![{_LETTER}])(?<!de )(?<!à )(?<!dans )(?<!pour )(?<!sur ){_THE}(?:{_INSTITUTION})(?![{_LETTER}])"
_SOMEONE = (
    rf"(?<![{_LETTER}])(?:m\.|je\s|j['’]|par\s(?!l[ea]s?\s|l['’]|une?\s|des\s|internet(?![a-z]))|(?:mme|mlle|madame|monsieur|maire|adjointe?|[ée]lue?|conseill(?:er|[èe]re)|"
    "pr[ée]sid(?:ent|[ée])e?|membre|contact|habitante?|candidate?|d[ée]put[ée]e?|pr[ée]f[èe]te?|secr[ée]taire|responsable|agente?|r[ée]f[ée]rente?|"
    rf"[a-z]{{3,}}t(?:eur|rice)|tr[ée]sori(?:er|[èe]re))(?![{_LETTER}]))"
)
_IT = rf"(?:(?!{_SOMEONE})(?:[^.!?;|\n]|\n(?!\n)))"
_FIRST = r"(?:^|[.!?:;|>#]|\n\n)[\s«-]*"
_NOT_SOMEONE = (
    rf"({_SOMEONE}(?:(?!{_ITS}|{_SOMEONE})(?:[^!?;|.\n]|[.\n](?!\n))){{0,120}}?{_BORN})"
    rf"|({_FIRST}(?:{_THE})?(?:{_INSTITUTION})(?![{_LETTER}]){_IT}{{0,100}}?(?:[.;]\s(?:elle|il)s?\s{_IT}{{0,30}}?)?"
    rf"|{_ITS}{_IT}{{0,100}}?|(?<![{_LETTER}])(?:{_INSTITUTION})(?![{_LETTER}])(?:(?!,){_IT}){{0,50}}?){_BORN}"
    rf"|({_FIRST}){_BORN}(?=[^.,;:|]{{6,60}},\s{_ITS})"
)

_MARKS = (f"[{_UNSEEN}]", "")
# What is not what it looks like, and what is left of it.
_LISTS = (_LIST, " x ")
_NO_ONE = (_NOT_SOMEONE, r"\1\2\3")
_ACCOUNT = (
    rf"(?<![{_LETTER}0-9.@])@[a-z0-9_]{{1,40}}@(?:[a-z0-9-]{{1,40}}\.)?{_FEDIVERSE}",
    " x ",
)
# « mAP@0.5 », « paquet.js@1.2.3 »: a measure, a version.
_MEASURE = ("@(?=[0-9]+(?:[.,][0-9]+){0,2}%?(?![0-9a-z]|[.-][0-9a-z]))", " x ")


def _numbers() -> Iterator[tuple[str, str]]:
    """Yield what turns numbers said in French into digits, in order."""
    ones = [(word.replace("_", " "), number) for number, word in enumerate(_ONES)]
    for word, number in [*((word, ten) for ten, word in _TENS.items()), *reversed(ones)]:
        yield rf"\b(?:{word})\b", str(number)
    yield "60[ -](?:et[ -])?1([0-9])(?![0-9])", r"7\1"
    yield "80[ -]1([0-9])(?![0-9])", r"9\1"
    yield "([2-9])0[ -](?:et[ -])?([1-9])(?![0-9])", r"\1\2"
    yield f"(?<=[0-9])[ ,;:-]{{0,6}}(?:(?:{_THEN})[ ,;:-]{{1,6}})+(?=[0-9])", " "


@cache
def steps() -> Steps:
    """Return the replacements that undo disguises, in order: (only if this is found, [(pattern, by)]).

    They apply to a text in NFKC and lower case, of which the digits are ours.
    """
    point = rf"(?: *{_OPEN}+ *(?:dot|point|\.) *{_CLOSE}+ *|[ -]+(?:dot|point)[ -]+)"
    alone = f"(?![{_LETTER}])"
    return (
        (
            r"_(?:at|arobase)\\?_",
            (
                (
                    rf"\\?_(?:at|arobase)\\?_(?=[a-z0-9-]+(?:\.|\\?_(?:dot|point)\\?_)(?:{_ENDS}){alone})",
                    "@",
                ),
                (r"\\?_(?:dot|point)\\?_", "."),
            ),
        ),
        (
            "",
            (
                _MARKS,
                _LISTS,
            ),
        ),
        (_BORN, (_NO_ONE,)),
        ("", (("[\u0000- \u0085\u2028\u2029]+", " "),)),
        (
            "@|at|arr?o|chez|[aà] *[^ 0-9a-z]|à ",
            (
                (f" *{_OPEN}+ *(?:{_AT}|@) *{_CLOSE}+ *", "@"),
                (f" *{_OPEN}+ *[aà] *{_CLOSE}+ *(?=[a-z0-9-]+(?:{point}|\\.)[a-z])", "@"),
                (f"[ /-]*(?<![{_LETTER}])arr?obas{{0,2}}[ez]?e?{alone}[ /-]*", "@"),
                ("-at-(?=[a-z0-9.-]+-(?:dot|point)-[a-z])", "@"),
                (
                    (
                        f"(?<=[a-z0-9]) +{_QUOTE}(?:at|@){_QUOTE} +(?=[a-z0-9-]+(?:{point}|\\.)"
                        f"(?:[a-z0-9-]+(?:{point}|\\.))*(?:{_ENDS}){alone})"
                    ),
                    "@",
                ),
                (
                    (
                        f"(?<=[a-z0-9]) (?:chez|à) (?=[a-z0-9-]+{point}(?:com|fr|net|org|eu){alone}"
                        rf"|(?:{_MAIL})\.[a-z])"
                    ),
                    "@",
                ),
            ),
        ),
        (
            "@",
            (
                (point, "."),
                _ACCOUNT,
                # « @ville » alone is a name on a network, not the end of an address.
                (f"[ |]{{1,6}}@(?=[a-z0-9.-]+\\.(?:{_ENDS})(?!\\.?[{_LETTER}]))", "@"),
                (
                    "[ |]{1,6}@[ |]{1,6}(?=[a-z0-9-]+(?: ?\\.[a-z]| ?\\. (?:com|fr|net|org|eu)(?![a-z])))",
                    "@",
                ),
                ("(?<=[^ |])@[ |]+", "@"),
                ("(@[a-z0-9-]+)(?: ?\\. ?|[,。・•·])(?=[a-z]{2,6}(?![a-z]))", r"\1."),
                _MEASURE,
            ),
        ),
        # Letter by letter.
        (
            "[a-z0-9] ?@ ?[a-z0-9] ?[a-z0-9.](?![a-z0-9])",
            (("(?<![a-z0-9][a-z0-9])(?<=[a-z0-9@.-]) (?=[a-z0-9@.-](?![a-z0-9]))", ""),),
        ),
        (_IN_WORDS, tuple(_numbers())),
        (
            "[oli][ ./-]?[0-9]|[0-9][oli]",
            (
                ("(?<![0-9a-z])o(?=[ ./-]?[1-9li])|(?<=[0-9])o(?![a-z])", "0"),
                ("(?<![a-z])[li](?=[0-9])|(?<=[0-9])[li](?![a-z])", "1"),
            ),
        ),
    )


# --- what is looked for -------------------------------------------------------------------------

_WORD = r'[^\u0000- @<>()\[\]{},;:"|/?=&#!\u00a0-\u00bf\u2000-\u206f\u3000-\u303f]'
# With a point at least, on either side: an address may be written backwards.
_EMAIL = (
    rf'(?:{_WORD}{{1,200}}|")@(?:\[(?=[0-9]))?(?={_WORD}*\.{_WORD}){_WORD}{{2,}}'
    rf"|{_WORD}{{1,100}}\.{_WORD}{{1,100}}@{_WORD}{{2,}}"
)

_MONTHS = "janv|f[ée]vr|mars|avr|mai|juin|juil|ao[ûu]t|sept|oct|nov|d[ée]c"
# Digits that are no number to call: dates, hours, book numbers, codes in hexadecimal.
_ASIDE = (
    r"(?<![0-9])(?:0?[1-9]|[12][0-9]|3[01])([./ -])(?:0?[1-9]|1[0-2])\1(?:19|20)[0-9]{2}(?!\1?[0-9])",
    r"(?<![0-9])(?:19|20)[0-9]{2}([/-])(?:0[1-9]|1[0-2])(?:\1(?:0[1-9]|[12][0-9]|3[01]))?(?![0-9])",
    # 06/12/24-08/12/24; 06 12 13 20 27 juin.
    r"(?<![0-9])[0-3][0-9]([./ -])(0[1-9]|1[0-2])\1([12][0-9])(?=[^0-9|]{1,6}[0-3][0-9]\1(?:0[1-9]|1[0-2])\1\3(?![0-9]))",
    rf"(?<![0-9])(?<![0-9] )(?<![0-9], )(?:[0-3]?[0-9](?: ?[,;] ?| )(?:et )?){{2,9}}[0-3]?[0-9] (?:{_MONTHS})(?:\.|ier|il|let|embre|obre|(?![{_LETTER}]))",
    r"(?<![0-9.])(?:[01]?[0-9]|2[0-3])\.[0-5][05] ?[\u2010-\u2015-] ?(?:[01]?[0-9]|2[0-3])\.[0-5][05](?![0-9.])",
    "(?<![0-9:])[0-2]?[0-9][:h][0-5][0-9](?![0-9:])",
    # 05/12, 06/12 et 07/12; 08 30 – 12 30 / 14 00 – 18 00.
    r"(?<![0-9])(?:[0-3][0-9]([./])(?:0[1-9]|1[0-2])(?: ?[,;] ?| )(?:et )?){2,30}[0-3][0-9]\1(?:0[1-9]|1[0-2])(?![0-9])",
    "(?<![0-9])(?:(?:0[6-9]|1[0-9]|2[0-3])[ .](?:00|15|30|45)[^0-9a-z|]{1,5}){3,30}[0-2][0-9][ .](?:00|15|30|45)(?![0-9])",
    "isbn(?:-1[03])?[ :]{0,3}(?:97[89][ -]?)?(?:[0-9][ -]?){9}[0-9x]",
    "sire[nt][ :°n]{0,5}(?:[0-9][ -]?){8}[0-9](?:[ -]?[0-9]{5})?(?![0-9])",
    "(?<![0-9a-f])(?=[0-9]*[a-f])[0-9a-f]{16,}",
    "(?:10[.][0-9]{4,9}(?:/|%2f)|ark:/|hdl[.]handle[.]net/|urn:|oai:|pmid:? ?)[^ ]{1,200}",
    "[?&](?:id|ref|doc|article|page|nid)=[0-9]+",
    "(?<=[/_-])[0-9]{9,}(?=[.](?:html?|pdf|php|aspx?|jpe?g|png|csv|zip|docx?|xlsx?)(?![a-z]))",
    "(?<=/)[0-9]{9,}(?=[_-][a-z])",
    "(?:0|[1-9][0-9]{0,2})[.][0-9]{5,} ?[,;/ ] ?-?(?:0|[1-9][0-9]{0,2})[.][0-9]{5,}",
)
# Between two digits: anything but letters, nor the side of a cell; one side at most in a mobile number.
_GAP = f"[^0-9{_LETTER}|]{{0,6}}"
_SIDE = rf"(?:{_GAP}|[^0-9{_LETTER}|]{{0,3}}\|[^0-9{_LETTER}|]{{0,3}})"
# 03 04 05: an enumeration; 01, 03, 07, 15, 26, 38: another; 06-2024-1234: a reference.
_COUNTED = "|".join(
    [
        *(f"0{n}[^0-9]+{n + 1:02d}[^0-9]+{n + 2:02d}(?![0-9])" for n in range(1, 10)),
        *("[^0-9]+".join(f"{n * k:02d}" for k in range(1, 6)) for n in range(1, 10)),
        "0[0-9](?: ?[,;] ?[0-9]{2}){5}",
        "0[0-9](?:[^0-9]+(?:0[1-9]|1[0-2]))?[^0-9]+(?:19|20)[0-9]{2}(?![0-9])",
        "0[0-9]{3}-(?:19|20)[0-9]{2}-",
        "0 1 2 3",
    ]
)
_START = "(?<![0-9])(?<![0-9][.,](?=[0-9]{3}))(?<![0-9]{2}[,;] (?=0[0-9][,;]))"
_PAIR = "(?:[0-9]{2}|(?<![0-9])[0-9] [0-9](?![0-9]))"
_CALLED = (
    r"t[ée]l(?:[ée]phone)?|portable|mobile|gsm|sms|whatsapp|signal|telegram|contact|port\.|"
    r"(?:mon|son) num[ée]ro|appele[rz]|appelle|joindre|fax"
)
_PHONES = (
    # By pairs, whatever stands between them.
    rf"{_START}(?!{_COUNTED})0(?:[1-9]|\) ?[1-9]|[ -][1-9](?![0-9]))(?:{_GAP}{_PAIR}){{4}}(?![0-9])",
    rf"{_START}(?<![0-9] \| )(?<![0-9] )(?!{_COUNTED})0[67](?:{_SIDE}{_PAIR}){{4}}(?! ?\|? ?[0-9])",
    # Cut otherwise, always by the same sign: 0612 345 678, 0-6-1-2… No postal codes, year or scale.
    (
        rf"{_START}(?=0[0-9]*([^0-9{_LETTER}]))(?!0[0-9]{{4}}\1[0-9]{{5}}(?![0-9]))"
        r"(?![0-9]{0,9}\1(?:[0-9]{0,9}\1){0,9}(?:19|20)[0-9]{2}(?![0-9]))(?!0.[1-5][0-9]{2}.[0-9]{3}.)(?!0.1.2.3)(?!(?:[0-9]{2}\1){3})"
        r"0\1?[1-9](?:\1?[0-9]){8}(?![0-9])"
    ),
    # France, from anywhere.
    rf"(?:\+|plus |(?<![0-9])00 ?){_GAP}33{_GAP}(?:0{_GAP})?[1-9](?:{_GAP}[0-9]){{8}}(?![0-9])",
    r"(?<![0-9])33(?:[67][0-9]{8}|[ .-]?[1-9](?:[ .-][0-9]{2}){4})(?![0-9])",
    # Elsewhere (E.164), unless it is a number by thousands or the code of a company.
    (
        r"(?!\+ ?[1-9][0-9]{0,2}(?: [0-9]{3}){1,4} ?(?:€|euro|habitant))(?!\+[1-9][0-9]{0,2}(?: [0-9]{3}){1,2}(?![ .()/-]{0,3}[0-9]))"
        r"\+ ?[1-9](?:[ .()/-]{0,3}[0-9]){8,14}(?![0-9])"
    ),
    r"(?<![0-9])(?<![0-9] )(?!00[0-9] [0-9]{3} [0-9]{3}(?![0-9]))00 ?[1-9](?:[ .()/-]{0,3}[0-9]){9,13}(?![0-9])",
    r"tel: *\+?[0-9](?:[ .()/-]{0,3}[0-9]){6,}",
    # Without its first zero, after what announces a number.
    (
        rf"(?<![{_LETTER}])(?:{_CALLED})"
        r"[ .:°]{0,4}(?:(?:au|le|est|du|sur) ){0,2}[1-79](?:[ ./-]?[0-9]{2}){4}(?![0-9])"
    ),
)

_YEAR = "(?:19[0-9]{2}|200[0-9]|[3-9][0-9])(?![0-9])"
_DAY = (
    rf"(?:(?:[0-3]?[0-9](?:er)?|premier|[a-zé]{{2,8}}(?:[ -](?:et[ -])?[a-zé]{{2,5}})?)[ ./\u2010-\u2015-]{{1,3}}"
    rf"(?:[01]?[0-9]|(?:{_MONTHS})[a-z]*\.?)[ ./\u2010-\u2015-]{{1,3}}(?:{_YEAR}|mil(?:le)?[ -](?:neuf|9)[ -]cents?)"
    r"|(?:19[0-9]{2}|200[0-9])[./-](?:0[1-9]|1[0-2])[./-][0-3][0-9](?![0-9]))"
)
_BIRTHS = (
    (
        rf"{_BORN}(?: \(?(?!entre|avant|apr[èe]s|depuis)[a-zà-ÿ-]{{3,20}}\)?)?(?: (?:[àa]|aux?|en|dans) [^.;:]{{1,40}}?)?"
        r"[ ,:|]{1,3}(?:(?:le|un)[ :|]{1,3})?"
        rf"(?:[a-z]+di |dimanche )?{_DAY}"
    ),
    (
        rf"(?<![{_LETTER}])(?:(?:naiss(?:ance|\.)|(?<![0-9]e )(?<![0-9]ème )anniv(?:ersaire|\.)?)(?! (?:du|d['’]|de l['’a]|des) ?(?:{_INSTITUTION})(?![{_LETTER}]))"
        r"(?: d[^.;:|0-9]{1,40}?| ?:? à [^.;:|0-9]{1,40}?|(?<=lieu de naissance) ?: ?[a-zà-ÿ' -]{2,40}?,(?: le)?)?|d\.?d\.?n\.?|date of birth|birthdate|birthday|born)"
        rf"[ :=,|(]{{1,4}}(?:(?:le|on) )?(?:{_DAY}|[12][0-9]{{3}}-[0-9]{{2}}-[0-9]{{2}})"
    ),
    rf"(?<![{_LETTER}])(?:(?:date|ann[ée]e) de naissance[ :=,|]{{1,4}}|(?<!la )(?<!de )naissance ?[:=|] ?)(?:19[0-9]{{2}}|200[0-9])(?![0-9])",
    # The head of a column.
    rf"\| ?(?:{_BORN}(?: le)?|(?:d[^|]{{1,8}} )?naiss(?:ance|\.)?|ddn) ?\|.{{0,300}}?\| ?{_DAY}",
    rf"\( ?° ?{_DAY}",
)
# In the record of a person, the year is enough.
_BIRTH_YEAR = rf"{_BORN} en (?:(?:{_MONTHS})[a-z]* )?19[0-9]{{2}}(?![0-9])"

_STREET = (
    r"[0-9]{1,4}(?: ?(?:bis|ter|quater|[a-d])(?![a-z]))?,? (?:rue|grande?[ '-]?rue|ruelle|r\.(?= )|mont[ée]e|avenue|av\.|boulevard|bd|impasse|chemin|all[ée]e|"
    r"route|quai|cours|square|sentier|lotissement|r[ée]sidence|place|passage|faubourg)(?![a-zé])(?! pi[ée]tonn)"
)
_PUBLIC_PLACE = (
    "mairie|h[ôo]tel|maison|salle|[ée]cole|coll[èe]ge|lyc[ée]e|centre|espace|m[ée]diath|biblioth|"
    "si[èe]ge|pr[ée]fecture|associa|universit|th[ée][âa]tre|gymnase|foyer|office|service|agence|"
    "cin[ée]ma|caf[ée]|loca(?:l|ux)|permanence|kiosque|librairie|gare|halle|mus[ée]e|stade|[ée]glise|club|parc|soci[ée]t|h[ée]berg|[ée]dit|minist|conseil|communaut|ville|r[ée]gion|d[ée]partement|lieu|comit|atelier"
)
_HOMES = (
    (
        rf"(?:(?<![{_LETTER}])(?:vit|loge)|(?:domicili[ée]e?s?|demeur(?:e|ant)|r[ée]sid(?:e|ant)|habit(?:e|ant))(?: à [^.;:0-9]{{1,30}}?)?|"
        r"(?:domicile|adresse) (?:perso(?:nnelle?)?|priv[ée]e?)|domicile|chez (?:moi|lui|elle))(?: est)?"
        rf"[ ,:]{{1,3}}(?:au |à )?(?:{_STREET})()"
    ),
    rf"(?:({_PUBLIC_PLACE}).{{0,60}}?)?(?<![0-9]){_STREET}[ ,].{{0,40}}?[ ,(-]{{1,3}}(?:f-)?[0-9]{{2}} ?[0-9]{{3}}(?![0-9])(?! ?(?:€|euro|habitant|visiteur|m[2²]))",
)
# What is said of one, there and in the forms.
HOME = (
    "ce qui semble être l’adresse d’un domicile",
    "retirez-la ; si c’est un lieu public, nommez-le juste avant son adresse",
)

# --- looking for it -----------------------------------------------------------------------------

# What may hide an address, or figures written otherwise. Only what stands around such a sign, or
# around nine digits, is looked at closely.
_HINTS = ("@", "tel:", "arob", "arrob", "¹", "²", "³")
_CLOSER = (
    re.compile(f"{_OPEN} ?(?:at|chez|[aà] ?{_CLOSE})"),
    re.compile(r" (?:chez|à) [a-z0-9-]{1,60}(?:[ [({<]{1,3}(?:dot|point)|\.[a-z])"),
    re.compile(f"at(?<![{_LETTER}0-9]at)(?![{_LETTER}0-9])"),
    *(re.compile(start + _WORDS_AFTER) for start in _WORDS_FROM),
)
APART = " ;x; "  # between two texts: joins neither the figures nor the words of both
_AROUND = 90  # characters: an address in full, a number in words
_MORE = "(?:[^0-9a-z]{0,14}[0-9oli]){8,}"
_NINE_DIGITS = re.compile(f"[0-9oli]{_MORE}")
# What makes nine digits a number to call, at their start or just before.
_TO_CALL = re.compile(rf"(?<![0-9])[0o]{_MORE}|3[^0-9a-z]{{0,14}}3{_MORE}|\+|plus|tel:|{_CALLED}")
_FOREIGN_IN = re.compile(_FOREIGN)
_BORN_IN = re.compile(r"n[^0-9a-z]{0,2}[ée](?![a-zà-ÿ])|n[ée](?:[^0-9a-z]?e)?[()s.]*[ ,:]")
_BORN_YEAR = re.compile(r"(?i)19[0-9]{2}|200[0-9]|[./ -][3-9][0-9](?![0-9])|mil(?:le)?.neuf")
_BORN_WORDS = (
    "naiss",
    "anniv",
    "ddn",
    "d.d.n",
    "birth",
    "born",
    "vu le jour",
    "naît",
    "nait",
    "naqui",
    "(°",
    "( °",
)
_STREET_IN = re.compile(
    r"[0-9][\s,a-z'-]{1,12}(?:rue|r\.|mont|av|boul|bd|imp|chem|all|rout|quai|cours|squ|sent|lot|r[ée]s|pass|pl|faub)"
)
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}")
_CAPITAL = re.compile("[A-Z]")
_READABLE = re.compile(rb"[\t\n -~]{9,}")
_DOTTED = re.compile(r"@\[?[^@ ]+\.[a-z]{2}")
_PERCENT = re.compile("%[0-9A-Fa-f]{2}")
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]{1,5})\}|\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")
_TARGET = re.compile(r"(?<=\])(?:\((?:[^()]|\([^()]*\)){0,2000}\)|\[[^\[\]]{0,200}\])|[<>]")
_DEPTH = 3


@dataclass(frozen=True, slots=True)
class Found:
    """An e-mail address or a number: its `kind` (`email`, `phone`), as it reads once undisguised.

    Two disguises of one address have the same `key`.
    """

    kind: str
    text: str

    @property
    def key(self) -> str:
        """What it is, however it is written."""
        return _key(self.text)

    @property
    def masked(self) -> str:
        """Enough to know it again and no more: what a check says may be public."""
        if self.kind == "email":
            name, _, host = self.text.partition("@")
            return f"{name[:1]}•••@{host[:1]}•••"
        return f"{re.sub('[^0-9+]', '', self.text)[:4]} ••• •••"


def key(written: str) -> str:
    """Return what an e-mail address or a number is, however it is written."""
    return _key(plain(written))


def _key(text: str) -> str:
    if "@" in text:
        return text.strip(" .'-[")
    digits = re.sub(r"\(0\)|[^0-9]", "", text)
    abroad = re.match("(?:0033|33(?=0?[1-9][0-9]{8}$)|00)", digits)
    return digits[abroad.end() if abroad else 0 :].removeprefix("0")


def plain(text: str) -> str:
    """Return a text without its disguises: what a reader would say it says."""
    for pattern, by in _SIGN_IN:
        text = pattern.sub(by, text)
    text = (text if text.isascii() else unicodedata.normalize("NFKC", text)).lower()
    if not text.isascii() and _FOREIGN_IN.search(text):
        text = text.translate(_figures())
    for found, replacements in _steps():
        if not found or found.search(text):
            for pattern, by in replacements:
                text = pattern.sub(by, text)
    return text


@cache
def _steps() -> tuple[tuple[re.Pattern[str] | None, tuple[tuple[re.Pattern[str], str], ...]], ...]:
    return tuple(
        (re.compile(found) if found else None, tuple((re.compile(p), by) for p, by in replacements))
        for found, replacements in steps()
    )


_SIGN_IN = [(re.compile(pattern), by) for pattern, by in _SIGNS]
_EMAIL_IN = re.compile(_EMAIL)
_ASIDE_IN = [re.compile(pattern) for pattern in _ASIDE]
_PHONE_IN = [re.compile(pattern) for pattern in _PHONES]
_BIRTH_IN = [re.compile(pattern) for pattern in _BIRTHS]
_BIRTH_YEAR_IN = re.compile(_BIRTH_YEAR)
_HOME_IN = [re.compile(pattern) for pattern in _HOMES]


def find(text: str) -> list[Found]:
    """Return the e-mail addresses and the numbers of a text, each once, in order."""
    found: dict[str, Found] = {}
    for reading in _readings(text):
        for one in _in_plain(plain(part) if (part := _worth(reading)) else ""):
            found.setdefault(one.key, one)
    for token in _tokens(text):
        for reading in _unpacked(token):
            for one in _in_plain(plain(reading)):
                if one.kind == "phone" or _DOTTED.search(one.text):
                    found.setdefault(one.key, one)
    return list(found.values())


def _worth(text: str) -> str:
    """Return what of a text is worth a closer look, most often nothing."""
    low = text.lower()
    if len(low) != len(text) or not (text.isascii() or not _FOREIGN_IN.search(text)):
        return text
    spans = _to_call(low)
    spans += [(m.start(), m.end() + _AROUND) for one in _CLOSER for m in one.finditer(low)]
    spans += [(m.start(), m.end() + _AROUND) for m in _SIGN_IN[1][0].finditer(text)]
    for sign in _HINTS:
        at = low.find(sign)
        while at >= 0:
            spans.append((at, at + _AROUND))
            at = low.find(sign, at + 1)
    pieces: list[str] = []
    end = -1
    for first, last in sorted(spans):
        least, most = max(first - 2 * _AROUND, 0), last + 4 + _AROUND
        start = text.rfind(" ", least, max(first - _AROUND, 0)) + 1 or least
        to = text.find(" ", last + 4, most) + 1 or most
        if start > end:
            pieces.append(APART)
        pieces.append(text[max(start, end, 0) : to])
        end = max(to, end)
    return "".join(pieces)


# « Saint-Pierre-de-Plesguen », « camelCase »: words, not base64.
_WORDS = re.compile("[A-Z]?[a-z]{2,}(?:(?:[-/_+][A-Z]?|[A-Z])[a-z]+)*")


def _tokens(text: str) -> Iterator[str]:
    """Yield what may be base64: long, without a blank, with a capital."""
    for word in text.split():
        if len(word) > 11 and not word.islower() and _CAPITAL.search(word, 1):
            for token in _BASE64.findall(word):
                if _CAPITAL.search(token) and not _WORDS.fullmatch(token):
                    yield token


def _to_call(low: str) -> list[tuple[int, int]]:
    """Return where digits stand that may be a number to call."""
    found = (match.span() for match in _NINE_DIGITS.finditer(low))
    return [(at, end) for at, end in found if _TO_CALL.search(low, max(at - 40, 0), end)]


def _in_plain(text: str) -> Iterator[Found]:
    for word in text.split(" ") if "@" in text else ():
        if "@" in word:
            yield from (Found("email", match[0]) for match in _EMAIL_IN.finditer(word))
    if "tel:" not in text and not _to_call(text):
        return
    for pattern in _ASIDE_IN:
        text = pattern.sub("x", text)
    if "tel:" not in text and not _to_call(text):
        return
    for pattern in _PHONE_IN:
        yield from (Found("phone", match[0]) for match in pattern.finditer(text))


def _readings(text: str) -> Iterator[str]:
    """Yield the ways to read a text: as it is, its encodings undone, its links without what makes them links."""
    yield from _unlinked(text)
    for _ in range(_DEPTH):
        before = text
        for sign, decoded in _DECODED:
            if sign in text and (other := decoded(text)) != text:
                text = other
                yield from _unlinked(text)
        if text == before:
            return


# How each encoding is undone, and the sign without which there is none.
_DECODED: tuple[tuple[str, Callable[[str], str]], ...] = (
    ("&", html.unescape),
    ("%", lambda text: unquote(text, errors="replace") if _PERCENT.search(text) else text),
    ("\\", lambda text: _ESCAPE.sub(lambda m: chr(int(m[1] or m[2] or m[3], 16)), text)),
)


def _unlinked(text: str) -> Iterator[str]:
    bare = _TARGET.sub("", text) if "[" in text or "<" in text else text
    yield from dict.fromkeys((text, bare, bare.replace("[", "").replace("]", "")))


def _unpacked(token: str) -> Iterator[str]:
    """Yield what can be read in base64, wherever it begins in the token."""
    signs = token.replace("-", "+").replace("_", "/")
    for start in range(4):
        whole = signs[start : start + (len(signs) - start) // 4 * 4]
        rest = signs[start + len(whole) :]
        whole += rest + "=" * (4 - len(rest)) if len(rest) > 1 else ""
        for run in _READABLE.findall(base64.b64decode(whole)):
            yield run.decode()


def births(text: str, *, of_person: bool = False) -> bool:
    """Whether a text says when someone was born; in a person's own record, the year is enough."""
    wanted = [*_BIRTH_IN, _BIRTH_YEAR_IN] if of_person else _BIRTH_IN
    for reading in _readings(text) if _BORN_YEAR.search(text) else ():
        low = reading.lower()
        if _BORN_IN.search(low) or any(word in low for word in _BORN_WORDS):
            read = plain(reading)
            if any(pattern.search(read) for pattern in wanted):
                return True
    return False


def homes(text: str) -> bool:
    """Whether something in a text looks like someone's home address."""
    for reading in map(str.lower, _readings(text)):
        if _STREET_IN.search(reading):
            read = plain(reading)
            if any(not match[1] for pattern in _HOME_IN for match in pattern.finditer(read)):
                return True
    return False


def patterns() -> dict[str, object]:
    """Return what a form needs to see the same in what is typed plainly (ECMAScript, `u` flag).

    `initials` is read before the capitals go, and `innocent` (only if this is found, pattern, by) after.
    Disguises are undone by the rules and the audit alone.
    """
    return {
        "initials": _INITIALS,
        "innocent": (
            ("", *_MARKS),
            ("", *_LISTS),
            (_BORN, *_NO_ONE),
            ("@", *_ACCOUNT),
            ("@", *_MEASURE),
        ),
        "email": _EMAIL,
        "aside": _ASIDE,
        "phones": _PHONES,
        "births": _BIRTHS,
        "homes": _HOMES,
        "home": HOME,
    }
