"""Room for what is brought: the seats that are lacking here, and how many needs and seats one initiative carries."""

from __future__ import annotations

from domain.initiative import Initiative
from domain.merging.brought import CONVENING, Brought
from domain.merging.fitting import MOST_SEATS, require_takes
from domain.phases.need_identification.needs import MOST
from domain.refusals import NotMergeable
from domain.seats import Seat


def require_room(initiative: Initiative, brought: Brought) -> None:
    """Raise the refusal that says why all of this cannot be taken in now; see `require_takes`."""
    require_takes(initiative, brought.initiative, brought.model)
    if len(initiative.now_in.all_needs(initiative.facts)) + len(brought.needs) > MOST:
        raise NotMergeable(
            f"together they hold more than {MOST} needs, as many as can be answered in one",
            remedy="merge or decline needs of the one that is to be taken in, or keep the two apart",
        )
    if len(initiative.roster) + len(joining_seats(initiative, brought)) > MOST_SEATS:
        raise NotMergeable(
            f"together they have more than {MOST_SEATS} seats, as many as one initiative carries",
            remedy="keep the two apart",
        )


def joining_seats(initiative: Initiative, brought: Brought) -> tuple[Seat, ...]:
    """The seats that this initiative lacks: no seat that it has, and none of an organisation that has one here."""
    here = {seat.organisation for seat in initiative.roster}
    return tuple(seat for seat in brought.seats if seat.id not in initiative.seats and seat.organisation not in here)


def active_at_once(initiative: Initiative, brought: Brought, joining: tuple[Seat, ...]) -> tuple[str, ...]:
    """Those that take part at once: they have said yes there, and nobody is invited here now. The others are asked when
    this initiative convenes.
    """
    if initiative.facts.accepted is None or initiative.at.phase == CONVENING:
        return ()
    return tuple(seat.id for seat in joining if seat.id in brought.accepted)
