"""The relay: which phases there are, and which follows which. A new phase is one line here."""

from __future__ import annotations

from domain.initiative import PhaseState
from domain.phases.convening import Convening
from domain.phases.evaluation import Evaluation

PHASES: dict[str, type[PhaseState]] = {
    "convening": Convening,
    "evaluation": Evaluation,
}
"""Every phase by its name in operating models; importing them here makes their events and commands known."""
