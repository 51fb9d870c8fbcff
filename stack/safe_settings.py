"""What is refused outside development: addresses, senders and secrets that everybody knows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from pydantic import SecretStr

if TYPE_CHECKING:
    from stack.settings import Settings

KNOWN_PASSWORDS = frozenset(
    (
        *("admin", "change-me", "changeme", "default", "example", "letmein"),
        *("password", "postgres", "secret", "talkoot", "temporal", "test"),
    )
)
"""Those of examples and of images, as people leave them."""

_NOBODYS = ("localhost", "invalid", "test", "local")
"""The last words of hosts that no mail comes back to."""


def unsafe(settings: Settings) -> Iterator[str]:
    """What of these settings nobody may run with but for trying, a sentence each, naming the variable to set."""
    url = urlsplit(settings.public_url or "")
    if url.scheme != "https" or not url.hostname:
        yield (
            "TALKOOT_PUBLIC_URL begins with https:// and names a host: links in letters and sign-ins are keys, which "
            "nobody on the way may read"
        )
    host = settings.sender.rpartition("@")[2].lower()
    if not host or host.rpartition(".")[2] in _NOBODYS or "." not in host:
        yield "TALKOOT_SENDER is an address that mail comes back to, like talkoot@example.org"
    for name, secret in (("TALKOOT_DATABASE_URL", settings.database_url), ("TALKOOT_SMTP_URL", settings.smtp_url)):
        if secret is not None and (password_of(secret) or "").lower() in KNOWN_PASSWORDS:
            yield f"{name} holds a password that everybody knows: make one with 'openssl rand -hex 24'"


def password_of(url: SecretStr) -> str | None:
    """The password in an address, if one is there."""
    try:
        found = urlsplit(url.get_secret_value()).password
    except ValueError:
        return None
    return unquote(found) if found else None


def is_guessable(key: bytes) -> bool:
    """Whether a key is no product of chance, like one byte again and again: of 32 by chance about 30 differ."""
    return len(set(key)) < 12
