"""A workflow and an activity that say something, so that it can be counted."""

from __future__ import annotations

from datetime import timedelta

from temporalio import activity, workflow

with workflow.unsafe.imports_passed_through():
    import structlog

SHORT = timedelta(seconds=5)


@activity.defn
def speak() -> None:
    activity.logger.info("the activity speaks")
    structlog.get_logger("tests").info("the activity speaks through structlog")


@workflow.defn
class Speaking:
    @workflow.run
    async def run(self) -> None:
        workflow.logger.info("begins", extra={"seats": 12})
        structlog.get_logger("tests").info("begins through structlog")
        for _ in range(3):
            await workflow.execute_activity(speak, start_to_close_timeout=SHORT)
        workflow.logger.info("ends")
