"""Calendar files: read back by the library as a calendar would, with the thing to keep in mind and nothing secret."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage

import pytest
from icalendar import Calendar, Event

from domain.letter import InCalendar, LetterFacts, Voice
from letters.bundling import Part
from letters.wording import LANGUAGES
from tests.letters.test_bundling import AGAIN, ROOM, bundled
from tests.letters.test_rendering import DATE, FACTS, SENDER

DUE = replace(FACTS, in_calendar=InCalendar("sukeva.answer@talkoot", 0, "Europe/Helsinki"))
MEETING = replace(
    FACTS,
    duty="attend_meeting",
    meets_at=datetime(2026, 12, 9, 17, 30),
    due_on=date(2026, 12, 9),
    agenda="Kyydit; autot, ajajat\nPaikka: Sukevan kylätalo",
    in_calendar=InCalendar("sukeva.m1@talkoot", 0, "Europe/Helsinki", is_meeting=True),
)


def files(*parts: Part) -> list[EmailMessage]:
    """What is attached to the message as it arrives."""
    return list(bundled(*parts).iter_attachments())


def read(file: EmailMessage) -> tuple[Calendar, Event]:
    """A file as a calendar reads it, with its one event."""
    calendar = Calendar.from_ical(file.get_content())
    (event,) = calendar.events
    assert calendar.errors == event.errors == []
    assert calendar["version"] == "2.0"
    return calendar, event


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_due_day_is_kept_in_mind_as_a_whole_day_that_takes_no_time(language: str) -> None:
    (file,) = files(replace(DUE, languages=(language,)))
    calendar, event = read(file)
    assert (event.start, event.end) == (date(2026, 11, 23), date(2026, 11, 24))
    assert (event["uid"], event["sequence"], event.stamp) == ("sukeva.answer@talkoot", 0, DATE)
    assert (calendar["method"], event["status"], event["transp"]) == ("PUBLISH", "CONFIRMED", "TRANSPARENT")
    assert FACTS.initiative in event["summary"]
    assert calendar.timezones == []


def test_the_file_is_an_attachment_that_says_how_it_is_to_be_taken_in() -> None:
    (file,) = files(DUE)
    assert (file.get_content_type(), file.get_content_disposition()) == ("text/calendar", "attachment")
    assert (file.get_filename(), file.get_param("method")) == ("maarapaiva-1.ics", "PUBLISH")
    assert bundled(DUE).get_content_type() == "multipart/mixed"
    assert [part.defects for part in bundled(DUE).walk() if part.defects] == []


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        (datetime(2026, 12, 9, 17, 30), datetime(2026, 12, 9, 15, 30, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12), datetime(2026, 3, 28, 10, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12), datetime(2026, 3, 29, 9, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12), datetime(2026, 10, 24, 9, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12), datetime(2026, 10, 25, 10, tzinfo=UTC)),
        (datetime(2027, 7, 1, 9), datetime(2027, 7, 1, 6, tzinfo=UTC)),
    ],
)
def test_a_meeting_is_at_its_local_moment_by_the_rules_that_the_file_itself_tells(
    local: datetime, utc: datetime
) -> None:
    (file,) = files(replace(MEETING, meets_at=local))
    calendar, event = read(file)
    (zone,) = calendar.timezones
    assert event["dtstart"].params["tzid"] == zone["tzid"] == "Europe/Helsinki"
    assert event["dtstart"].to_ical().decode() == f"{local:%Y%m%dT%H%M%S}"
    assert local.replace(tzinfo=zone.to_tz(lookup_tzid=False)).astimezone(UTC) == utc
    assert event.start.astimezone(UTC) == utc
    assert "dtend" not in event  # how long a meeting takes is not known


def test_a_meetings_agenda_goes_into_the_calendar_whole_and_as_text() -> None:
    _, event = read(files(MEETING)[0])
    assert event["description"].startswith("Kyydit; autot, ajajat\nPaikka: Sukevan kylätalo")
    assert event["transp"] == "OPAQUE"
    _, event = read(files(replace(MEETING, agenda="x\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:y", initiative="a;b,c"))[0])
    assert event["summary"] == "Kokous: a;b,c"


def test_a_meeting_that_is_moved_stays_the_same_entry_with_a_higher_number() -> None:
    moved = replace(
        MEETING,
        meets_at=datetime(2026, 12, 16, 18),
        moved=True,
        in_calendar=replace(MEETING.in_calendar, sequence=1),  # type: ignore[type-var]
    )
    before, after = (read(files(letter)[0])[1] for letter in (MEETING, moved))
    assert before["uid"] == after["uid"]
    assert (before["sequence"], after["sequence"]) == (0, 1)
    assert after.start - before.start == timedelta(days=7, minutes=30)
    body = bundled(moved).get_body(("plain",))
    assert body is not None
    assert "Kokouksen aika on muuttunut. Aiempi kutsu ei ole enää voimassa." in body.get_content()


def test_a_meeting_that_is_called_off_is_taken_out_of_the_calendar() -> None:
    off = replace(MEETING, voice=Voice.WITHDRAWN, overdue=True)
    (file,) = files(off)
    calendar, event = read(file)
    assert (calendar["method"], event["status"], file.get_param("method")) == ("CANCEL", "CANCELLED", "CANCEL")
    assert event["uid"] == "sukeva.m1@talkoot"


def test_a_letter_about_a_meeting_that_is_over_keeps_its_own_due_day_in_mind() -> None:
    minutes = replace(DUE, duty="minute_meeting", meets_at=datetime(2026, 11, 9, 17, 30))
    _, event = read(files(minutes)[0])
    assert event.start == date(2026, 11, 23)


@pytest.mark.parametrize(
    "letter",
    [
        replace(DUE, voice=Voice.ESCALATION),
        replace(DUE, voice=Voice.NUDGE),
        replace(DUE, voice=Voice.READ_BACK),
        replace(DUE, overdue=True),
        FACTS,
    ],
    ids=["escalation", "nudge", "read-back", "overdue", "none"],
)
def test_what_is_not_to_be_kept_in_mind_has_no_file(letter: LetterFacts) -> None:
    assert files(letter) == []


def test_each_thing_of_a_bundle_has_its_file_once() -> None:
    room = replace(ROOM, in_calendar=InCalendar("nilsia.need@talkoot", 2, "Europe/Helsinki"))
    found = [read(file)[1] for file in files(DUE, MEETING, room, replace(AGAIN, in_calendar=DUE.in_calendar))]
    assert [event["uid"] for event in found] == ["sukeva.answer@talkoot", "sukeva.m1@talkoot", "nilsia.need@talkoot"]
    names = [file.get_filename() for file in files(DUE, MEETING)]
    assert names == ["maarapaiva-1.ics", "kokous-2.ics"]


@pytest.mark.parametrize("letter", [DUE, MEETING], ids=["due", "meeting"])
def test_no_personal_link_and_no_name_of_a_reader_stands_in_a_calendar(letter: LetterFacts) -> None:
    text = files(letter)[0].get_content()
    assert "/p/" not in text
    assert "://" not in text
    assert not [secret for secret in (FACTS.name, FACTS.address, FACTS.reply_to) if secret and secret in text]
    _, event = read(files(letter)[0])
    assert (event["organizer"], event["organizer"].params["cn"]) == (f"mailto:{SENDER}", "Järjestöneuvosto")


def test_the_same_calendar_is_written_to_the_byte() -> None:
    assert [f.get_payload() for f in files(MEETING, DUE)] == [f.get_payload() for f in files(MEETING, DUE)]
