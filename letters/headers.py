"""The headers of a message, set through the standard library, which refuses line breaks in any of them."""

from __future__ import annotations

from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, Policy

from domain.letter import Common, Envelope


class _Unfolded(UnstructuredHeader, BaseHeader):
    """A header of one long word. The library would encode a word that is longer than a line, and nothing that reads
    such a header expects that.
    """

    max_count = 1

    def fold(self, *, policy: Policy) -> str:
        """The header on one line."""
        return f"{self.name}: {self}{policy.linesep}"


_REGISTRY = HeaderRegistry()
for _name in ("References", "List-Unsubscribe"):
    _REGISTRY.map_to_type(_name, _Unfolded)
_POLICY = SMTP.clone(header_factory=_REGISTRY)


def addressed(
    first: Common,
    envelope: Envelope,
    *,
    sender: tuple[str, str],
    reply_to: str | None,
    subject: str,
    date: datetime,
) -> EmailMessage:
    """A message without content, to the reader of its `first` part, from a `sender` by name and address. Replies go to
    the sender where no other address is given.

    Raises ValueError for a line break or anything but ASCII where only that belongs, and for an address that is none.
    """
    message = EmailMessage(policy=_POLICY)
    message["From"] = Address(sender[0], addr_spec=sender[1])
    message["To"] = Address(first.name or "", addr_spec=first.address)
    message["Subject"] = subject
    message["Date"] = date
    message["Message-ID"] = _ascii(envelope.message_id)
    message["Auto-Submitted"] = "auto-generated"
    if reply_to:
        message["Reply-To"] = Address(addr_spec=reply_to)
    if first.follows:
        message["References"] = _ascii(first.follows)
    if envelope.unsubscribe:
        message["List-Unsubscribe"] = _ascii(f"<{envelope.unsubscribe}>")
        message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    return message


def _ascii(value: str) -> str:
    if not value.isascii():
        raise ValueError("what is one word in a header holds a letter that is not ASCII")
    return value
