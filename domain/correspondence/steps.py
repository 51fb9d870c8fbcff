"""Steps: what became of each by which somebody is asked or reminded, also of those that never were a letter."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from domain.correspondence.accounts import Said
from domain.ladders import Moments
from domain.letter import OWED_BY_NOBODY
from domain.obligations import ObligationState
from domain.operating_model import Addressee, LadderStep, StepAction

COMING, NEVER = "coming", "never"
"""The states of a step that is no letter: it falls due later, or never did. Those of others are their letters'."""


class Unneeded(StrEnum):
    """Why a step of a ladder never fell due."""

    ANSWERED = "answered"
    RELEASED = "released"
    LAPSED = "lapsed"  # its time was over before
    TOO_SOON = "too_soon"  # the first letter had just gone
    NO_DEPUTY = "no_deputy"  # it is for a deputy whom there is none of
    OVERTAKEN = "overtaken"  # a later step fell due at the same time, after a standstill


_OVER = {
    ObligationState.FULFILLED: Unneeded.ANSWERED,
    ObligationState.RELEASED: Unneeded.RELEASED,
    ObligationState.LAPSED: Unneeded.LAPSED,
}


@dataclass(frozen=True)
class Unwritten:
    """A step of a ladder that is no letter: when it falls due, or would have, and why it did not (None: it is yet to
    come).
    """

    number: int
    step: LadderStep
    at: datetime | None
    unneeded: Unneeded | None


@dataclass(frozen=True)
class Climbed:
    """How far an obligation has come on its ladder: its state, since when if it is over, and the number of the step
    that comes next.
    """

    state: ObligationState
    settled_at: datetime | None
    next_step: int


def unwritten(
    steps: tuple[LadderStep, ...], moments: Moments, climbed: Climbed, written: Collection[int]
) -> tuple[Unwritten, ...]:
    """The steps of a ladder that are no letters, in order, with their `moments` (see `domain.ladders`)."""
    known, found = dict(moments), list[Unwritten]()
    for number, step in enumerate(steps):
        if step.action is StepAction.LAPSE:
            break
        if number not in written:
            at = known.get(number)
            found.append(Unwritten(number, step, at, _unneeded(number, at, climbed)))
    return tuple(found)


def _unneeded(number: int, at: datetime | None, climbed: Climbed) -> Unneeded | None:
    if at is None:
        return Unneeded.TOO_SOON
    if climbed.state is ObligationState.OPEN:
        return Unneeded.OVERTAKEN if number < climbed.next_step else None
    if climbed.settled_at is not None and at >= climbed.settled_at:
        return _OVER[climbed.state]
    return Unneeded.OVERTAKEN


@dataclass(frozen=True, kw_only=True)
class StepAccount:
    """A step, and what became of it. `letter` is None for one that is no letter, whose `state` is COMING or NEVER.

    It goes `to` the actor in this role (None: whoever sent a need to an open call), by the `rule` of the `model`, and
    falls due at `due_at`. `entry` is the number of the entry that tells its end in the stream of letters, `others` how
    many letters more were part of the same message, `not_before` what a waiting letter waits for, and `settled` what a
    person has said of it, and when.
    """

    obligation: str
    duty: str
    titles: dict[str, str] = field(default_factory=dict)
    seat: str | None = None
    actor: str | None = None
    to: Addressee | None = None
    step: str
    state: str
    reason: str | None = None
    due_at: datetime | None = None
    letter: str | None = None
    channel: str | None = None
    sent_at: datetime | None = None
    opened_at: datetime | None = None
    code: str | None = None
    bundle: str | None = None
    others: int = 0
    not_before: datetime | None = None
    settled: tuple[Said, datetime] | None = None
    entry: int | None = None
    model: str = ""
    rule: str | None = None

    @property
    def name(self) -> str:
        """What kind of step it is: an action of a ladder, or what else brings a letter."""
        head, _, tail = self.step.partition(".")
        if self.duty in OWED_BY_NOBODY:
            return self.duty
        return tail if head.isdigit() else head

    @property
    def number(self) -> int | None:
        """Its place on the ladder, if it stands on one."""
        head = self.step.partition(".")[0]
        return int(head) if head.isdigit() and self.duty not in OWED_BY_NOBODY else None
