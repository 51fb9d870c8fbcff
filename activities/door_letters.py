"""Letters with sign-in links: a loop beside the dispatcher, as they are about no initiative, and nobody waits gladly
for one. It sends within a second or two whatever was asked for; what was asked in vain it never sees.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog

from activities.channels import Channel, ChannelAway
from activities.dispatching import wall_clock
from activities.looping import for_ever
from letters.signing_in import sign_in_letter
from models import sign_in_links
from models.engine import Database
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
        try:
            await for_ever(self._turn, said="sign-in letters wait", longest=_LONGEST_BACK_OFF, log=log)
        finally:
            await self.channel.close()

    async def _turn(self) -> float:
        await self.one_pass(self.clock())
        return self.every

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
