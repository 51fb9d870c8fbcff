"""Checkpoints: what the log says of itself at one size, as a text that anybody can keep and compare.

The forms are those of C2SP: `tlog-checkpoint` for what is said, `signed-note` for the signatures below it. What stands
here reads and writes the texts; whether a signature is right is asked of whoever knows the cryptography.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass

ED25519 = b"\x01"
"""What says in a key that it is one for Ed25519."""

_HASH = 32
_KEY_ID = 4
_DASH = "\u2014 "
_MOST = 16  # signatures below one text
_DIGITS = 15  # of a number of entries


class NoCheckpoint(ValueError):
    """A text is no checkpoint; the message says why."""


@dataclass(frozen=True)
class Checkpoint:
    """The log of `origin` had `size` entries, and `root` (32 bytes) stands for all of them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> str:
        """What is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"


@dataclass(frozen=True)
class Key:
    """A key that signs checkpoints: its name, and the 32 bytes of its public half."""

    name: str
    public: bytes

    def __post_init__(self) -> None:
        if reason := unfit_name(self.name):
            raise ValueError(reason)

    @property
    def id(self) -> bytes:
        """Four bytes by which a signature tells whose it is."""
        return hashlib.sha256(self.name.encode() + b"\n" + ED25519 + self.public).digest()[:_KEY_ID]

    @property
    def text(self) -> str:
        """The key as one line, as tools for checkpoints take it."""
        return f"{self.name}+{self.id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


@dataclass(frozen=True)
class Signature:
    """One line below a text: the name and id of the key that it says it is by, and what it signed with."""

    name: str
    key_id: bytes
    value: bytes

    @property
    def line(self) -> str:
        """As it stands below the text."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.value).decode()}\n"

    def says_it_is_by(self, key: Key) -> bool:
        """Whether it names this key."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True)
class SignedCheckpoint:
    """A checkpoint with the signatures that stand below it, in their order."""

    checkpoint: Checkpoint
    signatures: tuple[Signature, ...]

    @property
    def text(self) -> str:
        """The whole text, as it is published, mailed and kept."""
        return self.checkpoint.text + "\n" + "".join(signature.line for signature in self.signatures)


def unfit_name(name: str) -> str | None:
    """Why a key or a log cannot be called so, or None if it can."""
    if not name:
        return "a log needs a name"
    if any(character.isspace() or character == "+" or not character.isprintable() for character in name):
        return "the name of a log has no space and no +"
    return None


def signature(key: Key, value: bytes) -> Signature:
    """What a key has signed, as a line."""
    return Signature(key.name, key.id, value)


def read_key(text: str) -> Key:
    """The key of one line. Raises ValueError for any other text."""
    name, _, rest = text.strip().partition("+")
    named, _, coded = rest.partition("+")
    held = _decoded(coded)
    if held is None or held[:1] != ED25519 or len(held) != _HASH + 1:
        raise ValueError("this is no key of a log")
    key = Key(name, held[1:])
    if key.id.hex() != named:
        raise ValueError("the key of this log was copied wrongly: its parts do not fit each other")
    return key


def read(text: str) -> SignedCheckpoint:
    """The checkpoint of a signed text, byte for byte as it was written. Raises NoCheckpoint."""
    said, blank, below = text.partition("\n\n")
    lines = below.splitlines(keepends=True)
    if not blank or not lines or len(lines) > _MOST:
        raise NoCheckpoint("it has no signature below an empty line")
    found = SignedCheckpoint(_checkpoint(said), tuple(map(_signature, lines)))
    if found.text != text:
        raise NoCheckpoint("it is not written as checkpoints are")
    return found


def signed_as(text: str) -> str | None:
    """The name in the first line of a text that looks like a signature, whatever stands above it; None without one."""
    signature = next((line for line in text.splitlines() if line.startswith(_DASH)), "")
    name = signature.removeprefix(_DASH).partition(" ")[0]
    return None if unfit_name(name) else name


def _checkpoint(said: str) -> Checkpoint:
    lines = said.split("\n")
    if len(lines) != 3:
        raise NoCheckpoint("it does not say origin, size and root on three lines")
    origin, size, root = lines
    held = _decoded(root)
    if unfit_name(origin):
        raise NoCheckpoint("its first line is no name of a log")
    if not (size.isascii() and size.isdigit() and len(size) <= _DIGITS) or str(int(size)) != size:
        raise NoCheckpoint("its second line is no number of entries")
    if held is None or len(held) != _HASH:
        raise NoCheckpoint("its third line is no hash")
    return Checkpoint(origin, int(size), held)


def _signature(line: str) -> Signature:
    name, _, coded = line.removeprefix(_DASH).rstrip("\n").rpartition(" ")
    held = _decoded(coded)
    if not line.startswith(_DASH) or unfit_name(name) or held is None or len(held) <= _KEY_ID:
        raise NoCheckpoint("a line below it is no signature")
    return Signature(name, held[:_KEY_ID], held[_KEY_ID:])


def _decoded(text: str) -> bytes | None:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None


def short(checkpoint: Checkpoint) -> str:
    """A checkpoint as it is printed on a document: how many entries, and the first half of the root, for the eye."""
    half = checkpoint.root.hex()[:_HASH]
    return f"{checkpoint.origin} {checkpoint.size}: {' '.join(half[at : at + 4] for at in range(0, len(half), 4))}"
