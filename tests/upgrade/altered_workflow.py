"""Convening as somebody might change it without a thought: it takes a breath before anything else."""

from __future__ import annotations

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn(name="ConveningWorkflow")
class BreathlessConveningWorkflow(PhaseWorkflow):
    """One timer more than what was recorded."""

    PHASE = "convening"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Wait, open, settle, hand over."""
        await workflow.sleep(timedelta(seconds=10))
        await self.opened()
        await self.settled()
        await self.hand_over()
