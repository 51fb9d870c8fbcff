"""Following one answer through Temporal: from the update that brings it to the append that stores it.

Temporal's own interceptor makes the spans on both sides. Between them, inside the workflow, none is made: the run only
hands on what it was handed, so that nothing there depends on whether anybody watches.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from temporalio.api.common.v1 import Payload
from temporalio.contrib.opentelemetry import TracingInterceptor
from temporalio.worker import (
    ExecuteWorkflowInput,
    HandleUpdateInput,
    StartActivityInput,
    StartLocalActivityInput,
    WorkflowInboundInterceptor,
    WorkflowInterceptorClassInput,
    WorkflowOutboundInterceptor,
)
from temporalio.workflow import ActivityHandle

TRACE = "_tracer-data"
"""The header under which Temporal's interceptor carries a trace."""


class Following(TracingInterceptor):
    """Temporal's interceptor, with a workflow's side that carries the trace of an answer to the append of it."""

    def workflow_interceptor_class(self, input: WorkflowInterceptorClassInput) -> type[Carrying]:  # type: ignore[override]
        """What carries inside the workflow."""
        return Carrying


class Carrying(WorkflowInboundInterceptor):
    """Knows the traces of the answers that wait to be written, the longest waiting first."""

    def __init__(self, next: WorkflowInboundInterceptor) -> None:
        super().__init__(next)
        self.waiting: list[Payload] = []
        self.starting: list[Payload] = []

    def init(self, outbound: WorkflowOutboundInterceptor) -> None:
        """Stand in the way of what the workflow asks for."""
        super().init(_Handing(outbound, self))

    async def execute_workflow(self, input: ExecuteWorkflowInput) -> Any:
        """Run the workflow: its first append belongs to whoever started it."""
        if trace := input.headers.get(TRACE):
            self.starting.append(trace)
        return await super().execute_workflow(input)

    async def handle_update_handler(self, input: HandleUpdateInput) -> Any:
        """Take an answer: until it has been written, appends may be its own."""
        trace = input.headers.get(TRACE)
        if trace is None:
            return await super().handle_update_handler(input)
        self.waiting.append(trace)
        try:
            return await super().handle_update_handler(input)
        finally:
            self.waiting.remove(trace)

    def handed_on(self, headers: Mapping[str, Payload]) -> Mapping[str, Payload]:
        """Headers of an activity, with the trace it belongs to. Answers that coincide share an append, which is in the
        trace of the one that waited longest.
        """
        if self.starting:
            return {**headers, TRACE: self.starting.pop()}
        return {**headers, TRACE: self.waiting[0]} if self.waiting else headers


class _Handing(WorkflowOutboundInterceptor):
    def __init__(self, next: WorkflowOutboundInterceptor, inbound: Carrying) -> None:
        super().__init__(next)
        self._inbound = inbound

    def start_local_activity(self, input: StartLocalActivityInput) -> ActivityHandle[Any]:
        input.headers = self._inbound.handed_on(input.headers)
        return super().start_local_activity(input)

    def start_activity(self, input: StartActivityInput) -> ActivityHandle[Any]:
        input.headers = self._inbound.handed_on(input.headers)
        return super().start_activity(input)
