"""Acting: who speaks for a seat or coordinates now, and for whom whoever does so stands in."""

from __future__ import annotations

from domain.actors import Role, Speaker
from domain.commands import Said
from domain.initiative import Initiative
from domain.refusals import NotEntitled


def line(initiative: Initiative, seat: str) -> tuple[str, ...]:
    """The actors of a seat: its holder, then who stands in for whom in order."""
    place = next(one for one in initiative.roster if one.id == seat)
    holder, deputies = initiative.holder(seat), initiative.facts.people.held(place).deputies
    return (holder, *(deputy for deputy in deputies if deputy != holder))


def coordinators(initiative: Initiative) -> tuple[str, ...]:
    """The coordinator, then the backbone's deputy, and whoever stands behind that one."""
    people, charter = initiative.facts.people, initiative.charter
    deputies = people.deputies if people.deputies is not None else charter.deputies or ()
    return (initiative.coordinator, *deputies)


def coordinator(initiative: Initiative) -> str:
    """Who coordinates now: the first of them who is not away."""
    return keeper(initiative, coordinators(initiative))


def voices(initiative: Initiative, seat: str) -> tuple[str, ...]:
    """Whose personal links speak for a seat; nobody's for a vacant one."""
    return () if seat in initiative.facts.people.vacant else people_of(initiative, seat)


def people_of(initiative: Initiative, seat: str) -> tuple[str, ...]:
    """All who may speak for a seat: its line, and its own holder where a deputy has taken it over."""
    return tuple(dict.fromkeys((*line(initiative, seat), initiative.seats[seat].holder)))


def keeper(initiative: Initiative, chain: tuple[str, ...], duty: str = "") -> str:
    """With whom of a chain a duty lies: the first who is not away, and whom the phase lets stand in for it; if nobody
    is there, the first.
    """
    people, phase, first = initiative.facts.people, initiative.now_in, chain[0]
    if not people.absences:
        return first
    there = (actor for actor in chain if not people.away(actor))
    return next((one for one in there if one == first or phase.may_stand_in(initiative, duty, one)), first)


def chain_from(actor: str, of: tuple[str, ...]) -> tuple[str, ...]:
    """A line from an actor on; the whole line for one who is not in it."""
    return of[of.index(actor) :] if actor in of else of


def stood_in_for(initiative: Initiative, by: Speaker) -> str | None:
    """For whom a speaker acts, if not for themself: of those with a personal link the seat's holder, of others the
    coordinator. None where the model keeps no seats.
    """
    if not initiative.has("seats"):
        return None
    if by.role is Role.PUBLIC:
        return None
    if by.role is Role.PARTICIPANT:
        principal = initiative.holder(by.seat) if by.seat in initiative.seats and by.seat else None
    else:
        principal = initiative.coordinator
    return principal if principal != by.actor else None


def speaks(initiative: Initiative, seat: str | None, actor: str | None) -> bool:
    """Whether an actor's personal link speaks for a seat now; in models that keep no seats, every link does."""
    return not initiative.has("seats") or (seat in initiative.seats and actor in voices(initiative, seat or ""))


def require_voice(initiative: Initiative, said: Said) -> None:
    """Raise NotEntitled for a seat that nobody holds, and for the link of one who no longer speaks for it."""
    by = said.by
    if not initiative.has("seats") or by.seat is None or by.seat not in initiative.seats:
        return
    speaks = voices(initiative, by.seat)
    if not speaks:
        raise NotEntitled(
            "nobody holds this seat now", path="for_seat", remedy="the coordinator passes it on to its next holder"
        )
    if by.role is Role.PARTICIPANT and by.actor not in speaks:
        raise NotEntitled(
            "another person speaks for this seat now", remedy="ask the coordinator, who can enter your answer"
        )
