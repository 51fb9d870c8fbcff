"""Missing: how many pulses in a row a seat has let pass, so that after two somebody calls. [clock]"""

from __future__ import annotations

from datetime import datetime
from typing import Final

from domain.initiative import Initiative
from domain.ladders import Ladders
from domain.obligations import Obligation, ObligationState
from domain.phases.piloting.pulsing import DUTY
from domain.phases.piloting.state import Piloting

MANY: Final = 2
"""After so many missed pulses a seat is called: one may be anybody's holiday."""


def missed(initiative: Initiative, seat: str, ladders: Ladders | None = None) -> tuple[datetime, ...]:
    """When each of the newest pulses was missed that a seat has let pass in a row, the oldest first; none in other
    phases.

    A pulse is missed once its ladder has lapsed without an answer, or the next one has taken its place after its due
    day. One that is open still, or that a halt took back, is neither missed nor heard; a late answer ends the row like
    any other.
    """
    state = initiative.now_in
    if not isinstance(state, Piloting):
        return ()
    known, halts, row = ladders or initiative.ladders, state.halts_at or (), list[datetime]()
    own = [owed for owed in initiative.of_duty(DUTY) if owed.seat == seat]
    for pulse, following in zip(own, (*own[1:], None), strict=True):
        if pulse.state is ObligationState.FULFILLED:
            row.clear()
        elif pulse.state is not ObligationState.OPEN:
            *_, (_, lapsed) = known.moments(pulse.ladder, pulse.opened_at, pulse.due)
            at = min(lapsed, following.opened_at) if following else lapsed
            taken_back = any(pulse.opened_at <= halt < at for halt in halts)
            if at >= pulse.due and not taken_back:
                row.append(at)
    return tuple(row)


def silent_since(initiative: Initiative, pulse: Obligation, ladders: Ladders | None = None) -> datetime | None:
    """Since when a seat is to be called because of its pulses: when it missed the second in a row. Told of
    its newest pulse alone, so that a seat is called once; None while it is not to be called.
    """
    newest = next(owed for owed in reversed(initiative.of_duty(DUTY)) if owed.seat == pulse.seat)
    row = missed(initiative, pulse.seat or "", ladders) if newest.id == pulse.id else ()
    return row[MANY - 1] if len(row) >= MANY else None
