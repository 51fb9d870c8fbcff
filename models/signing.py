"""Signatures of the log: Ed25519, by the key that lies in the key file, and whether one is right by its public half."""

from __future__ import annotations

from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from domain.ledger.checkpoints import Checkpoint, Key, Signature, SignedCheckpoint, signature


@dataclass(frozen=True)
class Signing:
    """What signs here: the seed of the key, and how the log is called. A log that has been signed keeps its name unless
    another is `given`; `else_called` is the name of one that has not.
    """

    seed: bytes = field(repr=False)
    given: str | None = None
    else_called: str = "localhost"

    def signer(self, known_as: str | None) -> Signer:
        """The signer of the log that is known by this name, if by any. Raises ValueError for an unfit name."""
        return Signer(self.given or known_as or self.else_called, self.seed)


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
        return SignedCheckpoint(said, (self._signature(said.text),))

    def note(self, text: str) -> str:
        """Another text with the signature below it. It does not begin with the name of the log, so it is never taken
        for a checkpoint.
        """
        assert text.endswith("\n")
        assert text.partition("\n")[0] != self.origin
        return f"{text}\n{self._signature(text).line}"

    def _signature(self, text: str) -> Signature:
        return signature(self.key, self._private.sign(text.encode()))


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
