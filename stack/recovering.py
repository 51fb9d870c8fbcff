"""What a start finds missing: open initiatives that Temporal does not know, as after the loss of its file."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from temporalio.client import Client
from temporalio.service import RPCError, RPCStatusCode

from domain.refusals import Refusal
from models.engine import Database
from stack.restarting import NotOpen, open_initiatives, restart

AT_ONCE = 16


@dataclass(frozen=True)
class Recovery:
    """Open initiatives that Temporal did not know: those that run again, and those that were left as they are."""

    restarted: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


async def recover(database: Database, client: Client, task_queue: str, *, by_itself: bool) -> Recovery:
    """Find what Temporal does not know of, and start it again from its ledger if that may be done `by_itself`.

    What cannot be started is left: one unreadable ledger must not keep everything else from starting. Raises RPCError.
    """
    lost = await unknown(client, await open_initiatives(database))
    if not by_itself:
        return Recovery(left=tuple(lost))
    restarted, left = [], []
    for initiative in lost:
        try:
            await restart(database, client, task_queue, initiative)
            restarted.append(initiative)
        except (NotOpen, Refusal):
            left.append(initiative)
    return Recovery(tuple(restarted), tuple(left))


async def unknown(client: Client, initiatives: Iterable[str]) -> list[str]:
    """Those of the initiatives that have no run, open or ended, on the server. Raises RPCError."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def is_unknown(initiative: str) -> bool:
        async with turns:
            try:
                await client.get_workflow_handle(initiative).describe()
            except RPCError as error:
                if error.status != RPCStatusCode.NOT_FOUND:
                    raise
                return True
            return False

    asked = list(initiatives)
    answers = await asyncio.gather(*map(is_unknown, asked))
    return [initiative for initiative, answer in zip(asked, answers, strict=True) if answer]
