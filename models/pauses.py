"""Loops that a person has paused: what they would take up waits until they go on."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from domain.house import SendingPaused, SendingResumed
from models import house
from models.dialects import insert_unless_there
from models.tables import Pause

LETTERS = "letters"
"""The loop that sends letters."""


def paused(session: Session, loop: str = LETTERS) -> Pause | None:
    """Since when a loop is paused, and by whom; None while it goes on."""
    return session.get(Pause, loop)


def pause(session: Session, by: str, now: datetime, loop: str = LETTERS) -> Pause:
    """Let a loop claim nothing more; one that is paused stays as it is, with whoever did it first."""
    if insert_unless_there(session, Pause, loop=loop, paused_at=now, by=by):
        house.record(session, [SendingPaused()], actor=house.actor_for(session, by), now=now)
    return session.get_one(Pause, loop)


def resume(session: Session, by: str, now: datetime, loop: str = LETTERS) -> Pause | None:
    """Let it go on; the pause that has ended, None if there was none."""
    row = session.get(Pause, loop, with_for_update=True)
    if row is not None:
        session.delete(row)
        house.record(session, [SendingResumed()], actor=house.actor_for(session, by), now=now)
    return row
