"""Personal links handed out by hand: for one who asks for it before the letter goes, or has lost it."""

from __future__ import annotations

from sqlmodel import Session, and_, col, select

from models.enrolment import subject_of
from models.keys import KeyRing, token_sha256
from models.tables import Actor, Letter, Obligation
from models.vault import erasures


def link_of(session: Session, keys: KeyRing, initiative: str, seat: str) -> str | None:
    """The token of the personal link in the latest letter to a seat, sent or not; None if it has had none, or if its
    reader has been erased.

    The letter will bring the same token, so handing it out early changes nothing about it.
    """
    its_obligation = and_(
        col(Obligation.initiative_id) == Letter.initiative_id, col(Obligation.id) == Letter.obligation_id
    )
    letter = session.exec(
        select(Letter)
        .join(Obligation, its_obligation)
        .where(
            Letter.initiative_id == initiative,
            Obligation.seat == seat,
            Letter.actor == Obligation.owed_by,
            col(Letter.revoked_at).is_(None),
        )
        .order_by(col(Letter.due_at).desc(), col(Letter.id))
    ).first()
    if letter is None or _is_erased(session, letter.actor):
        return None
    token = keys.link_token(letter.id, letter.token_sha256)
    letter.token_sha256 = token_sha256(token)
    session.add(letter)
    return token


def _is_erased(session: Session, actor: str) -> bool:
    row = session.get(Actor, actor)
    return bool(row and row.person_id and erasures(session, [subject_of(row.person_id)]))
