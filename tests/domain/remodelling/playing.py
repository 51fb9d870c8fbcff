"""Initiatives under way by some model, and their change to another by two people."""

from __future__ import annotations

from hypothesis import strategies as st

from domain.actors import Channel, Role, Speaker
from domain.events import Event
from domain.operating_model import OperatingModel
from domain.remodelling.commands import ApproveModelChange, ProposeModelChange
from domain.remodelling.dry_run import DryRun, dry_run
from tests.domain.journeys import FACTS, FROM_THE_START, acts, perform, relay
from tests.fixtures.rules import COORDINATOR, MODEL, PHASES, Play, roster, text

DEPUTY = Speaker("actor-deputy", Role.COORDINATOR, Channel.API)
ADMIN = Speaker("actor-admin", Role.ADMIN, Channel.API)


def begun(phase: str, model: OperatingModel = MODEL, seats: int = 6) -> Play:
    """An initiative whose phase has just been opened under a model."""
    return Play.of(phase, roster(seats), model, **({} if phase in FROM_THE_START else vars(FACTS)))


@st.composite
def under_way(draw: st.DrawFn, model: OperatingModel = MODEL, most: int = 12) -> Play:
    """An initiative somewhere on its way under a model."""
    play = begun(draw(st.sampled_from(list(PHASES))), model)
    go_on(draw, play, most)
    return play


def go_on(draw: st.DrawFn, play: Play, most: int) -> None:
    """Let whatever happen, in whatever phase follows."""
    for _ in range(draw(st.integers(0, most))):
        perform(play, draw(acts(play.initiative.at.phase)))
        if play.initiative.settled and not relay(play):
            break


def tried(play: Play, model: OperatingModel) -> DryRun:
    """The dry run as it is now. Raises the Refusal."""
    return dry_run(play.initiative, model, play.now)


def propose(play: Play, model: OperatingModel, by: Speaker = COORDINATOR, shown: str | None = None) -> str:
    """Propose a change by its dry run, or by the one that was `shown` before; its hash. Raises the Refusal."""
    sha256 = shown or tried(play, model).sha256
    play.say(ProposeModelChange(model.id, model.version, sha256, text(), model), by)
    return sha256


def approve(play: Play, model: OperatingModel, sha256: str, by: Speaker = DEPUTY) -> tuple[Event, ...]:
    """Approve it; what happened. Raises the Refusal."""
    return play.say(ApproveModelChange(model.id, model.version, sha256, model), by)


def change(play: Play, model: OperatingModel, by: Speaker = DEPUTY) -> tuple[Event, ...]:
    """Propose and approve; what happened at the approval. Raises the Refusal."""
    return approve(play, model, propose(play, model), by)
