"""What is done with the log on this machine: signed now, sent out now, and gone on with after a loss."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

from sqlmodel import Session

from domain.house import OPERATOR, LogCutShort
from domain.ledger.checkpoints import Checkpoint, SignedCheckpoint
from models import house, log_tree
from models.checkpoint_copy import CheckpointCopy
from models.engine import Database
from models.log_watch import DatabaseOlder, require_known
from stack.keeping import fitting_keys
from stack.parts import Parts
from stack.remembering import signer_of
from stack.settings import Settings


async def seal(settings: Settings) -> SignedCheckpoint:
    """Give every entry its place and sign the log as it then stands. Safe beside a running stack. Raises LogRewritten,
    LogIncomplete, CopyUnusable, DatabaseOlder, DatabaseAway, KeyFileUnusable.
    """
    async with _opened(settings) as parts:
        return await parts.sequencer().seal()


async def send_out(settings: Settings) -> int:
    """Sign, and send that to the archive and the auditors now; for how many it was handed over. Raises the same."""
    async with _opened(settings) as parts:
        await parts.sequencer().seal()
        anchors = parts.anchors()
        try:
            return await anchors.one_pass(datetime.now(UTC), asked=True)
        finally:
            await anchors.channel.close()


def cut_short(settings: Settings) -> Checkpoint | None:
    """Record that this database is older than the copy of the newest checkpoint tells, and put that copy aside, so that
    the log goes on from what there is; the checkpoint that it no longer holds to. None when nothing is lost: then
    nothing is changed. Raises CopyUnusable, DatabaseAway, KeyFileUnusable.
    """
    database = Database.open(settings.database)
    copy = settings.checkpoint_copy
    try:
        keys = fitting_keys(settings, database)
        signer = database.read_now(lambda session: signer_of(settings, keys, session))
        known = CheckpointCopy(copy).newest(signer.key)
        if known is None or database.read_now(lambda session: _is_known(session, known, str(copy))):
            return None
        told = LogCutShort(
            known=known.size, root=known.root.hex(), size=database.read_now(lambda session: log_tree.size(session))
        )
        now = datetime.now(UTC)
        database.write_now(lambda session: house.record(session, [told], actor=OPERATOR, now=now))
    finally:
        database.close_now()
    copy.replace(copy.with_name(f"checkpoint-lost-{known.size}-{now:%Y%m%dT%H%M%S}.txt"))
    return known


def _is_known(session: Session, known: Checkpoint, where: str) -> bool:
    try:
        require_known(session, known, where)
    except DatabaseOlder:
        return False
    return True


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Parts]:
    parts = await asyncio.to_thread(Parts.open, settings)
    try:
        yield parts
    finally:
        await parts.database.close()
