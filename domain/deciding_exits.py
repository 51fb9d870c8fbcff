"""Deciding on exits: taken by the act of a role, put to a vote, or confirmed after a correction."""

from __future__ import annotations

from datetime import datetime

from domain.asking import fulfils
from domain.clockwork import DECIDE_EXIT, REDECIDE_EXIT
from domain.commands import CallVote, Said, TakeExit
from domain.correcting.events import ExitConfirmed
from domain.entitlement import require_coordinator, require_role
from domain.events import Event, ObligationFulfilled, TakenBy
from domain.exiting import Parting, exit_taken
from domain.explaining import unmet
from domain.folding import after_all
from domain.holding import gone_on
from domain.initiative import Initiative
from domain.leaving import NEW_INITIATIVE, NEW_MANDATE, forbidden, spent, unmandated
from domain.operating_model import END, ExitKind
from domain.refusals import (
    GateShut,
    LoopsSpent,
    Malformed,
    MandateOutOfDate,
    MandateOutOfScope,
    NotAsked,
    OutOfTurn,
)
from domain.sealed import Sealed
from domain.voting import casting

_SAID_BY = {ExitKind.HOLD: "hold", ExitKind.HAND_OVER: "offer_backbone", ExitKind.MERGE: "offer_merge"}


def take(initiative: Initiative, said: Said, command: TakeExit, now: datetime) -> tuple[Event, ...]:
    """Leave the phase by the act of whom the model names. Raises NotEntitled, Malformed, and as `require_available`."""
    decide_rule = initiative.rule.gate.decide
    if command.exit is ExitKind.ADVANCE:
        casting.require_exit_by_role(decide_rule)
        require_role(initiative, said, decide_rule.role)
    else:
        require_coordinator(said)
        if command.reason is None:
            raise Malformed("a reason is needed", path="reason", remedy="say why in a sentence or two")
    require_available(initiative, command.exit, now)
    parting = Parting(command.reason, command.lesson, command.thanks)
    _require_end(initiative, command.exit, parting)
    rested = gone_on(initiative, now) if initiative.paused and initiative.paused.hold else ()
    left = after_all(initiative, rested, now)
    taken = exit_taken(left, command.exit, TakenBy.ROLE, now, parting=parting)
    return (*fulfils(initiative, DECIDE_EXIT), *_redecided(initiative, command.exit), *rested, *taken)


def _require_end(initiative: Initiative, exit: ExitKind, parting: Parting) -> None:
    """Raise Malformed for a parting word where nothing ends."""
    if initiative.rule.next[exit] == END:
        return
    for path in ("lesson", "thanks"):
        if getattr(parting, path) is not None:
            raise Malformed("the initiative goes on", path=path, remedy="write it when the initiative ends")


def confirm(initiative: Initiative, said: Said, correction: int, reason: Sealed) -> tuple[Event, ...]:
    """Let an exit stand that a correction put in doubt. Raises NotEntitled, NotAsked."""
    require_coordinator(said)
    decided = fulfils(initiative, REDECIDE_EXIT, subject=str(correction))
    if not decided:
        raise NotAsked("no exit is in doubt by this correction", path="correction", remedy="look at what is asked now")
    return (ExitConfirmed(correction, reason), *decided)


def _redecided(initiative: Initiative, exit: ExitKind) -> tuple[Event, ...]:
    """Going back, and stopping, are decisions on exits in doubt, too."""
    if exit is ExitKind.ADVANCE:
        return ()
    doubtful = initiative.of_duty(REDECIDE_EXIT)
    return tuple(ObligationFulfilled(owed.id) for owed in doubtful if owed.state.answerable)


def call_vote(initiative: Initiative, said: Said, command: CallVote, now: datetime) -> tuple[Event, ...]:
    """Put an exit to the vote. Raises NotEntitled, AlreadyAnswered, Malformed, and as `require_available`."""
    casting.require_callable(initiative, said)
    require_available(initiative, command.exit, now)
    initiative.now_in.require_verdict(command.exit, command.verdict)
    return casting.called(initiative, command.exit, now, command.verdict)


def require_available(initiative: Initiative, exit: ExitKind, now: datetime) -> None:
    """Raise the refusal that says why an exit cannot be taken now, if it cannot."""
    if not exit.is_taken:
        raise Malformed(
            f"'{exit}' needs more than its name", path="exit", remedy=f"say initiative.{_SAID_BY[exit]} instead"
        )
    if exit not in initiative.rule.next:
        raise OutOfTurn(
            f"this phase has no exit '{exit}'", path="exit", remedy=f"its exits: {', '.join(initiative.rule.next)}"
        )
    if spent(initiative, exit):
        raise LoopsSpent(
            "the next phase has been entered as often as the model allows", path="exit", remedy=NEW_INITIATIVE
        )
    if unmandated(initiative, exit, now):
        raise MandateOutOfDate("the mandate is no longer valid", path="exit", remedy=NEW_MANDATE)
    if said := forbidden(initiative, exit, now):
        raise MandateOutOfScope(said, path="exit", remedy=NEW_MANDATE)
    if exit is ExitKind.ADVANCE and (lacking := unmet(initiative, now)):
        has = ", ".join(f"{clause.clause} has {clause.have} of {clause.need}" for clause in lacking)
        remedy = "; ".join(clause.remedy for clause in lacking)
        raise GateShut(f"the gate is not met yet: {has}", path="exit", remedy=remedy)
