"""Calling Temporal: one update, bounded in time, its failures told apart."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable
from datetime import timedelta
from typing import TypeVar
from weakref import WeakKeyDictionary

from temporalio.client import Client, WorkflowUpdateFailedError, WorkflowUpdateRPCTimeoutOrCancelledError
from temporalio.exceptions import ApplicationError
from temporalio.service import RPCError, RPCStatusCode

from api.problems import NotFound, StillWorking, TooMany, Unavailable
from api.services import Services
from domain.refusals import Refusal

T = TypeVar("T")
_RUN_ENDED = ("AcceptedUpdateCompletedWorkflow",)  # Temporal's own: accepted, and then terminated or timed out
SUSPICION = 2.0  # seconds without an answer after which we ask whether the server lives
HEALTH = timedelta(seconds=1)
_checks: WeakKeyDictionary[Client, asyncio.Task[bool]] = WeakKeyDictionary()

AGAIN = "send it again in a moment with the same Idempotency-Key: it counts once"


async def called(services: Services, call: Awaitable[T]) -> T:
    """The result of a call to Temporal.

    Raises the Refusal of the rules; NotFound when no such workflow is open; Unavailable (within 5 s) when the server
    cannot be reached; StillWorking when nobody answers in time; TooMany.
    """
    try:
        result = await _called(services, call)
    except Unavailable:
        services.workflow_server.failed()
        raise
    services.workflow_server.answered()
    return result


async def _called(services: Services, call: Awaitable[T]) -> T:
    task = asyncio.ensure_future(call)
    try:
        await asyncio.wait({task}, timeout=SUSPICION)
        if not task.done():
            await _require_health(services)
            await asyncio.wait({task}, timeout=services.patience.total_seconds() - SUSPICION)
        if not task.done():
            raise StillWorking("no worker has answered in time", remedy=AGAIN)
        return task.result()
    except WorkflowUpdateFailedError as failed:
        if isinstance(failed.cause, ApplicationError) and failed.cause.type in _RUN_ENDED:
            raise StillWorking("the run that was to answer has ended", remedy=AGAIN) from None
        raise refusal_of(failed) from failed
    except WorkflowUpdateRPCTimeoutOrCancelledError:
        raise StillWorking("no worker has answered in time", remedy=AGAIN) from None
    except RPCError as error:
        raise _of_rpc(error) from error
    except RuntimeError as error:  # how the SDK says that it cannot connect
        raise Unavailable("the workflow server cannot be reached", remedy=AGAIN) from error
    finally:
        task.cancel()
        task.add_done_callback(lambda ended: ended.cancelled() or ended.exception())  # nobody else asks for it


async def _require_health(services: Services) -> None:
    """Raise Unavailable unless the server lives. All who wait at once ask it one question, so as not to be its load."""
    check = _checks.get(services.temporal)
    if check is None or check.done():
        check = _checks[services.temporal] = asyncio.create_task(_lives(services.temporal))
    if not await asyncio.shield(check):
        raise Unavailable("the workflow server cannot be reached", remedy=AGAIN)


async def _lives(temporal: Client) -> bool:
    try:
        async with asyncio.timeout(HEALTH.total_seconds() + 0.5):
            healthy: bool = await temporal.service_client.check_health(timeout=HEALTH)
            return healthy
    except (RPCError, RuntimeError, TimeoutError):
        return False


def is_answer(error: Exception) -> bool:
    """Whether a failed call tells for certain that nothing has happened, so that its traces can be taken away.

    Else it is not known what became of it: it may be written a moment later, by the same attempt or a former one.
    """
    return isinstance(error, Refusal) and not isinstance(error, Unavailable | StillWorking | TooMany | NotFound)


def refusal_of(failed: WorkflowUpdateFailedError) -> Refusal:
    """The refusal of the rules that came through Temporal."""
    cause = failed.cause
    if not isinstance(cause, ApplicationError) or not cause.details:
        raise failed
    details = cause.details[0]
    kind = _kinds().get(cause.type or "", Refusal)
    return kind(cause.message, path=details["path"], remedy=details["remedy"])


def reach_of(refusal: Refusal) -> int | None:
    """The last ledger entry known to the run that refused; None if it did not say."""
    failed = refusal.__cause__
    if isinstance(failed, WorkflowUpdateFailedError) and isinstance(failed.cause, ApplicationError):
        return failed.cause.details[0].get("reach") if failed.cause.details else None
    return None


def _kinds() -> dict[str, type[Refusal]]:
    found: dict[str, type[Refusal]] = {}
    waiting = [Refusal]
    while waiting:
        kind = waiting.pop()
        found[kind.__name__] = kind
        waiting.extend(kind.__subclasses__())
    return found


def _of_rpc(error: RPCError) -> Refusal:
    match error.status:
        case RPCStatusCode.NOT_FOUND if error.message.startswith("Namespace "):
            return Unavailable("the workflow server lacks our namespace: its operator makes it", remedy=AGAIN)
        case RPCStatusCode.NOT_FOUND:
            return NotFound("no such initiative is open", path="initiative")
        case RPCStatusCode.RESOURCE_EXHAUSTED:
            return TooMany("too many answers at once", remedy=AGAIN)
        case RPCStatusCode.UNAVAILABLE | RPCStatusCode.CANCELLED:
            return Unavailable("the workflow server cannot be reached", remedy=AGAIN)
        case RPCStatusCode.DEADLINE_EXCEEDED:
            return StillWorking("no worker has answered in time", remedy=AGAIN)
        case _:
            return Unavailable(f"the workflow server answered {error.status.name.lower()}", remedy=AGAIN)
