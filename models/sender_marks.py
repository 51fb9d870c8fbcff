"""Marks of a sender: what tells that two needs come from one place, and does not tell from which."""

from __future__ import annotations

import hashlib
import hmac
from ipaddress import IPv6Address, ip_address

from models.keys import KeyRing


def mark_of_network(keys: KeyRing, address: str) -> str:
    """The mark of the network that something was sent from."""
    return _mark(keys, "network", network_of(address))


def mark_of_mailbox(keys: KeyRing, address: str) -> str:
    """The mark of an e-mail address, however its letters are written."""
    return _mark(keys, "mailbox", address.strip().lower())


def network_of(address: str) -> str:
    """A network address, of version 6 its first half: the rest is the sender's own to choose."""
    try:
        found = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(found, IPv6Address) and found.ipv4_mapped is None:
        return str(IPv6Address(int(found) >> 64 << 64))
    return str(found)


def _mark(keys: KeyRing, what: str, said: str) -> str:
    """A keyed hash: whoever has the database without the keys cannot try addresses out."""
    return hmac.new(keys.links()[0], f"open call {what}\n{said}".encode(), hashlib.sha256).hexdigest()
