"""The housekeeper: a loop that clears away, once an hour, what nobody comes back for."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from functools import partial

import structlog
from sqlmodel import Session

from activities.dispatching import wall_clock
from activities.looping import for_ever
from models import (
    held_keeping,
    held_messages,
    idempotency,
    kept_forms,
    kept_outside,
    rate_limits,
    retention,
    sign_in_links,
    staff_sessions,
    takings,
)
from models.engine import Database
from models.erasure_list import ErasureList, erased_subjects
from models.retention import Gone, Periods, Piece
from models.vault import Vault

log = structlog.get_logger(__name__)

PENDING_KEPT = timedelta(days=7)
"""How long a text waits for the entry that refers to it, and a seat for the initiative that was to take it in. Whoever
sent them has long been told otherwise by then.
"""

STAMPS_KEPT = timedelta(days=30)
"""How long an Idempotency-Key is answered from its stamp. Later the ledger still knows the key of what it holds."""

EVERY = 3600.0
_LONGEST_BACK_OFF = 60.0


@dataclass(frozen=True)
class Cleared:
    """What a pass cleared away: pending texts, stamps of requests, takings of starts that never happened, needs held by
    open calls that nobody confirmed or took in, counts of limits (`rates`) that are made up for, sign-in links and
    sessions of staff, forms that came after their end; how many `messages` ended that hold no letter any more, and how
    much went that was `kept_long_enough`.
    """

    texts: int
    stamps: int
    takings: int
    held: int = 0
    messages: int = 0
    rates: int = 0
    sign_ins: int = 0
    forms: int = 0
    kept_long_enough: int = 0


class Housekeeper:
    """Deletes pending texts, stamps of requests, takings of starts that never happened, what open calls hold, and what
    is remembered of staff's sign-ins, once they are too old.

    Once a day it lets go of what was kept for the `periods`, and it notes in the list of `erasures` who was erased,
    and what else a backup must not bring back.
    Several may run side by side.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        clock: Callable[[], datetime] = wall_clock,
        *,
        periods: Periods = Periods(),  # noqa: B008 - a frozen value
        erasures: ErasureList | None = None,
    ) -> None:
        self.database = database
        self.vault = vault
        self.clock = clock
        self.periods = periods
        self.erasures = erasures

    async def run(self) -> None:
        """Clear away at once and every hour, until cancelled. Raises nothing else."""
        await for_ever(self._turn, said="clearing away waits", longest=_LONGEST_BACK_OFF, log=log)

    async def _turn(self) -> float:
        log.info("cleared away", **asdict(await self.one_pass(self.clock())))
        return EVERY

    async def one_pass(self, now: datetime) -> Cleared:
        """Clear away what is too old at this instant; may be repeated. Raises DatabaseAway."""

        def clear(session: Session) -> Cleared:
            return Cleared(
                texts=self.vault.sweep(session, now - PENDING_KEPT),
                stamps=idempotency.sweep(session, now - STAMPS_KEPT),
                takings=takings.sweep(session, (now - PENDING_KEPT).date()),
                held=held_keeping.sweep(session, self.vault, now),
                rates=rate_limits.sweep(session, now),
                messages=held_messages.sweep(session),
                sign_ins=sign_in_links.sweep(session, now) + staff_sessions.sweep(session, now),
                forms=kept_forms.sweep(session, self.vault, now),
            )

        cleared = await self.database.write(clear)
        gone = await self._retained(now)
        if self.erasures is not None:
            self.erasures.settle(await self.database.read(erased_subjects), now)
            self.erasures.keep(await self.database.read(kept_outside.standing), now)
        return replace(cleared, kept_long_enough=sum(asdict(gone).values()))

    async def _retained(self, now: datetime) -> Gone:
        """What was kept long enough goes, each piece in a transaction; killed in between, the next pass goes on."""
        if not await self.database.read(lambda session: retention.is_due(session, self.periods, now)):
            return Gone()
        gone = Gone()
        for piece in await self.database.read(lambda session: retention.due(session, self.periods, now)):
            gone += await self.database.write(partial(self._let_go, piece=piece, now=now))
        await self.database.write(lambda session: retention.tell(session, self.periods, gone, now))
        return gone

    def _let_go(self, session: Session, piece: Piece, now: datetime) -> Gone:
        return retention.let_go(session, self.vault, piece, self.periods, now)
