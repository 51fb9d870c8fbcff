"""Letters by SMTP: each handed over on a connection of its own or a kept one, and what the server says of it told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any, Self

import aiosmtplib

from activities.mail_server import MailServer
from activities.mail_troubles import TROUBLE, away
from activities.smtp_connections import SETTING_UP, Connections
from models.letter_outcomes import Deferred, Outcome, Refused, Sent, Uncertain

STEP = 20.0
"""Seconds that a server may take for one step, unless a setting says otherwise."""
PATIENCE_WITH_A_LETTER = 3  # times a step: servers look into letters before they take them
MOST_STEPS = 4 + SETTING_UP + 2 * PATIENCE_WITH_A_LETTER
"""What a letter takes at the longest: sender (on a kept and a new connection), recipient, the letter, a reset."""

_ADDRESS = re.compile(r"<[^>]*>|\S*@\S*")
_LONGEST_REPLY = 200
_ASKING = b"DATA\r\n"  # may the letter come?
_LEAVING = 421  # the server is about to hang up, whichever letter it is


@dataclass(frozen=True)
class SmtpChannel:
    """Hands letters to a mail server. A letter takes `MOST_STEPS` at the longest."""

    connections: Connections

    @classmethod
    def of(cls, url: str, *, seconds: float = STEP, ca_file: Path | None = None) -> Self:
        """The channel to the server at an address (see MailServer). Raises ValueError, CertificatesUnusable."""
        return cls(Connections(MailServer.of(url), seconds=seconds, ca_file=ca_file))

    async def send(self, message: EmailMessage) -> Outcome:
        """Hand the message over. Who falls silent after the message was on its way leaves it uncertain."""
        sender, recipient = (_address_in(message, header) for header in ("From", "To"))
        if not recipient.isascii():
            return Refused("smtp", "addresses with other letters than a-z are not supported")
        connection = await self.connections.begun(sender)
        try:
            outcome = await self._handed_over(connection, recipient, message.as_bytes(policy=SMTP))
        except BaseException:
            connection.close()
            raise
        if isinstance(outcome, Uncertain):
            connection.close()
        else:
            await self.connections.give_back(connection)
        return outcome

    async def close(self) -> None:
        """Take leave of the server."""
        await self.connections.close()

    async def _handed_over(self, connection: aiosmtplib.SMTP, recipient: str, content: bytes) -> Outcome:
        """Raises ChannelAway when the trouble is not this letter's, and certainly before the letter was taken."""
        try:
            await connection.rcpt(recipient)
        except aiosmtplib.SMTPResponseException as answer:
            return _refusal(answer, recipient)
        except TROUBLE as error:
            raise away(error) from None
        written: list[bytes] = []
        try:
            with _watched(connection, written):
                taken = await connection.data(content, timeout=PATIENCE_WITH_A_LETTER * self.connections.seconds)
        except aiosmtplib.SMTPResponseException as answer:
            has_left = written != [_ASKING]
            return Uncertain("smtp") if has_left and answer.code < 400 else _refusal(answer, recipient)
        except TROUBLE as error:
            if written == [_ASKING]:
                raise away(error) from None
            return Uncertain("smtp")
        return Sent("smtp", _reply(taken, recipient))


@contextmanager
def _watched(connection: aiosmtplib.SMTP, written: list[bytes]) -> Iterator[None]:
    """Note what is written: the library does not tell whether trouble came before the letter left, or after it."""
    protocol: Any = connection.protocol
    write = protocol.write

    def watching(said: bytes) -> None:
        written.append(said)
        write(said)

    protocol.write = watching
    try:
        yield
    finally:
        del protocol.write  # the method is there again


def _address_in(message: EmailMessage, header: str) -> str:
    address: str = message[header].addresses[0].addr_spec
    return address


def _refusal(answer: aiosmtplib.SMTPResponseException, recipient: str) -> Outcome:
    """For now when the code begins with 4, for good with 5; whatever else is no answer about this letter."""
    reply = _reply(answer, recipient)
    if 500 <= answer.code < 600:
        return Refused("smtp", reply)
    if 400 <= answer.code < 500 and answer.code != _LEAVING:
        return Deferred("smtp", reply)
    raise away(answer)


def _reply(answer: aiosmtplib.SMTPResponse | aiosmtplib.SMTPResponseException, recipient: str) -> str:
    """One line of what the server said, without anybody's address or its local part."""
    line = _ADDRESS.sub("…", " ".join(f"{answer.code} {answer.message}".split()))
    local = recipient.partition("@")[0]
    return re.sub(re.escape(local), "…", line, flags=re.IGNORECASE)[:_LONGEST_REPLY]
