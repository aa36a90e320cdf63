"""Contact cards (vCard 3.0, RFC 2426) of the members whose contact details a view shows.

3.0 and not 4.0 (RFC 6350): it is the one version that phones, Outlook and Nextcloud all read.
Whoever has no `card` in the views has no file. A card holds what the page shows and no more;
it carries no date of its own, so that it only changes when the person's details do. An address
is one text, as it was written: what a street and a city are is not guessed.
"""

from collections.abc import Iterator
from typing import Any

from icalendar.parser import Contentline, Parameters
from icalendar.prop import vAdr, vN, vOrg, vText, vUri

from generator.core.settings import Settings
from generator.exports.identity import permanent
from generator.kinds.member import MemberView
from generator.kinds.view import ContactLine
from generator.views.model import SiteView


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
            return _line("TEL", vText(contact.value), "WORK", "VOICE")
        case _:
            return _line("ADR", vAdr(("", "", contact.value, "", "", "", "")), "WORK")
