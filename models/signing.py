"""Signatures of the log: Ed25519, by the key that lies in the key file, and whether one is right by its public half."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.ledger.checkpoints import Checkpoint, Key, SignedCheckpoint, signature


class Signer:
    """Signs checkpoints of the log `origin` with a key that has the same name. Raises ValueError for an unfit name."""

    def __init__(self, origin: str, seed: bytes) -> None:
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self.key = Key(origin, self._private.public_key().public_bytes_raw())

    @property
    def origin(self) -> str:
        """The name of the log."""
        return self.key.name

    def signed(self, size: int, root: bytes) -> SignedCheckpoint:
        """The log of this size and root, signed."""
        said = Checkpoint(self.origin, size, root)
        return SignedCheckpoint(said, (signature(self.key, self._private.sign(said.text.encode())),))


def is_signed_by(key: Key, signed: SignedCheckpoint) -> bool:
    """Whether a signature below a checkpoint is by this key, and right."""
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for one in signed.signatures:
        if one.says_it_is_by(key):
            try:
                public.verify(one.value, signed.checkpoint.text.encode())
            except InvalidSignature:
                continue
            return True
    return False
