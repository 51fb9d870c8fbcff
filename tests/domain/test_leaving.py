"""What bars a way on beside its gate is told before anybody tries it: a mandate that ended, or a loop that is spent."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.commands import CallVote, TakeExit
from domain.explaining import explain
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import LoopsSpent, MandateOutOfDate
from tests.fixtures.rules import Play, charter, roster, text


@pytest.fixture
def play() -> Play:
    """All seats accepted, and the gate of convening is open."""
    play = Play.of("convening", roster(6))
    for seat in play.initiative.seats:
        play.seat_says(seat, AnswerInvitation(Reply.YES))
    play.say(NameChair("seat-01", "seat-02"))
    play.seat_says("seat-01", WriteMinutes(text()))
    play.agree_on_a_meeting()
    return play


def barred(play: Play) -> dict[str, tuple[int, int, tuple[str, ...], str]]:
    explained = explain(play.initiative, play.now)
    return {c.clause: (c.have, c.need, c.missing, c.remedy) for c in explained.clauses if not c.met}


def test_a_mandate_that_has_ended_shuts_a_gate_that_is_met_and_says_so(play: Play) -> None:
    assert explain(play.initiative, play.now).open
    ended = charter(roster(6), valid_until=play.now.date().replace(day=1))
    play.initiative = replace(play.initiative, charter=ended)
    (name,) = barred(play)
    have, need, missing, remedy = barred(play)[name]
    assert (name, have, need, missing) == ("mandate.valid", 0, 1, ())
    assert remedy.startswith("the mandate is valid from 2025-01-01 to 2026-01-01: have it renewed")
    explained = explain(play.initiative, play.now)
    assert (explained.open, explained.completing) == (False, None)
    with pytest.raises(MandateOutOfDate) as refused:
        play.say(CallVote(ExitKind.ADVANCE))
    assert refused.value.remedy in remedy


def test_a_next_phase_that_was_entered_as_often_as_it_may_be_says_so(play: Play) -> None:
    model = play.initiative.charter.model
    most = model.phases["joint_planning"].loops
    play.initiative = replace(play.initiative, rounds=play.initiative.rounds | {"joint_planning": most})
    assert barred(play).keys() == {"loops.left"}
    assert f"entered {most} times" in barred(play)["loops.left"][3]
    with pytest.raises(LoopsSpent) as refused:
        play.say(CallVote(ExitKind.ADVANCE))
    assert refused.value.remedy in barred(play)["loops.left"][3]


def test_an_initiative_that_ends_with_its_advance_needs_no_mandate_any_more(play: Play) -> None:
    model = play.initiative.charter.model
    convening = model.phases["convening"]
    last = replace(convening, next=convening.next | {ExitKind.ADVANCE: "end"})
    ended = charter(
        roster(6),
        replace(model, phases=model.phases | {"convening": last}),
        valid_until=play.now.date().replace(day=1),
    )
    play.initiative = replace(play.initiative, charter=ended)
    assert barred(play) == {}


def test_once_an_exit_is_taken_nothing_is_told_to_be_barred(play: Play) -> None:
    play.say(TakeExit(ExitKind.STOP, text()))
    ended = charter(roster(6), valid_until=play.now.date().replace(day=1))
    play.initiative = replace(play.initiative, charter=ended)
    assert barred(play) == {}
