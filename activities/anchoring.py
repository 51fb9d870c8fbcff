"""The anchors' loop: checkpoints leave the house daily and when an initiative ends, by the letters' own channel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog

from activities.channels import Channel, ChannelAway
from activities.dispatching import wall_clock
from activities.looping import for_ever
from letters.anchoring import anchor_letter
from models.engine import Database
from models.letter_outcomes import Outcome, Sent, Uncertain
from models.log_anchors import Leaving, Reader, claim, is_due, readers, record
from models.vault import Vault

log = structlog.get_logger(__name__)

IDLE = 10.0  # seconds between two looks
_LONGEST_BACK_OFF = 300.0


class Anchors:
    """Sends checkpoints to the archive's addresses `to`, and to the auditors of this installation. Several may run side
    by side: each checkpoint goes out from one of them.
    """

    def __init__(
        self,
        database: Database,
        vault: Vault,
        channel: Channel,
        sender: str,
        to: Sequence[str],
        every: timedelta = timedelta(days=1),
        clock: Callable[[], datetime] = wall_clock,
    ) -> None:
        self.database, self.vault, self.channel = database, vault, channel
        self.sender, self.to, self.every, self.clock = sender, tuple(to), every, clock

    async def run(self) -> None:
        """Send checkpoints until cancelled. Raises nothing else."""
        try:
            await for_ever(self._turn, said="anchors wait", longest=_LONGEST_BACK_OFF, log=log)
        finally:
            await self.channel.close()

    async def _turn(self) -> float:
        await self.one_pass(self.clock())
        return IDLE

    async def one_pass(self, now: datetime, *, asked: bool = False) -> int:
        """Send the newest checkpoint out if that is due, or `asked` for; for how many readers it was handed over. A
        checkpoint that went out and of which that could not be written down goes out again. Raises DatabaseAway.
        """
        if not asked and not await self.database.read(lambda session: is_due(session, now, self.every)):
            return 0
        known = await self.database.read(lambda session: readers(session, self.vault, self.to, now))
        if not known:
            return 0
        leaving = await self.database.write(lambda session: claim(session, now, self.every, asked=asked))
        if leaving is None:
            return 0
        wanted, missed = leaving.to(known), list[Reader]()
        for number, reader in enumerate(wanted):
            if not isinstance(await self._sent(leaving, number, reader.address, now), Sent | Uncertain):
                missed.append(reader)
        reached = len(wanted) - len(missed)
        await self.database.write(lambda session: record(session, leaving, reached, missed, self.clock()))
        said = log.info if reached and not missed else log.warning
        said("checkpoint sent out", entries=leaving.signed.checkpoint.size, reached=reached, missed=len(missed))
        return reached

    async def _sent(self, leaving: Leaving, number: int, address: str, now: datetime) -> Outcome | None:
        """What became of the message to one reader; None when it could not be sent at all."""
        size, host = leaving.signed.checkpoint.size, self.sender.rpartition("@")[2]
        name = f"<checkpoint-{size}.{leaving.attempts}.{number}@{host}>"
        try:
            message = anchor_letter(leaving.signed, sender=self.sender, to=address, message_id=name, date=now)
            return await self.channel.send(message)
        except (ChannelAway, ValueError) as error:  # the second: an address that is none
            log.warning("a checkpoint was not sent", because=type(error).__name__)
            return None
