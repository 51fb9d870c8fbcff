"""What leaves the house about a span: its name, times, kinds and ids, and nothing that a person or a library wrote.

Libraries put the text of errors, addresses and their own findings into spans. So what is told is listed here; the rest
is left out, whoever put it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult
from opentelemetry.trace import Status
from opentelemetry.util.types import AttributeValue

ERROR_TYPE = "error.type"
_EXCEPTION = "exception.type"  # as libraries name it in an event
TOLD = frozenset(
    {
        "http.request.method",
        "http.route",
        "http.response.status_code",
        "db.system.name",
        "db.operation.name",
        "temporalWorkflowID",  # the initiative's
        "temporalRunID",
        "temporalActivityID",
        ERROR_TYPE,
    }
)


class Discreet(SpanExporter):
    """Exports through another exporter, with discretion."""

    def __init__(self, exporter: SpanExporter) -> None:
        self._exporter = exporter

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        """Export these spans, each without what is not to be told."""
        return self._exporter.export([discreet(span) for span in spans])

    def shutdown(self) -> None:
        """Let the other one end."""
        self._exporter.shutdown()

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Let the other one send what it has."""
        return self._exporter.force_flush(timeout_millis)


def discreet(span: ReadableSpan) -> ReadableSpan:
    """The span without messages and events; of an error, its type."""
    return ReadableSpan(
        name=span.name,
        context=span.context,
        parent=span.parent,
        resource=span.resource,
        attributes=_told(span.attributes or {}) | _kind_of_error(span),
        kind=span.kind,
        instrumentation_scope=span.instrumentation_scope,
        status=Status(span.status.status_code),
        start_time=span.start_time,
        end_time=span.end_time,
    )


def _told(attributes: Mapping[str, AttributeValue]) -> dict[str, AttributeValue]:
    return {name: value for name, value in attributes.items() if name in TOLD}


def _kind_of_error(span: ReadableSpan) -> dict[str, AttributeValue]:
    said = [event.attributes or {} for event in span.events]
    kinds = [str(attributes[_EXCEPTION]) for attributes in said if _EXCEPTION in attributes]
    return {ERROR_TYPE: kinds[-1]} if kinds else {}
