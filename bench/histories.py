"""Counting what Temporal keeps of an initiative."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import Client, WorkflowHistory

from bench.product import ProductSide
from stack.parts import connected

LOCAL_ACTIVITY = "core_local_activity"
BILLED = {
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_STARTED: "starts",
    EventType.EVENT_TYPE_TIMER_STARTED: "timers",
    EventType.EVENT_TYPE_WORKFLOW_EXECUTION_UPDATE_ACCEPTED: "updates",
    EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED: "activities",
}
"""What counts as one action each: a start (also by continue-as-new), a timer, an update, an activity."""


async def temporal_of(side: ProductSide) -> Client:
    """A client of the server that the product runs on."""
    return await connected(side.running.state.temporal_address, side.running.state.temporal_namespace)


async def runs(client: Client, initiative: str) -> list[WorkflowHistory]:
    """The histories of all runs of an initiative, the last first."""
    found: list[WorkflowHistory] = []
    run = (await client.get_workflow_handle(initiative).describe()).run_id
    while run:
        found.append(await client.get_workflow_handle(initiative, run_id=run).fetch_history())
        run = found[-1].events[0].workflow_execution_started_event_attributes.continued_execution_run_id
    return found


def actions(histories: Iterable[WorkflowHistory]) -> Counter[str]:
    """Billable actions of runs by kind, as Temporal Cloud counts: all local activities of one workflow task are one.

    What leaves no trace in a history is not seen: queries, and updates that a validator refused.
    """
    billed: Counter[str] = Counter()
    for history in histories:
        billed.update(BILLED[event.event_type] for event in history.events if event.event_type in BILLED)
        tasks = {event.marker_recorded_event_attributes.workflow_task_completed_event_id for event in _markers(history)}
        billed["local_activities"] += len(tasks)
    return billed


def _markers(history: WorkflowHistory) -> list[HistoryEvent]:
    return [e for e in history.events if e.marker_recorded_event_attributes.marker_name == LOCAL_ACTIVITY]
