"""A span for each statement that belongs to a request or an activity: its verb, and never its text or values."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from opentelemetry import trace
from opentelemetry.trace import Span, SpanKind, StatusCode, Tracer
from sqlalchemy import Engine, event
from sqlalchemy.engine import Connection, ExceptionContext

_OPEN = "talkoot.spans"


class SqlSpans:
    """Listens to all engines from now on, until closed."""

    def __init__(self, tracer: Tracer) -> None:
        self._tracer = tracer
        self._listening: dict[str, Callable[..., None]] = {
            "before_cursor_execute": self._begins,
            "after_cursor_execute": self._ends,
            "handle_error": self._fails,
        }
        for name, listener in self._listening.items():
            event.listen(Engine, name, listener)

    def close(self) -> None:
        """Listen no more; may be repeated."""
        for name, listener in self._listening.items():
            if event.contains(Engine, name, listener):
                event.remove(Engine, name, listener)

    def _begins(self, connection: Connection, _: Any, statement: str, *__: Any) -> None:
        if trace.get_current_span().is_recording():
            verb = statement.split(maxsplit=1)[0].upper() if statement.strip() else ""
            about = {"db.system.name": connection.dialect.name, "db.operation.name": verb}
            span = self._tracer.start_span(f"SQL {verb}", kind=SpanKind.CLIENT, attributes=about)
            connection.info.setdefault(_OPEN, []).append(span)

    def _ends(self, connection: Connection, *_: Any) -> None:
        if span := _last_open(connection):
            span.end()

    def _fails(self, context: ExceptionContext) -> None:
        if context.connection is not None and (span := _last_open(context.connection)):
            span.set_status(StatusCode.ERROR)
            span.set_attribute("error.type", type(context.original_exception).__name__)
            span.end()


def _last_open(connection: Connection) -> Span | None:
    spans: list[Span] = connection.info.get(_OPEN, [])
    return spans.pop() if spans else None
