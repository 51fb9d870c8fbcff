"""Channels: the ways a letter leaves the house, behind one shape."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol, Self
from urllib.parse import unquote, urlsplit

import aiosmtplib

from models.letter_outcomes import Deferred, Outcome, Refused, Sent, Uncertain

_ADDRESS = re.compile(r"<[^>]*>|\S*@\S*")
_LONGEST_REPLY = 200
_TROUBLE = (aiosmtplib.SMTPException, OSError)


class ChannelAway(Exception):
    """The channel takes no letters now, whichever they are; nothing has left. The message names nobody."""


class Channel(Protocol):
    """Sends one message at a time; several at once are fine."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Send a message and say what became of it. Raises ChannelAway when none can be sent."""


class OutboxChannel:
    """Nothing leaves: letters count as sent and can be read in the outbox. For development."""

    async def send(self, message: EmailMessage) -> Outcome:
        """Let the letter be."""
        return Sent("outbox")


@dataclass(frozen=True)
class SmtpChannel:
    """An SMTP server, a connection for each letter.

    A password never travels unencrypted: with one, `smtp://` insists on STARTTLS, which it else uses where offered.
    """

    host: str
    port: int | None = None
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    encrypted: bool = False
    seconds: float = 20.0

    @classmethod
    def of(cls, url: str) -> Self:
        """`smtp[s]://[user:password@]host[:port]`; `smtps` is encrypted from the start. Raises ValueError."""
        parts = urlsplit(url)
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            raise ValueError("the mail server reads smtp://host or smtps://user:password@host:port")
        username, password = (unquote(text) if text else None for text in (parts.username, parts.password))
        return cls(parts.hostname, parts.port, username, password, parts.scheme == "smtps")

    async def send(self, message: EmailMessage) -> Outcome:
        """Hand the message over. Who falls silent after the message was on its way leaves it uncertain."""
        sender, recipient = (_address_in(message, header) for header in ("From", "To"))
        if not recipient.isascii():
            return Refused("smtp", "addresses with other letters than a-z are not supported")
        server = aiosmtplib.SMTP(
            hostname=self.host,
            port=self.port,
            username=self.username,
            password=self.password,
            use_tls=self.encrypted,
            start_tls=True if self.username and not self.encrypted else None,
            local_hostname=sender.rpartition("@")[2],
            timeout=self.seconds,
        )
        try:
            outcome = await self._conversation(server, sender, recipient, message.as_bytes(policy=SMTP))
            if server.is_connected:
                with suppress(*_TROUBLE):
                    await server.quit()
            return outcome
        finally:
            server.close()

    async def _conversation(self, server: aiosmtplib.SMTP, sender: str, recipient: str, content: bytes) -> Outcome:
        try:
            await server.connect()
            await server.mail(sender)
        except _TROUBLE as error:
            raise ChannelAway(_named(error)) from None
        try:
            await server.rcpt(recipient)
        except aiosmtplib.SMTPResponseException as answer:
            return _refusal(answer, recipient)
        except _TROUBLE as error:
            raise ChannelAway(_named(error)) from None
        try:
            taken = await server.data(content)
        except aiosmtplib.SMTPResponseException as answer:
            return _refusal(answer, recipient)
        except _TROUBLE:
            return Uncertain("smtp")
        return Sent("smtp", _without_address(f"{taken.code} {taken.message}", recipient))


def _address_in(message: EmailMessage, header: str) -> str:
    address: str = message[header].addresses[0].addr_spec
    return address


def _refusal(answer: aiosmtplib.SMTPResponseException, recipient: str) -> Outcome:
    """For now when the code begins with 4, else for good."""
    reply = _without_address(f"{answer.code} {answer.message}", recipient)
    return Deferred("smtp", reply) if 400 <= answer.code < 500 else Refused("smtp", reply)


def _without_address(reply: str, recipient: str) -> str:
    """One line of what the server said, without anybody's address or its local part."""
    line = _ADDRESS.sub("…", " ".join(reply.split()))
    local = recipient.partition("@")[0]
    return re.sub(re.escape(local), "…", line, flags=re.IGNORECASE)[:_LONGEST_REPLY]


def _named(error: Exception) -> str:
    """What kind of trouble it was; its text may name somebody."""
    code = f" {error.code}" if isinstance(error, aiosmtplib.SMTPResponseException) else ""
    return f"the mail server cannot be used now: {type(error).__name__}{code}"
