"""Evaluation: claims meet their verdicts, and the seats conclude what becomes of the practice."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class EvaluationWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.evaluation`."""

    PHASE = "evaluation"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
