"""Need identification: needs by seats and voices, an answer to each, and the baseline."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from domain.actors import Channel, Role, Speaker
from domain.commands import TakeExit, read_command
from domain.events import Event
from domain.explaining import explain, gate_open
from domain.facts import Need, NeedAnswer, Value
from domain.initiative import PhaseState
from domain.operating_model import ExitKind
from domain.phases.need_identification import NeedIdentification
from domain.phases.need_identification.commands import (
    AnswerNeed,
    ConfirmStatement,
    MergeNeeds,
    NothingToRaise,
    OwnAnswer,
    SettleBaseline,
    StateProblem,
    SubmitNeed,
    SupportNeed,
)
from domain.phases.need_identification.needs import MOST, backing
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled
from domain.seats import Sector
from domain.wire import plain, typed
from tests.fixtures.rules import MODEL, START, Play, roster, text

SEATS = [seat.id for seat in roster()]
NEED, NOTHING = SubmitNeed(text()), NothingToRaise()
UP, PARKED, DECLINED = OwnAnswer.TAKEN_UP, OwnAnswer.PARKED, OwnAnswer.DECLINED


@pytest.fixture
def play() -> Play:
    return Play.of("need_identification")


def state(play: Play) -> NeedIdentification:
    assert isinstance(play.initiative.now_in, NeedIdentification)
    return play.initiative.now_in


def owing(play: Play, duty: str) -> list[str | None]:
    return [o.subject or o.seat for o in play.initiative.of_duty(duty) if o.state.answerable]


def answered(need: str, answer: OwnAnswer = UP) -> AnswerNeed:
    return AnswerNeed(need, answer, text(), date(2026, 9, 1) if answer is PARKED else None)


def test_every_seat_is_asked_for_its_need_and_the_coordinator_for_statement_and_baseline(play: Play) -> None:
    assert owing(play, "submit_need") == SEATS
    assert owing(play, "state_problem") == [None]
    assert owing(play, "settle_baseline") == [None]


def test_a_need_makes_its_seat_present_and_owes_it_an_answer(play: Play) -> None:
    play.seat_says("seat-02", NEED)
    play.seat_says("seat-02", NEED)
    standing = state(play).standing(play.initiative)
    assert standing.present == ("seat-02",)
    assert "seat-02" not in owing(play, "submit_need")
    assert owing(play, "answer_need") == ["n1", "n2"]
    assert state(play).needs["n1"] == Need("n1", Sector.INFORMAL, "seat-02")


def test_who_holds_no_seat_is_heard_as_a_voice_of_a_sector(play: Play) -> None:
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    assert state(play).standing(play.initiative).voices == {Sector.RESIDENT: 2}
    with pytest.raises(Malformed, match="missing") as refused:
        play.say(NEED)
    assert refused.value.path == "sector"


def test_a_seat_speaks_for_no_other_sector_and_a_stranger_for_none(play: Play) -> None:
    with pytest.raises(Malformed):
        play.seat_says("seat-01", SubmitNeed(text(), Sector.RESIDENT))
    with pytest.raises(NotEntitled):
        play.say(SubmitNeed(text(), Sector.RESIDENT), Speaker("someone", Role.PARTICIPANT, Channel.LINK))


def test_nothing_to_raise_ends_the_reminders_and_may_still_be_followed_by_a_need(play: Play) -> None:
    play.seat_says("seat-01", NOTHING)
    standing = state(play).standing(play.initiative)
    assert "seat-01" not in (*standing.silent, *standing.present)
    assert "seat-01" not in owing(play, "submit_need")
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-01", NOTHING)
    play.seat_says("seat-01", NEED)
    assert state(play).standing(play.initiative).present == ("seat-01",)


def test_a_hundred_needs_are_taken_in_and_the_next_is_told_where_to_go(play: Play) -> None:
    for _ in range(MOST):
        play.seat_says("seat-01", NEED)
    with pytest.raises(NotAsked) as refused:
        play.seat_says("seat-02", NEED)
    assert "support" in refused.value.remedy


def test_a_seat_supports_a_need_once_and_never_its_own(play: Play) -> None:
    play.seat_says("seat-01", NEED)
    play.seat_says("seat-02", SupportNeed("n1"))
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", SupportNeed("n1"))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-01", SupportNeed("n1"))
    with pytest.raises(NotAsked):
        play.seat_says("seat-01", SupportNeed("n9"))


def test_a_merge_answers_a_need_and_takes_its_supporters_along_each_counted_once(play: Play) -> None:
    for seat in ("seat-01", "seat-02", "seat-03"):
        play.seat_says(seat, NEED)
    for need in ("n1", "n2"):
        play.seat_says("seat-05", SupportNeed(need))
    play.seat_says("seat-06", SupportNeed("n1"))
    play.say(MergeNeeds("n1", "n2"))
    play.say(MergeNeeds("n2", "n3"))
    assert owing(play, "answer_need") == ["n3"]
    assert backing(state(play).needs, state(play).supporters, "n3") == ("seat-01", "seat-02", "seat-05", "seat-06")
    assert state(play).needs["n1"] == Need(
        "n1", Sector.ASSOCIATION, "seat-01", merged_into="n2", answer=NeedAnswer.MERGED
    )


def test_no_need_is_merged_in_a_circle_into_itself_or_into_a_declined_one(play: Play) -> None:
    for seat in ("seat-01", "seat-02", "seat-03", "seat-04"):
        play.seat_says(seat, NEED)
    play.say(MergeNeeds("n1", "n2"))
    play.say(MergeNeeds("n2", "n3"))
    play.say(answered("n4", DECLINED))
    for need, into in (("n3", "n1"), ("n3", "n4"), ("n1", "n2")):
        with pytest.raises(AlreadyAnswered):
            play.say(MergeNeeds(need, into))
    with pytest.raises(Malformed):
        play.say(MergeNeeds("n3", "n3"))
    with pytest.raises(AlreadyAnswered, match="n1, n2"):
        play.say(answered("n3", DECLINED))


def test_a_later_answer_replaces_the_former_and_parts_a_merged_need(play: Play) -> None:
    play.seat_says("seat-01", NEED)
    play.seat_says("seat-02", NEED)
    play.say(MergeNeeds("n1", "n2"))
    answer, *_ = play.say(answered("n1", PARKED))
    assert answer.replaces is NeedAnswer.MERGED  # type: ignore[attr-defined]
    assert (state(play).needs["n1"].answer, state(play).needs["n1"].merged_into) == (PARKED, None)


@pytest.mark.parametrize(
    ("answer", "until", "path"),
    [
        (PARKED, None, "until"),
        (PARKED, START.date(), "until"),
        (UP, date(2026, 9, 1), "until"),
    ],
)
def test_an_answer_that_is_not_whole_is_refused(play: Play, answer: OwnAnswer, until: date | None, path: str) -> None:
    play.seat_says("seat-01", NEED)
    with pytest.raises(Malformed) as refused:
        play.say(AnswerNeed("n1", answer, text(), until))
    assert refused.value.path == path


def test_a_merge_is_no_answer_by_itself() -> None:
    with pytest.raises(Malformed) as refused:
        read_command(plain(answered("n1")) | {"answer": "merged"})
    assert (refused.value.path, refused.value.reason) == ("answer", "'merged' is none of taken_up, parked, declined")


def test_only_the_coordinator_answers_merges_states_and_settles(play: Play) -> None:
    play.seat_says("seat-01", NEED)
    acts = (answered("n1"), MergeNeeds("n1", "n1"), StateProblem(text()), SettleBaseline(text(), Value("1")))
    for act in acts:
        with pytest.raises(NotEntitled):
            play.seat_says("seat-02", act)


@pytest.mark.parametrize("number", ["12", "3.5", "-0.25", None])
def test_a_baseline_is_a_decimal_number_or_not_obtainable(play: Play, number: str | None) -> None:
    play.say(SettleBaseline(text(), Value(number)))
    assert owing(play, "settle_baseline") == []
    (corrected,) = play.say(SettleBaseline(text(), Value("7")))
    assert corrected.replaces == Value(number)  # type: ignore[attr-defined]


@pytest.mark.parametrize("number", ["", "12,5", "1e3", "+4", ".5", "٣", " 1", "1\n", "9" * 40])
def test_what_is_no_decimal_number_is_no_baseline(play: Play, number: str) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(SettleBaseline(text(), Value(number)))
    assert refused.value.path == "value.number"


def identified(play: Play) -> Play:
    """Three sectors and a resident heard, each answered, the statement confirmed and the baseline settled."""
    for seat in ("seat-01", "seat-03", "seat-04"):
        play.seat_says(seat, NEED)
    play.say(SubmitNeed(text(), Sector.RESIDENT))
    for need in ("n1", "n2", "n3", "n4"):
        play.say(answered(need))
    play.say(SettleBaseline(text(), Value(None)))
    play.say(StateProblem(text()))
    play.seat_says("seat-03", ConfirmStatement(agrees=True))
    return play


def test_the_phase_goes_on_to_convening_with_its_needs_and_the_problem(play: Play) -> None:
    identified(play)
    play.say(TakeExit(ExitKind.ADVANCE))
    assert play.initiative.at.to == "convening"
    assert list(play.initiative.facts.needs) == ["n1", "n2", "n3", "n4"]
    assert play.initiative.facts.problem == text()


def test_one_more_need_shuts_the_gate_until_it_is_answered(play: Play) -> None:
    identified(play)
    play.seat_says("seat-06", NEED)
    shut = [clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met]
    assert shut == ["done.answer_need"]
    play.say(answered("n5", DECLINED))
    assert gate_open(play.initiative, play.now)


def test_without_residents_and_informal_groups_the_gate_stays_shut(play: Play) -> None:
    for seat in ("seat-01", "seat-03", "seat-04"):
        play.seat_says(seat, NEED)
    shut = {clause.clause for clause in explain(play.initiative, play.now).clauses if not clause.met}
    assert "sectors.resident|informal" in shut
    assert "sectors.distinct" not in shut


def test_nobody_answering_ends_in_a_stop_that_no_one_had_to_decide(play: Play) -> None:
    play.wait(200)
    assert play.initiative.outcome == "stopped_well"


def test_in_a_second_round_the_needs_stand_and_unanswered_ones_are_owed_again() -> None:
    needs = {"n1": Need("n1", Sector.RESIDENT, answer=UP, supporters=2), "n2": Need("n2", Sector.INFORMAL, "seat-02")}
    play = Play.of("need_identification", needs=needs, problem=text())
    assert owing(play, "answer_need") == ["n2"]
    play.seat_says("seat-02", NOTHING)
    play.seat_says("seat-03", NEED)
    play.seat_says("seat-03", SupportNeed("n1"))
    assert state(play).standing(play.initiative).present == ("seat-02", "seat-03")
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.facts.needs["n1"].supporters == 3
    assert list(play.initiative.facts.needs) == ["n1", "n2", "n3"]


def test_a_model_may_leave_out_any_of_its_duties() -> None:
    rule = MODEL.phases["need_identification"]
    bare = replace(rule, obligations={}, gate=replace(rule.gate, done=()))
    play = Play.of("need_identification", model=replace(MODEL, phases=MODEL.phases | {"need_identification": bare}))
    identified(play)
    assert gate_open(play.initiative, play.now)
    assert not play.initiative.obligations


def test_a_need_after_the_window_is_recorded_late_with_its_text(play: Play) -> None:
    play.wait_until(play.initiative.at.due + timedelta(hours=1))
    (late,) = play.seat_says("seat-01", NEED)
    assert (late.KIND, late.text) == ("answer.came_late", text())  # type: ignore[attr-defined]


def test_the_state_and_all_that_happened_survive_the_wire(play: Play) -> None:
    identified(play)
    assert typed(PhaseState, plain(state(play))) == state(play)
    assert all(typed(Event, plain(entry.event)) == entry.event for entry in play.entries)
