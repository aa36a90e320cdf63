"""Dates, times and numbers as people write them, in the form that sources have.

One reading, for the remedies of the checker, `club new` and the import. What could be read in two
ways is refused, with what is probable when something is.
"""

import re
from calendar import monthrange
from decimal import Decimal

from babel.dates import get_month_names

from generator.core.data import table
from generator.core.text import fold

_MONTHS = {n: (name, fold(name)) for n, name in get_month_names("wide", locale="fr").items()}
_ENGLISH = {n: (name, fold(name)) for n, name in get_month_names("wide", locale="en").items()}
_CENTURY = 70  # « 28/05/98 » is of the last one


class UnreadError(ValueError):
    """A value that is not certain: `why` and `todo` in French, `probable` what it may well be."""

    def __init__(self, why: str, todo: str, probable: str = "") -> None:
        super().__init__(why)
        self.why, self.todo, self.probable = why, todo, probable


# --- dates --------------------------------------------------------------------------------

PERIOD = "est une période"
_A_DAY = "écrivez AAAA, AAAA-MM ou AAAA-MM-JJ"
_A_MOMENT = "écrivez le jour, puis l’heure : AAAA-MM-JJTHH:MM"
_BEFORE = re.compile(
    r"(?:(?:le|en|du)\s+)?(?:(?:lun|mar|mercre|jeu|vendre|same)di\s+|dimanche\s+)?", re.IGNORECASE
)
_MIDNIGHT = re.compile(r"[T ]00:00(?::00(?:\.0+)?)?Z?$")  # what programs add to a day
# Digits are those of ASCII everywhere: they are written as they were read.
_IN_DIGITS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<year>\d{4})(?:[-/. ](?P<month>\d{1,2})(?:[-/. ](?P<day>\d{1,2}))?)?",
        r"(?:(?P<day>\d{1,2})[-/. ])?(?P<month>\d{1,2})[-/. ](?P<year>\d{4})",
        # Never both: no year of ours ends like a month and a day.
        r"(?P<year>1[789]\d\d|2[01]\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        r"(?!20\d\d20)(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d{4})",  # « 20112012 »: two years?
        r"(?P<day>\d{1,2})[-/.](?P<month>\d{1,2})[-/.](?P<year>\d{2})",
    )
]
_IN_WORDS = [
    re.compile(form, re.ASCII)
    for form in (
        r"(?P<month>[a-z]+) (?P<day>\d{1,2}) (?P<year>\d{4})",  # « March 12, 2015 »
        r"(?:(?P<day>\d{1,2}|premier)(?:er)? )?(?P<month>[a-z]+) (?P<year>\d{4}|\d{2})",
    )
]
_TWO_DAYS = re.compile(r".*\d(?:er)?\s*(?:-|–|/|,|à|au|et)\s*\d{1,2}(?:er)?\s+[^\W\d]+\s+\d{4}")
_TWO_YEARS = re.compile(r"\d{4}.*(?:[-–—/]|\b(?:à|au|et)\b).*\d{4}")
_ABOUT_A_DATE = re.compile(
    r"\b(?:debut|fin|mi|milieu|courant|vers|environ|avant|apres|depuis|ete|hiver|printemps|automne|rentree|noel|paques|toussaint"
    r"|trimestre|semestre|annees?|t[1-4]|s[12])\b"
)


def day(text: str) -> str:
    """Return a date as `AAAA`, `AAAA-MM` or `AAAA-MM-JJ`; day before month, as the French write it.

    Raises UnreadError.
    """
    bare = _BEFORE.sub("", " ".join(text.split()).strip(" .,"), count=1)
    bare = _MIDNIGHT.sub("", bare)
    forms = [(form, bare) for form in _IN_DIGITS] + [(form, fold(bare)) for form in _IN_WORDS]
    match = next(filter(None, (form.fullmatch(written) for form, written in forms)), None)
    if match is None:
        raise UnreadError(*_no_date(bare))
    year, month, number = match["year"], match["month"], match["day"]
    if month and month.isalpha():
        month, number = _month(month), "1" if number == "premier" else number
        if not month:
            raise UnreadError(*_no_date(bare))
    if len(year) == 2:  # « oct-21 », as a spreadsheet rewrites 2021-10
        raise UnreadError("a une année à deux chiffres", _A_DAY, _probable(year, month, number))
    return _existing(year, month, number)


def _month(name: str) -> str:
    """Return the number of a month by its name, or the beginning of it that is enough; else ""."""
    named = (*_MONTHS.items(), *_ENGLISH.items())
    found = {n for n, (_, month) in named if len(name) >= 3 and month.startswith(name)}
    return str(found.pop()) if len(found) == 1 else ""


def _probable(year: str, month: str, number: str | None) -> str:
    try:
        return _existing(f"{20 if int(year) < _CENTURY else 19}{year}", month, number)
    except UnreadError:
        return ""


def _existing(year: str, month: str | None, number: str | None) -> str:
    """Return a date that exists, from its parts. Raises UnreadError, naming what does not."""
    if int(year) == 0:
        raise UnreadError("n’existe pas : il n’y a pas d’année 0", "vérifiez l’année")
    if month is None:
        return year
    if not 1 <= int(month) <= 12:
        raise UnreadError("n’existe pas : une année a douze mois", "vérifiez le jour et le mois")
    if number is None:
        return f"{year}-{int(month):02}"
    _, last = monthrange(int(year), int(month))
    if not 1 <= int(number) <= last:
        name, _ = _MONTHS[int(month)]
        raise UnreadError(f"n’existe pas : {name} {year} a {last} jours", "vérifiez le jour")
    return f"{year}-{int(month):02}-{int(number):02}"


def _no_date(bare: str) -> tuple[str, str]:
    words = fold(bare)
    if _TWO_YEARS.search(bare) or _TWO_DAYS.fullmatch(bare):
        return (PERIOD, "écrivez une seule date : le début et la fin ont chacun leur champ")
    if re.search(r"\d{4}", bare) and (_ABOUT_A_DATE.search(words) or "?" in bare):
        return (
            "est une date approchée",
            "écrivez l’année seule (AAAA), ou le mois (AAAA-MM) s’il est connu",
        )
    if not re.search(r"\d{4}", bare) and any(_month(word) for word in words.split()):
        return "est une date sans année", "ajoutez l’année : AAAA-MM ou AAAA-MM-JJ"
    return "n’est pas une date", _A_DAY


# --- dates with a time --------------------------------------------------------------------

_FLAGS = re.ASCII | re.IGNORECASE
_CLOCK = r"(\d{1,2})\s*(?:h(?:eures?)?|:)\s*(\d{2})?(?::\d{2}(?:\.0+)?)?\s*(?:min|mn)?"
_HOURS = re.compile(rf"(.*\d)[\s,T]+(?:[-–à]\s*|de\s+)?{_CLOCK}\s*(?:-|–|—|à|/)\s*{_CLOCK}", _FLAGS)
_DAY_AND_TIME = re.compile(rf"(.*?\S)(?:[\s,]+(?:(?:à|-|–)\s*)?|T){_CLOCK}", _FLAGS)
_TIME_AND_DAY = re.compile(rf"(?:à\s*)?{_CLOCK}[\s,]+(\D*\d.*)", _FLAGS)
_TIME_ALONE = re.compile(rf"(?:à\s*)?{_CLOCK}", _FLAGS)


def clock(text: str) -> str:
    """Return a time of day as `18:30`, or an empty text."""
    match = _TIME_ALONE.fullmatch(text.strip())
    return _time(*match.groups()) if match else ""


def hours(text: str) -> tuple[str, str, str] | None:
    """Return what stands before two times of day, and these: « 12/03/2026 18h30-20h »; or None."""
    if match := _HOURS.fullmatch(text.strip()):
        before, *times = match.groups()
        start, end = _time(*times[:2]), _time(*times[2:])
        return (before, start, end) if start and end else None
    return None


def _time(hour: str, minute: str | None) -> str:
    if int(hour) > 23 or int(minute or 0) > 59:
        return ""
    return f"{int(hour):02}:{minute or '00'}"


def moment(text: str) -> str:
    """Return a date, with its time when one is given: `2026-03-12T18:30`. Raises UnreadError."""
    bare = " ".join(text.split())
    if _HOURS.fullmatch(bare):
        raise UnreadError(PERIOD, "écrivez l’heure du début ; celle de la fin va dans « end »")
    if match := _TIME_ALONE.fullmatch(bare):
        if not _time(*match.groups()):
            raise UnreadError("n’existe pas : une heure va de 00:00 à 23:59", _A_MOMENT)
        raise UnreadError("est une heure sans jour", _A_MOMENT)
    if match := _DAY_AND_TIME.fullmatch(bare):
        on, hour, minute = match.groups()
    elif match := _TIME_AND_DAY.fullmatch(bare):
        hour, minute, on = match.groups()
    else:
        return day(text)
    at = _time(hour, minute)
    try:
        when = day(on)
    except UnreadError as error:
        probable = f"{error.probable}T{at}" if error.probable and at else ""
        raise UnreadError(error.why, error.todo, probable) from None
    if not at:
        raise UnreadError("n’existe pas : une heure va de 00:00 à 23:59", "vérifiez l’heure")
    if len(when) != len("2026-03-12"):
        raise UnreadError("est une heure sans jour", _A_MOMENT)
    return f"{when}T{at}"


# --- numbers ------------------------------------------------------------------------------

EUROS = r"(?:€|eur\b|euros?)(?: ?t\.?t\.?c\.?)?"
PEOPLE = (
    r"(?:personnes?|participant(?:e?s)?|hab(?:itant(?:e?s)?|\.)?|votant(?:e?s)?|inscrit(?:e?s)?"
    r"|présent(?:e?s)?|électeurs?|citoyen(?:ne)?s?|jeunes|membres)"
)
_GROUPED = r"\d{1,3}(?:[ _.'’]\d{3})+|\d+"
_WHOLE = rf"({_GROUPED})(?:[,.]0{{1,2}})?"
# Not « 1.800 M€ »: thousands, or tenths?
_SCALED = r"(\d{1,3}(?:[ _]\d{3})+|\d+(?:[,.]\d{1,2})?) ?(k|m|md|mrd|mille|milliers?|millions?|milliards?)"
_NUMBERS = table("words")["numbers"]
_SPELT = {word: number for number, word in enumerate(_NUMBERS["units"])} | _NUMBERS["more"]
_ROUGHLY = (
    r"(?:env(?:iron|\.)?(?![a-z])|approx\w*\.?|~|≈|±|\+/-|>|<|≥|≤|plus de|moins de|pr[eè]s de|presque|autour de"
    r"|jusqu['’]à|au (?:plus|moins|maximum|minimum)|max(?:imum)?\b\.?|min(?:imum)?\b\.?|à peu près)"
)
_NOT_A_NUMBER = [
    (
        re.compile(row["pattern"].replace("<roughly>", _ROUGHLY), re.IGNORECASE),
        row["why"],
        row["todo"],
    )
    for row in _NUMBERS["refused"]
]


def number(text: str, units: str = rf"(?:{EUROS}|{PEOPLE})") -> str:
    """Return a whole number in digits; `units` is a pattern of what may be counted.

    Raises UnreadError.
    """
    bare = " ".join(text.split()).lower()
    if match := re.fullmatch(rf"(?:€ ?)?{_WHOLE} ?(?:{units})?", bare, re.ASCII):
        return str(int(re.sub(r"\D", "", match[1])))
    scaled = re.fullmatch(rf"{_SCALED} ?(?:d['’e] ?)?({units}|e(?:uros?)?)?", bare, re.ASCII)
    # « 12 m » may be metres: a million is a capital, or comes with what it counts.
    if scaled and (scaled[2] != "m" or scaled[3] or "M" in text):
        plain = re.sub("[ _]", "", scaled[1]).replace(",", ".")
        found = Decimal(plain) * _NUMBERS["times"][scaled[2].rstrip("s")]
        if found == int(found):
            return str(int(found))
    if fold(bare) in _SPELT:
        return str(_SPELT[fold(bare)])
    raise UnreadError(*_no_number(bare, text, units), "0" if fold(bare) in _NUMBERS["none"] else "")


def _no_number(bare: str, text: str, units: str) -> tuple[str, str]:
    """Return why a text is no number, and what to do: what is sure of it, and where the rest goes."""
    why, todo = next((why, todo) for pattern, why, todo in _NOT_A_NUMBER if pattern.match(bare))
    typed = " ".join(text.split())
    note = f"« {typed} » dans le texte, sous « Moyens »" if units == EUROS else ""
    # Read as it was typed: a capital may be two signs once small.
    pieces = re.fullmatch(rf"({_ROUGHLY}? ?)(.*?)( ?{_ROUGHLY}?)", typed, re.IGNORECASE)
    if pieces and (pieces[1].strip() or pieces[3].strip()):
        try:
            sure = number(pieces[2], units)
        except UnreadError:
            return why, todo
        return why, f"écrivez « {sure} », et {note or 'dites dans le texte qu’il est approché'}"
    return why, todo.replace("l’intervalle dans le texte", note) if note else todo
