"""Answers to a release: its owners keep on, ask for another plan, or release what depended on it in turn."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain import dependants
from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_active
from domain.events import Event
from domain.facts import Commitment, CommitmentState, Facts, ReleaseReason
from domain.initiative import Initiative
from domain.obligations import ObligationState
from domain.phases.piloting.commands import AnswerRelease, WhatNow
from domain.phases.piloting.events import CommitmentSettled, ReleaseAnswered
from domain.phases.piloting.releasing import SETTLE
from domain.phases.piloting.what_now import DUTY, about, what_now
from domain.refusals import AlreadyAnswered, NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting


def answer(
    state: Piloting, initiative: Initiative, said: Said, command: AnswerRelease, now: datetime
) -> tuple[Event, ...]:
    """Take in what a seat makes of a release; a change until its due day. Raises NotEntitled, NotAsked,
    AlreadyAnswered.
    """
    seat = require_active(initiative, said).id
    asked = [o for o in initiative.of_duty(DUTY) if (about(o), o.seat) == (command.activity, seat)]
    if not asked or asked[-1].state is ObligationState.RELEASED:
        raise NotAsked("nothing is asked of this seat about the activity", path="activity", remedy="look what is asked")
    newest, before = asked[-1], state.answers.get(command.activity, {}).get(seat)
    if newest.state is ObligationState.FULFILLED:
        if before is command.answer:
            raise AlreadyAnswered(f"the answer is '{before}' already", path="answer")
        if said.received_at >= newest.changeable_until:
            raise AlreadyAnswered("the answer could be changed until its due day", remedy="tell the coordinator")
    answered = ReleaseAnswered(command.activity, seat, command.answer, command.note)
    released = _released(state, initiative, seat, command.activity, now) if command.answer is WhatNow.RELEASE else ()
    return (answered, *fulfils(initiative, DUTY, seat=seat, subject=newest.subject), *released)


def owned(facts: Facts, seat: str, activity: str) -> tuple[Commitment, ...]:
    """The open commitments of a seat that depend on an activity."""
    found = dependants.of_activity(facts, activity).commitments
    mine = (facts.commitments[name] for name in found)
    return tuple(commitment for commitment in mine if commitment.seat == seat and commitment.is_open)


def _released(state: Piloting, initiative: Initiative, seat: str, activity: str, now: datetime) -> tuple[Event, ...]:
    """What the seat promised towards the activity, or towards one that depends on it, is released as well."""
    facts, events = state.so_far(initiative.facts), list[Event]()
    mine = owned(facts, seat, activity)
    if not mine:
        raise NotAsked(
            "this seat has no open commitment that depends on it",
            path="answer",
            remedy="keep on, ask for another plan, or release the activity itself",
        )
    for commitment in mine:
        impact = dependants.of_commitment(facts, commitment)
        settled = CommitmentSettled(
            commitment.id, CommitmentState.RELEASED, because=ReleaseReason.DEPENDED, impact=impact
        )
        state = state.after(settled, now)
        events += [settled, *fulfils(initiative, SETTLE, subject=commitment.id)]
    others = {commitment.activity: commitment for commitment in mine if commitment.activity != activity}
    for name, commitment in others.items():
        impact = dependants.of_commitment(state.so_far(initiative.facts), commitment)
        events += what_now(state, initiative, name, impact, seat, now)
    return tuple(events)
