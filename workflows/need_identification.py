"""Need identification: needs are heard until their submitters are answered and the problem is stated."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class NeedIdentificationWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.need_identification`."""

    PHASE = "need_identification"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
