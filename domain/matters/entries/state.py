"""The rules of what is entered for a seat: its holder is told what was written down, and can correct it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from domain.acting import keeper, line
from domain.actors import Channel
from domain.asking import told_at
from domain.commands import Command, Said
from domain.events import EntryReadBack, Event, ObligationFulfilled
from domain.folding import after_all
from domain.initiative import Initiative
from domain.matter import Matter
from domain.obligations import Obligation
from domain.refusals import OutOfTurn

ENTERED = (Channel.PHONE, Channel.PAPER)
"""How a seat is heard whose answer another person enters."""

CORRECTION = "correction"


@dataclass(frozen=True)
class Entries(Matter, kind="entries"):
    """It keeps nothing: until when an answer may be corrected stands with the duty that it answers."""

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """Nothing is said about entries: they are corrected by saying the answer anew."""
        raise OutOfTurn(f"'{said.command.KIND}' is nothing that is said about entries")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        return self

    def heard(self, initiative: Initiative, said: Said, events: tuple[Event, ...], now: datetime) -> tuple[Event, ...]:
        """The read-back of what was entered for a seat. A letter is about a duty; a seat that has never been asked
        anything gets none.
        """
        seat = said.by.seat
        if said.by.channel not in ENTERED or seat is None:
            return ()
        then = after_all(initiative, events, now)
        owed = _beside_what(then, seat, said.command, events)
        if owed is None:
            return ()
        to = keeper(initiative, line(initiative, seat))  # before: what was entered may be that the holder leaves
        told, until = correction_window(then, now)
        return (EntryReadBack(owed.id, said.command.KIND, to, until, told),)


def correction_window(initiative: Initiative, now: datetime) -> tuple[datetime, datetime]:
    """When it is told what is entered for a seat now, and until just before when the seat can correct it."""
    told, span = told_at(initiative, now), (initiative.charter.model.matters or {})["entries"].spans[CORRECTION]
    return told, initiative.calendar.due(told, span)


def _beside_what(initiative: Initiative, seat: str, command: Command, events: tuple[Event, ...]) -> Obligation | None:
    """The duty that was fulfilled; else the newest that the command answers, about the same thing if there are several;
    else the newest of the seat.
    """
    own = [owed for owed in initiative.obligations.values() if owed.seat == seat]
    fulfilled = {event.obligation for event in events if isinstance(event, ObligationFulfilled)}
    answered = [owed for owed in own if owed.duty == command.ANSWERS]
    said = {str(value) for value in vars(command).values()}
    same = [owed for owed in answered if (owed.subject or "").partition(".")[0] in said]
    first_choice = [owed for owed in own if owed.id in fulfilled]
    return next((owed[-1] for owed in (first_choice, same, answered, own) if owed), None)
