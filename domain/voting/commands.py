"""What can be said around a decision, in whatever phase."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from domain.commands import Command
from domain.events import Choice
from domain.sealed import Sealed


@dataclass(frozen=True)
class Recuse(Command, kind="initiative.recuse"):
    """Take no part in the decision on leaving this phase, as whoever gains or loses by it should not. The seat leaves
    the count of those entitled. It may be withdrawn until the decision.
    """

    reason: Sealed | None = None


@dataclass(frozen=True)
class WithdrawRecusal(Command, kind="initiative.withdraw_recusal"):
    """Take part in the decision after all."""


@dataclass(frozen=True)
class ExceptClause(Command, kind="initiative.except_clause"):
    """Let a clause of the gate count as met for a reason, where the operating model allows it: `sectors.leader`."""

    JOINT = True
    clause: str
    reason: Sealed


@dataclass(frozen=True)
class IntegrateObjections(Command, kind="initiative.integrate_objections"):
    """Tell what came of the round with those who object: what was changed, or why not."""

    JOINT = True
    text: Sealed


@dataclass(frozen=True)
class CastSecretBallot(Command, kind="initiative.cast_secret_ballot"):
    """Vote in secret for the speaker's seat: `for`, `against` or `abstain`. A cast ballot cannot be changed. For `vote`
    see `CastBallot`.
    """

    JOINT = True
    SECRET = MappingProxyType({"ballot": Choice})
    ballot: Sealed
    vote: int | None = None
