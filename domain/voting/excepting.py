"""Exceptions: a clause that counts as met for a reason, by whom the model names, and never but where it allows it."""

from __future__ import annotations

from datetime import datetime

from domain.commands import Said
from domain.entitlement import require_role
from domain.events import Event
from domain.explaining import unmet
from domain.initiative import Initiative
from domain.refusals import AlreadyAnswered, NotAsked
from domain.voting.commands import ExceptClause
from domain.voting.events import ClauseExcepted


def make(initiative: Initiative, said: Said, command: ExceptClause, now: datetime) -> tuple[Event, ...]:
    """Make an exception of a clause that is not met. Raises NotEntitled, NotAsked, AlreadyAnswered."""
    allowed = initiative.rule.gate.exceptions
    if allowed is None:
        raise NotAsked("this gate allows no exception", path="clause", remedy="do what its clauses ask for")
    require_role(initiative, said, allowed.by)
    if command.clause not in allowed.of:
        raise NotAsked(
            f"this gate allows no exception of '{command.clause}'",
            path="clause",
            remedy=f"it allows one of: {', '.join(allowed.of)}",
        )
    if command.clause in initiative.at.excepted:
        raise AlreadyAnswered("the exception has been made", path="clause")
    if command.clause not in {clause.clause for clause in unmet(initiative, now)}:
        raise NotAsked("this clause is met", path="clause", remedy="it needs no exception")
    return (ClauseExcepted(command.clause, command.reason),)
