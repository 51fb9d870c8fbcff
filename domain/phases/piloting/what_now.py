"""What now: the owners of what depends on a release are asked what becomes of it.

They are asked while the pilot goes on. Once it nears its end every open commitment is asked about anyway.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Final

from domain import dependants
from domain.dependants import Dependants
from domain.events import Event
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.phases.piloting.rhythm import ask_in_window

if TYPE_CHECKING:
    from domain.phases.piloting.state import Piloting

DUTY: Final = "answer_release"


def is_told(initiative: Initiative) -> bool:
    """Whether the model asks what becomes of what depends on a release; older ones tell no impact either."""
    return DUTY in initiative.rule.obligations


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
    earlier = [owed for owed in initiative.of_duty(DUTY) if about(owed) == activity]
    asked = {owed.seat for owed in earlier if owed.state.answerable and not anew}
    number = 1 + max((int((owed.subject or "").rpartition(".")[2]) for owed in earlier), default=0)
    concerned = dependants.owners(state.so_far(initiative.facts), impact)
    return tuple(
        ask_in_window(initiative, DUTY, now, owner, f"{activity}.{number}")
        for owner in concerned
        if owner != seat and owner in initiative.active and owner not in asked
    )


def about(owed: Obligation) -> str:
    """The activity that was released, which is asked about. The number behind it tells how often."""
    return (owed.subject or "").rpartition(".")[0]
