"""Which mail server letters are handed to, and how it is spoken to."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import ip_address
from typing import Self
from urllib.parse import SplitResult, unquote, urlsplit

SHAPES = "smtp://user:password@host:587, smtps://user:password@host:465 or smtp+plain://host:25"
ESCAPES = "'@', ':', '/' and '%' in a password are written %40, %3A, %2F and %25"
_NONE_OF_THEM = f"the mail server reads {SHAPES}; {ESCAPES}"


class Encryption(StrEnum):
    """When the connection is encrypted."""

    FROM_THE_START = "smtps"
    BEFORE_LETTERS = "smtp"  # STARTTLS, without which nothing is said
    NEVER = "smtp+plain"


_PORTS = {Encryption.FROM_THE_START: 465, Encryption.BEFORE_LETTERS: 587, Encryption.NEVER: 25}


@dataclass(frozen=True)
class MailServer:
    """Where the mail server listens, when it is encrypted, and whom it lets in.

    A password is never without encryption. Without one, a server on this machine is spoken to in the clear.
    """

    host: str
    port: int
    encryption: Encryption
    username: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def of(cls, url: str) -> Self:
        """What an address of the three shapes says. Raises ValueError, whose text holds nothing of the address."""
        try:
            parts = urlsplit(url)
            host, port, asked = parts.hostname, parts.port, Encryption(parts.scheme)
        except ValueError:  # its own text may hold a piece of the password
            raise ValueError(_NONE_OF_THEM) from None
        if not host or any(part.strip("/") for part in (parts.path, parts.query, parts.fragment)):
            raise ValueError(_NONE_OF_THEM)
        username, password = _signing_in(parts)
        if password and asked is Encryption.NEVER:
            raise ValueError("a password is never sent unencrypted: use smtp:// or smtps:// for the mail server")
        if asked is Encryption.BEFORE_LETTERS and password is None and is_loopback(host):
            return cls(host, port or _PORTS[Encryption.NEVER], Encryption.NEVER)
        return cls(host, port or _PORTS[asked], asked, username, password)

    @property
    def clear_to_others(self) -> bool:
        """Whether letters cross a network unencrypted."""
        return self.encryption is Encryption.NEVER and not is_loopback(self.host)

    def __str__(self) -> str:
        """The address, without user name and password."""
        return f"{self.encryption}://{self.host}:{self.port}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself; names other than `localhost` are not looked up."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _signing_in(parts: SplitResult) -> tuple[str | None, str | None]:
    username, password = (unquote(text) if text else None for text in (parts.username, parts.password))
    if (username is None) != (password is None):
        raise ValueError("the mail server's address has a user name and a password, or neither")
    return username, password
