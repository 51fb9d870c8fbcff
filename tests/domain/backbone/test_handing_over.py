"""The coordination changes hands by an offer that its receiver accepts; the initiative stays the same one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given

from domain.acting import coordinators
from domain.actors import Channel, Role, Speaker
from domain.backbone.commands import AcceptBackbone, DeclineBackbone, OfferBackbone, WithdrawBackbone
from domain.backbone.events import BackboneHandedOver
from domain.commands import Command, PauseUntil, Resume, TakeExit
from domain.explaining import waiting_on
from domain.folding import fold
from domain.initiative import TAKE_OVER
from domain.mandates import Mandate
from domain.operating_model import ExitKind
from domain.refusals import Malformed, MandateOutOfDate, MandateOutOfScope, NotAsked, NotEntitled, OutOfTurn, Refusal
from tests.domain.journeys import journeys
from tests.domain.test_exiting import OLDER, begun
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, PHASES, START, Play, charter, roster, text

NEXT = Speaker("actor-next", Role.COORDINATOR, Channel.API)
GIVEN = charter().mandate
TRANSFER = replace(GIVEN, id="mandate-2", given_to="org-other", former=GIVEN.id, valid_from=date(2026, 1, 1))
OFFER = OfferBackbone(NEXT.actor, TRANSFER, text())


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6))


def handed(play: Play) -> BackboneHandedOver:
    return next(entry.event for entry in reversed(play.entries) if isinstance(entry.event, BackboneHandedOver))


@pytest.mark.parametrize("phase", PHASES)
def test_whoever_accepts_goes_on_with_the_same_initiative_in_any_phase(phase: str) -> None:
    play = begun(phase)
    before = play.initiative
    play.say(OFFER)
    assert (play.initiative.coordinator, play.initiative.backbone) == (COORDINATOR.actor, "org-backbone")
    play.say(AcceptBackbone(), NEXT)
    after = play.initiative
    assert (after.coordinator, after.backbone, after.mandate.id) == (NEXT.actor, "org-other", "mandate-2")
    assert (after.id, after.at, after.state) == (before.id, before.at, before.state)
    assert {w.obligation: w.due for w in waiting_on(after)} == {w.obligation: w.due for w in waiting_on(before)}


def test_the_open_tasks_of_the_coordinator_go_along_and_those_of_seats_stay(play: Play) -> None:
    before = play.initiative.obligations
    play.say(OFFER)
    play.say(AcceptBackbone(), NEXT)
    after = play.initiative.obligations
    assert {after[name].owed_by for name, owed in before.items() if owed.seat is None} == {NEXT.actor}
    assert all(after[name].owed_by == owed.owed_by for name, owed in before.items() if owed.seat)
    assert fold(play.entries) == play.initiative
    play.wait_until(play.initiative.at.due)
    (decision,) = play.initiative.of_duty("decide_exit")
    assert decision.owed_by == NEXT.actor


def test_it_is_told_to_those_who_take_part_with_mandate_and_former_backbone(play: Play) -> None:
    play.say(OFFER)
    play.say(AcceptBackbone(), NEXT)
    event = handed(play)
    assert (event.former, event.former_backbone, event.backbone) == (COORDINATOR.actor, "org-backbone", "org-other")
    assert (event.mandate, event.mandate_valid, event.reason) == ("mandate-2", True, text())
    assert set(event.told or {}) == {f"holder-{n:02}" for n in range(1, 7)}


def test_an_offer_that_is_declined_or_taken_back_changes_nothing(play: Play) -> None:
    for ends, by in ((DeclineBackbone(text()), NEXT), (WithdrawBackbone(), COORDINATOR)):
        play.say(OFFER)
        play.say(ends, by)
        assert (play.initiative.coordinator, play.initiative.offer) == (COORDINATOR.actor, None)
        assert play.initiative.owed(TAKE_OVER) is None
        with pytest.raises(NotAsked):
            play.say(AcceptBackbone(), NEXT)


def test_an_offer_that_nobody_answers_hands_nothing_over(play: Play) -> None:
    play.say(OFFER)
    play.wait(400)
    assert play.initiative.outcome == "stopped_well"
    assert (play.initiative.coordinator, play.initiative.backbone) == (COORDINATOR.actor, "org-backbone")


def test_a_second_offer_takes_the_place_of_the_first(play: Play) -> None:
    play.say(OFFER)
    other = replace(NEXT, actor="actor-third")
    happened = play.say(replace(OFFER, coordinator=other.actor))
    assert [event.KIND for event in happened][:2] == ["backbone.withdrawn", "obligation.released"]
    with pytest.raises(NotEntitled):
        play.say(AcceptBackbone(), NEXT)
    play.say(AcceptBackbone(), other)
    assert play.initiative.coordinator == other.actor


@pytest.mark.parametrize("by", [COORDINATOR, replace(NEXT, actor="actor-third"), replace(NEXT, role=Role.PARTICIPANT)])
def test_only_whoever_was_asked_accepts_or_declines(play: Play, by: Speaker) -> None:
    play.say(OFFER)
    for command in (AcceptBackbone(), DeclineBackbone()):
        with pytest.raises(NotEntitled):
            play.say(command, by)


@pytest.mark.parametrize(
    ("mandate", "refusal"),
    [
        (replace(TRANSFER, former="mandate-9"), MandateOutOfScope),
        (replace(TRANSFER, given_to="org-backbone"), Malformed),
        (replace(TRANSFER, valid_from=date(2026, 3, 1)), MandateOutOfDate),
        (replace(TRANSFER, valid_until=date(2026, 1, 2)), MandateOutOfDate),
        (replace(TRANSFER, places=("178",)), MandateOutOfScope),
        (replace(TRANSFER, acts=("start", "plan")), MandateOutOfScope),
    ],
)
def test_the_mandate_must_cover_what_is_handed_over(play: Play, mandate: Mandate, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal) as refused:
        play.say(OfferBackbone(NEXT.actor, mandate, text()))
    assert refused.value.path == "mandate"


def test_a_mandate_that_ended_before_the_offer_was_accepted_hands_nothing_over(play: Play) -> None:
    ending = replace(TRANSFER, valid_until=START.date() + timedelta(days=7))
    play.say(OfferBackbone(NEXT.actor, ending, text()))
    play.wait(10)
    with pytest.raises(MandateOutOfDate):
        play.say(AcceptBackbone(), NEXT)


@pytest.mark.parametrize("command", [OFFER, WithdrawBackbone()])
def test_only_the_coordinator_offers_and_takes_back(play: Play, command: Command) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", command)


def test_a_model_without_this_exit_hands_nothing_over() -> None:
    with pytest.raises(OutOfTurn):
        Play.of("convening", roster(6), OLDER).say(OFFER)


def test_whoever_stood_behind_the_former_coordinator_stands_behind_nobody_now(play: Play) -> None:
    people = replace(play.initiative.facts.people, deputies=("actor-deputy",))
    play.initiative = replace(play.initiative, facts=replace(play.initiative.facts, people=people))
    play.say(OFFER)
    play.say(AcceptBackbone(), NEXT)
    assert coordinators(play.initiative) == (NEXT.actor,)


def test_a_rest_does_not_keep_the_coordination_from_changing_hands(play: Play) -> None:
    play.say(OFFER)
    play.say(PauseUntil(play.now + timedelta(days=30)))
    play.say(AcceptBackbone(), NEXT)
    assert play.initiative.paused is not None
    play.say(Resume(), NEXT)
    assert play.initiative.coordinator == NEXT.actor


@examples(40)
@given(journeys())
def test_wherever_an_initiative_has_come_to_a_hand_over_moves_no_clock_and_no_answer(play: Play) -> None:
    try:
        play.say(OFFER)
    except Refusal:
        return
    before = play.initiative
    play.say(AcceptBackbone(), NEXT)
    after = play.initiative
    assert (after.at, after.state, after.facts.commitments) == (before.at, before.state, before.facts.commitments)
    assert {name: o.due for name, o in after.obligations.items()} == {n: o.due for n, o in before.obligations.items()}
    play.say(TakeExit(ExitKind.STOP, text()), NEXT)
    assert play.initiative.outcome is not None
