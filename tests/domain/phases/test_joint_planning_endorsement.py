"""Endorsement: a frozen plan with its hash, and what each organisation says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import CallVote, CastBallot
from domain.events import Choice
from domain.explaining import evidence, explain, gate_open
from domain.facts import Level, Value
from domain.gates import clauses
from domain.operating_model import ExitKind
from domain.phases.joint_planning import JointPlanning
from domain.phases.joint_planning.commands import (
    AddActivity,
    AddGoal,
    AddRisk,
    AddStopCriterion,
    DefineIndicator,
    EndorsePlan,
    FixEvaluation,
    MakeCommitment,
    NoCommitment,
    OpenEndorsement,
    OpenPlanComments,
    ReassignActivity,
    ReassignIndicator,
    ReopenDrafting,
    SetBaseline,
)
from domain.refusals import AlreadyAnswered, GateShut, NotAsked, NotEntitled, TooEarly
from domain.sealed import Sealed
from domain.seats import Sector
from domain.voting.commands import Recuse
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, Play, roster, text

SEATS = tuple(seat.id for seat in roster())
YES, NO = EndorsePlan(endorses=True), EndorsePlan(endorses=False, reason=text())


def drafted() -> Play:
    """A whole plan, with a commitment of the first seat."""
    play = Play.of("joint_planning", accepted=SEATS)
    play.say(AddGoal(text()))
    play.say(AddActivity(text(), "seat-01", "seat-02"))
    play.say(AddRisk(text()))
    play.say(AddStopCriterion(text()))
    play.say(FixEvaluation(play.now.date() + timedelta(days=400)))
    for number in (1, 2, 3):
        play.say(DefineIndicator(text(), Level.OUTPUT, "seat-03", "P2W", 5))
        play.say(SetBaseline(f"i{number}", Value(None)))
    play.seat_says("seat-01", MakeCommitment("a1", text()))
    play.say(OpenPlanComments())
    return play


@pytest.fixture
def play() -> Play:
    play = drafted()
    play.say(OpenEndorsement())
    return play


def state(play: Play) -> JointPlanning:
    assert isinstance(play.initiative.now_in, JointPlanning)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[str | None]:
    return [o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


def endorsed(play: Play, seats: tuple[str, ...]) -> Play:
    for seat in seats:
        play.seat_says(seat, YES)
    return play


def test_a_plan_that_is_not_whole_is_not_opened_and_the_refusal_says_what_it_lacks() -> None:
    play = Play.of("joint_planning", accepted=SEATS)
    play.say(DefineIndicator(text(), Level.OUTPUT, "seat-03", "P2W", 5))
    with pytest.raises(TooEarly) as refused:
        play.say(OpenEndorsement())
    for part in ("set_goals", "map_activities", "define_indicators has 0 of 3", "i1 has no baseline"):
        assert part in refused.value.reason


def test_opening_freezes_the_plan_and_asks_every_active_seat(play: Play) -> None:
    assert owing(play, "endorse_plan") == list(SEATS)
    assert owing(play, "make_commitment") == []
    opened = next(entry.event for entry in play.entries if entry.event.KIND == "endorsement.opened")
    assert opened.plan_sha256 == state(play).plan.sha256() == state(play).frozen  # type: ignore[attr-defined]
    for command in (
        AddGoal(text()),
        AddActivity(text(), "seat-01", "seat-02"),
        DefineIndicator(text(), Level.INPUT, "seat-01", "P1M", 1),
        SetBaseline("i1", Value("3")),
        ReassignActivity("a1", "seat-03", "seat-04"),
        ReassignIndicator("i1", "seat-04"),
        OpenEndorsement(),
    ):
        with pytest.raises(NotAsked):
            play.say(command)
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", MakeCommitment("a1", text()))


def test_the_hash_changes_with_any_text_or_hand_of_the_plan() -> None:
    plan = state(drafted()).plan
    other = Sealed("cd" * 32, 12, "fi")
    changes = [
        AddGoal(text()),
        AddActivity(text(), "seat-01", "seat-02", ("a1",)),
        AddActivity(other, "seat-01", "seat-02", ("a1",)),
        AddActivity(text(), "seat-01", "seat-02"),
        ReassignActivity("a1", "seat-01", "seat-03"),
        SetBaseline("i1", Value("0")),
    ]
    hashes = {plan.sha256()}
    for change in changes:
        play = drafted()
        play.say(change)
        hashes.add(state(play).plan.sha256())
    assert len(hashes) == len(changes) + 1
    assert state(drafted()).plan.sha256() == plan.sha256()


def test_the_phase_goes_on_only_with_an_endorsed_plan_and_hands_it_to_piloting() -> None:
    play = drafted()
    with pytest.raises(GateShut, match=r"plan.opened_for_endorsement has 0 of 1") as refused:
        play.say(CallVote(ExitKind.ADVANCE))
    assert "8 more of the seats asked must endorse the plan" in refused.value.remedy
    assert "complete the plan, and open its endorsement" in refused.value.remedy
    assert "coordinator" in (explain(play.initiative, play.now).completing or ())
    play.say(OpenEndorsement())
    endorsed(play, SEATS[:7])
    assert not gate_open(play.initiative, play.now)
    play.seat_says("seat-08", YES)
    assert gate_open(play.initiative, play.now)
    frozen = state(play).frozen
    play.say(CallVote(ExitKind.ADVANCE))
    for seat in SEATS:
        play.seat_says(seat, CastBallot(Choice.FOR))
    facts = play.initiative.facts
    assert (play.initiative.at.to, facts.plan_sha256, facts.goals) == ("piloting", frozen, 1)
    assert (list(facts.activities), list(facts.indicators), list(facts.commitments)) == (
        ["a1"],
        ["i1", "i2", "i3"],
        ["c1"],
    )


def test_a_sector_that_does_not_endorse_keeps_the_gate_shut(play: Play) -> None:
    endorsed(play, tuple(seat for seat in SEATS if seat not in ("seat-05", "seat-11")))
    shut = [clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met]
    assert shut == ["sectors.leader"]
    assert explain(play.initiative, play.now).completing == ("seat-05",)


def test_a_seat_may_change_its_word_until_the_due_day(play: Play) -> None:
    play.seat_says("seat-01", NO)
    standing = state(play).standing(play.initiative)
    assert "seat-01" not in (*standing.present, *standing.silent)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", NO)
    (changed,) = play.seat_says("seat-01", YES)
    assert changed.replaces is False  # type: ignore[attr-defined]
    play.wait_until(play.initiative.of_duty("endorse_plan")[0].due + timedelta(minutes=1))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", NO)
    play.seat_says("seat-02", YES)


def test_only_active_seats_endorse_and_only_what_is_open(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.say(YES)
    with pytest.raises(NotAsked):
        drafted().seat_says("seat-01", YES)
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", EndorsePlan(endorses=True, plan_sha256="00" * 32))
    play.seat_says("seat-01", EndorsePlan(endorses=True, plan_sha256=state(play).frozen))


def test_a_reopened_plan_is_endorsed_anew_under_another_number(play: Play) -> None:
    endorsed(play, SEATS)
    assert gate_open(play.initiative, play.now)
    play.say(ReopenDrafting())
    assert not gate_open(play.initiative, play.now)
    assert state(play).standing(play.initiative).silent == SEATS
    assert owing(play, "endorse_plan") == []
    with pytest.raises(NotAsked):
        play.say(ReopenDrafting())
    former = play.initiative.of_duty("endorse_plan")[0]
    play.say(AddGoal(text()))
    play.say(OpenEndorsement())
    again = [o for o in play.initiative.of_duty("endorse_plan") if o.state.answerable]
    assert [o.subject for o in again] == ["2"] * 12
    assert former.id not in {o.id for o in again}
    endorsed(play, SEATS)
    assert gate_open(play.initiative, play.now)


def test_while_the_plan_is_frozen_nobody_is_reminded_of_commitments_and_afterwards_only_the_unheard(play: Play) -> None:
    happened = play.wait(10)
    assert not [e for e in happened if e.KIND == "reminder.due" and "make_commitment" in e.obligation]  # type: ignore[attr-defined]
    play.say(ReopenDrafting())
    assert owing(play, "make_commitment") == list(SEATS[1:])
    play.seat_says("seat-02", NoCommitment())
    play.say(OpenEndorsement())
    play.say(ReopenDrafting())
    assert owing(play, "make_commitment") == list(SEATS[2:])


def test_a_silent_endorsement_ends_by_itself(play: Play) -> None:
    play.wait(250)
    assert play.initiative.outcome == "stopped_well"


@examples(25)
@given(st.permutations(SEATS), st.lists(st.sampled_from([YES, NO, None]), min_size=12, max_size=12))
def test_in_whatever_order_seats_answer_standing_and_gate_are_the_same(
    order: list[str], answers: list[EndorsePlan | None]
) -> None:
    says = dict(zip(SEATS, answers, strict=True))
    results = []
    for seats in (order, SEATS):
        play = drafted()
        play.say(OpenEndorsement())
        for seat in seats:
            if (answer := says[seat]) is not None:
                play.seat_says(seat, answer)
        seen = evidence(play.initiative, play.now)
        results.append((seen.standing, clauses(play.initiative.rule.gate, seen), state(play).endorsements))
    assert results[0] == results[1]


CROWDED = tuple(replace(seat, sector=Sector.ASSOCIATION) if int(seat.id[-2:]) > 6 else seat for seat in roster())
"""Twelve seats: seven associations, one seat of each other sector."""


def test_votes_are_shared_by_who_can_cast_one_not_by_who_has_endorsed() -> None:
    play = Play.of("joint_planning", CROWDED, accepted=SEATS)
    associations = [seat.id for seat in CROWDED if seat.sector is Sector.ASSOCIATION]
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}["max_share"]
    assert (told.have, told.need, told.met) == (7, 6, False)
    assert explain(play.initiative, play.now).completing is None
    play.seat_says(associations[0], Recuse())
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}["max_share"]
    assert (told.have, told.need, told.met) == (6, 5, False)
    play.seat_says(associations[1], Recuse())
    assert evidence(play.initiative, play.now).voting == tuple(s for s in SEATS if s not in associations[:2])


def test_whoever_endorses_first_gives_no_sector_more_of_the_votes(play: Play) -> None:
    endorsed(play, ("seat-01", "seat-07"))
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}["max_share"]
    assert (told.have, told.need, told.met) == (2, 6, True)


def test_under_a_model_that_is_older_those_who_have_endorsed_are_counted_as_before() -> None:
    play = Play.of("joint_planning", CROWDED, replace(MODEL, matters=None), accepted=SEATS)
    told = {clause.clause: clause for clause in explain(play.initiative, play.now).clauses}["max_share"]
    assert (told.have, told.need, told.met) == (0, 0, True)
