"""What need identification asks for, opened and released where the operating model asks for it at all."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.asking import ask
from domain.events import Event, ObligationReleased
from domain.initiative import Initiative

SUBMIT: Final = "submit_need"
ANSWER: Final = "answer_need"
STATE: Final = "state_problem"
CONFIRM: Final = "confirm_statement"
BASELINE: Final = "settle_baseline"


def asked(
    initiative: Initiative, duty: str, now: datetime, *, seat: str | None = None, subject: str | None = None
) -> tuple[Event, ...]:
    """Ask a seat, or the coordinator, for what the model's rule of this kind says; nothing if it has no such rule."""
    if duty not in initiative.rule.obligations:
        return ()
    return (ask(initiative, duty, now, seat=seat, subject=subject),)


def released(initiative: Initiative, duty: str, *, but: str | None = None) -> tuple[Event, ...]:
    """Nobody owes this kind any more, except the seat `but`."""
    return tuple(
        ObligationReleased(owed.id)
        for owed in initiative.of_duty(duty)
        if owed.state.answerable and (but is None or owed.seat != but)
    )
