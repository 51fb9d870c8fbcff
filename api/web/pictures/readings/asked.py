"""What a phase asks, as the timeline shows it: one line for all who are asked the same by the same day."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from api.web.pictures.readings.speaking import Speaking
from api.web.staff.duty_words import duty_title
from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.operating_model import StepAction


@dataclass(frozen=True)
class Asked:
    """A duty that opened and falls due at the same time for those who have it: how many were `asked`, and `answered`;
    and their `sectors`, where others are asked the same until another day (else empty).

    `ids` are those of its obligations, `steps` the next steps of the ladder that are still to come, for any of them.
    """

    duty: str
    sectors: str
    opened_at: datetime
    due: datetime
    asked: int
    answered: int
    ids: tuple[str, ...]
    steps: tuple[tuple[datetime, StepAction], ...]

    @property
    def title(self) -> str:
        """What is asked, of which sectors."""
        return f"{self.duty}: {self.sectors}" if self.sectors else self.duty

    @property
    def missing(self) -> int:
        """How many answers are still waited for."""
        return self.asked - self.answered


def asked_of(initiative: Initiative, say: Speaking) -> list[Asked]:
    """What the present phase asks and has asked, in the order of opening. What was released is asked no more."""
    held = [one for one in initiative.obligations.values() if one.state is not ObligationState.RELEASED]
    by_day = sorted(held, key=lambda one: (one.opened_at, one.due, one.duty))
    groups = groupby(by_day, key=lambda one: (one.opened_at, one.due, one.duty))
    together = [list(them) for _, them in groups]
    opened = Counter((them[0].opened_at, them[0].duty) for them in together)
    return [
        _together(initiative, them, say, by_sector=opened[them[0].opened_at, them[0].duty] > 1) for them in together
    ]


def _together(initiative: Initiative, them: list[Obligation], say: Speaking, *, by_sector: bool) -> Asked:
    first = them[0]
    return Asked(
        duty=duty_title(initiative.charter.model, first.part, first.duty, say.language),
        sectors=_sectors(initiative, them, say) if by_sector and first.seat else "",
        opened_at=first.opened_at,
        due=first.due,
        asked=len(them),
        answered=sum(one.state is ObligationState.FULFILLED for one in them),
        ids=tuple(one.id for one in them),
        steps=tuple(sorted({step for one in them for step in _to_come(initiative, one)})),
    )


def _sectors(initiative: Initiative, them: list[Obligation], say: Speaking) -> str:
    seats = initiative.seats
    return ", ".join(dict.fromkeys(say.sector(seats[one.seat].sector) for one in them if one.seat in seats))


def _to_come(initiative: Initiative, one: Obligation) -> list[tuple[datetime, StepAction]]:
    """The steps of its ladder that are still to come before the window of the phase ends, or it falls due itself: what
    happens after that follows from how the phase is left.
    """
    if one.state is not ObligationState.OPEN or one.next_at is None:
        return []
    steps, last = initiative.steps[one.ladder], max(initiative.at.due, one.due)
    moments = initiative.ladders.moments(one.ladder, one.opened_at, one.due)
    return [(at, steps[number].action) for number, at in moments if number >= one.next_step and at <= last]
