"""Letters with sign-in links: a loop beside the dispatcher, as they are about no initiative, and nobody waits gladly
for one. It sends within a second or two whatever was asked for; what was asked in vain it never sees.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from activities.channels import Channel, ChannelAway
from activities.dispatching import wall_clock
from letters.signing_in import sign_in_letter
from models import sign_in_links
from models.engine import Database, DatabaseAway
from models.letter_outcomes import Refused, Sent
from models.sign_in_letters import DoorPost
from models.tables import SignInLink

log = structlog.get_logger(__name__)

LEASE = timedelta(minutes=3)
AT_ONCE = 8
EVERY = 1.0
AGAIN = timedelta(minutes=1)
"""Until a message is tried again that a mail server did not take now."""
_LONGEST_BACK_OFF = 30.0


class DoorLetters:
    """Sends the letters with sign-in links. Several may run side by side; whoever claims one sends it. A letter may go
    out twice where a process ends while it is sent: it is the same message then, and its link opens once.
    """

    def __init__(
        self,
        database: Database,
        post: DoorPost,
        channel: Channel,
        sender: str,
        clock: Callable[[], datetime] = wall_clock,
        every: float = EVERY,
    ) -> None:
        self.database, self.post, self.channel, self.sender = database, post, channel, sender
        self.clock, self.every = clock, every

    async def run(self) -> None:
        """Send letters until cancelled. Raises nothing else."""
        failures = 0
        try:
            while True:
                try:
                    await self.one_pass(self.clock())
                    failures = 0
                except (DatabaseAway, ChannelAway) as away:
                    failures += 1
                    log.warning("sign-in letters wait", because=str(away))
                except Exception as error:  # whatever it is, the next letter must still go out
                    failures += 1
                    log.error("sign-in letters wait", because=type(error).__name__)
                await asyncio.sleep(min(self.every * 2.0 ** min(failures, 8), _LONGEST_BACK_OFF))
        finally:
            await self.channel.close()

    async def one_pass(self, now: datetime) -> int:
        """Send what was asked for by now; how many went out. Raises DatabaseAway, ChannelAway."""
        if not await self.database.read(lambda session: sign_in_links.waits(session, now)):
            return 0
        claimed = await self.database.write(lambda session: sign_in_links.claim(session, now, LEASE, AT_ONCE))
        return sum([await self._sent(link, now) for link in claimed])

    async def _sent(self, link: SignInLink, now: datetime) -> bool:
        facts = await self.database.read(lambda session: self.post.facts(session, link))
        try:
            message = sign_in_letter(facts, sender=self.sender, date=now) if facts else None
            outcome = await self.channel.send(message) if message else Refused("none", "no address")
        except ValueError:
            outcome = Refused("none", "no address")
        except ChannelAway:
            await self._settle(link, None)
            raise
        over = isinstance(outcome, Sent | Refused)
        await self._settle(link, now if over else None, None if over else self.clock() + AGAIN)
        log.info("sign-in letter", link=link.id, outcome=type(outcome).__name__.lower())
        return isinstance(outcome, Sent)

    async def _settle(self, link: SignInLink, sent_at: datetime | None, again_at: datetime | None = None) -> None:
        await self.database.write(lambda session: sign_in_links.settle(session, link.id, sent_at, again_at))
