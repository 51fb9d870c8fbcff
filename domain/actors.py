"""Who speaks, for whom, and through which channel."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What a person or program may do here. Auditors read; participants speak for their own seat; the public tells
    of needs by an open call, and of nothing else.
    """

    COORDINATOR = "coordinator"
    AUDITOR = "auditor"
    ADMIN = "admin"
    PARTICIPANT = "participant"
    PUBLIC = "public"


class Channel(StrEnum):
    """How an answer reached us. The gate's result is the same for all."""

    LINK = "link"
    PAGE = "page"
    API = "api"
    PHONE = "phone"
    PAPER = "paper"
    OPEN_CALL = "open_call"


RULE = "rule"
"""The actor of events that no one said: a deadline passed, a vote was counted."""


@dataclass(frozen=True)
class Speaker:
    """The provenance of an answer.

    `actor` is random per person and initiative; `entered_by` is who typed it for them.
    """

    actor: str
    role: Role
    channel: Channel
    seat: str | None = None
    entered_by: str | None = None
