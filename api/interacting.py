"""The way of one answer: prepared, decided by the workflow, answered once it stands in the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from api.calling import AGAIN, called, is_answer, reach_of
from api.preparing import Saying
from api.problems import NotFound, StillWorking, TooMany, Unavailable
from api.services import Services
from api.stamps import Stamp
from domain.commands import Interaction
from domain.ledger.entries import Entry, content
from domain.refusals import InitiativeEnded, Refusal
from models.append import STREAM, entry_of_command
from models.states import InitiativeStatus
from models.tables import Initiative
from workflows.phase import Receipt


class Accepted(BaseModel):
    """An accepted interaction: it stands in the ledger from entry `seq` on, which says that `happened`, with `recorded`
    as its data, the same as in the history. A retry with the same Idempotency-Key gets the same answer.

    Whatever was made has its new id in `recorded`, under its own name: the `need` of `need.submitted`, the `activity`
    of `activity.added`. Of a text it tells length and language only; the text itself lies in the vault.
    `answer.came_late` means that it came after the window: recorded, not counted. `received_at` is when it was first
    heard; deadlines are judged by it.
    """

    initiative: str
    seq: int
    happened: str = Field(examples=["need.submitted"])
    recorded: dict[str, Any] = Field(
        examples=[{"need": "n4", "sector": "resident", "text": {"length": 34, "language": "fi"}}]
    )
    received_at: datetime


@dataclass(frozen=True)
class Stands:
    """What a command has led to: the number, kind and data of its first entry. An entry read from the ledger also says
    when the command was first heard, whatever became of the stamp.
    """

    seq: int
    happened: str
    recorded: dict[str, Any]
    received_at: datetime | None = None

    @classmethod
    def by(cls, entry: Entry) -> Stands:
        """As the ledger says it."""
        said = content(entry)
        received = datetime.fromisoformat(said["received"]) if "received" in said else None
        return cls(entry.seq, said["type"], said["data"], received)


async def interact(saying: Saying) -> Accepted:
    """Say something to an initiative for the one who asks. Raises a Refusal; then nothing has changed."""
    services, initiative, now = saying.services, saying.initiative, saying.services.clock()
    prepared = await services.database.write(lambda session: saying.prepare(session, now), lasting=saying.is_lasting)
    try:
        stands = await (
            _stands(services, initiative, prepared.known)
            if prepared.known
            else conveyed(services, initiative, prepared.interaction)
        )
    except Exception as error:
        undo, stamp = _undo if is_answer(error) else _free, prepared.stamp
        await services.database.write(lambda session: undo(services, session, stamp, now))
        raise
    return Accepted(
        initiative=initiative,
        seq=stands.seq,
        happened=stands.happened,
        recorded=stands.recorded,
        received_at=stands.received_at or prepared.interaction.received_at,
    )


async def conveyed(services: Services, initiative: str, interaction: Interaction) -> Stands:
    """What the entry says that the interaction led to. Raises a Refusal.

    An attempt before this one may have been on its way when this one was prepared. If its append has ended the
    initiative, no run is open any more to know the key, so the ledger is asked once more. And a refusal of a run that
    knows less than the ledger does not count.
    """
    handle = services.temporal.get_workflow_handle(initiative)
    try:
        async with _turn(services, initiative):
            receipt: Receipt = await called(
                services, handle.execute_update("interact", interaction, id=interaction.key, result_type=Receipt)
            )
    except (Unavailable, StillWorking, TooMany):
        raise  # what became of it is told to the retry, once the run can be asked
    except Refusal as refusal:
        stream, key = STREAM + initiative, interaction.key
        written = await services.database.read(lambda session: entry_of_command(session, stream, key))
        if written is not None:
            return await _stands(services, initiative, written)
        if isinstance(refusal, NotFound):
            raise await _nowhere(services, initiative) from None
        if await _lagged(services, initiative, reach_of(refusal)):
            return await conveyed(services, initiative, interaction)
        raise
    if receipt.happened is not None:
        return Stands(receipt.seq, receipt.happened, receipt.recorded)
    return await services.database.read(lambda session: _written(session, initiative, interaction.key, receipt.seq))


async def _stands(services: Services, initiative: str, entry: Entry) -> Stands:
    """An entry that the ledger holds, once the run knows it too: an exit must open the next phase, or nobody is asked.

    Raises Unavailable or StillWorking while the run cannot be asked.
    """
    nowhere = await _nowhere(services, initiative)
    if not isinstance(nowhere, InitiativeEnded):
        try:
            await _lagged(services, initiative, 0)
        except NotFound:
            raise nowhere from None
    return Stands.by(entry)


async def _lagged(services: Services, initiative: str, reach: int | None) -> bool:
    """Whether a run that knows the ledger up to `reach` lags, as after a crash right behind a commit; then it is told.

    It is told by an update, never asked by a query: see `PhaseWorkflow.head`.
    """
    row = await services.database.read(lambda session: session.get(Initiative, initiative))
    if row is None or reach is None or reach >= row.head_seq:
        return False
    handle, seq = services.temporal.get_workflow_handle(initiative), row.head_seq
    await called(services, handle.execute_update("catch_up", seq, id=f"catch-up-{seq}"))
    return True


@asynccontextmanager
async def _turn(services: Services, initiative: str) -> AsyncIterator[None]:
    """A place among the answers in flight. Raises TooMany when it does not come in time: the stamp's lease is short."""
    turn = services.turn(initiative)
    try:
        async with asyncio.timeout(services.patience.total_seconds()):
            await turn.acquire()
    except TimeoutError:
        raise TooMany("too many answers at once", remedy=AGAIN) from None
    try:
        yield
    finally:
        turn.release()


async def _nowhere(services: Services, initiative: str) -> Refusal:
    """What it means that no run of an initiative is open. While it has not ended, that is our fault, and passes."""
    row = await services.database.read(lambda session: session.get(Initiative, initiative))
    if row is not None and row.status is not InitiativeStatus.ENDED:
        return Unavailable("the initiative is not running now; its operator starts it again", remedy=AGAIN)
    return InitiativeEnded("the initiative has ended", remedy="read its history")


def _written(session: Session, initiative: str, key: str, seq: int) -> Stands:
    entry = entry_of_command(session, STREAM + initiative, key)
    if entry is None:
        raise LookupError(f"the workflow says entry {seq} was written, and it is not there")
    return Stands.by(entry)


def _undo(services: Services, session: Session, stamp: Stamp, now: datetime) -> None:
    """Take back what was prepared, unless a retry that came after the lease stands on it by now."""
    if stamp.forget(session, now):
        services.vault.drop_pending(session, stamp.command_key)


def _free(_: Services, session: Session, stamp: Stamp, now: datetime) -> None:
    stamp.free(session, now)
