"""The accountant: a loop that tells in the ledger how each letter has ended. It never keeps a letter waiting."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import structlog

from activities.dispatching import wall_clock
from activities.looping import for_ever
from models.engine import Database
from models.letter_accounts import account, waits

log = structlog.get_logger(__name__)

AT_ONCE = 200  # letters in one transaction, which others that write may have to wait for
IDLE = 1.0  # seconds between two looks
_LONGEST_BACK_OFF = 60.0


class Accountant:
    """Writes an entry for each letter that has ended without one. Several may run side by side.

    `counted` hears how each letter has ended that it accounted for, and why.
    """

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime] = wall_clock,
        idle_seconds: float = IDLE,
        counted: Callable[[str, str], None] = lambda end, reason: None,
    ) -> None:
        self.database = database
        self.clock = clock
        self.idle_seconds = idle_seconds
        self.counted = counted

    async def run(self) -> None:
        """Account for letters until cancelled. Raises nothing else."""
        await for_ever(self._turn, said="accounts wait", longest=_LONGEST_BACK_OFF, log=log)

    async def _turn(self) -> float:
        return 0.0 if await self.one_pass(self.clock()) == AT_ONCE else self.idle_seconds

    async def one_pass(self, now: datetime) -> int:
        """Account for some letters; how many. One transaction: killed anywhere in it, nothing of it has happened. What
        a loss of power takes is written anew, as the letters then have no entry either. Raises DatabaseAway.
        """
        if not await self.database.read(waits):
            return 0
        ends = await self.database.write(lambda session: account(session, now, limit=AT_ONCE), lasting=False)
        for end, reason in ends:
            self.counted(end, reason or "")
        return len(ends)
