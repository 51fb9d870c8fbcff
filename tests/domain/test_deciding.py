"""Deciding: what is refused changes nothing, an exit stands, and among seats the order does not matter."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.charter import Charter
from domain.commands import CallVote, CastBallot, Command, PauseUntil, Resume, Said, TakeExit
from domain.cycle import PHASES
from domain.deciding import decide
from domain.events import Choice
from domain.explaining import explain, gate_open
from domain.operating_model import DecideHow, ExitKind
from domain.phases.convening.commands import AnswerInvitation, NameChair, Reply, WriteMinutes
from domain.refusals import (
    GateShut,
    InitiativeEnded,
    LoopsSpent,
    Malformed,
    MandateOutOfDate,
    NotAsked,
    NotEntitled,
    OutOfTurn,
    PhaseSettled,
    Refusal,
)
from tests.domain.journeys import LIKELY, SEATS, acts, choices, journeys, perform, relay, snapshot
from tests.fixtures.profiles import examples
from tests.fixtures.rules import COORDINATOR, MODEL, START, VOTING, Play, roster, text
from tests.fixtures.values import built

YES, NO, DEPUTY = (AnswerInvitation(reply) for reply in (Reply.YES, Reply.NO, Reply.DEPUTY))
COMMANDS = st.one_of([built(Command.kinds[kind], LIKELY) for kind in sorted(Command.kinds)])


def convened(play: Play, *, minutes: bool = True) -> Play:
    """All seats accepted, chairs named; with the minutes and a meeting agreed on the gate is open."""
    for seat in SEATS:
        play.seat_says(seat, YES)
    play.say(NameChair(SEATS[0], SEATS[1]))
    if minutes:
        play.seat_says(SEATS[0], WriteMinutes(text()))
        play.agree_on_a_meeting()
    return play


@pytest.fixture
def play() -> Play:
    return Play.of("convening", roster(6), VOTING)


@given(journeys(), st.lists(COMMANDS, min_size=1, max_size=8))
def test_once_an_exit_is_taken_every_word_is_refused_and_the_exit_stands(play: Play, said: list[Command]) -> None:
    if not play.initiative.settled:
        play.say(TakeExit(ExitKind.STOP, text()))
    before, exit = snapshot(play), play.initiative.at.exit
    for command in said:
        for speaker in (COORDINATOR, play.speaker(SEATS[0])):
            with pytest.raises((PhaseSettled, InitiativeEnded)):
                play.say(command, speaker)
    play.wait(1000)
    assert (snapshot(play), play.initiative.at.exit) == (before, exit)


@given(st.lists(COMMANDS, min_size=1, max_size=8))
def test_between_the_exit_and_the_next_phase_every_word_is_refused(said: list[Command]) -> None:
    play = Play.of("convening", roster(6), VOTING)
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    for command in said:
        with pytest.raises(PhaseSettled):
            play.say(command, play.speaker(SEATS[0]))
    assert (play.initiative.at.exit, play.initiative.outcome) == (ExitKind.LOOP_BACK, None)


@examples(25)
@given(st.data())
def test_an_exit_taken_on_the_way_is_never_revoked(data: st.DataObject) -> None:
    play = Play.of("convening", roster(6), VOTING)
    for _ in range(25):
        perform(play, data.draw(acts("convening")))
        exits = [entry.event for entry in play.entries if entry.event.KIND == "phase.exited"]
        assert len(exits) <= 1
        assert play.initiative.at.exit == (exits[0].exit if exits else None)  # type: ignore[attr-defined]


@examples(40)
@given(journeys(most=8), COMMANDS, st.sampled_from([None, *SEATS]), st.integers(0, 30))
def test_deciding_twice_gives_the_same_and_leaves_the_state_alone(
    play: Play, command: Command, seat: str | None, earlier: int
) -> None:
    heard = max(play.initiative.at.opened_at, play.now - timedelta(days=earlier))
    said = Said(command, play.speaker(seat) if seat else COORDINATOR, heard)
    before, outcomes = snapshot(play), []
    for _ in range(2):
        try:
            outcomes.append(decide(play.initiative, said, play.now))
        except Refusal as refusal:
            outcomes.append((refusal.code, refusal.path, refusal.reason))  # type: ignore[arg-type]
    assert outcomes[0] == outcomes[1]
    assert snapshot(play) == before


@examples(20)
@given(st.lists(st.sampled_from([YES, NO, DEPUTY]), min_size=6, max_size=6), st.permutations(range(6)), st.data())
def test_the_order_of_answers_within_the_window_does_not_matter(
    replies: list[AnswerInvitation], order: list[int], data: st.DataObject
) -> None:
    plays = [Play.of("convening", roster(6), VOTING) for _ in range(2)]
    gap = data.draw(st.lists(st.integers(0, 2), min_size=6, max_size=6))
    for play, sequence in zip(plays, (range(6), order), strict=True):
        for number, wait in zip(sequence, gap, strict=True):
            play.wait(wait)
            play.seat_says(SEATS[number], replies[number])
    one, other = (play.initiative for play in plays)
    assert one.now_in.standing(one) == other.now_in.standing(other)
    assert explain(one, START) == explain(other, START)


@examples(20)
@given(st.lists(choices | st.none(), min_size=6, max_size=6), st.permutations(range(6)))
def test_the_order_of_ballots_does_not_matter(cast: list[Choice | None], order: list[int]) -> None:
    counted = []
    for sequence in (list(range(6)), order):
        play = convened(Play.of("convening", roster(6), VOTING))
        play.say(CallVote(ExitKind.ADVANCE))
        for number in sequence:
            if (choice := cast[number]) is not None:
                play.seat_says(SEATS[number], CastBallot(choice))
        play.wait(10)
        counted.append([e.event for e in play.entries if e.event.KIND in ("vote.counted", "phase.exited")])
    assert counted[0] == counted[1]
    assert counted[0]


def test_the_last_ballot_of_a_seat_counts(play: Play) -> None:
    convened(play)
    play.say(CallVote(ExitKind.ADVANCE))
    play.seat_says(SEATS[0], CastBallot(Choice.AGAINST))
    for seat in SEATS:
        play.seat_says(seat, CastBallot(Choice.FOR))
    assert play.initiative.at.to == "joint_planning"


def test_deadlines_are_judged_by_when_it_was_heard_not_by_when_it_is_decided(play: Play) -> None:
    due = play.initiative.at.due
    play.wait_until(due)
    play.say(YES, play.speaker(SEATS[0]), received_at=due - timedelta(microseconds=1))
    play.say(YES, play.speaker(SEATS[1]), received_at=due)
    assert play.initiative.now_in.standing(play.initiative).present == (SEATS[0],)


def test_a_late_answer_keeps_its_text_and_is_refused_like_one_in_time(play: Play) -> None:
    play.wait_until(play.initiative.at.due)
    (late,) = play.seat_says(SEATS[0], AnswerInvitation(Reply.NO, text(3)))
    assert (late.seat, late.text) == (SEATS[0], text(3))  # type: ignore[attr-defined]
    with pytest.raises(NotAsked):
        play.seat_says(SEATS[0], WriteMinutes(text()))


def with_mandate(play: Play, until: date) -> Play:
    charter: Charter = play.initiative.charter
    mandate = replace(charter.mandate, valid_until=until)
    play.initiative = replace(play.initiative, charter=replace(charter, mandate=mandate))
    return play


def test_a_mandate_out_of_date_blocks_going_on_but_not_stopping_well(play: Play) -> None:
    with_mandate(convened(play), START.date())
    play.wait(1)
    for exit in (CallVote(ExitKind.ADVANCE), TakeExit(ExitKind.LOOP_BACK, text())):
        with pytest.raises(MandateOutOfDate):
            play.say(exit)
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "stopped_well"


def test_a_vote_that_closes_after_the_mandate_ran_out_does_not_go_on(play: Play) -> None:
    with_mandate(convened(play), START.date() + timedelta(days=3))
    play.say(CallVote(ExitKind.ADVANCE))
    play.seat_says(SEATS[0], CastBallot(Choice.FOR))
    play.wait(8)
    counted = next(e.event for e in play.entries if e.event.KIND == "vote.counted")
    assert counted.votes_for >= counted.needed  # type: ignore[attr-defined]
    assert not counted.passed  # type: ignore[attr-defined]
    assert not play.initiative.settled


def test_a_phase_is_entered_as_often_as_the_model_allows_and_no_more(play: Play) -> None:
    loops = MODEL.phases["need_identification"].loops
    play.initiative = replace(play.initiative, rounds={"convening": 1, "need_identification": loops})
    with pytest.raises(LoopsSpent):
        play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    play.initiative = replace(play.initiative, rounds={"convening": 1, "need_identification": loops - 1})
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert relay(play)
    assert play.initiative.at.round == loops


@given(journeys())
def test_no_journey_enters_a_phase_more_often_than_its_loops(play: Play) -> None:
    for entry in play.entries:
        if entry.event.KIND == "phase.opened":
            assert entry.event.round <= MODEL.phases[entry.event.phase].loops  # type: ignore[attr-defined]


@examples(25)
@given(COMMANDS.filter(lambda command: command.phase in PHASES and command.phase != "convening"))
def test_a_message_of_another_phase_is_out_of_turn(command: Command) -> None:
    with pytest.raises(OutOfTurn):
        Play.of("convening", roster(6), VOTING).say(command)


def test_an_advance_needs_its_gate_and_the_other_exits_a_reason(play: Play) -> None:
    convened(play, minutes=False)
    with pytest.raises(GateShut):
        play.say(CallVote(ExitKind.ADVANCE))
    with pytest.raises(Malformed):
        play.say(TakeExit(ExitKind.STOP))
    with pytest.raises(OutOfTurn):
        Play.of("need_identification", roster(6)).say(TakeExit(ExitKind.LOOP_BACK, text()))


def test_only_chair_or_coordinator_call_a_vote_and_only_where_votes_decide(play: Play) -> None:
    assert VOTING.phases["convening"].gate.decide.how is DecideHow.TWO_THIRDS
    convened(play)
    with pytest.raises(NotEntitled):
        play.seat_says(SEATS[2], CallVote(ExitKind.STOP))
    play.say(CallVote(ExitKind.STOP))
    with pytest.raises(NotAsked):
        play.say(CallVote(ExitKind.STOP))
    with pytest.raises(NotAsked):
        Play.of("piloting", roster(6)).say(CallVote(ExitKind.STOP))


def test_a_ballot_needs_an_open_vote_and_a_seat_that_takes_part(play: Play) -> None:
    with pytest.raises(NotAsked):
        play.seat_says(SEATS[0], CastBallot(Choice.FOR))
    play.seat_says(SEATS[0], YES)
    play.say(CallVote(ExitKind.STOP))
    with pytest.raises(NotEntitled):
        play.seat_says(SEATS[1], CastBallot(Choice.FOR))
    with pytest.raises(NotEntitled):
        play.say(CastBallot(Choice.FOR))


def test_a_pause_is_the_coordinators_leads_forward_and_is_one_at_a_time(play: Play) -> None:
    later = PauseUntil(play.now + timedelta(days=9))
    with pytest.raises(NotAsked):
        play.say(Resume())
    with pytest.raises(NotEntitled):
        play.seat_says(SEATS[0], later)
    with pytest.raises(Malformed):
        play.say(PauseUntil(play.now))
    play.say(later)
    with pytest.raises(NotAsked):
        play.say(later)


def test_an_answer_given_while_the_clocks_stand_counts_if_they_stood_still_in_time(play: Play) -> None:
    play.wait(40)
    assert play.now < play.initiative.at.due
    play.say(PauseUntil(play.now + timedelta(days=30)))
    play.wait(20)
    play.seat_says(SEATS[0], YES)
    assert play.initiative.now_in.standing(play.initiative).present == (SEATS[0],)


def test_a_pause_after_the_window_does_not_open_it_again(play: Play) -> None:
    play.wait_until(play.initiative.at.due + timedelta(days=1))
    play.say(PauseUntil(play.now + timedelta(days=5)))
    (late,) = play.seat_says(SEATS[0], YES)
    play.wait(5)
    (later,) = play.seat_says(SEATS[0], YES)
    assert {late.KIND, later.KIND} == {"answer.came_late"}


def test_the_gate_of_a_convened_initiative_is_open(play: Play) -> None:
    assert gate_open(convened(play).initiative, play.now)
