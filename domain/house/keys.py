"""API keys of programs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.house.base import HouseEvent


@dataclass(frozen=True, kw_only=True)
class KeyMade(HouseEvent, kind="key.made"):
    """A key with a role was made; it acts for this person, or for nobody. One that `replaces` another was made so that
    a program may go from that one to it without a gap. `scopes` are those of its role that it has; None: all of them.
    """

    key: str
    role: str
    scopes: tuple[str, ...] | None = None
    person: str | None = None
    expires_at: datetime | None = None
    replaces: str | None = None


@dataclass(frozen=True, kw_only=True)
class KeyRevoked(HouseEvent, kind="key.revoked"):
    """A key opens nothing any more."""

    key: str


@dataclass(frozen=True, kw_only=True)
class KeyEnding(HouseEvent, kind="key.ending"):
    """A key that was replaced opens until then, and no longer."""

    key: str
    until: datetime
