"""An initiative is offered to another, whose coordinator takes it in; then it ends, and nobody owes anything in it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Role, Speaker
from domain.backbone.commands import AcceptBackbone
from domain.clockwork import next_wake
from domain.commands import Command, Hold, PauseUntil, TakeExit
from domain.events import EverythingReleased, PhaseExited
from domain.explaining import waiting_on
from domain.folding import fold
from domain.forecasting import next_if_nobody_acts
from domain.merging.commands import AcceptMerge, DeclineMerge, OfferMerge, WithdrawMerge
from domain.merging.offers import TAKE_IN, MergedInto
from domain.operating_model import ExitKind
from domain.refusals import InitiativeEnded, Malformed, NotAsked, NotEntitled, OutOfTurn, PhaseSettled
from domain.telling import fate
from tests.domain.backbone.test_handing_over import OFFER as TO_BACKBONE
from tests.domain.merging.pairs import OFFER, TAKER, Pair, other
from tests.domain.test_exiting import OLDER, begun, require_nothing_left
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


@pytest.mark.parametrize("command", [OFFER, WithdrawMerge()])
def test_only_the_coordinator_offers_and_takes_back(play: Play, command: Command) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", command)


@pytest.mark.parametrize(
    "by", [COORDINATOR, replace(TAKER, actor="actor-third"), replace(TAKER, role=Role.PARTICIPANT)]
)
def test_only_whoever_was_asked_takes_it_in_or_does_not(play: Play, by: Speaker) -> None:
    play.say(OFFER)
    for command in (AcceptMerge(), DeclineMerge()):
        with pytest.raises(NotEntitled):
            play.say(command, by)


def test_it_cannot_become_part_of_itself(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(OfferMerge("initiative-1", COORDINATOR.actor, text()))
    assert refused.value.path == "into"


def test_a_model_without_this_exit_merges_nothing() -> None:
    with pytest.raises(OutOfTurn):
        Play.of("convening", roster(6), OLDER).say(OFFER)


def test_it_is_no_exit_that_is_taken_by_its_name_alone(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(TakeExit(ExitKind.MERGE, text()))
    assert refused.value.remedy == "say initiative.offer_merge instead"


def test_once_it_is_agreed_nothing_else_is_said_and_no_clock_runs(play: Play) -> None:
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    for command, by in (
        (WithdrawMerge(), COORDINATOR),
        (AcceptMerge(), TAKER),
        (TakeExit(ExitKind.STOP, text()), COORDINATOR),
    ):
        with pytest.raises(PhaseSettled):
            play.say(command, by)
    assert next_wake(play.initiative) == play.now
    assert (waiting_on(play.initiative), fate(play.initiative)) == ((), None)
    coming = next_if_nobody_acts(play.initiative)
    assert coming is not None
    assert coming.kinds == ("initiative.merged",)


def test_if_it_cannot_be_taken_in_after_all_it_goes_on_where_it_was(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    play.say(OFFER)
    play.say(AcceptMerge(), TAKER)
    before = play.initiative
    pair.two.say(TakeExit(ExitKind.STOP, text()), replace(COORDINATOR, actor="actor-other"))
    answer = pair.deliver()
    assert answer == "InitiativeEnded"
    pair.finish(answer)
    assert (play.initiative.bound, play.initiative.outcome) == (None, None)
    assert (play.initiative.at, play.initiative.state) == (before.at, before.state)
    play.say(OFFER)
    assert play.initiative.merge.offers == 2


@pytest.mark.parametrize("held", [True, False])
def test_an_initiative_that_rests_can_be_merged_too(play: Play, held: bool) -> None:
    until = play.now + timedelta(days=30)
    play.say(Hold(until, text(), text()) if held else PauseUntil(until))
    pair = Pair.of(play, other("convening"))
    pair.merge()
    require_nothing_left(play)


def test_a_hand_over_of_the_coordination_leaves_an_offer_to_merge_as_it_is(play: Play) -> None:
    play.say(OFFER)
    play.say(TO_BACKBONE)
    play.say(AcceptBackbone(), replace(TAKER, actor="actor-next"))
    assert play.initiative.owed(TAKE_IN).owed_by == TAKER.actor  # type: ignore[union-attr]
    play.say(AcceptMerge(), TAKER)
    assert play.initiative.bound is not None


def test_what_has_been_carried_out_is_not_carried_out_again(play: Play) -> None:
    pair = Pair.of(play, other("convening"))
    pair.merge()
    seq = len(pair.two.entries)
    assert isinstance(pair.deliver(), int)
    assert len(pair.two.entries) == seq
