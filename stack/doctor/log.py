"""The log: whether entries get their places, it is signed and sent out, and is the one that checkpoints tell of."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from models import log_checkpoints
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database, DatabaseAway
from models.keys import KeyFileUnusable, KeyRing
from models.log_watch import LATE, DatabaseOlder, LogDamaged, LogStanding, require_known, standing
from models.migrate import Tables, tables
from stack.doctor.findings import Finding, fault, warning, well
from stack.remembering import given, signer_of
from stack.settings import Settings

PART = "log"
_LOOK = "see 'the log' in the worker's log; 'talkoot verify' checks all of it"
_GRACE = timedelta(hours=2)
_UNSIGNED = timedelta(minutes=5)  # entries are signed within one


async def examine(
    settings: Settings, database: Database | None, clock: Callable[[], datetime], checkpoint: Path | None = None
) -> list[Finding]:
    """Compare the log with what is known of it outside, and see whether it goes on. What ails database or key file is
    told elsewhere.
    """
    if database is None:
        return []
    try:
        keys = await asyncio.to_thread(KeyRing.load, settings.keys)
        return await database.read(lambda session: _found(session, settings, keys, clock(), checkpoint))
    except (DatabaseAway, SQLAlchemyError, KeyFileUnusable):
        return []


def _found(
    session: Session, settings: Settings, keys: KeyRing, now: datetime, checkpoint: Path | None
) -> list[Finding]:
    if tables(session) is not Tables.CURRENT:
        return []
    found = _remembered(session, settings, keys, checkpoint)
    stands = standing(session)
    return [*found, *_going_on(stands, now), *_anchored(stands, settings, now)]


def _remembered(session: Session, settings: Settings, keys: KeyRing, checkpoint: Path | None) -> list[Finding]:
    signer = signer_of(settings, keys, session)
    try:
        if checkpoint is not None:
            require_known(session, given(checkpoint, signer), str(checkpoint))
        known = CheckpointCopy(settings.checkpoint_copy).newest(signer.key)
        if known is not None:
            require_known(session, known, str(settings.checkpoint_copy))
    except (DatabaseOlder, LogDamaged) as amiss:
        return [fault(PART, amiss.said, amiss.remedy)]
    except CopyUnusable as unusable:
        return [fault(PART, *str(unusable).split(": ", 1))]
    last = log_checkpoints.newest(session)
    if known is None and checkpoint is None and last is not None:
        return [warning(PART, f"{settings.checkpoint_copy} is not there", "the next checkpoint makes it, if it may")]
    of_key = f"signed by {signer.key.text}"
    return [well(PART, f"it is the one that the newest checkpoint outside tells of, {of_key}" if known else of_key)]


def _going_on(stands: LogStanding, now: datetime) -> list[Finding]:
    if stands.waits(now) > LATE:
        waits = stands.waits(now).total_seconds()
        return [fault(PART, f"an entry has waited {waits:.0f} s for its index", f"a worker must run; {_LOOK}")]
    if stands.unsigned and (stands.signed_at is None or now - stands.signed_at > _UNSIGNED):
        said = f"{stands.unsigned} entries have their indexes, and no checkpoint holds them"
        return [fault(PART, said, f"a worker must run; {_LOOK}")]
    return [well(PART, f"{stands.size} entries have their indexes, and none waits")]


def _anchored(stands: LogStanding, settings: Settings, now: datetime) -> list[Finding]:
    if not settings.anchor_to:
        if settings.environment == "production":
            return [warning(PART, "checkpoints are mailed to nobody", "set TALKOOT_ANCHOR_TO")]
        return []
    due = timedelta(hours=settings.anchor_hours) + _GRACE
    if stands.anchored_at is not None and now - stands.anchored_at <= due:
        return [well(PART, "a checkpoint left the house in time")]
    if stands.anchored_at is None and (stands.begun_at is None or now - stands.begun_at <= due):
        return []
    return [fault(PART, "no checkpoint has left the house for too long", f"see what is said of mail; {_LOOK}")]
