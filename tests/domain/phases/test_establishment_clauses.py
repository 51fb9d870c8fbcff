"""What establishment itself asks for before it can be left: grounds, a receiver, and its check-ins."""

from __future__ import annotations

import pytest

from domain.commands import TakeExit
from domain.explaining import explain
from domain.gates import Clause
from domain.operating_model import ExitKind
from domain.phases.establishment.commands import AnswerCheckIn, Condition, EvidenceGround, Ground, NameReceiver
from domain.refusals import GateShut
from tests.domain.phases.test_establishment import ACCEPT, establish, opened
from tests.fixtures.rules import Play, text


@pytest.fixture
def play() -> Play:
    return opened()


def shut(play: Play) -> list[Clause]:
    """The clauses that are not met."""
    return [clause for clause in explain(play.initiative, play.now).clauses if not clause.met]


def test_the_explanation_says_what_the_phase_itself_waits_for_and_on_whom(play: Play) -> None:
    def own() -> dict[str, tuple[str, ...]]:
        return {clause.clause: clause.missing for clause in shut(play) if not clause.clause.startswith("done.")}

    backbone = ("coordinator",)
    assert own() == {"grounds.evidenced": backbone, "hand_over.accepted": backbone, "check_ins.over": ()}
    explained = explain(play.initiative, play.now)
    assert (explained.completing, [waits.clause for waits in explained.in_time]) == (backbone, ["check_ins.over"])
    establish(play)
    assert own() == {"check_ins.over": ()}
    for number in range(1, 6):
        while len(play.initiative.of_duty("check_in")) < number:
            play.wait(10)
        (clause,) = shut(play)
        assert (clause.have, clause.need, clause.missing) == (number - 1, 5, ("seat-02",) if number == 5 else ())
        assert f"{number - 1} of 5" in clause.remedy
        play.seat_says("seat-02", AnswerCheckIn(Condition.ALIVE))
    assert shut(play) == []
    assert explain(play.initiative, play.now).open


def test_the_phase_says_why_it_cannot_be_left_yet(play: Play) -> None:
    reasons = []
    for step in ("grounds", "receiver", "check-ins"):
        with pytest.raises(GateShut) as refused:
            play.say(TakeExit(ExitKind.ADVANCE))
        reasons.append(refused.value.remedy)
        if step == "grounds":
            for ground in Ground:
                play.say(EvidenceGround(ground, text()))
        elif step == "receiver":
            play.say(NameReceiver("seat-02"))
            play.seat_says("seat-02", ACCEPT)
    assert "owner, money, practice, year_clock, mandate" in reasons[0]
    assert "receiver" in reasons[1]
    assert "check-ins" in reasons[2]
