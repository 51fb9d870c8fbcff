"""What favours piloting: every pulse and observation is given, and every commitment kept."""

from __future__ import annotations

from collections.abc import Iterator

from domain.facts import Value
from domain.favouring import TEXT, Act, Giving, giving
from domain.initiative import Initiative
from domain.phases.piloting import (
    adapting,
    commands,
    drifting,
    halting,
    noting,
    observing,
    pulsing,
    settling,
    what_now,
)

_GIVING: dict[str, Giving] = {
    pulsing.DUTY: lambda _, owed: commands.AnswerPulse(3, 3),
    observing.DUTY: lambda _, owed: commands.ReportObservation((owed.subject or "").rpartition(".")[0], Value("2")),
    settling.DUTY: lambda _, owed: commands.SettleCommitment(owed.subject or "", commands.Became.KEPT),
    drifting.DUTY: lambda _, owed: commands.ReviewDrift((owed.subject or "").rpartition(".")[0], TEXT),
    what_now.DUTY: lambda _, owed: commands.AnswerRelease(
        (owed.subject or "").rpartition(".")[0], commands.WhatNow.KEEP
    ),
    noting.DUTY: lambda _, owed: commands.CheckStart(()),
    adapting.DUTY: lambda _, owed: commands.AdaptPilot(commands.Adapted.KEEP, TEXT),
    halting.DUTY: lambda _, owed: commands.ReviewHarm(True, TEXT),
}


def favourable(initiative: Initiative) -> Iterator[Act]:
    """See `PhaseState.favourable`."""
    return giving(initiative, _GIVING)
