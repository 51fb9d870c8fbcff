"""The run in Temporal that carries an initiative on, while Temporal keeps it."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from temporalio.service import RPCError, RPCStatusCode

from api.problems import Unavailable
from api.services import Services

PATIENCE = 5.0  # seconds


@dataclass(frozen=True)
class RunView:
    """The newest run of an initiative's workflow: the type of its phase, since when, and whether it still runs. `ui` is
    its page in Temporal's own pages, None where there are none. Its history is an aid to whoever looks after it, no
    record: the ledger is.
    """

    workflow: str
    run: str
    type: str
    started_at: datetime
    status: str
    ui: str | None


@dataclass(frozen=True)
class Runs:
    """The run, or None once Temporal has let it go by its retention."""

    run: RunView | None


async def run_of(services: Services, initiative: str) -> Runs:
    """The run that carries an initiative on, or carried it last. Raises Unavailable while Temporal does not answer."""
    try:
        async with asyncio.timeout(PATIENCE):
            found = await services.temporal.get_workflow_handle(initiative).describe()
    except (RPCError, RuntimeError, TimeoutError) as error:
        if isinstance(error, RPCError) and error.status is RPCStatusCode.NOT_FOUND:
            return Runs(None)
        raise Unavailable("the workflow server cannot be asked now", remedy="try again in a moment") from None
    status = found.status.name.lower() if found.status else "unknown"
    ui = services.ui_link(initiative, found.run_id)
    return Runs(RunView(initiative, found.run_id, found.workflow_type, found.start_time, status, ui))
