"""The rules of parked needs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final, Self

from domain.asking import asked
from domain.commands import Said
from domain.entitlement import require_coordinator
from domain.events import Event, ObligationFulfilled
from domain.favouring import TEXT, Act, giving
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.parking.commands import Recheck, RecheckNeed
from domain.matters.parking.events import NeedParked, NeedRechecked, NeedUnparked, RecheckDue
from domain.refusals import Malformed, NotAsked, OutOfTurn

RECHECK: Final = "recheck_need"


@dataclass(frozen=True)
class Parked:
    """Until which local day a need waits, and whether it is to be looked at again now; `times` it was so before."""

    until: date
    due: bool = False
    times: int = 0


@dataclass(frozen=True)
class Parking(Matter, kind="parking"):
    """The needs that wait, by id."""

    needs: dict[str, Parked] = field(default_factory=dict)

    def parked(self, need: str, until: date) -> tuple[Event, ...]:
        """The need waits until this day, whatever it did before."""
        return (NeedParked(need, until),)

    def unparked(self, initiative: Initiative, need: str) -> tuple[Event, ...]:
        """The need waits no longer, if it did."""
        return (NeedUnparked(need), *_looked_at(initiative, need)) if need in self.needs else ()

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`. A parked need can be looked at before its day, too."""
        if not isinstance(said.command, RecheckNeed):
            raise OutOfTurn(f"'{said.command.KIND}' is not asked for here")
        command, today = said.command, initiative.calendar.local(said.received_at).date()
        require_coordinator(said)
        if command.need not in self.needs:
            raise NotAsked(f"no need '{command.need}' is parked", path="need", remedy="name one that is")
        again = command.outcome is Recheck.PARKED
        if again and (command.until is None or command.until <= today):
            raise Malformed("a parked need waits until a day to come", path="until", remedy="name such a day")
        if not again and command.until is not None:
            raise Malformed("only a parked need waits until a day", path="until", remedy="leave the day out")
        rechecked = NeedRechecked(command.need, command.outcome, command.reason, command.until)
        return (rechecked, *_looked_at(initiative, command.need))

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        match event:
            case NeedParked(need, until) | NeedRechecked(need, Recheck.PARKED, _, date() as until):
                times = self.needs[need].times if need in self.needs else 0
                return replace(self, needs=self.needs | {need: Parked(until, times=times)})
            case RecheckDue(need):
                waiting = self.needs[need]
                due = replace(waiting, due=True, times=waiting.times + 1)
                return replace(self, needs=self.needs | {need: due})
            case NeedUnparked(need) | NeedRechecked(need):
                return replace(self, needs={name: kept for name, kept in self.needs.items() if name != need})
            case _:
                return self

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """The needs whose day has come are to be looked at again."""
        return tuple(
            event
            for need, waiting in self.needs.items()
            if not waiting.due and _day(initiative, waiting) <= now
            for event in (RecheckDue(need), *asked(initiative, RECHECK, now, subject=_subject(need, waiting)))
        )

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `Matter.next_wake`."""
        days = (_day(initiative, waiting) for waiting in self.needs.values() if not waiting.due)
        return min(days, default=None)

    def favourable(self, initiative: Initiative) -> Iterator[Act]:
        """See `Matter.favourable`."""
        taken_up = Recheck.TAKEN_UP
        return giving(initiative, {RECHECK: lambda _, owed: RecheckNeed(_need(owed.subject), taken_up, TEXT)})


def _day(initiative: Initiative, waiting: Parked) -> datetime:
    """The sending slot of the day, or the first one after it."""
    calendar = initiative.calendar
    return calendar.next_slot(calendar.instant(waiting.until, time()))


def _subject(need: str, waiting: Parked) -> str:
    return need if waiting.times == 0 else f"{need}.{waiting.times + 1}"


def _need(subject: str | None) -> str:
    return (subject or "").partition(".")[0]


def _looked_at(initiative: Initiative, need: str) -> tuple[Event, ...]:
    owed = (o for o in initiative.of_duty(RECHECK) if o.state.answerable and _need(o.subject) == need)
    return tuple(ObligationFulfilled(obligation.id) for obligation in owed)
