"""Connections to a mail server: encrypted, signed in, and kept a few seconds for the next letter."""

from __future__ import annotations

import asyncio
import ssl
from contextlib import suppress
from pathlib import Path

import aiosmtplib

from activities.mail_server import Encryption, MailServer
from activities.mail_troubles import TROUBLE, away, no_encryption, no_signing_in

KEPT = 5.0  # seconds: longer than between two letters of one batch, shorter than any server waits
SETTING_UP = 2  # times a step that greeting, encryption and signing in may take together


class CertificatesUnusable(Exception):
    """The file of the authorities to trust cannot be used; the message says which and why."""


class Connections:
    """Opens connections to one server and keeps those that are given back, until they are needed or `KEPT` is over.

    `seconds` bounds each step of the conversation. `ca_file` holds the only authorities to trust; None trusts those
    of the machine. Raises CertificatesUnusable.
    """

    def __init__(self, server: MailServer, *, seconds: float, ca_file: Path | None = None) -> None:
        self.server, self.seconds = server, seconds
        self._tls = _trusting(ca_file)
        self._idle: dict[aiosmtplib.SMTP, asyncio.TimerHandle] = {}
        self._parting: set[asyncio.Task[None]] = set()

    async def begun(self, sender: str) -> aiosmtplib.SMTP:
        """A connection on which a letter of this sender has been begun. Raises ChannelAway.

        Whatever a kept connection says against it, a new one is asked: servers end them as they like.
        """
        if self._idle:
            kept, timer = self._idle.popitem()
            timer.cancel()
            try:
                await kept.mail(sender)
            except TROUBLE:
                kept.close()
            else:
                return kept
        fresh = await self.opened(sender.rpartition("@")[2])
        try:
            await fresh.mail(sender)
        except TROUBLE as error:
            fresh.close()
            raise away(error) from None
        return fresh

    async def opened(self, name: str) -> aiosmtplib.SMTP:
        """A new connection of one who calls itself `name`, encrypted and signed in as asked. Raises ChannelAway."""
        server = self.server
        connection = aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            use_tls=server.encryption is Encryption.FROM_THE_START,
            start_tls=False,
            local_hostname=name,
            timeout=self.seconds,
            tls_context=self._tls,
        )
        try:
            async with asyncio.timeout(SETTING_UP * self.seconds):
                await self._set_up(connection)
        except TROUBLE as error:  # a time-out is an OSError, too
            connection.close()
            raise away(error) from None
        except BaseException:
            connection.close()
            raise
        return connection

    async def give_back(self, connection: aiosmtplib.SMTP) -> None:
        """Keep a connection for the next letter, if it is still good for one."""
        try:
            await connection.rset()
        except TROUBLE:
            connection.close()
            return
        timer = asyncio.get_running_loop().call_later(KEPT, self._part, connection)
        self._idle[connection] = timer

    async def close(self) -> None:
        """Take leave on all kept connections."""
        for connection, timer in list(self._idle.items()):
            timer.cancel()
            self._part(connection)
        if self._parting:
            await asyncio.wait(self._parting)

    async def _set_up(self, connection: aiosmtplib.SMTP) -> None:
        await connection.connect()
        await connection.ehlo()
        if self.server.encryption is Encryption.BEFORE_LETTERS:
            if not connection.supports_extension("starttls"):
                raise no_encryption()
            await connection.starttls()
            await connection.ehlo()
        if self.server.username is not None:
            if not connection.supported_auth_methods:
                raise no_signing_in()
            await connection.login(self.server.username, self.server.password or "")

    def _part(self, connection: aiosmtplib.SMTP) -> None:
        self._idle.pop(connection, None)
        task = asyncio.ensure_future(_take_leave(connection))
        self._parting.add(task)
        task.add_done_callback(self._parting.discard)


def _trusting(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # also of a file without certificates
        raise CertificatesUnusable(f"{ca_file} holds no certificates that can be read: {error.strerror}") from None


async def _take_leave(connection: aiosmtplib.SMTP) -> None:
    with suppress(*TROUBLE):
        await connection.quit(timeout=2)
    connection.close()
