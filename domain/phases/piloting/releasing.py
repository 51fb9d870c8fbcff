"""Releasing without blame: what falls away, what depends on it exactly, and who is asked what becomes of it now.

Owners are asked while the pilot goes on. Once it nears its end every open commitment is asked about anyway.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain import dependants
from domain.asking import fulfils
from domain.commands import Said
from domain.dependants import Dependants
from domain.entitlement import require_active, require_coordinator, require_seat
from domain.events import Event, ObligationReleased
from domain.facts import Activity, Commitment, CommitmentState, Facts, ReleaseReason
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.phases.piloting.commands import AnswerRelease, ReleaseActivity, WhatNow
from domain.phases.piloting.events import ActivityReleased, CommitmentSettled, ReleaseAnswered
from domain.phases.piloting.rhythm import ask_in_window
from domain.refusals import AlreadyAnswered, NotAsked, NotEntitled

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY: Final = "answer_release"
SETTLE: Final = "settle_commitment"


def is_told(initiative: Initiative) -> bool:
    """Whether the model asks what becomes of what depends on a release; older ones tell no impact either."""
    return DUTY in initiative.rule.obligations


def release_activity(
    state: Piloting, initiative: Initiative, said: Said, command: ReleaseActivity, now: datetime
) -> tuple[Event, ...]:
    """Let go of an activity. Raises NotEntitled, UnknownSeat, NotAsked, AlreadyAnswered."""
    activity, facts = known_activity(initiative, command.activity), state.so_far(initiative.facts)
    if said.by.seat is None:
        require_coordinator(said)
    elif require_seat(initiative, said).id != activity.owner:
        raise NotEntitled("another seat owns this activity", path="activity", remedy="ask its owner")
    if activity.id in facts.released:
        raise AlreadyAnswered("this activity has been released already", path="activity")
    fallen = tuple(c.id for c in facts.commitments.values() if c.activity == activity.id and c.is_open)
    impact = dependants.of_activity(facts, activity.id)
    released = ActivityReleased(activity.id, command.because, impact, fallen, command.note)
    after = state.after(released, now)
    spared = (
        *(o for o in initiative.of_duty(SETTLE) if o.subject in fallen and o.state.answerable),
        *(o for o in initiative.of_duty(DUTY) if _about(o) == activity.id and o.state.answerable),
    )
    return (
        released,
        *(ObligationReleased(owed.id) for owed in spared),
        *what_now(after, initiative, activity.id, impact, activity.owner, now, anew=True),
    )


def what_now(
    state: Piloting,
    initiative: Initiative,
    activity: str,
    impact: Dependants,
    seat: str,
    now: datetime,
    *,
    anew: bool = False,
) -> tuple[Event, ...]:
    """Ask the owners of what depends on a release what becomes of it, but for the seat that released; whoever is asked
    about the same activity still is not asked again, unless it is `anew`.
    """
    if not is_told(initiative) or state.settling:
        return ()
    earlier = [owed for owed in initiative.of_duty(DUTY) if _about(owed) == activity]
    asked = {owed.seat for owed in earlier if owed.state.answerable and not anew}
    number = 1 + max((int((owed.subject or "").rpartition(".")[2]) for owed in earlier), default=0)
    concerned = dependants.owners(state.so_far(initiative.facts), impact)
    return tuple(
        ask_in_window(initiative, DUTY, now, owner, f"{activity}.{number}")
        for owner in concerned
        if owner != seat and owner in initiative.active and owner not in asked
    )


def answer(
    state: Piloting, initiative: Initiative, said: Said, command: AnswerRelease, now: datetime
) -> tuple[Event, ...]:
    """Take in what a seat makes of a release; a change until its due day. Raises NotEntitled, NotAsked,
    AlreadyAnswered.
    """
    seat = require_active(initiative, said).id
    asked = [o for o in initiative.of_duty(DUTY) if (_about(o), o.seat) == (command.activity, seat)]
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


def known_activity(initiative: Initiative, activity: str) -> Activity:
    """An activity of the plan. Raises NotAsked."""
    if activity not in initiative.facts.activities:
        raise NotAsked(f"the plan has no activity '{activity}'", path="activity", remedy="name one of the plan's")
    return initiative.facts.activities[activity]


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


def _about(owed: Obligation) -> str:
    return (owed.subject or "").rpartition(".")[0]
