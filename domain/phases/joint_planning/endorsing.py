"""Endorsement: the plan is frozen under its hash, and every active seat says whether its organisation stands by it.

A change thaws the plan, and it is to be endorsed anew.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import asked, fulfils, released
from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.joint_planning import commenting
from domain.phases.joint_planning.commands import EndorsePlan
from domain.phases.joint_planning.duties import COMMENT, COMMIT, ENDORSE, lacking, require_drafting
from domain.phases.joint_planning.events import DraftingReopened, EndorsementOpened, PlanEndorsed, PlanNotEndorsed
from domain.refusals import AlreadyAnswered, NotAsked, TooEarly

if TYPE_CHECKING:
    from domain.phases.joint_planning.state import JointPlanning


def open_endorsement(state: JointPlanning, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Freeze the plan and ask for its endorsement; nobody is asked for commitments or comments while it is
    frozen.

    Raises NotEntitled, NotAsked, and TooEarly with all that the plan still lacks.
    """
    require_coordinator(said)
    require_drafting(state)
    if lacks := "; ".join((*lacking(state.plan, initiative), *commenting.unheard(state, initiative))):
        raise TooEarly(f"the plan is not whole yet: {lacks}", remedy="complete it, then open the endorsement")
    number = state.endorsement + 1
    questions = (
        e for seat in initiative.active for e in asked(initiative, ENDORSE, now, seat=seat, subject=str(number))
    )
    unasked = (event for duty in (COMMIT, COMMENT) for event in released(initiative, duty))
    return (EndorsementOpened(number, state.plan.sha256()), *unasked, *questions)


def reopen_drafting(state: JointPlanning, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
    """Thaw the plan: endorsements no longer count, and seats not heard yet are asked again for a commitment.

    Raises NotEntitled, NotAsked.
    """
    require_coordinator(said)
    if state.frozen is None:
        raise NotAsked("the plan is not frozen", remedy="change it as it is")
    heard = [o.seat for o in initiative.of_duty(COMMIT) if o.state is ObligationState.FULFILLED]
    subject = str(state.endorsement)
    unheard = (seat for seat in initiative.active if seat not in heard)
    again = (event for seat in unheard for event in asked(initiative, COMMIT, now, seat=seat, subject=subject))
    return (DraftingReopened(state.endorsement), *released(initiative, ENDORSE), *again)


def endorse(state: JointPlanning, initiative: Initiative, said: Said, command: EndorsePlan) -> tuple[Event, ...]:
    """Take in whether a seat endorses the frozen plan. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    seat = require_active(initiative, said).id
    if state.frozen is None:
        raise NotAsked("the plan is not open for endorsement", remedy="wait until the coordinator opens it")
    if command.plan_sha256 not in (None, state.frozen):
        raise NotAsked("this is not the plan that is frozen now", path="plan_sha256", remedy="read the present plan")
    _require_new(state, initiative, said, seat, command.endorses)
    endorsed = PlanEndorsed if command.endorses else PlanNotEndorsed
    answer = endorsed(seat, state.frozen, command.reason, state.endorsements.get(seat))
    return (answer, *fulfils(initiative, ENDORSE, seat=seat, subject=str(state.endorsement)))


def _require_new(state: JointPlanning, initiative: Initiative, said: Said, seat: str, endorses: bool) -> None:
    before, number = state.endorsements.get(seat), str(state.endorsement)
    if before is None:
        return
    if before is endorses:
        raise AlreadyAnswered("this seat has said so already")
    dues = (o.changeable_until for o in initiative.of_duty(ENDORSE) if (o.seat, o.subject) == (seat, number))
    if said.received_at >= next(dues, initiative.at.due):
        raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")
