"""The mail server: whether it lets us in and takes our sender. Nothing is sent, unless a letter is asked for."""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.utils import make_msgid

import aiosmtplib

from activities.channels import ChannelAway
from activities.mail_server import Encryption, MailServer
from activities.mail_troubles import TROUBLE, away
from activities.smtp import SmtpChannel
from activities.smtp_connections import CertificatesUnusable
from models.letter_outcomes import Deferred, Refused, Sent
from stack.doctor.findings import Finding, fault, warning, well
from stack.settings import Settings

PART = "mail"
STEP = 8.0  # seconds at the longest, whatever the settings give a letter: somebody waits for this
_SOON = timedelta(days=14)


async def examine(settings: Settings, send_to: str | None) -> list[Finding]:
    """Connect, encrypt, sign in and name our sender, as for a letter; then take it back."""
    if settings.smtp_url is None:
        if settings.environment == "development":
            return [well(PART, "no mail server is set: letters can be read in the outbox page")]
        return [fault(PART, "no mail server is set", "set TALKOOT_SMTP_URL")]
    url = settings.smtp_url.get_secret_value()
    try:
        channel = SmtpChannel.of(url, seconds=min(settings.smtp_timeout, STEP), ca_file=settings.smtp_ca_file)
    except CertificatesUnusable as unusable:
        return [fault(PART, str(unusable), "correct TALKOOT_SMTP_CA_FILE")]
    try:
        found = [finding async for finding in _conversation(channel, settings.sender)]
        return [*found, *([await _sent(channel, settings.sender, send_to)] if send_to else [])]
    except ChannelAway as trouble:
        return [fault(PART, f"{MailServer.of(url)}: {trouble.reason}", trouble.remedy)]
    finally:
        await channel.close()


async def _conversation(channel: SmtpChannel, sender: str) -> AsyncIterator[Finding]:
    server = channel.connections.server
    connection = await channel.connections.begun(sender)
    try:
        await connection.rset()
        await connection.noop()
        who = " and lets us in" if server.username else ""
        yield well(PART, f"{server} answers{who}, and takes letters from TALKOOT_SENDER")
        if server.clear_to_others:
            yield warning(PART, "letters, and the links in them, go there unencrypted", "use smtp:// or smtps://")
        if server.encryption is not Encryption.NEVER:
            yield _certificate(connection)
    except TROUBLE as error:
        raise away(error) from None
    finally:
        connection.close()


def _certificate(connection: aiosmtplib.SMTP) -> Finding:
    until = datetime.fromtimestamp(
        ssl.cert_time_to_seconds(connection.get_transport_info("peercert")["notAfter"]), tz=UTC
    )
    day = until.date().isoformat()
    if until - datetime.now(UTC) < _SOON:
        return warning(PART, f"its certificate is trusted until {day} only", "have it renewed; letters wait without it")
    return well(PART, f"its certificate is trusted, until {day}")


async def _sent(channel: SmtpChannel, sender: str, to: str) -> Finding:
    """Send a letter that says why it came. Raises ChannelAway."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = sender, to, "Talkoot: test letter"
    message["Message-ID"], message["Auto-Submitted"] = make_msgid(domain=sender.rpartition("@")[2]), "auto-generated"
    message.set_content("Somebody who runs Talkoot asked for this letter, to see that letters arrive.\n")
    match await channel.send(message):
        case Sent(reply=reply):
            return well(PART, f"the test letter was taken: {reply}")
        case Deferred(reply=reply) | Refused(reply=reply):
            return fault(PART, f"the test letter was refused: {reply}", "the server's words say why")
        case _:
            return warning(PART, "nobody knows whether the test letter was taken", "look in the mailbox it went to")
