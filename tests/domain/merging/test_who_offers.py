"""Who offers an initiative to another, who takes it in, and where nobody can."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.backbone.commands import AcceptBackbone
from domain.commands import Command, Hold, PauseUntil, TakeExit
from domain.merging.commands import AcceptMerge, DeclineMerge, OfferMerge, WithdrawMerge
from domain.merging.offers import TAKE_IN
from domain.operating_model import ExitKind
from domain.refusals import Malformed, NotEntitled, NotMergeable, OutOfTurn
from tests.domain.backbone.test_handing_over import OFFER as TO_BACKBONE
from tests.domain.merging.pairs import OFFER, TAKER, Pair, other
from tests.domain.test_exiting import OLDER, require_nothing_left
from tests.fixtures.rules import COORDINATOR, Play, roster, text


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


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


def test_no_offer_is_answered_for_a_seat(play: Play) -> None:
    """What is asked before anything is said to one of both is asked of coordinators alone."""
    taker = replace(TAKER, seat="seat-01", channel=Channel.PHONE, entered_by=TAKER.actor)
    play.say(OFFER)
    for command in (AcceptMerge(), DeclineMerge()):
        with pytest.raises(NotEntitled) as refused:
            play.say(command, taker)
        assert refused.value.path == "for_seat"


def test_it_cannot_become_part_of_itself(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(OfferMerge("initiative-1", COORDINATOR.actor, text()))
    assert refused.value.path == "into"


def test_a_preparation_is_not_merged_and_it_is_told_what_may_join_the_other() -> None:
    with pytest.raises(NotMergeable) as refused:
        Play.of("convening", roster(6), OLDER).say(OFFER)
    assert refused.value.remedy.startswith("stop well")


def test_a_phase_without_this_exit_is_left_by_no_merge(play: Play) -> None:
    phases = play.initiative.charter.model.phases
    kept = {exit: to for exit, to in phases["convening"].next.items() if exit is not ExitKind.MERGE}
    model = replace(
        play.initiative.charter.model, phases={**phases, "convening": replace(phases["convening"], next=kept)}
    )
    with pytest.raises(OutOfTurn):
        Play.of("convening", roster(6), model).say(OFFER)


def test_an_offer_that_the_rules_of_today_do_not_allow_is_not_taken_in(play: Play) -> None:
    play.say(OFFER)
    charter = replace(play.initiative.charter, model=OLDER)
    play.initiative = replace(play.initiative, charter=charter)
    with pytest.raises(NotMergeable):
        play.say(AcceptMerge(), TAKER)


def test_it_is_no_exit_that_is_taken_by_its_name_alone(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(TakeExit(ExitKind.MERGE, text()))
    assert refused.value.remedy == "say initiative.offer_merge instead"


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
