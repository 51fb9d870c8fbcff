"""The bare workflow: it takes answers, writes each as one row, and says its number."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from temporalio import workflow


@workflow.defn
class Bare:
    """Counts answers until it is told that it is enough."""

    def __init__(self) -> None:
        self.answers = 0
        self.enough = False

    @workflow.run
    async def run(self, sleeps: float = 0, letters: int = 0) -> int:
        """Wait for the end; first, if asked to, sleep so many seconds and write so many letters in one go."""
        if sleeps:
            await asyncio.sleep(sleeps)
            await _local("write_letters", [workflow.info().workflow_id, letters])
        await workflow.wait_condition(lambda: self.enough)
        return self.answers

    @workflow.update
    async def answer(self, said: dict[str, str]) -> int:
        """Take an answer: returned once its row is written."""
        self.answers += 1
        number = self.answers
        await _local("write_row", [workflow.info().workflow_id, number, said["reply"]])
        return number


async def _local(name: str, arguments: list[object]) -> None:
    await workflow.execute_local_activity(name, args=arguments, start_to_close_timeout=timedelta(seconds=3))
