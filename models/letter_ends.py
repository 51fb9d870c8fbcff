"""Ends of messages: what became of one is written down, with what else follows from it."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from models import mail_back
from models.letter_outcomes import ClaimedBundle, Outcome, Refused, record


def ended(session: Session, claimed: ClaimedBundle, outcome: Outcome, now: datetime) -> int:
    """The same as `record`; and an address that a mail server says is none is closed, and told of."""
    letters = record(session, claimed, outcome, now)
    if letters and isinstance(outcome, Refused):
        mail_back.refused(session, claimed, outcome.reply, now)
    return letters
