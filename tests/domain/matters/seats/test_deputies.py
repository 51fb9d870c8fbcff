"""Deputies: chains of three at most that never come back to themselves; and the coordinator's own."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import acting
from domain.actors import Channel, Role, Speaker
from domain.commands import PauseUntil
from domain.deciding import opening
from domain.events import Because, InitiativePaused, InitiativeStarted, ObligationHandedOver, ReminderDue
from domain.folding import begin
from domain.matters.seats.commands import EndAbsence, NameDeputies, ReportAbsence
from domain.operating_model import StepAction
from domain.people import LONGEST_CHAIN, require_chain
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.refusals import Malformed, NotEntitled, UnknownSeat
from tests.fixtures.rules import COORDINATOR, START, Play, charter, text

SEAT, NAMED = "seat-01", "convening.1/name_chair"
DEPUTY = Speaker("backbone-deputy", Role.COORDINATOR, Channel.API)
ADMIN = Speaker("the-admin", Role.ADMIN, Channel.API)
names = st.sampled_from(["holder-01", "a", "b", "c", "d", "e"])


@pytest.fixture
def play() -> Play:
    """Twelve seats have been invited."""
    return Play.of("convening")


@pytest.mark.parametrize(
    ("deputies", "path"),
    [
        (("holder-01",), "deputies.0"),
        (("a", "holder-01"), "deputies.1"),
        (("a", "b", "a"), "deputies.2"),
        (("a", "b", "c", "d"), "deputies.3"),
    ],
)
def test_a_chain_that_comes_back_or_is_too_long_is_refused_where_it_does(
    play: Play, deputies: tuple[str, ...], path: str
) -> None:
    with pytest.raises(Malformed) as refusal:
        play.say(NameDeputies(deputies, SEAT))
    assert refusal.value.path == path
    assert refusal.value.remedy


@given(st.lists(names, max_size=6))
def test_a_chain_is_taken_just_if_nobody_is_in_it_twice_and_it_is_short_enough(named: list[str]) -> None:
    fits = len({"holder-01", *named}) == len(named) + 1 and len(named) <= LONGEST_CHAIN
    try:
        taken = require_chain("holder-01", named, "deputies")
    except Malformed:
        assert not fits
    else:
        assert fits
        assert taken == tuple(named)


def test_deputies_are_the_coordinators_to_name(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says(SEAT, NameDeputies(("a",), SEAT))
    with pytest.raises(UnknownSeat):
        play.say(NameDeputies(("a",), "seat-99"))


def test_what_a_deputy_took_over_goes_back_to_the_seat_once_they_are_none_any_more(play: Play) -> None:
    invited = f"convening.1/answer_invitation/{SEAT}"
    play.seat_says(SEAT, AnswerInvitation(Reply.DEPUTY))
    assert play.initiative.obligations[invited].owed_by == "deputy-01"
    play.say(NameDeputies((), SEAT))
    assert play.initiative.obligations[invited].owed_by == "holder-01"
    handed = [e.event for e in play.entries if isinstance(e.event, ObligationHandedOver)][-1]
    assert (handed.because, handed.principal) == (Because.SEAT_PASSED, None)


def test_without_a_deputy_a_step_for_one_tells_the_coordinator(play: Play) -> None:
    play.say(NameDeputies((), SEAT))
    play.wait(30)
    steps = [e.event for e in play.entries if isinstance(e.event, ReminderDue)]
    nudged = {s.to for s in steps if s.obligation.endswith(SEAT) and s.action is StepAction.NUDGE}
    assert nudged == {COORDINATOR.actor}


def test_an_absent_coordinators_duties_go_to_the_backbones_deputy_and_come_back(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor, ADMIN.actor)))
    play.say(ReportAbsence(START + timedelta(days=3)))
    owed = play.initiative.obligations[NAMED]
    assert (owed.owed_by, owed.principal) == (DEPUTY.actor, COORDINATOR.actor)
    play.wait(3)
    assert play.initiative.obligations[NAMED].owed_by == COORDINATOR.actor


def test_with_both_away_the_administrator_has_them(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor, ADMIN.actor)))
    play.say(ReportAbsence(START + timedelta(days=30)))
    play.say(ReportAbsence(START + timedelta(days=30)), DEPUTY)
    assert play.initiative.obligations[NAMED].owed_by == ADMIN.actor
    assert acting.coordinator(play.initiative) == ADMIN.actor


def test_an_administrator_can_tell_that_the_coordinator_is_away(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor,)), ADMIN)
    play.say(ReportAbsence(START + timedelta(days=30)), ADMIN)
    assert play.initiative.obligations[NAMED].owed_by == DEPUTY.actor
    play.say(EndAbsence(), ADMIN)
    assert play.initiative.obligations[NAMED].owed_by == COORDINATOR.actor


def test_escalations_go_to_whoever_coordinates_now(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor,)))
    play.say(ReportAbsence(START + timedelta(days=60)))
    play.wait(50)
    escalated = {
        e.event.to for e in play.entries if isinstance(e.event, ReminderDue) and e.event.action is StepAction.ESCALATE
    }
    assert escalated == {DEPUTY.actor}


def test_the_deputy_does_what_the_coordinator_may_and_the_log_says_for_whom(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor,)))
    play.say(PauseUntil(START + timedelta(days=5), text()), DEPUTY)
    paused = next(entry for entry in play.entries if isinstance(entry.event, InitiativePaused))
    assert (paused.actor, paused.principal) == (DEPUTY.actor, COORDINATOR.actor)


def test_a_deputy_named_at_the_start_stands_behind_the_coordinator() -> None:
    started = InitiativeStarted(replace(charter(), deputies=(DEPUTY.actor,)), text())
    play = Play(begin(started), START, [])
    play.record(opening(play.initiative, "convening", START))
    play.say(ReportAbsence(START + timedelta(days=3)))
    assert play.initiative.obligations[NAMED].owed_by == DEPUTY.actor


def test_a_deputy_who_is_taken_away_while_standing_in_gives_the_duties_back(play: Play) -> None:
    play.say(NameDeputies((DEPUTY.actor,)))
    play.say(ReportAbsence(START + timedelta(days=30)))
    play.say(NameDeputies(()))
    assert play.initiative.obligations[NAMED].owed_by == COORDINATOR.actor
    assert len([e for e in play.entries if isinstance(e.event, ObligationHandedOver)]) == 2
