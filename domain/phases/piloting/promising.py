"""Promising anew: what was released may be promised again while the pilot goes on, by the same seat or another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from domain.commands import Said
from domain.commitments import require_room
from domain.entitlement import require_active
from domain.events import Event
from domain.facts import Facts
from domain.initiative import Initiative
from domain.phases.piloting.commands import CommitAnew
from domain.phases.piloting.events import CommitmentRenewed
from domain.phases.piloting.releasing import known_activity
from domain.refusals import NotAsked

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting


def commit(state: Piloting, initiative: Initiative, said: Said, command: CommitAnew) -> tuple[Event, ...]:
    """Take a seat's commitment during the pilot. Raises NotEntitled, NotAsked."""
    seat, facts = require_active(initiative, said).id, state.so_far(initiative.facts)
    activity = known_activity(initiative, command.activity).id
    if state.settling:
        raise NotAsked("the pilot nears its end", remedy="promise it in the next plan")
    if activity in facts.released:
        raise NotAsked(
            "this activity has been released", path="activity", remedy="name another, or loop back and plan it anew"
        )
    if command.instead_of is not None:
        _require_fallen(facts, command.instead_of, activity)
    require_room(facts.commitments.values(), seat)
    name = f"c{initiative.next_number('commitment', len(facts.commitments))}"
    return (CommitmentRenewed(name, seat, activity, command.text, command.instead_of),)


def _require_fallen(facts: Facts, commitment: str, activity: str) -> None:
    """Raise NotAsked unless the commitment was made towards the activity and has fallen away."""
    found = facts.commitments.get(commitment)
    if found is None or found.activity != activity or not found.state.has_fallen_away:
        raise NotAsked(
            "nothing of this activity has been released under this id",
            path="instead_of",
            remedy="name a commitment towards it that was released, or leave it out",
        )
