"""The club's agenda (iCalendar, RFC 5545 and RFC 7986): all its meetings, and a file for each.

An event exists when its day is known: a meeting « en mars » is on the site and in no agenda. A
cancelled meeting stays, cancelled, so that those who have it see it. Nothing reads the clock:
DTSTAMP is the day of the build.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone
from icalendar.prop import vDuration, vUri

from generator import routes
from generator.core.data import DATA
from generator.core.settings import Settings
from generator.exports.identity import clean, uid
from generator.kinds.meeting import MeetingView
from generator.views.model import SiteView

PARIS = ZoneInfo("Europe/Paris")
REFRESH = timedelta(hours=12)  # how often an agenda should look again
# The rules of its time since 1996 (directive 2000/84/EC).
_ZONE = (DATA / "paris.ics").read_bytes()
_PRODUCT = "-//Club des élus locaux//Agenda//FR"
_DAY = timedelta(days=1)
_ISO_DAY = len("2026-01-01")  # a longer text is a moment
# The property line says where it ends: what would end it early is not part of a text.
_BREAK = re.compile("\r\n?|[\u2028\u2029]")
_ADDRESS = "%:/?#[]@!$&'()*+,;=-._~"  # what an address holds as it is (RFC 3986, 2)


def files(site: SiteView, settings: Settings) -> dict[str, str]:
    """Return the agenda and the file of each meeting whose day is known, by path in the site."""
    events = {m.id: _event(m, site, settings) for m in site.meetings if m.start.is_day}
    ordered = sorted(events.values(), key=lambda e: (str(e["DTSTART"].to_ical()), str(e["UID"])))
    found = {routes.agenda(): _calendar(ordered, settings, whole=True)}
    found |= {routes.event(id_): _calendar([e], settings, whole=False) for id_, e in events.items()}
    return {path.lstrip("/"): text for path, text in found.items()}


def _calendar(events: Iterable[Event], settings: Settings, *, whole: bool) -> str:
    """Return a calendar: lines of at most 75 octets that end with CRLF, to be written in UTF-8.

    The `whole` agenda says its name, and how often to come back.
    """
    calendar = Calendar()
    calendar.add("PRODID", _PRODUCT)
    calendar.add("VERSION", "2.0")
    calendar.add("CALSCALE", "GREGORIAN")
    if whole:
        for name in ("NAME", "X-WR-CALNAME"):
            calendar.add(name, _text(settings.site_name))
        calendar.add("X-WR-TIMEZONE", PARIS.key)
        calendar.add("REFRESH-INTERVAL", vDuration(REFRESH), parameters={"VALUE": "DURATION"})
        calendar.add("X-PUBLISHED-TTL", vDuration(REFRESH))  # the same, as Outlook reads it
    calendar.add_component(Timezone.from_ical(_ZONE))
    for event in events:
        calendar.add_component(event)
    folded: bytes = calendar.to_ical(sorted=False)
    return folded.decode()


def _event(meeting: MeetingView, site: SiteView, settings: Settings) -> Event:
    cancelled = meeting.status == "cancelled"
    stamp = datetime.combine(date.fromisoformat(site.today), time(), UTC)
    event = Event()
    event.add("UID", uid(meeting, settings))
    event.add("DTSTAMP", stamp)
    event.add("LAST-MODIFIED", stamp)  # a subscribed agenda is read whole, and takes the last
    start, end = _period(meeting.start.iso, meeting.end)
    event.add("DTSTART", start)
    event.add("DTEND", end or _later(start, timedelta(minutes=settings.meeting_minutes)))
    event.add("SUMMARY", _text(f"Annulée\u00a0: {meeting.title}" if cancelled else meeting.title))
    event.add("STATUS", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("TRANSP", "TRANSPARENT" if cancelled else "OPAQUE")
    event.add("CATEGORIES", [_text(meeting.kind)])
    place = meeting.location or ("À distance" if meeting.format_key == "remote" else "")
    if place:
        event.add("LOCATION", _text(place))
    event.add("DESCRIPTION", _text(_description(meeting, settings, over=end is not None)))
    event.add("URL", vUri(_uri(settings.absolute(meeting.url))))
    if meeting.link:
        parameters = {"VALUE": "URI", "FEATURE": "VIDEO", "LABEL": "Rejoindre la réunion"}
        event.add("CONFERENCE", vUri(_uri(meeting.link)), parameters=parameters)
    return event


def _period(start: str, end: str) -> tuple[date, date | None]:
    """Return the first moment of an event and the one it is over at, as RFC 5545 counts them.

    `start` is a day or a moment, `end` maybe less, or empty. The second is None when nobody said the
    hour at which a meeting that begins at an hour is over. Days are whole, and the end is the day
    after the last (3.6.1).
    """
    first = _moment(start)
    last = _moment(end) if len(end) >= _ISO_DAY else None
    if not isinstance(first, datetime):
        return first, max(first, _day(last or first)) + _DAY
    if last and not isinstance(last, datetime):
        over = datetime.combine(last + _DAY, time(), PARIS)
        return first, over if last > _day(first) else None
    return first, last if last and last > first else None


def _day(at: date) -> date:
    return at.astimezone(PARIS).date() if isinstance(at, datetime) else at


def _later(start: date, usual: timedelta) -> datetime:
    """Return the moment a meeting is usually over at.

    Without it, RFC 5545 (3.6.1) makes an event of no length, which agendas hide or draw as a line.
    """
    if not isinstance(start, datetime):
        raise TypeError(start)
    return _local(start.astimezone(UTC) + usual)  # by the clock of the world: a night in March


def _moment(text: str) -> date:
    """Return a day, or a moment by the clocks of Paris."""
    if len(text) == _ISO_DAY:
        return date.fromisoformat(text)
    at = datetime.fromisoformat(text)
    return _local(at if at.tzinfo else at.replace(tzinfo=PARIS))


def _local(at: datetime) -> datetime:
    """Return a moment by the clocks of Paris, in UTC where they show its hour for the second time.

    Its local time would be taken for the first (RFC 5545, 3.3.5).
    """
    local = at.astimezone(PARIS)
    return local.astimezone(UTC) if local.fold else local


def _description(meeting: MeetingView, settings: Settings, *, over: bool) -> str:
    """Return what an agenda shows of a meeting: its nature, its agenda, how to join, its page.

    `over` is whether someone said when it is over.
    """
    parts = [meeting.kind + (f", {meeting.format}" if meeting.format else "")]
    if meeting.status == "cancelled":
        parts.insert(0, "Cette réunion est annulée.")
    if not over:
        parts.append("L’heure de fin n’est pas précisée\u00a0: la durée est indicative.")
    if meeting.agenda:
        parts.append("\n".join(["Ordre du jour\u00a0:", *(f"- {item}" for item in meeting.agenda)]))
    if meeting.link:
        parts.append(f"Se connecter\u00a0: {meeting.link}")
    parts.append(f"La page de la réunion\u00a0: {settings.absolute(meeting.url)}")
    return "\n\n".join(parts)


def _text(value: str) -> str:
    """Return a text without what would end its line early."""
    return clean(_BREAK.sub("\n", value))


def _uri(value: str) -> str:
    """Return an address in the characters RFC 3986 allows."""
    return quote(clean(value), safe=_ADDRESS)
