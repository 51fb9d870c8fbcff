"""Meetings on the personal page: everybody sees them, and the chair tells who was there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.matters.meetings import Meetings
from domain.matters.meetings.commands import AttendMeeting, Coming, FixMeeting
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply
from tests.api.web.rehearsal import PageRead, Rehearsal
from tests.fixtures.rules import START, text

DAY = START + timedelta(days=14, hours=7)
FORM = "meetings:present/m1"


@pytest.fixture
async def called(convening: Rehearsal) -> Rehearsal:
    """Three seats take part, the first chairs, and a meeting is called."""
    for number in (1, 2, 3):
        seat = f"seat-{number:02}"
        speaker = Speaker(f"holder-{number:02}", Role.PARTICIPANT, Channel.LINK, seat)
        await convening.say(AnswerInvitation(Reply.YES), speaker)
    await convening.say(NameChair("seat-01", "seat-02"))
    await convening.say(FixMeeting(DAY, agenda=text()))
    await convening.say(
        AttendMeeting("m1", Coming.DEPUTY), Speaker("holder-03", Role.PARTICIPANT, Channel.LINK, "seat-03")
    )
    return convening


@pytest.fixture
async def held(called: Rehearsal) -> Rehearsal:
    await called.forward(timedelta(days=15))
    return called


def form(page: PageRead) -> dict[str, str]:
    return next(form for form in page.forms if form["obligation"] == FORM)


def present(stage: Rehearsal) -> tuple[str, ...] | None:
    return stage.post.play.initiative.kept(Meetings).meetings["m1"].present


async def test_everybody_sees_when_a_meeting_is_and_how_many_come(called: Rehearsal) -> None:
    page = await called.read("holder-02")
    assert "maanantaina 26.1.2026 klo\N{NO-BREAK SPACE}17.00" in page.text
    assert "Mukaan ilmoittautuneita paikkoja: 1." in page.text
    assert FORM not in page.html


async def test_the_chair_marks_who_was_there_and_everybody_sees_it(held: Rehearsal) -> None:
    page = await held.read("holder-01")
    assert page.checked == []
    assert "said that the deputy would come" in page.text
    answer = await held.send(page, form(page), **{"present.seat-01": "yes", "present.seat-03": "yes"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"/p/{page.token}#meetings")
    assert present(held) == ("seat-01", "seat-03")
    again = await held.read("holder-01")
    assert again.checked == [("present.seat-01", "yes"), ("present.seat-03", "yes")]
    other = await held.read("holder-03")
    assert "Yhdistys 03" in other.text
    assert FORM not in other.html


async def test_a_form_with_nobody_marked_comes_back(held: Rehearsal) -> None:
    page = await held.read("holder-01")
    answer = await held.send(page, form(page))
    assert answer.status_code == 422
    assert "mark at least one" in answer.text
    assert present(held) is None


async def test_one_who_does_not_chair_cannot_tell_it(held: Rehearsal) -> None:
    chairs, mine = await held.read("holder-01"), await held.read("holder-03")
    stolen = await held.send(mine, form(chairs), **{"present.seat-03": "yes"})
    assert stolen.status_code == 422
    assert present(held) is None
