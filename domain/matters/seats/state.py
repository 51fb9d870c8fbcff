"""The rules of who speaks for a seat. What they come to is told to the shared facts, which every rule looks at."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Self

from domain.commands import Said
from domain.events import Event
from domain.facts import Facts
from domain.initiative import Initiative
from domain.matter import Matter
from domain.matters.seats import absences, deputies, following, handing_on, passing, standing_in, terms
from domain.matters.seats.commands import EndAbsence, HandDutyOn, LeaveSeat, NameDeputies, PassSeat, ReportAbsence
from domain.matters.seats.events import SeatPassed
from domain.refusals import OutOfTurn


@dataclass(frozen=True)
class Seats(Matter, kind="seats"):
    """It keeps nothing of its own: see `domain.people`."""

    def decide(self, initiative: Initiative, said: Said, now: datetime) -> tuple[Event, ...]:
        """See `Matter.decide`."""
        match said.command:
            case ReportAbsence() as command:
                return absences.report(initiative, said, command, now)
            case EndAbsence():
                return absences.end(initiative, said)
            case HandDutyOn() as command:
                return handing_on.hand_on(initiative, said, command, now)
            case NameDeputies() as command:
                return deputies.name(initiative, said, command, now)
            case PassSeat() as command:
                return passing.take_over(initiative, said, command, now)
            case LeaveSeat() as command:
                return passing.leave(initiative, said, command, now)
            case _:
                raise OutOfTurn(f"'{said.command.KIND}' is nothing that is said about seats")

    def after(self, event: Event, at: datetime) -> Self:
        """See `Matter.after`."""
        return self

    def tell(self, facts: Facts, event: Event) -> Facts:
        """See `Matter.tell`."""
        held_by = facts.held_by
        if isinstance(event, SeatPassed):
            held_by = {seat: actor for seat, actor in held_by.items() if seat != event.seat}
        return replace(facts, people=following.after(facts.people, event), held_by=held_by)

    def consequences(self, initiative: Initiative, now: datetime) -> tuple[Event, ...]:
        """Absences begin and end, terms end, and what is owed lies with whoever is there."""
        return (
            absences.turning(initiative, now)
            or terms.ending(initiative, now)
            or standing_in.handed_over(initiative, now)
        )

    def next_wake(self, initiative: Initiative) -> datetime | None:
        """See `Matter.next_wake`."""
        moments = [*absences.moments(initiative), *terms.moments(initiative)]
        return min(moments, default=None)
