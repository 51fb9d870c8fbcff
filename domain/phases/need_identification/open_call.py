"""The open call: whoever has its address tells of a need without a seat and without an account.

What they send is held outside the initiative: it is no need before its sender confirms it by a letter, or the
coordinator takes it in. The rules know the call and what became of what it held; they never see who sent it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.actors import Channel, Role
from domain.asking import asked, fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.need_identification.commands import AskReview, CloseCall, DiscardHeld, OpenCall, TakeInHeld
from domain.phases.need_identification.duties import ANSWER, REVIEW
from domain.phases.need_identification.events import CallClosed, CallOpened, HeldDiscarded, HeldWaits, NeedSubmitted
from domain.phases.need_identification.needs import require_room
from domain.refusals import AlreadyAnswered, NotAsked, OutOfTurn
from domain.seats import Sector

if TYPE_CHECKING:
    from domain.phases.need_identification.state import NeedIdentification

_REMEMBERED: Final = 20
"""How many settled ones a run knows: enough for two who settle the same at the same moment."""


@dataclass(frozen=True)
class PublicCall:
    """The open call of a round: how often it was opened (each time with an address of its own), whether it takes needs
    now, and which of those held were settled last.
    """

    number: int = 0
    open: bool = False
    settled: tuple[str, ...] = ()

    def settling(self, held: str) -> PublicCall:
        """The call once this one has been settled."""
        return replace(self, settled=(*self.settled, held)[-_REMEMBERED:])

    def require_unsettled(self, held: str) -> None:
        """Raise AlreadyAnswered for one that was taken in or discarded."""
        if held in self.settled:
            raise AlreadyAnswered("this has been settled already", path="held", remedy="nothing is needed")


def said_of_call(state: NeedIdentification, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """What a command about the open call leads to. Raises a Refusal."""
    match said.command:
        case OpenCall():
            return _opened(state.call, initiative, said)
        case CloseCall():
            require_coordinator(said)
            if not state.call.open:
                raise NotAsked("no open call takes needs now", remedy="nothing is needed")
            return (CallClosed(state.call.number),)
        case AskReview():
            return _waits(initiative, said, now)
        case TakeInHeld() as command:
            return _taken_in(state, initiative, said, command, now)
        case DiscardHeld() as command:
            require_coordinator(said)
            state.call.require_unsettled(command.held)
            return (HeldDiscarded(command.held, command.reason), *_looked_through(initiative, command.left))
        case _:
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for in need identification")


def takes_needs(state: NeedIdentification, initiative: Initiative, now: datetime) -> bool:
    """Whether the open call takes needs now: until the window ends, not while the initiative rests or is becoming part
    of another, and only where the model, which may have changed since, has somebody look at them.
    """
    going_on = initiative.outcome is None and not initiative.settled
    going_on = going_on and initiative.paused is None and initiative.bound is None
    return state.call.open and going_on and now < initiative.at.due and REVIEW in initiative.rule.obligations


def _opened(call: PublicCall, initiative: Initiative, said: Said) -> tuple[Event, ...]:
    require_coordinator(said)
    _require_known(initiative)
    if call.open:
        raise AlreadyAnswered("a call is open already", remedy="close it first, if it shall get another address")
    if said.received_at >= initiative.at.due:
        raise NotAsked("the time for needs is over", remedy="extend the phase first")
    return (CallOpened(call.number + 1),)


def _require_known(initiative: Initiative) -> None:
    if REVIEW not in initiative.rule.obligations:
        raise NotAsked(
            "the operating model of this initiative knows no open call", remedy="enter what people tell you for them"
        )


def _require_sender_or_coordinator(initiative: Initiative, said: Said) -> None:
    """Let whoever answered the call speak until its window ends, and the coordinator always."""
    if (said.by.role, said.by.channel) != (Role.PUBLIC, Channel.OPEN_CALL):
        require_coordinator(said)
    elif said.received_at >= initiative.at.due:
        raise NotAsked("the time for needs is over", remedy="ask the coordinator to take it in")


def _waits(initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Ask the coordinator to look through what is held, unless that is asked already."""
    _require_sender_or_coordinator(initiative, said)
    _require_known(initiative)
    if initiative.owed(REVIEW, subject=_subject(initiative, 0)):
        raise AlreadyAnswered("the coordinator has been asked already", remedy="nothing is needed")
    return (HeldWaits(), *asked(initiative, REVIEW, now, subject=_subject(initiative, 1)))


def _subject(initiative: Initiative, more: int) -> str:
    """Of which time it is that the coordinator is asked: the last one, or `more`."""
    return str(len(initiative.of_duty(REVIEW)) + more)


def _taken_in(
    state: NeedIdentification, initiative: Initiative, said: Said, command: TakeInHeld, now: datetime
) -> tuple[Event, ...]:
    """Make it a need like any other. Its sender may say so by the letter that was sent to them."""
    _require_sender_or_coordinator(initiative, said)
    state.call.require_unsettled(command.held)
    require_room(state.needs)
    need = f"n{initiative.next_number('need', len(state.needs))}"
    return (
        NeedSubmitted(need, command.sector or Sector.RESIDENT, command.text, held=command.held),
        *asked(initiative, ANSWER, now, subject=need),
        *_looked_through(initiative, command.left),
    )


def _looked_through(initiative: Initiative, left: int) -> tuple[Event, ...]:
    """The coordinator owes no look once nothing is left to look at."""
    return () if left else fulfils(initiative, REVIEW, subject=_subject(initiative, 0))
