"""The way of one answer: stamped, its texts sealed, decided by the workflow, answered once it stands in the ledger."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlmodel import Session

from api.bodies import Body, texts_of
from api.calling import AGAIN, called, is_answer, reach_of
from api.doors import Principal, require_voice
from api.problems import NotFound, StillWorking, TooMany, Unavailable
from api.services import Services
from api.stamps import Stamp
from domain.actors import Channel, Role, Speaker
from domain.commands import Command, Interaction
from domain.ledger.entries import Entry, content
from domain.refusals import InitiativeEnded, Malformed, NotEntitled, Refusal
from domain.sealed import Sealed
from domain.wire import plain
from models.actors import actor_of, owns, subject_of
from models.addressed import Addressed, addressed
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
class Prepared:
    """A request that may go to the workflow, or the entry that it has led to before."""

    interaction: Interaction
    known: Entry | None = None


@dataclass(frozen=True)
class Stands:
    """What a command has led to: the number, kind and data of its first entry."""

    seq: int
    happened: str
    recorded: dict[str, Any]

    @classmethod
    def by(cls, entry: Entry) -> Stands:
        """As the ledger says it."""
        said = content(entry)
        return cls(entry.seq, said["type"], said["data"])


async def interact(
    services: Services, asking: Principal, initiative: str, command: type[Command], body: Body, key: str | None
) -> Accepted:
    """Say something to an initiative for the one who asks. Raises a Refusal; then nothing has changed."""
    require_speaker(asking, initiative, body)
    stamp = Stamp.of(key, f"{asking.id} {command.KIND} {initiative}", body.model_dump_json())
    now = services.clock()
    prepared = await services.database.write(
        lambda session: _prepare(services, session, asking, initiative, command, body, stamp, now)
    )
    try:
        stands = await (
            _stands(services, initiative, prepared.known)
            if prepared.known
            else _said(services, initiative, prepared.interaction)
        )
    except Exception as error:
        undo = is_answer(error)
        await services.database.write(lambda session: _undo(services, session, stamp) if undo else stamp.free(session))
        raise
    return Accepted(
        initiative=initiative,
        seq=stands.seq,
        happened=stands.happened,
        recorded=stands.recorded,
        received_at=prepared.interaction.received_at,
    )


def require_speaker(asking: Principal, initiative: str, body: Body) -> None:
    """Raise NotEntitled unless the one who asks may speak to this initiative in this way."""
    if asking.role is Role.AUDITOR:
        raise NotEntitled(
            "auditors read and change nothing", remedy="ask the coordinator, or come with a coordinator's key"
        )
    if asking.role is Role.PARTICIPANT:
        if asking.initiative != initiative:
            raise NotFound("there is no such initiative")
        if body.for_seat is not None or body.channel is not None:
            raise NotEntitled("a personal link speaks for its own seat", path="for_seat", remedy="leave it out")
    elif (body.for_seat is None) != (body.channel is None):
        raise Malformed(
            "what is entered for a seat says how it was heard",
            path="channel",
            remedy="give both for_seat and channel (phone or paper), or neither",
        )


def _prepare(
    services: Services,
    session: Session,
    asking: Principal,
    initiative: str,
    command: type[Command],
    body: Body,
    stamp: Stamp,
    now: datetime,
) -> Prepared:
    to = addressed(session, initiative, stamp.command_key)
    if to is None:
        raise NotFound("there is no such initiative", path="initiative", remedy="list the initiatives you may see")
    if asking.role is Role.COORDINATOR and not owns(session, asking.id, to.coordinator):
        raise NotEntitled("this initiative has another coordinator", remedy="ask its coordinator")
    claim = stamp.claim(session, now, is_known=to.known is not None)
    if to.known is None:  # else it was taken when it might still be said
        require_voice(asking)
        _require_open(to)
    speaker = _speaker(session, asking, initiative, body)
    said = {} if to.known else _sealed(services, session, speaker, initiative, command, body, stamp, now)
    interaction = Interaction(stamp.command_key, speaker, claim.received_at, {"kind": command.KIND, **said})
    return Prepared(interaction, to.known)


def _require_open(to: Addressed) -> None:
    if to.status is InitiativeStatus.ENDED:
        raise InitiativeEnded("the initiative has ended", remedy="read its history")


def _speaker(session: Session, asking: Principal, initiative: str, body: Body) -> Speaker:
    if asking.role is Role.PARTICIPANT:
        return Speaker(asking.actor or "", asking.role, Channel.LINK, asking.seat)
    actor = actor_of(session, initiative, principal=asking.id, person=asking.person)
    entered_by = actor if body.for_seat else None
    return Speaker(actor, asking.role, body.channel or Channel.API, body.for_seat, entered_by)


def _sealed(
    services: Services,
    session: Session,
    speaker: Speaker,
    initiative: str,
    command: type[Command],
    body: Body,
    stamp: Stamp,
    now: datetime,
) -> dict[str, Any]:
    """The command's fields in plain form, each text replaced by what the vault holds of it, pending."""
    said: dict[str, Any] = body.model_dump(mode="json", exclude_none=True, exclude={*Body.model_fields})
    texts = [name for name in texts_of(command) if said.get(name) is not None]
    subject = subject_of(session, initiative, None if command.JOINT else speaker) if texts else ""
    for name in texts:
        text, field = said[name], f"{command.KIND}.{name}"
        commitment = services.vault.put_pending(session, subject, field, text, stamp.command_key, now)
        said[name] = plain(Sealed(commitment, len(text), body.language or "fi"))
    return said


async def _said(services: Services, initiative: str, interaction: Interaction) -> Stands:
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
            return await _said(services, initiative, interaction)
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
        await asyncio.wait_for(turn.acquire(), services.patience.total_seconds())
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


def _undo(services: Services, session: Session, stamp: Stamp) -> None:
    stamp.forget(session)
    services.vault.drop_pending(session, stamp.command_key)
