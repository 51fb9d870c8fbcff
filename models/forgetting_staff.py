"""Forgetting that somebody was of the staff: with their person, or for their person's sake."""

from __future__ import annotations

from sqlalchemy import delete
from sqlmodel import Session, col, select

from domain.house import RoleTaken
from models import house
from models.tables import KeptForm, SignInLink, StaffRole, StaffSession


def forget(session: Session, person: str) -> list[RoleTaken]:
    """Take all roles of somebody who is being erased, the last administrator's too, with all that was kept of their
    sign-ins; what the house is to be told of it, once nothing else is left to lock. Before the vault and the house
    forget who they are.
    """
    had = session.exec(select(StaffRole).where(StaffRole.person_id == person).order_by(col(StaffRole.role))).all()
    session.execute(delete(StaffRole).where(col(StaffRole.person_id) == person))
    forget_sign_ins(session, person)
    whose = house.actor_of(session, person) if had else ""
    return [RoleTaken(person=whose, role=row.role) for row in had]


def forget_sign_ins(session: Session, person: str) -> None:
    """Delete what is kept of a person's links, sessions and late forms; the texts of these lie in their vault."""
    for table in (StaffSession, SignInLink, KeptForm):
        session.execute(delete(table).where(col(table.person_id) == person))


def end_sign_ins(session: Session) -> None:
    """Delete all sessions and sign-in links, as after a restore: who signed out or lost a role since must not be in."""
    for table in (StaffSession, SignInLink):
        session.execute(delete(table))
