"""An initiative is offered to another, whose coordinator takes it in; then it ends, and nobody owes anything in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.actors import Role
from domain.events import EverythingReleased, PhaseExited
from domain.explaining import waiting_on
from domain.folding import fold
from domain.merging.commands import AcceptMerge, DeclineMerge, WithdrawMerge
from domain.merging.events import MergeOffered
from domain.merging.offers import TAKE_IN, MergedInto
from domain.operating_model import ExitKind
from domain.refusals import InitiativeEnded, NotAsked, NotEntitled
from domain.wire import plain, typed
from tests.domain.merging.pairs import OFFER, TAKER, Pair, other
from tests.domain.test_exiting import begun, require_nothing_left
from tests.fixtures.rules import COORDINATOR, PHASES, Play, roster, text


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


@pytest.mark.parametrize("phase", PHASES)
def test_it_ends_merged_in_any_phase_and_leaves_nothing_owed(phase: str) -> None:
    pair = Pair.of(begun(phase), other("convening"))
    taken = pair.merge()
    one = pair.one.initiative
    assert (one.outcome, one.merge.into) == ("merged", MergedInto("initiative-2", pair.keys.popitem()[1]))
    assert (taken.initiative, pair.two.initiative.merge.took_in[0].initiative) == (one.id, one.id)
    require_nothing_left(pair.one)
    assert pair.one.kinds()[-3:] == ["phase.exited", "initiative.released", "initiative.ended"]


def test_those_who_took_part_are_told_why_by_whom_and_under_which_mandate(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    pair.merge()
    (exited,) = [entry.event for entry in play.entries if isinstance(entry.event, PhaseExited)]
    assert (exited.exit, exited.to, exited.taken_by, exited.reason) == (ExitKind.MERGE, "end", "role", text())
    assert (exited.mandate, exited.mandate_valid) == ("mandate-1", True)
    assert set(exited.told or {}) == {f"holder-{n:02}" for n in range(1, 7)}
    assert any(isinstance(entry.event, EverythingReleased) for entry in play.entries)


def test_the_other_coordinator_is_asked_and_reminded_and_nothing_changes_until_they_answer(play: Play) -> None:
    before = play.initiative
    play.say(OFFER)
    (asked,) = play.initiative.of_duty(TAKE_IN)
    assert (asked.owed_by, asked.seat) == (TAKER.actor, None)
    assert asked.id in {one.obligation for one in waiting_on(play.initiative)}
    assert (play.initiative.at, play.initiative.state) == (before.at, before.state)
    happened = play.wait(60)
    told = [event for event in happened if getattr(event, "obligation", None) == asked.id]
    assert {getattr(event, "to", TAKER.actor) for event in told[:2]} == {TAKER.actor}
    assert told[-1].KIND == "obligation.lapsed"


def test_an_offer_is_declined_or_taken_back_and_both_go_on(play: Play) -> None:
    for number, (command, by) in enumerate(((DeclineMerge(text()), TAKER), (WithdrawMerge(), COORDINATOR)), 1):
        play.say(OFFER)
        assert play.initiative.merge.offers == number
        play.say(command, by)
        assert (play.initiative.merge.offer, play.initiative.owed(TAKE_IN)) == (None, None)
        with pytest.raises(NotAsked):
            play.say(AcceptMerge(), TAKER)
    assert play.initiative.outcome is None
    assert fold(play.entries) == play.initiative


def test_whoever_stands_in_for_the_other_coordinator_may_answer_and_nobody_else(play: Play) -> None:
    deputy = replace(TAKER, actor="actor-deputy")
    for command in (DeclineMerge(text()), AcceptMerge()):
        play.say(replace(OFFER, deputies=(deputy.actor,)))
        for other_one in (replace(TAKER, actor="actor-third"), replace(deputy, role=Role.PARTICIPANT)):
            with pytest.raises(NotEntitled):
                play.say(command, other_one)
        play.say(command, deputy)
        assert play.initiative.owed(TAKE_IN) is None
    assert play.initiative.bound is not None
    assert fold(play.entries) == play.initiative


def test_an_offer_of_before_deputies_were_known_is_read_as_one_without(play: Play) -> None:
    play.say(OFFER)
    (offered,) = [entry.event for entry in play.entries if isinstance(entry.event, MergeOffered)]
    said = {name: value for name, value in plain(offered).items() if name not in ("kind", "deputies")}
    assert typed(MergeOffered, said) == offered


def test_a_second_offer_takes_the_place_of_the_first(play: Play) -> None:
    play.say(OFFER)
    happened = play.say(replace(OFFER, into="initiative-3", taker="actor-third"))
    assert [event.KIND for event in happened][:3] == ["merge.withdrawn", "obligation.released", "merge.offered"]
    with pytest.raises(NotEntitled):
        play.say(AcceptMerge(), TAKER)
    play.say(AcceptMerge(), replace(TAKER, actor="actor-third"))
    assert play.initiative.bound is not None
    assert play.initiative.bound.into == "initiative-3"


def test_an_offer_ends_with_its_phase() -> None:
    play = Play.of("need_identification", roster(6))
    play.say(OFFER)
    play.wait(400)
    with pytest.raises(InitiativeEnded):
        play.say(AcceptMerge(), TAKER)
