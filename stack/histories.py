"""What Temporal keeps of an initiative: the runs of its workflow id, one handing over to the next."""

from __future__ import annotations

from temporalio.client import Client


async def count_events(client: Client, initiative: str) -> int:
    """How many history events all runs have that led to the present one. Raises RPCError."""
    events, run = 0, (await client.get_workflow_handle(initiative).describe()).run_id
    while run:
        history = await client.get_workflow_handle(initiative, run_id=run).fetch_history()
        events += len(history.events)
        run = history.events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return events
