"""The stage: where on the road an initiative stands, and what is being decided there."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from domain.events import Choice
from domain.operating_model import DecideHow, ExitKind


@dataclass(frozen=True)
class Integration:
    """The round with those who object: whether its account has been told, and who has spoken again since."""

    objecting: tuple[str, ...]
    told: bool = False
    heard: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vote:
    """An open vote: seats asked so far owe a ballot until `due`.

    `how` is told where it is not what the gate says first: consent, and the vote that follows it. Of a `secret` vote
    `sealed` holds by seat under which commitment its ballot lies in the vault. A ballot that was received before
    `opened_at` was given for an earlier vote (None: the vote was called by a version that did not keep it).
    """

    exit: ExitKind
    due: datetime
    verdict: str | None = None
    ballots: dict[str, Choice] = field(default_factory=dict)
    how: DecideHow | None = None
    secret: bool | None = None
    sealed: dict[str, str] | None = None
    integration: Integration | None = None
    opened_at: datetime | None = None


@dataclass(frozen=True)
class Count:
    """How a vote was counted that did not pass: `needed` votes for it would have; a tie fails. `short` is what of the
    gate its ballots did not meet (None: nothing); then `cast` is how many there were, and `quorum` how many it needed.
    """

    votes_for: int
    votes_against: int
    needed: int
    tie: bool
    short: tuple[str, ...] | None = None
    cast: int | None = None
    quorum: int | None = None


@dataclass(frozen=True)
class Stage:
    """Where on the road the initiative stands.

    `exit` is set once the phase is settled; `failed` when its last vote, on going on, failed, and `count` says of any
    exit how the last vote was counted, if it did not pass. `recused` seats take no part in the
    decision on this phase, `excepted` clauses of its gate are met by a reasoned exception. `holds` counts how often it
    was held; None: never.
    """

    phase: str
    round: int
    opened_at: datetime
    due: datetime
    vote: Vote | None = None
    votes: int = 0
    failed: bool = False
    exit: ExitKind | None = None
    to: str | None = None
    recused: tuple[str, ...] = ()
    excepted: tuple[str, ...] = ()
    holds: int | None = None
    count: Count | None = None
