"""Channels: the ways a letter leaves the house, behind one shape."""

from __future__ import annotations

from email.message import EmailMessage
from typing import Protocol

from models.letter_outcomes import Outcome, Sent


class ChannelAway(Exception):
    """The channel takes no letters now, whichever they are; nothing has left. Neither text names anybody."""

    def __init__(self, reason: str, remedy: str = "") -> None:
        self.reason, self.remedy = reason, remedy
        super().__init__(f"{reason}: {remedy}" if remedy else reason)


class Channel(Protocol):
    """Sends one message at a time; several at once are fine."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Send a message and say what became of it. Raises ChannelAway when none can be sent."""

    async def close(self) -> None:
        """Let go of what the channel keeps between letters; it can still be used."""


class OutboxChannel:
    """Nothing leaves: letters count as sent and can be read in the outbox. For development."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Let the letter be."""
        return Sent("outbox")

    async def close(self) -> None:
        """There is nothing to let go of."""
