"""Answers to linked needs: the coordinator starts a new initiative from one, or says why not. Until then, or until the
time for it has lapsed, the phase does not end.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.charter import successor_of
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationFulfilled
from domain.gates import Clause
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.establishment.commands import DeclineLinkedNeed, StartFromNeed
from domain.phases.establishment.events import LinkedNeedDeclined, LinkedNeedStarted
from domain.phases.establishment.linked_needs import DUTY, about, known
from domain.refusals import AlreadyAnswered

if TYPE_CHECKING:
    from domain.phases.establishment.state import Establishment


def start(state: Establishment, initiative: Initiative, said: Said, command: StartFromNeed) -> tuple[Event, ...]:
    """Take in that an initiative has been started from a linked need. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    linked = known(state, command.need, command.begun)
    if linked.initiative is not None:
        raise AlreadyAnswered(f"the initiative {linked.initiative} has been started from this need", path="need")
    model, starts = command.model or initiative.charter.model.id, successor_of(initiative.id, command.need)
    return (LinkedNeedStarted(command.need, starts, model), *_answered(initiative, command.need))


def decline(state: Establishment, initiative: Initiative, said: Said, command: DeclineLinkedNeed) -> tuple[Event, ...]:
    """Take in why nothing is started from a linked need. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    require_coordinator(said)
    linked = known(state, command.need, command.begun)
    if command.begun or linked.initiative is not None:
        starts = successor_of(initiative.id, command.need)
        raise AlreadyAnswered(
            f"the initiative {starts} has been started from this need",
            path="need",
            remedy="say that it has been started",
        )
    if linked.declined:
        raise AlreadyAnswered("this has been answered already", path="need", remedy="start from it, if that changed")
    return (LinkedNeedDeclined(command.need, command.reason), *_answered(initiative, command.need))


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
    return tuple(ObligationFulfilled(o.id) for o in about(initiative, need) if o.state.answerable)
