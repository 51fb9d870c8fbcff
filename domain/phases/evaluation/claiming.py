"""Claims of results: made on observations, or honestly none."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from domain.asking import fulfils
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event
from domain.initiative import Initiative
from domain.phases.evaluation.commands import MakeClaim, NoClaims
from domain.phases.evaluation.events import ClaimMade, NothingClaimed
from domain.phases.evaluation.outsiders import require_outsider
from domain.phases.evaluation.speaking import seat_or_coordinator
from domain.phases.evaluation.verifying import verdict_asked
from domain.refusals import AlreadyAnswered, Malformed

if TYPE_CHECKING:
    from domain.phases.evaluation.state import Evaluation

DUTY = "make_claims"


def make(state: Evaluation, initiative: Initiative, said: Said, command: MakeClaim, now: datetime) -> tuple[Event, ...]:
    """Record a claim and ask its verifier. Raises NotEntitled, UnknownSeat, Malformed at the observation."""
    claimant = seat_or_coordinator(initiative, said)
    _require_evidence(initiative, command.observations)
    require_outsider(initiative, command.verifier, command.observations, claimant)
    claim = f"c{initiative.next_number('claim', state.earlier + len(state.claims))}"
    made = ClaimMade(claim, command.text, command.observations, command.verifier, claimant)
    asked = verdict_asked(initiative, claim, 1, command.verifier, now)
    return (made, *fulfils(initiative, DUTY), *asked)


def make_none(state: Evaluation, initiative: Initiative, said: Said, command: NoClaims) -> tuple[Event, ...]:
    """Record that there is nothing to claim. Raises NotEntitled, AlreadyAnswered."""
    require_coordinator(said)
    if state.claims or state.nothing_claimed:
        raise AlreadyAnswered(
            "claims have been made" if state.claims else "it has been said that there is nothing to claim"
        )
    return (NothingClaimed(command.reason), *fulfils(initiative, DUTY))


def _require_evidence(initiative: Initiative, observations: tuple[str, ...]) -> None:
    if not observations:
        raise Malformed(
            "a claim needs at least one observation", path="observations", remedy="name the observations it stands on"
        )
    for n, observation in enumerate(observations):
        path = f"observations[{n}]"
        if observation not in initiative.facts.observations:
            raise Malformed(f"there is no observation '{observation}'", path=path, remedy="name one of the pilot's")
        if observation in observations[:n]:
            raise Malformed("this observation is named twice", path=path, remedy="name each once")
