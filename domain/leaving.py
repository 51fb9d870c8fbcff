"""Leaving a phase: what an exit needs beside the gate of its phase, namely a mandate that is valid and a loop that is
left.
"""

from __future__ import annotations

from datetime import datetime

from domain.gates import Clause
from domain.initiative import Initiative, PhaseState
from domain.operating_model import END, STAY, ExitKind

NEW_MANDATE = "have it renewed and go on under its renewal, or stop well"
MANDATE = "mandate"
"""The matter by which a model says that mandates are watched."""

NEW_INITIATIVE = "stop well; what is still to be done can start another initiative"


def spent(initiative: Initiative, exit: ExitKind) -> bool:
    """Whether the phase this exit leads to has been entered as often as the model allows."""
    target = initiative.rule.next[exit]
    if target in (END, STAY):
        return False
    return initiative.rounds.get(target, 0) >= initiative.charter.model.phases[target].loops


def unmandated(initiative: Initiative, exit: ExitKind, now: datetime) -> bool:
    """Whether this exit leads on to a phase without a valid mandate; ending needs none, nor does staying."""
    return initiative.rule.next[exit] not in (END, STAY) and not mandate_valid(initiative, now)


def mandate_valid(initiative: Initiative, now: datetime) -> bool:
    """Whether the mandate is valid on the local day of `now`."""
    day = initiative.calendar.local(now).date()
    return initiative.mandate_on(day).valid_on(day)


def forbidden(initiative: Initiative, exit: ExitKind, now: datetime) -> str:
    """What the mandate says against this exit, which leads on to a phase whose act it leaves out; empty if nothing.

    Models that keep no mandates, as older ones, look at the start only.
    """
    to = initiative.rule.next[exit]
    if to in (END, STAY) or not initiative.has(MANDATE):
        return ""
    mandate, act = initiative.mandate_on(initiative.calendar.local(now).date()), PhaseState.kinds[to].NEEDS
    if mandate.allows(act):
        return ""
    return f"{mandate.id} does not cover '{act}', which {to} needs; it covers: {', '.join(mandate.acts)}"


def bars(initiative: Initiative, now: datetime) -> tuple[Clause, ...]:
    """What keeps the advance shut although the gate may be met; nobody in the initiative can open these. Once an exit
    is taken, nothing is barred any more.
    """
    found: list[Clause] = []
    if initiative.settled:
        return ()
    if spent(initiative, ExitKind.ADVANCE):
        rounds = initiative.rounds[initiative.rule.next[ExitKind.ADVANCE]]
        remedy = f"the next phase has been entered {rounds} times, as often as the model allows: {NEW_INITIATIVE}"
        found.append(Clause("loops.left", 0, 1, False, remedy=remedy))
    if unmandated(initiative, ExitKind.ADVANCE, now):
        mandate = initiative.mandate_on(initiative.calendar.local(now).date())
        remedy = f"the mandate is valid from {mandate.valid_from} to {mandate.valid_until}: {NEW_MANDATE}"
        found.append(Clause("mandate.valid", 0, 1, False, remedy=remedy))
    elif initiative.now_in.LISTS_MANDATE:
        found.append(Clause("mandate.valid", 1, 1, True))
    if said := forbidden(initiative, ExitKind.ADVANCE, now):
        found.append(Clause("mandate.act", 0, 1, False, remedy=f"{said}: {NEW_MANDATE}"))
    return tuple(found)
