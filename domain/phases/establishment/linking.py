"""Linked needs: a practice that shrank or stopped leaves the need open that it was to meet.

The coordinator starts a new initiative from it, or says why not. Until then, or until the time for it has lapsed, the
phase does not end.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain.asking import asked
from domain.charter import successor_of
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationFulfilled, ObligationReleased
from domain.gates import Clause
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.phases.establishment.commands import Condition, DeclineLinkedNeed, StartFromNeed
from domain.phases.establishment.events import LinkedNeedDeclined, LinkedNeedStarted, NeedLinked, NeedUnlinked
from domain.refusals import AlreadyAnswered, NotAsked
from domain.sealed import Sealed

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment

DUTY: Final = "answer_linked_need"
LEAVES: Final = (Condition.SHRUNK, Condition.STOPPED)
"""What an established practice leaves a need by."""


@dataclass(frozen=True)
class Linked:
    """How the practice was doing at which check-in, in which words, and the initiative that started from it. `times` it
    was asked about; `declined`: nothing is started; `over`: the answer was changed, and it is no need any more.
    """

    check_in: int
    condition: Condition
    text: Sealed | None = None
    times: int = 0
    initiative: str | None = None
    declined: bool | None = None
    over: bool | None = None


def after(linked: dict[str, Linked], event: Event) -> dict[str, Linked]:
    """The linked needs once this event has happened."""
    match event:
        case NeedLinked(need, check_in, condition, text=text):
            before = linked.get(need, Linked(check_in, condition, over=True))
            if before.over:  # it is asked about anew
                before = Linked(check_in, condition, times=before.times + 1)
            return linked | {need: replace(before, condition=condition, text=text)}
        case NeedUnlinked(need):
            return linked | {need: replace(linked[need], over=True)}
        case LinkedNeedStarted(need, initiative):
            return linked | {need: replace(linked[need], initiative=initiative)}
        case LinkedNeedDeclined(need):
            return linked | {need: replace(linked[need], declined=True)}
        case _:
            return linked


def follow(state: Establishment, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
    """What the check-ins leave: a need is linked as soon as one says so, and no longer once it says otherwise."""
    if DUTY not in initiative.rule.obligations or state.receiver is None:
        return ()
    return tuple(event for check_in in state.conditions for event in _of(state, initiative, check_in, now))


def _of(state: Establishment, initiative: Initiative, check_in: str, now: datetime) -> Iterator[Event]:
    need, condition = f"w{initiative.at.round}-{check_in}", state.conditions[check_in]
    linked = state.linked.get(need)
    if linked is not None and linked.initiative is not None:
        return  # another initiative has begun with it
    stands = linked is not None and not linked.over
    if condition not in LEAVES:
        if stands:
            yield NeedUnlinked(need)
            yield from (ObligationReleased(o.id) for o in _about(initiative, need) if o.state.answerable)
        return
    text = state.notes.get(check_in)
    if linked is not None and stands and (linked.condition, linked.text) == (condition, text):
        return
    yield NeedLinked(need, int(check_in), condition, state.receiver or "", text)
    if not stands:
        times = linked.times if linked else 0
        yield from asked(initiative, DUTY, now, subject=f"{need}.{times + 1}" if times else need)


def start(state: Establishment, initiative: Initiative, said: Said, command: StartFromNeed) -> tuple[Event, ...]:
    """Take in that an initiative has been started from a linked need. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    linked = known(state, command.need)
    if linked.initiative is not None:
        raise AlreadyAnswered(f"the initiative {linked.initiative} has been started from this need", path="need")
    model, starts = command.model or initiative.charter.model.id, successor_of(initiative.id, command.need)
    return (LinkedNeedStarted(command.need, starts, model), *_answered(initiative, command.need))


def decline(state: Establishment, initiative: Initiative, said: Said, command: DeclineLinkedNeed) -> tuple[Event, ...]:
    """Take in why nothing is started from a linked need. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    linked = known(state, command.need)
    if linked.initiative is not None:
        raise AlreadyAnswered(f"the initiative {linked.initiative} has been started from this need", path="need")
    if linked.declined:
        raise AlreadyAnswered("this has been answered already", path="need", remedy="start from it, if that changed")
    return (LinkedNeedDeclined(command.need, command.reason), *_answered(initiative, command.need))


def known(state: Establishment, need: str) -> Linked:
    """The linked need of this id, if it still is one. Raises NotAsked."""
    linked = state.linked.get(need)
    if linked is None or linked.over:
        raise NotAsked(f"no need '{need}' is linked", path="need", remedy="name one of those that check-ins left")
    return linked


def answered(state: Establishment, initiative: Initiative) -> tuple[Clause, ...]:
    """While it is open whether something starts from a linked need, the phase does not end; once the time for it has
    lapsed, it does. Nothing where no need was linked.
    """
    if not state.linked:
        return ()
    waiting = [o for o in initiative.of_duty(DUTY) if o.state is ObligationState.OPEN]
    have, need = len(state.linked) - len(waiting), len(state.linked)
    if not waiting:
        return (Clause("linked.answered", need, need, True),)
    remedy = "start an initiative from the need that the practice left, or say why not"
    return (Clause("linked.answered", have, need, False, ("coordinator",), remedy),)


def _answered(initiative: Initiative, need: str) -> tuple[Event, ...]:
    return tuple(ObligationFulfilled(o.id) for o in _about(initiative, need) if o.state.answerable)


def _about(initiative: Initiative, need: str) -> tuple[Obligation, ...]:
    """What is or was owed about it. What is asked again has a number behind it."""
    return tuple(owed for owed in initiative.of_duty(DUTY) if (owed.subject or "").partition(".")[0] == need)
