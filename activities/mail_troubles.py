"""What it means when the mail server cannot be used, and what to do: in our words, since its own may name somebody."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterator

import aiosmtplib

from activities.channels import ChannelAway

TROUBLE = (aiosmtplib.SMTPException, OSError)
"""What goes wrong between us and a mail server: it refuses, falls silent, hangs up, or is not there."""

_URL = "TALKOOT_SMTP_URL"


def away(error: BaseException) -> ChannelAway:
    """The reason and the remedy of a trouble that is not about one letter."""
    for cause in _chain(error):
        match cause:
            case aiosmtplib.SMTPAuthenticationError(code=code) if 500 <= code < 600:
                return ChannelAway(f"the mail server refuses user name and password ({code})", f"correct {_URL}")
            case aiosmtplib.SMTPSenderRefused(code=code):
                return ChannelAway(
                    f"the mail server refuses the sender ({code})", "correct TALKOOT_SENDER, or let it send there"
                )
            case aiosmtplib.SMTPResponseException(code=code):
                return ChannelAway(f"the mail server answers with {code}", "look in its log")
            case ssl.SSLCertVerificationError(verify_message=why):
                return ChannelAway(
                    f"the mail server's certificate is not trusted ({why})",
                    f"name the host as in the certificate in {_URL}, or set TALKOOT_SMTP_CA_FILE to its authority's",
                )
            case ssl.SSLError():
                return ChannelAway(
                    "the mail server speaks no TLS there", f"smtps:// is for port 465, smtp:// for 587: correct {_URL}"
                )
            case TimeoutError():
                return ChannelAway("the mail server does not answer in time", f"see that it runs, or correct {_URL}")
            case ConnectionRefusedError():
                return ChannelAway("nothing listens where the mail server should", f"start it, or correct {_URL}")
            case socket.gaierror():
                return ChannelAway("no machine has the mail server's name", f"correct {_URL}")
            case ConnectionError():
                return ChannelAway("the mail server hangs up", "look in its log")
    return ChannelAway(f"the mail server cannot be used now ({type(error).__name__})", f"see that {_URL} is right")


def no_encryption() -> ChannelAway:
    """The server does not offer the encryption without which nothing is said."""
    return ChannelAway(
        "the mail server offers no encryption (STARTTLS)",
        f"use smtps:// in {_URL}, or smtp+plain:// on a network that you trust",
    )


def no_signing_in() -> ChannelAway:
    """The server has no use for the user name and password."""
    return ChannelAway("the mail server takes no user name and password", f"correct {_URL}")


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """The error and what it came from, the innermost first: libraries wrap what has a name into what has none."""
    if error is not None:
        yield from _chain(error.__cause__)
        yield error
