"""Tracing: one answer followed from the door through Temporal into the database. Off unless a setting asks for it.

Spans are told in templates, kinds and ids of initiatives; what else a library would tell stays here (`discretion`).
A trace begins at our door: whoever asks cannot make us continue a trace, or carry baggage, of theirs.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from api.watching import Answered

if TYPE_CHECKING:
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SpanExporter
    from opentelemetry.trace import Tracer

    from stack.following import Following
    from stack.sql_spans import SqlSpans

_PARTING_SECONDS = 3.0


class TracingMissing(Exception):
    """Tracing is asked for, and what it needs is not installed."""


def exporting() -> type[OTLPSpanExporter]:
    """What sends spans by OTLP over HTTP. Raises TracingMissing."""
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    except ImportError:
        raise TracingMissing(
            "TALKOOT_TRACES_URL is set, and what tracing needs is not installed: "
            "install requirements-tracing.lock, or leave the setting out"
        ) from None
    return OTLPSpanExporter


@dataclass(frozen=True)
class Tracing:
    """What makes spans of requests, of calls through Temporal, and of SQL."""

    provider: TracerProvider
    tracer: Tracer
    interceptor: Following
    sql: SqlSpans

    @classmethod
    def to(cls, url: str) -> Tracing:
        """Spans go to this address by OTLP over HTTP, in batches. Raises TracingMissing."""
        return cls.through(exporting()(endpoint=url))

    @classmethod
    def through(cls, exporter: SpanExporter) -> Tracing:
        """Spans go through this exporter, with discretion."""
        from opentelemetry.sdk.resources import SERVICE_NAME, Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.sdk.trace.export import BatchSpanProcessor

        from stack.discretion import Discreet
        from stack.following import Following
        from stack.sql_spans import SqlSpans

        provider = TracerProvider(resource=Resource.create({SERVICE_NAME: "talkoot"}), shutdown_on_exit=False)
        provider.add_span_processor(BatchSpanProcessor(Discreet(exporter)))
        tracer = provider.get_tracer("talkoot")
        return cls(provider, tracer, Following(tracer), SqlSpans(tracer))

    @contextmanager
    def around(self, method: str) -> Iterator[Callable[[Answered], None]]:
        """A span around a request, named by the template of its route once that is known."""
        from opentelemetry.context import Context
        from opentelemetry.trace import SpanKind, StatusCode

        with self.tracer.start_as_current_span(method, Context(), SpanKind.SERVER, record_exception=False) as span:

            def told(answer: Answered) -> None:
                span.update_name(f"{answer.method} {answer.route}")
                span.set_attributes({"http.request.method": answer.method, "http.route": answer.route})
                if answer.status is not None:
                    span.set_attribute("http.response.status_code", answer.status)
                if answer.status is None or answer.status >= 500:
                    span.set_status(StatusCode.ERROR)

            yield told

    async def close(self) -> None:
        """Let the last spans out, for a parting while; then make none."""
        self.sql.close()
        parting = asyncio.get_running_loop().run_in_executor(None, self.provider.shutdown)
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.shield(parting), _PARTING_SECONDS)
