"""Who may claim results and write lessons: the coordinator, or any seat that takes part."""

from __future__ import annotations

from domain.commands import Said
from domain.entitlement import require_active, require_coordinator
from domain.initiative import Initiative


def seat_or_coordinator(initiative: Initiative, said: Said) -> str | None:
    """The seat that is spoken for, None for the coordinator in person. Raises NotEntitled for anyone else."""
    if said.by.seat is not None:
        return require_active(initiative, said).id
    require_coordinator(said)
    return None
