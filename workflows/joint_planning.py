"""Joint planning: goals, activities, indicators and commitments grow into a plan that the organisations endorse."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class JointPlanningWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.joint_planning`."""

    PHASE = "joint_planning"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
