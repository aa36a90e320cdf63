"""Contact cards (vCard 3.0, RFC 2426) of the members whose contact details a view shows.

3.0 and not 4.0 (RFC 6350): it is the one version that phones, Outlook and Nextcloud all read.
Whoever has no `card` in the views has no file. A card holds what the page shows and no more;
it carries no date of its own, so that it only changes when the person's details do.
"""

import re
from collections.abc import Iterator
from typing import Any

from icalendar.parser import Contentline, Parameters
from icalendar.prop import vAdr, vN, vOrg, vText, vUri

from generator.core.settings import Settings
from generator.exports.identity import permanent
from generator.kinds.member import MemberView
from generator.kinds.view import ContactLine
from generator.views.model import SiteView

_GLOBAL = re.compile(r"\+[1-9]\d{6,14}")
_NATIONAL = re.compile(r"0[1-9]\d{8}")
# The country code of the numbers that begin so, which is not that of metropolitan France.
_OVERSEAS = {
    **dict.fromkeys(("0262", "0263", "0269", "0692", "0693"), "+262"),
    **dict.fromkeys(("0590", "0690", "0691"), "+590"),
    **dict.fromkeys(("0594", "0694"), "+594"),
    **dict.fromkeys(("0596", "0696", "0697"), "+596"),
}
_SHARED = "0639"  # by Mayotte and the mainland: which, the number alone does not say
_POSTAL = re.compile(r"(?P<street>.+?),?\s+(?P<code>\d{5})\s+(?P<city>\D+)")


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the cards, by path in the site."""
    return {m.card.lstrip("/"): card(m, settings) for m in site.members if m.card}


def card(member: MemberView, settings: Settings) -> str:
    """Return one card: lines of at most 75 octets that end with CRLF, to be written in UTF-8."""
    return "".join(f"{_folded(line)}\r\n" for line in _lines(member, settings))


def _lines(member: MemberView, settings: Settings) -> Iterator[Contentline]:
    yield _line("BEGIN", vText("VCARD"))
    yield _line("VERSION", vText("3.0"))
    yield _line("UID", vUri(permanent("member", member, settings)))
    yield _line("FN", vText(member.title))
    yield _line("N", vN((member.family_name, member.given_name, "", "", "")))
    if member.current.active:
        yield _line("TITLE", vText(member.current.label))
        if member.place:
            yield _line("ORG", vOrg((member.place.name,)))
    for contact in member.contacts:
        yield _contact(contact)
    if labels := [f"{c.value}\u00a0: {c.label}" for c in member.contacts if c.label]:
        yield _line("NOTE", vText("\n".join(labels)))  # no property of 3.0 says it elsewhere
    yield _line("URL", vUri(settings.absolute(member.url)))
    yield _line("END", vText("VCARD"))


def _line(name: str, content: Any, *types: str) -> Contentline:
    parameters = Parameters({"TYPE": list(types)} if types else {})
    line: Contentline = Contentline.from_parts(name, parameters, content)
    return line


def _folded(line: Contentline) -> str:
    folded: bytes = line.to_ical()  # type: ignore[no-untyped-call]  # icalendar has no types here
    return folded.decode()


def _contact(contact: ContactLine) -> Contentline:
    match contact.type:
        case "email":
            return _line("EMAIL", vText(contact.value), "INTERNET", "WORK")
        case "phone":
            number = _international(contact.value) or contact.value
            return _line("TEL", vText(number), "WORK", "VOICE")
        case _:
            return _line("ADR", vAdr(_address(contact.value)), "WORK")


def _international(value: str) -> str:
    """Return a phone number as other countries dial it (E.164), empty when it is unsure."""
    digits = re.sub(r"[^+\d]", "", value)
    if _GLOBAL.fullmatch(digits):
        return digits
    if _NATIONAL.fullmatch(digits) and not digits.startswith(_SHARED):
        return _OVERSEAS.get(digits[:4], "+33") + digits[1:]
    return ""


def _address(value: str) -> tuple[str, ...]:
    """Return the seven parts of an address; all of it is the street when it has no postal code."""
    found = _POSTAL.fullmatch(value)
    street, code, city = found.group("street", "code", "city") if found else (value, "", "")
    return ("", "", street, city, "", code, "")
