"""Steps that are no letters: each is yet to come, or there is one reason why it never fell due."""

from __future__ import annotations

from datetime import timedelta

import pytest

from domain.correspondence.steps import Climbed, Unneeded, unwritten
from domain.obligations import ObligationState
from domain.operating_model import Addressee, LadderStep, StepAction
from domain.spans import Span, Unit
from tests.fixtures.rules import START

STEPS = (
    LadderStep(Span(-5, Unit.WORKING_DAYS), StepAction.REMIND, Addressee.HOLDER),
    LadderStep(Span(-2, Unit.WORKING_DAYS), StepAction.REMIND, Addressee.HOLDER),
    LadderStep(Span(0, Unit.WORKING_DAYS), StepAction.NUDGE, Addressee.DEPUTY),
    LadderStep(Span(2, Unit.WORKING_DAYS), StepAction.ESCALATE, Addressee.COORDINATOR),
    LadderStep(Span(3, Unit.WORKING_DAYS), StepAction.LAPSE),
    LadderStep(Span(4, Unit.WORKING_DAYS), StepAction.ESCALATE, Addressee.COORDINATOR),
)
DAY = timedelta(days=1)
MOMENTS = tuple((number, START + number * DAY) for number in range(1, 5))  # the first step would have come too soon


def reasons(climbed: Climbed, *written: int) -> dict[int, Unneeded | None]:
    return {one.number: one.unneeded for one in unwritten(STEPS, MOMENTS, climbed, written)}


def test_what_is_behind_the_next_step_is_yet_to_come_and_nothing_comes_after_the_lapse() -> None:
    found = reasons(Climbed(ObligationState.OPEN, None, 2), 1)
    assert found == {0: Unneeded.TOO_SOON, 2: None, 3: None}


def test_a_step_that_was_passed_without_a_letter_was_overtaken() -> None:
    assert reasons(Climbed(ObligationState.OPEN, None, 3), 2) == {0: Unneeded.TOO_SOON, 1: Unneeded.OVERTAKEN, 3: None}


@pytest.mark.parametrize(
    ("state", "why"),
    [
        (ObligationState.FULFILLED, Unneeded.ANSWERED),
        (ObligationState.RELEASED, Unneeded.RELEASED),
        (ObligationState.LAPSED, Unneeded.LAPSED),
    ],
)
def test_what_would_have_come_after_the_end_never_did_for_the_reason_of_the_end(
    state: ObligationState, why: Unneeded
) -> None:
    assert reasons(Climbed(state, START + DAY, 2)) == {0: Unneeded.TOO_SOON, 1: why, 2: why, 3: why}
    after = Climbed(state, START + 2 * DAY, 3)
    assert reasons(after, 2) == {0: Unneeded.TOO_SOON, 1: Unneeded.OVERTAKEN, 3: why}
