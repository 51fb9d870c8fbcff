"""Establishment: the practice gets its grounds and its receiver, who is asked for years whether it lives."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class EstablishmentWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.establishment`."""

    PHASE = "establishment"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
