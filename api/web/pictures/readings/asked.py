"""What a phase asks, as the timeline shows it: one line for all who are asked the same by the same day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from domain.initiative import Initiative
from domain.obligations import Obligation, ObligationState
from domain.operating_model import StepAction
from letters import story
from letters.wording import titled


@dataclass(frozen=True)
class Asked:
    """A duty that opened and falls due at the same time for those who have it: how many were `asked`, and `answered`.

    `ids` are those of its obligations, `steps` the next steps of the ladder that are still to come, for any of them.
    """

    title: str
    opened_at: datetime
    due: datetime
    asked: int
    answered: int
    ids: tuple[str, ...]
    steps: tuple[tuple[datetime, StepAction], ...]

    @property
    def missing(self) -> int:
        """How many answers are still waited for."""
        return self.asked - self.answered


def asked_of(initiative: Initiative, language: str) -> list[Asked]:
    """What the present phase asks and has asked, in the order of opening. What was released is asked no more."""
    held = [one for one in initiative.obligations.values() if one.state is not ObligationState.RELEASED]
    by_day = sorted(held, key=lambda one: (one.opened_at, one.due, one.duty))
    groups = groupby(by_day, key=lambda one: (one.opened_at, one.due, one.duty))
    return [_together(initiative, list(them), language) for _, them in groups]


def _together(initiative: Initiative, them: list[Obligation], language: str) -> Asked:
    first = them[0]
    return Asked(
        title=_title(initiative, first.duty, language),
        opened_at=first.opened_at,
        due=first.due,
        asked=len(them),
        answered=sum(one.state is ObligationState.FULFILLED for one in them),
        ids=tuple(one.id for one in them),
        steps=tuple(sorted({step for one in them for step in _to_come(initiative, one)})),
    )


def _to_come(initiative: Initiative, one: Obligation) -> list[tuple[datetime, StepAction]]:
    """The steps of its ladder that have not been taken yet."""
    if one.state is not ObligationState.OPEN or one.next_at is None:
        return []
    steps = initiative.steps[one.ladder]
    moments = initiative.ladders.moments(one.ladder, one.opened_at, one.due)
    return [(at, steps[number].action) for number, at in moments if number >= one.next_step]


def _title(initiative: Initiative, duty: str, language: str) -> str:
    words = story.words_in(language)["duties"]
    if duty in words:
        return str(words[duty])[:1].upper() + str(words[duty])[1:]
    return titled(initiative.duty(duty).title, language)
