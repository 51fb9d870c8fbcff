"""The wrong person: whoever reads somebody's letters says that they are somebody else."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, update

from models.closed_addresses import WRONG_PERSON, close
from models.letter_wishes import person_of
from models.stops import By, stop
from models.tables import Letter


def says_not_me(session: Session, initiative: str, actor: str, now: datetime) -> bool:
    """Take it that an actor's letters reach a stranger: nothing more goes to that address, what is asked of them is
    followed up by people, and no link that the stranger has opens anything of this initiative any more.

    True the first time. Again changes nothing.
    """
    person = person_of(session, actor)
    if person is None:
        return False
    if person.address_ref is not None:
        close(session, person.address_ref, person.id, WRONG_PERSON, now)
    live = (Letter.initiative_id == initiative, Letter.actor == actor, col(Letter.revoked_at).is_(None))
    told = col(Letter.token_sha256).is_not(None)
    session.execute(update(Letter).where(*live, told).values(revoked_at=now))  # type: ignore[arg-type]
    return stop(session, person.id, By.WRONG_PERSON, now, initiative_id=initiative)
