"""Readiness: a place is asked whether it is ready, and cultivated until it is, or until one stops well."""

from __future__ import annotations

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from workflows.baton import Baton
    from workflows.phase import PhaseWorkflow


@workflow.defn
class ReadinessWorkflow(PhaseWorkflow):
    """The run of this phase; its rules are `domain.phases.readiness`."""

    PHASE = "readiness"

    @workflow.run
    async def run(self, baton: Baton) -> None:
        """Open, settle, hand over."""
        await self.opened()
        await self.settled()
        await self.hand_over()
