"""Offers: who is asked, beside those who coordinate an initiative, to go on with it or to take it in."""

from __future__ import annotations

from collections.abc import Collection

from sqlmodel import Session, col, select

from domain.initiative import TAKE_OVER
from domain.merging.offers import TAKE_IN
from domain.obligations import ObligationState
from models import actings
from models.merging import offered_to
from models.tables import Actor, Obligation

OFFERS = (TAKE_OVER, TAKE_IN)
"""What another coordinator is asked: to coordinate from now on, or to take the initiative into their own."""


def asked_by_offer(session: Session, principal: str, initiative: str, duties: Collection[str] = OFFERS) -> bool:
    """Whether an offer of the initiative has been made to this principal, or to whom they stand in for by now, and
    nobody has answered it yet.
    """
    asked = (
        Obligation.initiative_id == initiative,
        col(Obligation.kind).in_(duties),
        col(Obligation.state).in_([state for state in ObligationState if state.answerable]),
    )
    actors = set[str]()
    for owed in session.exec(select(Obligation).where(*asked)).all():
        behind = actings.behind(session, offered_to(session, initiative)) if owed.kind == TAKE_IN else ()
        actors |= {owed.owed_by or "", *behind}
    of_them = select(Actor).where(col(Actor.id).in_(actors))
    return any(principal in (actor.principal, f"person:{actor.person_id}") for actor in session.exec(of_them).all())
