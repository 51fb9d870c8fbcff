"""Establishment: the grounds, the receiver, and how the phase ends."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.commands import PauseUntil, TakeExit
from domain.events import Event, TakenBy
from domain.explaining import explain, gate_open, waiting_on
from domain.initiative import PhaseState
from domain.obligations import ObligationState
from domain.operating_model import ExitKind, OperatingModel
from domain.phases.establishment import Establishment
from domain.phases.establishment.commands import (
    AcceptHandOver,
    AnswerCheckIn,
    Condition,
    EvidenceGround,
    Ground,
    NameReceiver,
)
from domain.refusals import AlreadyAnswered, GateShut, Malformed, NotAsked, NotEntitled, Refusal, UnknownSeat
from domain.spans import Span
from domain.wire import plain, typed
from tests.fixtures.profiles import examples
from tests.fixtures.rules import MODEL, Play, text

SEATS = ("seat-01", "seat-02", "seat-03")
ACCEPT, DECLINE = AcceptHandOver(True), AcceptHandOver(False, text())


def changed(**rules: object) -> OperatingModel:
    """The model with other rules of establishment."""
    rule = replace(MODEL.phases["establishment"], **rules)  # type: ignore[arg-type]
    return replace(MODEL, phases={**MODEL.phases, "establishment": rule})


LONG = changed(due=Span.parse("P48M"))
"""A window in which every check-in fits, however slowly the practice was established."""


def opened(model: OperatingModel = LONG) -> Play:
    return Play.of("establishment", model=model, accepted=SEATS, chair="seat-01")


def establish(play: Play, receiver: str = "seat-02") -> None:
    """Everything is given at once."""
    for ground in Ground:
        play.say(EvidenceGround(ground, text()))
    play.say(NameReceiver(receiver))
    play.seat_says(receiver, ACCEPT)


@pytest.fixture
def play() -> Play:
    return opened()


def state(play: Play) -> Establishment:
    assert isinstance(play.initiative.now_in, Establishment)
    return play.initiative.now_in


def owed(play: Play) -> list[tuple[str, str | None, str | None]]:
    return [(o.duty, o.seat, o.subject) for o in play.initiative.obligations.values() if o.state.answerable]


def test_the_opening_asks_the_coordinator_for_five_grounds_and_a_receiver(play: Play) -> None:
    grounds = [("evidence_ground", None, ground.value) for ground in Ground]
    assert owed(play) == [*grounds, ("accept_hand_over", None, "name_receiver.1")]
    assert not gate_open(play.initiative, play.now)


def test_naming_a_receiver_asks_it_instead_of_the_coordinator(play: Play) -> None:
    play.say(NameReceiver("seat-02"))
    assert ("accept_hand_over", "seat-02", "1") in owed(play)
    assert ("accept_hand_over", None, "name_receiver.1") not in owed(play)
    assert [w.seat for w in waiting_on(play.initiative) if w.duty == "accept_hand_over"] == ["seat-02"]


def test_any_seat_may_be_named_even_one_that_took_no_part(play: Play) -> None:
    play.say(NameReceiver("seat-12"))
    play.seat_says("seat-12", ACCEPT)
    assert state(play).accepted
    with pytest.raises(UnknownSeat):
        opened().say(NameReceiver("seat-99"))


def test_another_receiver_may_be_named_until_one_accepts(play: Play) -> None:
    play.say(NameReceiver("seat-02"))
    with pytest.raises(AlreadyAnswered):
        play.say(NameReceiver("seat-02"))
    named, *_ = play.say(NameReceiver("seat-03"))
    assert named.replaces == "seat-02"  # type: ignore[attr-defined]
    with pytest.raises(NotEntitled):
        play.seat_says("seat-02", ACCEPT)
    play.say(NameReceiver("seat-02"))  # and back again
    play.seat_says("seat-02", ACCEPT)
    with pytest.raises(AlreadyAnswered):
        play.say(NameReceiver("seat-03"))


def test_a_declined_hand_over_goes_back_to_the_coordinator(play: Play) -> None:
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", DECLINE)
    assert ("accept_hand_over", None, "name_receiver.2") in owed(play)
    with pytest.raises(NotAsked):
        play.seat_says("seat-02", ACCEPT)
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", ACCEPT)
    (clause,) = (c for c in explain(play.initiative, play.now).clauses if c.clause == "done.accept_hand_over")
    assert (clause.have, clause.need) == (1, 1)


def test_a_receiver_may_withdraw_until_its_due_day_while_grounds_are_lacking(play: Play) -> None:
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", ACCEPT)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", ACCEPT)
    declined, *_ = play.seat_says("seat-02", DECLINE)
    assert declined.withdraws  # type: ignore[attr-defined]
    assert ("accept_hand_over", None, "name_receiver.2") in owed(play)
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", ACCEPT)
    play.wait(150)
    with pytest.raises(AlreadyAnswered):
        play.seat_says("seat-02", DECLINE)


def test_only_the_coordinator_names_and_only_coordinator_and_receiver_give_evidence(play: Play) -> None:
    with pytest.raises(NotEntitled):
        play.seat_says("seat-02", NameReceiver("seat-02"))
    with pytest.raises(NotEntitled):
        play.seat_says("seat-02", EvidenceGround(Ground.MONEY, text()))
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", EvidenceGround(Ground.MONEY, text()))
    assert ("evidence_ground", None, "money") not in owed(play)


def test_evidence_can_be_replaced_until_its_due_day_and_conditional_evidence_later(play: Play) -> None:
    play.say(EvidenceGround(Ground.OWNER, text()))
    play.say(EvidenceGround(Ground.MONEY, text(), date(2027, 1, 1)))
    (again,) = play.say(EvidenceGround(Ground.OWNER, text()))
    assert again.replaces  # type: ignore[attr-defined]
    play.wait(150)
    with pytest.raises(AlreadyAnswered):
        play.say(EvidenceGround(Ground.OWNER, text()))
    play.say(EvidenceGround(Ground.MONEY, text()))
    assert state(play).evidenced == {Ground.OWNER: None, Ground.MONEY: None}


def test_a_condition_that_would_be_over_already_is_refused(play: Play) -> None:
    with pytest.raises(Malformed) as refused:
        play.say(EvidenceGround(Ground.MONEY, text(), date(2026, 1, 12)))
    assert refused.value.path == "conditional_until"


@given(st.permutations([*Ground, "name"]))
@examples(30)
def test_in_whatever_order_all_is_given_the_practice_is_established_by_the_last(order: list[str]) -> None:
    play = opened()
    for step in order:
        assert state(play).established_at is None
        if step == "name":
            play.say(NameReceiver("seat-02"))
            play.seat_says("seat-02", ACCEPT)
        else:
            play.say(EvidenceGround(Ground(step), text()))
    assert play.kinds()[-1] == "practice.established"
    assert state(play).established_at == play.now
    assert [c.clause for c in explain(play.initiative, play.now).clauses if not c.met] == ["check_ins.over"]


def test_a_conditional_ground_makes_a_conditional_practice(play: Play) -> None:
    play.say(EvidenceGround(Ground.MONEY, text(), date(2027, 1, 1)))
    for ground in set(Ground) - {Ground.MONEY}:
        play.say(EvidenceGround(ground, text()))
    play.say(NameReceiver("seat-02"))
    play.seat_says("seat-02", ACCEPT)
    assert play.entries[-1].event.conclusion == "conditional"  # type: ignore[attr-defined]
    assert state(play).outcome(ExitKind.ADVANCE) == "conditional"
    play.seat_says("seat-02", EvidenceGround(Ground.MONEY, text()))
    assert state(play).outcome(ExitKind.ADVANCE) == "established"


def test_a_pause_does_not_let_a_practice_slip_out_before_it_is_established(play: Play) -> None:
    play.say(PauseUntil(play.now + timedelta(days=10)))
    establish(play)
    assert state(play).established_at is None
    with pytest.raises(GateShut):
        play.say(TakeExit(ExitKind.ADVANCE))
    play.wait(11)
    assert state(play).established_at is not None


def test_the_receiver_alone_counts(play: Play) -> None:
    assert play.initiative.now_in.standing(play.initiative).entitled == ()
    play.say(NameReceiver("seat-02"))
    assert play.initiative.now_in.standing(play.initiative).silent == ("seat-02",)
    play.seat_says("seat-02", ACCEPT)
    assert play.initiative.now_in.standing(play.initiative).present == ("seat-02",)


def test_stopping_before_establishment_says_so(play: Play) -> None:
    play.say(TakeExit(ExitKind.STOP, text()))
    assert play.initiative.outcome == "not_established"
    assert (play.initiative.facts.receiver, play.initiative.facts.conclusion) == (None, "not_established")


def test_looping_back_to_piloting_leaves_the_evaluations_conclusion() -> None:
    play = Play.of("establishment", model=LONG, accepted=SEATS, conclusion="establish")
    play.say(TakeExit(ExitKind.LOOP_BACK, text()))
    assert (play.initiative.at.to, play.initiative.facts.conclusion) == ("piloting", "establish")


def test_nobody_answering_ends_the_phase_by_itself_as_not_established(play: Play) -> None:
    play.wait(1600)
    assert play.initiative.outcome == "not_established"
    exited = next(e.event for e in play.entries if e.event.KIND == "phase.exited")
    assert exited.taken_by is TakenBy.LAPSE  # type: ignore[attr-defined]


@pytest.mark.parametrize("duty", ["evidence_ground", "accept_hand_over", "check_in"])
def test_a_model_may_leave_out_what_it_does_not_ask(duty: str) -> None:
    rule = LONG.phases["establishment"]
    kept = {kind: asked for kind, asked in rule.obligations.items() if kind != duty}
    gate = replace(rule.gate, done=tuple(kind for kind in rule.gate.done if kind != duty))
    play = opened(changed(due=rule.due, obligations=kept, gate=gate))
    play.say(NameReceiver("seat-02"))
    for ground in Ground:
        play.say(EvidenceGround(ground, text()))
    play.seat_says("seat-02", ACCEPT)
    assert state(play).established_at is not None
    play.wait(1500)
    assert play.initiative.outcome == ("established" if duty == "check_in" else "unknown")
    assert not play.initiative.of_duty(duty)


STEPS = {
    "grounds": lambda play: [play.say(EvidenceGround(ground, text())) for ground in Ground],
    "name": lambda play: play.say(NameReceiver("seat-02")),
    "other": lambda play: play.say(NameReceiver("seat-03")),
    "accept": lambda play: play.seat_says(state(play).receiver or "seat-01", ACCEPT),
    "decline": lambda play: play.seat_says(state(play).receiver or "seat-01", DECLINE),
    "alive": lambda play: play.seat_says(state(play).receiver or "seat-01", AnswerCheckIn(Condition.ALIVE)),
    "stopped": lambda play: play.seat_says(state(play).receiver or "seat-01", AnswerCheckIn(Condition.STOPPED)),
    "pause": lambda play: play.say(PauseUntil(play.now + timedelta(days=200))),
}


@given(st.lists(st.tuples(st.integers(0, 200), st.sampled_from(sorted(STEPS))), max_size=12))
@examples(40)
def test_whatever_happens_nothing_waits_for_ever(course: list[tuple[int, str]]) -> None:
    play = opened()
    for days, step in course:
        play.wait(days)
        with suppress(Refusal):
            STEPS[step](play)
    play.wait(5000)
    assert play.initiative.outcome is not None


def test_events_and_state_read_back_from_the_wire_as_they_were(play: Play) -> None:
    play.say(EvidenceGround(Ground.MONEY, text(), date(2027, 1, 1)))
    play.say(NameReceiver("seat-03"))
    play.seat_says("seat-03", DECLINE)
    establish(play)
    play.wait_until(datetime(2026, 7, 20, tzinfo=UTC))
    play.seat_says("seat-02", AnswerCheckIn(Condition.SHRUNK, text()))
    play.wait(200)
    assert [typed(Event, plain(entry.event)) for entry in play.entries] == [entry.event for entry in play.entries]
    assert typed(PhaseState, plain(play.initiative.now_in)) == play.initiative.now_in
    assert all(o.state is not ObligationState.OPEN or o.next_at for o in play.initiative.obligations.values())
