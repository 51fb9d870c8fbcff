"""A stage for applications: a preparation with its call, drafted, held, frozen and submitted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from domain.commands import Command
from domain.matters.application import Application
from domain.matters.application.commands import (
    AllotSection,
    Endorse,
    Freeze,
    NameCall,
    NoComment,
    OpenComments,
    OpenEndorsing,
    RecordSubmission,
    Requirement,
    RequirementKind,
    WriteSection,
)
from domain.refusals import Refusal
from operating_models.load import read
from tests.fixtures.rules import MODELS, START, Play, roster, text

PREPARATION = read(MODELS / "preparation.yaml")
SEATS = tuple(f"seat-{n:02}" for n in range(1, 6))
FIRST, SECOND, THIRD = SEATS[:3]
DAY = date(2026, 3, 31)
GOALS, BUDGET, LOGO = (
    Requirement("goals", RequirementKind.TEXT),
    Requirement("budget", RequirementKind.BUDGET),
    Requirement("logo", RequirementKind.ATTACHMENT, mandatory=False),
)
CALL = NameCall(text(), "ely_keskus", DAY, (GOALS, BUDGET, LOGO))
TODAY = START.date()


@pytest.fixture
def play() -> Play:
    return Play.of("joint_planning", roster(6), PREPARATION, accepted=SEATS, chair=FIRST)


def kept(play: Play) -> Application:
    return play.initiative.kept(Application)


def owing(play: Play, duty: str) -> list[tuple[str | None, str | None]]:
    return [(o.seat, o.subject) for o in play.initiative.of_duty(duty) if o.state.answerable]


def due_day(play: Play, duty: str) -> date:
    owed = play.initiative.owed(duty)
    assert owed is not None
    return play.initiative.calendar.due_day(owed.due)


def refused(play: Play, command: Command, kind: type[Refusal], path: str = "", seat: str = "") -> Refusal:
    with pytest.raises(kind) as refusal:
        play.say(command, *([play.speaker(seat)] if seat else []))
    assert refusal.value.path == path
    return refusal.value


def drafted(play: Play) -> Play:
    """Two sections, both written."""
    play.say(CALL)
    play.say(AllotSection(text(), FIRST, SECOND, ("goals",)))
    play.say(AllotSection(text(), SECOND, FIRST, ("budget",)))
    play.seat_says(FIRST, WriteSection("s1", text()))
    play.seat_says(SECOND, WriteSection("s2", text()))
    return play


def held(play: Play) -> Play:
    """The text is open for endorsement."""
    drafted(play).say(OpenComments())
    for seat in SEATS:
        play.seat_says(seat, NoComment())
    play.say(OpenEndorsing())
    return play


def frozen(play: Play) -> Play:
    """Enough organisations endorse it."""
    held(play)
    for seat in SEATS:
        play.seat_says(seat, Endorse(True))
    play.say(Freeze())
    return play


def submitted(play: Play) -> Play:
    """It was submitted a day later."""
    frozen(play).wait(1)
    play.say(RecordSubmission("HAK-7/2026", play.now - timedelta(hours=1)))
    return play
