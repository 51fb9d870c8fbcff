"""A corrected hold: its reason and conditions may be said better at any time, its day while the phase rests by it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from domain.correcting.naming import Named
from domain.events import Event, PhaseHeld
from domain.exiting import tell_at
from domain.holding import recheck
from domain.initiative import Initiative
from domain.refusals import NotCorrectable


def still_to_rest(initiative: Initiative, found: Named, hold: PhaseHeld, now: datetime) -> Event:
    """The hold as it is told now: those who heard of it hear of it anew, if the present `initiative` still rests by it.

    Raises NotCorrectable for another day once the phase has been looked at again, or rests by this hold no more.
    """
    former, rests = found.entry.event, _rests_by(initiative, found, hold)
    if isinstance(former, PhaseHeld) and former.until != hold.until and (not rests or recheck(initiative) is not None):
        raise NotCorrectable(
            "the phase has been looked at again, or rests by this hold no more",
            path="until",
            remedy=found.kind.otherwise,
        )
    return replace(hold, tell_at=tell_at(initiative, now)) if rests else replace(hold, told=None, tell_at=None)


def _rests_by(initiative: Initiative, found: Named, hold: PhaseHeld) -> bool:
    paused = initiative.paused
    return not found.is_of_a_passed_phase and paused is not None and paused.hold == hold.number
