"""The addresses in messages by which reminders are stopped with one click: whose each is, and of which matters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, and_, col, select

from domain.obligations import ObligationState
from models.links import GRACE
from models.stops import By, resume, stop, stopped
from models.tables import Bundle, Initiative, Letter, Obligation, Person

About = tuple[str, str]
"""An initiative and an obligation of it."""


@dataclass(frozen=True)
class StopDoor:
    """What the message with this address was about, whose reader's reminders are `stopped` or come."""

    person: str
    language: str
    abouts: tuple[About, ...]
    stopped: bool


def by_token(session: Session, token_sha256: str, now: datetime) -> StopDoor | None:
    """Whose address this is. None for an unknown one, once all links of its message have been taken back, and when
    nobody can be reminded of anything in it: all that it asked was settled 30 days ago or more, as for links.
    """
    bundle = session.exec(select(Bundle).where(Bundle.unsubscribe_sha256 == token_sha256)).first()
    reader = session.get(Person, bundle.person_id) if bundle and bundle.person_id else None
    if bundle is None or reader is None:
        return None
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    rows = session.exec(
        select(Obligation, Initiative.ended_at)
        .join(Letter, its_obligation)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .where(Letter.bundle_id == bundle.id, col(Letter.revoked_at).is_(None))
        .order_by(col(Letter.id))
    ).all()
    abouts = tuple({(owed.initiative_id, owed.id): None for owed, ended in rows if _matters(owed, ended, now)})
    if not abouts:
        return None
    return StopDoor(reader.id, reader.language, abouts, _all_stopped(session, reader.id, abouts))


def stop_all(session: Session, door: StopDoor, now: datetime) -> None:
    """Stop the reminders of these matters. Again changes nothing."""
    for initiative, obligation in door.abouts:
        stop(session, door.person, By.ONE_CLICK, now, initiative_id=initiative, obligation_id=obligation)


def resume_all(session: Session, door: StopDoor) -> None:
    """Take back what was stopped of these matters one by one; what was stopped more widely stays."""
    for initiative, obligation in door.abouts:
        resume(session, door.person, initiative_id=initiative, obligation_id=obligation)


def _matters(owed: Obligation, ended_at: datetime | None, now: datetime) -> bool:
    if ended_at is not None and ended_at <= now - GRACE:
        return False
    return owed.state is ObligationState.OPEN or (owed.settled_at or owed.due) > now - GRACE


def _all_stopped(session: Session, person: str, abouts: Sequence[About]) -> bool:
    return all(stopped(session, person, *about) for about in abouts)
