"""What is known of a letter with a sign-in link."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class SignInFacts:
    """Whom a link signs in and where it leads; asked for at a local moment, and good until another. `id` makes the
    Message-ID, so that the same letter sent twice is one.
    """

    id: str
    name: str | None = field(repr=False)
    address: str = field(repr=False)
    language: str
    link: str = field(repr=False)
    site: str
    asked_at: datetime
    until: datetime
