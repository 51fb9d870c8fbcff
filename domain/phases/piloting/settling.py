"""Settling: what became of each commitment, asked of its seat while the pilot nears its end.

It begins when the coordinator says so; otherwise by the clock, so early that the whole ladder of reminders fits before
the planned end, and the coordinator hears of a silent seat while it can still be released.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain import dependants
from domain.asking import fulfils, released
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationReleased
from domain.facts import Commitment, CommitmentState, ReleaseReason
from domain.gate_words import Settled
from domain.gates import Clause, Duties
from domain.initiative import Initiative
from domain.phases.piloting.commands import BeginSettling, SettleCommitment
from domain.phases.piloting.ending import how_early, require_grounds
from domain.phases.piloting.events import CommitmentSettled, SettlingBegun
from domain.phases.piloting.noting import DUTY as START_CHECK
from domain.phases.piloting.releasing import SETTLE
from domain.phases.piloting.rhythm import ask_in_window, last_call
from domain.phases.piloting.what_now import DUTY as WHAT_NOW
from domain.phases.piloting.what_now import is_told, what_now
from domain.refusals import AlreadyAnswered, Malformed, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY = SETTLE


def begin(
    state: Piloting, initiative: Initiative, said: Said, command: BeginSettling, now: datetime
) -> tuple[Event, ...]:
    """Begin before the clock does. Raises NotEntitled, AlreadyAnswered; Malformed or NotAsked without the reason and
    the stop criterion that the model asks for.
    """
    require_coordinator(said)
    if state.settling:
        raise AlreadyAnswered("the commitments are being settled already")
    require_grounds(initiative, command)
    return (SettlingBegun(command.reason, command.criterion), *_turned(state, initiative, now))


def begun_by_the_clock(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Begin when the planned end is near."""
    if state.settling or now < begins_at(initiative):
        return ()
    return (SettlingBegun(), *_turned(state, initiative, now))


def begins_at(initiative: Initiative) -> datetime:
    """When settling begins by itself: at the window's end where the model asks for nothing to be settled."""
    return last_call(initiative, DUTY) if DUTY in initiative.rule.obligations else initiative.at.due


def begun(state: Piloting, initiative: Initiative) -> Clause:
    """The end of the pilot must have begun."""
    if state.settling:
        return Clause("settling.begun", 1, 1, True)
    day = initiative.calendar.local(begins_at(initiative)).date()
    remedy = f"settling begins by itself on {day}; to end the pilot before its time, {how_early(initiative)}"
    return Clause("settling.begun", 0, 1, False, ("coordinator",), remedy)


def settled(state: Piloting, initiative: Initiative) -> dict[Settled, Duties]:
    """How many of the plan's commitments are settled, and the seats whose are not."""
    every = state.so_far(initiative.facts).commitments.values()
    left = [c for c in every if c.is_open]
    owing = tuple(dict.fromkeys(c.seat for c in left))
    return {Settled.COMMITMENTS: Duties(len(every) - len(left), len(every), owing, tuple(c.id for c in left))}


def settle(
    state: Piloting, initiative: Initiative, said: Said, command: SettleCommitment, now: datetime
) -> tuple[Event, ...]:
    """Take the word of the commitment's seat, which may also come before it is asked for; the coordinator may release.

    A change counts until the due day. Raises NotAsked for an unknown commitment, NotEntitled, AlreadyAnswered,
    Malformed for the reason of a release that is none.
    """
    commitment = state.promised(initiative.facts).get(command.commitment)
    if commitment is None:
        raise NotAsked(f"the plan has no commitment '{command.commitment}'", path="commitment", remedy="name another")
    before, becomes = state.became(commitment), CommitmentState(command.state)
    _require_word(said, commitment, becomes)
    if command.because is not None and becomes is not CommitmentState.RELEASED:
        raise Malformed("only a release has such a reason", path="because", remedy="leave it out, or say released")
    if before is not CommitmentState.OPEN:
        _require_changeable(initiative, said, commitment, before, becomes)
    settled = _settled(state, initiative, commitment, command, before)
    followed = _followed(state.after(settled, now), initiative, commitment, settled, before, now)
    return (settled, *fulfils(initiative, DUTY, subject=commitment.id), *followed)


def _settled(
    state: Piloting,
    initiative: Initiative,
    commitment: Commitment,
    command: SettleCommitment,
    before: CommitmentState,
) -> CommitmentSettled:
    becomes, told = CommitmentState(command.state), is_told(initiative)
    because = command.because
    if told and because is None and becomes is CommitmentState.RELEASED:
        because = ReleaseReason.NOT_TOLD
    facts = state.so_far(initiative.facts)
    return CommitmentSettled(
        commitment=commitment.id,
        state=becomes,
        note=command.note,
        replaces=None if before is CommitmentState.OPEN else before,
        because=because,
        impact=dependants.of_commitment(facts, commitment) if told and becomes.has_fallen_away else None,
    )


def _followed(
    state: Piloting,
    initiative: Initiative,
    commitment: Commitment,
    settled: CommitmentSettled,
    before: CommitmentState,
    now: datetime,
) -> tuple[Event, ...]:
    """Whoever depends on what falls away is asked what becomes of it; once it is taken back, nobody is any more."""
    if settled.impact is not None and not before.has_fallen_away:
        return what_now(state, initiative, commitment.activity, settled.impact, commitment.seat, now)
    if settled.state.has_fallen_away or not before.has_fallen_away:
        return ()
    others = state.so_far(initiative.facts).commitments.values()
    if any(one.activity == commitment.activity and one.state.has_fallen_away for one in others):
        return ()
    asked = (o for o in initiative.of_duty(WHAT_NOW) if (o.subject or "").rpartition(".")[0] == commitment.activity)
    return tuple(ObligationReleased(owed.id) for owed in asked if owed.state.answerable)


def _turned(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """Nobody is asked any more whether the pilot can start; of each open commitment it is asked what became of it."""
    return (*released(initiative, START_CHECK), *_asked(state, initiative, now))


def _asked(state: Piloting, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    if DUTY not in initiative.rule.obligations:
        return ()
    return tuple(
        ask_in_window(initiative, DUTY, now, commitment.seat, commitment.id)
        for commitment in state.so_far(initiative.facts).commitments.values()
        if commitment.is_open
    )


def _require_word(said: Said, commitment: Commitment, becomes: CommitmentState) -> None:
    if said.by.seat == commitment.seat:
        return
    if said.by.seat is not None:
        raise NotEntitled("another seat made this commitment", path="commitment", remedy="ask the seat that made it")
    require_coordinator(said)
    if becomes is not CommitmentState.RELEASED:
        raise NotEntitled(
            "the coordinator can only release a commitment",
            path="state",
            remedy="release it, or enter what its seat told you, in the name of that seat",
        )


def _require_changeable(
    initiative: Initiative, said: Said, commitment: Commitment, before: CommitmentState, becomes: CommitmentState
) -> None:
    if commitment.state is not CommitmentState.OPEN:
        raise AlreadyAnswered(f"this commitment was settled as '{before}' in an earlier pilot", path="commitment")
    if becomes is before:
        raise AlreadyAnswered(f"this commitment has been settled as '{before}' already", path="state")
    asked = next((o for o in initiative.of_duty(DUTY) if o.subject == commitment.id), None)
    if asked is not None and said.received_at >= asked.changeable_until:
        raise AlreadyAnswered("what became of it could be changed until its due day", path="state")
