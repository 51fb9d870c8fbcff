"""How seats decide: votes called, ballots cast and counted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.events.base import Event
from domain.operating_model import DecideHow, ExitKind
from domain.sealed import Sealed


class Choice(StrEnum):
    """What a ballot says. Abstention counts as taking part, not as a vote."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"


@dataclass(frozen=True)
class VoteCalled(Event, kind="vote.called"):
    """A vote on taking `exit` opened; ballots count until `due`.

    `verdict` names what an evaluation would conclude by it. `how` is told of consent and of the vote that follows it;
    a `secret` vote is counted from the vault.
    """

    exit: ExitKind
    due: datetime
    verdict: str | None = None
    how: DecideHow | None = None
    secret: bool | None = None


@dataclass(frozen=True)
class BallotCast(Event, kind="ballot.cast"):
    """A seat voted; its last ballot counts. Where consent is asked for, against is an objection, with its `reason`."""

    seat: str
    choice: Choice
    reason: Sealed | None = None


@dataclass(frozen=True)
class VoteCounted(Event, kind="vote.counted"):
    """The vote closed with these numbers of seats; a tie fails and says so. `quorum` is how many ballots it needed, and
    `short` what of the gate its ballots did not meet, as `quorum` or `sectors.distinct`; both None where the model asks
    for nothing or nothing was short.
    """

    votes_for: int
    votes_against: int
    abstained: int
    needed: int
    passed: bool
    tie: bool
    quorum: int | None = None
    short: tuple[str, ...] | None = None
