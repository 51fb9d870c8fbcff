"""Personal links: whose each is, for how long it opens, and how it is taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, and_, col, select

from domain.letter import HANDED_OVER, INVITATION
from domain.obligations import ObligationState
from models.tables import Initiative, Letter, Obligation

GRACE = timedelta(days=30)
"""How long a link outlives what its letter asked, and its initiative, so that people can read what became of both."""

_ITS_OBLIGATION = and_(
    col(Obligation.initiative_id) == col(Letter.initiative_id), col(Obligation.id) == col(Letter.obligation_id)
)


@dataclass(frozen=True)
class Link:
    """Whose personal link it is: that of an actor, for one seat of one initiative, by one letter (id).

    `passed_on`: what the seat owes lies with somebody else by now, who got a link of their own. This one speaks for
    the seat no more; it is told apart from an unknown one so that its reader can be told so.
    """

    letter: str
    initiative: str
    obligation: str
    seat: str
    actor: str
    passed_on: bool = False


def by_token(session: Session, token_sha256: str, now: datetime) -> Link | None:
    """Whose link this is. None for unknown and revoked ones, and when there is nothing left to open: what the letter
    asked was settled 30 days ago or more and its reader owes nothing else for the seat, or the initiative ended then.
    A link is unknown until its letter goes out or it is handed out by hand.
    """
    row = session.exec(
        select(Letter, Obligation, Initiative.ended_at)
        .join(Obligation, _ITS_OBLIGATION)
        .join(Initiative, col(Initiative.id) == Letter.initiative_id)
        .where(Letter.token_sha256 == token_sha256, col(Letter.revoked_at).is_(None))
    ).first()
    if row is None:
        return None
    letter, owed, ended_at = row
    if owed.seat is None or (ended_at is not None and ended_at <= now - GRACE):
        return None
    if not _is_recent(owed, now) and not _owes(session, letter, owed.seat):
        return None
    passed_on = _is_passed_on(session, letter, owed.seat)
    return Link(letter.id, letter.initiative_id, letter.obligation_id, owed.seat, letter.actor, passed_on)


def revoke(
    session: Session, now: datetime, *, letter: str | None = None, initiative: str = "", seat: str = ""
) -> Sequence[str]:
    """Take back the link of one letter, or all that a seat of an initiative has had so far; the ids of the letters.

    Later letters bring new links. Links revoked before are left as they are.
    """
    query = select(Letter).join(Obligation, _ITS_OBLIGATION).where(col(Letter.revoked_at).is_(None))
    if letter is not None:
        query = query.where(Letter.id == letter)
    else:
        query = query.where(Letter.initiative_id == initiative, Obligation.seat == seat)
    rows = session.exec(query.order_by(col(Letter.id))).all()
    for row in rows:
        row.revoked_at = now
    return [row.id for row in rows]


def _is_recent(owed: Obligation, now: datetime) -> bool:
    return owed.state is ObligationState.OPEN or (owed.settled_at or owed.due) > now - GRACE


def _owes(session: Session, letter: Letter, seat: str) -> bool:
    """Whether the letter's reader owes anything for the seat now."""
    return (
        session.exec(
            select(Obligation.id).where(
                Obligation.initiative_id == letter.initiative_id,
                Obligation.seat == seat,
                Obligation.owed_by == letter.actor,
                Obligation.state == ObligationState.OPEN,
            )
        ).first()
        is not None
    )


def _is_passed_on(session: Session, letter: Letter, seat: str) -> bool:
    """Whether the newest duty of the seat that was once the reader's lies with somebody else.

    Whoever was only reminded as a deputy has had none, and may answer for the seat.
    """
    whose = session.exec(
        select(Obligation.owed_by)
        .join(Letter, _ITS_OBLIGATION)
        .where(
            Letter.initiative_id == letter.initiative_id,
            Letter.actor == letter.actor,
            col(Letter.step).in_((INVITATION, HANDED_OVER)),
            Obligation.seat == seat,
        )
        .order_by(col(Obligation.opened_at).desc(), col(Obligation.owed_by) == letter.actor)
    ).first()
    return whose is not None and whose != letter.actor
