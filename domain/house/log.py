"""What befell the log as a whole."""

from __future__ import annotations

from dataclasses import dataclass

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class LogAnchored(HouseEvent, kind="log.anchored"):
    """The checkpoint of so many entries was sent out of the house: handed over for so many readers, and not for others.
    `reason` is why it was: `daily`, `ended` or `asked`.
    """

    size: int
    root: str
    reason: str
    reached: int
    missed: int


@dataclass(frozen=True, kw_only=True)
class LogCutShort(HouseEvent, kind="log.cut_short"):
    """The database was restored to an earlier day, and whoever did it had nothing newer: a checkpoint with this root
    tells of `known` entries, and the log had `size` when it went on. What stood between is lost.
    """

    known: int
    root: str
    size: int


@dataclass(frozen=True, kw_only=True)
class SigningKeyChanged(HouseEvent, kind="log.key_changed"):
    """Another key is to sign the log: the public lines of the former and the next one. The former signs a checkpoint
    that holds this entry, so it vouches for the next.
    """

    former: str
    next: str


@dataclass(frozen=True, kw_only=True)
class SigningKeyUsed(HouseEvent, kind="log.key_used"):
    """Checkpoints that hold this entry are signed by this key."""

    key: str
