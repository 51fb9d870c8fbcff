"""Logs: one line per event on stderr, ours and the libraries' alike; pretty on a terminal, else JSON.

Every line carries the ids in force (request, workflow, activity); none carries a personal link or a client's address.
"""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import TextIO

import structlog
from asgi_correlation_id import correlation_id
from structlog.stdlib import ProcessorFormatter
from structlog.types import EventDict, Processor, WrappedLogger
from temporalio import activity, workflow

from stack.scrubbing import address, scrubbed
from stack.settings import Settings

_ACCESS = "uvicorn.access"  # its arguments: client address, method, path, HTTP version, status
_UVICORN = ("uvicorn", "uvicorn.error", _ACCESS)
_TALKATIVE = ("httpx", "httpcore", "alembic", "aiosqlite", "asyncio")  # at INFO they speak of their own machinery
_NOT_OURS = ("color_message", "positional_args")


def set_up(settings: Settings, stream: TextIO | None = None) -> None:
    """Send structlog's and the standard library's events one way, to `stream` (default stderr). May be repeated.

    Start uvicorn with `log_config=None`, else it takes its own loggers back.
    """
    stream = stream or sys.stderr
    structlog.configure(
        processors=[structlog.stdlib.filter_by_level, *_shared(), ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    handler = logging.StreamHandler(stream)
    handler.addFilter(first_time)
    is_pretty = _pretty(settings, stream)
    handler.setFormatter(
        (ProcessorFormatter if is_pretty else Lines)(
            processors=[ProcessorFormatter.remove_processors_meta, *_last(is_pretty)],
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), access_line, *_shared()],
            pass_foreign_args=True,
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level.upper(), force=True)
    logging.captureWarnings(True)
    _take_over_libraries()


class Lines(ProcessorFormatter):
    """JSON lines. That of a request is made at once, as there is one for each: by the usual way, which any event with
    any values may go, it costs a tenth of what the request itself does.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        said = record.args
        if record.name != _ACCESS or not isinstance(said, tuple) or len(said) != 5:
            return super().format(record)
        _, method, path, _, status = said
        request = {"event": "request", "method": method, "path": address(str(path)), "status": status}
        when = datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z")
        told = {"logger": record.name, "level": record.levelname.lower(), "timestamp": when}
        asked = {"request_id": request_id} if (request_id := correlation_id.get()) else {}
        return json.dumps(request | told | asked)


def first_time(record: logging.LogRecord) -> bool:
    """False while a workflow replays its history: it said this before."""
    return not (workflow.in_workflow() and workflow.unsafe.is_replaying_history_events())


def where_we_are(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Adds the ids of the request, workflow or activity that speaks."""
    if request := correlation_id.get():
        event["request_id"] = request
    if workflow.in_workflow():
        run = workflow.info()
        event.update(workflow_id=run.workflow_id, workflow=run.workflow_type, run_id=run.run_id)
    elif activity.in_activity():
        task = activity.info()
        event.update(workflow_id=task.workflow_id, activity=task.activity_type, attempt=task.attempt)
    return event


def access_line(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Turns uvicorn's access line into fields, without the client's address."""
    said = event.get("positional_args")
    if event["_record"].name == _ACCESS and isinstance(said, tuple) and len(said) == 5:
        _, method, path, _, status = said
        event.update(event="request", method=method, path=address(str(path)), status=status)
    for name in _NOT_OURS:
        event.pop(name, None)
    return event


def scrub(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Hides personal links, also in tracebacks; runs when nothing more is added."""
    return {name: scrubbed(value) for name, value in event.items()}


def _shared() -> list[Processor]:
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        where_we_are,
    ]


def _last(pretty: bool) -> list[Processor]:
    shown: Processor = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer()
    return [structlog.processors.StackInfoRenderer(), structlog.processors.format_exc_info, scrub, shown]


def _pretty(settings: Settings, stream: TextIO) -> bool:
    return stream.isatty() if settings.log_format == "auto" else settings.log_format == "pretty"


def _take_over_libraries() -> None:
    for name in _UVICORN:
        logger = logging.getLogger(name)
        logger.handlers.clear()
        logger.propagate = True
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    workflow.logger.workflow_info_on_message = workflow.logger.workflow_info_on_extra = False  # `where_we_are` says it
    activity.logger.activity_info_on_message = activity.logger.activity_info_on_extra = False
