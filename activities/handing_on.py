"""The activity that hands an initiative on to another, which takes it in."""

from __future__ import annotations

from typing import NoReturn

from sqlmodel import Session
from temporalio import activity
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.service import RPCError, RPCStatusCode

from domain.merging.brought import Bringing, key_of
from domain.refusals import InitiativeEnded, PhaseSettled
from models.append import STREAM, entry_of_command
from models.engine import Database, DatabaseAway
from models.merging import bringing
from models.states import InitiativeStatus
from models.tables import Initiative
from workflows import calls
from workflows.phase import Receipt

_RUN_ENDED = "AcceptedUpdateCompletedWorkflow"
_PASSES = (PhaseSettled.__name__, _RUN_ENDED)
"""Why the other cannot answer right now, and will a moment later: its next phase, or run, is about to begin."""


class HandingOn:
    """Holds the database that both ledgers lie in, and the way to the other's workflow."""

    def __init__(self, temporal: Client, database: Database) -> None:
        self.temporal = temporal
        self.database = database

    @activity.defn(name=calls.HAND_ON)
    async def hand_on(self, handing: calls.HandingOn) -> calls.HandedOn:
        """Let the other initiative take this one in. A retry is harmless: it knows the key by which it has done so."""
        try:
            known = await self.database.read(lambda session: _taken_in(session, handing))
            if known is not None:
                return known
            brings = await self.database.write(
                lambda session: bringing(session, handing.initiative, handing.into, handing.offer)
            )
            return await self._asked(handing, brings)
        except DatabaseAway as away:
            _again("the database cannot be reached now", away)

    async def _asked(self, handing: calls.HandingOn, brings: Bringing) -> calls.HandedOn:
        handle = self.temporal.get_workflow_handle(handing.into)
        try:
            receipt: Receipt = await handle.execute_update("take_in", brings, id=brings.key, result_type=Receipt)
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                _again("the workflow server cannot be asked now", error)
            return await self._not_running(handing, error)
        except WorkflowUpdateFailedError as failed:
            return await self._refused(handing, failed)
        return calls.HandedOn(receipt.seq)

    async def _not_running(self, handing: calls.HandingOn, error: RPCError) -> calls.HandedOn:
        """What it means that no run of the other is open: it has ended, after taking this one in or before."""
        known, ended, _ = await self.database.read(lambda session: _standing(session, handing))
        if known is None and not ended:
            _again(f"{handing.into} is not running now", error)
        return known or calls.HandedOn(refused=InitiativeEnded.__name__)

    async def _refused(self, handing: calls.HandingOn, failed: WorkflowUpdateFailedError) -> calls.HandedOn:
        """The refusal, unless it passes, or comes of a run that knows less than its ledger does; that is told so."""
        cause = failed.cause
        if not isinstance(cause, ApplicationError) or cause.type in (None, *_PASSES):
            _again(f"{handing.into} cannot answer now", failed)
        known, _, head = await self.database.read(lambda session: _standing(session, handing))
        if known is not None:
            return known
        reach = cause.details[0].get("reach") if cause.details else None
        if reach is not None and reach < head:
            handle = self.temporal.get_workflow_handle(handing.into)
            await handle.execute_update("catch_up", head, id=f"catch-up-{head}")
            _again(f"{handing.into} had to read its ledger first", failed)
        return calls.HandedOn(refused=cause.type)


def _taken_in(session: Session, handing: calls.HandingOn) -> calls.HandedOn | None:
    """The entry of the other's ledger that takes it in, if there is one already."""
    key = key_of(handing.initiative, handing.offer)
    entry = entry_of_command(session, STREAM + handing.into, key)
    return calls.HandedOn(entry.seq) if entry else None


def _standing(session: Session, handing: calls.HandingOn) -> tuple[calls.HandedOn | None, bool, int]:
    """The same, whether the other has ended, and the number of its last entry."""
    row = session.get_one(Initiative, handing.into)
    return _taken_in(session, handing), row.status is InitiativeStatus.ENDED, row.head_seq


def _again(why: str, cause: Exception) -> NoReturn:
    """An expected state of the world, not a fault of this code: tried again, without a traceback for each attempt."""
    raise ApplicationError(why, type="Again", category=ApplicationErrorCategory.BENIGN) from cause
