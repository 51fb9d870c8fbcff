"""Submitting: the funder's receipt, then its decision, and the cycle that a granted application starts, once."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils
from domain.charter import successor_of
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.mandates import is_reference
from domain.matters.application.calls import known
from domain.matters.application.commands import FundersAnswer, RecordDecision, RecordSubmission, StartCycle
from domain.matters.application.endorsing import require_endorsed
from domain.matters.application.events import (
    ApplicationDecided,
    ApplicationSubmitted,
    CycleStarted,
    DeadlinePassed,
    DraftingResumed,
)
from domain.matters.application.milestones import (
    CYCLE,
    DECISION,
    ENDORSE,
    REACH,
    TO_THE_DEADLINE,
    given,
    spared,
)
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.matters.application.state import Application

_REFERENCE = "write it as on the paper, with its number: letters, digits and . , : / § ( ) -"


def submit(
    state: Application, initiative: Initiative, said: Said, command: RecordSubmission, now: datetime
) -> tuple[Event, ...]:
    """Take down the receipt, and whether it came late. One of before the text was frozen here is taken and marked: the
    application may have been handed in while Talkoot could not be reached.

    Who stands by the text was counted as it was frozen, and is counted again only if an endorsement was put right
    since: what has been handed in is a fact, whoever has left or is recused since. Raises NotEntitled, TooEarly where
    the text is not frozen or too few stand by it after that, AlreadyAnswered, Malformed, UnknownSeat.
    """
    require_coordinator(said)
    call = known(state)
    if state.receipt is not None:
        raise AlreadyAnswered("the receipt has been taken down")
    if state.text_sha256 is None or state.frozen_at is None:
        raise TooEarly("the text is not frozen yet", remedy="freeze the text that was submitted first")
    if state.stood_back:
        require_endorsed(initiative, now)
    if command.seat is not None:
        named_seat(initiative, command.seat, "seat")
    if not is_reference(command.number):
        raise Malformed("this is no number of a receipt", path="number", remedy=_REFERENCE)
    if not min(state.frozen_at, initiative.at.opened_at) <= command.at <= now:
        raise Malformed(
            "the text was submitted before now, and not before its phase began", path="at", remedy="look at the receipt"
        )
    late, early = command.at > call.deadline, True if command.at < state.frozen_at else None
    submitted = ApplicationSubmitted(command.number, command.at, state.text_sha256, late, command.seat, early)
    return (submitted, *given(initiative, REACH), *spared(initiative, ENDORSE), *asked(initiative, DECISION, now))


def decided(
    state: Application, initiative: Initiative, said: Said, command: RecordDecision, now: datetime
) -> tuple[Event, ...]:
    """Take down what the funder decided; a later decision replaces it until a cycle has been started from it.

    Raises NotEntitled, TooEarly, NotAsked, AlreadyAnswered, Malformed.
    """
    require_coordinator(said)
    if state.receipt is None:
        raise TooEarly("nothing has been submitted yet", remedy="take down the receipt first")
    if state.cycle is not None:
        raise NotAsked("the cycle has been started from the decision", remedy="read it in its history")
    if not is_reference(command.reference):
        raise Malformed("this is no reference to a decision", path="reference", remedy=_REFERENCE)
    _require_day(initiative, command.day, state.receipt.at, now)
    before = state.decision
    if before == command.answer:
        raise AlreadyAnswered("this decision has been taken down")
    told = ApplicationDecided(command.answer, command.reference, command.day, command.reason, before)
    if command.answer is FundersAnswer.REFUSED:
        return (told, *fulfils(initiative, DECISION), *spared(initiative, CYCLE))
    to_start = () if initiative.owed(CYCLE) else asked(initiative, CYCLE, now)
    return (told, *fulfils(initiative, DECISION), *to_start)


def _require_day(initiative: Initiative, day: date, submitted: datetime, now: datetime) -> None:
    local = initiative.calendar.local
    if not local(submitted).date() <= day <= local(now).date():
        raise Malformed(
            "the funder decided after the application was submitted, and not later than today",
            path="day",
            remedy="look at the decision",
        )


def start_cycle(state: Application, initiative: Initiative, said: Said, command: StartCycle) -> tuple[Event, ...]:
    """Take in that the cycle has been started. Raises NotEntitled, TooEarly, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    if state.decision is None:
        raise TooEarly("the funder has not decided yet", remedy="take down the decision first")
    if state.decision is FundersAnswer.REFUSED:
        raise NotAsked("the application was refused", remedy="end the initiative well, or apply to another call anew")
    if state.cycle is not None:
        raise AlreadyAnswered(f"the cycle {state.cycle} has been started from this decision")
    return (CycleStarted(successor_of(initiative.id), command.model), *fulfils(initiative, CYCLE))


def resume(state: Application, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Open the text for changes. Raises NotEntitled, NotAsked."""
    require_coordinator(said)
    if state.receipt is not None:
        raise NotAsked("the application has been submitted", remedy="read it as it was submitted")
    if state.text_sha256 is None:
        raise NotAsked("the text is open for changes", remedy="change it as it is")
    resumed = DraftingResumed(state.endorsing)
    return (
        resumed,
        *spared(initiative, ENDORSE, REACH),
        *state.after(resumed, now).next_step(initiative, now),
    )


def missed(state: Application, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Once the deadline has passed without a receipt, nobody is asked for a text any more."""
    call = state.call
    if call is None or state.receipt is not None or state.missed or now <= call.deadline:
        return ()
    return (DeadlinePassed(call.deadline), *spared(initiative, *(d for d in TO_THE_DEADLINE if d != REACH)))
