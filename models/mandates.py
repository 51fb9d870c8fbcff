"""Mandates of the register as initiatives are promised them."""

from __future__ import annotations

from datetime import date

from sqlmodel import Session, select

from domain import mandates
from domain.refusals import MandateOutOfDate
from models.tables import Mandate


def pinned(row: Mandate) -> mandates.Mandate:
    """A mandate as it is copied into a ledger."""
    return mandates.Mandate(
        id=row.id,
        given_by=row.given_by,
        given_to=row.given_to,
        acts=tuple(row.acts),
        places=tuple(row.places),
        themes=tuple(row.themes),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        meeting_reference=row.meeting_reference,
        former=row.former_id,
    )


def require_with_holder(session: Session, row: Mandate, day: date, path: str) -> None:
    """Raise MandateOutOfDate for a mandate that has been transferred to another holder by this day."""
    follows = session.exec(select(Mandate).where(Mandate.former_id == row.id)).first()
    if follows is not None and follows.given_to != row.given_to and follows.valid_from <= day:
        raise MandateOutOfDate(
            f"the mandate was transferred on {follows.valid_from}, by {follows.meeting_reference}",
            path=path,
            remedy=f"name {follows.id}, and its holder as backbone",
        )
