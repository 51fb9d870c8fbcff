"""Convening: invited seats answer until the table is complete and two thirds of it agree to go on."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class ConveningWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.convening`."""

    PHASE = "convening"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
