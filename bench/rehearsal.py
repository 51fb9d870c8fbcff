"""An initiative on the pure rules: what a run would decide, write and hand on, without a server or a database."""

from __future__ import annotations

import secrets
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import cache

from bench.region import MODEL, PLACE, SECTORS, SINCE, THEME, UNTIL
from domain.actors import Channel, Role, Speaker
from domain.charter import Charter
from domain.commands import Command, Said
from domain.deciding import Decided, brought_by_clock, decide, opening
from domain.events import InitiativeStarted
from domain.initiative import Initiative
from domain.ledger.canonical import sha256_of
from domain.ledger.entries import Entry
from domain.mandates import Mandate
from domain.operating_model import OperatingModel
from domain.sealed import Sealed
from domain.seats import Seat
from domain.wire import plain
from operating_models.load import published
from operating_models.pin import pin
from workflows.baton import Baton
from workflows.pen import Heard, Pen

COORDINATOR = Speaker("a0123456789abcdef", Role.COORDINATOR, Channel.API)


def sealed() -> Sealed:
    """What a text leaves behind in the rules."""
    return Sealed(secrets.token_hex(32), 80, "fi")


def charter(seats: int, model: OperatingModel | None = None, today: date | None = None) -> Charter:
    """A charter with ids as long as real ones."""
    chosen = model or _usual_model()
    given = Mandate(_id("m"), _id("o"), _id("o"), ("*",), (PLACE,), (THEME,), SINCE, UNTIL, "3/2025 § 12")
    return Charter(
        initiative=_id("i"),
        model=chosen,
        model_sha256=sha256_of(plain(chosen)),
        pin=pin(chosen.calendar.zone, chosen.calendar.holidays, today or datetime.now(UTC).date()),
        place=PLACE,
        theme=THEME,
        mandate=given,
        backbone=given.given_to,
        coordinator=COORDINATOR.actor,
        seats=tuple(_seat(number) for number in range(seats)),
    )


@cache
def _usual_model() -> OperatingModel:
    return replace(published()[MODEL], first="need_identification")


def _seat(number: int) -> Seat:
    return Seat(f"s{number:015x}", _id("o"), SECTORS[number % len(SECTORS)], _id("a"), _id("a"), PLACE)


def _id(kind: str) -> str:
    return f"{kind}{secrets.token_hex(8)}"


class Rehearsal:
    """A run's pen, and the entries that it has written so far."""

    def __init__(self, charter: Charter, at: datetime) -> None:
        self.now = at
        self.entries: list[Entry] = []
        self.start = InitiativeStarted(charter, sealed())
        self.pen = Pen(Baton.of_start(self.start))
        self._write(Decided((self.start,)), COORDINATOR)
        self._write(Decided(followed=opening(self.initiative, charter.model.first, at)))

    @property
    def initiative(self) -> Initiative:
        """As it stands."""
        return self.pen.initiative

    def say(self, command: Command, by: Speaker = COORDINATOR) -> tuple[Entry, ...]:
        """The entries that a command leads to, written. Raises a Refusal."""
        return self._write(decide(self.initiative, Said(command, by, self.now), self.now), by, secrets.token_hex(8))

    def seat_says(self, seat: str, command: Command) -> tuple[Entry, ...]:
        """The same by the personal link of the seat's holder."""
        return self.say(command, Speaker(self.initiative.holder(seat), Role.PARTICIPANT, Channel.LINK, seat))

    def wait(self, span: timedelta) -> tuple[Entry, ...]:
        """Let the clock run, and write what it brings."""
        self.now += span
        return self._write(brought_by_clock(self.initiative, self.now))

    def enter_next(self) -> tuple[Entry, ...]:
        """Open the phase that follows the exit taken."""
        return self._write(Decided(followed=opening(self.initiative, self.initiative.at.to or "", self.now)))

    def _write(self, decided: Decided, by: Speaker | None = None, key: str | None = None) -> tuple[Entry, ...]:
        heard = Heard(by, self.now) if by else None
        if self.pen.propose(lambda state, now: decided, self.now, key=key, heard=heard) is None:
            return ()
        batch, entries = self.pen.proposed()
        self.pen.written(batch, entries)
        self.entries.extend(entries)
        return entries
