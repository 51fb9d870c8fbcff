"""The dispatcher: a loop that sends the letters that are due. It never fails an initiative; it has its own outbox."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import Any

import structlog

from activities.channels import Channel, ChannelAway
from activities.looping import for_ever
from activities.rates import Rates
from activities.writing import Scribe
from models.engine import Database, DatabaseAway
from models.keys import KeyRing
from models.letter_claims import claim, next_claim
from models.letter_ends import ended
from models.letter_facts import Correspondence
from models.letter_outcomes import ClaimedBundle, Faltered, Outcome, Unsent, Unwritable, set_aside
from models.states import LetterState
from models.vault import Vault

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=5)  # longer than a channel may take for one message
AT_ONCE = 8  # few, so that whether all in them is still owed was asked right before they go out
_LONGEST_BACK_OFF = 60.0
_SHORTEST_WAIT = 0.2  # for letters that are due, but in the hands of another dispatcher
_PARTING_SECONDS = 15.0
_SETTLED = {
    LetterState.SUPPRESSED: "suppressed",
    LetterState.SUPERSEDED: "superseded",
    LetterState.HELD: "uncertain",
    LetterState.FAILED: "unwritable",
}


def wall_clock() -> datetime:
    """Now, in UTC."""
    return datetime.now(UTC)


class Dispatcher:
    """Claims what is due for people, writes and sends it, and records what became of each letter.

    Several may run side by side. `sender` is the address that letters come from; its domain also names them. Letters
    wait `gather` for others to the same person. `counted` hears the outcome of each letter, in one word.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        keys: KeyRing,
        channel: Channel,
        public_url: str,
        sender: str,
        clock: Callable[[], datetime] = wall_clock,
        idle_seconds: float = 5.0,
        counted: Callable[[str], None] = lambda outcome: None,
        rates: Rates | None = None,
        gather: timedelta = timedelta(),
        lease: timedelta = LEASE,
    ) -> None:
        self.database = database
        self.keys = keys
        self.channel = channel
        self.scribe = Scribe(Correspondence(vault, keys, public_url), sender)
        self.sender = sender
        self.clock = clock
        self.idle_seconds = idle_seconds
        self.counted = counted
        self.rates, self.gather, self.lease = rates or Rates(), gather, lease

    async def run(self) -> None:
        """Send letters until cancelled; what is being sent then is brought to its end first. Raises nothing else."""
        try:
            await for_ever(self._turn, said="letters wait", longest=_LONGEST_BACK_OFF, log=log)
        finally:
            await self.channel.close()

    async def _turn(self) -> float:
        return 0.0 if await self.one_pass(self.clock()) else await self._until_next()

    async def one_pass(self, now: datetime) -> int:
        """Claim some messages due by `now` and deal with them; how many. Raises DatabaseAway, ChannelAway."""
        settled: list[LetterState] = []
        claimed = await self.database.write(
            lambda session: claim(
                session,
                self.keys,
                now,
                lease=self.lease,
                limit=min(AT_ONCE, self.rates.room(now)),
                domain=self.sender.rpartition("@")[2],
                settled=settled,
                gather=self.gather,
            )
        )
        for state in settled:
            self.counted(_SETTLED[state])
        await _to_its_end(self._deal_with_all(claimed))
        return len(claimed)

    async def _deal_with_all(self, claimed: list[ClaimedBundle]) -> None:
        troubles = await asyncio.gather(*map(self._deal_with, claimed), return_exceptions=True)
        for trouble in troubles:
            if trouble is not None:
                raise trouble

    async def _deal_with(self, claimed: ClaimedBundle) -> None:
        try:
            outcome = await self._outcome(claimed)
        except (DatabaseAway, ChannelAway):
            await self._record(claimed, Unsent())
            raise
        await self._record(claimed, outcome)
        log.info("letters dealt with", bundle=claimed.id, letters=len(claimed.letters), outcome=_word(outcome))

    async def _outcome(self, claimed: ClaimedBundle) -> Outcome:
        try:
            ready = await self._ready(claimed)
        except (DatabaseAway, ChannelAway):
            raise
        except Exception as error:  # whatever it is: nothing has left, and nobody need ask whether it has
            log.error("letters faltered", bundle=claimed.id, because=type(error).__name__)
            return Faltered()
        return await self.channel.send(ready) if isinstance(ready, EmailMessage) else ready

    async def _ready(self, claimed: ClaimedBundle) -> EmailMessage | Outcome:
        """The message as it may be handed over now, or why it is not."""
        now = self.clock()
        written = await self.database.read(lambda session: self.scribe.written(session, claimed, now))
        if written is None:
            return Unsent()  # the next claim says why
        for letter, why in written.aside.items():
            log.error("letter set aside", letter=letter, outcome=_word(why))
            await self.database.write(lambda session, one=letter, why=why: set_aside(session, claimed, one, why))  # type: ignore[misc]
            self.counted(_word(why))
        if written.message is None:
            return Unwritable()
        now = self.clock()
        if now >= claimed.lease_until:  # this machine slept, or the database did: others may have sent it since
            return Unsent()
        if now >= written.until:  # it was claimed just before nine in the evening: the next claim lets it wait
            return Unsent()
        later = self.rates.take(written.domain, now)
        return written.message if later is None else Unsent(later)

    async def _record(self, claimed: ClaimedBundle, outcome: Outcome) -> None:
        """Write the outcome down, and wait for the database as long as the lease lasts: it may say that it was sent."""
        while True:
            now = self.clock()
            try:
                letters = await self.database.write(lambda session, now=now: ended(session, claimed, outcome, now))  # type: ignore[misc]
            except DatabaseAway:
                if now >= claimed.lease_until:
                    raise
                await asyncio.sleep(1)
            else:
                for _ in range(letters):
                    self.counted(_word(outcome))
                return

    async def _until_next(self) -> float:
        """Seconds until the next letter is due, or until it is time to look again."""
        due = await self.database.read(next_claim)
        wait = (due - self.clock()).total_seconds() if due else self.idle_seconds
        return min(max(wait, _SHORTEST_WAIT), self.idle_seconds)


def _word(outcome: Outcome) -> str:
    return type(outcome).__name__.lower()


async def _to_its_end(work: Coroutine[Any, Any, None]) -> None:
    """Await work that a cancelled caller leaves only after it has come to its end, or after a parting while."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task], timeout=_PARTING_SECONDS)
        if not task.cancel():
            task.exception()  # looked at, or the loop would print it with all it says
        raise
