"""Readings about meetings: when they are, what they are about, their minutes, and what is objected to them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from api.web.desk import Desk
from api.web.words import moment
from domain.matters.meetings import Meetings
from domain.matters.meetings.events import (
    AgendaWritten,
    MeetingFixed,
    MeetingMinuted,
    MeetingMoved,
    MinutesObjected,
)
from domain.sealed import Sealed

Section = tuple[str, tuple[str, ...]]
"""The name of a heading, and the lines below it."""


def proposals(desk: Desk, meeting: str) -> tuple[datetime, ...]:
    """The moments that a poll asks about; none once it is over."""
    known = desk.initiative.kept(Meetings).meetings.get(meeting)
    return known.proposals if known else ()


def said(desk: Desk, when: datetime) -> str:
    """A moment in local time and in the words of the reader."""
    return moment(desk.language, desk.initiative.calendar.local(when))


def called(desk: Desk, subject: str) -> Iterator[Section]:
    """When a meeting is, and its agenda."""
    meeting = subject.partition(".")[0]
    events = [entry.event for entry in desk.written]
    moments = [e.at for e in events if isinstance(e, MeetingFixed | MeetingMoved) and e.meeting == meeting]
    yield "meeting", tuple(said(desk, when) for when in moments[-1:])
    agendas = [text for e in events if (text := _agenda(e, meeting)) is not None]
    yield "agenda", tuple(desk.text(text) for text in agendas[-1:])


def minuted(desk: Desk, subject: str) -> Iterator[Section]:
    """When a meeting was, its minutes, and the objection that the subject names, if it names one."""
    meeting, _, seat = subject.partition(".")
    yield next(called(desk, subject))
    events = [entry.event for entry in desk.written]
    minutes = [e.text for e in events if isinstance(e, MeetingMinuted) and e.meeting == meeting]
    yield "minutes", tuple(desk.text(text) for text in minutes[-1:])
    objections = (e for e in events if isinstance(e, MinutesObjected) and (e.meeting, e.seat) == (meeting, seat))
    yield "objection", tuple(desk.text(e.reason) for e in objections)


def _agenda(event: object, meeting: str) -> Sealed | None:
    match event:
        case AgendaWritten(name, text) if name == meeting:
            return text
        case MeetingFixed(name, agenda=agenda) if name == meeting:
            return agenda
    return None
