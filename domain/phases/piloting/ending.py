"""Ending early: a pilot ends when it was planned to, or before that by a stop criterion of its plan. [clock]"""

from __future__ import annotations

from domain.initiative import Initiative
from domain.phases.piloting.commands import BeginSettling
from domain.refusals import Malformed, NotAsked


def require_grounds(initiative: Initiative, command: BeginSettling) -> None:
    """Raise Malformed unless an early end has the reason that the model asks for and, of a plan with stop criteria, the
    one that is met; NotAsked for a criterion that the plan does not name.
    """
    known = [criterion.id for criterion in initiative.facts.stop_criteria]
    if command.criterion is not None and command.criterion not in known:
        raise NotAsked(f"the plan has no stop criterion '{command.criterion}'", path="criterion", remedy=_one_of(known))
    if initiative.rule.gate.early_end is None:
        return
    if command.reason is None:
        raise Malformed(
            "a pilot ends before its planned end only for a reason", path="reason", remedy="write why it ends now"
        )
    if known and command.criterion is None:
        raise Malformed(
            "a pilot ends before its planned end only by a stop criterion of its plan",
            path="criterion",
            remedy=f"{_one_of(known)}; to leave the pilot otherwise, loop back or stop well",
        )


def how_early(initiative: Initiative) -> str:
    """What ends a pilot before its time, said to whoever coordinates."""
    if initiative.rule.gate.early_end is None:
        return "begin settling its commitments"
    if initiative.facts.stop_criteria:
        return "begin settling its commitments, with the stop criterion of the plan that is met and the reason"
    return "begin settling its commitments, with the reason"


def _one_of(known: list[str]) -> str:
    return f"name one of {', '.join(known)}" if known else "leave it out"
