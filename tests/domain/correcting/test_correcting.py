"""Corrections one by one: who may make which, what counts then, what is owed again, and which exits are in doubt."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.commands import Command, ConfirmExit, TakeExit
from domain.correcting.events import EntrySuperseded
from domain.correcting.instead import BY_ITSELF, INSTEAD
from domain.correcting.kinds import CORRECTABLE
from domain.cycle import PHASES
from domain.events import Event
from domain.facts import Value
from domain.folding import fold
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.phases.convening.commands import AnswerInvitation, Reply
from domain.phases.joint_planning.commands import EndorsePlan, MakeCommitment
from domain.phases.joint_planning.events import CommitmentMade
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
from domain.phases.piloting.commands import ReportObservation
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotCorrectable, NotEntitled, PhaseSettled
from domain.schema.words import KINDS_BY_MATTER, KINDS_BY_PHASE
from tests.domain.correcting.histories import by_phone, corrector, heard, scripted, text_of
from tests.fixtures.cycle import SEATS, holder
from tests.fixtures.rules import Play

WHY = text_of(7)


def last(play: Play, kind: str) -> int:
    """The number of the last entry of a kind."""
    return next(entry.seq for entry in reversed(play.entries) if kind == entry.event.KIND)


def superseding(events: tuple[Event, ...]) -> EntrySuperseded:
    first = events[0]
    assert isinstance(first, EntrySuperseded)
    return first


def raised(seat: str = SEATS[0]) -> Play:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text_of(1)), holder(seat))
    return play


def test_a_seat_takes_its_own_answer_back_and_is_asked_anew() -> None:
    play = raised()
    events = play.correct(last(play, "need.submitted"), by=holder(SEATS[0]))
    assert [event.KIND for event in events] == [
        "entry.superseded",
        "obligation.released",
        "obligation.opened",
        "obligation.released",
    ]
    assert play.initiative.now_in == Play.of("need_identification").initiative.now_in
    former, asked = (o for o in play.initiative.of_duty("submit_need") if o.seat == SEATS[0])
    assert (former.state, asked.state) == (ObligationState.RELEASED, ObligationState.OPEN)
    assert (asked.due, asked.owed_by) == (former.due, former.owed_by)
    assert asked.next_at is not None


def test_the_id_of_what_was_withdrawn_is_never_used_again() -> None:
    play = raised()
    play.correct(last(play, "need.submitted"), by=holder(SEATS[0]))
    made = play.say(SubmitNeed(text_of(2)), holder(SEATS[0]))[0]
    assert made.need == "n2"


def test_an_answer_is_corrected_at_its_place_and_keeps_its_id() -> None:
    play = raised()
    play.say(SubmitNeed(text_of(2)), holder(SEATS[1]))
    events = play.correct(last(play, "need.submitted") - 3, SubmitNeed(text_of(3)), holder(SEATS[0]))
    assert [event.KIND for event in events] == ["entry.superseded", "need.submitted"]
    assert events[1].need == "n1"
    assert superseding(events).by == len(play.entries)


def test_a_correction_is_corrected_by_naming_what_stands_now() -> None:
    play = raised()
    first = last(play, "need.submitted")
    play.correct(first, SubmitNeed(text_of(3)), holder(SEATS[0]))
    with pytest.raises(AlreadyAnswered):
        play.correct(first, SubmitNeed(text_of(4)), holder(SEATS[0]))
    events = play.correct(last(play, "need.submitted"), SubmitNeed(text_of(4)), holder(SEATS[0]))
    assert events[1].text == text_of(4)
    play.correct(last(play, "need.submitted"), by=holder(SEATS[0]))
    assert not play.initiative.now_in.needs


def test_a_seat_has_a_day_and_the_coordinator_gives_a_reason() -> None:
    play = raised()
    entry = last(play, "need.submitted")
    with pytest.raises(NotEntitled):
        play.correct(entry, by=holder(SEATS[1]))
    play.wait_until(play.now + timedelta(hours=23, minutes=59))
    coming = Play(play.initiative, play.now, list(play.entries))
    coming.correct(entry, by=holder(SEATS[0]))
    play.wait_until(play.now + timedelta(minutes=1))
    with pytest.raises(AlreadyAnswered):
        play.correct(entry, by=holder(SEATS[0]))
    with pytest.raises(Malformed) as refused:
        play.correct(entry, by=heard(SEATS[0]))
    assert refused.value.path == "reason"
    assert superseding(play.correct(entry, by=heard(SEATS[0]), reason=WHY)).reason == WHY


def test_a_coordinator_who_speaks_for_a_seat_corrects_that_seats_answers_alone() -> None:
    play = raised()
    entry = last(play, "need.submitted")
    with pytest.raises(NotEntitled):
        play.correct(entry, SubmitNeed(text_of(3)), heard(SEATS[1]), reason=WHY)
    corrected = play.correct(entry, SubmitNeed(text_of(3)), heard(SEATS[0]), reason=WHY)[1]
    assert corrected.seat == SEATS[0]


def test_a_seat_cannot_reach_into_a_phase_that_has_closed() -> None:
    play = scripted("convening")
    with pytest.raises(PhaseSettled):
        play.correct(last(play, "statement.confirmed"), by=holder(SEATS[0]))


def test_what_others_have_built_on_is_withdrawn_after_them() -> None:
    play = raised()
    entry = last(play, "need.submitted")
    play.say(SupportNeed("n1"), holder(SEATS[1]))
    supported = len(play.entries)
    with pytest.raises(NotCorrectable, match=str(supported)):
        play.correct(entry, by=holder(SEATS[0]))
    corrected = play.correct(entry, SubmitNeed(text_of(3)), holder(SEATS[0]))
    assert superseding(corrected).impact.builds == (supported,)
    play.correct(supported, by=heard(SEATS[1]), reason=WHY)
    play.correct(last(play, "need.submitted"), by=holder(SEATS[0]))
    assert not play.initiative.now_in.needs


def test_another_answer_to_the_same_duty_keeps_it_fulfilled() -> None:
    play = raised()
    play.say(SubmitNeed(text_of(2)), holder(SEATS[0]))
    play.correct(last(play, "need.submitted") - 3, by=holder(SEATS[0]))
    assert [o.state for o in play.initiative.of_duty("submit_need") if o.seat == SEATS[0]] == [
        ObligationState.FULFILLED
    ]


def test_an_answer_that_a_later_one_replaced_is_not_corrected_but_the_later_is() -> None:
    play = Play.of("need_identification")
    play.say(SubmitNeed(text_of(1)), holder(SEATS[0]))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text_of(2)))
    first = last(play, "need.answered")
    play.say(AnswerNeed("n1", OwnAnswer.DECLINED, text_of(3)))
    with pytest.raises(AlreadyAnswered, match=str(last(play, "need.answered"))):
        play.correct(first, reason=WHY)
    play.correct(last(play, "need.answered"), reason=WHY)
    assert play.initiative.now_in.needs["n1"].answer == OwnAnswer.TAKEN_UP


def test_no_correction_makes_needs_part_of_one_another() -> None:
    play = raised()
    play.say(SubmitNeed(text_of(2)), holder(SEATS[1]))
    play.say(MergeNeeds("n1", "n2"))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text_of(3)))
    apart = last(play, "need.answered")
    play.say(MergeNeeds("n2", "n1"))
    with pytest.raises(NotCorrectable, match="part of itself") as refused:
        play.correct(apart, reason=WHY)
    assert refused.value.remedy


def test_an_answer_that_would_have_asked_others_otherwise_is_answered_anew() -> None:
    play = raised()
    with pytest.raises(Malformed):
        play.correct(last(play, "need.submitted"), NothingToRaise(), holder(SEATS[0]))
    play.say(AnswerNeed("n1", OwnAnswer.TAKEN_UP, text_of(2)))
    play.say(StateProblem(text_of(3)))
    play.say(ConfirmStatement(agrees=True), holder(SEATS[0]))
    with pytest.raises(NotCorrectable) as refused:
        play.correct(last(play, "statement.confirmed"), ConfirmStatement(agrees=False), holder(SEATS[0]))
    assert refused.value.remedy.startswith("answer anew")


def test_an_exit_whose_gate_would_fail_now_is_decided_anew_and_stands_until_then() -> None:
    play = scripted("convening")
    exit = last(play, "phase.exited")
    entry = last(play, "statement.confirmed")
    play = by_phone(play)
    events = play.correct(entry, ConfirmStatement(agrees=False), corrector(play, entry), reason=WHY)
    impact = superseding(events).impact
    assert impact.exits == (exit,)
    assert {(c.clause, c.was_met, c.is_met) for c in impact.clauses if c.exit == exit} == {
        ("statement.confirmed", True, False)
    }
    assert play.initiative.at.phase == "convening"
    owed = play.initiative.owed("redecide_exit")
    assert owed is not None
    correction = int(owed.subject or 0)
    assert play.entries[correction - 1].event == superseding(events)
    with pytest.raises(NotEntitled):
        play.say(ConfirmExit(correction, WHY), holder(SEATS[0]))
    with pytest.raises(NotAsked):
        play.say(ConfirmExit(correction + 1, WHY))
    kinds = [event.KIND for event in play.say(ConfirmExit(correction, WHY))]
    assert kinds == ["exit.confirmed", "obligation.fulfilled"]
    assert fold(play.entries) == play.initiative


def test_nobody_deciding_anew_leaves_the_exit_standing() -> None:
    play = scripted("convening")
    play.correct(last(play, "baseline.settled"), reason=WHY)
    play.wait(60)
    (owed,) = play.initiative.of_duty("redecide_exit")
    assert owed.state is ObligationState.LAPSED
    assert play.initiative.at.phase == "convening"
    assert play.initiative.at.exit in (None, ExitKind.STOP)


def test_going_back_decides_on_the_exit_too() -> None:
    play = scripted("convening")
    play.correct(last(play, "baseline.settled"), reason=WHY)
    kinds = [event.KIND for event in play.say(TakeExit(ExitKind.LOOP_BACK, WHY))]
    assert kinds == ["obligation.fulfilled", "phase.exited"]


def test_an_endorsement_that_is_taken_back_later_puts_the_quorum_in_doubt() -> None:
    play = by_phone(scripted("piloting"))
    endorsed = [e for e in play.entries if e.event.KIND == "plan.endorsed"]
    exits = []
    for entry in endorsed:
        events = play.correct(entry.seq, EndorsePlan(endorses=False), corrector(play, entry.seq), reason=WHY)
        exits += superseding(events).impact.exits
    assert exits == [last(play, "phase.exited")]  # once in doubt, it is not put in doubt again


def test_a_corrected_figure_is_the_one_that_claims_stand_on() -> None:
    play = scripted("evaluation")
    entry = next(e for e in play.entries if e.event.KIND == "observation.reported")
    better = ReportObservation(entry.event.indicator, Value("41"))
    play.correct(entry.seq, better, corrector(play, entry.seq), reason=WHY)
    observed = play.initiative.facts.observations[entry.event.observation]
    assert (observed.value, observed.at) == (Value("41"), entry.at)


def test_a_baseline_is_corrected_with_its_words() -> None:
    play = scripted("convening")
    events = play.correct(last(play, "baseline.settled"), SettleBaseline(text_of(5), Value("9")), reason=WHY)
    assert events[1].replaces is None
    assert not superseding(events).impact.exits


def _better(play: Play, number: int) -> Command | None:
    """A promise in other words, which can be said better and not taken back for its seat; else nothing."""
    made = play.entries[number - 1].event
    return MakeCommitment(made.activity, text_of(8)) if isinstance(made, CommitmentMade) else None


def test_pieces_of_a_frozen_plan_stand_and_decisions_do_too() -> None:
    play = scripted("piloting")
    for kind in ("goal.added", "commitment.made", "phase.exited", "ballot.cast", "phase.opened"):
        entry = last(play, kind)
        with pytest.raises(NotCorrectable) as refused:
            play.correct(entry, _better(play, entry), corrector(play, entry), reason=WHY)
        assert refused.value.remedy
    with pytest.raises(Malformed):
        play.correct(len(play.entries) + 1, reason=WHY)


def test_a_seat_that_has_acted_since_stays_in() -> None:
    play = by_phone(scripted("piloting"))
    accepted = next(e for e in play.entries if e.event.KIND == "invitation.accepted" and e.seat == SEATS[0])
    with pytest.raises(NotCorrectable, match="acted since"):
        play.correct(accepted.seq, AnswerInvitation(Reply.NO), heard(SEATS[0]), reason=WHY)


def test_every_kind_that_is_named_exists_and_is_said_by_commands_that_exist() -> None:
    asked = (*KINDS_BY_PHASE.values(), *(words.kinds for words in KINDS_BY_MATTER.values()))
    duties = {duty for kinds in asked for duty in kinds}
    for name, kind in CORRECTABLE.items():
        assert set(kind.commands) <= set(Command.kinds), name
        assert kind.duty in duties | {"", "set_baseline"}, name
        fields = Event.kinds[name].__dataclass_fields__
        assert {*kind.about, kind.makes} - {""} <= set(fields), name
    assert len(PHASES) >= 6


def test_of_every_kind_of_entry_it_is_known_how_it_is_put_right() -> None:
    known = [*CORRECTABLE, *INSTEAD, *BY_ITSELF]
    assert sorted(known) == sorted(kind for kind in Event.kinds if not kind.startswith(("letter.", "letters.")))
