"""Look-ups: what a command says of persons and seats of the register, as its initiative may know it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlmodel import Session

from domain.charter import successor_of
from domain.commands import Command
from domain.refusals import Malformed
from models import held_outcomes, register, takings
from models.actors import actor_of
from models.charters import calendar_of, charter_of, has_begun
from models.erasing import require_kept
from models.merging import deputies_of, offered_to, taker_of


def looked_up(
    session: Session, initiative: str, command: type[Command], said: dict[str, Any], now: datetime
) -> dict[str, Any]:
    """The fields of a command that are said otherwise over HTTP: persons become actors, and what nobody says of a seat
    is told by the register; whoever coordinates another initiative, or stands in for that one, is an actor of this one;
    and whether another one has begun with the need that is meant. Raises UnknownPerson, UnknownSeat, UnknownInitiative,
    Malformed, SubjectErased, and SeatOutOfTerm or OrganisationClosed for a seat that nobody can hold today; NotAsked
    for what no open call holds.
    """
    found: dict[str, Any] = {}
    for name in command.PERSONS:
        found[name] = [
            _actor(session, initiative, person, f"{name}.{n}") for n, person in enumerate(said.get(name, ()))
        ]
    if "held" in said:
        with_text = "text" in command.REGISTERED
        return found | held_outcomes.looked_up(session, initiative, said["held"], now, with_text=with_text)
    if "holder" in command.REGISTERED:
        found |= _held(session, initiative, said, now)
    if "taker" in command.REGISTERED:
        found["taker"] = taker_of(session, initiative, said["into"])
        found["deputies"] = deputies_of(session, initiative, said["into"])
    elif "deputies" in command.REGISTERED:
        found["deputies"] = deputies_of(session, initiative, offered_to(session, initiative))
    if "begun" in command.REGISTERED and has_begun(session, successor_of(initiative, said["need"])):
        found["begun"] = True
    return found


def _actor(session: Session, initiative: str, person: str, path: str) -> str:
    require_kept(session, person, path=path)
    return actor_of(session, initiative, person=person)


def _held(session: Session, initiative: str, said: dict[str, Any], now: datetime) -> dict[str, Any]:
    """By whom the register says that a seat is held, with which deputy, and until when; a successor is taken in."""
    path = "successor" if "successor" in said else "seat"
    row, charter = register.seat(session, said[path], path=path), charter_of(session, initiative)
    if row.organisation_id != register.seat(session, said["seat"], path="seat").organisation_id:
        raise Malformed(
            "this is a seat of another organisation",
            path=path,
            remedy="name one of the organisation whose seat it is",
        )
    today = calendar_of(charter).local(now).date()
    takings.candidate(row, register.organisation(session, row.organisation_id)).require(today, path)
    takings.take_in(session, initiative, charter.mandate.id, [row.id], today)
    held = {"holder": _actor(session, initiative, row.holder_id, path)}
    if row.deputy_id:
        held["deputy"] = _actor(session, initiative, row.deputy_id, path)
    return held | ({"until": row.term_until.isoformat()} if row.term_until else {})
