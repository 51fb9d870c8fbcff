"""Taking in: what another initiative brought is held here from now on, each need and each seat once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from domain.acting import stood_in_for
from domain.actors import Speaker
from domain.clockwork import tick
from domain.deciding import Decided
from domain.events import Event, NeedTakenIn, TakenBy
from domain.exiting import tell_at, told
from domain.facts import NeedAnswer
from domain.folding import after_all
from domain.initiative import Initiative
from domain.leaving import mandate_valid
from domain.matters.parking import Parking
from domain.merging.brought import Brought
from domain.merging.brought_needs import needs_taken_in
from domain.merging.events import MergeTakenIn, SeatsJoined
from domain.merging.room import active_at_once, joining_seats, require_room
from domain.seats import Seat


def taken_in(initiative: Initiative, brought: Brought, by: Speaker, now: datetime) -> Decided:
    """What taking it in leads to. Raises what `require_room` raises; then nothing has happened."""
    require_room(initiative, brought)
    joining = joining_seats(initiative, brought)
    needs = needs_taken_in(initiative, brought, joining, now)
    joined = SeatsJoined(brought.initiative, joining, active_at_once(initiative, brought, joining))
    seated = after_all(initiative, (joined,) if joining else (), now)
    taken = MergeTakenIn(
        initiative=brought.initiative,
        offer=brought.offer,
        seq=brought.seq,
        phase=initiative.at.phase,
        mandate=initiative.mandate_on(initiative.calendar.local(now).date()).id,
        mandate_valid=mandate_valid(initiative, now),
        needs={need.need: need.origin.need for need in needs},
        seats=tuple(seat.id for seat in joining),
        told=_told(seated, joining),
        tell_at=tell_at(initiative, now),
    )
    said = (taken, *((joined,) if joining else ()), *needs)
    then = after_all(initiative, said, now)
    said = (*said, *_asked(then, joining, needs, now))
    followed = tick(after_all(initiative, said, now), now)
    return Decided(said, followed, stood_in_for(initiative, by))


def _asked(
    initiative: Initiative, joining: tuple[Seat, ...], needs: tuple[NeedTakenIn, ...], now: datetime
) -> Iterator[Event]:
    """What is asked because of it: of the seats what the others were asked, and of the coordinator the answers."""
    phase = initiative.now_in
    for seat in joining:
        yield from phase.newcomer_asked(initiative, seat.id, now)
    for need in needs:
        if need.answer is NeedAnswer.PARKED and need.until is not None and initiative.has(Parking.KIND):
            yield from initiative.kept(Parking).parked(need.need, need.until)
        elif need.answer is None:
            yield from phase.answer_asked(initiative, need.need, now)


def _told(initiative: Initiative, joining: tuple[Seat, ...]) -> dict[str, str] | None:
    """Those who take part here, and whoever joins them."""
    readers = told(initiative, initiative, TakenBy.ROLE)
    if readers is not None:
        for seat in joining:
            readers.setdefault(initiative.holder(seat.id), seat.id)
    return readers
