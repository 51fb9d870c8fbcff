"""What a history says that its workflow wanted: a line for each command, without what differs from run to run."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from temporalio.api.common.v1 import RetryPolicy
from temporalio.api.enums.v1 import EventType
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory

from workflows.phase import STRAY

REARMED = "timer cancelled"
"""Whether a wake moves earlier depends on the day, so this is no sign of a change by itself."""


def of(history: WorkflowHistory) -> list[str]:
    """The commands of a run, in order."""
    return [line for event in history.events for line in _of(event)]


def digest(history: WorkflowHistory) -> str:
    """A fingerprint of the commands and their order."""
    return hashlib.sha256("\n".join(of(history)).encode()).hexdigest()[:16]


def type_of(history: WorkflowHistory) -> str:
    """The type of the run's workflow."""
    return str(history.events[0].workflow_execution_started_event_attributes.workflow_type.name)


def _of(event: HistoryEvent) -> Iterator[str]:
    name = event.WhichOneof("attributes")
    attributes: Any = getattr(event, str(name))
    if name == "workflow_execution_update_accepted_event_attributes":
        yield f"update {attributes.accepted_request.input.name} accepted"
    elif name == "workflow_execution_update_completed_event_attributes":
        yield f"update {_outcome(attributes.outcome)}"
    elif isinstance(attributes, Message) and "workflow_task_completed_event_id" in attributes.DESCRIPTOR.fields_by_name:
        yield _command(event, attributes)


def _command(event: HistoryEvent, attributes: Any) -> str:
    match event.event_type:
        case EventType.EVENT_TYPE_MARKER_RECORDED:
            return f"{_marked(attributes)}{' failed' if attributes.HasField('failure') else ''}"
        case EventType.EVENT_TYPE_TIMER_STARTED:
            soon = attributes.start_to_fire_timeout.ToTimedelta() <= STRAY
            return "timer for a stray append" if soon else "timer to a wake"
        case EventType.EVENT_TYPE_TIMER_CANCELED:
            return REARMED
        case EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED:
            name, within = attributes.activity_type.name, _seconds(attributes.start_to_close_timeout)
            return f"activity {name}, each try within {within}, {_tries(attributes.retry_policy)}"
        case EventType.EVENT_TYPE_WORKFLOW_EXECUTION_CONTINUED_AS_NEW:
            given = len(attributes.input.payloads)
            return f"continue as new {attributes.workflow_type.name} with {given} argument{'s' * (given != 1)}"
        case EventType.EVENT_TYPE_UPSERT_WORKFLOW_SEARCH_ATTRIBUTES:
            return f"search attributes {', '.join(sorted(attributes.search_attributes.indexed_fields))}"
        case other:
            return EventType.Name(other).removeprefix("EVENT_TYPE_").lower().replace("_", " ")


def _marked(attributes: Any) -> str:
    """A local activity says its type in its marker, a patch its id."""
    details = attributes.details
    if attributes.marker_name == "core_local_activity":
        return f"local activity {_told(details)['activity_type']}"
    if attributes.marker_name == "core_patch":
        return f"patch {_told(details)['id']}"
    return f"marker {attributes.marker_name}"


def _told(details: Any) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in sorted(details):
        for payload in details[name].payloads:
            said = json.loads(payload.data) if payload.metadata.get("encoding", b"") == b"json/plain" else None
            found |= said if isinstance(said, dict) else {}
    return found


def _outcome(outcome: Any) -> str:
    if not outcome.HasField("failure"):
        return "answered"
    return f"refused {outcome.failure.application_failure_info.type}"


def _tries(policy: RetryPolicy) -> str:
    most = f"{policy.maximum_attempts} tries" if policy.maximum_attempts else "tried until done"
    return f"{most}, {_seconds(policy.initial_interval)} to {_seconds(policy.maximum_interval)} apart"


def _seconds(duration: Duration) -> str:
    wanted: timedelta = duration.ToTimedelta()
    return f"{wanted.total_seconds():g} s"
