"""Taking in: what another initiative brought is held here from now on, each need and each seat once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from domain.acting import stood_in_for
from domain.actors import Speaker
from domain.clockwork import tick
from domain.deciding import Decided
from domain.events import Event, NeedTakenIn, TakenBy
from domain.exiting import tell_at, told
from domain.facts import NeedAnswer, NeedOrigin
from domain.folding import after_all
from domain.initiative import Initiative
from domain.leaving import mandate_valid
from domain.matters.parking import Parking
from domain.merging.brought import CONVENING, Brought, BroughtNeed
from domain.merging.events import MergeTakenIn, SeatsJoined
from domain.merging.fitting import MOST_SEATS, require_takes
from domain.operating_model import ExitKind
from domain.phases.need_identification.needs import MOST
from domain.refusals import NotMergeable
from domain.seats import Seat

NEEDS = "need_identification"


def taken_in(initiative: Initiative, brought: Brought, by: Speaker, now: datetime) -> Decided:
    """What taking it in leads to. Raises what `require_room` raises; then nothing has happened."""
    require_room(initiative, brought)
    joining = _joining(initiative, brought)
    needs = _needs(initiative, brought, joining, now)
    joined = SeatsJoined(brought.initiative, joining, _active(initiative, brought, joining))
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


def require_room(initiative: Initiative, brought: Brought) -> None:
    """Raise the refusal that says why all of this cannot be taken in now; see `require_takes`."""
    require_takes(initiative, brought.initiative, brought.model)
    if len(initiative.now_in.all_needs(initiative.facts)) + len(brought.needs) > MOST:
        raise NotMergeable(
            f"together they hold more than {MOST} needs, as many as can be answered in one",
            remedy="merge or decline needs of the one that is to be taken in, or keep the two apart",
        )
    if len(initiative.roster) + len(_joining(initiative, brought)) > MOST_SEATS:
        raise NotMergeable(
            f"together they have more than {MOST_SEATS} seats, as many as one initiative carries",
            remedy="keep the two apart",
        )


def _joining(initiative: Initiative, brought: Brought) -> tuple[Seat, ...]:
    """The seats that this initiative lacks: no seat that it has, and none of an organisation that has one here."""
    here = {seat.organisation for seat in initiative.roster}
    return tuple(seat for seat in brought.seats if seat.id not in initiative.seats and seat.organisation not in here)


def _active(initiative: Initiative, brought: Brought, joining: tuple[Seat, ...]) -> tuple[str, ...]:
    """Those that take part at once: they have said yes there, and nobody is invited here now. The others are asked when
    this initiative convenes.
    """
    if initiative.facts.accepted is None or initiative.at.phase == CONVENING:
        return ()
    return tuple(seat.id for seat in joining if seat.id in brought.accepted)


def _needs(
    initiative: Initiative, brought: Brought, joining: tuple[Seat, ...], now: datetime
) -> tuple[NeedTakenIn, ...]:
    """The needs under ids of this initiative, raised by whoever speaks here for the organisation that raised them."""
    first = initiative.next_number("need", len(initiative.now_in.all_needs(initiative.facts)))
    by_organisation, organisations = _spoken_for(initiative, joining), brought.organisations or {}
    today = initiative.calendar.local(now).date()
    stands = [_stands(initiative, one, today) for one in brought.needs]
    return tuple(
        NeedTakenIn(
            need=f"n{number}",
            sector=one.need.sector,
            origin=NeedOrigin(brought.initiative, one.need.id, one.seq),
            seat=by_organisation.get(organisations.get(one.need.seat or "", "")),
            supporters=one.need.supporters,
            answer=answer,
            until=until,
            text=one.text,
        )
        for number, (one, (answer, until)) in enumerate(zip(brought.needs, stands, strict=True), start=first)
    )


def _spoken_for(initiative: Initiative, joining: tuple[Seat, ...]) -> dict[str, str]:
    """The first seat of each organisation."""
    found: dict[str, str] = {}
    for seat in (*initiative.roster, *joining):
        found.setdefault(seat.organisation, seat.id)
    return found


def _stands(initiative: Initiative, one: BroughtNeed, today: date) -> tuple[NeedAnswer | None, date | None]:
    """The answer that a need has here, and until which day it waits if it is parked. Once the phase that answers needs
    is over, an open one is looked at as those are whose day has come.
    """
    if one.need.answer is None and not _answers_needs(initiative) and initiative.has(Parking.KIND):
        return NeedAnswer.PARKED, today
    if one.need.answer is NeedAnswer.PARKED:
        return NeedAnswer.PARKED, one.until or today
    return one.need.answer, None


def _answers_needs(initiative: Initiative) -> bool:
    """Whether the phase that answers needs is open, or lies ahead."""
    phases, here, passed = initiative.charter.model.phases, initiative.at.phase, set[str]()
    while here in phases and here not in passed:
        if here == NEEDS:
            return True
        passed.add(here)
        here = phases[here].next[ExitKind.ADVANCE]
    return False


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
