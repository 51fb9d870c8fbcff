"""Calendar files: what a letter is about, as a calendar takes it in (RFC 5545, RFC 5546).

No personal link stands in them: calendars are shared, and the link opens what only its reader may answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, Timezone, vCalAddress

from domain.letter import Common, InCalendar, LetterFacts, Voice
from letters.wording import Words, spoken, words_in

_MAKER = "-//Talkoot//letters//FI"
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarFile:
    """A file to attach: its name without ending, the method that it is to be taken in by, and its text."""

    name: str
    method: str
    text: str


def calendar_files(parts: Iterable[Common], organiser: tuple[str, str], stamp: datetime) -> Iterator[CalendarFile]:
    """The files of all parts that have one, each thing once, in the language of the first part. `organiser` is who
    writes, by name and address, `stamp` the moment (aware) of writing.
    """
    seen, words = set[str](), None
    for part in parts:
        words = words or words_in(spoken(part.languages))
        kept = part.in_calendar if isinstance(part, LetterFacts) else None
        if isinstance(part, LetterFacts) and kept and kept.uid not in seen and _belongs(part):
            seen.add(kept.uid)
            yield _file(part, kept, words, organiser, stamp.astimezone(UTC))


def _belongs(facts: LetterFacts) -> bool:
    """Whether there is still something to keep in mind, or to forget."""
    return facts.voice.goes_into_a_calendar and (not facts.overdue or facts.voice is Voice.WITHDRAWN)


def _file(
    facts: LetterFacts, kept: InCalendar, words: Words, organiser: tuple[str, str], stamp: datetime
) -> CalendarFile:
    cancelled, said = facts.voice is Voice.WITHDRAWN, words["calendar"]
    event = _meeting(facts, words, kept) if kept.is_meeting else _due(facts, words)
    event.add("uid", kept.uid)
    event.add("sequence", kept.sequence)
    event.add("dtstamp", stamp)
    event.add("organizer", _address(*organiser))
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    calendar, method = Calendar(), "CANCEL" if cancelled else "PUBLISH"
    for name, value in (("version", "2.0"), ("prodid", _MAKER), ("method", method)):
        calendar.add(name, value)
    if kept.is_meeting and facts.meets_at:
        calendar.add_component(_timezone(kept.zone, facts.meets_at.year))
    calendar.add_component(event)
    return CalendarFile(said["meeting_file" if kept.is_meeting else "due_file"], method, calendar.to_ical().decode())


def _meeting(facts: LetterFacts, words: Words, kept: InCalendar) -> Event:
    """When the meeting begins; how long it takes is not known, and not made up."""
    event = Event()
    assert facts.meets_at is not None
    event.add("summary", words["calendar"]["meeting"].format(initiative=facts.initiative))
    event.add("dtstart", facts.meets_at.replace(tzinfo=ZoneInfo(kept.zone)))
    event.add("description", "\n\n".join(filter(None, (facts.agenda, words["calendar"]["note"]))))
    event.add("transp", "OPAQUE")
    return event


def _due(facts: LetterFacts, words: Words) -> Event:
    """The whole due day, which takes nobody's time."""
    event, ask = Event(), words["duty"][facts.duty]["ask"]
    event.add("summary", words["calendar"]["due"].format(initiative=facts.initiative, ask=ask))
    event.add("dtstart", facts.due_on)
    event.add("dtend", facts.due_on + _DAY)
    event.add("description", words["calendar"]["note"])
    event.add("transp", "TRANSPARENT")
    return event


def _address(name: str, address: str) -> vCalAddress:
    found = vCalAddress(f"mailto:{address}")
    found.params["cn"] = name
    return found


@cache
def _timezone(zone: str, year: int) -> Timezone:
    """The rules of a zone for the year before, this one and the next."""
    return Timezone.from_tzid(zone, first_date=date(year - 1, 1, 1), last_date=date(year + 2, 1, 1))
