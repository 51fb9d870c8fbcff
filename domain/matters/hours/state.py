"""The rules of talkoo-hours. What was given lies in the ledger (`sheet`); here is only what a correction needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final, Self

from domain.commands import Said
from domain.events import Event
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.hours import commands, events, giving
from domain.refusals import OutOfTurn

CORRECTABLE: Final = 300
"""So many of the newest entries can be corrected. What is older has been reported on, and the state stays small."""


@dataclass(frozen=True)
class Entered:
    """An entry that can be corrected: whose it is, and how many minutes of one person it counts."""

    seat: str
    minutes: int


@dataclass(frozen=True)
class Hours(Matter, kind="hours"):
    """How many entries there have been, the newest of those that count, and the minutes of one person in all of them.

    `rates` are in cents an hour, by the word of the call.
    """

    entries: int = 0
    minutes: int = 0
    correctable: dict[str, Entered] = field(default_factory=dict)
    rates: dict[str, int] = field(default_factory=dict)

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`."""
        match said.command:
            case commands.GiveHours() as command:
                return giving.give(self, initiative, said, command)
            case commands.CorrectHours() as command:
                return giving.correct(self, initiative, said, command)
            case commands.SetRate() as command:
                return giving.set_rate(self, said, command)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is not asked for here")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        match event:
            case events.HoursGiven():
                return self._with(event)
            case events.RateSet(call, cents):
                return replace(self, rates=self.rates | {call: cents})
            case _:
                return self

    def _with(self, event: events.HoursGiven) -> Self:
        given = event.minutes * event.people
        before = self.correctable.get(event.replaces or "")
        kept = {name: entered for name, entered in self.correctable.items() if name != event.replaces}
        kept |= {event.entry: Entered(event.seat, given)} if given else {}
        return replace(
            self,
            entries=self.entries + 1,
            minutes=self.minutes + given - (before.minutes if before else 0),
            correctable=dict(list(kept.items())[-CORRECTABLE:]),
        )
