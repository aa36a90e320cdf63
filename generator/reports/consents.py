"""Whose agreement is to be asked, asked again, or undone, each with the message to send them.

An agreement can be proved, and is withdrawn as easily as it was given (RGPD art. 7). No text says how long it
lasts: the club chooses (`consent_months`), and nothing leaves the site by itself on that day.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, cast

from generator import routes
from generator.club import Club
from generator.core.settings import Settings
from generator.kinds import KIND_OF, Contact, Member, mandates
from generator.kinds.page import Page
from generator.records import french, labels
from generator.records.base import ConsentField
from generator.records.fields import fixed_values
from generator.records.types import PartialDate
from generator.reports import AHEAD, Group, Report, Row, by_name, row
from generator.rules.privacy import GUARDED, left_behind, uncovered
from generator.sources import FieldPath, strict_yaml

# The errors that the report lists itself: they do not forbid it.
LISTED = frozenset({"P01", "P03"})
_TEXT = Path(__file__).with_name("consents.yaml").read_text(encoding="utf-8")
_WORDS = cast("dict[str, Any]", strict_yaml.load(_TEXT)[0])
_FIELDS = labels.of(fixed_values(ConsentField))
# Why one writes to a person: the group, the fields, the place in the source, a day, what happens on it.
_Reason = tuple[str, tuple[str, ...], FieldPath, PartialDate | None, str]


def _people(club: Club) -> list[Member | Contact]:
    """Return everyone, the members first, in French order of their names."""
    contacts = club.all(Contact).values()
    return [
        *sorted(club.all(Member).values(), key=by_name),
        *sorted(contacts, key=lambda contact: french.collation(contact.name)),
    ]


def _reasons(
    person: Member | Contact, today: date, until: date, months: int, notice: str
) -> Iterator[_Reason]:
    """Yield why one writes to a person, the most urgent first."""
    consent, guarded = person.consent, (*GUARDED, "summary", "links")
    if consent and consent.withdrawn:
        if names := tuple(left_behind(person)):
            yield "consent-withdrawn", names, names[:1], consent.withdrawn, "accord retiré"
        return
    if names := tuple(uncovered(person, guarded if isinstance(person, Member) else GUARDED)):
        yield "consent-missing", names, names[:1], None, ""
    if consent and consent.fields:
        due = mandates.consent_due(consent, months)
        day, at = PartialDate.parse(due.isoformat()), ("consent", "date")
        if due <= today:
            yield "consent-expired", consent.fields, at, day, "à redemander depuis"
        elif due <= until:
            yield "consent-expiring", consent.fields, at, day, "à redemander avant"
        elif notice and consent.notice != notice:
            yield "notice-older", consent.fields, ("consent", "notice"), consent.date, "donné"


def _letter(
    person: Member | Contact,
    key: str,
    names: tuple[str, ...],
    settings: Settings,
    page: Page | None,
    *,
    aside: bool,
) -> str:
    """Return the message to a person: it names fields, and holds no value of theirs.

    `aside`: about what members alone see, which no form of the site asks.
    """
    kind, consent = KIND_OF[type(person)], person.consent
    agreed = consent.fields if consent and not consent.withdrawn else ()
    form = ""
    if kind.form and not aside:  # at the step that asks for the agreement
        step = next(n for n, one in enumerate(kind.form.steps, 1) if "consent" in one.fields)
        form = f"{settings.absolute(routes.form(kind.name, person.id))}#etape-{step}"
    values = {
        "club": settings.site_name,
        "site": _WORDS["sites"][int(aside)],
        "name": kind.title(person),
        "fields": _named(names),
        "asked": _named(dict.fromkeys((*agreed, *names))),
        "given": french.on(consent.date).capitalize() if consent else "",
        "months": settings.consent_months,
        "notice": page.notice if page else "",
        "address": settings.absolute(routes.record("page", page.id)) if page else "",
        "form": form,
    }
    asked = {"form": form, "reply": True, "notice": page, "refuse": True}
    parts = {"changed": form} if key == "consent-withdrawn" else asked
    how = "\n\n".join(_WORDS[name] for name, known in parts.items() if known)
    text = _WORDS["letter"].replace("{why}", _WORDS["groups"][key]["why"]).replace("{how}", how)
    return french.typography(str(text).format(**values)).strip()


def _named(names: Iterable[str]) -> str:
    return french.enumeration(_FIELDS[name] for name in names)


def report(club: Club, today: date, settings: Settings, private: Club | None = None) -> Report:
    """Return whom to write to about their agreement, seen from `today` and six months ahead.

    Each person is in one group, the most urgent: they get one message; and another about what they show
    to members alone, when `private` is given.
    """
    until = mandates.months_after(today, AHEAD)
    page = next((page for page in club.all(Page).values() if page.notice), None)
    notice = (page.notice if page else None) or ""
    found: dict[str, list[Row]] = {key: [] for key in _WORDS["groups"]}
    for source in filter(None, (club, private)):
        for person in _people(source):
            reasons = _reasons(person, today, until, settings.consent_months, notice)
            if reason := next(reasons, None):
                key, names, path, when, note = reason
                message = _letter(person, key, names, settings, page, aside=source is private)
                found[key].append(row(source, person, path, _named(names), when, note, message))
    groups = []
    for key, words in _WORDS["groups"].items():
        title = words["title"].format(until=french.day(until), notice=notice)
        groups.append(Group(key, title, french.typography(words["todo"]), tuple(found[key])))
    title = "Accords à demander, à renouveler ou à appliquer"
    return Report("consents", title, today, until, tuple(groups))
