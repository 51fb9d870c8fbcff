"""Favouring: what somebody would say who gives at once, and favourably, whatever is asked of them.

Simulations of operating models and proofs about gates are played with it; nothing in a real initiative is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from domain.commands import Command
from domain.initiative import Initiative
from domain.obligations import Obligation
from domain.sealed import Sealed

TEXT = Sealed("00" * 32, 12, "fi")
"""A text that nobody has written."""


@dataclass(frozen=True)
class Act:
    """Something that could be said: by a seat, or by the coordinator if `seat` is None."""

    command: Command
    seat: str | None = None


Giving = Callable[[Initiative, Obligation], Command | None]
"""What gives an obligation of one kind; None where nothing does by itself."""


def giving(initiative: Initiative, kinds: dict[str, Giving]) -> Iterator[Act]:
    """For each obligation of these kinds that can be answered, what gives it, in the order they were opened."""
    for obligation in initiative.obligations.values():
        give = kinds.get(obligation.duty) if obligation.state.answerable else None
        command = give(initiative, obligation) if give else None
        if command is not None:
            yield Act(command, obligation.seat)
