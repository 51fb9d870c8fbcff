"""What has fallen away in a pilot, what depends on it, and what the seats concerned make of it."""

from __future__ import annotations

from dataclasses import dataclass

from domain import dependants
from domain.dependants import Dependants
from domain.facts import ReleaseReason
from domain.initiative import Initiative
from domain.phases.piloting.commands import WhatNow
from domain.phases.piloting.state import Piloting
from domain.phases.piloting.what_now import is_told


@dataclass(frozen=True)
class Fallen:
    """A commitment (or, if `is_activity`, an activity) that nobody carries out any more, and whose it was. `because` is
    None where it was not released but broken. `answers` are what seats said of its activity.
    """

    id: str
    is_activity: bool
    seat: str
    activity: str
    because: ReleaseReason | None
    impact: Dependants
    answers: dict[str, WhatNow]


def fallen(initiative: Initiative) -> tuple[Fallen, ...]:
    """All that fell away in the present pilot, activities first; nothing in other phases, and in models that do not ask
    what becomes of what depends on it.
    """
    state = initiative.now_in
    if not isinstance(state, Piloting) or not is_told(initiative):
        return ()
    facts = state.so_far(initiative.facts)
    found = [
        Fallen(
            id=name,
            is_activity=True,
            seat=facts.activities[name].owner,
            activity=name,
            because=state.reasons.get(name, ReleaseReason.NOT_TOLD),
            impact=dependants.of_activity(facts, name),
            answers=state.answers.get(name, {}),
        )
        for name in state.released
    ]
    for name, became in state.settled.items():
        commitment = facts.commitments[name]
        if became.has_fallen_away and commitment.activity not in state.released:
            impact, answers = dependants.of_commitment(facts, commitment), state.answers.get(commitment.activity, {})
            because = state.reasons.get(name)
            found.append(Fallen(name, False, commitment.seat, commitment.activity, because, impact, answers))
    return tuple(found)
