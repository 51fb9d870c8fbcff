"""The cryptography of the vault: commitments, values sealed under a subject's key, keys wrapped by the master key."""

from __future__ import annotations

import hmac
import json
import secrets
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_NONCE = 12
_SALT = 32


class SealBroken(Exception):
    """A stored text or key is not what was sealed: it was changed, or the key file is another one."""


@dataclass(frozen=True)
class Sealed:
    """A value as it is stored; its salt is inside the ciphertext."""

    commitment: str
    nonce: bytes
    ciphertext: bytes = field(repr=False)


@dataclass(frozen=True)
class Opened:
    """A value as it was given, with the salt that proves its commitment to a reader."""

    value: str = field(repr=False)
    salt: bytes = field(repr=False)


def commitment_of(salt: bytes, field: str, value: str) -> str:
    """HMAC-SHA256 under the salt over the canonical JSON of [field, value], in hex. Says nothing without the salt."""
    text = json.dumps([field, value], ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(salt, text.encode(), "sha256").hex()


def new_wrapped_key(master: bytes, subject: str) -> bytes:
    """A fresh 256-bit key for this subject, wrapped; it cannot be used for another subject."""
    return wrap(master, subject, secrets.token_bytes(32))


def wrap(master: bytes, subject: str, key: bytes) -> bytes:
    """The key of a subject, wrapped."""
    nonce = secrets.token_bytes(_NONCE)
    return nonce + AESGCM(master).encrypt(nonce, key, subject.encode())


def unwrap(master: bytes, subject: str, wrapped: bytes) -> bytes:
    """The subject's key. Raises SealBroken."""
    try:
        return AESGCM(master).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], subject.encode())
    except InvalidTag:
        raise SealBroken("a key of the vault does not open with this key file") from None


def seal(key: bytes, field: str, value: str) -> Sealed:
    """Seal one value under a fresh salt."""
    salt, nonce = secrets.token_bytes(_SALT), secrets.token_bytes(_NONCE)
    commitment = commitment_of(salt, field, value)
    return Sealed(commitment, nonce, AESGCM(key).encrypt(nonce, salt + value.encode(), _bound(commitment, field)))


def unseal(key: bytes, field: str, sealed: Sealed) -> Opened:
    """Open one value and check it against its commitment. Raises SealBroken."""
    try:
        plain = AESGCM(key).decrypt(sealed.nonce, sealed.ciphertext, _bound(sealed.commitment, field))
    except InvalidTag:
        raise SealBroken("a text of the vault is not what was sealed") from None
    opened = Opened(plain[_SALT:].decode(), plain[:_SALT])
    if not hmac.compare_digest(commitment_of(opened.salt, field, opened.value), sealed.commitment):
        raise SealBroken("a text of the vault does not match its commitment")
    return opened


def _bound(commitment: str, field: str) -> bytes:
    return f"{commitment}|{field}".encode()
