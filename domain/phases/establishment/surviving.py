"""Survival: what each check-in told of an established practice. Silence is unknown, and never counted as alive."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.initiative import Initiative
from domain.phases.establishment.checking_in import course
from domain.phases.establishment.commands import Condition
from domain.phases.establishment.state import Establishment
from domain.refusals import NotAsked


class Heard(StrEnum):
    """What a check-in told: how the practice is doing, that nobody answered, or nothing yet."""

    ALIVE = "alive"
    ADAPTED = "adapted"
    SHRUNK = "shrunk"
    STOPPED = "stopped"
    UNKNOWN = "unknown"  # nobody answered
    TO_COME = "to_come"  # it has not been answered yet, and still can be
    SPARED = "spared"  # the practice had stopped before


@dataclass(frozen=True)
class CheckIn:
    """The `number`-th check-in, asked `at` an instant, and what it told."""

    number: int
    at: datetime
    heard: Heard


@dataclass(frozen=True)
class Survival:
    """The check-ins of an established practice in order, and how many told what; `counts` leaves nothing out."""

    established_at: datetime
    receiver: str | None
    check_ins: tuple[CheckIn, ...]
    counts: dict[Heard, int]


def survival(initiative: Initiative) -> Survival:
    """How an established practice has lived on. Raises NotAsked for one that has not been established."""
    state = initiative.now_in
    if not isinstance(state, Establishment) or state.established_at is None:
        raise NotAsked("no practice has been established here", remedy="look at it once the hand-over is accepted")
    check_ins = tuple(CheckIn(n, at, _heard(state, n)) for n, at in course(state, initiative).items())
    told = [one.heard for one in check_ins]
    return Survival(state.established_at, state.receiver, check_ins, {one: told.count(one) for one in Heard})


def _heard(state: Establishment, number: int) -> Heard:
    if str(number) in state.conditions:
        condition = state.conditions[str(number)]
        return Heard.UNKNOWN if condition is None else Heard(condition)
    return Heard.SPARED if state.last_heard is Condition.STOPPED else Heard.TO_COME
