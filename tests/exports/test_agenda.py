"""The agenda as others read it: instants, days, changes, cancellations, and no injected line."""

import io
import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
import vobject  # type: ignore[import-untyped]  # it has no types
from dateutil.tz import tzical  # type: ignore[import-untyped]  # it has no types
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from generator.exports import agenda
from generator.kinds import KINDS
from generator.kinds.meeting import MeetingView
from generator.kinds.view import Ref, When
from generator.pages import head
from tests.exports.conftest import Shown, show
from tests.miniature import CLUB
from tests.showing import showing

PARIS = ZoneInfo("Europe/Paris")
PLANNED, HELD = "2026-09-10-tirer-au-sort", "2026-04-02-premiere-rencontre"
CLUB_SHOWN = show(CLUB)
MEETING = next(m for m in CLUB_SHOWN.site.meetings if m.id == PLANNED)
HOST = "miniature.example"


def of(meeting: MeetingView) -> str:
    """Return the file of one meeting."""
    site = showing(CLUB_SHOWN.site, meeting=(meeting,))
    found = agenda.files(site, CLUB_SHOWN.settings)
    return found[f"reunions/{meeting.id}/reunion.ics"]


def event(text: str) -> dict[str, str]:
    """Return the properties of the only event of a calendar, unfolded, by name."""
    inside = text.replace("\r\n ", "").partition("BEGIN:VEVENT\r\n")[2]
    lines = inside.partition("END:VEVENT")[0].strip("\r\n").split("\r\n")
    named = [re.match(r"([A-Z-]+)[;:]", line) for line in lines]
    assert all(named), lines
    found = {m[1]: line for m, line in zip(named, lines, strict=True) if m}
    assert len(found) == len(lines), "a property twice"
    return found


def read(text: str) -> vobject.base.Component:
    (found,) = vobject.readOne(text).vevent_list
    return found


def planned(start: str, end: str = "", **more: object) -> MeetingView:
    return replace(MEETING, start=When(start, start), end=end, **more)  # type: ignore[arg-type]


# --- the whole agenda ------------------------------------------------------------------------


def test_the_agenda_has_every_meeting_whose_day_is_known(many: Shown) -> None:
    files = many.export()
    known = [m for m in many.site.meetings if m.start.is_day]
    read_back = vobject.readOne(files["agenda.ics"])
    uids = [e.uid.value for e in read_back.vevent_list]
    assert sorted(uids) == sorted(f"{(m.aliases or (m.id,))[0]}@demo.example" for m in known)
    assert {f"reunions/{m.id}/reunion.ics" for m in known} == {
        name for name in files if name.startswith("reunions/") and name.endswith(".ics")
    }
    starts = [str(e.dtstart.value) for e in read_back.vevent_list]
    assert starts == sorted(starts)


def test_a_meeting_known_to_the_month_is_in_no_agenda(shown: Shown) -> None:
    files = shown.export()
    assert "reunions/2026-05-assemblee/reunion.ics" not in files
    assert "assemblee" not in files["agenda.ics"]


def test_the_agenda_says_what_it_is_and_when_to_come_back(shown: Shown) -> None:
    text = shown.export()["agenda.ics"]
    for line in (
        "VERSION:2.0",
        "CALSCALE:GREGORIAN",
        "NAME:Club miniature",
        "X-WR-CALNAME:Club miniature",
        "X-WR-TIMEZONE:Europe/Paris",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        "X-PUBLISHED-TTL:PT12H",
    ):
        assert f"\r\n{line}\r\n" in text
    assert "METHOD" not in text  # it would need an organizer (RFC 5546, 3.2.1)


def test_an_event_in_full() -> None:
    """The order is ours; RFC 5545 wants a UID and a DTSTAMP."""
    assert list(event(of(MEETING)).values()) == [
        f"UID:{PLANNED}@{HOST}",
        "DTSTAMP:20260615T000000Z",
        "LAST-MODIFIED:20260615T000000Z",
        "DTSTART;TZID=Europe/Paris:20260910T183000",
        "DTEND;TZID=Europe/Paris:20260910T200000",
        "SUMMARY:Tirer au sort sans perdre les tirés",
        "STATUS:CONFIRMED",
        "TRANSP:OPAQUE",
        "CATEGORIES:Réunion du club",
        "LOCATION:À distance",
        r"DESCRIPTION:Réunion du club\, à distance\n\nOrdre du jour" + "\u00a0:"
        r"\n- Ce que les tirés au sort en disent\n\nSe connecter" + "\u00a0: "
        r"https://visio.example/tirer-au-sort\n\nLa page de la réunion" + "\u00a0: "
        f"https://miniature.example/reunions/{PLANNED}/",
        f"URL:https://miniature.example/reunions/{PLANNED}/",
        "CONFERENCE;VALUE=URI;FEATURE=VIDEO;LABEL=Rejoindre la réunion:https://visio.example/tirer-au-sort",
    ]


def test_the_link_to_join_goes_with_the_meeting(shown: Shown) -> None:
    """The view shows it only before the meeting."""
    held = shown.export()[f"reunions/{HELD}/reunion.ics"]
    assert "visio.example" not in held.replace("\r\n ", "")


def test_who_comes_is_in_no_agenda(shown: Shown) -> None:
    text = shown.export()["agenda.ics"].replace("\r\n ", "")
    assert "ATTENDEE" not in text
    assert "mailto:" not in text
    assert not any(m.title in text for m in shown.site.members)


# --- time ------------------------------------------------------------------------------------


def test_the_rules_of_the_zone_are_those_of_paris(shown: Shown) -> None:
    """Every hour of thirty years, as dateutil reads our VTIMEZONE and as the system knows it."""
    text = shown.export()["agenda.ics"]
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE") + 13]
    ours = tzical(io.StringIO(zone)).get("Europe/Paris")
    at = datetime(1997, 1, 1, tzinfo=UTC)
    while at.year < 2038:
        local = at.astimezone(PARIS).replace(tzinfo=None)
        for moment in (local, local + timedelta(hours=2)):
            real = moment.replace(tzinfo=PARIS)
            if real.astimezone(UTC).astimezone(PARIS).replace(tzinfo=None) == moment:
                assert ours.utcoffset(moment) == real.utcoffset(), moment
        at += timedelta(hours=11)


@pytest.mark.parametrize(
    ("start", "instant"),
    [
        ("2026-01-15T18:30", datetime(2026, 1, 15, 17, 30, tzinfo=UTC)),
        ("2026-07-15T18:30", datetime(2026, 7, 15, 16, 30, tzinfo=UTC)),
        ("2026-07-15 18:30", datetime(2026, 7, 15, 16, 30, tzinfo=UTC)),
        ("2026-07-15T18:30Z", datetime(2026, 7, 15, 18, 30, tzinfo=UTC)),
        ("2026-07-15T18:30+04:00", datetime(2026, 7, 15, 14, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+02:00", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
        ("2026-10-25T02:30+01:00", datetime(2026, 10, 25, 1, 30, tzinfo=UTC)),
        ("2026-01-01T00:15+11:00", datetime(2025, 12, 31, 13, 15, tzinfo=UTC)),
    ],
)
def test_a_moment_is_the_same_for_everyone(start: str, instant: datetime) -> None:
    text = of(planned(start))
    assert read(text).dtstart.value.astimezone(UTC) == instant
    assert read(text).dtend.value.astimezone(UTC) == instant + timedelta(hours=2)


@given(
    st.datetimes(datetime(1997, 1, 1), datetime(2037, 12, 31)),  # noqa: DTZ001 - local
    st.integers(-14 * 4, 14 * 4).map(lambda n: timezone(timedelta(minutes=15 * n))),
)
def test_an_offset_that_is_written_keeps_its_instant(at: datetime, offset: timezone) -> None:
    written = at.replace(microsecond=0, tzinfo=offset)
    found = read(of(planned(written.isoformat()))).dtstart.value
    assert found.astimezone(UTC) == written.astimezone(UTC)


@pytest.mark.parametrize(
    ("start", "end", "first", "over"),
    [
        ("2026-09-10", "", date(2026, 9, 10), date(2026, 9, 11)),
        ("2026-09-10", "2026-09-10", date(2026, 9, 10), date(2026, 9, 11)),
        ("2026-09-10", "2026-09-12", date(2026, 9, 10), date(2026, 9, 13)),
        ("2026-12-31", "", date(2026, 12, 31), date(2027, 1, 1)),
        ("2026-09-10", "2026-09-12T18:00", date(2026, 9, 10), date(2026, 9, 13)),
        ("2026-09-10", "2026-09", date(2026, 9, 10), date(2026, 9, 11)),
        ("2026-09-10", "2026-09-01", date(2026, 9, 10), date(2026, 9, 11)),
    ],
)
def test_a_day_is_a_whole_day(start: str, end: str, first: date, over: date) -> None:
    found = read(of(planned(start, end)))
    assert (found.dtstart.value, found.dtend.value) == (first, over)
    assert not isinstance(found.dtstart.value, datetime)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


@pytest.mark.parametrize(
    ("end", "over"),
    [
        ("2026-09-10T20:00", at("2026-09-10T20:00")),
        ("2026-09-11T01:00", at("2026-09-11T01:00")),
        ("2026-09-12", at("2026-09-13T00:00")),
        ("", None),
        ("2026-09-10", None),
        ("2026-09", None),
        ("2026-09-10T18:30", None),
        ("2026-09-10T08:00", None),
    ],
)
def test_an_hour_ends_when_it_is_known_to_else_after_two_hours_and_it_says_so(
    end: str, over: datetime | None
) -> None:
    found = read(of(planned("2026-09-10T18:30", end)))
    assert found.dtend.value == (over or at("2026-09-10T20:30"))
    assert ("la durée est indicative" in found.description.value) == (over is None)


@pytest.mark.parametrize(
    ("start", "over"),
    [  # by the clock of the world, whatever those of Paris do that night
        ("2026-03-29T01:30", datetime(2026, 3, 29, 2, tzinfo=UTC)),
        ("2026-10-25T02:30+02:00", datetime(2026, 10, 25, 2, tzinfo=UTC)),
        ("2026-10-25T01:30", datetime(2026, 10, 25, 1, tzinfo=UTC)),
        ("2026-12-31T23:45", datetime(2027, 1, 1, 0, 15, tzinfo=UTC)),
    ],
)
def test_the_usual_length_is_a_setting(start: str, over: datetime) -> None:
    site = showing(CLUB_SHOWN.site, meeting=(planned(start),))
    short = replace(CLUB_SHOWN.settings, meeting_minutes=90)
    found = read(agenda.files(site, short)["agenda.ics"])
    assert found.dtend.value.astimezone(UTC) == over


def test_a_page_does_not_say_an_end_that_nobody_wrote() -> None:
    (meeting,) = (m for m in CLUB_SHOWN.site.meetings if m.id == HELD)
    assert "DTEND" in event(of(replace(meeting, end="")))
    (node,) = head.of_record(KINDS["meeting"], replace(meeting, end=""), CLUB_SHOWN.settings)
    assert "endDate" not in node


# --- identity, changes, cancellations --------------------------------------------------------


@pytest.mark.parametrize(
    ("site_url", "uid"),
    [
        ("https://host.example/", f"{PLANNED}@host.example"),
        ("http://host.example/", f"{PLANNED}@host.example"),
        ("https://Host.example/club-a/", f"club-a/{PLANNED}@host.example"),
        ("https://host.example/club-b/", f"club-b/{PLANNED}@host.example"),
        ("https://host.example/club-b/essai/", f"club-b/essai/{PLANNED}@host.example"),
        ("https://host.example:8443/club-b/", f"club-b/{PLANNED}@host.example:8443"),
        ("https://qui@host.example/été a,b/", f"%C3%A9t%C3%A9%20a%2Cb/{PLANNED}@host.example"),
    ],
)
def test_two_clubs_of_one_host_do_not_have_the_same_meetings(site_url: str, uid: str) -> None:
    site = showing(CLUB_SHOWN.site, meeting=(MEETING,))
    found = agenda.files(site, replace(CLUB_SHOWN.settings, site_url=site_url))
    assert read(found["agenda.ics"]).uid.value == uid


def test_the_uid_stays_whatever_changes() -> None:
    changed = planned("2027-01-01", title="Autre chose", status="cancelled", location="Ailleurs")
    assert event(of(changed))["UID"] == event(of(MEETING))["UID"]


def test_the_uid_stays_when_the_file_takes_another_name() -> None:
    renamed = replace(
        MEETING, id="2026-10-01-tirer-au-sort", aliases=(PLANNED, "2026-09-20-tirer-au-sort")
    )
    assert event(of(renamed))["UID"] == f"UID:{PLANNED}@{HOST}"


@pytest.mark.parametrize("status", ["planned", "cancelled"])
def test_an_event_was_last_changed_on_the_day_of_the_build(status: str) -> None:
    found = event(of(replace(MEETING, status=status)))
    assert found["LAST-MODIFIED"] == "LAST-MODIFIED:20260615T000000Z"
    assert "SEQUENCE" not in found


def test_a_cancelled_meeting_stays_and_says_so(shown: Shown) -> None:
    meeting = replace(MEETING, status="cancelled", link="")
    found = event(of(meeting))
    assert found["STATUS"] == "STATUS:CANCELLED"
    assert found["TRANSP"] == "TRANSP:TRANSPARENT"
    assert found["SUMMARY"] == "SUMMARY:Annulée\u00a0: Tirer au sort sans perdre les tirés"
    assert found["DESCRIPTION"].startswith(r"DESCRIPTION:Cette réunion est annulée.\n\n")
    site = showing(shown.site, meeting=(meeting,))
    assert f"UID:{PLANNED}@" in agenda.files(site, shown.settings)["agenda.ics"]


# --- what an agenda must withstand -----------------------------------------------------------

HOSTILE = st.text(st.characters(exclude_categories=()), max_size=200) | st.sampled_from(
    [
        "x\r\nATTENDEE:mailto:evil@example.org",
        "x\nEND:VEVENT\nBEGIN:VALARM",
        "x\rURL:https://evil.example",
        "\u2028\u2029\x85\x0b\x0c\x1c\x1d\x1e",
        'a;b,c\\n"d"\\',
        "é" * 300,
        "\ud800\udfff",
        "😀" * 60,
        "\x00\ufffe\uffff\ufeff",
    ]
)
NAMES = {
    "BEGIN",
    "UID",
    "DTSTAMP",
    "SEQUENCE",
    "LAST-MODIFIED",
    "DTSTART",
    "DTEND",
    "SUMMARY",
    "STATUS",
    "TRANSP",
    "CATEGORIES",
    "LOCATION",
    "DESCRIPTION",
    "URL",
    "CONFERENCE",
}


@given(HOSTILE, HOSTILE, HOSTILE, HOSTILE)
def test_no_text_can_write_a_line(title: str, place: str, item: str, link: str) -> None:
    meeting = replace(
        MEETING, title=title, location=place, agenda=(item,), link=f"https://x/{link}"
    )
    text = of(meeting)
    data = text.encode()
    assert data.endswith(b"\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert b"\r" not in data.replace(b"\r\n", b"")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert not any(line.startswith(b" ") and not line[1:] for line in data.split(b"\r\n"))
    assert set(event(text)) <= NAMES
    for reader in (Calendar.from_ical(text).walk("VEVENT"), vobject.readOne(text).vevent_list):
        assert len(reader) == 1


PRINTED = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=150)


@given(PRINTED, PRINTED, st.lists(PRINTED, max_size=5))
def test_any_text_comes_back(title: str, place: str, items: list[str]) -> None:
    found = read(of(replace(MEETING, title=title, location=place, agenda=tuple(items))))
    assert found.summary.value == title
    assert found.location.value == place
    for item in items:
        assert f"\n- {item}" in found.description.value


def test_an_address_is_written_in_the_characters_it_may_have() -> None:
    link = "https://visio.example/réunion?x=a b\r\nATTENDEE:x&y=%20\u2028"
    found = event(of(replace(MEETING, link=link)))["CONFERENCE"]
    assert found.endswith(
        ":https://visio.example/r%C3%A9union?x=a%20b%0D%0AATTENDEE:x&y=%20%E2%80%A8"
    )


def test_guests_and_practices_are_not_needed(shown: Shown) -> None:
    bare = replace(MEETING, agenda=(), link="", location="", format_key="", format="", guests=())
    found = event(of(replace(bare, practices=(Ref("x", "X", "/x/"),))))
    assert "LOCATION" not in found
    assert "CONFERENCE" not in found
    assert found["DESCRIPTION"].startswith(r"DESCRIPTION:Réunion du club\n\n")
    assert shown.site.meetings
