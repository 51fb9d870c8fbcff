"""The sequencer's loop: it gives entries their places in the log, signs the log, and keeps a copy of what it signed
outside the database.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import structlog
from sqlmodel import Session

from activities.dispatching import wall_clock
from activities.looping import for_ever
from domain.ledger.checkpoints import Checkpoint, SignedCheckpoint
from models import log_checkpoints, log_tree
from models.checkpoint_copy import CheckpointCopy, CopyUnusable
from models.engine import Database
from models.log_checkpoints import LogRewritten, Why
from models.log_sequencing import ended_since, sequence, waiting_since
from models.log_tree import LogIncomplete
from models.signing import Signer, Signing

log = structlog.get_logger(__name__)

AT_ONCE = 500  # entries in one transaction, which others that write may have to wait for
IDLE = 0.25  # seconds between two looks, by reading alone
_LONGEST_BACK_OFF = 30.0
_AMISS = 5.0  # seconds between two looks at a log that a person has to look at: entries get their indexes meanwhile


@dataclass(frozen=True)
class _Worked:
    """What became of one transaction: the entries indexed, what was signed, or why nothing may be."""

    indexed: int = 0
    signed: SignedCheckpoint | None = None
    refused: LogRewritten | LogIncomplete | None = None


class Sequencer:
    """Indexes and signs. Several may run side by side: one works, and another takes over when it ends.

    `copy` is asked before the log is signed, and keeps what was signed once that is committed.
    """

    def __init__(
        self,
        database: Database,
        signing: Signing,
        copy: CheckpointCopy,
        clock: Callable[[], datetime] = wall_clock,
        idle_seconds: float = IDLE,
    ) -> None:
        self.database, self.signing, self.copy = database, signing, copy
        self.clock, self.idle_seconds = clock, idle_seconds
        self._lacks_copy = False

    async def run(self) -> None:
        """Index and sign until cancelled. Raises nothing else."""
        await for_ever(self._turn, said="the log waits", longest=_LONGEST_BACK_OFF, log=log)

    async def _turn(self) -> float:
        try:
            full = await self.one_pass(self.clock()) == AT_ONCE
        except (LogRewritten, LogIncomplete, CopyUnusable) as wrong:
            log.error("the log is not signed", because=str(wrong), remedy="talkoot doctor")
            return _AMISS
        return 0.0 if full else self.idle_seconds

    async def one_pass(self, now: datetime) -> int:
        """Index some entries, and sign if it is time; how many got an index. When there is nothing to do, nothing is
        written. Raises DatabaseAway; and LogRewritten, LogIncomplete, CopyUnusable once what waited has its index.
        """
        if not await self.database.read(lambda session: _is_to_do(session, now)):
            return 0
        return (await self._worked(now, None)).indexed

    async def seal(self) -> SignedCheckpoint:
        """Index all that waits, and sign the log as it then stands: for an export, or when somebody asks. Raises as
        `one_pass`.
        """
        while True:
            worked = await self._worked(self.clock(), Why.ASKED)
            if worked.signed is not None and worked.indexed < AT_ONCE:
                return worked.signed

    async def _worked(self, now: datetime, asked: Why | None) -> _Worked:
        signer = self.signing.signer(await self.database.read(log_checkpoints.origin))
        known, unusable = await asyncio.to_thread(self._known, signer)

        def work(session: Session) -> _Worked:
            done = sequence(session, limit=AT_ONCE, wait=asked is not None)
            if done is None:
                return _Worked()
            if asked is not None and done.indexed == AT_ONCE and not done.ended:
                return _Worked(done.indexed)  # more waits
            why = Why.ENDED if done.ended else asked or Why.TIME  # an end is anchored, whoever indexed it
            if unusable is not None or (why is Why.TIME and not log_checkpoints.is_due(session, done.size, now)):
                return _Worked(done.indexed)
            if why is not Why.ENDED and _ended_unsigned(session):  # met by a pass that could not sign
                why = Why.ENDED
            try:
                return _Worked(done.indexed, log_checkpoints.sign(session, signer, now, why, known=known))
            except (LogRewritten, LogIncomplete) as refused:  # found by reading alone: the indexes stay
                return _Worked(done.indexed, refused=refused)

        worked = await self.database.write(work)
        if amiss := unusable or worked.refused:
            raise amiss
        if worked.signed is not None:
            await asyncio.to_thread(self._keep, worked.signed, signer)
        return worked

    def _known(self, signer: Signer) -> tuple[Checkpoint | None, CopyUnusable | None]:
        try:
            return self.copy.newest(signer.key), None
        except CopyUnusable as unusable:
            return None, unusable

    def _keep(self, signed: SignedCheckpoint, signer: Signer) -> None:
        try:
            self.copy.keep(signed, signer.key)
            self._lacks_copy = False
        except (OSError, CopyUnusable) as error:
            if not self._lacks_copy:  # told once, not each minute
                log.warning("no copy of the newest checkpoint can be kept", because=str(error))
            self._lacks_copy = True


def _ended_unsigned(session: Session) -> bool:
    last = log_checkpoints.newest(session)
    return ended_since(session, last.size if last else 0)


def _is_to_do(session: Session, now: datetime) -> bool:
    return waiting_since(session) is not None or log_checkpoints.is_due(session, log_tree.size(session), now)
