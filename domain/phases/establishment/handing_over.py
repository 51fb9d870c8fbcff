"""The hand-over: a seat is named, and its organisation accepts or declines.

While nobody is named, the duty `accept_hand_over` lies with the coordinator, under the subject `name_receiver.N`; a
naming releases it and asks the seat. So the gate waits for the hand-over from the opening on, and says on whom.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import ask, fulfils
from domain.commands import Said
from domain.entitlement import named_seat, require_coordinator, require_seat
from domain.events import Event, ObligationReleased
from domain.gates import Clause
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.establishment.commands import AcceptHandOver, NameReceiver
from domain.phases.establishment.events import HandOverAccepted, HandOverDeclined, ReceiverNamed
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY = "accept_hand_over"


def name_asked(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """The coordinator is to name a receiver."""
    if DUTY not in initiative.rule.obligations:
        return ()
    return (ask(initiative, DUTY, now, subject=f"name_receiver.{state.namings + 1}"),)


def name(
    state: Establishment, initiative: Initiative, said: Said, command: NameReceiver, now: datetime
) -> tuple[Event, ...]:
    """Name any seat of the initiative, instead of one that has not accepted yet.

    Raises NotEntitled, UnknownSeat, AlreadyAnswered.
    """
    require_coordinator(said)
    seat = named_seat(initiative, command.seat, "seat")
    if state.accepted:
        raise AlreadyAnswered("the hand-over has been accepted; its receiver stands", path="seat")
    if state.receiver == seat.id:
        raise AlreadyAnswered("this seat has been named already", path="seat", remedy="wait for its answer")
    named = ReceiverNamed(seat.id, state.receiver)
    if DUTY not in initiative.rule.obligations:
        return (named,)
    return (named, *_released(initiative), ask(initiative, DUTY, now, seat=seat.id, subject=str(state.namings + 1)))


def accept(
    state: Establishment, initiative: Initiative, said: Said, command: AcceptHandOver, now: datetime
) -> tuple[Event, ...]:
    """Take the answer of the named seat. It may withdraw until the due day, while the practice is not established.

    Raises NotAsked, NotEntitled, AlreadyAnswered.
    """
    seat = require_seat(initiative, said)
    if state.receiver is None:
        raise NotAsked("no receiver has been named", remedy="the coordinator names one first")
    if seat.id != state.receiver:
        raise NotEntitled("another seat has been named to take the practice over", remedy="ask the coordinator")
    if command.accepts:
        if state.accepted:
            raise AlreadyAnswered("this seat has accepted already")
        return (HandOverAccepted(seat.id, command.remark), *fulfils(initiative, DUTY, seat=seat.id))
    if state.accepted:
        _require_changeable(state, initiative, said)
    declined = HandOverDeclined(seat.id, command.remark, state.accepted)
    return (declined, *_released(initiative), *name_asked(state, initiative, now))


def accepted(state: Establishment) -> Clause:
    """A receiver must have taken the practice over."""
    if state.accepted:
        return Clause("hand_over.accepted", 1, 1, True)
    if state.receiver is None:
        return Clause("hand_over.accepted", 0, 1, False, ("coordinator",), "name a receiver for the practice")
    remedy = f"the receiver {state.receiver} has not accepted the hand-over yet: wait for it, or name another"
    return Clause("hand_over.accepted", 0, 1, False, (state.receiver,), remedy)


def require_receiver_or_coordinator(state: Establishment, initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled unless the named receiver's seat is spoken for, or the coordinator speaks."""
    if said.by.seat is None:
        require_coordinator(said)
    else:
        require_receiver(state, initiative, said)


def require_receiver(state: Establishment, initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled unless the named receiver's seat is spoken for, UnknownSeat for none of this initiative's."""
    if require_seat(initiative, said).id != state.receiver:
        raise NotEntitled("this is for the receiver of the practice to say", remedy="ask the receiver or coordinator")


def _released(initiative: Initiative) -> tuple[Event, ...]:
    """Nobody asked so far owes the hand-over any more, nor has accepted it."""
    gone = ObligationState.RELEASED
    return tuple(ObligationReleased(o.id) for o in initiative.of_duty(DUTY) if o.state is not gone)


def _require_changeable(state: Establishment, initiative: Initiative, said: Said) -> None:
    asked = initiative.of_duty(DUTY)
    if state.established_at is not None or (asked and said.received_at >= asked[-1].changeable_until):
        raise AlreadyAnswered(
            "the practice has been taken over", remedy="tell at the check-ins how it is doing, or ask the coordinator"
        )
