"""An initiative that starts from a linked need begins with it, and answers it like any other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.charter import LinkedNeed, Origin, successor_of
from domain.deciding import opening
from domain.events import InitiativeStarted, NeedTakenIn
from domain.explaining import explain
from domain.facts import NeedOrigin
from domain.folding import begin
from domain.phases.need_identification.commands import AnswerNeed, OwnAnswer
from domain.seats import Sector
from tests.fixtures.rules import START, Play, charter, text

FOLLOWS = Origin(
    "initiative-0", 90, needs=("w1-2",), linked=LinkedNeed("w1-2", 88, "seat-02", Sector.INFORMAL, "ab" * 32, 12, "fi")
)


def begun_from(origin: Origin, phase: str, seats: int = 12) -> Play:
    """An initiative that starts from a linked need, its first phase opened."""
    started = InitiativeStarted(replace(charter(), seats=charter().seats[:seats], follows=origin), text())
    play = Play.of("convening")
    play.initiative, play.entries, play.now = begin(started), play.entries[:0], START
    play.record(opening(play.initiative, phase, START))
    return play


@pytest.mark.parametrize("phase", ["readiness", "need_identification"])
def test_the_new_initiative_begins_with_the_need_in_its_list(phase: str) -> None:
    play = begun_from(FOLLOWS, phase)
    assert play.kinds()[:2] == ["phase.opened", "need.taken_in"]
    need = play.initiative.now_in.all_needs(play.initiative.facts)["n1"]
    assert (need.origin, need.seat, need.sector) == (NeedOrigin("initiative-0", "w1-2", 88), "seat-02", Sector.INFORMAL)
    event = play.entries[1].event
    assert isinstance(event, NeedTakenIn)
    assert event.text == text()


def test_its_submitter_is_owed_an_answer_like_anybody_else() -> None:
    play = begun_from(FOLLOWS, "readiness")
    play.record(opening(play.initiative, "need_identification", START))
    assert [o.subject for o in play.initiative.of_duty("answer_need")] == ["n1"]
    assert play.initiative.now_in.standing(play.initiative).present == ("seat-02",)
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text()))
    clause = next(c for c in explain(play.initiative, play.now).clauses if c.clause == "done.answer_need")
    assert clause.met
    assert len([kind for kind in play.kinds() if kind == "need.taken_in"]) == 1


def test_a_need_of_a_seat_that_does_not_take_part_is_a_voice_without_one() -> None:
    play = begun_from(
        replace(FOLLOWS, linked=replace(FOLLOWS.linked, seat="seat-99", text=None)), "need_identification"
    )  # type: ignore[type-var]
    need = play.initiative.now_in.all_needs(play.initiative.facts)["n1"]
    assert (need.seat, need.sector) == (None, Sector.INFORMAL)
    assert play.initiative.now_in.standing(play.initiative).voices == {Sector.INFORMAL: 1}


def test_the_id_of_what_starts_follows_from_the_need_alone() -> None:
    assert FOLLOWS.successor == successor_of("initiative-0", "w1-2")
    assert Origin("initiative-0", 5).successor == successor_of("initiative-0")
    ids = {successor_of(i, need) for i in ("initiative-0", "initiative-1") for need in (None, "w1-1", "w1-2")}
    assert len(ids) == 6
