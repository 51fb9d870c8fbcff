"""What an initiative waits for, told at any moment of any journey."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given

from domain.clockwork import allowed, next_wake, tick
from domain.commands import TakeExit
from domain.deciding_exits import require_available
from domain.explaining import explain, waiting_on
from domain.forecasting import next_if_nobody_acts
from domain.obligations import ObligationState
from domain.operating_model import ExitKind
from domain.refusals import GateShut, LoopsSpent, MandateOutOfDate
from tests.domain.journeys import journeys
from tests.fixtures.profiles import examples
from tests.fixtures.rules import Play, roster, text


@examples(40)
@given(journeys())
def test_an_explanation_agrees_with_the_gate_at_any_moment(play: Play) -> None:
    explained = explain(play.initiative, play.now)
    assert explained.open == all(clause.met for clause in explained.clauses)
    if not play.initiative.settled:
        assert explained.open == allowed(play.initiative, ExitKind.ADVANCE, play.now)
    assert (explained.completing == () and not explained.in_time) == explained.open


@examples(40)
@given(journeys())
def test_whatever_shuts_the_gate_says_what_would_open_it_and_so_does_the_refusal(play: Play) -> None:
    explained = explain(play.initiative, play.now)
    assert [clause for clause in explained.clauses if bool(clause.remedy) is clause.met] == []
    if play.initiative.settled:
        return
    if explained.open:
        require_available(play.initiative, ExitKind.ADVANCE, play.now)
        return
    with pytest.raises((GateShut, LoopsSpent, MandateOutOfDate)) as refused:
        require_available(play.initiative, ExitKind.ADVANCE, play.now)
    if refused.type is GateShut:
        lacking = [clause for clause in explained.clauses if not clause.met]
        assert all(f"{clause.clause} has {clause.have} of {clause.need}" in refused.value.reason for clause in lacking)
        assert refused.value.remedy == "; ".join(clause.remedy for clause in lacking)
    else:
        assert refused.value.remedy.startswith("stop well")


@examples(40)
@given(journeys())
def test_an_initiative_waits_on_all_who_can_still_answer_the_earliest_deadline_first(play: Play) -> None:
    waiting = waiting_on(play.initiative)
    over = play.initiative.settled or play.initiative.outcome is not None
    vacant = play.initiative.facts.people.vacant  # nobody can answer for those until somebody takes them
    owed = play.initiative.obligations.values()
    answerable = {o.id for o in owed if o.state.answerable and o.seat not in vacant}
    assert {w.obligation for w in waiting} == (set() if over else answerable)
    assert [w.due for w in waiting] == sorted(w.due for w in waiting)
    assert all(w.lapsed == (play.initiative.obligations[w.obligation].state is ObligationState.LAPSED) for w in waiting)


@examples(40)
@given(journeys())
def test_what_happens_next_by_itself_is_what_then_happens(play: Play) -> None:
    forecast = next_if_nobody_acts(play.initiative)
    if forecast is None:
        assert next_wake(play.initiative) is None
        return
    assert play.wait_until(forecast.at - timedelta(microseconds=1)) == ()
    happened = play.record(tick(play.initiative, forecast.at))
    assert tuple(dict.fromkeys(event.KIND for event in happened)) == forecast.kinds


def test_once_the_window_is_over_a_gate_waits_for_no_seat_whose_answer_would_no_longer_count() -> None:
    play = Play.of("convening", roster(6))
    assert (explain(play.initiative, play.now).completing or ())[0] == "coordinator"
    play.wait_until(play.initiative.at.due)
    assert explain(play.initiative, play.now).completing is None
    assert explain(play.initiative, play.now).clauses[0].missing


def test_nothing_is_waited_for_once_it_is_over() -> None:
    play = Play.of("convening", roster(6))
    play.say(TakeExit(ExitKind.STOP, text()))
    assert waiting_on(play.initiative) == ()
    assert next_if_nobody_acts(play.initiative) is None
