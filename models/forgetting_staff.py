"""Forgetting that somebody was of the staff: with their person, or for their person's sake."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.house import RoleTaken
from models import house
from models.tables import KeptForm, SignInLink, StaffRole, StaffSession


def forget(session: Session, person: str, *, by: str, now: datetime) -> None:
    """Take all roles of somebody who is being erased, the last administrator's too, with all that was kept of their
    sign-ins. Before the vault and the house forget who they are.
    """
    had = session.exec(select(StaffRole).where(StaffRole.person_id == person).order_by(col(StaffRole.role))).all()
    session.execute(delete(StaffRole).where(col(StaffRole.person_id) == person))
    forget_sign_ins(session, person)
    if had:
        whose = house.actor_of(session, person)
        told = [RoleTaken(person=whose, role=row.role) for row in had]
        house.record(session, told, actor=house.actor_for(session, by), now=now)


def forget_sign_ins(session: Session, person: str) -> None:
    """Delete what is kept of a person's links, sessions and late forms; the texts of these lie in their vault."""
    for table in (StaffSession, SignInLink, KeptForm):
        session.execute(delete(table).where(col(table.person_id) == person))
