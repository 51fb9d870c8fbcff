"""What the development outbox shows of a letter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.operating_model import Addressee


@dataclass(frozen=True)
class OutboxLetter:
    """A letter as its reader would have got it, in the role `addressee`; None for whoever sent a need to an
    open call.

    `link` is the link in it: personal for those who speak for a seat; the coordinator's leads to the initiative.
    """

    letter: str
    initiative: str
    obligation: str
    actor: str
    seat: str | None
    addressee: Addressee | None
    kind: str
    step: str
    state: str
    sent_at: datetime | None
    to: str
    subject: str
    link: str
    text: str
    html: str
