"""Inheriting: what an initiative holds from its first moment on, as it started from what another one left."""

from __future__ import annotations

from domain.events import Event, NeedTakenIn
from domain.facts import NeedOrigin
from domain.initiative import Initiative
from domain.sealed import Sealed


def inherited(initiative: Initiative) -> tuple[Event, ...]:
    """The need from which it starts, if it does, before its first phase asks anything. Whoever told of it there has
    raised it, where that seat takes part here, and is owed an answer like anybody else.
    """
    origin = initiative.charter.follows
    if origin is None or origin.linked is None or initiative.rounds:
        return ()
    linked, seats = origin.linked, initiative.seats
    text = Sealed(linked.text, linked.length, linked.language) if linked.text else None
    return (
        NeedTakenIn(
            need="n1",
            sector=linked.sector,
            origin=NeedOrigin(origin.initiative, linked.need, linked.seq),
            seat=linked.seat if linked.seat in seats else None,
            text=text,
        ),
    )
