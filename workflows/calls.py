"""What workflows ask of the world, each call by the name its activity is registered under."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from temporalio import workflow
from temporalio.common import RetryPolicy
from temporalio.exceptions import FailureError, is_cancelled_exception

from domain.commands import Interaction
from domain.ledger.entries import Entry
from domain.refusals import Refusal

APPEND = "append"
PIN_CALENDAR = "pin_calendar"
COUNT_BALLOTS = "count_ballots"
WEIGH = "weigh"
REFOLD = "refold"
HAND_ON = "hand_on"

_AT_ONCE = RetryPolicy(maximum_attempts=2, initial_interval=timedelta(milliseconds=100))
_UNTIL_DONE = RetryPolicy(initial_interval=timedelta(milliseconds=500), maximum_interval=timedelta(seconds=3))


@dataclass
class Proposal:
    """Entries that the workflow wants stored after `after_seq` of its initiative's stream."""

    initiative: str
    after_seq: int
    entries: list[Entry]


@dataclass
class Years:
    """The years of a calendar to be pinned, from a local day on."""

    zone: str
    holidays: str
    first: date


@dataclass
class Ballots:
    """The commitments under which the ballots of a secret vote lie in the vault, and how many ballots said what.

    Which of them said what is told to nobody, and so is not in a workflow's history.
    """

    commitments: list[str]
    votes_for: int = 0
    votes_against: int = 0
    abstained: int = 0


@dataclass
class Weighing:
    """A correction, as it was said, to be decided at `now` on all entries of its initiative up to `after_seq`."""

    initiative: str
    after_seq: int
    interaction: Interaction
    now: datetime


@dataclass
class Refused:
    """A refusal that was raised elsewhere; see `domain.refusals.Refusal`."""

    code: str
    reason: str
    path: str
    remedy: str
    status: int
    title: str

    @classmethod
    def of(cls, refusal: Refusal) -> Refused:
        """The refusal in the form that travels."""
        return cls(refusal.code, refusal.reason, refusal.path, refusal.remedy, refusal.status, refusal.title)


@dataclass
class Weighed:
    """What a correction leads to, in plain form: what is `said` for which `principal`, what `followed`, or how it is
    `refused`.

    None of it is given (`stale`) where the ledger holds more entries than the weighing names.
    """

    said: list[dict[str, Any]] = field(default_factory=list)
    followed: list[dict[str, Any]] = field(default_factory=list)
    principal: str | None = None
    refused: Refused | None = None
    stale: bool = False


@dataclass
class Prefix:
    """The entries of an initiative's stream up to `seq`."""

    initiative: str
    seq: int


@dataclass
class HandingOn:
    """An initiative that is to go on as part of another, as agreed by its offer of this number."""

    initiative: str
    into: str
    offer: int


@dataclass
class HandedOn:
    """The entry of the other's ledger that takes it in, or by which refusal (its code) that cannot be."""

    seq: int = 0
    refused: str | None = None


async def append(proposal: Proposal) -> tuple[Entry, ...]:
    """Compare and append: () once the entries are stored, else the entries that stand there instead.

    A local activity costs the fewest events; while the database is away a normal one waits for it without holding the
    workflow's task.
    """
    try:
        stored: list[Entry] = await workflow.execute_local_activity(
            APPEND,
            proposal,
            result_type=list[Entry],
            start_to_close_timeout=timedelta(seconds=3),
            retry_policy=_AT_ONCE,
        )
    except FailureError as failure:
        if is_cancelled_exception(failure):
            raise
        stored = await _until_done(APPEND, proposal, list[Entry])
    return tuple(stored)


async def pin_calendar(years: Years) -> dict[str, Any]:
    """A pin in plain form for later years; computed outside the workflow, from the libraries of that day."""
    pin: dict[str, Any] = await _until_done(PIN_CALENDAR, years, dict[str, Any])
    return pin


async def count_ballots(commitments: tuple[str, ...]) -> Ballots:
    """How the ballots of a secret vote add up; opened and counted outside the workflow, which learns the sums only."""
    counted: Ballots = await _until_done(COUNT_BALLOTS, Ballots(list(commitments)), Ballots)
    return counted


async def weigh(weighing: Weighing) -> Weighed:
    """What a correction leads to: it changes what was before, which a run does not remember and the ledger does."""
    weighed: Weighed = await _until_done(WEIGH, weighing, Weighed)
    return weighed


async def refold(prefix: Prefix) -> dict[str, Any]:
    """The initiative in plain form that those entries add up to, once a correction is among them."""
    initiative: dict[str, Any] = await _until_done(REFOLD, prefix, dict[str, Any])
    return initiative


async def hand_on(handing: HandingOn) -> HandedOn:
    """Let the other initiative take this one in; asked until that has answered, which takes it in once."""
    handed: HandedOn = await _until_done(HAND_ON, handing, HandedOn)
    return handed


async def _until_done(activity: str, argument: Any, result: Any) -> Any:
    """What an activity says, however often it has to be asked; `result` is the type of that."""
    return await workflow.execute_activity(
        activity,
        argument,
        result_type=result,
        start_to_close_timeout=timedelta(seconds=30),
        retry_policy=_UNTIL_DONE,
    )
